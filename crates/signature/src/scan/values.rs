//! Values that are told by what stands before them or around them: behind `key=`, in brackets.

use super::Pass;
use crate::class::{ALPHA, SPACE, at, class, is_word};
use crate::masks::{self, Mask};
use crate::protect;
use memchr::{memchr, memmem};

impl Pass<'_, '_> {
    /// A value behind `=` that goes on past the next delimiter is a wildcard whatever it is, unless it is
    /// what the message says: `msg="quoted"`.
    pub(super) fn equals(&mut self, i: usize) -> usize {
        let letters = i - self.text[..i].iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
        if let Some(end) = masks::dn::end(self.text, letters)
            && self.state.take_back(self.text, letters, i)
        {
            return self.wild(Mask::Dn, letters, end);
        }
        self.keep(i, i + 1);
        let key = i - self.text[..i].iter().rev().take_while(|&&b| is_word(b)).count();
        let keyed = key < i || (i > 0 && self.text[i - 1] == b']');
        if !keyed || protect::says_what(&self.text[key..i]) {
            return i + 1;
        }
        match self.value(key, i) {
            Some((mask, end)) => {
                self.wildcard(mask, i + 1, end);
                end
            }
            None => i + 1,
        }
    }

    /// What the value of the key at `key` is, behind the `=` at `i`, and where it ends.
    fn value(&mut self, key: usize, i: usize) -> Option<(Mask, usize)> {
        let text = self.text;
        if let Some(end) = escaped(text, i + 1) {
            return Some((Mask::Quoted, end));
        }
        let next = at(text, i + 1);
        if matches!(next, b'"' | b'\'') {
            let kind = usize::from(next == b'\'');
            if self.state.unpaired[kind] {
                return None;
            }
            let close = closing(text, i + 1);
            self.state.unpaired[kind] = close.is_none();
            return close.map(|close| (Mask::Quoted, close + 1));
        }
        if class(next) & SPACE != 0 {
            return is_empty(text, i + 1).then_some((Mask::Empty, i + 1));
        }
        if self.options.keep_sources {
            return None;
        }
        let listed = || listed(text, key, i).map(|end| (Mask::Quoted, end));
        enclosed(text, i + 1).map(|end| (Mask::Data, end)).or_else(listed)
    }

    /// The end of an object with its address, or of a tag with attributes, that begins at `i`.
    pub(super) fn object(&self, i: usize) -> Option<usize> {
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
}

/// Whether nothing stands at `i` between this key and the next one, or the end.
fn is_empty(text: &[u8], i: usize) -> bool {
    let after = text[i..].iter().take_while(|&&b| b == b' ').count() + i;
    let word = text[after..].iter().take_while(|&&b| is_word(b)).count();
    after >= text.len() || (word > 0 && at(text, after + word) == b'=')
}

/// The end of several words that are the value of the key at `key` in a list with commas:
/// `, detail=job has finished, next=`.
fn listed(text: &[u8], key: usize, i: usize) -> Option<usize> {
    let begins = matches!(&text[..key], [.., b',', b' '] | [.., b'(' | b'[' | b'{' | b'<' | b',']);
    if !begins || class(at(text, i + 1)) & ALPHA == 0 {
        return None;
    }
    let value = &text[i + 1..text.len().min(i + 1 + LONGEST_VALUE)];
    let end = value.iter().position(|b| b",;=\"'([{<)]}>".contains(b))?;
    let ends = b",;)]}>".contains(&value[end]);
    (ends && value[..end].contains(&b' ')).then_some(i + 1 + end)
}

/// Where the quotes that are opened at `i` are closed; not by one behind a back slash.
pub(super) fn closing(text: &[u8], i: usize) -> Option<usize> {
    let mut e = i + 1;
    loop {
        e += memchr(text[i], text.get(e..)?)?;
        let slashes = text[i + 1..e].iter().rev().take_while(|&&b| b == b'\\').count();
        if slashes % 2 == 0 {
            return Some(e);
        }
        e += 1;
    }
}

/// The end of a value in quotes within quotes, `\"a b\"`.
fn escaped(text: &[u8], i: usize) -> Option<usize> {
    let rest = text.get(i..)?.strip_prefix(br#"\""#)?;
    let rest = &rest[..rest.len().min(LONGEST)];
    memmem::find(rest, br#"\""#).map(|n| i + 2 + n + 2)
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
