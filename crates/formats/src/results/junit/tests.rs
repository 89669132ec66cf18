use super::parser;
use crate::results::{Book, Collected, Options, Parser};
use proptest::prelude::*;
use record::{Kind, Status, Test};

fn parse_with(options: &Options, text: &str) -> Collected {
    let mut kept = Collected::default();
    let mut book = Book::new(options, "in.xml", &mut kept);
    let mut parser = parser();
    parser.feed(text.as_bytes(), &mut book);
    parser.finish(&mut book);
    kept
}

fn parse(text: &str) -> Collected {
    parse_with(&Options::default(), text)
}

/// `id attempt/attempts status`, a final attempt with a star.
fn brief(tests: &[Test]) -> Vec<String> {
    let number = |n: Option<u64>| n.map_or_else(|| "?".to_owned(), |n| n.to_string());
    tests
        .iter()
        .map(|t| {
            let star = if t.is_final == Some(true) { "*" } else { "" };
            format!("{} {}/{}{star} {}", t.test_id, t.attempt, number(t.attempts), t.status.word())
        })
        .collect()
}

#[test]
fn reruns_come_out_in_the_order_of_the_runs() {
    let text = r#"<testsuites name="nextest-run" uuid="u-1"><testsuite name="shop">
        <testcase name="a" classname="shop"><flakyFailure/><flakyError/></testcase>
        <testcase name="b" classname="shop"><failure/><rerunFailure/></testcase>
        <testcase name="c" classname="shop"><failure type="flaky failure"/><flakyFailure/></testcase>
        </testsuite></testsuites>"#;
    let kept = parse(text);
    assert_eq!(
        brief(&kept.tests),
        [
            "rs:shop::a 1/3 fail",
            "rs:shop::a 2/3 error",
            "rs:shop::a 3/3* pass",
            "rs:shop::b 1/2 fail",
            "rs:shop::b 2/2* fail",
            "rs:shop::c 1/2 fail",
            "rs:shop::c 2/2* fail",
        ]
    );
    assert_eq!(kept.tests[0].run_id.as_deref(), Some("u-1"));
    assert_eq!(kept.tests[6].labels.get("flaky_result").map(String::as_str), Some("fail"));
    assert_eq!(kept.tests[5].labels.len(), 0);
    assert!(kept.issues.is_empty(), "{:?}", kept.issues);
}

