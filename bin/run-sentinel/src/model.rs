//! A run as a pure state machine: sightings and instants in, states and events out.
//!
//! Nothing here touches a file, a process or a clock. The model promises: `sequence`
//! numbers without gaps, counts that agree with the events, memory bounded by
//! [`roster::MOST_RUNNING`] open and [`roster::MOST_TRACKED`] known tests, and a state that
//! names what was running at any instant.

mod line;
mod resume;
mod roster;
mod state;
#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;

use crate::clock::{Now, ms};
use record::run::{
    EventContext, Liveness, Platform, ProcessFacts, Repeat, RunCounts, RunEnd, RunEvent, RunEventKind,
    RunEventTag, RunLimits, RunState, TestMark, reason,
};
use record::{Labels, Ms, Status, TestId};
use roster::Roster;
use std::collections::BTreeSet;

/// Open tests that a state names.
pub(crate) const MOST_NAMED: usize = 32;
/// Bytes of events that may wait for a slow disk.
pub(crate) const MOST_PENDING: usize = 64 << 20;
/// The longest test id that is kept; a longer one is cut, which only hostile output has.
const LONGEST_ID: usize = 4096;

/// Something that was recognised in the output.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Sighting<'a> {
    /// So many more tests will run. `listed`: each of them will be told; else a summary may
    /// be all that is printed.
    Planned { count: u64, listed: bool },
    /// A test began.
    Started { test_id: &'a str },
    /// A test ended.
    Finished { test_id: &'a str, status: Status, raw_status: Option<&'a str>, duration_ms: Option<f64> },
}

/// What is known of a run before it begins.
#[derive(Clone, Debug)]
pub(crate) struct About {
    pub(crate) run_id: String,
    pub(crate) program: Option<String>,
    pub(crate) commit: Option<String>,
    pub(crate) environment_sha256: Option<String>,
    pub(crate) seed: Option<u64>,
    pub(crate) expected: Option<u64>,
    pub(crate) repeat: Option<Repeat>,
    pub(crate) limits: RunLimits,
    pub(crate) labels: Labels,
    pub(crate) liveness: Liveness,
    pub(crate) platform: Platform,
    pub(crate) writer: Option<ProcessFacts>,
    /// Whether event lines are wanted at all.
    pub(crate) events: bool,
}

/// The run.
#[derive(Debug)]
pub(crate) struct Model {
    about: About,
    started: Now,
    completed: Option<Now>,
    heartbeat: Now,
    progress: Now,
    counts: RunCounts,
    planned: Option<u64>,
    /// Planned tests have to be seen one by one.
    listed: bool,
    last_started: Option<TestMark>,
    last_completed: Option<TestMark>,
    first_failure: Option<TestMark>,
    hung_test: Option<TestMark>,
    failing: Vec<String>,
    roster: Roster,
    command: Option<ProcessFacts>,
    end: Option<RunEnd>,
    passed: Option<bool>,
    reasons: Vec<&'static str>,
    said: BTreeSet<&'static str>,
    state_sequence: u64,
    event_sequence: u64,
    pending: Vec<u8>,
    dropped: u64,
    changed: bool,
}

impl Model {
    /// A run that begins now.
    pub(crate) fn new(about: About, now: Now) -> Model {
        let mut model = Model {
            about,
            started: now,
            completed: None,
            heartbeat: now,
            progress: now,
            counts: RunCounts::default(),
            planned: None,
            listed: false,
            last_started: None,
            last_completed: None,
            first_failure: None,
            hung_test: None,
            failing: Vec::new(),
            roster: Roster::default(),
            command: None,
            end: None,
            passed: None,
            reasons: Vec::new(),
            said: BTreeSet::new(),
            state_sequence: 0,
            event_sequence: 0,
            pending: Vec::new(),
            dropped: 0,
            changed: true,
        };
        let context = EventContext {
            program: model.about.program.clone(),
            seed: model.about.seed,
            repeat: model.about.repeat.clone(),
            ..EventContext::default()
        };
        model.event(RunEventKind::RunStarted, context, now);
        model
    }

    /// The run's id.
    pub(crate) fn run_id(&self) -> &str {
        &self.about.run_id
    }

    /// What was seen so far.
    pub(crate) fn counts(&self) -> &RunCounts {
        &self.counts
    }

    /// How many tests were announced.
    pub(crate) fn planned(&self) -> Option<u64> {
        self.planned
    }

    /// The first failing test.
    pub(crate) fn first_failure(&self) -> Option<&TestMark> {
        self.first_failure.as_ref()
    }

    /// When the run began.
    pub(crate) fn started(&self) -> Now {
        self.started
    }

    /// The test that has been open longest, and since when.
    pub(crate) fn oldest_open(&self) -> Option<(&str, Now)> {
        let open = self.roster.oldest()?;
        Some((&open.test_id, open.since))
    }

    /// The test that was open at some instant from `from_ns` to `to_ns` since boot, if it
    /// was exactly one.
    pub(crate) fn open_during(&self, from_ns: u64, to_ns: u64) -> Option<&str> {
        self.roster.open_during(from_ns, to_ns)
    }

