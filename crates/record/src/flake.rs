//! Signatures, clusters and flake rates: `signature.v1`, `cluster.v1`, `alias.v1`,
//! `label.v1`, `flake.v1`, `flake-suite.v1`.

use crate::num::Num;
use crate::source::Labels;
use crate::tag::tag;
use crate::test::{Failure, Kind, Status, TestTag};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A masked value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Param {
    /// What kind of value it was taken for: `ip`, `path`, `number`...
    pub mask: String,
    /// The value, cut to 200 bytes.
    pub value: String,
}

/// What is left of a message when its values are masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Signature {
    /// Always `signature.v1`.
    pub schema: SignatureTag,
    /// The input line of the message, from 1; only for text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The failed test; only for `test.v1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_uid: Option<String>,
    /// Its run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// Its attempt, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u64>,
    /// The id: version, dash, 16 hexadecimal digits. Equal ids are equal templates.
    pub sig: String,
    /// The message with `<*>` for every value.
    pub template: String,
    /// The values, in order; the first 16.
    pub params: Vec<Param>,
    /// The exception's or signal's type.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The frame that is part of the signature, where the message alone says too little:
    /// `file:function`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
}

tag!(SignatureTag, Signature, "signature.v1");

/// Where and when a cluster was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sighting {
    /// When the test began, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<String>,
    /// The run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// The commit under test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// The input line, from 1; only for text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
}

/// One failure or message of a cluster, as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClusterExample {
    /// Its signature.
    pub sig: String,
    /// The test's canonical id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_id: Option<String>,
    /// The test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_uid: Option<String>,
    /// The run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// The input line, from 1; only for text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The message, cut to 500 bytes.
    pub message: String,
}

/// What sort of cause a cluster points to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ClusterKind {
    /// An assertion did not hold.
    Assertion,
    /// An exception, a panic, an error value.
    #[default]
    Error,
    /// A time limit.
    Timeout,
    /// A signal, a sanitizer's report.
    Crash,
    /// The machine, the network, the runner; not the code under test.
    Infra,
    /// Code that did not compile or load.
    Build,
    /// A line of text of unknown nature.
    Message,
}

/// Failures of one cause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cluster {
    /// Always `cluster.v1`.
    pub schema: ClusterTag,
    /// The id: `c1-` and 16 hexadecimal digits.
    pub cluster: String,
    /// Its signatures, sorted.
    pub sigs: Vec<String>,
    /// What they have in common, `<*>` elsewhere.
    pub template: String,
    /// The exception's or signal's type.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub failure_type: Option<String>,
    /// The frame that is part of the signatures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// How many failing attempts or messages.
    pub count: u64,
    /// In how many different tests; `null` for text.
    pub tests: Option<u64>,
    /// In how many different runs; `null` where no record names its run.
    pub runs: Option<u64>,
    /// The first time, by start where known, else by place in the input.
    pub first_seen: Sighting,
    /// The last time.
    pub last_seen: Sighting,
    /// Up to three, of different tests where there are several.
    pub examples: Vec<ClusterExample>,
    /// What sort of cause.
    pub kind: ClusterKind,
    /// `false` where the input was cut short, so that counts are lower bounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complete: Option<bool>,
}

tag!(ClusterTag, Cluster, "cluster.v1");

/// Why a cluster's id is followed by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum AliasWhy {
    /// Two clusters became one; `from` is the id that is gone.
    Merge,
    /// One cluster became several; `to` is a new id beside the old one.
    Split,
}

/// A cluster's id leads to another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Alias {
    /// Always `alias.v1`.
    pub schema: AliasTag,
    /// The id known so far.
    pub from: String,
    /// The id to look at now.
    pub to: String,
    /// What happened.
    pub why: AliasWhy,
}

tag!(AliasTag, Alias, "alias.v1");

/// Which signature and cluster an input line belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Label {
    /// Always `label.v1`.
    pub schema: LabelTag,
    /// The line, from 1, over all inputs.
    pub line: u64,
    /// Its signature.
    pub sig: String,
    /// Its cluster.
    pub cluster: String,
}

