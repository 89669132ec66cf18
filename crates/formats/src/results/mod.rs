//! Test results of every common runner, one `test.v1` record per attempt.
//!
//! A parser takes bytes in pieces of any size ([`Parser::feed`]) and pushes records into
//! a [`Sink`]; it never prints and never opens a file. Memory is bounded by the largest
//! single case, by the cases that wait for a later part of the input (said at each
//! format), and by eight bytes a case for the check for duplicates.
//!
//! What cannot be known is `None`; what had to be assumed is named in the record's
//! `warnings` or in an `issue.v1`; nothing is dropped silently.

pub mod bep;
mod book;
mod by_line;
mod caps;
pub mod detect;
pub mod doc;
pub mod dotnet;
pub mod go;
pub mod ident;
pub mod junit;
pub mod libtest;
pub(crate) mod lines;
pub mod live;
pub mod out;
pub mod read;
pub mod records;
pub mod reportlog;
pub mod robot;
pub mod tap;
pub mod teamcity;
pub mod xml;

pub use book::{Book, Place, Totals};
pub use by_line::{ByLine, LineMachine};

use record::{Issue, Labels, Test};

/// Where records go.
pub trait Sink {
    /// One attempt of one test. The record is reused: clone what is to be kept.
    fn test(&mut self, test: &Test);
    /// A problem with the evidence.
    fn issue(&mut self, issue: Issue);
    /// A piece of the input that could not be used, beside the issue that says so.
    fn reject(&mut self, _bytes: &[u8]) {}
    /// Whether the consumer wants no more; asked between pieces of input.
    fn closed(&self) -> bool {
        false
    }
}

/// Everything in memory, in order; for tests and small inputs.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    /// The records.
    pub tests: Vec<Test>,
    /// The issues.
    pub issues: Vec<Issue>,
}

impl Sink for Collected {
    fn test(&mut self, test: &Test) {
        self.tests.push(test.clone());
    }
    fn issue(&mut self, issue: Issue) {
        self.issues.push(issue);
    }
}

/// What the caller knows and wants.
#[derive(Clone, Debug)]
pub struct Options {
    /// Goes into every record unless the input names its own run.
    pub run_id: Option<String>,
    /// Goes into every record.
    pub commit: Option<String>,
    /// Go into every record and issue.
    pub labels: Labels,
    /// An absolute folder; paths under it become relative.
    pub root: Option<String>,
    /// How many bytes of each output text are kept, half from its head and half from its
    /// tail.
    pub output_limit: usize,
    /// The same for the text of a failure.
    pub failure_limit: usize,
    /// Each record as soon as it is decided; `attempts` and `final` are then `None` where
    /// only the end of the document could tell.
    pub live: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            run_id: None,
            commit: None,
            labels: Labels::new(),
            root: None,
            output_limit: 16 << 10,
            failure_limit: 256 << 10,
            live: false,
        }
    }
}

/// A grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// JUnit XML in any of its dialects.
    Junit,
    /// `go test -json`.
    Go,
    /// `go test -v` and `go test` text.
    GoText,
    /// Test Anything Protocol 12 to 14.
    Tap,
    /// libtest's JSON, from rustc or from nextest.
    Libtest,
    /// What `cargo test` prints.
    Cargo,
    /// What `cargo nextest run` prints.
    Nextest,
    /// pytest-reportlog.
    Reportlog,
    /// Common Test Report Format.
    Ctrf,
    /// Visual Studio test results.
    Trx,
    /// NUnit 2 and 3.
    Nunit,
    /// xUnit.net.
    Xunit,
    /// Bazel's build event protocol as JSON lines.
    Bep,
    /// TeamCity service messages in any log.
    Teamcity,
    /// Allure result files.
    Allure,
    /// GoogleTest's JSON.
    Gtest,
    /// Robot Framework's output.xml.
    Robot,
    /// Our own `test.v1` lines.
    Records,
}

impl Format {
    /// All of them with their names on the command line and in `producer.format`.
    pub const ALL: [(Format, &'static str); 18] = [
        (Format::Junit, "junit"),
        (Format::Go, "go"),
        (Format::GoText, "go-text"),
        (Format::Tap, "tap"),
        (Format::Libtest, "libtest"),
        (Format::Cargo, "cargo"),
        (Format::Nextest, "nextest"),
        (Format::Reportlog, "reportlog"),
        (Format::Ctrf, "ctrf"),
        (Format::Trx, "trx"),
        (Format::Nunit, "nunit"),
        (Format::Xunit, "xunit"),
        (Format::Bep, "bep"),
        (Format::Teamcity, "teamcity"),
        (Format::Allure, "allure"),
        (Format::Gtest, "gtest"),
        (Format::Robot, "robot"),
        (Format::Records, "ndjson"),
    ];

    /// The name.
    pub fn name(self) -> &'static str {
        Format::ALL.iter().find(|(f, _)| *f == self).map_or("", |(_, name)| name)
    }

    /// The format of that name.
    pub fn of_name(name: &str) -> Option<Format> {
        Format::ALL.iter().find(|(_, n)| *n == name).map(|(f, _)| *f)
    }
}

/// A grammar at work on one input.
pub trait Parser {
    /// Takes the next bytes, cut anywhere, and pushes what they decide.
    fn feed(&mut self, bytes: &[u8], book: &mut Book<'_>);
    /// The input has ended; pushes what was waiting. What is still open is incomplete.
    fn finish(&mut self, book: &mut Book<'_>);
}
