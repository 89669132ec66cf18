//! `run-sentinel` from outside: statuses, output, verdicts, the test that is named.

mod support;

use serde_json::Value;
use support::{Guarded, TOOL, check, events, guard, state};
use testkit::{Contract, Run, contract, run_cases};

#[test]
#[cfg_attr(feature = "portable", ignore = "without /proc every run says subreaper-unavailable")]
fn cases() {
    run_cases(TOOL, env!("CARGO_MANIFEST_DIR"));
}

#[test]
fn the_contract_of_check() {
    let good = Run::new(TOOL).args("exec --state s.json -q -- sh -c").arg("echo 1..1; echo ok 1 - a");
    good.run().code(0);
    let state = std::fs::read(good.folder().join("s.json")).expect("a state");
    let missing = "a state is one document: what is no state is the verdict missing";
    contract(&Contract {
        file: "run_state.json",
        empty: Ok(1),
        non_utf8: Ok(1),
        cut: Ok(1),
        huge_line: Ok(1),
        unknown_schema: Err(missing),
        wrong_type: Ok(1),
        missing_file: Ok(1),
        several: false,
        ..Contract::records(TOOL, "check --state {}", state, r#"{"schema":"run-state.v1","run_id":3}"#)
    });
}

/// The rows of the shared table of bad input, as what a command may print.
#[test]
fn whatever_the_command_prints_passes_untouched() {
    let good = b"1..1\nok 1 - a\n".as_slice();
    let long =
        [b"{\"schema\":\"test.v1\",\"name\":\"".as_slice(), &vec![b'x'; 20_000_000], b"\"}\n"].concat();
    let rows: [(&str, &[u8]); 6] = [
        ("empty", b""),
        ("not UTF-8", b"{\"schema\":\"issue.v1\",\"code\":\"\xff\"}\n"),
        ("cut", b"{\"schema\":\"test.v1\",\"test_id\":\"x:a"),
        ("a long line", &long),
        ("unknown schema", b"{\"schema\":\"stranger.v9\",\"duration_ms\":\"not ours\"}\n"),
        ("wrong type", b"{\"schema\":\"test.v1\",\"test_id\":3}\n"),
    ];
    for (row, bytes) in rows {
        for format in ["auto", "ndjson"] {
            let input = [good, bytes].concat();
            let run = Run::new(TOOL).args(&format!("exec --state s --input-format {format} -- cat in"));
            let run = run.file("in", &input);
            let seen = run.run();
            seen.code(0);
            assert!(seen.out == input, "{row}, {format}");
            let verdict = support::verdict_of(run.folder(), "s", "");
            // Records that cannot be read are no pass where records were asked for.
            let broken = format == "ndjson" && matches!(row, "cut" | "wrong type" | "a long line");
            let want = if broken { "incomplete" } else { "completed_passed" };
            assert_eq!(verdict["verdict"], want, "{row}, {format}: {verdict}");
        }
    }
}

#[test]
fn the_status_is_the_commands_own() {
    for code in [0, 1, 2, 3, 77, 124, 125, 255] {
        guard("", &format!("exit {code}")).seen.code(code).quiet();
    }
    for (signal, code) in [("KILL", 137), ("SEGV", 139), ("TERM", 143), ("ABRT", 134), ("HUP", 129)] {
        // In the background of a shell the tests themselves may ignore SIGHUP.
        let die = format!("ulimit -c 0; exec env --default-signal=HUP sh -c 'kill -{signal} $$'");
        let run = guard("", &die);
        run.seen.code(code);
        let verdict = check(&run, "");
        assert_eq!(verdict["verdict"], "crashed", "{verdict}");
        assert_eq!(verdict["end"]["signal_name"], format!("SIG{signal}"));
        assert_eq!(verdict["reasons"][0], "command-killed");
    }
}

#[test]
fn a_command_that_cannot_be_started_has_the_usual_status() {
    let run = Run::new(TOOL).args("exec --state s -- ./no-such-program");
    run.run().code(127).err_has("./no-such-program: cannot run: no such file or directory");
    let verdict = support::verdict_of(run.folder(), "s", "");
    assert_eq!(
        (&verdict["verdict"], &verdict["reasons"][0]),
        (&"crashed".into(), &"command-not-found".into())
    );
    let run = Run::new(TOOL).file("text", "no program").args("exec --state s -- ./text");
    run.run().code(126).err_has("./text: cannot run: permission denied");
    let verdict = support::verdict_of(run.folder(), "s", "");
    assert_eq!(verdict["reasons"][0], "command-not-executable");
}

#[test]
fn output_and_input_pass_through_untouched() {
    // Every byte, no newline at the end, both streams, and what comes in.
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let run = Run::new(TOOL).args("exec --state s --log l -- sh -c").arg("cat; printf 'on err\\0' >&2");
    let seen = run.stdin(&bytes).run();
    seen.code(0);
    assert!(seen.out == bytes, "standard output differs");
    assert_eq!(seen.err, b"on err\0");
}

#[test]
fn the_log_has_both_streams() {
    let run = guard("--log l", "echo one; echo two >&2");
    assert_eq!(run.seen.out, b"one\n");
    assert_eq!(run.seen.err, b"two\n");
    let log = std::fs::read_to_string(run.folder.path().join("l")).expect("a log");
    let mut lines: Vec<&str> = log.lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, ["one", "two"]);
}

