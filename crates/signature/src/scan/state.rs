//! The tokens of a message as they come: appended, taken back where a wildcard takes them in.

use super::{GAP, Span, WILD};
use crate::masks::Mask;

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) encoded: Vec<u8>,
    /// Where each token begins in `encoded`, once what is pending has been copied.
    pub(super) starts: Vec<u32>,
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
        self.starts.clear();
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
            self.encoded.extend_from_slice(&text[start..end]);
        }
    }

    /// A settled token, counted from the end.
    fn token(&self, back: usize) -> &[u8] {
        let Some(i) = self.starts.len().checked_sub(back) else { return b"" };
        let end = self.starts.get(i + 1).map_or(self.encoded.len(), |&e| e as usize - 1);
        &self.encoded[self.starts[i] as usize..end]
    }

    fn pop(&mut self) {
        if let Some(start) = self.starts.pop() {
            self.encoded.truncate((start as usize).saturating_sub(1));
        }
    }

    /// Appends a piece of the text.
    #[inline]
    pub(super) fn push(&mut self, text: &[u8], start: usize, end: usize) {
        let (first, last) = self.pending;
        if last + 1 == start && first < last && text[last] == GAP {
            self.pending.1 = end;
        } else {
            self.settle(text);
            self.pending = (start, end);
        }
        let base = self.encoded.len() + usize::from(!self.encoded.is_empty());
        self.starts.push((base + start - self.pending.0) as u32);
    }

    /// Appends a token that does not stand in the text.
    pub(super) fn push_made(&mut self, text: &[u8], token: &[u8]) {
        self.settle(text);
        if !self.encoded.is_empty() {
            self.encoded.push(GAP);
        }
        self.starts.push(self.encoded.len() as u32);
        self.encoded.extend_from_slice(token);
    }

    /// Whether the quote that ends at `end` closes one more value of a list, `'*', '*'`, which has
    /// then become the value before it.
    pub(super) fn quoted_list(&mut self, quote: u8, end: usize) -> bool {
        if self.encoded.last() != Some(&WILD) || self.pending.0 < self.pending.1 {
            return false;
        }
        let quote: &[u8] = &[quote];
        let list: [&[u8]; 6] = [&[WILD], quote, b",", quote, &[WILD], quote];
        if !(1..).zip(list).all(|(back, want)| self.token(back) == want) {
            return false;
        }
        for _ in 0..3 {
            self.pop();
        }
        self.spans.pop();
        if let Some(span) = self.spans.last_mut() {
            span.end = end - 1;
        }
        true
    }

    /// Appends a wildcard, taking in wildcards just before it and what joins them.
    pub(super) fn wild(&mut self, text: &[u8], mask: Mask, start: usize, end: usize) {
        self.settle(text);
        let mut span = Span { mask, start, end };
        // Most values follow a word, which ends in none of these.
        while matches!(self.encoded.last(), Some(&WILD | b',' | b':' | b'(' | b'[' | b'-' | b'.')) {
            let last = self.token(1);
            if last == [WILD] {
                self.pop();
                if let Some(before) = self.spans.pop() {
                    span.mask = before.mask;
                    span.start = before.start;
                }
            } else if matches!(last, b"," | b":" | b"(" | b"[" | b"-" | b"..") && self.token(2) == [WILD] {
                if matches!(last, b"(" | b"[")
                    && let Some(open) = self.brackets.last_mut()
                {
                    *open = true;
                }
                self.pop();
            } else {
                break;
            }
        }
        self.push_made(text, &[WILD]);
        self.spans.push(span);
    }
}
