//! Linux: `/proc`, child subreaper, process descriptors, the clock that counts sleep.

use super::{Own, Process};
use rustix::process::{Pid, PidfdFlags, Resource, Signal, pidfd_open, pidfd_send_signal};
use rustix::time::{ClockId, clock_gettime};
use std::io::{self, Read as _};
use std::os::fd::BorrowedFd;

/// Nanoseconds since the machine's boot, suspended time included: no setting of the wall
/// clock moves it.
pub(crate) fn boot_nanos() -> u64 {
    let now = clock_gettime(ClockId::Boottime);
    u64::try_from(now.tv_sec).unwrap_or(0) * 1_000_000_000 + u64::try_from(now.tv_nsec).unwrap_or(0)
}

/// An id that changes with every boot; `None` where `/proc` does not have it.
pub(crate) fn boot_id() -> Option<String> {
    let text = String::from_utf8(read_small("/proc/sys/kernel/random/boot_id").ok()?).ok()?;
    Some(text.trim_end().to_owned())
}

/// Makes orphaned descendants children of this process, so that none escapes by leaving
/// its group or session. `false`: this system cannot.
pub(crate) fn adopt_orphans() -> bool {
    rustix::process::set_child_subreaper(Some(rustix::process::getpid())).is_ok()
}

/// Between which two instants, in nanoseconds since boot, a process began: its start time
/// is kept in ticks.
pub(crate) fn born(process: &Process) -> Option<(u64, u64)> {
    let tick = 1_000_000_000 / rustix::param::clock_ticks_per_second().max(1);
    let from = process.start_ticks.checked_mul(tick)?;
    Some((from, from + tick))
}

/// One process; `None` when there is none of that id.
pub(crate) fn process(pid: i32) -> Option<Process> {
    let text = read_small(format!("/proc/{pid}/stat")).ok()?;
    parse_stat(&text)?.process
}

/// This process. Its ignored signals are those that were ignored when it was started
/// (`nohup`, a shell's `&`) only until the first handler is installed.
pub(crate) fn own() -> Own {
    let text = read_small("/proc/self/stat").unwrap_or_default();
    parse_stat(&text).unwrap_or_default()
}

/// `pid (name) state parent group ...`; the name may hold blanks and parentheses, so the
/// last closing parenthesis ends it. Field 22 is the start time, field 33 the first 31
/// ignored signals.
fn parse_stat(text: &[u8]) -> Option<Own> {
    let open = text.iter().position(|&b| b == b'(')?;
    let close = text.iter().rposition(|&b| b == b')')?;
    let pid = std::str::from_utf8(&text[..open]).ok()?.trim().parse().ok()?;
    let name = String::from_utf8_lossy(text.get(open + 1..close)?).into_owned();
    let rest = std::str::from_utf8(text.get(close + 1..)?).ok()?;
    let mut fields = rest.split_ascii_whitespace();
    let state = fields.next()?.chars().next()?;
    let parent = fields.next()?.parse().ok()?;
    let group = fields.next()?.parse().ok()?;
    let start_ticks = fields.nth(16)?.parse().ok()?;
    let ignored = fields.nth(10).and_then(|mask| mask.parse().ok()).unwrap_or(0);
    Some(Own { process: Some(Process { pid, parent, group, state, start_ticks, name }), ignored })
}

/// The file name of the program that a process runs; `None` where that may not be seen.
pub(crate) fn program(of: &Process) -> Option<String> {
    let path = std::fs::read_link(format!("/proc/{}/exe", of.pid)).ok()?;
    Some(path.file_name()?.to_string_lossy().into_owned())
}

/// The process table. A process that ends while it is read is left out.
pub(crate) fn processes() -> io::Result<Vec<Process>> {
    let mut table = Vec::with_capacity(256);
    for entry in std::fs::read_dir("/proc")? {
        let Ok(entry) = entry else { continue };
        let pid = entry.file_name().to_str().and_then(|name| name.parse().ok());
        if let Some(found) = pid.and_then(process) {
            table.push(found);
        }
    }
    Ok(table)
}

