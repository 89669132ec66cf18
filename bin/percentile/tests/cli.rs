//! `percentile` from outside: case folders, the shared contract, the laws of states.

use testkit::{Contract, Run, contract, run_cases};

const TOOL: &str = env!("CARGO_BIN_EXE_percentile");

#[test]
fn cases() {
    run_cases(TOOL, env!("CARGO_MANIFEST_DIR"));
}

fn records() -> Vec<u8> {
    (0..40)
        .map(|n| format!("{{\"schema\":\"test.v1\",\"name\":\"t{}\",\"duration_ms\":{n}.5}}\n", n % 3))
        .collect::<String>()
        .into_bytes()
}

const WRONG: &str = r#"{"schema":"test.v1","name":"t1","duration_ms":"12"}"#;

#[test]
fn the_contract_of_results() {
    contract(&Contract::records(TOOL, "--by name {}", records(), WRONG));
}

#[test]
fn the_contract_of_states() {
    contract(&Contract::records(TOOL, "state --by name --threads 1 {}", records(), WRONG));
}

#[test]
fn the_contract_of_merging() {
    let states = Run::new(TOOL).args("state --by name").stdin(records()).run();
    states.code(0);
    let wrong =
        r#"{"schema":"percentile-state.v1","group":{},"field":"x","unit":null,"mode":"exact","n":"1"}"#;
    contract(&Contract::records(TOOL, "merge {}", states.out.clone(), wrong));
}

#[test]
fn what_the_command_line_refuses() {
    for (args, why) in [
        ("-p 101", "not a percentile"),
        ("-p 5x", "not a percentile"),
        ("--type 10", "type"),
        ("--precision 3", "precision"),
        ("--confidence 95", "confidence"),
        ("--confidence 100%", "certainty"),
        ("--by a..b", "not a path"),
        ("--where name", "PATH=VALUE"),
        ("--where name<x", "not a number"),
        ("--budget p95>=3", "p95<=200"),
        ("--budget-file missing.toml", "missing.toml"),
        ("--type hd --mode sketch", "every value"),
    ] {
        let seen = Run::new(TOOL).args(args).stdin("{\"duration_ms\":1}\n").run();
        let want = if args.contains("missing.toml") { 4 } else { 2 };
        seen.code(want).err_has(why);
        assert!(seen.out.is_empty(), "{args}");
    }
}

#[test]
fn a_state_that_was_changed_is_refused() {
    let state = Run::new(TOOL).args("state --mode sketch").stdin("1.5\n2\n").run();
    let good = state.out_text();
    for (from, to) in [
        ("\"integers\":[15,5]", "\"integers\":[15,6]"),
        ("\"n\":2", "\"n\":3"),
        ("\"scale\":1", "\"scale\":2"),
        ("\"scale\":1", "\"scale\":99"),
        ("\"integers\":[15,5]", "\"integers\":[15,\"999999999999999999999\"]"),
        ("\"integers\"", "\"whole\""),
        ("\"sha256\":\"", "\"sha256\":\"0"),
    ] {
        let changed = good.replace(from, to);
        assert_ne!(changed, good, "{from}");
        Run::new(TOOL).args("merge").stdin(changed).run().code(3);
    }
    Run::new(TOOL).args("merge").stdin(&good).run().code(0).quiet();
}

#[test]
fn a_bound_on_memory_makes_it_a_sketch_at_any_thread_count() {
    let lines: String = (0..200_000_u64)
        .map(|n| {
            format!("{{\"name\":\"t{}\",\"duration_ms\":{}.{:03}}}\n", n % 7, n * 7919 % 997, n * 31 % 1000)
        })
        .collect();
    let run = |args: &str| Run::new(TOOL).args(args).stdin(&lines).run();
    let exact = run("--by name --threads 2 --memory 800000");
    exact.code(0).out_has("\"mode\":\"exact\"");
    let sketch = run("--by name --threads 1 --memory 799999");
    sketch.code(0).out_has("\"mode\":\"sketch\"").out_has("\"error_ratio\":0.00194931");
    for threads in 2..=4 {
        let again = run(&format!("--by name --threads {threads} --memory 799999"));
        assert_eq!(again.out, sketch.out, "{threads} threads");
    }
    assert_eq!(run("--by name --threads 3 --mode sketch").out, sketch.out);
}

