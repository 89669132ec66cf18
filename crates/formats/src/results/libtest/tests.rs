use super::{CargoText, LibtestJson, NextestText, set_panic};
use crate::results::{Book, Collected, Format, Options, Parser};
use record::{Failure, Kind, Status, Test};

fn run(mut parser: impl Parser, text: &str) -> (Collected, bool) {
    let options = Options::default();
    let mut kept = Collected::default();
    let mut book = Book::new(&options, "-", &mut kept);
    parser.feed(text.as_bytes(), &mut book);
    parser.finish(&mut book);
    let complete = book.totals.complete;
    (kept, complete)
}

fn brief(tests: &[Test]) -> Vec<String> {
    tests
        .iter()
        .map(|t| format!("{} {}/{} {}", t.test_id, t.attempt, t.attempts.unwrap_or(0), t.status.word()))
        .collect()
}

#[test]
fn panics_in_the_old_and_the_new_layout() {
    let options = Options::default();
    let mut kept = Collected::default();
    let book = Book::new(&options, "-", &mut kept);
    for text in [
        "thread 'a' panicked at src/lib.rs:12:5:\nboom\nnote: run with",
        "thread 'a' panicked at 'boom', src/lib.rs:12:5",
    ] {
        let mut test = book.blank(Format::Cargo, None);
        let mut failure = Failure::default();
        set_panic(&mut test, &mut failure, text);
        assert_eq!((test.file.as_deref(), test.line), (Some("src/lib.rs"), Some(12)), "{text}");
        assert_eq!(failure.message.as_deref(), Some("boom"), "{text}");
    }
}

#[test]
fn output_comes_behind_the_verdicts() {
    let text = "     Running unittests src/lib.rs (target/debug/deps/shop-0123456789abcdef)\n\nrunning 2 tests\ntest a ... FAILED\ntest b ... ok\n\nfailures:\n\n---- a stdout ----\nthread 'a' panicked at src/lib.rs:1:2:\nboom\ntest b ... ok\n\n\nfailures:\n    a\n\ntest result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
    let (kept, complete) = run(CargoText::new(), text);
    // A verdict inside of a test's own output is no verdict.
    assert_eq!(brief(&kept.tests), ["rs:shop::a 1/1 fail", "rs:shop::b 1/1 pass"]);
    assert!(complete && kept.issues.is_empty(), "{:?}", kept.issues);
}

#[test]
fn a_binary_that_crashed_leaves_its_open_test() {
    let text = "     Running unittests src/lib.rs (target/debug/deps/shop-0123456789abcdef)\n\nrunning 2 tests\ntest a ... ok\ntest b ... dying\nerror: test failed, to rerun pass `--lib`\n\nCaused by:\n  process didn't exit successfully: `x` (signal: 6, SIGABRT)\n";
    let (kept, complete) = run(CargoText::new(), text);
    assert_eq!(brief(&kept.tests)[..2], ["rs:shop::a 1/1 pass", "rs:shop::b 1/1 incomplete"]);
    assert_eq!((kept.issues[0].code.as_str(), complete), ("crashed", true));
    let (_, complete) = run(CargoText::new(), &text[..text.find("error:").expect("it is there")]);
    assert!(!complete, "a log that was cut is not complete");
}

#[test]
fn a_build_that_failed_is_a_record() {
    let (kept, _) = run(
        CargoText::new(),
        "   Compiling shop v0.1.0\nerror[E0308]: mismatched types\n --> src/lib.rs:3:18\n  |\n\nerror: could not compile `shop` (lib test) due to 1 previous error\n",
    );
    assert_eq!(brief(&kept.tests), ["rs:shop::<build> 1/1 error"]);
    assert_eq!((kept.tests[0].kind, kept.tests[0].line), (Kind::Build, Some(3)));
}

#[test]
fn binaries_without_a_name_stay_apart() {
    let suite = "{ \"type\": \"suite\", \"event\": \"started\", \"test_count\": 1 }\n{ \"type\": \"test\", \"event\": \"started\", \"name\": \"a\" }\n{ \"type\": \"test\", \"name\": \"a\", \"event\": \"ok\", \"exec_time\": \"0.002s\" }\n{ \"type\": \"suite\", \"event\": \"ok\" }\n";
    let (kept, complete) = run(LibtestJson::new(), &suite.repeat(2));
    assert_eq!(brief(&kept.tests), ["rs:a 1/1 pass", "rs:#2::a 1/1 pass"]);
    assert_eq!(kept.tests[0].duration_ms.map(record::Ms::get), Some(2.0));
    assert!(complete);
    let (kept, complete) = run(
        LibtestJson::new(),
        suite.split_at(suite.find("{ \"type\": \"test\", \"name\"").expect("it is there")).0,
    );
    assert_eq!(kept.tests[0].status, Status::Incomplete);
    assert!(!complete);
}

#[test]
fn every_attempt_of_nextest_has_its_line() {
    let text = "    Starting 2 tests across 1 binary\n  TRY 1 FAIL [   0.005s] (───) shop::api a\n        PASS [   0.001s] (1/2) shop::api b\n  TRY 2 PASS [   0.006s] (2/2) shop::api a\n     Summary [   0.011s] 2 tests run: 2 passed (1 flaky), 0 skipped\n   FLAKY 2/2 [   0.006s] (2/2) shop::api a\n";
    let (kept, complete) = run(NextestText::new(), text);
    assert_eq!(
        brief(&kept.tests),
        ["rs:shop::api::b 1/1 pass", "rs:shop::api::a 1/2 fail", "rs:shop::api::a 2/2 pass"]
    );
    assert!(complete && kept.issues.is_empty(), "{:?}", kept.issues);
}
