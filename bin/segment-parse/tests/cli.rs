//! `segment-parse` from outside: case folders, the shared contract, the recorded logs.

use serde_json::Value;
use testkit::{Contract, Run, contract, run_cases, testdata};

const TOOL: &str = env!("CARGO_BIN_EXE_segment-parse");

#[test]
fn cases() {
    run_cases(TOOL, env!("CARGO_MANIFEST_DIR"));
}

#[test]
fn the_contract() {
    contract(&Contract {
        file: "start.log",
        // A log is text of any kind: what is no segment is passed over.
        non_utf8: Ok(0),
        cut: Ok(0),
        huge_line: Ok(0),
        unknown_schema: Err("logs are read, not records"),
        wrong_type: Err("logs are read, not records"),
        ..Contract::records(TOOL, "{}", b"SEGMENT name=a ms=12 phase=pre\nSEGMENT name=b ms=1\n".to_vec(), "")
    });
}

/// The pipe stays open: what depends on no later line is there all the same.
#[test]
fn a_slow_stream_is_passed_on_line_by_line() {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::process::{Command, Stdio};
    let mut child =
        Command::new(TOOL).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the tool starts");
    let mut to = child.stdin.take().expect("a pipe");
    let from = child.stdout.take().expect("a pipe");
    let (sender, receiver) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(from).lines() {
            let record: Value = serde_json::from_str(&line.expect("a line")).expect("a record");
            sender.send(record).expect("somebody waits");
        }
    });
    // Far beyond what any machine needs: only a line that is held until the end fails.
    let patience = std::time::Duration::from_secs(60);
    for name in ["a", "b", "c"] {
        let phase = if name == "b" { " phase=prompt" } else { "" };
        writeln!(to, "SEGMENT name={name} ms=1{phase}").expect("it reads");
        let record = receiver.recv_timeout(patience).expect("the record, while the pipe is open");
        assert_eq!(record["name"], name);
    }
    // The spelling that may follow a segment of this phase: released by the next line.
    writeln!(to, "SEGMENT name=post ms=1 phase=post_plugin").expect("it reads");
    writeln!(to, "SEGMENT name=d ms=1").expect("it reads");
    for name in ["post", "d"] {
        assert_eq!(receiver.recv_timeout(patience).expect("the record")["name"], name);
    }
    drop(to);
    assert_eq!(receiver.recv_timeout(patience).expect("the trailer")["complete"], true);
    reader.join().expect("the reader ends");
    assert!(child.wait().expect("it ends").success());
}

fn parse(name: &str) -> Vec<Value> {
    let seen = Run::new(TOOL).arg(testdata(name)).run();
    seen.code(0).quiet();
    let records = seen.records();
    testkit::check_records(&records);
    assert_eq!(records.last().map(|r| &r["complete"]), Some(&Value::Bool(true)), "{}", seen.report());
    records
}

/// The number of lines of a recorded log that begin in this way, behind any stamp.
fn count(name: &str, begins: &str) -> usize {
    let text = std::fs::read(testdata(name)).expect("the recording is there");
    let text = String::from_utf8_lossy(&text).into_owned();
    text.lines()
        .filter(|line| line.split_once("Z ").map_or(*line, |(_, rest)| rest).starts_with(begins))
        .count()
}

fn of_kind<'r>(records: &'r [Value], kind: &str) -> Vec<&'r Value> {
    records.iter().filter(|r| r["schema"] == "segment.v1" && r["kind"] == kind).collect()
}

#[test]
fn every_recorded_start_up_is_native_and_whole() {
    for sample in ["cold", "warm"] {
        for n in 1..=5 {
            let name = format!("zsh/{sample}-{n}.log");
            let records = parse(&name);
            let markers = of_kind(&records, "marker");
            let names: Vec<_> = markers.iter().map(|m| m["name"].as_str()).collect();
            assert_eq!(names, [Some("pre_plugin_total"), Some("post_plugin_total"), Some("prompt_ready")]);
            let segments = of_kind(&records, "segment");
            assert_eq!(segments.len(), count(&name, "POST_PLUGIN_SEGMENT"), "{name}");
            for segment in segments.iter().chain(&markers) {
                assert_eq!(segment["labels"]["sample"], sample);
                let native = ["native", "native_equal_post"].iter().any(|p| segment["provenance"] == *p);
                assert!(native, "{segment}");
            }
            let sum: f64 = segments.iter().filter_map(|s| s["duration_ms"].as_f64()).sum();
            let post = markers[1]["duration_ms"].as_f64().expect("a total");
            assert!(sum <= post + segments.len() as f64, "the parts are within the whole: {sum} of {post}");
        }
    }
}

