//! Why a verdict is what it is, and what went wrong around a run: stable codes.

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal;)+) => {
        $($(#[doc = $doc])+ pub const $name: &str = $code;)+
        /// Every code with its meaning, in alphabetical order of the codes.
        pub fn all() -> Vec<(&'static str, &'static str)> {
            let mut all = vec![$(($code, concat!($($doc),+).trim_ascii())),+];
            all.sort_unstable();
            all
        }
    };
}
codes! {
    /// The command's file is there but cannot be executed.
    COMMAND_NOT_EXECUTABLE = "command-not-executable";
    /// There is no such command.
    COMMAND_NOT_FOUND = "command-not-found";
    /// The command could not be started for another cause (no processes, no memory).
    COMMAND_NOT_STARTED = "command-not-started";
    /// The command still runs although its sentinel is gone.
    COMMAND_STILL_RUNNING = "command-still-running";
    /// The command was ended by a signal that the sentinel did not send.
    COMMAND_KILLED = "command-killed";
    /// The state is that of another commit.
    COMMIT_DIFFERS = "commit-differs";
    /// Two clocks contradict each other; ages were not trusted.
    CLOCK_SKEW = "clock-skew";
    /// An earlier repetition of the same command did not pass.
    EARLIER_REPEAT_FAILED = "earlier-repeat-failed";
    /// The command ended with status zero while a test was still open.
    EARLY_EXIT = "early-exit";
    /// The input ended without a trailer or `run_finished`.
    END_OF_INPUT = "end-of-input";
    /// Event lines were given up because the disk did not keep pace.
    EVENTS_DROPPED = "events-dropped";
    /// The event file could not be written.
    EVENTS_WRITE_FAILED = "events-write-failed";
    /// The command ended with a status other than zero.
    EXIT_STATUS = "exit-status";
    /// The run was ended at its first failing test, as asked.
    FAILFAST = "failfast";
    /// Fewer tests were seen than planned.
    FEWER_TESTS_THAN_PLANNED = "fewer-tests-than-planned";
    /// The last sign of life is older than the limit.
    HEARTBEAT_OLD = "heartbeat-old";
    /// Nothing was printed for longer than allowed.
    IDLE_TIMEOUT = "idle-timeout";
    /// The input says itself that it is not complete.
    INPUT_INCOMPLETE = "input-incomplete";
    /// The sentinel was told to stop by a signal.
    INTERRUPTED = "interrupted";
    /// Processes were left behind by the command and had to be ended.
    LEAK = "leak";
    /// The copy of the output could not be written.
    LOG_WRITE_FAILED = "log-write-failed";
    /// The lock could not be taken; liveness rests on weaker evidence.
    LOCK_UNAVAILABLE = "lock-unavailable";
    /// More tests were seen than expected.
    MORE_TESTS_THAN_EXPECTED = "more-tests-than-expected";
    /// There is no state that can be read.
    NO_STATE = "no-state";
    /// Tests were expected and none was seen.
    NO_TESTS_SEEN = "no-tests-seen";
    /// The reader of the output left; the command was told so by a closed pipe.
    OUTPUT_CLOSED = "output-closed";
    /// Output could not be passed on.
    OUTPUT_LOST = "output-lost";
    /// A process that could not be reached kept the output open; reading was given up.
    OUTPUT_NOT_DRAINED = "output-not-drained";
    /// The process that wrote the state is gone.
    PROCESS_GONE = "process-gone";
    /// Nothing happened for longer than the limit.
    PROGRESS_OLD = "progress-old";
    /// The state was written before the machine was started again.
    REBOOTED = "rebooted";
    /// The state is that of another run.
    RUN_ID_DIFFERS = "run-id-differs";
    /// The lock is free although the run has not ended: its sentinel died.
    SENTINEL_DIED = "sentinel-died";
    /// The state file is not there.
    STATE_ABSENT = "state-absent";
    /// The state file is not a run state.
    STATE_NOT_VALID = "state-not-valid";
    /// The state file cannot be opened or read.
    STATE_UNREADABLE = "state-unreadable";
    /// The state file could not be written.
    STATE_WRITE_FAILED = "state-write-failed";
    /// Orphans of the command cannot be adopted on this system.
    SUBREAPER_UNAVAILABLE = "subreaper-unavailable";
    /// A test was started and its end was never seen.
    TEST_NOT_FINISHED = "test-not-finished";
    /// A test ran for longer than allowed.
    TEST_TIMEOUT = "test-timeout";
    /// At least one test failed.
    TESTS_FAILED = "tests-failed";
    /// The run took longer than allowed.
    TIMEOUT = "timeout";
    /// A process could not be ended, not even by SIGKILL.
    UNKILLABLE = "unkillable";
}

#[cfg(test)]
mod tests {
    #[test]
    fn codes_are_kebab_case_and_different() {
        let all = super::all();
        for (code, meaning) in &all {
            assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{code}");
            assert!(meaning.ends_with('.'), "{code}: {meaning}");
        }
        assert!(all.windows(2).all(|two| two[0].0 < two[1].0));
    }
}
