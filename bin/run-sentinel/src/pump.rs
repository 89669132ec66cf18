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
//! The bytes are written before they are looked at, and a recogniser that fails is put
//! aside: nothing that happens here can change the output. When the reader leaves, the
//! command's end of the pipe is closed, so that the command learns it as it would have
//! without us.

use crate::clock::{Now, nanos_of};
use crate::recorder::Desk;
use crate::sighting::{Reading, Told, Watcher};
use formats::results::live::Event;
use record::run::reason;
use rustix::event::{PollFd, PollFlags};
use rustix::io::Errno;
use rustix::time::Timespec;
use std::io::{self, IsTerminal as _, Write as _};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Read and written at once: large enough to cost few calls, small enough to stay in the
/// cache between reading, writing and looking.
const BLOCK: usize = 256 << 10;
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
        let carrier = Carrier {
            stream,
            writes: Arc::clone(&writes),
            news: false,
            from: Some(from),
            log,
            reading,
            watcher: None,
            block: Vec::new(),
            standing: Arc::clone(&standing),
            shared,
            output_lost: false,
            terminal: false,
            tail: Vec::new(),
            held: Vec::new(),
        };
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

struct Carrier {
    stream: Stream,
    from: Option<OwnedFd>,
    log: Option<Arc<std::fs::File>>,
    reading: Reading,
    watcher: Option<Watcher>,
    /// Empty until the first output.
    block: Vec<u8>,
    standing: Arc<AtomicU8>,
    writes: Arc<AtomicU64>,
    /// The model learned something that nobody was told of.
    news: bool,
    shared: Arc<Shared>,
    output_lost: bool,
    /// Whether the bytes go to a terminal.
    terminal: bool,
    /// The unfinished line of the event stream.
    tail: Vec<u8>,
    /// The unfinished line of the output, not yet looked at.
    held: Vec<u8>,
}

/// Some runners print a test's name and its verdict in two writes also when it has long
/// ended (libtest with several threads). A line that is finished within this time says
/// only how the test ended, and not that it is the one that runs now.
const HOLD: Timespec = Timespec { tv_sec: 0, tv_nsec: 10_000_000 };
/// An unfinished line that is longer is no test's name.
const LONGEST_HELD: usize = 4096;
/// Lines of the event stream longer than this are given up.
const LONGEST_LINE: usize = 16 << 20;

impl Carrier {
    /// Whether more output waits to be carried.
    fn has_more(&self) -> bool {
        let waiting = self.from.as_ref().map(rustix::io::ioctl_fionread);
        matches!(waiting, Some(Ok(bytes)) if bytes > 0)
    }

    /// What the first output needs.
    fn prepare(&mut self, from: BorrowedFd<'_>) {
        // Fewer wake-ups; where it is not granted, the usual size does.
        crate::sys::widen_pipe(from);
        self.block = vec![0; BLOCK];
        self.terminal = match self.stream {
            Stream::Err => std::io::stderr().is_terminal(),
            _ => std::io::stdout().is_terminal(),
        };
        if self.reading != Reading::Nothing {
            self.watcher = Some(Watcher::new(self.reading));
        }
    }

    /// Waits for output and carries it; `false` at its end.
    fn step(&mut self) -> bool {
        let Some(from) = self.from.take() else { return false };
        if self.block.is_empty() {
            self.prepare(from.as_fd());
        }
        if !self.held.is_empty() && is_silent(from.as_fd()) {
            // The line stays unfinished: it may be the name of a test that runs now.
            let held = std::mem::take(&mut self.held);
            self.guarded(|carrier, watcher| carrier.tell(watcher, &held));
            self.from = Some(from);
            return true;
        }
        let n = match rustix::io::read(&from, &mut self.block[..]) {
            Ok(0) => return false,
            Ok(n) => n,
            Err(Errno::INTR) => {
                self.from = Some(from);
                return true;
            }
            Err(_) => return false,
        };
        self.from = Some(from);
        self.shared.last_output.store(crate::sys::boot_nanos(), Ordering::SeqCst);
        self.standing.store(1, Ordering::SeqCst);
        let block = std::mem::take(&mut self.block);
        self.carry(&block[..n]);
        self.block = block;
        // A reader downstream that took its time is not the command's silence.
        self.shared.last_output.store(crate::sys::boot_nanos(), Ordering::SeqCst);
        self.standing.store(0, Ordering::SeqCst);
        true
    }

    fn carry(&mut self, bytes: &[u8]) {
        if self.stream != Stream::Events {
            self.pass_on(bytes);
            if let Some(log) = &self.log
                && let Err(error) = (&**log).write_all(bytes)
            {
                self.problem(reason::LOG_WRITE_FAILED, "log", &error);
                self.log = None;
            }
        }
        self.guarded(|carrier, watcher| carrier.look(watcher, bytes));
    }

