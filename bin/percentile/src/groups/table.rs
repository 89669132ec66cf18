//! Keys interned: each gets a number, in the order of their first record.

use super::key::Key;

/// Keys, in the order of their first record.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) keys: Vec<Key>,
    /// Open addressing.
    places: Vec<Place>,
}

/// A place in the table.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// The key itself where it is short, else its hash.
    word: u64,
    /// The key's length, and whether it is plain; a long key must be compared.
    shape: u32,
    /// The number of the key plus one; 0 is free.
    at: u32,
}

/// Keys of up to this many bytes are compared as one word.
pub(super) const SHORT: usize = 8;

impl Default for Table {
    fn default() -> Table {
        Table { keys: Vec::new(), places: vec![Place::default(); 1024] }
    }
}

impl Table {
    pub(super) fn intern(&mut self, plain: bool, bytes: &[u8]) -> usize {
        self.intern_word(plain, bytes, word(bytes))
    }

    #[inline(always)]
    pub(super) fn intern_word(&mut self, plain: bool, bytes: &[u8], word: u64) -> usize {
        let shape = (bytes.len() as u32) << 1 | u32::from(plain);
        let mask = self.places.len() - 1;
        let mut at = slot(word, shape) & mask;
        loop {
            let place = self.places[at];
            if place.at == 0 {
                return self.add(at, Key { plain, bytes: bytes.into() }, word, shape);
            }
            if place.word == word && place.shape == shape {
                let found = place.at as usize - 1;
                if bytes.len() <= SHORT || *self.keys[found].bytes == *bytes {
                    return found;
                }
            }
            at = (at + 1) & mask;
        }
    }

    #[cold]
    fn add(&mut self, at: usize, key: Key, word: u64, shape: u32) -> usize {
        self.keys.push(key);
        self.places[at] = Place { word, shape, at: self.keys.len() as u32 };
        // Mostly empty: a guess that fails costs more than a larger table.
        if self.keys.len() * 4 > self.places.len() {
            let mask = self.places.len() * 2 - 1;
            let old = std::mem::replace(&mut self.places, vec![Place::default(); mask + 1]);
            for place in old.into_iter().filter(|place| place.at > 0) {
                let mut at = slot(place.word, place.shape) & mask;
                while self.places[at].at != 0 {
                    at = (at + 1) & mask;
                }
                self.places[at] = place;
            }
        }
        self.keys.len() - 1
    }
}

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// Where a key belongs in the table.
#[inline]
fn slot(word: u64, shape: u32) -> usize {
    ((word ^ u64::from(shape) << 56).wrapping_mul(FACTOR) >> 32) as usize
}

/// A short key as a word, or the hash of a long one.
pub(super) fn word(bytes: &[u8]) -> u64 {
    if bytes.len() > SHORT {
        return hash(bytes);
    }
    bytes.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte))
}

/// Multiply and rotate over words. Whoever could choose keys that collide owns the input.
#[inline]
fn hash(bytes: &[u8]) -> u64 {
    let mut hash = bytes.len() as u64;
    let mut rest = bytes;
    while let Some((head, tail)) = rest.split_first_chunk::<8>() {
        hash = (hash.rotate_left(23) ^ u64::from_le_bytes(*head)).wrapping_mul(FACTOR);
        rest = tail;
    }
    let mut last = 0;
    for &byte in rest {
        last = last << 8 | u64::from(byte);
    }
    hash = (hash.rotate_left(23) ^ last).wrapping_mul(FACTOR);
    hash ^ hash >> 29
}
