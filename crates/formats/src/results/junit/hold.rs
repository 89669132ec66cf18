//! Test cases that wait for a later part of the document, and nothing else waits.
//!
//! What waits: in pytest's documents the last case, until it is known whether the next is
//! its teardown or its next attempt, and bare repeated cases until the end of the suite,
//! where the declared count tells whether they were reruns; in those of Gradle and
//! gotestsum the failed cases of a suite, since a later case may be their next attempt;
//! in any dialect a case whose time could be read in two ways, until another value of
//! the document decides. Held records come out later than their neighbours;
//! `source.ordinal` keeps their place.

use super::Dialect;
use crate::number::Seconds;
use crate::results::book::{Book, Place, ms};
use record::{Kind, Num, Severity, Status, Test};
use std::collections::BTreeMap;

/// So many cases of unclear time wait at most; then they are undecidable.
const MOST_TIMED: usize = 10_000;

/// How commas are used in the times of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comma {
    Groups,
    Decimal,
}

/// A record that is not out yet.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) test: Test,
    /// Seconds with the comma grouping, and with the comma as decimal mark.
    pub(super) time: Option<(f64, f64)>,
    /// No child element and no status: it passed, or it was rerun.
    pub(super) bare: bool,
}

/// A rerun of one test in pytest's way: the same case again and again.
type Run = Vec<Waiting>;

#[derive(Debug, Default)]
pub(super) struct Hold {
    comma: Option<Comma>,
    /// A time with a decimal point alone was seen: it speaks for grouping commas, but only
    /// where nothing else speaks.
    point: bool,
    run: Run,
    repeated: Vec<Run>,
    failed: Vec<Option<Run>>,
    failed_at: BTreeMap<String, usize>,
    timed: Vec<(usize, Waiting)>,
    /// Second elements of one attempt in this suite.
    merged: u64,
}

impl Hold {
    /// Takes note of how a time is written; ambiguous ones decide nothing.
    pub(super) fn vote(&mut self, raw: &str, time: Seconds, book: &mut Book<'_>) {
        let comma = match time {
            Seconds::DecimalComma(_) => Comma::Decimal,
            Seconds::Grouped(_) => Comma::Groups,
            _ => {
                self.point |= raw.contains('.');
                return;
            }
        };
        self.decide(comma, book);
    }

    /// Settles how commas are meant, unless that is settled.
    fn decide(&mut self, comma: Comma, book: &mut Book<'_>) {
        if self.comma.is_none() {
            self.comma = Some(comma);
            for (_, waiting) in std::mem::take(&mut self.timed) {
                self.release(waiting, 0, book);
            }
        }
    }

    /// Lets a record out, unless its time is not decided yet. `level` is the suite's.
    pub(super) fn release(&mut self, mut waiting: Waiting, level: usize, book: &mut Book<'_>) {
        if let Some((grouped, decimal)) = waiting.time {
            match self.comma {
                Some(comma) => {
                    let seconds = if comma == Comma::Groups { grouped } else { decimal };
                    waiting.test.duration_ms = ms(seconds * 1e3);
                }
                None if book.options.live || self.timed.len() >= MOST_TIMED => {
                    undecided(&mut waiting, book);
                }
                None => {
                    self.timed.push((level, waiting));
                    return;
                }
            }
        }
        book.emit(&mut waiting.test);
    }

    /// A case with everything but its attempts; `level` is the depth of its suite.
    pub(super) fn case(&mut self, dialect: Dialect, waiting: Waiting, level: usize, book: &mut Book<'_>) {
        if book.options.live {
            let mut waiting = waiting;
            waiting.test.attempts = None;
            waiting.test.is_final = None;
            self.release(waiting, level, book);
        } else if dialect == Dialect::Pytest {
            self.pytest(waiting, level, book);
        } else if dialect.repeats_are_attempts() {
            self.repeated(waiting, level, book);
        } else {
            self.only(waiting, level, book);
        }
    }

    /// Whether a case of this dialect may go out at once.
    pub(super) fn passes(dialect: Dialect, live: bool) -> bool {
        !live && dialect != Dialect::Pytest && !dialect.repeats_are_attempts()
    }

