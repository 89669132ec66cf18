//! The packages of a `go test` run, their tests, and the records that wait.

use crate::results::book::{Book, Place, ms, set_started};
use crate::results::lines::go::{self, GoLine};
use crate::results::{Format, ident};
use crate::text::HeadTail;
use record::{Failure, Kind, Status, Test};
use std::collections::HashMap;

/// Every package that was seen. Looked up by name, given out in the order of its start.
#[derive(Default)]
pub(super) struct Packages {
    format: Option<Format>,
    index: HashMap<String, usize>,
    list: Vec<Package>,
    builds: HashMap<String, HeadTail>,
    /// The package and test of the last event: most events follow one of the same test.
    last: Option<(usize, usize)>,
}

#[derive(Default)]
struct Package {
    name: String,
    tests: HashMap<String, usize>,
    list: Vec<Entry>,
    output: HeadTail,
    cached: bool,
    note: Option<String>,
    ended: bool,
    place: Place,
}

/// One test of a package, with the attempts that wait.
#[derive(Default)]
struct Entry {
    name: String,
    open: bool,
    parent: bool,
    place: Place,
    started: Option<String>,
    output: HeadTail,
    partial: String,
    glued: Option<(Status, Option<f64>)>,
    panicked: bool,
    benchmark: Option<String>,
    attributes: Vec<(String, String)>,
    attempts: Vec<Test>,
}

impl Packages {
    pub(super) fn new(format: Format) -> Packages {
        Packages { format: Some(format), ..Packages::default() }
    }

    fn package(&mut self, name: &str, place: Place, book: &Book<'_>) -> usize {
        if let Some((at, _)) = self.last
            && self.list[at].name == name
            && !self.list[at].ended
        {
            return at;
        }
        let at = match self.index.get(name) {
            Some(at) => *at,
            None => {
                let at = self.list.len();
                self.index.insert(name.to_owned(), at);
                self.list.push(Package {
                    name: name.to_owned(),
                    output: HeadTail::new(book.options.failure_limit),
                    place,
                    ..Package::default()
                });
                at
            }
        };
        if self.list[at].ended {
            // The same package again: a rerun of what failed.
            let package = &mut self.list[at];
            package.ended = false;
            package.cached = false;
            package.note = None;
            package.output.clear();
            package.place = place;
        }
        at
    }

    fn entry(&mut self, package: &str, test: &str, place: Place, book: &Book<'_>) -> (usize, usize) {
        let p = self.package(package, place, book);
        if let Some((at, t)) = self.last
            && at == p
            && self.list[p].list.get(t).is_some_and(|e| e.name == test)
        {
            return (p, t);
        }
        let found = self.list[p].tests.get(test).copied();
        let t = match found {
            Some(t) => t,
            None => {
                let package = &mut self.list[p];
                let t = package.list.len();
                package.tests.insert(test.to_owned(), t);
                package.list.push(Entry {
                    name: test.to_owned(),
                    place,
                    output: HeadTail::new(book.options.failure_limit.max(book.options.output_limit)),
                    ..Entry::default()
                });
                // Every test above it in the name is one that holds others.
                let mut name = test;
                while let Some((parent, _)) = name.rsplit_once('/') {
                    if let Some(at) = package.tests.get(parent) {
                        package.list[*at].parent = true;
                    }
                    name = parent;
                }
                t
            }
        };
        self.last = Some((p, t));
        (p, t)
    }

    pub(super) fn run(
        &mut self,
        package: &str,
        test: &str,
        time: Option<&str>,
        place: Place,
        book: &mut Book<'_>,
    ) {
        let (p, t) = self.entry(package, test, place, book);
        if self.list[p].list[t].open {
            // A second start without an end in between: the first one broke off.
            self.close(p, t, book);
        }
        let entry = &mut self.list[p].list[t];
        entry.open = true;
        entry.place = place;
        entry.started = time.map(str::to_owned);
        entry.output.clear();
        entry.partial.clear();
        entry.glued = None;
        entry.panicked = false;
        entry.benchmark = None;
        entry.attributes.clear();
    }

