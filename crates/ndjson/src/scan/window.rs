//! A line within reach: bytes read without a look at where they end.

use super::token;
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

    /// The string whose text begins at `at`, and the place behind its closing quote.
    #[inline(always)]
    pub(super) fn string(self, at: usize) -> Option<(Slot, usize)> {
        let mut end = at;
        loop {
            let plain = token::plain_bytes(u64::from_le_bytes(self.chunk(end)));
            end += plain;
            if plain < 8 {
                break;
            }
            if !Window::reaches(end) {
                return None;
            }
        }
        let mut kind = Kind::Text;
        if self.byte(end) != b'"' {
            let escaped;
            (end, escaped) = token::string_rest(self.bytes, at, end).ok()?;
            if escaped {
                kind = Kind::Escaped;
            }
        }
        Some((self.slot(kind, at, end), end + 1))
    }

    /// The number that begins at `at`, and the place behind it.
    ///
    /// It may go on with an exponent: what has to stand behind a number never begins like
    /// one, so whoever compares the bytes there finds out.
    #[inline(always)]
    pub(super) fn number(self, at: usize) -> Option<(Slot, usize)> {
        if let Some(short) = token::short(u64::from_le_bytes(self.chunk(at))) {
            let end = at + short.length;
            let slot = self.slot(Kind::Short, at, end);
            return Some((Slot { scale: short.scale, mantissa: short.mantissa, ..slot }, end));
        }
        let slot = token::number_rest(self.bytes, at).ok()?;
        let end = slot.end as usize;
        Some((Slot { start: self.base + slot.start, end: self.base + slot.end, ..slot }, end))
    }

    #[inline(always)]
    fn slot(self, kind: Kind, at: usize, end: usize) -> Slot {
        Slot { kind, scale: 0, start: self.base + at as u32, end: self.base + end as u32, mantissa: 0 }
    }
}