tag!(LabelTag, Label, "label.v1");

/// An interval of a rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RateInterval {
    /// The lower end.
    pub low_ratio: Num,
    /// The upper end.
    pub high_ratio: Num,
    /// The two-sided level, 0.95.
    pub level_ratio: Num,
    /// `wilson`, or `newcombe` for a difference.
    pub method: String,
}

/// What a test's history says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FlakeState {
    /// No failure.
    Healthy,
    /// It passes and fails on the same code, or in turns.
    Flaky,
    /// It fails without contradiction.
    Broken,
    /// Its rate is at the quarantine limit or above, but the runs are too few to be sure; or
    /// it failed and passes again, and too few clean runs have followed.
    Watch,
    /// Its rate is above the quarantine limit beyond doubt.
    Quarantine,
    /// It was flaky or broken, and enough clean runs have followed.
    Recovered,
    /// All its failures belong to infrastructure incidents.
    InfraOnly,
}

/// A place in the history of commits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunPoint {
    /// The run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// Its commit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// When the run began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<String>,
}

/// Since when a test fails: after `last_good`, not later than `first_bad`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Since {
    /// The last run before the change; absent when the history begins with failures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_good: Option<RunPoint>,
    /// The first run after it.
    pub first_bad: RunPoint,
    /// Runs between which the change may lie as well, in the order of the history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest: Option<RunPoint>,
    /// The last of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<RunPoint>,
}

/// What the runs that a test needs would settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum NeedTo {
    /// Clean runs, one after the other, until the test counts as recovered.
    Release,
    /// Runs that fail as often as before, until it is beyond doubt above the limit.
    Quarantine,
}

/// What became of a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TrendVerdict {
    /// Lower, beyond doubt.
    Improved,
    /// Higher, beyond doubt.
    Regressed,
    /// The interval of the difference includes zero.
    Unclear,
}

/// The rate against that of the previous window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Trend {
    /// Failing runs of the previous window.
    pub previous_k: u64,
    /// Its decided runs.
    pub previous_n: u64,
    /// This window's rate less that of the previous one.
    pub delta_ratio: Num,
    /// Newcombe's interval of it.
    pub interval: RateInterval,
    /// What that says.
    pub verdict: TrendVerdict,
    /// Fisher's exact test.
    pub p_value: Num,
    /// Adjusted for the number of tests (Benjamini and Hochberg).
    pub q_value: Num,
}

/// How often a test fails in its first attempt, with what that claim rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Flake {
    /// Always `flake.v1`.
    pub schema: FlakeTag,
    /// The test's canonical id, or the suite, file or label that the rate is for.
    pub test_id: String,
    /// Its short hash; absent for groups of tests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_uid: Option<String>,
    /// What the rate is for: `test`, `suite`, `file`, `label`.
    pub by: String,
    /// The labels that set this row apart.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub variant: Labels,
    /// Runs whose first attempt failed, infrastructure incidents left out.
    pub k: u64,
    /// Runs whose first attempt passed or failed, infrastructure incidents left out.
    pub n: u64,
    /// Different commits among them; `null` where no commit is known.
    pub n_commits: Option<u64>,
    /// Runs whose first attempt was skipped, not run or cut off.
    pub n_skipped: u64,
    /// First attempts left out as infrastructure incidents.
    pub n_infra: u64,
    /// `k / n`; absent without runs.
    pub rate_ratio: Option<Num>,
    /// Its interval.
    pub interval: RateInterval,
    /// Runs that failed first and passed on a retry.
    pub retry_pass: u64,
    /// Commits on which some runs pass and others fail; `null` where no commit is known.
    pub same_commit_conflicts: Option<u64>,
    /// Failures of pull requests that nothing contradicts; not in `k` or `n`.
    pub n_unconfirmed: u64,
    /// Whether a failure counts only because its signature occurs elsewhere as well.
    pub inferred: bool,
    /// What it amounts to; `null` without a decided run.
    pub state: Option<FlakeState>,
    /// Since when it fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Since>,
    /// Against the previous window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trend: Option<Trend>,
    /// How many more runs would settle the state.
    pub need_runs: Option<u64>,
    /// In which way they would.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need_to: Option<NeedTo>,
    /// The signatures of its failures, most frequent first; the first 20.
    pub sigs: Vec<String>,
    /// Runs that failed, as evidence: the last 10.
    pub evidence: Vec<String>,
    /// Who is to act: the label `owner`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// When a quarantine should be looked at again: 30 days after the last run seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
}

