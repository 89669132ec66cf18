//! What the tests share: a command under guard, its state, its events, its verdict.
#![allow(dead_code, reason = "not every test target uses every helper")]

use serde_json::Value;
use std::path::Path;
use std::process::Command;
use testkit::{Run, Seen};

pub(crate) const TOOL: &str = env!("CARGO_BIN_EXE_run-sentinel");

/// A run that has ended, and its folder.
pub(crate) struct Guarded {
    pub(crate) seen: Seen,
    pub(crate) folder: tempfile::TempDir,
}

/// Runs a shell script under guard with these flags; the state is `s`, events are in `e`
/// where asked for.
pub(crate) fn guard(flags: &str, script: &str) -> Guarded {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    // Written so that the shell is the guarded process itself.
    let wrapped = format!("cd '{}' || exit 99\n{script}", folder.path().display());
    let state = folder.path().join("s");
    let mut run = Run::new(TOOL).args("exec --state").arg(&state);
    let mut words = flags.split_whitespace();
    while let Some(word) = words.next() {
        run = run.arg(word);
        if matches!(word, "--events" | "--log" | "--failfast-summary")
            && let Some(name) = words.next()
        {
            run = run.arg(folder.path().join(name));
        }
    }
    let seen = run.args("-- sh -c").arg(wrapped).run();
    Guarded { seen, folder }
}

/// The verdict over the run's state.
pub(crate) fn check(run: &Guarded, flags: &str) -> Value {
    verdict_of(run.folder.path(), "s", flags)
}

/// The verdict over a state in a folder, validated, with the status that it has to give.
pub(crate) fn verdict_of(folder: &Path, state: &str, flags: &str) -> Value {
    let out = Command::new(TOOL)
        .args(["check", "--state", state, "--format=ndjson"])
        .args(flags.split_whitespace())
        .current_dir(folder)
        .output()
        .expect("the tool runs");
    let verdict: Value = serde_json::from_slice(&out.stdout)
        .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&out.stderr)));
    testkit::check_records(std::slice::from_ref(&verdict));
    let good = verdict["verdict"] == "completed_passed"
        || (verdict["verdict"] == "running" && flags.contains("--allow-running"));
    assert_eq!(out.status.code(), Some(i32::from(!good)), "{verdict}");
    verdict
}

/// The run's state, validated.
pub(crate) fn state(run: &Guarded) -> Value {
    state_in(run.folder.path(), "s")
}

/// A state in a folder, validated.
pub(crate) fn state_in(folder: &Path, name: &str) -> Value {
    let text = std::fs::read(folder.join(name)).expect("a state");
    let state = serde_json::from_slice(&text).expect("a state is JSON");
    testkit::check_records(std::slice::from_ref(&state));
    state
}

/// The run's events.
pub(crate) fn events(run: &Guarded) -> Vec<Value> {
    events_in(run.folder.path(), "e")
}

/// Events in a folder; a torn line fails the test.
pub(crate) fn events_in(folder: &Path, name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join(name)).expect("events");
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}
