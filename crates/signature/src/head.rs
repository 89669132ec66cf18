//! A test's failure to what its signature is made of: type, message, site.
//!
//! The whole trace is never hashed: it changes with every refactoring and swamps the
//! message. The frame that decides (the first of the project's own code) comes in only
//! where the message says too little by itself, such as `assertion failed`.

use crate::assertion;
use crate::clean;
use crate::frames::{self, Frame};
use std::borrow::Cow;

/// Lines of the message that count.
const LINES: usize = 8;
/// Bytes of the message that count.
const BYTES: usize = 2048;
/// Lines of a failure's text that are looked at.
const LOOKED_AT: usize = 2000;
/// Bytes of a failure's message, and of its text, that are looked at: whoever keeps so many keeps what a
/// signature is made of.
pub const TEXT_BYTES: usize = 256 * 1024;

/// What a test runner says about a failure.
#[derive(Clone, Copy, Debug, Default)]
pub struct Failure<'a> {
    /// The type, where it is given apart.
    pub kind: Option<&'a str>,
    /// The short message.
    pub message: Option<&'a str>,
    /// The long text.
    pub text: Option<&'a str>,
}

/// What sort of cause a failure points to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// An assertion did not hold.
    Assertion,
    /// An exception, a panic, an error value.
    #[default]
    Error,
    /// A time limit.
    Timeout,
    /// A signal, a sanitizer's report.
    Crash,
    /// The machine, the network, the runner.
    Infra,
    /// Code that did not compile or load.
    Build,
}

/// A failure, cut into its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The exception's, panic's or signal's type; empty where there is none.
    pub kind: String,
    /// The lines that say what went wrong, operands of assertions masked.
    pub message: String,
    /// All frames, in the order of the text.
    pub frames: Vec<Frame>,
    /// The first frame of the project's own code, else the first that is not a helper that
    /// throws, as `file:function`.
    pub site: Option<String>,
    /// What sort of cause.
    pub sort: Sort,
}

/// Cuts a failure into its parts.
pub fn cut(failure: Failure<'_>) -> Head {
    let message = failure.message.map(visible).unwrap_or_default();
    let text = failure.text.map(visible).unwrap_or_default();
    let mut parsed = Parsed::of(&text);
    let short = Parsed::of(&message);
    if parsed.frames.is_empty() {
        parsed.frames = short.frames;
    }
    // A message such as "Failed" stands for the text; else it is what the runner chose.
    let lines = if says_something(&short.lines) { short.lines } else { parsed.lines };
    let (own_kind, lines) = assertion::take_type(lines);
    let given = failure.kind.map(str::trim).filter(|k| !is_filler(k)).map(short_type);
    let kind = own_kind.or(parsed.kind).or(short.kind).or(given).unwrap_or_default();
    let is_assertion = assertion::is_one(&kind, &lines);
    let message = if is_assertion { assertion::shape(&lines) } else { lines.join("\n") };
    let message = limit(&message, BYTES).to_owned();
    let site = site(&parsed.frames, parsed.newest_last);
    let sort = sort(&kind, &message, is_assertion);
    Head { kind, message, frames: parsed.frames, site, sort }
}

