//! Shapes: the bytes between the values of a line, remembered, so that the next line of
//! the same shape needs only its values checked.

use super::parse::Token;
use super::token;
use super::{Kind, Slot};

/// How many shapes are kept at once.
const MOST: usize = 4;

/// Lines between two looks at whether shapes pay.
const PERIOD: u32 = 256;

/// Periods without shapes, after one in which they did not pay.
const REST: u32 = 64;

/// The shapes of a stream, the last one matched in front.
#[derive(Clone, Debug, Default)]
pub(super) struct Shapes {
    known: Vec<Shape>,
    misses: u32,
    /// Lines to come without shapes.
    rest: u32,
    hits: u32,
    disabled: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Shape {
    parts: Vec<Part>,
    /// The slots before any value is filled in: `null`, `true`, `false`, missing.
    base: Vec<Slot>,
}

/// Fixed bytes, and the value behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    fixed: Vec<Chunk>,
    value: Value,
    /// Where the value goes; most values go nowhere.
    slots: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Text,
    Number,
    /// The line ends here.
    End,
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

impl Shape {
    /// The shape of a checked line; `None` where a slot is an array or an object, whose
    /// range cannot be told from the values.
    fn of(line: &[u8], from: usize, tokens: &[Token], slots: &[Slot]) -> Option<Shape> {
        let mut base = slots.to_vec();
        let mut fills = vec![Vec::new(); tokens.len()];
        for (at, slot) in base.iter_mut().enumerate() {
            match slot.kind {
                Kind::Missing | Kind::Null | Kind::True | Kind::False => {
                    *slot = Slot { kind: slot.kind, ..Slot::default() };
                }
                Kind::Array | Kind::Object => return None,
                _ => {
                    let token = tokens.iter().position(|t| t.start == slot.start)?;
                    fills[token].push(at);
                    *slot = Slot::default();
                }
            }
        }
        let mut parts = Vec::with_capacity(tokens.len() + 1);
        let mut done = from;
        let chunks = |range: std::ops::Range<usize>| -> Option<Vec<Chunk>> {
            Some(line.get(range)?.chunks(16).map(Chunk::new).collect())
        };
        for (token, slots) in tokens.iter().zip(fills) {
            let value = if token.kind == Kind::Text { Value::Text } else { Value::Number };
            let fixed = chunks(done..token.start as usize)?;
            parts.push(Part { fixed, value, slots });
            done = token.end as usize;
        }
        parts.push(Part { fixed: chunks(done..line.len())?, value: Value::End, slots: Vec::new() });
        Some(Shape { parts, base })
    }

    /// The end of the line at `from`, where it has this shape.
    #[inline]
    fn matched(&self, block: &[u8], from: usize, slots: &mut [Slot]) -> Option<usize> {
        let mut at = from;
        slots.copy_from_slice(&self.base);
        for part in &self.parts {
            for chunk in &part.fixed {
                if !chunk.stands_at(block, at) {
                    return None;
                }
                at += chunk.length;
            }
            let slot = match part.value {
                Value::Text => {
                    let (end, escaped) = token::string(block, at).ok()?;
                    let kind = if escaped { Kind::Escaped } else { Kind::Text };
                    // The quote is the first of the bytes that follow.
                    Slot { kind, start: at as u32, end: end as u32, ..Slot::default() }
                }
                Value::Number => token::number(block, at).ok()?,
                Value::End => {
                    return match block.get(at) {
                        Some(b'\n') | None => Some(at),
                        Some(_) => None,
                    };
                }
            };
            for &wanted in &part.slots {
                slots[wanted] = slot;
            }
            at = slot.end as usize;
        }
        None
    }
}

impl Shapes {
    pub(super) fn disable(&mut self) {
        self.disabled = true;
    }

    /// Whether the next line through the full parser should be learnt.
    pub(super) fn wanted(&self) -> bool {
        !self.disabled && self.rest == 0
    }

    /// The end of the line at `from`, where it has a known shape.
    #[inline]
    pub(super) fn matched(&mut self, block: &[u8], from: usize, slots: &mut [Slot]) -> Option<usize> {
        if self.rest > 0 {
            self.rest -= 1;
            return None;
        }
        // The first 4 GiB of a block, like the full parser; blocks are far smaller.
        if block.len() > u32::MAX as usize {
            return None;
        }
        let front = self.known.first()?;
        if let Some(end) = front.matched(block, from, slots) {
            self.hits += 1;
            return Some(end);
        }
        self.others(block, from, slots)
    }

    fn others(&mut self, block: &[u8], from: usize, slots: &mut [Slot]) -> Option<usize> {
        for at in 1..self.known.len() {
            if let Some(end) = self.known[at].matched(block, from, slots) {
                self.hits += 1;
                self.known[..=at].rotate_right(1);
                return Some(end);
            }
        }
        None
    }

    /// Remembers the shape of a line that went through the full parser.
    pub(super) fn learn(&mut self, line: &[u8], from: usize, tokens: &[Token], slots: &[Slot]) {
        self.misses += 1;
        if self.misses >= PERIOD {
            // Fewer hits than misses: every line differs, and looking is for nothing.
            if self.hits < self.misses {
                self.rest = PERIOD * REST;
                self.known.clear();
            }
            self.misses = 0;
            self.hits = 0;
        }
        if self.rest > 0 || self.misses > PERIOD / 4 && !self.misses.is_multiple_of(8) {
            return;
        }
        if let Some(shape) = Shape::of(line, from, tokens, slots) {
            self.known.truncate(MOST - 1);
            self.known.insert(0, shape);
        }
    }
}
