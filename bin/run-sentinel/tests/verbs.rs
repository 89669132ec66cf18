//! `watch`, and `begin`, `event`, `end`.

mod support;

use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use support::{TOOL, events_in, state_in, verdict_of};
use testkit::{Contract, Run, contract, testdata};

const PASS: &str = r#"{"schema":"test.v1","run_id":null,"test_id":"x:a","test_uid":"0123456789abcdef","name":"a","attempt":1,"attempts":1,"final":true,"status":"pass","duration_ms":3,"producer":{"format":"tap"},"source":{"path":"-"}}"#;
const TRAILER: &str = r#"{"schema":"parse-summary.v1","tool":"t","files":1,"bytes":1,"records":{"test.v1":1},"findings":{},"rejected":0,"complete":true}"#;

fn watch(input: &[u8]) -> (testkit::Seen, Run) {
    let run = Run::new(TOOL).args("watch --state s").stdin(input);
    (run.run(), run)
}

fn with(line: &str, from: &str, to: &str) -> String {
    assert!(line.contains(from));
    line.replace(from, to)
}

#[test]
fn bytes_pass_as_they_are_and_a_trailer_makes_a_run_complete() {
    // A foreign record, a blank line, white space, and no newline at the end.
    let input = format!("{PASS}\n\n {{\"schema\":\"segment.v1\" }}\n{TRAILER}");
    let (seen, run) = watch(input.as_bytes());
    seen.code(0).quiet();
    assert_eq!(seen.out, input.as_bytes());
    let verdict = verdict_of(run.folder(), "s", "");
    assert_eq!(verdict["verdict"], "completed_passed");
    assert_eq!((&verdict["counts"]["tests"], &verdict["counts"]["passed"]), (&json!(1), &json!(1)));
    assert_eq!(verdict["last_test_completed"]["test_id"], "x:a");
}

#[test]
fn without_a_trailer_nobody_knows_whether_the_producer_lived() {
    let (seen, run) = watch(format!("{PASS}\n").as_bytes());
    seen.code(3).err_has("the input ended without a trailer or run_finished");
    let verdict = verdict_of(run.folder(), "s", "");
    assert_eq!((&verdict["verdict"], &verdict["reasons"]), (&json!("incomplete"), &json!(["end-of-input"])));
    let (seen, run) = watch(b"");
    seen.code(3);
    assert_eq!(verdict_of(run.folder(), "s", "")["verdict"], "incomplete");
}

