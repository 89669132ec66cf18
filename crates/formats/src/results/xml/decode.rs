//! Bytes of a document into UTF-8.

/// How the bytes are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// ISO-8859-1 and windows-1252: the former's controls 0x80 to 0x9f are never meant.
    Latin1,
}

/// Turns the bytes of a document into UTF-8, piece by piece. The encoding is taken from a
/// byte-order mark, from the zero bytes of UTF-16 without one, or from the XML
/// declaration; a declared encoding that is not known is read as UTF-8.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    encoding: Option<Encoding>,
    /// What has come before the encoding was known, or half a character.
    held: Vec<u8>,
    /// Where in the output of the call that met it the first replaced place stands.
    first: Option<usize>,
    replaced: u64,
}

/// So much is waited for before an encoding is settled without a declaration.
const SNIFF: usize = 512;

impl Decoder {
    /// For a new document.
    pub fn new() -> Decoder {
        Decoder::default()
    }

    /// How many places had to be replaced by U+FFFD.
    pub fn replaced(&self) -> u64 {
        self.replaced
    }

    /// Where the first replaced place stands in the text of the call before, where that
    /// call met it.
    pub(super) fn take_first(&mut self) -> Option<usize> {
        self.first.take()
    }

    fn replace(&mut self, out: &mut String) {
        if self.replaced == 0 {
            self.first = Some(out.len());
        }
        self.replaced += 1;
        out.push('\u{fffd}');
    }

    /// Appends the text of `bytes` to `out`.
    pub fn feed(&mut self, bytes: &[u8], out: &mut String) {
        let Some(encoding) = self.encoding else {
            self.held.extend_from_slice(bytes);
            if self.held.len() >= SNIFF || declaration_ended(&self.held) {
                self.settle(out);
            }
            return;
        };
        self.decode(encoding, bytes, out);
    }

    /// The document has ended.
    pub fn finish(&mut self, out: &mut String) {
        if self.encoding.is_none() {
            self.settle(out);
        }
        if !self.held.is_empty() {
            self.held.clear();
            self.replace(out);
        }
    }

    fn settle(&mut self, out: &mut String) {
        let head = std::mem::take(&mut self.held);
        let (encoding, skip) = match head[..] {
            [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
            [0xff, 0xfe, ..] => (Encoding::Utf16Le, 2),
            [0xfe, 0xff, ..] => (Encoding::Utf16Be, 2),
            [b'<', 0, ..] => (Encoding::Utf16Le, 0),
            [0, b'<', ..] => (Encoding::Utf16Be, 0),
            _ => (declared(&head), 0),
        };
        self.encoding = Some(encoding);
        self.decode(encoding, &head[skip..], out);
    }

    fn decode(&mut self, encoding: Encoding, bytes: &[u8], out: &mut String) {
        match encoding {
            Encoding::Utf8 => self.utf8(bytes, out),
            Encoding::Latin1 => latin1(bytes, out),
            Encoding::Utf16Le => self.utf16(bytes, u16::from_le_bytes, out),
            Encoding::Utf16Be => self.utf16(bytes, u16::from_be_bytes, out),
        }
    }

    fn utf8(&mut self, bytes: &[u8], out: &mut String) {
        if self.held.is_empty() {
            self.utf8_run(bytes, out);
        } else {
            let mut joined = std::mem::take(&mut self.held);
            joined.extend_from_slice(bytes);
            self.utf8_run(&joined, out);
        }
    }

    fn utf8_run(&mut self, mut bytes: &[u8], out: &mut String) {
        loop {
            let error = match std::str::from_utf8(bytes) {
                Ok(text) => {
                    out.push_str(text);
                    return;
                }
                Err(error) => error,
            };
            let good = error.valid_up_to();
            // Looked through twice, but only where something is wrong.
            out.push_str(std::str::from_utf8(&bytes[..good]).unwrap_or_default());
            let Some(bad) = error.error_len() else {
                // The rest of the character comes with the next piece.
                self.held.extend_from_slice(&bytes[good..]);
                return;
            };
            self.replace(out);
            bytes = &bytes[good + bad..];
        }
    }

    fn utf16(&mut self, bytes: &[u8], unit: fn([u8; 2]) -> u16, out: &mut String) {
        let mut joined = std::mem::take(&mut self.held);
        joined.extend_from_slice(bytes);
        let mut pairs = joined.chunks_exact(2);
        let mut units: Vec<u16> = pairs.by_ref().map(|p| unit([p[0], p[1]])).collect();
        let rest = pairs.remainder().to_vec();
        // A high surrogate at the end waits for its partner.
        if units.last().is_some_and(|u| (0xd800..0xdc00).contains(u)) {
            units.pop();
            self.held.extend_from_slice(&joined[joined.len() - rest.len() - 2..]);
        } else {
            self.held = rest;
        }
        for c in char::decode_utf16(units) {
            match c {
                Ok(c) => out.push(c),
                Err(_) => self.replace(out),
            }
        }
    }
}

fn declaration_ended(head: &[u8]) -> bool {
    match head {
        [] | [0xef] | [0xef, 0xbb] => false,
        [b'<', b'?', rest @ ..] => memchr::memmem::find(rest, b"?>").is_some(),
        [b'<'] | [_] => false,
        _ => head.len() >= 4,
    }
}

/// The encoding that an XML declaration names.
fn declared(head: &[u8]) -> Encoding {
    // However much of the document came at once, no more of it counts.
    let head = &head[..head.len().min(SNIFF)];
    let start = head.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0);
    let head = &head[start..];
    if !head.starts_with(b"<?xml") {
        return Encoding::Utf8;
    }
    let end = memchr::memmem::find(head, b"?>").unwrap_or(head.len());
    let declaration = String::from_utf8_lossy(&head[..end]).to_ascii_lowercase();
    let Some((_, value)) = declaration.split_once("encoding") else { return Encoding::Utf8 };
    let value = value.trim_start_matches(|c: char| c.is_whitespace() || c == '=');
    let name = value.trim_start_matches(['"', '\'']).split(['"', '\'']).next().unwrap_or("");
    match name {
        "iso-8859-1" | "latin1" | "latin-1" | "iso8859-1" | "windows-1252" | "cp1252" | "iso-8859-15" => {
            Encoding::Latin1
        }
        // "utf-16" that begins with ASCII bytes is a declaration that lies.
        _ => Encoding::Utf8,
    }
}

