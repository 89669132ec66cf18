//! `variance summary`: one metric's spread, outliers, doubts and stability.

mod doubts;

use crate::samples::{Key, Metric, Session, Set, digest, finding, fixed, number, rounded};
use doubts::Facts;
use record::Num;
use record::variance::{Outliers, Stability, Variance, VarianceTag};
use stats::decimal::Number;
use stats::distribution::rsd_upper;
use stats::quantile::{Quantile, Type, between, position};
use stats::robust::{self, MODIFIED_Z_LIMIT, ModifiedZ, Scale};
use stats::sample::{Sample, Spare};
use std::borrow::Cow;

/// Fewer samples than this never make a run stable.
const RUN_MIN_N: usize = 5;
/// Runs in a row that must be stable.
const RUNS_NEEDED: usize = 2;
/// The documented limit.
const RSD_LIMIT: f64 = 0.05;
/// The confidence of the upper bound.
const UPPER_LEVEL: f64 = 0.9;
/// Places of outliers that are listed.
const LISTED: usize = 100;
/// Session medians that are kept for a look at the history.
const HISTORY: usize = 30;

/// What the caller asks for.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) requested: Option<u64>,
    pub(crate) factor: f64,
    pub(crate) strict: bool,
    /// Whether approximated values count as authentic.
    pub(crate) accept_made: bool,
    pub(crate) run_id: Option<String>,
    pub(crate) labels: record::Labels,
}

/// The summary of one metric.
pub(crate) fn of(set: &Set, key: &Key, metric: &Metric, options: &Options, complete: bool) -> Variance {
    let n = metric.n();
    let shape = Shape::of(&metric.sample);
    let Shape { median, mad, min, max, .. } = shape;
    let samples = metric.unpacked();
    let (values, sessions) = (&samples.values, samples.sessions());
    let moments = metric.sample.moments();
    let (mean, sd) = (moments.mean(), moments.sd());
    let rsd = relative(mean, sd, n);
    let lag1 = lag1(values, mean);
    let outliers = outliers(values, (min, max), median, mad, mean, options.factor);
    let (stability, stable) = stability(metric, &sessions, options);
    // Within one session the relative standard deviation says the same.
    let views: Vec<&[f64]> = sessions.iter().map(|s| &*s.values).collect();
    let compare = views.len() > 1 && min.is_some_and(|min| min > 0.0);
    let components = if compare { stats::session::components(&views) } else { None };
    let n_authentic = if options.accept_made { n as u64 } else { n as u64 - metric.made };
    let auth_shortfall = options.requested.map(|r| r.saturating_sub(n_authentic));
    let facts = Facts { values, median, sd, lag1 };
    let mut findings = doubts::all(set, key, metric, &sessions, &facts, &outliers);
    if rsd.is_none() && n >= 2 && sd.is_some_and(|s| s > 0.0) {
        findings.push(finding("mean-near-zero", &[]));
    }
    if !complete {
        findings.push(finding("incomplete-input", &[]));
    }
    let exact = |v: Option<f64>| v.and_then(Num::new);
    let soft = |v: Option<f64>| v.and_then(rounded);
    Variance {
        schema: VarianceTag,
        run_id: options.run_id.clone().or_else(|| set.one_run().map(str::to_owned)),
        group: key.group.clone(),
        field: key.field.clone(),
        unit: key.unit.clone(),
        n: n as u64,
        n_missing: metric.missing,
        n_sessions: sessions.len() as u64,
        mean: exact(mean),
        sd: exact(sd),
        rsd_ratio: soft(rsd),
        rsd_upper_ratio: soft(rsd.and_then(|r| rsd_upper(r, n, UPPER_LEVEL))),
        median: exact(median),
        mad: soft(mad),
        min: exact(min),
        max: exact(max),
        lag1: exact(lag1),
        p50: exact(median),
        p90: exact(shape.p90),
        p95: exact(shape.p95),
        quantile_type: 7,
        within_ratio: soft(components.and_then(|c| c.within)),
        between_ratio: soft(components.and_then(|c| c.between)),
        session_medians: sessions[sessions.len().saturating_sub(HISTORY)..]
            .iter()
            .filter_map(|s| if sessions.len() == 1 { median } else { robust::median(&s.values) })
            .filter_map(Num::new)
            .collect(),
        outliers,
        requested: options.requested,
        n_authentic,
        auth_shortfall,
        partial: auth_shortfall.is_some_and(|s| s > 0) || !complete,
        provenance: metric.provenance.clone(),
        findings,
        stable,
        stability,
        env_sha256: set.environment().map(str::to_owned),
        samples_sha256: digest(values),
        sorted_sha256: shape.sorted_sha256,
        labels: options.labels.clone(),
    }
}

