//! What `variance` writes: `variance.v1`, `comparison.v1`, `change-point.v1`,
//! `variance-state.v1` and `calibration.v1`.
//!
//! Values of samples are in the samples' own unit, named by `unit` where it is known; all
//! `..._ratio` members are pure numbers (0.05 is five per cent).

use crate::num::Num;
use crate::source::Labels;
use crate::tag::tag;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A doubt about the samples, or about what was made of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SampleFinding {
    /// A stable kebab-case code: `quantised-clock`, `all-equal`...
    pub code: String,
    /// The numbers that show it, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Num>,
    /// What it concerns, where that is a name: another session, another unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Values that stand apart. They are labelled and take part in everything else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Outliers {
    /// `modified-z`: |x - median| over the scale is above `limit`.
    pub method: String,
    /// What the scale is: `mad`, `mean-ad` (the MAD is zero), `undefined` (all values are
    /// equal) or `too-few` (under five values).
    pub scale: String,
    /// The limit of the method.
    pub limit: Num,
    /// How many the method names.
    pub count: u64,
    /// Their places in input order, from 0; the first hundred.
    pub indices: Vec<u64>,
    /// The mean of all other values; `null` where the method names none.
    pub outlier_excluded_mean: Option<Num>,
    /// The second rule: above this many times the median.
    pub factor: Num,
    /// How many the second rule names.
    pub factor_count: u64,
    /// Their places in input order, from 0; the first hundred.
    pub factor_indices: Vec<u64>,
    /// The mean of all values that the second rule does not name; `null` where it names
    /// none.
    pub factor_excluded_mean: Option<Num>,
}

/// Whether a metric is stable, and the rule that decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stability {
    /// `rsd<5% x2` or `rsd_upper90<5% x2`.
    pub rule: String,
    /// The limit.
    pub limit_ratio: Num,
    /// Consecutive runs that must be under it.
    pub runs_needed: u64,
    /// How many of the latest runs are, without a break.
    pub runs_met: u64,
    /// What the rule looked at in the latest runs, oldest first; `null`: the run cannot be
    /// judged (fewer than five samples, a mean near zero).
    pub recent_ratios: Vec<Option<Num>>,
    /// How many samples a run had to have; sessions that are shorter were joined, in order,
    /// until they had as many.
    pub run_min_n: u64,
}

/// How spread a metric is, and whether its samples can be believed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Variance {
    /// Always `variance.v1`.
    pub schema: VarianceTag,
    /// The run, where all samples are of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// What `--by` says, by path.
    pub group: Labels,
    /// The member that the values come from.
    pub field: String,
    /// The values' unit, where it is known.
    pub unit: Option<String>,
    /// How many values there are.
    pub n: u64,
    /// Records without a value, or with `null`.
    pub n_missing: u64,
    /// Sessions: processes, jobs, machines. Samples of one session count as one when it
    /// comes to comparing.
    pub n_sessions: u64,
    /// The mean, from exact sums.
    pub mean: Option<Num>,
    /// The sample standard deviation (n - 1), from exact sums.
    pub sd: Option<Num>,
    /// `sd / mean`; `null` where the mean is not clearly above zero.
    pub rsd_ratio: Option<Num>,
    /// The 90 % upper bound of the relative standard deviation of a normal population.
    pub rsd_upper_ratio: Option<Num>,
    /// The median.
    pub median: Option<Num>,
    /// The median absolute deviation from the median, unscaled.
    pub mad: Option<Num>,
    /// The smallest value.
    pub min: Option<Num>,
    /// The largest value.
    pub max: Option<Num>,
    /// Autocorrelation of neighbours in input order.
    pub lag1: Option<Num>,
    /// Quantiles of type 7.
    pub p50: Option<Num>,
    /// As `p50`.
    pub p90: Option<Num>,
    /// As `p50`.
    pub p95: Option<Num>,
    /// The definition of the quantiles, after Hyndman and Fan.
    pub quantile_type: u64,
    /// The standard deviation of logarithms within sessions, pooled.
    pub within_ratio: Option<Num>,
    /// The standard deviation of logarithms between the sessions' levels.
    pub between_ratio: Option<Num>,
    /// The medians of the latest sessions, oldest first, at most thirty.
    pub session_medians: Vec<Num>,
    /// Values that stand apart.
    pub outliers: Outliers,
    /// How many samples were asked for.
    pub requested: Option<u64>,
    /// Samples whose provenance lets them count: native, native_equal_post, derived, or
    /// not said.
    pub n_authentic: u64,
    /// `requested - n_authentic`, not below zero; `null` where nothing was requested.
    pub auth_shortfall: Option<u64>,
    /// Whether there are fewer authentic samples than were requested, or the input was
    /// incomplete.
    pub partial: bool,
    /// How the values came about, where the input says so.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub provenance: BTreeMap<String, u64>,
    /// Doubts, in a fixed order.
    pub findings: Vec<SampleFinding>,
    /// Whether the metric is stable.
    pub stable: bool,
    /// The rule that says so.
    pub stability: Stability,
    /// The environment's signature, where all of the input has one and the same.
    pub env_sha256: Option<String>,
    /// SHA-256 over the values in input order, as doubles of eight bytes, lowest byte first.
    pub samples_sha256: String,
    /// SHA-256 of the values whatever their order, as in `percentile-state.v1`.
    pub sorted_sha256: String,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