fn visible(text: &str) -> Cow<'_, str> {
    let text = limit(text, TEXT_BYTES);
    if !clean::is_dirty(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::new();
    clean::clean(text.as_bytes(), &mut out);
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

/// At most `bytes` of a text, whole characters.
pub fn limit(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let mut end = bytes;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Words that runners put where there is no type or message.
fn is_filler(text: &str) -> bool {
    let t = text.trim().trim_end_matches(['.', ':', '!']).to_ascii_lowercase();
    t.is_empty()
        || matches!(
            t.as_str(),
            "failed"
                | "failure"
                | "fail"
                | "error"
                | "errors"
                | "test failed"
                | "test failure"
                | "not ok"
                | "unknown"
                | "none"
                | "null"
                | "undefined"
                | "exception"
                | "failures"
                | "bug"
                | "test error"
        )
        || t.starts_with("test failure with exit code")
        || t.starts_with("test failed with exit code")
}

fn says_something(lines: &[String]) -> bool {
    // libtest and nextest repeat where, not what: `thread 'x' panicked at src/a.rs:1:2`.
    !lines.is_empty()
        && !lines.iter().all(|l| is_filler(l) || (l.starts_with("thread '") && l.contains("panicked at")))
}

/// `java.lang.AssertionError` to `AssertionError`: packages move, names stay.
pub(crate) fn short_type(kind: &str) -> String {
    let kind = kind.trim().trim_end_matches(':');
    let name = kind.rsplit(['.', '\\', '$']).next().unwrap_or(kind);
    let name = name.rsplit("::").next().unwrap_or(name);
    if name.is_empty() { kind.to_owned() } else { name.to_owned() }
}

#[derive(Default)]
struct Parsed {
    kind: Option<String>,
    lines: Vec<String>,
    frames: Vec<Frame>,
    newest_last: bool,
}

impl Parsed {
    fn of(text: &str) -> Parsed {
        let mut p = Parsed::default();
        let pytest = text.lines().take(LOOKED_AT).any(is_pytest);
        let mut code_follows = false;
        let mut after_cause = false;
        let mut panic_follows = false;
        let mut done = false;
        for raw in text.lines().take(LOOKED_AT) {
            let line = without_prefix(raw);
            if let Some(frame) = frames::parse(line) {
                let is_python = line.trim_start().starts_with("File \"");
                p.newest_last |= is_python;
                code_follows = is_python;
                p.push_frame(frame);
                // What follows the trace is another message only after `Caused by`.
                if !p.lines.is_empty() && !is_python {
                    done = true;
                }
                continue;
            }
            let t = line.trim();
            if std::mem::take(&mut code_follows) && line.starts_with("    ") {
                continue;
            }
            if pytest {
                if let Some(e) = pytest_line(line) {
                    p.add(e);
                }
                if let Some(frame) = pytest_place(t) {
                    p.newest_last = true;
                    p.push_frame(frame);
                }
                continue;
            }
            if let Some(place) = panic_place(t) {
                p.kind.get_or_insert_with(|| "panic".to_owned());
                let (place, inline) = place;
                if let Some(path) = place.filter(|_| p.frames.is_empty()) {
                    p.frames.push(path);
                }
                if let Some(inline) = inline {
                    p.add(inline);
                }
                panic_follows = true;
                continue;
            }
            if let Some(cause) = t.strip_prefix("Caused by: ") {
                // The last cause is the root; it is kept beside the first message.
                if after_cause {
                    p.lines.pop();
                }
                after_cause = true;
                p.lines.truncate(LINES - 1);
                p.lines.push(format!("caused by {}", limit(cause, 400)));
                done = true;
                continue;
            }
            if is_noise(t) {
                if t.starts_with("goroutine ")
                    || t.starts_with("stack backtrace")
                    || t.starts_with("Stack trace")
                    || t.starts_with("note: run with")
                {
                    done = true;
                }
                panic_follows &= !t.starts_with("note:");
                continue;
            }
            if done && !panic_follows {
                continue;
            }
            p.add(t);
        }
        // A Python trace ends with the message; a header may stand before the frames.
        p
    }

    fn add(&mut self, line: &str) {
        let line = limit(line.trim(), 1000);
        if line.is_empty() || self.lines.len() >= LINES || self.lines.last().is_some_and(|l| l == line) {
            return;
        }
        self.lines.push(line.to_owned());
    }

    /// Two-line frames (function, then place) become one.
    fn push_frame(&mut self, frame: Frame) {
        if self.frames.len() >= 200 {
            return;
        }
        if frame.function.is_empty()
            && let Some(last) = self.frames.last_mut()
            && last.file.is_empty()
            && !last.function.is_empty()
        {
            last.file = frame.file;
            last.in_app &= frame.in_app;
            return;
        }
        self.frames.push(frame);
    }
}

/// Removes what a CI system puts before every line.
fn without_prefix(line: &str) -> &str {
    let mut rest = line;
    let b = rest.as_bytes();
    // 2026-11-20T18:43:41.1234567Z
    let dated = b.len() > 20 && b[4] == b'-' && b[10] == b'T' && b[..4].iter().all(u8::is_ascii_digit);
    if dated && let Some(z) = rest.find("Z ").filter(|z| *z < 32) {
        rest = &rest[z + 2..];
    }
    for mark in ["##[error]", "##[warning]", "::error::", "[ERROR] ", "[error] ", "ERROR: ", "# "] {
        if let Some(r) = rest.strip_prefix(mark) {
            rest = r;
        }
    }
    rest
}

fn is_pytest(line: &str) -> bool {
    pytest_line(line).is_some()
}

/// `E   assert 1 == 2`
fn pytest_line(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('E')?;
    (rest.starts_with("   ") || rest.starts_with("\t")).then(|| rest.trim())
}

/// `tests/test_a.py:12: AssertionError`
fn pytest_place(t: &str) -> Option<Frame> {
    let (path, rest) = t.split_once(".py:")?;
    let (line, _) = rest.split_once(':')?;
    if line.is_empty() || !line.bytes().all(|b| b.is_ascii_digit()) || path.contains(' ') {
        return None;
    }
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let library = path.contains("site-packages") || path.contains("lib/python");
    Some(Frame { file: format!("{file}.py"), function: String::new(), in_app: !library })
}

/// Rust's `thread 'x' panicked at p:1:2:` and `panicked at 'message', p:1:2`, Go's
/// `panic: message`: the place and the message on the same line.
fn panic_place(t: &str) -> Option<(Option<Frame>, Option<&str>)> {
    if let Some(message) = t.strip_prefix("panic: ") {
        return Some((None, Some(message)));
    }
    if let Some(message) = t.strip_prefix("fatal error: ").filter(|m| !m.contains(".h:")) {
        return Some((None, Some(message)));
    }
    if !t.starts_with("thread '") && !t.starts_with("panicked at ") {
        return None;
    }
    let rest = t.split_once("panicked at ")?.1;
    let place = |p: &str| {
        let path = p.trim_end_matches(':').rsplit_once(':')?.0.rsplit_once(':')?.0;
        let library =
            path.starts_with("/rustc/") || path.contains(".cargo/registry") || path.starts_with("library/");
        Some(Frame {
            file: path.rsplit(['/', '\\']).next()?.to_owned(),
            function: String::new(),
            in_app: !library,
        })
    };
    if let Some(quoted) = rest.strip_prefix('\'') {
        let (message, p) = quoted.rsplit_once("', ")?;
        return Some((place(p), Some(message)));
    }
    Some((place(rest), None))
}

/// Lines that say nothing about the cause.
fn is_noise(t: &str) -> bool {
    t.is_empty()
        || t.bytes().all(|b| matches!(b, b'^' | b'~' | b'-' | b'=' | b'_' | b'*' | b'.' | b'|' | b' ' | b'#'))
        || [
            "Traceback (most recent call last)",
            "stack backtrace:",
            "Stack trace:",
            "Stacktrace:",
            "note: run with",
            "note: Some details are omitted",
            "goroutine ",
            "created by ",
            "exit status",
            "--- FAIL",
            "--- PASS",
            "=== RUN",
            "=== CONT",
            "=== PAUSE",
            "=== NAME",
            "FAIL\t",
            "ok  \t",
            "[Previous line repeated",
            "During handling of the above exception",
            "The above exception was the direct cause",
            "Suppressed: ",
            "thrown in ",
            "#{main}",
            "Node.js v",
            "running 1 test",
            "test result:",
            "failures:",
            "----",
            "End of stack trace",
            "--- End of",
        ]
        .iter()
        .any(|p| t.starts_with(p))
        || (t.starts_with("... ") && t.ends_with(" more"))
        || is_source_context(t)
}

/// `  12 | code`, `> 12 | code`, `   | ^^^`.
fn is_source_context(t: &str) -> bool {
    let t = t.strip_prefix('>').unwrap_or(t).trim_start();
    match t.split_once('|') {
        Some((number, _)) => {
            let number = number.trim();
            number.bytes().all(|b| b.is_ascii_digit()) && (!number.is_empty() || t.starts_with("| "))
        }
        None => false,
    }
}

fn site(frames: &[Frame], newest_last: bool) -> Option<String> {
    let mut order: Vec<&Frame> = frames.iter().collect();
    if newest_last {
        order.reverse();
    }
    // A frame without a function (a pytest place line) takes the name of one in the same file.
    let mut known = order.iter().filter(|f| !(f.file.is_empty() && f.function.is_empty()));
    let own = known.clone().find(|f| f.in_app);
    let any = known.find(|f| !throws(&f.function));
    own.or(any).map(|f| f.site())
}

/// Functions whose only work is to fail.
fn throws(function: &str) -> bool {
    let low = function.to_ascii_lowercase();
    ["panic", "throw", "raise", "abort", "fail", "assert", "unwind", "expect", "begin_unwind", "unwrap"]
        .iter()
        .any(|w| low.contains(w))
}

fn sort(kind: &str, message: &str, is_assertion: bool) -> Sort {
    let low = message.to_ascii_lowercase();
    let kind_low = kind.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| low.contains(w) || kind_low.contains(w));
    if crate::infra::is_runner(&low) {
        Sort::Infra
    } else if kind.starts_with("SIG")
        || has(&[
            "sanitizer",
            "segmentation fault",
            "core dumped",
            "sigsegv",
            "sigabrt",
            "access violation",
            "stack smashing",
            "double free",
            "sigbus",
            "illegal instruction",
        ])
    {
        Sort::Crash
    } else if has(&["timed out", "timeout", "deadline exceeded", "time limit"]) {
        Sort::Timeout
    } else if has(&[
        "could not compile",
        "syntaxerror",
        "cannot find symbol",
        "compilation failed",
        "build failed",
        "undefined reference",
        "modulenotfounderror",
        "cannot find module",
        "importerror",
        "no module named",
    ]) {
        Sort::Build
    } else if is_assertion {
        Sort::Assertion
    } else {
        Sort::Error
    }
}

#[cfg(test)]
mod tests;
