//! `run-verdict.v1`: what can be said of a run by its state and its surroundings.

use super::{RunCounts, RunEnd, TestMark};
use crate::num::Ms;
use crate::source::Labels;
use crate::tag::tag;
use serde::{Deserialize, Serialize};

/// What can be said of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Verdict {
    /// It ran to its end and all is well.
    CompletedPassed,
    /// It ran to its end and something failed.
    CompletedFailed,
    /// It died, or its sentinel did.
    Crashed,
    /// It did not move and was ended for it, or does not move.
    Hung,
    /// It is under way.
    Running,
    /// There is no state to go by.
    Missing,
    /// It ended, and not all that was due was seen.
    Incomplete,
    /// The state is not that of the run in question, or too old to say.
    Stale,
}

impl Verdict {
    /// The word that is written.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::CompletedPassed => "completed_passed",
            Verdict::CompletedFailed => "completed_failed",
            Verdict::Crashed => "crashed",
            Verdict::Hung => "hung",
            Verdict::Running => "running",
            Verdict::Missing => "missing",
            Verdict::Incomplete => "incomplete",
            Verdict::Stale => "stale",
        }
    }
}

/// One piece of evidence that a verdict rests on, in the order that it was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// `state`, `run-id`, `commit`, `end`, `boot`, `lock`, `process`, `heartbeat`, `progress`.
    pub kind: String,
    /// What it says: `held`, `free`, `same`, `differs`, `fresh`, `old`...
    pub finding: String,
}

/// What a state and its surroundings say about a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunVerdict {
    /// Always `run-verdict.v1`.
    pub schema: RunVerdictTag,
    /// The word.
    pub verdict: Verdict,
    /// Why, most important first.
    pub reasons: Vec<String>,
    /// The run that the state is of; `null` without a state.
    pub run_id: Option<String>,
    /// The test that began last.
    pub last_test_started: Option<TestMark>,
    /// The test that ended last.
    pub last_test_completed: Option<TestMark>,
    /// Tests that were under way, oldest first (at most 32).
    pub running: Vec<TestMark>,
    /// The first test that failed.
    pub first_failure: Option<TestMark>,
    /// The test that had been open longest when a limit was passed, whatever became of it
    /// while the run was ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hung_test: Option<TestMark>,
    /// What was seen; `null` without a state.
    pub counts: Option<RunCounts>,
    /// How many tests the producer announced.
    pub planned: Option<u64>,
    /// How many tests the caller expects.
    pub expected: Option<u64>,
    /// How it ended.
    pub end: Option<RunEnd>,
    /// When it began.
    pub started_at: Option<String>,
    /// When it ended.
    pub completed_at: Option<String>,
    /// How long it ran, as far as the state knows.
    pub elapsed_ms: Option<Ms>,
    /// How old the last sign of life is; `null` where clocks cannot say, and of a run that
    /// has ended.
    pub heartbeat_age_ms: Option<Ms>,
    /// How old the last progress is; `null` where clocks cannot say, and of a run that has
    /// ended.
    pub progress_age_ms: Option<Ms>,
    /// What the verdict rests on.
    pub evidence: Vec<Evidence>,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

tag!(RunVerdictTag, RunVerdict, "run-verdict.v1");

#[cfg(test)]
mod tests {
    use super::Verdict;

    #[test]
    fn a_verdict_is_written_as_its_word() {
        for verdict in [
            Verdict::CompletedPassed,
            Verdict::CompletedFailed,
            Verdict::Crashed,
            Verdict::Hung,
            Verdict::Running,
            Verdict::Missing,
            Verdict::Incomplete,
            Verdict::Stale,
        ] {
            let written = serde_json::to_string(&verdict).expect("a word");
            assert_eq!(written, format!("\"{}\"", verdict.word()));
        }
    }
}
