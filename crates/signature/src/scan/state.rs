//! The tokens of a message as they come: appended, taken back where a wildcard takes them in.

use super::{GAP, Span, WILD};
use crate::class::{DELIM, class};
use crate::masks::Mask;

/// Tokens before the date of an access log, with it: `host:port client - user [date]`.
const MOST_FIELDS: usize = 9;
/// So many values in brackets are data.
const DATA: usize = 4;
/// Bytes that are copied at once.
const LANE: usize = 32;

/// An open bracket.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bracket {
    /// Whether it was taken into a wildcard.
    taken: bool,
    /// Where it stands in the text.
    start: usize,
    /// Bytes, tokens and wildcards before it.
    encoded: usize,
    count: usize,
    spans: usize,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) encoded: Vec<u8>,
    /// Tokens, with what is pending.
    pub(super) count: usize,
    /// A piece of the text that comes next in `encoded`: words with one space between them
    /// stand in the text as they will stand there, and are copied together.
    pending: (usize, usize),
    pub(super) spans: Vec<Span>,
    pub(super) brackets: Vec<Bracket>,
    /// Where quotes of each kind are known to have no partner after.
    pub(super) unpaired: [bool; 2],
    /// Whether the rest of the message is the fields of an access log.
    pub(super) fields: bool,
}

impl State {
    pub(super) fn reset(&mut self) {
        self.encoded.clear();
        self.count = 0;
        self.pending = (0, 0);
        self.spans.clear();
        self.brackets.clear();
        self.unpaired = [false; 2];
        self.fields = false;
    }

    /// Copies what is pending.
    pub(super) fn settle(&mut self, text: &[u8]) {
        let (start, end) = std::mem::take(&mut self.pending);
        if start < end {
            if !self.encoded.is_empty() {
                self.encoded.push(GAP);
            }
            // So many bytes at once that their number needs no branches, where the text has them.
            match text[start..].first_chunk::<LANE>() {
                Some(lane) if end - start <= LANE => {
                    let length = self.encoded.len() + end - start;
                    self.encoded.extend_from_slice(lane);
                    self.encoded.truncate(length);
                }
                _ => self.encoded.extend_from_slice(&text[start..end]),
            }
        }
    }

    /// Appends a piece of the text.
    #[inline(always)]
    pub(super) fn push(&mut self, text: &[u8], start: usize, end: usize) {
        self.count += 1;
        let (first, last) = self.pending;
        if last + 1 == start && first < last && text[last] == GAP {
            self.pending.1 = end;
        } else {
            self.begin(text, start, end);
        }
    }

    /// Copies what is pending; what comes next stands elsewhere.
    fn begin(&mut self, text: &[u8], start: usize, end: usize) {
        self.settle(text);
        self.pending = (start, end);
    }

    /// Appends a token that does not stand in the text.
    pub(super) fn push_made(&mut self, text: &[u8], token: &[u8]) {
        self.settle(text);
        if !self.encoded.is_empty() {
            self.encoded.push(GAP);
        }
        self.count += 1;
        self.encoded.extend_from_slice(token);
    }

    /// Whether the last token is a value, or there is none.
    pub(super) fn ends_in_value(&self) -> bool {
        self.pending.0 == self.pending.1 && self.encoded.last().is_none_or(|&b| b == WILD)
    }

    /// Whether the quote that ends at `end` closes one more value of a list, `'*', '*'`, which has
    /// then become the value before it.
    pub(super) fn quoted_list(&mut self, quote: u8, end: usize) -> bool {
        if self.encoded.last() != Some(&WILD) || self.pending.0 < self.pending.1 {
            return false;
        }
        // Marks and wildcards are tokens by themselves, whatever stands around them.
        let list = [quote, GAP, WILD, GAP, quote, GAP, b',', GAP, quote, GAP, WILD];
        if !self.encoded.ends_with(&list) {
            return false;
        }
        self.drop_last(6, 3);
        self.spans.pop();
        if let Some(span) = self.spans.last_mut() {
            span.end = end - 1;
        }
        true
    }

