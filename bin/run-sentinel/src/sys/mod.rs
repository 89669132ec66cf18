//! What the operating system has to be asked: clocks, boots, processes.
//!
//! `linux` asks `/proc`, `prctl` and process descriptors; `portable` does the same jobs
//! with POSIX means (`ps`, plain `kill`) and says what it cannot do. Both have the same
//! face, and nothing else in this tool knows which one is at work. The feature `portable`
//! takes the second on Linux too, so that it is compiled and tested.

#[cfg(all(target_os = "linux", not(feature = "portable")))]
mod linux;
#[cfg(all(target_os = "linux", not(feature = "portable")))]
pub(crate) use linux::*;

#[cfg(any(not(target_os = "linux"), feature = "portable", test))]
#[cfg_attr(
    all(target_os = "linux", not(feature = "portable")),
    expect(dead_code, reason = "compiled here only to keep it compiling")
)]
mod portable;
#[cfg(any(not(target_os = "linux"), feature = "portable"))]
pub(crate) use portable::*;

use record::run::ProcessFacts;
use std::collections::{BTreeMap, BTreeSet};

/// One row of the process table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Process {
    pub(crate) pid: i32,
    pub(crate) parent: i32,
    pub(crate) group: i32,
    /// The kernel's letter: R, S, D, T, Z...
    pub(crate) state: char,
    /// When it began, in ticks since boot; 0 where the system does not say.
    pub(crate) start_ticks: u64,
    pub(crate) name: String,
}

/// This process, as it was started.
#[derive(Clone, Debug, Default)]
pub(crate) struct Own {
    /// `None` where the system does not tell.
    pub(crate) process: Option<Process>,
    /// The signals that it was started to ignore, signal N as bit N - 1: they must stay
    /// ignored, here and in the command.
    pub(crate) ignored: u64,
}

impl Process {
    /// Whether it has ended and only waits to be reaped.
    pub(crate) fn is_dead(&self) -> bool {
        matches!(self.state, 'Z' | 'X' | 'x')
    }

    /// As a record.
    pub(crate) fn facts(&self) -> ProcessFacts {
        ProcessFacts {
            pid: i64::from(self.pid),
            parent_pid: Some(i64::from(self.parent)),
            group_id: Some(i64::from(self.group)),
            start_ticks: (self.start_ticks > 0).then_some(self.start_ticks),
            name: Some(self.name.clone()),
            state: Some(self.state.to_string()),
        }
    }
}

/// The processes of a run in a process table: everything that descends from `root` (not
/// `root` itself), and every member of the process group `group`. Sorted by process id.
pub(crate) fn ours(table: &[Process], root: i32, group: Option<i32>) -> Vec<Process> {
    let mut children: BTreeMap<i32, Vec<&Process>> = BTreeMap::new();
    for process in table {
        children.entry(process.parent).or_default().push(process);
    }
    let mut found: BTreeMap<i32, &Process> = BTreeMap::new();
    let mut seen = BTreeSet::from([root]);
    let mut next = vec![root];
    while let Some(parent) = next.pop() {
        for child in children.get(&parent).map_or(&[][..], Vec::as_slice) {
            if seen.insert(child.pid) {
                found.insert(child.pid, child);
                next.push(child.pid);
            }
        }
    }
    for process in table {
        if group == Some(process.group) && process.pid != root {
            found.insert(process.pid, process);
        }
    }
    found.into_values().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::{Process, ours};

    fn process(pid: i32, parent: i32, group: i32) -> Process {
        Process { pid, parent, group, state: 'S', start_ticks: 1, name: "x".to_owned() }
    }

    #[test]
    fn descendants_and_members_of_the_group_are_ours_and_nothing_else() {
        let table = [
            process(1, 0, 1),
            process(10, 1, 10), // the sentinel
            process(11, 10, 11),
            process(12, 11, 11),
            process(13, 12, 13), // another group, still a descendant
            process(14, 1, 11),  // the group, adopted by somebody else
            process(15, 1, 15),
            process(16, 16, 16), // its own parent: a broken table must not loop
        ];
        let pids: Vec<i32> = ours(&table, 10, Some(11)).iter().map(|p| p.pid).collect();
        assert_eq!(pids, [11, 12, 13, 14]);
        assert_eq!(ours(&table, 16, None), []);
    }

    #[test]
    fn the_table_holds_this_process_with_its_parent() {
        let own = i32::try_from(std::process::id()).expect("a process id");
        for table in [
            super::processes().expect("the process table"),
            super::portable::processes().expect("the process table"),
        ] {
            let row = table.iter().find(|p| p.pid == own).expect("this process");
            assert_eq!(u32::try_from(row.parent), Ok(std::os::unix::process::parent_id()));
            assert!(!row.is_dead());
            assert!(!row.name.is_empty());
        }
    }

    #[test]
    fn facts_of_a_process_that_ended_are_none() {
        let mut child = std::process::Command::new("true").spawn().expect("true");
        let pid = i32::try_from(child.id()).expect("a process id");
        child.wait().expect("waited");
        assert_eq!(super::process(pid), None);
    }

    #[test]
    fn boot_time_goes_on() {
        let first = super::boot_nanos();
        assert!(first > 0);
        assert!(super::boot_nanos() >= first);
    }
}
