//! Signals while tools are asked.
//!
//! The tools are in process groups of their own, which a terminal's Ctrl-C does not reach: a
//! signal that ends this process has to end them too. It is noted, the tools are ended, and
//! then it has its usual effect.

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Signals that end a process, as long as it lives.
pub(crate) struct Watch {
    /// The last one that came; 0: none.
    came: Arc<AtomicUsize>,
    /// Nothing is to be ended: signals have their usual effect.
    calm: Arc<AtomicBool>,
}

impl Watch {
    /// From now on they are noted.
    pub(crate) fn begin() -> Watch {
        let watch = Watch { came: Arc::default(), calm: Arc::default() };
        let ignored = ignored();
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
            // `nohup` and a shell's `&` ask for this signal to do nothing.
            if ignored >> (signal - 1) & 1 == 1 {
                continue;
            }
            // Without a handler the tools are left to their own time limits.
            let _ = signal_hook::flag::register_conditional_default(signal, Arc::clone(&watch.calm));
            let _ = signal_hook::flag::register_usize(signal, Arc::clone(&watch.came), signal as usize);
        }
        watch
    }

    /// Whether one has come.
    pub(crate) fn came(&self) -> bool {
        self.came.load(Ordering::SeqCst) != 0
    }

    /// Nothing is left that would have to be ended: one that came ends this process now.
    pub(crate) fn end(self) {
        self.calm.store(true, Ordering::SeqCst);
        if let Ok(signal @ 1..) = i32::try_from(self.came.load(Ordering::SeqCst)) {
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    }
}

/// The signals that were ignored when this process was started, signal N as bit N - 1; where
/// the system does not say, none.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
