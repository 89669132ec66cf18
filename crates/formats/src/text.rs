//! Text as programs print it: escape sequences, control characters, lines that arrive in
//! pieces, and output of which only the head and the tail are kept.

use memchr::{memchr, memchr2};
use record::Excerpt;
use std::borrow::Cow;

/// Removes terminal escape sequences: CSI, OSC, APC (also ended by BEL, as Buildkite
/// does), Jenkins console notes, two-byte escapes and a lone ESC. Borrows when there is
/// nothing to remove.
pub fn strip_escapes(text: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = memchr(0x1b, text) else {
        return Cow::Borrowed(text);
    };
    let mut out = Vec::with_capacity(text.len());
    out.extend_from_slice(&text[..first]);
    let mut rest = &text[first..];
    while let Some(&byte) = rest.first() {
        if byte == 0x1b {
            rest = &rest[escape_len(rest)..];
            let next = memchr(0x1b, rest).unwrap_or(rest.len());
            out.extend_from_slice(&rest[..next]);
            rest = &rest[next..];
        } else {
            // Only reached when the text does not begin with ESC, which it does here.
            out.push(byte);
            rest = &rest[1..];
        }
    }
    Cow::Owned(out)
}

/// The same for text that is known to be UTF-8.
pub fn strip_escapes_str(text: &str) -> Cow<'_, str> {
    match strip_escapes(text.as_bytes()) {
        Cow::Borrowed(_) => Cow::Borrowed(text),
        // Sequences begin and end with ASCII bytes, so what is left is UTF-8 as well.
        Cow::Owned(bytes) => Cow::Owned(
            String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()),
        ),
    }
}

/// The length of the escape sequence at the start of `text`, which begins with ESC.
fn escape_len(text: &[u8]) -> usize {
    // A console note hides base64 between two SGR codes; it has no meaning outside Jenkins.
    const NOTE: &[u8] = b"\x1b[8mha:";
    if text.starts_with(NOTE) {
        let body = &text[NOTE.len()..];
        let len =
            body.iter().position(|b| !b.is_ascii_alphanumeric() && !b"+/=".contains(b)).unwrap_or(body.len());
        if body[len..].starts_with(b"\x1b[0m") {
            return NOTE.len() + len + 4;
        }
    }
    match text.get(1) {
        Some(b'[') => {
            let mut at = 2;
            while text.get(at).is_some_and(|b| (0x30..=0x3f).contains(b)) {
                at += 1;
            }
            while text.get(at).is_some_and(|b| (0x20..=0x2f).contains(b)) {
                at += 1;
            }
            if text.get(at).is_some_and(|b| (0x40..=0x7e).contains(b)) { at + 1 } else { at }
        }
        Some(b']' | b'_' | b'P' | b'^') => {
            let body = &text[2..];
            match memchr2(0x07, 0x1b, body) {
                Some(end) if body[end] == 0x07 => 2 + end + 1,
                Some(end) if body.get(end + 1) == Some(&b'\\') => 2 + end + 2,
                Some(end) => 2 + end,
                // Never closed: only the opener is taken, so that no text vanishes.
                None => 2,
            }
        }
        Some(0x20..=0x2f) if text.get(2).is_some_and(|b| (0x30..=0x7e).contains(b)) => 3,
        Some(0x30..=0x7e) => 2,
        _ => 1,
    }
}

/// Whether any byte is of a kind. Looks at blocks without leaving early, which the
/// compiler turns into vector code.
pub(crate) fn any_byte(bytes: &[u8], kind: impl Fn(u8) -> bool) -> bool {
    bytes.chunks(64).any(|block| block.iter().fold(false, |any, b| any | kind(*b)))
}