    /// Makes one value of all tokens so far, which are the first fields of an access log, unless they
    /// are more than such a log has, or punctuation speaks against it.
    pub(super) fn fold(&mut self, text: &[u8]) {
        self.settle(text);
        let field = |t: &[u8]| matches!(t, [WILD] | b"[" | b"]" | b":") || class(t[0]) & DELIM == 0;
        let start = text.iter().position(|&b| b != b' ').unwrap_or(0);
        let (Some(&first), Some(&last)) = (self.spans.first(), self.spans.last()) else { return };
        if self.count > MOST_FIELDS || !self.encoded.split(|&b| b == GAP).all(field) {
            return;
        }
        self.brackets.clear();
        self.encoded.clear();
        self.encoded.push(WILD);
        self.count = 1;
        self.spans.clear();
        self.spans.push(Span { mask: first.mask, start, end: last.end });
    }

    /// Whether the `>` at `end` closes brackets around a value and nothing else; then they are part of it.
    pub(super) fn angled(&mut self, text: &[u8], end: usize) -> bool {
        if !(self.pending.0 == self.pending.1 && self.encoded.ends_with(&[b'<', GAP, WILD])) {
            return false;
        }
        let Some(span) = self.spans.pop() else { return false };
        let glued = span.start.checked_sub(2).is_some_and(|b| class(text[b]) & DELIM == 0);
        if glued || text.get(span.start.wrapping_sub(1)) != Some(&b'<') || span.end != end {
            self.spans.push(span);
            return false;
        }
        self.encoded.truncate(self.encoded.len().saturating_sub(4));
        self.count -= 2;
        self.wild(text, span.mask, span.start, span.end);
        true
    }

    /// A bracket opens at `start`; it is the next token.
    pub(super) fn open(&mut self, text: &[u8], start: usize) {
        self.settle(text);
        let (encoded, count, spans) = (self.encoded.len(), self.count, self.spans.len());
        self.brackets.push(Bracket { taken: false, start, encoded, count, spans });
    }

    /// A bracket closes at `end`: whether it is a token. It is none where its partner went into a
    /// wildcard, nor where so many values stand between the two that they are data.
    pub(super) fn close(&mut self, text: &[u8], end: usize, data: bool) -> bool {
        let Some(open) = self.brackets.pop() else { return true };
        if open.taken {
            return false;
        }
        let data = data && self.spans.len() >= open.spans + DATA && has_word(&self.encoded[..open.encoded]);
        if !data {
            return true;
        }
        self.settle(text);
        self.encoded.truncate(open.encoded);
        self.count = open.count;
        self.spans.truncate(open.spans);
        self.wild(text, Mask::Data, open.start, end);
        false
    }

    /// Whether there is a word so far.
    pub(super) fn says_something(&self) -> bool {
        self.pending.0 < self.pending.1 || has_word(&self.encoded)
    }

    /// Takes the last token back if it is this piece of the text.
    pub(super) fn take_back(&mut self, text: &[u8], start: usize, end: usize) -> bool {
        self.settle(text);
        let last = self.encoded.iter().rposition(|&b| b == GAP).map_or(0, |gap| gap + 1);
        let is_it = self.encoded[last..] == text[start..end];
        if is_it {
            self.drop_last(end - start + 1, 1);
        }
        is_it
    }

    /// Takes the last `bytes` back, which are so many tokens.
    fn drop_last(&mut self, bytes: usize, tokens: usize) {
        self.encoded.truncate(self.encoded.len().saturating_sub(bytes));
        self.count -= tokens;
    }

    /// Appends a wildcard, taking in wildcards just before it and what joins them.
    pub(super) fn wild(&mut self, text: &[u8], mask: Mask, start: usize, end: usize) {
        self.settle(text);
        let mut span = Span { mask, start, end };
        loop {
            match *self.encoded.as_slice() {
                [.., WILD] => {
                    self.drop_last(2, 1);
                    if let Some(before) = self.spans.pop() {
                        span.mask = before.mask;
                        span.start = before.start;
                    }
                }
                [.., WILD, GAP, b',' | b':' | b'-'] => self.drop_last(2, 1),
                [.., WILD, GAP, b'.', b'.'] => self.drop_last(3, 1),
                [.., WILD | b'=', GAP, b'(' | b'['] | [.., WILD | b'=', GAP, b'(', GAP, b'['] => {
                    if let Some(open) = self.brackets.iter_mut().rfind(|open| !open.taken) {
                        open.taken = true;
                    }
                    self.drop_last(2, 1);
                }
                _ => break,
            }
        }
        self.push_made(text, &[WILD]);
        self.spans.push(span);
    }
}

fn has_word(encoded: &[u8]) -> bool {
    encoded.split(|&b| b == GAP).any(|t| t.len() > 1 && t[0].is_ascii_alphabetic())
}
