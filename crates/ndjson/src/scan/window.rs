//! A line within reach: bytes read without a look at where they end.

use super::token::{self, Short};
use super::{Kind, Slot};

/// Lines shorter than this can take the fast way.
pub(super) const REACH: usize = 4096;

/// What has to stand in memory from a line's beginning on: a read may begin at the last
/// place within reach.
pub(super) const WINDOW: usize = REACH + LONGEST;

/// The most bytes that are read at once.
const LONGEST: usize = 16;

/// The bytes from a line's beginning on; behind the line there is a newline, and behind
/// that anything.
///
/// Places wrap around at [`REACH`], which spares every read its comparison with the end.
/// Whoever walks a line must therefore take no place for an answer that is not
/// [`Window::reaches`]; places only grow on the way, so one look in the end suffices.
#[derive(Clone, Copy)]
pub(super) struct Window<'a> {
    bytes: &'a [u8; WINDOW],
    /// Where the line begins in the scanned bytes: slots are relative to these.
    base: u32,
}

impl<'a> Window<'a> {
    pub(super) fn new(bytes: &'a [u8; WINDOW], base: u32) -> Window<'a> {
        Window { bytes, base }
    }

    /// Whether everything before `at` was read where it stands.
    #[inline(always)]
    pub(super) fn reaches(at: usize) -> bool {
        at < REACH
    }

    /// Whether the line ends at `at`.
    #[inline(always)]
    pub(super) fn ends(self, at: usize) -> bool {
        Window::reaches(at) && self.byte(at) == b'\n'
    }

    #[inline(always)]
    pub(super) fn byte(self, at: usize) -> u8 {
        self.bytes[at % REACH]
    }

    #[inline(always)]
    pub(super) fn chunk<const N: usize>(self, at: usize) -> [u8; N] {
        const { assert!(N <= LONGEST, "longer than what stands behind the reach") };
        // There always are so many.
        self.bytes[at % REACH..].first_chunk().copied().unwrap_or([0; N])
    }

    /// The next byte from `at` on that is a quote, a backslash, a control character, or not
    /// ASCII.
    #[inline(always)]
    fn plain(self, mut at: usize) -> Option<usize> {
        loop {
            let plain = token::plain_bytes(u64::from_le_bytes(self.chunk(at)));
            at += plain;
            if plain < 8 {
                return Some(at);
            }
            if !Window::reaches(at) {
                return None;
            }
        }
    }

    /// The place behind the string whose text begins at `at`; the text goes to the slot.
    #[inline(always)]
    pub(super) fn string(self, at: usize, slot: &mut Slot) -> Option<usize> {
        let mut end = self.plain(at)?;
        let mut kind = Kind::Text;
        if self.byte(end) != b'"' {
            let escaped;
            (end, escaped) = self.odd_string(at, end)?;
            if escaped {
                kind = Kind::Escaped;
            }
        }
        *slot = self.slot(kind, at, end);
        Some(end + 1)
    }

    /// The closing quote of a string with escapes, or that is not ASCII, from the first of
    /// these on; whether there are escapes.
    #[inline(never)]
    fn odd_string(self, at: usize, mut end: usize) -> Option<(usize, bool)> {
        let mut escaped = false;
        while self.byte(end) == b'\\' && token::is_simple_escape(self.byte(end + 1)) {
            escaped = true;
            end = self.plain(end + 2)?;
        }
        if self.byte(end) != b'"' {
            let more;
            (end, more) = token::string_rest(self.bytes, at, end).ok()?;
            escaped |= more;
        }
        Some((end, escaped))
    }

    /// The place behind the number that begins at `at`; the number goes to the slot.
    ///
    /// It may go on with an exponent: what has to stand behind a number never begins like
    /// one, so whoever compares the bytes there finds out.
    #[inline(always)]
    pub(super) fn number(self, at: usize, slot: &mut Slot) -> Option<usize> {
        let Some(short) = token::short(u64::from_le_bytes(self.chunk(at))) else {
            return self.long_number(at, slot);
        };
        let end = at + short.length;
        let Short { scale, mantissa, .. } = short;
        *slot = Slot { scale, mantissa, ..self.slot(Kind::Short, at, end) };
        Some(end)
    }

    #[inline(never)]
    fn long_number(self, at: usize, slot: &mut Slot) -> Option<usize> {
        let number = token::number_rest(self.bytes, at).ok()?;
        *slot = Slot { start: self.base + number.start, end: self.base + number.end, ..number };
        Some(number.end as usize)
    }

    #[inline(always)]
    fn slot(self, kind: Kind, at: usize, end: usize) -> Slot {
        Slot { kind, scale: 0, start: self.base + at as u32, end: self.base + end as u32, mantissa: 0 }
    }
}
