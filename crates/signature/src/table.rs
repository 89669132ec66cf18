//! Distinct signatures and what is counted for each, within bounds.
//!
//! The bounds keep the result a function of the set: when there are too many signatures,
//! those with the smallest ids stay, whatever came first. What leaves the merge keeps its
//! own counts; what leaves the table is counted in one sum. Nothing is dropped in silence.

use crate::merge::{Cluster, ClusterId, Row, merge};
use crate::places::Places;
use crate::sig::SigId;
use foldhash::fast::RandomState;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// How many signatures are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// With their tokens, open to merging.
    pub merged: usize,
    /// Bytes of those tokens.
    pub bytes: usize,
    /// With their counts.
    pub counted: usize,
}

impl Default for Limits {
    /// 50,000 signatures of at most 32 MiB in the merge; a million counted.
    fn default() -> Self {
        Limits { merged: 50_000, bytes: 32 << 20, counted: 1_000_000 }
    }
}

/// What is counted for a signature beside its messages.
pub trait Count: Default {
    /// What those of all signatures share.
    type Shared: Default + std::fmt::Debug;

    /// The signature has left the merge: it stands for itself, and there may be very many
    /// of its kind. What can be done without, goes.
    fn alone(&mut self, shared: &mut Self::Shared) {
        let _ = shared;
    }
}

impl Count for () {
    type Shared = ();
}

/// As small as can be: there may be a million of them.
#[derive(Debug)]
struct Entry<T> {
    sig: SigId,
    count: u64,
    tally: T,
}

/// The signatures seen so far.
#[derive(Debug)]
pub struct Table<T: Count> {
    limits: Limits,
    shared: T::Shared,
    places: Places,
    entries: Vec<Entry<T>>,
    /// The tokens of those in the merge.
    tokens: HashMap<SigId, Box<[u8]>, RandomState>,
    /// Places of entries that have left.
    free: Vec<u32>,
    /// Largest id first: who leaves next.
    merged: BinaryHeap<SigId>,
    counted: BinaryHeap<SigId>,
    bytes: usize,
    /// The smallest id that has left the merge for want of room. No larger one comes in
    /// after it, so that what fits does not depend on the order of arrival.
    ceiling: Option<SigId>,
    uncounted: u64,
}

/// What the limits kept out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overflow {
    /// Signatures that stand for themselves, unmerged.
    pub unmerged: u64,
    /// Messages whose signatures are not in the table at all.
    pub uncounted: u64,
}

/// A cluster and the signatures in it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The cluster's id.
    pub id: ClusterId,
    /// Its template's tokens; `None` for a signature that the limits kept out of the merge.
    pub template: Option<Vec<u8>>,
    /// Its signatures, sorted.
    pub sigs: Vec<SigId>,
    /// Messages.
    pub count: u64,
}

impl Found {
    /// The cluster of a signature that the limits kept out of the merge.
    pub fn alone(sig: SigId, count: u64) -> Found {
        Found { id: ClusterId::of_sig(sig), template: None, sigs: vec![sig], count }
    }
}

impl<T: Count> Table<T> {
    /// An empty table.
    pub fn new(limits: Limits) -> Self {
        Table {
            limits: Limits {
                merged: limits.merged.max(1),
                counted: limits.counted.max(limits.merged).max(1),
                ..limits
            },
            shared: T::Shared::default(),
            places: Places::new(),
            entries: Vec::new(),
            tokens: HashMap::default(),
            free: Vec::new(),
            merged: BinaryHeap::new(),
            counted: BinaryHeap::new(),
            bytes: 0,
            ceiling: None,
            uncounted: 0,
        }
    }

    /// Counts `n` messages of a signature. `None`: the table has no room for it. The tokens
    /// matter only when the signature comes for the first time: one that has left the table
    /// never comes back into the merge.
    pub fn add(&mut self, sig: SigId, encoded: &[u8], n: u64) -> Option<(&mut T, &mut T::Shared)> {
        let place = match self.place(sig) {
            Some(place) => place,
            None => match self.make_room(sig, encoded) {
                Some(place) => place,
                None => {
                    self.uncounted += n;
                    return None;
                }
            },
        };
        let entry = &mut self.entries[place as usize];
        entry.count += n;
        Some((&mut entry.tally, &mut self.shared))
    }

    fn place(&self, sig: SigId) -> Option<u32> {
        self.places.find(sig, |place| self.entries[place as usize].sig)
    }

    fn make_room(&mut self, sig: SigId, encoded: &[u8]) -> Option<u32> {
        let entry = Entry { sig, count: 0, tally: T::default() };
        let place = match self.free.pop() {
            Some(place) => {
                self.entries[place as usize] = entry;
                place
            }
            None => {
                self.entries.push(entry);
                self.entries.len() as u32 - 1
            }
        };
        self.places.insert(sig, place, |place| self.entries[place as usize].sig);
        if self.ceiling.is_none_or(|c| sig < c) {
            self.tokens.insert(sig, encoded.into());
            self.bytes += encoded.len();
            self.merged.push(sig);
            while self.merged.len() > self.limits.merged || self.bytes > self.limits.bytes {
                let Some(last) = self.merged.pop() else { break };
                self.unmerge(last);
            }
        } else {
            self.entries[place as usize].tally.alone(&mut self.shared);
            self.counted.push(sig);
        }
        if self.places.len() > self.limits.counted
            && let Some(last) = self.counted.pop()
            && let Some(gone) = self.places.remove(last, |place| self.entries[place as usize].sig)
        {
            let gone_entry = &mut self.entries[gone as usize];
            self.uncounted += gone_entry.count;
            gone_entry.tally = T::default();
            self.free.push(gone);
            if last == sig {
                return None;
            }
        }
        Some(place)
    }

