//! `result-parse` from outside: case folders, the shared contract, hostile input.

use testkit::{Contract, Run, contract, run_cases};

const TOOL: &str = env!("CARGO_BIN_EXE_result-parse");

#[test]
fn cases() {
    run_cases(TOOL, env!("CARGO_MANIFEST_DIR"));
}

#[test]
fn the_contract() {
    let good = b"{\"Action\":\"run\",\"Package\":\"x\",\"Test\":\"TestA\"}\n\
{\"Action\":\"pass\",\"Package\":\"x\",\"Test\":\"TestA\"}\n{\"Action\":\"pass\",\"Package\":\"x\"}\n";
    contract(&Contract {
        empty: Ok(3),
        non_utf8: Ok(3),
        huge_line: Ok(3),
        unknown_schema: Err("what it reads are foreign formats, not records"),
        wrong_type: Ok(3),
        ..Contract::records(TOOL, "{}", good.to_vec(), "{\"Action\":7}")
    });
}

#[test]
fn nesting_ten_thousand_deep_is_told_and_survived() {
    let open = "<testsuite name=\"s\">".repeat(10_000);
    let close = "</testsuite>".repeat(10_000);
    let text = format!("{open}<testcase name=\"x\" classname=\"c\"/>{close}");
    let seen = Run::new(TOOL).stdin(text).run();
    seen.code(3).err_has("nested too deep").out_has("\"too-deep\":1");
}

#[test]
fn a_thousand_references_are_no_attack() {
    let text = format!(
        "<testsuite name=\"s\"><testcase name=\"x\" classname=\"c\"><failure>{}</failure></testcase></testsuite>",
        "&lt;".repeat(5_000)
    );
    let seen = Run::new(TOOL).stdin(text).run();
    seen.code(0).quiet().out_has(&"<".repeat(5_000));
}

#[test]
fn a_huge_output_is_counted_and_not_held() {
    let text = format!(
        "<testsuite name=\"s\"><testcase name=\"x\" classname=\"c\"><system-out><![CDATA[{}]]></system-out></testcase></testsuite>",
        "0123456789abcdef".repeat(2_000_000)
    );
    let seen = Run::new(TOOL).stdin(text).run();
    seen.code(0).quiet().out_has("\"bytes\":32000000,\"truncated\":true");
    assert!(seen.out.len() < 40_000, "only head and tail are written");
}

#[test]
fn real_files_that_were_cut_never_look_whole() {
    // The cuts fall in a suite's event, in a message, in a package's line, before a plan is met.
    for (name, bytes) in [
        ("runs/libtest-json/run-01.jsonl", 2346),
        ("teamcity/pytest.txt", 1050),
        ("go/verbose.txt", 1770),
        ("tap/01-price.tap", 100),
    ] {
        let whole = std::fs::read(testkit::testdata(name)).expect("it is recorded");
        let seen =
            testkit::Run::new(env!("CARGO_BIN_EXE_result-parse")).args("-").stdin(&whole[..bytes]).run();
        seen.code(3);
        let trailer = seen.records().pop().expect("there is a trailer");
        assert_eq!(trailer["complete"], false, "{name}\n{}", seen.report());
    }
}

#[test]
fn an_empty_report_in_a_folder_is_told() {
    let run = testkit::Run::new(env!("CARGO_BIN_EXE_result-parse")).args("reports");
    let good = "<testsuite name=\"s\" tests=\"1\"><testcase classname=\"c\" name=\"n\"/></testsuite>";
    let seen = run.file("reports/TEST-a.xml", good).file("reports/TEST-b.xml", "").run();
    seen.code(3).out_has("\"complete\":false");
}
