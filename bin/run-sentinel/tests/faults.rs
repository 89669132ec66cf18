//! The fault plan: disks, limits, stops, other runs' states. Each case asserts that its
//! fault fired.

mod support;

use serde_json::Value;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use support::{TOOL, state_in, verdict_of};
use testkit::needs;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    // Another user has to be able to get in.
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).expect("set");
    folder
}

/// Runs a shell line in a folder; `$S` is the tool.
fn shell(folder: &Path, line: &str) -> Output {
    Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env("S", TOOL)
        .stdin(Stdio::null())
        .output()
        .expect("a shell")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// No panic, whatever happened.
fn calm(out: &Output) -> String {
    let err = text(&out.stderr);
    assert!(!err.contains("panicked"), "{err}");
    err
}

fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(began.elapsed() < Duration::from_secs(60), "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn start(folder: &Path, flags: &[&str], script: &str) -> Child {
    Command::new(TOOL)
        .args(["exec", "--state", "s"])
        .args(flags)
        .args(["--", "sh", "-c", script])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the tool starts")
}

fn started(folder: &Path, test: &str) -> bool {
    std::fs::read_to_string(folder.join("s")).is_ok_and(|text| text.contains(test))
}

fn signal(child: &Child, name: &str) {
    let done = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status();
    assert!(done.is_ok_and(|status| status.success()), "kill -{name}");
}

fn no_temporary(folder: &Path) {
    for entry in std::fs::read_dir(folder).expect("the folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(!name.ends_with(".tmp"), "{name} is left");
    }
}

// 1: disks.

#[test]
fn a_full_disk_from_the_start_costs_the_evidence_and_not_the_status() {
    if !needs("unshare") {
        return;
    }
    let folder = folder();
    let line = "mkdir d && unshare -rm sh -c 'mount -t tmpfs -o size=16k none d && cd d || exit 90
        dd if=/dev/zero of=filler bs=4k 2>/dev/null; test -s filler || exit 91
        echo x > probe 2>/dev/null && exit 92
        $S exec --state s --events e -- sh -c \"echo out; exit 7\"; code=$?
        ls -A | grep tmp && exit 93
        $S check -q --state s | cut -c1-60
        exit $code'";
    let out = shell(folder.path(), line);
    let err = calm(&out);
    assert_eq!(out.status.code(), Some(7), "{err}");
    assert!(text(&out.stdout).starts_with("out\n"), "the output passes");
    assert!(err.contains("no space left on device"), "{err}");
    assert_eq!(err.matches("state: cannot write").count(), 1, "told once: {err}");
    assert!(text(&out.stdout).contains("\"verdict\":\"missing\""), "{}", text(&out.stdout));
}

#[test]
fn a_disk_that_fills_up_leaves_the_last_whole_state_and_one_that_empties_gets_the_end() {
    if !needs("unshare") {
        return;
    }
    for (clear, verdict) in [("true", "crashed"), ("rm filler", "completed_failed")] {
        let folder = folder();
        let inner = format!(
            "echo '=== RUN   TestA'; until grep -q TestA s; do sleep 0.01; done
            dd if=/dev/zero of=filler bs=1k 2>/dev/null; echo x > probe 2>/dev/null && exit 92
            echo '=== RUN   TestB'; sleep 0.2; {clear}; sleep 0.1
            echo '--- FAIL: TestA (0.20s)'; echo '--- PASS: TestB (0.20s)'; exit 3"
        );
        std::fs::write(folder.path().join("inner"), inner).expect("written");
        let line = "mkdir d && unshare -rm sh -c 'mount -t tmpfs -o size=32k none d && cd d || exit 90
            $S exec --state s --events e -- sh ../inner; code=$?
            ls -A | grep tmp && exit 93
            $S check -q --state s > ../verdict; cp s ../s
            while read line; do case $line in *}) ;; *) exit 94;; esac; done < e
            exit $code'";
        let out = shell(folder.path(), line);
        let err = calm(&out);
        assert_eq!(out.status.code(), Some(3), "{err}");
        assert!(err.contains("no space left on device"), "{err}");
        let said: Value =
            serde_json::from_slice(&std::fs::read(folder.path().join("verdict")).expect("a verdict"))
                .expect("JSON");
        assert_eq!(said["verdict"], verdict, "{said}");
        let state = state_in(folder.path(), "s");
        if clear == "true" {
            assert_eq!(state["in_progress"], true);
        } else {
            let reasons = state["reasons"].to_string();
            assert!(reasons.contains("state-write-failed"), "{reasons}");
        }
    }
}

