//! pytest-reportlog: one JSON line a phase (set-up, call, teardown) of each test.
//!
//! An attempt ends with its teardown; it waits for the next one only when it ended in
//! `rerun`. A test without a teardown at the end of the session is incomplete.

use super::book::{Book, Place, ms};
use super::by_line::{ByLine, LineMachine, place};
use super::{Format, ident};
use crate::instant::Instant;
use crate::text::{HeadTail, Line, clean, strip_escapes_str};
use record::{Failure, Kind, Severity, Status, Test};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The parser.
pub type Reportlog = ByLine<ReportlogMachine>;

impl LineMachine for ReportlogMachine {
    fn line(&mut self, line: Line<'_>, book: &mut Book<'_>) {
        self.bytes(line.bytes, place(&line), book);
    }

    fn last(&mut self, line: Line<'_>, book: &mut Book<'_>) {
        self.torn = !line.bytes.ends_with(b"}");
        if !self.torn {
            self.line(line, book);
        }
    }

    fn finish(&mut self, book: &mut Book<'_>) {
        self.end(self.torn, book);
    }
}

/// The state between lines.
#[derive(Default)]
pub struct ReportlogMachine {
    open: BTreeMap<String, Entry>,
    order: Vec<String>,
    version: Option<String>,
    finished: bool,
    last: Place,
    /// The last line was cut.
    torn: bool,
}

/// A test under way.
#[derive(Default)]
struct Entry {
    place: Place,
    /// Attempts that ended in `rerun`.
    earlier: Vec<Test>,
    phases: Vec<Phase>,
}

struct Phase {
    when: String,
    outcome: String,
    wasxfail: Option<String>,
    failure: Option<Failure>,
    duration: f64,
    start: Option<f64>,
    sections: Vec<(String, String)>,
    location: Option<(String, Option<u64>)>,
    properties: Vec<(String, String)>,
    worker: Option<String>,
    place: Option<(String, u64)>,
}

#[derive(serde::Deserialize)]
struct Report<'a> {
    #[serde(rename = "$report_type", borrow, default)]
    kind: Option<Cow<'a, str>>,
    #[serde(rename = "_report_type", borrow, default)]
    old_kind: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pytest_version: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    nodeid: Cow<'a, str>,
    #[serde(borrow, default)]
    outcome: Cow<'a, str>,
    #[serde(borrow, default)]
    when: Option<Cow<'a, str>>,
    #[serde(default)]
    longrepr: Value,
    #[serde(default)]
    sections: Vec<(String, String)>,
    #[serde(default)]
    duration: Option<f64>,
    #[serde(default)]
    start: Option<f64>,
    #[serde(default)]
    location: Option<(String, Option<u64>, String)>,
    #[serde(default)]
    user_properties: Vec<(Value, Value)>,
    #[serde(borrow, default)]
    wasxfail: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    worker_id: Option<Cow<'a, str>>,
    #[serde(default)]
    context: Option<Value>,
}

