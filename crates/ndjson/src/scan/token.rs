//! Strings and numbers: the two tokens in which the time goes.

use super::fault::Why;
use super::{Kind, Slot};

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// A byte repeated eight times.
const fn all(byte: u8) -> u64 {
    ONES * byte as u64
}

/// The high bit of every byte that is zero, and perhaps of bytes above such a one.
#[inline(always)]
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGHS
}

/// How many of eight bytes stand before the first one that is a quote, a backslash, a
/// control character, or not ASCII.
#[inline(always)]
pub(super) const fn plain_bytes(word: u64) -> usize {
    // Borrows can mark wrong bytes, but only above a right one, and the lowest mark is the
    // one that is used.
    let special = zeros(word ^ all(b'"'))
        | zeros(word ^ all(b'\\'))
        | (word.wrapping_sub(all(0x20)) & !word & HIGHS)
        | (word & HIGHS);
    (special.trailing_zeros() / 8) as usize
}

/// Eight bytes as a little-endian word; zeros behind the end.
#[inline]
fn word(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => tail(bytes, at),
    }
}

#[cold]
fn tail(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().take(8).rev().fold(0, |word, &byte| word << 8 | u64::from(byte))
}

/// The end of a string's text that begins at `at` (behind the quote): the place of the
/// closing quote, and whether there are escapes.
#[inline]
pub(super) fn string(bytes: &[u8], at: usize) -> Result<(usize, bool), (usize, Why)> {
    string_rest(bytes, at, plain(bytes, at))
}

/// The next byte from `end` on that is not plain; the bytes' end counts as one.
#[inline]
fn plain(bytes: &[u8], mut end: usize) -> usize {
    loop {
        let plain = plain_bytes(word(bytes, end));
        end += plain;
        if plain < 8 {
            return end;
        }
    }
}

/// The rest of a string, from its first byte that is not plain.
#[inline(never)]
pub(super) fn string_rest(bytes: &[u8], at: usize, mut end: usize) -> Result<(usize, bool), (usize, Why)> {
    let mut escaped = false;
    let mut ascii = true;
    loop {
        match bytes.get(end) {
            None => return Err((bytes.len(), Why::Cut)),
            Some(b'"') => break,
            Some(b'\\') => {
                escaped = true;
                end += escape(bytes, end)?;
            }
            Some(0..0x20) => return Err((end, Why::Control)),
            Some(0x80..) => {
                ascii = false;
                let rest = bytes.get(end..).unwrap_or_default();
                end += rest.iter().take_while(|byte| **byte >= 0x80).count();
            }
            // The escape before may have ended in the middle of plain text.
            Some(_) => {}
        }
        end = plain(bytes, end);
    }
    if !ascii && let Err(error) = std::str::from_utf8(bytes.get(at..end).unwrap_or_default()) {
        return Err((at + error.valid_up_to(), Why::Utf8));
    }
    Ok((end, escaped))
}

/// Whether an escape is a backslash and just this byte.
#[inline(always)]
pub(super) fn is_simple_escape(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')
}

/// The length of the escape at `at`.
fn escape(bytes: &[u8], at: usize) -> Result<usize, (usize, Why)> {
    match bytes.get(at + 1) {
        None => Err((bytes.len(), Why::Cut)),
        Some(&byte) if is_simple_escape(byte) => Ok(2),
        Some(b'u') => {
            for place in at + 2..at + 6 {
                match bytes.get(place) {
                    None => return Err((bytes.len(), Why::Cut)),
                    Some(b) if b.is_ascii_hexdigit() => {}
                    Some(_) => return Err((place, Why::Escape)),
                }
            }
            Ok(6)
        }
        Some(_) => Err((at + 1, Why::Escape)),
    }
}

/// The text of a string with escapes (valid ones, as the scanner checked them), appended
/// to `to`. Half of a surrogate pair becomes U+FFFD.
pub fn unescape(text: &[u8], to: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        push(&rest[..at], to);
        let (c, used) = match rest.get(at + 1) {
            Some(b'u') => unicode(&rest[at..]),
            Some(b'b') => ('\u{8}', 2),
            Some(b'f') => ('\u{c}', 2),
            Some(b'n') => ('\n', 2),
            Some(b'r') => ('\r', 2),
            Some(b't') => ('\t', 2),
            Some(&other) => (char::from(other), 2),
            None => (char::REPLACEMENT_CHARACTER, 1),
        };
        to.push(c);
        rest = rest.get(at + used..).unwrap_or_default();
    }
    push(rest, to);
}

/// Appends text without escapes.
fn push(text: &[u8], to: &mut String) {
    match std::str::from_utf8(text) {
        Ok(text) => to.push_str(text),
        Err(_) => to.push_str(&String::from_utf8_lossy(text)),
    }
}