    /// Has the watcher look. One that panics is out; the output goes on.
    fn guarded(&mut self, look: impl FnOnce(&mut Carrier, &mut Watcher)) {
        let Some(mut watcher) = self.watcher.take() else {
            return;
        };
        let looked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            look(self, &mut watcher);
            watcher
        }));
        self.watcher = looked.ok();
    }

    fn look(&mut self, watcher: &mut Watcher, bytes: &[u8]) {
        if self.stream != Stream::Events && !watcher.reads_records() {
            let (whole, rest) = bytes.split_at(memchr::memrchr(b'\n', bytes).map_or(0, |at| at + 1));
            let mut whole = whole;
            if !self.held.is_empty()
                && let Some(end) = memchr::memchr(b'\n', whole)
            {
                self.held.extend_from_slice(&whole[..=end]);
                whole = &whole[end + 1..];
                self.tell_held(watcher);
            }
            if !whole.is_empty() {
                self.tell(watcher, whole);
            }
            self.held.extend_from_slice(rest);
            if self.held.len() > LONGEST_HELD {
                self.tell_held(watcher);
            }
            return;
        }
        let mut rest = bytes;
        while let Some(at) = memchr::memchr(b'\n', rest) {
            let (head, tail) = rest.split_at(at + 1);
            rest = tail;
            if self.tail.is_empty() {
                self.line(watcher, head);
            } else {
                self.tail.extend_from_slice(head);
                let line = std::mem::take(&mut self.tail);
                self.line(watcher, &line);
                self.tail = line;
                self.tail.clear();
            }
        }
        if self.tail.len() + rest.len() <= LONGEST_LINE {
            self.tail.extend_from_slice(rest);
        }
    }

    fn tell_held(&mut self, watcher: &mut Watcher) {
        let mut held = std::mem::take(&mut self.held);
        self.tell(watcher, &held);
        held.clear();
        self.held = held;
    }

    /// Has the output recognised and notes what it says.
    fn tell(&mut self, watcher: &mut Watcher, bytes: &[u8]) {
        self.took(watcher.feed(bytes));
    }

    fn took(&mut self, events: impl Iterator<Item = Event>) {
        let mut events = events.peekable();
        if events.peek().is_none() {
            return;
        }
        self.news = true;
        let mut model = self.shared.desk.model().quietly();
        let now = Now::read();
        let mut failed = false;
        for event in events {
            failed |= crate::sighting::apply(&mut model, &event, now);
        }
        drop(model);
        self.shared.took(failed);
    }

    fn line(&mut self, watcher: &mut Watcher, line: &[u8]) {
        self.news = true;
        let mut model = self.shared.desk.model().quietly();
        let now = Now::read();
        let told = crate::sighting::record(&mut model, line.trim_ascii(), now);
        let mut failed = told == Told::Failed;
        if told == Told::Foreign {
            for event in watcher.feed(line) {
                failed |= crate::sighting::apply(&mut model, &event, now);
            }
        } else if let Told::Bad(message) = told {
            drop(model);
            self.tell_problem(reason::INPUT_INCOMPLETE, &format!("records: {message}"));
            return;
        }
        drop(model);
        self.shared.took(failed);
    }

    fn end(mut self) {
        self.guarded(|carrier, watcher| {
            if !carrier.tail.is_empty() {
                let line = std::mem::take(&mut carrier.tail);
                carrier.line(watcher, &line);
            }
            if !carrier.held.is_empty() {
                carrier.tell_held(watcher);
            }
            carrier.took(watcher.finish());
        });
        self.standing.store(2, Ordering::SeqCst);
        self.shared.ring();
    }

    fn pass_on(&mut self, bytes: &[u8]) {
        if self.output_lost {
            return;
        }
        let written = crate::say::passing(self.terminal, bytes, || match self.stream {
            Stream::Err => write_all(std::io::stderr().as_fd(), bytes),
            _ => write_all(std::io::stdout().as_fd(), bytes),
        });
        match written {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                // What the command would have met itself.
                self.from = None;
                let now = Now::read();
                let text = "the reader of the output left";
                let mut model = self.shared.desk.model();
                model.problem(reason::OUTPUT_CLOSED, text, now);
            }
            Err(error) => {
                self.output_lost = true;
                self.problem(reason::OUTPUT_LOST, "output", &error);
            }
        }
    }

    fn problem(&self, code: &'static str, what: &str, error: &io::Error) {
        self.tell_problem(code, &format!("{what}: cannot write: {}", files::reason(error)));
    }

    fn tell_problem(&self, code: &'static str, message: &str) {
        let mut model = self.shared.desk.model();
        let new = model.is_news(code);
        model.problem(code, message, Now::read());
        // Not under the lock: whoever reads our stderr may be stuck.
        drop(model);
        if new {
            crate::say::warn(message);
        }
    }
}

/// Whether nothing comes for a moment, not even the end.
fn is_silent(from: BorrowedFd<'_>) -> bool {
    let mut wait = [PollFd::from_borrowed_fd(from, PollFlags::IN)];
    matches!(rustix::event::poll(&mut wait, Some(&HOLD)), Ok(0))
}

/// Writes all, also where somebody made the descriptor non-blocking.
fn write_all(to: BorrowedFd<'_>, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(to, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(n) => bytes = &bytes[n..],
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                let mut wait = [PollFd::from_borrowed_fd(to, PollFlags::OUT)];
                match rustix::event::poll(&mut wait, None) {
                    Ok(_) | Err(Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