#[test]
fn a_folder_that_cannot_be_written_costs_the_evidence_and_not_the_status() {
    if !needs("setpriv") {
        return;
    }
    // Root writes anywhere: another user has to try it.
    let folder = folder();
    let tool = folder.path().join("tool");
    // By another process: while this one has the copy open it cannot be run.
    assert!(std::process::Command::new("cp").arg(TOOL).arg(&tool).status().is_ok_and(|done| done.success()));
    let line = "setpriv --reuid=65534 --regid=65534 --clear-groups sh -c '
        touch probe 2>/dev/null && exit 92
        ./tool exec --state s --events e --log l -- sh -c \"echo out; exit 7\"'";
    let out = shell(folder.path(), line);
    let err = calm(&out);
    assert_eq!((out.status.code(), text(&out.stdout).as_str()), (Some(7), "out\n"), "{err}");
    assert!(err.contains("permission denied"), "{err}");
    assert_eq!(verdict_of(folder.path(), "s", "")["verdict"], "missing");
    // A state that is there and cannot be read is missing too, and says why.
    std::fs::write(folder.path().join("s"), "{}").expect("written");
    std::fs::set_permissions(folder.path().join("s"), std::fs::Permissions::from_mode(0o600)).expect("set");
    let line = "setpriv --reuid=65534 --regid=65534 --clear-groups ./tool check --state s";
    let out = shell(folder.path(), line);
    assert_eq!(out.status.code(), Some(1));
    assert!(text(&out.stdout).contains("\"no-state\",\"state-unreadable\""), "{}", text(&out.stdout));
}

#[test]
fn a_folder_that_is_not_there_costs_the_evidence_and_not_the_status() {
    let folder = folder();
    let out = shell(folder.path(), "$S exec --state no/s --events no/e -- sh -c 'exit 7'");
    let err = calm(&out);
    assert_eq!(out.status.code(), Some(7), "{err}");
    assert!(err.contains("no such file or directory"), "{err}");
}

// 2: output.

#[test]
fn an_output_that_cannot_be_written_is_a_reason_and_not_the_status() {
    let folder = folder();
    let out = shell(folder.path(), "$S exec --state s -- sh -c 'echo lost; exit 7' > /dev/full");
    let err = calm(&out);
    assert_eq!(out.status.code(), Some(7), "{err}");
    assert!(err.contains("output: cannot write: no space left on device"), "{err}");
    assert!(state_in(folder.path(), "s")["reasons"].to_string().contains("output-lost"));
    let out = shell(folder.path(), "$S exec --state s -- sh -c 'echo lost; exit 7' >&-");
    calm(&out);
    assert_eq!(out.status.code(), Some(7));
}

#[test]
fn a_reader_that_leaves_ends_an_endless_command_as_it_would_have_without_us() {
    let folder = folder();
    let line = "{ $S exec --state s -- yes; echo $? > code; } | head -1";
    let out = shell(folder.path(), line);
    calm(&out);
    assert_eq!(text(&out.stdout), "y\n");
    wait_for("the status", || {
        std::fs::read_to_string(folder.path().join("code")).is_ok_and(|t| !t.is_empty())
    });
    let code = std::fs::read_to_string(folder.path().join("code")).expect("a status");
    assert!(matches!(code.trim(), "141" | "1"), "SIGPIPE or yes's own complaint: {code}");
    assert!(state_in(folder.path(), "s")["reasons"].to_string().contains("output-closed"));
}

