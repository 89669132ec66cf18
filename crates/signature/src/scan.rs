//! One message to its masked tokens, in one pass from left to right.
//!
//! A token is a run of bytes between delimiters. Values that span delimiters (dates, URLs,
//! addresses, `host:port`, `12 ms`, `key="..."`) are recognised where a token begins; any
//! other token with a digit is a value by that alone. Neighbouring values become one
//! (`W W`, `W, W`, `W:W`, `W(W)`), so that lists of any length give the same tokens.
//!
//! In log lines, unlike failures, whole groups are values as well: what stands in brackets after
//! `key=`, objects of JSON and Python, tags of XML, brackets with many values of their own, and the
//! fields of access logs. What a record says, `msg="..."`, is never one.
//!
//! The result depends on the bytes of the message and the options alone.

mod access;
mod json;
mod marks;
mod paths;
mod state;
mod values;

use crate::class::{ALPHA, AT, CLASS, DELIM, DIGIT, DOT, HIGH, SLASH, SPACE, at, class, is_word};
use crate::clean;
use crate::masks::{self, Mask};
use crate::{protect, time};
use state::State;

/// The byte that stands for a wildcard in [`Scan::encoded`].
pub const WILD: u8 = 1;
/// The byte between two tokens in [`Scan::encoded`].
pub const GAP: u8 = b' ';
/// No more tokens than this make a signature; the rest of the message is not looked at.
pub const MAX_TOKENS: usize = 256;
/// No more bytes than this of a message are looked at.
pub const MAX_BYTES: usize = 64 * 1024;

/// What is masked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Mask status codes, exit codes and error codes too.
    pub mask_codes: bool,
    /// Keep the base name of a path to a source file; for failures, where it tells causes
    /// apart. Log lines mask the whole path.
    pub keep_sources: bool,
}

/// A wildcard and the bytes it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// What was recognised first in it.
    pub mask: Mask,
    /// Where it begins in [`Scan::source`].
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// The masked tokens of one message.
#[derive(Clone, Copy, Debug)]
pub struct Scan<'a> {
    /// The tokens, [`GAP`] between them, [`WILD`] for a wildcard.
    pub encoded: &'a [u8],
    /// What the spans point into: the message without escape sequences.
    pub source: &'a [u8],
    /// One per wildcard, in order.
    pub spans: &'a [Span],
    /// Whether the message was longer than [`MAX_TOKENS`] or [`MAX_BYTES`].
    pub cut: bool,
    /// Whether every message that differs from this one in its digits alone has the same tokens
    /// and the same spans.
    pub steady: bool,
}

/// Scans messages; keeps its buffers from one to the next.
#[derive(Debug, Default)]
pub struct Scanner {
    options: Options,
    unnamed: bool,
    clean: Vec<u8>,
    state: State,
}

impl Scanner {
    /// A scanner with these options.
    pub fn new(options: Options) -> Self {
        Scanner { options, ..Scanner::default() }
    }

    /// The same without asking what each value is: every [`Span::mask`] that costs a look is
    /// [`Mask::Token`]. For those who want the tokens alone; the tokens are the same.
    #[must_use]
    pub fn unnamed(mut self) -> Self {
        self.unnamed = true;
        self
    }

    /// The options it was made with.
    pub fn options(&self) -> Options {
        self.options
    }

    /// The masked tokens of `message`.
    pub fn scan<'a>(&'a mut self, message: &'a [u8]) -> Scan<'a> {
        let cut = message.len() > MAX_BYTES;
        let message = if cut { &message[..MAX_BYTES] } else { message };
        let source = if clean::is_dirty(message) {
            self.clean.clear();
            clean::clean(message, &mut self.clean);
            &self.clean[..]
        } else {
            message
        };
        self.state.reset();
        let (whole, steady) = Pass {
            text: source,
            options: self.options,
            unnamed: self.unnamed,
            codes: None,
            // Names of source files keep their digits.
            steady: !self.options.keep_sources,
            state: &mut self.state,
        }
        .run();
        Scan { encoded: &self.state.encoded, source, spans: &self.state.spans, cut: cut || !whole, steady }
    }
}

