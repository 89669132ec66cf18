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
fn a_build_that_no_package_tells_of_and_one_that_two_do() {
    let output = event(&[("ImportPath", "d"), ("Action", "build-output"), ("Output", "d.go:3:1: bad\n")]);
    let failed = event(&[("ImportPath", "d"), ("Action", "build-fail")]);
    let kept = run(GoJson::new(), &format!("{output}{failed}"));
    assert_eq!(brief(&kept.tests), ["go:d::<build> 1/1 error"]);
    let of = |package| event(&[("Action", "fail"), ("Package", package), ("FailedBuild", "d")]);
    let kept = run(GoJson::new(), &format!("{output}{failed}{}{}", of("x"), of("y")));
    assert_eq!(brief(&kept.tests), ["go:x::<build> 1/1 error", "go:y::<build> 1/1 error"]);
    for test in &kept.tests {
        assert_eq!(test.failure.as_ref().and_then(|f| f.text.as_deref()), Some("d.go:3:1: bad\n"));
    }
}

#[test]
fn a_panic_beside_other_open_tests_is_told_of_the_package_too() {
    let panic =
        event(&[("Action", "output"), ("Package", "x"), ("Test", "TestA"), ("Output", "panic: boom\n")]);
    let text = [of("run", "TestA"), of("run", "TestB"), panic.clone(), end("fail")].concat();
    let kept = run(GoJson::new(), &text);
    assert_eq!(
        brief(&kept.tests),
        ["go:x::<package> 1/1 error", "go:x::TestA 1/1 error", "go:x::TestB 1/1 incomplete"]
    );
    assert_eq!(kept.tests[0].warnings, ["attribution-uncertain"]);
    let kept = run(GoJson::new(), &[of("run", "TestA"), panic, end("fail")].concat());
    assert_eq!(brief(&kept.tests), ["go:x::TestA 1/1 error"]);
}

#[test]
fn an_earlier_attempt_accounts_for_the_package() {
    let text = [of("run", "A"), of("fail", "A"), of("run", "A"), of("pass", "A"), end("fail")].concat();
    assert_eq!(brief(&run(GoJson::new(), &text).tests), ["go:x::A 1/2 fail", "go:x::A 2/2 pass"]);
}

#[test]
fn a_test_of_a_million_slashes_costs_no_more_than_another() {
    // Its square would be minutes.
    let name = format!("TestA{}", "/".repeat(1 << 20));
    let kept = run(GoJson::new(), &[of("run", &name), of("pass", &name), end("pass")].concat());
    assert_eq!(kept.tests[0].status, Status::Pass);
    assert_eq!(kept.tests[0].warnings, ["value-cut"]);
}

#[test]
fn benchmarks_that_only_the_output_names_are_records() {
    let out = |test: &str, text: &str| {
        let fields = [("Action", "output"), ("Package", "x"), ("Test", test), ("Output", text)];
        event(&fields.into_iter().filter(|(_, v)| !v.is_empty()).collect::<Vec<_>>())
    };
    let text = [
        of("run", "TestA"),
        out("TestA", "BenchmarkOne-8 \t1000\t 0.25 ns/op\n"),
        of("pass", "TestA"),
        out("", "BenchmarkTwo/a-8 \t1000\t 7 ns/op\n"),
        end("pass"),
    ]
    .concat();
    let kept = run(GoJson::new(), &text);
    assert_eq!(
        brief(&kept.tests),
        ["go:x::TestA 1/1 pass", "go:x::BenchmarkOne 1/1 pass", "go:x::BenchmarkTwo/a 1/1 pass"]
    );
    assert_eq!(kept.tests[1].properties["benchmark"], "1000 0.25 ns/op");
    // Newer versions have events for them; the processors are no part of the id.
    let text = [
        of("run", "BenchmarkOne"),
        out("BenchmarkOne", "BenchmarkOne-8 \t1000\t 0.25 ns/op\n"),
        of("bench", "BenchmarkOne"),
        end("pass"),
    ]
    .concat();
    let kept = run(GoJson::new(), &text);
    assert_eq!(brief(&kept.tests), ["go:x::BenchmarkOne 1/1 pass"]);
    assert_eq!(kept.tests[0].properties["benchmark"], "1000 0.25 ns/op");
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

/// A package's output waits for its name; what no record keeps of it does not.
#[test]
fn text_of_any_length_is_held_in_bounded_memory_and_counted() {
    let line = |n: usize| format!("    a_test.go:{n}: {}\n", "x".repeat(n % 90));
    let mut text = String::from("=== RUN   TestA\n=== RUN   TestB\n");
    let (mut a, mut b) = (String::new(), String::new());
    for n in 0..20_000 {
        if n % 7 == 0 {
            text.push_str("=== NAME  TestB\n");
            text.push_str(&line(n));
            b.push_str(&line(n));
        }
        let said = if n == 9000 { "panic: in the middle\n".to_owned() } else { line(n) };
        text.push_str("=== NAME  TestA\n");
        text.push_str(&said);
        a.push_str(&said);
    }
    text.push_str("--- FAIL: TestA (0.01s)\n--- FAIL: TestB (0.01s)\n=== RUN   TestA\nshort\n--- FAIL: TestA (0.02s)\nFAIL\nFAIL\tx\t0.03s\n");
    // The text alone would be held twenty times over.
    let kept = run(GoText::new(), &text);
    assert_eq!(brief(&kept.tests), ["go:x::TestA 1/2 error", "go:x::TestA 2/2 fail", "go:x::TestB 1/1 fail"]);
    let limit = Options::default().failure_limit;
    for (test, said) in [(&kept.tests[0], &a), (&kept.tests[2], &b)] {
        let mut whole = crate::text::HeadTail::new(limit);
        whole.push(said.as_bytes());
        let failure = test.failure.as_ref().expect("a failure");
        assert_eq!(failure.truncated, said.len() > limit);
        assert!(failure.text.as_deref() == Some(&*whole.text()), "{}", test.test_id);
    }
    let second = kept.tests[1].failure.as_ref().expect("a failure");
    assert_eq!((second.text.as_deref(), second.truncated), (Some("short\n"), false));
}
