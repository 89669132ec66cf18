//! The thread that writes evidence, so that a slow or dead disk never holds up the run.
//!
//! The model is behind one lock. Whoever changes it rings; the thread appends the events
//! at once and replaces the state. Where changes come in a torrent, states are written
//! every [`PAUSE`] only; the last change is always written, so an idle run is never
//! behind. A failure to write is told once, noted in the state, and tried again at every
//! further change and heartbeat.

use crate::clock::Now;
use crate::model::Model;
use crate::store::{EventFile, StateFile};
use record::run::reason;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The shortest time between two states while changes keep coming.
const PAUSE: Duration = Duration::from_millis(5);
/// So many states may follow each other without a pause.
const BURST: f64 = 16.0;

/// The model and the bell.
#[derive(Debug)]
pub(crate) struct Desk {
    inner: Mutex<Inner>,
    bell: Condvar,
    done: Condvar,
}

#[derive(Debug)]
struct Inner {
    model: Model,
    sync: bool,
    close: bool,
    closed: bool,
}

/// The model, locked. Changes ring the bell when this is dropped.
pub(crate) struct At<'a> {
    desk: &'a Desk,
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
    /// The next state is to survive the loss of the machine.
    pub(crate) fn sync(&mut self) {
        self.inner.sync = true;
        self.inner.model.touch();
    }
}

impl Drop for At<'_> {
    fn drop(&mut self) {
        let (state, events) = self.inner.model.waiting();
        if state || events {
            self.desk.bell.notify_one();
        }
    }
}

impl Desk {
    /// A desk for a run.
    pub(crate) fn new(model: Model) -> Arc<Desk> {
        Arc::new(Desk {
            inner: Mutex::new(Inner { model, sync: false, close: false, closed: false }),
            bell: Condvar::new(),
            done: Condvar::new(),
        })
    }

    /// The model. A thread that panicked while it held it left it usable: every change of
    /// it is made of whole steps.
    pub(crate) fn model(&self) -> At<'_> {
        At { desk: self, inner: self.lock() }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where evidence goes, and whether every event must survive the loss of the machine.
#[derive(Debug)]
pub(crate) struct Sinks {
    pub(crate) state: StateFile,
    pub(crate) events: Option<EventFile>,
    pub(crate) durable: bool,
}

impl Sinks {
    /// Writes what waits. Failures become reason codes and, the first time, a warning.
    /// `due`: a state may be written; `force`: also when nothing changed.
    fn write(&mut self, desk: &Desk, due: bool, force: bool) {
        let mut at = desk.model();
        let lines = at.take_events();
        let changed = due && (at.take_changed() || force);
        let sync = (changed && std::mem::take(&mut at.inner.sync)) || self.durable;
        // The events first: a state must not know more than the stream beside it.
        let state = changed.then(|| at.next_state(Now::read()));
        drop(at);
        let mut failed = Vec::new();
        if let Some(events) = &mut self.events
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
            && let Err(error) = self.state.write(&state, sync)
        {
            failed.push((reason::STATE_WRITE_FAILED, "state", error));
        }
        if !failed.is_empty() {
            tell(desk, failed);
        }
    }
}

fn tell(desk: &Desk, failed: Vec<(&'static str, &'static str, io::Error)>) {
    let mut news = Vec::new();
    let mut at = desk.model();
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

/// The running thread.
#[derive(Debug)]
pub(crate) struct Recorder {
    desk: Arc<Desk>,
    thread: Option<JoinHandle<()>>,
}

impl Recorder {
    /// Writes the first state here and now, so that it is there before the command is;
    /// then starts the thread. The first heartbeat, soon after, makes it durable, while the
    /// command is at work.
    pub(crate) fn start(desk: &Arc<Desk>, mut sinks: Sinks) -> Recorder {
        sinks.write(desk, true, true);
        let shared = Arc::clone(desk);
        let thread = std::thread::Builder::new()
            .name("recorder".to_owned())
            .spawn(move || record(&shared, sinks))
            .ok();
        Recorder { desk: Arc::clone(desk), thread }
    }

    /// Has everything written and ends the thread. `false`: the disk did not answer
    /// within `patience`; the caller goes on without it.
    pub(crate) fn close(mut self, patience: Duration) -> bool {
        let mut inner = self.desk.lock();
        inner.close = true;
        inner.sync = true;
        inner.model.touch();
        self.desk.bell.notify_one();
        let Some(thread) = self.thread.take() else {
            return false;
        };
        let (inner, _) = self
            .desk
            .done
            .wait_timeout_while(inner, patience, |inner| !inner.closed)
            .unwrap_or_else(PoisonError::into_inner);
        let closed = inner.closed;
        drop(inner);
        closed && thread.join().is_ok()
    }
}

fn record(desk: &Desk, mut sinks: Sinks) {
    let mut pace = Pace::new(Instant::now());
    loop {
        let mut inner = desk.lock();
        let close = loop {
            let (state, events) = inner.model.waiting();
            if inner.close || events {
                break inner.close;
            }
            let wait = if state { pace.wait(Instant::now()) } else { Duration::MAX };
            if wait.is_zero() {
                break false;
            }
            inner = if wait == Duration::MAX {
                desk.bell.wait(inner).unwrap_or_else(PoisonError::into_inner)
            } else {
                desk.bell.wait_timeout(inner, wait).unwrap_or_else(PoisonError::into_inner).0
            };
        };
        drop(inner);
        let due = close || sinks.durable || pace.take(Instant::now());
        sinks.write(desk, due, close);
        if close {
            // A problem found by the last write is worth one more state.
            if desk.lock().model.waiting() != (false, false) {
                sinks.write(desk, true, true);
            }
            desk.lock().closed = true;
            desk.done.notify_all();
            return;
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
