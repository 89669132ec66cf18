//! Fixed bytes and the values between them: what shapes of lines and of members are made
//! of.

use super::parse::Token;
use super::token;
use super::{Kind, Slot};

/// Fixed bytes, and the value behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    fixed: Vec<Chunk>,
    text: bool,
    /// Where the value goes; most values go nowhere.
    slots: Vec<usize>,
}

/// Parts, and the fixed bytes behind the last value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pieces {
    parts: Vec<Part>,
    tail: Vec<Chunk>,
}

/// Up to 16 bytes, to be compared at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Chunk {
    bytes: u128,
    mask: u128,
    length: usize,
}

impl Chunk {
    fn new(bytes: &[u8]) -> Chunk {
        let mut padded = [0; 16];
        let mut mask = [0; 16];
        for (at, &byte) in bytes.iter().take(16).enumerate() {
            padded[at] = byte;
            mask[at] = 0xff;
        }
        Chunk {
            bytes: u128::from_le_bytes(padded),
            mask: u128::from_le_bytes(mask),
            length: bytes.len().min(16),
        }
    }

    #[inline]
    fn stands_at(&self, block: &[u8], at: usize) -> bool {
        let word = match block.get(at..).and_then(|rest| rest.first_chunk::<16>()) {
            Some(chunk) => u128::from_le_bytes(*chunk),
            None => return self.stands_at_end(block, at),
        };
        (word ^ self.bytes) & self.mask == 0
    }

    #[cold]
    fn stands_at_end(&self, block: &[u8], at: usize) -> bool {
        let want = self.bytes.to_le_bytes();
        block.get(at..).is_some_and(|rest| rest.starts_with(&want[..self.length]))
    }
}

/// The end of the chunks that stand at `at`.
#[inline]
fn all_stand(chunks: &[Chunk], block: &[u8], mut at: usize) -> Option<usize> {
    for chunk in chunks {
        if !chunk.stands_at(block, at) {
            return None;
        }
        at += chunk.length;
    }
    Some(at)
}

/// How the slots stood at the end, for one of them: what has to be there before the values
/// are filled in. `None` for an array or an object, whose range the values cannot tell.
pub(super) fn base(slot: &Slot) -> Option<Slot> {
    match slot.kind {
        Kind::Array | Kind::Object => None,
        Kind::Missing | Kind::Null | Kind::True | Kind::False => {
            Some(Slot { kind: slot.kind, ..Slot::default() })
        }
        _ => Some(Slot::default()),
    }
}

impl Pieces {
    /// The pieces of checked bytes `line[from..end]`, whose values are `tokens`; each of
    /// the slots that holds one of the values gets that of the next line.
    pub(super) fn of(
        line: &[u8],
        from: usize,
        end: usize,
        tokens: &[Token],
        slots: &[Slot],
    ) -> Option<Pieces> {
        let chunks = |range: std::ops::Range<usize>| -> Option<Vec<Chunk>> {
            Some(line.get(range)?.chunks(16).map(Chunk::new).collect())
        };
        let mut parts = Vec::with_capacity(tokens.len());
        let mut done = from;
        for token in tokens {
            let holds = |slot: &Slot| {
                slot.start == token.start
                    && matches!(slot.kind, Kind::Short | Kind::Number | Kind::Text | Kind::Escaped)
            };
            parts.push(Part {
                fixed: chunks(done..token.start as usize)?,
                text: token.kind == Kind::Text,
                slots: (0..slots.len()).filter(|&at| holds(&slots[at])).collect(),
            });
            done = token.end as usize;
        }
        Some(Pieces { parts, tail: chunks(done..end)? })
    }

    /// The end of what stands at `at`, where it has these pieces; its values fill the
    /// slots. Values are checked as the full parser checks them.
    #[inline]
    pub(super) fn matched(&self, block: &[u8], mut at: usize, slots: &mut [Slot]) -> Option<usize> {
        for part in &self.parts {
            at = all_stand(&part.fixed, block, at)?;
            let slot = if part.text {
                let (end, escaped) = token::string(block, at).ok()?;
                let kind = if escaped { Kind::Escaped } else { Kind::Text };
                // The quote is the first of the bytes that follow.
                Slot { kind, start: at as u32, end: end as u32, ..Slot::default() }
            } else {
                token::number(block, at).ok()?
            };
            for &wanted in &part.slots {
                if let Some(place) = slots.get_mut(wanted) {
                    *place = slot;
                }
            }
            at = slot.end as usize;
        }
        all_stand(&self.tail, block, at)
    }
}
