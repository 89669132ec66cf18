use super::{Event, Live, Runner};

/// What the text says, one word an event, fed in pieces of `step` bytes.
fn told(runner: Runner, text: &str, step: usize) -> Vec<String> {
    let mut live = Live::new(runner);
    let mut got = Vec::new();
    let mut sink = |event: &Event| {
        got.push(match event {
            Event::Planned(n) | Event::Points(n) => format!("plan {n}"),
            Event::Started(s) => format!("start {}", s.test_id),
            Event::Finished { test, status, duration_ms } => {
                let ms = duration_ms.map_or_else(String::new, |ms| format!(" {ms}"));
                format!("{} {}{ms}", status.word(), test.test_id)
            }
            Event::Slow(s) => format!("slow {}", s.test_id),
            Event::Aborted(_) => "aborted".to_owned(),
        });
    };
    for piece in text.as_bytes().chunks(step) {
        live.feed(piece, &mut sink);
    }
    live.finish(&mut sink);
    got
}

/// The same at any size of piece and under auto. Small pieces may announce a test
/// that a whole line announces and ends at once: those starts are left out.
fn check(runner: Runner, text: &str, want: &[&str]) {
    assert_eq!(told(runner, text, 4096), want);
    for (runner, step) in [(runner, 1), (runner, 7), (Runner::Auto, 1), (Runner::Auto, 4096)] {
        let mut got = told(runner, text, step);
        got.retain(|e| !e.starts_with("start ") || want.contains(&e.as_str()));
        assert_eq!(got, want, "{runner:?}, pieces of {step}");
    }
}

#[test]
fn go_text_and_json() {
    check(
        Runner::Go,
        "=== RUN   TestA\n=== RUN   TestA/x\n--- FAIL: TestA (0.02s)\n    --- FAIL: TestA/x (0.01s)\nFAIL\nFAIL\tshop\t0.03s\n",
        &["start go:TestA", "start go:TestA/x", "fail go:TestA 20", "fail go:TestA/x 10"],
    );
    check(
        Runner::Go,
        "{\"Action\":\"run\",\"Package\":\"shop\",\"Test\":\"TestA\"}\n{\"Action\":\"output\",\"Package\":\"shop\",\"Test\":\"TestA\",\"Output\":\"x\"}\n{\"Action\":\"pass\",\"Package\":\"shop\",\"Test\":\"TestA\",\"Elapsed\":0.5}\n",
        &["start go:shop::TestA", "pass go:shop::TestA 500"],
    );
}

#[test]
fn libtest_text_and_json() {
    check(
        Runner::Libtest,
        "     Running unittests src/lib.rs (target/debug/deps/shop-0123456789abcdef)\n\nrunning 2 tests\ntest a::b ... ok\ntest c has been running for over 60 seconds\ntest c ... FAILED\n",
        &["plan 2", "pass rs:shop::a::b", "start rs:shop::c", "slow rs:shop::c", "fail rs:shop::c"],
    );
    check(
        Runner::Libtest,
        "{ \"type\": \"suite\", \"event\": \"started\", \"test_count\": 1 }\n{ \"type\": \"test\", \"event\": \"started\", \"name\": \"a\" }\n{ \"type\": \"test\", \"name\": \"a\", \"event\": \"ok\", \"exec_time\": 0.002 }\n",
        &["plan 1", "start rs:a", "pass rs:a 2"],
    );
}

#[test]
fn a_verdict_on_a_later_line_is_paired() {
    check(Runner::Libtest, "test a::b ... noise\nmore noise\nok\n", &["start rs:a::b", "pass rs:a::b"]);
    check(
        Runner::Pytest,
        "tests/test_a.py::test_x noise\nPASSED      [ 50%]\n",
        &["start py:tests/test_a.py::test_x", "pass py:tests/test_a.py::test_x"],
    );
}

#[test]
fn an_unfinished_line_announces_its_test() {
    for (text, want) in [
        ("test a::slow ... ", "start rs:a::slow"),
        ("tests/test_a.py::test_slow ", "start py:tests/test_a.py::test_slow"),
    ] {
        let mut live = Live::new(Runner::Auto);
        let mut got = Vec::new();
        live.feed(text.as_bytes(), &mut |e: &Event| got.push(e.clone()));
        assert!(matches!(&got[..], [Event::Started(s)] if format!("start {}", s.test_id) == want), "{got:?}");
        assert_eq!(live.open().count(), 1);
        live.feed(b"", &mut |e: &Event| panic!("told twice: {e:?}"));
    }
}

#[test]
fn nextest_lines() {
    check(
        Runner::Nextest,
        "    Starting 2 tests across 1 binary\n        PASS [   0.005s] (1/2) shop::api a::b\n        FAIL [   0.007s] (2/2) shop::api c\n     Summary [   0.011s] 2 tests run: 1 passed, 1 failed, 0 skipped\n        FAIL [   0.007s] (2/2) shop::api c\n",
        &["plan 2", "pass rs:shop::api::a::b 5", "fail rs:shop::api::c 7"],
    );
}

#[test]
fn tap_with_subtests() {
    check(
        Runner::Tap,
        "TAP version 14\n# Subtest: outer\n    ok 1 - inner\n    1..1\nok 1 - outer\nnot ok 2 - x # TODO y\n1..2\n",
        &["start tap:outer", "pass tap:outer::inner", "pass tap:outer", "xfail tap:x", "plan 2"],
    );
}

