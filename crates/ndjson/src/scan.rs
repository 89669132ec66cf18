//! The field scanner: named members out of NDJSON lines, without building values.
//!
//! Every line is checked completely: JSON's grammar (RFC 8259), UTF-8, escapes, a depth of
//! at most [`MAX_DEPTH`]; wrong JSON is found in members that nobody asked for, too. What
//! was asked for comes out as ranges into the line ([`Slot`]), numbers of up to 18 digits
//! already read as an integer and a scale. Nothing is allocated per line.
//!
//! Lines, and members, of a shape that was seen before take a fast way: the bytes between
//! the values are compared with those of the earlier, checked line, and the values are
//! checked one by one. Every byte is then either equal to a checked one or checked itself, so the fast
//! way accepts nothing that the full parser would not (a property test and a fuzz target
//! hold them against each other and against `serde_json`).
//!
//! A member that stands twice in its object: the last one counts, as with `serde_json`'s
//! maps.

mod fault;
mod member;
mod parse;
mod path;
mod piece;
mod shape;
mod token;
mod window;

pub use fault::{Fault, Why};
pub use path::{Path, PathError};
pub use token::unescape;

use member::Members;
use parse::Parse;
use path::Trie;
use shape::Shapes;
use window::{REACH, WINDOW, Window};

/// Objects and arrays may be nested this deep.
pub const MAX_DEPTH: u32 = 128;

/// What stands at a path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    #[default]
    Missing,
    /// `null`.
    Null,
    /// `false`.
    False,
    /// `true`.
    True,
    /// A number of at most 18 digits, not negative, without an exponent: `mantissa` and
    /// `scale` are set. The range is that of the literal.
    Short,
    /// Any other number. The range is that of the literal.
    Number,
    /// A string without escapes. The range is that of its text, quotes left out.
    Text,
    /// A string with escapes. The range is that of its text, to be read with [`unescape`].
    Escaped,
    /// An array. The range is that of its JSON.
    Array,
    /// An object. The range is that of its JSON.
    Object,
}

/// What stands at a path, and where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    /// What it is.
    pub kind: Kind,
    /// Digits after the point, for [`Kind::Short`].
    pub scale: u8,
    /// Where it begins in the scanned bytes.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// The digits as an integer, for [`Kind::Short`].
    pub mantissa: u64,
}

impl Slot {
    /// The bytes that it stands for.
    pub fn of<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        bytes.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Short | Kind::Number)
    }
}

/// What [`Scanner::next`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A well-formed object; [`Scanner::slots`] has its members.
    Record,
    /// Nothing but white space: not a record, and no error.
    Blank,
    /// Not a JSON object.
    Bad(Fault),
}

/// One line of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where its bytes end (its newline stands there, if it has one).
    pub end: usize,
    /// Where the next line begins.
    pub next: usize,
    /// What it is.
    pub found: Found,
}

/// Plucks the members at a set of paths out of lines.
#[derive(Clone, Debug)]
pub struct Scanner {
    trie: Trie,
    /// One for each path, and one for values that nobody wants.
    slots: Vec<Slot>,
    shapes: Shapes,
    members: Members,
    /// The last line of a block, where less than a window is left of it.
    tail: Vec<u8>,
    plain: bool,
    /// The shape of the last record.
    shape: Option<u64>,
}

impl Scanner {
    /// A scanner for these paths; slot `i` belongs to path `i`.
    pub fn new(paths: &[Path]) -> Scanner {
        Scanner {
            trie: Trie::new(paths),
            slots: vec![Slot::default(); paths.len() + 1],
            shapes: Shapes::default(),
            members: Members::default(),
            tail: Vec::new(),
            plain: false,
            shape: None,
        }
    }

    /// The same with so many shapes kept at once, for streams of more than a few kinds of records.
    #[must_use]
    pub fn with_shapes(mut self, most: usize) -> Scanner {
        self.shapes = Shapes::new(most);
        self
    }

    /// The same without the fast way: every line goes through the full parser. For tests
    /// and measurements.
    #[must_use]
    pub fn without_shapes(mut self) -> Scanner {
        self.plain = true;
        self
    }

    /// The members of the last record. After anything but [`Found::Record`] they are
    /// undefined (but never out of range).
    #[inline]
    pub fn slots(&self) -> &[Slot] {
        self.slots.split_last().map_or(&[], |(_, slots)| slots)
    }

