//! Punctuation: kept as it stands, but for what it encloses or announces.

use super::{Pass, json};
use crate::class::{ALPHA, DELIM, DIGIT, SPACE, at, class, is_word};
use crate::masks::{self, Mask};

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
                if b == b'"'
                    && let Some(end) = json::event(self.text, i)
                {
                    self.keep(i, i + 1);
                    self.keep(i + 1, end);
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
}
