//! One test of a package: what is collected while it runs, and the attempts that wait.

use crate::results::book::{Book, Place, ms, set_started};
use crate::results::ident;
use crate::results::lines::go::{self, GoLine};
use crate::text::HeadTail;
use memchr::memmem::Finder;
use record::{Excerpt, Failure, Kind, Status, Test};
use std::sync::LazyLock;

/// A test by its name within the package.
#[derive(Default)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) open: bool,
    /// It holds subtests.
    pub(super) parent: bool,
    pub(super) place: Place,
    pub(super) started: Option<String>,
    pub(super) output: HeadTail,
    /// The beginning of a line that Go hands out in pieces.
    pub(super) partial: String,
    pub(super) glued: Option<(Status, Option<f64>)>,
    pub(super) panicked: bool,
    pub(super) benchmark: Option<String>,
    pub(super) attributes: Vec<(String, String)>,
    /// Those that wait, and how many there were with those that went out.
    pub(super) attempts: Vec<Attempt>,
    pub(super) count: u64,
    /// The last attempt went wrong, so that another may follow.
    pub(super) bad: bool,
}

/// What a record needs that is not the same for the whole test. Records themselves, with all
/// their strings, would take several times as much.
pub(super) struct Attempt {
    status: Status,
    number: u64,
    word: Option<&'static str>,
    elapsed: Option<f64>,
    warning: Option<&'static str>,
    started: Option<String>,
    output: Option<Excerpt>,
    panicked: bool,
    properties: Vec<(String, String)>,
    place: Place,
    ordinal: u64,
}

impl Entry {
    /// The next attempt begins; `output` is an empty buffer.
    pub(super) fn begin(&mut self, output: HeadTail, time: Option<&str>, place: Place) {
        self.open = true;
        self.place = place;
        self.started = time.map(str::to_owned);
        self.output = output;
        self.partial.clear();
        self.glued = None;
        self.panicked = false;
        self.benchmark = None;
        self.attributes.clear();
    }

    /// A piece of output. Go hands out long lines in several events; framing lines come
    /// whole.
    pub(super) fn piece(&mut self, text: &str) {
        if self.partial.is_empty() && text.ends_with('\n') {
            self.line(text);
            return;
        }
        self.partial.push_str(text);
        if text.ends_with('\n') || self.partial.len() > 64 << 10 {
            self.end_line();
        }
    }

    /// What came of a line is all of it.
    pub(super) fn end_line(&mut self) {
        if !self.partial.is_empty() {
            let line = std::mem::take(&mut self.partial);
            self.line(&line);
        }
    }

    fn line(&mut self, text: &str) {
        let line = text.trim_end_matches('\n');
        match go::of_test(line) {
            Some(GoLine::Run(name) | GoLine::Turn(name)) if name == self.name => return,
            Some(GoLine::Verdict { name, status, ms, glued, .. }) if name == self.name => {
                if !glued.is_empty() {
                    self.output.push(glued.as_bytes());
                }
                self.glued = Some((status, ms));
                return;
            }
            _ => {}
        }
        self.panicked |= is_panic(line);
        if self.name.starts_with("Benchmark") && go::benchmark(line).is_some() {
            self.measured(line);
        }
        self.output.push(text.as_bytes());
    }

    /// What a benchmark measured, without its name.
    pub(super) fn measured(&mut self, line: &str) {
        let words: Vec<&str> = line.split_ascii_whitespace().skip(1).collect();
        self.benchmark = Some(words.join(" "));
    }

    /// The attempt that was open has ended.
    pub(super) fn end(
        &mut self,
        status: Status,
        word: Option<&'static str>,
        elapsed: Option<f64>,
        warning: Option<&'static str>,
        book: &mut Book<'_>,
    ) -> Attempt {
        self.end_line();
        if elapsed.is_some_and(|ms| ms < 0.0) {
            book.count("negative-duration");
        }
        self.open = false;
        self.bad = status.is_bad();
        self.count += 1;
        let kind = if self.parent { Kind::Container } else { Kind::Test };
        let ordinal = book.next_ordinal(kind);
        if self.count > 1 && kind == Kind::Test {
            book.totals.cases = book.totals.cases.saturating_sub(1);
        }
        let mut properties = std::mem::take(&mut self.attributes);
        if let Some(measured) = self.benchmark.take() {
            properties.push(("benchmark".to_owned(), measured));
        }
        Attempt {
            status,
            number: self.count,
            word,
            elapsed,
            warning,
            started: self.started.take(),
            output: self.output.excerpt(),
            panicked: self.panicked,
            properties,
            place: self.place,
            ordinal,
        }
    }
}

