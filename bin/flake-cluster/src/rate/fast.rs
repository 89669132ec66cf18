//! The common line, without building its values: an attempt that did not fail, whose strings
//! have no escapes. Everything else, and everything that is not as it should be, is left to
//! the full reader, which also says what is wrong.

use memchr::memmem;
use ndjson::scan::{Kind, Path, Scanner, Slot};
use record::{Borrowed, Labels, Outcome, Status, TestTag};
use std::borrow::Cow;

const MEMBERS: [&str; 15] = [
    "schema",
    "run_id",
    "test_id",
    "test_uid",
    "name",
    "suite.0",
    "suite.1",
    "suite.2",
    "kind",
    "file",
    "attempt",
    "status",
    "started_at",
    "commit",
    "failure",
];

/// The scanner, and the labels that were read last.
pub(super) struct Fast {
    /// Plucks single values only: a member that is asked for as a whole, such as all labels, would
    /// keep the scanner from going by the shape of earlier lines.
    scanner: Scanner,
    whole: Scanner,
    labels: Known,
    none: Labels,
}

/// Labels of an earlier line, checked, and their JSON.
#[derive(Default)]
struct Known {
    json: Vec<u8>,
    labels: Labels,
}

impl Fast {
    pub(super) fn new() -> Fast {
        let path = |name: &&str| Path::parse(name).unwrap_or_else(|_| Path::name(name));
        let paths: Vec<Path> = MEMBERS.iter().map(path).collect();
        Fast {
            scanner: Scanner::new(&paths),
            whole: Scanner::new(&[Path::name("labels")]),
            labels: Known::default(),
            none: Labels::new(),
        }
    }

    /// The outcome, if it is a common one.
    pub(super) fn read<'a>(&'a mut self, line: &'a [u8]) -> Option<Outcome<'a>> {
        let Fast { scanner, whole, labels, none } = self;
        let labels = match find_labels(line)? {
            None => none,
            Some(at) if !labels.json.is_empty() && line[at..].starts_with(&labels.json) => &labels.labels,
            Some(at) => labels.learn(whole, line, at)?,
        };
        let slots = scanner.line(line).ok()?;
        let [
            schema,
            run_id,
            test_id,
            test_uid,
            name,
            suite @ ..,
            kind,
            file,
            attempt,
            status,
            started_at,
            commit,
            failure,
        ] = slots
        else {
            return None;
        };
        let text = |slot: &Slot| match slot.kind {
            Kind::Text => std::str::from_utf8(slot.of(line)).ok(),
            _ => None,
        };
        let optional = |slot: &Slot| match slot.kind {
            Kind::Missing | Kind::Null => Some(None),
            _ => text(slot).map(|t| Some(Cow::Borrowed(t))),
        };
        let absent = |slot: &Slot| slot.kind == Kind::Missing;
        if text(schema)? != "test.v1"
            || !(absent(kind) || text(kind)? == "test")
            || !matches!(failure.kind, Kind::Missing | Kind::Null)
            || attempt.kind != Kind::Short
            || attempt.scale != 0
        {
            return None;
        }
        let status = match text(status)? {
            "pass" => Status::Pass,
            "skip" => Status::Skip,
            "xfail" => Status::Xfail,
            "xpass" => Status::Xpass,
            "unknown" => Status::Unknown,
            _ => return None,
        };
        let [first, second, third] = suite else { return None };
        let suite = match (absent(first), absent(second), absent(third)) {
            // Absent, or something that is not as it should be.
            (true, ..) if memmem::find(line, b"\"suite\"").is_none() => Vec::new(),
            (false, true, true) => vec![Borrowed(text(first)?.into())],
            (false, false, true) => vec![Borrowed(text(first)?.into()), Borrowed(text(second)?.into())],
            _ => return None,
        };
        Some(Outcome {
            schema: TestTag,
            run_id: optional(run_id)?,
            test_id: text(test_id)?.into(),
            test_uid: text(test_uid)?.into(),
            name: if absent(name) { Cow::default() } else { text(name)?.into() },
            suite,
            kind: record::Kind::Test,
            file: optional(file)?,
            attempt: attempt.mantissa,
            status,
            started_at: optional(started_at)?,
            failure: None,
            commit: optional(commit)?,
            labels: Cow::Borrowed(labels),
        })
    }
}

