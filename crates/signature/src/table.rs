//! Distinct signatures and what is counted for each, within bounds.
//!
//! The bounds keep the result a function of the set: when there are too many signatures,
//! those with the smallest ids stay, whatever came first. What leaves the merge keeps its
//! own counts; what leaves the table is counted in one sum. Nothing is dropped in silence.

use crate::merge::{Cluster, ClusterId, Row, merge};
use crate::sig::SigId;
use std::collections::{BinaryHeap, HashMap};

/// How many signatures are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// With their tokens, open to merging.
    pub merged: usize,
    /// With their counts.
    pub counted: usize,
}

impl Default for Limits {
    /// 50,000 signatures in the merge, about 50 MB at most lengths seen; a million counted.
    fn default() -> Self {
        Limits { merged: 50_000, counted: 1_000_000 }
    }
}

/// Tokens longer than this stay out of the merge, so that memory is bounded by the limits.
const LONGEST: usize = 4096;

#[derive(Debug)]
struct Entry<T> {
    encoded: Option<Box<[u8]>>,
    count: u64,
    tally: T,
}

/// The signatures seen so far.
#[derive(Debug)]
pub struct Table<T> {
    limits: Limits,
    entries: HashMap<SigId, Entry<T>>,
    /// Largest id first: who leaves next.
    merged: BinaryHeap<SigId>,
    counted: BinaryHeap<SigId>,
    overflow: Overflow,
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

impl<T: Default> Table<T> {
    /// An empty table.
    pub fn new(limits: Limits) -> Self {
        Table {
            limits: Limits {
                merged: limits.merged.max(1),
                counted: limits.counted.max(limits.merged).max(1),
            },
            entries: HashMap::new(),
            merged: BinaryHeap::new(),
            counted: BinaryHeap::new(),
            overflow: Overflow::default(),
        }
    }

    /// Counts `n` messages of a signature. `None`: the table has no room for it. The tokens
    /// matter only when the signature comes for the first time: one that has left the table
    /// never comes back into the merge.
    pub fn add(&mut self, sig: SigId, encoded: &[u8], n: u64) -> Option<&mut T> {
        if !self.entries.contains_key(&sig) && !self.make_room(sig, encoded) {
            self.overflow.uncounted += n;
            return None;
        }
        self.entries.get_mut(&sig).map(|entry| {
            entry.count += n;
            &mut entry.tally
        })
    }

    fn make_room(&mut self, sig: SigId, encoded: &[u8]) -> bool {
        let mut kept = encoded.len() <= LONGEST;
        if kept {
            self.merged.push(sig);
            if self.merged.len() > self.limits.merged
                && let Some(last) = self.merged.pop()
            {
                if last == sig {
                    kept = false;
                } else if let Some(entry) = self.entries.get_mut(&last) {
                    entry.encoded = None;
                    self.counted.push(last);
                }
            }
        }
        if !kept {
            self.counted.push(sig);
        }
        let entry = Entry { encoded: kept.then(|| encoded.into()), count: 0, tally: T::default() };
        self.entries.insert(sig, entry);
        if self.entries.len() > self.limits.counted
            && let Some(last) = self.counted.pop()
            && let Some(gone) = self.entries.remove(&last)
        {
            self.overflow.uncounted += gone.count;
            return last != sig;
        }
        true
    }

    /// What is counted for a signature.
    pub fn tally(&self, sig: SigId) -> Option<&T> {
        self.entries.get(&sig).map(|e| &e.tally)
    }

    /// How many messages a signature has.
    pub fn count(&self, sig: SigId) -> u64 {
        self.entries.get(&sig).map_or(0, |e| e.count)
    }

    /// A signature's tokens, while it is open to merging.
    pub fn encoded(&self, sig: SigId) -> Option<&[u8]> {
        self.entries.get(&sig)?.encoded.as_deref()
    }

    /// Distinct signatures in the table.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What the limits kept out.
    pub fn overflow(&self) -> Overflow {
        Overflow { unmerged: self.counted.len() as u64, ..self.overflow }
    }

    /// Merges what is in the table. Sorted by count, largest first, then by id.
    pub fn clusters(&self) -> Vec<Found> {
        let mut sigs: Vec<SigId> = self.entries.keys().copied().collect();
        sigs.sort_unstable();
        let mut rows = Vec::new();
        let mut found = Vec::new();
        for sig in sigs {
            let entry = &self.entries[&sig];
            match &entry.encoded {
                Some(encoded) => rows.push(Row { sig, encoded, count: entry.count }),
                None => found.push(Found {
                    id: ClusterId::of_sig(sig),
                    template: None,
                    sigs: vec![sig],
                    count: entry.count,
                }),
            }
        }
        found.extend(merge(&rows).into_iter().map(|Cluster { id, template, members }| Found {
            id,
            template: Some(template),
            count: members.iter().map(|&m| rows[m].count).sum(),
            sigs: members.iter().map(|&m| rows[m].sig).collect(),
        }));
        found.sort_by(|a, b| b.count.cmp(&a.count).then(a.id.cmp(&b.id)));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{Limits, Table};
    use crate::sig::SigId;
    use proptest::prelude::*;

    #[test]
    fn counts_are_per_signature() {
        let mut table: Table<u32> = Table::new(Limits::default());
        for text in ["a b", "a b", "c d e"] {
            *table.add(SigId::of(text.as_bytes()), text.as_bytes(), 1).expect("some") += 1;
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
        fn limits_choose_by_the_set(mut words in proptest::collection::vec("[a-z]{1,3}", 1..200), merged in 1usize..20, more in 0usize..20) {
            let limits = Limits { merged, counted: merged + more };
            let run = |words: &[String]| {
                let mut table: Table<()> = Table::new(limits);
                for w in words {
                    table.add(SigId::of(w.as_bytes()), w.as_bytes(), 1);
                }
                let clusters: Vec<_> = table.clusters().into_iter().map(|c| (c.id, c.template, c.sigs, c.count)).collect();
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
