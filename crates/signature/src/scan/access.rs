//! Lines of access logs: the Common Log Format of NCSA's httpd and what grew out of it.
//!
//! `host ident user [date] "METHOD target HTTP/1.1" status size "referer" "agent" ...` says one thing
//! whatever stands in its fields. What tells such lines apart is the method (and the status where
//! codes are kept); which user, which program asked for what are values, be they words.

use super::Pass;
use super::values::closing;
use crate::class::{DIGIT, SPACE, at, class};
use crate::masks::Mask;
use memchr::{memchr, memrchr};

/// Bytes of a method: HTTP's longest in use has 15, WebDAV's among them.
const METHOD: std::ops::RangeInclusive<usize> = 3..=16;
/// Bytes of a date in brackets that are looked through for its beginning.
const DATE: usize = 48;

impl Pass<'_, '_> {
    /// The end of the request in quotes that begins at `i`, of which the method stays; `None` where
    /// there is none. With a status after it the rest of the message is fields.
    pub(super) fn request(&mut self, i: usize) -> Option<usize> {
        let text = self.text;
        let dated = self.follows_date(i);
        if self.state.unpaired[0] || (!dated && !at(text, i + 1).is_ascii_uppercase()) {
            return None;
        }
        let Some(close) = closing(text, i) else {
            self.state.unpaired[0] = true;
            return None;
        };
        let fields = has_status(text, close + 1);
        let target = target(&text[..close], i + 1, fields);
        if target.is_none() && !(dated && fields) {
            return None;
        }
        if dated && fields {
            self.state.fold(text);
        }
        self.keep(i, i + 1);
        match target {
            Some(target) => {
                self.keep(i + 1, target - 1);
                self.wildcard(Mask::Path, target, close);
            }
            // `"-"`, `"\x16\x03"`: whoever came did not speak HTTP.
            None => self.wildcard(Mask::Quoted, i + 1, close),
        }
        self.keep(close, close + 1);
        self.state.fields |= fields;
        Some(close + 1)
    }

    /// A field in quotes, whatever is in it.
    pub(super) fn field(&mut self, i: usize) -> Option<usize> {
        let close = closing(self.text, i)?;
        self.keep(i, i + 1);
        self.wildcard(Mask::Quoted, i + 1, close);
        self.keep(close, close + 1);
        Some(close + 1)
    }

    /// Whether `[26/Nov/2026:01:16:33 +0000] ` stands before `i`.
    fn follows_date(&self, i: usize) -> bool {
        let Some(before) = self.text[..i].strip_suffix(b"] ") else { return false };
        let from = before.len().saturating_sub(DATE);
        let Some(open) = memrchr(b'[', &before[from..]) else { return false };
        matches!(before[from + open + 1..], [_, _, b'/', _, _, _, b'/', _, _, _, _, b':', ..])
    }
}

/// Whether ` 200` comes at `i`.
fn has_status(text: &[u8], i: usize) -> bool {
    at(text, i) == b' '
        && (i + 1..i + 4).all(|d| class(at(text, d)) & DIGIT != 0)
        && class(at(text, i + 4)) & SPACE != 0
}

/// Where the target of `METHOD target HTTP/1.1` begins; the version may be missing.
fn target(text: &[u8], i: usize, without_version: bool) -> Option<usize> {
    let method = text[i..].iter().take_while(|b| b.is_ascii_uppercase() || matches!(b, b'-' | b'_')).count();
    let at_target = i + method + 1;
    if !METHOD.contains(&method) || text.get(at_target - 1) != Some(&b' ') {
        return None;
    }
    let rest = &text[at_target..];
    let begins = matches!(rest, [b'/' | b'*', ..]) || memchr(b':', rest).is_some_and(|c| c < rest.len() - 1);
    let version = rest.windows(6).any(|w| w == b" HTTP/");
    (begins && (version || (without_version && !rest.contains(&b' ')))).then_some(at_target)
}

/// Whether the words so far end in a method, so that a path follows.
pub(super) fn asks(before: &[u8]) -> bool {
    const METHODS: [&[u8]; 7] = [b"GET ", b"PUT ", b"POST ", b"HEAD ", b"PATCH ", b"DELETE ", b"OPTIONS "];
    METHODS.iter().any(|m| before.ends_with(m))
}
