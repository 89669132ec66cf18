//! `variance` from outside: case folders, the shared contract, exact moments.

use testkit::{Contract, Run, check_records, contract, run_cases};

const TOOL: &str = env!("CARGO_BIN_EXE_variance");

#[test]
fn cases() {
    run_cases(TOOL, env!("CARGO_MANIFEST_DIR"));
}

/// Twelve records of two runs.
fn segments() -> String {
    let line = |i: usize| {
        format!(
            r#"{{"schema":"segment.v1","run_id":"r{}","segment_id":"s{i}","name":"load","duration_ms":{}.5}}"#,
            i / 6,
            100 + i % 5
        ) + "\n"
    };
    (0..12).map(line).collect()
}

#[test]
fn the_contract_of_summary() {
    contract(&Contract::records(
        TOOL,
        "--by name {}",
        segments().into_bytes(),
        r#"{"schema":"segment.v1","name":"load","duration_ms":"fast"}"#,
    ));
}

fn summary(numbers: &str) -> serde_json::Value {
    let seen = Run::new(TOOL).args("summary").stdin(numbers).run();
    assert_eq!(seen.code, 0, "{}", seen.report());
    let record: serde_json::Value = serde_json::from_slice(&seen.out).expect("one record");
    check_records(std::slice::from_ref(&record));
    record
}

/// A bad first line costs itself: the rest is what it is without that line.
#[test]
fn a_bad_first_line_is_told_and_the_rest_is_read() {
    let records = "{\"duration_ms\":1}\n{\"duration_ms\":2}\n";
    let big = "9".repeat(400);
    for (first, rest) in [
        ("NaN", "1\n2\n"),
        ("1e400", "1\n2\n"),
        (&big, "1\n2\n"),
        ("some text", "1\n2\n"),
        ("garbage", records),
        ("{\"duration_ms\":1", records),
        ("{\"duration_ms\":", records),
        ("\"cut", records),
        ("a,b", records),
    ] {
        let good = Run::new(TOOL).stdin(rest).run();
        good.code(0);
        let bad = Run::new(TOOL).stdin(format!("{first}\n{rest}")).run();
        bad.code(3).err_has("-:1: ");
        let n = |seen: &testkit::Seen| seen.records()[0]["n"].clone();
        assert_eq!(n(&good), 2);
        for member in ["n", "field", "unit", "mean"] {
            assert_eq!(bad.records()[0][member], good.records()[0][member], "{}", bad.report());
        }
    }
}

