//! What is counted for a signature of failures that stands for itself: as few bytes as can be,
//! since there may be a million of them.
//!
//! Texts that many of them share (runs, commits) stand once in a pool; one test, one run and one
//! sighting, the usual case, are not written twice.

use crate::failing::number_of;
use crate::tally::{SHORT, Seen, Tally};
use record::{ClusterExample, ClusterKind, Sighting};
use signature::head::limit;
use signature::{Count, SigId};
use std::collections::{BTreeSet, HashMap};

/// Texts by number.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    ids: HashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
    /// Where counts are packed, so that each takes just the memory that it needs.
    scratch: Vec<u8>,
}

impl Pool {
    /// The number of a text; they count up from 0.
    pub(crate) fn id(&mut self, text: &str) -> u32 {
        if let Some(&id) = self.ids.get(text) {
            return id;
        }
        let id = self.texts.len() as u32;
        self.ids.insert(text.into(), id);
        self.texts.push(text.into());
        id
    }
}

/// The counts of one signature of failures.
#[derive(Debug)]
pub(crate) enum Failures {
    Open(Box<Tally>),
    Packed(Box<[u8]>),
}

impl Default for Failures {
    fn default() -> Self {
        Failures::Open(Box::default())
    }
}

impl Count for Failures {
    type Shared = Pool;

    fn alone(&mut self, pool: &mut Pool) {
        if let Failures::Open(tally) = self {
            *self = Failures::Packed(pack(tally, pool));
        }
    }
}

impl Failures {
    /// Changes the counts.
    pub(crate) fn change(&mut self, pool: &mut Pool, change: impl FnOnce(&mut Tally, &mut Pool)) {
        match self {
            Failures::Open(tally) => change(tally, pool),
            Failures::Packed(bytes) => {
                let mut tally = unpack(bytes, pool, "");
                change(&mut tally, pool);
                *bytes = pack(&tally, pool);
            }
        }
    }

    /// A copy of the counts.
    pub(crate) fn tally(&self, pool: &Pool, sig: SigId) -> Tally {
        match self {
            Failures::Open(tally) => {
                let mut copy = Tally::default();
                copy.add(tally);
                copy
            }
            Failures::Packed(bytes) => unpack(bytes, pool, &sig.to_string()),
        }
    }
}

struct Writer<'p>(Vec<u8>, &'p mut Pool);

impl Writer<'_> {
    /// Seven bits a byte, the lowest first.
    fn number(&mut self, mut n: u64) {
        while n > 0x7f {
            self.0.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.0.push(n as u8);
    }

    fn text(&mut self, text: Option<&str>) {
        self.number(text.map_or(0, |t| t.len() as u64 + 1));
        self.0.extend_from_slice(text.unwrap_or_default().as_bytes());
    }

    fn pooled(&mut self, text: Option<&str>) {
        let id = text.map_or(0, |t| u64::from(self.1.id(t)) + 1);
        self.number(id);
    }

    fn seen(&mut self, seen: &Seen) {
        self.number(seen.place + 1);
        self.text(seen.what.started_at.as_deref());
        self.pooled(seen.what.run_id.as_deref());
        self.pooled(seen.what.commit.as_deref());
    }

    /// Numbers of a set; nothing but a 0 of the usual one.
    fn set(&mut self, set: impl ExactSizeIterator<Item = u64>, usual: bool) {
        if usual {
            return self.number(0);
        }
        self.number(set.len() as u64 + 1);
        set.for_each(|n| self.0.extend_from_slice(&n.to_le_bytes()));
    }
}

fn pack(tally: &Tally, pool: &mut Pool) -> Box<[u8]> {
    let mut to = Writer(std::mem::take(&mut pool.scratch), pool);
    to.0.clear();
    let same = |(first, last): &(Seen, Seen)| first.place == last.place;
    match &tally.seen {
        None => to.number(0),
        Some((first, last)) => {
            to.seen(first);
            if first.place == last.place { to.number(0) } else { to.seen(last) }
        }
    }
    let example = tally.examples.first();
    let test = example.and_then(|e| e.test_uid.as_deref());
    to.text(test);
    to.text(example.and_then(|e| e.test_id.as_deref()));
    to.pooled(example.and_then(|e| e.run_id.as_deref()));
    to.text(example.map(|e| limit(&e.message, SHORT)));
    to.number(tally.kind.map_or(0, |kind| kind as u64 + 1));
    let one = test.map(number_of);
    to.set(tally.tests.iter().copied(), one.is_some_and(|t| tally.tests.iter().eq([&t])));
    let run = tally.seen.as_ref().filter(|s| same(s)).and_then(|s| s.0.what.run_id.as_deref());
    let run = run.map(|r| to.1.id(r));
    to.set(
        tally.runs.iter().map(|&r| u64::from(r)).collect::<Vec<_>>().into_iter(),
        run.is_some_and(|r| tally.runs.iter().eq([&r])),
    );
    let Writer(bytes, pool) = to;
    let packed = bytes.as_slice().into();
    pool.scratch = bytes;
    packed
}

struct Reader<'a>(&'a [u8], &'a Pool);