    pub(super) fn output(
        &mut self,
        package: &str,
        test: &str,
        text: &str,
        place: Place,
        book: &mut Book<'_>,
    ) {
        let (p, t) = self.entry(package, test, place, book);
        let entry = &mut self.list[p].list[t];
        if entry.output.is_empty() && entry.partial.is_empty() && !entry.open && entry.attempts.is_empty() {
            // Output without a start, as cached and old versions have it.
            entry.open = true;
            entry.place = place;
        }
        // Go hands out long lines in several events; framing lines come whole.
        let whole = entry.partial.is_empty() && text.ends_with('\n');
        if whole {
            entry.line(text);
        } else {
            entry.partial.push_str(text);
            if text.ends_with('\n') || entry.partial.len() > 64 << 10 {
                let line = std::mem::take(&mut entry.partial);
                entry.line(&line);
            }
        }
    }

    pub(super) fn attribute(
        &mut self,
        package: &str,
        test: &str,
        key: &str,
        value: &str,
        place: Place,
        book: &mut Book<'_>,
    ) {
        let (p, t) = self.entry(package, test, place, book);
        self.list[p].list[t].attributes.push((key.to_owned(), value.to_owned()));
    }

    #[expect(clippy::too_many_arguments, reason = "an event has that many parts")]
    pub(super) fn verdict(
        &mut self,
        package: &str,
        test: &str,
        status: Status,
        word: &str,
        elapsed: Option<f64>,
        place: Place,
        book: &mut Book<'_>,
    ) {
        let (p, t) = self.entry(package, test, place, book);
        let entry = &self.list[p].list[t];
        if !entry.open && !entry.attempts.is_empty() && word == "bench" {
            return;
        }
        let panicked = entry.panicked && status == Status::Fail;
        let status = if panicked { Status::Error } else { status };
        self.attempt(p, t, status, Some(word), elapsed, &[], book);
    }

    /// Makes the record of an attempt and lets it wait.
    #[expect(clippy::too_many_arguments, reason = "an attempt has that many parts")]
    fn attempt(
        &mut self,
        p: usize,
        t: usize,
        status: Status,
        word: Option<&str>,
        elapsed: Option<f64>,
        warnings: &[&str],
        book: &mut Book<'_>,
    ) {
        let mut test = book.blank(self.format.unwrap_or(Format::Go), None);
        let package = &mut self.list[p];
        test.suite.push(package.name.clone());
        let entry = &mut package.list[t];
        if !entry.partial.is_empty() {
            let line = std::mem::take(&mut entry.partial);
            entry.line(&line);
        }
        test.name.clone_from(&entry.name);
        let parts = [package.name.as_str(), entry.name.as_str()];
        ident::set(&mut test, "go", parts.into_iter().filter(|s| !s.is_empty()));
        test.kind = if entry.parent { Kind::Container } else { Kind::Test };
        test.status = status;
        test.raw_status = word.map(str::to_owned);
        test.duration_ms = elapsed.and_then(ms);
        if let Some(started) = &entry.started {
            set_started(&mut test, started, false);
        }
        test.properties.extend(entry.attributes.drain(..));
        if let Some(measured) = entry.benchmark.take() {
            test.properties.insert("benchmark".to_owned(), measured);
        }
        test.warnings.extend(warnings.iter().map(|w| (*w).to_owned()));
        if !entry.output.is_empty() {
            if status.is_bad() {
                let text = entry.output.text();
                test.file = location(&text, &mut test.line);
                test.failure = Some(Failure {
                    kind: entry.panicked.then(|| "panic".to_owned()),
                    message: message(&text),
                    text: Some(text),
                    count: 1,
                    truncated: entry.output.is_cut(),
                });
            } else {
                test.stdout = entry.output.excerpt();
            }
            if status == Status::Skip
                && let Some(reason) = message(&entry.output.text())
            {
                test.failure = Some(Failure { message: Some(reason), count: 1, ..Failure::default() });
            }
        }
        test.attempt = entry.attempts.len() as u64 + 1;
        book.place(&mut test, entry.place);
        if test.attempt > 1 && test.kind == Kind::Test {
            book.totals.cases = book.totals.cases.saturating_sub(1);
        }
        entry.open = false;
        entry.output.clear();
        if book.options.live {
            book.emit(&mut test);
            // Only the number of attempts has to be remembered.
            test.failure = None;
            test.stdout = None;
        }
        entry.attempts.push(test);
    }

