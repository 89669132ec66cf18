//! The packages of a `go test` run, their tests, and the records that wait.

use super::build::Build;
use super::entry::{Entry, location, message};
use crate::results::book::{Book, Place, ms};
use crate::results::lines::go::{self, GoLine};
use crate::results::{Format, ident};
use crate::text::HeadTail;
use record::{Failure, Kind, Status, Test};
use std::collections::HashMap;

/// Every package that was seen. Looked up by name, given out in the order of its start.
#[derive(Default)]
pub(super) struct Packages {
    pub(super) format: Option<Format>,
    index: HashMap<String, usize>,
    list: Vec<Package>,
    /// What compilers said, by import path, in the order of their first words.
    pub(super) builds: Vec<Build>,
    /// The package and test of the last event: most events follow one of the same test.
    last: Option<(usize, usize)>,
    /// The record that attempts are written with; only what differs is set again.
    test: Option<Box<Test>>,
    /// Buffers of tests that have ended, for those to come.
    spare: Vec<HeadTail>,
}

/// So many buffers are kept at most: tests that run side by side.
const SPARE: usize = 64;

/// So many levels of subtests are looked up above a test: a name of a megabyte of slashes
/// must not cost its square.
const NESTED: usize = 64;

#[derive(Default)]
struct Package {
    name: String,
    tests: HashMap<String, usize>,
    list: Vec<Entry>,
    output: HeadTail,
    cached: bool,
    /// An attempt of this run of the package went wrong.
    bad: bool,
    note: Option<String>,
    ended: bool,
    place: Place,
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
            package.bad = false;
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
                package.list.push(Entry { name: test.to_owned(), place, ..Entry::default() });
                // Every test above it in the name is one that holds others.
                for (slash, _) in test.rmatch_indices('/').take(NESTED) {
                    if let Some(at) = package.tests.get(&test[..slash]) {
                        package.list[*at].parent = true;
                    }
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
        self.begin(p, t, time, place, book);
    }

    fn begin(&mut self, p: usize, t: usize, time: Option<&str>, place: Place, book: &Book<'_>) {
        let limit = book.options.failure_limit.max(book.options.output_limit);
        let output = self.spare.pop().unwrap_or_else(|| HeadTail::new(limit));
        self.list[p].list[t].begin(output, time, place);
    }

    pub(super) fn output(
        &mut self,
        package: &str,
        test: &str,
        text: &str,
        place: Place,
        book: &mut Book<'_>,
    ) {
        if let Some(name) = go::benchmark(text).filter(|n| go::without_procs(n) != go::without_procs(test)) {
            self.benchmark(package, name, text, place, book);
        }
        let (p, t) = self.entry(package, test, place, book);
        let entry = &self.list[p].list[t];
        if !entry.open && entry.count == 0 {
            // Output without a start, as cached and old versions have it.
            self.begin(p, t, None, place, book);
        }
        self.list[p].list[t].piece(text);
    }

    /// Output that no record would keep: more than that came before, and more will follow.
    pub(super) fn left_out(
        &mut self,
        package: &str,
        test: Option<&str>,
        bytes: u64,
        panic: bool,
        book: &Book<'_>,
    ) {
        let Some(test) = test else {
            let p = self.package(package, Place::default(), book);
            self.list[p].output.left_out(bytes);
            return;
        };
        let (p, t) = self.entry(package, test, Place::default(), book);
        let entry = &mut self.list[p].list[t];
        entry.output.left_out(bytes);
        entry.panicked |= panic;
    }

    /// A benchmark that no event names: Go before 1.20 only prints it, among the output of
    /// whatever ran last.
    fn benchmark(&mut self, package: &str, name: &str, line: &str, place: Place, book: &mut Book<'_>) {
        // When it was run with -v, its name alone stood on a line before.
        let (p, t) = self.entry(package, name, place, book);
        if !self.list[p].list[t].open {
            self.begin(p, t, None, place, book);
        }
        self.list[p].list[t].measured(line);
        self.attempt(p, t, Status::Pass, Some("bench"), None, None, book);
        self.last = None;
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
        word: &'static str,
        elapsed: Option<f64>,
        place: Place,
        book: &mut Book<'_>,
    ) {
        let (p, t) = self.entry(package, test, place, book);
        let entry = &self.list[p].list[t];
        if !entry.open && entry.count > 0 && word == "bench" {
            return;
        }
        let panicked = entry.panicked && status == Status::Fail;
        let status = if panicked { Status::Error } else { status };
        self.attempt(p, t, status, Some(word), elapsed, None, book);
    }

