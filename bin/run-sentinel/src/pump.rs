//! A thread that carries one stream of the command to its reader, byte for byte, and
//! looks at it in passing.
//!
//! The bytes are written before they are looked at, and a recogniser that fails is put
//! aside: nothing that happens here can change the output. When the reader leaves, the
//! command's end of the pipe is closed, so that the command learns it as it would have
//! without us.

use crate::clock::Now;
use crate::recorder::Desk;
use crate::sighting::{Told, Watcher};
use formats::results::live::Event;
use record::run::reason;
use rustix::event::{PollFd, PollFlags};
use rustix::io::Errno;
use rustix::time::Timespec;
use std::io::{self, IsTerminal as _, Write as _};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

/// Read and written at once: large enough to cost few calls, small enough to stay in the
/// cache between reading, writing and looking.
const BLOCK: usize = 256 << 10;

/// What the supervisor and the pumps share besides the desk.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) desk: Arc<Desk>,
    /// Nanoseconds since boot when output last came.
    pub(crate) last_output: AtomicU64,
    /// A test failed.
    pub(crate) failed: AtomicBool,
    /// Rings the supervisor.
    pub(crate) bell: UnixStream,
}

impl Shared {
    pub(crate) fn ring(&self) {
        // A full pipe is a bell that rings already.
        let _ = (&self.bell).write(b"!");
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

/// A pump as the supervisor sees it.
#[derive(Debug)]
pub(crate) struct Pump {
    standing: Arc<AtomicU8>,
}

impl Pump {
    pub(crate) fn standing(&self) -> Standing {
        match self.standing.load(Ordering::SeqCst) {
            0 => Standing::Reading,
            1 => Standing::Writing,
            _ => Standing::Done,
        }
    }
}

/// Which stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    Out,
    Err,
    /// Records or runner output on a descriptor of its own; not passed on.
    Events,
}

/// Starts a pump.
///
/// # Errors
/// When the system has no thread left.
pub(crate) fn start(
    stream: Stream,
    from: OwnedFd,
    log: Option<Arc<std::fs::File>>,
    watcher: Watcher,
    shared: Arc<Shared>,
) -> io::Result<Pump> {
    let standing = Arc::new(AtomicU8::new(0));
    let pump = Pump { standing: Arc::clone(&standing) };
    let carrier = Carrier {
        stream,
        from: Some(from),
        log,
        watcher: Some(watcher),
        standing,
        shared,
        output_lost: false,
        terminal: match stream {
            Stream::Err => std::io::stderr().is_terminal(),
            _ => std::io::stdout().is_terminal(),
        },
        tail: Vec::new(),
        held: Vec::new(),
    };
    let name = match stream {
        Stream::Out => "stdout",
        Stream::Err => "stderr",
        Stream::Events => "events",
    };
    std::thread::Builder::new().name(name.to_owned()).spawn(move || carrier.run())?;
    Ok(pump)
}

struct Carrier {
    stream: Stream,
    from: Option<OwnedFd>,
    log: Option<Arc<std::fs::File>>,
    watcher: Option<Watcher>,
    standing: Arc<AtomicU8>,
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
    fn run(mut self) {
        if self.watcher.as_ref().is_some_and(Watcher::is_blind) {
            self.watcher = None;
        }
        let mut block = vec![0; BLOCK];
        while let Some(from) = &self.from {
            if !self.held.is_empty() && is_silent(from.as_fd()) {
                // The line stays unfinished: it may be the name of a test that runs now.
                let held = std::mem::take(&mut self.held);
                self.guarded(|carrier, watcher| carrier.tell(watcher, &held));
                continue;
            }
            match rustix::io::read(from, &mut block[..]) {
                Ok(0) => break,
                Ok(n) => {
                    let boot_ns = crate::sys::boot_nanos();
                    self.shared.last_output.store(boot_ns, Ordering::SeqCst);
                    self.standing.store(1, Ordering::SeqCst);
                    self.carry(&block[..n]);
                    // A reader downstream that took its time is not the command's silence.
                    self.shared.last_output.store(crate::sys::boot_nanos(), Ordering::SeqCst);
                    self.standing.store(0, Ordering::SeqCst);
                }
                Err(Errno::INTR) => {}
                Err(_) => break,
            }
        }
        self.end();
        self.standing.store(2, Ordering::SeqCst);
        self.shared.ring();
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
                self.tell(watcher, &self.held);
                self.held.clear();
            }
            if !whole.is_empty() {
                self.tell(watcher, whole);
            }
            self.held.extend_from_slice(rest);
            if self.held.len() > LONGEST_HELD {
                self.tell(watcher, &self.held);
                self.held.clear();
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

    /// Has the output recognised and notes what it says.
    fn tell(&self, watcher: &mut Watcher, bytes: &[u8]) {
        self.took(watcher.feed(bytes));
    }

    fn took(&self, events: impl Iterator<Item = Event>) {
        let mut events = events.peekable();
        if events.peek().is_none() {
            return;
        }
        let mut model = self.shared.desk.model();
        let now = Now::read();
        let mut failed = false;
        for event in events {
            failed |= crate::sighting::apply(&mut model, &event, now);
        }
        drop(model);
        self.shared.took(failed);
    }

    fn line(&self, watcher: &mut Watcher, line: &[u8]) {
        let mut model = self.shared.desk.model();
        let now = Now::read();
        let told = crate::sighting::record(&mut model, line.trim_ascii(), now);
        let mut failed = told == Told::Failed;
        if told == Told::Foreign {
            for event in watcher.feed(line) {
                failed |= crate::sighting::apply(&mut model, &event, now);
            }
        } else if let Told::Bad(message) = told {
            model.problem(reason::INPUT_INCOMPLETE, &message, now);
        }
        drop(model);
        self.shared.took(failed);
    }

    fn end(&mut self) {
        self.guarded(|carrier, watcher| {
            if !carrier.tail.is_empty() {
                let line = std::mem::take(&mut carrier.tail);
                carrier.line(watcher, &line);
            }
            if !carrier.held.is_empty() {
                carrier.tell(watcher, &carrier.held);
            }
            carrier.took(watcher.finish());
        });
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
        let message = format!("{what}: cannot write: {}", files::reason(error));
        let mut model = self.shared.desk.model();
        let new = model.is_news(code);
        model.problem(code, &message, Now::read());
        // Not under the lock: whoever reads our stderr may be stuck.
        drop(model);
        if new {
            crate::say::warn(&message);
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
