use super::Tap;
use crate::results::{Book, Collected, Options, Parser};
use proptest::prelude::*;
use record::{Kind, Status, Test};

fn parse(text: &str) -> (Collected, bool) {
    let options = Options::default();
    let mut kept = Collected::default();
    let mut book = Book::new(&options, "-", &mut kept);
    let mut parser = Tap::new();
    parser.feed(text.as_bytes(), &mut book);
    parser.finish(&mut book);
    let complete = book.totals.complete;
    (kept, complete)
}

fn brief(tests: &[Test]) -> Vec<String> {
    tests.iter().map(|t| format!("{} {}", t.test_id, t.status.word())).collect()
}

#[test]
fn subtests_in_three_spellings() {
    for text in [
        "TAP version 14\n# Subtest: p\n    ok 1 - a\n    1..1\nok 1 - p\n1..1\n",
        "TAP version 14\n    # Subtest: p\n    ok 1 - a\n    1..1\nok 1 - p\n1..1\n",
        "TAP version 13\n1..1\nok 1 - p {\n    1..1\n    ok 1 - a\n}\n",
    ] {
        let (mut kept, complete) = parse(text);
        kept.tests.sort_by(|a, b| b.test_id.cmp(&a.test_id));
        assert_eq!(brief(&kept.tests), ["tap:p::a pass", "tap:p pass"], "{text}");
        assert_eq!(kept.tests[1].kind, Kind::Container, "{text}");
        assert!(complete && kept.issues.is_empty(), "{text}: {:?}", kept.issues);
    }
}

#[test]
fn plans_that_are_not_met() {
    let (kept, complete) = parse("1..3\nok 1 - a\n");
    assert_eq!(brief(&kept.tests), ["tap:a pass", "tap:#2 incomplete", "tap:#3 incomplete"]);
    assert!(!complete);
    let (kept, complete) = parse("ok 1 - a\n");
    assert_eq!((kept.issues[0].code.as_str(), complete), ("plan-missing", false));
    // More points than were planned: one of the two is wrong.
    let (kept, complete) = parse("1..1\nok 1 - a\nok 2 - b\nok 3 - c\n");
    assert_eq!(brief(&kept.tests), ["tap:a pass", "tap:b pass", "tap:c pass"]);
    assert_eq!((kept.issues[0].code.as_str(), complete), ("count-mismatch", false));
    // A plan of a billion makes no billion records.
    let (kept, _) = parse("1..1000000000\nok 1 - a\n");
    assert_eq!(kept.tests.len(), 1001);
}

#[test]
fn a_cut_line_or_block_never_looks_whole() {
    for text in [
        "1..2\nok 1 - a\nok 2 - b",
        "ok 1 - a\n1..1",
        "1..1\nnot ok 1 - a\n# why it fai",
        "1..1\nnot ok 1 - a\n  ---\n  message: x\n",
        "1..1\nok 1 - a {\n    1..1\n    ok 1 - b\n",
        "t/a.t .. \n1..1\nok 1 - a\nok\n",
    ] {
        let (kept, complete) = parse(text);
        assert!(!complete && kept.issues.iter().any(|i| i.code == "truncated-input"), "{text:?}");
    }
}

#[test]
fn node_announces_subtests_inside_of_each_other() {
    let (kept, complete) = parse(
        "TAP version 13\n# Subtest: a\n    # Subtest: b\n        # Subtest: c\n        ok 1 - c\n        1..1\n    ok 1 - b\n    1..1\nok 1 - a\n# Subtest: d\nok 2 - d\n# Subtest: e\n    # Subtest: f\n    ok 1 - f\n    1..1\nok 3 - e\n1..3\n",
    );
    let mut ids = brief(&kept.tests);
    ids.sort();
    assert_eq!(
        ids,
        ["tap:a pass", "tap:a::b pass", "tap:a::b::c pass", "tap:d pass", "tap:e pass", "tap:e::f pass"]
    );
    assert!(complete && kept.issues.is_empty(), "{:?}", kept.issues);
}

