use super::{Alive, Lock, NoState, Question, Surroundings, judge};
use crate::clock::Now;
use record::run::{
    EndCause, Liveness, Platform, Repeat, RunCounts, RunEnd, RunLimits, RunState, RunStateTag, RunVerdict,
    Verdict, reason,
};
use record::{Labels, Ms};
use std::time::Duration;

const MINUTE: u64 = 60_000;

fn now(ms: u64) -> Now {
    Now { boot_ns: ms * 1_000_000, wall_ns: 1_700_000_000_000_000_000 + i128::from(ms) * 1_000_000 }
}

/// A run that began at 0 and showed life at `ms`.
fn state(ms: u64) -> RunState {
    let at = now(ms);
    RunState {
        schema: RunStateTag,
        run_id: "r".to_owned(),
        sequence: 1,
        event_sequence: 0,
        in_progress: true,
        passed: None,
        started_at: now(0).at(),
        started_boot_ms: Some(now(0).boot_ms()),
        completed_at: None,
        elapsed_ms: Ms::new(ms as f64).expect("finite"),
        heartbeat_at: at.at(),
        heartbeat_boot_ms: at.boot_ms(),
        progress_at: at.at(),
        progress_boot_ms: at.boot_ms(),
        last_test_started: None,
        last_test_completed: None,
        running: Vec::new(),
        first_failure: None,
        hung_test: None,
        failing: Vec::new(),
        counts: RunCounts::default(),
        planned: None,
        expected: None,
        end: None,
        reasons: Vec::new(),
        liveness: Liveness::Lock,
        platform: Platform {
            os: "linux".to_owned(),
            arch: "x86_64".to_owned(),
            host: Some("here".to_owned()),
            boot_id: Some("boot-1".to_owned()),
        },
        writer: None,
        command: None,
        commit: Some("c1".to_owned()),
        environment_sha256: None,
        seed: None,
        repeat: None,
        limits: RunLimits::default(),
        labels: Labels::new(),
    }
}

fn around(ms: u64, lock: Lock) -> Surroundings {
    Surroundings {
        now: now(ms),
        host: Some("here".to_owned()),
        boot_id: Some("boot-1".to_owned()),
        lock,
        writer: Alive::Unknown,
        command: Alive::Unknown,
    }
}

fn question() -> Question {
    Question { run_id: None, commit: None, stale_after: Duration::from_secs(600) }
}

fn ended(cause: EndCause, exit_code: Option<i64>, counts: RunCounts) -> RunState {
    let mut state = state(10);
    state.in_progress = false;
    state.completed_at = Some(now(10).at());
    state.end = Some(RunEnd { cause, exit_code, signal: None, signal_name: None });
    state.counts = counts;
    state
}

fn seen(tests: u64, failing: u64, running: u64) -> RunCounts {
    RunCounts {
        started: tests + running,
        finished: tests,
        running,
        tests,
        passed: tests - failing,
        failed: failing,
        failing_tests: failing,
        ..RunCounts::default()
    }
}

fn of(state: &RunState) -> RunVerdict {
    judge(Ok(state), &around(20, Lock::Free), &question())
}

fn says(verdict: &RunVerdict, word: Verdict, reasons: &[&str]) {
    assert_eq!(verdict.verdict, word, "{verdict:?}");
    assert_eq!(verdict.reasons, reasons, "{verdict:?}");
}

#[test]
fn no_state_is_missing_and_says_why() {
    for (none, code) in [
        (NoState::Absent, reason::STATE_ABSENT),
        (NoState::Unreadable, reason::STATE_UNREADABLE),
        (NoState::NotValid, reason::STATE_NOT_VALID),
    ] {
        let verdict = judge(Err(none), &around(0, Lock::Missing), &question());
        says(&verdict, Verdict::Missing, &[reason::NO_STATE, code]);
    }
}

#[test]
fn only_a_run_with_nothing_against_it_passes() {
    let exited = EndCause::Exited;
    says(&of(&ended(exited, Some(0), seen(3, 0, 0))), Verdict::CompletedPassed, &[]);
    says(&of(&ended(exited, Some(0), seen(0, 0, 0))), Verdict::CompletedPassed, &[]);
    says(
        &of(&ended(exited, Some(1), seen(3, 1, 0))),
        Verdict::CompletedFailed,
        &[reason::TESTS_FAILED, reason::EXIT_STATUS],
    );
    says(&of(&ended(exited, Some(2), seen(3, 0, 0))), Verdict::CompletedFailed, &[reason::EXIT_STATUS]);
    // `go test -json | tee` and its like lose the status; the failing test remains.
    says(&of(&ended(exited, Some(0), seen(3, 1, 0))), Verdict::CompletedFailed, &[reason::TESTS_FAILED]);
    // Ended in mid-test: with a status of its own it broke down, with zero it looks well.
    let verdict = of(&ended(exited, Some(3), seen(1, 0, 1)));
    says(&verdict, Verdict::Crashed, &[reason::TEST_NOT_FINISHED, reason::EXIT_STATUS]);
    let verdict = of(&ended(exited, Some(0), seen(1, 0, 1)));
    says(&verdict, Verdict::Incomplete, &[reason::TEST_NOT_FINISHED]);
}