    /// Takes a sighting; `true` when a test failed.
    pub(crate) fn sighting(&mut self, sighting: &Sighting<'_>, now: Now) -> bool {
        self.progress = now;
        self.changed = true;
        match *sighting {
            Sighting::Planned { count, listed } => {
                self.listed |= listed && count > 0;
                self.planned = Some(self.planned.unwrap_or(0).saturating_add(count));
                false
            }
            Sighting::Started { test_id } => {
                self.start(cut(test_id), now);
                false
            }
            Sighting::Finished { test_id, status, raw_status, duration_ms } => {
                self.finish_test(cut(test_id), status, raw_status, duration_ms, now)
            }
        }
    }

    fn start(&mut self, test_id: &str, now: Now) {
        self.counts.started += 1;
        self.roster.start(test_id, now);
        self.counts.running = self.roster.running();
        self.last_started = Some(mark(test_id, now));
        let attempt = self.roster.attempts(test_id) + 1;
        self.test_event(RunEventKind::TestStarted, test_id, attempt, |_| {}, now);
    }

    fn finish_test(
        &mut self,
        test_id: &str,
        status: Status,
        raw_status: Option<&str>,
        duration_ms: Option<f64>,
        now: Now,
    ) -> bool {
        let since = self.roster.finish(test_id, now);
        self.counts.started += u64::from(since.is_none());
        self.counts.running = self.roster.running();
        self.counts.finished += 1;
        let bad = status.is_bad();
        match status {
            Status::Pass | Status::Xpass => self.counts.passed += 1,
            Status::Fail | Status::Error | Status::Incomplete => self.counts.failed += 1,
            Status::Skip => self.counts.skipped += 1,
            Status::Xfail => self.counts.xfailed += 1,
            Status::Unknown => self.counts.unknown += 1,
        }
        let attempt = self.attempted(test_id, bad);
        let native = duration_ms.filter(|d| *d >= 0.0).and_then(Ms::new);
        let measured = since.map(|since| ms(now.boot_ns.saturating_sub(since.boot_ns)));
        let done = TestMark { status: Some(status), duration_ms: native.or(measured), ..mark(test_id, now) };
        if bad && self.first_failure.is_none() {
            self.first_failure = Some(done.clone());
        }
        let duration_ms = done.duration_ms;
        self.last_completed = Some(done);
        let provenance = match (native, measured) {
            (Some(_), _) => Some("native".to_owned()),
            (None, Some(_)) => Some("approx".to_owned()),
            (None, None) => None,
        };
        let raw_status = raw_status.map(str::to_owned);
        self.test_event(
            RunEventKind::TestFinished,
            test_id,
            attempt,
            |context| {
                context.status = Some(status);
                context.raw_status = raw_status;
                context.duration_ms = duration_ms;
                context.provenance = provenance;
            },
            now,
        );
        bad
    }

    /// Counts an attempt and keeps `tests` and `failing_tests` in step; its number.
    fn attempted(&mut self, test_id: &str, bad: bool) -> u64 {
        let attempt = self.roster.attempted(test_id, bad);
        self.counts.tests += u64::from(attempt.number == 1);
        if bad && !attempt.failed_before {
            self.counts.failing_tests += 1;
            if attempt.tracked && self.failing.len() < MOST_NAMED {
                self.failing.push(test_id.to_owned());
            }
        } else if attempt.failed_before && !bad {
            self.counts.failing_tests -= 1;
            self.failing.retain(|name| name != test_id);
        }
        attempt.number
    }

    /// The run moves: output came.
    pub(crate) fn moved(&mut self, boot_ns: u64, now: Now) {
        if boot_ns > self.progress.boot_ns {
            // The wall clock of that instant follows from how long ago it was.
            let ago = i128::from(now.boot_ns.saturating_sub(boot_ns));
            self.progress = Now { boot_ns, wall_ns: now.wall_ns - ago };
        }
    }

    /// The sentinel lives.
    pub(crate) fn heartbeat(&mut self, now: Now) {
        self.heartbeat = now;
        self.changed = true;
        let context = EventContext { counts: Some(self.counts.clone()), ..EventContext::default() };
        self.event(RunEventKind::Heartbeat, context, now);
    }

    /// The same without an event: a sighting is a sign of life too.
    pub(crate) fn alive(&mut self, now: Now) {
        self.heartbeat = now;
    }

    /// The command has a process.
    pub(crate) fn command(&mut self, facts: ProcessFacts) {
        self.command = Some(facts);
        self.changed = true;
    }

    /// Something about the evidence went wrong; each code is told once.
    pub(crate) fn problem(&mut self, code: &'static str, message: &str, now: Now) {
        self.reason(code);
        if self.said.insert(code) {
            let context = EventContext {
                reason: Some(code.to_owned()),
                message: Some(message.to_owned()),
                ..EventContext::default()
            };
            self.event(RunEventKind::EvidenceProblem, context, now);
        }
    }

    /// Whether this problem was not told yet.
    pub(crate) fn is_news(&self, code: &str) -> bool {
        !self.said.contains(code)
    }

