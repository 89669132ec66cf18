//! `run-state.v1`, `run-event.v1`, `run-verdict.v1`: what a run is doing, what it did,
//! and what can be said of it afterwards.
//!
//! A state is one small file that is replaced whole at every change, so that it can be
//! read at any instant, also after the writer was killed. Instants (`..._at`) are for
//! people; ages are computed from `..._boot_ms`, milliseconds since the machine's boot
//! with suspended time included, which no change of the wall clock can move. They only
//! compare within one `boot_id`.

pub mod reason;
mod verdict;

use crate::num::Ms;
use crate::source::Labels;
use crate::tag::tag;
use crate::test::Status;
use serde::{Deserialize, Serialize};

pub use verdict::{Evidence, RunVerdict, RunVerdictTag, Verdict};

/// What is known of a process; `pid` and `start_ticks` together name it for ever on one
/// boot, since a process id alone is used again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProcessFacts {
    /// The process id.
    pub pid: i64,
    /// Its parent's id, in a snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_pid: Option<i64>,
    /// Its process group's id, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<i64>,
    /// When it began, in clock ticks since boot; absent where the system does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_ticks: Option<u64>,
    /// The short name of its program, in a snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The kernel's letter for what it is doing (R, S, D, T, Z), in a snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// The machine that a state was written on, as far as liveness needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Platform {
    /// `linux`, `macos`...
    pub os: String,
    /// `x86_64`, `aarch64`...
    pub arch: String,
    /// The host's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// Changes with every start of the machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boot_id: Option<String>,
}

/// A test as the state remembers it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TestMark {
    /// The canonical id.
    pub test_id: String,
    /// When it began or ended.
    pub at: String,
    /// Milliseconds since boot at that instant.
    pub at_boot_ms: Ms,
    /// How it ended, for a completed test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// How long it took, for a completed test, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<Ms>,
}

/// How many attempts of tests were seen, by what became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunCounts {
    /// Starts seen. A producer that prints no starts leaves this at the ends seen.
    pub started: u64,
    /// Ends seen.
    pub finished: u64,
    /// Started and not finished.
    pub running: u64,
    /// Different tests that were seen to end; repeated attempts count once.
    pub tests: u64,
    /// Attempts that passed, an unexpected pass included.
    pub passed: u64,
    /// Attempts that failed or broke.
    pub failed: u64,
    /// Attempts that were skipped.
    pub skipped: u64,
    /// Attempts that failed as expected.
    pub xfailed: u64,
    /// Attempts whose end is not understood.
    pub unknown: u64,
    /// Tests whose last attempt failed.
    pub failing_tests: u64,
}

/// What ended the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EndCause {
    /// The command ended by itself.
    Exited,
    /// The command was killed by a signal from elsewhere.
    Signaled,
    /// `--timeout`.
    Timeout,
    /// `--idle-timeout`.
    IdleTimeout,
    /// `--test-timeout`.
    TestTimeout,
    /// `--failfast-mode`.
    Failfast,
    /// The sentinel itself got a signal.
    Interrupted,
    /// The command never began.
    NotStarted,
    /// A watched stream ended with its trailer.
    Trailer,
    /// A watched stream ended without one.
    EndOfInput,
    /// A shell harness said so.
    Declared,
}

/// How the run ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunEnd {
    /// What ended it.
    pub cause: EndCause,
    /// The command's own exit status, where it had one.
    pub exit_code: Option<i64>,
    /// The signal that ended it, where one did.
    pub signal: Option<i64>,
    /// That signal's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal_name: Option<String>,
}

/// What a checker can go by to tell whether the writer still lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Liveness {
    /// A lock beside the state, freed by the kernel when the writer dies.
    Lock,
    /// The writer's process id and start time only: no lock could be taken.
    Process,
    /// No process lives between two changes; only the age says anything.
    None,
}

/// Limits in force, so that a reader can tell a slow run from a hung one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunLimits {
    /// For the whole run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<Ms>,
    /// Without any output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle_timeout_ms: Option<Ms>,
    /// For one test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_timeout_ms: Option<Ms>,
    /// Between SIGTERM and SIGKILL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace_ms: Option<Ms>,
}

/// Which repetition this run is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Repeat {
    /// From 1.
    pub run: u64,
    /// How many there are to be.
    pub of: u64,
    /// How many of the runs before this one did not pass.
    pub earlier_not_passed: u64,
}

