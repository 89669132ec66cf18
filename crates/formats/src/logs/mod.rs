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
mod azure;
mod blocks;
mod buildkit;
mod buildkite;
mod carrier;
mod gitlab;
mod gnu_time;
mod grammar;
mod jenkins;
mod lifecycle;
mod native;
mod ninja;
mod pairs;
mod scan;
mod sink;
mod teamcity;
#[cfg(test)]
mod tests;
mod tools;
mod travis;

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
    /// GitLab sections.
    Gitlab,
    /// Docker BuildKit's plain progress.
    Buildkit,
    /// Buildkite groups.
    Buildkite,
    /// Azure Pipelines sections.
    AzurePipelines,
    /// Jenkins pipeline stages.
    Jenkins,
    /// TeamCity service messages.
    Teamcity,
    /// Travis folds and timings.
    Travis,
    /// pytest's slowest durations.
    PytestDurations,
    /// `go test -v`.
    GoTest,
    /// cargo's `Finished` lines.
    Cargo,
    /// Maven and Gradle totals.
    Jvm,
    /// CTest.
    Ctest,
    /// The shell's `time`, and GNU time.
    Time,
    /// `.ninja_log`.
    Ninja,
}

impl Format {
    /// All grammars with their names, in the order in which they are listed to people.
    pub const ALL: [(&'static str, Format); 16] = [
        (native::FORMAT, Format::Segment),
        (actions::FORMAT, Format::GithubActions),
        (gitlab::FORMAT, Format::Gitlab),
        (buildkit::FORMAT, Format::Buildkit),
        (buildkite::FORMAT, Format::Buildkite),
        (azure::FORMAT, Format::AzurePipelines),
        (jenkins::FORMAT, Format::Jenkins),
        (teamcity::FORMAT, Format::Teamcity),
        (travis::FORMAT, Format::Travis),
        (tools::PYTEST, Format::PytestDurations),
        (tools::GO, Format::GoTest),
        (tools::CARGO, Format::Cargo),
        (tools::JVM, Format::Jvm),
        (tools::CTEST, Format::Ctest),
        (tools::TIME, Format::Time),
        (ninja::FORMAT, Format::Ninja),
    ];

    fn grammar(self) -> Box<dyn grammar::Grammar> {
        match self {
            Format::Segment => Box::<native::Native>::default(),
            Format::GithubActions => Box::<actions::Actions>::default(),
            Format::Gitlab => Box::<gitlab::Gitlab>::default(),
            Format::Buildkit => Box::<buildkit::Buildkit>::default(),
            Format::Buildkite => Box::<buildkite::Buildkite>::default(),
            Format::AzurePipelines => Box::<azure::Azure>::default(),
            Format::Jenkins => Box::<jenkins::Jenkins>::default(),
            Format::Teamcity => Box::<teamcity::Teamcity>::default(),
            Format::Travis => Box::<travis::Travis>::default(),
            Format::PytestDurations => Box::<tools::Pytest>::default(),
            Format::GoTest => Box::<tools::GoTest>::default(),
            Format::Cargo => Box::<tools::Cargo>::default(),
            Format::Jvm => Box::<tools::Jvm>::default(),
            Format::Ctest => Box::<tools::Ctest>::default(),
            Format::Time => Box::<tools::Time>::default(),
            Format::Ninja => Box::<ninja::Ninja>::default(),
        }
    }

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
