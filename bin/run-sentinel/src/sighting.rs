//! From bytes to sightings: the output of test runners, and records of our own.

use crate::clock::Now;
use crate::model::{Model, Sighting};
use crate::sieve::Sieve;
use formats::results::live::{Event, Live, Runner};
use record::run::{EndCause, RunEvent, RunEventKind};
use record::{Kind, ParseSummary, TestRef, schema_of};

/// How a stream is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Not at all.
    Nothing,
    /// As the output of this runner, or of any.
    Output(Runner),
    /// As records, one a line; what is not a record is read as output.
    Records,
}

impl Reading {
    /// The output of any runner.
    pub(crate) const ANY: Reading = Reading::Output(Runner::Auto);

    /// All names on the command line.
    pub(crate) const NAMES: [&'static str; 11] =
        ["auto", "none", "ndjson", "go", "libtest", "nextest", "tap", "pytest", "jvm", "js", "teamcity"];

    /// The reading of that name.
    pub(crate) fn of_name(name: &str) -> Option<Reading> {
        match name {
            "none" => Some(Reading::Nothing),
            "ndjson" => Some(Reading::Records),
            name => Runner::of_name(name).map(Reading::Output),
        }
    }
}

/// Applies what the live recogniser saw; `true` when a test failed.
pub(crate) fn apply(model: &mut Model, event: &Event, now: Now) -> bool {
    match event {
        Event::Planned(count) => model.sighting(&Sighting::Planned { count: *count, listed: false }, now),
        Event::Points(count) => model.sighting(&Sighting::Planned { count: *count, listed: true }, now),
        Event::Started(test) => {
            let test_id = &test.test_id;
            model.sighting(&Sighting::Started { test_id }, now)
        }
        Event::Finished { test, status, duration_ms } => {
            let sighting = Sighting::Finished {
                test_id: &test.test_id,
                status: *status,
                raw_status: None,
                duration_ms: *duration_ms,
            };
            model.sighting(&sighting, now)
        }
        // Both are the runner's own words in its output; neither changes what is open.
        Event::Slow(_) | Event::Aborted(_) => false,
    }
}

/// A stretch of output under recognition.
#[derive(Debug)]
pub(crate) struct Watcher {
    reading: Reading,
    live: Live,
    events: Vec<Event>,
    sieve: Sieve,
    /// The last bytes did not end their line.
    broken: bool,
}

impl Watcher {
    /// A watcher of one stream.
    pub(crate) fn new(reading: Reading) -> Watcher {
        let runner = match reading {
            Reading::Output(runner) => runner,
            Reading::Nothing | Reading::Records => Runner::Auto,
        };
        Watcher { reading, live: Live::new(runner), events: Vec::new(), sieve: Sieve::new(), broken: false }
    }

    /// Whether lines are taken for records first.
    pub(crate) fn reads_records(&self) -> bool {
        self.reading == Reading::Records
    }

    /// What these bytes decide.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> std::vec::Drain<'_, Event> {
        let Watcher { live, events, sieve, broken, .. } = self;
        let mut take = |piece: &[u8]| live.feed(piece, &mut |event: &Event| events.push(event.clone()));
        // The rest of a line whose beginning was looked at, and a line that has not ended,
        // are looked at in any case.
        let head = match memchr::memchr(b'\n', bytes) {
            Some(at) if *broken => at + 1,
            Some(_) => 0,
            None => bytes.len(),
        };
        let tail = memchr::memrchr(b'\n', bytes).map_or(0, |at| at + 1).max(head);
        if head > 0 {
            take(&bytes[..head]);
        }
        sieve.sift(&bytes[head..tail], &mut take);
        if tail < bytes.len() {
            take(&bytes[tail..]);
        }
        if let Some(last) = bytes.last() {
            *broken = *last != b'\n';
        }
        self.events.drain(..)
    }

    /// What the end decides.
    pub(crate) fn finish(&mut self) -> std::vec::Drain<'_, Event> {
        let events = &mut self.events;
        self.live.finish(&mut |event: &Event| events.push(event.clone()));
        self.events.drain(..)
    }
}

/// What a line of records turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Told {
    /// A test failed.
    Failed,
    /// Something else of use.
    Taken,
    /// The end of the stream, and whether it says that all is there.
    Trailer {
        complete: bool,
        passed: Option<bool>,
        cause: Option<EndCause>,
        exit_code: Option<i64>,
        signal: Option<i64>,
    },
    /// A record, or a line, that says nothing about tests.
    Foreign,
    /// A record of ours that cannot be read, and why.
    Bad(String),
}

/// Applies one line of `test.v1`, `run-event.v1` or `parse-summary.v1`.
pub(crate) fn record(model: &mut Model, line: &[u8], now: Now) -> Told {
    match schema_of(line).as_deref() {
        Some("test.v1") => match serde_json::from_slice::<TestRef<'_>>(line) {
            Ok(test) => told_test(model, &test, now),
            Err(error) => Told::Bad(format!("not a test.v1: {error}")),
        },
        Some("run-event.v1") => match serde_json::from_slice::<RunEvent>(line) {
            Ok(event) => told_event(model, &event, now),
            Err(error) => Told::Bad(format!("not a run-event.v1: {error}")),
        },
        Some("parse-summary.v1") => match serde_json::from_slice::<ParseSummary>(line) {
            Ok(summary) => Told::Trailer {
                complete: summary.complete,
                passed: None,
                cause: None,
                exit_code: None,
                signal: None,
            },
            Err(error) => Told::Bad(format!("not a parse-summary.v1: {error}")),
        },
        _ => Told::Foreign,
    }
}

fn told_test(model: &mut Model, test: &TestRef<'_>, now: Now) -> Told {
    // Builds and set-ups that broke are worth a failure; containers only hold others.
    if test.kind == Kind::Container || (test.kind != Kind::Test && !test.status.is_bad()) {
        return Told::Foreign;
    }
    let failed = model.sighting(
        &Sighting::Finished {
            test_id: &test.test_id,
            status: test.status,
            raw_status: None,
            duration_ms: test.duration_ms.map(record::Ms::get),
        },
        now,
    );
    if failed { Told::Failed } else { Told::Taken }
}

fn told_event(model: &mut Model, event: &RunEvent, now: Now) -> Told {
    let context = &event.context;
    match (event.event, context.test_id.as_deref()) {
        (RunEventKind::TestStarted, Some(test_id)) => {
            model.sighting(&Sighting::Started { test_id }, now);
            Told::Taken
        }
        (RunEventKind::TestFinished, Some(test_id)) => {
            let failed = model.sighting(
                &Sighting::Finished {
                    test_id,
                    status: context.status.unwrap_or(record::Status::Unknown),
                    raw_status: context.raw_status.as_deref(),
                    duration_ms: context.duration_ms.map(record::Ms::get),
                },
                now,
            );
            if failed { Told::Failed } else { Told::Taken }
        }
        (RunEventKind::RunStarted, _) => {
            if let Some(planned) = context.planned {
                model.sighting(&Sighting::Planned { count: planned, listed: false }, now);
            }
            Told::Taken
        }
        (RunEventKind::RunFinished, _) => Told::Trailer {
            complete: true,
            passed: context.passed,
            cause: context.cause,
            exit_code: context.exit_code,
            signal: context.signal,
        },
        (RunEventKind::TestStarted | RunEventKind::TestFinished, None) => {
            Told::Bad("not a run-event.v1 of a test: context.test_id is missing".to_owned())
        }
        _ => Told::Foreign,
    }
}
