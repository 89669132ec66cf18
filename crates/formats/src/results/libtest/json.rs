//! libtest's JSON, from rustc or from nextest, alone or merged with what cargo prints.

use super::set_panic;
use crate::number::span_ms;
use crate::results::book::{Book, Place, ms};
use crate::results::by_line::{ByLine, LineMachine, is_torn, place};
use crate::results::junit::strip_attempt;
use crate::results::lines::libtest::{self, LibtestLine};
use crate::results::{Format, ident};
use crate::text::{HeadTail, Line, strip_escapes_str};
use record::{Failure, Severity, Status, Test};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The parser.
pub type LibtestJson = ByLine<LibtestMachine>;

impl LineMachine for LibtestMachine {
    fn line(&mut self, line: Line<'_>, book: &mut Book<'_>) {
        self.bytes(line.bytes, place(&line), book);
    }

    fn last(&mut self, line: Line<'_>, book: &mut Book<'_>) {
        self.torn = is_torn(&line);
        if !self.torn {
            self.line(line, book);
        }
    }

    fn finish(&mut self, book: &mut Book<'_>) {
        let torn = self.torn || self.running && !self.ended;
        self.suite_end(torn, book);
        if let Some((place, line)) = self.first_foreign.take() {
            let message = format!("{} lines are not JSON; the first is {line:?}", self.foreign);
            book.issue("foreign-lines", Severity::Info, message, place);
        }
    }
}

/// The state between lines.
#[derive(Default)]
pub struct LibtestMachine {
    /// The binary that cargo's own line or nextest's suite event names.
    binary: Option<String>,
    suites: u64,
    running: bool,
    planned: Option<(u64, Place)>,
    seen: u64,
    open: BTreeMap<String, Place>,
    order: Vec<String>,
    foreign: u64,
    first_foreign: Option<(Place, String)>,
    nextest: bool,
    /// nextest's own: binaries by what stands before `$`, and their announced tests.
    binaries: BTreeMap<String, String>,
    counts: BTreeMap<String, u64>,
    ended: bool,
    /// Cargo says that the binary of the open suite ended badly.
    crashed: bool,
    /// The last line was cut.
    torn: bool,
}

#[derive(serde::Deserialize)]
struct Event<'a> {
    #[serde(rename = "type", borrow, default)]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    event: Cow<'a, str>,
    #[serde(borrow, default)]
    name: Cow<'a, str>,
    #[serde(default)]
    test_count: Option<u64>,
    #[serde(default)]
    exec_time: Option<serde_json::Value>,
    #[serde(borrow, default)]
    stdout: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    stderr: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    message: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    reason: Option<Cow<'a, str>>,
    #[serde(default)]
    median: Option<f64>,
    #[serde(borrow, default)]
    nextest: Option<Nextest<'a>>,
    #[serde(borrow, default)]
    reason_kind: Option<Cow<'a, str>>,
}

#[derive(serde::Deserialize)]
struct Nextest<'a> {
    #[serde(rename = "crate", borrow, default)]
    package: Cow<'a, str>,
    #[serde(borrow, default)]
    test_binary: Cow<'a, str>,
    #[serde(borrow, default)]
    kind: Cow<'a, str>,
}

