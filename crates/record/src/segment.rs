//! `segment.v1`: one timed stretch, or one mark on a time line.

use crate::num::{Ms, Num};
use crate::source::{Labels, Source};
use crate::tag::tag;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a segment is in its producer's eyes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SegmentKind {
    /// A named, measured stretch.
    #[default]
    Segment,
    /// A point: a lifecycle mark, an error line.
    Marker,
    /// A foldable group of a log.
    Group,
    /// A section with its own start and end.
    Section,
    /// A step of a CI job.
    Step,
    /// A task of a build.
    Task,
    /// A span of a trace.
    Span,
    /// A test, where a log tells its time.
    Test,
    /// A command that was echoed.
    Command,
}

/// How a measured value came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Provenance {
    /// The producer measured it.
    #[default]
    Native,
    /// The producer's own mark, whose value equals the post total.
    NativeEqualPost,
    /// Made from another value by the producer.
    Approx,
    /// Computed by us from native values.
    Derived,
    /// Another value was put in its place.
    Fallback,
}

/// Which clock the times are on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Clock {
    /// Calendar time.
    Wall,
    /// A clock that only runs forward.
    Monotonic,
    /// Time since an origin of its own.
    #[default]
    Relative,
}

/// How a stretch ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SegmentStatus {
    /// It did what it should.
    Success,
    /// It ended with a failure.
    Failure,
    /// It could not be run.
    Error,
    /// It ran out of time.
    Timeout,
    /// It was called off.
    Cancellation,
    /// It was not run, on purpose.
    Skip,
    /// The log does not say.
    Unknown,
}

/// A value as it stood in the input, beside what was made of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SegmentRaw {
    /// The duration as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ms: Option<String>,
    /// The duration as printed in another spelling of the same fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_ms: Option<String>,
    /// The name, where it had to be changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl SegmentRaw {
    fn is_empty(&self) -> bool {
        *self == SegmentRaw::default()
    }
}

/// One timed stretch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Segment {
    /// Always `segment.v1`.
    pub schema: SegmentTag,
    /// The CI run, from the caller; `null` where not given.
    pub run_id: Option<String>,
    /// Unique in its input file: `s1`, `s2`...
    pub segment_id: String,
    /// The name, escape sequences removed.
    pub name: String,
    /// The name's hierarchy, outermost first; the last is the name's own last part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<String>,
    /// The segment that encloses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<String>,
    /// What it is.
    pub kind: SegmentKind,
    /// The phase as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
    /// The phase in one spelling: `pre_plugin`, `post_plugin`, `prompt`...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase_norm: Option<String>,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_at: Option<String>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_at: Option<String>,
    /// When it began, from `origin`, on a clock of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset_ms: Option<Ms>,
    /// How long it took; `null` where unknown.
    pub duration_ms: Option<Ms>,
    /// Which clock `duration_ms` was measured with, as far as the format tells.
    pub clock: Clock,
    /// The smallest difference that the format can express, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution_ms: Option<Num>,
    /// What the value counts from, where it has a clock of its own: `pre_end`...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// How the value came about.
    pub provenance: Provenance,
    /// How it ended, where the format can tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<SegmentStatus>,
    /// Values as printed, where they had to be interpreted.
    #[serde(default, skip_serializing_if = "SegmentRaw::is_empty")]
    pub raw: SegmentRaw,
    /// What stamped the lines: `github-actions`...; absent when nothing did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// The grammar of the line: `segment`, `github-actions`...
    pub format: String,
    /// Other spellings of the same fact that were seen: `POST_PLUGIN_SEGMENT`...
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_seen_as: Vec<String>,
    /// What else the line says: unknown keys, an error's text, an exit code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
    /// Where in the input.
    pub source: Source,
    /// The caller's labels, and the sample (`cold`, `warm`...) that the line names.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
    /// Whether bytes that are not UTF-8 had to be replaced in a text of this record.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lossy: bool,
    /// Codes of what had to be assumed or repaired.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

tag!(SegmentTag, Segment, "segment.v1");

/// The members of `segment.v1` that reducers need, borrowed from the line.
#[derive(Clone, Debug, Deserialize)]
pub struct SegmentRef<'a> {
    /// Always `segment.v1`.
    pub schema: SegmentTag,
    /// The CI run.
    #[serde(borrow, default)]
    pub run_id: Option<Cow<'a, str>>,
    /// The name.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// What it is.
    pub kind: SegmentKind,
    /// The phase in one spelling.
    #[serde(borrow, default)]
    pub phase_norm: Option<Cow<'a, str>>,
    /// How long it took.
    #[serde(default)]
    pub duration_ms: Option<Ms>,
    /// How the value came about.
    pub provenance: Provenance,
    /// The caller's labels.
    #[serde(default)]
    pub labels: Labels,
}