    fn unmerge(&mut self, sig: SigId) {
        self.ceiling = Some(self.ceiling.map_or(sig, |c| c.min(sig)));
        self.bytes -= self.tokens.remove(&sig).map_or(0, |e| e.len());
        if let Some(place) = self.place(sig) {
            self.entries[place as usize].tally.alone(&mut self.shared);
            self.counted.push(sig);
        }
    }

    fn entry(&self, sig: SigId) -> Option<&Entry<T>> {
        self.place(sig).map(|place| &self.entries[place as usize])
    }

    /// What is counted for a signature.
    pub fn tally(&self, sig: SigId) -> Option<&T> {
        self.entry(sig).map(|e| &e.tally)
    }

    /// What the tallies share.
    pub fn shared(&self) -> &T::Shared {
        &self.shared
    }

    /// How many messages a signature has.
    pub fn count(&self, sig: SigId) -> u64 {
        self.entry(sig).map_or(0, |e| e.count)
    }

    /// A signature's tokens, while it is open to merging.
    pub fn encoded(&self, sig: SigId) -> Option<&[u8]> {
        self.tokens.get(&sig).map(|tokens| &**tokens)
    }

    /// Distinct signatures in the table.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.places.len() == 0
    }

    /// What the limits kept out.
    pub fn overflow(&self) -> Overflow {
        Overflow { unmerged: self.counted.len() as u64, uncounted: self.uncounted }
    }

    /// Merges what is open to merging. Sorted by count, largest first, then by id.
    pub fn clusters(&self) -> Vec<Found> {
        let mut sigs: Vec<SigId> = self.merged.iter().copied().collect();
        sigs.sort_unstable();
        let rows: Vec<Row<'_>> = sigs
            .into_iter()
            .filter_map(|sig| Some(Row { sig, encoded: self.encoded(sig)?, count: self.count(sig) }))
            .collect();
        let mut found: Vec<Found> = merge(&rows)
            .into_iter()
            .map(|Cluster { id, template, members }| Found {
                id,
                template: Some(template),
                count: members.iter().map(|&m| rows[m].count).sum(),
                sigs: members.iter().map(|&m| rows[m].sig).collect(),
            })
            .collect();
        found.sort_by(|a, b| b.count.cmp(&a.count).then(a.id.cmp(&b.id)));
        found
    }

    /// The signatures that the limits kept out of the merge, each with its messages; every
    /// one is a cluster of its own, see [`Found::alone`]. Sorted like the clusters.
    pub fn alone(&self) -> impl Iterator<Item = (SigId, u64)> + use<T> {
        let key = |&sig: &SigId| (Reverse(self.count(sig)), ClusterId::of_sig(sig), sig);
        let mut alone: Vec<_> = self.counted.iter().map(key).collect();
        alone.sort_unstable();
        alone.into_iter().map(|(Reverse(count), _, sig)| (sig, count))
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, Found, Limits, Table};
    use crate::sig::SigId;
    use proptest::prelude::*;

    impl Count for u32 {
        type Shared = ();
    }

    #[test]
    fn counts_are_per_signature() {
        let mut table: Table<u32> = Table::new(Limits::default());
        for text in ["a b", "a b", "c d e"] {
            *table.add(SigId::of(text.as_bytes()), text.as_bytes(), 1).expect("some").0 += 1;
        }
        assert_eq!(
            (table.len(), table.count(SigId::of(b"a b")), table.tally(SigId::of(b"a b"))),
            (2, 2, Some(&2))
        );
        assert_eq!(table.clusters()[0].count, 2);
    }

    proptest! {
        /// Whatever the order, the same signatures stay, and no message is lost.
        #[test]
        fn limits_choose_by_the_set(mut words in proptest::collection::vec("[a-z]{1,3}", 1..200), merged in 1usize..20, bytes in 1usize..40, more in 0usize..20) {
            let limits = Limits { merged, bytes, counted: merged + more };
            let run = |words: &[String]| {
                let mut table: Table<()> = Table::new(limits);
                for w in words {
                    table.add(SigId::of(w.as_bytes()), w.as_bytes(), 1);
                }
                let alone = table.alone().map(|(sig, count)| Found::alone(sig, count));
                let clusters: Vec<_> = table.clusters().into_iter().chain(alone).map(|c| (c.id, c.template, c.sigs, c.count)).collect();
                (clusters, table.overflow())
            };
            let forward = run(&words);
            words.reverse();
            let backward = run(&words);
            prop_assert_eq!(&forward, &backward);
            let counted: u64 = forward.0.iter().map(|c| c.3).sum();
            prop_assert_eq!(counted + forward.1.uncounted, words.len() as u64);
        }
    }
}
