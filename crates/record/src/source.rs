//! Where a record came from, who produced it, and the labels given by the caller.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `--set KEY=VALUE` and path patterns; sorted by key.
pub type Labels = BTreeMap<String, String>;

/// The place in the input that a record was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// The operand as given, `/`-separated; `-` is standard input.
    pub path: String,
    /// The path's raw bytes as base64, only where they are not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path_base64: Option<String>,
    /// The line, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The last line, where the record spans several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_line: Option<u64>,
    /// Bytes from the start of the (decoded) stream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// Which document of a file that holds several, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc_index: Option<u64>,
    /// Which case of the document, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordinal: Option<u64>,
}

impl Source {
    /// A place known only by its path and line.
    pub fn line(path: &str, line: u64) -> Source {
        Source { path: path.to_owned(), line: Some(line), ..Source::default() }
    }
}

/// The program that wrote what was parsed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Producer {
    /// The grammar: `junit`, `go`, `tap`, `libtest`...
    pub format: String,
    /// The producer's way of writing it: `pytest`, `surefire`, `nextest`...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
    /// The tool's own name, where the file says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
    /// Its version, where the file says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}