#[test]
fn a_trailer_that_says_incomplete_is_believed() {
    let cut = with(TRAILER, r#""complete":true"#, r#""complete":false"#);
    let (seen, run) = watch(format!("{PASS}\n{cut}\n").as_bytes());
    seen.code(3);
    let verdict = verdict_of(run.folder(), "s", "");
    assert_eq!(
        (&verdict["verdict"], &verdict["reasons"]),
        (&json!("incomplete"), &json!(["input-incomplete"]))
    );
}

#[test]
fn a_failing_test_in_the_stream_fails_the_run() {
    let fail = with(PASS, "\"pass\"", "\"fail\"");
    let (seen, run) = watch(format!("{fail}\n{TRAILER}\n").as_bytes());
    seen.code(0);
    assert_eq!(verdict_of(run.folder(), "s", "")["verdict"], "completed_failed");
}

#[test]
fn a_malformed_line_passes_and_is_told() {
    let input = format!("{PASS}\n{{\"schema\":\"test.v1\",\"test_id\":3}}\nwords\n{TRAILER}\n");
    let (seen, run) = watch(input.as_bytes());
    seen.code(3).err_has("-:2: not a test.v1").err_has("-:3: not a record");
    assert_eq!(seen.out, input.as_bytes());
    assert_eq!(verdict_of(run.folder(), "s", "")["verdict"], "incomplete");
}

#[test]
fn the_events_of_a_guarded_run_can_be_watched_with_the_same_verdict() {
    for (script, word) in [
        ("echo 1..1; echo ok 1 - a", "completed_passed"),
        ("echo 1..1; echo not ok 1 - a; exit 1", "completed_failed"),
        ("echo '=== RUN   TestA'; exit 3", "crashed"),
        ("echo '=== RUN   TestA'; kill -9 $$", "crashed"),
    ] {
        let guarded = support::guard("--events e", script);
        let first = support::check(&guarded, "");
        assert_eq!(first["verdict"], word, "{script}");
        let (_, run) = watch(&std::fs::read(guarded.folder.path().join("e")).expect("events"));
        let second = verdict_of(run.folder(), "s", "");
        assert_eq!(second["verdict"], word, "{script}: {second}");
        for member in ["running", "counts", "end"] {
            let ids = |verdict: &Value| match member {
                "running" => json!(
                    verdict[member]
                        .as_array()
                        .map(|all| all.iter().map(|t| t["test_id"].clone()).collect::<Vec<_>>())
                ),
                _ => verdict[member].clone(),
            };
            assert_eq!(ids(&first), ids(&second), "{script}: {member}");
        }
    }
}

#[test]
fn a_slow_stream_reaches_the_reader_and_the_state_line_by_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = Command::new(TOOL)
        .args(["watch", "--state", "s"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the tool starts");
    let mut input = child.stdin.take().expect("its input");
    let mut output = BufReader::new(child.stdout.take().expect("its output"));
    let start = r#"{"schema":"run-event.v1","at":"2026-01-01T00:00:00Z","event":"test_started","run_id":"r","sequence":1,"elapsed_ms":0,"context":{"test_id":"x:slow"}}"#;
    writeln!(input, "{start}").expect("written");
    let mut line = String::new();
    output.read_line(&mut line).expect("read");
    assert_eq!(line.trim_end(), start, "the line comes while the stream is open");
    let began = std::time::Instant::now();
    while !std::fs::read_to_string(folder.path().join("s")).is_ok_and(|text| text.contains("x:slow")) {
        assert!(began.elapsed().as_secs() < 60, "the state is never behind an idle stream");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert_eq!(verdict_of(folder.path(), "s", "--allow-running")["verdict"], "running");
    child.kill().expect("killed");
    child.wait().expect("waited");
    let verdict = verdict_of(folder.path(), "s", "");
    assert_eq!(verdict["verdict"], "crashed");
    assert_eq!(verdict["running"][0]["test_id"], "x:slow");
}

#[test]
fn real_records_pass_untouched() {
    let path = testdata("pytest/reportlog.jsonl");
    if let Ok(foreign) = std::fs::read(path) {
        // Not our records: they pass, and say nothing.
        let (seen, run) = watch(&foreign);
        seen.code(3);
        assert_eq!(seen.out, foreign);
        assert_eq!(verdict_of(run.folder(), "s", "")["verdict"], "incomplete");
    }
}

#[test]
fn an_endless_line_passes_and_is_not_held() {
    let long = "x".repeat(3 << 20);
    let input = format!("{PASS}\n{long}\n{TRAILER}\n");
    let run = Run::new(TOOL).args("watch --state s --max-line 1MiB").stdin(&input);
    let seen = run.run();
    seen.code(3).err_has("-:2: longer than --max-line");
    assert_eq!(seen.out, input.as_bytes());
    assert_eq!(verdict_of(run.folder(), "s", "")["counts"]["tests"], 1);
}

#[test]
fn the_contract_of_watch() {
    let good = format!("{PASS}\n{TRAILER}\n").into_bytes();
    let wrong = r#"{"schema":"test.v1","test_id":3}"#;
    contract(&Contract {
        empty: Ok(3),
        non_utf8: Ok(0),
        huge_line: Err("a filter between two pipes passes every byte"),
        ..Contract::records(TOOL, "watch --state s {}", good, wrong)
    });
}

// begin, event, end.

fn call(folder: &Path, line: &str) -> (Option<i32>, String) {
    let out = Command::new(TOOL)
        .args(line.split(' '))
        .args(["--state", "s"])
        .current_dir(folder)
        .output()
        .expect("the tool runs");
    assert!(out.stdout.is_empty());
    (out.status.code(), String::from_utf8_lossy(&out.stderr).into_owned())
}

fn good(folder: &Path, line: &str) {
    let (code, err) = call(folder, line);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{line}");
}

#[test]
fn a_harness_in_shell_has_state_events_and_a_verdict() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    good(at, "begin --events e --run-id job-7 --set os=linux");
    let state = state_in(at, "s");
    assert_eq!((&state["liveness"], &state["writer"]), (&json!("none"), &Value::Null));
    good(at, "event planned --events e --count 2");
    good(at, "event test_started --events e --test login");
    let verdict = verdict_of(at, "s", "--allow-running");
    assert_eq!(
        (&verdict["verdict"], &verdict["running"][0]["test_id"]),
        (&json!("running"), &json!("login"))
    );
    good(at, "event test_finished --events e --test login --status pass");
    good(at, "event test_finished --events e --test pay --status pass --duration 1500ms");
    good(at, "event progress --events e");
    good(at, "end --events e --exit-code 0");
    let verdict = verdict_of(at, "s", "--run-id job-7");
    assert_eq!(verdict["verdict"], "completed_passed", "{verdict}");
    assert_eq!(verdict["labels"]["os"], "linux");
    let events = events_in(at, "e");
    testkit::check_records(&events);
    let words: Vec<&str> = events.iter().filter_map(|event| event["event"].as_str()).collect();
    assert_eq!(
        words,
        ["run_started", "test_started", "test_finished", "test_finished", "heartbeat", "run_finished"]
    );
    for (n, event) in events.iter().enumerate() {
        assert_eq!((&event["sequence"], &event["run_id"]), (&json!(n + 1), &json!("job-7")));
    }
    assert_eq!(events[3]["context"]["duration_ms"], 1500);
    assert_eq!(events[3]["context"]["provenance"], "native");
}

#[test]
fn a_shell_run_that_fails_ends_with_status_1() {
    for (event, end, word) in [
        ("event test_finished --test a --status fail", "end --exit-code 0", "completed_failed"),
        ("event test_finished --test a --status pass", "end --exit-code 2", "completed_failed"),
        ("event test_started --test a", "end --exit-code 0", "incomplete"),
        ("event planned --count 3", "end --exit-code 0", "incomplete"),
        ("event planned --count 0", "end --exit-code 0", "completed_passed"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        good(folder.path(), "begin");
        good(folder.path(), event);
        let (code, _) = call(folder.path(), end);
        assert_eq!(code, Some(i32::from(word != "completed_passed")), "{event}");
        assert_eq!(verdict_of(folder.path(), "s", "")["verdict"], word, "{event}");
    }
}

#[test]
fn a_retry_in_shell_takes_the_failure_back_and_an_expectation_holds() {
    let folder = tempfile::tempdir().expect("a folder");
    good(folder.path(), "begin --expect 2");
    good(folder.path(), "event test_finished --test a --status fail");
    good(folder.path(), "event test_finished --test a --status pass");
    good(folder.path(), "event test_finished --test b --status skip");
    good(folder.path(), "end --exit-code 0");
    let verdict = verdict_of(folder.path(), "s", "");
    assert_eq!((&verdict["verdict"], &verdict["counts"]["tests"]), (&json!("completed_passed"), &json!(2)));
}

#[test]
fn a_forgotten_harness_grows_stale() {
    let folder = tempfile::tempdir().expect("a folder");
    good(folder.path(), "begin");
    good(folder.path(), "event test_started --test a");
    std::thread::sleep(std::time::Duration::from_millis(50));
    let verdict = verdict_of(folder.path(), "s", "--stale-after 10ms");
    assert_eq!((&verdict["verdict"], &verdict["reasons"][0]), (&json!("stale"), &json!("heartbeat-old")));
    assert_eq!(verdict["running"][0]["test_id"], "a");
}

#[test]
fn wrong_calls_say_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let says = |line: &str, code: i32, what: &str| {
        let (got, err) = call(at, line);
        assert_eq!(got, Some(code), "{line}: {err}");
        assert!(err.contains(what), "{line}: {err}");
    };
    says("event progress", 3, "s: no such run");
    says("end", 3, "s: no such run");
    says("event flying", 2, "unknown event 'flying'");
    says("event test_started", 2, "--test is missing");
    says("event test_finished --test a", 2, "--status is missing");
    says("event planned", 2, "--count is missing");
    good(at, "begin --run-id one");
    says("event progress --run-id two", 3, "the state of run one, not of two");
    good(at, "end --exit-code 0");
    says("event progress", 3, "run one has ended");
    std::fs::write(at.join("s"), "{").expect("written");
    says("event progress", 3, "not a run state");
}

#[test]
fn calls_at_the_same_time_lose_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    good(folder.path(), "begin --events e");
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let at = folder.path();
            scope.spawn(move || {
                for n in 0..10 {
                    good(at, &format!("event test_finished --events e --test t{worker}-{n} --status pass"));
                }
            });
        }
    });
    good(folder.path(), "end --events e --exit-code 0");
    let verdict = verdict_of(folder.path(), "s", "");
    assert_eq!((&verdict["verdict"], &verdict["counts"]["tests"]), (&json!("completed_passed"), &json!(40)));
    let events = events_in(folder.path(), "e");
    assert_eq!(events.len(), 42);
    assert_eq!(
        events.iter().map(|e| e["sequence"].as_u64()).collect::<Vec<_>>(),
        (1..=42).map(Some).collect::<Vec<_>>()
    );
}

#[test]
fn a_guarded_state_is_not_touched_by_shell_verbs() {
    let guarded = support::guard("", "true");
    let (code, err) = call(guarded.folder.path(), "event progress");
    assert_eq!(code, Some(3), "{err}");
    assert!(err.contains("a guarded run"), "{err}");
}
