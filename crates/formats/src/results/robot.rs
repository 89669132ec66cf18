//! Robot Framework's output.xml: suites and tests; keywords are passed over.

use super::book::{Book, Place, ms, set_started};
use super::xml::{Attributes, Machine};
use super::{Format, ident};
use crate::instant::Instant;
use crate::number::plain;
use crate::text::{HeadTail, clean};
use record::{Failure, Kind, Status, Test};

/// The state between elements.
#[derive(Default)]
pub struct RobotMachine {
    names: Vec<String>,
    suites: Vec<(String, Option<String>)>,
    test: Option<(Box<Test>, Place)>,
    status: Option<Verdict>,
    text: HeadTail,
    wanted: bool,
    generator: Option<String>,
    tags: Vec<String>,
    declared: Option<u64>,
    seen: u64,
}

struct Verdict {
    word: String,
    message: Option<String>,
    start: Option<String>,
    ms: Option<f64>,
}

fn get(attributes: &Attributes<'_>, name: &str) -> Option<String> {
    attributes.get(name).map(|v| clean(&v).0.into_owned()).filter(|v| !v.is_empty())
}

impl RobotMachine {
    fn end_test(&mut self, book: &mut Book<'_>) {
        let Some((mut test, place)) = self.test.take() else { return };
        self.seen += 1;
        let verdict = self.status.take();
        let tags = std::mem::take(&mut self.tags);
        for tag in tags {
            test.properties.insert(format!("tag:{tag}"), "true".to_owned());
        }
        match verdict {
            Some(verdict) => {
                let message = verdict.message.as_deref().unwrap_or("");
                test.status = match verdict.word.as_str() {
                    "PASS" => Status::Pass,
                    "FAIL"
                        if message.starts_with("Setup failed:")
                            || message.starts_with("Parent suite setup failed:") =>
                    {
                        test.kind = Kind::Setup;
                        Status::Error
                    }
                    "FAIL" => Status::Fail,
                    "SKIP" | "NOT RUN" | "NOT_RUN" => Status::Skip,
                    _ => Status::Unknown,
                };
                test.raw_status = Some(verdict.word);
                test.duration_ms = verdict.ms.and_then(ms);
                if let Some(start) = verdict.start {
                    set_started(&mut test, &start, false);
                }
                if let Some(message) = verdict.message {
                    let first = message.lines().next().unwrap_or("").to_owned();
                    let more = message.lines().count() > 1;
                    test.failure = Some(Failure {
                        message: Some(first),
                        text: more.then_some(message),
                        count: 1,
                        ..Failure::default()
                    });
                }
            }
            None => {
                test.status = Status::Incomplete;
                test.warnings.push("no-verdict".to_owned());
            }
        }
        test.attempts = Some(1);
        test.is_final = Some(true);
        book.place(&mut test, place);
        book.emit(&mut test);
    }
}

impl Machine for RobotMachine {
    fn start(&mut self, name: &str, attributes: &Attributes<'_>, place: Place, book: &mut Book<'_>) {
        let parent = self.names.last().map_or("", String::as_str);
        match (parent, name) {
            ("", "robot") => self.generator = get(attributes, "generator"),
            (_, "suite") => {
                let source =
                    get(attributes, "source").or_else(|| self.suites.last().and_then(|s| s.1.clone()));
                self.suites.push((get(attributes, "name").unwrap_or_default(), source));
            }
            ("suite", "test") => {
                let mut test = book.blank(Format::Robot, None);
                if let Some(generator) = &self.generator {
                    let mut words = generator.split(' ');
                    test.producer.tool = words.next().map(str::to_owned);
                    test.producer.version = words.next().map(str::to_owned);
                }
                test.name = get(attributes, "name").unwrap_or_else(|| "<unnamed>".to_owned());
                test.suite = self.suites.iter().map(|s| s.0.clone()).collect();
                test.file = self.suites.last().and_then(|s| s.1.clone());
                test.line = get(attributes, "line").and_then(|l| l.parse().ok());
                let parts: Vec<String> = test.suite.iter().cloned().chain([test.name.clone()]).collect();
                ident::set(&mut test, "robot", parts);
                self.test = Some((Box::new(test), place));
            }
            ("test", "status") => {
                let elapsed = get(attributes, "elapsed").and_then(|e| plain(&e)).map(|s| s * 1e3);
                let start = get(attributes, "start").or_else(|| get(attributes, "starttime"));
                let end = get(attributes, "endtime").and_then(|e| Instant::parse(&e));
                let between = start.as_deref().and_then(Instant::parse).zip(end).map(|(s, e)| e.ms_since(s));
                self.status = Some(Verdict {
                    word: get(attributes, "status").unwrap_or_default(),
                    message: None,
                    start,
                    ms: elapsed.or(between),
                });
                self.text = HeadTail::new(book.options.failure_limit);
                self.wanted = true;
            }
            ("test" | "tags", "tag") => {
                self.text = HeadTail::new(book.options.output_limit);
                self.wanted = true;
            }
            // The last row of the totals is the one of all tests.
            ("total", "stat") => {
                let number = |key| get(attributes, key).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0);
                self.declared = Some(number("pass") + number("fail") + number("skip"));
            }
            _ => {}
        }
        self.names.push(name.to_owned());
    }

    fn end(&mut self, name: &str, _: Place, book: &mut Book<'_>) {
        self.names.pop();
        let parent = self.names.last().map_or("", String::as_str);
        match (parent, name) {
            (_, "suite") => {
                self.suites.pop();
            }
            ("suite", "test") => self.end_test(book),
            ("test", "status") => {
                self.wanted = false;
                let text = self.text.text();
                if let Some(status) = &mut self.status {
                    status.message = Some(text.trim().to_owned()).filter(|t| !t.is_empty());
                }
            }
            ("test" | "tags", "tag") if self.wanted => {
                self.wanted = false;
                self.tags.push(self.text.text());
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        self.text.push(text.as_bytes());
    }

    fn wants_text(&self) -> bool {
        self.wanted && matches!(self.names.last().map(String::as_str), Some("status" | "tag"))
    }

    fn document_end(&mut self, place: Place, book: &mut Book<'_>) {
        if let Some(declared) = self.declared {
            *book.totals.declared.get_or_insert(0) += declared;
            book.compare("the statistics", declared, self.seen, place);
        }
        *self = RobotMachine::default();
    }
}
