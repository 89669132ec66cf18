//! Start tags, end tags and text out of UTF-8 that comes in pieces.

mod tags;

use super::attributes::{Attributes, Span};
use super::entity::{decode_into, safe_cut};
use super::{Decoder, Problem};
use crate::results::book::Place;
use memchr::{memchr, memmem};

/// So much of one tag is held; an attribute beyond it is cut.
pub const TAG_LIMIT: usize = 16 << 20;

/// So many elements inside one another are followed.
const DEPTH: usize = 256;

/// Takes what a document says. Names come without their namespace prefix.
pub trait Events {
    /// An element begins. `<a/>` is a start and an end.
    fn start(&mut self, name: &str, attributes: &Attributes<'_>, place: Place);
    /// An element ends, also where its end tag is missing.
    fn end(&mut self, name: &str, place: Place);
    /// A piece of the text of the innermost element, references resolved.
    fn text(&mut self, text: &str);
    /// Whether the text of the innermost element is wanted; asked before [`Events::text`].
    fn wants_text(&self) -> bool;
    /// A comment's text, cut at 200 bytes.
    fn comment(&mut self, _text: &str) {}
    /// Something had to be repaired.
    fn problem(&mut self, problem: Problem, place: Place);
    /// An element has ended and nothing is open: another document may follow.
    fn document_end(&mut self, _place: Place) {}
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Content,
    Tag { scanned: usize, quote: u8 },
    Cdata,
    Comment,
    Instruction,
    Doctype { depth: u32, quote: u8 },
}

/// The tokenizer.
#[derive(Debug)]
pub struct Tokens {
    decoder: Decoder,
    /// What the decoder could not read, until it is told.
    replaced: Option<Place>,
    /// Decoded text that is not used up; `at` is where the next token begins.
    buffer: String,
    at: usize,
    /// Bytes of decoded text before the buffer, and newlines before `counted`.
    base: u64,
    line: u64,
    counted: usize,
    mode: Mode,
    /// Names of open elements, one after another, and where each begins.
    names: String,
    starts: Vec<usize>,
    too_deep: u64,
    spans: Vec<Span>,
    decoded: String,
    comment: String,
    /// Inside of a quoted value that is longer than is held.
    dropping: bool,
}

impl Default for Tokens {
    fn default() -> Tokens {
        Tokens::new()
    }
}

impl Tokens {
    /// At the start of an input.
    pub fn new() -> Tokens {
        Tokens {
            decoder: Decoder::new(),
            replaced: None,
            buffer: String::new(),
            at: 0,
            base: 0,
            line: 1,
            counted: 0,
            mode: Mode::Content,
            names: String::new(),
            starts: Vec::new(),
            too_deep: 0,
            spans: Vec::new(),
            decoded: String::new(),
            comment: String::new(),
            dropping: false,
        }
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.starts.len()
    }

    /// Takes the next bytes of the input.
    pub fn feed(&mut self, bytes: &[u8], events: &mut impl Events) {
        // In blocks, so that the buffer stays small whatever comes at once.
        for block in bytes.chunks(64 << 10) {
            self.decoder.feed(block, &mut self.buffer);
            self.note_replaced();
            self.run(events, false);
        }
    }

    /// The input has ended. What is open ends, and [`Problem::Truncated`] is told.
    pub fn finish(&mut self, events: &mut impl Events) {
        self.decoder.finish(&mut self.buffer);
        self.note_replaced();
        self.run(events, true);
        let open = !self.starts.is_empty() || self.too_deep > 0;
        // A tag or a comment that was cut stands outside of every element, too.
        let cut = self.mode != Mode::Content || self.at < self.buffer.len();
        if open || cut {
            let place = self.place(self.buffer.len());
            events.problem(Problem::Truncated, place);
            while !self.starts.is_empty() {
                self.pop(events, place);
            }
        }
    }

