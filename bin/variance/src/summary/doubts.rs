//! Whether samples can be believed: findings with the numbers that show them.

use super::{LISTED, RUN_MIN_N};
use crate::samples::{Key, Metric, Session, Set, clock_step, digest, finding};
use record::variance::{Outliers, SampleFinding};
use stats::authenticity::{self, Finding};
use std::collections::HashMap;

/// What is known of a sample by now.
pub(super) struct Facts<'m> {
    pub(super) values: &'m [f64],
    pub(super) median: Option<f64>,
    pub(super) sd: Option<f64>,
    pub(super) lag1: Option<f64>,
}

/// All doubts, in a fixed order.
pub(super) fn all(
    set: &Set,
    key: &Key,
    metric: &Metric,
    sessions: &[Session<'_>],
    facts: &Facts<'_>,
    outliers: &Outliers,
) -> Vec<SampleFinding> {
    let Facts { values, median, sd, lag1 } = *facts;
    let n = values.len();
    let mut found: Vec<SampleFinding> = Vec::new();
    let median = median.unwrap_or(0.0);
    if n < RUN_MIN_N {
        found.push(finding("too-few-samples", &[("n", n as f64)]));
    }
    if n > 1 && values.iter().all(|v| *v == values[0]) {
        found.push(finding("all-equal", &[("value", values[0])]));
    }
    let not_positive = values.iter().filter(|v| **v <= 0.0).count();
    if not_positive > 0 {
        found.push(finding("not-positive", &[("count", not_positive as f64)]));
    }
    let units = set.units(key);
    if units.len() > 1 {
        let counts = finding("mixed-units", &[("units", units.len() as f64)]);
        found.push(SampleFinding { name: Some(units.join(" ")), ..counts });
    }
    if n > 1 && sessions.len() == 1 {
        found.push(finding("pseudo-replicated", &[("n", n as f64), ("sessions", 1.0)]));
    }
    if metric.made > 0 {
        let share = metric.made as f64 / n.max(1) as f64;
        found.push(finding("not-native", &[("count", metric.made as f64), ("share", share)]));
    }
    if metric.shimmed {
        found.push(finding("shimmed", &[]));
    }
    found.extend(repeated(set, sessions));
    let step = clock_step(values)
        .filter(|_| n >= RUN_MIN_N)
        .and_then(|s| authenticity::quantised(s, median, sd.unwrap_or(0.0)));
    let noise = step
        .into_iter()
        .chain(sessions.iter().find_map(|s| authenticity::trend(&s.values, median)))
        .chain(dependence(sessions, lag1, n))
        .chain(authenticity::bimodal(values));
    found.extend(noise.map(described));
    if n >= 20 && outliers.count as f64 > 0.05 * n as f64 {
        let share = outliers.count as f64 / n as f64;
        found.push(described(Finding::Contaminated { share }));
    }
    found
}

/// Autocorrelation within sessions: neighbours of two sessions differ because the sessions
/// do, which is no doubt about either.
fn dependence(sessions: &[Session<'_>], lag1_of_all: Option<f64>, n: usize) -> Option<Finding> {
    if sessions.len() < 2 {
        return lag1_of_all.and_then(|r| authenticity::autocorrelated(r, n));
    }
    let (mut products, mut squares, mut n) = (0.0, 0.0, 0);
    for session in sessions.iter().filter(|s| s.values.len() >= 10) {
        let mean = session.values.iter().sum::<f64>() / session.values.len() as f64;
        squares += session.values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>();
        products += session.values.windows(2).map(|w| (w[0] - mean) * (w[1] - mean)).sum::<f64>();
        n += session.values.len();
    }
    if squares > 0.0 { authenticity::autocorrelated(products / squares, n) } else { None }
}

/// A finding of the library as it is written.
fn described(found: Finding) -> SampleFinding {
    let values: Vec<(&str, f64)> = match found {
        Finding::TooFew { n } => vec![("n", n as f64)],
        Finding::AllEqual => vec![],
        Finding::NotPositive { count } => vec![("count", count as f64)],
        Finding::QuantisedClock { step, step_ratio } => vec![("step", step), ("step_ratio", step_ratio)],
        Finding::Trend { change_ratio, p } => vec![("change_ratio", change_ratio), ("p", p)],
        Finding::Autocorrelated { lag1, effective_n } => vec![("lag1", lag1), ("effective_n", effective_n)],
        Finding::Bimodal { low, high, high_share } => {
            vec![("low", low), ("high", high), ("high_share", high_share)]
        }
        Finding::Contaminated { share } => vec![("share", share)],
    };
    finding(found.code(), &values)
}

/// Sessions whose samples repeat an earlier session's, as they are or in another order:
/// measurements do not do that, copies do. At least three values that are not all equal.
fn repeated(set: &Set, sessions: &[Session<'_>]) -> Vec<SampleFinding> {
    let mut seen: HashMap<String, (u32, String)> = HashMap::new();
    let mut found = Vec::new();
    if sessions.len() < 2 {
        return found;
    }
    for session in sessions {
        let values = &session.values;
        if values.len() < 3 || values.iter().all(|v| *v == values[0]) {
            continue;
        }
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let own = digest(values);
        match seen.entry(digest(&sorted)) {
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert((session.id, own));
            }
            std::collections::hash_map::Entry::Occupied(earlier) => {
                let (id, digest) = earlier.get();
                let code = if *digest == own { "repeated-vector" } else { "reordered-vector" };
                let pair = format!("{} {}", set.session_name(*id), set.session_name(session.id));
                let about = finding(code, &[("n", values.len() as f64)]);
                found.push(SampleFinding { name: Some(pair), ..about });
            }
        }
    }
    found.truncate(LISTED);
    found
}
