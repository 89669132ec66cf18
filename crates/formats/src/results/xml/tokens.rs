//! Start tags, end tags and text out of UTF-8 that comes in pieces.

use super::attributes::{Attributes, Span, scan};
use super::entity::{decode_into, safe_cut};
use super::{Decoder, Problem};
use crate::results::book::Place;
use memchr::{memchr, memchr2, memchr3, memmem};

/// So much of one tag is held; an attribute beyond it is cut.
pub const TAG_LIMIT: usize = 4 << 20;

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

/// A name without its namespace prefix.
fn local(name: &str) -> &str {
    match memchr(b':', name.as_bytes()) {
        Some(at) => &name[at + 1..],
        None => name,
    }
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
    told_replaced: bool,
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
            told_replaced: false,
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
            self.run(events, false);
        }
    }

    /// The input has ended. What is open ends, and [`Problem::Truncated`] is told.
    pub fn finish(&mut self, events: &mut impl Events) {
        self.decoder.finish(&mut self.buffer);
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

    fn place(&mut self, at: usize) -> Place {
        if at > self.counted {
            self.line += memchr::memchr_iter(b'\n', &self.buffer.as_bytes()[self.counted..at]).count() as u64;
            self.counted = at;
        }
        Place::new(self.line, self.base + at as u64)
    }

    fn run(&mut self, events: &mut impl Events, last: bool) {
        if self.decoder.replaced() > 0 && !self.told_replaced {
            self.told_replaced = true;
            let place = self.place(self.at);
            events.problem(Problem::InvalidBytes, place);
        }
        while self.at < self.buffer.len() && self.step(events, last) {}
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
            let place = self.place(self.at);
            events.problem(Problem::BareLess, place);
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
            let text = &self.buffer[from..end];
            if text.bytes().any(|b| !b.is_ascii_whitespace() && b != 0) {
                // A mark at the start of the second of two joined files is no text.
                if text != "\u{feff}" {
                    let place = self.place(from);
                    events.problem(Problem::StrayText, place);
                }
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
        decode_into(text, &mut decoded, |p| {
            if !problems.contains(&p) {
                problems.push(p);
            }
        });
        events.text(&decoded);
        self.decoded = decoded;
        for problem in problems {
            let place = self.place(from);
            events.problem(problem, place);
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

    fn tag(&mut self, events: &mut impl Events, mut scanned: usize, mut quote: u8) -> bool {
        let rest = &self.buffer.as_bytes()[self.at + 1..];
        // Nearly every tag ends at its first `>`, which its attributes confirm.
        if scanned == 1
            && let Some(end) = memchr(b'>', rest)
            && self.whole_tag(events, self.at + end + 2, true)
        {
            return true;
        }
        loop {
            let rest = &self.buffer.as_bytes()[self.at + scanned..];
            let found = if quote == 0 { memchr3(b'>', b'"', b'\'', rest) } else { memchr(quote, rest) };
            let Some(found) = found else {
                scanned += rest.len();
                break;
            };
            let byte = rest[found];
            scanned += found + 1;
            if quote != 0 {
                quote = 0;
                self.dropping = false;
            } else if byte == b'>' {
                let end = self.at + scanned;
                return self.whole_tag(events, end, false);
            } else {
                quote = byte;
            }
        }
        if scanned > TAG_LIMIT {
            if quote != 0 {
                // The middle of a value that is too long is dropped as it comes.
                if !self.dropping {
                    self.dropping = true;
                    let place = self.place(self.at);
                    events.problem(Problem::TagCut, place);
                }
                let mut cut = self.at + TAG_LIMIT;
                while !self.buffer.is_char_boundary(cut) {
                    cut -= 1;
                }
                self.place(self.buffer.len());
                let dropped = self.buffer.len() - cut;
                self.base += dropped as u64;
                self.buffer.truncate(cut);
                self.counted = cut;
                scanned = cut - self.at;
            } else {
                // No quotes and no end: this was no tag.
                let place = self.place(self.at);
                events.problem(Problem::BareLess, place);
                self.mode = Mode::Content;
                self.at += 1;
                return true;
            }
        }
        self.mode = Mode::Tag { scanned, quote };
        false
    }

    /// The tag that lies between `at` and `end`. `guessed`: whether its end may lie further
    /// on, because a `>` inside of quotes was taken for it; then nothing is done, and `false`
    /// comes back.
    fn whole_tag(&mut self, events: &mut impl Events, end: usize, guessed: bool) -> bool {
        let from = self.at;
        let place = self.place(from);
        // Owned by nothing else while the events run; put back below.
        let buffer = std::mem::take(&mut self.buffer);
        let body = &buffer[from + 1..end - 1];
        let done = match body.strip_prefix('/') {
            Some(name) if guessed && has_quotes(name) => false,
            Some(name) => {
                self.end_tag(events, local(name.trim()), place);
                true
            }
            None => self.start_tag(events, body, guessed, place),
        };
        self.buffer = buffer;
        if done {
            self.at = end;
            self.mode = Mode::Content;
        }
        done
    }

    fn start_tag(&mut self, events: &mut impl Events, body: &str, guessed: bool, place: Place) -> bool {
        let (body, empty) = match body.strip_suffix('/') {
            Some(body) => (body, true),
            None => (body, false),
        };
        let name_end = body.bytes().position(|b| b.is_ascii_whitespace()).unwrap_or(body.len());
        let name = &body[..name_end];
        let mut spans = std::mem::take(&mut self.spans);
        spans.clear();
        let problem = scan(body, name_end, &mut spans);
        let doubtful = guessed && (problem == Some(Problem::BadAttribute) || has_quotes(name));
        if !doubtful {
            let found = Attributes { list: &spans, text: body };
            self.element(events, local(name), &found, empty, problem, place);
        }
        self.spans = spans;
        !doubtful
    }

    fn element(
        &mut self,
        events: &mut impl Events,
        name: &str,
        attributes: &Attributes<'_>,
        empty: bool,
        problem: Option<Problem>,
        place: Place,
    ) {
        if self.starts.len() >= DEPTH || self.too_deep > 0 {
            if self.too_deep == 0 {
                events.problem(Problem::TooDeep, place);
            }
            if !empty {
                self.too_deep += 1;
            }
            return;
        }
        events.start(name, attributes, place);
        if let Some(problem) = problem {
            events.problem(problem, place);
        }
        if empty {
            events.end(name, place);
            if self.starts.is_empty() {
                events.document_end(place);
            }
        } else {
            self.starts.push(self.names.len());
            self.names.push_str(name);
        }
    }

    fn end_tag(&mut self, events: &mut impl Events, name: &str, place: Place) {
        if self.too_deep > 0 {
            // Inside of what is passed over, names are not known: ends are counted.
            self.too_deep -= 1;
            return;
        }
        let top = self.starts.last().map(|s| &self.names[*s..]);
        if top == Some(name) {
            self.pop(events, place);
            return;
        }
        let mut end = self.names.len();
        let open = self.starts.iter().rposition(|start| {
            let same = &self.names[*start..end] == name;
            end = *start;
            same
        });
        match open {
            None => events.problem(Problem::StrayEnd, place),
            Some(level) => {
                events.problem(Problem::Unclosed, place);
                while self.starts.len() > level {
                    self.pop(events, place);
                }
            }
        }
    }

    fn pop(&mut self, events: &mut impl Events, place: Place) {
        let Some(start) = self.starts.pop() else { return };
        events.end(&self.names[start..], place);
        self.names.truncate(start);
        if self.starts.is_empty() {
            events.document_end(place);
        }
    }
}

fn has_quotes(text: &str) -> bool {
    memchr2(b'"', b'\'', text.as_bytes()).is_some()
}

#[cfg(test)]
mod tests;
