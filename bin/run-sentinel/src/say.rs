//! Words for people on stderr, from any thread: messages, and on a terminal one line that
//! says how the run stands.
//!
//! The line is drawn only where the cursor stands at the start of a line, and is taken
//! away before anything else is written, so that it never mixes with the output of the
//! command. Nobody waits for a terminal that was stopped, except who writes output to it.

use rustix::event::{PollFd, PollFlags};
use rustix::time::Timespec;
use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

static QUIET: AtomicBool = AtomicBool::new(false);
static LIVE: AtomicBool = AtomicBool::new(false);
static LINE: Mutex<Line> = Mutex::new(Line { shown: false, broken: false });

#[derive(Debug)]
struct Line {
    /// The status line stands there.
    shown: bool,
    /// The command's last line has not ended.
    broken: bool,
}

/// What a pipe takes at once where it takes anything.
const ROOM: usize = 4096;
/// How long a message waits for the reader of stderr.
const PATIENCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 250_000_000 };
/// Takes the line away.
const CLEAR: &[u8] = b"\r\x1b[K";

/// `--quiet`: no warnings.
pub(crate) fn quiet(quiet: bool) {
    QUIET.store(quiet, Ordering::SeqCst);
}

/// A warning: something about the run or its evidence that a person may want to know.
pub(crate) fn warn(message: &str) {
    if !QUIET.load(Ordering::SeqCst) {
        error(message);
    }
}

/// An error: said also under `--quiet`.
pub(crate) fn error(message: &str) {
    let text: String = message.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    let mut bytes = Vec::new();
    if let Ok(mut line) = LINE.try_lock() {
        if std::mem::take(&mut line.shown) {
            bytes.extend_from_slice(CLEAR);
        }
        if std::mem::take(&mut line.broken) {
            bytes.push(b'\n');
        }
    }
    bytes.extend_from_slice(format!("run-sentinel: {text}\n").as_bytes());
    bytes.truncate(ROOM);
    put(&bytes);
}

/// Writes to stderr, in one write, so that it does not mix with the command's own lines.
/// When nobody reads there it is left out: words must not hold up a run.
fn put(bytes: &[u8]) -> bool {
    let stderr = std::io::stderr();
    let mut wait = [PollFd::new(&stderr, PollFlags::OUT)];
    let ready = rustix::event::poll(&mut wait, Some(&PATIENCE));
    !matches!(ready, Ok(0)) && std::io::stderr().write_all(bytes).is_ok()
}

/// Whether a status line is wanted: stderr is a terminal that can move its cursor.
pub(crate) fn start_status() -> bool {
    let able = std::env::var_os("TERM").is_some_and(|term| !term.is_empty() && term != "dumb");
    let live = able && !QUIET.load(Ordering::SeqCst) && std::io::stderr().is_terminal();
    LIVE.store(live, Ordering::SeqCst);
    live
}

/// Draws the status line, unless the command is in the middle of a line of its own.
pub(crate) fn status(text: &str) {
    let Ok(mut line) = LINE.try_lock() else { return };
    if line.broken {
        return;
    }
    let columns =
        rustix::termios::tcgetwinsize(std::io::stderr()).map_or(80, |size| usize::from(size.ws_col));
    let most = if columns > 20 { columns - 1 } else { 79 };
    let mut bytes = CLEAR.to_vec();
    for c in text.chars().filter(|c| !c.is_control()).take(most) {
        bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
    line.shown = put(&bytes);
}

/// Takes the status line away for good.
pub(crate) fn end_status() {
    LIVE.store(false, Ordering::SeqCst);
    if let Ok(mut line) = LINE.try_lock()
        && std::mem::take(&mut line.shown)
    {
        put(CLEAR);
    }
}

/// Runs `write`, which puts `bytes` of the command on its way. `terminal`: they may go to
/// the terminal that the status line is on.
pub(crate) fn passing<T>(terminal: bool, bytes: &[u8], write: impl FnOnce() -> T) -> T {
    if !terminal || !LIVE.load(Ordering::SeqCst) {
        return write();
    }
    let mut line = LINE.lock().unwrap_or_else(PoisonError::into_inner);
    if std::mem::take(&mut line.shown) {
        let _ = std::io::stderr().write_all(CLEAR);
    }
    line.broken = bytes.last().is_some_and(|last| *last != b'\n');
    write()
}