    /// The shape of the last record, where its whole line has one that is known. Lines of one
    /// shape have the same bytes but for the text of strings that are values, and for numbers:
    /// what a reader has found out about the names and types of one holds for all of them.
    #[inline]
    pub fn shape(&self) -> Option<u64> {
        self.shape
    }

    /// Scans the line that begins at `from`. Slots are relative to `block`, of which only
    /// the first 4 GiB can be scanned.
    #[inline]
    pub fn next(&mut self, block: &[u8], from: usize) -> Step {
        let rest = block.get(from..).unwrap_or_default();
        let known = match rest.first_chunk() {
            // Places are 32 bits wide; blocks are far smaller than that.
            Some(window) if !self.plain && u32::try_from(block.len()).is_ok() => {
                self.known(Window::new(window, from as u32))
            }
            Some(_) => None,
            None => self.known_at_end(rest, from),
        };
        match known {
            Some(length) => {
                let end = from + length;
                Step { end, next: (end + 1).min(block.len()), found: Found::Record }
            }
            None => self.slow(block, from),
        }
    }

    /// The length of a line whose shape, or whose members' shapes, are known.
    #[inline(always)]
    fn known(&mut self, line: Window<'_>) -> Option<usize> {
        if let Some(end) = self.shapes.matched(line, &mut self.slots) {
            self.shape = self.shapes.front();
            return Some(end);
        }
        self.shape = None;
        self.shapes.passed();
        self.members.matched(line, &mut self.slots)
    }

    /// The same near the end of a block: the line is copied to where a window fits around
    /// it.
    #[inline(never)]
    fn known_at_end(&mut self, rest: &[u8], from: usize) -> Option<usize> {
        let base = u32::try_from(from).ok().filter(|_| !self.plain)?;
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let mut tail = std::mem::take(&mut self.tail);
        tail.resize(WINDOW, b'\n');
        let mut known = None;
        if length < REACH
            && let Some(window) = tail.first_chunk_mut()
        {
            window[..length].copy_from_slice(&rest[..length]);
            window[length] = b'\n';
            known = self.known(Window::new(window, base));
        }
        self.tail = tail;
        known
    }

    /// Scans one line without its newline.
    ///
    /// # Errors
    /// Where and why it is not a JSON object; a blank line is not one.
    pub fn line(&mut self, line: &[u8]) -> Result<&[Slot], Fault> {
        match self.next(line, 0) {
            Step { found: Found::Record, end, .. } if end == line.len() => Ok(self.slots()),
            Step { found: Found::Bad(fault), .. } => Err(fault),
            Step { found: Found::Blank, .. } => Err(Fault { at: 0, why: Why::Cut }),
            Step { end, .. } => Err(Fault { at: end, why: Why::Trailing }),
        }
    }

    #[cold]
    #[inline(never)]
    fn slow(&mut self, block: &[u8], from: usize) -> Step {
        let rest = block.get(from..).unwrap_or_default();
        let (end, next) = match memchr::memchr(b'\n', rest) {
            Some(at) => (from + at, from + at + 1),
            None => (block.len(), block.len()),
        };
        let found = if u32::try_from(end).is_err() {
            Found::Bad(Fault { at: 0, why: Why::TooLong })
        } else {
            self.full(block, from, end)
        };
        Step { end, next, found }
    }

    fn full(&mut self, block: &[u8], from: usize, end: usize) -> Found {
        let line = block.get(..end).unwrap_or_default();
        if line.get(from..).is_none_or(|l| l.iter().all(|b| matches!(b, b' ' | b'\t' | b'\r'))) {
            return Found::Blank;
        }
        self.slots.fill(Slot::default());
        self.shape = None;
        let (shape, members) = (self.shapes.wanted(), self.members.wanted());
        let record = !self.plain && (shape || members);
        let mut parse = Parse::new(line, from, &self.trie, &mut self.slots, record);
        match parse.document() {
            Ok(()) => {
                if let Some(layout) = parse.into_layout() {
                    let (tokens, extents) = (&layout.tokens, &layout.members);
                    if shape && self.shapes.learn(line, from, tokens, &self.slots) {
                        self.shape = self.shapes.front();
                    }
                    self.members.learn(line, tokens, extents, &self.trie, &self.slots);
                }
                Found::Record
            }
            Err(mut fault) => {
                fault.at -= from;
                Found::Bad(fault)
            }
        }
    }
}
