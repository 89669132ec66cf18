//! The bytes of one stream: read, passed on, looked at.
//!
//! They are written before they are looked at, and a recogniser that fails is put aside:
//! nothing that happens here can change the output. When the reader leaves, the command's
//! end of the pipe is closed, so that the command learns it as it would have without us.

use super::{Shared, Stream};
use crate::clock::Now;
use crate::sighting::{Reading, Told, Watcher};
use formats::results::live::Event;
use record::run::reason;
use rustix::event::{PollFd, PollFlags};
use rustix::io::Errno;
use rustix::time::Timespec;
use std::fs::File;
use std::io::{self, IsTerminal as _, Write as _};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

/// Read and written at once: large enough to cost few calls, small enough to stay in the
/// cache between reading, writing and looking.
const BLOCK: usize = 256 << 10;
/// Under a narrow `ulimit -v` less has to do.
const LEAST_BLOCK: usize = 4 << 10;

/// One stream of the command on its way.
pub(super) struct Carrier {
    stream: Stream,
    pub(super) from: Option<OwnedFd>,
    log: Option<Arc<File>>,
    reading: Reading,
    watcher: Option<Watcher>,
    /// Empty until the first output.
    pub(super) block: Vec<u8>,
    standing: Arc<AtomicU8>,
    pub(super) writes: Arc<AtomicU64>,
    /// The model learned something that nobody was told of.
    pub(super) news: bool,
    pub(super) shared: Arc<Shared>,
    output_lost: bool,
    /// Whether the bytes go to a terminal.
    terminal: bool,
    /// The unfinished line of the event stream.
    tail: Vec<u8>,
    /// The unfinished line of the output, not yet looked at.
    pub(super) held: Vec<u8>,
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
    /// A carrier whose stream has said nothing yet.
    pub(super) fn new(
        stream: Stream,
        from: OwnedFd,
        log: Option<Arc<File>>,
        reading: Reading,
        shared: Arc<Shared>,
        (standing, writes): (&Arc<AtomicU8>, &Arc<AtomicU64>),
    ) -> Carrier {
        Carrier {
            stream,
            writes: Arc::clone(writes),
            news: false,
            from: Some(from),
            log,
            reading,
            watcher: None,
            block: Vec::new(),
            standing: Arc::clone(standing),
            shared,
            output_lost: false,
            terminal: false,
            tail: Vec::new(),
            held: Vec::new(),
        }
    }

    /// Whether more output waits to be carried.
    pub(super) fn has_more(&self) -> bool {
        let waiting = self.from.as_ref().map(rustix::io::ioctl_fionread);
        matches!(waiting, Some(Ok(bytes)) if bytes > 0)
    }

    /// What the first output needs.
    fn prepare(&mut self, from: BorrowedFd<'_>) {
        // Fewer wake-ups; where it is not granted, the usual size does.
        crate::sys::widen_pipe(from);
        self.block = [BLOCK, BLOCK / 8].into_iter().find_map(granted).unwrap_or_else(|| vec![0; LEAST_BLOCK]);
        self.terminal = match self.stream {
            Stream::Err => std::io::stderr().is_terminal(),
            _ => std::io::stdout().is_terminal(),
        };
        if self.reading != Reading::Nothing {
            self.watcher = Some(Watcher::new(self.reading));
        }
    }

    /// Waits for output and carries it; `false` at its end.
    pub(super) fn step(&mut self) -> bool {
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

    pub(super) fn end(mut self) {
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

/// A block of that many bytes, where there is memory for it.
fn granted(bytes: usize) -> Option<Vec<u8>> {
    let mut block = Vec::new();
    block.try_reserve_exact(bytes).ok()?;
    block.resize(bytes, 0);
    Some(block)
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
