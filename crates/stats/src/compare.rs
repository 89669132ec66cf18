//! Two sides, one statistic: the ratio of new to old with its interval, and how sure that is.
//!
//! The observation is the session: each is reduced to its statistic, and the logarithms of
//! those are compared. Which method is used follows from the design alone, never from the
//! values: pairs get Wilcoxon's signed ranks, one new session against a history of eight or
//! more a prediction interval, everything else Mann-Whitney with the Hodges-Lehmann shift;
//! quantiles above the median, which a session is too short for, are taken over all samples
//! of a side with a two-stage bootstrap.

use crate::bootstrap::{RESAMPLES, ratio_interval};
use crate::distribution::t_cdf;
use crate::interval::need;
use crate::quantile::{Quantile, Type, position};
use crate::ranktest::{cliffs_delta, hodges_lehmann, mann_whitney, paired_shift, signed_rank};
use crate::robust::{median, median_in_place};
use crate::session::{pooled_spread, predict, spread};
use std::collections::BTreeMap;

/// How often the true ratio may lie beyond each end of an interval.
pub const TAIL: f64 = 0.05;

/// One session is held against a history only when that has at least this many.
pub const HISTORY: usize = 8;

/// A two-stage bootstrap of fewer sessions a side is too narrow to be trusted.
pub const BOOTSTRAP_SESSIONS: usize = 5;

/// Values that the resamples of one comparison may hold together, and the fewest resamples
/// that an interval is taken from all the same.
const WORK: u64 = 400_000_000;
const FEWEST_RESAMPLES: usize = 200;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// The mean of a session.
    Mean,
    /// A quantile: the median of a session, or any other over all samples of a side.
    Quantile(Quantile),
}

impl Statistic {
    /// From its name: `mean`, `median`, `p50`, `p99.9`.
    pub fn named(text: &str) -> Option<Statistic> {
        match text {
            "mean" => Some(Statistic::Mean),
            "median" => Quantile::percent("50").map(Statistic::Quantile),
            _ => {
                let q = Quantile::percent(text.strip_prefix('p')?)?;
                (q.to_f64() > 0.0 && q.to_f64() < 1.0).then_some(Statistic::Quantile(q))
            }
        }
    }

    /// `mean`, `p50`, `p99_9`.
    pub fn label(self) -> String {
        match self {
            Statistic::Mean => "mean".to_owned(),
            Statistic::Quantile(q) => q.label(),
        }
    }

    /// Whether a session's own samples suffice for it: the mean and the median.
    pub fn is_of_sessions(self) -> bool {
        match self {
            Statistic::Mean => true,
            Statistic::Quantile(q) => Some(q) == Quantile::percent("50"),
        }
    }

    /// The statistic of some samples, which are reordered; NaN of none.
    fn of(self, values: &mut [f64]) -> f64 {
        match self {
            Statistic::Mean => values.iter().sum::<f64>() / values.len() as f64,
            _ if self.is_of_sessions() => median_in_place(values).unwrap_or(f64::NAN),
            Statistic::Quantile(q) => quantile_in_place(values, q),
        }
    }
}

/// The quantile of type 7 by selection.
fn quantile_in_place(values: &mut [f64], q: Quantile) -> f64 {
    let Some(at) = Type::new(7).and_then(|t| position(values.len() as u64, q, t)) else {
        return f64::NAN;
    };
    let rank = at.lower as usize;
    let (_, &mut lower, above) = values.select_nth_unstable_by(rank, f64::total_cmp);
    if at.upper == at.lower || at.weight() == 0.0 {
        return lower;
    }
    let upper = above.iter().copied().min_by(f64::total_cmp).unwrap_or(lower);
    lower + (upper - lower) * at.weight()
}

/// How the ratio was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Two independent sets of sessions.
    MannWhitney,
    /// Pairs.
    SignedRank,
    /// One new session against a history.
    Prediction,
    /// A quantile over all samples, sessions and samples resampled.
    Bootstrap,
}

impl Method {
    /// The word that is written.
    pub fn word(self) -> &'static str {
        match self {
            Method::MannWhitney => "mann-whitney",
            Method::SignedRank => "signed-rank",
            Method::Prediction => "prediction",
            Method::Bootstrap => "bootstrap",
        }
    }
}

/// What a comparison found. Ratios are new over old.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// How.
    pub method: Method,
    /// The statistic of the old side: the median over its sessions, or over all samples.
    pub before: f64,
    /// The statistic of the new side.
    pub after: f64,
    /// The ratio; `None` where an observation is zero or negative, which have none.
    pub effect: Option<f64>,
    /// The end that the true ratio is below in at most [`TAIL`] of cases.
    pub low: Option<f64>,
    /// The end that it is above likewise.
    pub high: Option<f64>,
    /// Two-sided p of no difference.
    pub p: Option<f64>,
    /// Cliff's delta, where observations are compared one by one.
    pub delta: Option<f64>,
    /// The standard deviation between the logarithms of sessions of one side, pooled.
    pub spread: Option<f64>,
    /// Observations on the old and the new side.
    pub observations: (usize, usize),
    /// The samples a side that an interval of this statistic needs, where there are fewer.
    pub need_n: Option<u64>,
}

