//! JUnit XML in all its dialects, and its relatives with the same elements.
//!
//! Accepted in any order, at any depth, under any namespace prefix: `testsuites`,
//! `testsuite`, `testcase`, `failure`, `error`, `skipped`, `flakyFailure`, `flakyError`,
//! `rerunFailure`, `rerunError`, `stackTrace`, `system-out`, `system-err`, `properties`.
//! No attribute is required, no declared count is believed, a text of any length costs
//! only what is kept of it. Which of the attempts an element stands for, and how a test
//! is called, depends on the producer: see [`Dialect`]. What waits: `hold`.

mod case;
mod dialect;
mod hold;
mod rerun;

pub(crate) use dialect::strip_attempt;
pub use dialect::{CaseHints, Dialect, Hints};

use super::Format;
use super::book::{Book, Place, set_started};
use super::xml::{Attributes, Machine, Xml};
use crate::number::{Seconds, lenient, plain};
use crate::text::{HeadTail, clean};
use case::{Case, Part};
use hold::Hold;
use record::{Failure, Kind, Severity, Status, Test};
use rerun::Rerun;

/// The parser.
pub type Junit = Xml<JunitMachine>;

/// A parser for one input.
pub fn parser() -> Junit {
    Xml::new(JunitMachine::default())
}

/// The state between elements.
#[derive(Default)]
pub struct JunitMachine {
    hints: Hints,
    dialect: Option<Dialect>,
    parts: Vec<Part>,
    suites: Vec<Suite>,
    /// The record that is being filled; its strings are used again and again.
    test: Option<Box<Test>>,
    case: Case,
    hold: Hold,
    truncated: bool,
    declared_root: Option<u64>,
    any_suite: bool,
    cases_before: u64,
}

#[derive(Debug, Default)]
struct Suite {
    name: String,
    file: Option<String>,
    declared: Option<u64>,
    declared_bad: u64,
    time: Option<Seconds>,
    known: f64,
    /// Cases directly in it, and in suites inside of it.
    seen: u64,
    nested: u64,
    /// Attempts that are only visible as cases or as rerun elements.
    reruns: u64,
    bad: u64,
    out: HeadTail,
    err: HeadTail,
    failures: Vec<Failure>,
    place: Place,
}

/// Several failures are one attempt with many; the first stands alone as well.
fn set_failures(test: &mut Test, mut all: Vec<Failure>) {
    let count = all.len() as u64;
    test.failure = all.first().cloned().map(|first| Failure { count, ..first });
    if all.len() < 2 {
        all.clear();
    }
    test.failures = all;
}

/// A suite in a sentence.
fn called(suite: &str) -> String {
    if suite.is_empty() { "a suite without a name".to_owned() } else { format!("suite {suite}") }
}

fn count(attributes: &Attributes<'_>, name: &str) -> Option<u64> {
    attributes.raw(name).and_then(|v| v.trim().parse().ok())
}

impl JunitMachine {
    fn dialect(&self) -> Dialect {
        self.dialect.unwrap_or(Dialect::Generic)
    }

    /// Whether the document was written by [`crate::results::out::JunitWriter`].
    fn is_native(&self) -> bool {
        self.hints.root == "testsuites" && self.hints.root_name.as_deref() == Some("runproof")
    }

    /// How much of a text is kept: in a document of our own it was cut before.
    fn limit(&self, usual: usize) -> usize {
        if self.is_native() { usual.max(16 << 20) } else { usual }
    }

    fn suite_start(&mut self, name: &str, attributes: &Attributes<'_>, place: Place, book: &mut Book<'_>) {
        if self.parts.is_empty() {
            self.hints = Hints { root: name.to_owned(), ..std::mem::take(&mut self.hints) };
            self.hints.root_name = attributes.get("name").map(std::borrow::Cow::into_owned);
            self.hints.root_attributes = attributes.iter_raw().map(|(n, _)| n.to_owned()).collect();
            self.hints.schema = attributes.get("noNamespaceSchemaLocation").map(std::borrow::Cow::into_owned);
            self.cases_before = book.totals.cases;
        }
        if name == "testsuites" {
            self.declared_root = count(attributes, "tests");
            // nextest names its run.
            if let Some(uuid) = attributes.get("uuid") {
                book.set_run_id(&uuid);
            }
            return;
        }
        self.any_suite = true;
        let limit = book.options.output_limit;
        let mut suite = Suite {
            declared: count(attributes, "tests"),
            declared_bad: count(attributes, "failures").unwrap_or(0)
                + count(attributes, "errors").unwrap_or(0),
            out: HeadTail::new(limit),
            err: HeadTail::new(limit),
            place,
            ..Suite::default()
        };
        if let Some(text) = attributes.get("name") {
            suite.name = clean(&text).0.into_owned();
        }
        if let Some(file) = attributes.get("file").or_else(|| attributes.get("filepath")) {
            suite.file = Some(file.into_owned()).filter(|f| !f.is_empty());
        } else if let Some(parent) = self.suites.last() {
            suite.file.clone_from(&parent.file);
        }
        if let Some(raw) = attributes.get("time") {
            suite.time = lenient(&raw);
            if let Some(time) = suite.time {
                self.hold.vote(&raw, time, book);
            }
        }
        if self.dialect.is_none() {
            self.hints.suite_name.clone_from(&suite.name);
            self.hints.suite_attributes.clear();
            self.hints.suite_attributes.extend(attributes.iter_raw().map(|(n, _)| n.to_owned()));
        }
        self.suites.push(suite);
        if let Some(test) = &mut self.test {
            path(&self.suites, &mut test.suite);
        }
    }