#[test]
#[cfg_attr(feature = "portable", ignore = "without /proc every run says subreaper-unavailable")]
fn verdicts_of_runs_that_ended() {
    for (script, code, verdict, reasons) in [
        ("echo 1..1; echo ok 1 - a", 0, "completed_passed", &[][..]),
        ("true", 0, "completed_passed", &[]),
        ("echo 1..1; echo not ok 1 - a; exit 1", 1, "completed_failed", &["tests-failed", "exit-status"]),
        // A runner that hides its failure.
        ("echo 1..1; echo not ok 1 - a; exit 0", 0, "completed_failed", &["tests-failed"]),
        ("exit 3", 3, "completed_failed", &["exit-status"]),
        ("echo 1..2; echo ok 1 - a; exit 0", 0, "incomplete", &["fewer-tests-than-planned"]),
        ("echo TAP version 13; echo 1..2; exit 0", 0, "incomplete", &["no-tests-seen"]),
        ("echo TAP version 13; echo 1..2; exit 1", 1, "crashed", &["exit-status", "no-tests-seen"]),
        // A range that any program may print is no plan.
        ("echo ids; echo 1..2; exit 0", 0, "completed_passed", &[]),
        // Nor is a step of a program a class of tests.
        ("echo '[INFO] Running migrations'; exit 0", 0, "completed_passed", &[]),
        ("echo ids; echo 1..2; exit 1", 1, "completed_failed", &["exit-status"]),
        ("echo '1..0 # SKIP no database'; exit 0", 0, "completed_passed", &[]),
        // A summary is all that some runners print.
        ("echo 'collected 2 items'; echo '== 2 passed in 0.01s =='; exit 0", 0, "completed_passed", &[]),
        // Nothing failed, and yet it ended badly before its plan was through.
        ("echo 1..2; echo ok 1 - a; exit 1", 1, "crashed", &["exit-status", "fewer-tests-than-planned"]),
        (
            "echo 1..3; echo not ok 1 - a; exit 1",
            1,
            "completed_failed",
            &["tests-failed", "exit-status", "fewer-tests-than-planned"],
        ),
        ("echo '=== RUN   TestA'; exit 0", 0, "incomplete", &["test-not-finished", "early-exit"]),
        ("echo '=== RUN   TestA'; exit 2", 2, "crashed", &["test-not-finished", "exit-status"]),
        ("echo '=== RUN   TestA'; kill -9 $$", 137, "crashed", &["command-killed", "test-not-finished"]),
    ] {
        let run = guard("", script);
        run.seen.code(code);
        let got = check(&run, "");
        assert_eq!(got["verdict"], verdict, "{script}: {got}");
        assert_eq!(got["reasons"], serde_json::json!(reasons), "{script}");
        let passed = state(&run)["passed"].clone();
        assert_eq!(passed, verdict == "completed_passed", "{script}");
    }
}