/// Makes text fit for a record: escape sequences are removed, `\r\n` becomes `\n`, and a
/// control character other than tab and newline becomes U+FFFD. The second value says how
/// many characters had to be replaced.
pub fn clean(text: &str) -> (Cow<'_, str>, u64) {
    if !any_byte(text.as_bytes(), |b| b < 0x20 && b != b'\n' && b != b'\t') {
        return (Cow::Borrowed(text), 0);
    }
    let stripped = strip_escapes_str(text);
    let mut replaced = 0;
    let mut out = String::with_capacity(stripped.len());
    let mut chars = stripped.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' | '\t' => out.push(c),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' => out.push('\n'),
            '\u{0}'..='\u{1f}' => {
                replaced += 1;
                out.push('\u{fffd}');
            }
            c => out.push(c),
        }
    }
    (Cow::Owned(out), replaced)
}

/// Output of which the first and the last half of `limit` bytes are kept and the rest is
/// only counted. Memory: at most one and a half times `limit`.
#[derive(Clone, Debug, Default)]
pub struct HeadTail {
    limit: usize,
    head: Vec<u8>,
    tail: Vec<u8>,
    total: u64,
}

impl HeadTail {
    /// Keeps at most `limit` bytes.
    pub fn new(limit: usize) -> HeadTail {
        HeadTail { limit, ..HeadTail::default() }
    }

    /// Adds bytes.
    pub fn push(&mut self, mut bytes: &[u8]) {
        self.total += bytes.len() as u64;
        let head_room = (self.limit - self.limit / 2).saturating_sub(self.head.len());
        if self.tail.is_empty() && head_room > 0 {
            let take = head_room.min(bytes.len());
            self.head.extend_from_slice(&bytes[..take]);
            bytes = &bytes[take..];
        }
        let keep = self.limit / 2;
        if bytes.len() > keep {
            self.tail.clear();
            bytes = &bytes[bytes.len() - keep..];
        }
        self.tail.extend_from_slice(bytes);
        if self.tail.len() > 2 * keep {
            self.tail.drain(..self.tail.len() - keep);
        }
    }

    /// Counts bytes that are not there any more. More than the limit must have come before
    /// them, and follow: then nothing of them would have been kept.
    pub fn left_out(&mut self, bytes: u64) {
        self.total += bytes;
    }

    /// How many bytes came in.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Whether nothing came in.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// Forgets everything but the limit.
    pub fn clear(&mut self) {
        self.head.clear();
        self.tail.clear();
        self.total = 0;
    }

    /// Whether bytes were left out.
    pub fn is_cut(&self) -> bool {
        self.total > self.limit as u64
    }

    /// What is kept: the whole, or head and tail with a line between them that says how
    /// much is missing. Never ends in the middle of a character.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.text_into(&mut out);
        out
    }

    /// [`HeadTail::text`] into a string that is emptied first.
    pub fn text_into(&self, out: &mut String) {
        out.clear();
        let mut kept: Vec<u8>;
        if self.is_cut() {
            let mut head = &self.head[..];
            let mut tail = &self.tail[self.tail.len().saturating_sub(self.limit / 2)..];
            while head.last().is_some_and(|b| b & 0xc0 == 0x80) {
                head = &head[..head.len() - 1];
            }
            if head.last().is_some_and(|b| *b >= 0xc0) {
                head = &head[..head.len() - 1];
            }
            while tail.first().is_some_and(|b| b & 0xc0 == 0x80) {
                tail = &tail[1..];
            }
            let missing = self.total - (head.len() + tail.len()) as u64;
            kept = head.to_vec();
            kept.extend_from_slice(format!("\n[... {missing} bytes left out ...]\n").as_bytes());
            kept.extend_from_slice(tail);
        } else if self.tail.is_empty() {
            push_clean(&self.head, out);
            return;
        } else {
            kept = self.head.clone();
            kept.extend_from_slice(&self.tail);
        }
        push_clean(&kept, out);
    }

    /// The record form; `None` when nothing came in.
    pub fn excerpt(&self) -> Option<Excerpt> {
        if self.is_empty() {
            return None;
        }
        Some(Excerpt {
            text: Some(self.text()),
            bytes_base64: None,
            bytes: self.total,
            truncated: self.is_cut(),
        })
    }
}

fn push_clean(bytes: &[u8], out: &mut String) {
    // The lossy reader goes byte by byte; this one does not.
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    };
    out.push_str(&clean(&text).0);
}

