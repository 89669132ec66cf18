//! The attributes of a start tag.

use super::Problem;
use super::entity::decode_into;
use memchr::{memchr, memchr2};
use std::borrow::Cow;

/// So many bytes of one value are used; of our own attribute, which holds a record, all.
const VALUE_LIMIT: usize = 64 << 10;
const OWN: &str = "runproof";

/// Where an attribute stands in the text of its tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// Its name without a namespace prefix.
    name: (u32, u32),
    value: (u32, u32),
    /// Whether the value holds a `&`.
    references: bool,
}

/// The attributes of a start tag, in their order.
#[derive(Debug)]
pub struct Attributes<'a> {
    pub(super) list: &'a [Span],
    pub(super) text: &'a str,
}

impl<'a> Attributes<'a> {
    /// The value of an attribute by its name without prefix, references resolved.
    pub fn get(&self, name: &str) -> Option<Cow<'a, str>> {
        self.find(name).map(|span| self.value(span))
    }

    /// The value as it stands in the document.
    pub fn raw(&self, name: &str) -> Option<&'a str> {
        self.find(name).map(|span| self.cut(span.value))
    }

    /// Names and values as they stand in the document.
    pub fn iter_raw(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.list.iter().map(|span| (self.cut(span.name), self.cut(span.value)))
    }

    /// Names and values, references resolved.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> {
        self.list.iter().map(|span| (self.cut(span.name), self.value(span)))
    }

    fn find(&self, name: &str) -> Option<&'a Span> {
        self.list.iter().find(|span| self.cut(span.name) == name)
    }

    fn cut(&self, (from, to): (u32, u32)) -> &'a str {
        &self.text[from as usize..to as usize]
    }

    fn value(&self, span: &Span) -> Cow<'a, str> {
        let raw = self.cut(span.value);
        if !span.references {
            return Cow::Borrowed(raw);
        }
        let mut out = String::with_capacity(raw.len());
        // Told once already, while the tag was read.
        decode_into(raw, &mut out, |_, _| {});
        Cow::Owned(out)
    }
}

/// Finds the attributes of a start tag's body behind its name. Where it is not
/// [`Problem::BadAttribute`] that comes back, every quote of the body is one that opens or
/// closes a value.
pub(super) fn scan(body: &str, from: usize, spans: &mut Vec<Span>) -> Option<Problem> {
    let bytes = body.as_bytes();
    let mut problem = None;
    let skip = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        at
    };
    let mut at = skip(from);
    while at < bytes.len() {
        let start = at;
        let mut local = at;
        let mut quoted = false;
        while at < bytes.len() && bytes[at] != b'=' && !bytes[at].is_ascii_whitespace() {
            if bytes[at] == b':' && local == start {
                local = at + 1;
            }
            quoted |= matches!(bytes[at], b'"' | b'\'');
            at += 1;
        }
        let name = (local as u32, at as u32);
        at = skip(at);
        if bytes.get(at) != Some(&b'=') || quoted {
            // A name alone, or no name at all; its value is empty.
            problem = Some(Problem::BadAttribute);
            if bytes.get(at) != Some(&b'=') {
                spans.push(Span { name, value: (at as u32, at as u32), references: false });
                continue;
            }
        }
        at = skip(at + 1);
        let (open, close);
        let mut references = false;
        if let Some(quote @ (b'"' | b'\'')) = bytes.get(at) {
            open = at + 1;
            let mut end = memchr2(*quote, b'&', &bytes[open..]).map(|e| open + e);
            if let Some(reference) = end.filter(|e| bytes[*e] == b'&') {
                references = true;
                end = memchr(*quote, &bytes[reference..]).map(|e| reference + e);
            }
            if end.is_none() {
                problem = Some(Problem::BadAttribute);
            }
            close = end.unwrap_or(bytes.len());
            at = (close + 1).min(bytes.len());
        } else {
            problem = Some(Problem::BadAttribute);
            open = at;
            while at < bytes.len() && !bytes[at].is_ascii_whitespace() {
                references |= bytes[at] == b'&';
                at += 1;
            }
            close = at;
        }
        let mut kept = close;
        if close - open > VALUE_LIMIT && &body[name.0 as usize..name.1 as usize] != OWN {
            kept = open + VALUE_LIMIT;
            while !body.is_char_boundary(kept) {
                kept -= 1;
            }
            problem = problem.or(Some(Problem::ValueCut));
        }
        if references && problem.is_none() {
            let mut out = String::new();
            decode_into(&body[open..close], &mut out, |p, _| problem = Some(p));
        }
        spans.push(Span { name, value: (open as u32, kept as u32), references });
        at = skip(at);
    }
    problem
}