#[test]
fn whoever_reads_only_the_log_learns_how_it_ended() {
    for (script, code, words) in [
        (
            "echo '=== RUN   TestA'; kill -9 $$",
            137,
            "the command was ended by SIGKILL while go:TestA was running",
        ),
        ("echo '=== RUN   TestA'; exit 0", 0, "the command ended with status 0 while go:TestA was running"),
        (
            "echo 1..2; echo ok 1 - a",
            0,
            "the command ended with status 0, but its run did not pass: run-sentinel check",
        ),
    ] {
        let run = guard("", script);
        run.seen.code(code).err_has(words);
        assert_eq!(run.seen.err.iter().filter(|byte| **byte == b'\n').count(), 1, "one line: {script}");
        assert_eq!(guard("--quiet", script).seen.err, b"", "{script}");
    }
    // A failure of the run's own is no news.
    assert_eq!(guard("", "echo 1..1; echo not ok 1 - a; exit 1").seen.err, b"");
}

#[test]
fn the_last_test_is_named_whoever_runs_it() {
    for (script, test) in [
        ("printf 'running 2 tests\\ntest a::one ... ok\\ntest a::two ... '", "rs:a::two"),
        (
            "echo '=== RUN   TestOne'; echo '--- PASS: TestOne (0.00s)'; echo '=== RUN   TestTwo'",
            "go:TestTwo",
        ),
        (r#"echo '{"Action":"run","Package":"shop","Test":"TestTwo"}'"#, "go:shop::TestTwo"),
        (
            "printf 'tests/test_a.py::test_one PASSED [ 50%%]\\ntests/test_a.py::test_two '",
            "py:tests/test_a.py::test_two",
        ),
        ("echo '# Subtest: two'", "tap:two"),
        ("echo \"##teamcity[testStarted name='two']\"", "tc:two"),
    ] {
        for stream in ["", " >&2"] {
            let run = guard("", &format!("{{ {script}; }}{stream}; kill -9 $$"));
            let verdict = check(&run, "");
            assert_eq!(verdict["last_test_started"]["test_id"], test, "{script}{stream}: {verdict}");
            assert_eq!(verdict["running"][0]["test_id"], test, "{script}: {verdict}");
            assert_eq!(verdict["verdict"], "crashed");
        }
    }
}

#[test]
fn tap_points_name_the_last_that_ended() {
    let run = guard("", "echo 1..3; echo ok 1 - one; echo ok 2 - two; kill -9 $$");
    let verdict = check(&run, "");
    assert_eq!(verdict["last_test_completed"]["test_id"], "tap:two");
    assert_eq!(verdict["last_test_started"], Value::Null);
    assert_eq!(verdict["planned"], 3);
}

#[test]
#[cfg_attr(feature = "portable", ignore = "without /proc every run says subreaper-unavailable")]
fn the_events_tell_the_same_story() {
    let script = "echo '=== RUN   TestA'; echo '--- FAIL: TestA (0.25s)'; exit 1";
    let run = guard("--events e --run-id r1 --set shard=3 --seed 7", script);
    let events = events(&run);
    testkit::check_records(&events);
    let story: Vec<&str> = events.iter().filter_map(|e| e["event"].as_str()).collect();
    assert_eq!(story, ["run_started", "test_started", "test_finished", "run_finished"]);
    for (n, event) in events.iter().enumerate() {
        assert_eq!(event["sequence"], n as u64 + 1);
        assert_eq!(event["run_id"], "r1");
        assert_eq!(event["labels"]["shard"], "3");
    }
    assert_eq!(events[0]["context"]["seed"], 7);
    let finished = &events[2]["context"];
    assert_eq!((&finished["status"], &finished["duration_ms"]), (&"fail".into(), &250.into()));
    assert_eq!(finished["provenance"], "native");
    assert_eq!(events[3]["context"]["exit_code"], 1);
    assert_eq!(events[3]["context"]["passed"], false);
    testkit::check_records(&[state(&run)]);
}

#[test]
fn a_good_status_with_tests_missing_is_an_early_exit() {
    for (script, early) in [
        ("echo '=== RUN   TestA'", true),
        ("echo 1..3; echo ok 1 - a", true),
        ("echo TAP version 14; echo 1..3", true),
        ("echo 1..3", false),
        ("echo 1..3; echo ok 1 - a; exit 1", false),
        ("echo 1..1; echo ok 1 - a", false),
    ] {
        let run = guard("--events e", script);
        let found = events(&run).iter().any(|event| event["event"] == "early_exit_detected");
        assert_eq!(found, early, "{script}");
    }
}

#[test]
fn the_command_learns_its_run() {
    let run = guard("--run-id r1 --seed 42", "echo $TPR_RUN_ID $TPR_SEED");
    assert_eq!(run.seen.out_text(), "r1 42\n");
    let run =
        Run::new(TOOL).env("TPR_SEED", "99").args("exec --state s -- sh -c").arg("echo $TPR_SEED").run();
    assert_eq!(run.out_text(), "99\n");
    Run::new(TOOL).env("TPR_SEED", "ninety").args("exec --state s -- true").run().code(2).err_has("TPR_SEED");
}

#[test]
#[cfg_attr(feature = "portable", ignore = "without /proc every run says subreaper-unavailable")]
fn a_state_of_another_run_or_commit_is_stale() {
    let run = guard("--run-id r1 --commit c1", "true");
    for (flags, verdict, reason) in [
        ("--run-id r1", "completed_passed", ""),
        ("--run-id r2", "stale", "run-id-differs"),
        ("--commit c1", "completed_passed", ""),
        ("--commit c2", "stale", "commit-differs"),
    ] {
        let got = check(&run, flags);
        assert_eq!(got["verdict"], verdict, "{flags}");
        assert_eq!(got["reasons"][0].as_str().unwrap_or(""), reason);
    }
}

#[test]
#[cfg_attr(feature = "portable", ignore = "without /proc every run says subreaper-unavailable")]
fn more_or_fewer_tests_than_expected_are_no_pass() {
    for (expect, verdict, reason) in [
        (2, "completed_passed", ""),
        (3, "incomplete", "fewer-tests-than-planned"),
        (1, "incomplete", "more-tests-than-expected"),
    ] {
        let run = guard(&format!("--expect {expect}"), "echo ok 1 - a; echo ok 2 - b");
        let got = check(&run, "");
        assert_eq!(got["verdict"], verdict, "{expect}");
        assert_eq!(got["reasons"][0].as_str().unwrap_or(""), reason);
    }
    let Guarded { seen, .. } = guard("--expect 0", "true");
    seen.code(0);
}

/// As root, a state at `/dev/null` would put a file in the place of the device.
#[test]
fn a_state_takes_the_place_of_nothing_but_a_file() {
    let fifo = Run::new(TOOL);
    let made = std::process::Command::new("mkfifo").arg("f").current_dir(fifo.folder()).status();
    assert!(made.is_ok_and(|status| status.success()));
    let run = fifo.args("exec --state f -- echo hi").run();
    run.code(125).err_has("--state f: not a file, and would be replaced by one");
    assert_eq!(run.out_text(), "");
    let run = Run::new(TOOL).file("d/x", "").args("exec --state d -- echo hi").run();
    run.code(125).err_has("--state d: not a file");
    let run = Run::new(TOOL).args("begin --state .").run();
    run.code(3).err_has("--state .: not a file");
}

#[test]
fn evidence_of_two_kinds_is_never_one_file() {
    for (flags, told) in [
        ("--state s --events s", "--state and --events are one file: s"),
        ("--state s --events ./s", "--state and --events are one file: ./s"),
        ("--state s --events e --log e", "--events and --log are one file: e"),
        ("--state s --events old --log link", "--events and --log are one file: link"),
    ] {
        let run = Run::new(TOOL).file("old", "");
        std::os::unix::fs::symlink("old", run.folder().join("link")).expect("a link");
        let run = run.args(&format!("exec {flags} -- echo hi"));
        run.run().code(125).err_has(told);
        assert!(!run.folder().join("s").exists());
    }
    // What goes nowhere is in nobody's way.
    let run = Run::new(TOOL).args("exec --state s --events /dev/null --log /dev/null -- echo hi").run();
    assert_eq!(run.code(0).out_text(), "hi\n");
}
