//! Travis CI logs and their many copies: folds and timings.
//!
//! ```text
//! travis_fold:start:script.1
//! travis_time:start:1f2e3d4c
//! travis_time:end:1f2e3d4c:start=1772618401000000000,finish=1772618403500000000,duration=2500000000,event=script
//! travis_fold:end:script.1
//! ```
//!
//! Times are nanoseconds since 1970; where `date` knows only seconds, nine zeros stand
//! behind them. A timing is named by the innermost fold around it.
//!
//! Held: the names of at most 256 open folds.

use super::grammar::{End, Grammar};
use super::sink::{Line, Sink};
use crate::instant::{Instant, Zone};
use record::{Clock, Ms, Num, Provenance, SegmentKind};

/// The grammar's name.
pub(super) const FORMAT: &str = "travis";

const LITERALS: [&str; 2] = ["travis_fold:", "travis_time:end:"];

const FOLDS: usize = 256;

#[derive(Default)]
pub(super) struct Travis {
    folds: Vec<String>,
}

/// The values of a `travis_time:end`.
#[derive(Debug, Default, PartialEq)]
struct Timing<'t> {
    start: Option<i64>,
    finish: Option<i64>,
    duration: Option<i64>,
    event: Option<&'t str>,
    raw: &'t str,
}

impl Grammar for Travis {
    fn literals(&self) -> &'static [&'static str] {
        &LITERALS
    }

    fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        if memchr::memmem::find(line.raw, b"travis_").is_none() {
            return;
        }
        let raw = String::from_utf8_lossy(line.raw);
        for part in raw.split(['\r', '\u{1b}']) {
            if let Some((_, fold)) = part.split_once("travis_fold:start:") {
                if self.folds.len() == FOLDS {
                    self.folds.remove(0);
                }
                self.folds.push(fold.trim().chars().take(256).collect());
            } else if let Some((_, fold)) = part.split_once("travis_fold:end:") {
                if let Some(at) = self.folds.iter().rposition(|open| open == fold.trim()) {
                    self.folds.truncate(at);
                }
            } else if let Some((_, rest)) = part.split_once("travis_time:end:") {
                self.timing(rest, line, sink);
            }
        }
    }

    fn finish(&mut self, _: End, _: &mut Sink<'_>) {}
}

impl Travis {
    fn timing(&mut self, rest: &str, line: &Line<'_>, sink: &mut Sink<'_>) {
        // The id is followed by a colon, or by a comma in some copies.
        let Some((_, values)) = rest.split_once([':', ',']) else { return };
        let timing = values_of(values);
        if timing == Timing::default() {
            return;
        }
        let name = self.folds.last().map(String::as_str).or(timing.event).unwrap_or("(no fold)");
        let mut segment = sink.segment(name, FORMAT, line);
        segment.kind = SegmentKind::Command;
        segment.provenance = Provenance::Native;
        segment.clock = Clock::Wall;
        segment.start_at = timing.start.map(at).map(Instant::rfc3339);
        segment.end_at = timing.finish.map(at).map(Instant::rfc3339);
        let between = timing.start.zip(timing.finish).and_then(|(start, finish)| finish.checked_sub(start));
        let nanos = timing.duration.or(between).filter(|nanos| *nanos >= 0);
        segment.duration_ms = nanos.and_then(|nanos| Ms::from_nanos(nanos.into()));
        let whole = |nanos: Option<i64>| nanos.is_some_and(|nanos| nanos % 1_000_000_000 == 0);
        let resolution = if whole(timing.start) && whole(timing.finish) { 1000.0 } else { 1e-6 };
        segment.resolution_ms = Num::new(resolution);
        if let (Some(given), Some(between)) = (timing.duration, between)
            && given != between
        {
            segment.raw.ms = Some(format!("{given}"));
            segment.raw.other_ms = Some(format!("{between}"));
            segment.warnings.push("duration-conflict".to_owned());
        }
        if timing.duration.or(between).is_some_and(|nanos| nanos < 0) {
            segment.raw.ms = Some(timing.raw.chars().take(200).collect());
            segment.warnings.push("negative-duration".to_owned());
        }
        if let Some(event) = timing.event {
            segment.attributes.insert("event".to_owned(), event.chars().take(256).collect());
        }
        sink.push(segment, FORMAT);
    }
}

fn at(nanos: i64) -> Instant {
    // Both parts fit: a remainder by 1e9, and a quotient far within the calendar.
    let fraction = nanos.rem_euclid(1_000_000_000) as u32;
    Instant { seconds: nanos.div_euclid(1_000_000_000), nanos: fraction, zone: Zone::Utc }
}

fn values_of(text: &str) -> Timing<'_> {
    let mut timing = Timing { raw: text, ..Timing::default() };
    let number = |value: &str| {
        let digits = value.strip_prefix('-').unwrap_or(value);
        let plain = (1..=19).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| value.parse().ok()).flatten()
    };
    let mut any = false;
    for (key, value) in text.split(',').filter_map(|pair| pair.split_once('=')) {
        any = true;
        match key {
            "start" => timing.start = number(value).filter(|n| *n >= 0),
            "finish" => timing.finish = number(value).filter(|n| *n >= 0),
            "duration" => timing.duration = number(value),
            "event" => timing.event = Some(value.trim()),
            _ => {}
        }
    }
    if any { timing } else { Timing::default() }
}