/// Why nothing can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRatio {
    /// A side has no samples.
    Empty,
    /// No pair has both sides.
    NoPairs,
}

/// Compares two sides, each a list of sessions. `seed` fixes the resampling.
///
/// # Errors
/// See [`NoRatio`].
pub fn compare(
    before: &[&[f64]],
    after: &[&[f64]],
    statistic: Statistic,
    seed: u64,
) -> Result<Outcome, NoRatio> {
    if !statistic.is_of_sessions() {
        return over_samples(before, after, statistic, seed);
    }
    let (x, y) = (observations(before, statistic), observations(after, statistic));
    // Ranks are those of the values themselves: they need no logarithm.
    let test = mann_whitney(&x, &y).ok_or(NoRatio::Empty)?;
    let mut outcome = Outcome {
        method: Method::MannWhitney,
        before: median(&x).ok_or(NoRatio::Empty)?,
        after: median(&y).ok_or(NoRatio::Empty)?,
        effect: None,
        low: None,
        high: None,
        p: Some(test.p),
        delta: Some(cliffs_delta(test.statistic, x.len(), y.len())),
        spread: None,
        observations: (x.len(), y.len()),
        need_n: None,
    };
    let (Some(x), Some(y)) = (logs(&x), logs(&y)) else { return Ok(outcome) };
    outcome.spread = pooled_spread(&x, &y);
    if let ([new], true) = (y.as_slice(), x.len() >= HISTORY) {
        let found = predict(&x, *new, TAIL).ok_or(NoRatio::Empty)?;
        return Ok(Outcome {
            method: Method::Prediction,
            effect: Some(found.shift.exp()),
            low: Some(found.low.exp()),
            high: Some(found.high.exp()),
            p: Some(found.p),
            ..outcome
        });
    }
    let shift = hodges_lehmann(&x, &y, TAIL).ok_or(NoRatio::Empty)?;
    outcome.effect = Some(shift.estimate.exp());
    outcome.low = shift.low.map(f64::exp);
    outcome.high = shift.high.map(f64::exp);
    Ok(outcome)
}

/// Compares pairs: each name has samples on both sides; those with one side only are left
/// out, and how many is the second value.
///
/// # Errors
/// See [`NoRatio`].
pub fn compare_pairs(
    before: &BTreeMap<&str, Vec<f64>>,
    after: &BTreeMap<&str, Vec<f64>>,
    statistic: Statistic,
) -> Result<(Outcome, usize), NoRatio> {
    let (mut x, mut y) = (Vec::new(), Vec::new());
    for (name, old) in before {
        if let Some(new) = after.get(name) {
            x.push(statistic.of(&mut old.clone()));
            y.push(statistic.of(&mut new.clone()));
        }
    }
    if x.is_empty() {
        return Err(NoRatio::NoPairs);
    }
    let unpaired = before.len() + after.len() - 2 * x.len();
    let (old, new) = (median(&x).ok_or(NoRatio::NoPairs)?, median(&y).ok_or(NoRatio::NoPairs)?);
    let differences = |x: &[f64], y: &[f64]| -> Vec<f64> { x.iter().zip(y).map(|(x, y)| y - x).collect() };
    let ratios = logs(&x).zip(logs(&y)).map(|(x, y)| differences(&x, &y));
    // Without ratios the differences themselves still tell whether anything moved.
    let test = match &ratios {
        Some(ratios) => signed_rank(ratios),
        None => signed_rank(&differences(&x, &y)),
    };
    let shift = ratios.as_deref().and_then(|ratios| paired_shift(ratios, TAIL));
    let outcome = Outcome {
        method: Method::SignedRank,
        before: old,
        after: new,
        effect: shift.map(|s| s.estimate.exp()),
        low: shift.and_then(|s| s.low).map(f64::exp),
        high: shift.and_then(|s| s.high).map(f64::exp),
        p: test.map(|t| t.p),
        delta: None,
        // The spread of one difference is that of two sessions.
        spread: ratios.as_deref().and_then(spread).map(|s| s / std::f64::consts::SQRT_2),
        observations: (x.len(), y.len()),
        need_n: None,
    };
    Ok((outcome, unpaired))
}