tag!(FlakeTag, Flake, "flake.v1");

/// An infrastructure incident: many failures of one signature in one run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Incident {
    /// The run.
    pub run_id: String,
    /// The signature.
    pub sig: String,
    /// Its template.
    pub template: String,
    /// How many tests it hit.
    pub tests: u64,
    /// How many tests the run executed.
    pub executed: u64,
    /// `concentration`, `suites`, `runner`.
    pub why: String,
}

/// All tests together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FlakeSuite {
    /// Always `flake-suite.v1`.
    pub schema: FlakeSuiteTag,
    /// Runs.
    pub runs: u64,
    /// Runs with at least one decided test.
    pub n: u64,
    /// Runs that are red from flaky failures only.
    pub k: u64,
    /// `k / n`.
    pub rate_ratio: Option<Num>,
    /// Its interval.
    pub interval: RateInterval,
    /// The goal for that rate.
    pub goal_ratio: Num,
    /// `met` when the upper end is within the goal, `missed` when the lower end is above it,
    /// else `unclear`.
    pub goal: String,
    /// First attempts that failed, over all tests.
    pub failures: u64,
    /// First attempts that were decided, over all tests.
    pub attempts: u64,
    /// Tests by state, in the order of the states.
    pub states: Vec<StateCount>,
    /// First attempts left out as infrastructure incidents.
    pub n_infra: u64,
    /// Runs with an incident.
    pub runs_infra: u64,
    /// The incidents, by run and signature.
    pub incidents: Vec<Incident>,
    /// The failure rate of the tests that both windows have, against the previous window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trend: Option<Trend>,
    /// Whether that rate rose by more than the spike limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spike: Option<bool>,
    /// The spike limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spike_ratio: Option<Num>,
    /// Tests that only this window has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added: Option<u64>,
    /// Tests that only the previous window has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<u64>,
    /// `false` where the input was cut short.
    pub complete: bool,
}

tag!(FlakeSuiteTag, FlakeSuite, "flake-suite.v1");

/// How many tests are in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StateCount {
    /// The state.
    pub state: FlakeState,
    /// How many.
    pub tests: u64,
}

/// A text inside a list, borrowed from the line where it has no escapes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Borrowed<'a>(#[serde(borrow)] pub Cow<'a, str>);

/// The members of `test.v1` that clusters and rates need, borrowed from the line.
#[derive(Clone, Debug, Deserialize)]
pub struct Outcome<'a> {
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
    /// The test's own name.
    #[serde(borrow, default)]
    pub name: Cow<'a, str>,
    /// Enclosing suites, outermost first.
    #[serde(borrow, default)]
    pub suite: Vec<Borrowed<'a>>,
    /// What the record stands for.
    #[serde(default)]
    pub kind: Kind,
    /// The source file.
    #[serde(borrow, default)]
    pub file: Option<Cow<'a, str>>,
    /// Which attempt, from 1.
    pub attempt: u64,
    /// The verdict.
    pub status: Status,
    /// When it began.
    #[serde(borrow, default)]
    pub started_at: Option<Cow<'a, str>>,
    /// The first failure.
    #[serde(default)]
    pub failure: Option<Failure>,
    /// The commit under test.
    #[serde(borrow, default)]
    pub commit: Option<Cow<'a, str>>,
    /// The caller's labels.
    #[serde(default)]
    pub labels: Cow<'a, Labels>,
}