#[test]
fn a_tap_plan_needs_more_than_itself() {
    // A range that any program may print.
    let plans = |runner: Runner, text: &str| {
        let mut all = told(runner, text, 5);
        all.retain(|event| event.starts_with("plan"));
        all
    };
    for text in ["1..3\n", "1..3\nokay\n", "looking at ids\n1..3\n# done\n"] {
        assert_eq!(plans(Runner::Auto, text), [""; 0], "{text}");
        assert_eq!(plans(Runner::Tap, text), ["plan 3"], "{text}");
    }
    for (text, want) in [
        ("TAP version 13\n1..3\n", &["plan 3"][..]),
        ("1..3\nTAP version 13\n", &["plan 3"]),
        ("1..3\nok 1\n", &["plan 3"]),
        ("1..3\nnot ok\n", &["plan 3"]),
        ("1..3\n# Subtest: a\n", &["plan 3"]),
        ("ok 1\n1..3\n", &["plan 3"]),
        ("1..0 # SKIP no database\n", &["plan 0"]),
        // The last one before the evidence is the plan of the points that follow.
        ("1..9\n1..2\nok 1\nok 2\n1..4\n", &["plan 2", "plan 4"]),
    ] {
        assert_eq!(plans(Runner::Auto, text), want, "{text}");
    }
}

#[test]
fn pytest_lines() {
    check(
        Runner::Pytest,
        "collected 2 items\n[gw0] [ 50%] PASSED tests/test_a.py::test_x \ntests/test_a.py::T::test_y[a b] FAILED     [100%]\nFAILED tests/test_a.py::T::test_y[a b] - x\n",
        &["plan 2", "pass py:tests/test_a.py::test_x", "fail py:tests/test_a.py::T::test_y[a b]"],
    );
}

#[test]
fn surefire_classes_and_the_methods_that_failed() {
    check(
        Runner::Jvm,
        "[INFO]  T E S T S\n[INFO] Running shop.ATest\n[INFO] Tests run: 1, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.044 s - in shop.ATest\n[INFO] Running shop.BTest\n[ERROR] Tests run: 3, Failures: 0, Errors: 1, Skipped: 0, Time elapsed: 0.5 s <<< FAILURE! - in shop.BTest\n[ERROR] two(shop.BTest)  Time elapsed: 0.001 s  <<< ERROR!\njava.lang.IllegalStateException: no rate\n\tat shop.BTest.two(BTest.java:12)\n\n[INFO] Running shop.CTest\n",
        &[
            "start jvm:shop.ATest",
            "pass jvm:shop.ATest 44",
            "start jvm:shop.BTest",
            "error jvm:shop.BTest::two 1",
            "error jvm:shop.BTest 500",
            "start jvm:shop.CTest",
        ],
    );
    // What any program may say.
    assert_eq!(told(Runner::Auto, "[INFO] Running migrations\n[INFO] Running shop.ATest\n", 4096), [""; 0]);
    // The last class of all, and the run was cut.
    check(
        Runner::Jvm,
        "[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.5 s <<< FAILURE! -- in shop.BTest\n[ERROR] shop.BTest.two -- Time elapsed: 0.001 s <<< FAILURE!\n",
        &["fail jvm:shop.BTest::two 1", "fail jvm:shop.BTest 500"],
    );
}

#[test]
fn junits_own_console_in_its_verbose_form() {
    check(
        Runner::Jvm,
        "├─ JUnit Jupiter\n│  ├─ RunTest\n│  │  ├─\u{1b}[34m a_one()\n\u{1b}[0m│  │  │       tags: []\n│  │  │   uniqueId: [engine:junit-jupiter]/[class:shop.RunTest]/[method:a_one()]\n│  │  │     parent: [engine:junit-jupiter]/[class:shop.RunTest]\n│  │  │   duration: 25 ms\n│  │  │     status: \u{1b}[32m✔ SUCCESSFUL\n\u{1b}[0m│  │  │   uniqueId: [engine:junit-jupiter]/[class:shop.RunTest]/[method:d_four()]\n│  │  │     status: ↷ SKIPPED\n│  │  │   uniqueId: [engine:junit-jupiter]/[class:shop.RunTest]/[nested-class:Off]\n│  │  │     status: ↷ SKIPPED\n│  │  │   uniqueId: [engine:junit-jupiter]/[class:shop.RunTest]/[method:b_two()]\n",
        &[
            "start jvm:shop.RunTest::a_one()",
            "pass jvm:shop.RunTest::a_one() 25",
            "start jvm:shop.RunTest::d_four()",
            "skip jvm:shop.RunTest::d_four()",
            "start jvm:shop.RunTest::b_two()",
        ],
    );
}

#[test]
fn js_lines() {
    check(
        Runner::Js,
        "PASS src/a.test.js\n  sum\n    ✓ adds (2 ms)\n    ○ skipped later\n ✓ src/b.test.ts > x > y 3ms\n",
        &[
            "pass js:src/a.test.js::sum::adds 2",
            "skip js:src/a.test.js::sum::later",
            "pass js:src/b.test.ts::x::y 3",
        ],
    );
}

#[test]
fn teamcity_messages() {
    check(
        Runner::Teamcity,
        "##teamcity[testStarted name='a' flowId='1']\n##teamcity[testFailed name='a' message='m' flowId='1']\n##teamcity[testFinished name='a' duration='12' flowId='1']\n##teamcity[testStarted name='b']\n##teamcity[testIgnored name='b' message='m']\n##teamcity[testFinished name='b']\n",
        &["start tc:a", "fail tc:a 12", "start tc:b", "skip tc:b"],
    );
}

#[test]
fn open_tests_are_bounded() {
    let mut live = Live::new(Runner::Go);
    for i in 0..Live::MOST_OPEN + 3 {
        live.feed(format!("=== RUN   Test{i}\n").as_bytes(), &mut |_: &Event| {});
    }
    assert_eq!(live.open().count(), Live::MOST_OPEN);
    assert_eq!(live.forgotten(), 3);
    assert_eq!(live.open().next().map(|s| s.name.as_str()), Some("Test3"));
}
