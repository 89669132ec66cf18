//! One `testcase`: its attributes, what is inside of it, its status, its attempts.

use super::hold::{Hold, Waiting};
use super::rerun::{Rerun, with_reruns};
use super::{
    Attributes, Book, CaseHints, Dialect, Failure, Format, HeadTail, JunitMachine, Kind, Place, Seconds,
    Status, Test, clean, lenient, path, plain, set_failures, set_started,
};
use crate::results::book::ms;
use crate::results::ident;
use std::borrow::Cow;

/// An open element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Suite,
    Case,
    Failure { error: bool },
    Skipped,
    Rerun { error: bool },
    Stack,
    Out,
    Err,
    Property(String),
    Other,
}

/// What is collected while a case is open.
#[derive(Debug, Default)]
pub(super) struct Case {
    place: Place,
    pub(super) failures: Vec<(bool, Failure)>,
    pub(super) skipped: Option<Failure>,
    pub(super) reruns: Vec<Rerun>,
    pub(super) body: HeadTail,
    pub(super) stack: HeadTail,
    pub(super) out: HeadTail,
    pub(super) err: HeadTail,
    kind: Option<String>,
    message: Option<String>,
    time: Option<Seconds>,
    status: Option<String>,
    result: Option<String>,
    failure_attribute: Option<String>,
    extra: Option<String>,
    /// The record itself, in documents of our own.
    native: Option<Box<Test>>,
}

/// The record in an attribute of our own; only asked for where the document is ours.
pub(super) fn native(attributes: &Attributes<'_>) -> Option<Box<Test>> {
    attributes.get("runproof").and_then(|json| serde_json::from_str(&json).ok()).map(Box::new)
}

/// Puts the texts of the elements back into a record of our own.
fn restore(test: &mut Test, failure: Option<&Failure>, out: &HeadTail, err: &HeadTail) {
    if let (Some(own), Some(read), true) = (&mut test.failure, failure, test.failures.is_empty()) {
        own.text = own.text.take().or_else(|| read.text.clone());
    }
    for (own, read) in [(&mut test.stdout, out), (&mut test.stderr, err)] {
        if let (Some(own), false) = (own, read.is_empty()) {
            own.text = own.text.take().or_else(|| Some(read.text()));
        }
    }
}

impl Case {
    /// A failure, an error, a skip or a rerun begins.
    pub(super) fn begin_failure(&mut self, attributes: &Attributes<'_>, limit: usize) {
        let get = |name| attributes.get(name).map(Cow::into_owned).filter(|v| !v.is_empty());
        self.kind = get("type").or_else(|| get("exception-type"));
        self.message = get("message");
        self.body = HeadTail::new(limit);
        self.stack = HeadTail::new(limit);
    }

    /// It has ended.
    pub(super) fn take_failure(&mut self, dialect: Dialect) -> Failure {
        let body = std::mem::take(&mut self.body);
        let stack = std::mem::take(&mut self.stack);
        if self.native.is_some() {
            // Our own texts are not trimmed: they come back as they were.
            let text = if stack.is_empty() { body.text() } else { stack.text() };
            return Failure { text: Some(text).filter(|t| !t.is_empty()), count: 1, ..Failure::default() };
        }
        let truncated = body.is_cut() || stack.is_cut();
        let (body, stack) = (unfake(&body.text(), dialect), unfake(&stack.text(), dialect));
        let body = body.trim_end().trim_start_matches(['\n', '\r']);
        let body = if body.trim().is_empty() { "" } else { body };
        // Surefire's reruns have the text in an element of its own.
        let stack = stack.trim();
        let text = match (body.is_empty(), stack.is_empty()) {
            (_, true) => body.to_owned(),
            (true, false) => stack.to_owned(),
            (false, false) => format!("{body}\n{stack}"),
        };
        Failure {
            kind: self.kind.take().map(|k| clean(&k).0.into_owned()),
            message: self.message.take().map(|m| unfake(&m, dialect)),
            text: Some(text).filter(|t| !t.is_empty()),
            count: 1,
            truncated,
        }
    }

