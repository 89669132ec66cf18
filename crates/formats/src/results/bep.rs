//! Bazel's build event protocol as JSON lines.
//!
//! Attempts carry their numbers; those of one test wait for its summary. Run and shard
//! are labels and no part of the id: a test stays one test when its shards change.

use super::book::{Book, Place, ms, set_started};
use super::by_line::{ByLine, LineMachine, place};
use super::{Format, ident};
use crate::instant::Instant;
use crate::number::{plain, span_ms};
use crate::text::Line;
use record::{Failure, Kind, Severity, Status, Test};
use serde_json::Value;
use std::collections::BTreeMap;

/// The parser.
pub type Bep = ByLine<BepMachine>;

impl LineMachine for BepMachine {
    fn line(&mut self, line: Line<'_>, book: &mut Book<'_>) {
        self.bytes(line.bytes, place(&line), book);
    }

    fn finish(&mut self, book: &mut Book<'_>) {
        for (_, tests) in std::mem::take(&mut self.waiting) {
            out(tests, book);
        }
        if !self.last {
            book.totals.complete = false;
            book.issue(
                "truncated-input",
                Severity::Error,
                "the stream has no last message",
                Place::default(),
            );
        }
    }
}

/// The state between lines.
#[derive(Default)]
pub struct BepMachine {
    waiting: BTreeMap<String, Vec<Test>>,
    last: bool,
}

impl BepMachine {
    fn bytes(&mut self, bytes: &[u8], place: Place, book: &mut Book<'_>) {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        // Most events are about other things and may be large.
        let of_interest = [
            "\"testResult\"",
            "\"testSummary\"",
            "\"started\"",
            "\"lastMessage\"",
            "\"aborted\"",
            "\"failureDetail\"",
            "\"completed\"",
        ]
        .iter()
        .any(|k| memchr::memmem::find(bytes, k.as_bytes()).is_some());
        if !of_interest {
            if !bytes.ends_with(b"}") {
                book.reject("bad-line", "a line is not a build event", bytes, place);
            }
            return;
        }
        let Ok(event) = serde_json::from_slice::<Value>(bytes) else {
            book.reject("bad-line", "a line is not a build event", bytes, place);
            return;
        };
        self.last |= event.get("lastMessage").and_then(Value::as_bool) == Some(true);
        let Some(id) = event.get("id") else { return };
        if let Some(started) = event.get("started") {
            if let Some(uuid) = started.get("uuid").and_then(Value::as_str) {
                book.set_run_id(uuid);
            }
        } else if let (Some(id), Some(result)) = (id.get("testResult"), event.get("testResult")) {
            self.result(id, result, place, book);
        } else if let (Some(id), Some(summary)) = (id.get("testSummary"), event.get("testSummary")) {
            self.summary(id, summary, place, book);
        } else if let Some(id) = id.get("targetCompleted") {
            let failed = event.get("aborted").or_else(|| {
                let completed = event.get("completed")?;
                let success = completed.get("success").and_then(Value::as_bool).unwrap_or(false);
                (!success && completed.get("failureDetail").is_some()).then_some(completed)
            });
            if let Some(failed) = failed {
                build(id, failed, place, book);
            }
        }
    }

