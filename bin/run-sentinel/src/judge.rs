//! What can be said of a run, as pure functions over its state and its surroundings.
//!
//! The order of the evidence is fixed: the state itself, whose run it is, its recorded
//! end, then (for a run without an end) the boot, the lock, the process, and last the
//! age. The first that decides, decides; all that were asked are named in the verdict.
//! A run passes only where nothing at all speaks against it.

use crate::clock::{Now, wall_of};
use record::Ms;
use record::run::{EndCause, Evidence, Liveness, RunState, RunVerdict, RunVerdictTag, Verdict, reason};
use std::time::Duration;

/// Why no state could be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoState {
    Absent,
    Unreadable,
    NotValid,
}

/// Who holds the lock beside the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lock {
    Held,
    Free,
    Missing,
    /// It cannot be asked here.
    Unknown,
}

/// What became of a process that the state names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alive {
    Yes,
    /// Gone, or its id belongs to another process now.
    No,
    Unknown,
}

/// The surroundings of a state, looked up by [`crate::check`].
#[derive(Clone, Debug)]
pub(crate) struct Surroundings {
    pub(crate) now: Now,
    pub(crate) host: Option<String>,
    pub(crate) boot_id: Option<String>,
    pub(crate) lock: Lock,
    pub(crate) writer: Alive,
    pub(crate) command: Alive,
}

/// What the caller asks for.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) run_id: Option<String>,
    pub(crate) commit: Option<String>,
    pub(crate) stale_after: Duration,
}

/// The verdict over a run, or over the lack of a state.
pub(crate) fn judge(
    state: Result<&RunState, NoState>,
    around: &Surroundings,
    question: &Question,
) -> RunVerdict {
    let mut case = Case::default();
    let verdict = match state {
        Err(none) => {
            let code = match none {
                NoState::Absent => reason::STATE_ABSENT,
                NoState::Unreadable => reason::STATE_UNREADABLE,
                NoState::NotValid => reason::STATE_NOT_VALID,
            };
            case.evidence("state", code.trim_start_matches("state-"));
            case.because(reason::NO_STATE);
            case.because(code);
            Verdict::Missing
        }
        Ok(state) => {
            case.evidence("state", "read");
            case.decide(state, around, question)
        }
    };
    let state = state.ok();
    // Of a run that has ended nothing gets older, and its verdict is the same for ever.
    let ages = state.filter(|state| state.in_progress).map(|state| Ages::of(state, around));
    RunVerdict {
        schema: RunVerdictTag,
        verdict,
        reasons: case.reasons,
        run_id: state.map(|s| s.run_id.clone()),
        last_test_started: state.and_then(|s| s.last_test_started.clone()),
        last_test_completed: state.and_then(|s| s.last_test_completed.clone()),
        running: state.map(|s| s.running.clone()).unwrap_or_default(),
        first_failure: state.and_then(|s| s.first_failure.clone()),
        hung_test: state.and_then(|s| s.hung_test.clone()),
        counts: state.map(|s| s.counts.clone()),
        planned: state.and_then(|s| s.planned),
        expected: state.and_then(|s| s.expected),
        end: state.and_then(|s| s.end.clone()),
        started_at: state.map(|s| s.started_at.clone()),
        completed_at: state.and_then(|s| s.completed_at.clone()),
        elapsed_ms: state.map(|s| s.elapsed_ms),
        heartbeat_age_ms: ages.and_then(|a| a.heartbeat).and_then(Ms::new),
        progress_age_ms: ages.and_then(|a| a.progress).and_then(Ms::new),
        evidence: case.evidence,
        labels: state.map(|s| s.labels.clone()).unwrap_or_default(),
    }
}

/// Whether a state with an end is that of a run that passed, whatever became of earlier
/// repetitions.
pub(crate) fn passed(state: &RunState) -> bool {
    Case::default().ended(state) == Verdict::CompletedPassed
}

#[derive(Default)]
struct Case {
    reasons: Vec<String>,
    evidence: Vec<Evidence>,
}

impl Case {
    fn because(&mut self, code: &str) {
        if !self.reasons.iter().any(|known| known == code) {
            self.reasons.push(code.to_owned());
        }
    }

    fn evidence(&mut self, kind: &str, finding: &str) {
        self.evidence.push(Evidence { kind: kind.to_owned(), finding: finding.to_owned() });
    }

    fn decide(&mut self, state: &RunState, around: &Surroundings, question: &Question) -> Verdict {
        if let Some(wanted) = &question.run_id {
            if *wanted != state.run_id {
                self.evidence("run-id", "differs");
                self.because(reason::RUN_ID_DIFFERS);
                return Verdict::Stale;
            }
            self.evidence("run-id", "same");
        }
        if let Some(wanted) = &question.commit {
            if state.commit.as_ref() != Some(wanted) {
                self.evidence("commit", "differs");
                self.because(reason::COMMIT_DIFFERS);
                return Verdict::Stale;
            }
            self.evidence("commit", "same");
        }
        let verdict = if state.in_progress {
            self.unfinished(state, around, question)
        } else {
            self.evidence("end", "recorded");
            let own = self.ended(state);
            if state.repeat.as_ref().is_some_and(|repeat| repeat.earlier_not_passed > 0) {
                self.because(reason::EARLIER_REPEAT_FAILED);
            }
            match own {
                Verdict::CompletedPassed if !self.reasons.is_empty() => Verdict::CompletedFailed,
                own => own,
            }
        };
        // What went wrong around the run stands after what decided.
        for code in &state.reasons {
            self.because(code);
        }
        verdict
    }

