//! Removes what a terminal would not show: escape sequences, overwritten progress, zero-width
//! characters; typographic quotes become ASCII ones.

use memchr::{memchr3, memmem, memrchr};
use wide::u8x16;

const ESC: u8 = 0x1b;

/// Bytes that are looked at together.
const LANE: usize = 16;

/// Not all 0 where one of these bytes may have [`clean`] change the text: an escape, a carriage
/// return, a back slash, what is not ASCII.
#[inline]
pub(crate) fn odd(bytes: u8x16) -> u8x16 {
    let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
    bytes & u8x16::splat(0x80) | is(ESC) | is(b'\r') | is(b'\\')
}

/// Whether [`clean`] would change the text. The common line costs next to nothing.
pub fn is_dirty(text: &[u8]) -> bool {
    let (lanes, rest) = text.as_chunks::<LANE>();
    let mut seen = lanes.iter().fold(u8x16::ZERO, |seen, lane| seen | odd(u8x16::new(*lane)));
    if let Some(last) = text.last_chunk() {
        seen |= odd(u8x16::new(*last));
    } else {
        let mut lane = [0; LANE];
        lane[..rest.len()].copy_from_slice(rest);
        seen |= odd(u8x16::new(lane));
    }
    seen != u8x16::ZERO && has_what_goes(text)
}

/// An escape, a carriage return, a quote that syslog wrote as `\\042`, typographic quotes, characters
/// of no width.
fn has_what_goes(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some(at) = memchr3(ESC, b'\r', b'\\', rest) {
        if rest[at] != b'\\' || is_octal_quote(&rest[at..]) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    !text.is_ascii()
        && (memmem::find(text, b"\xe2\x80").is_some() || memmem::find(text, b"\xef\xbb\xbf").is_some())
}

fn is_octal_quote(rest: &[u8]) -> bool {
    rest.starts_with(b"\\042") || rest.starts_with(b"\\047")
}

/// Appends the visible form of `text` to `out`. Per line only what stands after the last
/// carriage return is kept, as a terminal would show it; `\r\n` is a line end.
pub fn clean(text: &[u8], out: &mut Vec<u8>) {
    let mut first = true;
    for line in text.split(|&b| b == b'\n') {
        if !first {
            out.push(b'\n');
        }
        first = false;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let shown = memrchr(b'\r', line).map_or(line, |cut| &line[cut + 1..]);
        visible(shown, out);
    }
}

fn visible(line: &[u8], out: &mut Vec<u8>) {
    let mut i = 0;
    while i < line.len() {
        match line[i] {
            ESC => i += escape_len(&line[i..]),
            b'\\' if is_octal_quote(&line[i..]) => {
                out.push(if line[i + 3] == b'2' { b'"' } else { b'\'' });
                i += 4;
            }
            0xe2 if line.get(i + 1) == Some(&0x80) => match line.get(i + 2) {
                // ' ' and " " in their typographic forms.
                Some(0x98..=0x9b) => {
                    out.push(b'\'');
                    i += 3;
                }
                Some(0x9c..=0x9f) => {
                    out.push(b'"');
                    i += 3;
                }
                // Zero-width space, joiners, direction marks.
                Some(0x8b..=0x8f) => i += 3,
                _ => {
                    out.push(line[i]);
                    i += 1;
                }
            },
            0xef if line[i..].starts_with(b"\xef\xbb\xbf") => i += 3,
            b => {
                out.push(b);
                i += 1;
            }
        }
    }
}

/// The length of the escape sequence at the start of `rest`: CSI, OSC and other string
/// sequences up to BEL or ST, two-byte sequences, or the lone escape. An unfinished string
/// sequence is taken for a lone escape: nothing readable is swallowed.
fn escape_len(rest: &[u8]) -> usize {
    match rest.get(1) {
        Some(b'[') => {
            let mut i = 2;
            while rest.get(i).is_some_and(|b| (0x20..=0x3f).contains(b)) {
                i += 1;
            }
            match rest.get(i) {
                Some(0x40..=0x7e) => i + 1,
                _ => i,
            }
        }
        Some(b']' | b'P' | b'X' | b'^' | b'_') => {
            // Bounded: a hostile line of openers must not cost a search to its end each.
            let window = &rest[..rest.len().min(4096)];
            for (i, &b) in window.iter().enumerate().skip(2) {
                if b == 0x07 {
                    return i + 1;
                }
                if b == ESC {
                    return if window.get(i + 1) == Some(&b'\\') { i + 2 } else { 1 };
                }
            }
            1
        }
        Some(b'(' | b')') => rest.len().min(3),
        Some(0x40..=0x7e) => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{clean, is_dirty};

    fn shown(text: &[u8]) -> String {
        let mut out = Vec::new();
        clean(text, &mut out);
        String::from_utf8(out).expect("some")
    }

    #[test]
    fn what_a_terminal_hides_is_removed() {
        assert_eq!(shown(b"\x1b[1;31mFAIL\x1b[0m x"), "FAIL x");
        assert_eq!(shown(b"\x1b]8;;http://x\x1b\\link\x1b]8;;\x07"), "link");
        assert_eq!(shown(b" 10%\r 50%\rdone\r\nnext"), "done\nnext");
        assert_eq!(shown("\u{feff}can\u{2019}t \u{201c}a\u{201d}\u{200b}".as_bytes()), "can't \"a\"");
        assert_eq!(shown(b"cut \x1b[31"), "cut ");
        assert_eq!(shown(b"\x1b]open and readable"), "]open and readable");
    }

    #[test]
    fn clean_text_is_known_as_such() {
        assert!(!is_dirty(b"plain"));
        assert!(!is_dirty("na\u{ef}ve".as_bytes()));
        assert!(is_dirty(b"a\rb"));
        assert!(is_dirty("\u{2018}".as_bytes()));
    }
}