    /// Remembers where the decoder replaced something for the first time.
    fn note_replaced(&mut self) {
        if let Some(at) = self.decoder.take_first() {
            let lines = memchr::memchr_iter(b'\n', &self.buffer.as_bytes()[self.counted..at]).count();
            self.replaced = Some(Place::new(self.line + lines as u64, self.base + at as u64));
        }
    }

    /// Tells it once everything before it has been told, so that issues stand in the order
    /// of the document whatever the pieces were.
    fn tell_replaced(&mut self, events: &mut impl Events, done: u64) {
        if let Some(place) = self.replaced.take_if(|place| place.offset.is_some_and(|at| at < done)) {
            events.problem(Problem::InvalidBytes, place);
        }
    }

    /// Tells a problem at a place of the buffer.
    fn problem(&mut self, events: &mut impl Events, problem: Problem, at: usize) {
        let place = self.place(at);
        self.tell_replaced(events, self.base + at as u64);
        events.problem(problem, place);
    }

    fn place(&mut self, at: usize) -> Place {
        if at > self.counted {
            self.line += memchr::memchr_iter(b'\n', &self.buffer.as_bytes()[self.counted..at]).count() as u64;
            self.counted = at;
        }
        Place::new(self.line, self.base + at as u64)
    }

    fn run(&mut self, events: &mut impl Events, last: bool) {
        while self.at < self.buffer.len() && self.step(events, last) {
            self.tell_replaced(events, self.base + self.at as u64);
        }
        self.tell_replaced(events, if last { u64::MAX } else { self.base + self.at as u64 });
        // What is used up goes; what is left is at most one token's beginning.
        if self.at > 0 {
            self.place(self.at);
            self.buffer.drain(..self.at);
            self.base += self.at as u64;
            self.counted -= self.at;
            self.at = 0;
        }
    }

    /// One token, or a piece of one; `false` when more input is needed.
    fn step(&mut self, events: &mut impl Events, last: bool) -> bool {
        match self.mode {
            Mode::Content => self.content(events, last),
            Mode::Tag { scanned, quote } => self.tag(events, scanned, quote),
            Mode::Cdata => self.cdata(events, last),
            Mode::Comment => self.comment(events, last),
            Mode::Instruction => self.until(b"?>"),
            Mode::Doctype { depth, quote } => self.doctype(depth, quote),
        }
    }

    fn content(&mut self, events: &mut impl Events, last: bool) -> bool {
        let rest = &self.buffer.as_bytes()[self.at..];
        let Some(less) = memchr(b'<', rest) else {
            let cut = if last { rest.len() } else { safe_cut(rest) };
            if cut == 0 {
                return false;
            }
            self.push_text(events, self.at + cut, true);
            return !last;
        };
        if less > 0 {
            self.push_text(events, self.at + less, true);
        }
        let rest = &self.buffer.as_bytes()[self.at..];
        let opens = |text: &[u8]| rest.starts_with(text);
        let may_become = |text: &[u8]| rest.len() < text.len() && text.starts_with(rest);
        if rest.len() < 2 || may_become(b"<!--") || may_become(b"<![CDATA[") || may_become(b"<!DOCTYPE") {
            if !last {
                return false;
            }
            // Cut inside of a tag: left in the buffer, told as truncated.
            return false;
        }
        if opens(b"<!--") {
            self.at += 4;
            self.comment.clear();
            self.mode = Mode::Comment;
        } else if opens(b"<![CDATA[") {
            self.at += 9;
            self.mode = Mode::Cdata;
        } else if opens(b"<?") {
            self.at += 2;
            self.mode = Mode::Instruction;
        } else if opens(b"<!") {
            self.at += 2;
            self.mode = Mode::Doctype { depth: 0, quote: 0 };
        } else if rest[1] == b'/'
            || rest[1] == b'_'
            || rest[1] == b':'
            || rest[1].is_ascii_alphabetic()
            || rest[1] >= 0x80
        {
            self.mode = Mode::Tag { scanned: 1, quote: 0 };
        } else {
            self.problem(events, Problem::BareLess, self.at);
            if events.wants_text() && self.too_deep == 0 {
                events.text("<");
            }
            self.at += 1;
        }
        true
    }