/// Values as producers write them: fewer decimals at times, exponents, too long for four
/// bytes, no decimals at all; groups of text with escapes, numbers, nothing.
fn mixed(lines: u64) -> String {
    let value = |n: u64| match n * 2_654_435_761 % 97 {
        0 => format!("{n}"),
        1 => format!("{n}.5"),
        2 => format!("{n}.50"),
        3 => format!("{n}e-2"),
        4 => format!("{n}12345678.25"),
        5 => "0.000001".to_owned(),
        6 => "\"no number\"".to_owned(),
        7 => "1e400".to_owned(),
        _ => format!("{}.{:03}", n % 1009, n * 31 % 1000),
    };
    let name = |n: u64| match n % 11 {
        0 => r#""t\u0065st""#.to_owned(),
        1 => r#""test""#.to_owned(),
        2 => "7".to_owned(),
        3 => "null".to_owned(),
        n => format!("\"a name longer than eight bytes {n}\""),
    };
    let line = |n: u64| match n % 5 {
        0 => format!("{{\"duration_ms\":{},\"name\":{}}}\n", value(n), name(n)),
        1 => format!("{{\"name\":{}, \"x\":[{n}], \"duration_ms\":{}}}\r\n", name(n), value(n)),
        _ => format!("{{\"name\":{},\"duration_ms\":{}}}\n", name(n), value(n)),
    };
    (0..lines).map(line).collect()
}

#[test]
fn values_written_in_any_way_are_the_same_at_any_number_of_threads() {
    let lines = mixed(40_000);
    for mode in ["exact", "sketch"] {
        let run = |threads: u32| {
            let args = format!("state --by name --mode {mode} --threads {threads}");
            Run::new(TOOL).args(&args).stdin(&lines).run()
        };
        let one = run(1);
        one.code(3);
        for threads in 2..=8 {
            assert_eq!(run(threads).out, one.out, "{mode}, {threads} threads");
        }
        // Bare numbers take another way into the samples than members of records.
        let (mut numbers, mut records) = (String::new(), String::new());
        for n in 0..3000_u32 {
            let value = [format!("{n}"), format!("{n}.5"), format!("{n}.125"), format!("{n}00000000")];
            numbers.push_str(&format!("{}\n", value[n as usize % 4]));
            records.push_str(&format!("{{\"g\":\"one\",\"value\":{}}}\n", value[n as usize % 4]));
        }
        let args = format!("--mode {mode} --type 1");
        let bare = Run::new(TOOL).args(&args).stdin(numbers).run();
        let named = Run::new(TOOL).args(&format!("{args} --field value --by g")).stdin(records).run();
        let sums = |seen: &testkit::Seen| {
            let text = seen.out_text();
            let from = text.find("\"n\":").expect("a count");
            text[from..text.find("\"sha256\"").expect("a hash")].to_owned()
        };
        assert_eq!(sums(&bare), sums(&named));
    }
}

#[test]
fn shards_measured_by_gnu_parallel_merge_to_one_run() {
    if !testkit::needs("parallel") {
        return;
    }
    let lines = mixed(3000).replace("1e400", "1").replace("\"no number\"", "2");
    let (first, second) =
        lines.split_at(lines.len() / 3 + lines[lines.len() / 3..].find('\n').expect("lines") + 1);
    let run = Run::new(TOOL).args("--by name a.ndjson b.ndjson");
    let run = run.file("a.ndjson", first).file("b.ndjson", second);
    let whole = run.run();
    whole.code(0);
    // As the help has it.
    let script =
        "parallel percentile state --by name -o {}.state {} ::: *.ndjson && percentile merge *.state";
    let bin = std::path::Path::new(TOOL).parent().expect("a folder").display();
    let merged = std::process::Command::new("sh")
        .args(["-c", script])
        .current_dir(run.folder())
        .env("HOME", run.folder())
        .env("PATH", format!("{bin}:{}", std::env::var("PATH").expect("a path")))
        .output()
        .expect("sh runs");
    assert!(merged.status.success(), "{}", String::from_utf8_lossy(&merged.stderr));
    assert_eq!(merged.stdout, whole.out);
}

