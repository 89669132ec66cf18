//! Which tests are open, which ended lately, and how often each was tried.

use crate::clock::Now;
use std::collections::hash_map::{DefaultHasher, HashMap};
use std::collections::{BTreeMap, VecDeque};
use std::hash::{Hash as _, Hasher as _};

/// Open tests that are remembered; beyond them the oldest is only counted.
pub(crate) const MOST_RUNNING: usize = 65_536;
/// Different tests whose attempts are told apart (24 bytes each).
pub(crate) const MOST_TRACKED: usize = 1 << 20;
/// Ended tests whose time is remembered, to tell who left a process behind.
const MOST_RECENT: usize = 4096;

/// A test that has begun and not ended.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    pub(crate) test_id: String,
    pub(crate) since: Now,
}

#[derive(Clone, Copy, Debug, Default)]
struct Known {
    attempts: u32,
    failing: bool,
}

/// One attempt that ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attempt {
    /// From 1.
    pub(super) number: u64,
    /// The test's attempt before this one failed.
    pub(super) failed_before: bool,
    /// Attempts of this test are told apart.
    pub(super) tracked: bool,
}

/// The tests of a run.
#[derive(Debug, Default)]
pub(super) struct Roster {
    /// Open tests by the order of their start, and that order by id.
    open: BTreeMap<u64, Open>,
    order: HashMap<String, u64>,
    next_order: u64,
    /// Tests that ended lately, and from when to when they were open.
    recent: VecDeque<(String, u64, u64)>,
    known: HashMap<u64, Known>,
}

impl Roster {
    /// A test begins. One that was announced before without an end begins again now.
    pub(super) fn start(&mut self, test_id: &str, now: Now) {
        if let Some(order) = self.order.remove(test_id) {
            self.open.remove(&order);
        }
        if self.open.len() >= MOST_RUNNING
            && let Some((_, oldest)) = self.open.pop_first()
        {
            self.order.remove(&oldest.test_id);
        }
        self.order.insert(test_id.to_owned(), self.next_order);
        self.open.insert(self.next_order, Open { test_id: test_id.to_owned(), since: now });
        self.next_order += 1;
    }

    /// A test ends; since when it was open, if it was.
    pub(super) fn finish(&mut self, test_id: &str, now: Now) -> Option<Now> {
        let order = self.order.remove(test_id)?;
        let since = self.open.remove(&order)?.since;
        if self.recent.len() == MOST_RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back((test_id.to_owned(), since.boot_ns, now.boot_ns));
        Some(since)
    }

    /// How many are open.
    pub(super) fn running(&self) -> u64 {
        self.open.len() as u64
    }

    /// The open tests, the oldest first.
    pub(super) fn open(&self) -> impl Iterator<Item = &Open> {
        self.open.values()
    }

    /// The test that has been open longest.
    pub(super) fn oldest(&self) -> Option<&Open> {
        self.open.values().next()
    }

    /// The open test that began last.
    pub(super) fn newest(&self) -> Option<&Open> {
        self.open.values().next_back()
    }

    /// The test that was open at some instant between these two, if it was exactly one.
    pub(super) fn open_during(&self, from_ns: u64, to_ns: u64) -> Option<&str> {
        let ended = self.recent.iter().filter(|(_, began, end)| *began <= to_ns && from_ns <= *end);
        let open = self.open.values().filter(|open| open.since.boot_ns <= to_ns);
        let mut found = ended.map(|(id, ..)| id.as_str()).chain(open.map(|open| open.test_id.as_str()));
        found.next().filter(|_| found.next().is_none())
    }

    /// How many attempts of a test have ended.
    pub(super) fn attempts(&self, test_id: &str) -> u64 {
        self.known.get(&key(test_id)).map_or(0, |known| u64::from(known.attempts))
    }

    /// Counts an attempt that ended.
    pub(super) fn attempted(&mut self, test_id: &str, bad: bool) -> Attempt {
        let key = key(test_id);
        if self.known.len() >= MOST_TRACKED && !self.known.contains_key(&key) {
            // Too many to tell attempts apart: each counts as a test of its own.
            return Attempt { number: 1, failed_before: false, tracked: false };
        }
        let known = self.known.entry(key).or_default();
        known.attempts = known.attempts.saturating_add(1);
        let failed_before = std::mem::replace(&mut known.failing, bad);
        Attempt { number: u64::from(known.attempts), failed_before, tracked: true }
    }

    /// A test of which nothing is known but that its last attempt failed.
    pub(super) fn failed_once(&mut self, test_id: &str) {
        self.known.insert(key(test_id), Known { attempts: 1, failing: true });
    }
}

/// `DefaultHasher::new` has fixed keys, so that equal runs stay equal; a collision among
/// a million tests has a chance of 3e-8 and would only merge two attempt counts.
fn key(test_id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    test_id.hash(&mut hasher);
    hasher.finish()
}
