//! `variance calibrate`: what noise looks like when nothing changed.

use crate::samples::{Key, Metric, Session, Set, digest, finding, rounded};
use crate::summary;
use record::variance::{Calibration, CalibrationTag};
use stats::bootstrap::Random;
use stats::compare::{Statistic, compare};
use stats::distribution::chi2_quantile;
use stats::gate::{Limits, Verdict, verdict};
use stats::robust;
use stats::session::{components, detectable_ratio, spread};

/// Random halves that are compared with each other.
const SPLITS: u64 = 400;
/// Fewer sessions make halves that cannot be compared.
const MIN_SESSIONS: usize = 6;
/// The largest share of splits that may be called a failing regression.
const MAX_FALSE: f64 = 0.01;

/// Whether a record tells the noise of a metric: one made in another unit or another
/// environment tells that of something else.
pub(crate) fn fits(record: &Calibration, unit: Option<&str>, environment: Option<&str>) -> bool {
    let same = |made_in: &str| environment.is_none_or(|here| here == made_in);
    record.unit.as_deref() == unit && record.env_sha256.as_deref().is_none_or(same)
}

/// The A/A record of one metric.
pub(crate) fn of(
    set: &Set,
    key: &Key,
    metric: &Metric,
    limits: Limits,
    options: &summary::Options,
) -> Calibration {
    let samples = metric.unpacked();
    let sessions = samples.sessions();
    let views: Vec<&[f64]> = sessions.iter().map(|s| &*s.values).collect();
    let parts = components(&views);
    let levels: Option<Vec<f64>> =
        sessions.iter().map(|s| robust::median(&s.values).filter(|m| *m > 0.0).map(f64::ln)).collect();
    // What a comparison sees between sessions: their medians' spread, within included.
    let seen = levels.as_deref().and_then(spread);
    let k = sessions.len();
    let upper = seen.filter(|_| k >= 2).map(|s| {
        let freedom = (k - 1) as f64;
        s * (freedom / chi2_quantile(0.1, freedom)).sqrt()
    });
    let (splits, fails, warns) = split(&sessions, &samples.values, limits);
    let mut findings: Vec<_> = summary::of(set, key, metric, options, true)
        .findings
        .into_iter()
        .filter(|f| f.code != "pseudo-replicated")
        .collect();
    if k < MIN_SESSIONS {
        let numbers = [("sessions", k as f64), ("needed", MIN_SESSIONS as f64)];
        findings.push(finding("too-few-sessions", &numbers));
    }
    if parts.is_none() {
        findings.push(finding("no-logarithm", &[]));
    }
    let copied = findings.iter().any(|f| f.code == "repeated-vector" || f.code == "reordered-vector");
    let quiet = fails as f64 <= MAX_FALSE * splits as f64;
    Calibration {
        schema: CalibrationTag,
        group: key.group.clone(),
        field: key.field.clone(),
        unit: key.unit.clone(),
        n: metric.n() as u64,
        n_sessions: k as u64,
        within_ratio: parts.and_then(|c| c.within).and_then(rounded),
        between_ratio: seen.and_then(rounded),
        between_upper_ratio: upper.and_then(rounded),
        splits,
        false_fails: fails,
        false_warns: warns,
        mde_80_ratio: seen.and_then(|s| detectable_ratio(s, k, k, limits.warn)).and_then(rounded),
        usable: splits > 0 && quiet && !copied,
        env_sha256: set.environment().map(str::to_owned),
        samples_sha256: digest(&samples.values),
        findings,
        labels: options.labels.clone(),
    }
}

/// Compares random halves of the sessions; how many, and how many were called a failing
/// regression, and a regression at all. The seed comes from the values.
fn split(sessions: &[Session<'_>], values: &[f64], limits: Limits) -> (u64, u64, u64) {
    let k = sessions.len();
    let Some(statistic) = Statistic::named("p50").filter(|_| k >= MIN_SESSIONS) else { return (0, 0, 0) };
    let seed = u64::from_str_radix(&digest(values)[..16], 16).unwrap_or(0);
    let mut random = Random::new(seed);
    let mut order: Vec<&[f64]> = sessions.iter().map(|s| &*s.values).collect();
    let (mut splits, mut fails, mut warns) = (0, 0, 0);
    for _ in 0..SPLITS {
        for i in (1..k).rev() {
            order.swap(i, random.below(i + 1));
        }
        let (a, b) = order.split_at(k / 2);
        let Ok(outcome) = compare(a, b, statistic, 0) else { continue };
        splits += 1;
        match verdict(outcome.low, outcome.high, limits) {
            Verdict::RegressedFail => fails += 1,
            Verdict::RegressedWarn => warns += 1,
            _ => {}
        }
    }
    (splits, fails, fails + warns)
}
