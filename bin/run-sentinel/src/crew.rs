//! The processes of a run: the command, what it left behind, and how they are ended.
//!
//! The command leads its own process group, and its orphans become children of this
//! process, so a run has ended when its leader is reaped and no child is left; `ECHILD`
//! says so without a look at the process table. As long as the leader is not reaped its
//! group can be signalled as a whole; afterwards the group's number may belong to
//! somebody else, and processes are only signalled one by one and exactly.

use crate::sys::{self, Process};
use rustix::io::Errno;
use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, WaitOptions, WaitStatus, kill_process_group, wait, waitid, waitpid,
};
use std::collections::BTreeSet;

/// How the leader stands.
#[derive(Clone, Copy, Debug)]
enum Leader {
    Running,
    /// Ended and kept, so that its group's number stays its own.
    Ended,
    Reaped(Option<WaitStatus>),
}

/// The processes of one run.
#[derive(Debug)]
pub(crate) struct Crew {
    own: i32,
    leader_pid: Pid,
    leader: Leader,
    /// Whether orphans come to this process.
    adopts: bool,
    /// Children that this process had before (`server & exec run-sentinel ...`): they are
    /// none of the run's.
    strangers: BTreeSet<(i32, u64)>,
}

/// The children that this process has now.
pub(crate) fn children() -> BTreeSet<(i32, u64)> {
    let any = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    if matches!(waitid(WaitId::All, any), Err(Errno::CHILD)) {
        // The usual case, without a look at the process table.
        return BTreeSet::new();
    }
    let own = rustix::process::getpid().as_raw_nonzero().get();
    let table = sys::processes().unwrap_or_default();
    let children = table.iter().filter(|process| process.parent == own);
    children.map(|process| (process.pid, process.start_ticks)).collect()
}

impl Crew {
    /// The crew of a command that was just started as the leader of its own group.
    pub(crate) fn new(leader_pid: Pid, adopts: bool, strangers: BTreeSet<(i32, u64)>) -> Crew {
        Crew {
            own: rustix::process::getpid().as_raw_nonzero().get(),
            leader_pid,
            leader: Leader::Running,
            adopts,
            strangers,
        }
    }

    /// The leader as the process table knows it.
    pub(crate) fn leader(&self) -> Option<Process> {
        sys::process(self.leader_pid.as_raw_nonzero().get())
    }

    /// Reaps orphans and notices the end of the leader, without reaping it; `true` when
    /// the leader has ended.
    pub(crate) fn look(&mut self) -> bool {
        if matches!(self.leader, Leader::Running) {
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
            match waitid(WaitId::Pid(self.leader_pid), options) {
                Ok(Some(_)) => self.leader = Leader::Ended,
                Ok(None) | Err(Errno::INTR) => self.reap_others(),
                // Somebody else reaped it; that it ended is all that can be known.
                Err(_) => self.leader = Leader::Reaped(None),
            }
        }
        !matches!(self.leader, Leader::Running)
    }

    /// Reaps whatever ended. While the leader runs it may end right between two looks;
    /// its status is then kept here.
    fn reap_others(&mut self) {
        while let Ok(Some((pid, status))) = wait(WaitOptions::NOHANG) {
            if pid == self.leader_pid {
                self.leader = Leader::Reaped(Some(status));
            }
        }
    }

    /// Reaps the leader and takes its status; from now on only exact signals are sent.
    pub(crate) fn reap(&mut self) -> Option<WaitStatus> {
        if matches!(self.leader, Leader::Ended) {
            let status = loop {
                match waitpid(Some(self.leader_pid), WaitOptions::NOHANG) {
                    Err(Errno::INTR) => {}
                    Ok(found) => break found.map(|(_, status)| status),
                    Err(_) => break None,
                }
            };
            self.leader = Leader::Reaped(status);
        }
        match self.leader {
            Leader::Reaped(status) => status,
            Leader::Running | Leader::Ended => None,
        }
    }

    /// Whether nothing of the run is left but perhaps its unreaped leader.
    pub(crate) fn is_gone(&mut self) -> bool {
        if !self.look() {
            return false;
        }
        if self.adopts && matches!(self.leader, Leader::Reaped(_)) {
            self.reap_others();
            // No child at all: no descendant either, since every orphan would be one.
            if matches!(wait(WaitOptions::NOHANG), Err(Errno::CHILD)) {
                return true;
            }
        }
        self.alive().is_empty()
    }

    /// The living processes of the run.
    pub(crate) fn alive(&self) -> Vec<Process> {
        let Ok(mut table) = sys::processes() else {
            return Vec::new();
        };
        table.retain(|process| !self.strangers.contains(&(process.pid, process.start_ticks)));
        // The number of a group whose leader is reaped may be taken by a stranger.
        let group = match self.leader {
            Leader::Running | Leader::Ended => Some(self.leader_pid.as_raw_nonzero().get()),
            Leader::Reaped(_) => None,
        };
        let mut found = sys::ours(&table, self.own, group);
        found.retain(|process| !process.is_dead());
        found
    }

    /// Signals every process of the run: the group at once where that is safe, everyone
    /// outside of it exactly. Returns whom it concerned.
    pub(crate) fn signal(&self, signal: Signal) -> Vec<Process> {
        let group = self.leader_pid;
        let whole = matches!(self.leader, Leader::Running | Leader::Ended)
            && kill_process_group(group, signal).is_ok();
        let alive = self.alive();
        for process in &alive {
            if !(whole && process.group == group.as_raw_nonzero().get()) {
                // One that ended in between needs no signal any more.
                let _ = sys::signal_exactly(process, signal);
            }
        }
        alive
    }

    /// Signals the leader's group only: what a terminal would have done.
    pub(crate) fn signal_group(&self, signal: Signal) {
        if matches!(self.leader, Leader::Running | Leader::Ended) {
            let _ = kill_process_group(self.leader_pid, signal);
        }
    }

    /// One round of ending everything by force: all are stopped first, so that none can
    /// have a child behind our back, walked again until nobody new is found, then killed.
    /// Returns whom it concerned.
    pub(crate) fn kill_round(&self) -> Vec<Process> {
        let mut stopped: BTreeSet<(i32, u64)> = BTreeSet::new();
        let mut all = Vec::new();
        // A fork bomb ends here too: what is stopped does not fork, and each walk stops
        // more of it; the caller makes further rounds.
        for _ in 0..8 {
            let alive = self.alive();
            let fresh: Vec<Process> = alive
                .into_iter()
                .filter(|process| stopped.insert((process.pid, process.start_ticks)))
                .collect();
            if fresh.is_empty() {
                break;
            }
            for process in &fresh {
                let _ = sys::signal_exactly(process, Signal::STOP);
            }
            all.extend(fresh);
        }
        // Also where the process table cannot be read.
        self.signal_group(Signal::KILL);
        for process in &all {
            let _ = sys::signal_exactly(process, Signal::KILL);
        }
        all
    }
}