    /// An open test that will not end any more.
    fn close(&mut self, p: usize, t: usize, book: &mut Book<'_>) {
        let entry = &mut self.list[p].list[t];
        if !entry.partial.is_empty() {
            let line = std::mem::take(&mut entry.partial);
            entry.line(&line);
        }
        let entry = &self.list[p].list[t];
        if let Some((status, elapsed)) = entry.glued {
            self.attempt(p, t, status, None, elapsed, &["glued-verdict"], book);
        } else if entry.benchmark.is_some() {
            self.attempt(p, t, Status::Pass, Some("bench"), None, &[], book);
        } else {
            let status = if entry.panicked { Status::Error } else { Status::Incomplete };
            self.attempt(p, t, status, None, None, &["no-verdict"], book);
            book.count("no-verdict");
        }
    }

    pub(super) fn package_output(&mut self, package: &str, text: &str, book: &mut Book<'_>) {
        let p = self.package(package, Place::default(), book);
        let entry = &mut self.list[p];
        if let Some(GoLine::Package(line)) = go::read(text.trim_end()) {
            entry.cached |= line.cached;
            if let Some(note) = line.note {
                entry.note = Some(note.to_owned());
            }
            return;
        }
        if matches!(text.trim_end(), "PASS" | "FAIL") {
            return;
        }
        entry.output.push(text.as_bytes());
    }

