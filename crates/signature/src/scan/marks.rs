//! Punctuation: kept as it stands, but for what it encloses or announces.

use super::access::closing;
use super::{Pass, json};
use crate::class::{ALPHA, DELIM, DIGIT, SPACE, at, class, is_word};
use crate::masks::{self, Mask};
use crate::protect;
use memchr::memmem;

/// Bytes of what stands in angles that are looked through for the end.
const LONGEST_ID: usize = 128;
/// So many of the same mark in a row are drawn, not written.
const RULE: usize = 4;

impl Pass<'_, '_> {
    pub(super) fn punctuation(&mut self, i: usize) -> usize {
        let b = self.text[i];
        let next = at(self.text, i + 1);
        match b {
            b'(' | b'[' => {
                // What the C library writes for nothing.
                if let Some(null) = [&b"(null)"[..], b"(nil)"].iter().find(|w| self.text[i..].starts_with(w))
                {
                    self.wildcard(Mask::Empty, i, i + null.len());
                    return i + null.len();
                }
                self.state.open(self.text, i);
                self.keep(i, i + 1);
                let close = if b == b'(' { b')' } else { b']' };
                if next == close || (next == b' ' && at(self.text, i + 2) == close) {
                    self.wildcard(Mask::Empty, i + 1, i + 1);
                }
            }
            // `from=<>`, `{}`: nothing where other messages have something.
            b'<' if next == b'>' => {
                self.keep(i, i + 1);
                self.wildcard(Mask::Empty, i + 1, i + 1);
            }
            b'{' if next == b'}' => {
                self.keep(i, i + 1);
                self.wildcard(Mask::Empty, i + 1, i + 1);
            }
            b'{' if !self.options.keep_sources
                && self.state.says_something()
                && let Some(end) = json::object(self.text, i) =>
            {
                self.wildcard(Mask::Data, i, end);
                return end;
            }
            // Unless its partner went into a wildcard.
            b')' | b']' => {
                if self.state.close(self.text, i + 1, !self.options.keep_sources) {
                    self.keep(i, i + 1);
                }
            }
            b'"' | b'\'' if next == b && at(self.text, i + 2) != b => {
                self.keep(i, i + 1);
                self.wildcard(Mask::Empty, i + 1, i + 1);
                self.keep(i + 1, i + 2);
                return i + 2;
            }
            // `<1 sec` is a value; `<3>`, `<4a:b>` and `a < 5` are not.
            b'<' | b'>' if class(next) & DIGIT != 0 => {
                let e = self.value_end(i + 1);
                let ahead = &self.text[e..self.text.len().min(e + LONGEST_ID)];
                let closed = ahead.iter().find(|&&c| c == b'>' || class(c) & SPACE != 0);
                if closed != Some(&b'>') && class(at(self.text, e)) & (SPACE | DELIM) != 0 {
                    self.wildcard(Mask::Quantity, i, e);
                    return e;
                }
                self.keep(i, i + 1);
            }
            // What Python shows of an object, `<Task name=a at 0x7f>`, and tags of XML.
            b'<' if !self.options.keep_sources
                && (next == b'/' || class(next) & ALPHA != 0)
                && let Some(end) = self.object(i) =>
            {
                self.wildcard(Mask::Data, i, end);
                return end;
            }
            // `pids:` at the end has no value where other messages have one.
            b':' if !self.options.keep_sources
                && !self.state.ends_in_value()
                && i.checked_sub(1).is_some_and(|w| is_word(self.text[w]))
                && self.text[i + 1..].iter().all(|&b| class(b) & SPACE != 0) =>
            {
                self.keep(i, i + 1);
                self.wildcard(Mask::Empty, i + 1, i + 1);
            }
            b'>' if !self.options.keep_sources && self.state.angled(self.text, i) => {}
            b'=' if self.rule(i) => return self.end_of_run(i),
            b'=' => return self.equals(i),
            // `::1`, `::ffff:10.0.0.1`
            b':' if next == b':' && i.checked_sub(1).is_none_or(|w| class(self.text[w]) & DELIM != 0) => {
                if let Some(end) = masks::address(self.text, i) {
                    return self.wild(Mask::Address, i, end);
                }
                self.keep(i, i + 1);
            }
            b'"' | b'\'' => {
                if b == b'"'
                    && !self.options.keep_sources
                    && let Some(end) = if self.state.fields { self.field(i) } else { self.request(i) }
                {
                    return end;
                }
                if b == b'"'
                    && !self.options.keep_sources
                    && let Some(end) = json::value(self.text, i)
                {
                    self.keep(i, i + 1);
                    self.wildcard(Mask::Quoted, i + 1, end);
                    self.keep(end, end + 1);
                    return end + 1;
                }
                if !self.state.quoted_list(b, i + 1) {
                    self.keep(i, i + 1);
                }
            }
            _ => self.keep(i, i + 1),
        }
        i + 1
    }

