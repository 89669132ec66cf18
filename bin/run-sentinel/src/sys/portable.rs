//! Everywhere else: POSIX means. Orphans cannot be adopted here, so an escapee that left
//! the process group is not found; the caller notes `subreaper-unavailable`.

use super::{Own, Process};
use rustix::process::{Pid, Signal};
use rustix::time::{ClockId, clock_gettime};
use std::io;
use std::os::fd::BorrowedFd;
use std::process::{Command, Stdio};

/// Nanoseconds of a clock that no setting of the wall clock moves; it may stand still
/// while the machine sleeps.
pub(crate) fn boot_nanos() -> u64 {
    let now = clock_gettime(ClockId::Monotonic);
    u64::try_from(now.tv_sec).unwrap_or(0) * 1_000_000_000 + u64::try_from(now.tv_nsec).unwrap_or(0)
}

/// Unknown here: a checker falls back to the age by the wall clock.
pub(crate) fn boot_id() -> Option<String> {
    None
}

/// There is no such thing in POSIX.
pub(crate) fn adopt_orphans() -> bool {
    false
}

/// When a process began is not known here.
pub(crate) fn born(_: &Process) -> Option<(u64, u64)> {
    None
}

/// One process; `None` when there is none of that id.
pub(crate) fn process(pid: i32) -> Option<Process> {
    let pid = pid.to_string();
    ps(&["-p", &pid]).ok()?.into_iter().next()
}

/// The name in the process table is all that can be had.
pub(crate) fn program(_: &Process) -> Option<String> {
    None
}

/// The process table.
pub(crate) fn processes() -> io::Result<Vec<Process>> {
    ps(&["-A"])
}

fn ps(which: &[&str]) -> io::Result<Vec<Process>> {
    let child = Command::new("ps")
        .args(which)
        .args(["-o", "pid=,ppid=,pgid=,stat=,comm="])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    // It lists itself, as a child of ours: it is none of the run's.
    let itself = i32::try_from(child.id()).ok();
    let out = child.wait_with_output()?;
    let text = String::from_utf8_lossy(&out.stdout);
    Ok(text.lines().filter_map(parse_row).filter(|row| Some(row.pid) != itself).collect())
}

fn parse_row(line: &str) -> Option<Process> {
    let mut fields = line.split_ascii_whitespace();
    let pid = fields.next()?.parse().ok()?;
    let parent = fields.next()?.parse().ok()?;
    let group = fields.next()?.parse().ok()?;
    let state = fields.next()?.chars().next()?;
    let name = fields.collect::<Vec<_>>().join(" ");
    Some(Process { pid, parent, group, state, start_ticks: 0, name })
}

/// Sends a signal to a process id; that it is still the same process cannot be known.
///
/// # Errors
/// When the process is gone or may not be signalled.
pub(crate) fn signal_exactly(target: &Process, signal: Signal) -> io::Result<()> {
    let pid = Pid::from_raw(target.pid).ok_or(io::ErrorKind::InvalidInput)?;
    Ok(rustix::process::kill_process(pid, signal)?)
}

/// This process; which signals were ignored when it was started is unknown here, and none
/// is taken for ignored.
pub(crate) fn own() -> Own {
    let process = i32::try_from(std::process::id()).ok().and_then(process);
    Own { process, ignored: 0 }
}

/// Not every system has limits on memory, or keeps them.
pub(crate) fn has_room() -> bool {
    true
}

/// There is no such thing in POSIX.
pub(crate) fn widen_pipe(_: BorrowedFd<'_>) {}

#[cfg(test)]
mod tests {
    use super::{parse_row, processes};

    #[test]
    fn a_row_of_ps_is_read() {
        let row = parse_row("  42     7    40 Ss+  my program ").expect("parses");
        assert_eq!((row.pid, row.parent, row.group), (42, 7, 40));
        assert_eq!((row.state, row.name.as_str()), ('S', "my program"));
        assert_eq!(parse_row("PID PPID"), None);
    }

    #[test]
    fn ps_is_not_in_its_own_table() {
        let own = i32::try_from(std::process::id()).expect("an id");
        let table = processes().expect("the process table");
        assert!(table.iter().any(|row| row.pid == own));
        let ours = super::super::ours(&table, own, None);
        assert!(ours.iter().all(|row| row.name != "ps"), "{ours:?}");
    }
}