    /// A limit was passed: what hangs is named now, since ending it may let it finish.
    pub(crate) fn hung(&mut self, code: &'static str) {
        self.hung_test = self.roster.oldest().map(|open| mark(&open.test_id, open.since));
        self.reason(code);
    }

    /// A code that belongs to the run.
    pub(crate) fn reason(&mut self, code: &'static str) {
        if !self.reasons.contains(&code) {
            self.reasons.push(code);
            self.changed = true;
        }
    }

    /// Any other event.
    pub(crate) fn event(&mut self, kind: RunEventKind, context: EventContext, now: Now) {
        if !self.about.events {
            return;
        }
        if self.pending.len() > MOST_PENDING {
            self.dropped += 1;
            self.event_sequence += 1;
            return;
        }
        self.event_sequence += 1;
        let event = RunEvent {
            schema: RunEventTag,
            at: now.at(),
            event: kind,
            run_id: self.about.run_id.clone(),
            sequence: self.event_sequence,
            elapsed_ms: self.elapsed(now),
            context,
            labels: self.about.labels.clone(),
        };
        // Writing JSON of plain fields into memory cannot fail.
        if serde_json::to_writer(&mut self.pending, &event).is_ok() {
            self.pending.push(b'\n');
        }
    }

    fn test_event(
        &mut self,
        kind: RunEventKind,
        test_id: &str,
        attempt: u64,
        fill: impl FnOnce(&mut EventContext),
        now: Now,
    ) {
        if !self.about.events {
            return;
        }
        let mut context = EventContext {
            test_id: Some(test_id.to_owned()),
            test_uid: Some(TestId::uid_of(test_id)),
            attempt: Some(attempt),
            ..EventContext::default()
        };
        fill(&mut context);
        self.event(kind, context, now);
    }

    fn elapsed(&self, now: Now) -> Ms {
        ms(now.boot_ns.saturating_sub(self.started.boot_ns))
    }

    /// The run has ended. Whether it passed follows from [`crate::judge::passed`].
    pub(crate) fn end(&mut self, end: RunEnd, now: Now) {
        if self.dropped > 0 {
            self.reason(reason::EVENTS_DROPPED);
        }
        self.completed = Some(now);
        self.heartbeat = now;
        self.changed = true;
        self.end = Some(end.clone());
        let early = end.exit_code == Some(0) && self.counts.running > 0;
        if early {
            self.reason(reason::EARLY_EXIT);
        }
        let finished = self.counts.finished;
        let missing = self.planned.is_some_and(|n| finished < n) && (finished > 0 || self.listed);
        if early || (missing && end.exit_code == Some(0)) {
            let code = match finished {
                _ if early => reason::EARLY_EXIT,
                0 => reason::NO_TESTS_SEEN,
                _ => reason::FEWER_TESTS_THAN_PLANNED,
            };
            let context = EventContext {
                reason: Some(code.to_owned()),
                test_id: self.oldest_open().map(|(id, _)| id.to_owned()),
                exit_code: end.exit_code,
                counts: Some(self.counts.clone()),
                planned: self.planned,
                ..EventContext::default()
            };
            self.event(RunEventKind::EarlyExitDetected, context, now);
        }
        if self.listed && self.counts.finished == 0 {
            self.reason(reason::NO_TESTS_SEEN);
        }
        let passed = crate::judge::passed(&self.state(now));
        self.passed = Some(passed);
        let context = EventContext {
            cause: Some(end.cause),
            exit_code: end.exit_code,
            signal: end.signal,
            signal_name: end.signal_name,
            passed: Some(passed),
            planned: self.planned,
            counts: Some(self.counts.clone()),
            repeat: self.about.repeat.clone(),
            ..EventContext::default()
        };
        self.event(RunEventKind::RunFinished, context, now);
    }

    /// Whether the run passed; `None` until it has ended.
    pub(crate) fn passed(&self) -> Option<bool> {
        self.passed
    }

    /// Whether there is something that no state has told yet; asking answers it.
    pub(crate) fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// The state is to be written again although nothing happened.
    pub(crate) fn touch(&mut self) {
        self.changed = true;
    }

    /// Whether a state or events wait to be written.
    pub(crate) fn waiting(&self) -> (bool, bool) {
        (self.changed, !self.pending.is_empty())
    }

    /// The event lines made since the last call.
    pub(crate) fn take_events(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.pending)
    }

    /// The next state to write.
    pub(crate) fn next_state(&mut self, now: Now) -> RunState {
        self.state_sequence += 1;
        self.state(now)
    }
}

fn mark(test_id: &str, now: Now) -> TestMark {
    TestMark {
        test_id: test_id.to_owned(),
        at: now.at(),
        at_boot_ms: now.boot_ms(),
        status: None,
        duration_ms: None,
    }
}

fn cut(test_id: &str) -> &str {
    let mut end = test_id.len().min(LONGEST_ID);
    while !test_id.is_char_boundary(end) {
        end -= 1;
    }
    &test_id[..end]
}