    /// A token of nothing but dashes, stars and their like.
    pub(super) fn dash(&mut self, i: usize, e: usize) -> usize {
        if e == i + 1
            && self.text[i] == b'-'
            && !self.options.keep_sources
            && (self.state.fields || self.is_absent(i))
        {
            self.wildcard(Mask::Empty, i, e);
            return e;
        }
        if e - i >= RULE && self.text[i..e].iter().all(|&b| b == self.text[i]) {
            self.state.push_made(self.text, &[self.text[i]; RULE]);
        } else {
            self.keep(i, e);
        }
        e
    }

    /// Whether a line is drawn at `i`; then it is one token, however long: what it is drawn across is
    /// as wide as a terminal was.
    fn rule(&mut self, i: usize) -> bool {
        let drawn = self.end_of_run(i) - i >= RULE;
        if drawn {
            self.state.push_made(self.text, &[self.text[i]; RULE]);
        }
        drawn
    }

    /// Where other bytes than that at `i` follow.
    fn end_of_run(&self, i: usize) -> usize {
        let run = self.text[i..].iter().take_while(|&&b| b == self.text[i]).count();
        i + run
    }

    /// Whether the dash at `i`, a token by itself, stands where other messages have a value, as in
    /// the logs of servers: `"-"`, `(-)`, `key=-`, and between values, `10.0.0.1 - - [`, `200 - "`.
    fn is_absent(&self, i: usize) -> bool {
        let before = i.checked_sub(1).map_or(b' ', |b| self.text[b]);
        let next = at(self.text, i + 1);
        match (before, next) {
            (b'"', b'"') | (b'\'', b'\'') | (b'(', b')') | (b'[', b']') => true,
            (b'=', _) => true,
            (b' ', b' ') => {
                let rest = self.text.get(i + 1..).unwrap_or_default().trim_ascii_start();
                self.state.ends_in_value()
                    && matches!(rest, [] | [b'"' | b'[', ..] | [b'-'] | [b'-', b' ', ..])
            }
            _ => false,
        }
    }

    /// The end of an object with its address, or of a tag with attributes, that begins at `i`.
    fn object(&self, i: usize) -> Option<usize> {
        let end = enclosed(self.text, i)?;
        let inner = &self.text[i + 1..end - 1];
        let tag = inner.starts_with(b"/") || inner.ends_with(b"/") || {
            let key = inner.iter().position(|&b| b == b'=');
            key.is_some_and(|k| matches!(inner.get(k + 1), Some(b'"' | b'\'')))
        };
        // Any digit for the 0, so that this one does not matter.
        let object =
            || memmem::find_iter(inner, b" at ").any(|n| matches!(inner[n + 4..], [b'0'..=b'9', b'x', ..]));
        (tag || object()).then_some(end)
    }