/// Sends a signal to exactly this process: the descriptor is opened first and the start
/// time compared after, so a process id that was used again is never hit.
///
/// # Errors
/// When the process is gone (`ESRCH`) or may not be signalled.
pub(crate) fn signal_exactly(target: &Process, signal: Signal) -> io::Result<()> {
    let pid = Pid::from_raw(target.pid).ok_or(io::ErrorKind::InvalidInput)?;
    match pidfd_open(pid, PidfdFlags::empty()) {
        Ok(descriptor) => {
            if process(target.pid).is_none_or(|now| now.start_ticks != target.start_ticks) {
                return Err(rustix::io::Errno::SRCH.into());
            }
            Ok(pidfd_send_signal(descriptor, signal)?)
        }
        // Kernels before 5.3, and sandboxes that bar the call.
        Err(rustix::io::Errno::NOSYS | rustix::io::Errno::PERM) => {
            if process(target.pid).is_none_or(|now| now.start_ticks != target.start_ticks) {
                return Err(rustix::io::Errno::SRCH.into());
            }
            Ok(rustix::process::kill_process(pid, signal)?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether the memory that this process may take has room for threads of our own. A thread
/// takes megabytes for its stack, and whoever needs the last byte behind it is ended.
pub(crate) fn has_room() -> bool {
    const LEAST: u64 = 64 << 20;
    let of = |resource| rustix::process::getrlimit(resource).current;
    [Resource::As, Resource::Data].into_iter().filter_map(of).all(|limit| limit >= LEAST)
}

/// Gives a pipe room for a megabyte, where that is granted.
pub(crate) fn widen_pipe(pipe: BorrowedFd<'_>) {
    let _ = rustix::pipe::fcntl_setpipe_size(pipe, 1 << 20);
}

/// A file of `/proc` in as few calls as it takes: their size is not known before.
fn read_small(path: impl AsRef<std::path::Path>) -> io::Result<Vec<u8>> {
    let mut file = std::fs::File::open(path)?;
    let mut text = vec![0; 4096];
    let mut have = 0;
    loop {
        match file.read(&mut text[have..])? {
            0 => break,
            n => have += n,
        }
        if have == text.len() {
            text.resize(2 * have, 0);
        }
    }
    text.truncate(have);
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::parse_stat;

    #[test]
    fn a_name_with_parentheses_and_blanks_does_not_shift_the_fields() {
        let line = b"42 (a) R (b) S 7 40 40 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 98765 1 1\n";
        let found = parse_stat(line).and_then(|own| own.process).expect("parses");
        assert_eq!((found.pid, found.parent, found.group, found.state), (42, 7, 40, 'S'));
        assert_eq!((found.name.as_str(), found.start_ticks), ("a) R (b", 98765));
        assert!(parse_stat(b"42 (cut").is_none());
        assert!(parse_stat(b"").is_none());
    }

    #[test]
    fn sigpipe_is_ignored_by_the_runtime_and_sigterm_is_not() {
        let ignored = super::own().ignored;
        assert_eq!((ignored >> 12 & 1, ignored >> 14 & 1), (1, 0));
    }

    #[test]
    fn a_process_is_signalled_and_a_used_id_is_not() {
        let mut child = std::process::Command::new("sleep").arg("30").spawn().expect("sleep");
        let pid = i32::try_from(child.id()).expect("an id");
        let found = super::process(pid).expect("it lives");
        let mut other = found.clone();
        other.start_ticks += 1;
        let kill = rustix::process::Signal::KILL;
        assert!(super::signal_exactly(&other, kill).is_err());
        assert!(child.try_wait().expect("asked").is_none());
        super::signal_exactly(&found, kill).expect("sent");
        assert!(!child.wait().expect("waited").success());
    }
}
