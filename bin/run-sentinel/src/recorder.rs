//! The thread that writes evidence, so that a slow or dead disk never holds up the run.
//!
//! The model is behind one lock. Whoever changes it rings; the thread appends the events
//! at once and replaces the state. Where changes come in a torrent, states are written
//! every [`PAUSE`] only; the last change is always written, so an idle run is never
//! behind. A failure to write is told once, noted in the state, and tried again at every
//! further change and heartbeat.
//!
//! The thread is hired when there is something to write while the command runs. A command
//! that ends at once and in silence needs none: its states are written by the supervisor,
//! as all are where the system has no thread left.

use crate::clock::Now;
use crate::model::Model;
use crate::store::{EventFile, StateFile};
use record::run::reason;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// The shortest time between two states while changes keep coming.
const PAUSE: Duration = Duration::from_millis(5);
/// So many states may follow each other without a pause.
const BURST: f64 = 16.0;

/// The model, the bell, and where evidence goes.
#[derive(Debug)]
pub(crate) struct Desk {
    inner: Mutex<Inner>,
    /// Never locked by a thread that holds `inner`.
    sinks: Mutex<Paced>,
    bell: Condvar,
    done: Condvar,
}

#[derive(Debug)]
struct Inner {
    model: Model,
    sync: bool,
    /// The recorder is at work.
    hired: bool,
    close: bool,
    closed: bool,
}

/// The model, locked. Changes ring the bell when this is dropped.
pub(crate) struct At<'a> {
    desk: &'a Desk,
    quiet: bool,
    inner: MutexGuard<'a, Inner>,
}

impl std::ops::Deref for At<'_> {
    type Target = Model;
    fn deref(&self) -> &Model {
        &self.inner.model
    }
}

impl std::ops::DerefMut for At<'_> {
    fn deref_mut(&mut self) -> &mut Model {
        &mut self.inner.model
    }
}

impl At<'_> {
    /// Without the bell: whoever changes the model sees to it that it is written.
    pub(crate) fn quietly(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// The next state is to survive the loss of the machine.
    pub(crate) fn sync(&mut self) {
        self.inner.sync = true;
        self.inner.model.touch();
    }
}

impl Drop for At<'_> {
    fn drop(&mut self) {
        if !self.quiet && self.inner.hired && self.inner.model.waiting() != (false, false) {
            self.desk.bell.notify_one();
        }
    }
}

/// Where evidence goes, and whether every event must survive the loss of the machine.
#[derive(Debug)]
pub(crate) struct Sinks {
    pub(crate) state: StateFile,
    pub(crate) events: Option<EventFile>,
    pub(crate) durable: bool,
}

/// The sinks, and how often a state is due.
#[derive(Debug)]
struct Paced {
    sinks: Sinks,
    pace: Pace,
}

impl Desk {
    /// A desk for a run.
    pub(crate) fn new(model: Model, sinks: Sinks) -> Arc<Desk> {
        let inner = Inner { model, sync: false, hired: false, close: false, closed: false };
        Arc::new(Desk {
            inner: Mutex::new(inner),
            sinks: Mutex::new(Paced { sinks, pace: Pace::new(Instant::now()) }),
            bell: Condvar::new(),
            done: Condvar::new(),
        })
    }

    /// The model. A thread that panicked while it held it left it usable: every change of
    /// it is made of whole steps.
    pub(crate) fn model(&self) -> At<'_> {
        At { desk: self, quiet: false, inner: self.lock() }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn paced(&self) -> MutexGuard<'_, Paced> {
        self.sinks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Rings for the recorder.
    pub(crate) fn ring(&self) {
        self.bell.notify_one();
    }

    /// Writes what waits, here and now: the first states, which have to be there before the
    /// recorder has anything to do.
    pub(crate) fn write_here(&self) {
        self.write(self.paced(), true, false);
    }

    /// Writes what waits, here if that takes no syncing and nobody else writes just now;
    /// else the recorder does.
    pub(crate) fn write_soon(&self) {
        let mut paced = match self.sinks.try_lock() {
            Ok(paced) => paced,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return self.ring(),
        };
        let inner = self.lock();
        // Of a run that is closed the recorder has the last word.
        let nothing = inner.close || inner.model.waiting() == (false, false);
        let sync = inner.sync;
        drop(inner);
        if nothing {
            return;
        }
        if paced.sinks.durable || sync {
            drop(paced);
            return self.ring();
        }
        let due = paced.pace.take(Instant::now());
        self.write(paced, due, false);
        if !due {
            self.ring();
        }
    }

    /// Hires the recorder if it is not at work. `false`: the system has no thread left, or no
    /// room for one, and what waits was written here.
    pub(crate) fn hire(self: &Arc<Desk>) -> bool {
        let mut inner = self.lock();
        if inner.hired {
            return true;
        }
        let desk = Arc::clone(self);
        let thread = || std::thread::Builder::new().name("recorder".to_owned()).spawn(move || desk.record());
        let hired = crate::sys::has_room() && thread().is_ok();
        inner.hired = hired;
        drop(inner);
        if !hired {
            self.write_here();
        }
        hired
    }

    /// Sees to it that somebody writes what waits.
    pub(crate) fn tend(self: &Arc<Desk>) {
        let inner = self.lock();
        let idle = inner.hired || inner.model.waiting() == (false, false);
        drop(inner);
        if !idle {
            self.hire();
        }
    }