    fn ended(&mut self, state: &RunState) -> Verdict {
        let counts = &state.counts;
        let Some(end) = &state.end else {
            // Written by something else: an end without saying how.
            self.because(reason::STATE_NOT_VALID);
            return Verdict::Incomplete;
        };
        let verdict = match end.cause {
            EndCause::Timeout => self.says(Verdict::Hung, reason::TIMEOUT),
            EndCause::IdleTimeout => self.says(Verdict::Hung, reason::IDLE_TIMEOUT),
            EndCause::TestTimeout => self.says(Verdict::Hung, reason::TEST_TIMEOUT),
            EndCause::Interrupted => self.says(Verdict::Incomplete, reason::INTERRUPTED),
            EndCause::EndOfInput => self.says(Verdict::Incomplete, reason::END_OF_INPUT),
            EndCause::Failfast => self.says(Verdict::CompletedFailed, reason::FAILFAST),
            EndCause::Signaled => self.says(Verdict::Crashed, reason::COMMAND_KILLED),
            EndCause::NotStarted => {
                let code = match end.exit_code {
                    Some(127) => reason::COMMAND_NOT_FOUND,
                    Some(126) => reason::COMMAND_NOT_EXECUTABLE,
                    _ => reason::COMMAND_NOT_STARTED,
                };
                self.says(Verdict::Crashed, code)
            }
            EndCause::Exited | EndCause::Trailer | EndCause::Declared => self.completed(state),
        };
        if counts.failing_tests > 0 {
            self.because(reason::TESTS_FAILED);
        }
        if counts.running > 0 && verdict != Verdict::CompletedFailed {
            self.because(reason::TEST_NOT_FINISHED);
        }
        verdict
    }

    fn says(&mut self, verdict: Verdict, code: &str) -> Verdict {
        self.because(code);
        verdict
    }

    /// The command ended by itself, or a stream or a shell harness did.
    fn completed(&mut self, state: &RunState) -> Verdict {
        let counts = &state.counts;
        let status = state.end.as_ref().and_then(|end| end.exit_code);
        let nonzero = status.is_some_and(|code| code != 0);
        if counts.running > 0 {
            // The runner ended while a test was open. With a status of its own it broke
            // down in that test; with zero it looks well and is not.
            self.because(reason::TEST_NOT_FINISHED);
            if nonzero {
                self.because(reason::EXIT_STATUS);
                return Verdict::Crashed;
            }
            return Verdict::Incomplete;
        }
        if counts.failing_tests > 0 {
            self.because(reason::TESTS_FAILED);
        }
        if nonzero {
            self.because(reason::EXIT_STATUS);
        }
        let failed = !self.reasons.is_empty();
        let seen = counts.tests;
        if let Some(expected) = state.expected {
            match seen.cmp(&expected) {
                _ if seen == 0 && expected > 0 => self.because(reason::NO_TESTS_SEEN),
                std::cmp::Ordering::Less => self.because(reason::FEWER_TESTS_THAN_PLANNED),
                std::cmp::Ordering::Greater => self.because(reason::MORE_TESTS_THAN_EXPECTED),
                std::cmp::Ordering::Equal => {}
            }
        } else if let Some(planned) = state.planned
            // A runner that announces a number and then names no test prints a summary
            // only; nothing can be missed in what it never lists. One that has to list
            // them is noted by the writer of the state.
            && seen > 0
            && counts.finished < planned
        {
            self.because(reason::FEWER_TESTS_THAN_PLANNED);
        }
        let noted = |code: &str| state.reasons.iter().any(|noted| noted == code);
        for code in [reason::INPUT_INCOMPLETE, reason::NO_TESTS_SEEN] {
            if noted(code) {
                self.because(code);
            }
        }
        let short = noted(reason::NO_TESTS_SEEN)
            || self.reasons.iter().any(|code| code == reason::FEWER_TESTS_THAN_PLANNED);
        if nonzero
            && short
            && counts.failing_tests == 0
            && state.end.as_ref().is_some_and(|end| end.cause == EndCause::Exited)
        {
            // Nothing that was seen failed, and not all was seen: it broke down on the way.
            Verdict::Crashed
        } else if failed {
            Verdict::CompletedFailed
        } else if self.reasons.is_empty() {
            Verdict::CompletedPassed
        } else {
            Verdict::Incomplete
        }
    }