/// Whether the message speaks of HTTP or a status, so that its three-digit numbers are codes.
fn speaks_of_codes(text: &[u8]) -> bool {
    [&b"tatus"[..], b"TATUS", b"HTTP", b"http", b"esponse"]
        .iter()
        .any(|w| memchr::memmem::find(text, w).is_some())
}

struct Pass<'s, 't> {
    text: &'t [u8],
    options: Options,
    unnamed: bool,
    /// Whether the message speaks of codes; looked up when the first number asks.
    codes: Option<bool>,
    /// Whether no digit has mattered so far for being this one and not another.
    steady: bool,
    state: &'s mut State,
}

impl Pass<'_, '_> {
    /// Runs to the end. Whether it got there, and did not stop at the token limit; whether no
    /// digit has mattered for being this one.
    fn run(mut self) -> (bool, bool) {
        let mut i = 0;
        while i < self.text.len() {
            let c = class(self.text[i]);
            if c & SPACE != 0 {
                i += 1;
            } else {
                if self.state.count >= MAX_TOKENS {
                    self.state.settle(self.text);
                    return (false, self.steady);
                }
                i = if c & DELIM != 0 { self.punctuation(i) } else { self.word(i) };
            }
        }
        self.state.settle(self.text);
        (true, self.steady)
    }

    /// The token is kept as it stands.
    #[inline]
    fn keep(&mut self, start: usize, end: usize) {
        self.state.push(self.text, start, end);
    }

    fn wildcard(&mut self, mask: Mask, start: usize, end: usize) {
        self.state.wild(self.text, mask, start, end);
    }

    /// What a token that holds a digit is, where somebody wants to know.
    fn name_of(&mut self, token: &[u8]) -> Mask {
        if self.unnamed {
            return Mask::Token;
        }
        // `0x10`, and not `1x10`.
        self.steady &= !matches!(token, [_, b'x' | b'X', ..]);
        masks::name_of(token)
    }

    /// The end of the token at `i` and the classes of its bytes.
    fn extent(&self, i: usize) -> (usize, u8) {
        let (mut e, mut flags) = (i, 0);
        for &b in &self.text[i..] {
            let c = CLASS[b as usize];
            if c & DELIM != 0 {
                break;
            }
            flags |= c;
            e += 1;
        }
        (e, flags)
    }

    /// The end of a value that begins with a digit, with its unit.
    fn value_end(&self, i: usize) -> usize {
        if let Some(e) = time::numeric(self.text, i) {
            return self.extent(e).0;
        }
        let (e, _) = self.extent(i);
        if masks::is_number(&self.text[i..e]) { masks::unit_after(self.text, e).unwrap_or(e) } else { e }
    }

    fn wild(&mut self, mask: Mask, start: usize, end: usize) -> usize {
        // What is glued to a value is part of it: `10.0.0.1abc`, `12:34:56Z-x`.
        let (end, _) = self.extent(end);
        self.wildcard(mask, start, end);
        end
    }

    /// Keeps the token at `i` if it is plainly a word, and looks closer if not.
    #[inline]
    fn word(&mut self, i: usize) -> usize {
        let (e, flags) = self.extent(i);
        // A mark that is not part of a word.
        if flags == 0 {
            return self.dash(i, e);
        }
        let plain = flags & (DIGIT | DOT | AT | SLASH) == 0 && at(self.text, e) != b':';
        if plain && !names_something(self.text[i]) {
            self.keep(i, e);
            return e;
        }
        self.token(i, e, flags)
    }