    /// Makes the last change and has everything written and synced. `false`: the disk did
    /// not answer within `patience`; the caller goes on without it.
    pub(crate) fn close(&self, patience: Duration, last: impl FnOnce(&mut Model)) -> bool {
        let mut inner = self.lock();
        last(&mut inner.model);
        inner.close = true;
        inner.sync = true;
        inner.model.touch();
        if !inner.hired {
            // The disk took a state a moment ago, and nobody else depends on us.
            drop(inner);
            self.write_last();
            return true;
        }
        self.bell.notify_one();
        let waited = self.done.wait_timeout_while(inner, patience, |inner| !inner.closed);
        waited.unwrap_or_else(PoisonError::into_inner).0.closed
    }

    /// Writes what waits. Failures become reason codes and, the first time, a warning.
    /// `due`: a state may be written; `force`: also when nothing changed.
    fn write(&self, mut paced: MutexGuard<'_, Paced>, due: bool, force: bool) {
        let sinks = &mut paced.sinks;
        let mut at = self.model();
        let lines = at.take_events();
        let changed = due && (at.take_changed() || force);
        let sync = (changed && std::mem::take(&mut at.inner.sync)) || sinks.durable;
        // The events first: a state must not know more than the stream beside it.
        let state = changed.then(|| at.next_state(Now::read()));
        drop(at);
        let mut failed = Vec::new();
        if let Some(events) = &mut sinks.events
            && (!lines.is_empty() || events.is_waiting())
        {
            let mut written = events.append(lines);
            if written.is_ok() && sync {
                written = events.sync();
            }
            if let Err(error) = written {
                failed.push((reason::EVENTS_WRITE_FAILED, "events", error));
            }
        }
        if let Some(state) = state
            && let Err(error) = sinks.state.write(&state, sync)
        {
            failed.push((reason::STATE_WRITE_FAILED, "state", error));
        }
        drop(paced);
        if !failed.is_empty() {
            self.tell(failed);
        }
    }

    fn write_last(&self) {
        self.write(self.paced(), true, true);
        // A problem found by the last write is worth one more state.
        if self.lock().model.waiting() != (false, false) {
            self.write(self.paced(), true, true);
        }
    }

    fn tell(&self, failed: Vec<(&'static str, &'static str, io::Error)>) {
        let mut news = Vec::new();
        let mut at = self.model();
        for (code, what, error) in failed {
            let message = format!("{what}: cannot write: {}", files::reason(&error));
            let new = at.inner.model.is_news(code);
            at.inner.model.problem(code, &message, Now::read());
            if code == reason::STATE_WRITE_FAILED {
                // Tried again at the next change or heartbeat, not at once.
                at.inner.model.take_changed();
            }
            if new {
                news.push(message);
            }
        }
        // Not under the lock: whoever reads our stderr may be stuck.
        drop(at);
        for message in news {
            crate::say::warn(&message);
        }
    }

    /// The recorder.
    fn record(&self) {
        loop {
            let inner = self.lock();
            let idle = |inner: &mut Inner| !inner.close && inner.model.waiting() == (false, false);
            let inner = self.bell.wait_while(inner, idle).unwrap_or_else(PoisonError::into_inner);
            let (close, (_, events)) = (inner.close, inner.model.waiting());
            drop(inner);
            if close {
                self.write_last();
                self.lock().closed = true;
                self.done.notify_all();
                return;
            }
            let mut paced = self.paced();
            let due = paced.sinks.durable || paced.pace.take(Instant::now());
            let pause = paced.pace.wait(Instant::now());
            if due || events {
                self.write(paced, due, false);
            } else {
                drop(paced);
            }
            if !due {
                // The state has to wait; events and the end do not.
                let early = |inner: &mut Inner| !inner.close && !inner.model.waiting().1;
                let inner = self.lock();
                drop(self.bell.wait_timeout_while(inner, pause, early));
            }
        }
    }
}

/// How often states may be replaced: each costs a credit, and [`PAUSE`] earns one. A run
/// that does a few things at once has all of them written at once; a torrent gets a state
/// every [`PAUSE`].
#[derive(Debug)]
struct Pace {
    credit: f64,
    last: Instant,
}

impl Pace {
    fn new(now: Instant) -> Pace {
        Pace { credit: BURST, last: now }
    }

    fn earn(&mut self, now: Instant) {
        let earned = now.saturating_duration_since(self.last).as_secs_f64() / PAUSE.as_secs_f64();
        self.credit = (self.credit + earned).min(BURST);
        self.last = now;
    }

    /// How long until the next state may be written.
    fn wait(&mut self, now: Instant) -> Duration {
        self.earn(now);
        PAUSE.mul_f64((1.0 - self.credit).max(0.0))
    }

    /// Pays for a state, where there is credit.
    fn take(&mut self, now: Instant) -> bool {
        self.earn(now);
        // A wait is rounded to nanoseconds and may end that much too early.
        let paid = self.credit >= 1.0 - 1e-6;
        if paid {
            self.credit -= 1.0;
        }
        paid
    }
}

#[cfg(test)]
mod tests {
    use super::{BURST, PAUSE, Pace};
    use std::time::{Duration, Instant};

    #[test]
    fn a_burst_is_free_and_a_torrent_is_paced() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        // Ten thousand changes in a tenth of a second.
        let changes = (0..10_000).map(|change| start + Duration::from_micros(10 * change));
        let written = changes.filter(|now| pace.take(*now)).count();
        let earned = (0.1 / PAUSE.as_secs_f64()) as usize;
        assert!((15 + earned..=16 + earned).contains(&written), "{written}");
        // Whoever waits as long as told may write.
        let now = start + Duration::from_millis(100);
        let wait = pace.wait(now);
        assert!(wait <= PAUSE);
        assert!(pace.take(now + wait));
        // A long rest earns a burst and no more.
        let now = start + Duration::from_secs(60);
        let free = (0..100).filter(|_| pace.take(now)).count();
        assert_eq!(free as f64, BURST);
    }
}
