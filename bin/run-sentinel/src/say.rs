//! Words for people on stderr, from any thread.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

static QUIET: AtomicBool = AtomicBool::new(false);

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
    // One write, so that it does not mix with the command's own lines; and when stderr is
    // gone there is nobody left to tell.
    let _ = std::io::stderr().write_all(format!("run-sentinel: {text}\n").as_bytes());
}
