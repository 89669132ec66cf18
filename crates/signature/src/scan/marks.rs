//! Punctuation: kept as it stands, but for what it encloses or announces.

use super::Pass;
use crate::class::{DELIM, DIGIT, SPACE, at, class, is_word};
use crate::masks::{self, Mask};
use memchr::{memchr, memrchr};

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
                self.state.brackets.push(false);
                self.keep(i, i + 1);
                if next == if b == b'(' { b')' } else { b']' } {
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
            // Unless its partner went into a wildcard.
            b')' | b']' => {
                if self.state.brackets.pop() != Some(true) {
                    self.keep(i, i + 1);
                }
            }
            b'"' | b'\'' if next == b && at(self.text, i + 2) != b => {
                self.keep(i, i + 1);
                self.wildcard(Mask::Empty, i + 1, i + 1);
                self.keep(i + 1, i + 2);
                return i + 2;
            }
            // `<1 sec` is a value; `<3>` and `a < 5` are not.
            b'<' | b'>' if class(next) & DIGIT != 0 => {
                let e = self.value_end(i + 1);
                if at(self.text, e) != b'>' && class(at(self.text, e)) & (SPACE | DELIM) != 0 {
                    self.wildcard(Mask::Quantity, i, e);
                    return e;
                }
                self.keep(i, i + 1);
            }
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
                    && let Some(end) = json_value(self.text, i)
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
        if e == i + 1 && self.text[i] == b'-' && !self.options.keep_sources && self.is_absent(i) {
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

    /// `key="quoted"` and `key= nextkey=`: the value is a wildcard whatever it is.
    fn equals(&mut self, i: usize) -> usize {
        self.keep(i, i + 1);
        let keyed = i > 0 && is_word(self.text[i - 1]);
        let next = at(self.text, i + 1);
        if !keyed {
            return i + 1;
        }
        if matches!(next, b'"' | b'\'') {
            let kind = usize::from(next == b'\'');
            if !self.state.unpaired[kind] {
                if let Some(n) = memchr(next, &self.text[i + 2..]) {
                    self.wildcard(Mask::Quoted, i + 1, i + 3 + n);
                    return i + 3 + n;
                }
                self.state.unpaired[kind] = true;
            }
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

/// The end of a string of JSON that begins at the quote at `i` and is the value of a key, where that
/// key does not say what the message is: `"peer":"a b"` has a value, `"msg":"started"` not.
fn json_value(text: &[u8], i: usize) -> Option<usize> {
    let key_end = i.checked_sub(2).filter(|&k| text[k] == b'"' && text[k + 1] == b':')?;
    let from = key_end.saturating_sub(LONGEST_KEY);
    let key_start = from + memrchr(b'"', &text[from..key_end])? + 1;
    if matches!(&text[key_start..key_end], b"msg" | b"message" | b"event" | b"log" | b"text" | b"MESSAGE") {
        return None;
    }
    let mut e = i + 1;
    loop {
        match text.get(e)? {
            b'"' => return Some(e),
            b'\\' => e += 2,
            _ => e += 1,
        }
    }
}

/// Bytes of a key of JSON that is looked at.
const LONGEST_KEY: usize = 64;
