//! Signals as bytes in a pipe, so that one `poll` waits for everything.

use rustix::process::Signal;
use signal_hook::consts::{SIGCHLD, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGXFSZ};
use std::io;
use std::io::Read as _;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Signals that end a run, in the order in which several at once are served.
const ENDING: [i32; 3] = [SIGTERM, SIGINT, SIGHUP];

/// What arrived since the last look.
#[derive(Debug, Default)]
pub(crate) struct Arrived {
    /// Signals that ask for the end.
    pub(crate) ending: Vec<i32>,
    /// SIGQUIT: passed on, for the stack dump that some runtimes answer with.
    pub(crate) quit: bool,
    /// SIGTSTP: the terminal's stop key.
    pub(crate) stop: bool,
    /// A child changed.
    pub(crate) child: bool,
}

/// The handlers. They are in place before the command is started, and the command gets
/// the default of each, except of those that were ignored from the beginning.
#[derive(Debug)]
pub(crate) struct Signals {
    reader: UnixStream,
    flags: Vec<(i32, Arc<AtomicBool>)>,
}

impl Signals {
    /// Installs the handlers. `ignored`: the signals that were ignored when this process
    /// was started, signal N as bit N - 1.
    ///
    /// # Errors
    /// When the system has no descriptor left.
    pub(crate) fn install(ignored: u64) -> io::Result<Signals> {
        let (reader, writer) = UnixStream::pair()?;
        reader.set_nonblocking(true)?;
        let mut flags = Vec::new();
        for signal in ENDING.into_iter().chain([SIGQUIT, SIGTSTP, SIGCHLD]) {
            // `nohup` and a shell's `&` ask for this signal to do nothing.
            if matches!(signal, SIGHUP | SIGINT | SIGQUIT | SIGTSTP) && (ignored >> (signal - 1)) & 1 == 1 {
                continue;
            }
            let flag = Arc::new(AtomicBool::new(false));
            signal_hook::flag::register(signal, Arc::clone(&flag))?;
            signal_hook::low_level::pipe::register(signal, writer.try_clone()?)?;
            flags.push((signal, flag));
        }
        // Under `ulimit -f` a write gives EFBIG then, instead of the end of the sentinel.
        signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
        Ok(Signals { reader, flags })
    }

    /// What to poll.
    pub(crate) fn descriptor(&self) -> BorrowedFd<'_> {
        self.reader.as_fd()
    }

    /// Empties the pipe and says what arrived.
    pub(crate) fn take(&mut self) -> Arrived {
        let mut bytes = [0; 64];
        while matches!(self.reader.read(&mut bytes), Ok(n) if n > 0) {}
        let mut arrived = Arrived::default();
        for (signal, flag) in &self.flags {
            if !flag.swap(false, Ordering::SeqCst) {
                continue;
            }
            match *signal {
                SIGCHLD => arrived.child = true,
                SIGQUIT => arrived.quit = true,
                SIGTSTP => arrived.stop = true,
                ending => arrived.ending.push(ending),
            }
        }
        arrived
    }
}

/// Dies of `signal` as if it had never been handled, so that the caller sees the truth.
/// Comes back only for a signal that does not end a process.
pub(crate) fn die_of(signal: i32) {
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}

/// `SIGTERM` for 15.
pub(crate) fn name(signal: i32) -> String {
    signal_hook::low_level::signal_name(signal).map_or_else(|| format!("signal {signal}"), str::to_owned)
}

/// The signal of a number; `None` for numbers without a name.
pub(crate) fn of_number(signal: i32) -> Option<Signal> {
    Signal::from_named_raw(signal)
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_the_usual_ones() {
        assert_eq!(super::name(9), "SIGKILL");
        assert_eq!(super::name(15), "SIGTERM");
        assert_eq!(super::name(200), "signal 200");
        assert_eq!(super::of_number(15), Some(rustix::process::Signal::TERM));
    }
}