/// Noise that was measured on another machine says nothing about this one.
#[test]
fn an_a_a_record_counts_in_its_own_environment_only() {
    let session = |run: &str, level: f64, env: char| -> String {
        let env = env.to_string().repeat(64);
        let line = |i: i32| {
            let value = level + f64::from(i) / 7.0;
            format!(r#"{{"name":"load","run_id":"{run}","env_sha256":"{env}","duration_ms":{value:.3}}}"#)
                + "\n"
        };
        (0..5).map(line).collect()
    };
    let side = |prefix: &str, level: f64, env: char| -> String {
        (0..8).map(|i| session(&format!("{prefix}{i}"), level + f64::from(i * 5 % 8) / 3.0, env)).collect()
    };
    let made_in = |env: char| {
        let seen = Run::new(TOOL).args("calibrate --by name").stdin(side("z", 100.0, env)).run();
        seen.code(0);
        seen.out_text()
    };
    for (env, flag, status, held) in [
        ('a', "", 1, serde_json::Value::Null),
        ('b', "", 0, serde_json::json!(["not-calibrated"])),
        ('b', "--same-environment", 1, serde_json::Value::Null),
    ] {
        let seen = Run::new(TOOL)
            .args(&format!("compare --by name {flag} --baseline old new"))
            .file("old", side("a", 100.0, 'a') + &made_in(env))
            .file("new", side("b", 150.0, 'a'))
            .run();
        seen.code(status);
        assert_eq!(seen.records()[0]["held_by"], held, "{}", seen.report());
    }
    for (env, state, reason) in [('a', "gate", "streak"), ('b', "warn", "not-calibrated")] {
        let mut run = Run::new(TOOL).file("aa", made_in(env)).args("ledger --ledger l --append aa -");
        for i in 0..4 {
            let input = session(&format!("r{i}"), 100.0 + f64::from(i), 'a');
            let summary = Run::new(TOOL).args("--by name").stdin(input).run();
            run = run.stdin(summary.out_text());
            let seen = run.run();
            seen.code(0);
            if i == 3 {
                let last = &seen.records()[0];
                assert_eq!(
                    (&last["state"], &last["reason"]),
                    (&state.into(), &reason.into()),
                    "{}",
                    seen.report()
                );
            }
        }
    }
}

/// One session cannot tell slow code from a slow machine: a second one must say the same.
#[test]
fn one_session_against_a_history_gates_only_when_another_confirms_it() {
    let session = |run: &str, level: f64| -> String {
        let values = (0..5).map(|i| level + f64::from(i) / 7.0);
        let line = |v: f64| format!(r#"{{"name":"load","run_id":"{run}","duration_ms":{v:.3}}}"#) + "\n";
        values.map(line).collect()
    };
    let history = |prefix: &str| -> String {
        (0..12).map(|i| session(&format!("{prefix}{i}"), 100.0 + f64::from(i * 7 % 12) / 3.0)).collect()
    };
    let calibrated = Run::new(TOOL).args("calibrate --by name -").stdin(history("z")).run();
    calibrated.code(0);
    let old = history("a") + &calibrated.out_text();
    let run = |confirm: &str| {
        Run::new(TOOL)
            .args(&format!("compare --by name --same-environment --baseline old {confirm} new"))
            .file("old", &old)
            .file("new", session("n", 150.0))
            .file("again", session("m", 152.0))
            .file("fine", session("o", 101.5))
            .run()
    };
    for (confirm, status, held) in [
        ("", 0, serde_json::json!(["not-confirmed"])),
        ("--confirm again", 1, serde_json::Value::Null),
        ("--confirm fine", 0, serde_json::json!(["not-confirmed"])),
    ] {
        let seen = run(confirm);
        seen.code(status);
        let record = &seen.records()[0];
        assert_eq!((&record["method"], &record["verdict"]), (&"prediction".into(), &"regressed_fail".into()));
        assert_eq!(record["held_by"], held, "{confirm}: {}", seen.report());
    }
}

/// Another name than the usual one is not turned into milliseconds.
#[test]
fn a_column_is_named_by_its_header() {
    for (header, unit) in [("duration_ms", "ms"), ("took_s", "s"), ("size", "")] {
        let seen = Run::new(TOOL).stdin(format!("{header}\n1\n2\n")).run();
        seen.code(0);
        let record = &seen.records()[0];
        assert_eq!((&record["field"], &record["n"]), (&header.into(), &2.into()));
        assert_eq!(record["unit"].as_str().unwrap_or(""), unit);
    }
}

/// A row is what CSV calls one: a quoted cell may hold lines.
#[test]
fn a_cell_may_go_on_over_lines() {
    let seen =
        Run::new(TOOL).args("--by name --field v").stdin("name,v\n\"a\nb\",1\n\"a\nb\",2\nc,3\n").run();
    seen.code(0).quiet();
    let groups: Vec<_> =
        seen.records().iter().map(|r| (r["group"]["name"].clone(), r["n"].clone())).collect();
    assert_eq!(groups, [("a\nb".into(), 2.into()), ("c".into(), 1.into())]);
    let cut = Run::new(TOOL).args("--field v").stdin("name,v\nc,3\n\"a\nb,1\n").run();
    cut.code(3).err_has("-: a quoted cell without its closing quote").out_has("\"n\":1,");
}

#[test]
fn nothing_to_read_is_said() {
    for verb in ["summary", "calibrate", "changes"] {
        Run::new(TOOL).args(verb).stdin("").run().code(0).err_has("variance: no samples in the input");
    }
    let compare = |args: &str| Run::new(TOOL).args(args).file("some", "1\n2\n").file("none", "").run();
    compare("compare --baseline none some").code(0).err_has("none: no samples in it").out_has("no-baseline");
    compare("compare --baseline some none").code(0).err_has("no samples in the input").out_has("no-current");
}

/// What one side has is said where the other has nothing, or a quantile no interval.
#[test]
fn a_side_keeps_its_level_and_a_quantile_without_an_interval_sees_nothing() {
    let run = |args: &str| Run::new(TOOL).args(args).file("some", segments()).file("none", "").run();
    let seen = run("compare --by name --baseline some none");
    assert_eq!(seen.records()[0]["baseline"]["value"], 102, "{}", seen.report());
    let seen = run("compare --by name --baseline some some --quantile 95%");
    let record = &seen.records()[0];
    assert_eq!((&record["effect_ratio"], &record["mde_80_ratio"]), (&1.into(), &serde_json::Value::Null));
}

/// A sample without its pair takes no part, and those behind it keep theirs.
#[test]
fn a_missing_pair_costs_its_own_sample() {
    let side = |factor: u32, hole: bool| -> String {
        let line = |i: u32| match i {
            2 if hole => "{\"duration_ms\":7}\n".to_owned(),
            _ => format!("{{\"pair\":\"p{i}\",\"duration_ms\":{}}}\n", factor * 10u32.pow(i)),
        };
        (0..6).map(line).collect()
    };
    let run = |hole| {
        let run = Run::new(TOOL).args("compare --baseline old new --pair pair");
        run.file("old", side(1, false)).file("new", side(3, hole)).run()
    };
    let (whole, holed) = (run(false), run(true));
    whole.code(0);
    holed.code(3).err_has("new:3: pair: no such member");
    for seen in [whole, holed] {
        assert_eq!(seen.records()[0]["effect_ratio"], 3, "{}", seen.report());
    }
    let csv =
        Run::new(TOOL).args("compare --baseline c c --pair pair").file("c", "a,duration_ms\nx,1\n").run();
    csv.code(3).err_has("the header has no column \"pair\"");
}

#[test]
fn flags_that_make_no_sense_are_named() {
    for (args, why) in [
        ("summary --outlier-factor 0.5 x", "--outlier-factor 0.5: half of all values lie above the median"),
        ("compare --warn 1.2 --baseline x x", "--fail 1.1 is below --warn 1.2"),
        ("compare --warn 90% --baseline x x", "--warn 0.9: a ratio above 1 is wanted"),
    ] {
        Run::new(TOOL).args(args).file("x", "1\n").run().code(2).err_has(why);
    }
}

#[test]
fn a_missing_operand_makes_the_rest_incomplete() {
    for operands in ["here gone", "gone here"] {
        let seen = Run::new(TOOL).file("here", "1\n2\n3\n").args(operands).run();
        seen.code(4).err_has("gone: ");
        let findings = seen.records()[0]["findings"].to_string();
        assert!(findings.contains("incomplete-input"), "{}", seen.report());
    }
}

/// The sets of NIST's Statistical Reference Datasets that are defined by a rule: a level
/// and 1000 values that alternate around it. Certified: the level, 0.1, -0.999.
#[test]
fn accuracy_sets_to_the_last_digit() {
    for (level, low, high) in [
        ("1.2", "1.1", "1.3"),
        ("1000000.2", "1000000.1", "1000000.3"),
        ("10000000.2", "10000000.1", "10000000.3"),
    ] {
        let mut lines = format!("{level}\n");
        for _ in 0..500 {
            lines += &format!("{low}\n{high}\n");
        }
        let v = summary(&lines);
        assert_eq!(v["n"], 1001);
        assert_eq!(v["mean"], level.parse::<f64>().expect("a number"));
        assert_eq!(v["sd"], 0.1);
        assert_eq!(v["lag1"], -0.999);
    }
    let v = summary("10000001\n10000003\n10000002\n");
    assert_eq!((&v["mean"], &v["sd"], &v["lag1"]), (&10_000_002.into(), &1.into(), &(-0.5).into()));
}

/// Digits of pi by the spigot of Rabinowitz and Wagon (1995).
fn digits_of_pi(count: usize) -> Vec<u8> {
    // Some cells more than the digits need: the last ones settle late.
    let length = count * 10 / 3 + 20;
    let mut cells = vec![2u32; length];
    let (mut digits, mut held, mut nines) = (Vec::new(), None::<u8>, 0);
    while digits.len() < count {
        let mut carry = 0u32;
        for i in (0..length).rev() {
            let sum = cells[i] * 10 + carry;
            let base = if i == 0 { 10 } else { 2 * i as u32 + 1 };
            cells[i] = sum % base;
            carry = sum / base * if i == 0 { 1 } else { i as u32 };
        }
        match carry as u8 {
            9 => nines += 1,
            10 => {
                digits.extend(held.map(|d| d + 1));
                digits.extend(std::iter::repeat_n(0, nines));
                (held, nines) = (Some(0), 0);
            }
            digit => {
                digits.extend(held);
                digits.extend(std::iter::repeat_n(9, nines));
                (held, nines) = (Some(digit), 0);
            }
        }
    }
    digits.truncate(count);
    digits
}

/// NIST's set PiDigits is the first 5,000 digits of pi, but for one: the 957th stands as 3
/// and is 8. Its certified values are those of the set as published.
#[test]
fn the_digits_of_pi() {
    let mut digits = digits_of_pi(5000);
    assert_eq!(digits[..10], [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]);
    assert_eq!(digits[4990..], [7, 4, 1, 3, 2, 6, 0, 4, 7, 2]);
    assert_eq!(std::mem::replace(&mut digits[956], 3), 8);
    let lines: String = digits.iter().map(|d| format!("{d}\n")).collect();
    let v = summary(&lines);
    assert_eq!(v["mean"], 4.5348);
    let sd = v["sd"].as_f64().expect("sd");
    assert!((sd - 2.867_339_060_288_71).abs() < 5e-15, "{sd}");
    let lag1 = v["lag1"].as_f64().expect("lag1");
    assert!((lag1 + 0.003_550_992_872_379_72).abs() < 1e-14, "{lag1}");
}

/// Two sides of eight runs each.
fn side(name: &str, level: f64) -> String {
    let value = |run: usize, i: usize| level * (1.0 + 0.01 * ((run * 7 + i * 3) % 5) as f64);
    (0..40)
        .map(|i| {
            format!(
                "{{\"name\":\"load\",\"run_id\":\"{name}{}\",\"duration_ms\":{}}}\n",
                i / 5,
                value(i / 5, i % 5)
            )
        })
        .collect()
}

#[test]
fn the_contract_of_compare() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let baseline = folder.path().join("baseline.ndjson");
    std::fs::write(&baseline, side("a", 100.0)).expect("a baseline");
    contract(&Contract::records(
        TOOL,
        &format!("compare --baseline {} --by name {{}}", baseline.display()),
        side("b", 120.0).into_bytes(),
        r#"{"schema":"segment.v1","name":"load","duration_ms":"fast"}"#,
    ));
}

#[test]
fn the_contracts_of_changes_and_calibrate() {
    for verb in ["changes --by name {}", "calibrate --by name {}"] {
        let history: String = (0..40)
            .map(|i| {
                format!(
                    "{{\"name\":\"load\",\"run_id\":\"r{i}\",\"duration_ms\":{}.5}}\n",
                    if i < 20 { 10 } else { 20 }
                )
            })
            .collect();
        contract(&Contract::records(
            TOOL,
            verb,
            history.into_bytes(),
            r#"{"schema":"segment.v1","name":"load","duration_ms":[]}"#,
        ));
    }
}

#[test]
fn the_contract_of_ledger() {
    let seen = Run::new(TOOL).args("summary --by name --run-id r1").stdin(side("a", 100.0)).run();
    contract(&Contract::records(
        TOOL,
        "ledger --ledger ledger.ndjson {}",
        seen.out,
        r#"{"schema":"variance.v1","n":"many"}"#,
    ));
}

/// The work that follows reading may take long: the progress line goes on through it.
#[test]
fn the_progress_line_goes_on_while_the_work_does() {
    if !testkit::needs("script") {
        return;
    }
    let side = |from: usize| -> String {
        let line = |i: usize| {
            format!(
                "{{\"name\":\"load\",\"run_id\":\"r{}\",\"duration_ms\":{}}}\n",
                i % 6,
                from + i * 7919 % 5000
            )
        };
        (0..60_000).map(line).collect()
    };
    let folder = Run::new(TOOL).file("old", side(1000)).file("new", side(1100));
    let compare = "compare --baseline old --by name --quantile 95% --format=ndjson";
    let feed = "(cat new; sleep 1.1)";
    let seen = |to: &str| testkit::on_terminal(folder.folder(), &format!("{feed} | {TOOL} {compare} {to}")).0;
    let shown = seen("> out");
    assert!(shown.contains("variance: 0 of 1 metrics, ") && shown.ends_with("\r\x1b[K"), "{shown:?}");
    // Not where nobody looks, and not over records.
    assert_eq!(seen("> out 2> err"), "");
    assert!(std::fs::read(folder.folder().join("err")).expect("read").is_empty());
    let loud = seen("");
    assert!(loud.starts_with("{\"schema\"") && !loud.contains('\x1b'), "{loud:?}");
}