impl ReportlogMachine {
    fn bytes(&mut self, bytes: &[u8], place: Place, book: &mut Book<'_>) {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        self.last = place;
        let Ok(report) = serde_json::from_slice::<Report<'_>>(bytes) else {
            book.reject("bad-line", "a line is not a report of pytest", bytes, place);
            return;
        };
        match report.kind.as_deref().or(report.old_kind.as_deref()).unwrap_or("") {
            "SessionStart" => self.version = report.pytest_version.map(Cow::into_owned),
            "SessionFinish" => self.finished = true,
            "CollectReport" if report.outcome == "failed" => self.collect(&report, place, book),
            "TestReport" => self.phase(report, place, book),
            "SubTestReport" | "SubtestReport" => self.subtest(&report, place, book),
            _ => {}
        }
    }

    fn blank(&self, node: &str, book: &Book<'_>) -> Test {
        let mut test = book.blank(Format::Reportlog, Some("pytest"));
        test.producer.tool = Some("pytest".to_owned());
        test.producer.version.clone_from(&self.version);
        let parts = ident::py_node(node);
        ident::set(&mut test, "py", &parts);
        test.name = parts.last().map_or_else(String::new, |n| clean(n).0.into_owned());
        if parts.len() > 2 {
            test.class = Some(parts[1..parts.len() - 1].join("::"));
        }
        if parts.len() > 1 {
            test.file = Some(parts[0].to_string());
        }
        test
    }

    fn collect(&mut self, report: &Report<'_>, place: Place, book: &mut Book<'_>) {
        let mut test = self.blank(&report.nodeid, book);
        test.kind = Kind::Setup;
        test.status = Status::Error;
        test.raw_status = Some("failed".to_owned());
        test.file = Some(report.nodeid.to_string());
        let (failure, _) = failure(&report.longrepr, book.options.failure_limit);
        test.failure = Some(failure);
        test.attempts = Some(1);
        test.is_final = Some(true);
        book.place(&mut test, place);
        book.emit(&mut test);
    }

    /// A subtest has a report of its own, inside of its test's call.
    fn subtest(&mut self, report: &Report<'_>, place: Place, book: &mut Book<'_>) {
        let context = report.context.as_ref();
        let message = context.and_then(|c| c.get("msg")).and_then(Value::as_str).unwrap_or("");
        let arguments =
            context.and_then(|c| c.get("kwargs")).filter(|k| k.as_object().is_some_and(|o| !o.is_empty()));
        let name = match arguments {
            Some(arguments) => format!("{message}{arguments}"),
            None => message.to_owned(),
        };
        let mut test = self.blank(&report.nodeid, book);
        let mut parts = ident::py_node(&report.nodeid);
        parts.push(Cow::Owned(if name.is_empty() { "<subtest>".to_owned() } else { name }));
        ident::set(&mut test, "py", &parts);
        test.name = parts.last().map_or_else(String::new, |n| clean(n).0.into_owned());
        test.status = match report.outcome.as_ref() {
            "passed" => Status::Pass,
            "skipped" => Status::Skip,
            "failed" => Status::Fail,
            _ => Status::Unknown,
        };
        test.raw_status = Some(report.outcome.to_string());
        test.duration_ms = report.duration.and_then(|s| ms(s * 1e3));
        if test.status != Status::Pass {
            test.failure = Some(failure(&report.longrepr, book.options.failure_limit).0);
        }
        test.attempts = Some(1);
        test.is_final = Some(true);
        book.place(&mut test, place);
        book.emit(&mut test);
    }

    fn phase(&mut self, report: Report<'_>, place: Place, book: &mut Book<'_>) {
        let node = report.nodeid.to_string();
        let when = report.when.as_deref().unwrap_or("").to_owned();
        if !self.open.contains_key(&node) {
            self.order.push(node.clone());
            self.open.insert(node.clone(), Entry { place, ..Entry::default() });
        }
        if when == "setup" && self.open.get(&node).is_some_and(|e| !e.phases.is_empty()) {
            // The attempt before it ended without a teardown.
            self.attempt(&node, book);
            if !self.open.contains_key(&node) {
                self.order.push(node.clone());
                self.open.insert(node.clone(), Entry::default());
            }
        }
        let bad = matches!(report.outcome.as_ref(), "failed" | "rerun" | "skipped");
        let (failure, at) = match bad || report.wasxfail.is_some() {
            true => {
                let (failure, at) = failure(&report.longrepr, book.options.failure_limit);
                (Some(failure), at)
            }
            false => (None, None),
        };
        let phase = Phase {
            outcome: report.outcome.into_owned(),
            wasxfail: report.wasxfail.map(Cow::into_owned),
            failure,
            duration: report.duration.unwrap_or(0.0),
            start: report.start.filter(|s| *s > 0.0),
            sections: report.sections,
            location: report.location.map(|(file, line, _)| (file, line)),
            properties: report.user_properties.into_iter().map(|(k, v)| (text(&k), text(&v))).collect(),
            worker: report.worker_id.map(Cow::into_owned),
            place: at,
            when,
        };
        let ends = matches!(phase.when.as_str(), "teardown" | "???");
        if let Some(entry) = self.open.get_mut(&node) {
            if entry.phases.is_empty() {
                entry.place = place;
            }
            entry.phases.push(phase);
        }
        if ends {
            self.attempt(&node, book);
        }
    }

    /// The phases so far are one attempt; unless it was rerun, the test is done.
    fn attempt(&mut self, node: &str, book: &mut Book<'_>) {
        let Some(mut entry) = self.open.remove(node) else { return };
        let phases = std::mem::take(&mut entry.phases);
        let rerun = phases.iter().any(|p| p.outcome == "rerun");
        let mut test = self.blank(node, book);
        fill(&mut test, phases, book);
        test.attempt = entry.earlier.len() as u64 + 1;
        book.place(&mut test, entry.place);
        if test.attempt > 1 && test.kind == Kind::Test {
            book.totals.cases = book.totals.cases.saturating_sub(1);
        }
        if book.options.live {
            book.emit(&mut test);
        }
        entry.earlier.push(test);
        if rerun {
            self.open.insert(node.to_owned(), entry);
            return;
        }
        done(entry.earlier, book);
        if self.order.len() > 2 * self.open.len() + 1024 {
            let open = &self.open;
            self.order.retain(|n| open.contains_key(n));
        }
    }

    fn end(&mut self, torn: bool, book: &mut Book<'_>) {
        let order = std::mem::take(&mut self.order);
        for node in order {
            let Some(entry) = self.open.get(&node) else { continue };
            if entry.phases.is_empty() {
                // It was to be rerun, and the session ended.
                if let Some(entry) = self.open.remove(&node) {
                    done(entry.earlier, book);
                }
            } else {
                self.attempt(&node, book);
                if let Some(entry) = self.open.remove(&node) {
                    done(entry.earlier, book);
                }
            }
        }
        if torn || !self.finished {
            book.totals.complete = false;
            book.issue("truncated-input", Severity::Error, "the session has no end", self.last);
        }
    }
}

