//! The sentinel killed at every system call, and every system call of its evidence made
//! to fail, by strace. `RUNPROOF_SYSCALLS=all` takes every one (`make faults`); otherwise
//! the first few of each.

mod support;

use serde_json::Value;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use support::TOOL;
use testkit::needs;

const SCRIPT: &str = "echo '=== RUN   TestA'; echo '--- PASS: TestA (0.00s)'; echo '=== RUN   TestB'; \
echo '--- FAIL: TestB (0.00s)'; exit 7";

fn most() -> usize {
    if std::env::var("RUNPROOF_SYSCALLS").is_ok_and(|which| which == "all") { usize::MAX } else { 6 }
}

/// Runs the tool under strace with one injection; `true` when it fired.
fn inject(folder: &Path, only: &[&str], what: &str, durable: bool) -> (Output, bool) {
    for entry in std::fs::read_dir(folder).expect("the folder").flatten() {
        let _ = std::fs::remove_file(entry.path());
    }
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o", "trace", "-e", "trace=all", "-e", &format!("inject={what}")]);
    for path in only {
        // Names are compared as the call has them, descriptors by their absolute path.
        strace.args(["-P", path, "-P"]).arg(folder.join(path));
    }
    strace.args([TOOL, "exec", "--state", "s", "--events", "e"]);
    if durable {
        strace.arg("--durable");
    }
    let out = strace
        .args(["--", "sh", "-c", SCRIPT])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("strace");
    let trace = std::fs::read(folder.join("trace")).unwrap_or_default();
    let fired = memchr::memmem::find(&trace, b"(INJECTED)").is_some()
        || memchr::memmem::find(&trace, b"+++ killed by SIGKILL").is_some();
    (out, fired)
}

/// The state, if there is one, is whole; so is every event but perhaps the last.
fn whole(folder: &Path, when: &str) -> Option<Value> {
    if let Ok(events) = std::fs::read_to_string(folder.join("e")) {
        let complete = events.rfind('\n').map_or("", |end| &events[..end]);
        for line in complete.lines() {
            assert!(serde_json::from_str::<Value>(line).is_ok(), "{when}: torn event: {line}");
        }
    }
    let text = std::fs::read(folder.join("s")).ok()?;
    let state: Value = serde_json::from_slice(&text).unwrap_or_else(|e| panic!("{when}: torn state: {e}"));
    Some(state)
}

#[test]
fn killed_at_every_system_call() {
    if !needs("strace") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut fired_in_all = 0;
    let groups = [
        "open,openat",
        "write",
        "rename,renameat,renameat2",
        "close",
        "fsync,fdatasync",
        "flock",
        "clone,clone3,vfork,fork",
        "execve",
        "poll,ppoll",
        "read",
        "waitid,wait4",
        "pipe2",
        "futex",
        "rt_sigaction",
        "kill,tgkill,pidfd_send_signal",
        "exit_group",
        "mmap",
        "prctl",
        "unlink,unlinkat,link,linkat",
    ];
    for group in groups {
        for n in 1..=most() {
            let when = format!("{group} {n}");
            let (out, fired) = inject(folder.path(), &[], &format!("{group}:signal=KILL:when={n}"), false);
            if !fired {
                break;
            }
            fired_in_all += 1;
            let state = whole(folder.path(), &when);
            let verdict = support::verdict_of(folder.path(), "s", "");
            let word = verdict["verdict"].as_str().expect("a word");
            // strace dies of the signal that the sentinel died of.
            let sentinel_died = out.status.signal() == Some(9);
            match state {
                None => assert_eq!(word, "missing", "{when}: {verdict}"),
                Some(state) if state["in_progress"] == true => {
                    assert!(sentinel_died, "{when}: only a dead sentinel leaves a run under way: {verdict}");
                    assert_eq!(word, "crashed", "{when}: {verdict}");
                }
                // The command was hit, or the sentinel after its last state.
                Some(_) => assert!(
                    matches!(word, "crashed" | "completed_failed" | "incomplete"),
                    "{when}: {verdict}"
                ),
            }
        }
    }
    assert!(fired_in_all > 40, "only {fired_in_all} kills fired");
    let text = format!("{fired_in_all} kills at system calls\n");
    let _ = std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes());
}

#[test]
fn every_failing_system_call_of_the_evidence_leaves_the_status_alone() {
    if !needs("strace") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let only = ["s", "s.tmp", "s.lock", "e"];
    let mut fired_in_all = 0;
    for (calls, errors) in [
        ("rename,renameat,renameat2", "EIO ENOSPC EROFS"),
        ("openat", "EMFILE ENOSPC EACCES EINTR"),
        ("write", "ENOSPC EIO EINTR EDQUOT"),
        ("fsync,fdatasync", "EIO ENOSPC EINTR"),
        ("flock", "ENOLCK EINTR EOPNOTSUPP"),
        ("unlink,unlinkat", "EACCES"),
        ("close", "EIO"),
    ] {
        for error in errors.split(' ') {
            for n in 1..=most().min(40) {
                let when = format!("{calls} {error} {n}");
                let what = format!("{calls}:error={error}:when={n}");
                let (out, fired) = inject(folder.path(), &only, &what, true);
                let err = String::from_utf8_lossy(&out.stderr);
                assert_eq!(out.status.code(), Some(7), "{when}: {err}");
                assert!(!err.contains("panicked"), "{when}: {err}");
                let lines = String::from_utf8_lossy(&out.stdout);
                assert_eq!(lines.lines().count(), 4, "{when}: the output passes: {lines}");
                if !fired {
                    break;
                }
                fired_in_all += 1;
                whole(folder.path(), &when);
                let verdict = support::verdict_of(folder.path(), "s", "");
                assert_ne!(verdict["verdict"], "completed_passed", "{when}");
                assert!(!folder.path().join("s.tmp").exists() || calls.starts_with("unlink"), "{when}");
            }
        }
    }
    assert!(fired_in_all > 30, "only {fired_in_all} failures fired");
    let text = format!("{fired_in_all} failing system calls\n");
    let _ = std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes());
}

#[test]
fn all_writes_failing_for_good_leave_the_status_alone() {
    if !needs("strace") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for what in ["rename,renameat,renameat2:error=EIO", "write:error=ENOSPC", "fsync,fdatasync:error=EIO"] {
        let (out, fired) = inject(folder.path(), &["s", "s.tmp", "e"], what, true);
        let err = String::from_utf8_lossy(&out.stderr);
        assert!(fired, "{what}");
        assert_eq!(out.status.code(), Some(7), "{what}: {err}");
        // Once for the state, once for the events.
        assert!((1..=2).contains(&err.matches("cannot write").count()), "{what}: told once: {err}");
    }
}
