//! `parse-summary.v1`: the trailer that says whether a stream is whole.

use crate::tag::tag;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A count that the input declares beside the count that was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeclaredSeen {
    /// What the input says; `null` where it says nothing.
    pub declared: Option<u64>,
    /// What was counted.
    pub seen: u64,
}

/// One input file, as the trailer remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileSummary {
    /// The operand or walked path.
    pub path: String,
    /// The grammar that it was read as; `null` when none was recognised.
    pub format: Option<String>,
    /// Bytes read, after decompression.
    pub bytes: u64,
    /// Records made of it.
    pub records: u64,
    /// Whether it was read to a proper end.
    pub complete: bool,
}

/// The last record of a stream. A reader that meets `complete: false`, or no trailer at
/// all under `--require-complete`, knows that evidence is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ParseSummary {
    /// Always `parse-summary.v1`.
    pub schema: ParseSummaryTag,
    /// The tool that wrote the stream.
    pub tool: String,
    /// Input files read.
    pub files: u64,
    /// Input bytes read, after decompression.
    pub bytes: u64,
    /// Records written before the trailer, by schema.
    pub records: BTreeMap<String, u64>,
    /// Records by a finer word (test status, segment kind), where the tool has one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub statuses: BTreeMap<String, u64>,
    /// Declared against seen counts, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub declared: BTreeMap<String, DeclaredSeen>,
    /// Findings by issue code.
    pub findings: BTreeMap<String, u64>,
    /// Input lines that could not be used.
    pub rejected: u64,
    /// Whether everything that was asked for was read to a proper end.
    pub complete: bool,
    /// File by file, in input order, as far as one line has room for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<FileSummary>,
    /// How many files more there were.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub inputs_left_out: u64,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

tag!(ParseSummaryTag, ParseSummary, "parse-summary.v1");