#[test]
fn every_recorded_job_has_its_steps() {
    for (name, steps, failed) in
        [("actions/pass.log", 7, 0), ("actions/fail.log", 5, 1), ("actions/docker.log", 4, 1)]
    {
        let records = parse(name);
        assert_eq!(of_kind(&records, "step").len(), steps, "{name}");
        assert_eq!(of_kind(&records, "group").len(), count(name, "##[group]"), "{name}");
        let errors = of_kind(&records, "marker").iter().filter(|m| m["name"] == "error").count();
        assert_eq!(errors, count(name, "##[error]"), "{name}");
        let failure = of_kind(&records, "step").iter().filter(|s| s["status"] == "failure").count();
        assert_eq!(failure, failed, "{name}");
        // Steps follow each other without a hole: together they are the job.
        let ms = |r: &Value| r["duration_ms"].as_f64().expect("a duration");
        let job = of_kind(&records, "section");
        let sum: f64 = of_kind(&records, "step").iter().map(|s| ms(s)).sum();
        assert!((sum - ms(job[0])).abs() < 0.001, "{name}: {sum} against {}", job[0]);
    }
}

#[test]
fn every_recorded_docker_build_has_its_vertices() {
    for (name, builds) in [("first", 1), ("cached", 1), ("fail", 1), ("two-builds", 2)] {
        let name = format!("buildkit/{name}.txt");
        let records = parse(&name);
        let tasks = of_kind(&records, "task");
        let text = std::fs::read_to_string(testdata(&name)).expect("the recording is there");
        let count = |word: &str| text.lines().filter(|l| l.starts_with('#') && l.contains(word)).count();
        let ends = count(" DONE ") + count(" CACHED") + count(" ERROR: ");
        assert_eq!(tasks.len(), ends, "{name}");
        let seen: std::collections::BTreeSet<_> =
            tasks.iter().map(|t| t["attributes"]["build"].as_str().unwrap_or("1").to_owned()).collect();
        assert_eq!(seen.len(), builds, "{name}");
        let skipped = tasks.iter().filter(|t| t["status"] == "skip").count();
        assert_eq!(skipped, count(" CACHED"), "{name}");
    }
}

#[test]
fn what_tools_say_in_their_recorded_output_is_found() {
    let records = parse("go/verbose.txt");
    let packages = of_kind(&records, "task");
    assert!(packages.iter().any(|p| p["name"] == "example.org/shop" && p["status"] == "failure"));
    let text = std::fs::read(testdata("go/verbose.txt")).expect("the recording is there");
    let text = String::from_utf8_lossy(&text).into_owned();
    let verdicts = ["PASS", "FAIL", "SKIP"]
        .iter()
        .map(|word| text.matches(&format!("--- {word}: ")).count())
        .sum::<usize>();
    assert_eq!(of_kind(&records, "test").len(), verdicts);
    assert_eq!(of_kind(&parse("pytest/verbose.txt"), "test").len(), 2);
}

#[test]
fn a_slow_stream_comes_through_line_by_line() {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::process::{Command, Stdio};
    let mut child =
        Command::new(TOOL).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the tool starts");
    let mut input = child.stdin.take().expect("a pipe");
    let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
    for n in 0..3 {
        // The next line of the log settles the one before.
        let name = format!("step{n}");
        writeln!(input, "SEGMENT name={name} ms=1\nDEFERRED id=d ms=1 rc=0").expect("it listens");
        let mut lines = [String::new(), String::new()];
        for line in &mut lines {
            output.read_line(line).expect("it answers");
        }
        assert!(lines[0].contains(&name), "{lines:?}");
    }
    drop(input);
    assert!(child.wait().expect("it ends").success());
}

/// A table that has begun to scroll shares the terminal with nothing: a progress line would
/// erase half a row.
#[test]
fn no_progress_line_among_the_rows_of_a_long_table() {
    if !testkit::needs("script") {
        return;
    }
    let row = |n: usize| format!("SEGMENT name=step-{n} ms={n}\n");
    let (first, last) = ((0..2500).map(row).collect::<String>(), row(9999));
    let folder = Run::new(TOOL).file("first", first).file("last", last);
    let feed = "(cat first; sleep 1.5; cat last; sleep 0.5; cat last)";
    let (text, _) = testkit::on_terminal(folder.folder(), &format!("{feed} | {TOOL}"));
    assert!(!text.contains("\x1b[K"), "{}", &text[text.len() - 400..]);
    assert_eq!((0..2500).filter(|n| text.contains(&format!(" step-{n} "))).count(), 2500);
    assert_eq!(text.matches(" step-9999 ").count(), 2);
}