    fn unfinished(&mut self, state: &RunState, around: &Surroundings, question: &Question) -> Verdict {
        let ages = Ages::of(state, around);
        if ages.skewed {
            self.because(reason::CLOCK_SKEW);
        }
        if state.liveness == Liveness::None {
            return self.by_age(ages, question);
        }
        let same_boot = match (&state.platform.boot_id, &around.boot_id) {
            (Some(theirs), Some(ours)) => Some(theirs == ours),
            _ => None,
        };
        let same_host = state.platform.host == around.host;
        match same_boot {
            Some(true) => self.evidence("boot", "same"),
            Some(false) if same_host => {
                // This machine, before it was started again: nothing of it lives.
                self.evidence("boot", "differs");
                self.because(reason::REBOOTED);
                return Verdict::Crashed;
            }
            Some(false) => {
                self.evidence("boot", "other-host");
                return self.by_age(ages, question);
            }
            None if !same_host => {
                self.evidence("boot", "other-host");
                return self.by_age(ages, question);
            }
            None => self.evidence("boot", "unknown"),
        }
        if state.liveness == Liveness::Lock {
            match around.lock {
                Lock::Held => {
                    self.evidence("lock", "held");
                    return self.alive(ages, question);
                }
                Lock::Free => {
                    self.evidence("lock", "free");
                    return self.dead(around, reason::SENTINEL_DIED);
                }
                Lock::Missing => self.evidence("lock", "missing"),
                Lock::Unknown => self.evidence("lock", "unknown"),
            }
        }
        match around.writer {
            Alive::Yes => {
                self.evidence("process", "alive");
                self.alive(ages, question)
            }
            Alive::No => {
                self.evidence("process", "gone");
                self.dead(around, reason::PROCESS_GONE)
            }
            Alive::Unknown => {
                self.evidence("process", "unknown");
                self.by_age(ages, question)
            }
        }
    }

    fn dead(&mut self, around: &Surroundings, code: &str) -> Verdict {
        self.because(code);
        if around.command == Alive::Yes {
            self.because(reason::COMMAND_STILL_RUNNING);
        }
        Verdict::Crashed
    }

    /// The writer lives. A heartbeat must not hide a run that does not move, and output
    /// must not hide a sentinel that does not.
    fn alive(&mut self, ages: Ages, question: &Question) -> Verdict {
        let limit = question.stale_after.as_secs_f64() * 1e3;
        let heartbeat = self.age("heartbeat", ages.heartbeat, limit);
        let progress = self.age("progress", ages.progress, limit);
        if heartbeat == Some(false) {
            self.because(reason::HEARTBEAT_OLD);
        }
        if progress == Some(false) {
            self.because(reason::PROGRESS_OLD);
        }
        if heartbeat == Some(false) || progress == Some(false) { Verdict::Hung } else { Verdict::Running }
    }

    /// Nothing but the age is left to go by.
    fn by_age(&mut self, ages: Ages, question: &Question) -> Verdict {
        let limit = question.stale_after.as_secs_f64() * 1e3;
        let heartbeat = self.age("heartbeat", ages.heartbeat, limit);
        let progress = self.age("progress", ages.progress, limit);
        if heartbeat == Some(true) || progress == Some(true) {
            return Verdict::Running;
        }
        self.because(reason::HEARTBEAT_OLD);
        Verdict::Stale
    }

    /// Whether an age is within the limit; `None` when it is not known.
    fn age(&mut self, kind: &str, age: Option<f64>, limit: f64) -> Option<bool> {
        let fresh = age.map(|age| age <= limit);
        let finding = match fresh {
            Some(true) => "fresh",
            Some(false) => "old",
            None => "unknown",
        };
        self.evidence(kind, finding);
        fresh
    }
}

/// Ages in milliseconds, by the boot clock within one boot, by the wall clock otherwise.
#[derive(Clone, Copy, Debug)]
struct Ages {
    heartbeat: Option<f64>,
    progress: Option<f64>,
    skewed: bool,
}

/// Two readings of one clock by two processes may be this far apart without meaning
/// anything.
const SKEW_MS: f64 = 1000.0;

impl Ages {
    fn of(state: &RunState, around: &Surroundings) -> Ages {
        let one_clock = state.platform.boot_id.is_some() && state.platform.boot_id == around.boot_id;
        let age = |boot_ms: Ms, at: &str| {
            if one_clock {
                Some(around.now.boot_ms().get() - boot_ms.get())
            } else {
                wall_of(at).map(|at| (around.now.wall_ns - at) as f64 / 1e6)
            }
        };
        let heartbeat = age(state.heartbeat_boot_ms, &state.heartbeat_at);
        let progress = age(state.progress_boot_ms, &state.progress_at);
        let skewed = [heartbeat, progress].into_iter().flatten().any(|age| age < -SKEW_MS);
        // An age from the future says nothing; one just below zero is zero.
        let usable = |age: Option<f64>| age.filter(|a| *a >= -SKEW_MS).map(|a| a.max(0.0));
        Ages { heartbeat: usable(heartbeat), progress: usable(progress), skewed }
    }
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