/// The statistic of one side, as a comparison gives it: the median over its sessions, or the
/// quantile of all samples; `None` of no samples.
pub fn level(sessions: &[&[f64]], statistic: Statistic) -> Option<f64> {
    if statistic.is_of_sessions() {
        return median(&observations(sessions, statistic));
    }
    let mut all = sessions.concat();
    (!all.is_empty()).then(|| statistic.of(&mut all))
}

/// The statistic of every session that has samples.
fn observations(sessions: &[&[f64]], statistic: Statistic) -> Vec<f64> {
    let some = sessions.iter().filter(|s| !s.is_empty());
    some.map(|s| statistic.of(&mut s.to_vec())).collect()
}

/// Their logarithms; `None` where one has none.
fn logs(values: &[f64]) -> Option<Vec<f64>> {
    values.iter().map(|v| (*v > 0.0 && v.is_finite()).then(|| v.ln())).collect()
}

fn over_samples(
    before: &[&[f64]],
    after: &[&[f64]],
    statistic: Statistic,
    seed: u64,
) -> Result<Outcome, NoRatio> {
    let pooled = |side| level(side, statistic).ok_or(NoRatio::Empty);
    let (old, new) = (pooled(before)?, pooled(after)?);
    let count = |side: &[&[f64]]| side.iter().map(|s| s.len() as u64).sum::<u64>();
    let least = count(before).min(count(after));
    let wanted = match statistic {
        Statistic::Quantile(q) => need(q, 1.0 - 2.0 * TAIL),
        Statistic::Mean => None,
    };
    let need_n = wanted.filter(|&n| least < n);
    let mut outcome = Outcome {
        method: Method::Bootstrap,
        before: old,
        after: new,
        effect: None,
        low: None,
        high: None,
        p: None,
        delta: None,
        spread: None,
        observations: (before.len(), after.len()),
        need_n,
    };
    let Some(&[old, new]) = logs(&[old, new]).as_deref() else { return Ok(outcome) };
    outcome.effect = Some((new - old).exp());
    let enough = before.len().min(after.len()) >= BOOTSTRAP_SESSIONS;
    if need_n.is_some() || !enough {
        return Ok(outcome);
    }
    let of = |values: &mut [f64]| statistic.of(values);
    // Fewer resamples of very large samples: the work stays bounded.
    let resamples = WORK.checked_div(count(before) + count(after)).map_or(RESAMPLES, |n| n as usize);
    let resamples = resamples.clamp(FEWEST_RESAMPLES, RESAMPLES);
    if let Some(interval) = ratio_interval(before, after, &of, TAIL, resamples, seed) {
        outcome.low = Some(interval.low);
        outcome.high = Some(interval.high);
        let freedom = (before.len() + after.len() - 2) as f64;
        let t = ((new - old) / interval.log_error).abs();
        // Resamples cannot show a p below one over their number; their spread can.
        outcome.p = Some(if t.is_nan() { 1.0 } else { 2.0 * t_cdf(-t, freedom) });
        let per_session = (1.0 / before.len() as f64 + 1.0 / after.len() as f64).sqrt();
        outcome.spread = Some(interval.log_error / per_session);
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bootstrap::Random;

    fn views(sessions: &[Vec<f64>]) -> Vec<&[f64]> {
        sessions.iter().map(Vec::as_slice).collect()
    }

    fn sessions(random: &mut Random, count: usize, n: usize, level: f64) -> Vec<Vec<f64>> {
        let session = |random: &mut Random| {
            let own = level * (0.05 * random.normal()).exp();
            (0..n).map(|_| own * (0.05 * random.normal()).exp()).collect()
        };
        (0..count).map(|_| session(random)).collect()
    }

    fn p50() -> Statistic {
        Statistic::named("p50").expect("a statistic")
    }

    #[test]
    fn a_real_change_is_found_with_its_size() {
        let mut random = Random::new(3);
        let (a, b) = (sessions(&mut random, 8, 5, 100.0), sessions(&mut random, 8, 5, 130.0));
        for statistic in [p50(), Statistic::Mean] {
            let o = compare(&views(&a), &views(&b), statistic, 0).expect("a ratio");
            assert_eq!(o.method, Method::MannWhitney);
            assert!(o.low.expect("low") > 1.1 && o.high.expect("high") < 1.5, "{o:?}");
            assert!(o.low < o.effect && o.effect < o.high);
            assert!(o.p.expect("p") < 0.001);
        }
    }

    #[test]
    fn one_session_is_held_against_a_history() {
        let mut random = Random::new(4);
        let (a, b) = (sessions(&mut random, 12, 5, 100.0), sessions(&mut random, 1, 5, 200.0));
        let o = compare(&views(&a), &views(&b), p50(), 0).expect("a ratio");
        assert_eq!((o.method, o.observations), (Method::Prediction, (12, 1)));
        assert!(o.low.expect("low") > 1.5);
        let o = compare(&views(&a[..4]), &views(&b), p50(), 0).expect("a ratio");
        assert_eq!((o.method, o.low), (Method::MannWhitney, None));
    }

    #[test]
    fn a_high_quantile_says_what_it_needs() {
        let mut random = Random::new(5);
        let (a, b) = (sessions(&mut random, 8, 5, 100.0), sessions(&mut random, 8, 5, 150.0));
        let p95 = Statistic::named("p95").expect("a statistic");
        let o = compare(&views(&a), &views(&b), p95, 7).expect("a ratio");
        assert_eq!((o.low, o.need_n), (None, Some(59)));
        assert!(o.effect > Some(1.2));
        let (a, b) = (sessions(&mut random, 8, 40, 100.0), sessions(&mut random, 8, 40, 150.0));
        let o = compare(&views(&a), &views(&b), p95, 7).expect("a ratio");
        assert!(o.need_n.is_none() && o.low.expect("low") > 1.25, "{o:?}");
        assert!(o.p.expect("p") < 0.001);
        assert_eq!(o, compare(&views(&a), &views(&b), p95, 7).expect("the same again"));
    }

    #[test]
    fn pairs_cancel_what_both_sides_share() {
        let mut random = Random::new(6);
        let names: Vec<String> = (0..10).map(|i| format!("p{i}")).collect();
        let (mut a, mut b) = (BTreeMap::new(), BTreeMap::new());
        for name in &names {
            // A machine twice as slow in some pairs: hopeless without pairing.
            let machine = 100.0 * (0.7 * random.normal()).exp();
            a.insert(name.as_str(), vec![machine * (0.01 * random.normal()).exp()]);
            b.insert(name.as_str(), vec![machine * 1.15 * (0.01 * random.normal()).exp()]);
        }
        let (o, unpaired) = compare_pairs(&a, &b, p50()).expect("a ratio");
        assert!((o.effect.expect("a ratio") - 1.15).abs() < 0.02 && o.low.expect("low") > 1.1, "{o:?}");
        assert_eq!(unpaired, 0);
        a.remove("p3");
        assert_eq!(compare_pairs(&a, &b, p50()).expect("a ratio").1, 1);
        let none = BTreeMap::new();
        assert_eq!(compare_pairs(&none, &b, p50()), Err(NoRatio::NoPairs));
    }

    #[test]
    fn no_ratio_of_nothing_or_of_zero() {
        let some: &[&[f64]] = &[&[1.0, 2.0], &[3.0]];
        assert_eq!(compare(&[], some, p50(), 0), Err(NoRatio::Empty));
        let equal: [&[f64]; 4] = [&[5.0, 5.0]; 4];
        let o = compare(&equal, &equal, p50(), 0).expect("a ratio");
        assert_eq!((o.effect, o.p, o.low, o.high), (Some(1.0), Some(1.0), Some(1.0), Some(1.0)));
    }

    #[test]
    fn zero_has_a_level_and_a_p_and_no_ratio() {
        let (zero, some): ([&[f64]; 5], [&[f64]; 5]) =
            ([&[0.0]; 5], [&[3.0], &[4.0], &[5.0], &[6.0], &[7.0]]);
        let o = compare(&zero, &some, p50(), 0).expect("an outcome");
        assert_eq!((o.before, o.after, o.effect, o.low), (0.0, 5.0, None, None));
        assert_eq!((level(&some, p50()), level(&[], p50())), (Some(5.0), None));
        assert!((o.p.expect("p") - 2.0 / 252.0).abs() < 1e-12, "{o:?}");
        let o = compare(&zero, &some, Statistic::named("p95").expect("a statistic"), 0).expect("an outcome");
        assert_eq!((o.before, o.effect, o.p), (0.0, None, None));
        let pairs =
            |values: [f64; 5]| ["a", "b", "c", "d", "e"].into_iter().zip(values.map(|v| vec![v])).collect();
        let (o, _) =
            compare_pairs(&pairs([0.0; 5]), &pairs([1.0, 2.0, 3.0, 4.0, 5.0]), p50()).expect("pairs");
        assert_eq!((o.before, o.after, o.effect, o.p), (0.0, 3.0, None, Some(2.0 / 32.0)));
    }

    #[test]
    fn statistics_by_name() {
        assert_eq!(Statistic::named("mean"), Some(Statistic::Mean));
        assert_eq!(Statistic::named("median"), Statistic::named("p50"));
        assert_eq!(Statistic::named("p99.9").map(Statistic::label).as_deref(), Some("p99_9"));
        for bad in ["", "p", "p0", "p100", "q5", "p101", "max"] {
            assert_eq!(Statistic::named(bad), None, "{bad}");
        }
    }
}
