//! The fault plan's clocks: the wall clock wrong from the start, and jumping while a run is
//! under way. Each case asserts that the clock was really moved.

mod support;

use serde_json::Value;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use support::{TOOL, state_in, verdict_of};
use testkit::needs;

/// faketime's library, which shows a process the wall clock that a file says. The command
/// knows where it is.
fn library() -> String {
    let out = Command::new("faketime")
        .args(["-f", "+0", "sh", "-c", "echo $LD_PRELOAD"])
        .output()
        .expect("faketime runs");
    let path = String::from_utf8_lossy(&out.stdout).trim().to_owned();
    assert!(path.contains("libfaketime"), "{path}");
    path
}

/// Runs a script under guard with a wall clock that is `OFFSET` away, which is in the file
/// `offset` and may be changed at any time.
fn start(folder: &Path, flags: &[&str], script: &str) -> Child {
    std::fs::write(folder.join("offset"), "+0").expect("written");
    Command::new(TOOL)
        .args(["exec", "--state", "s", "--events", "e"])
        .args(flags)
        .args(["--", "env", "-u", "LD_PRELOAD", "sh", "-c", script])
        .current_dir(folder)
        .env("LD_PRELOAD", library())
        .env("FAKETIME_TIMESTAMP_FILE", folder.join("offset"))
        .env("FAKETIME_NO_CACHE", "1")
        .env("DONT_FAKE_MONOTONIC", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("the tool starts")
}

fn wait_for(folder: &Path, what: &str) {
    let began = Instant::now();
    while !std::fs::read_to_string(folder.join("s")).is_ok_and(|text| text.contains(what)) {
        assert!(began.elapsed() < Duration::from_secs(60), "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Seconds of an instant since 1970.
fn seconds(instant: &Value) -> f64 {
    let out = Command::new("date").args(["+%s.%N", "-d"]).arg(instant.as_str().expect("an instant")).output();
    let out = out.expect("date runs");
    String::from_utf8_lossy(&out.stdout).trim().parse().expect("seconds")
}

#[test]
#[cfg_attr(feature = "portable", ignore = "without a boot id a checker goes by the wall clock")]
fn a_jump_while_a_run_is_under_way_changes_no_verdict_and_no_duration() {
    if !needs("faketime") {
        return;
    }
    for jump in ["+3600", "-3600"] {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path();
        // libtest prints no time: the duration is what the sentinel measured.
        let script = "printf 'running 1 test\\ntest shop ... '; sleep 0.3
            until test -e jumped; do sleep 0.02; done; sleep 0.3; echo ok";
        let limits = ["--timeout", "50s", "--test-timeout", "40s", "--idle-timeout", "30s"];
        let mut run = start(at, &limits, script);
        wait_for(at, "shop");
        std::fs::write(at.join("offset"), jump).expect("written");
        // The heartbeat after the jump shows the new clock.
        let began = Instant::now();
        while (seconds(&state_in(at, "s")["heartbeat_at"]) - seconds(&state_in(at, "s")["started_at"])).abs()
            < 3000.0
        {
            assert!(began.elapsed() < Duration::from_secs(30), "the clock never jumped");
            std::thread::sleep(Duration::from_millis(20));
        }
        let verdict = verdict_of(at, "s", "--allow-running --stale-after 20s");
        assert_eq!(verdict["verdict"], "running", "{jump}: {verdict}");
        std::fs::write(at.join("jumped"), "").expect("written");
        let code = run.wait().expect("waited").code();
        assert_eq!(code, Some(0), "{jump}: no limit was passed");
        assert_eq!(verdict_of(at, "s", "")["verdict"], "completed_passed");
        let state = state_in(at, "s");
        let shown = seconds(&state["completed_at"]) - seconds(&state["started_at"]);
        let jumped: f64 = jump.parse().expect("seconds");
        assert!((shown - jumped).abs() < 60.0, "the wall clock jumped by {jump}: {shown}");
        for took in [&state["elapsed_ms"], &state["last_test_completed"]["duration_ms"]] {
            let took = took.as_f64().expect("a duration");
            // Two pauses of 300 ms; a start is seen a moment after it was printed.
            assert!((500.0..60_000.0).contains(&took), "{jump}: {took} ms");
        }
        let mut last = 0.0;
        for event in support::events_in(at, "e") {
            let elapsed = event["elapsed_ms"].as_f64().expect("a time");
            assert!(elapsed >= last && elapsed < 60_000.0, "{jump}: {event}");
            last = elapsed;
        }
    }
}

#[test]
fn a_jump_moves_no_limit_and_hides_no_death() {
    if !needs("faketime") {
        return;
    }
    for jump in ["+3600", "-3600"] {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path();
        let began = Instant::now();
        let script = "printf 'test shop ... '; exec sleep 1000";
        let mut run = start(at, &["--test-timeout", "2s", "--grace", "1s"], script);
        wait_for(at, "shop");
        std::fs::write(at.join("offset"), jump).expect("written");
        assert_eq!(run.wait().expect("waited").code(), Some(124), "{jump}");
        let took = began.elapsed();
        assert!(took > Duration::from_secs(2) && took < Duration::from_secs(60), "{jump}: {took:?}");
        let verdict = verdict_of(at, "s", "");
        assert_eq!((&verdict["verdict"], &verdict["reasons"][0]), (&"hung".into(), &"test-timeout".into()));
        let state = state_in(at, "s");
        let shown = seconds(&state["completed_at"]) - seconds(&state["started_at"]);
        assert!(shown.abs() > 3000.0, "the clock jumped: {shown}");
        // A sentinel that dies after the jump.
        std::fs::remove_file(at.join("s")).expect("removed");
        let mut run = start(at, &[], script);
        wait_for(at, "shop");
        std::fs::write(at.join("offset"), jump).expect("written");
        let command = state_in(at, "s")["command"]["pid"].as_i64().expect("the command's process");
        run.kill().expect("killed");
        run.wait().expect("waited");
        assert_eq!(verdict_of(at, "s", "")["verdict"], "crashed", "{jump}");
        let _ = Command::new("kill").args(["-KILL", "--", &format!("-{command}")]).status();
    }
}

#[test]
#[cfg_attr(feature = "portable", ignore = "without a boot id a checker goes by the wall clock")]
fn a_wall_clock_that_is_wrong_from_the_start_changes_no_verdict_and_no_duration() {
    if !needs("faketime") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let shell = |line: &str| {
        Command::new("sh").args(["-c", line]).current_dir(at).env("S", TOOL).output().expect("a shell")
    };
    let out = shell(
        "faketime '2000-01-01 00:00:00' $S exec --state s -- sh -c 'echo 1..1; sleep 0.2; echo ok 1 - a'",
    );
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    let state = state_in(at, "s");
    let when = state["started_at"].as_str().expect("an instant");
    assert!(when.starts_with("2000-01-01") || when.starts_with("1999-12-31"), "the clock was set: {when}");
    let elapsed = state["elapsed_ms"].as_f64().expect("a time");
    assert!((200.0..60_000.0).contains(&elapsed), "{elapsed}");
    assert_eq!(verdict_of(at, "s", "")["verdict"], "completed_passed");
    // Under way, and the checker's clock an hour off in either direction.
    let mut run = start(at, &[], "echo '=== RUN   TestA'; sleep 30");
    wait_for(at, "TestA");
    for shift in ["-1h", "+1h"] {
        let line = format!("faketime -f {shift} $S check --state s --allow-running --stale-after 1m");
        let out = shell(&line);
        assert_eq!(out.status.code(), Some(0), "{shift}: {}", String::from_utf8_lossy(&out.stdout));
    }
    let _ = Command::new("kill").arg(run.id().to_string()).status();
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&run.wait().expect("waited")), Some(15));
}

#[test]
fn a_shell_harness_whose_clock_jumps_has_the_right_durations() {
    if !needs("faketime") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let line = "$S begin --state s && faketime -f -1h $S event test_started --test a --state s && sleep 0.3 \\
        && faketime -f +1h $S event test_finished --test a --status pass --state s && $S end --state s";
    let out = Command::new("sh").args(["-c", line]).current_dir(&folder).env("S", TOOL).output();
    let out = out.expect("a shell");
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    let state = state_in(folder.path(), "s");
    let mark = |name: &str| seconds(&state[name]["at"]);
    assert!(mark("last_test_completed") - mark("last_test_started") > 7000.0, "the clock jumped");
    let took = state["last_test_completed"]["duration_ms"].as_f64().expect("a duration");
    assert!((300.0..60_000.0).contains(&took), "{took} ms");
    assert_eq!(verdict_of(folder.path(), "s", "")["verdict"], "completed_passed");
}
