//! `cargo test` text.

use super::set_panic;
use crate::results::book::{Book, Place, ms};
use crate::results::by_line::{ByLine, LineMachine, place, plain};
use crate::results::lines::libtest::{self, LibtestLine, ResultLine};
use crate::results::{Format, ident};
use crate::text::{HeadTail, Line};
use record::{Failure, Kind, Severity, Status, Test};
use std::collections::HashMap;

/// The parser.
pub type CargoText = ByLine<CargoMachine>;

impl LineMachine for CargoMachine {
    fn line(&mut self, line: Line<'_>, book: &mut Book<'_>) {
        self.text(&plain(&line), place(&line), book);
    }

    fn finish(&mut self, book: &mut Book<'_>) {
        self.binary_end(None, true, book);
        self.build_end(book);
    }
}

/// One binary, from its header to its result.
#[derive(Default)]
struct Binary {
    name: String,
    file: Option<String>,
    planned: Option<(u64, Place)>,
    tests: Vec<Test>,
    index: HashMap<String, usize>,
    /// Tests whose verdict has not come, with what they printed.
    open: Vec<(String, Place, HeadTail)>,
    /// The test whose `---- name stdout ----` block is being read.
    block: Option<(usize, HeadTail)>,
    /// Lines that belong to no test.
    loose: HeadTail,
    running: bool,
    /// Cargo itself says that the binary ended badly: the log goes on behind it.
    crashed: bool,
}

/// The state between lines.
#[derive(Default)]
pub struct CargoMachine {
    binary: Binary,
    binaries: u64,
    build: HeadTail,
    compiling: Option<Place>,
    failed_build: Option<(String, Place)>,
}

impl CargoMachine {
    fn text(&mut self, line: &str, place: Place, book: &mut Book<'_>) {
        let read = libtest::read(line);
        // Inside of a test's own output only the lines of the harness count.
        if let Some((at, output)) = &mut self.binary.block {
            let ends = matches!(read, Some(LibtestLine::Output(_) | LibtestLine::Result(_)))
                || matches!(line, "failures:" | "successes:");
            if !ends {
                output.push(line.as_bytes());
                output.push(b"\n");
                return;
            }
            let at = *at;
            if let Some((_, output)) = self.binary.block.take() {
                self.attach(at, &output);
            }
        }
        match read {
            Some(LibtestLine::Binary { file, name, .. }) => {
                self.binary_end(None, false, book);
                self.build_end(book);
                self.binary.name = name.to_owned();
                self.binary.file = file.map(str::to_owned);
            }
            Some(LibtestLine::DocTests(name)) => {
                self.binary_end(None, false, book);
                self.binary.name = name.to_owned();
            }
            Some(LibtestLine::Planned(count)) => {
                if self.binary.running {
                    // Doctests of one crate run in several groups, each with its own count.
                    self.binary_end(None, false, book);
                }
                self.binary.running = true;
                self.binary.planned = Some((count, place));
                self.binary.loose = HeadTail::new(book.options.failure_limit);
            }
            Some(LibtestLine::Verdict { name, status, word, reason, ms }) => {
                self.verdict(name, status, word, reason, ms, place, false, book);
            }
            Some(LibtestLine::Open { name, rest }) if self.binary.running => {
                let mut output = HeadTail::new(book.options.failure_limit);
                if rest.starts_with("error: test failed") {
                    self.binary.crashed = true;
                } else if !rest.is_empty() {
                    output.push(rest.as_bytes());
                    output.push(b"\n");
                }
                self.binary.open.push((name.to_owned(), place, output));
            }
            Some(LibtestLine::Slow(name)) if self.binary.running => {
                if !self.binary.open.iter().any(|(n, _, _)| n == name) {
                    let output = HeadTail::new(book.options.failure_limit);
                    self.binary.open.push((name.to_owned(), place, output));
                }
            }
            Some(LibtestLine::Output(name)) if self.binary.running => {
                if let Some(at) = self.binary.index.get(name) {
                    self.binary.block = Some((*at, HeadTail::new(book.options.failure_limit)));
                }
            }
            Some(LibtestLine::Result(result)) if self.binary.running => {
                self.binary_end(Some(result), false, book);
            }
            _ => self.loose(line, place, book),
        }
    }