/// A line that came out of [`Lines`].
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Without its newline and without a carriage return before it.
    pub bytes: &'a [u8],
    /// From 1.
    pub number: u64,
    /// Bytes from the start of the stream.
    pub offset: u64,
    /// Whether it was longer than the limit and its end is missing.
    pub cut: bool,
}

/// Bytes in pieces of any size, lines out. Memory: one line, at most the limit; what goes
/// beyond is dropped and the line is marked as cut.
#[derive(Clone, Debug)]
pub struct Lines {
    limit: usize,
    held: Vec<u8>,
    cut: bool,
    number: u64,
    start: u64,
    seen: u64,
}

impl Lines {
    /// A line longer than 16 MiB is cut.
    pub const LIMIT: usize = 16 << 20;

    /// With the usual limit.
    pub fn new() -> Lines {
        Lines::with_limit(Lines::LIMIT)
    }

    /// With a limit in bytes.
    pub fn with_limit(limit: usize) -> Lines {
        Lines { limit, held: Vec::new(), cut: false, number: 0, start: 0, seen: 0 }
    }

    /// Hands out every line that `bytes` completes.
    pub fn feed(&mut self, mut bytes: &[u8], mut each: impl FnMut(Line<'_>)) {
        while let Some(end) = memchr(b'\n', bytes) {
            let (piece, rest) = (&bytes[..end], &bytes[end + 1..]);
            self.number += 1;
            let offset = self.start;
            self.seen += end as u64 + 1;
            self.start = self.seen;
            if self.held.is_empty() && !self.cut && piece.len() <= self.limit {
                each(Line { bytes: chomp(piece), number: self.number, offset, cut: false });
            } else {
                self.hold(piece);
                let line = Line { bytes: chomp(&self.held), number: self.number, offset, cut: self.cut };
                each(line);
                self.held.clear();
                self.cut = false;
                if self.held.capacity() > 1 << 20 {
                    self.held = Vec::new();
                }
            }
            bytes = rest;
        }
        self.seen += bytes.len() as u64;
        self.hold(bytes);
    }

    /// Hands out the last line, if it had no newline.
    pub fn finish(&mut self, mut each: impl FnMut(Line<'_>)) {
        if !self.held.is_empty() || self.cut {
            self.number += 1;
            let line =
                Line { bytes: chomp(&self.held), number: self.number, offset: self.start, cut: self.cut };
            each(line);
            self.held.clear();
            self.cut = false;
            self.start = self.seen;
        }
    }

    /// The beginning of a line whose end has not come yet.
    pub fn partial(&self) -> &[u8] {
        &self.held
    }

    /// How many lines were handed out.
    pub fn count(&self) -> u64 {
        self.number
    }

    fn hold(&mut self, piece: &[u8]) {
        let room = self.limit.saturating_sub(self.held.len());
        if piece.len() > room {
            self.cut = true;
        }
        self.held.extend_from_slice(&piece[..piece.len().min(room)]);
    }
}

impl Default for Lines {
    fn default() -> Lines {
        Lines::new()
    }
}

fn chomp(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::{HeadTail, Lines, clean, strip_escapes, strip_escapes_str};
    use proptest::prelude::*;

    #[test]
    fn every_kind_of_escape_sequence_goes() {
        for (given, want) in [
            ("plain", "plain"),
            ("\x1b[31mred\x1b[0m", "red"),
            ("\x1b[1;38;5;3mx", "x"),
            ("a\x1b]0;title\x07b", "ab"),
            ("a\x1b]8;;http://x\x1b\\b", "ab"),
            ("\x1b_bk;t=1772618401123\x07--- x", "--- x"),
            ("\x1b[8mha:AAAA+/==\x1b[0mnote", "note"),
            ("\x1b(Bx", "x"),
            ("cut\x1b", "cut"),
            ("cut\x1b[3", "cut"),
            ("\x1b]never closed", "never closed"),
            ("é\x1b[Kü", "éü"),
        ] {
            assert_eq!(strip_escapes_str(given), want, "{given:?}");
        }
    }

    #[test]
    fn control_characters_are_replaced_and_counted() {
        assert_eq!(clean("a\tb\n"), ("a\tb\n".into(), 0));
        assert_eq!(clean("a\x00b\x08"), ("a\u{fffd}b\u{fffd}".into(), 2));
        assert_eq!(clean("50%\r100%\r\n"), ("50%\n100%\n".into(), 0));
    }

    #[test]
    fn head_and_tail_are_kept_and_the_rest_is_counted() {
        let mut kept = HeadTail::new(8);
        for _ in 0..100 {
            kept.push(b"0123456789");
        }
        assert_eq!(kept.text(), "0123\n[... 992 bytes left out ...]\n6789");
        let excerpt = kept.excerpt().expect("not empty");
        assert_eq!((excerpt.bytes, excerpt.truncated), (1000, true));
        kept.clear();
        assert_eq!(kept.excerpt(), None);
        kept.push(b"01234567");
        assert_eq!(kept.text(), "01234567");
        assert!(!kept.is_cut());
    }

    #[test]
    fn a_character_is_not_split_by_the_cut() {
        let mut kept = HeadTail::new(6);
        kept.push("ääääää".as_bytes());
        assert_eq!(kept.text(), "ä\n[... 8 bytes left out ...]\nä");
    }

    #[test]
    fn a_line_over_the_limit_is_cut_and_marked() {
        let mut lines = Lines::with_limit(4);
        let mut got = Vec::new();
        lines.feed(b"12345678\nab\r\nrest", |l| {
            got.push((String::from_utf8_lossy(l.bytes).into_owned(), l.number, l.offset, l.cut));
        });
        assert_eq!(lines.partial(), b"rest");
        lines
            .finish(|l| got.push((String::from_utf8_lossy(l.bytes).into_owned(), l.number, l.offset, l.cut)));
        assert_eq!(
            got,
            [
                ("1234".to_owned(), 1, 0, true),
                ("ab".to_owned(), 2, 9, false),
                ("rest".to_owned(), 3, 13, false)
            ]
        );
    }

    proptest! {
        #[test]
        fn lines_do_not_depend_on_how_the_bytes_arrive(
            text in "[ab\r\n]{0,60}", cuts in prop::collection::vec(0usize..60, 0..6)
        ) {
            let collect = |pieces: &[&[u8]]| {
                let mut lines = Lines::new();
                let mut got = Vec::new();
                for piece in pieces {
                    lines.feed(piece, |l| got.push((l.bytes.to_vec(), l.number, l.offset)));
                }
                lines.finish(|l| got.push((l.bytes.to_vec(), l.number, l.offset)));
                got
            };
            let bytes = text.as_bytes();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|c| c.min(bytes.len())).collect();
            cuts.sort_unstable();
            let mut pieces = Vec::new();
            let mut from = 0;
            for cut in cuts {
                pieces.push(&bytes[from..cut]);
                from = cut;
            }
            pieces.push(&bytes[from..]);
            prop_assert_eq!(collect(&pieces), collect(&[bytes]));
        }

        #[test]
        fn stripping_never_panics_and_leaves_no_escape(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            prop_assert!(!strip_escapes(&bytes).contains(&0x1b));
        }

        #[test]
        fn stripping_text_keeps_it_text(text in "[\\x1b\\[\\]_m0a\\x07é]{0,40}") {
            let bytes = strip_escapes(text.as_bytes()).into_owned();
            prop_assert!(String::from_utf8(bytes).is_ok());
        }

        #[test]
        fn head_tail_is_the_same_for_any_split(
            text in "[a-z]{0,80}", at in 0usize..80, limit in 0usize..40
        ) {
            let at = at.min(text.len());
            let mut one = HeadTail::new(limit);
            one.push(text.as_bytes());
            let mut two = HeadTail::new(limit);
            two.push(&text.as_bytes()[..at]);
            two.push(&text.as_bytes()[at..]);
            prop_assert_eq!(one.text(), two.text());
        }
    }
}
