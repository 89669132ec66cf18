//! How runs are ended: limits, grace, force, escapees, signals, fail-fast, repetitions.
//! Where a time matters it is the sentinel that decides by it; a test only asks whether
//! what should have come first did.

mod support;

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use serde_json::Value;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use support::{TOOL, check, events, events_in, guard, state, state_in, verdict_of};
use testkit::{Run, needs};

fn find<'v>(events: &'v [Value], event: &str) -> &'v Value {
    let found = events.iter().find(|e| e["event"] == event);
    found.unwrap_or_else(|| panic!("no {event} in {events:#?}"))
}

/// The process id that a script wrote into a file, and whether it still lives.
fn lives(folder: &Path, file: &str) -> bool {
    let pid = read_pid(folder, file);
    // One that ended and was reaped by nobody yet does not live.
    let dead = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()))
        .is_ok_and(|stat| stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')));
    test_kill_process(pid).is_ok() && !dead
}

fn read_pid(folder: &Path, file: &str) -> Pid {
    let text = std::fs::read_to_string(folder.join(file)).expect("the script wrote its process id");
    Pid::from_raw(text.trim().parse().expect("a process id")).expect("a process id")
}

/// A sentinel in the background.
fn start(folder: &Path, flags: &str, script: &str) -> Child {
    // In the background of a shell the tests themselves ignore signals, which the sentinel
    // would respect.
    Command::new("env")
        .args(["--default-signal=HUP,INT,QUIT", TOOL, "exec", "--state", "s"])
        .args(flags.split_whitespace())
        .args(["--", "sh", "-c", script])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the tool starts")
}

fn pid_of(child: &Child) -> Pid {
    Pid::from_raw(i32::try_from(child.id()).expect("a process id")).expect("a process id")
}

/// Waits for something that is about to happen.
#[track_caller]
fn until(what: &str, mut is: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is() {
        assert!(began.elapsed() < Duration::from_secs(60), "{what} did not happen");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// 128 + N for a death by signal, as a shell has it.
fn code(child: &mut Child) -> i32 {
    use std::os::unix::process::ExitStatusExt as _;
    let status = child.wait().expect("it ends");
    status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0))
}

#[test]
fn each_limit_ends_the_run_and_names_the_test() {
    let hang = "echo '=== RUN   TestA'; echo '--- PASS: TestA (0.00s)'; echo '=== RUN   TestB'; sleep 100";
    let busy = "echo '=== RUN   TestB'; while :; do echo noise; sleep 0.02; done";
    for (flags, script, reason) in [
        ("--timeout 300ms", hang, "timeout"),
        ("--idle-timeout 300ms", hang, "idle-timeout"),
        ("--test-timeout 300ms", hang, "test-timeout"),
        // Output must not hide a hung test, and a talkative run is not idle.
        ("--test-timeout 300ms --idle-timeout 20s", busy, "test-timeout"),
    ] {
        let run = guard(&format!("{flags} --events e"), script);
        run.seen.code(124).err_has(&format!("hung ({reason}): ")).err_has("go:TestB has been running for ");
        let verdict = check(&run, "");
        assert_eq!(verdict["verdict"], "hung", "{flags}: {verdict}");
        assert_eq!(verdict["reasons"][0], reason);
        assert_eq!(verdict["hung_test"]["test_id"], "go:TestB", "{flags}: {verdict}");
        assert_eq!(verdict["last_test_started"]["test_id"], "go:TestB");
        let events = events(&run);
        let timeout = find(&events, "timeout");
        assert_eq!(timeout["context"]["reason"], reason);
        assert_eq!(timeout["context"]["test_id"], "go:TestB");
        let snapshot = &find(&events, "snapshot")["context"]["processes"];
        // The busy one starts a sleep fifty times a second, and may be between two.
        let name = if script == busy { "sh" } else { "sleep" };
        assert!(snapshot.as_array().is_some_and(|all| all.iter().any(|p| p["name"] == name)), "{snapshot}");
        assert_eq!(find(&events, "kill_sent")["context"]["signal_name"], "SIGTERM");
        testkit::check_records(&events);
    }
}

