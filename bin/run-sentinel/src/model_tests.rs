use super::{About, MOST_NAMED, Model, Sighting};
use crate::clock::Now;
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};
use record::Status;
use record::run::{EndCause, Liveness, Platform, RunEnd, RunEvent, RunEventKind, RunLimits, RunState};
use std::collections::BTreeMap;

pub(crate) fn about() -> About {
    About {
        run_id: "run-1".to_owned(),
        program: Some("tests".to_owned()),
        commit: None,
        environment_sha256: None,
        seed: Some(1),
        expected: None,
        repeat: None,
        limits: RunLimits::default(),
        labels: record::Labels::new(),
        liveness: Liveness::Lock,
        platform: Platform::default(),
        writer: None,
        events: true,
    }
}

pub(crate) fn at(ms: u64) -> Now {
    Now { boot_ns: ms * 1_000_000, wall_ns: 1_700_000_000_000_000_000 + i128::from(ms) * 1_000_000 }
}

fn exited(code: i64) -> RunEnd {
    RunEnd { cause: EndCause::Exited, exit_code: Some(code), signal: None, signal_name: None }
}

fn started(test_id: &str) -> Sighting<'_> {
    Sighting::Started { test_id }
}

fn finished(test_id: &str, status: Status) -> Sighting<'_> {
    Sighting::Finished { test_id, status, raw_status: None, duration_ms: None }
}

fn events(model: &mut Model) -> Vec<RunEvent> {
    let lines = model.take_events();
    lines
        .split_inclusive(|&b| b == b'\n')
        .map(|line| serde_json::from_slice(line).expect("every line is a run-event.v1"))
        .collect()
}

#[test]
fn the_state_names_what_runs_and_what_ended_last() {
    let mut model = Model::new(about(), at(0));
    model.sighting(&started("a"), at(10));
    model.sighting(&started("b"), at(20));
    model.sighting(&finished("a", Status::Pass), at(30));
    let state = model.next_state(at(31));
    assert_eq!(state.last_test_started.map(|t| t.test_id).as_deref(), Some("b"));
    let done = state.last_test_completed.expect("a ended");
    assert_eq!((done.test_id.as_str(), done.status), ("a", Some(Status::Pass)));
    assert_eq!(done.duration_ms.map(record::Ms::get), Some(20.0));
    assert_eq!(state.running.iter().map(|t| t.test_id.as_str()).collect::<Vec<_>>(), ["b"]);
    assert!(state.in_progress && state.passed.is_none());
    assert_eq!(model.oldest_open().map(|(id, since)| (id, since.boot_ns)), Some(("b", 20_000_000)));
}

#[test]
fn a_printed_duration_is_native_and_a_measured_one_is_not() {
    let mut model = Model::new(about(), at(0));
    model.sighting(&started("a"), at(0));
    let native = Sighting::Finished {
        test_id: "a",
        status: Status::Pass,
        raw_status: Some("ok"),
        duration_ms: Some(1.5),
    };
    model.sighting(&native, at(100));
    model.sighting(&started("b"), at(100));
    model.sighting(&finished("b", Status::Pass), at(107));
    model.sighting(&finished("never announced", Status::Pass), at(110));
    let ends: Vec<(Option<f64>, Option<String>)> = events(&mut model)
        .into_iter()
        .filter(|event| event.event == RunEventKind::TestFinished)
        .map(|event| (event.context.duration_ms.map(record::Ms::get), event.context.provenance))
        .collect();
    let word = |text: &str| Some(text.to_owned());
    assert_eq!(ends, [(Some(1.5), word("native")), (Some(7.0), word("approx")), (None, None)]);
    // Nothing was seen to start: no start is invented.
    assert_eq!(model.next_state(at(110)).last_test_started.map(|t| t.test_id).as_deref(), Some("b"));
}

#[test]
fn a_retry_that_passes_takes_its_test_off_the_failing_ones() {
    let mut model = Model::new(about(), at(0));
    assert!(model.sighting(&finished("a", Status::Fail), at(1)));
    assert!(!model.sighting(&finished("a", Status::Pass), at(2)));
    assert!(model.sighting(&finished("b", Status::Error), at(3)));
    let state = model.next_state(at(4));
    assert_eq!((state.counts.tests, state.counts.failing_tests), (2, 1));
    assert_eq!(state.failing, ["b"]);
    assert_eq!(state.first_failure.map(|t| t.test_id).as_deref(), Some("a"));
    let attempts: Vec<Option<u64>> =
        events(&mut model).into_iter().filter_map(|e| e.context.status.map(|_| e.context.attempt)).collect();
    assert_eq!(attempts, [Some(1), Some(2), Some(1)]);
}

#[test]
fn an_end_with_status_zero_in_mid_test_is_told() {
    let mut model = Model::new(about(), at(0));
    model.sighting(&started("a"), at(1));
    model.end(exited(0), at(2));
    assert_eq!(model.passed(), Some(false));
    let kinds: Vec<RunEventKind> = events(&mut model).iter().map(|event| event.event).collect();
    assert!(kinds.contains(&RunEventKind::EarlyExitDetected));
    assert_eq!(kinds.last(), Some(&RunEventKind::RunFinished));
}

#[test]
fn an_endless_id_is_cut_at_a_letter() {
    let mut model = Model::new(about(), at(0));
    let long = "ä".repeat(5000);
    model.sighting(&started(&long), at(1));
    let id = model.next_state(at(1)).last_test_started.expect("started").test_id;
    assert_eq!(id.len(), 4096);
    assert!(long.starts_with(&id));
}

