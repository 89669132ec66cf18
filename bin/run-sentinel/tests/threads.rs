//! What happens to a run when a thread of the sentinel cannot be had, or waits for a disk.

mod support;

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::{TOOL, state_in, verdict_of};
use testkit::needs;

#[test]
#[cfg_attr(feature = "portable", ignore = "ps is started too, and may not be")]
fn without_threads_the_supervisor_does_everything() {
    if !needs("strace") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let script = "echo '=== RUN   TestA'; echo '--- FAIL: TestA (0.05s)'; echo '=== RUN   TestB' >&2
        printf 'no newline'; sleep 0.3; exit 7";
    // The first clone starts the command; every further one would be a thread of ours.
    let out = Command::new("strace")
        .args(["-f", "-qq", "-o", "trace", "-e", "trace=clone,clone3", "-e"])
        .arg("inject=clone,clone3:error=EAGAIN:when=2+")
        .args([TOOL, "exec", "--state", "s", "--events", "e", "--", "sh", "-c", script])
        .current_dir(&folder)
        .stdin(Stdio::null())
        .output()
        .expect("strace");
    let trace = std::fs::read_to_string(folder.path().join("trace")).expect("a trace");
    let refused = trace.matches("(INJECTED)").count();
    assert!(refused >= 2, "threads were refused: {trace}");
    let err = String::from_utf8_lossy(&out.stderr);
    assert!(!err.contains("panicked"), "{err}");
    assert_eq!(out.status.code(), Some(7), "{err}");
    let lines = "=== RUN   TestA\n--- FAIL: TestA (0.05s)\nno newline";
    assert_eq!(String::from_utf8_lossy(&out.stdout), lines);
    let verdict = verdict_of(folder.path(), "s", "");
    assert_eq!(verdict["verdict"], "crashed", "a test was open: {verdict}");
    assert_eq!(verdict["first_failure"]["test_id"], "go:TestA", "{verdict}");
    assert_eq!(verdict["running"][0]["test_id"], "go:TestB", "{verdict}");
    let events = support::events_in(folder.path(), "e");
    assert_eq!(events.last().expect("events")["event"], "run_finished");
    assert_eq!(state_in(folder.path(), "s")["in_progress"], false);
}

#[test]
fn a_stuck_disk_holds_up_neither_output_nor_status() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = Command::new("mkfifo").arg("e").current_dir(&folder).status();
    assert!(made.is_ok_and(|status| status.success()));
    // Nobody reads the events: after 64 KiB whoever writes them waits for ever. They come one
    // by one, so that the thread that carries the output is the one that writes them.
    let script = "i=0; while [ $i -lt 400 ]; do i=$((i+1)); echo \"=== RUN   Test$i\"; sleep 0.003; done
        echo done; exec sleep 0.2";
    let mut run = Command::new(TOOL)
        .args(["exec", "--state", "s", "--events", "e", "--", "sh", "-c", script])
        .current_dir(&folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the tool starts");
    let began = Instant::now();
    let lines = BufReader::new(run.stdout.take().expect("a pipe")).lines();
    let mut seen = 0;
    for line in lines {
        let line = line.expect("text");
        seen += 1;
        if line == "done" {
            break;
        }
    }
    assert_eq!(seen, 401, "every line came");
    let took = began.elapsed();
    let out = run.wait_with_output().expect("waited");
    let err = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(0), "{err}");
    assert!(err.contains("the disk does not answer"), "the disk was stuck: {err}");
    assert!(took < Duration::from_secs(9), "before the sentinel gave up: {took:?}");
    // The last state that could be written is whole, and the run is over.
    let verdict = verdict_of(folder.path(), "s", "");
    assert_eq!(verdict["verdict"], "crashed", "{verdict}");
}