impl LibtestMachine {
    fn bytes(&mut self, bytes: &[u8], place: Place, book: &mut Book<'_>) {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        // With --nocapture a test's output may stand on the same line, before the event.
        let json = match text.find("{ \"type\":").or_else(|| text.find("{\"type\":")) {
            Some(at) => &text[at..],
            None => {
                self.foreign(text, place);
                return;
            }
        };
        match serde_json::from_str::<Event<'_>>(json) {
            Ok(event) => self.event(&event, place, book),
            Err(_) => {
                book.reject("bad-line", "a line is not a test event", bytes, place);
            }
        }
    }

    fn foreign(&mut self, text: &str, place: Place) {
        let text = strip_escapes_str(text);
        match libtest::read(&text) {
            Some(LibtestLine::Binary { name, .. }) => self.binary = Some(name.to_owned()),
            Some(LibtestLine::DocTests(name)) => self.binary = Some(name.to_owned()),
            _ => {
                self.crashed |= self.running && text.starts_with("error: test failed");
                self.foreign += 1;
                if self.first_foreign.is_none() {
                    self.first_foreign = Some((place, text.chars().take(120).collect()));
                }
            }
        }
    }

    fn event(&mut self, event: &Event<'_>, place: Place, book: &mut Book<'_>) {
        if event.kind == "suite" {
            if let Some(nextest) = &event.nextest {
                self.nextest = true;
                let binary = if nextest.kind == "lib" || nextest.kind == "proc-macro" {
                    nextest.package.to_string()
                } else if nextest.kind == "bin" {
                    format!("{}::bin/{}", nextest.package, nextest.test_binary)
                } else {
                    format!("{}::{}", nextest.package, nextest.test_binary)
                };
                let prefix = format!("{}::{}", nextest.package, nextest.test_binary);
                if let Some(count) = event.test_count {
                    // The same suite begins again whenever nothing of it was running.
                    self.counts.insert(binary.clone(), count);
                }
                self.binaries.insert(prefix, binary);
                self.suites = self.suites.max(1);
                self.running |= event.event == "started";
                self.ended = event.event != "started";
                return;
            }
            if event.event == "started" {
                if self.running {
                    self.suite_end(true, book);
                }
                self.suites += 1;
                self.running = true;
                self.planned = event.test_count.map(|count| (count, place));
            } else {
                self.suite_end(false, book);
            }
            return;
        }
        if event.kind != "test" && event.kind != "bench" {
            return;
        }
        let name = event.name.as_ref();
        // The attempt's number only stands at the end.
        let key = if name.contains('$') { strip_attempt(name) } else { name };
        if event.event == "started" {
            if self.open.insert(key.to_owned(), place).is_none() {
                self.order.push(key.to_owned());
            }
            return;
        }
        let (status, word) = match event.event.as_ref() {
            "ok" => (Status::Pass, "ok"),
            "failed" => (Status::Fail, "failed"),
            "ignored" => (Status::Skip, "ignored"),
            // A warning: the test goes on.
            "timeout" => return,
            "" if event.kind == "bench" => (Status::Pass, "bench"),
            _ => (Status::Unknown, event.event.as_ref()),
        };
        let started = self.open.remove(key);
        self.seen += 1;
        let mut test = self.record(name, book);
        test.status = status;
        test.raw_status = Some(word.to_owned());
        test.duration_ms = match &event.exec_time {
            Some(serde_json::Value::Number(n)) => n.as_f64().and_then(|s| ms(s * 1e3)),
            Some(serde_json::Value::String(s)) => span_ms(s).and_then(ms),
            _ => None,
        };
        if let Some(median) = event.median {
            test.properties.insert("ns/iter".to_owned(), median.to_string());
        }
        book.place(&mut test, started.unwrap_or(place));
        output(&mut test, event, book);
        book.emit(&mut test);
    }

    /// A record with its name. nextest's is `shop::api$pay::works#2`.
    fn record(&self, name: &str, book: &mut Book<'_>) -> Test {
        let (binary, rest) = match name.split_once('$') {
            Some((binary, rest)) => (Some(binary), rest),
            None => (self.binary.as_deref(), name),
        };
        let nextest = self.nextest || name.contains('$');
        let mut test = book.blank(Format::Libtest, nextest.then_some("nextest"));
        let plain = if nextest { strip_attempt(rest) } else { rest };
        test.name = plain.to_owned();
        let numbered = format!("#{}", self.suites);
        let binary = match binary {
            // Nobody names the binary: a second one must not look like the first.
            None if self.suites > 1 => numbered.as_str(),
            binary => binary.unwrap_or(""),
        };
        let binary = self.binaries.get(binary).map_or(binary, String::as_str);
        let binary = library(binary.split("@stress-").next().unwrap_or(binary));
        if !binary.is_empty() {
            test.suite = vec![binary.to_owned()];
        }
        ident::set(&mut test, "rs", ident::rs(binary, plain));
        let attempt = rest.strip_prefix(plain).and_then(|t| t.strip_prefix('#')).and_then(|n| n.parse().ok());
        test.attempt = attempt.unwrap_or(1);
        test.attempts = Some(test.attempt);
        test.is_final = Some(true);
        if test.attempt > 1 {
            // Only the last one is reported.
            test.warnings.push("earlier-attempts-missing".to_owned());
            book.count("earlier-attempts-missing");
        }
        test
    }

    fn suite_end(&mut self, torn: bool, book: &mut Book<'_>) {
        if !self.running {
            // Cut inside a suite's event: its tests, and those of every suite behind it,
            // are unknown.
            if torn {
                book.totals.complete = false;
                let message = "the last line is cut: what follows it is missing";
                book.issue("truncated-input", Severity::Error, message, Place::default());
            }
            return;
        }
        self.running = false;
        let order = std::mem::take(&mut self.order);
        let open = std::mem::take(&mut self.open);
        if torn {
            let (code, severity) = if std::mem::take(&mut self.crashed) {
                ("crashed", Severity::Warning)
            } else {
                book.totals.complete = false;
                ("truncated-input", Severity::Error)
            };
            book.issue_about(
                code,
                severity,
                format!("a suite has no end: {} of its tests are open", open.len()),
                self.planned.map(|(_, place)| place).unwrap_or_default(),
                self.binary.clone().as_deref(),
                Vec::new(),
            );
        }
        for name in order {
            let Some(place) = open.get(&name) else { continue };
            let mut test = self.record(&name, book);
            test.status = Status::Incomplete;
            test.warnings.push("no-verdict".to_owned());
            book.place(&mut test, *place);
            book.emit(&mut test);
        }
        if self.nextest {
            *book.totals.declared.get_or_insert(0) += self.counts.values().sum::<u64>();
        }
        if let Some((planned, place)) = self.planned.take() {
            *book.totals.declared.get_or_insert(0) += planned;
            if !torn {
                book.compare("suite", planned, self.seen + open.len() as u64, place);
            }
        }
        self.seen = 0;
        if !self.nextest {
            self.binary = None;
        }
        book.next_document();
    }
}

