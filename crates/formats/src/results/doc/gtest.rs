//! GoogleTest's JSON report.

use super::{Values, text};
use crate::number::span_ms;
use crate::results::book::{Book, Place, ms};
use crate::results::{Format, ident};
use crate::text::{HeadTail, clean};
use record::{Failure, Status};
use serde_json::Value;

pub(super) const WANTED: &[&str] = &["testsuites[].name", "testsuites[].testsuite[]", "tests"];

/// The state between tests.
#[derive(Default)]
pub(super) struct Gtest {
    suite: Option<String>,
    declared: Option<u64>,
    seen: u64,
}

impl Values for Gtest {
    fn value(&mut self, path: &'static str, value: Value, place: Place, book: &mut Book<'_>) {
        match path {
            "tests" => self.declared = value.as_u64(),
            "testsuites[].name" => self.suite = value.as_str().map(str::to_owned),
            _ => self.test(&value, place, book),
        }
    }

    fn finish(&mut self, book: &mut Book<'_>) {
        if let Some(declared) = self.declared {
            *book.totals.declared.get_or_insert(0) += declared;
            book.compare("the run", declared, self.seen, Place::default());
        }
    }
}

impl Gtest {
    fn test(&mut self, value: &Value, place: Place, book: &mut Book<'_>) {
        self.seen += 1;
        let mut test = book.blank(Format::Gtest, None);
        test.name = clean(text(value, "name").unwrap_or("<unnamed>")).0.into_owned();
        test.class = text(value, "classname").map(str::to_owned).or_else(|| self.suite.clone());
        test.suite = self.suite.clone().into_iter().collect();
        let extra = ["value_param", "type_param"].iter().filter_map(|k| text(value, k)).collect::<String>();
        let (class, name) = (test.class.clone().unwrap_or_default(), test.name.clone());
        let extra = Some(extra.as_str()).filter(|e| !e.is_empty());
        ident::set(&mut test, "gtest", [class.as_str(), name.as_str()].into_iter().chain(extra));
        test.file = text(value, "file").map(str::to_owned);
        test.line = value.get("line").and_then(Value::as_u64);
        let failures = value.get("failures").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let result = text(value, "result").unwrap_or("");
        let run = text(value, "status").unwrap_or("");
        test.status = match (failures.is_empty(), result, run) {
            (false, _, _) => Status::Fail,
            (true, "SKIPPED" | "SUPPRESSED", _) | (true, _, "NOTRUN") => Status::Skip,
            (true, "COMPLETED" | "", _) => Status::Pass,
            _ => Status::Unknown,
        };
        test.raw_status = Some(format!("{run}:{result}"));
        test.duration_ms = text(value, "time").and_then(span_ms).and_then(ms);
        if let Some(stamp) = text(value, "timestamp") {
            // Local time with a false Z behind it.
            test.raw_started_at = Some(stamp.to_owned());
            test.started_at_tz = Some("unknown".to_owned());
        }
        let all: Vec<Failure> = failures
            .iter()
            .map(|f| {
                let mut kept = HeadTail::new(book.options.failure_limit);
                kept.push(text(f, "failure").unwrap_or("").as_bytes());
                let whole = kept.text();
                Failure {
                    kind: text(f, "type").filter(|t| !t.is_empty()).map(str::to_owned),
                    // The first line is the place; what follows is the message.
                    message: whole.split_once('\n').map(|(_, m)| m.to_owned()),
                    text: Some(whole),
                    count: 1,
                    truncated: kept.is_cut(),
                }
            })
            .collect();
        let count = all.len() as u64;
        test.failure = all.first().cloned().map(|f| Failure { count, ..f });
        if all.len() > 1 {
            test.failures = all;
        }
        test.attempts = Some(1);
        test.is_final = Some(true);
        book.place(&mut test, place);
        book.emit(&mut test);
    }
}
