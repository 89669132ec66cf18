use super::{GoJson, GoText};
use crate::results::{Book, Collected, Options, Parser};
use record::{Kind, Status, Test};

fn run(mut parser: impl Parser, text: &str) -> Collected {
    let options = Options::default();
    let mut kept = Collected::default();
    let mut book = Book::new(&options, "-", &mut kept);
    parser.feed(text.as_bytes(), &mut book);
    parser.finish(&mut book);
    kept
}

fn brief(tests: &[Test]) -> Vec<String> {
    tests
        .iter()
        .map(|t| format!("{} {}/{} {}", t.test_id, t.attempt, t.attempts.unwrap_or(0), t.status.word()))
        .collect()
}

fn event(fields: &[(&str, &str)]) -> String {
    let fields: Vec<String> =
        fields.iter().map(|(k, v)| format!("\"{k}\":{}", serde_json::json!(v))).collect();
    format!("{{{}}}\n", fields.join(","))
}

fn of(action: &str, test: &str) -> String {
    event(&[("Action", action), ("Package", "x"), ("Test", test)])
}

fn end(action: &str) -> String {
    event(&[("Action", action), ("Package", "x")])
}

#[test]
fn a_second_run_of_a_test_is_its_next_attempt() {
    let first =
        [of("run", "TestA"), of("fail", "TestA"), of("run", "TestB"), of("pass", "TestB"), end("fail")]
            .concat();
    let rerun = [of("run", "TestA"), of("pass", "TestA"), end("pass")].concat();
    let kept = run(GoJson::new(), &format!("{first}{rerun}"));
    assert_eq!(brief(&kept.tests), ["go:x::TestB 1/1 pass", "go:x::TestA 1/2 fail", "go:x::TestA 2/2 pass"]);
}

#[test]
fn parents_of_subtests_are_containers() {
    let text =
        [of("run", "TestA"), of("run", "TestA/x"), of("pass", "TestA/x"), of("pass", "TestA"), end("pass")]
            .concat();
    let kept = run(GoJson::new(), &text);
    let kinds: Vec<Kind> = kept.tests.iter().map(|t| t.kind).collect();
    assert_eq!(kinds, [Kind::Container, Kind::Test]);
}

#[test]
fn a_verdict_that_is_glued_to_output_counts() {
    let glued = event(&[
        ("Action", "output"),
        ("Package", "x"),
        ("Test", "TestA"),
        ("Output", "OK--- FAIL: TestA (0.25s)\n"),
    ]);
    let text = [of("run", "TestA"), glued, end("fail")].concat();
    let kept = run(GoJson::new(), &text);
    assert_eq!(kept.tests[0].status, Status::Fail);
    assert_eq!(kept.tests[0].duration_ms.map(record::Ms::get), Some(250.0));
    assert_eq!(kept.tests[0].warnings, ["glued-verdict"]);
}

#[test]
fn builds_that_fail_do_not_vanish() {
    let build = event(&[
        ("ImportPath", "x [x.test]"),
        ("Action", "build-output"),
        ("Output", "./a.go:3:1: syntax error\n"),
    ]);
    let fail = event(&[("Action", "fail"), ("Package", "x"), ("FailedBuild", "x [x.test]")]);
    let kept = run(GoJson::new(), &format!("{build}{fail}"));
    assert_eq!(brief(&kept.tests), ["go:x::<build> 1/1 error"]);
    assert_eq!(
        (kept.tests[0].kind, kept.tests[0].file.as_deref(), kept.tests[0].line),
        (Kind::Build, Some("a.go"), Some(3))
    );
    // Before Go 1.24 the compiler's words are no JSON.
    let old = format!(
        "# x [x.test]\n./a.go:3:1: syntax error\n{}{}",
        event(&[("Action", "output"), ("Package", "x"), ("Output", "FAIL\tx [build failed]\n")]),
        end("fail")
    );
    let kept = run(GoJson::new(), &old);
    assert_eq!(brief(&kept.tests), ["go:x::<build> 1/1 error"]);
    assert!(
        kept.tests[0]
            .failure
            .as_ref()
            .and_then(|f| f.text.as_deref())
            .is_some_and(|t| t.contains("syntax error"))
    );
}

#[test]
fn a_package_that_fails_without_a_failing_test_is_told() {
    let text = [
        of("run", "TestA"),
        of("pass", "TestA"),
        event(&[("Action", "output"), ("Package", "x"), ("Output", "exit status 3\n")]),
        end("fail"),
    ]
    .concat();
    let kept = run(GoJson::new(), &text);
    assert_eq!(brief(&kept.tests), ["go:x::<package> 1/1 error", "go:x::TestA 1/1 pass"]);
    assert_eq!(kept.tests[0].kind, Kind::Setup);
}

#[test]
fn text_gets_its_package_from_the_last_line() {
    let text = "=== RUN   TestA\n    a_test.go:7: why\n--- FAIL: TestA (0.01s)\n=== RUN   TestB\n--- PASS: TestB (0.02s)\nFAIL\nFAIL\tx\t0.03s\n=== RUN   TestA\n--- PASS: TestA (0.00s)\nPASS\nok  \ty\t0.01s\n";
    let kept = run(GoText::new(), text);
    assert_eq!(brief(&kept.tests), ["go:x::TestB 1/1 pass", "go:y::TestA 1/1 pass", "go:x::TestA 1/1 fail"]);
    let failed = &kept.tests[2];
    assert_eq!((failed.file.as_deref(), failed.line), (Some("a_test.go"), Some(7)));
    assert_eq!(failed.failure.as_ref().and_then(|f| f.message.as_deref()), Some("why"));
    // Without -v only failures are named, and their output follows.
    let kept = run(
        GoText::new(),
        "--- FAIL: TestA (0.01s)\n    a_test.go:7: why\nFAIL\nFAIL\tx\t0.03s\nok  \ty\t0.01s\n",
    );
    assert_eq!(brief(&kept.tests), ["go:x::TestA 1/1 fail"]);
    assert_eq!(kept.tests[0].failure.as_ref().and_then(|f| f.message.as_deref()), Some("why"));
}