#[test]
fn limits_that_are_not_passed_change_nothing() {
    let flags = "--timeout 1h --idle-timeout 1h --test-timeout 1h";
    let run = guard(flags, "echo '=== RUN   TestA'; echo '--- PASS: TestA (0.00s)'; sleep 0.2");
    run.seen.code(0);
    assert_eq!(check(&run, "")["verdict"], "completed_passed");
    guard("--timeout 0 --idle-timeout 0", "sleep 0.2").seen.code(0);
}

#[test]
fn a_command_that_ends_well_on_sigterm_has_still_timed_out() {
    let run = guard("--timeout 200ms", "trap 'echo cleaned; exit 0' TERM; sleep 100 & wait");
    run.seen.code(124).out_has("cleaned");
    assert_eq!(check(&run, "")["verdict"], "hung");
}

#[test]
fn a_command_that_ignores_sigterm_is_killed_after_the_grace() {
    let script = "trap '' TERM; echo $$ > pid; while :; do sleep 0.05; done";
    let run = guard("--timeout 200ms --grace 200ms --events e", script);
    run.seen.code(124);
    let events = events(&run);
    let sent: Vec<&Value> =
        events.iter().filter(|e| e["event"] == "kill_sent").map(|e| &e["context"]["signal_name"]).collect();
    assert_eq!(sent, ["SIGTERM", "SIGKILL"]);
    assert!(!lives(run.folder.path(), "pid"));
    assert_eq!(state(&run)["end"]["signal"], 9);
}

#[test]
fn a_stopped_command_is_ended_too() {
    let run = guard("--timeout 200ms --grace 10s", "echo $$ > pid; kill -STOP $$; sleep 100");
    run.seen.code(124);
    assert!(!lives(run.folder.path(), "pid"));
    assert_eq!(state(&run)["end"]["signal"], 15, "it was woken to take SIGTERM");
}

#[test]
#[cfg_attr(feature = "portable", ignore = "orphans cannot be adopted")]
fn nobody_escapes_into_another_session_or_to_another_parent() {
    if !needs("setsid") {
        return;
    }
    // Another session; a double fork that ignores SIGTERM; a grandchild of a dead child.
    let script = "
        setsid sh -c 'echo $$ > a; exec sleep 1000' > /dev/null 2>&1 &
        (setsid sh -c 'trap \"\" TERM; echo $$ > b; while :; do sleep 0.05; done' > /dev/null 2>&1 &) &
        sh -c 'sh -c \"echo \\$\\$ > c; exec sleep 1000\" &' &
        while [ ! -s a ] || [ ! -s b ] || [ ! -s c ]; do sleep 0.01; done
        exit 7";
    let run = guard("--grace 200ms --events e", script);
    run.seen.code(7).err_has("the command left processes behind: ");
    for file in ["a", "b", "c"] {
        assert!(!lives(run.folder.path(), file), "{file} escaped");
    }
    let events = events(&run);
    let leak = find(&events, "leak");
    assert!(leak["context"]["processes"].as_array().map(Vec::len) >= Some(3), "{leak}");
    let verdict = check(&run, "");
    assert_eq!(verdict["verdict"], "completed_failed");
    assert!(verdict["reasons"].as_array().is_some_and(|all| all.contains(&"leak".into())), "{verdict}");
}

#[test]
fn a_leak_of_a_good_run_is_told_and_does_not_change_its_status() {
    let run = guard("--grace 1s", "echo ok 1 - a; sleep 1000 & exit 0");
    run.seen.code(0).err_has("left processes behind: sleep");
    assert!(state(&run)["reasons"].as_array().is_some_and(|all| all.contains(&"leak".into())));
    assert_eq!(check(&run, "")["verdict"], "completed_passed");
}

#[test]
#[cfg_attr(feature = "portable", ignore = "without /proc every run says subreaper-unavailable")]
fn what_ends_by_itself_soon_is_no_leak() {
    let run = guard("", "(sleep 0.2; echo late) & echo early");
    run.seen.code(0).quiet();
    assert_eq!(run.seen.out_text(), "early\nlate\n");
    assert_eq!(state(&run)["reasons"], serde_json::json!([]));
}