#[test]
fn stopping_at_the_first_bad_line_and_keeping_rejects() {
    let input = "{\"duration_ms\":1}\nbad\n{\"duration_ms\":\"x\"}\n{\"duration_ms\":2}\n";
    let run = Run::new(TOOL).args("--bad-input=stop --threads 4").stdin(input);
    run.run().code(3).err_has("-:2: column 1: no value where one belongs");
    let run = Run::new(TOOL).args("-p 50 --rejects rejected").stdin(input);
    run.run().code(3).out_has("\"n\":2,\"n_invalid\":1");
    let kept = std::fs::read_to_string(run.folder().join("rejected")).expect("rejects are written");
    assert_eq!(kept, "bad\n{\"duration_ms\":\"x\"}\n");
}

#[test]
fn lines_are_counted_across_blocks_and_files() {
    let mut input = "{\"duration_ms\":1}\n".repeat(50_000);
    input.push_str("{\"duration_ms\":true}\n");
    let run = Run::new(TOOL).args("--top 1 --threads 3 a b").file("a", &input).file("b", &input);
    let seen = run.run();
    seen.code(3).err_has("a:50001: a truth value").err_has("b:50001: a truth value");
    seen.out_has("\"path\":\"a\",\"line\":1}");
}

#[test]
fn an_operand_that_cannot_be_opened_makes_a_state_incomplete() {
    let run = testkit::Run::new(env!("CARGO_BIN_EXE_percentile"))
        .args("state missing good -o st")
        .file("good", "1\n2\n");
    run.run().code(4).err_has("missing: no such file");
    let state = std::fs::read_to_string(run.folder().join("st")).expect("the state is written");
    assert!(state.contains("\"complete\":false"), "{state}");
    let merged = testkit::Run::new(env!("CARGO_BIN_EXE_percentile")).args("merge").stdin(&state).run();
    merged.code(3).out_has("\"complete\":false");
}

/// A bad first line costs itself: the rest is what it is without that line.
#[test]
fn a_bad_first_line_is_told_and_the_rest_is_read() {
    let records = "{\"duration_ms\":1}\n{\"duration_ms\":2}\n";
    for (first, rest) in [
        ("some text", "1\n2\n"),
        ("NaN", "1\n2\n"),
        ("garbage", records),
        ("a,b", records),
        ("{\"duration_ms\":1", records),
        ("\"cut", records),
    ] {
        let good = Run::new(TOOL).stdin(rest).run();
        good.code(0);
        for threads in [1, 2] {
            let run = Run::new(TOOL).args(&format!("--threads {threads}")).stdin(format!("{first}\n{rest}"));
            let bad = run.run();
            bad.code(3).err_has("-:1: ");
            for member in ["n", "field", "unit", "max"] {
                assert_eq!(bad.records()[0][member], good.records()[0][member], "{first}: {}", bad.report());
            }
        }
    }
}

/// Readers of whole blocks show how far they are, too: on a terminal, after a second.
#[test]
fn the_progress_line_comes_with_reading() {
    if !testkit::needs("script") {
        return;
    }
    let folder = Run::new(TOOL);
    let feed = "(echo 1; sleep 2; echo 2)";
    let seen = |to: &str| testkit::on_terminal(folder.folder(), &format!("{feed} | {TOOL} {to}")).0;
    let quiet = seen("> out");
    assert!(quiet.contains("percentile: 4 B, ") && quiet.ends_with("\r\x1b[K"), "{quiet:?}");
    // Records on the terminal are not written over.
    let loud = seen("--format=ndjson");
    assert!(loud.starts_with("{\"schema\"") && !loud.contains("\x1b"), "{loud:?}");
}
