//! What is counted for each signature beside its messages.

use record::{ClusterExample, ClusterKind, Sighting};
use signature::head::limit;
use signature::{Count, SigId};
use std::collections::BTreeSet;

/// Examples that a cluster shows.
pub(crate) const EXAMPLES: usize = 3;

/// Bytes of a message that an example shows.
const MESSAGE: usize = 500;
/// The same where there may be a million of them.
pub(crate) const SHORT: usize = 80;

/// Counts of one signature of lines: small, since there may be a million of them.
#[derive(Debug, Default)]
pub(crate) struct LineTally {
    /// 0: none yet.
    first: u64,
    last: u64,
    /// The first line, cut.
    message: Box<str>,
    /// The examples after it; none of a signature that stands for itself.
    more: Option<Box<More>>,
    alone: bool,
}

/// Lines with their numbers.
type More = Vec<(u64, Box<str>)>;

impl Count for LineTally {
    type Shared = ();

    fn alone(&mut self, (): &mut ()) {
        self.alone = true;
        self.more = None;
        if self.message.len() > SHORT {
            self.message = limit(&self.message, SHORT).into();
        }
    }
}

impl LineTally {
    /// Lines come in the order of their numbers.
    pub(crate) fn saw(&mut self, number: u64, line: &[u8]) {
        self.last = number;
        let cut = |bytes: usize| -> Box<str> {
            limit(&String::from_utf8_lossy(&line[..line.len().min(2 * bytes)]), bytes).into()
        };
        if self.first == 0 {
            self.first = number;
            self.message = cut(if self.alone { SHORT } else { MESSAGE });
        } else if !self.alone && self.more.as_ref().is_none_or(|m| m.len() + 1 < EXAMPLES) {
            self.more.get_or_insert_default().push((number, cut(MESSAGE)));
        }
    }

    /// The same as what records of failures have.
    pub(crate) fn tally(&self, sig: SigId) -> Tally {
        let seen = |line| Seen { place: line, what: Sighting { line: Some(line), ..Sighting::default() } };
        let example = |line: u64, message: &str| ClusterExample {
            sig: sig.to_string(),
            test_id: None,
            test_uid: None,
            run_id: None,
            line: Some(line),
            message: message.to_owned(),
        };
        let first = (self.first > 0).then(|| example(self.first, &self.message));
        let more = self.more.iter().flat_map(|m| m.iter()).map(|(line, message)| example(*line, message));
        Tally {
            seen: (self.first > 0).then(|| (seen(self.first), seen(self.last))),
            examples: first.into_iter().chain(more).collect(),
            kind: Some(ClusterKind::Message),
            ..Tally::default()
        }
    }
}

/// Counts of one signature of failures; two of them can be added.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) tests: BTreeSet<u64>,
    pub(crate) runs: BTreeSet<u32>,
    pub(crate) seen: Option<(Seen, Seen)>,
    /// By test and run, so that the choice depends on the set alone.
    pub(crate) examples: Vec<ClusterExample>,
    pub(crate) kind: Option<ClusterKind>,
}

/// A sighting and its place in the input.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) place: u64,
    pub(crate) what: Sighting,
}

impl Seen {
    /// By time where both have one, else by place in the input.
    fn before(&self, other: &Seen) -> bool {
        let instant = |s: &Seen| s.what.started_at.as_deref().map(|t| t.trim_end_matches('Z').to_owned());
        match (instant(self), instant(other)) {
            (Some(a), Some(b)) if a != b => a < b,
            _ => self.place < other.place,
        }
    }
}

impl Tally {
    pub(crate) fn saw(&mut self, seen: &Seen) {
        match &mut self.seen {
            None => self.seen = Some((seen.clone(), seen.clone())),
            Some((first, last)) => {
                if seen.before(first) {
                    *first = seen.clone();
                }
                if last.before(seen) {
                    *last = seen.clone();
                }
            }
        }
    }

    /// Whether an example of this test and run, at this place, would be kept.
    pub(crate) fn wants(&self, test: Option<&str>, run: Option<&str>, line: Option<u64>) -> bool {
        let key = (test, run, line);
        if let Some(same) = self.examples.iter().find(|e| test.is_some() && e.test_uid.as_deref() == test) {
            return (same.test_uid.as_deref(), same.run_id.as_deref(), same.line) > key;
        }
        self.examples.len() < EXAMPLES
            || self
                .examples
                .last()
                .is_some_and(|e| (e.test_uid.as_deref(), e.run_id.as_deref(), e.line) > key)
    }

    /// Keeps the first three by test, run and line, of different tests.
    pub(crate) fn keep(&mut self, example: ClusterExample) {
        if example.test_uid.is_some() {
            self.examples.retain(|e| e.test_uid != example.test_uid);
        }
        self.examples.push(example);
        self.examples.sort_by(|a, b| (&a.test_uid, &a.run_id, a.line).cmp(&(&b.test_uid, &b.run_id, b.line)));
        self.examples.truncate(EXAMPLES);
    }

    /// Adds another signature's counts.
    pub(crate) fn add(&mut self, other: &Tally) {
        self.tests.extend(&other.tests);
        self.runs.extend(&other.runs);
        if let Some((first, last)) = &other.seen {
            self.saw(first);
            self.saw(last);
        }
        for e in &other.examples {
            if self.wants(e.test_uid.as_deref(), e.run_id.as_deref(), e.line) {
                self.keep(e.clone());
            }
        }
        // The lower of two kinds, so that the order of adding does not matter.
        self.kind = match (self.kind, other.kind) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
}
