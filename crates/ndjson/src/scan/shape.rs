//! Shapes of whole lines: for streams whose records have the same members in the same
//! order.

use super::Slot;
use super::parse::Token;
use super::piece::{Pieces, base};
use super::window::Window;

/// How many shapes are kept at once.
const MOST: usize = 4;

/// Lines without a shape between two looks at whether shapes pay.
const PERIOD: u32 = 256;

/// Lines without shapes, after a period in which they did not pay.
const REST: u32 = 1 << 14;

/// The shapes of a stream, the last one matched in front.
#[derive(Clone, Debug, Default)]
pub(super) struct Shapes {
    known: Vec<Shape>,
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

impl Shapes {
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

    /// Remembers the shape of a line that went through the full parser.
    pub(super) fn learn(&mut self, line: &[u8], from: usize, tokens: &[Token], slots: &[Slot]) {
        let base: Option<Vec<Slot>> = slots.iter().map(base).collect();
        let pieces = Pieces::of(line, from, line.len(), tokens, slots);
        if let (Some(base), Some(pieces)) = (base, pieces) {
            self.known.truncate(MOST - 1);
            self.known.insert(0, Shape { pieces, base });
            self.primed = false;
        }
    }

    /// Counts a line that was not looked up here.
    pub(super) fn passed(&mut self) {
        self.rest = self.rest.saturating_sub(1);
    }
}