    /// A line that is none of the harness's.
    fn loose(&mut self, line: &str, place: Place, book: &mut Book<'_>) {
        if let Some((status, word, reason, ms)) = libtest::word(line) {
            // With --nocapture the verdict stands alone behind the output.
            let verdict = self.binary.open.last().map(|(name, at, _)| (name.clone(), *at));
            if let Some((name, at)) = verdict {
                self.verdict(&name, status, word, reason, ms, at, true, book);
                return;
            }
        }
        let errors = line.starts_with("error") && (line.starts_with("error:") || line.starts_with("error["));
        if let Some(rest) = line.strip_prefix("error: could not compile ") {
            let name = rest.split('`').nth(1).unwrap_or("").to_owned();
            self.failed_build = Some((name, self.compiling.unwrap_or(place)));
            self.build_line(line, book);
            self.build_end(book);
            return;
        }
        if ["error: test failed", "error: doctest failed", "error: 1 target failed"]
            .iter()
            .any(|e| line.starts_with(e))
        {
            self.binary.crashed |= self.binary.running;
            return;
        }
        if errors && !self.binary.running {
            self.compiling.get_or_insert(place);
        }
        if self.compiling.is_some() {
            self.build_line(line, book);
            return;
        }
        match self.binary.open.last_mut() {
            Some((_, _, output)) if self.binary.running => {
                output.push(line.as_bytes());
                output.push(b"\n");
            }
            _ if self.binary.running && !line.is_empty() => {
                self.binary.loose.push(line.as_bytes());
                self.binary.loose.push(b"\n");
            }
            _ => {}
        }
    }

    fn build_line(&mut self, line: &str, book: &Book<'_>) {
        if self.build.is_empty() {
            self.build = HeadTail::new(book.options.failure_limit);
        }
        self.build.push(line.as_bytes());
        self.build.push(b"\n");
    }

    #[expect(clippy::too_many_arguments, reason = "a verdict has that many parts")]
    fn verdict(
        &mut self,
        name: &str,
        status: Status,
        word: &str,
        reason: Option<&str>,
        time: Option<f64>,
        place: Place,
        late: bool,
        book: &mut Book<'_>,
    ) {
        let mut test = book.blank(Format::Cargo, None);
        let binary = &mut self.binary;
        let open = binary.open.iter().rposition(|(n, _, _)| n == name).map(|at| binary.open.remove(at));
        name_it(&mut test, binary, name);
        test.status = status;
        test.raw_status = Some(word.to_owned());
        test.duration_ms = time.and_then(ms);
        if late {
            test.warnings.push("glued-verdict".to_owned());
        }
        if let Some(reason) = reason {
            test.failure = Some(Failure { message: Some(reason.to_owned()), count: 1, ..Failure::default() });
        }
        book.place(&mut test, place);
        if let Some((_, _, output)) = open {
            put_output(&mut test, &output);
        }
        binary.index.insert(name.to_owned(), binary.tests.len());
        if book.options.live {
            book.emit(&mut test);
        }
        binary.tests.push(test);
    }

    fn attach(&mut self, at: usize, output: &HeadTail) {
        if let Some(test) = self.binary.tests.get_mut(at) {
            put_output(test, output);
        }
    }

    /// The binary has ended, with or without a result.
    fn binary_end(&mut self, result: Option<ResultLine>, torn: bool, book: &mut Book<'_>) {
        if let Some((at, output)) = self.binary.block.take() {
            self.attach(at, &output);
        }
        let mut binary = std::mem::take(&mut self.binary);
        let keep = (binary.name.clone(), binary.file.clone());
        if binary.running {
            self.binaries += 1;
            let seen = binary.tests.len() as u64;
            if let (Some((planned, place)), Some(_)) = (binary.planned, result) {
                book.compare(&format!("binary {}", binary.name), planned, seen, place);
            }
            if let Some((planned, _)) = binary.planned {
                *book.totals.declared.get_or_insert(0) += planned;
            }
            for test in std::mem::take(&mut binary.tests) {
                let mut test = test;
                test.attempts = Some(1);
                test.is_final = Some(true);
                if !book.options.live {
                    book.emit(&mut test);
                }
            }
            if result.is_none() {
                self.broken_off(binary, seen, torn, book);
            }
            book.next_document();
        }
        // The result line may be followed by more output of the same binary's group.
        self.binary.name = keep.0;
        self.binary.file = keep.1;
    }