    /// The token at `i` that ends at `e`, with the classes of its bytes.
    fn token(&mut self, i: usize, mut e: usize, mut flags: u8) -> usize {
        let text = self.text;
        // `\"`: quotes within quotes.
        if flags & SLASH != 0 && text[e - 1] == b'\\' && matches!(at(text, e), b'"' | b'\'') {
            e -= 1;
            if e == i {
                self.keep(i, i + 2);
                return i + 2;
            }
            flags = text[i..e].iter().fold(0, |f, &b| f | class(b));
        }
        let first = class(text[i]);
        let colon = at(text, e) == b':';

        if let Some(end) = self.command(i) {
            self.wildcard(Mask::Data, i, end);
            return end;
        }
        if self.is_folder(i, e) {
            self.wildcard(Mask::Path, i, e);
            return e;
        }
        if flags & DOT != 0
            && let Some(cut) = leader(&text[i..e])
        {
            // `enable.....0`, `Loading...`: the dots are a delimiter.
            if cut == 0 {
                self.state.push_made(text, b"..");
                return i + text[i..e].iter().take_while(|&&b| b == b'.').count();
            }
            e = i + cut;
            flags = text[i..e].iter().fold(0, |f, &b| f | class(b));
        }
        if first & DIGIT != 0 {
            if time::may_be_numeric(text, i, e, flags)
                && let Some(end) = time::numeric(text, i)
            {
                return self.wild(Mask::Time, i, end);
            }
        } else if first & ALPHA != 0
            && let Some(end) = time::named(text, i)
        {
            return self.wild(Mask::Time, i, end);
        }
        if colon && first & (DIGIT | ALPHA) != 0 {
            if e - i <= 4
                && let Some(end) = masks::address(text, i)
            {
                return self.wild(Mask::Address, i, end);
            }
            if let Some(end) = masks::url(text, i, e) {
                return self.wild(Mask::Url, i, end);
            }
            if e - i == 1 && first & ALPHA != 0 && matches!(at(text, e + 1), b'\\' | b'/') {
                return self.drive(i, e);
            }
        }
        if flags & DIGIT != 0 {
            return self.with_digit(i, e, flags);
        }
        if self.options.keep_sources && flags & (SLASH | DOT) != 0 && self.source_name(i, e) {
            return self.skip_position(e);
        }
        if !self.options.keep_sources {
            // `Job.java:12` says where a line comes from, `'/'` is the shortest path.
            let position = if colon && flags & DOT != 0 && masks::source_extension(&text[i..e]) {
                self.skip_position(e)
            } else {
                e
            };
            let root = text[i..e] == *b"/"
                && i > 0
                && (matches!(text[i - 1], b'"' | b'\'' | b'=') || access::asks(&text[..i]));
            if root || position > e {
                self.wildcard(Mask::Path, i, position);
                return position;
            }
        }
        if colon && let Some(end) = masks::host_port(text, i, e, flags) {
            return self.wild(Mask::HostPort, i, end);
        }
        if flags & (AT | SLASH | DOT) != 0
            && let Some(mask) = masks::wordless(text, i, e, flags, self.options.keep_sources)
        {
            let end = if mask == Mask::Path { self.query(i, e) } else { e };
            self.wildcard(mask, i, end);
            return end;
        }
        // A code all the same, whether it is written as `15` or as `SIGTERM`.
        if self.options.mask_codes && matches!(text[i], b'S' | b'E') && protect::is_code_name(&text[i..e]) {
            self.wildcard(Mask::Token, i, e);
            return e;
        }
        self.keep(i, e);
        e
    }

    /// The end of a command line, from its first long option on: `df --output=size /`.
    fn command(&self, i: usize) -> Option<usize> {
        let option =
            matches!(self.text[i..], [b'-', b'-', b'a'..=b'z', ..]) && i > 0 && self.text[i - 1] == b' ';
        if !option || self.options.keep_sources {
            return None;
        }
        let closes = |b: &u8| matches!(b, b'"' | b'\'' | b')' | b']' | b'}' | b'>');
        Some(self.text[i..].iter().position(closes).map_or(self.text.len(), |n| i + n))
    }

