//! The state that a model writes; [`Model::resume`] reads it back.

use super::{MOST_NAMED, Model, mark};
use crate::clock::Now;
use record::run::{RunState, RunStateTag};

impl Model {
    pub(super) fn state(&self, now: Now) -> RunState {
        let about = &self.about;
        RunState {
            schema: RunStateTag,
            run_id: about.run_id.clone(),
            sequence: self.state_sequence,
            event_sequence: self.event_sequence,
            in_progress: self.end.is_none(),
            passed: self.passed,
            started_at: self.started.at(),
            started_boot_ms: Some(self.started.boot_ms()),
            completed_at: self.completed.map(Now::at),
            elapsed_ms: self.elapsed(self.completed.unwrap_or(now)),
            heartbeat_at: self.heartbeat.at(),
            heartbeat_boot_ms: self.heartbeat.boot_ms(),
            progress_at: self.progress.at(),
            progress_boot_ms: self.progress.boot_ms(),
            last_test_started: self.last_started.clone(),
            last_test_completed: self.last_completed.clone(),
            running: self
                .roster
                .open()
                .take(MOST_NAMED)
                .map(|open| mark(&open.test_id, open.since))
                .collect(),
            first_failure: self.first_failure.clone(),
            hung_test: self.hung_test.clone(),
            failing: self.failing.clone(),
            counts: self.counts.clone(),
            planned: self.planned,
            expected: about.expected,
            end: self.end.clone(),
            reasons: self.reasons.iter().map(|code| (*code).to_owned()).collect(),
            liveness: about.liveness,
            platform: about.platform.clone(),
            writer: about.writer.clone(),
            command: self.command.clone(),
            commit: about.commit.clone(),
            environment_sha256: about.environment_sha256.clone(),
            seed: about.seed,
            repeat: about.repeat.clone(),
            limits: about.limits.clone(),
            labels: about.labels.clone(),
        }
    }
}