    fn clear(&mut self) {
        self.failures.clear();
        self.skipped = None;
        self.reruns.clear();
        self.out.clear();
        self.err.clear();
        self.time = None;
        self.status = None;
        self.result = None;
        self.failure_attribute = None;
        self.extra = None;
        self.native = None;
    }
}

/// Undoes the ways in which producers write an escape character that XML forbids, and
/// removes escape sequences.
fn unfake(text: &str, dialect: Dialect) -> String {
    let fakes: &[&str] = match dialect {
        Dialect::Pytest => &["#x1B", "#x1b"],
        Dialect::Surefire => &["&#27;", "&amp#27;", "&amp;#27;", "&#x1b;"],
        _ => &[],
    };
    let mut text = Cow::Borrowed(text);
    for fake in fakes {
        if text.contains(fake) {
            text = Cow::Owned(text.replace(fake, "\u{1b}"));
        }
    }
    match clean(&text).0 {
        Cow::Borrowed(_) => text.into_owned(),
        Cow::Owned(cleaned) => cleaned,
    }
}

fn put(target: &mut Option<String>, value: &str) {
    match target {
        Some(string) => {
            string.clear();
            string.push_str(value);
        }
        None => *target = Some(value.to_owned()),
    }
}

impl JunitMachine {
    pub(super) fn case_start(&mut self, attributes: &Attributes<'_>, place: Place, book: &mut Book<'_>) {
        let mut name = None;
        let (mut class, mut php_class) = (None, None);
        let (mut file, mut line, mut time, mut duration, mut stamp) = (None, None, None, None, None);
        let mut assertions = false;
        self.case.clear();
        for (key, value) in attributes.iter() {
            match key {
                "name" => name = Some(value),
                "classname" => class = Some(value),
                "class" => php_class = Some(value),
                "file" | "filepath" => file = Some(value).filter(|v| !v.is_empty()),
                "line" => line = plain(&value),
                "time" => time = Some(value),
                "duration" => duration = Some(value),
                "timestamp" | "started-at" => stamp = Some(value),
                "status" => self.case.status = Some(value.into_owned()),
                "result" => self.case.result = Some(value.into_owned()),
                "executed" if value.eq_ignore_ascii_case("false") => {
                    self.case.result = Some("notexecuted".to_owned());
                }
                "failure" => self.case.failure_attribute = Some(value.into_owned()),
                "assertions" => assertions = true,
                "value_param" | "type_param" => {
                    self.case.extra = Some(format!("{}{value}", self.case.extra.as_deref().unwrap_or("")));
                }
                _ => {}
            }
        }
        self.case.place = place;
        let limit = self.limit(book.options.output_limit);
        self.case.out = HeadTail::new(limit);
        self.case.err = HeadTail::new(limit);
        if self.is_native() {
            self.case.native = native(attributes);
        }
        let name_text = name.as_deref().unwrap_or("");
        if self.dialect.is_none() {
            let dialect = Dialect::recognise(
                &self.hints,
                CaseHints {
                    name: name_text,
                    class: class.as_deref().unwrap_or(""),
                    status: self.case.status.as_deref(),
                    result: self.case.result.as_deref(),
                    duration: duration.is_some(),
                    assertions,
                    file: file.is_some(),
                },
            );
            self.dialect = Some(dialect);
            self.test = None;
        }
        let dialect = self.dialect();
        if self.test.is_none() {
            let mut test = book.blank(Format::Junit, dialect.name());
            path(&self.suites, &mut test.suite);
            self.test = Some(Box::new(test));
        }
        let Some(test) = &mut self.test else { return };
        test.warnings.clear();
        test.properties.clear();
        test.kind = Kind::Test;
        test.failure = None;
        test.failures.clear();
        test.attempt = 1;
        test.name.clear();
        test.name.push_str(&clean(name_text).0);
        if test.name.is_empty() {
            test.name.push_str("<unnamed>");
            test.warnings.push("missing-name".to_owned());
            book.count("missing-name");
        }
        // PHPUnit writes the class with its namespace, and again with dots.
        let class = if dialect == Dialect::Phpunit { php_class.or(class) } else { class.or(php_class) };
        match class {
            Some(class) => put(&mut test.class, &clean(&class).0),
            None => test.class = None,
        }
        test.file = file
            .map(|f| clean(&f).0.into_owned())
            .or_else(|| self.suites.last().and_then(|s| s.file.clone()))
            .map(|f| ident::relative(&f, book.options.root.as_deref()).into_owned());
        // pytest counts lines from 0.
        let shift = u64::from(dialect == Dialect::Pytest);
        test.line = line.filter(|l| *l >= 0.0 && l.fract() == 0.0).map(|l| l as u64 + shift);
        test.raw_duration = None;
        test.duration_ms = None;
        if let Some(raw) = time.or(duration) {
            self.case.time = duration_of(test, &raw, book);
            if let Some(time) = self.case.time {
                self.hold.vote(&raw, time, book);
            }
        }
        let Some(test) = &mut self.test else { return };
        match stamp {
            Some(stamp) => set_started(test, &stamp, dialect.naive_is_utc()),
            None => {
                (test.started_at, test.started_at_tz, test.raw_started_at) = (None, None, None);
            }
        }
        dialect.identify(test, self.case.extra.as_deref());
    }