/// What the sorted values say; they themselves are not kept.
struct Shape {
    median: Option<f64>,
    mad: Option<f64>,
    min: Option<f64>,
    max: Option<f64>,
    p90: Option<f64>,
    p95: Option<f64>,
    sorted_sha256: String,
}

impl Shape {
    fn of(sample: &Sample) -> Shape {
        let sorted = sample.sorted(&mut Spare::default());
        let n = sorted.count() as usize;
        let at = |rank: usize| sorted.at(rank as u64).map(Number::to_f64);
        let median = quantile(&sorted, "50");
        Shape {
            median,
            mad: median.and_then(|m| robust::mad_of_sorted(n, |rank| at(rank).unwrap_or(f64::NAN), m)),
            min: at(0),
            max: n.checked_sub(1).and_then(at),
            p90: quantile(&sorted, "90"),
            p95: quantile(&sorted, "95"),
            sorted_sha256: crate::samples::hex(&sorted.sha256()),
        }
    }
}

/// The relative standard deviation; `None` where the mean is not clearly above zero: below
/// twice its own standard error the ratio says nothing.
pub(crate) fn relative(mean: Option<f64>, sd: Option<f64>, n: usize) -> Option<f64> {
    let (mean, sd) = (mean?, sd?);
    (mean > 0.0 && mean > 2.0 * sd / (n as f64).sqrt()).then(|| sd / mean)
}

/// A quantile of type 7 of sorted values, rounded once from the decimals.
fn quantile(sorted: &Sample, percent: &str) -> Option<f64> {
    let at = position(sorted.count(), Quantile::percent(percent)?, Type::new(7)?)?;
    Some(between(sorted.at(at.lower)?, sorted.at(at.upper)?, at))
}

/// Autocorrelation of neighbours: the sum of products of deviations over the sum of their
/// squares. Deviations are taken from the first value where they are exact, then centered.
fn lag1(values: &[f64], mean: Option<f64>) -> Option<f64> {
    let (first, mean) = (*values.first()?, mean?);
    if values.len() < 3 {
        return None;
    }
    // Decimals near one another lose their digits in a difference of doubles; in units of
    // their last digit they are whole numbers, and differences are exact.
    let (products, squares) = match exact_offsets(values) {
        Some(steps) => {
            let center = steps.iter().sum::<f64>() / steps.len() as f64;
            lagged(steps.iter().map(|s| s - center))
        }
        None => {
            let center = mean - first;
            lagged(values.iter().map(|v| (v - first) - center))
        }
    };
    (squares > 0.0).then(|| products / squares)
}

/// Sums of the products of neighbours, and of squares.
fn lagged(deviations: impl Iterator<Item = f64>) -> (f64, f64) {
    let (mut products, mut squares, mut last) = (0.0, 0.0, 0.0);
    for d in deviations {
        products += last * d;
        squares += d * d;
        last = d;
    }
    (products, squares)
}

/// Differences to the first value in units of the last decimal, where they are exact and
/// the values few enough to look at them one by one.
fn exact_offsets(values: &[f64]) -> Option<Vec<f64>> {
    if values.len() > 100_000 {
        return None;
    }
    let decimals: Vec<_> = values
        .iter()
        .map(|&v| match number(v) {
            Number::Plain(d) => Some(d),
            Number::Double(_) => None,
        })
        .collect::<Option<_>>()?;
    let scale = decimals.iter().map(|d| d.scale()).max()?;
    let first = decimals.first()?.mantissa_at(scale)?;
    decimals.iter().map(|d| Some(d.mantissa_at(scale)?.checked_sub(first)? as f64)).collect()
}

