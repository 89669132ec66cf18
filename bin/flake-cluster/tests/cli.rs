//! `flake-cluster` from outside: case folders, the shared contract, records against schemas.

use std::fmt::Write as _;
use testkit::{Contract, Run, check_records, contract, run_cases};

const TOOL: &str = env!("CARGO_BIN_EXE_flake-cluster");

const WRONG: &str =
    r#"{"schema":"test.v1","run_id":7,"test_id":"a","test_uid":"b","attempt":1,"status":"pass"}"#;

fn attempt(run: &str, status: &str, message: &str) -> String {
    format!(
        "{{\"schema\":\"test.v1\",\"run_id\":\"{run}\",\"test_id\":\"a::b\",\"test_uid\":\"0011223344556677\",\"name\":\"b\",\"duration_ms\":null,\"attempts\":null,\"final\":null,\"attempt\":1,\
         \"status\":\"{status}\",\"failure\":{{\"message\":\"{message}\"}},\"producer\":{{\"format\":\"junit\"}},\"source\":{{\"path\":\"x\"}}}}\n"
    )
}

#[test]
fn cases() {
    run_cases(TOOL, env!("CARGO_MANIFEST_DIR"));
}

#[test]
fn the_contract_of_every_verb() {
    let good = attempt("r1", "fail", "no price for 7").into_bytes();
    contract(&Contract::records(TOOL, "{}", good.clone(), WRONG));
    contract(&Contract::records(TOOL, "signature {}", good.clone(), WRONG));
    contract(&Contract::records(TOOL, "rate {}", good, WRONG));
}

#[test]
fn the_contract_of_text() {
    for args in ["--text {}", "--text --label {}", "signature --text {}"] {
        contract(&Contract {
            non_utf8: Ok(0),
            cut: Ok(0),
            unknown_schema: Err("every line is a message, whatever it says"),
            wrong_type: Err("every line is a message, whatever it says"),
            ..Contract::records(TOOL, args, b"some message 7\n".to_vec(), "")
        });
    }
}

#[test]
fn what_is_written_keeps_its_schema() {
    let mut input = String::new();
    for i in 0..30 {
        let status = if i % 3 == 0 { "fail" } else { "pass" };
        input.push_str(&attempt(&format!("r{i}"), status, "no price for 7"));
    }
    for args in
        ["", "signature", "rate", "rate --previous in.ndjson", "--text", "--text --label", "signature --text"]
    {
        let seen = Run::new(TOOL).args(&format!("{args} in.ndjson")).file("in.ndjson", &input).run();
        assert!(check_records(&seen.code(0).records()) > 0, "{args}");
    }
}

/// One million messages, each with a signature of its own: bounded, and said.
#[test]
fn a_million_signatures_overflow_and_say_so() {
    let mut input = String::new();
    for i in 0..300_000u32 {
        let word: String = (0..5).map(|d| char::from(b'a' + (i / 26u32.pow(d) % 26) as u8)).collect();
        let _ = writeln!(input, "{word} is a word of its own");
    }
    let seen = Run::new(TOOL).args("--text --label -").stdin(&input).run();
    let records = seen.code(0).records();
    assert_eq!(records.iter().filter(|r| r["schema"] == "label.v1").count(), 300_000);
    let issue = records.last().expect("records");
    assert_eq!((&issue["code"], &issue["values"][0]), (&"signature-overflow".into(), &250_000.into()));
    seen.err_has("too many signatures");
}

#[test]
fn shuffled_lines_keep_their_groups() {
    let users = ["anna", "bert", "carl", "dora", "emil", "fred"];
    let lines: Vec<String> = (0..200)
        .map(|i| format!("session {} for user {} from 10.0.0.{i}", ["opened", "closed"][i % 2], users[i % 6]))
        .collect();
    let label = |lines: &[String]| -> Vec<(String, String)> {
        let seen = Run::new(TOOL).args("--text --label -").stdin(lines.join("\n")).run();
        let labels = seen.code(0).records();
        assert_eq!(labels.len(), lines.len());
        let mut all: Vec<_> = lines
            .iter()
            .cloned()
            .zip(labels.iter().map(|l| format!("{}{}", l["sig"], l["cluster"])))
            .collect();
        all.sort();
        all
    };
    let mut turned = lines.clone();
    turned.reverse();
    turned.rotate_left(71);
    assert_eq!(label(&lines), label(&turned));
}

/// Enough lines for several batches; a line of 10 MB among them.
#[test]
fn threads_change_nothing_but_the_time() {
    let mut input = String::new();
    for i in 0..60_000 {
        let _ = writeln!(input, "request {i} of user u{} took {} ms at 10.0.0.{}", i % 70, i % 900, i % 250);
        if i == 30_000 {
            let _ = writeln!(input, "{}", "x".repeat(10_000_000));
        }
    }
    for args in ["--text", "--text --label", "signature --text"] {
        let run = |threads: usize| {
            let seen = Run::new(TOOL)
                .args(&format!("{args} --threads {threads} in.log"))
                .file("in.log", &input)
                .run();
            seen.code(0).out.clone()
        };
        let one = run(1);
        assert!(one == run(4), "{args}");
        assert!(one.len() < 50_000_000);
    }
}
