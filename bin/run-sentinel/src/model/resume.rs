//! A model made again from its state, for verbs between which no process lives.
//!
//! What a state does not hold is forgotten: open tests beyond those that it names, and
//! the attempts of tests that did not fail. A harness written in shell runs one test at a
//! time and repeats few.

use super::{About, Model};
use crate::clock::{Now, wall_of};
use record::run::{RunState, TestMark};

impl Model {
    /// The model that wrote `state`. `events`: whether event lines are wanted.
    pub(crate) fn resume(state: RunState, events: bool, now: Now) -> Model {
        let about = About {
            run_id: state.run_id,
            program: None,
            commit: state.commit,
            environment_sha256: state.environment_sha256,
            seed: state.seed,
            expected: state.expected,
            repeat: state.repeat,
            limits: state.limits,
            labels: state.labels,
            liveness: state.liveness,
            platform: state.platform,
            writer: state.writer,
            events,
        };
        // A state of an earlier boot or another machine has another boot clock: its
        // instants are placed by the wall clock then.
        let same_boot = about.platform.boot_id == crate::sys::boot_id();
        let place = |at: &str, boot_ms: f64| {
            let wall_ns = wall_of(at).unwrap_or(now.wall_ns);
            let ago = u64::try_from(now.wall_ns.saturating_sub(wall_ns)).unwrap_or(0);
            let boot_ns =
                if same_boot { (boot_ms * 1e6).max(0.0) as u64 } else { now.boot_ns.saturating_sub(ago) };
            Now { boot_ns: boot_ns.min(now.boot_ns), wall_ns }
        };
        let of = |mark: &TestMark| place(&mark.at, mark.at_boot_ms.get());
        let began_ms = state.progress_boot_ms.get().min(state.heartbeat_boot_ms.get());
        let mut model = Model::new(About { events: false, ..about.clone() }, now);
        model.started = place(&state.started_at, state.started_boot_ms.map_or(began_ms, record::Ms::get));
        model.heartbeat = place(&state.heartbeat_at, state.heartbeat_boot_ms.get());
        model.progress = place(&state.progress_at, state.progress_boot_ms.get());
        for mark in &state.running {
            model.roster.start(&mark.test_id, of(mark));
        }
        for name in &state.failing {
            model.roster.failed_once(name);
        }
        model.about = about;
        model.counts = state.counts;
        model.planned = state.planned;
        // A harness written in shell tells each test itself.
        model.listed = state.planned.is_some_and(|planned| planned > 0);
        model.last_started = state.last_test_started;
        model.last_completed = state.last_test_completed;
        model.first_failure = state.first_failure;
        model.failing = state.failing;
        model.command = state.command;
        model.state_sequence = state.sequence;
        model.event_sequence = state.event_sequence;
        for code in &state.reasons {
            if let Some((known, _)) = record::run::reason::all().into_iter().find(|(known, _)| known == code)
            {
                model.reasons.push(known);
                model.said.insert(known);
            }
        }
        model
    }
}
