//! Answers that are known beforehand, from the command line: what the counts allow to say.

use serde_json::Value;
use std::fmt::Write as _;
use testkit::Run;

const TOOL: &str = env!("CARGO_BIN_EXE_flake-cluster");

/// One attempt of a test in a run, on a commit.
fn attempt(to: &mut String, test: &str, run: usize, commit: &str, failed: bool) {
    let (status, failure) = match failed {
        true => ("fail", format!(",\"failure\":{{\"message\":\"lost update of {test}\"}}")),
        false => ("pass", String::new()),
    };
    let _ = writeln!(
        to,
        "{{\"schema\":\"test.v1\",\"run_id\":\"{test}-{run:03}\",\"test_id\":\"{test}\",\"test_uid\":\"{:016x}\",\
         \"attempt\":1,\"status\":\"{status}\",\"commit\":\"{commit}\"{failure}}}",
        test.len()
    );
}

/// `k` failures spread evenly over `n` runs of one commit; the last one fails.
fn spread(to: &mut String, test: &str, k: usize, n: usize) {
    for i in 0..n {
        attempt(to, test, i, "c", (i + 1) * k / n != i * k / n);
    }
}

fn flakes(run: &Run) -> Vec<Value> {
    run.run().code(0).records().into_iter().filter(|r| r["schema"] == "flake.v1").collect()
}

fn of<'r>(flakes: &'r [Value], test: &str) -> &'r Value {
    flakes.iter().find(|f| f["test_id"] == test).unwrap_or_else(|| panic!("{test}"))
}

#[test]
fn differences_have_newcombes_interval_and_an_adjusted_p() {
    let (mut before, mut now) = (String::new(), String::new());
    for (test, k, n) in [("a", 10, 2), ("b", 12, 10), ("c", 0, 20)] {
        spread(&mut before, test, k, 100);
        spread(&mut now, test, n, 100);
    }
    let run = Run::new(TOOL).args("rate --previous before now").file("before", &before).file("now", &now);
    let flakes = flakes(&run);
    let trend = |test| {
        let trend = &of(&flakes, test)["trend"];
        let number = |name: &str| trend.pointer(name).and_then(Value::as_f64).expect("a number");
        let bounds = (number("/delta_ratio"), number("/interval/low_ratio"), number("/interval/high_ratio"));
        let shown = format!("{:.3} [{:.3}, {:.3}]", bounds.0, bounds.1, bounds.2);
        (shown, trend["verdict"].as_str().expect("a word").to_owned(), number("/p_value"), number("/q_value"))
    };
    let (a, b, c) = (trend("a"), trend("b"), trend("c"));
    assert_eq!((&*a.0, &*a.1), ("-0.080 [-0.156, -0.013]", "improved"));
    assert_eq!((&*b.0, &*b.1), ("-0.020 [-0.110, 0.070]", "unclear"));
    assert_eq!(c.1, "regressed");
    assert_eq!(of(&flakes, "b")["trend"]["delta_ratio"], -0.02);
    // Benjamini and Hochberg of three: the smallest times 3, the next times 3/2, the largest as it is.
    assert!(c.2 < a.2 && a.2 < b.2);
    for (q, want) in [(c.3, c.2 * 3.0), (a.3, a.2 * 1.5), (b.3, b.2)] {
        assert!((q - want).abs() < 1e-12, "{q} {want}");
    }
}

#[test]
fn quarantine_begins_at_the_limits_of_the_table() {
    let table = [(10, 5), (20, 8), (30, 11), (50, 16), (100, 28), (200, 52)];
    let mut input = String::new();
    for (n, k) in table {
        spread(&mut input, &format!("{n} at"), k, n);
        spread(&mut input, &format!("{n} below"), k - 1, n);
    }
    // Bounds, but no advice: too few runs.
    spread(&mut input, "3", 2, 3);
    spread(&mut input, "5", 3, 5);
    // No pass on the commit of a failure: nothing that contradicts.
    for i in 0..40 {
        attempt(&mut input, "turns", i, &format!("c{i}"), i % 2 == 1);
    }
    let flakes = flakes(&Run::new(TOOL).args("rate -").stdin(&input));
    for (n, _) in table {
        assert_eq!(of(&flakes, &format!("{n} at"))["state"], "quarantine", "{n}");
        let below = of(&flakes, &format!("{n} below"));
        assert_eq!(below["state"], "watch", "{n}");
        assert!(below["need_runs"].as_u64() > Some(0), "{below}");
    }
    for test in ["3", "5", "turns"] {
        assert_eq!(of(&flakes, test)["state"], "watch", "{test}");
    }
    // Seven more make ten runs, five make ten.
    assert_eq!((&of(&flakes, "3")["need_runs"], &of(&flakes, "5")["need_runs"]), (&7.into(), &5.into()));
}