#[test]
fn a_plan_that_is_not_met_is_never_a_pass() {
    let mut state = ended(EndCause::Exited, Some(0), seen(3, 0, 0));
    state.planned = Some(4);
    says(&of(&state), Verdict::Incomplete, &[reason::FEWER_TESTS_THAN_PLANNED]);
    state.planned = Some(3);
    says(&of(&state), Verdict::CompletedPassed, &[]);
    state.expected = Some(4);
    says(&of(&state), Verdict::Incomplete, &[reason::FEWER_TESTS_THAN_PLANNED]);
    state.expected = Some(2);
    says(&of(&state), Verdict::Incomplete, &[reason::MORE_TESTS_THAN_EXPECTED]);
    state.counts = seen(0, 0, 0);
    state.planned = None;
    says(&of(&state), Verdict::Incomplete, &[reason::NO_TESTS_SEEN]);
}

#[test]
fn what_ended_a_run_is_its_verdict() {
    for (cause, word, code) in [
        (EndCause::Timeout, Verdict::Hung, reason::TIMEOUT),
        (EndCause::IdleTimeout, Verdict::Hung, reason::IDLE_TIMEOUT),
        (EndCause::TestTimeout, Verdict::Hung, reason::TEST_TIMEOUT),
        (EndCause::Interrupted, Verdict::Incomplete, reason::INTERRUPTED),
        (EndCause::EndOfInput, Verdict::Incomplete, reason::END_OF_INPUT),
        (EndCause::Failfast, Verdict::CompletedFailed, reason::FAILFAST),
        (EndCause::Signaled, Verdict::Crashed, reason::COMMAND_KILLED),
    ] {
        // Whatever status the command managed to give on its way out.
        says(&of(&ended(cause, Some(0), seen(1, 0, 0))), word, &[code]);
    }
    for (status, code) in [
        (127, reason::COMMAND_NOT_FOUND),
        (126, reason::COMMAND_NOT_EXECUTABLE),
        (125, reason::COMMAND_NOT_STARTED),
    ] {
        says(&of(&ended(EndCause::NotStarted, Some(status), seen(0, 0, 0))), Verdict::Crashed, &[code]);
    }
}

#[test]
fn a_watched_stream_passes_only_with_a_whole_trailer() {
    says(&of(&ended(EndCause::Trailer, None, seen(2, 0, 0))), Verdict::CompletedPassed, &[]);
    let mut state = ended(EndCause::Trailer, None, seen(2, 0, 0));
    state.reasons = vec![reason::INPUT_INCOMPLETE.to_owned()];
    says(&of(&state), Verdict::Incomplete, &[reason::INPUT_INCOMPLETE]);
}

#[test]
fn an_earlier_repetition_that_failed_is_not_forgotten() {
    let mut state = ended(EndCause::Exited, Some(0), seen(2, 0, 0));
    state.repeat = Some(Repeat { run: 3, of: 3, earlier_not_passed: 1 });
    let verdict = of(&state);
    assert_ne!(verdict.verdict, Verdict::CompletedPassed);
    assert!(verdict.reasons.contains(&reason::EARLIER_REPEAT_FAILED.to_owned()));
    state.repeat = Some(Repeat { run: 3, of: 3, earlier_not_passed: 0 });
    says(&of(&state), Verdict::CompletedPassed, &[]);
}

#[test]
fn the_state_of_another_run_is_stale() {
    let mut question = question();
    question.run_id = Some("another".to_owned());
    let passed = ended(EndCause::Exited, Some(0), seen(1, 0, 0));
    let verdict = judge(Ok(&passed), &around(20, Lock::Free), &question);
    says(&verdict, Verdict::Stale, &[reason::RUN_ID_DIFFERS]);
    question.run_id = Some("r".to_owned());
    let verdict = judge(Ok(&passed), &around(20, Lock::Free), &question);
    says(&verdict, Verdict::CompletedPassed, &[]);
    question.commit = Some("c2".to_owned());
    assert_eq!(judge(Ok(&passed), &around(20, Lock::Free), &question).verdict, Verdict::Stale);
}