    /// An attempt has ended: it waits, or in a live stream goes out.
    #[expect(clippy::too_many_arguments, reason = "an attempt has that many parts")]
    fn attempt(
        &mut self,
        p: usize,
        t: usize,
        status: Status,
        word: Option<&'static str>,
        elapsed: Option<f64>,
        warning: Option<&'static str>,
        book: &mut Book<'_>,
    ) {
        self.list[p].bad |= status.is_bad();
        let entry = &mut self.list[p].list[t];
        // A verdict without a start has none.
        let has_buffer = entry.open;
        let attempt = entry.end(status, word, elapsed, warning, book);
        let mut output = std::mem::take(&mut entry.output);
        if has_buffer && self.spare.len() < SPARE {
            output.clear();
            self.spare.push(output);
        }
        if !book.options.live {
            entry.attempts.push(attempt);
            return;
        }
        let mut test = self.record(p, book);
        let entry = &self.list[p].list[t];
        attempt.fill(&entry.name, entry.parent, &mut test);
        (test.attempts, test.is_final) = (None, None);
        book.emit(&mut test);
        self.test = Some(test);
    }

    /// The record for tests of a package.
    fn record(&mut self, p: usize, book: &Book<'_>) -> Box<Test> {
        let mut test = match self.test.take() {
            Some(test) => test,
            None => {
                let mut test = book.blank(self.format.unwrap_or(Format::Go), None);
                test.source.doc_index = Some(book.doc_index);
                test.suite.push(String::new());
                Box::new(test)
            }
        };
        test.suite[0].clone_from(&self.list[p].name);
        test
    }

    /// An open test that will not end any more.
    fn close(&mut self, p: usize, t: usize, book: &mut Book<'_>) {
        let entry = &mut self.list[p].list[t];
        entry.end_line();
        if let Some((status, elapsed)) = entry.glued {
            self.attempt(p, t, status, None, elapsed, Some("glued-verdict"), book);
        } else if entry.benchmark.is_some() {
            self.attempt(p, t, Status::Pass, Some("bench"), None, None, book);
        } else {
            let status = if entry.panicked { Status::Error } else { Status::Incomplete };
            self.attempt(p, t, status, None, None, Some("no-verdict"), book);
            book.count("no-verdict");
        }
    }

    pub(super) fn package_output(&mut self, package: &str, text: &str, place: Place, book: &mut Book<'_>) {
        let p = self.package(package, place, book);
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
        if let Some(name) = go::benchmark(text) {
            self.benchmark(package, name, text, place, book);
            return;
        }
        entry.output.push(text.as_bytes());
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
        // Where several ran side by side, Go may have put the panic to the wrong one. A test is
        // open with its subtests, which is no doubt.
        let entries = open.iter().map(|t| &self.list[p].list[*t]);
        let leaves = entries.clone().filter(|e| !e.parent).count();
        let panicked = entries.clone().find(|e| e.panicked && leaves > 1);
        let panic = panicked.map(|e| e.output.text());
        for t in &open {
            // The package passed, so its tests did; only their verdicts were swallowed.
            if status == Status::Pass
                && self.list[p].list[*t].glued.is_none()
                && self.list[p].list[*t].benchmark.is_none()
            {
                self.attempt(p, *t, Status::Pass, None, None, Some("no-verdict"), book);
                book.count("no-verdict");
            } else {
                self.close(p, *t, book);
            }
        }
        if status == Status::Fail {
            self.failed(p, elapsed, failed_build, place, (leaves, panic), book);
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
        (open, panic): (usize, Option<String>),
        book: &mut Book<'_>,
    ) {
        let package = &mut self.list[p];
        let note = package.note.as_deref().unwrap_or("");
        let build = failed_build.is_some() || note == "build failed" || note == "setup failed";
        let output = match panic {
            Some(ref panic) if package.output.is_empty() => panic.clone(),
            _ => package.output.text(),
        };
        let crashed = output.contains("panic: ") || output.contains("fatal error: ");
        let uncertain = (crashed || panic.is_some()) && open > 1;
        if !build && package.bad && !uncertain {
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
        let built = self.builds.iter_mut().find(|b| b.path == of_build);
        let built = built.map(Build::tell).unwrap_or_default();
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
        let mut test = self.record(p, book);
        let package = &mut self.list[p];
        if package.cached {
            test.labels.entry("cached".to_owned()).or_insert_with(|| "true".to_owned());
        }
        for entry in &mut package.list {
            if entry.bad && !all {
                continue;
            }
            for attempt in std::mem::take(&mut entry.attempts) {
                attempt.fill(&entry.name, entry.parent, &mut test);
                test.attempts = Some(entry.count);
                test.is_final = Some(test.attempt == entry.count);
                book.emit(&mut test);
            }
            entry.count = 0;
        }
        // A label of this package's own does not stay for the next one.
        self.test = Some(test).filter(|_| !package.cached);
        // What has gone out needs no name any more.
        if package.list.iter().all(|e| e.count == 0 && !e.open) {
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
        self.failed_builds(book);
    }
}
