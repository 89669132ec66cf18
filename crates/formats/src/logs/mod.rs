//! CI logs and timing formats into `segment.v1`.
//!
//! A log has two layers. The *carrier* stamps lines with the time at which they were
//! written (GitHub Actions...); the *payload* is what the step printed (SEGMENT lines,
//! lifecycle marks, groups). The carrier is that of the first stamped line near the top;
//! payload grammars then see each line that can concern them with its time, its place
//! and its text. All grammars look at all lines: their marks do not collide.
//!
//! The input is read in blocks and searched for the marks' literals; a line without one
//! is never looked at. Bytes need not be UTF-8. A line is looked at up to 1 MiB.
//! Memory: a few blocks, and what a grammar must hold until its fact is whole; each says
//! what that is and where it stops.

mod actions;
mod blocks;
mod carrier;
mod lifecycle;
mod native;
mod scan;
mod sink;
#[cfg(test)]
mod tests;

pub use carrier::Carrier;
pub use sink::Item;

use record::Labels;
use std::io::Read;

/// A grammar that can be asked for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// `SEGMENT name=... ms=...` lines and lifecycle marks.
    Segment,
    /// GitHub Actions job logs.
    GithubActions,
}

impl Format {
    /// All grammars with their names, in the order in which they are listed to people.
    pub const ALL: [(&'static str, Format); 2] =
        [("segment", Format::Segment), ("github-actions", Format::GithubActions)];

    /// Its name.
    pub fn word(self) -> &'static str {
        Format::ALL.iter().find(|(_, format)| *format == self).map_or("", |(name, _)| name)
    }
}

/// How a log is to be read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The input's name, for `source.path`.
    pub path: String,
    /// The name's raw bytes as base64, where it is not UTF-8.
    pub path_base64: Option<String>,
    /// The one grammar to use; `None`: all.
    pub format: Option<Format>,
    /// For `run_id`.
    pub run_id: Option<String>,
    /// Put on every record; they win over what a line says.
    pub labels: Labels,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Bytes, after decompression.
    pub bytes: u64,
    /// Lines.
    pub lines: u64,
    /// Names of the grammars that gave records, joined by `+`; `None` when none did.
    pub format: Option<String>,
    /// Segments given out.
    pub segments: u64,
    /// Whether the input was read to a proper end. A gzip stream may end too early.
    pub complete: bool,
}

/// Why reading ended early.
#[derive(Debug)]
pub enum Stop<E> {
    /// The input failed.
    Read(std::io::Error),
    /// The receiver failed.
    Emit(E),
}

/// Reads one log (plain or gzip) and gives every segment and issue to `emit`, as soon as
/// it is whole.
///
/// # Errors
/// When reading fails or `emit` does. A gzip stream that is cut or damaged is no error:
/// what was read is given out with an issue `truncated-input`.
pub fn parse<E>(
    from: impl Read,
    options: &Options,
    emit: &mut dyn FnMut(Item) -> Result<(), E>,
) -> Result<Outcome, Stop<E>> {
    scan::run(from, options, emit)
}