/// Where the only object called `labels` begins: `Some(None)` where no such word stands in the
/// line, `None` where it cannot be told without reading it all.
fn find_labels(line: &[u8]) -> Option<Option<usize>> {
    const KEY: &[u8] = b"\"labels\":";
    let Some(at) = memmem::find(line, b"\"labels\"") else { return Some(None) };
    let from = at + KEY.len();
    let alone = line[at..].starts_with(KEY) && memmem::find(&line[from..], b"\"labels\"").is_none();
    alone.then_some(Some(from))
}

impl Known {
    /// Reads the labels, if those of the record are the ones that begin at `at`.
    fn learn(&mut self, whole: &mut Scanner, line: &[u8], at: usize) -> Option<&Labels> {
        let slot = whole.line(line).ok()?.first().copied()?;
        if slot.kind != Kind::Object || slot.start as usize != at {
            return None;
        }
        self.labels = serde_json::from_slice(slot.of(line)).ok()?;
        self.json.clear();
        self.json.extend_from_slice(slot.of(line));
        Some(&self.labels)
    }
}

#[cfg(test)]
mod tests {
    use super::Fast;
    use record::Outcome;

    /// What the full reader makes of the same line.
    fn both(line: &str) -> (Option<String>, Option<String>) {
        let full = serde_json::from_str::<Outcome<'_>>(line).ok();
        let mut fast = Fast::new();
        // Twice: the second time by the shape of the first.
        let first = fast.read(line.as_bytes()).map(|o| format!("{o:?}"));
        let again = fast.read(line.as_bytes()).map(|o| format!("{o:?}"));
        assert_eq!(first, again, "{line}");
        (first, full.map(|o| format!("{o:?}")))
    }

    #[test]
    fn common_lines_are_read_as_the_full_reader_reads_them() {
        let head = r#"{"schema":"test.v1","run_id":"r1","test_id":"a::b","test_uid":"0011223344556677""#;
        for tail in [
            r#","attempt":1,"status":"pass"}"#,
            r#","name":"b","attempt":2,"status":"skip","suite":["x","y"],"kind":"test","file":null}"#,
            r#","attempt":1,"status":"xfail","labels":{"branch":"main"},"commit":"c","started_at":"2026-11-20T00:00:00Z"}"#,
            r#","attempt":1,"status":"unknown","failure":null,"file":"a.rs","x":{"y":[1]}}"#,
            r#","attempt":1,"status":"pass","suite":["x"],"labels":{}}"#,
        ] {
            let (fast, full) = both(&format!("{head}{tail}"));
            assert!(fast.is_some(), "{tail}");
            assert_eq!(fast, full, "{tail}");
        }
    }

    #[test]
    fn every_other_line_is_left_to_the_full_reader() {
        let head = r#"{"schema":"test.v1","run_id":"r1","test_id":"a::b","test_uid":"0011223344556677""#;
        for tail in [
            r#","attempt":1,"status":"fail"}"#,
            r#","attempt":1,"status":"pass","failure":{"message":"m"}}"#,
            r#","attempt":1.5,"status":"pass"}"#,
            r#","attempt":-1,"status":"pass"}"#,
            r#","attempt":1,"status":"passed"}"#,
            r#","attempt":1,"status":"pass","suite":[1]}"#,
            r#","attempt":1,"status":"pass","labels":{"a":1}}"#,
            r#","attempt":1,"status":"pass","labels":null}"#,
            r#","attempt":1,"status":"pass","x":{"labels":{"branch":"b"}}}"#,
            r#","attempt":1,"status":"pass","labels":{"a":"b"},"x":{"labels":{"a":"b"}}}"#,
            r#","attempt":1,"status":"pass","suite":[]}"#,
            r#","attempt":1,"status":"pass","suite":null}"#,
            r#","attempt":1,"status":"pass","suite":["a","b","c"]}"#,
            r#","attempt":1,"status":"pass","name":null}"#,
            r#","attempt":1,"status":"pass","kind":"container"}"#,
            r#","attempt":1,"status":"pass","file":"a	b"}"#,
            r#","attempt":1,"status":"pass"} x"#,
            r#","attempt":1}"#,
        ] {
            assert_eq!(both(&format!("{head}{tail}")).0, None, "{tail}");
        }
        let other =
            r#"{"schema":"test.v2","run_id":7,"test_id":"a","test_uid":"b","attempt":1,"status":"pass"}"#;
        assert_eq!(both(other).0, None);
    }
}
