//! Common Test Report Format.

use super::{Values, text};
use crate::instant::Instant;
use crate::results::book::{Book, Place, ms};
use crate::results::{Format, ident};
use crate::text::{HeadTail, clean};
use record::{Failure, Status, Test};
use serde_json::Value;
use std::borrow::Cow;

pub(super) const WANTED: &[&str] =
    &["results.tests[]", "results.tool", "results.summary", "runId", "results.runId"];

/// The state between tests.
#[derive(Default)]
pub(super) struct Ctrf {
    tool: Option<(String, Option<String>)>,
    declared: Option<u64>,
    seen: u64,
}

impl Values for Ctrf {
    fn value(&mut self, path: &'static str, value: Value, place: Place, book: &mut Book<'_>) {
        match path {
            "results.tool" => {
                let name = text(&value, "name").unwrap_or("").to_owned();
                self.tool = Some((name, text(&value, "version").map(str::to_owned)));
            }
            "results.summary" => self.declared = value.get("tests").and_then(Value::as_u64),
            "runId" | "results.runId" => book.set_run_id(value.as_str().unwrap_or("")),
            _ => self.test(&value, place, book),
        }
    }

    fn finish(&mut self, book: &mut Book<'_>) {
        if let Some(declared) = self.declared {
            *book.totals.declared.get_or_insert(0) += declared;
            book.compare("summary", declared, self.seen, Place::default());
        }
    }
}

impl Ctrf {
    fn test(&mut self, value: &Value, place: Place, book: &mut Book<'_>) {
        self.seen += 1;
        let tool = self.tool.as_ref().map_or("", |(name, _)| name.as_str());
        let mut test = book.blank(Format::Ctrf, Some(tool).filter(|t| !t.is_empty()));
        if let Some((name, version)) = &self.tool {
            test.producer.tool = Some(name.clone());
            test.producer.version.clone_from(version);
        }
        test.name = clean(text(value, "name").unwrap_or("<unnamed>")).0.into_owned();
        match value.get("suite") {
            Some(Value::Array(suites)) => {
                test.suite.extend(suites.iter().filter_map(Value::as_str).map(str::to_owned));
            }
            Some(Value::String(suite)) if !suite.is_empty() => {
                test.suite.extend(suite.split(" > ").map(str::to_owned));
            }
            _ => {}
        }
        test.file = text(value, "filePath")
            .or_else(|| text(value, "filepath"))
            .filter(|f| !f.is_empty())
            .map(|f| ident::relative(f, book.options.root.as_deref()).into_owned());
        test.line = value.get("line").and_then(Value::as_u64).filter(|l| *l > 0);
        identify(&mut test, text(value, "testId"), tool);
        for (key, name) in [("threadId", "thread"), ("browser", "browser"), ("device", "device")] {
            if let Some(value) = text(value, key) {
                test.properties.insert(name.to_owned(), value.to_owned());
            }
        }
        for key in ["labels", "parameters"] {
            for (name, value) in value.get(key).and_then(Value::as_object).into_iter().flatten() {
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                test.properties.insert(name.clone(), value);
            }
        }
        for tag in value.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
        {
            test.properties.insert(format!("tag:{tag}"), "true".to_owned());
        }
        attempt(&mut test, value, book);
        let earlier = value.get("retryAttempts").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let retries = value.get("retries").and_then(Value::as_u64).unwrap_or(0);
        // Some writers list the last attempt, too: the test itself then stands for it.
        let earlier = match earlier.split_last() {
            Some((_, rest)) if earlier.len() as u64 == retries + 1 => rest,
            _ => earlier,
        };
        let count = (earlier.len() as u64).max(retries) + 1;
        if (earlier.len() as u64) < retries {
            test.warnings.push("earlier-attempts-missing".to_owned());
            book.count("earlier-attempts-missing");
        }
        let ordinal = test.clone();
        book.place(&mut test, place);
        for (at, value) in earlier.iter().enumerate() {
            let mut run = Test { source: test.source.clone(), warnings: Vec::new(), ..ordinal.clone() };
            attempt(&mut run, value, book);
            run.attempt = value.get("attempt").and_then(Value::as_u64).unwrap_or(at as u64 + 1);
            run.attempts = Some(count);
            run.is_final = Some(false);
            book.emit(&mut run);
        }
        test.attempt = count;
        test.attempts = Some(count);
        test.is_final = Some(true);
        book.emit(&mut test);
    }
}