/// windows-1252, 0x80 to 0x9f.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn latin1(bytes: &[u8], out: &mut String) {
    for byte in bytes {
        let c = match byte {
            0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
            _ => char::from(*byte),
        };
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::Decoder;
    use proptest::prelude::*;

    fn decoded(bytes: &[u8], step: usize) -> (String, u64) {
        let mut decoder = Decoder::new();
        let mut out = String::new();
        for piece in bytes.chunks(step.max(1)) {
            decoder.feed(piece, &mut out);
        }
        decoder.finish(&mut out);
        (out, decoder.replaced())
    }

    #[test]
    fn encodings() {
        let utf16 = |text: &str, le: bool| -> Vec<u8> {
            let unit = |u: u16| if le { u.to_le_bytes() } else { u.to_be_bytes() };
            text.encode_utf16().flat_map(unit).collect()
        };
        let text = "<a x='ü€😀'/>";
        let mut with_mark = vec![0xff, 0xfe];
        with_mark.extend(utf16(text, true));
        for (bytes, want) in [
            (text.as_bytes().to_vec(), text),
            ([b"\xef\xbb\xbf", text.as_bytes()].concat(), text),
            (with_mark, text),
            (utf16(text, true), text),
            (utf16(text, false), text),
            (
                b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xfc\x80</a>".to_vec(),
                "<?xml version='1.0' encoding='ISO-8859-1'?><a>ü€</a>",
            ),
        ] {
            for step in [1, 3, 4096] {
                assert_eq!(decoded(&bytes, step), (want.to_owned(), 0), "step {step}");
            }
        }
    }

    #[test]
    fn bad_bytes_are_replaced_and_counted() {
        assert_eq!(decoded(b"<a>\xff\xc3</a>", 1), ("<a>\u{fffd}\u{fffd}</a>".to_owned(), 2));
        assert_eq!(decoded(b"<a>\xc3", 2), ("<a>\u{fffd}".to_owned(), 1));
        // A declaration without its end: what stands far behind it is no part of it, in any
        // pieces.
        let endless =
            [b"<?xml version='1.0'><a>\xe9", " ".repeat(600).as_bytes(), b"encoding='latin1'</a>"].concat();
        assert_eq!(decoded(&endless, 7), decoded(&endless, 4096));
        assert_eq!(decoded(&endless, 7).1, 1);
        // A declaration that lies about UTF-16.
        assert_eq!(decoded(b"<?xml encoding='UTF-16'?><a/>", 5).1, 0);
    }

    proptest! {
        #[test]
        fn pieces_make_no_difference(bytes in prop::collection::vec(any::<u8>(), 0..80), step in 1usize..9) {
            prop_assert_eq!(decoded(&bytes, step), decoded(&bytes, 4096));
        }

        #[test]
        fn text_stays_text(text in "\\PC{0,60}", step in 1usize..9) {
            let text = format!("<a>{text}</a>");
            prop_assert_eq!(decoded(text.as_bytes(), step), (text, 0));
        }
    }
}
