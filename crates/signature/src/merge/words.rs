//! Rows as numbers: every distinct word once, in the order of the words.

use super::kind::{Kind, Lexicon};
use super::{PART, Row};
use crate::protect;
use crate::scan::{GAP, WILD};
use foldhash::fast::RandomState;
use std::cell::Cell;
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

/// The shape of a row, and the numbers of its words.
pub(super) type Numbered<'a> = (Shape<'a>, Box<[u32]>);

/// The number of a wildcard.
pub(super) const WILD_ID: u32 = 0;

/// All distinct words, sorted, so that a number's order is the word's order.
pub(super) struct Words<'a> {
    sorted: Vec<&'a [u8]>,
    keys: HashSet<u32, RandomState>,
    lexicon: Lexicon,
    /// By number, less one; looked up when one is asked for, since most are not.
    kinds: Vec<Cell<Option<Kind>>>,
}

/// Stands for punctuation where tokens are numbers.
const NO_WORD: u32 = u32::MAX;

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
    /// The words of rows, and the rows in them.
    pub(super) fn of(rows: &[Row<'a>]) -> (Words<'a>, Vec<Numbered<'a>>) {
        // Numbered as they come, until all are known.
        let mut numbers: HashMap<&'a [u8], u32, RandomState> = HashMap::default();
        let mut all: Vec<u32> = Vec::new();
        for token in rows.iter().flat_map(|r| tokens(parts(r.encoded).1)) {
            all.push(match token {
                [WILD] => WILD_ID,
                _ if is_word(token) => {
                    let next = numbers.len() as u32 + WILD_ID + 1;
                    *numbers.entry(token).or_insert(next)
                }
                _ => NO_WORD,
            });
        }
        let mut sorted: Vec<(&[u8], u32)> = numbers.into_iter().collect();
        sorted.sort_unstable();
        let mut final_number = vec![WILD_ID; sorted.len() + 1];
        for (&(_, number), place) in sorted.iter().zip(WILD_ID + 1..) {
            final_number[number as usize] = place;
        }
        let mut all = all.into_iter().map(|n| final_number.get(n as usize).copied().unwrap_or(NO_WORD));
        let mut keys = Keys::default();
        let lines = rows.iter().map(|row| line(row.encoded, &mut all, &mut keys)).collect();
        let words = Words {
            kinds: vec![Cell::new(None); sorted.len()],
            sorted: sorted.into_iter().map(|(word, _)| word).collect(),
            keys: keys.that_take_values(),
            lexicon: Lexicon::new(),
        };
        (words, lines)
    }

    /// Whether `key=` is followed by many different words.
    pub(super) fn takes_values(&self, key: u32) -> bool {
        self.keys.contains(&key) && !self.says_what(key)
    }

    /// Whether what follows `key=` is what the message says.
    pub(super) fn says_what(&self, key: u32) -> bool {
        key != WILD_ID && protect::says_what(self.word(key))
    }

    /// The kind of the word of a number that is no wildcard's.
    pub(super) fn kind(&self, id: u32) -> Kind {
        let kind = &self.kinds[id as usize - 1];
        kind.get().unwrap_or_else(|| {
            kind.set(Some(self.lexicon.kind(self.word(id))));
            self.kind(id)
        })
    }

    /// The word of a number that is no wildcard's.
    pub(super) fn word(&self, id: u32) -> &'a [u8] {
        self.sorted[id as usize - 1]
    }
}

/// A row in numbers, one for each of its tokens.
fn line<'a>(encoded: &'a [u8], numbers: &mut impl Iterator<Item = u32>, keys: &mut Keys) -> Numbered<'a> {
    let (before, message, after) = parts(encoded);
    let mut punctuation = Vec::new();
    let mut ids = Vec::new();
    let mut last = [NO_WORD; 2];
    for (token, number) in tokens(message).zip(numbers) {
        if number == NO_WORD {
            punctuation.push(token);
        } else {
            punctuation.push(b"");
            ids.push(number);
        }
        if number != NO_WORD && matches!(punctuation[..], [.., b"=", _]) {
            keys.see(last[0], number);
        }
        last = [last[1], number];
    }
    let failure = encoded.contains(&PART);
    (Shape { before, after, failure, punctuation }, ids.into())
}

/// By keys, the different words that stand after `key=`, up to [`MANY`].
#[derive(Default)]
struct Keys(HashMap<u32, Vec<u32>, RandomState>);

impl Keys {
    fn see(&mut self, key: u32, value: u32) {
        if matches!(key, NO_WORD | WILD_ID) || value == WILD_ID {
            return;
        }
        let seen = self.0.entry(key).or_default();
        if seen.len() < MANY && !seen.contains(&value) {
            seen.push(value);
        }
    }

    fn that_take_values(self) -> HashSet<u32, RandomState> {
        self.0.into_iter().filter(|(_, seen)| seen.len() >= MANY).map(|(key, _)| key).collect()
    }
}
