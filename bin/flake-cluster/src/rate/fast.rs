//! The common line, without building its values: an attempt that did not fail, without escapes,
//! of a shape of which the full reader has accepted a line before. Everything else is left to
//! the full reader, which also says what is wrong.
//!
//! The shape stands for the types: lines of one shape have the same members, with strings and
//! numbers in the same places. What is left to look at are the values of those members that may
//! not be just any string or number.

use super::reader::Attempted;
use ndjson::scan::{Found, Kind, Path, Scanner, Slot, Step};
use signature::flake::Verdict;

/// The members in the order in which they are read below; the labels that are asked for follow.
const MEMBERS: [&str; 12] = [
    "schema",
    "run_id",
    "test_id",
    "test_uid",
    "suite.0",
    "suite.1",
    "suite.2",
    "kind",
    "file",
    "attempt",
    "status",
    "started_at",
];
const COMMIT: &str = "commit";

/// Kinds of records in one stream whose shapes are kept.
const SHAPES: usize = 16;

/// The scanner, and the shapes that the full reader has accepted.
pub(super) struct Fast {
    scanner: Scanner,
    good: Vec<u64>,
}

/// One line, taken apart.
pub(super) struct Line<'a> {
    /// Bytes with the newline.
    pub(super) length: usize,
    /// `None`: a record that stands for no test.
    pub(super) attempted: Option<Attempted<'a>>,
    bytes: &'a [u8],
    labels: &'a [Slot],
}

impl<'a> Line<'a> {
    /// The label that was asked for as number `i`.
    pub(super) fn label(&self, i: usize) -> Option<&'a [u8]> {
        self.labels.get(i).filter(|slot| slot.kind == Kind::Text).map(|slot| slot.of(self.bytes))
    }
}

impl Fast {
    /// A reader of these labels beside the members. `None`: one of them has a name that the
    /// scanner cannot look for.
    pub(super) fn new(labels: &[String]) -> Option<Fast> {
        let label = |name: &String| {
            let name = name.replace('\\', r"\\").replace('.', r"\.");
            Path::parse(&format!("labels.{name}"))
        };
        let members = MEMBERS.into_iter().chain([COMMIT]).map(Path::parse);
        let paths: Vec<Path> = members.chain(labels.iter().map(label)).collect::<Result<_, _>>().ok()?;
        Some(Fast { scanner: Scanner::new(&paths).with_shapes(SHAPES), good: Vec::new() })
    }

    /// The line at the beginning of `block` (and its newline), if it is a common one of at most
    /// `limit` bytes.
    #[inline]
    pub(super) fn read<'a>(&'a mut self, block: &'a [u8], from: usize, limit: usize) -> Option<Line<'a>> {
        let Step { end, next, found } = self.scanner.next(block, from);
        let bytes = block.get(from..end)?;
        // An escape may stand for half a character, which only the full reader finds.
        let whole = found == Found::Record && next > end && end - from <= limit;
        if !whole || !self.is_good() || memchr::memchr(b'\\', bytes).is_some() {
            return None;
        }
        let (members, labels) = self.scanner.slots().split_first_chunk()?;
        let attempted = attempted(members, block)?;
        Some(Line { length: next - from, attempted, bytes: block, labels })
    }

    /// Whether the shape of the last record is one that was accepted.
    fn is_good(&mut self) -> bool {
        let Some(shape) = self.scanner.shape() else { return false };
        match self.good.iter().position(|&good| good == shape) {
            Some(0) => true,
            Some(at) => {
                self.good[..=at].rotate_right(1);
                true
            }
            None => false,
        }
    }

    /// Hears that the full reader has accepted this line.
    pub(super) fn learn(&mut self, line: &[u8]) {
        if self.scanner.line(line).is_ok()
            && !self.is_good()
            && let Some(shape) = self.scanner.shape()
        {
            self.good.truncate(SHAPES - 1);
            self.good.insert(0, shape);
        }
    }
}

/// The attempt that the members tell of; `Some(None)` of a record that is no test.
#[inline]
fn attempted<'a>(members: &[Slot; 13], block: &'a [u8]) -> Option<Option<Attempted<'a>>> {
    let [
        schema,
        run,
        test_id,
        test_uid,
        first,
        second,
        third,
        kind,
        file,
        attempt,
        status,
        started_at,
        commit,
    ] = members;
    let text = |slot: &Slot| (slot.kind == Kind::Text).then(|| slot.of(block));
    if text(schema)? != b"test.v1" || attempt.kind != Kind::Short || attempt.scale != 0 {
        return None;
    }
    let verdict = match text(status)? {
        b"pass" | b"xpass" => Verdict::Pass,
        b"skip" | b"xfail" | b"unknown" => Verdict::Undecided,
        _ => return None,
    };
    match (kind.kind, text(kind)) {
        (Kind::Missing, _) | (_, Some(b"test")) => {}
        (_, Some(b"container" | b"build" | b"setup")) => return Some(None),
        _ => return None,
    }
    Some(Some(Attempted {
        test_id: text(test_id)?,
        test_uid: text(test_uid)?,
        group: text(first).or(text(file)),
        suite: [text(first), text(second), text(third)],
        file: text(file),
        run: text(run),
        commit: text(commit),
        started_at: text(started_at),
        number: attempt.mantissa,
        verdict,
        sig: None,
    }))
}
