//! TeamCity service messages in any log.
//!
//! A test is paired by its flow and name. A failed one waits for the end of the input,
//! since a second start of the same name is the next attempt.

use super::book::{Book, Place, ms};
use super::by_line::{ByLine, LineMachine, place};
use super::lines::teamcity::{self, Message};
use super::{Format, ident};
use crate::number::plain;
use crate::text::{HeadTail, Line, strip_escapes_str};
use record::{Failure, Severity, Status, Test};
use std::collections::BTreeMap;

/// The parser.
pub type Teamcity = ByLine<TeamcityMachine>;

impl LineMachine for TeamcityMachine {
    fn line(&mut self, line: Line<'_>, book: &mut Book<'_>) {
        self.bytes(line.bytes, place(&line), book);
    }

    fn last(&mut self, line: Line<'_>, book: &mut Book<'_>) {
        self.line(line, book);
        if teamcity::is_cut(&String::from_utf8_lossy(line.bytes)) {
            book.totals.complete = false;
            book.issue("truncated-input", Severity::Error, "the last message is cut", place(&line));
        }
    }

    fn finish(&mut self, book: &mut Book<'_>) {
        self.end_all(book);
    }
}

/// The state between lines.
#[derive(Default)]
pub struct TeamcityMachine {
    suites: BTreeMap<String, Vec<String>>,
    open: BTreeMap<(String, String), Open>,
    order: u64,
    failed: BTreeMap<String, Vec<Test>>,
    declared: Option<u64>,
    cases: u64,
}

struct Open {
    order: u64,
    suite: Vec<String>,
    place: Place,
    failures: Vec<Failure>,
    ignored: Option<String>,
    out: HeadTail,
    err: HeadTail,
    hint: Option<String>,
    started: Option<String>,
    metadata: Vec<(String, String)>,
}

impl TeamcityMachine {
    fn bytes(&mut self, bytes: &[u8], place: Place, book: &mut Book<'_>) {
        if memchr::memmem::find(bytes, b"##teamcity[").is_none() {
            return;
        }
        let text = String::from_utf8_lossy(bytes);
        let messages: Vec<Message<'_>> = teamcity::all(&text).collect();
        for message in messages {
            self.message(&message, place, book);
        }
    }

