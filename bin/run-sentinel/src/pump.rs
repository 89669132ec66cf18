//! Carries one stream of the command to its reader, byte for byte, and looks at it in
//! passing.
//!
//! A stream gets a thread of its own with its first output; until then the supervisor
//! waits for it together with everything else. Where the system has no thread left, the
//! supervisor carries it, block by block.
//!
//! When nothing more waits to be carried, the thread writes down what it has seen itself,
//! which saves waking another. Since a disk may take long it puts its work down before:
//! if it does not come back in time, the supervisor has another thread go on with it.
//!
//! What is carried, and how it is looked at, is the [`Carrier`]'s.

mod carrier;

use crate::clock::nanos_of;
use crate::recorder::Desk;
use crate::sighting::Reading;
use carrier::Carrier;
use rustix::event::PollFlags;
use std::io::Write as _;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A disk that takes longer than this has a stream go on without the thread that waits for it.
pub(crate) const STUCK: Duration = Duration::from_millis(100);

/// What the supervisor and the pumps share besides the desk.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) desk: Arc<Desk>,
    /// Nanoseconds since boot when output last came.
    pub(crate) last_output: AtomicU64,
    /// A test failed.
    pub(crate) failed: AtomicBool,
    /// The supervisor looks every [`STUCK`] whether a pump waits for the disk.
    pub(crate) watched: AtomicBool,
    /// So many times did pumps write evidence.
    pub(crate) written: AtomicU64,
    /// Rings the supervisor.
    pub(crate) bell: UnixStream,
}

impl Shared {
    pub(crate) fn ring(&self) {
        // A full pipe is a bell that rings already.
        let _ = (&self.bell).write(b"!");
    }

    /// Writes what waits in this thread, with the supervisor watching.
    fn write(&self, writes: &AtomicU64) {
        writes.store(crate::sys::boot_nanos().max(1), Ordering::SeqCst);
        self.written.fetch_add(1, Ordering::SeqCst);
        if !self.watched.swap(true, Ordering::SeqCst) {
            self.ring();
        }
        self.desk.write_soon();
        writes.store(0, Ordering::SeqCst);
    }

    fn took(&self, failed: bool) {
        if failed && !self.failed.swap(true, Ordering::SeqCst) {
            self.ring();
        }
    }
}

/// Where a pump stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Waiting for the command.
    Reading,
    /// Waiting for the reader downstream.
    Writing,
    /// At the end.
    Done,
}

/// Which stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    Out,
    Err,
    /// Records or runner output on a descriptor of its own; not passed on.
    Events,
}

/// Where a carrier lies that nobody works with: whoever finds it goes on with it.
type Slot = Arc<Mutex<Option<Box<Carrier>>>>;

fn take(slot: &Slot) -> Option<Box<Carrier>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner).take()
}

fn put(slot: &Slot, carrier: Box<Carrier>) {
    *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(carrier);
}

/// A pump as the supervisor sees it.
pub(crate) struct Pump {
    stream: Stream,
    standing: Arc<AtomicU8>,
    /// Nanoseconds since boot when its thread began to write evidence; 0 when it does not.
    writes: Arc<AtomicU64>,
    /// As long as no thread has it.
    carrier: Option<Box<Carrier>>,
    slot: Slot,
}

impl Pump {
    /// A pump that waits for its stream's first output.
    pub(crate) fn new(
        stream: Stream,
        from: OwnedFd,
        log: Option<Arc<std::fs::File>>,
        reading: Reading,
        shared: Arc<Shared>,
    ) -> Pump {
        let standing = Arc::new(AtomicU8::new(0));
        let writes = Arc::new(AtomicU64::new(0));
        let carrier = Carrier::new(stream, from, log, reading, shared, (&standing, &writes));
        Pump { stream, standing, writes, carrier: Some(Box::new(carrier)), slot: Slot::default() }
    }

    pub(crate) fn standing(&self) -> Standing {
        match self.standing.load(Ordering::SeqCst) {
            0 => Standing::Reading,
            1 => Standing::Writing,
            _ => Standing::Done,
        }
    }

    /// What the supervisor has to poll; `None` where a thread does, or nothing comes any more.
    pub(crate) fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        self.carrier.as_ref()?.from.as_ref().map(AsFd::as_fd)
    }

    /// Goes on with what the poll found: in a thread of its own if there may be `threads`
    /// and there is one, else here.
    pub(crate) fn go_on(&mut self, found: PollFlags, threads: bool) {
        let Some(mut carrier) = self.carrier.take() else { return };
        if found == PollFlags::HUP && carrier.block.is_empty() {
            // The end, and there never was anything.
            self.standing.store(2, Ordering::SeqCst);
            return;
        }
        if threads {
            put(&self.slot, carrier);
            if self.hire() {
                return;
            }
            let Some(back) = take(&self.slot) else { return };
            carrier = back;
        }
        while carrier.step() {
            if carrier.held.is_empty() {
                self.carrier = Some(carrier);
                return;
            }
        }
        carrier.end();
    }

    /// Has a thread go on with what lies in the slot.
    fn hire(&self) -> bool {
        let name = match self.stream {
            Stream::Out => "stdout",
            Stream::Err => "stderr",
            Stream::Events => "events",
        };
        let slot = Arc::clone(&self.slot);
        let thread = std::thread::Builder::new().name(name.to_owned());
        thread.spawn(move || while round(&slot) {}).is_ok()
    }

    /// Since when its thread has been writing evidence.
    fn writes_since(&self) -> Option<u64> {
        let since = self.writes.load(Ordering::SeqCst);
        (since > 0).then_some(since)
    }

    /// Has the stream go on where its thread waits for the disk; whether it does.
    pub(crate) fn rescue(&self, now_ns: u64) -> bool {
        let Some(since) = self.writes_since() else { return false };
        let stuck = now_ns.saturating_sub(since) >= nanos_of(STUCK);
        let idle = self.slot.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        if stuck && idle {
            self.hire();
        }
        true
    }
}

/// Carries the next piece and writes down what it says; `false` at the end of the stream,
/// or when another thread has taken over.
fn round(slot: &Slot) -> bool {
    let Some(mut carrier) = take(slot) else { return false };
    let shared = Arc::clone(&carrier.shared);
    if !carrier.step() {
        let writes = Arc::clone(&carrier.writes);
        carrier.end();
        shared.write(&writes);
        return false;
    }
    if !std::mem::take(&mut carrier.news) {
        put(slot, carrier);
        return true;
    }
    if carrier.has_more() {
        // The output goes first; the recorder writes at the same time.
        put(slot, carrier);
        shared.desk.ring();
        return true;
    }
    let writes = Arc::clone(&carrier.writes);
    put(slot, carrier);
    shared.write(&writes);
    true
}