    fn only(&mut self, mut waiting: Waiting, level: usize, book: &mut Book<'_>) {
        waiting.test.attempts = Some(1);
        waiting.test.is_final = Some(true);
        self.release(waiting, level, book);
    }

    /// Numbers the attempts of one test and lets them out.
    fn attempts(&mut self, run: Run, level: usize, book: &mut Book<'_>) {
        let count = run.len() as u64;
        for (at, mut waiting) in run.into_iter().enumerate() {
            waiting.test.attempt = at as u64 + 1;
            waiting.test.attempts = Some(count);
            waiting.test.is_final = Some(at as u64 + 1 == count);
            self.release(waiting, level, book);
        }
    }

    fn pytest(&mut self, waiting: Waiting, level: usize, book: &mut Book<'_>) {
        let same = self
            .run
            .last()
            .is_some_and(|last| last.test.test_id == waiting.test.test_id && last.test.kind == Kind::Test);
        if !same {
            self.end_run(level, book);
            self.run.push(waiting);
            return;
        }
        let teardown = waiting.test.status == Status::Error
            && waiting.test.failure.as_ref().and_then(|f| f.message.as_deref()).is_some_and(|m| {
                m.starts_with("failed on teardown") || m.starts_with("test teardown failure")
            });
        let last = self.run.last_mut().filter(|last| teardown && last.test.status.is_bad());
        if let Some(last) = last {
            merge(&mut last.test, waiting.test);
            // Two elements, one case.
            self.merged += 1;
            book.totals.cases = book.totals.cases.saturating_sub(1);
            return;
        }
        self.run.push(waiting);
    }

    /// The cases of one id that stood together have ended.
    fn end_run(&mut self, level: usize, book: &mut Book<'_>) {
        let run = std::mem::take(&mut self.run);
        let Some((_, earlier)) = run.split_last() else { return };
        if earlier.is_empty() {
            for waiting in run {
                self.only(waiting, level, book);
            }
        } else if earlier.iter().all(|w| w.test.status.is_bad()) {
            // Failed and then repeated: attempts, as the flaky plugin writes them.
            self.attempts(run, level, book);
        } else if earlier.iter().all(|w| w.bare) {
            self.repeated.push(run);
        } else {
            for waiting in run {
                self.only(waiting, level, book);
            }
        }
    }

    fn repeated(&mut self, waiting: Waiting, level: usize, book: &mut Book<'_>) {
        let id = &waiting.test.test_id;
        let bad = waiting.test.status.is_bad();
        match (self.failed_at.get(id).copied(), bad) {
            (Some(at), _) => {
                let Some(mut run) = self.failed.get_mut(at).and_then(Option::take) else { return };
                let id = id.clone();
                run.push(waiting);
                if bad {
                    self.failed[at] = Some(run);
                } else {
                    self.failed_at.remove(&id);
                    self.attempts(run, level, book);
                }
            }
            (None, true) => {
                self.failed_at.insert(id.clone(), self.failed.len());
                self.failed.push(Some(vec![waiting]));
            }
            (None, false) => self.only(waiting, level, book),
        }
    }

    /// The innermost suite has ended. `declared` and `seen` are its cases; `total` its own
    /// time and `known` the sum of its cases whose time is clear, in seconds.
    pub(super) fn suite_end(
        &mut self,
        level: usize,
        declared: Option<u64>,
        seen: u64,
        total: Option<Seconds>,
        known: f64,
        book: &mut Book<'_>,
    ) -> u64 {
        self.end_run(level, book);
        // Elements that stand for no case of their own.
        let merged = std::mem::take(&mut self.merged);
        let mut reruns = merged;
        if !self.repeated.is_empty() {
            let seen = seen.saturating_sub(merged);
            let surplus: u64 = self.repeated.iter().map(|run| run.len() as u64 - 1).sum();
            // pytest never declares fewer cases than it writes, unless some are reruns. How
            // many fewer is not exact: a rerun for a failed teardown counts its call.
            let confirmed = declared.is_some_and(|declared| declared < seen && seen - declared <= surplus);
            for mut run in std::mem::take(&mut self.repeated) {
                if !confirmed {
                    for waiting in run {
                        self.only(waiting, level, book);
                    }
                    continue;
                }
                // pytest-rerunfailures leaves a failed attempt as a case without children,
                // which looks passed; only the counts show that it is not one.
                let last = run.len() - 1;
                for waiting in &mut run[..last] {
                    waiting.test.status = Status::Fail;
                    waiting.test.warnings.push("rerun-inferred".to_owned());
                    book.count("rerun-inferred");
                    book.totals.cases = book.totals.cases.saturating_sub(1);
                }
                reruns += last as u64;
                self.attempts(run, level, book);
            }
        }
        self.failed_at.clear();
        for run in std::mem::take(&mut self.failed).into_iter().flatten() {
            self.attempts(run, level, book);
        }
        self.by_sum(level, total, known, book);
        reruns
    }