    fn message(&mut self, message: &Message<'_>, place: Place, book: &mut Book<'_>) {
        let flow = message.get("flowId").unwrap_or("").to_owned();
        let name = strip_escapes_str(message.get("name").unwrap_or("")).into_owned();
        let key = (flow.clone(), name.clone());
        match message.kind {
            "testCount" => {
                if let Some(count) = message.get("count").and_then(|c| c.parse::<u64>().ok()) {
                    *self.declared.get_or_insert(0) += count;
                }
            }
            "testSuiteStarted" => self.suites.entry(flow).or_default().push(name),
            "testSuiteFinished" => {
                if let Some(stack) = self.suites.get_mut(&flow)
                    && let Some(at) = stack.iter().rposition(|s| *s == name)
                {
                    stack.truncate(at);
                }
            }
            "testStarted" => {
                if let Some(open) = self.open.remove(&key) {
                    self.end(&key.1, open, Some(Status::Incomplete), None, book);
                }
                let mut open = self.begin(&flow, place, book);
                open.hint = message.get("locationHint").map(str::to_owned);
                open.started = message.get("timestamp").map(str::to_owned);
                self.open.insert(key, open);
            }
            "testFailed" => {
                let failure = failure(message, book.options.failure_limit);
                match self.open.get_mut(&key) {
                    Some(open) => open.failures.push(failure),
                    None => {
                        let mut open = self.begin(&flow, place, book);
                        open.failures.push(failure);
                        self.end(&key.1, open, None, None, book);
                    }
                }
            }
            "testIgnored" => {
                let reason = message.get("message").unwrap_or("").to_owned();
                match self.open.get_mut(&key) {
                    Some(open) => open.ignored = Some(reason),
                    None => {
                        let mut open = self.begin(&flow, place, book);
                        open.ignored = Some(reason);
                        self.end(&key.1, open, None, None, book);
                    }
                }
            }
            "testStdOut" | "testStdErr" => {
                if let (Some(open), Some(text)) = (self.open.get_mut(&key), message.get("out")) {
                    let to = if message.kind == "testStdOut" { &mut open.out } else { &mut open.err };
                    to.push(strip_escapes_str(text).as_bytes());
                }
            }
            "testMetadata" => {
                let test = (flow, message.get("testName").unwrap_or("").to_owned());
                if let (Some(open), Some(value)) = (self.open.get_mut(&test), message.get("value")) {
                    open.metadata.push((name, value.to_owned()));
                }
            }
            "testFinished" => {
                if let Some(open) = self.open.remove(&key) {
                    let time = message.get("duration").and_then(plain);
                    self.end(&key.1, open, None, time, book);
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, flow: &str, place: Place, book: &Book<'_>) -> Open {
        self.order += 1;
        Open {
            order: self.order,
            suite: self.suites.get(flow).cloned().unwrap_or_default(),
            place,
            failures: Vec::new(),
            ignored: None,
            out: HeadTail::new(book.options.output_limit),
            err: HeadTail::new(book.options.output_limit),
            hint: None,
            started: None,
            metadata: Vec::new(),
        }
    }

    fn end(
        &mut self,
        name: &str,
        open: Open,
        forced: Option<Status>,
        time: Option<f64>,
        book: &mut Book<'_>,
    ) {
        let mut test = book.blank(Format::Teamcity, None);
        test.name = name.to_owned();
        test.suite = open.suite;
        let parts: Vec<String> = test.suite.iter().cloned().chain([name.to_owned()]).collect();
        ident::set(&mut test, "tc", parts);
        let (status, word) = match (&forced, open.failures.is_empty(), &open.ignored) {
            (Some(status), _, _) => (*status, None),
            (None, false, _) => (Status::Fail, Some("testFailed")),
            (None, true, Some(_)) => (Status::Skip, Some("testIgnored")),
            (None, true, None) => (Status::Pass, Some("testFinished")),
        };
        test.status = status;
        test.raw_status = word.map(str::to_owned);
        test.duration_ms = time.and_then(ms);
        if let Some(started) = &open.started {
            super::book::set_started(&mut test, started, false);
        }
        test.file = open.hint.as_deref().and_then(location);
        test.properties.extend(open.metadata);
        test.stdout = open.out.excerpt();
        test.stderr = open.err.excerpt();
        if let Some(reason) = open.ignored.filter(|r| !r.is_empty() && open.failures.is_empty()) {
            test.failure = Some(Failure { message: Some(reason), count: 1, ..Failure::default() });
        }
        let count = open.failures.len() as u64;
        if let Some(first) = open.failures.first().cloned() {
            test.failure = Some(Failure { count, ..first });
            if count > 1 {
                test.failures = open.failures;
            }
        }
        if forced.is_some() {
            test.warnings.push("no-verdict".to_owned());
        }
        book.place(&mut test, open.place);
        if book.options.live {
            self.cases += 1;
            book.emit(&mut test);
            return;
        }
        let earlier = self.failed.remove(&test.test_id);
        if earlier.is_some() {
            book.totals.cases = book.totals.cases.saturating_sub(1);
        } else {
            self.cases += 1;
        }
        let mut run = earlier.unwrap_or_default();
        let bad = test.status.is_bad();
        let id = test.test_id.clone();
        run.push(test);
        if bad {
            self.failed.insert(id, run);
        } else {
            out(run, book);
        }
    }

    fn end_all(&mut self, book: &mut Book<'_>) {
        let mut open: Vec<((String, String), Open)> = std::mem::take(&mut self.open).into_iter().collect();
        open.sort_by_key(|(_, o)| o.order);
        if let Some((_, first)) = open.first() {
            book.totals.complete = false;
            book.issue(
                "truncated-input",
                Severity::Error,
                format!("{} tests have no end", open.len()),
                first.place,
            );
        }
        for ((_, name), open) in open {
            let forced = if open.failures.is_empty() { Some(Status::Incomplete) } else { None };
            self.end(&name, open, forced, None, book);
        }
        let mut failed: Vec<Vec<Test>> = std::mem::take(&mut self.failed).into_values().collect();
        failed.sort_by_key(|run| run[0].source.ordinal);
        for run in failed {
            out(run, book);
        }
        if let Some(declared) = self.declared {
            *book.totals.declared.get_or_insert(0) += declared;
            if self.cases < declared {
                book.totals.complete = false;
            }
            book.compare("testCount", declared, self.cases, Place::default());
        }
    }
}

fn out(run: Vec<Test>, book: &mut Book<'_>) {
    let count = run.len() as u64;
    for (at, mut test) in run.into_iter().enumerate() {
        test.attempt = at as u64 + 1;
        test.attempts = Some(count);
        test.is_final = Some(test.attempt == count);
        book.emit(&mut test);
    }
}

fn failure(message: &Message<'_>, limit: usize) -> Failure {
    let mut kept = HeadTail::new(limit);
    kept.push(strip_escapes_str(message.get("details").unwrap_or("")).as_bytes());
    if let (Some(expected), Some(actual)) = (message.get("expected"), message.get("actual")) {
        kept.push(format!("\nexpected: {expected}\nactual: {actual}").as_bytes());
    }
    let text = kept.text();
    Failure {
        kind: message.get("type").map(str::to_owned),
        message: message.get("message").map(|m| strip_escapes_str(m).into_owned()).filter(|m| !m.is_empty()),
        text: Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
        count: 1,
        truncated: kept.is_cut(),
    }
}

/// `php_qn:///path/File.php::\Class::method`, `file:///path:12`.
fn location(hint: &str) -> Option<String> {
    let (_, rest) = hint.split_once("://")?;
    let path = rest.split("::").next().unwrap_or(rest);
    path.contains('.').then(|| path.to_owned())
}