fn outliers(
    values: &[f64],
    (least, most): (Option<f64>, Option<f64>),
    median: Option<f64>,
    mad: Option<f64>,
    mean: Option<f64>,
    factor: f64,
) -> Outliers {
    let center = median.unwrap_or(0.0);
    let mean_ad = || robust::mean_ad(values, center).unwrap_or(0.0);
    let judge = ModifiedZ::new(values.len(), center, mad.unwrap_or(0.0), mean_ad);
    let wild = |v: f64| judge.is_outlier(v);
    let far = |v: f64| center > 0.0 && v > factor * center;
    // The ends answer first whether there is any at all: most samples have none.
    let some = least.into_iter().chain(most).any(wild);
    let (indices, count, rest) = if some { named(values, mean, wild) } else { none() };
    let some = most.is_some_and(far);
    let (far_indices, far_count, far_rest) = if some { named(values, mean, far) } else { none() };
    Outliers {
        method: "modified-z".to_owned(),
        scale: match judge.scale {
            Scale::Mad => "mad",
            Scale::MeanAd => "mean-ad",
            Scale::Undefined => "undefined",
            Scale::TooFew => "too-few",
        }
        .to_owned(),
        limit: fixed(MODIFIED_Z_LIMIT),
        count,
        indices,
        outlier_excluded_mean: rest.and_then(Num::new),
        factor: fixed(factor),
        factor_count: far_count,
        factor_indices: far_indices,
        factor_excluded_mean: far_rest.and_then(Num::new),
    }
}

type Named = (Vec<u64>, u64, Option<f64>);

fn none() -> Named {
    (Vec::new(), 0, None)
}

/// The places of the values that a rule names, how many, and the mean of the rest: exact,
/// or (of over a hundred thousand values) what is left of the exact mean.
fn named(values: &[f64], mean: Option<f64>, rule: impl Fn(f64) -> bool) -> Named {
    let (mut indices, mut count, mut sum) = (Vec::new(), 0, 0.0);
    for (i, &value) in values.iter().enumerate().filter(|(_, v)| rule(**v)) {
        count += 1;
        sum += value;
        if indices.len() < LISTED {
            indices.push(i as u64);
        }
    }
    let n = values.len() as u64;
    let rest = if n <= 100_000 {
        let mut rest = stats::moments::Moments::new();
        values.iter().filter(|v| !rule(**v)).for_each(|&v| rest.add(number(v)));
        rest.mean()
    } else {
        mean.filter(|_| n > count).map(|m| m + (m * count as f64 - sum) / (n - count) as f64)
    };
    (indices, count, rest)
}