#[test]
fn a_slow_reader_is_not_the_silence_of_the_command() {
    let folder = folder();
    // More than the pipes hold, so that the command has to wait for the reader.
    let line = "{ $S exec --state s --idle-timeout 700ms -- sh -c 'head -c 8000000 /dev/zero; exit 5'; \
echo $? > code; } | { sleep 2; wc -c; }";
    let out = shell(folder.path(), line);
    calm(&out);
    assert_eq!(text(&out.stdout).trim(), "8000000");
    assert_eq!(std::fs::read_to_string(folder.path().join("code")).expect("a status").trim(), "5");
}

#[test]
fn a_signal_ends_the_wait_for_a_stuck_reader() {
    let folder = folder();
    // The command has ended, its last output is stuck in us, and the reader never reads.
    let line = "mkfifo out; sleep 60 < out > /dev/null 2>&1 & reader=$!; exec 3> out
        $S exec --state s -- sh -c 'head -c 200000 /dev/zero; touch done' >&3 3>&- & pid=$!
        until test -e done; do sleep 0.02; done; sleep 0.3; kill -TERM $pid; wait $pid; code=$?
        kill $reader; exit $code";
    let out = shell(folder.path(), line);
    let err = calm(&out);
    assert_eq!(out.status.code(), Some(143), "{err}");
    let state = state_in(folder.path(), "s");
    assert_eq!(state["in_progress"], false, "{state}");
}

#[test]
fn a_stuck_stderr_does_not_hold_up_a_limit() {
    let folder = folder();
    // Our stderr is a full pipe that nobody reads, and there is something to warn of.
    let line = "mkfifo err; sleep 60 < err > /dev/null 2>&1 & reader=$!; exec 3> err
        dd if=/dev/zero bs=4k count=1000 >&3 2> /dev/null & filler=$!; sleep 0.5
        $S exec --state no/s --log no/l --timeout 500ms --grace 100ms -- sh -c 'echo $$ > command; sleep 60' \
            > /dev/null 2>&3 3>&- & pid=$!
        for i in 1 2 3 4 5 6 7 8 9 10; do test -s command && break; sleep 0.5; done
        test -s command || { kill -KILL $pid $reader $filler; exit 3; }
        for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 $(cat command) || break; sleep 0.5; done 2> /dev/null
        kill -0 $(cat command) 2> /dev/null && code=4; kill -KILL $pid $reader $filler; exit ${code:-0}";
    let out = shell(folder.path(), line);
    calm(&out);
    assert_eq!(out.status.code(), Some(0), "3: it never began; 4: it outlived its limit");
}

// 3: limits.

#[test]
fn a_limit_on_file_sizes_ends_neither_the_sentinel_nor_the_run() {
    let folder = folder();
    for ignore in ["", "trap '' XFSZ;"] {
        let line = format!("{ignore} ulimit -f 0; $S exec --state s --events e -- sh -c 'exit 7'");
        let out = shell(folder.path(), &line);
        let err = calm(&out);
        assert_eq!(out.status.code(), Some(7), "{err}");
        assert!(err.contains("file too large"), "{err}");
        no_temporary(folder.path());
    }
}

#[test]
fn too_few_descriptors_are_refused_or_suffice_and_never_hang() {
    let folder = folder();
    let (mut refused, mut ran) = (0, 0);
    for limit in 3..24 {
        let line = format!("ulimit -n {limit}; exec timeout 20 $S exec --state s -- true");
        let out = shell(folder.path(), &line);
        calm(&out);
        match out.status.code() {
            Some(0) => ran += 1,
            // 126: the kernel refused the command itself; 127: the loader its libraries.
            Some(125..=127) => refused += 1,
            other => panic!("limit {limit}: {other:?}: {}", text(&out.stderr)),
        }
    }
    assert!(refused > 0 && ran > 0, "{refused} refused, {ran} ran");
}