    pub(super) fn build_output(&mut self, package: &str, text: &str, book: &Book<'_>) {
        match self.builds.get_mut(package) {
            Some(output) => output.push(text.as_bytes()),
            None => {
                let mut output = HeadTail::new(book.options.failure_limit);
                output.push(text.as_bytes());
                self.builds.insert(package.to_owned(), output);
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "an event has that many parts")]
    pub(super) fn end(
        &mut self,
        name: &str,
        status: Status,
        elapsed: Option<f64>,
        note: Option<&str>,
        failed_build: Option<&str>,
        place: Place,
        book: &mut Book<'_>,
    ) {
        let p = self.package(name, place, book);
        if let Some(note) = note {
            self.list[p].note = Some(note.to_owned());
        }
        let open: Vec<usize> = (0..self.list[p].list.len()).filter(|t| self.list[p].list[*t].open).collect();
        for t in &open {
            // The package passed, so its tests did; only their verdicts were swallowed.
            if status == Status::Pass
                && self.list[p].list[*t].glued.is_none()
                && self.list[p].list[*t].benchmark.is_none()
            {
                self.attempt(p, *t, Status::Pass, None, None, &["no-verdict"], book);
                book.count("no-verdict");
            } else {
                self.close(p, *t, book);
            }
        }
        if status == Status::Fail {
            self.failed(p, elapsed, failed_build, place, open.len(), book);
        }
        self.list[p].ended = true;
        self.last = None;
        self.release(p, false, book);
    }

    /// A package that failed: the record of its build, or of what no test accounts for.
    fn failed(
        &mut self,
        p: usize,
        elapsed: Option<f64>,
        failed_build: Option<&str>,
        place: Place,
        open: usize,
        book: &mut Book<'_>,
    ) {
        let package = &mut self.list[p];
        let note = package.note.as_deref().unwrap_or("");
        let build = failed_build.is_some() || note == "build failed" || note == "setup failed";
        let output = package.output.text();
        let crashed = output.contains("panic: ") || output.contains("fatal error: ");
        let bad = package.list.iter().any(|e| e.attempts.last().is_some_and(|a| a.status.is_bad()));
        let uncertain = crashed && open > 1;
        if !build && bad && !uncertain {
            return;
        }
        let mut test = book.blank(self.format.unwrap_or(Format::Go), None);
        test.suite.push(package.name.clone());
        test.kind = if build { Kind::Build } else { Kind::Setup };
        test.name = if build { "<build>" } else { "<package>" }.to_owned();
        let name = test.name.clone();
        ident::set(&mut test, "go", [package.name.as_str(), name.as_str()]);
        test.status = Status::Error;
        test.raw_status = Some("fail".to_owned());
        test.duration_ms = elapsed.and_then(ms);
        test.attempts = Some(1);
        test.is_final = Some(true);
        if uncertain {
            test.warnings.push("attribution-uncertain".to_owned());
            book.count("attribution-uncertain");
        }
        let of_build = failed_build.map_or(package.name.as_str(), |b| b.split(' ').next().unwrap_or(b));
        let built = self.builds.remove(of_build);
        let built = built.as_ref().map(HeadTail::text).unwrap_or_default();
        let text = match (built.is_empty(), output.is_empty()) {
            (false, false) => format!("{built}{output}"),
            (false, true) => built,
            (true, _) => output,
        };
        test.file = location(&text, &mut test.line);
        test.failure = Some(Failure {
            kind: Some(if note.is_empty() { "fail".to_owned() } else { note.to_owned() }),
            message: message(&text),
            text: Some(text).filter(|t| !t.is_empty()),
            count: 1,
            truncated: package.output.is_cut(),
        });
        book.place(&mut test, place);
        book.emit(&mut test);
    }

    /// Lets the records of a package out; those of failed tests only at the very end.
    fn release(&mut self, p: usize, all: bool, book: &mut Book<'_>) {
        let package = &mut self.list[p];
        for entry in &mut package.list {
            if entry.attempts.is_empty() || (!all && entry.attempts.last().is_some_and(|a| a.status.is_bad()))
            {
                continue;
            }
            let attempts = std::mem::take(&mut entry.attempts);
            if book.options.live {
                continue;
            }
            let count = attempts.len() as u64;
            for mut test in attempts {
                test.kind = if entry.parent { Kind::Container } else { test.kind };
                test.attempts = Some(count);
                test.is_final = Some(test.attempt == count);
                if package.cached {
                    test.labels.entry("cached".to_owned()).or_insert_with(|| "true".to_owned());
                }
                book.emit(&mut test);
            }
        }
        // What has gone out needs no name any more.
        if package.list.iter().all(|e| e.attempts.is_empty() && !e.open) {
            package.list = Vec::new();
            package.tests = HashMap::new();
        }
    }

    /// The input has ended. `torn`: in the middle of a line.
    pub(super) fn finish(&mut self, torn: bool, book: &mut Book<'_>) {
        let unfinished = self.list.iter().filter(|p| !p.ended).count();
        if torn || unfinished > 0 {
            book.totals.complete = false;
            let place = self.list.iter().find(|p| !p.ended).map(|p| p.place).unwrap_or_default();
            book.issue(
                "truncated-input",
                record::Severity::Error,
                format!("the input ends before {unfinished} packages have ended"),
                place,
            );
        }
        for p in 0..self.list.len() {
            if !self.list[p].ended {
                for t in 0..self.list[p].list.len() {
                    if self.list[p].list[t].open {
                        self.close(p, t, book);
                    }
                }
            }
            self.release(p, true, book);
        }
    }
}

impl Entry {
    /// One line of output.
    fn line(&mut self, text: &str) {
        let line = text.trim_end_matches('\n');
        match go::read(line) {
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
        if line.starts_with("panic: ")
            || line.starts_with("fatal error: ")
            || line.contains("test timed out after")
        {
            self.panicked = true;
        }
        if self.name.starts_with("Benchmark") && line.contains(" ns/op") {
            let measured = line.trim_start_matches(self.name.as_str());
            self.benchmark = Some(measured.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        self.output.push(text.as_bytes());
    }
}

/// The first line that says something: Go prefixes it with file and line.
fn message(text: &str) -> Option<String> {
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
fn location(text: &str, line: &mut Option<u64>) -> Option<String> {
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
