//! Ties lines to a format: what every format of lines shares.

use super::{Book, Parser};
use crate::results::book::Place;
use crate::text::{Line, Lines, strip_escapes_str};
use std::borrow::Cow;

/// A format of lines.
pub trait LineMachine {
    /// A whole line.
    fn line(&mut self, line: Line<'_>, book: &mut Book<'_>);
    /// The last line, which has no newline and may be cut.
    fn last(&mut self, line: Line<'_>, book: &mut Book<'_>) {
        self.line(line, book);
    }
    /// The input has ended.
    fn finish(&mut self, book: &mut Book<'_>);
}

/// A parser of a format of lines. Memory: one line, beside what the format holds.
#[derive(Default)]
pub struct ByLine<M> {
    lines: Lines,
    machine: M,
}

impl<M: LineMachine + Default> ByLine<M> {
    /// For one input.
    pub fn new() -> ByLine<M> {
        ByLine::default()
    }
}

impl<M: LineMachine> Parser for ByLine<M> {
    fn feed(&mut self, bytes: &[u8], book: &mut Book<'_>) {
        self.lines.feed(bytes, |line| self.machine.line(line, book));
    }

    fn finish(&mut self, book: &mut Book<'_>) {
        self.lines.finish(|line| self.machine.last(line, book));
        self.machine.finish(book);
    }
}

/// Where a line stands.
pub(super) fn place(line: &Line<'_>) -> Place {
    Place::new(line.number, line.offset)
}

/// A line as text without escape sequences.
pub(super) fn plain<'a>(line: &Line<'a>) -> Cow<'a, str> {
    match String::from_utf8_lossy(line.bytes) {
        Cow::Borrowed(text) => strip_escapes_str(text),
        Cow::Owned(text) => Cow::Owned(strip_escapes_str(&text).into_owned()),
    }
}

/// Whether a last line is a JSON object that was cut.
pub(super) fn is_torn(line: &Line<'_>) -> bool {
    line.bytes.starts_with(b"{") && !line.bytes.ends_with(b"}")
}