    fn result(&mut self, id: &Value, result: &Value, place: Place, book: &mut Book<'_>) {
        let label = id.get("label").and_then(Value::as_str).unwrap_or("");
        let number = |key: &str| id.get(key).and_then(Value::as_u64);
        let text = |key: &str| result.get(key).and_then(Value::as_str);
        let mut test = book.blank(Format::Bep, Some("bazel"));
        test.name = label.to_owned();
        ident::set(&mut test, "bazel", [label]);
        test.attempt = number("attempt").unwrap_or(1).max(1);
        for key in ["run", "shard"] {
            if let Some(number) = number(key) {
                test.labels.insert(key.to_owned(), number.to_string());
            }
        }
        let word = text("status").unwrap_or("NO_STATUS");
        test.status = status(word);
        test.raw_status = Some(word.to_owned());
        // int64 is written as text; Bazel 9 writes durations instead.
        test.duration_ms = text("testAttemptDuration")
            .and_then(span_ms)
            .or_else(|| whole(result.get("testAttemptDurationMillis")))
            .and_then(ms);
        if let Some(start) = text("testAttemptStart") {
            set_started(&mut test, start, false);
        } else if let Some(instant) =
            whole(result.get("testAttemptStartMillisEpoch")).and_then(Instant::from_epoch_ms)
        {
            test.started_at = Some(instant.rfc3339());
            test.started_at_tz = Some("utc".to_owned());
        }
        let cached = result.get("cachedLocally").and_then(Value::as_bool) == Some(true)
            || result.pointer("/executionInfo/cachedRemotely").and_then(Value::as_bool) == Some(true);
        if cached {
            test.labels.insert("cached".to_owned(), "true".to_owned());
        }
        if test.status != Status::Pass {
            let details = text("statusDetails").filter(|d| !d.is_empty());
            test.failure = Some(Failure {
                kind: Some(word.to_owned()),
                message: details.map(str::to_owned),
                count: 1,
                ..Failure::default()
            });
        }
        book.place(&mut test, place);
        if test.attempt > 1 {
            book.totals.cases = book.totals.cases.saturating_sub(1);
        }
        if book.options.live {
            let part = part(&test);
            book.emit_part(&mut test, part);
        } else {
            self.waiting.entry(label.to_owned()).or_default().push(test);
        }
    }

    fn summary(&mut self, id: &Value, summary: &Value, place: Place, book: &mut Book<'_>) {
        let label = id.get("label").and_then(Value::as_str).unwrap_or("");
        let tests = self.waiting.remove(label).unwrap_or_default();
        let seen = tests.len() as u64;
        out(tests, book);
        let declared = whole(summary.get("totalRunCount")).map(|n| n as u64);
        if let Some(declared) = declared.filter(|_| !book.options.live) {
            book.compare(label, declared, seen, place);
        }
    }
}

fn status(word: &str) -> Status {
    match word {
        "PASSED" => Status::Pass,
        // A verdict on the whole; as an attempt it passed.
        "FLAKY" => Status::Pass,
        "FAILED" => Status::Fail,
        "TIMEOUT" | "REMOTE_FAILURE" | "FAILED_TO_BUILD" => Status::Error,
        "INCOMPLETE" => Status::Incomplete,
        "TOOL_HALTED_BEFORE_TESTING" => Status::Skip,
        _ => Status::Unknown,
    }
}

/// A number that may be written as text.
fn whole(value: Option<&Value>) -> Option<f64> {
    match value? {
        Value::String(text) => plain(text),
        other => other.as_f64(),
    }
}

fn part(test: &Test) -> u64 {
    let of = |key: &str| test.labels.get(key).and_then(|v| v.parse::<u64>().ok()).unwrap_or(0);
    of("run") << 32 | of("shard")
}

/// The attempts of each run and shard, numbered among themselves.
fn out(tests: Vec<Test>, book: &mut Book<'_>) {
    let mut most: BTreeMap<u64, u64> = BTreeMap::new();
    for test in &tests {
        let highest = most.entry(part(test)).or_insert(0);
        *highest = (*highest).max(test.attempt);
    }
    for mut test in tests {
        let part = part(&test);
        let count = most.get(&part).copied().unwrap_or(test.attempt);
        test.attempts = Some(count);
        test.is_final = Some(test.attempt == count);
        book.emit_part(&mut test, part);
    }
}

/// A target that was not built.
fn build(id: &Value, failed: &Value, place: Place, book: &mut Book<'_>) {
    let label = id.get("label").and_then(Value::as_str).unwrap_or("");
    let mut test = book.blank(Format::Bep, Some("bazel"));
    test.kind = Kind::Build;
    test.suite = vec![label.to_owned()];
    test.name = "<build>".to_owned();
    ident::set(&mut test, "bazel", [label, "<build>"]);
    test.status = Status::Error;
    let reason = failed.get("reason").and_then(Value::as_str);
    test.raw_status = Some(reason.unwrap_or("failed").to_owned());
    let message = failed
        .get("description")
        .or_else(|| failed.pointer("/failureDetail/message"))
        .and_then(Value::as_str);
    test.failure = Some(Failure {
        kind: Some("build failed".to_owned()),
        message: message.map(str::to_owned),
        count: 1,
        ..Failure::default()
    });
    test.attempts = Some(1);
    test.is_final = Some(true);
    book.place(&mut test, place);
    book.emit(&mut test);
}