    /// Hands out the text from `at` to `end` and moves on.
    fn push_text(&mut self, events: &mut impl Events, end: usize, references: bool) {
        let from = self.at;
        self.at = end;
        if self.too_deep > 0 {
            return;
        }
        if self.starts.is_empty() {
            // A mark at the start of the second of two joined files is no text.
            let nothing = |c: char| c.is_ascii_whitespace() || matches!(c, '\0' | '\u{feff}');
            if let Some(at) = self.buffer[from..end].find(|c| !nothing(c)) {
                self.problem(events, Problem::StrayText, from + at);
            }
            return;
        }
        if !events.wants_text() {
            return;
        }
        let text = &self.buffer[from..end];
        if !references || !super::needs_decoding(text) {
            events.text(text);
            return;
        }
        let mut decoded = std::mem::take(&mut self.decoded);
        decoded.clear();
        let mut problems = Vec::new();
        decode_into(text, &mut decoded, |p, at| {
            if problems.iter().all(|(q, _)| *q != p) {
                problems.push((p, at));
            }
        });
        events.text(&decoded);
        self.decoded = decoded;
        for (problem, at) in problems {
            self.problem(events, problem, from + at);
        }
    }

    fn cdata(&mut self, events: &mut impl Events, last: bool) -> bool {
        let rest = &self.buffer.as_bytes()[self.at..];
        if let Some(end) = memmem::find(rest, b"]]>") {
            self.push_text(events, self.at + end, false);
            self.at += 3;
            self.mode = Mode::Content;
            return true;
        }
        // Two bytes may be the beginning of the end, and a character must not be cut.
        let mut cut = if last { rest.len() } else { rest.len().saturating_sub(2) };
        while !self.buffer.is_char_boundary(self.at + cut) {
            cut -= 1;
        }
        if cut > 0 {
            self.push_text(events, self.at + cut, false);
        }
        false
    }

    fn comment(&mut self, events: &mut impl Events, last: bool) -> bool {
        let rest = &self.buffer.as_bytes()[self.at..];
        let end = memmem::find(rest, b"-->");
        let mut upto = end.unwrap_or(if last { rest.len() } else { rest.len().saturating_sub(2) });
        while !self.buffer.is_char_boundary(self.at + upto) {
            upto -= 1;
        }
        let mut room = upto.min(200usize.saturating_sub(self.comment.len()));
        while !self.buffer.is_char_boundary(self.at + room) {
            room -= 1;
        }
        self.comment.push_str(&self.buffer[self.at..self.at + room]);
        self.at += upto;
        if end.is_none() {
            return false;
        }
        self.at += 3;
        self.mode = Mode::Content;
        events.comment(&self.comment);
        true
    }

    fn until(&mut self, mark: &[u8]) -> bool {
        let rest = &self.buffer.as_bytes()[self.at..];
        if let Some(end) = memmem::find(rest, mark) {
            self.at += end + mark.len();
            self.mode = Mode::Content;
            return true;
        }
        self.at += rest.len().saturating_sub(mark.len() - 1);
        while !self.buffer.is_char_boundary(self.at) {
            self.at -= 1;
        }
        false
    }

    /// Passes over a DOCTYPE with its internal subset; nothing of it is ever used.
    fn doctype(&mut self, mut depth: u32, mut quote: u8) -> bool {
        let mut at = self.at;
        while let Some(&byte) = self.buffer.as_bytes().get(at) {
            at += 1;
            match byte {
                _ if quote == byte => quote = 0,
                _ if quote != 0 => {}
                b'"' | b'\'' => quote = byte,
                b'[' | b'<' => depth += 1,
                b']' => depth = depth.saturating_sub(1),
                b'>' if depth == 0 => {
                    self.at = at;
                    self.mode = Mode::Content;
                    return true;
                }
                b'>' => depth -= 1,
                _ => {}
            }
        }
        self.at = at;
        self.mode = Mode::Doctype { depth, quote };
        false
    }
}

#[cfg(test)]
mod tests;
