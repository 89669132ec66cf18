//! Values out of one large JSON document, without holding the document.

use memchr::memchr2;

/// The longest value that is held.
const MOST: usize = 64 << 20;

/// Nesting beyond this is no report.
const DEPTH: usize = 256;

/// Hands out the values at chosen paths (`results.tests[]`; the empty path is the whole
/// document) as their raw text, in the order of the document.
#[derive(Debug)]
pub(super) struct Split {
    wanted: &'static [&'static str],
    frames: Vec<Frame>,
    mode: Mode,
    key: Vec<u8>,
    held: Vec<u8>,
    /// Which path the value under way has, and how deep inside of it we are.
    capture: Option<(usize, usize)>,
    cut: bool,
    line: u64,
    begun: u64,
    ended: bool,
    broken: bool,
}

#[derive(Debug)]
struct Frame {
    array: bool,
    key: String,
    expects_key: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Between,
    Text { key: bool, escaped: bool },
    Scalar,
}

/// A value that was found.
pub(super) struct Found<'a> {
    /// Its path, as it stands in the list.
    pub(super) path: &'static str,
    /// Its text; cut short when it was too long.
    pub(super) json: &'a [u8],
    /// The line on which it begins, from 1.
    pub(super) line: u64,
}

impl Split {
    pub(super) fn new(wanted: &'static [&'static str]) -> Split {
        Split {
            wanted,
            frames: Vec::new(),
            mode: Mode::Between,
            key: Vec::new(),
            held: Vec::new(),
            capture: None,
            cut: false,
            line: 1,
            begun: 1,
            ended: false,
            broken: false,
        }
    }

    /// Whether the document came to its end, and in one piece.
    pub(super) fn is_whole(&self) -> bool {
        self.ended && !self.broken && self.frames.is_empty() && self.capture.is_none()
    }

    pub(super) fn feed(&mut self, bytes: &[u8], each: &mut dyn FnMut(Found<'_>)) {
        let mut at = 0;
        while at < bytes.len() {
            if let Mode::Text { key, escaped } = self.mode {
                at = self.string(bytes, at, key, escaped, each);
                continue;
            }
            let byte = bytes[at];
            if self.mode == Mode::Scalar && matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t')
            {
                self.mode = Mode::Between;
                self.value_ends(each);
            }
            at += 1;
            match byte {
                b'\n' => {
                    self.line += 1;
                    self.hold(b"\n");
                }
                b' ' | b'\t' | b'\r' => self.hold(&[byte]),
                b'"' => {
                    let key = self.capture.is_none() && self.frames.last().is_some_and(|f| f.expects_key);
                    if key {
                        self.key.clear();
                    } else {
                        self.value_begins();
                        self.hold(b"\"");
                    }
                    self.mode = Mode::Text { key, escaped: false };
                }
                b'{' | b'[' => self.open(byte),
                b'}' | b']' => self.close(byte, each),
                b',' | b':' => {
                    if self.capture.is_some() {
                        self.hold(&[byte]);
                    } else if let Some(frame) = self.frames.last_mut() {
                        frame.expects_key = byte == b',' && !frame.array;
                    }
                }
                _ => {
                    if self.mode != Mode::Scalar {
                        self.value_begins();
                        self.mode = Mode::Scalar;
                    }
                    self.hold(&[byte]);
                }
            }
        }
    }

    /// A stretch of a string; where it goes on.
    fn string(
        &mut self,
        bytes: &[u8],
        from: usize,
        key: bool,
        escaped: bool,
        each: &mut dyn FnMut(Found<'_>),
    ) -> usize {
        let rest = &bytes[from..];
        if escaped {
            self.put(key, &rest[..1]);
            self.mode = Mode::Text { key, escaped: false };
            return from + 1;
        }
        let Some(end) = memchr2(b'"', b'\\', rest) else {
            self.put(key, rest);
            return bytes.len();
        };
        self.put(key, &rest[..end]);
        if rest[end] == b'\\' {
            self.put(key, b"\\");
            self.mode = Mode::Text { key, escaped: true };
        } else {
            self.mode = Mode::Between;
            if key {
                if let Some(frame) = self.frames.last_mut() {
                    frame.key = String::from_utf8_lossy(&self.key).into_owned();
                }
            } else {
                self.hold(b"\"");
                self.value_ends(each);
            }
        }
        from + end + 1
    }

    fn put(&mut self, key: bool, bytes: &[u8]) {
        if key {
            if self.key.len() < 1024 {
                self.key.extend_from_slice(bytes);
            }
        } else {
            self.hold(bytes);
        }
    }

    fn hold(&mut self, bytes: &[u8]) {
        if self.capture.is_none() {
            return;
        }
        if self.held.len() + bytes.len() > MOST {
            self.cut = true;
            return;
        }
        self.held.extend_from_slice(bytes);
    }

    /// A value begins at the present place: it may be one that is wanted.
    fn value_begins(&mut self) {
        if self.capture.is_some() {
            return;
        }
        let mut path = String::new();
        for frame in &self.frames {
            if frame.array {
                path.push_str("[]");
            } else {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&frame.key);
            }
        }
        if let Some(which) = self.wanted.iter().position(|w| *w == path) {
            self.capture = Some((which, 0));
            self.held.clear();
            self.cut = false;
            self.begun = self.line;
        }
    }

    fn open(&mut self, byte: u8) {
        self.value_begins();
        if let Some((_, depth)) = &mut self.capture {
            *depth += 1;
            self.hold(&[byte]);
        } else if self.frames.len() < DEPTH {
            self.frames.push(Frame { array: byte == b'[', key: String::new(), expects_key: byte == b'{' });
        } else {
            self.broken = true;
        }
    }

    fn close(&mut self, byte: u8, each: &mut dyn FnMut(Found<'_>)) {
        self.hold(&[byte]);
        if let Some((_, depth)) = &mut self.capture {
            *depth = depth.saturating_sub(1);
            self.value_ends(each);
            return;
        }
        match self.frames.pop() {
            Some(frame) if frame.array == (byte == b']') => {}
            _ => self.broken = true,
        }
        if self.frames.is_empty() {
            self.ended = true;
        }
    }

    /// A value has ended; it is handed out when it was the wanted one itself.
    fn value_ends(&mut self, each: &mut dyn FnMut(Found<'_>)) {
        if let Some((which, 0)) = self.capture {
            self.capture = None;
            each(Found { path: self.wanted[which], json: &self.held, line: self.begun });
            if self.frames.is_empty() {
                self.ended = true;
            }
            if self.held.capacity() > 1 << 20 {
                self.held = Vec::new();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Split;
    use proptest::prelude::*;

    const WANTED: &[&str] = &["results.tests[]", "name", "a.b"];

    fn split(json: &str, step: usize) -> (Vec<String>, bool) {
        let mut split = Split::new(WANTED);
        let mut got = Vec::new();
        for piece in json.as_bytes().chunks(step) {
            split.feed(piece, &mut |f| {
                got.push(format!("{}:{} {}", f.line, f.path, String::from_utf8_lossy(f.json)));
            });
        }
        (got, split.is_whole())
    }

    #[test]
    fn values_at_their_paths() {
        let json = "{\"name\": \"a\\\"b\", \"x\": {\"tests\": [1]},\n \"results\": {\"tests\": [ {\"a\": [1, \"]\"]},\n 2, \"s\" ]}, \"a\": {\"b\": -1.5}}";
        for step in [1, 3, 4096] {
            let (got, whole) = split(json, step);
            assert_eq!(
                got,
                [
                    "1:name \"a\\\"b\"",
                    "2:results.tests[] {\"a\": [1, \"]\"]}",
                    "3:results.tests[] 2",
                    "3:results.tests[] \"s\"",
                    "3:a.b -1.5"
                ]
            );
            assert!(whole);
        }
    }

    #[test]
    fn a_cut_document_is_not_whole() {
        let json = "{\"results\":{\"tests\":[{\"a\":1},{\"b\":2}]}}";
        for cut in 0..json.len() {
            assert!(!split(&json[..cut], 5).1, "{}", &json[..cut]);
        }
        assert!(split(json, 5).1);
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_pieces(text in "[\\{\\}\\[\\]\":,a1\\\\ \\n]{0,60}", step in 1usize..7) {
            prop_assert_eq!(split(&text, step).0, split(&text, 4096).0);
        }
    }
}
