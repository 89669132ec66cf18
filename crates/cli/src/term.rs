//! What the terminal allows: tables, colours, the progress line.

use std::io::{IsTerminal as _, Write as _};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

/// The columns of the terminal that `out` is; 80 where that is not known.
pub(crate) fn width() -> usize {
    rustix::termios::tcgetwinsize(std::io::stdout())
        .ok()
        .map(|s| usize::from(s.ws_col))
        .filter(|w| *w > 20)
        .unwrap_or(80)
}

/// Whether colours may be used on a stream that is (not) a terminal.
pub(crate) fn color(when: Option<&str>, terminal: bool) -> bool {
    match when {
        Some("always") => true,
        Some("never") => false,
        _ => {
            let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
            terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_some_and(|t| t != "dumb")
        }
    }
}

/// The progress line on stderr: only on a terminal, only after a second of work.
#[derive(Debug)]
pub(crate) struct Progress {
    tool: &'static str,
    enabled: bool,
    began: Instant,
    next: Instant,
    shown: bool,
}

impl Progress {
    pub(crate) fn new(tool: &'static str, quiet: bool) -> Progress {
        let began = Instant::now();
        let dumb = std::env::var_os("TERM").is_none_or(|t| t == "dumb");
        let enabled = !quiet && !dumb && std::io::stderr().is_terminal();
        Progress { tool, enabled, began, next: began + Duration::from_secs(1), shown: false }
    }

    /// Called at every block; draws at most five times a second.
    pub(crate) fn tick(&mut self, what: impl FnOnce() -> String) {
        if !self.enabled {
            return;
        }
        let now = Instant::now();
        if now < self.next {
            return;
        }
        self.next = now + Duration::from_millis(200);
        let seconds = now.duration_since(self.began).as_secs();
        let line = format!("{}: {}, {seconds} s", self.tool, what());
        let line: String = line.chars().take(width().saturating_sub(1)).collect();
        // A progress line that cannot be drawn is no reason to stop.
        let _ = write!(std::io::stderr(), "\r\x1b[K{line}");
        self.shown = true;
    }

    /// Draws the line for as long as some work takes, however long it is silent.
    pub(crate) fn during<T>(&mut self, what: impl Fn() -> String + Sync, work: impl FnOnce() -> T) -> T {
        if !self.enabled {
            return work();
        }
        let (done, wait) = std::sync::mpsc::channel::<()>();
        let what = &what;
        std::thread::scope(|scope| {
            let draw = move || {
                let pause = |next: Instant| next.saturating_duration_since(Instant::now());
                while wait.recv_timeout(pause(self.next)) == Err(RecvTimeoutError::Timeout) {
                    self.tick(what);
                }
            };
            // Without a thread there is no line; the work is done all the same.
            let _ = std::thread::Builder::new().spawn_scoped(scope, draw);
            let result = work();
            drop(done);
            result
        })
    }

    /// Takes the line away, so that a message or the shell's prompt stands clean.
    pub(crate) fn clear(&mut self) {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
            self.shown = false;
        }
    }

    /// Takes the line away for good.
    pub(crate) fn end(&mut self) {
        self.clear();
        self.enabled = false;
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Whether a character could move the cursor, change the terminal, or turn the text around
/// (control characters, bidirectional overrides and isolates).
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// `12.3 MB`.
pub fn human_bytes(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 999.95 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    if unit == 0 { format!("{bytes} B") } else { format!("{value:.1} {}", UNITS[unit]) }
}

/// A time in milliseconds for a person: `0.42 ms`, `118 ms`, `3.51 s`, `2 m 05 s`.
pub fn human_ms(ms: f64) -> String {
    let size = ms.abs();
    if size >= 3.6e12 {
        // More than a century is no duration; it is told, in as little room as others take.
        format!("{:.2e} h", ms / 3_600_000.0)
    } else if size >= 3_600_000.0 {
        let minutes = (ms / 60_000.0).round();
        format!("{} h {:02} m", (minutes / 60.0).trunc(), (minutes % 60.0).abs())
    } else if size >= 60_000.0 {
        let seconds = (ms / 1000.0).round();
        format!("{} m {:02} s", (seconds / 60.0).trunc(), (seconds % 60.0).abs())
    } else if size >= 1000.0 {
        format!("{:.2} s", ms / 1000.0)
    } else if size >= 100.0 {
        format!("{ms:.0} ms")
    } else if size >= 10.0 {
        format!("{ms:.1} ms")
    } else {
        format!("{ms:.2} ms")
    }
}

#[cfg(test)]
mod tests {
    use super::{human_bytes, human_ms};

    #[test]
    fn times_and_sizes_read_well() {
        assert_eq!(human_ms(0.4231), "0.42 ms");
        assert_eq!(human_ms(118.4), "118 ms");
        assert_eq!(human_ms(3512.0), "3.51 s");
        assert_eq!(human_ms(125_000.0), "2 m 05 s");
        assert_eq!(human_ms(5_400_000.0), "1 h 30 m");
        assert_eq!(human_ms(1e38), "2.78e31 h");
        assert_eq!(human_bytes(999), "999 B");
        assert_eq!(human_bytes(12_345_678), "12.3 MB");
        assert_eq!(human_bytes(999_960), "1.0 MB");
    }
}
