//! Shapes of whole lines: for streams whose records have the same members in the same
//! order.

use super::Slot;
use super::parse::Token;
use super::piece::{Pieces, base};
use super::window::Window;

/// How many shapes are kept at once, where nobody asks for more.
const MOST: usize = 4;

/// Lines without a shape between two looks at whether shapes pay.
const PERIOD: u32 = 256;

/// Lines without shapes, after a period in which they did not pay.
const REST: u32 = 1 << 14;

/// The shapes of a stream, the last one matched in front.
#[derive(Clone, Debug)]
pub(super) struct Shapes {
    known: Vec<Shape>,
    most: usize,
    /// Shapes learnt so far: their numbers are never given again.
    learnt: u64,
    /// The slots hold the last line of the shape in front: what it does not fill is as it
    /// should be.
    primed: bool,
    hits: u32,
    misses: u32,
    /// Lines to come without shapes.
    rest: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Shape {
    number: u64,
    pieces: Pieces,
    /// The slots before any value is filled in.
    base: Vec<Slot>,
}

impl Shape {
    #[inline(always)]
    fn matched(&self, line: Window<'_>, slots: &mut [Slot]) -> Option<usize> {
        self.pieces.matched(line, 0, slots).filter(|&end| line.ends(end))
    }
}

impl Default for Shapes {
    fn default() -> Self {
        Shapes::new(MOST)
    }
}

impl Shapes {
    pub(super) fn new(most: usize) -> Shapes {
        Shapes { known: Vec::new(), most: most.max(1), learnt: 0, primed: false, hits: 0, misses: 0, rest: 0 }
    }

    /// The number of the shape that was matched or learnt last.
    #[inline(always)]
    pub(super) fn front(&self) -> Option<u64> {
        self.known.first().map(|shape| shape.number)
    }

    /// Whether the next line through the full parser should be learnt.
    pub(super) fn wanted(&self) -> bool {
        self.rest == 0
    }

    /// The end of the line, where it has a known shape.
    #[inline(always)]
    pub(super) fn matched(&mut self, line: Window<'_>, slots: &mut [Slot]) -> Option<usize> {
        let front = self.known.first()?;
        if !self.primed {
            slots.copy_from_slice(&front.base);
        }
        if let Some(end) = front.matched(line, slots) {
            self.hits += 1;
            self.primed = true;
            return Some(end);
        }
        self.primed = false;
        self.others(line, slots)
    }

    #[inline(never)]
    fn others(&mut self, line: Window<'_>, slots: &mut [Slot]) -> Option<usize> {
        for at in 1..self.known.len() {
            slots.copy_from_slice(&self.known[at].base);
            if let Some(end) = self.known[at].matched(line, slots) {
                self.hits += 1;
                self.known[..=at].rotate_right(1);
                return Some(end);
            }
        }
        self.misses += 1;
        if self.misses >= PERIOD {
            // Fewer hits than misses: every line differs, and looking is for nothing.
            if self.hits < self.misses {
                self.rest = REST;
                self.known.clear();
            }
            self.misses = 0;
            self.hits = 0;
        }
        None
    }

    /// Remembers the shape of a line that went through the full parser, if it has one.
    pub(super) fn learn(&mut self, line: &[u8], from: usize, tokens: &[Token], slots: &[Slot]) -> bool {
        let base: Option<Vec<Slot>> = slots.iter().map(base).collect();
        let pieces = Pieces::of(line, from, line.len(), tokens, slots);
        let (Some(base), Some(pieces)) = (base, pieces) else { return false };
        self.known.truncate(self.most - 1);
        self.learnt += 1;
        self.known.insert(0, Shape { number: self.learnt, pieces, base });
        self.primed = false;
        true
    }

    /// Counts a line that was not looked up here.
    pub(super) fn passed(&mut self) {
        self.rest = self.rest.saturating_sub(1);
    }
}