/// One run, as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunState {
    /// Always `run-state.v1`.
    pub schema: RunStateTag,
    /// Unique to the run.
    pub run_id: String,
    /// Grows with every state written.
    pub sequence: u64,
    /// The `sequence` of the last event that is part of this state; 0 without events.
    #[serde(default)]
    pub event_sequence: u64,
    /// Whether the run has not ended yet.
    pub in_progress: bool,
    /// Whether it passed; `null` until it has ended.
    pub passed: Option<bool>,
    /// When it began.
    pub started_at: String,
    /// The same in milliseconds since boot.
    #[serde(default)]
    pub started_boot_ms: Option<Ms>,
    /// When it ended; `null` until then.
    pub completed_at: Option<String>,
    /// How long it has been running.
    pub elapsed_ms: Ms,
    /// When the writer last showed that it lives.
    pub heartbeat_at: String,
    /// The same in milliseconds since boot.
    pub heartbeat_boot_ms: Ms,
    /// When the run itself last showed that it moves: output or a test event.
    pub progress_at: String,
    /// The same in milliseconds since boot.
    pub progress_boot_ms: Ms,
    /// The test that began last.
    pub last_test_started: Option<TestMark>,
    /// The test that ended last.
    pub last_test_completed: Option<TestMark>,
    /// Tests that have begun and not ended, oldest first; at most 32 are named, all are
    /// counted in `counts.running`.
    pub running: Vec<TestMark>,
    /// The first test that failed.
    pub first_failure: Option<TestMark>,
    /// The test that had been open longest when a limit was passed, whatever became of it
    /// while the run was ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hung_test: Option<TestMark>,
    /// Tests whose last attempt failed, in the order of their failing; at most 32 are
    /// named, all are counted in `counts.failing_tests`.
    #[serde(default)]
    pub failing: Vec<String>,
    /// What was seen so far.
    pub counts: RunCounts,
    /// How many tests the producer announced; `null` where it did not.
    pub planned: Option<u64>,
    /// How many tests the caller expects; `null` where not told.
    pub expected: Option<u64>,
    /// How it ended; `null` until then.
    pub end: Option<RunEnd>,
    /// Codes of what went wrong around the run, in the order of their first occurrence.
    pub reasons: Vec<String>,
    /// What tells whether the writer lives.
    pub liveness: Liveness,
    /// The machine.
    pub platform: Platform,
    /// The process that writes the state; `null` where none lives between changes.
    pub writer: Option<ProcessFacts>,
    /// The command's process, once there is one.
    pub command: Option<ProcessFacts>,
    /// The commit under test, from the caller.
    pub commit: Option<String>,
    /// The signature of the environment, from the caller.
    pub environment_sha256: Option<String>,
    /// The seed handed to the command.
    pub seed: Option<u64>,
    /// Which repetition this is, under `--repeat`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat: Option<Repeat>,
    /// Limits in force.
    pub limits: RunLimits,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

tag!(RunStateTag, RunState, "run-state.v1");

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RunEventKind {
    /// The command was started.
    RunStarted,
    /// A test began.
    TestStarted,
    /// A test ended.
    TestFinished,
    /// The sentinel lives.
    Heartbeat,
    /// Nothing was printed for a while.
    OutputIdle,
    /// A limit was passed.
    Timeout,
    /// The processes of the run, just before they are ended.
    Snapshot,
    /// A signal was sent to the run.
    KillSent,
    /// A process or an open output was left behind.
    Leak,
    /// Fail-fast ended the run.
    FailfastModeApplied,
    /// The command ended well while a test was open or tests were missing.
    EarlyExitDetected,
    /// Something about the evidence itself went wrong.
    EvidenceProblem,
    /// The run ended.
    RunFinished,
}

/// What belongs to an event; only the members that apply are written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventContext {
    /// The test's canonical id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_id: Option<String>,
    /// Its short hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_uid: Option<String>,
    /// Which attempt of the test within the run, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u64>,
    /// How the test ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The producer's own word for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw_status: Option<String>,
    /// How long it took, or how long nothing happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<Ms>,
    /// Whether `duration_ms` was printed by the producer (`native`) or measured between
    /// the sighting of the start and of the end (`approx`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<String>,
    /// The limit that was passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_ms: Option<Ms>,
    /// A reason code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// A sentence for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The signal's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<i64>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal_name: Option<String>,
    /// The command's exit status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i64>,
    /// The processes that it concerns; at most 64 are listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub processes: Vec<ProcessFacts>,
    /// The fail-fast mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// The name of the program, without its arguments: they may hold a secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<String>,
    /// The seed handed to the command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Which repetition this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat: Option<Repeat>,
    /// How many tests the producer announced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<u64>,
    /// Where the run stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<RunCounts>,
    /// Whether the run passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<bool>,
    /// What ended the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<EndCause>,
}

/// One thing that happened in a run. `sequence` has no gaps within a run, so that a lost
/// line shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunEvent {
    /// Always `run-event.v1`.
    pub schema: RunEventTag,
    /// When.
    pub at: String,
    /// What.
    pub event: RunEventKind,
    /// The run, which ties all its events together.
    pub run_id: String,
    /// From 1, one more with every event of the run.
    pub sequence: u64,
    /// Since the run began.
    pub elapsed_ms: Ms,
    /// What belongs to it.
    pub context: EventContext,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

tag!(RunEventTag, RunEvent, "run-event.v1");

/// How a failing test ends a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FailfastMode {
    /// Not at all.
    Off,
    /// With a request and time to clean up.
    Soft,
    /// At once.
    Hard,
}

/// What a run leaves that was ended at its first failing test. It is written twice: at
/// the detection, so that it is there whatever happens next, and at the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FailfastSummary {
    /// Always `failfast-summary.v1`.
    pub schema: FailfastSummaryTag,
    /// The run.
    pub run_id: String,
    /// How it was ended.
    pub mode: FailfastMode,
    /// The test that failed first.
    pub first_failure_test: Option<String>,
    /// From the start of the run to the sighting of the failure.
    pub elapsed_until_detection_ms: Option<Ms>,
    /// From the start of the run to the end of its last process; `null` until then.
    pub elapsed_until_exit_ms: Option<Ms>,
    /// How many announced tests did not end; `null` where none were announced.
    pub tests_not_run: Option<u64>,
    /// What was seen.
    pub counts: RunCounts,
}

tag!(FailfastSummaryTag, FailfastSummary, "failfast-summary.v1");