    fn suite_end(&mut self, book: &mut Book<'_>) {
        let Some(mut suite) = self.suites.pop() else { return };
        let level = self.suites.len() + 1;
        suite.reruns += self.hold.suite_end(level, suite.declared, suite.seen, suite.time, suite.known, book);
        self.suite_record(&mut suite, book);
        let whole = suite.seen + suite.nested;
        if let Some(declared) = suite.declared {
            // Producers count their own cases, those of nested suites too, or attempts.
            let known = [suite.seen, whole, whole - suite.reruns.min(whole), whole + suite.reruns];
            if !self.truncated && !known.contains(&declared) {
                let what = called(&suite.name);
                book.compare(&what, declared, whole, suite.place);
                // Fewer than declared, and bytes were broken: something was swallowed.
                let broken = ["malformed-xml", "invalid-encoding", "attribute-cut", "too-deep"];
                if declared > whole && broken.iter().any(|code| book.totals.findings.contains_key(*code)) {
                    book.totals.complete = false;
                }
            } else if !self.truncated && suite.declared_bad > 0 && suite.bad == 0 {
                book.issue_about(
                    "count-mismatch",
                    Severity::Warning,
                    format!(
                        "{} declares {} failures, none were seen",
                        called(&suite.name),
                        suite.declared_bad
                    ),
                    suite.place,
                    Some(&suite.name),
                    vec![suite.declared_bad.into(), 0.into()],
                );
            }
        }
        match self.suites.last_mut() {
            Some(parent) => {
                parent.nested += whole;
                parent.reruns += suite.reruns;
                parent.bad += suite.bad;
            }
            None => {
                if let Some(declared) = suite.declared.filter(|_| self.declared_root.is_none()) {
                    *book.totals.declared.get_or_insert(0) += declared;
                }
            }
        }
        if let Some(test) = &mut self.test {
            path(&self.suites, &mut test.suite);
        }
    }

    /// A suite's own output or failure is a record of its own.
    fn suite_record(&mut self, suite: &mut Suite, book: &mut Book<'_>) {
        let output = |kept: &HeadTail| !kept.text().trim().is_empty();
        let failed = !suite.failures.is_empty();
        if !failed && !output(&suite.out) && !output(&suite.err) {
            return;
        }
        let mut test = book.blank(Format::Junit, self.dialect().name());
        path(&self.suites, &mut test.suite);
        test.name.push_str(if suite.name.is_empty() { "<unnamed>" } else { &suite.name });
        test.file.clone_from(&suite.file);
        test.kind = if failed { Kind::Setup } else { Kind::Container };
        test.status = if failed { Status::Error } else { Status::Unknown };
        test.raw_status = failed.then(|| "error".to_owned());
        test.attempts = Some(1);
        test.is_final = Some(true);
        test.stdout = suite.out.excerpt();
        test.stderr = suite.err.excerpt();
        set_failures(&mut test, std::mem::take(&mut suite.failures));
        let bazel = self.dialect() == Dialect::Bazel;
        let stable = |name| if bazel { dialect::strip_shard(name) } else { name };
        let parents = test.suite.iter().map(String::as_str).chain([suite.name.as_str()]);
        let parents = parents.map(stable).chain(["<suite>"]);
        let mut id = String::new();
        super::ident::write(&mut id, self.dialect().family(), parents);
        super::ident::uid_into(&id, &mut test.test_uid);
        test.test_id = id;
        book.place(&mut test, suite.place);
        book.emit(&mut test);
    }

    fn property(&mut self, name: &str, value: String) {
        match self.parts.iter().rev().find(|p| matches!(p, Part::Case | Part::Suite)) {
            Some(Part::Case) => {
                if let Some(test) = &mut self.test {
                    test.properties.insert(name.to_owned(), value);
                }
            }
            _ if name == "go.version" => self.hints.go_version = true,
            _ => {}
        }
    }

    /// A record that stands in a property of a suite, in a document of our own.
    fn native_property(&self, name: &str, value: &str, book: &mut Book<'_>) -> bool {
        let own = name == "runproof" && self.is_native();
        if let (true, Ok(test)) = (own, serde_json::from_str::<Test>(value)) {
            book.pass(&test);
        }
        own
    }

