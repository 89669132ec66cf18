//! `issue.v1`: a problem with the evidence itself, as a record.

use crate::source::Source;
use crate::tag::tag;
use serde::{Deserialize, Serialize};

/// How much an issue weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// The evidence is usable, with this in mind.
    Warning,
    /// A part of the evidence is missing or contradicts itself.
    Error,
}

/// A problem with the evidence: what, where, and the values that show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Issue {
    /// Always `issue.v1`.
    pub schema: IssueTag,
    /// A stable kebab-case code, listed in `schemas/README.md`.
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// One sentence for a person.
    pub message: String,
    /// Where it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// What it concerns: a test, a segment, an attribute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The values that show it, as they were.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<serde_json::Value>,
    /// All lines concerned, from 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<u64>,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "crate::Labels::is_empty")]
    pub labels: crate::Labels,
}

tag!(IssueTag, Issue, "issue.v1");

impl Issue {
    /// An issue with nothing but its code, weight and sentence.
    pub fn new(code: &str, severity: Severity, message: impl Into<String>) -> Issue {
        Issue {
            schema: IssueTag,
            code: code.to_owned(),
            severity,
            message: message.into(),
            source: None,
            name: None,
            values: Vec::new(),
            lines: Vec::new(),
            labels: crate::Labels::new(),
        }
    }

    /// The same, with a place.
    #[must_use]
    pub fn at(mut self, source: Source) -> Issue {
        self.source = Some(source);
        self
    }

    /// The same, about something named.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Issue {
        self.name = Some(name.into());
        self
    }
}
