//! Ending a run: the request, the grace, the force, what was left behind, the rest of the
//! output.

use crate::clock::{Now, ms, ms_of, nanos_of};
use crate::guard::{Guard, Stop};
use crate::orders::StackDump;
use crate::pump::{Pump, Standing};
use crate::{failfast, say, signals, sys};
use record::run::{EventContext, FailfastMode, ProcessFacts, RunEventKind, reason};
use rustix::process::{Signal, WaitStatus};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How long what the command left behind may take to end by itself.
const LEFTOVERS: Duration = Duration::from_secs(1);
/// How long output may stay silent and open after every process that we can reach ended.
const DRAIN: Duration = Duration::from_secs(1);
/// How long killed processes may take to be gone.
const KILL: Duration = Duration::from_secs(10);
/// How long a stack dump may take.
const DUMP: Duration = Duration::from_secs(1);

impl Guard<'_> {
    /// Ends the run for a cause.
    pub(crate) fn stop(&mut self, stop: Stop) {
        let orders = self.one.orders;
        let now = Now::read();
        match stop {
            Stop::Timeout => self.hang(reason::TIMEOUT, orders.timeout, now),
            Stop::IdleTimeout => self.hang(reason::IDLE_TIMEOUT, orders.idle_timeout, now),
            Stop::TestTimeout => self.hang(reason::TEST_TIMEOUT, orders.test_timeout, now),
            Stop::Failfast => {
                let mut model = self.desk.model();
                let context = EventContext {
                    mode: Some(failfast::word(orders.failfast).to_owned()),
                    test_id: model.first_failure().map(|mark| mark.test_id.clone()),
                    counts: Some(model.counts().clone()),
                    ..EventContext::default()
                };
                let text = match &context.test_id {
                    Some(test) => format!("fail-fast: {test} failed: the run is ended"),
                    None => "fail-fast: the run is ended".to_owned(),
                };
                model.event(RunEventKind::FailfastModeApplied, context, now);
                drop(model);
                say::warn(&text);
                // Written before anything can go wrong with the ending.
                self.one.failfast_summary(self.desk, false);
            }
            Stop::Signal(_) => {}
        }
        let first = match stop {
            Stop::Signal(number) => signals::of_number(number).unwrap_or(Signal::TERM),
            _ => Signal::TERM,
        };
        let hard = stop == Stop::Failfast && orders.failfast == FailfastMode::Hard;
        if !hard {
            let whom = self.crew.signal(first);
            // A stopped process would sleep through it.
            self.crew.signal(Signal::CONT);
            self.kill_sent(first, &whom);
            self.wait_gone(orders.grace);
        }
        self.kill_all();
    }

    /// The evidence of a hang, before it is destroyed by ending it.
    pub(crate) fn hang(&mut self, code: &'static str, limit: Option<Duration>, now: Now) {
        let alive = self.crew.alive();
        let mut model = self.desk.model();
        let test = model.oldest_open().map(|(id, since)| (id.to_owned(), since));
        let context = EventContext {
            reason: Some(code.to_owned()),
            limit_ms: limit.map(ms_of),
            duration_ms: test.as_ref().map(|(_, since)| ms(now.boot_ns.saturating_sub(since.boot_ns))),
            test_id: test.map(|(id, _)| id),
            counts: Some(model.counts().clone()),
            ..EventContext::default()
        };
        model.event(RunEventKind::Timeout, context, now);
        let context = EventContext { processes: list(&alive), ..EventContext::default() };
        model.event(RunEventKind::Snapshot, context, now);
        model.hung(code);
        model.sync();
        let running = model.oldest_open().map(|(test, since)| {
            let took = cli::human_ms(now.boot_ns.saturating_sub(since.boot_ns) as f64 / 1e6);
            format!("{test} has been running for {took}")
        });
        drop(model);
        self.desk.tend();
        let limit = limit.map_or_else(String::new, |limit| cli::human_ms(limit.as_secs_f64() * 1e3));
        let why = match code {
            reason::TIMEOUT => Some(format!("not done after {limit}")),
            reason::IDLE_TIMEOUT => Some(format!("no output for {limit}")),
            _ => None,
        };
        let why: Vec<String> = why.into_iter().chain(running).collect();
        say::warn(&format!("hung ({code}): {}", why.join("; ")));
        let (signal, whom): (Signal, Vec<sys::Process>) = match self.one.orders.stack_dump {
            StackDump::Off => return,
            StackDump::Abort => (Signal::ABORT, alive),
            StackDump::Auto => {
                let talks = |p: &sys::Process| {
                    let program = sys::program(p).unwrap_or_else(|| p.name.clone());
                    program == "java" || program.ends_with(".test")
                };
                (Signal::QUIT, alive.into_iter().filter(talks).collect())
            }
        };
        if whom.is_empty() {
            return;
        }
        for process in &whom {
            let _ = sys::signal_exactly(process, signal);
        }
        self.kill_sent(signal, &whom);
        self.wait_gone(DUMP);
    }

    pub(crate) fn kill_sent(&self, signal: Signal, whom: &[sys::Process]) {
        let number = signal.as_raw();
        let context = EventContext {
            signal: Some(i64::from(number)),
            signal_name: Some(signals::name(number)),
            processes: list(whom),
            ..EventContext::default()
        };
        self.desk.model().event(RunEventKind::KillSent, context, Now::read());
    }

    /// Waits until nothing of the run is left; `false` when the time was not enough or a
    /// second signal asks for haste.
    pub(crate) fn wait_gone(&mut self, patience: Duration) -> bool {
        let until = sys::boot_nanos().saturating_add(nanos_of(patience));
        // Descendants further down end without a signal to us: look again and again, at
        // growing distances.
        let mut step = 2_000_000;
        loop {
            if self.crew.is_gone() {
                return true;
            }
            let now = sys::boot_nanos();
            if now >= until || self.impatient {
                return false;
            }
            self.turn(until.min(now + step));
            step = (step * 2).min(50_000_000);
        }
    }

    /// Ends by force what is left, again and again until nothing is.
    pub(crate) fn kill_all(&mut self) {
        let until = sys::boot_nanos().saturating_add(nanos_of(KILL));
        let mut told = false;
        while !self.crew.is_gone() {
            let whom = self.crew.kill_round();
            if !told && !whom.is_empty() {
                self.kill_sent(Signal::KILL, &whom);
                told = true;
            }
            self.impatient = false;
            if self.wait_gone(Duration::from_millis(100)) {
                return;
            }
            if sys::boot_nanos() >= until {
                // Stuck in the kernel, or not ours to end.
                let left = self.crew.alive();
                let mut model = self.desk.model();
                model.reason(reason::UNKILLABLE);
                let context = EventContext {
                    reason: Some(reason::UNKILLABLE.to_owned()),
                    processes: list(&left),
                    ..EventContext::default()
                };
                model.event(RunEventKind::Leak, context, Now::read());
                return;
            }
        }
    }

    /// Reaps the command and ends what it left behind; its status.
    pub(crate) fn clear_away(&mut self) -> Option<WaitStatus> {
        // Where orphans come to us nothing is lost by reaping at once: every process of
        // the run is found as a descendant. Elsewhere the group is needed to find them.
        let mut status = None;
        if self.one.adopts {
            status = self.crew.reap();
        }
        if !self.crew.is_gone() && !self.wait_gone(LEFTOVERS) {
            let left = self.crew.alive();
            if !left.is_empty() {
                let mut model = self.desk.model();
                model.reason(reason::LEAK);
                let culprit = left.iter().find_map(|process| {
                    let (from, to) = sys::born(process)?;
                    model.open_during(from, to).map(str::to_owned)
                });
                let context = EventContext {
                    reason: Some(reason::LEAK.to_owned()),
                    test_id: culprit.clone(),
                    processes: list(&left),
                    ..EventContext::default()
                };
                model.event(RunEventKind::Leak, context, Now::read());
                drop(model);
                let names: Vec<String> =
                    left.iter().take(5).map(|p| format!("{} ({})", p.name, p.pid)).collect();
                let by = culprit.map_or_else(String::new, |test| format!("; begun during {test}"));
                let text = format!("the command left processes behind: {}{by}", names.join(", "));
                say::warn(&text);
                let whom = self.crew.signal(Signal::TERM);
                self.crew.signal(Signal::CONT);
                self.kill_sent(Signal::TERM, &whom);
                self.wait_gone(self.one.orders.grace);
            }
            self.kill_all();
        }
        status.or_else(|| self.crew.reap())
    }

    /// Waits for the rest of the output: without limit for a slow reader, for a bounded
    /// time for a writer that cannot be reached.
    pub(crate) fn drain(&mut self) {
        let mut quiet_since = sys::boot_nanos();
        let asked = self.interrupted.is_some();
        loop {
            // A signal that comes only now can mean nothing but this wait.
            self.impatient |= !asked && self.interrupted.is_some();
            let standings: Vec<Standing> = self.pumps.iter().map(Pump::standing).collect();
            if standings.iter().all(|s| *s == Standing::Done) {
                return;
            }
            let now = sys::boot_nanos();
            let moved = self.shared.last_output.load(Ordering::SeqCst);
            quiet_since = quiet_since.max(moved);
            if standings.contains(&Standing::Writing) {
                quiet_since = now;
            }
            if now.saturating_sub(quiet_since) >= nanos_of(DRAIN) || self.impatient {
                let text = "something that cannot be reached keeps the output open";
                let mut model = self.desk.model();
                model.problem(reason::OUTPUT_NOT_DRAINED, text, Now::read());
                let context = EventContext {
                    reason: Some(reason::OUTPUT_NOT_DRAINED.to_owned()),
                    ..EventContext::default()
                };
                model.event(RunEventKind::Leak, context, Now::read());
                drop(model);
                say::warn(text);
                return;
            }
            self.turn(now + 20_000_000);
        }
    }
}

/// At most 64 of them: a fork bomb must not fill the disk.
fn list(processes: &[sys::Process]) -> Vec<ProcessFacts> {
    processes.iter().take(64).map(sys::Process::facts).collect()
}
