//! Allure's result files: one test attempt a file.
//!
//! A file does not know of its siblings, so `attempts` and `final` are unknown here. The
//! attempts of a test share a history id; a reader of the whole folder can number them by
//! [`history`] and tell it through the labels `allure-attempt` and `allure-attempts`.

use super::{Values, text};
use crate::instant::Instant;
use crate::results::book::{Book, Place, ms};
use crate::results::{Format, ident};
use crate::text::{HeadTail, clean};
use record::{Failure, Status, Test};
use serde_json::Value;
use std::borrow::Cow;

pub(super) const WANTED: &[&str] = &[""];

pub(super) struct Allure;

/// The history id and the time of start (milliseconds since 1970) of a result file.
pub fn history(json: &[u8]) -> Option<(String, i64)> {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Head {
        history_id: String,
        #[serde(default)]
        start: Option<i64>,
    }
    let head: Head = serde_json::from_slice(json).ok()?;
    Some((head.history_id, head.start.unwrap_or(0)))
}

impl Values for Allure {
    fn value(&mut self, _: &'static str, value: Value, place: Place, book: &mut Book<'_>) {
        if text(&value, "uuid").is_none() && text(&value, "historyId").is_none() {
            return;
        }
        let mut test = book.blank(Format::Allure, label(&value, "framework"));
        test.name = clean(text(&value, "name").unwrap_or("<unnamed>")).0.into_owned();
        for level in ["parentSuite", "suite", "subSuite"] {
            test.suite.extend(label(&value, level).map(str::to_owned));
        }
        test.class = label(&value, "testClass").map(str::to_owned);
        identify(&mut test, &value);
        let word = text(&value, "status").unwrap_or("");
        test.status = match word {
            "passed" => Status::Pass,
            "failed" => Status::Fail,
            // Allure's word for what threw something else than an assertion.
            "broken" => Status::Error,
            "skipped" => Status::Skip,
            _ => Status::Unknown,
        };
        test.raw_status = Some(word.to_owned()).filter(|w| !w.is_empty());
        let number = |key: &str| value.get(key).and_then(Value::as_f64);
        let (start, stop) = (number("start"), number("stop"));
        test.duration_ms = start.zip(stop).and_then(|(start, stop)| ms(stop - start));
        if let Some(instant) = start.and_then(Instant::from_epoch_ms) {
            test.started_at = Some(instant.rfc3339());
            test.started_at_tz = Some("utc".to_owned());
        }
        if let Some(details) = value.get("statusDetails") {
            let mut kept = HeadTail::new(book.options.failure_limit);
            kept.push(text(details, "trace").unwrap_or("").as_bytes());
            let trace = Some(kept.text()).filter(|t| !t.is_empty());
            let message = text(details, "message").map(|m| clean(m).0.into_owned()).filter(|m| !m.is_empty());
            if message.is_some() || trace.is_some() {
                test.failure =
                    Some(Failure { kind: None, message, text: trace, count: 1, truncated: kept.is_cut() });
            }
            for flag in ["flaky", "known", "muted"] {
                if details.get(flag).and_then(Value::as_bool) == Some(true) {
                    test.properties.insert(format!("allure:{flag}"), "true".to_owned());
                }
            }
        }
        for parameter in value.get("parameters").and_then(Value::as_array).into_iter().flatten() {
            if let (Some(name), Some(value)) = (text(parameter, "name"), text(parameter, "value")) {
                test.properties.insert(format!("parameter:{name}"), value.to_owned());
            }
        }
        for wanted in ["tag", "severity", "owner", "feature", "epic", "story"] {
            for label in labels(&value).filter(|l| text(l, "name") == Some(wanted)) {
                if let Some(value) = text(label, "value") {
                    test.properties.insert(format!("{wanted}:{value}"), "true".to_owned());
                }
            }
        }
        let number = |test: &mut Test, key: &str| test.labels.remove(key).and_then(|n| n.parse::<u64>().ok());
        let attempt = number(&mut test, "allure-attempt");
        test.attempts = number(&mut test, "allure-attempts");
        test.attempt = attempt.unwrap_or(1);
        test.is_final = test.attempts.map(|count| count == test.attempt);
        book.place(&mut test, place);
        if test.attempt > 1 {
            book.totals.cases = book.totals.cases.saturating_sub(1);
        }
        book.emit(&mut test);
    }
}

fn labels(value: &Value) -> impl Iterator<Item = &Value> {
    value.get("labels").and_then(Value::as_array).into_iter().flatten()
}

fn label<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    labels(value).find(|l| text(l, "name") == Some(name)).and_then(|l| text(l, "value"))
}

fn identify(test: &mut Test, value: &Value) {
    let full = text(value, "fullName").unwrap_or("");
    let name = test.name.clone();
    let titles: Vec<&str> = value
        .get("titlePath")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    // The title path has the file's folders one by one.
    let file_end = titles.iter().position(|t| t.contains('.') && !t.contains(' '));
    if let Some(end) = file_end {
        let file = titles[..=end].join("/");
        let family = match file.rsplit('.').next() {
            Some("py") => "py",
            _ if crate::results::lines::js::looks_like_file(&file) => "js",
            _ => "allure",
        };
        let parts: Vec<Cow<'_, str>> = [Cow::Borrowed(file.as_str())]
            .into_iter()
            .chain(titles[end + 1..].iter().map(|t| Cow::Borrowed(*t)))
            .chain([Cow::Borrowed(name.as_str())])
            .collect();
        ident::set(test, family, &parts);
        test.file = Some(file);
        return;
    }
    let (class, method) = full.split_once('#').unwrap_or((full, ""));
    match label(value, "framework") {
        Some("pytest") => {
            let parts = ident::py_junit(class, &name, None);
            ident::set(test, "py", &parts);
        }
        Some("junit-platform" | "junit5" | "junit4" | "testng") => {
            let class = class.strip_suffix(&format!(".{name}")).unwrap_or(class);
            ident::set(test, "jvm", [class, name.as_str()]);
        }
        _ => {
            let parts = [class, method, name.as_str()];
            let mut parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
            if parts.len() > 1 && parts[parts.len() - 2].ends_with(name.as_str()) {
                parts.pop();
            }
            ident::set(test, "allure", parts);
        }
    }
}