/// Whether a line of output says that the process broke off.
pub(super) fn is_panic(line: &str) -> bool {
    static TIMED_OUT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("test timed out after"));
    line.starts_with("panic: ")
        || line.starts_with("fatal error: ")
        || TIMED_OUT.find(line.as_bytes()).is_some()
}

impl Attempt {
    /// Fills the record, of which only the package is set.
    pub(super) fn fill(self, name: &str, parent: bool, test: &mut Test) {
        test.name.clear();
        test.name.push_str(name);
        let package = test.suite.first().map_or("", String::as_str);
        let mut id = std::mem::take(&mut test.test_id);
        let stable = go::without_procs(name);
        ident::write(&mut id, "go", [package, stable].into_iter().filter(|s| !s.is_empty()));
        ident::uid_into(&id, &mut test.test_uid);
        test.test_id = id;
        test.kind = if parent { Kind::Container } else { Kind::Test };
        test.status = self.status;
        match (self.word, &mut test.raw_status) {
            (Some(word), Some(raw)) => {
                raw.clear();
                raw.push_str(word);
            }
            (word, raw) => *raw = word.map(str::to_owned),
        }
        test.duration_ms = self.elapsed.and_then(ms);
        test.raw_duration = self.elapsed.filter(|ms| *ms < 0.0).map(|ms| (ms / 1e3).to_string());
        set_started(test, self.started.as_deref().unwrap_or(""), false);
        test.properties.clear();
        test.properties.extend(self.properties);
        test.warnings.clear();
        test.warnings.extend(self.warning.map(str::to_owned));
        if test.raw_duration.is_some() {
            test.warnings.push("negative-duration".to_owned());
        }
        (test.file, test.line, test.failure, test.stdout) = (None, None, None, None);
        if let Some(output) = self.output {
            let text = output.text.as_deref().unwrap_or("");
            if self.status.is_bad() {
                test.file = location(text, &mut test.line);
                test.failure = Some(Failure {
                    kind: self.panicked.then(|| "panic".to_owned()),
                    message: message(text),
                    count: 1,
                    truncated: output.truncated,
                    text: output.text,
                });
            } else {
                if self.status == Status::Skip {
                    let reason = message(text);
                    test.failure =
                        reason.map(|m| Failure { message: Some(m), count: 1, ..Failure::default() });
                }
                test.stdout = Some(output);
            }
        }
        test.attempt = self.number;
        test.source.line = self.place.line;
        test.source.offset = self.place.offset;
        test.source.ordinal = Some(self.ordinal);
    }
}

/// The first line that says something: Go prefixes it with file and line.
pub(super) fn message(text: &str) -> Option<String> {
    let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
    let panic = text.lines().find(|l| l.starts_with("panic: ") || l.starts_with("fatal error: "));
    if let Some(panic) = panic {
        return Some(panic.trim().to_owned());
    }
    let first = lines.next()?;
    // `pay_test.go:12: message`
    let message = match first.split_once(".go:") {
        Some((file, rest)) if !file.contains(' ') => rest.split_once(": ").map_or(first, |(_, m)| m),
        _ => first,
    };
    let message = if message.is_empty() { lines.next().unwrap_or(first) } else { message };
    Some(message.trim().to_owned())
}

/// `pay_test.go:12:` at the start of a line of output.
pub(super) fn location(text: &str, line: &mut Option<u64>) -> Option<String> {
    for candidate in text.lines().take(50) {
        let candidate = candidate.trim_start();
        let Some((head, rest)) = candidate.split_once(".go:") else { continue };
        if head.contains([' ', '\t', '(']) || head.starts_with('/') {
            continue;
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if let Ok(number) = rest[..digits].parse() {
            *line = Some(number);
            return Some(format!("{}.go", head.trim_start_matches("./")));
        }
    }
    None
}