    pub(super) fn case_end(&mut self, book: &mut Book<'_>) {
        let dialect = self.dialect();
        if let Some(test) = self.case.native.take() {
            self.native_end(*test, book);
            return;
        }
        let Some(mut test) = self.test.take() else { return };
        self.status(&mut test, dialect);
        // Strings of an excerpt are used again; a case without output has none.
        test.stdout = self.case.out.excerpt();
        test.stderr = self.case.err.excerpt();
        if self.truncated && self.parts.iter().all(|p| *p != Part::Case) && self.case.skipped.is_none() {
            // The cut came inside of this case: what it says so far is not all.
            if test.status == Status::Pass {
                test.status = Status::Incomplete;
                test.raw_status = None;
            }
            test.warnings.push("truncated-input".to_owned());
        }
        let mut failures: Vec<Failure> =
            std::mem::take(&mut self.case.failures).into_iter().map(|(_, failure)| failure).collect();
        if let (true, Some(message)) = (failures.is_empty(), self.case.failure_attribute.take()) {
            failures.push(Failure {
                message: Some(unfake(&message, dialect)),
                count: 1,
                ..Failure::default()
            });
        }
        if failures.is_empty() {
            // Why it was skipped is kept where a failure's message would stand.
            if let Some(skipped) = self.case.skipped.take()
                && (skipped.kind.is_some() || skipped.message.is_some() || skipped.text.is_some())
            {
                failures.push(skipped);
            }
        }
        if !failures.is_empty() {
            set_failures(&mut test, failures);
        }
        let message = test.failure.as_ref().and_then(|f| f.message.clone());
        test.kind = dialect.kind(&test, message.as_deref());
        book.place(&mut test, self.case.place);
        let level = self.suites.len();
        if let Some(suite) = self.suites.last_mut() {
            suite.seen += 1;
            suite.bad += u64::from(test.status.is_bad() || !self.case.reruns.is_empty());
            if let Some(Seconds::Plain(s) | Seconds::Grouped(s) | Seconds::DecimalComma(s)) = self.case.time {
                suite.known += s;
            }
        }
        let time = self.case.time.and_then(Seconds::readings);
        if !self.case.reruns.is_empty() {
            let reruns = std::mem::take(&mut self.case.reruns);
            if let Some(suite) = self.suites.last_mut() {
                suite.reruns += reruns.len() as u64;
            }
            with_reruns(&mut test, time, reruns, dialect, (&mut self.hold, level), book);
        } else {
            if time.is_none() && Hold::passes(dialect, book.options.live) {
                test.attempts = Some(1);
                test.is_final = Some(true);
                book.emit(&mut test);
            } else {
                let bare = test.status == Status::Pass && test.raw_status.is_none();
                self.hold.case(dialect, Waiting { test: (*test).clone(), time, bare }, level, book);
            }
        }
        self.test = Some(test);
    }