/// Everything that each attempt has of its own.
fn attempt(test: &mut Test, value: &Value, book: &Book<'_>) {
    let word = text(value, "status").unwrap_or("");
    let raw = text(value, "rawStatus");
    test.status = match word {
        "passed" => Status::Pass,
        "failed" => Status::Fail,
        "skipped" | "pending" => Status::Skip,
        _ => Status::Unknown,
    };
    // Five words cannot say what other formats know; writers put the rest into rawStatus.
    match (word, raw) {
        ("failed", Some("error" | "broken" | "timedOut" | "interrupted")) => test.status = Status::Error,
        ("other", Some("xfail" | "xfailed")) => test.status = Status::Xfail,
        ("other", Some("xpass" | "xpassed")) => test.status = Status::Xpass,
        ("other", Some("incomplete")) => test.status = Status::Incomplete,
        ("other", Some("error")) => test.status = Status::Error,
        _ => {}
    }
    test.raw_status = raw.or(Some(word)).filter(|w| !w.is_empty()).map(str::to_owned);
    test.duration_ms = value.get("duration").and_then(Value::as_f64).and_then(ms);
    (test.started_at, test.started_at_tz) = (None, None);
    if let Some(start) = value.get("start").and_then(Value::as_f64) {
        // The specification wants milliseconds; some writers give seconds.
        let start = if start.abs() < 1e11 { start * 1e3 } else { start };
        if let Some(instant) = Instant::from_epoch_ms(start).filter(|_| start > 0.0) {
            test.started_at = Some(instant.rfc3339());
            test.started_at_tz = Some("utc".to_owned());
        }
    }
    let message = text(value, "message").map(|m| clean(m).0.into_owned()).filter(|m| !m.is_empty());
    let mut kept = HeadTail::new(book.options.failure_limit);
    kept.push(text(value, "trace").unwrap_or("").as_bytes());
    let trace = Some(kept.text()).filter(|t| !t.is_empty());
    test.failure = (message.is_some() || trace.is_some()).then(|| Failure {
        kind: None,
        message,
        text: trace,
        count: 1,
        truncated: kept.is_cut(),
    });
    for (key, to) in [("stdout", &mut test.stdout), ("stderr", &mut test.stderr)] {
        let lines = value.get(key).and_then(Value::as_array);
        let mut kept = HeadTail::new(book.options.output_limit);
        for line in lines.into_iter().flatten().filter_map(Value::as_str) {
            kept.push(line.as_bytes());
            if !line.ends_with('\n') {
                kept.push(b"\n");
            }
        }
        *to = kept.excerpt();
    }
}

fn identify(test: &mut Test, given: Option<&str>, tool: &str) {
    if let (Some(id), "runproof") = (given, tool) {
        test.test_id = id.to_owned();
        let mut uid = String::new();
        ident::uid_into(id, &mut uid);
        test.test_uid = uid;
        return;
    }
    let name = test.name.clone();
    if name.contains(".py::") {
        let parts = ident::py_node(&name);
        ident::set(test, "py", &parts);
        return;
    }
    let file = test.file.clone();
    let file = file.as_deref().map(|f| ident::relative(f, None));
    let suites = test.suite.clone();
    // A suite that only repeats the file says nothing more.
    let suites = suites.iter().filter(|s| file.as_deref().is_none_or(|f| !f.ends_with(s.as_str())));
    let script = file.as_deref().is_some_and(crate::results::lines::js::looks_like_file);
    let parts: Vec<Cow<'_, str>> = file
        .iter()
        .cloned()
        .chain(suites.map(|s| Cow::Borrowed(s.as_str())))
        .chain([Cow::Borrowed(name.as_str())])
        .collect();
    ident::set(test, if script { "js" } else { "ctrf" }, &parts);
}
