//! The supervisor of a started command: waits, keeps the heartbeat, and decides when and
//! why the run has to end.

use crate::clock::{Now, ms, nanos_of};
use crate::crew::Crew;
use crate::exec::{One, Outcome};
use crate::pump::{Pump, STUCK, Shared, Standing};
use crate::recorder::Desk;
use crate::signals::{self, Signals};
use crate::{say, sys};
use record::run::{EndCause, EventContext, FailfastMode, RunEnd, RunEventKind};
use rustix::event::{PollFd, PollFlags};
use rustix::process::{Signal, WaitStatus};
use rustix::time::Timespec;
use std::io::Read as _;
use std::os::fd::AsFd as _;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// A sign of life, durable, this often.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// The first one, which makes the start durable; a command that ends sooner has only its
/// end made durable.
const FIRST_HEARTBEAT: Duration = Duration::from_millis(100);
/// A run that ends sooner needs no status line.
const STATUS_AFTER: Duration = Duration::from_secs(1);
/// The status line is drawn this often.
const STATUS: Duration = Duration::from_millis(250);
/// Silence worth an event where no limit says otherwise.
const IDLE_NOTE: Duration = Duration::from_secs(60);
/// So long after a pump last wrote evidence are they watched.
const WATCHED: Duration = Duration::from_secs(1);
/// A supervisor that wakes up this late was stopped itself; what it missed is not the
/// run's fault.
const LATE: Duration = Duration::from_secs(1);

/// Why the run is being ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    Timeout,
    IdleTimeout,
    TestTimeout,
    Failfast,
    Signal(i32),
}

pub(crate) struct Guard<'a> {
    pub(crate) one: &'a One<'a>,
    pub(crate) desk: &'a Arc<Desk>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) signals: &'a mut Signals,
    pub(crate) bell: UnixStream,
    pub(crate) crew: Crew,
    pub(crate) pumps: Vec<Pump>,
    pub(crate) began: Now,
    pub(crate) next_heartbeat: u64,
    /// When the supervisor last looked around.
    pub(crate) woken: u64,
    /// Silence before this instant is not held against the run.
    pub(crate) forgiven: u64,
    /// The silence that was told already, by when it began.
    pub(crate) idle_noted: Option<u64>,
    pub(crate) interrupted: Option<i32>,
    /// A second signal: no more grace.
    pub(crate) impatient: bool,
    /// When the status line is to be drawn again; `None` where there is none.
    pub(crate) next_status: Option<u64>,
    /// The pumps are watched until they have written nothing for a while: how often they
    /// had written at the last look, and until when.
    pub(crate) watched: (u64, u64),
}