#[test]
fn bare_repetitions_are_reruns_only_when_the_counts_say_so() {
    let case = |inside: &str| format!(r#"<testcase classname="tests.test_a" name="t">{inside}</testcase>"#);
    let suite = |declared: u32, inside: &str| {
        format!(
            r#"<testsuites name="pytest tests"><testsuite name="pytest" tests="{declared}">{inside}</testsuite></testsuites>"#
        )
    };
    let kept = parse(&suite(1, &format!("{}{}{}", case(""), case(""), case("<failure message='m'/>"))));
    assert_eq!(
        brief(&kept.tests),
        [
            "py:tests/test_a.py::t 1/3 fail",
            "py:tests/test_a.py::t 2/3 fail",
            "py:tests/test_a.py::t 3/3* fail"
        ]
    );
    assert_eq!(kept.tests[0].warnings, ["rerun-inferred"]);
    let kept = parse(&suite(2, &format!("{}{}", case(""), case(""))));
    assert_eq!(brief(&kept.tests), ["py:tests/test_a.py::t 1/1* pass", "py:tests/test_a.py::t 1/1* pass"]);
    assert_eq!(kept.tests[1].warnings, ["duplicate-id"]);
    // The flaky plugin repeats a case that failed.
    let kept = parse(&suite(2, &format!("{}{}", case("<failure/>"), case(""))));
    assert_eq!(brief(&kept.tests), ["py:tests/test_a.py::t 1/2 fail", "py:tests/test_a.py::t 2/2* pass"]);
}

#[test]
fn a_call_and_its_teardown_are_one_attempt() {
    let text = r#"<testsuite name="pytest" tests="1">
        <testcase classname="test_a" name="t"><failure message="call"/></testcase>
        <testcase classname="test_a" name="t"><error message="failed on teardown with &quot;x&quot;"/></testcase>
        <testcase classname="test_a" name="s"><error message="failed on setup with &quot;x&quot;"/></testcase>
        </testsuite>"#;
    let kept = parse(text);
    assert_eq!(brief(&kept.tests), ["py:test_a.py::t 1/1* error", "py:test_a.py::s 1/1* error"]);
    assert_eq!(kept.tests[0].failures.len(), 2);
    assert_eq!(kept.tests[0].failure.as_ref().map(|f| f.count), Some(2));
    assert_eq!((kept.tests[0].kind, kept.tests[1].kind), (Kind::Test, Kind::Setup));
}

#[test]
fn gotestsum_lists_a_rerun_behind_its_failure() {
    let text = r#"<testsuites><testsuite name="x"><properties><property name="go.version" value="go1.27"/></properties>
        <testcase classname="x" name="TestA"><failure/></testcase><testcase classname="x" name="TestB"><failure/></testcase>
        <testcase classname="x" name="TestC"/><testcase classname="x" name="TestA"/><testcase classname="x" name="TestC"/>
        </testsuite></testsuites>"#;
    assert_eq!(
        brief(&parse(text).tests),
        [
            "go:x::TestC 1/1* pass",
            "go:x::TestA 1/2 fail",
            "go:x::TestA 2/2* pass",
            "go:x::TestC 1/1* pass",
            "go:x::TestB 1/1* fail",
        ]
    );
    let live = Options { live: true, ..Options::default() };
    assert_eq!(brief(&parse_with(&live, text).tests)[0], "go:x::TestA 1/? fail");
}

#[test]
fn statuses_that_stand_in_attributes() {
    for (case, status) in [
        (r#"status="notrun" result="suppressed""#, Status::Skip),
        (r#"status="run" result="skipped""#, Status::Skip),
        (r#"status="disabled""#, Status::Skip),
        (r#"status="fail""#, Status::Fail),
        (r#"executed="False""#, Status::Skip),
        (r#"failure="boom""#, Status::Fail),
        (r#"status="anything else""#, Status::Pass),
        ("", Status::Pass),
    ] {
        let kept =
            parse(&format!(r#"<testsuite name="s"><testcase name="a" classname="c" {case}/></testsuite>"#));
        assert_eq!(kept.tests[0].status, status, "{case}");
    }
}

#[test]
fn nested_suites_of_any_depth_keep_their_path() {
    let depth = 40;
    let open: String = (0..depth).map(|i| format!("<testsuite name='s{i}'>")).collect();
    let text = format!("{open}<testcase name='a'/>{}", "</testsuite>".repeat(depth));
    let kept = parse(&text);
    assert_eq!(kept.tests[0].suite.len(), depth);
    assert_eq!(kept.tests[0].suite[39], "s39");
    assert!(kept.issues.is_empty());
}

#[test]
fn what_a_suite_says_itself_is_kept() {
    let text = "<testsuite name='s'><testcase name='a' classname='c'/><system-err>lost?</system-err><error message='boom'/></testsuite>";
    let kept = parse(text);
    assert_eq!(kept.tests[1].kind, Kind::Setup);
    assert_eq!(kept.tests[1].stderr.as_ref().and_then(|e| e.text.as_deref()), Some("lost?"));
    assert_eq!(kept.tests[1].failure.as_ref().and_then(|f| f.message.as_deref()), Some("boom"));
}

#[test]
fn times_of_runs_wait_for_the_vote_too() {
    let document = |vote: &str| {
        format!(
            "<testsuite name='s'><testcase classname='c' name='a' time='1,078'><failure/>\
             <rerunFailure time='2,500'/></testcase><testcase classname='c' name='b' time='{vote}'/></testsuite>"
        )
    };
    // A decimal point alone speaks for grouping commas, but weaker than the suite's sum.
    let by_sum = |total: &str| {
        let kept = parse(&format!(
            "<testsuite name='s' time='{total}'><testcase classname='c' name='a' time='1,078'/>\
             <testcase classname='c' name='b' time='2,078'/></testsuite>"
        ));
        kept.tests.iter().map(|t| t.duration_ms.map(record::Ms::get)).collect::<Vec<_>>()
    };
    assert_eq!(by_sum("3.156"), [Some(1078.0), Some(2078.0)]);
    assert_eq!(by_sum("3,156.0"), [Some(1_078_000.0), Some(2_078_000.0)]);
    assert_eq!(by_sum("3,156"), [None, None]);
    assert_eq!(by_sum("77.5"), [Some(1_078_000.0), Some(2_078_000.0)]);
    for (vote, want) in [
        ("0,5", [Some(1078.0), Some(2500.0)]),
        ("1,000.5", [Some(1_078_000.0), Some(2_500_000.0)]),
        ("", [None, None]),
    ] {
        let kept = parse(&document(vote));
        let times: Vec<_> = ["1,078", "2,500"]
            .iter()
            .filter_map(|raw| kept.tests.iter().find(|t| t.raw_duration.as_deref() == Some(raw)))
            .map(|t| t.duration_ms.map(record::Ms::get))
            .collect();
        assert_eq!(times, want, "{vote}");
        let told = kept.issues.iter().filter(|i| i.code == "time-ambiguous").count();
        assert_eq!(told, if vote.is_empty() { 2 } else { 0 }, "{vote}");
    }
}

proptest! {
    /// Whatever is inside of a case, it is one case with the worst verdict, and every
    /// failure is kept.
    #[test]
    fn no_failure_is_lost(parts in prop::collection::vec(prop::sample::select(vec!["<failure message='f'/>", "<error>e</error>", "<skipped/>", "<system-out>o</system-out>", "<properties/>"]), 0..8)) {
        let text = format!("<testsuite name='s'><testcase name='a' classname='c'>{}</testcase></testsuite>", parts.concat());
        let kept = parse(&text);
        prop_assert_eq!(kept.tests.len(), 1);
        let test = &kept.tests[0];
        let errors = parts.iter().filter(|p| p.starts_with("<error")).count();
        let failures = parts.iter().filter(|p| p.starts_with("<failure")).count();
        let skipped = parts.contains(&"<skipped/>");
        let want = match (errors, failures, skipped) {
            (0, 0, false) => Status::Pass,
            (0, 0, true) => Status::Skip,
            (0, _, _) => Status::Fail,
            _ => Status::Error,
        };
        prop_assert_eq!(test.status, want);
        prop_assert_eq!(test.failure.as_ref().map_or(0, |f| f.count), (errors + failures) as u64);
    }

    /// Cases in equal cases out, whatever the names are.
    #[test]
    fn no_case_is_lost(names in prop::collection::vec("[a-c]?", 0..30), dialect in prop::sample::select(vec!["pytest", "x", "AllTests"])) {
        let cases: String = names.iter().map(|n| format!("<testcase name='{n}' classname='test_k'/>")).collect();
        let text = format!("<testsuites><testsuite name='{dialect}' tests='{}'>{cases}</testsuite></testsuites>", names.len());
        prop_assert_eq!(parse(&text).tests.len(), names.len());
    }
}