    /// Whether the token is `.` or `..` where other messages have the name of a file: `fname=..`,
    /// `found . in`.
    fn is_folder(&self, i: usize, e: usize) -> bool {
        matches!(&self.text[i..e], b"." | b"..")
            && !self.options.keep_sources
            && i.checked_sub(1).is_some_and(|b| matches!(self.text[b], b' ' | b'=' | b'(' | b'"' | b'\''))
            && matches!(self.text.get(e), Some(b' ' | b')' | b'"' | b'\''))
    }

    fn with_digit(&mut self, i: usize, e: usize, flags: u8) -> usize {
        let text = self.text;
        let token = &text[i..e];
        if flags & (HIGH | AT) == 0 && flags & ALPHA != 0 && protect::is_like_name(token) {
            self.steady = false;
            if protect::is_name(token) {
                self.keep(i, e);
                return e;
            }
        }
        if self.options.keep_sources && flags & (SLASH | DOT) != 0 && self.source_name(i, e) {
            return self.skip_position(e);
        }
        if !self.options.mask_codes && self.is_code(i, e) {
            self.keep(i, e);
            return e;
        }
        if at(text, e) == b'='
            && flags & ALPHA != 0
            && let Some(end) = masks::base64_padding(text, i, e)
        {
            self.wildcard(Mask::Base64, i, end);
            return end;
        }
        if masks::is_number(token) {
            let end = masks::unit_after(text, e);
            let mask = if end.is_some() { Mask::Quantity } else { self.name_of(token) };
            let end = end.unwrap_or(e);
            self.wildcard(mask, i, end);
            return end;
        }
        let end = if flags & SLASH != 0 { self.query(i, e) } else { e };
        let mask = self.name_of(token);
        self.wildcard(mask, i, end);
        end
    }

    /// Whether the token is a code by its shape, or a number that the words before it or
    /// the message as a whole declare to be one.
    fn is_code(&mut self, i: usize, e: usize) -> bool {
        let token = self.text[i..e].strip_suffix(b".").unwrap_or(&self.text[i..e]);
        if class(token[0]) & ALPHA != 0 {
            let code = protect::is_code(token);
            self.steady &= !code;
            return code;
        }
        if token.len() > 5 || !token.iter().all(u8::is_ascii_digit) {
            return false;
        }
        let text = self.text;
        if token.len() == 3 && *self.codes.get_or_insert_with(|| speaks_of_codes(text)) {
            self.steady = false;
            if protect::is_http_status(token) {
                return true;
            }
        }
        // The word before, at most three bytes away: `status: 404`, `exit code = 1`.
        let mut w = i;
        while w > 0 && i - w < 4 && !is_word(self.text[w - 1]) {
            w -= 1;
        }
        if i - w > 3 || w == i || w == 0 {
            return false;
        }
        let mut s = w;
        while s > 0 && w - s <= 10 && (is_word(self.text[s - 1]) || matches!(self.text[s - 1], b'/' | b'.')) {
            s -= 1;
        }
        let word = &text[s..w];
        let announced = protect::announces_code(word);
        // `http/1.1` announces, `http/1.2` does not.
        self.steady &= !announced && !word.contains(&b'/');
        announced
    }
}

/// Whether months, days of the week, signals, errors or options begin with this.
#[inline]
fn names_something(first: u8) -> bool {
    const LETTERS: u32 = letters(b"JFMASONDTWE");
    first == b'-' || (first.is_ascii_uppercase() && LETTERS >> (first - b'A') & 1 != 0)
}

/// A bit for each of some capitals.
const fn letters(of: &[u8]) -> u32 {
    let (mut bits, mut i) = (0, 0);
    while i < of.len() {
        bits |= 1 << (of[i] - b'A');
        i += 1;
    }
    bits
}

/// Where two and more dots begin that follow a letter or begin the token; `../` is a path.
fn leader(token: &[u8]) -> Option<usize> {
    let at_dots = token.windows(2).position(|w| w == b"..")?;
    if token.get(at_dots + 2) == Some(&b'/') {
        return None;
    }
    Some(at_dots)
}

#[cfg(test)]
mod tests;
