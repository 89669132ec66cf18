//! TRX. Class names stand behind the results, so the records wait for the end of the
//! document: memory grows with the number of results.

use super::{Text, failure, get, identify, location};
use crate::number::clock_ms;
use crate::results::Format;
use crate::results::book::{Book, Place, ms, set_started};
use crate::results::xml::{Attributes, Machine};
use record::{Excerpt, Failure, Kind, Status, Test};
use std::collections::HashMap;

/// The state between elements.
#[derive(Default)]
pub struct TrxMachine {
    results: Vec<Open>,
    /// Results inside of one another: data rows.
    stack: Vec<Open>,
    classes: HashMap<String, (String, String)>,
    unit_test: Option<String>,
    text: Text,
    counters: Option<u64>,
    runs: Vec<(String, Option<String>, Place)>,
    run_id: Option<String>,
    ignored: bool,
}

#[derive(Default)]
struct Open {
    id: String,
    name: String,
    outcome: String,
    duration: Option<String>,
    start: Option<String>,
    place: Place,
    message: Option<String>,
    trace: Option<(String, bool)>,
    out: Option<Excerpt>,
    err: Option<Excerpt>,
    rows: bool,
}

impl Machine for TrxMachine {
    fn start(&mut self, name: &str, attributes: &Attributes<'_>, place: Place, book: &mut Book<'_>) {
        match name {
            "TestRun" => self.run_id = get(attributes, "id"),
            "UnitTestResult" | "ManualTestResult" | "GenericTestResult" | "WebTestResult" | "TestResult" => {
                if let Some(parent) = self.stack.last_mut() {
                    parent.rows = true;
                }
                self.stack.push(Open {
                    id: get(attributes, "testId").unwrap_or_default(),
                    name: get(attributes, "testName").unwrap_or_default(),

                    outcome: get(attributes, "outcome").unwrap_or_default(),
                    duration: get(attributes, "duration"),
                    start: get(attributes, "startTime"),
                    place,
                    ..Open::default()
                });
            }
            "UnitTest" => self.unit_test = get(attributes, "id"),
            "TestMethod" => {
                if let (Some(id), Some(class)) = (&self.unit_test, get(attributes, "className")) {
                    self.classes.insert(id.clone(), (class, get(attributes, "name").unwrap_or_default()));
                }
            }
            "Counters" => self.counters = get(attributes, "total").and_then(|t| t.parse().ok()),
            "RunInfo" => {
                let outcome = get(attributes, "outcome").unwrap_or_default();
                self.runs.push((outcome, None, place));
                self.ignored = false;
            }
            "StdOut" | "StdErr" if !self.stack.is_empty() => self.text.begin(book.options.output_limit),
            "Message" | "StackTrace" if !self.stack.is_empty() => self.text.begin(book.options.failure_limit),
            "Text" if !self.runs.is_empty() => self.text.begin(book.options.failure_limit),
            _ => {}
        }
    }

    fn end(&mut self, name: &str, _: Place, _: &mut Book<'_>) {
        match name {
            "StdOut" | "StdErr" if self.text.wanted => {
                let kept = self.text.kept.excerpt();
                self.text.wanted = false;
                if let Some(open) = self.stack.last_mut() {
                    *(if name == "StdOut" { &mut open.out } else { &mut open.err }) = kept;
                }
            }
            "Message" | "StackTrace" if self.text.wanted => {
                let text = self.text.end();
                if let Some(open) = self.stack.last_mut() {
                    if name == "Message" {
                        open.message = text.map(|(t, _)| t);
                    } else {
                        open.trace = text;
                    }
                }
            }
            "Text" if self.text.wanted => {
                let text = self.text.end();
                if let Some(run) = self.runs.last_mut() {
                    run.1 = text.map(|(t, _)| t);
                }
            }
            "UnitTest" => self.unit_test = None,
            "UnitTestResult" | "ManualTestResult" | "GenericTestResult" | "WebTestResult" | "TestResult" => {
                self.results.extend(self.stack.pop());
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        self.text.push(text);
    }

    fn wants_text(&self) -> bool {
        self.text.wanted
    }

    fn document_end(&mut self, place: Place, book: &mut Book<'_>) {
        if let Some(id) = &self.run_id {
            book.set_run_id(id);
        }
        let mut results = std::mem::take(&mut self.results);
        // A test with data rows stands before them.
        results.sort_by_key(|r| r.place.offset);
        let count = results.iter().filter(|r| !r.rows).count() as u64;
        let top = results.len() as u64;
        for open in results {
            self.record(open, book);
        }
        for (outcome, text, place) in std::mem::take(&mut self.runs) {
            if outcome == "Error" {
                setup(text, place, book);
            }
        }
        if let Some(total) = self.counters {
            *book.totals.declared.get_or_insert(0) += total;
            // Rows count or do not count, by version.
            if total != count && total > top {
                book.compare("Counters", total, count, place);
            }
        }
        *self = TrxMachine::default();
    }
}

impl TrxMachine {
    fn record(&self, open: Open, book: &mut Book<'_>) {
        let mut test = book.blank(Format::Trx, None);
        let class = self.classes.get(&open.id).map(|(class, _)| class.as_str());
        identify(&mut test, class, &open.name);
        test.kind = if open.rows { Kind::Container } else { Kind::Test };
        test.status = status(&open.outcome);
        test.raw_status = Some(open.outcome).filter(|o| !o.is_empty());
        test.duration_ms = open.duration.as_deref().and_then(clock_ms).and_then(ms);
        if let Some(start) = &open.start {
            set_started(&mut test, start, false);
        }
        if let Some((trace, _)) = &open.trace {
            location(&mut test, trace);
        }
        if open.message.is_some() || open.trace.is_some() {
            test.failure = Some(failure(open.message, open.trace, None));
        }
        test.stdout = open.out;
        test.stderr = open.err;
        test.attempts = Some(1);
        test.is_final = Some(true);
        book.place(&mut test, open.place);
        book.emit(&mut test);
    }
}

/// An error of the run as a whole.
fn setup(text: Option<String>, place: Place, book: &mut Book<'_>) {
    let mut test: Test = book.blank(Format::Trx, None);
    test.kind = Kind::Setup;
    test.name = "<run>".to_owned();
    crate::results::ident::set(&mut test, "dotnet", ["<run>"]);
    test.status = Status::Error;
    test.raw_status = Some("Error".to_owned());
    test.failure = Some(Failure { message: text, count: 1, ..Failure::default() });
    test.attempts = Some(1);
    test.is_final = Some(true);
    book.place(&mut test, place);
    book.emit(&mut test);
    book.count("run-error");
}

fn status(outcome: &str) -> Status {
    match outcome {
        "Passed" | "Completed" | "Warning" => Status::Pass,
        "Failed" => Status::Fail,
        "Error" | "Timeout" | "Aborted" | "PassedButRunAborted" | "Disconnected" => Status::Error,
        "NotExecuted" | "NotRunnable" => Status::Skip,
        "InProgress" | "Pending" => Status::Incomplete,
        _ => Status::Unknown,
    }
}
