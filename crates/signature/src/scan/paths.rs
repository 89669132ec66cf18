//! How far paths go, and what of them is kept.

use super::Pass;
use super::values::enclosed;
use crate::class::{DELIM, DIGIT, SLASH, SPACE, at, class, is_word};
use crate::masks::{self, Mask};

/// Words of a path between two back slashes, less the first.
const WORDS_IN_PATH: usize = 3;

impl Pass<'_, '_> {
    /// `C:\dir\file` up to the next delimiter.
    pub(super) fn drive(&mut self, i: usize, colon: usize) -> usize {
        let (e, _) = self.extent(colon + 1);
        if self.options.keep_sources && self.source_name(colon + 1, e) {
            return self.skip_position(e);
        }
        let e = self.with_blanks(e);
        self.wildcard(Mask::Path, i, e);
        e
    }

    /// A path of Windows may have blanks in it: it goes on where a back slash follows within
    /// a few words, `C:\Program Files\a`, `C:\Documents and Settings\b`.
    fn with_blanks(&self, end: usize) -> usize {
        let mut at_word = end;
        for _ in 0..WORDS_IN_PATH {
            if self.text.get(at_word) != Some(&b' ') {
                break;
            }
            let (e, flags) = self.extent(at_word + 1);
            if e == at_word + 1 || at(self.text, e) == b':' {
                break;
            }
            if flags & SLASH != 0 && self.text[at_word + 1..e].contains(&b'\\') {
                return self.with_blanks(e);
            }
            at_word = e;
        }
        end
    }

    /// A path goes on through its query, `/a?b=c&d=e`, and through what picks one of several,
    /// `/cib/node[@id='2']/lrm`.
    pub(super) fn query(&self, i: usize, mut e: usize) -> usize {
        while at(self.text, e) == b'['
            && self.text[i..e].contains(&b'/')
            && let Some(close) = enclosed(self.text, e)
        {
            e = self.extent(close).0;
        }
        if !self.text[i..e].contains(&b'?') {
            return e;
        }
        let mut q = e;
        while q < self.text.len()
            && class(self.text[q]) & SPACE == 0
            && !matches!(self.text[q], b'"' | b'\'' | b'<' | b'>' | b')')
        {
            q += 1;
        }
        q
    }

    /// Pushes the base name if the token is (a path to) a source file.
    pub(super) fn source_name(&mut self, i: usize, e: usize) -> bool {
        let token = &self.text[i..e];
        if !masks::source_extension(token) {
            return false;
        }
        let base = token.rsplit(|b| matches!(b, b'/' | b'\\')).next().unwrap_or(token);
        if base.len() > 64 || !base.iter().all(|&b| is_word(b) || matches!(b, b'.' | b'-' | b'+' | b'@')) {
            return false;
        }
        let cut = e - base.len();
        self.keep(cut, e);
        true
    }

    /// Drops `:line` and `:line:column` after a source file.
    pub(super) fn skip_position(&self, mut e: usize) -> usize {
        for _ in 0..2 {
            let mut d = e + 1;
            while class(at(self.text, d)) & DIGIT != 0 {
                d += 1;
            }
            if at(self.text, e) != b':' || d == e + 1 || class(at(self.text, d)) & DELIM == 0 {
                break;
            }
            e = d;
        }
        e
    }
}
