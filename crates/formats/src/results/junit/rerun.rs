//! flaky* and rerun* elements: which run each stands for.

use super::case::{duration_of, native};
use super::hold::{Hold, Waiting};
use super::{Attributes, Book, Dialect, Failure, HeadTail, Seconds, Status, Test, set_started};
use std::borrow::Cow;

/// A flaky* or rerun* element.
#[derive(Clone, Debug, Default)]
pub(super) struct Rerun {
    word: String,
    pub(super) flaky: bool,
    pub(super) error: bool,
    pub(super) failure: Failure,
    time: Option<String>,
    timestamp: Option<String>,
    pub(super) native: Option<Box<Test>>,
    pub(super) out: HeadTail,
    pub(super) err: HeadTail,
}

impl Rerun {
    pub(super) fn new(word: &str, attributes: &Attributes<'_>, limit: usize) -> Rerun {
        let get = |name| attributes.get(name).map(Cow::into_owned);
        Rerun {
            word: word.to_owned(),
            flaky: word.starts_with("flaky"),
            time: get("time"),
            timestamp: get("timestamp"),
            native: native(attributes),
            out: HeadTail::new(limit),
            err: HeadTail::new(limit),
            ..Rerun::default()
        }
    }
}

/// A case with flaky* or rerun* elements: one record per run, in the order of the runs.
///
/// Passed at last: the flaky* are the earlier runs and the case is the last one. Failed
/// always: the case is the first run and the rerun* are the later ones. Flaky, but failed
/// by decree (nextest's `flaky-result = "fail"`): as the first, with the case's status.
/// A time of `test` or of a run that can be read in two ways waits in `hold` as any other
/// does; `level` is the suite's.
pub(super) fn with_reruns(
    test: &mut Test,
    time: Option<(f64, f64)>,
    reruns: Vec<Rerun>,
    dialect: Dialect,
    (hold, level): (&mut Hold, usize),
    book: &mut Book<'_>,
) {
    let flaky = reruns.iter().filter(|r| r.flaky).count() as u64;
    let count = reruns.len() as u64 + 1;
    let own = flaky + 1;
    let decree = flaky > 0 && test.status.is_bad();
    if decree {
        test.labels.insert("flaky_result".to_owned(), "fail".to_owned());
    }
    // A copy for the runs beside the case itself: what belongs to one run is replaced.
    let mut other = test.clone();
    other.labels.remove("flaky_result");
    other.failures.clear();
    other.properties.clear();
    test.attempts = Some(count);
    let mut number = 0;
    let (before, after): (Vec<Rerun>, Vec<Rerun>) = reruns.into_iter().partition(|r| r.flaky);
    let mut out = |test: &mut Test, time: Option<(f64, f64)>, book: &mut Book<'_>| match time {
        None => book.emit(test),
        Some(_) => hold.release(Waiting { test: test.clone(), time, bare: false }, level, book),
    };
    let fill = |rerun: Rerun, number: u64, book: &mut Book<'_>, other: &mut Test| {
        other.attempt = number;
        other.attempts = Some(count);
        other.is_final = Some(number == count);
        other.status = if rerun.error { Status::Error } else { Status::Fail };
        other.raw_status = Some(rerun.word);
        other.failure = Some(rerun.failure);
        other.stdout = rerun.out.excerpt();
        other.stderr = rerun.err.excerpt();
        other.duration_ms = None;
        other.raw_duration = None;
        (other.started_at, other.started_at_tz, other.raw_started_at) = (None, None, None);
        other.warnings.clear();
        if let Some(stamp) = &rerun.timestamp {
            set_started(other, stamp, dialect.naive_is_utc());
        }
        rerun.time.and_then(|raw| duration_of(other, &raw, book)).and_then(Seconds::readings)
    };
    for rerun in before {
        number += 1;
        let time = fill(rerun, number, book, &mut other);
        out(&mut other, time, book);
    }
    test.attempt = own;
    test.is_final = Some(own == count);
    out(test, time, book);
    number = own;
    for rerun in after {
        number += 1;
        let time = fill(rerun, number, book, &mut other);
        out(&mut other, time, book);
    }
    test.labels.remove("flaky_result");
    test.attempt = 1;
}
