//! Every record type of runproof and every field name: the one place that knows them.
//!
//! A record is one JSON object a line whose first member is `"schema"`, a name and a
//! major version (`test.v1`). The types here serialise in declaration order, so the same
//! value gives the same bytes; unknown is `None` (absent or `null`), never zero; a float
//! that is not finite cannot be put into a record at all ([`Num`], [`Ms`]).
//!
//! Reading is additive: unknown members are ignored, a wrong type is an error, and the
//! schema tag must match exactly.

pub mod canonical;
mod codes;
pub mod env;
mod excerpt;
mod flake;
mod hash;
mod id;
mod issue;
mod json;
pub mod lines;
mod num;
mod pack;
pub mod percentile;
pub mod run;
mod segment;
mod source;
mod summary;
mod tag;
mod test;
pub mod variance;

pub use codes::{FINDING_CODES, HOLD_CODES, ISSUE_CODES, STATE_REASONS};
pub use env::{Env, EnvCheck, EnvCheckTag, EnvTag};
pub use excerpt::{Excerpt, Name};
pub use flake::{
    Alias, AliasTag, AliasWhy, Borrowed, Cluster, ClusterExample, ClusterKind, ClusterTag, Flake, FlakeState,
    FlakeSuite, FlakeSuiteTag, FlakeTag, Incident, Label, LabelTag, NeedTo, Outcome, Param, RateInterval,
    RunPoint, Sighting, Signature, SignatureTag, Since, StateCount, Trend, TrendVerdict,
};
pub use hash::{CheckStatus, Hash, HashCheck, HashCheckTag, HashTag};
pub use id::TestId;
pub use issue::{Issue, Severity};
pub use json::plain_run;
pub use num::{Ms, Num};
pub use pack::{Artifact, ArtifactKind, ArtifactStatus, ArtifactTag, Compression, Pack, PackTag};
pub use segment::{
    Clock, Provenance, Segment, SegmentKind, SegmentRaw, SegmentRef, SegmentStatus, SegmentTag,
};
pub use source::{Labels, Producer, Source};
pub use summary::{DeclaredSeen, FileSummary, ParseSummary};
pub use tag::{Record, SCHEMAS, schema_of};
pub use test::{Failure, Kind, Status, Test, TestRef, TestTag};

#[cfg(feature = "schema")]
pub mod schema;