#[test]
fn a_state_names_at_most_32_running_tests_and_counts_all() {
    let mut model = Model::new(about(), at(0));
    for n in 0..100 {
        model.sighting(&started(&format!("t{n}")), at(n));
    }
    let state = model.next_state(at(100));
    assert_eq!((state.running.len(), state.counts.running), (MOST_NAMED, 100));
    assert_eq!(state.running[0].test_id, "t0");
}

#[test]
fn what_began_while_one_test_was_open_is_that_tests() {
    let mut model = Model::new(about(), at(0));
    model.sighting(&started("a"), at(10));
    model.sighting(&finished("a", Status::Pass), at(100));
    model.sighting(&started("b"), at(101));
    model.sighting(&finished("b", Status::Pass), at(200));
    model.sighting(&started("c"), at(201));
    model.sighting(&started("d"), at(300));
    let during = |from, to| model.open_during(at(from).boot_ns, at(to).boot_ns);
    assert_eq!(during(50, 60), Some("a"));
    assert_eq!(during(150, 160), Some("b"));
    assert_eq!(during(250, 260), Some("c"));
    assert_eq!(during(5, 9), None, "before all");
    assert_eq!(during(95, 105), None, "a or b");
    assert_eq!(during(350, 360), None, "c or d");
}

#[test]
fn a_problem_is_told_once() {
    let mut model = Model::new(about(), at(0));
    for _ in 0..3 {
        model.problem(record::run::reason::STATE_WRITE_FAILED, "no space", at(1));
    }
    let told = events(&mut model).iter().filter(|e| e.event == RunEventKind::EvidenceProblem).count();
    assert_eq!(told, 1);
    assert_eq!(model.next_state(at(1)).reasons, [record::run::reason::STATE_WRITE_FAILED]);
}

#[test]
fn progress_of_output_is_placed_on_both_clocks() {
    let mut model = Model::new(about(), at(0));
    model.moved(at(500).boot_ns, at(2000));
    let state = model.next_state(at(2000));
    assert_eq!(state.progress_at, at(500).at());
    assert_eq!(state.progress_boot_ms.get(), 500.0);
    // Output older than an event does not turn the clock back.
    model.sighting(&started("a"), at(3000));
    model.moved(at(2500).boot_ns, at(3100));
    assert_eq!(model.next_state(at(3100)).progress_boot_ms.get(), 3000.0);
}

#[derive(Clone, Debug)]
enum Step {
    Start(u8),
    Finish(u8, Status),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let status = prop_oneof![
        proptest::strategy::Just(Status::Pass),
        proptest::strategy::Just(Status::Fail),
        proptest::strategy::Just(Status::Skip),
        proptest::strategy::Just(Status::Xfail),
        proptest::strategy::Just(Status::Unknown),
        proptest::strategy::Just(Status::Incomplete),
    ];
    let step = prop_oneof![
        (0..8_u8).prop_map(Step::Start),
        (0..8_u8, status).prop_map(|(test, status)| Step::Finish(test, status)),
    ];
    proptest::collection::vec(step, 0..60)
}

proptest! {
    /// Whatever is seen: the counts agree with a plain recount, the events are numbered
    /// without a gap, and a model made again from its state goes on in the same way.
    #[test]
    fn counts_agree_with_a_recount(steps in steps(), cut in 0..60_usize) {
        let mut model = Model::new(about(), at(0));
        let mut open: Vec<u8> = Vec::new();
        let mut last: BTreeMap<u8, Status> = BTreeMap::new();
        let mut ends = 0_u64;
        let mut all = Vec::new();
        for (n, step) in steps.iter().enumerate() {
            if n == cut {
                all.extend(events(&mut model));
                let state = model.next_state(at(n as u64));
                let text = serde_json::to_string(&state).expect("written");
                let back: RunState = serde_json::from_str(&text).expect("read");
                prop_assert_eq!(&back, &state);
                model = Model::resume(back, true, at(n as u64));
            }
            match step {
                Step::Start(test) => {
                    open.retain(|t| t != test);
                    open.push(*test);
                    model.sighting(&started(&test.to_string()), at(n as u64));
                }
                Step::Finish(test, status) => {
                    open.retain(|t| t != test);
                    last.insert(*test, *status);
                    ends += 1;
                    let bad = model.sighting(&finished(&test.to_string(), *status), at(n as u64));
                    prop_assert_eq!(bad, status.is_bad());
                }
            }
        }
        all.extend(events(&mut model));
        let state = model.next_state(at(100));
        let counts = &state.counts;
        prop_assert_eq!(counts.running, open.len() as u64);
        prop_assert_eq!(counts.finished, ends);
        let sum = counts.passed + counts.failed + counts.skipped + counts.xfailed + counts.unknown;
        prop_assert_eq!(sum, ends);
        prop_assert!(counts.started >= counts.finished);
        let failing = last.values().filter(|status| status.is_bad()).count() as u64;
        prop_assert_eq!(counts.failing_tests, failing);
        prop_assert_eq!(state.failing.len() as u64, failing);
        if cut >= steps.len() {
            prop_assert_eq!(counts.tests, last.len() as u64);
        }
        let running: Vec<String> = state.running.iter().map(|mark| mark.test_id.clone()).collect();
        let expected: Vec<String> = open.iter().map(ToString::to_string).collect();
        prop_assert_eq!(running, expected);
        for (n, event) in all.iter().enumerate() {
            prop_assert_eq!(event.sequence, n as u64 + 1);
        }
    }
}