impl Guard<'_> {
    pub(crate) fn new<'a>(
        one: &'a One<'a>,
        desk: &'a Arc<Desk>,
        shared: Arc<Shared>,
        signals: &'a mut Signals,
        bell: UnixStream,
        crew: Crew,
        pumps: Vec<Pump>,
    ) -> Guard<'a> {
        let began = desk.model().started();
        Guard {
            one,
            desk,
            shared,
            signals,
            bell,
            crew,
            pumps,
            began,
            next_heartbeat: began.boot_ns + nanos_of(FIRST_HEARTBEAT),
            woken: began.boot_ns,
            forgiven: began.boot_ns,
            idle_noted: None,
            interrupted: None,
            impatient: false,
            next_status: say::start_status().then_some(began.boot_ns + nanos_of(STATUS_AFTER)),
            watched: (0, 0),
        }
    }

    pub(crate) fn watch(&mut self) -> (RunEnd, Outcome) {
        let stop = loop {
            if self.crew.look() {
                break None;
            }
            let (next, due) = self.due();
            if let Some(stop) = due {
                break Some(stop);
            }
            self.turn(next);
            if let Some(signal) = self.interrupted {
                break Some(Stop::Signal(signal));
            }
            if self.one.orders.failfast != FailfastMode::Off && self.shared.failed.load(Ordering::SeqCst) {
                break Some(Stop::Failfast);
            }
        };
        if let Some(stop) = stop {
            self.stop(stop);
        }
        let status = self.clear_away();
        self.drain();
        say::end_status();
        // The last test may have failed in the very last line.
        let (end, outcome) = self.settle(stop, status);
        self.tell_end(&end);
        (end, outcome)
    }

    /// Says so when the command ended in the middle of a test.
    fn tell_end(&self, end: &RunEnd) {
        let model = self.desk.model();
        let Some((test, _)) = model.oldest_open() else { return };
        let how = match (end.cause, &end.signal_name, end.exit_code) {
            (EndCause::Signaled, Some(signal), _) => format!("was ended by {signal}"),
            (EndCause::Exited, _, Some(code)) => format!("ended with status {code}"),
            _ => return,
        };
        let text = format!("the command {how} while {test} was running");
        // Not under the lock: whoever reads our stderr may be stuck.
        drop(model);
        say::warn(&text);
    }

    /// The next instant at which something may be due, and what is due already.
    fn due(&mut self) -> (u64, Option<Stop>) {
        let orders = self.one.orders;
        let now = sys::boot_nanos();
        let quiet_since = if self.pumps.iter().any(|pump| pump.standing() == Standing::Writing) {
            // The command is not silent: its reader is slow.
            now
        } else {
            self.shared.last_output.load(Ordering::SeqCst).max(self.forgiven)
        };
        // A test that starts only now is due no sooner than its limit from now.
        let oldest = orders.test_timeout.map(|_| {
            let since = self.desk.model().oldest_open().map(|(_, since)| since.boot_ns);
            since.map_or(now, |since| since.max(self.forgiven))
        });
        let limits = [
            (orders.timeout, self.began.boot_ns, Stop::Timeout),
            (orders.test_timeout, oldest.unwrap_or(now), Stop::TestTimeout),
            (orders.idle_timeout, quiet_since, Stop::IdleTimeout),
        ];
        let mut next = self.next_heartbeat;
        for (limit, since, stop) in limits {
            let Some(limit) = limit else { continue };
            let at = since.saturating_add(nanos_of(limit));
            if now >= at {
                return (now, Some(stop));
            }
            next = next.min(at);
        }
        let note = orders.idle_timeout.map_or(IDLE_NOTE, |limit| limit / 2);
        let note_at = quiet_since.saturating_add(nanos_of(note));
        if self.idle_noted == Some(quiet_since) {
            return (next, None);
        }
        if now < note_at {
            return (next.min(note_at), None);
        }
        self.idle_noted = Some(quiet_since);
        let mut model = self.desk.model();
        let context = EventContext {
            duration_ms: Some(ms(now - quiet_since)),
            test_id: model.oldest_open().map(|(id, _)| id.to_owned()),
            ..EventContext::default()
        };
        model.event(RunEventKind::OutputIdle, context, Now::read());
        (next, None)
    }

    /// Waits until something happens, at most until `until`, and keeps the heartbeat.
    pub(crate) fn turn(&mut self, until: u64) {
        let until = until.min(self.next_heartbeat).min(self.next_status.unwrap_or(u64::MAX));
        let now = sys::boot_nanos();
        let watched = self.shared.watched.load(Ordering::SeqCst);
        let wait = if watched { until.min(now + nanos_of(STUCK)) } else { until }.saturating_sub(now);
        let timeout =
            Timespec { tv_sec: (wait / 1_000_000_000) as i64, tv_nsec: (wait % 1_000_000_000) as i64 };
        let streams = self.pumps.iter().filter_map(Pump::descriptor);
        let mut descriptors: Vec<PollFd<'_>> = [self.signals.descriptor(), self.bell.as_fd()]
            .into_iter()
            .chain(streams)
            .map(|descriptor| PollFd::from_borrowed_fd(descriptor, PollFlags::IN))
            .collect();
        // An interrupted wait is as good as a finished one: all is looked at anyway.
        let polled = rustix::event::poll(&mut descriptors, Some(&timeout));
        let found: Vec<PollFlags> = descriptors.iter().skip(2).map(PollFd::revents).collect();
        if polled.is_ok() {
            self.carry(&found);
        }
        let mut bytes = [0; 64];
        while matches!((&self.bell).read(&mut bytes), Ok(n) if n > 0) {}
        let arrived = self.signals.take();
        for signal in arrived.ending {
            if self.interrupted.is_some() {
                self.impatient = true;
            }
            self.interrupted.get_or_insert(signal);
        }
        if arrived.quit {
            self.crew.signal_group(Signal::QUIT);
        }
        if arrived.stop {
            self.crew.signal_group(Signal::STOP);
            signals::die_of(signal_hook::consts::SIGTSTP);
            self.crew.signal_group(Signal::CONT);
        }
        let now = Now::read();
        if now.boot_ns > until.max(self.woken) + nanos_of(LATE) {
            // We were stopped, not the run: let the pumps catch up before judging it.
            self.forgiven = now.boot_ns;
        }
        self.woken = now.boot_ns;
        if self.next_status.is_some_and(|at| now.boot_ns >= at) {
            self.next_status = Some(now.boot_ns + nanos_of(STATUS));
            // Outside of the lock: a terminal may be slow.
            let line = self.desk.model().status_line(now);
            say::status(&line);
        }
        if now.boot_ns >= self.next_heartbeat {
            self.next_heartbeat = now.boot_ns + nanos_of(HEARTBEAT);
            let moved = self.shared.last_output.load(Ordering::SeqCst);
            let mut model = self.desk.model();
            model.moved(moved, now);
            model.heartbeat(now);
            model.sync();
        }
        self.desk.tend();
        if watched {
            self.watch_pumps(now.boot_ns);
        }
    }

    /// Has every stream go on whose thread waits for the disk. Nobody is watched who has
    /// nothing to write.
    fn watch_pumps(&mut self, now_ns: u64) {
        let written = self.shared.written.load(Ordering::SeqCst);
        let (before, until) = self.watched;
        if written != before {
            self.watched = (written, now_ns + nanos_of(WATCHED));
        } else if now_ns >= until {
            self.shared.watched.store(false, Ordering::SeqCst);
        }
        // Looked at after the store: a pump that still saw itself watched is seen here.
        if self.pumps.iter().filter(|pump| pump.rescue(now_ns)).count() > 0 {
            self.shared.watched.store(true, Ordering::SeqCst);
        }
    }

    /// Goes on with the streams that no thread has yet; `found` is what the poll says of each.
    fn carry(&mut self, found: &[PollFlags]) {
        let speaks = |flags: &PollFlags| !flags.is_empty() && *flags != PollFlags::HUP;
        // Somebody has to write down what the output says.
        let threads = found.iter().any(speaks) && self.desk.hire();
        let waiting = self.pumps.iter_mut().filter(|pump| pump.descriptor().is_some());
        for (pump, flags) in waiting.zip(found).filter(|(_, flags)| !flags.is_empty()) {
            pump.go_on(*flags, threads);
        }
    }

    /// What ended the run, and the status that says so.
    fn settle(&self, stop: Option<Stop>, status: Option<WaitStatus>) -> (RunEnd, Outcome) {
        let exit_code = status.and_then(WaitStatus::exit_status);
        let signal = status.and_then(WaitStatus::terminating_signal);
        let own = match (exit_code, signal) {
            (Some(code), _) => u8::try_from(code & 0xFF).unwrap_or(1),
            (None, Some(signal)) => u8::try_from(128 + signal).unwrap_or(255),
            (None, None) => 1,
        };
        let cause = match stop {
            Some(Stop::Timeout) => EndCause::Timeout,
            Some(Stop::IdleTimeout) => EndCause::IdleTimeout,
            Some(Stop::TestTimeout) => EndCause::TestTimeout,
            Some(Stop::Failfast) => EndCause::Failfast,
            Some(Stop::Signal(_)) => EndCause::Interrupted,
            None if self.interrupted.is_some() => EndCause::Interrupted,
            None if signal.is_some() => EndCause::Signaled,
            None => EndCause::Exited,
        };
        let (code, reraise) = match cause {
            EndCause::Timeout | EndCause::IdleTimeout | EndCause::TestTimeout => (124, None),
            // A command that ends well on SIGTERM has still failed a test.
            EndCause::Failfast => (own.max(1), None),
            EndCause::Interrupted => {
                let signal = self.interrupted.unwrap_or(signal_hook::consts::SIGTERM);
                (u8::try_from(128 + signal).unwrap_or(255), Some(signal))
            }
            _ => (own, None),
        };
        let end = RunEnd {
            cause,
            exit_code: exit_code.map(i64::from),
            signal: signal.map(i64::from),
            signal_name: signal.map(signals::name),
        };
        let outcome = Outcome { code, signal: reraise };
        (end, outcome)
    }
}