    /// The place where the text of the innermost element goes.
    fn target(&mut self) -> Option<&mut HeadTail> {
        let inside = self.parts.iter().rev().find_map(|part| match part {
            Part::Rerun { .. } => Some(2),
            Part::Case => Some(1),
            Part::Suite => Some(0),
            _ => None,
        })?;
        match (self.parts.last()?, inside) {
            (Part::Failure { .. } | Part::Skipped | Part::Rerun { .. } | Part::Property(_), _) => {
                Some(&mut self.case.body)
            }
            (Part::Stack, _) => Some(&mut self.case.stack),
            (Part::Out, 2) => self.case.reruns.last_mut().map(|r| &mut r.out),
            (Part::Err, 2) => self.case.reruns.last_mut().map(|r| &mut r.err),
            (Part::Out, 1) => Some(&mut self.case.out),
            (Part::Err, 1) => Some(&mut self.case.err),
            (Part::Out, _) => self.suites.last_mut().map(|s| &mut s.out),
            (Part::Err, _) => self.suites.last_mut().map(|s| &mut s.err),
            _ => None,
        }
    }

    fn failure_end(&mut self, error: bool) {
        let failure = self.case.take_failure(self.dialect());
        if self.parts.iter().any(|p| matches!(p, Part::Case)) {
            self.case.failures.push((error, failure));
        } else if let Some(suite) = self.suites.last_mut() {
            suite.failures.push(failure);
        }
    }
}

/// The names of the open suites, into a list that is used again.
fn path(suites: &[Suite], out: &mut Vec<String>) {
    out.clear();
    out.extend(suites.iter().map(|s| s.name.clone()).filter(|n| !n.is_empty()));
}

impl Machine for JunitMachine {
    fn start(&mut self, name: &str, attributes: &Attributes<'_>, place: Place, book: &mut Book<'_>) {
        let in_case = self.parts.iter().any(|p| matches!(p, Part::Case));
        let limit = self.limit(book.options.failure_limit);
        let part = match name {
            "testsuites" | "testsuite" if !in_case => {
                self.suite_start(name, attributes, place, book);
                if name == "testsuite" { Part::Suite } else { Part::Other }
            }
            "testcase" if !in_case => {
                self.case_start(attributes, place, book);
                Part::Case
            }
            "failure" | "error" => {
                self.case.begin_failure(attributes, limit);
                Part::Failure { error: name == "error" }
            }
            "skipped" if in_case => {
                self.case.begin_failure(attributes, limit);
                Part::Skipped
            }
            "flakyFailure" | "flakyError" | "rerunFailure" | "rerunError" if in_case => {
                self.case.begin_failure(attributes, limit);
                self.case.reruns.push(Rerun::new(name, attributes, self.limit(book.options.output_limit)));
                Part::Rerun { error: name.ends_with("Error") }
            }
            "stackTrace" | "stack-trace" => Part::Stack,
            "system-out" => Part::Out,
            "system-err" => Part::Err,
            "property" => {
                let name = attributes.get("name").unwrap_or_default().into_owned();
                match attributes.get("runproof").or_else(|| attributes.get("value")) {
                    Some(value) => {
                        if !self.native_property(&name, &value, book) {
                            self.property(&name, clean(&value).0.into_owned());
                        }
                        Part::Other
                    }
                    None => {
                        self.case.body = HeadTail::new(book.options.output_limit);
                        Part::Property(name)
                    }
                }
            }
            _ => Part::Other,
        };
        self.parts.push(part);
    }

    fn end(&mut self, _: &str, _: Place, book: &mut Book<'_>) {
        let Some(part) = self.parts.pop() else { return };
        match part {
            Part::Suite => self.suite_end(book),
            Part::Case => self.case_end(book),
            Part::Failure { error } => self.failure_end(error),
            Part::Skipped => {
                let failure = self.case.take_failure(self.dialect());
                self.case.skipped = Some(failure);
            }
            Part::Rerun { error } => {
                let failure = self.case.take_failure(self.dialect());
                if let Some(rerun) = self.case.reruns.last_mut() {
                    rerun.error = error;
                    rerun.failure = failure;
                }
            }
            Part::Property(name) => {
                let value = self.case.body.text();
                self.property(&name, value);
            }
            Part::Stack | Part::Out | Part::Err | Part::Other => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(target) = self.target() {
            target.push(text.as_bytes());
        }
    }

    fn wants_text(&self) -> bool {
        !matches!(self.parts.last(), None | Some(Part::Suite | Part::Case | Part::Other))
    }

    fn comment(&mut self, text: &str) {
        if text.trim_start().starts_with("tests ") {
            self.hints.node = true;
        }
    }

    fn document_end(&mut self, place: Place, book: &mut Book<'_>) {
        self.hold.document_end(book);
        let seen = book.totals.cases - self.cases_before.min(book.totals.cases);
        if let Some(declared) = self.declared_root.take() {
            *book.totals.declared.get_or_insert(0) += declared;
            // Without a suite nobody else has compared.
            if !self.any_suite && !self.truncated {
                book.compare("testsuites", declared, seen, place);
            }
        }
        let truncated = self.truncated;
        *self = JunitMachine { truncated, ..JunitMachine::default() };
    }

    fn truncated(&mut self) {
        self.truncated = true;
    }
}

#[cfg(test)]
mod tests;