    /// The end of several words that are the value of the key before `=` at `i` in a list with commas:
    /// `, detail=job has finished, next=`.
    fn listed(&self, i: usize) -> Option<usize> {
        let text = self.text;
        let key = i - text[..i].iter().rev().take_while(|&&b| is_word(b)).count();
        let begins = matches!(&text[..key], [.., b',', b' '] | [.., b'(' | b'[' | b'{' | b'<' | b',']);
        if !begins || protect::says_what(&text[key..i]) {
            return None;
        }
        let value = &text[i + 1..text.len().min(i + 1 + LONGEST_VALUE)];
        let end = value.iter().position(|b| {
            matches!(
                b,
                b',' | b';' | b'=' | b'"' | b'\'' | b'(' | b'[' | b'{' | b'<' | b')' | b']' | b'}' | b'>'
            )
        })?;
        let ends = matches!(value[end], b',' | b';' | b')' | b']' | b'}' | b'>');
        (ends && value[..end].contains(&b' ')).then_some(i + 1 + end)
    }

    /// `key="quoted"` and `key= nextkey=`: the value is a wildcard whatever it is, unless it is the
    /// message: `msg="quoted"`.
    fn equals(&mut self, i: usize) -> usize {
        let key = i - self.text[..i].iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
        if let Some(end) = masks::dn::end(self.text, key)
            && self.state.take_back(self.text, key, i)
        {
            return self.wild(Mask::Dn, key, end);
        }
        self.keep(i, i + 1);
        let keyed = i > 0 && is_word(self.text[i - 1]);
        let next = at(self.text, i + 1);
        if !keyed {
            return i + 1;
        }
        if matches!(next, b'"' | b'\'') {
            let key = self.text[..i].iter().rev().take_while(|&&b| is_word(b)).count();
            if protect::says_what(&self.text[i - key..i]) {
                return i + 1;
            }
            let kind = usize::from(next == b'\'');
            if !self.state.unpaired[kind] {
                if let Some(close) = closing(self.text, i + 1) {
                    self.wildcard(Mask::Quoted, i + 1, close + 1);
                    return close + 1;
                }
                self.state.unpaired[kind] = true;
            }
        } else if !self.options.keep_sources
            && let Some(end) = enclosed(self.text, i + 1)
        {
            self.wildcard(Mask::Data, i + 1, end);
            return end;
        } else if !self.options.keep_sources
            && class(next) & ALPHA != 0
            && let Some(end) = self.listed(i)
        {
            self.wildcard(Mask::Quoted, i + 1, end);
            return end;
        } else if class(next) & SPACE != 0 {
            // Nothing between this key and the next one, or the end.
            let mut s = i + 1;
            while s < self.text.len() && self.text[s] == b' ' {
                s += 1;
            }
            let mut w = s;
            while w < self.text.len() && is_word(self.text[w]) {
                w += 1;
            }
            if s >= self.text.len() || (w > s && at(self.text, w) == b'=') {
                self.wildcard(Mask::Empty, i + 1, i + 1);
            }
        }
        i + 1
    }
}

/// Bytes of a value in a list that is looked at.
const LONGEST_VALUE: usize = 256;

/// Bytes in brackets that are looked through for the end.
const LONGEST: usize = 4096;

/// The end of what stands in brackets at `i`, with its brackets. `[2,5)` and `(2,5]` are intervals.
pub(super) fn enclosed(text: &[u8], i: usize) -> Option<usize> {
    let angled = match at(text, i) {
        b'<' => true,
        b'[' | b'{' | b'(' => false,
        _ => return None,
    };
    let mut depth = 0_usize;
    for (e, &b) in text.iter().enumerate().skip(i).take(LONGEST) {
        match b {
            b'<' if angled => depth += 1,
            b'[' | b'{' | b'(' if !angled => depth += 1,
            b'>' if angled => depth -= 1,
            b']' | b'}' | b')' if !angled => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return Some(e + 1);
        }
    }
    None
}
