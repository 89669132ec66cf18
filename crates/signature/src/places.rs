//! Where the entry of a signature stands: four to eight bytes for each of a million, where a hash
//! map of ids would take twenty and more.

use crate::sig::SigId;
use foldhash::fast::RandomState;
use std::hash::BuildHasher as _;

const EMPTY: u32 = u32::MAX;

/// An open table of places; the ids themselves stand in the entries, which whoever asks looks up.
#[derive(Debug)]
pub(crate) struct Places {
    /// A power of two, at most three quarters of it in use; probed one after the other.
    slots: Vec<u32>,
    used: usize,
    /// Ids are hashes already, but of texts that somebody may have chosen.
    seed: u64,
}

impl Places {
    pub(crate) fn new() -> Places {
        Places { slots: vec![EMPTY; 8], used: 0, seed: RandomState::default().hash_one(0_u8) | 1 }
    }

    pub(crate) fn len(&self) -> usize {
        self.used
    }

    fn home(&self, sig: SigId) -> usize {
        let bits = self.slots.len().trailing_zeros();
        (sig.0.wrapping_mul(self.seed) >> (64 - bits)) as usize
    }

    fn next(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }

    /// The slot of a signature, or the empty one where it would stand.
    fn slot(&self, sig: SigId, sig_at: impl Fn(u32) -> SigId) -> usize {
        let mut slot = self.home(sig);
        while self.slots[slot] != EMPTY && sig_at(self.slots[slot]) != sig {
            slot = self.next(slot);
        }
        slot
    }

    /// The place of a signature's entry; `sig_at` says whose entry stands at a place.
    pub(crate) fn find(&self, sig: SigId, sig_at: impl Fn(u32) -> SigId) -> Option<u32> {
        Some(self.slots[self.slot(sig, sig_at)]).filter(|&place| place != EMPTY)
    }

    /// Notes the place of a signature that is not known yet.
    pub(crate) fn insert(&mut self, sig: SigId, place: u32, sig_at: impl Fn(u32) -> SigId + Copy) {
        if (self.used + 1) * 4 > self.slots.len() * 3 {
            let more = vec![EMPTY; self.slots.len() * 2];
            for old in std::mem::replace(&mut self.slots, more).into_iter().filter(|&p| p != EMPTY) {
                let slot = self.slot(sig_at(old), sig_at);
                self.slots[slot] = old;
            }
        }
        let slot = self.slot(sig, sig_at);
        self.slots[slot] = place;
        self.used += 1;
    }

    /// Forgets a signature; the place that its entry had.
    pub(crate) fn remove(&mut self, sig: SigId, sig_at: impl Fn(u32) -> SigId + Copy) -> Option<u32> {
        let mut gap = self.slot(sig, sig_at);
        let place = Some(self.slots[gap]).filter(|&place| place != EMPTY)?;
        self.used -= 1;
        // Those behind move up, so that no search ends at the gap before it is where it should be.
        let mut slot = self.next(gap);
        while self.slots[slot] != EMPTY {
            let home = self.home(sig_at(self.slots[slot]));
            let mask = self.slots.len() - 1;
            if (slot.wrapping_sub(home) & mask) >= (slot.wrapping_sub(gap) & mask) {
                self.slots[gap] = self.slots[slot];
                gap = slot;
            }
            slot = self.next(slot);
        }
        self.slots[gap] = EMPTY;
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::Places;
    use crate::sig::SigId;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// As a map has them, with ids that want to stand in the same slots.
        #[test]
        fn places_are_those_of_a_map(steps in proptest::collection::vec((any::<bool>(), 0..40_u64), 0..200)) {
            let mut places = Places::new();
            places.seed = 1;
            let mut map = BTreeMap::new();
            let ids = |n: u64| SigId((n % 4) << 61 | n);
            let sig_at = |place: u32| ids(u64::from(place));
            for (insert, n) in steps {
                if insert && !map.contains_key(&ids(n)) {
                    places.insert(ids(n), n as u32, sig_at);
                    map.insert(ids(n), n as u32);
                } else if !insert {
                    prop_assert_eq!(places.remove(ids(n), sig_at), map.remove(&ids(n)));
                }
                prop_assert_eq!(places.len(), map.len());
                for n in 0..40 {
                    prop_assert_eq!(places.find(ids(n), sig_at), map.get(&ids(n)).copied());
                }
            }
        }
    }
}
