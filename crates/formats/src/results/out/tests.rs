use super::{CtrfWriter, JunitWriter, TapWriter, Writer};
use crate::results::{Book, Collected, Format, Options, read};
use proptest::prelude::*;
use record::{Excerpt, Failure, Kind, Labels, Ms, Producer, Source, Status, Test, TestId, TestTag};

fn written(mut writer: impl Writer, tests: &[Test]) -> Vec<u8> {
    let mut out = Vec::new();
    for test in tests {
        writer.test(test, &mut out);
    }
    writer.finish(&mut out);
    out
}

fn read_back(format: Format, bytes: &[u8]) -> Collected {
    let options = Options::default();
    let mut kept = Collected::default();
    let mut book = Book::new(&options, "-", &mut kept);
    read::read(bytes, Some(format), &mut book).expect("memory can be read");
    kept
}

fn text() -> impl Strategy<Value = String> {
    "[a-c<>&'\"\\]\\[ \n\t\r\u{0}\u{1b}é#x1B\u{85}]{0,12}"
}

fn labels() -> impl Strategy<Value = Labels> {
    prop::collection::btree_map("[a-c]", text(), 0..3)
}

fn failure() -> impl Strategy<Value = Failure> {
    (prop::option::of(text()), prop::option::of(text()), prop::option::of(text()), 1u64..4, any::<bool>())
        .prop_map(|(kind, message, text, count, truncated)| Failure { kind, message, text, count, truncated })
}

fn excerpt() -> impl Strategy<Value = Excerpt> {
    (prop::option::of(text()), prop::option::of("[A-Z]{4}"), 0u64..100, any::<bool>())
        .prop_map(|(text, bytes_base64, bytes, truncated)| Excerpt { text, bytes_base64, bytes, truncated })
}

prop_compose! {
    fn any_test()(
        name in text(), suite in prop::collection::vec(text(), 0..3), class in prop::option::of(text()),
        run_id in prop::option::of("[a-b]"), kind in 0usize..4, status in 0usize..8,
        attempt in 1u64..4, attempts in prop::option::of(1u64..4), is_final in prop::option::of(any::<bool>()),
        file in prop::option::of("[a-c/]{1,5}"), line in prop::option::of(1u64..99),
        raw_status in prop::option::of(text()), duration in prop::option::of(0.0f64..1e6),
        failure in prop::option::of(failure()), failures in prop::collection::vec(failure(), 0..3),
        outputs in (prop::option::of(excerpt()), prop::option::of(excerpt())),
        maps in (labels(), labels()),
        rest in (prop::option::of(text()), prop::collection::vec("[a-z]{1,4}", 0..2), prop::option::of("[a-z]{1,4}")),
    ) -> Test {
        let id = TestId::new("x", [&name]);
        Test {
            schema: TestTag, run_id, test_id: id.id, test_uid: id.uid, suite, class, name,
            kind: [Kind::Test, Kind::Build, Kind::Setup, Kind::Container][kind], file, line,
            attempt, attempts, is_final, status: Status::ALL[status], raw_status,
            duration_ms: duration.and_then(Ms::new), raw_duration: rest.0.clone(),
            started_at: None, started_at_tz: rest.2.clone(), raw_started_at: rest.0,
            failure, failures, stdout: outputs.0, stderr: outputs.1, properties: maps.0, commit: rest.2,
            producer: Producer { format: "tap".to_owned(), ..Producer::default() },
            source: Source::line("a.tap", 3), labels: maps.1, warnings: rest.1,
        }
    }
}

/// A test with a whole history: failed attempts, and one that decides.
fn retried(base: &Test, count: u64, passes: bool) -> Vec<Test> {
    (1..=count)
        .map(|n| Test {
            attempt: n,
            attempts: Some(count),
            is_final: Some(n == count),
            kind: Kind::Test,
            status: match (n == count, passes) {
                (true, true) => Status::Pass,
                _ if n % 2 == 0 => Status::Error,
                _ => Status::Fail,
            },
            duration_ms: Ms::new(n as f64),
            ..base.clone()
        })
        .collect()
}

proptest! {
    /// Through JUnit everything comes back as it was.
    #[test]
    fn junit_gives_the_records_back(
        tests in prop::collection::vec(any_test(), 0..5), count in 2u64..5, passes in any::<bool>()
    ) {
        let mut all = tests.clone();
        if let Some(first) = tests.first() {
            all.extend(retried(first, count, passes));
        }
        let kept = read_back(Format::Junit, &written(JunitWriter::new(), &all));
        prop_assert_eq!(kept.tests, all);
    }

    /// What is written is well-formed for a strict parser.
    #[test]
    fn junit_is_well_formed(tests in prop::collection::vec(any_test(), 0..5)) {
        let bytes = written(JunitWriter::new(), &tests);
        let text = String::from_utf8(bytes).expect("UTF-8");
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut cases = 0;
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(quick_xml::events::Event::Start(e)) if e.name().as_ref() == "testcase" => cases += 1,
                Ok(_) => {}
                Err(e) => prop_assert!(false, "{}: {}", e, text),
            }
        }
        let most = tests.iter().filter(|t| t.kind != Kind::Container).count();
        prop_assert!(cases <= most);
    }

    /// CTRF keeps every attempt with its status and time to the millisecond.
    #[test]
    fn ctrf_keeps_attempts_and_statuses(base in any_test(), count in 1u64..5, passes in any::<bool>()) {
        let all = retried(&base, count, passes);
        let kept = read_back(Format::Ctrf, &written(CtrfWriter::new(), &all));
        let brief = |tests: &[Test]| -> Vec<_> {
            tests.iter().map(|t| (t.test_id.clone(), t.attempt, t.attempts, t.is_final, t.status, t.duration_ms)).collect()
        };
        prop_assert_eq!(brief(&kept.tests), brief(&all));
        prop_assert!(kept.issues.is_empty(), "{:?}", kept.issues);
    }

    /// TAP keeps every verdict that decides, in order.
    #[test]
    fn tap_keeps_verdicts(tests in prop::collection::vec(any_test(), 0..6)) {
        let tests: Vec<Test> = tests.into_iter().map(|t| Test { is_final: Some(true), attempt: 1, ..t }).collect();
        let kept = read_back(Format::Tap, &written(TapWriter::new(), &tests));
        let want: Vec<Status> = tests.iter().filter(|t| t.kind != Kind::Container).map(|t| match t.status {
            Status::Error | Status::Incomplete | Status::Unknown => Status::Fail,
            other => other,
        }).collect();
        let got: Vec<Status> = kept.tests.iter().filter(|t| t.name != "<file>").map(|t| t.status).collect();
        prop_assert_eq!(got, want);
        prop_assert!(kept.issues.is_empty(), "{:?}", kept.issues);
    }
}