tag!(VarianceTag, Variance, "variance.v1");

/// What a comparison says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ComparisonVerdict {
    /// Clearly better.
    Improved,
    /// The whole interval lies under the warning limit.
    Same,
    /// The evidence does not decide.
    Inconclusive,
    /// Clearly worse than the warning limit.
    RegressedWarn,
    /// Clearly worse than the failing limit.
    RegressedFail,
}

impl ComparisonVerdict {
    /// The word that is written.
    pub fn word(self) -> &'static str {
        match self {
            ComparisonVerdict::Improved => "improved",
            ComparisonVerdict::Same => "same",
            ComparisonVerdict::Inconclusive => "inconclusive",
            ComparisonVerdict::RegressedWarn => "regressed_warn",
            ComparisonVerdict::RegressedFail => "regressed_fail",
        }
    }
}

/// One side of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Side {
    /// Samples.
    pub n: u64,
    /// Sessions.
    pub n_sessions: u64,
    /// The statistic over the sessions: the median of the sessions' values.
    pub value: Option<Num>,
    /// The distribution-free 95 % interval of the median of all samples; `null` below six.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_low: Option<Num>,
    /// Its upper end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_high: Option<Num>,
    /// The environment's signature.
    pub env_sha256: Option<String>,
}

/// Old against new, for one metric and one statistic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// Always `comparison.v1`.
    pub schema: ComparisonTag,
    /// The run of the new side, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// What `--by` says, by path.
    pub group: Labels,
    /// The member that the values come from.
    pub field: String,
    /// The values' unit, where it is known.
    pub unit: Option<String>,
    /// What was compared: `mean`, `p50`, `p95`...
    pub stat: String,
    /// What is good: `lower` or `higher`.
    pub better: String,
    /// The verdict.
    pub verdict: ComparisonVerdict,
    /// Whether this record makes the status 1.
    pub gating: bool,
    /// Why a failing regression does not gate: `multiplicity`, `not-calibrated`...
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held_by: Vec<String>,
    /// New over old; always as measured, whatever is better.
    pub effect_ratio: Option<Num>,
    /// The end of its interval that 5 % of cases lie below; `null`: unbounded.
    pub effect_low_ratio: Option<Num>,
    /// The end of its interval that 5 % of cases lie above; `null`: unbounded.
    pub effect_high_ratio: Option<Num>,
    /// The method: `mann-whitney`, `signed-rank`, `prediction`, `bootstrap`.
    pub method: String,
    /// What one observation is: `session` or `sample` (one session on each side).
    pub replicate: String,
    /// Two-sided p; `null` where no test could be made.
    pub p: Option<Num>,
    /// p adjusted over all comparisons of this run (Benjamini-Hochberg, or as asked).
    pub q: Option<Num>,
    /// Cliff's delta: from -1 (all new values smaller) to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delta_ratio: Option<Num>,
    /// The warning limit of the ratio (of its inverse, where higher is better).
    pub warn_ratio: Num,
    /// The failing limit; `null`: this statistic only warns.
    pub fail_ratio: Option<Num>,
    /// The old side.
    pub baseline: Side,
    /// The new side.
    pub current: Side,
    /// The smallest true ratio that this design would find beyond the warning limit in 80
    /// of 100 cases.
    pub mde_80_ratio: Option<Num>,
    /// Sessions a side that would decide; only for `inconclusive`.
    pub need_sessions: Option<u64>,
    /// The spread between sessions that the limits were judged with, and whether it comes
    /// from a `calibration.v1`.
    pub between_ratio: Option<Num>,
    /// Whether the baseline holds an A/A record of this metric.
    pub calibrated: bool,
    /// What to do, where the preset says so: `rollback-advised`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
    /// SHA-256 over the baseline's samples of this metric.
    pub baseline_sha256: String,
    /// Doubts, in a fixed order; those of the baseline begin with `baseline-`.
    pub findings: Vec<SampleFinding>,
    /// The seed of the resampling, where there was any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<String>,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

tag!(ComparisonTag, Comparison, "comparison.v1");

/// The sort of a change in a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ChangeKind {
    /// The level changed and stayed.
    Step,
    /// One or two points left the level and came back; not a change point.
    Spike,
    /// The level moves steadily.
    Drift,
}