#[test]
fn children_from_before_are_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let script =
        format!("sleep 1000 & echo $! > before; exec '{TOOL}' exec --state s -- sh -c 'sleep 1000 & exit 3'");
    let status = Command::new("sh")
        .args(["-c", &script])
        .current_dir(folder.path())
        .stderr(Stdio::null())
        .status()
        .expect("sh runs");
    assert_eq!(status.code(), Some(3));
    assert!(lives(folder.path(), "before"));
    kill_process(read_pid(folder.path(), "before"), Signal::KILL).expect("it lives");
}

#[test]
#[cfg_attr(feature = "portable", ignore = "without /proc every run says subreaper-unavailable")]
fn a_fork_bomb_of_bounded_size_is_ended() {
    // Every generation starts two of the next and lives on.
    let script = "
        cat > bomb <<'X'
        [ $1 = 0 ] && exec sleep 1000
        sh bomb $(($1 - 1)) & sh bomb $(($1 - 1)) & sleep 1000
X
        sh bomb 6 & sleep 0.3; exit 5";
    let run = guard("--grace 1s --events e", script);
    run.seen.code(5);
    let leak = events(&run).into_iter().filter(|e| e["event"] == "leak").count();
    assert_eq!(leak, 1);
    let reasons = state(&run)["reasons"].clone();
    assert_eq!(reasons, serde_json::json!(["leak"]), "and nothing that cannot be killed");
}

#[test]
fn signals_reach_the_command_and_end_the_sentinel_in_the_same_way() {
    for (signal, name, want) in
        [(Signal::TERM, "TERM", 143), (Signal::INT, "INT", 130), (Signal::HUP, "HUP", 129)]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let script =
            format!("trap 'echo got > got; exit 0' {name}; echo ready > ready; while :; do sleep 0.02; done");
        let mut child = start(folder.path(), "--events e", &script);
        until("the command's start", || folder.path().join("ready").exists());
        kill_process(pid_of(&child), signal).expect("it runs");
        assert_eq!(code(&mut child), want, "{name}");
        assert!(folder.path().join("got").exists(), "{name} did not reach the command");
        let verdict = verdict_of(folder.path(), "s", "");
        assert_eq!(verdict["verdict"], "incomplete", "{verdict}");
        assert_eq!(verdict["reasons"][0], "interrupted");
        assert_eq!(verdict["end"]["cause"], "interrupted");
        let events = events_in(folder.path(), "e");
        assert_eq!(find(&events, "kill_sent")["context"]["signal_name"], format!("SIG{name}"));
        assert_eq!(events.last().map(|e| &e["event"]), Some(&"run_finished".into()));
    }
}

#[test]
fn a_second_signal_asks_for_haste() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = "trap '' TERM; echo ready > ready; while :; do sleep 0.02; done";
    let mut child = start(folder.path(), "--grace 1h", script);
    until("the command's start", || folder.path().join("ready").exists());
    kill_process(pid_of(&child), Signal::TERM).expect("it runs");
    until("the first signal's arrival", || {
        std::fs::read_to_string(format!("/proc/{}/wchan", child.id())).is_ok() && {
            std::thread::sleep(Duration::from_millis(200));
            true
        }
    });
    kill_process(pid_of(&child), Signal::TERM).expect("it runs");
    assert_eq!(code(&mut child), 143);
}

#[test]
#[cfg_attr(feature = "portable", ignore = "what was ignored at the start is not known")]
fn nohup_is_respected() {
    if !needs("nohup") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = Command::new("nohup")
        .arg(TOOL)
        .args([
            "exec",
            "--state",
            "s",
            "--",
            "sh",
            "-c",
            "echo r > ready; while [ ! -e go ]; do sleep 0.02; done; exit 4",
        ])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("nohup starts");
    until("the command's start", || folder.path().join("ready").exists());
    kill_process(pid_of(&child), Signal::HUP).expect("it runs");
    std::fs::write(folder.path().join("go"), "").expect("a file");
    assert_eq!(code(&mut child), 4);
}

const SLOW_SUITE: &str = "
    trap 'echo cleaning; sleep 0.1; echo cleaned; exit 1' TERM
    echo 1..4; echo ok 1 - a; echo not ok 2 - b
    n=0; while [ $n -lt 500 ]; do sleep 0.02; n=$((n + 1)); done
    echo ok 3 - c; echo ok 4 - d; exit 1";

