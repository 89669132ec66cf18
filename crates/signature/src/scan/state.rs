//! The tokens of a message as they come: appended, taken back where a wildcard takes them in.

use super::{GAP, Span, WILD};
use crate::masks::Mask;

/// Bytes that are copied at once.
const LANE: usize = 32;

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) encoded: Vec<u8>,
    /// Tokens, with what is pending.
    pub(super) count: usize,
    /// A piece of the text that comes next in `encoded`: words with one space between them
    /// stand in the text as they will stand there, and are copied together.
    pending: (usize, usize),
    pub(super) spans: Vec<Span>,
    /// For every open bracket, whether it was taken into a wildcard.
    pub(super) brackets: Vec<bool>,
    /// Where quotes of each kind are known to have no partner after.
    pub(super) unpaired: [bool; 2],
}

impl State {
    pub(super) fn reset(&mut self) {
        self.encoded.clear();
        self.count = 0;
        self.pending = (0, 0);
        self.spans.clear();
        self.brackets.clear();
        self.unpaired = [false; 2];
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
                [.., WILD, GAP, b'(' | b'['] => {
                    if let Some(open) = self.brackets.last_mut() {
                        *open = true;
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
