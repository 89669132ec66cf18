//! Common Test Report Format. The summary stands behind the tests, so that nothing has
//! to be held.

use super::{Group, Writer};
use crate::instant::Instant;
use record::{Kind, Ms, Status, Test};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The writer.
#[derive(Default)]
pub struct CtrfWriter {
    group: Group,
    begun: bool,
    counts: BTreeMap<&'static str, u64>,
    start: Option<i64>,
    stop: Option<i64>,
}

impl CtrfWriter {
    /// For a new document.
    pub fn new() -> CtrfWriter {
        CtrfWriter::default()
    }

    fn write(&mut self, group: &[Test], out: &mut Vec<u8>) {
        let Some((last, earlier)) = group.split_last() else { return };
        // Containers only hold others; CTRF would count them.
        if last.kind == Kind::Container {
            return;
        }
        self.separate(out);
        *self.counts.entry(status(last.status)).or_default() += 1;
        let mut value = attempt(last);
        value.insert("name".to_owned(), last.name.clone().into());
        value.insert("testId".to_owned(), last.test_id.clone().into());
        if !last.suite.is_empty() {
            value.insert("suite".to_owned(), json!(last.suite));
        }
        if let Some(file) = &last.file {
            value.insert("filePath".to_owned(), file.clone().into());
        }
        if let Some(line) = last.line {
            value.insert("line".to_owned(), line.into());
        }
        value.insert("retries".to_owned(), (last.attempt - 1).into());
        if last.status == Status::Pass && earlier.iter().any(|t| t.status.is_bad()) {
            value.insert("flaky".to_owned(), true.into());
        }
        if !earlier.is_empty() {
            let attempts: Vec<Value> = earlier
                .iter()
                .map(|t| {
                    let mut value = attempt(t);
                    value.insert("attempt".to_owned(), t.attempt.into());
                    Value::Object(value)
                })
                .collect();
            value.insert("retryAttempts".to_owned(), attempts.into());
        }
        if !last.properties.is_empty() {
            value.insert("parameters".to_owned(), json!(last.properties));
        }
        if !last.labels.is_empty() {
            value.insert("labels".to_owned(), json!(last.labels));
        }
        for test in group {
            let start = test.started_at.as_deref().and_then(Instant::parse).map(epoch);
            let stop = start.map(|s| s + test.duration_ms.map_or(0, |ms| ms.get().round() as i64));
            self.start = self.start.into_iter().chain(start).min();
            self.stop = self.stop.into_iter().chain(stop).max();
        }
        out.extend_from_slice(Value::Object(value).to_string().as_bytes());
    }

    fn separate(&mut self, out: &mut Vec<u8>) {
        if self.begun {
            out.extend_from_slice(b",\n");
        } else {
            self.begun = true;
            self.head(out);
        }
    }

    fn head(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(
            b"{\"reportFormat\":\"CTRF\",\"specVersion\":\"0.0.0\",\"generatedBy\":\"runproof\",\"results\":{\"tool\":{\"name\":\"runproof\"},\"tests\":[\n",
        );
    }
}

impl Writer for CtrfWriter {
    fn test(&mut self, test: &Test, out: &mut Vec<u8>) {
        let done = self.group.push(test);
        self.write(&done, out);
    }

    fn finish(&mut self, out: &mut Vec<u8>) {
        let done = self.group.take();
        self.write(&done, out);
        if !self.begun {
            self.head(out);
        }
        let count = |word: &str| self.counts.get(word).copied().unwrap_or(0);
        let summary = json!({
            "tests": self.counts.values().sum::<u64>(),
            "passed": count("passed"),
            "failed": count("failed"),
            "skipped": count("skipped"),
            "pending": 0,
            "other": count("other"),
            "start": self.start.unwrap_or(0),
            "stop": self.stop.unwrap_or(0),
        });
        out.extend_from_slice(format!("\n],\"summary\":{summary}}}}}\n").as_bytes());
    }
}

fn epoch(instant: Instant) -> i64 {
    instant.seconds * 1000 + i64::from(instant.nanos / 1_000_000)
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Pass => "passed",
        Status::Fail | Status::Error => "failed",
        Status::Skip => "skipped",
        Status::Xfail | Status::Xpass | Status::Incomplete | Status::Unknown => "other",
    }
}

/// What every attempt has of its own. A duration is required there and a whole number.
fn attempt(test: &Test) -> Map<String, Value> {
    let mut value = Map::new();
    value.insert("status".to_owned(), status(test.status).into());
    value.insert("rawStatus".to_owned(), test.status.word().into());
    value.insert("duration".to_owned(), (test.duration_ms.map_or(0.0, Ms::get).round() as u64).into());
    if test.duration_ms.is_none() {
        value.insert("extra".to_owned(), json!({ "durationUnknown": true }));
    }
    if let Some(start) = test.started_at.as_deref().and_then(Instant::parse).map(epoch) {
        value.insert("start".to_owned(), start.into());
        value.insert(
            "stop".to_owned(),
            (start + test.duration_ms.map_or(0, |ms| ms.get().round() as i64)).into(),
        );
    }
    if let Some(failure) = &test.failure {
        if let Some(message) = &failure.message {
            value.insert("message".to_owned(), message.clone().into());
        }
        if let Some(text) = &failure.text {
            value.insert("trace".to_owned(), text.clone().into());
        }
    }
    for (key, kept) in [("stdout", &test.stdout), ("stderr", &test.stderr)] {
        if let Some(text) = kept.as_ref().and_then(|k| k.text.as_deref()) {
            let lines: Vec<&str> = text.lines().collect();
            value.insert(key.to_owned(), json!(lines));
        }
    }
    value
}
