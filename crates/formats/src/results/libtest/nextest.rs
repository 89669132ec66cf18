//! The status lines that `cargo nextest run` prints. They have no output of tests; every
//! attempt has a line of its own.

use crate::results::book::{Book, Place, ms};
use crate::results::by_line::{ByLine, LineMachine, place, plain};
use crate::results::lines::nextest::{self, NextestLine};
use crate::results::{Format, ident};
use crate::text::Line;
use record::{Failure, Severity, Status, Test};
use std::collections::BTreeMap;

/// The parser. Failed attempts wait for the next of their test.
pub type NextestText = ByLine<NextestMachine>;

/// The state between lines.
#[derive(Default)]
pub struct NextestMachine {
    waiting: BTreeMap<String, Vec<Test>>,
    planned: Option<(u64, Place)>,
    seen: u64,
    summary: bool,
    any: bool,
}

impl LineMachine for NextestMachine {
    fn line(&mut self, line: Line<'_>, book: &mut Book<'_>) {
        self.text(&plain(&line), place(&line), book);
    }

    fn finish(&mut self, book: &mut Book<'_>) {
        self.end(book);
    }
}

impl NextestMachine {
    fn text(&mut self, line: &str, place: Place, book: &mut Book<'_>) {
        match nextest::read(line) {
            Some(NextestLine::Planned(count)) => {
                if self.any {
                    self.end(book);
                    *self = NextestMachine::default();
                    book.next_document();
                }
                self.any = true;
                self.planned = Some((count, place));
            }
            // What failed is listed again behind the summary.
            Some(NextestLine::Summary(_)) => self.summary = true,
            Some(NextestLine::Verdict { which, status, word, ms: time, attempt }) if !self.summary => {
                let mut test = book.blank(Format::Nextest, Some("nextest"));
                test.suite = vec![which.binary.to_owned()];
                test.name = which.name.to_owned();
                ident::set(&mut test, "rs", ident::rs(which.binary, which.name));
                test.status = status;
                test.raw_status = Some(word.to_owned());
                test.duration_ms = time.and_then(ms);
                if status == Status::Error {
                    test.failure =
                        Some(Failure { kind: Some(word.to_owned()), count: 1, ..Failure::default() });
                }
                book.place(&mut test, place);
                self.attempt(test, attempt, book);
            }
            _ => {}
        }
    }

    fn attempt(&mut self, mut test: Test, number: Option<u64>, book: &mut Book<'_>) {
        if number.is_none_or(|n| n == 1) {
            self.seen += 1;
        } else {
            book.totals.cases = book.totals.cases.saturating_sub(1);
        }
        test.attempt = number.unwrap_or(1);
        if number.is_none() || book.options.live {
            test.attempts = if book.options.live { None } else { Some(1) };
            test.is_final = if book.options.live { None } else { Some(true) };
            book.emit(&mut test);
            return;
        }
        let passed = !test.status.is_bad();
        let run = self.waiting.entry(test.test_id.clone()).or_default();
        run.push(test);
        if passed {
            let run = std::mem::take(run);
            emit(run, book);
        }
    }

    fn end(&mut self, book: &mut Book<'_>) {
        let mut runs: Vec<Vec<Test>> = std::mem::take(&mut self.waiting).into_values().collect();
        runs.retain(|run| !run.is_empty());
        runs.sort_by_key(|run| run[0].source.ordinal);
        for run in runs {
            emit(run, book);
        }
        if let Some((planned, place)) = self.planned.take() {
            *book.totals.declared.get_or_insert(0) += planned;
            book.compare("the run", planned, self.seen, place);
            if !self.summary {
                book.totals.complete = false;
                book.issue("truncated-input", Severity::Error, "the run has no summary", place);
            }
        }
    }
}

fn emit(run: Vec<Test>, book: &mut Book<'_>) {
    let count = run.iter().map(|t| t.attempt).max().unwrap_or(1);
    for mut test in run {
        test.attempts = Some(count);
        test.is_final = Some(test.attempt == count);
        book.emit(&mut test);
    }
}