fn summary(folder: &Path, name: &str) -> Value {
    let text = std::fs::read(folder.join(name)).expect("a summary");
    let summary = serde_json::from_slice(&text).expect("JSON");
    testkit::check_records(std::slice::from_ref(&summary));
    summary
}

#[test]
fn failfast_soft_ends_at_the_first_failure_and_lets_the_run_clean_up() {
    let run = guard("--failfast-mode soft --events e", SLOW_SUITE);
    run.seen.code(1).out_has("cleaned").out_has("not ok 2 - b");
    assert!(!run.seen.out_text().contains("ok 3"));
    let told = summary(run.folder.path(), "failfast.summary.json");
    assert_eq!((&told["mode"], &told["first_failure_test"]), (&"soft".into(), &"tap:b".into()));
    assert_eq!(told["tests_not_run"], 2);
    let (detected, ended) = (&told["elapsed_until_detection_ms"], &told["elapsed_until_exit_ms"]);
    assert!(detected.as_f64() < ended.as_f64(), "{told}");
    let events = events(&run);
    assert_eq!(find(&events, "failfast_mode_applied")["context"]["test_id"], "tap:b");
    let verdict = check(&run, "");
    assert_eq!(verdict["verdict"], "completed_failed");
    assert_eq!(verdict["reasons"][0], "failfast");
}

#[test]
fn failfast_hard_kills_at_once() {
    let run = guard("--failfast-mode hard --events e --failfast-summary f.json", SLOW_SUITE);
    run.seen.code(137);
    assert!(!run.seen.out_text().contains("cleaning"));
    let told = summary(run.folder.path(), "f.json");
    assert_eq!((&told["mode"], &told["first_failure_test"]), (&"hard".into(), &"tap:b".into()));
    let events = events(&run);
    assert_eq!(find(&events, "kill_sent")["context"]["signal_name"], "SIGKILL");
}

#[test]
fn failfast_off_and_its_variable() {
    let quick = "echo 1..2; echo not ok 1 - a; sleep 0.2; echo ok 2 - b; exit 1";
    let run = guard("", quick);
    run.seen.code(1).out_has("ok 2 - b");
    assert!(!run.folder.path().join("failfast.summary.json").exists());
    let soft = Run::new(TOOL).env("TPR_FAILFAST_MODE", "soft").args("exec --state s -- sh -c");
    let seen = soft.arg("echo not ok 1 - a; sleep 100").run();
    seen.code(143);
    Run::new(TOOL).env("TPR_FAILFAST_MODE", "maybe").args("exec --state s -- true").run().code(2);
}

#[test]
fn a_clean_end_after_failfast_is_no_pass() {
    let run = guard("--failfast-mode soft", "trap 'exit 0' TERM; echo not ok 1 - a; sleep 100 & wait");
    run.seen.code(1);
    assert_eq!(summary(run.folder.path(), "failfast.summary.json")["tests_not_run"], Value::Null);
}

#[test]
#[cfg_attr(feature = "portable", ignore = "without /proc every run says subreaper-unavailable")]
fn repetitions_have_their_own_ids_and_seeds_and_one_failure_is_a_failure() {
    let script = "echo $TPR_SEED >> seeds; n=$(wc -l < seeds); echo 1..1
        if [ $n = 2 ]; then echo not ok 1 - a; exit 9; fi; echo ok 1 - a";
    let run = guard("--repeat 4 --run-id hunt --seed 7 --events e", script);
    run.seen.code(9);
    let seeds = std::fs::read_to_string(run.folder.path().join("seeds")).expect("seeds");
    let mut distinct: Vec<&str> = seeds.lines().collect();
    assert_eq!((distinct.len(), distinct[0]), (4, "7"));
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), 4, "{seeds}");
    let events = events(&run);
    let ends: Vec<(String, bool)> = events
        .iter()
        .filter(|e| e["event"] == "run_finished")
        .map(|e| (e["run_id"].as_str().unwrap_or("").to_owned(), e["context"]["passed"] == true))
        .collect();
    let want = [("hunt-1", true), ("hunt-2", false), ("hunt-3", true), ("hunt-4", true)];
    assert_eq!(ends, want.map(|(id, passed)| (id.to_owned(), passed)));
    // The last state is of a run that passed, and the whole still did not.
    let last = state(&run);
    assert_eq!((&last["run_id"], &last["passed"]), (&"hunt-4".into(), &true.into()));
    assert_eq!(last["repeat"], serde_json::json!({"run": 4, "of": 4, "earlier_not_passed": 1}));
    let verdict = check(&run, "");
    assert_eq!(verdict["verdict"], "completed_failed");
    assert_eq!(verdict["reasons"], serde_json::json!(["earlier-repeat-failed"]));
    let kept = state_in(run.folder.path(), "s.hunt-2");
    assert_eq!((&kept["run_id"], &kept["passed"]), (&"hunt-2".into(), &false.into()));
}