#[test]
fn too_little_memory_is_never_a_wrong_verdict() {
    let (mut whole, mut short, mut enough) = (0, 0, None);
    for limit in (3000..40_000).step_by(400) {
        let folder = folder();
        let line = format!(
            "ulimit -c 0; ulimit -v {limit}; exec timeout 20 $S exec --state s -- sh -c 'echo hi; exit 7'"
        );
        let out = shell(folder.path(), &line);
        match out.status.code() {
            Some(7) => {
                whole += 1;
                enough.get_or_insert(limit);
                assert_eq!(text(&out.stdout), "hi\n", "{limit}");
                assert_eq!(verdict_of(folder.path(), "s", "")["verdict"], "completed_failed", "{limit}");
                continue;
            }
            // The loader or the kernel refused; or the sentinel had no memory for itself.
            Some(125..=127 | 134 | 139) | None => short += 1,
            other => panic!("limit {limit}: {other:?}: {}", text(&out.stderr)),
        }
        let verdict = verdict_of(folder.path(), "s", "")["verdict"].clone();
        assert!(verdict == "missing" || verdict == "crashed", "{limit}: {verdict}");
        // What a thread would take is not missing elsewhere.
        assert_eq!(enough, None, "{limit} is too little: {}", text(&out.stderr));
    }
    assert!(whole > 0 && short > 0, "{whole} ran, {short} had too little");
}

// 4: what is left behind.

#[test]
fn a_leaked_daemon_is_ended_and_its_test_named() {
    let folder = folder();
    let script = "echo '=== RUN   TestA'; sleep 0.1; echo '--- PASS: TestA (0.10s)'
        echo '=== RUN   TestLeaks'; sleep 0.1; setsid sleep 1000 > /dev/null 2>&1 < /dev/null & sleep 0.3
        echo '--- PASS: TestLeaks (0.30s)'; echo '=== RUN   TestC'; sleep 0.1; echo '--- PASS: TestC (0.10s)'";
    let mut run = start(folder.path(), &["--events", "e"], script);
    assert_eq!(run.wait().expect("waited").code(), Some(0));
    let events = support::events_in(folder.path(), "e");
    let leak = events.iter().find(|event| event["event"] == "leak").expect("a leak");
    assert_eq!(leak["context"]["test_id"], "go:TestLeaks", "{leak}");
    assert_eq!(leak["context"]["processes"][0]["name"], "sleep");
    let pid = leak["context"]["processes"][0]["pid"].as_i64().expect("a process");
    assert!(!Path::new(&format!("/proc/{pid}")).exists(), "it is gone");
    assert!(state_in(folder.path(), "s")["reasons"].to_string().contains("leak"));
}

// 5: stops.

