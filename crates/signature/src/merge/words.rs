//! Rows as numbers: every distinct word once, in the order of the words.

use super::kind::{Kind, Lexicon};
use super::{PART, Row};
use crate::scan::{GAP, WILD};
use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet};

/// A key with at least this many different words after `key=` anywhere in the set takes values.
const MANY: usize = 3;

/// What must agree: the fixed parts, and where which punctuation stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shape<'a> {
    pub(super) before: &'a [u8],
    pub(super) after: &'a [u8],
    /// Whether it has these parts, be they empty: then it is of a failure.
    pub(super) failure: bool,
    /// Per token its bytes if it is punctuation, else nothing.
    pub(super) punctuation: Vec<&'a [u8]>,
}

/// A row with its words as numbers; punctuation is left out, the shape has it.
pub(super) struct Line {
    pub(super) row: u32,
    pub(super) ids: Box<[u32]>,
}

/// The number of a wildcard.
pub(super) const WILD_ID: u32 = 0;

/// All distinct words, sorted, so that a number's order is the word's order.
pub(super) struct Words<'a> {
    sorted: Vec<&'a [u8]>,
    numbers: HashMap<&'a [u8], u32, RandomState>,
    keys: HashSet<u32, RandomState>,
    /// By number, less one.
    kinds: Vec<Kind>,
}

pub(super) fn is_word(token: &[u8]) -> bool {
    token.iter().any(|b| b.is_ascii_alphanumeric() || *b >= 0x80) || token == [WILD]
}

/// Type, message, site; a message without parts is all message.
fn parts(encoded: &[u8]) -> (&[u8], &[u8], &[u8]) {
    let mut it = encoded.splitn(3, |&b| b == PART);
    let first = it.next().unwrap_or(b"");
    match (it.next(), it.next()) {
        (Some(message), site) => (first, message, site.unwrap_or(b"")),
        _ => (b"", first, b""),
    }
}

fn tokens(message: &[u8]) -> impl Iterator<Item = &[u8]> {
    message.split(|&b| b == GAP).filter(|t| !t.is_empty())
}

impl<'a> Words<'a> {
    pub(super) fn of(rows: &[Row<'a>]) -> Words<'a> {
        let mut numbers: HashMap<&'a [u8], u32, RandomState> = HashMap::default();
        for token in rows.iter().flat_map(|r| tokens(parts(r.encoded).1)) {
            if is_word(token) && token != [WILD] {
                numbers.insert(token, 0);
            }
        }
        let mut sorted: Vec<&[u8]> = numbers.keys().copied().collect();
        sorted.sort_unstable();
        for (word, number) in sorted.iter().zip(WILD_ID + 1..) {
            numbers.insert(word, number);
        }
        let keys = keys(rows, &numbers);
        let lexicon = Lexicon::new();
        let kinds = sorted.iter().map(|w| lexicon.kind(w)).collect();
        Words { sorted, numbers, keys, kinds }
    }

    /// Whether `key=` is followed by many different words.
    pub(super) fn takes_values(&self, key: u32) -> bool {
        self.keys.contains(&key)
    }

    /// The kind of the word of a number that is no wildcard's.
    pub(super) fn kind(&self, id: u32) -> Kind {
        self.kinds[id as usize - 1]
    }

    /// The word of a number that is no wildcard's.
    pub(super) fn word(&self, id: u32) -> &'a [u8] {
        self.sorted[id as usize - 1]
    }

    pub(super) fn line(&self, encoded: &'a [u8]) -> (Shape<'a>, Box<[u32]>) {
        let (before, message, after) = parts(encoded);
        let mut punctuation = Vec::new();
        let mut ids = Vec::new();
        for token in tokens(message) {
            if is_word(token) {
                punctuation.push(&b""[..]);
                ids.push(self.numbers.get(token).copied().unwrap_or(WILD_ID));
            } else {
                punctuation.push(token);
            }
        }
        let failure = encoded.contains(&PART);
        (Shape { before, after, failure, punctuation }, ids.into())
    }
}

fn keys(rows: &[Row<'_>], numbers: &HashMap<&[u8], u32, RandomState>) -> HashSet<u32, RandomState> {
    let number = |word: &[u8]| numbers.get(word).copied();
    let mut values: HashMap<u32, Vec<u32>, RandomState> = HashMap::default();
    for row in rows {
        let mut last: [&[u8]; 2] = [b"", b""];
        for token in tokens(parts(row.encoded).1) {
            if last[1] == b"="
                && let (Some(key), Some(value)) = (number(last[0]), number(token))
            {
                let seen = values.entry(key).or_default();
                if seen.len() < MANY && !seen.contains(&value) {
                    seen.push(value);
                }
            }
            last = [last[1], token];
        }
    }
    values.into_iter().filter(|(_, seen)| seen.len() >= MANY).map(|(key, _)| key).collect()
}