/// The character of `\uXXXX` or of a pair of them, and how many bytes it took.
fn unicode(text: &[u8]) -> (char, usize) {
    let hex = |at: usize| {
        let digits = text.get(at..)?.strip_prefix(b"\\u")?.first_chunk::<4>()?;
        digits.iter().try_fold(0, |code, &digit| Some(code << 4 | char::from(digit).to_digit(16)?))
    };
    let Some(first) = hex(0) else { return (char::REPLACEMENT_CHARACTER, 2) };
    if let 0xd800..0xdc00 = first
        && let Some(second @ 0xdc00..0xe000) = hex(6)
    {
        let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        return (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12);
    }
    (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 6)
}

/// A number of a few digits.
pub(super) struct Short {
    /// How many bytes it has.
    pub(super) length: usize,
    /// Digits behind the point.
    pub(super) scale: u8,
    /// The digits as an integer.
    pub(super) mantissa: u64,
}

/// The number at the beginning of eight bytes, if it ends among them and has no sign; an
/// exponent is not looked for.
///
/// Eight bytes hold most durations whole (`1234.567`); their digits are found, joined over
/// the point and read with three multiplications, without a branch for their count.
#[inline(always)]
pub(super) fn short(raw: u64) -> Option<Short> {
    let digits = raw ^ all(b'0');
    // The high bit of every byte that is not a digit: over 9 after the xor.
    let other = ((digits & !HIGHS).wrapping_add(all(0x76)) | digits) & HIGHS;
    let whole = other.trailing_zeros() / 8;
    let first = digits as u8;
    if whole == 0 || whole > 7 || first == 0 && whole > 1 {
        return None;
    }
    if (raw >> (whole * 8)) as u8 != b'.' {
        let mantissa = eight_digits(digits << (8 * (8 - whole)));
        return Some(Short { length: whole as usize, scale: 0, mantissa });
    }
    // The next byte that is not a digit, behind the point.
    let behind = other & (other - 1);
    let end = behind.trailing_zeros() / 8;
    if end > 7 || end == whole + 1 {
        return None;
    }
    let low = (1_u64 << (whole * 8)) - 1;
    let joined = digits & low | (digits >> 8) & !low;
    let mantissa = eight_digits(joined << (8 * (9 - end)));
    Some(Short { length: end as usize, scale: (end - whole - 1) as u8, mantissa })
}

/// The number that begins at `at`, as a slot.
#[inline]
pub(super) fn number(bytes: &[u8], at: usize) -> Result<Slot, (usize, Why)> {
    let raw = word(bytes, at);
    match short(raw) {
        // Short ones end before the eighth byte.
        Some(Short { length, scale, mantissa }) if (raw >> (length * 8)) as u8 | 0x20 != b'e' => {
            let (start, end) = (at as u32, (at + length) as u32);
            Ok(Slot { kind: Kind::Short, scale, start, end, mantissa })
        }
        _ => number_rest(bytes, at),
    }
}

/// Eight digits (0 to 9 each, the first in the lowest byte) as a number.
#[inline]
fn eight_digits(digits: u64) -> u64 {
    let pairs = (digits.wrapping_mul(10) + (digits >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100) + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
    (fours.wrapping_mul(10_000) + (fours >> 32)) & 0xffff_ffff
}

/// Any number, digit by digit.
#[inline(never)]
pub(super) fn number_rest(bytes: &[u8], at: usize) -> Result<Slot, (usize, Why)> {
    let mut end = at;
    let peek = |end: usize| bytes.get(end).copied().unwrap_or(0);
    let negative = peek(end) == b'-';
    end += usize::from(negative);
    if negative && peek(end) == b'I' {
        return Err((end, Why::NotFinite));
    }
    let mut mantissa = 0_u64;
    let mut seen = 0_u32;
    let first = end;
    while let d @ b'0'..=b'9' = peek(end) {
        mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(d - b'0'));
        seen += 1;
        end += 1;
    }
    if seen == 0 {
        return Err((end, if end >= bytes.len() { Why::Cut } else { Why::Number }));
    }
    if seen > 1 && peek(first) == b'0' {
        return Err((first + 1, Why::Number));
    }
    let mut scale = 0_u32;
    if peek(end) == b'.' {
        end += 1;
        while let d @ b'0'..=b'9' = peek(end) {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(d - b'0'));
            scale += 1;
            end += 1;
        }
        if scale == 0 {
            return Err((end, if end >= bytes.len() { Why::Cut } else { Why::Number }));
        }
    }
    let mut short = !negative && seen.saturating_add(scale) <= 18;
    if let b'e' | b'E' = peek(end) {
        short = false;
        end += 1;
        end += usize::from(matches!(peek(end), b'+' | b'-'));
        let from = end;
        while peek(end).is_ascii_digit() {
            end += 1;
        }
        if end == from {
            return Err((end, if end >= bytes.len() { Why::Cut } else { Why::Number }));
        }
    }
    let (start, stop) = (at as u32, end as u32);
    if short {
        return Ok(Slot { kind: Kind::Short, scale: scale as u8, start, end: stop, mantissa });
    }
    Ok(Slot { kind: Kind::Number, scale: 0, start, end: stop, mantissa: 0 })
}