#[test]
fn documents_that_were_joined_are_told_apart() {
    for text in [
        "1..2\nok 1 - a\nnot ok 2 - b\n1..1\nok 1 - a\n",
        "ok 1 - a\nnot ok 2 - b\n1..2\nok 1 - a\n1..1\n",
        "TAP version 14\n1..2\nok 1 - a\nnot ok 2 - b\nTAP version 14\n1..1\nok 1 - a\n",
    ] {
        let (kept, complete) = parse(text);
        assert_eq!(brief(&kept.tests), ["tap:a pass", "tap:b fail", "tap:a pass"], "{text}");
        let docs: Vec<_> = kept.tests.iter().map(|t| t.source.doc_index).collect();
        assert_eq!(docs, [Some(0), Some(0), Some(1)], "{text}");
        assert!(complete && kept.issues.is_empty(), "{text}: {:?}", kept.issues);
    }
}

#[test]
fn yaml_gives_place_time_and_message() {
    let (kept, _) = parse(
        "TAP version 13\nnot ok 1 - a\n  ---\n  duration_ms: 1.5\n  location: '/x/a.test.js:7:3'\n  failureType: 'testCodeFailure'\n  error: |-\n    one\n    two\n  ...\n1..1\n",
    );
    let test = &kept.tests[0];
    assert_eq!(test.duration_ms.map(record::Ms::get), Some(1.5));
    assert_eq!((test.file.as_deref(), test.line), (Some("/x/a.test.js"), Some(7)));
    let failure = test.failure.as_ref().expect("it failed");
    assert_eq!(
        (failure.kind.as_deref(), failure.message.as_deref()),
        (Some("testCodeFailure"), Some("one\ntwo"))
    );
}

#[test]
fn bats_times_are_no_part_of_the_name() {
    let (kept, _) =
        parse("1..2\nok 1 adds in 12ms\nnot ok 2 breaks in 1sec\n# (in test file x.bats, line 3)\n");
    assert_eq!(brief(&kept.tests), ["tap:adds pass", "tap:breaks fail"]);
    assert_eq!(kept.tests[1].duration_ms.map(record::Ms::get), Some(1000.0));
    let (kept, _) = parse("1..2\nok 1 adds\nok 2 finishes in 12ms\n");
    assert_eq!(kept.tests[1].name, "finishes in 12ms");
}

#[test]
fn prove_names_the_files() {
    let (kept, complete) = parse(
        "t/a.t .. \nok 1 - x\n1..1\nok\nt/b.t .. \n1..1\nnot ok 1 - x\nFailed 1/1 subtests \nt/c.t .. skipped: no net\n\nTest Summary Report\n-------------------\nFiles=3, Tests=2\nResult: FAIL\n",
    );
    assert_eq!(brief(&kept.tests), ["tap:t/a.t::x pass", "tap:t/b.t::x fail", "tap:t/c.t::<file> skip"]);
    assert!(complete, "{:?}", kept.issues);
}

proptest! {
    /// Every planned point is either seen or told as missing.
    #[test]
    fn no_point_is_lost(planned in 0u64..40, seen in 0u64..40, bad in any::<u64>()) {
        let mut text = format!("TAP version 14\n1..{planned}\n");
        for n in 1..=seen {
            text.push_str(&format!("{}ok {n} - t{n}\n", if bad >> (n % 64) & 1 == 1 { "not " } else { "" }));
        }
        let (kept, complete) = parse(&text);
        let missing = kept.tests.iter().filter(|t| t.status == Status::Incomplete).count() as u64;
        prop_assert_eq!(missing, planned.saturating_sub(seen));
        prop_assert_eq!(complete, seen == planned);
        let skipped_all = u64::from(planned == 0 && seen == 0);
        prop_assert_eq!(kept.tests.len() as u64, planned.max(seen) + skipped_all);
    }
}