#[test]
fn the_lock_tells_the_living_from_the_dead() {
    let run = state(10);
    says(&judge(Ok(&run), &around(20, Lock::Held), &question()), Verdict::Running, &[]);
    let verdict = judge(Ok(&run), &around(20, Lock::Free), &question());
    says(&verdict, Verdict::Crashed, &[reason::SENTINEL_DIED]);
    let mut still = around(20, Lock::Free);
    still.command = Alive::Yes;
    let verdict = judge(Ok(&run), &still, &question());
    says(&verdict, Verdict::Crashed, &[reason::SENTINEL_DIED, reason::COMMAND_STILL_RUNNING]);
}

#[test]
fn a_heartbeat_does_not_hide_a_hang_and_output_does_not_hide_a_stopped_sentinel() {
    let mut run = state(0);
    run.heartbeat_boot_ms = now(19 * MINUTE).boot_ms();
    let verdict = judge(Ok(&run), &around(20 * MINUTE, Lock::Held), &question());
    says(&verdict, Verdict::Hung, &[reason::PROGRESS_OLD]);
    let mut run = state(0);
    run.progress_boot_ms = now(19 * MINUTE).boot_ms();
    let verdict = judge(Ok(&run), &around(20 * MINUTE, Lock::Held), &question());
    says(&verdict, Verdict::Hung, &[reason::HEARTBEAT_OLD]);
}

#[test]
fn without_a_lock_the_process_decides() {
    let mut run = state(10);
    run.liveness = Liveness::Process;
    let mut place = around(20, Lock::Missing);
    place.writer = Alive::Yes;
    says(&judge(Ok(&run), &place, &question()), Verdict::Running, &[]);
    place.writer = Alive::No;
    says(&judge(Ok(&run), &place, &question()), Verdict::Crashed, &[reason::PROCESS_GONE]);
    // A lock file that is gone hands over to the same evidence.
    run.liveness = Liveness::Lock;
    says(&judge(Ok(&run), &place, &question()), Verdict::Crashed, &[reason::PROCESS_GONE]);
}

#[test]
fn another_boot_of_this_machine_killed_the_run() {
    let run = state(10);
    let mut place = around(20, Lock::Free);
    place.boot_id = Some("boot-2".to_owned());
    says(&judge(Ok(&run), &place, &question()), Verdict::Crashed, &[reason::REBOOTED]);
}

#[test]
fn on_another_machine_only_the_wall_clock_is_left() {
    let run = state(10);
    let mut place = around(20, Lock::Free);
    place.boot_id = Some("boot-9".to_owned());
    place.host = Some("elsewhere".to_owned());
    // The boot clock there says something else altogether.
    place.now.boot_ns = 5;
    says(&judge(Ok(&run), &place, &question()), Verdict::Running, &[]);
    place.now.wall_ns += 3_600_000_000_000;
    says(&judge(Ok(&run), &place, &question()), Verdict::Stale, &[reason::HEARTBEAT_OLD]);
}

#[test]
fn a_harness_in_shell_is_judged_by_its_age_alone() {
    let mut run = state(0);
    run.liveness = Liveness::None;
    says(&judge(Ok(&run), &around(MINUTE, Lock::Free), &question()), Verdict::Running, &[]);
    let verdict = judge(Ok(&run), &around(11 * MINUTE, Lock::Free), &question());
    says(&verdict, Verdict::Stale, &[reason::HEARTBEAT_OLD]);
}

#[test]
fn no_jump_of_the_wall_clock_moves_a_verdict_within_one_boot() {
    let run = state(10);
    for jump in [-3_600_000_000_000_i128, 3_600_000_000_000, -1_700_000_000_000_000_000, i128::from(i64::MAX)]
    {
        let mut place = around(20, Lock::Held);
        place.now.wall_ns += jump;
        says(&judge(Ok(&run), &place, &question()), Verdict::Running, &[]);
    }
}

#[test]
fn a_state_from_the_future_is_called_so_and_its_age_is_not_used() {
    let mut run = state(0);
    run.liveness = Liveness::None;
    run.platform.boot_id = None;
    let mut place = around(0, Lock::Free);
    place.boot_id = None;
    place.now.wall_ns -= 3_600_000_000_000;
    let verdict = judge(Ok(&run), &place, &question());
    assert_eq!(verdict.verdict, Verdict::Stale);
    assert_eq!(verdict.reasons.first().map(String::as_str), Some(reason::CLOCK_SKEW));
    assert_eq!((verdict.heartbeat_age_ms, verdict.progress_age_ms), (None, None));
}