    /// Lets the suite's own time decide how its cases' commas are meant.
    fn by_sum(&mut self, level: usize, total: Option<Seconds>, known: f64, book: &mut Book<'_>) {
        if self.comma.is_some() || !self.timed.iter().any(|(l, _)| *l == level) {
            return;
        }
        let of_suite = self.timed.iter().filter(|(l, _)| *l == level);
        let (mut grouped, mut decimal, mut count) = (known, known, 0.0);
        for (_, waiting) in of_suite {
            let (g, d) = waiting.time.unwrap_or_default();
            grouped += g;
            decimal += d;
            count += 1.0;
        }
        // Half a millisecond of rounding a case, and what a suite spends between its cases.
        let fits = |sum: f64, total: f64| sum <= total + 0.001 * count + 0.01 && sum >= total * 0.9 - 0.05;
        let (g, d) = match total {
            Some(Seconds::Plain(t) | Seconds::Grouped(t) | Seconds::DecimalComma(t)) => {
                (fits(grouped, t), fits(decimal, t))
            }
            _ => return,
        };
        if g != d {
            self.decide(if g { Comma::Groups } else { Comma::Decimal }, book);
        }
    }

    /// The document has ended: what could not be decided goes out as it is.
    pub(super) fn document_end(&mut self, book: &mut Book<'_>) {
        self.suite_end(0, None, 0, None, 0.0, book);
        if self.point {
            self.decide(Comma::Groups, book);
        }
        for (_, mut waiting) in std::mem::take(&mut self.timed) {
            undecided(&mut waiting, book);
            book.emit(&mut waiting.test);
        }
        self.comma = None;
        self.point = false;
    }
}

/// A time that stays unread: both readings go into an issue.
fn undecided(waiting: &mut Waiting, book: &mut Book<'_>) {
    let Some((grouped, decimal)) = waiting.time.take() else { return };
    waiting.test.duration_ms = None;
    waiting.test.warnings.push("time-ambiguous".to_owned());
    let place = Place { line: waiting.test.source.line, offset: waiting.test.source.offset };
    let raw = waiting.test.raw_duration.clone().unwrap_or_default();
    book.issue_about(
        "time-ambiguous",
        Severity::Warning,
        format!("the time {raw} can be read as {grouped} s or as {decimal} s"),
        place,
        Some(&waiting.test.test_id),
        [grouped, decimal].iter().filter_map(|v| serde_json::to_value(Num::new(*v)).ok()).collect(),
    );
}

/// A second element of the same attempt: its failure joins.
fn merge(into: &mut Test, other: Test) {
    let mut all: Vec<_> = if into.failures.is_empty() {
        into.failure.take().into_iter().collect()
    } else {
        std::mem::take(&mut into.failures)
    };
    if other.failures.is_empty() {
        all.extend(other.failure);
    } else {
        all.extend(other.failures);
    }
    into.status = Status::Error;
    into.raw_status = Some(format!(
        "{}+{}",
        into.raw_status.as_deref().unwrap_or(""),
        other.raw_status.as_deref().unwrap_or("")
    ));
    super::set_failures(into, all);
    if into.stdout.is_none() {
        into.stdout = other.stdout;
    }
    if into.stderr.is_none() {
        into.stderr = other.stderr;
    }
    into.properties.extend(other.properties);
    into.warnings.push("teardown-merged".to_owned());
}