#[test]
fn release_takes_73_clean_runs() {
    let mut input = String::new();
    for clean in [0, 5, 72, 73] {
        let test = format!("after {clean}");
        spread(&mut input, &test, 3, 10);
        (0..clean).for_each(|i| attempt(&mut input, &test, 10 + i, "d", false));
    }
    let flakes = flakes(&Run::new(TOOL).args("rate -").stdin(&input));
    let state = |clean: usize| {
        let flake = of(&flakes, &format!("after {clean}"));
        (flake["state"].as_str().unwrap_or_default(), flake["need_runs"].as_u64())
    };
    assert_eq!(state(73), ("recovered", None));
    assert_eq!(state(72), ("flaky", Some(1)));
    // As Harness does: its upper end is still at 43 %.
    assert_ne!(state(5).0, "recovered");
    assert_ne!(state(0).0, "recovered");
}

#[test]
fn broken_since_is_a_range_of_commits() {
    let mut input = String::new();
    for i in 0..40 {
        attempt(&mut input, "broken", i, &format!("c{i}"), i >= 34);
        attempt(&mut input, "never", i, &format!("c{i}"), true);
        attempt(&mut input, "twice", i, &format!("c{i}"), i >= 38);
        attempt(&mut input, "often", i, &format!("c{i}"), i % 2 == 1 || i >= 37);
    }
    let flakes = flakes(&Run::new(TOOL).args("rate -").stdin(&input));
    let broken = of(&flakes, "broken");
    let commit = |name: &str| broken.pointer(&format!("/since/{name}/commit")).and_then(Value::as_str);
    assert_eq!(broken["state"], "broken");
    assert_eq!((commit("last_good"), commit("first_bad")), (Some("c33"), Some("c34")));
    // With 99 %: a pass or two before, a failure or two after.
    assert_eq!((commit("earliest"), commit("latest")), (Some("c31"), Some("c35")));
    let never = of(&flakes, "never");
    assert_eq!((&never["state"], &never["since"]["last_good"]), (&"broken".into(), &Value::Null));
    // Two failures are too few; three are no surprise where every second run failed before.
    assert_eq!(of(&flakes, "twice")["state"], "watch");
    assert_ne!(of(&flakes, "often")["state"], "broken");
}

/// A message of ten megabytes is a message like others, and a history keeps its head.
#[test]
fn a_message_of_ten_megabytes() {
    let message = r"lost 17 updates at 10.0.0.1\n".repeat(370_000);
    let mut input = String::new();
    for run in ["r1", "r2"] {
        let _ = writeln!(
            input,
            "{{\"schema\":\"test.v1\",\"run_id\":\"{run}\",\"test_id\":\"a::b\",\"test_uid\":\"0011223344556677\",\"name\":\"b\",\"attempt\":1,\
             \"status\":\"fail\",\"failure\":{{\"type\":\"E\",\"message\":\"{message}\"}}}}"
        );
    }
    let run = |args: &str| Run::new(TOOL).args(args).file("in", &input).run();
    let cluster = run("in").code(0).records().remove(0);
    assert_eq!((&cluster["count"], &cluster["template"]), (&2.into(), &"lost <*> updates at <*>".into()));
    let direct = run("rate in").code(0).out.clone();
    assert!(direct == run("rate --history h.db in").code(0).out);
    let kept = Run::new(TOOL).args("import -q --history h.db in").file("in", &input);
    kept.run().code(0);
    let exported = Run::new(TOOL).args("export --history").arg(kept.folder().join("h.db")).run();
    let bytes = exported.code(0).out.len();
    assert!(bytes < 600_000, "{bytes}");
}

/// More failures of different causes than are open to merging: all are counted, and it is said.
#[test]
fn sixty_thousand_causes() {
    let word =
        |n: u32| -> String { (0..4).map(|d| char::from(b'a' + (n / 26_u32.pow(d) % 26) as u8)).collect() };
    let mut lines: Vec<String> = (0..60_000_u32)
        .chain(0..300)
        .enumerate()
        .map(|(i, n)| {
            format!(
                "{{\"schema\":\"test.v1\",\"run_id\":\"r{}\",\"test_id\":\"t{}\",\"test_uid\":\"{:016x}\",\"attempt\":1,\"status\":\"fail\",\
                 \"failure\":{{\"type\":\"E\",\"message\":\"the job {} is lost\"}}}}\n",
                i % 70, i % 900, i % 900, word(n)
            )
        })
        .collect();
    let read = |lines: &[String]| {
        let seen = Run::new(TOOL).args("-").stdin(lines.concat()).run();
        let mut records = seen.code(0).records();
        let issue = records.pop().expect("records");
        assert_eq!((&issue["code"], &issue["values"][0]), (&"signature-overflow".into(), &10_000.into()));
        let count: u64 = records.iter().filter_map(|r| r["count"].as_u64()).sum();
        assert_eq!(count, 60_300);
        for record in &mut records {
            // By place where no record says when it was.
            record.as_object_mut().expect("an object").retain(|name, _| !name.ends_with("_seen"));
        }
        records
    };
    let forward = read(&lines);
    lines.reverse();
    assert!(forward == read(&lines));
}
