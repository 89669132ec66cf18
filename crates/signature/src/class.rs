//! Byte classes: one table look-up decides what the scanner does with a byte.

/// Ends a token: white space, controls and the punctuation that stands alone.
pub(crate) const DELIM: u8 = 1;
/// White space and control bytes; always together with [`DELIM`].
pub(crate) const SPACE: u8 = 2;
/// `0` to `9`.
pub(crate) const DIGIT: u8 = 4;
/// `.`
pub(crate) const DOT: u8 = 8;
/// `@`
pub(crate) const AT: u8 = 16;
/// `/` and `\`
pub(crate) const SLASH: u8 = 32;
/// ASCII letters.
pub(crate) const ALPHA: u8 = 64;
/// Everything that is not ASCII.
pub(crate) const HIGH: u8 = 128;

const fn table() -> [u8; 256] {
    let mut t = [0u8; 256];
    let mut i = 0;
    while i < 256 {
        let b = i as u8;
        t[i] = match b {
            0..=b' ' | 0x7f => DELIM | SPACE,
            b'=' | b':' | b',' | b';' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'<' | b'>' | b'"'
            | b'\'' | b'|' => DELIM,
            b'0'..=b'9' => DIGIT,
            b'.' => DOT,
            b'@' => AT,
            b'/' | b'\\' => SLASH,
            b'a'..=b'z' | b'A'..=b'Z' => ALPHA,
            0x80.. => HIGH,
            _ => 0,
        };
        i += 1;
    }
    t
}

/// The class bits of every byte.
pub(crate) static CLASS: [u8; 256] = table();

/// The class bits of one byte.
pub(crate) fn class(b: u8) -> u8 {
    CLASS[b as usize]
}

/// A letter, a digit or `_`.
pub(crate) fn is_word(b: u8) -> bool {
    class(b) & (ALPHA | DIGIT) != 0 || b == b'_'
}

/// The byte at `i`, or a space where the text has ended.
pub(crate) fn at(text: &[u8], i: usize) -> u8 {
    text.get(i).copied().unwrap_or(b' ')
}