fn done(attempts: Vec<Test>, book: &mut Book<'_>) {
    if book.options.live {
        return;
    }
    let count = attempts.len() as u64;
    for mut test in attempts {
        test.attempts = Some(count);
        test.is_final = Some(test.attempt == count);
        book.emit(&mut test);
    }
}

/// The verdict of an attempt out of its phases.
fn fill(test: &mut Test, phases: Vec<Phase>, book: &Book<'_>) {
    let mut failures = Vec::new();
    let mut status = Status::Pass;
    let mut word = "passed".to_owned();
    let mut total = 0.0;
    let ended = phases.iter().any(|p| matches!(p.when.as_str(), "teardown" | "???") || p.outcome == "rerun");
    let mut output = [HeadTail::new(book.options.output_limit), HeadTail::new(book.options.output_limit)];
    for phase in phases {
        total += phase.duration;
        if test.started_at.is_none()
            && let Some(instant) = phase.start.and_then(|s| Instant::from_epoch_ms((s * 1e6).round() / 1e3))
        {
            test.started_at = Some(instant.rfc3339());
            test.started_at_tz = Some("utc".to_owned());
        }
        if let Some((file, line)) = phase.location {
            test.file = Some(ident::slashes(&file).into_owned());
            // pytest counts lines from 0.
            test.line = line.map(|l| l + 1);
        }
        if let Some(worker) = phase.worker {
            test.labels.entry("worker".to_owned()).or_insert(worker);
        }
        test.properties.extend(phase.properties);
        // Every phase repeats the sections of those before it.
        if phase.when == "teardown" || phase.outcome != "passed" || !ended {
            output.iter_mut().for_each(HeadTail::clear);
            for (name, text) in &phase.sections {
                let at = usize::from(name.contains("stderr"));
                output[at].push(strip_escapes_str(text).as_bytes());
            }
        }
        let xfail = phase.wasxfail.is_some();
        let said = match (phase.outcome.as_str(), phase.when.as_str()) {
            ("passed", _) if xfail => Some(Status::Xpass),
            ("skipped", _) if xfail => Some(Status::Xfail),
            ("skipped", _) => Some(Status::Skip),
            ("failed" | "rerun", "call") => Some(Status::Fail),
            ("failed" | "rerun", "setup") => {
                test.kind = Kind::Setup;
                Some(Status::Error)
            }
            ("failed" | "rerun", _) => Some(Status::Error),
            _ => None,
        };
        let Some(said) = said else { continue };
        // An error outweighs a failure, and both outweigh the rest.
        let weight = |s: Status| match s {
            Status::Error => 3,
            Status::Fail => 2,
            Status::Pass => 0,
            _ => 1,
        };
        if weight(said) > weight(status) {
            status = said;
        }
        word = if word == "passed" || word == phase.outcome {
            phase.outcome
        } else {
            format!("{word}+{}", phase.outcome)
        };
        if let Some(mut failure) = phase.failure {
            if let Some(reason) = phase.wasxfail.filter(|r| !r.is_empty()) {
                failure.message = Some(reason.strip_prefix("reason: ").unwrap_or(&reason).to_owned());
            }
            if test.line.is_none()
                && let Some((file, line)) = phase.place
            {
                test.file.get_or_insert(file);
                test.line = Some(line);
            }
            failures.push(failure);
        }
    }
    if !ended {
        status = Status::Incomplete;
        test.warnings.push("no-verdict".to_owned());
    }
    test.status = status;
    test.raw_status = Some(word).filter(|_| ended);
    test.duration_ms = ms(total * 1e3);
    test.stdout = output[0].excerpt();
    test.stderr = output[1].excerpt();
    let count = failures.len() as u64;
    test.failure = failures.first().cloned().map(|f| Failure { count, ..f });
    if failures.len() > 1 {
        test.failures = failures;
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A failure out of pytest's long representation: a text, a skip's triple, or a tree.
fn failure(repr: &Value, limit: usize) -> (Failure, Option<(String, u64)>) {
    let mut failure = Failure { count: 1, ..Failure::default() };
    let mut at = None;
    let mut kept = HeadTail::new(limit);
    match repr {
        Value::String(whole) => {
            let text = strip_escapes_str(whole);
            let marked = text.lines().find_map(|l| l.strip_prefix("E   "));
            let first = marked.or_else(|| text.lines().find(|l| !l.trim().is_empty()));
            failure.message = first.map(|l| l.trim().to_owned());
            kept.push(text.as_bytes());
        }
        Value::Array(triple) => {
            let reason = triple.get(2).map(text).unwrap_or_default();
            failure.message = Some(reason.strip_prefix("Skipped: ").unwrap_or(&reason).to_owned());
        }
        Value::Object(tree) => {
            if let Some(crash) = tree.get("reprcrash") {
                failure.message =
                    crash.get("message").and_then(Value::as_str).map(|m| strip_escapes_str(m).into_owned());
                let path = crash.get("path").and_then(Value::as_str);
                at = path.zip(crash.get("lineno").and_then(Value::as_u64)).map(|(p, l)| (p.to_owned(), l));
            }
            let entries =
                tree.get("reprtraceback").and_then(|t| t.get("reprentries")).and_then(Value::as_array);
            for entry in entries.into_iter().flatten() {
                let Some(data) = entry.get("data") else { continue };
                for line in data.get("lines").and_then(Value::as_array).into_iter().flatten() {
                    kept.push(strip_escapes_str(line.as_str().unwrap_or("")).as_bytes());
                    kept.push(b"\n");
                }
                if let Some(place) = data.get("reprfileloc") {
                    let get = |key: &str| place.get(key).map(text).unwrap_or_default();
                    kept.push(
                        format!("\n{}:{}: {}\n", get("path"), get("lineno"), get("message")).as_bytes(),
                    );
                }
            }
        }
        _ => {}
    }
    failure.kind = failure.message.as_deref().and_then(|m| {
        let (kind, _) = m.split_once(':')?;
        let name = !kind.is_empty()
            && !kind.contains(' ')
            && kind.rsplit('.').next()?.starts_with(char::is_uppercase);
        name.then(|| kind.to_owned())
    });
    failure.truncated = kept.is_cut();
    failure.text = Some(kept.text()).filter(|t| !t.is_empty());
    (failure, at)
}