/// Runs of at least five samples: sessions, the shorter ones joined in order.
fn runs<'s>(sessions: &'s [Session<'_>]) -> Vec<Cow<'s, [f64]>> {
    let mut runs: Vec<Cow<'s, [f64]>> = Vec::new();
    let mut open: Vec<f64> = Vec::new();
    for session in sessions {
        if open.is_empty() && session.values.len() >= RUN_MIN_N {
            runs.push(Cow::Borrowed(&session.values));
            continue;
        }
        open.extend_from_slice(&session.values);
        if open.len() >= RUN_MIN_N {
            runs.push(Cow::Owned(std::mem::take(&mut open)));
        }
    }
    if runs.is_empty() && !open.is_empty() {
        runs.push(Cow::Owned(open));
    }
    runs
}

/// The rule: in the last two runs the relative standard deviation (or, when strict, its
/// 90 % upper bound) is under 5 %.
fn stability(metric: &Metric, sessions: &[Session<'_>], options: &Options) -> (Stability, bool) {
    let runs = runs(sessions);
    let recent = &runs[runs.len().saturating_sub(4)..];
    let ratios: Vec<Option<f64>> = recent.iter().map(|run| judged(run, options.strict)).collect();
    let met = ratios.iter().rev().take_while(|r| r.is_some_and(|r| r < RSD_LIMIT)).count();
    // One approximated value is enough for the whole stretch not to count.
    let met = if metric.made > 0 && !options.accept_made { 0 } else { met };
    let rule = if options.strict { "rsd_upper90<5% x2" } else { "rsd<5% x2" };
    let stability = Stability {
        rule: rule.to_owned(),
        limit_ratio: fixed(RSD_LIMIT),
        runs_needed: RUNS_NEEDED as u64,
        runs_met: met as u64,
        recent_ratios: ratios.into_iter().map(|r| r.and_then(rounded)).collect(),
        run_min_n: RUN_MIN_N as u64,
    };
    (stability, met >= RUNS_NEEDED)
}

fn judged(run: &[f64], strict: bool) -> Option<f64> {
    if run.len() < RUN_MIN_N {
        return None;
    }
    // Two passes of doubles are enough for a ratio that is held against a limit.
    let n = run.len() as f64;
    let mean = run.iter().sum::<f64>() / n;
    let squares = run.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>();
    let rsd = relative(Some(mean), Some((squares / (n - 1.0)).sqrt()), run.len())?;
    if strict { rsd_upper(rsd, run.len(), UPPER_LEVEL) } else { Some(rsd) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(sessions: &[&[f64]], options: &Options) -> Variance {
        let mut set = Set::default();
        let key = Key { group: record::Labels::new(), field: "value".into(), unit: None };
        let place = set.place(&key);
        for (i, session) in sessions.iter().enumerate() {
            let id = set.session(&format!("s{i}"));
            for &value in *session {
                set.at(place).push(number(value), id);
            }
        }
        let (key, metric) = set.sorted()[0];
        of(&set, key, metric, options, true)
    }

    fn options() -> Options {
        Options {
            requested: None,
            factor: 2.0,
            strict: false,
            accept_made: false,
            run_id: None,
            labels: record::Labels::new(),
        }
    }

    fn codes(v: &Variance) -> Vec<&str> {
        v.findings.iter().map(|f| f.code.as_str()).collect()
    }

    #[test]
    fn two_quiet_runs_make_it_stable_and_one_does_not() {
        let quiet = [100.0, 101.0, 99.0, 100.5, 99.5];
        let other = [100.2, 101.1, 99.3, 100.4, 99.1];
        let wild = [100.0, 140.0, 70.0, 100.0, 90.0];
        assert!(summary(&[&quiet, &other], &options()).stable);
        assert!(!summary(&[&quiet], &options()).stable);
        assert!(!summary(&[&quiet, &wild], &options()).stable);
        assert!(summary(&[&wild, &quiet, &other], &options()).stable);
        // Four samples a session are joined to eight.
        let v = summary(&[&quiet[..4], &quiet[1..], &other[..4], &other[1..]], &options());
        assert_eq!((v.stable, v.stability.runs_met), (true, 2));
    }

    #[test]
    fn the_strict_rule_wants_the_bound_under_the_limit() {
        // 3.5 % in five samples: the bound is near 7 %.
        let run = [100.0, 104.0, 96.0, 103.0, 97.0];
        let other = [104.0, 100.1, 96.2, 103.3, 97.4];
        assert!(summary(&[&run, &other], &options()).stable);
        let strict = Options { strict: true, ..options() };
        let v = summary(&[&run, &other], &strict);
        assert_eq!((v.stable, v.stability.rule.as_str()), (false, "rsd_upper90<5% x2"));
    }

    #[test]
    fn nothing_is_removed_and_both_means_are_given() {
        let v = summary(&[&[10.0, 10.1, 9.9, 10.2, 9.8, 10.0, 30.0]], &options());
        assert_eq!(v.n, 7);
        assert_eq!(v.outliers.indices, [6]);
        assert_eq!(v.outliers.factor_indices, [6]);
        assert_eq!(v.outliers.outlier_excluded_mean.map(Num::get), Some(10.0));
        assert_eq!(v.mean.map(|m| (m.get() * 7.0).round()), Some(90.0));
    }

    #[test]
    fn no_ratio_of_a_mean_near_zero() {
        let v = summary(&[&[-1.0, 1.0, -2.0, 2.5, 0.1]], &options());
        assert_eq!(v.rsd_ratio, None);
        assert!(codes(&v).contains(&"mean-near-zero") && codes(&v).contains(&"not-positive"));
    }

    #[test]
    fn copies_are_seen() {
        let run = [100.0, 101.0, 99.0, 100.5, 99.5];
        let turned = [99.5, 100.0, 101.0, 99.0, 100.5];
        let v = summary(&[&run, &run, &turned], &options());
        assert!(codes(&v).contains(&"repeated-vector") && codes(&v).contains(&"reordered-vector"));
        assert_eq!(
            v.findings.iter().find(|f| f.code == "repeated-vector").and_then(|f| f.name.clone()).as_deref(),
            Some("s0 s1")
        );
    }

    #[test]
    fn what_was_requested_and_did_not_come() {
        let v = summary(&[&[1.0, 2.0, 3.0]], &Options { requested: Some(5), ..options() });
        assert_eq!((v.auth_shortfall, v.partial), (Some(2), true));
        let v = summary(&[&[1.0, 2.0, 3.0]], &Options { requested: Some(3), ..options() });
        assert_eq!((v.auth_shortfall, v.partial), (Some(0), false));
        assert!(codes(&v).contains(&"too-few-samples"));
    }

    #[test]
    fn one_sample_and_none() {
        let v = summary(&[&[4.0]], &options());
        assert_eq!((v.sd, v.mean.map(Num::get), v.stable), (None, Some(4.0), false));
        let v = summary(&[&[]], &options());
        assert_eq!((v.n, v.mean, v.median), (0, None, None));
    }
}
