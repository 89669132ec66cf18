//! The sentinel killed with SIGKILL at random instants, while it writes at full duty and
//! a reader reads all the time: no state is ever torn, and every verdict is right.
//!
//! `RUNPROOF_KILLS` sets how many (`make faults`: 10,000).

mod support;

use serde_json::Value;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use support::TOOL;

/// Steps of xorshift64*: the same instants at every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit
    }
}

/// What a reader saw that never stopped reading.
struct Reader {
    stop: Arc<AtomicBool>,
    reads: Arc<AtomicU64>,
    torn: Arc<AtomicU64>,
    thread: std::thread::JoinHandle<()>,
}

impl Reader {
    fn of(path: PathBuf) -> Reader {
        let stop = Arc::new(AtomicBool::new(false));
        let (reads, torn) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let (stopped, read, broken) = (Arc::clone(&stop), Arc::clone(&reads), Arc::clone(&torn));
        let thread = std::thread::spawn(move || {
            while !stopped.load(Ordering::SeqCst) {
                // Absent is no fault: the test removes the state between two runs.
                let Ok(text) = std::fs::read(&path) else {
                    std::thread::yield_now();
                    continue;
                };
                read.fetch_add(1, Ordering::SeqCst);
                let whole = serde_json::from_slice::<Value>(&text)
                    .is_ok_and(|state| state["schema"] == "run-state.v1" && state["labels"].is_null());
                if !whole {
                    broken.fetch_add(1, Ordering::SeqCst);
                }
            }
        });
        Reader { stop, reads, torn, thread }
    }

    fn end(self) -> (u64, u64) {
        self.stop.store(true, Ordering::SeqCst);
        self.thread.join().expect("the reader ends");
        (self.reads.load(Ordering::SeqCst), self.torn.load(Ordering::SeqCst))
    }
}

fn verdict(folder: &Path) -> Value {
    let out = Command::new(TOOL)
        .args(["check", "-q", "--state", "s"])
        .current_dir(folder)
        .output()
        .expect("the tool runs");
    assert_eq!(out.status.code(), Some(1), "a killed run never passes");
    serde_json::from_slice(&out.stdout).expect("a verdict")
}

#[test]
fn killed_at_any_instant_the_state_is_whole_and_the_verdict_right() {
    let kills: u64 = std::env::var("RUNPROOF_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(60);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("s");
    let reader = Reader::of(path.clone());
    let mut chance = Chance(0x5EED);
    let (mut crashed, mut missing, mut named, mut late) = (0, 0, 0, 0);
    let mut slowest = Duration::ZERO;
    for round in 0..kills {
        for entry in std::fs::read_dir(folder.path()).expect("the folder").flatten() {
            let _ = std::fs::remove_file(entry.path());
        }
        let mut sentinel = Command::new(TOOL)
            .args(["exec", "-q", "--state", "s", "--events", "e", "--", "seq", "-f"])
            .args(["=== RUN   Test%.0f", "100000000"])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("the tool starts");
        // Half of them early, where the files come into being; the rest anywhere.
        let span = if round % 2 == 0 { 4_000 } else { 40_000 };
        std::thread::sleep(Duration::from_micros(chance.below(span)));
        sentinel.kill().expect("killed");
        let status = sentinel.wait().expect("waited");
        assert_eq!(status.signal(), Some(9), "the kill has to hit");
        let dead = Instant::now();
        let first = verdict(folder.path());
        // The child of a spawn that was under way may hold the lock until it executes.
        let mut last = first.clone();
        while last["verdict"] == "running" && dead.elapsed() < Duration::from_secs(10) {
            last = verdict(folder.path());
        }
        late += u64::from(first["verdict"] == "running");
        slowest = slowest.max(dead.elapsed());
        if path.exists() {
            crashed += 1;
            assert_eq!(last["verdict"], "crashed", "round {round}: {last}");
            assert_eq!(last["reasons"][0], "sentinel-died", "round {round}: {last}");
            let started = &last["last_test_started"]["test_id"];
            if let Some(id) = started.as_str() {
                named += 1;
                // A test that was started is in the events too, which come first.
                let events = std::fs::read_to_string(folder.path().join("e")).expect("events");
                assert!(events.contains(&format!("\"{id}\"")), "round {round}: {id} is in no event");
            }
        } else {
            missing += 1;
            assert_eq!(last["verdict"], "missing", "round {round}: {last}");
            assert_eq!(last["reasons"][0], "no-state");
        }
        let temporary = std::fs::read_dir(folder.path())
            .expect("the folder")
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().ends_with(".tmp"))
            .count();
        assert!(temporary <= 1, "round {round}: {temporary} temporary files");
    }
    let (reads, torn) = reader.end();
    let _ = std::io::Write::write_all(
        &mut std::io::stderr(),
        format!(
            "{kills} kills: {crashed} crashed ({named} with a test), {missing} before the first state, \
{late} seen alive at first, slowest verdict {} ms; {reads} concurrent reads, {torn} torn\n",
            slowest.as_millis()
        )
        .as_bytes(),
    );
    assert_eq!(torn, 0, "of {reads} reads");
    assert!(crashed > 0 && named > 0 && reads > 0, "the kills have to hit runs under way");
}

/// The writer of the negative control: truncates and writes in place, for ever.
#[test]
#[ignore = "runs only as a child of the negative control"]
fn torn_writer() {
    let Some(path) = std::env::var_os("RUNPROOF_TORN") else { return };
    let text = format!("{{\"schema\":\"run-state.v1\",\"filler\":\"{}\"}}\n", "x".repeat(600));
    loop {
        std::fs::write(&path, &text).expect("written");
    }
}

#[test]
fn the_reader_would_see_a_torn_state() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("s");
    let reader = Reader::of(path.clone());
    let mut writer = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "torn_writer", "--ignored", "--nocapture"])
        .env("RUNPROOF_TORN", &path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the writer starts");
    let began = Instant::now();
    while reader.torn.load(Ordering::SeqCst) == 0 && began.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(5));
    }
    writer.kill().expect("killed");
    writer.wait().expect("waited");
    let (reads, torn) = reader.end();
    assert!(torn > 0, "a writer in place must be seen torn, in {reads} reads");
}

/// An unfinished run's temporary file is taken over by the next run, and gone at its end.
#[test]
fn what_a_killed_run_leaves_is_cleared_by_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("s.tmp"), "half a sta").expect("written");
    let status = Command::new(TOOL)
        .args(["exec", "--state", "s", "--", "true"])
        .current_dir(folder.path())
        .status()
        .expect("the tool runs");
    assert!(status.success());
    assert!(!folder.path().join("s.tmp").exists());
    assert_eq!(support::verdict_of(folder.path(), "s", "")["verdict"], "completed_passed");
}
