//! `test.v1`: one attempt of one test.

use crate::excerpt::Excerpt;
use crate::num::Ms;
use crate::source::{Labels, Producer, Source};
use crate::tag::tag;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What a record of a test result stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Kind {
    /// A test that has a verdict of its own.
    #[default]
    Test,
    /// A test that only holds others; kept out of counts.
    Container,
    /// A build that failed before any test could run.
    Build,
    /// Collection, import or fixture code that failed.
    Setup,
}

/// The verdict of one attempt. `raw_status` keeps the producer's own word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Status {
    /// It did what it should.
    Pass,
    /// An assertion did not hold.
    Fail,
    /// Something else went wrong: an exception, a crash.
    Error,
    /// It was not run, on purpose.
    Skip,
    /// It failed as expected.
    Xfail,
    /// It passed although a failure was expected.
    Xpass,
    /// It began, and its end was never seen.
    Incomplete,
    /// The producer's word is not known to us.
    Unknown,
}

impl Status {
    /// All there are.
    pub const ALL: [Status; 8] = [
        Status::Pass,
        Status::Fail,
        Status::Error,
        Status::Skip,
        Status::Xfail,
        Status::Xpass,
        Status::Incomplete,
        Status::Unknown,
    ];

    /// The word that is written.
    pub fn word(self) -> &'static str {
        match self {
            Status::Pass => "pass",
            Status::Fail => "fail",
            Status::Error => "error",
            Status::Skip => "skip",
            Status::Xfail => "xfail",
            Status::Xpass => "xpass",
            Status::Incomplete => "incomplete",
            Status::Unknown => "unknown",
        }
    }

    /// Whether the attempt went wrong: fail, error, incomplete.
    pub fn is_bad(self) -> bool {
        matches!(self, Status::Fail | Status::Error | Status::Incomplete)
    }
}

/// Why an attempt failed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Failure {
    /// The exception's or assertion's type, as printed.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The short message, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The long text: trace, diff, output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How many failures this attempt has; more than one are listed in `failures`.
    #[serde(default = "one")]
    pub count: u64,
    /// Whether `text` was cut.
    #[serde(default)]
    pub truncated: bool,
}

fn one() -> u64 {
    1
}

/// One attempt of one test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Test {
    /// Always `test.v1`.
    pub schema: TestTag,
    /// The CI run, from the caller or the file; `null` where neither says.
    pub run_id: Option<String>,
    /// The canonical id, stable over runs, retries, shards and machines.
    pub test_id: String,
    /// The first 8 bytes of SHA-256 of `test_id`.
    pub test_uid: String,
    /// Enclosing suites, outermost first.
    #[serde(default)]
    pub suite: Vec<String>,
    /// The class, as printed.
    #[serde(default)]
    pub class: Option<String>,
    /// The test's own name, as printed, escape sequences removed.
    pub name: String,
    /// What the record stands for.
    #[serde(default)]
    pub kind: Kind,
    /// The source file, `/`-separated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Its line, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Which attempt of the run this is, from 1.
    pub attempt: u64,
    /// How many attempts there were; `null` where that cannot be known (yet).
    pub attempts: Option<u64>,
    /// Whether this attempt decides the run; `null` where that cannot be known (yet).
    #[serde(rename = "final")]
    pub is_final: Option<bool>,
    /// The verdict.
    pub status: Status,
    /// The producer's own word.
    #[serde(default)]
    pub raw_status: Option<String>,
    /// How long it took; `null` where unknown.
    pub duration_ms: Option<Ms>,
    /// The duration as printed, where it had to be interpreted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw_duration: Option<String>,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<String>,
    /// How sure the zone is: `offset`, `utc`, `assumed-utc`, `unknown`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at_tz: Option<String>,
    /// The time of start as printed, where its zone is not known or it could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw_started_at: Option<String>,
    /// The first failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// All failures, only where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<Failure>,
    /// Standard output, head and tail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stdout: Option<Excerpt>,
    /// Standard error, head and tail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stderr: Option<Excerpt>,
    /// What the producer itself says about the test: properties, parameters, tags.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub properties: Labels,
    /// The commit under test, from the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Who wrote the input.
    pub producer: Producer,
    /// Where in the input.
    pub source: Source,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
    /// Codes of what had to be assumed or repaired.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

tag!(TestTag, Test, "test.v1", Test::write_json);

/// The members of `test.v1` that reducers need, borrowed from the line.
#[derive(Clone, Debug, Deserialize)]
pub struct TestRef<'a> {
    /// Always `test.v1`.
    pub schema: TestTag,
    /// The CI run.
    #[serde(borrow, default)]
    pub run_id: Option<Cow<'a, str>>,
    /// The canonical id.
    #[serde(borrow)]
    pub test_id: Cow<'a, str>,
    /// Its short hash.
    #[serde(borrow)]
    pub test_uid: Cow<'a, str>,
    /// What the record stands for.
    #[serde(default)]
    pub kind: Kind,
    /// Which attempt, from 1.
    pub attempt: u64,
    /// Whether it decides the run.
    #[serde(rename = "final", default)]
    pub is_final: Option<bool>,
    /// The verdict.
    pub status: Status,
    /// How long it took.
    #[serde(default)]
    pub duration_ms: Option<Ms>,
    /// The first failure.
    #[serde(default)]
    pub failure: Option<Failure>,
    /// The commit under test.
    #[serde(borrow, default)]
    pub commit: Option<Cow<'a, str>>,
    /// The source file.
    #[serde(borrow, default)]
    pub file: Option<Cow<'a, str>>,
    /// The caller's labels.
    #[serde(default)]
    pub labels: Labels,
}