#[test]
fn a_stopped_sentinel_is_hung_and_goes_on() {
    let folder = folder();
    let script = "echo '=== RUN   TestA'; sleep 1; echo '--- PASS: TestA (1.00s)'";
    let mut run = start(folder.path(), &["--idle-timeout", "10s"], script);
    wait_for("the start", || started(folder.path(), "TestA"));
    assert_eq!(verdict_of(folder.path(), "s", "--allow-running")["verdict"], "running");
    signal(&run, "STOP");
    std::thread::sleep(Duration::from_millis(300));
    let verdict = verdict_of(folder.path(), "s", "--stale-after 200ms");
    assert_eq!(verdict["verdict"], "hung", "{verdict}");
    assert!(verdict["reasons"].to_string().contains("heartbeat-old"), "{verdict}");
    let held = verdict["evidence"].to_string();
    assert!(held.contains(r#"{"kind":"lock","finding":"held"}"#) || held.contains("held"), "{held}");
    signal(&run, "CONT");
    assert!(run.wait().expect("waited").success());
    assert_eq!(verdict_of(folder.path(), "s", "")["verdict"], "completed_passed");
}

#[test]
fn silence_while_the_sentinel_was_stopped_is_not_held_against_the_run() {
    let folder = folder();
    let script = "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo \"$i\"; sleep 0.25; done; exit 5";
    let mut run = start(folder.path(), &["--idle-timeout", "1500ms"], script);
    wait_for("the start", || folder.path().join("s").exists());
    std::thread::sleep(Duration::from_millis(200));
    signal(&run, "STOP");
    std::thread::sleep(Duration::from_millis(2800));
    signal(&run, "CONT");
    assert_eq!(run.wait().expect("waited").code(), Some(5));
}

#[test]
fn a_stopped_command_is_silent_and_ended_for_it() {
    let folder = folder();
    let script = "echo '=== RUN   TestStopped'; kill -STOP $$";
    let mut run = start(folder.path(), &["--idle-timeout", "400ms", "--grace", "200ms"], script);
    assert_eq!(run.wait().expect("waited").code(), Some(124));
    let verdict = verdict_of(folder.path(), "s", "");
    assert_eq!((&verdict["verdict"], &verdict["reasons"][0]), (&"hung".into(), &"idle-timeout".into()));
    assert_eq!(verdict["running"][0]["test_id"], "go:TestStopped");
}

// 6: states of other runs.

/// The state of a run that was killed, and its folder.
fn killed() -> tempfile::TempDir {
    let folder = folder();
    let mut run = start(folder.path(), &["--run-id", "first"], "echo '=== RUN   TestA'; sleep 1000");
    wait_for("the start", || started(folder.path(), "TestA"));
    let state = state_in(folder.path(), "s");
    run.kill().expect("killed");
    run.wait().expect("waited");
    let command = state["command"]["pid"].as_i64().expect("the command's process");
    let verdict = verdict_of(folder.path(), "s", "");
    assert_eq!(verdict["verdict"], "crashed", "{verdict}");
    assert!(verdict["reasons"].to_string().contains("command-still-running"), "{verdict}");
    let _ = Command::new("kill").args(["-KILL", "--", &format!("-{command}")]).status();
    folder
}

fn edit(folder: &Path, change: impl FnOnce(&mut Value)) {
    let path = folder.join("s");
    let mut state: Value = serde_json::from_slice(&std::fs::read(&path).expect("read")).expect("JSON");
    change(&mut state);
    std::fs::write(path, state.to_string()).expect("written");
}

#[test]
fn states_of_other_runs_boots_and_machines_are_told_apart() {
    let folder = killed();
    let at = folder.path();
    let verdict = verdict_of(at, "s", "");
    assert_eq!((&verdict["verdict"], &verdict["reasons"][0]), (&"crashed".into(), &"sentinel-died".into()));
    assert_eq!(verdict["running"][0]["test_id"], "go:TestA");
    let verdict = verdict_of(at, "s", "--run-id second");
    assert_eq!((&verdict["verdict"], &verdict["reasons"][0]), (&"stale".into(), &"run-id-differs".into()));
    edit(at, |state| state["platform"]["boot_id"] = "another".into());
    let verdict = verdict_of(at, "s", "");
    assert_eq!((&verdict["verdict"], &verdict["reasons"][0]), (&"crashed".into(), &"rebooted".into()));
    edit(at, |state| state["platform"]["host"] = "elsewhere".into());
    assert_eq!(verdict_of(at, "s", "--allow-running")["verdict"], "running", "young, and far away");
    edit(at, |state| {
        state["heartbeat_at"] = "2020-01-01T00:00:00Z".into();
        state["progress_at"] = "2020-01-01T00:00:00Z".into();
    });
    let verdict = verdict_of(at, "s", "");
    assert_eq!((&verdict["verdict"], &verdict["reasons"][0]), (&"stale".into(), &"heartbeat-old".into()));
    edit(at, |state| state["heartbeat_at"] = "2990-01-01T00:00:00Z".into());
    assert!(verdict_of(at, "s", "")["reasons"].to_string().contains("clock-skew"));
}

#[test]
fn the_next_run_keeps_the_state_of_one_that_never_ended() {
    let folder = killed();
    let out = shell(folder.path(), "$S exec --state s --run-id second -- true");
    assert_eq!(out.status.code(), Some(0), "{}", calm(&out));
    let kept: Vec<String> = std::fs::read_dir(folder.path())
        .expect("the folder")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("first"))
        .collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(state_in(folder.path(), &kept[0])["run_id"], "first");
    assert_eq!(state_in(folder.path(), "s")["run_id"], "second");
}

#[test]
fn a_lock_that_was_inherited_keeps_a_dead_run_alive() {
    // The control: this is what an open lock descriptor in a child would do.
    let folder = killed();
    let lock = std::fs::File::open(folder.path().join("s.lock")).expect("the lock file");
    lock.lock().expect("locked");
    assert_eq!(verdict_of(folder.path(), "s", "--allow-running")["verdict"], "running");
    drop(lock);
    assert_eq!(verdict_of(folder.path(), "s", "")["verdict"], "crashed");
}

#[test]
fn without_the_lock_file_the_process_is_the_evidence() {
    let folder = killed();
    std::fs::remove_file(folder.path().join("s.lock")).expect("removed");
    let verdict = verdict_of(folder.path(), "s", "");
    assert_eq!((&verdict["verdict"], &verdict["reasons"][0]), (&"crashed".into(), &"process-gone".into()));
    // The same id with another start time is another process.
    edit(folder.path(), |state| state["writer"]["pid"] = std::process::id().into());
    let verdict = verdict_of(folder.path(), "s", "");
    assert_eq!((&verdict["verdict"], &verdict["reasons"][0]), (&"crashed".into(), &"process-gone".into()));
}

#[test]
fn two_sentinels_on_one_state_the_second_is_refused() {
    let folder = folder();
    let mut first = start(folder.path(), &["--run-id", "first"], "echo '=== RUN   TestA'; sleep 1000");
    wait_for("the start", || started(folder.path(), "TestA"));
    let out = shell(folder.path(), "$S exec --state s -- touch ran");
    let err = calm(&out);
    assert_eq!(out.status.code(), Some(125), "{err}");
    assert!(err.contains("run first is under way"), "{err}");
    assert!(!folder.path().join("ran").exists());
    assert_eq!(state_in(folder.path(), "s")["run_id"], "first");
    signal(&first, "TERM");
    assert_eq!(first.wait().expect("waited").signal(), Some(15));
}

#[test]
fn a_state_cut_anywhere_is_missing_and_never_anything_else() {
    let folder = killed();
    let whole = std::fs::read(folder.path().join("s")).expect("a state");
    let body = whole.trim_ascii_end().len();
    // Every length in the short run would be a thousand processes: each 13th, and the ends.
    for cut in (0..body).step_by(13).chain([1, 2, body - 1]) {
        std::fs::write(folder.path().join("s"), &whole[..cut]).expect("written");
        let verdict = verdict_of(folder.path(), "s", "");
        assert_eq!(verdict["verdict"], "missing", "cut at {cut}");
        assert_eq!(verdict["reasons"], serde_json::json!(["no-state", "state-not-valid"]), "cut at {cut}");
    }
    for odd in ["", "null", "[]", "{}", "{\"schema\":\"run-state.v2\"}", "\u{0}\u{0}\u{0}"] {
        std::fs::write(folder.path().join("s"), odd).expect("written");
        assert_eq!(verdict_of(folder.path(), "s", "")["verdict"], "missing", "{odd:?}");
    }
    std::fs::remove_file(folder.path().join("s")).expect("removed");
    std::fs::create_dir(folder.path().join("s")).expect("made");
    assert_eq!(verdict_of(folder.path(), "s", "")["verdict"], "missing", "a folder");
}

#[test]
fn a_fifo_in_place_of_the_state_does_not_hold_the_checker() {
    let folder = folder();
    assert!(shell(folder.path(), "mkfifo s").status.success());
    assert_eq!(verdict_of(folder.path(), "s", "")["verdict"], "missing");
}