#[cfg(test)]
mod tests {
    use super::{Kind, Why, number, plain_bytes, string, unescape};
    use proptest::prelude::*;

    #[test]
    fn numbers_of_every_length() {
        for text in [
            "0",
            "7",
            "12.5",
            "0.001",
            "1234567",
            "12345678",
            "1234.567",
            "123456.7",
            "1234567.8",
            "12345678.9",
            "123456789.123456789",
            "0.0",
            "999999999999999999",
        ] {
            for tail in ["", "}", ",\"a\":1234567"] {
                let line = format!("{text}{tail}");
                let slot = number(line.as_bytes(), 0).expect(text);
                assert_eq!(slot.kind, Kind::Short, "{line}");
                assert_eq!(slot.of(line.as_bytes()), text.as_bytes());
                let digits: u64 = text.replace('.', "").parse().expect("digits");
                let scale = text.split_once('.').map_or(0, |(_, f)| f.len());
                assert_eq!((slot.mantissa, usize::from(slot.scale)), (digits, scale), "{line}");
            }
        }
        for text in
            ["-1", "1e5", "1.5E-3", "-0.0", "1234567890123456789", "0.1234567890123456789", "1234567e1"]
        {
            let slot = number(text.as_bytes(), 0).expect(text);
            assert_eq!((slot.kind, slot.end as usize), (Kind::Number, text.len()), "{text}");
        }
    }

    #[test]
    fn numbers_against_the_grammar() {
        for text in
            ["01", "00.5", "1.", "1.}", "-", "-.5", ".5", "+1", "1e", "1e+}", "1.e5", "-01", "0123456789"]
        {
            assert!(number(text.as_bytes(), 0).is_err(), "{text}");
        }
        assert_eq!(number(b"-Infinity", 0), Err((1, Why::NotFinite)));
    }

    #[test]
    fn strings_end_where_they_end() {
        let text = |s: &str| string(s.as_bytes(), 0);
        assert_eq!(text("abc\"def"), Ok((3, false)));
        assert_eq!(text("\""), Ok((0, false)));
        assert_eq!(text("0123456789abcdef\""), Ok((16, false)));
        assert_eq!(text(r#"a\"b\\""#), Ok((6, true)));
        assert_eq!(text(r#"\u00e4\ud83d\ude00""#), Ok((18, true)));
        assert_eq!(text("ä漢😀\""), Ok((9, false)));
        assert_eq!(text("abc"), Err((3, Why::Cut)));
        assert_eq!(text("abcdefgh\tx\""), Err((8, Why::Control)));
        assert_eq!(text("\0\""), Err((0, Why::Control)));
        assert_eq!(text(r#"\x""#), Err((1, Why::Escape)));
        assert_eq!(text(r#"\u12g4""#), Err((4, Why::Escape)));
        assert_eq!(string(b"ok \xff\"", 0), Err((3, Why::Utf8)));
        assert_eq!(string(b"\xc3\"", 0), Err((0, Why::Utf8)));
        assert_eq!(string(b"\xed\xa0\x80\"", 0), Err((0, Why::Utf8)));
    }

    fn odd(byte: u8) -> bool {
        matches!(byte, b'"' | b'\\' | 0..0x20 | 0x80..)
    }

    proptest! {
        #[test]
        fn bytes_that_are_not_plain_are_found(mut chunk: [u8; 8], ascii: bool) {
            for byte in chunk.iter_mut().filter(|_| ascii) { *byte &= 0x7f; }
            let want = chunk.iter().position(|&b| odd(b)).unwrap_or(8);
            prop_assert_eq!(plain_bytes(u64::from_le_bytes(chunk)), want);
        }
    }

    #[test]
    fn every_byte_at_every_place_is_told() {
        for at in 0..8 {
            for byte in 0..=u8::MAX {
                let mut chunk = [b'a'; 8];
                chunk[at] = byte;
                let want = if odd(byte) { at } else { 8 };
                assert_eq!(plain_bytes(u64::from_le_bytes(chunk)), want, "{byte} at {at}");
            }
        }
    }

    #[test]
    fn escapes_are_read_back() {
        let read = |s: &str| {
            let mut to = String::new();
            unescape(s.as_bytes(), &mut to);
            to
        };
        assert_eq!(read(r#"a\"\\\/\b\f\n\r\tz"#), "a\"\\/\u{8}\u{c}\n\r\tz");
        assert_eq!(read(r"\u00e4\u6f22\ud83d\ude00!"), "ä漢😀!");
        assert_eq!(read(r"\ud83dx\udc00"), "\u{fffd}x\u{fffd}");
    }
}
