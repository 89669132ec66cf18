//! What every payload grammar has: its literals, and a look at each line that has one.

use super::sink::{Line, Sink};
use crate::instant::Instant;

/// The end of the input.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct End {
    /// The time of the last stamped line.
    pub(super) at: Option<Instant>,
    /// How many lines there were.
    pub(super) lines: u64,
}

/// A payload grammar at work on one input.
pub(super) trait Grammar {
    /// A line that concerns it has one of these. They must be particular enough not to
    /// stand in every line.
    fn literals(&self) -> &'static [&'static str];

    /// Looks at a line. Lines that concern other grammars come too.
    fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>);

    /// Whether it must see every line from here on, not only those with a literal.
    fn wants_all(&self) -> bool {
        false
    }

    /// The input is over: what was held is given out.
    fn finish(&mut self, end: End, sink: &mut Sink<'_>);
}