/// nextest calls a package's library by the package alone, and here by both names.
fn library(binary: &str) -> &str {
    match binary.split_once("::") {
        Some((package, name)) if package.replace('-', "_") == name => package,
        _ => binary,
    }
}

fn output(test: &mut Test, event: &Event<'_>, book: &Book<'_>) {
    let message = event.message.as_deref().or(event.reason.as_deref()).or(event.reason_kind.as_deref());
    let mut kept = HeadTail::new(if test.status.is_bad() {
        book.options.failure_limit
    } else {
        book.options.output_limit
    });
    for part in [&event.stdout, &event.stderr].into_iter().flatten() {
        kept.push(part.as_bytes());
    }
    if !test.status.is_bad() {
        test.stdout = kept.excerpt();
        if let Some(message) = message {
            test.failure =
                Some(Failure { message: Some(message.to_owned()), count: 1, ..Failure::default() });
        }
        return;
    }
    let text = kept.text();
    let text = text.trim_matches('\n');
    let mut failure = Failure { count: 1, truncated: kept.is_cut(), ..Failure::default() };
    set_panic(test, &mut failure, text);
    if let Some(message) = message {
        failure.message = Some(message.trim_end().to_owned());
    }
    failure.text = Some(text.to_owned()).filter(|t| !t.is_empty());
    test.failure = Some(failure);
}
