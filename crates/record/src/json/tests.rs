use super::{plain_run, string};
use crate::{Excerpt, Failure, Kind, Labels, Ms, Producer, Record as _, Source, Status, Test, TestTag};
use proptest::prelude::*;

#[test]
fn strings_are_escaped_as_serde_does_at_every_length_and_place() {
    for odd in ['"', '\\', '\n', '\t', '\r', '\u{8}', '\u{c}', '\0', '\u{1f}', ' ', '\u{7f}', 'é', '😀'] {
        for before in 0..20 {
            for after in 0..20 {
                let text = format!("{}{odd}{}", "a".repeat(before), "!".repeat(after));
                let mut out = Vec::new();
                string(&text, &mut out);
                assert_eq!(out, serde_json::to_vec(&text).expect("a string"), "{text:?}");
            }
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z:\\[\\]]{0,40}", "[\\x00-\\x20\"\\\\é😀a]{0,20}"]
}

fn some<T: Clone + std::fmt::Debug + 'static>(
    of: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Option<T>> {
    prop::option::of(of)
}

fn labels() -> impl Strategy<Value = Labels> {
    prop::collection::btree_map(text(), text(), 0..3)
}

prop_compose! {
    fn failure()(kind in some(text()), message in some(text()), body in some(text()), count in any::<u64>(), truncated: bool) -> Failure {
        Failure { kind, message, text: body, count, truncated }
    }
}

prop_compose! {
    fn excerpt()(kept in some(text()), bytes_base64 in some(text()), bytes in any::<u64>(), truncated: bool) -> Excerpt {
        Excerpt { text: kept, bytes_base64, bytes, truncated }
    }
}

prop_compose! {
    fn made_by()(format in text(), dialect in some(text()), tool in some(text()), version in some(text())) -> Producer {
        Producer { format, dialect, tool, version }
    }
}

prop_compose! {
    fn place()(path in text(), path_base64 in some(text()), numbers in prop::array::uniform5(some(any::<u64>()))) -> Source {
        let [line, end_line, offset, doc_index, ordinal] = numbers;
        Source { path, path_base64, line, end_line, offset, doc_index, ordinal }
    }
}

prop_compose! {
    fn words()(texts in prop::array::uniform5(text()), maybe in prop::array::uniform9(some(text()))) -> ([String; 5], [Option<String>; 9]) {
        (texts, maybe)
    }
}

prop_compose! {
    fn test()(
        (texts, maybe) in words(),
        suite in prop::collection::vec(text(), 0..3),
        kind in prop::sample::select(vec![Kind::Test, Kind::Container, Kind::Build, Kind::Setup]),
        status in prop::sample::select(vec![
            Status::Pass, Status::Fail, Status::Error, Status::Skip, Status::Xfail, Status::Xpass,
            Status::Incomplete, Status::Unknown,
        ]),
        numbers in (some(any::<u64>()), any::<u64>(), some(any::<u64>()), some(any::<bool>())),
        duration in some(prop_oneof![any::<f64>(), (0u64..1 << 60).prop_map(|n| n as f64), (0u32..9_999_999).prop_map(|n| f64::from(n) / 1e3)]),
        failures in (some(failure()), prop::collection::vec(failure(), 0..3)),
        output in (some(excerpt()), some(excerpt())),
        maps in (labels(), labels()),
        made_by in made_by(),
        place in place(),
        warnings in prop::collection::vec(text(), 0..3),
    ) -> Test {
        let [test_id, test_uid, name, ..] = texts;
        let [run_id, class, file, raw_status, raw_duration, started_at, started_at_tz, raw_started_at, commit] = maybe;
        Test {
            schema: TestTag, run_id, test_id, test_uid, suite, class, name, kind, file,
            line: numbers.0, attempt: numbers.1, attempts: numbers.2, is_final: numbers.3,
            status, raw_status, duration_ms: duration.and_then(Ms::new), raw_duration,
            started_at, started_at_tz, raw_started_at,
            failure: failures.0, failures: failures.1, stdout: output.0, stderr: output.1,
            properties: maps.0, commit, producer: made_by, source: place, labels: maps.1, warnings,
        }
    }
}

proptest! {
    #[test]
    fn the_bytes_are_those_of_serde(test in test()) {
        let mut ours = Vec::new();
        test.append_json(&mut ours).expect("a record");
        prop_assert_eq!(String::from_utf8(ours).expect("UTF-8"), serde_json::to_string(&test).expect("a record"));
    }

    #[test]
    fn a_plain_run_ends_at_the_first_special_byte(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        let want = bytes.iter().position(|b| *b < 0x20 || *b == b'"' || *b == b'\\').unwrap_or(bytes.len());
        prop_assert_eq!(plain_run(&bytes), want);
    }
}