    /// A binary without a result: it crashed, or the log was cut.
    fn broken_off(&mut self, mut binary: Binary, seen: u64, torn: bool, book: &mut Book<'_>) {
        let place = binary.planned.map(|(_, place)| place).unwrap_or_default();
        let planned = binary.planned.map_or(0, |(count, _)| count);
        let (code, severity) = if binary.crashed {
            ("crashed", Severity::Warning)
        } else {
            book.totals.complete = false;
            ("truncated-input", Severity::Error)
        };
        book.issue_about(
            code,
            severity,
            format!(
                "binary {} has no result: {planned} tests were announced, {seen} have a verdict",
                binary.name
            ),
            place,
            Some(&binary.name),
            vec![planned.into(), seen.into()],
        );
        for (name, place, output) in std::mem::take(&mut binary.open) {
            let mut test = book.blank(Format::Cargo, None);
            name_it(&mut test, &binary, &name);
            test.status = Status::Incomplete;
            test.attempts = Some(1);
            test.is_final = Some(true);
            test.warnings.push("no-verdict".to_owned());
            book.place(&mut test, place);
            put_output(&mut test, &output);
            book.emit(&mut test);
        }
        if torn && binary.loose.is_empty() {
            return;
        }
        // What the binary said at its end belongs to nobody in particular.
        let mut test = book.blank(Format::Cargo, None);
        name_it(&mut test, &binary, "<binary>");
        test.kind = Kind::Setup;
        test.status = Status::Error;
        test.attempts = Some(1);
        test.is_final = Some(true);
        test.file = binary.file.clone();
        book.place(&mut test, place);
        let text = binary.loose.text();
        let mut failure = Failure { count: 1, truncated: binary.loose.is_cut(), ..Failure::default() };
        set_panic(&mut test, &mut failure, &text);
        failure.text = Some(text).filter(|t| !t.is_empty());
        test.failure = Some(failure);
        book.emit(&mut test);
    }

    fn build_end(&mut self, book: &mut Book<'_>) {
        self.compiling = None;
        let output = std::mem::take(&mut self.build);
        let Some((name, place)) = self.failed_build.take() else { return };
        let mut test = book.blank(Format::Cargo, None);
        test.suite = vec![name.clone()];
        test.name = "<build>".to_owned();
        ident::set(&mut test, "rs", [name.as_str(), "<build>"]);
        test.kind = Kind::Build;
        test.status = Status::Error;
        test.attempts = Some(1);
        test.is_final = Some(true);
        let text = output.text();
        let first = text.lines().find(|l| l.starts_with("error"));
        if let Some(place) = text.lines().find_map(|l| l.trim_start().strip_prefix("--> ")) {
            super::set_place(&mut test, place);
        }
        test.failure = Some(Failure {
            kind: Some("build failed".to_owned()),
            message: first.map(str::to_owned),
            text: Some(text.clone()),
            count: 1,
            truncated: output.is_cut(),
        });
        book.place(&mut test, place);
        book.emit(&mut test);
    }
}

fn name_it(test: &mut Test, binary: &Binary, name: &str) {
    test.name = name.to_owned();
    if !binary.name.is_empty() {
        test.suite = vec![binary.name.clone()];
    }
    ident::set(test, "rs", ident::rs(&binary.name, name));
}

fn put_output(test: &mut Test, output: &HeadTail) {
    if output.is_empty() {
        return;
    }
    if !test.status.is_bad() {
        test.stdout = output.excerpt();
        return;
    }
    let text = output.text();
    let text = text.trim_matches('\n');
    let mut failure = test.failure.take().unwrap_or_default();
    failure.count = 1;
    failure.truncated = output.is_cut();
    set_panic(test, &mut failure, text);
    failure.text = Some(text.to_owned()).filter(|t| !t.is_empty());
    test.failure = Some(failure);
}