/// A change in a history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangePoint {
    /// Always `change-point.v1`.
    pub schema: ChangePointTag,
    /// What `--by` says, by path.
    pub group: Labels,
    /// The member that the values come from.
    pub field: String,
    /// The values' unit, where it is known.
    pub unit: Option<String>,
    /// The sort.
    pub kind: ChangeKind,
    /// The first point after the change (of a drift: its first point), from 0.
    pub index: u64,
    /// One past the last point that belongs to it.
    pub end_index: u64,
    /// The commit of that point, where the input has one.
    pub commit: Option<String>,
    /// The session of that point.
    pub session: Option<String>,
    /// The level before.
    pub before: Num,
    /// The level after.
    pub after: Num,
    /// `after / before`; `null` where the level before is not above zero.
    pub effect_ratio: Option<Num>,
    /// The shift in the values' unit (Hodges-Lehmann; of a drift, along its line).
    pub shift: Option<Num>,
    /// The lower end of the 95 % interval of the shift.
    pub shift_low: Option<Num>,
    /// Its upper end.
    pub shift_high: Option<Num>,
    /// The test's p (Mann-Whitney for a step, Mann-Kendall for a drift).
    pub p: Option<Num>,
    /// How many points the history has.
    pub points: u64,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

tag!(ChangePointTag, ChangePoint, "change-point.v1");

/// How far a metric is trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TrustState {
    /// Watched only.
    #[default]
    Observe,
    /// Regressions are said aloud.
    Warn,
    /// Regressions fail the run.
    Gate,
}

/// A reference value that later runs are held against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reference {
    /// The run that it was taken from.
    pub run_id: String,
    /// Its median.
    pub median: Num,
}

/// A metric's state after one run: the fold of all earlier lines of the same metric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VarianceState {
    /// Always `variance-state.v1`.
    pub schema: VarianceStateTag,
    /// The run that this line is about.
    pub run_id: String,
    /// The metric: what `--by` says, by path.
    pub group: Labels,
    /// The member that the values come from.
    pub field: String,
    /// The values' unit, where it is known.
    pub unit: Option<String>,
    /// The state after this run.
    pub state: TrustState,
    /// Why it is that: `streak`, `demoted`, `new-metric`, `environment-changed`,
    /// `unit-changed`, `not-calibrated`, `unchanged`, `run-invalid`...
    pub reason: String,
    /// Stable runs in a row.
    pub streak: u64,
    /// The last three runs, oldest first: stable or not.
    pub recent_stable: Vec<bool>,
    /// Runs folded so far.
    pub runs: u64,
    /// Samples of this run.
    pub n: u64,
    /// Whether this run was stable by the rule in force.
    pub stable: bool,
    /// The relative standard deviation of this run.
    pub rsd_ratio: Option<Num>,
    /// The median of this run.
    pub median: Option<Num>,
    /// The medians of the latest runs, oldest first, at most thirty.
    pub history: Vec<Num>,
    /// The reference that never moves by itself.
    pub pinned: Option<Reference>,
    /// The reference that follows the last stable run.
    pub rolling: Option<Reference>,
    /// This run's median over the pinned one.
    pub drift_pinned_ratio: Option<Num>,
    /// This run's median over the rolling one before this run.
    pub drift_rolling_ratio: Option<Num>,
    /// Whether the drift from the pinned reference is over the failing limit.
    pub over_budget: bool,
    /// Whether an A/A record of the metric is known.
    pub calibrated: bool,
    /// The environment's signature.
    pub env_sha256: Option<String>,
    /// SHA-256 over this run's samples in input order.
    pub samples_sha256: String,
    /// The same over the sorted samples.
    pub sorted_sha256: String,
    /// Doubts about this run.
    pub findings: Vec<SampleFinding>,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

tag!(VarianceStateTag, VarianceState, "variance-state.v1");

/// An A/A record: the same code measured in many sessions, to learn what noise looks like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Calibration {
    /// Always `calibration.v1`.
    pub schema: CalibrationTag,
    /// The metric: what `--by` says, by path.
    pub group: Labels,
    /// The member that the values come from.
    pub field: String,
    /// The values' unit, where it is known.
    pub unit: Option<String>,
    /// Samples.
    pub n: u64,
    /// Sessions.
    pub n_sessions: u64,
    /// The standard deviation of logarithms within sessions.
    pub within_ratio: Option<Num>,
    /// The standard deviation of logarithms between the sessions' levels.
    pub between_ratio: Option<Num>,
    /// Its 90 % upper bound.
    pub between_upper_ratio: Option<Num>,
    /// Random halves of the sessions that were compared with each other.
    pub splits: u64,
    /// How many of them were called a failing regression; the share is the false-alarm
    /// rate of the design.
    pub false_fails: u64,
    /// How many were called a regression worth a warning or more.
    pub false_warns: u64,
    /// The smallest ratio that this many sessions a side find in 80 of 100 cases.
    pub mde_80_ratio: Option<Num>,
    /// Whether the record is good enough to gate by: at least six sessions, and no more
    /// than one in a hundred splits a false failing regression.
    pub usable: bool,
    /// The environment's signature.
    pub env_sha256: Option<String>,
    /// SHA-256 over the samples.
    pub samples_sha256: String,
    /// Doubts, in a fixed order.
    pub findings: Vec<SampleFinding>,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

tag!(CalibrationTag, Calibration, "calibration.v1");