    /// A case of our own: the records go out as they were.
    fn native_end(&mut self, mut test: Test, book: &mut Book<'_>) {
        let failure = self.case.failures.first().map(|(_, f)| f).or(self.case.skipped.as_ref());
        restore(&mut test, failure, &self.case.out, &self.case.err);
        if let Some(suite) = self.suites.last_mut() {
            suite.seen += 1;
        }
        let reruns = std::mem::take(&mut self.case.reruns);
        let (before, after): (Vec<Rerun>, Vec<Rerun>) = reruns.into_iter().partition(|r| r.flaky);
        let pass = |reruns: Vec<Rerun>, book: &mut Book<'_>| {
            for mut rerun in reruns {
                if let Some(mut test) = rerun.native.take() {
                    restore(&mut test, Some(&rerun.failure), &rerun.out, &rerun.err);
                    book.pass(&test);
                }
            }
        };
        pass(before, book);
        book.pass(&test);
        pass(after, book);
    }

    /// The verdict of the element itself.
    fn status(&self, test: &mut Test, dialect: Dialect) {
        let case = &self.case;
        let error = case.failures.iter().any(|(error, _)| *error);
        let rerun = case.reruns.iter().any(|r| !r.flaky);
        let said = case.result.as_deref().or(case.status.as_deref());
        let (status, word) = if error {
            (Status::Error, Some("error"))
        } else if !case.failures.is_empty() || case.failure_attribute.is_some() {
            let todo = case.skipped.as_ref().and_then(|s| s.kind.as_deref()) == Some("todo");
            (if todo { Status::Xfail } else { Status::Fail }, Some("failure"))
        } else if rerun {
            (Status::Fail, None)
        } else if let Some(skipped) = &case.skipped {
            let kind = skipped.kind.as_deref().unwrap_or("");
            let message = skipped.message.as_deref().unwrap_or("");
            let status = if kind == "pytest.xfail" {
                Status::Xfail
            } else if dialect == Dialect::Pytest && message == "xfail-marked test passes unexpectedly" {
                Status::Xpass
            } else {
                Status::Skip
            };
            let word = if kind.is_empty() { "skipped" } else { kind };
            test.raw_status = Some(word.to_owned());
            test.status = status;
            return;
        } else {
            (said.and_then(by_word).unwrap_or(Status::Pass), said)
        };
        test.status = status;
        match word.or(said) {
            Some(word) => put(&mut test.raw_status, word),
            None => test.raw_status = None,
        }
    }
}

/// The verdict that an attribute gives where no child element does.
fn by_word(word: &str) -> Option<Status> {
    Some(match word.to_ascii_lowercase().as_str() {
        "run" | "completed" | "pass" | "passed" | "success" | "ok" | "successful" => Status::Pass,
        "notrun" | "suppressed" | "skipped" | "skip" | "disabled" | "ignored" | "notexecuted" | "pending" => {
            Status::Skip
        }
        "fail" | "failed" | "failure" => Status::Fail,
        "error" | "errored" | "aborted" => Status::Error,
        "inconclusive" => Status::Unknown,
        _ => return None,
    })
}

/// Reads the time of a case into its record; the second value is for the vote.
pub(super) fn duration_of(test: &mut Test, raw: &str, book: &mut Book<'_>) -> Option<Seconds> {
    if raw.trim().is_empty() {
        return None;
    }
    let Some(time) = lenient(raw) else {
        test.raw_duration = Some(clean(raw).0.into_owned());
        test.warnings.push("time-invalid".to_owned());
        book.count("time-invalid");
        return None;
    };
    let seconds = match time {
        Seconds::Plain(s) => s,
        Seconds::DecimalComma(s) | Seconds::Grouped(s) => {
            test.raw_duration = Some(raw.to_owned());
            s
        }
        Seconds::Ambiguous { .. } => {
            test.raw_duration = Some(raw.to_owned());
            return Some(time);
        }
    };
    if seconds < 0.0 {
        test.raw_duration = Some(raw.to_owned());
        test.warnings.push("negative-duration".to_owned());
        book.count("negative-duration");
        return None;
    }
    test.duration_ms = ms(seconds * 1e3);
    Some(time)
}