#[test]
fn a_repetition_that_did_not_pass_is_told_with_the_state_that_says_why() {
    let run = guard("--repeat 2 --run-id job", "test $TPR_RUN_ID = job-2 || echo not ok 1 - a");
    let folder = run.folder.path().display();
    run.seen.code(0).err_has(&format!("run-sentinel check --state {folder}/s.job-1 says why"));
    assert_eq!(run.seen.err.iter().filter(|byte| **byte == b'\n').count(), 1);
    let verdict = support::verdict_of(run.folder.path(), "s.job-1", "");
    assert_eq!(verdict["reasons"][0], "tests-failed");
}

#[test]
fn a_repetition_ends_with_a_signal_to_the_sentinel() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = start(folder.path(), "--repeat 1000 --run-id r", "echo x >> runs; sleep 0.05");
    until("a few runs", || std::fs::read(folder.path().join("runs")).is_ok_and(|runs| runs.len() > 4));
    kill_process(pid_of(&child), Signal::INT).expect("it runs");
    assert_eq!(code(&mut child), 130);
    assert_eq!(verdict_of(folder.path(), "s", "")["verdict"], "incomplete");
}

#[test]
fn records_on_a_descriptor_of_their_own() {
    for number in [3, 5, 9, 100] {
        records_on(number);
    }
    // A descriptor that was open before is not ours to take.
    let taken = Run::new("sh").arg("-c").arg(format!("exec 7> f; '{TOOL}' exec --events-fd 7 -- true")).run();
    taken.code(125).err_has("--events-fd: descriptor 7 is in use");
}

fn records_on(number: i32) {
    let script = r#"
        echo "$TPR_EVENTS_FD" > number
        echo '{"schema":"run-event.v1","at":"2026-01-01T00:00:00Z","event":"test_started","run_id":"x","sequence":1,"elapsed_ms":0,"context":{"test_id":"my:one"}}' >> /dev/fd/$TPR_EVENTS_FD
        echo '{"schema":"test.v1","test_id":"my:two","test_uid":"0","kind":"test","name":"two","status":"fail","attempt":1}' >> /dev/fd/$TPR_EVENTS_FD
        echo '{"schema":"test.v1","test_id":3}' >> /dev/fd/$TPR_EVENTS_FD
        echo 'noise' >> /dev/fd/$TPR_EVENTS_FD; kill -9 $$"#;
    let run = guard(&format!("--events-fd {number}"), script);
    run.seen.code(137).err_has("records: not a test.v1: invalid type");
    assert_eq!(
        std::fs::read_to_string(run.folder.path().join("number")).expect("a number"),
        format!("{number}\n")
    );
    assert!(run.seen.out.is_empty(), "events are not output");
    let verdict = check(&run, "");
    assert_eq!(verdict["last_test_started"]["test_id"], "my:one", "{verdict}");
    assert_eq!(verdict["running"][0]["test_id"], "my:one");
}

#[test]
fn an_aborted_process_shows_its_end() {
    let run = guard(
        "--timeout 200ms --stack-dump abort --events e",
        "ulimit -c 0; trap 'echo dumped; exit 3' ABRT; sleep 100 & wait",
    );
    run.seen.code(124).out_has("dumped");
    assert_eq!(find(&events(&run), "kill_sent")["context"]["signal_name"], "SIGABRT");
}