impl<'a> Reader<'a> {
    fn number(&mut self) -> u64 {
        let mut n = 0;
        for shift in (0..64).step_by(7) {
            let Some((&byte, rest)) = self.0.split_first() else { break };
            self.0 = rest;
            n |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        n
    }

    fn bytes(&mut self, length: usize) -> &'a [u8] {
        let (bytes, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        bytes
    }

    fn text(&mut self) -> Option<String> {
        let length = self.number().checked_sub(1)?;
        Some(String::from_utf8_lossy(self.bytes(length as usize)).into_owned())
    }

    fn pooled(&mut self) -> Option<String> {
        let id = self.number().checked_sub(1)?;
        self.1.texts.get(id as usize).map(ToString::to_string)
    }

    fn seen(&mut self) -> Option<Seen> {
        let place = self.number().checked_sub(1)?;
        let (started_at, run_id, commit) = (self.text(), self.pooled(), self.pooled());
        Some(Seen { place, what: Sighting { started_at, run_id, commit, line: None } })
    }

    fn set(&mut self, usual: Option<u64>) -> BTreeSet<u64> {
        match self.number().checked_sub(1) {
            None => usual.into_iter().collect(),
            Some(n) => (0..n)
                .map(|_| self.bytes(8).iter().rev().fold(0, |n, &byte| n << 8 | u64::from(byte)))
                .collect(),
        }
    }
}

fn unpack(bytes: &[u8], pool: &Pool, sig: &str) -> Tally {
    const KINDS: [ClusterKind; 7] = [
        ClusterKind::Assertion,
        ClusterKind::Error,
        ClusterKind::Timeout,
        ClusterKind::Crash,
        ClusterKind::Infra,
        ClusterKind::Build,
        ClusterKind::Message,
    ];
    let mut from = Reader(bytes, pool);
    let seen = from.seen().map(|first| {
        let last = from.seen();
        (last.is_none(), first.clone(), last.unwrap_or(first))
    });
    let (test_uid, test_id, run_id, message) = (from.text(), from.text(), from.pooled(), from.text());
    let kind = from.number().checked_sub(1).and_then(|k| KINDS.get(k as usize).copied());
    let tests = from.set(test_uid.as_deref().map(number_of));
    let once = seen.as_ref().filter(|s| s.0).and_then(|s| s.1.what.run_id.as_deref());
    let runs = from.set(once.and_then(|run| pool.ids.get(run)).map(|&id| u64::from(id)));
    let example = message.map(|message| ClusterExample {
        sig: sig.to_owned(),
        test_id,
        test_uid,
        run_id,
        line: None,
        message,
    });
    Tally {
        tests,
        runs: runs.into_iter().map(|r| r as u32).collect(),
        seen: seen.map(|(_, first, last)| (first, last)),
        examples: example.into_iter().collect(),
        kind,
    }
}

#[cfg(test)]
mod tests {
    use super::{Failures, Pool};
    use crate::tally::{EXAMPLES, Seen, Tally};
    use record::{ClusterExample, ClusterKind, Sighting};
    use signature::{Count as _, SigId};

    /// A failure of a test in a run, told of at a place in the input.
    fn failure(tally: &mut Tally, pool: &mut Pool, place: u64, test: &str, run: Option<&str>) {
        tally.tests.insert(super::number_of(test));
        tally.runs.extend(run.map(|r| pool.id(r)));
        let what = Sighting {
            started_at: place.is_multiple_of(2).then(|| format!("2026-11-2{place}T00:00:00Z")),
            run_id: run.map(str::to_owned),
            commit: Some(format!("c{}", place / 3)),
            line: None,
        };
        tally.saw(&Seen { place, what });
        if tally.wants(Some(test), run, None) {
            tally.keep(ClusterExample {
                sig: SigId(7).to_string(),
                test_id: Some(format!("id of {test}")),
                test_uid: Some(test.to_owned()),
                run_id: run.map(str::to_owned),
                line: None,
                message: "m".repeat(100 + place as usize),
            });
        }
        tally.kind = Some(ClusterKind::Timeout);
    }

    #[test]
    fn packed_counts_are_those_that_are_not() {
        let told = [
            (3, "00000000000000aa", Some("r2")),
            (4, "00000000000000aa", Some("r2")),
            (5, "no number", Some("r1")),
            (6, "00000000000000ab", None),
            (9, "00000000000000aa", Some("r3")),
        ];
        for packed_at in 0..=told.len() {
            for n in 0..=told.len() {
                let mut pool = Pool::default();
                let (mut packed, mut open) = (Failures::default(), Tally::default());
                for (i, (place, test, run)) in told[..n].iter().enumerate() {
                    if i == packed_at {
                        packed.alone(&mut pool);
                    }
                    packed.change(&mut pool, |t, pool| failure(t, pool, *place, test, *run));
                    failure(&mut open, &mut pool, *place, test, *run);
                }
                packed.alone(&mut pool);
                let got = packed.tally(&pool, SigId(7));
                // The first example is left of three, and cut.
                open.examples.truncate(1);
                open.examples.iter_mut().for_each(|e| e.message.truncate(super::SHORT));
                assert_eq!(format!("{got:?}"), format!("{open:?}"), "{n} told, packed at {packed_at}");
            }
        }
        const { assert!(EXAMPLES > 1, "or nothing was left out") };
    }
}
