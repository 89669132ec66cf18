//! Samples grouped by session: the process, job or machine that they came from.
//!
//! Samples of one session share its luck; a session counts once. Each is reduced to one
//! number (its median, or another statistic), and all comparing is done on the logarithms
//! of those, so that an effect is a ratio.

use crate::distribution::{normal_quantile, t_quantile};

/// Spread within and between sessions, on the logarithms: 0.05 is about 5 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Components {
    /// The pooled standard deviation of samples around their session's mean; `None` where
    /// no session has two samples.
    pub within: Option<f64>,
    /// The standard deviation between the sessions' true levels (method of moments, not
    /// below zero); `None` for fewer than two sessions.
    pub between: Option<f64>,
}

/// The variance components of sessions of positive values; `None` where a value is not
/// positive, because it has no logarithm.
pub fn components(sessions: &[&[f64]]) -> Option<Components> {
    if sessions.iter().flat_map(|s| s.iter()).any(|&x| x <= 0.0 || !x.is_finite()) {
        return None;
    }
    let (mut squares, mut freedom, mut means, mut inverse) = (0.0, 0usize, Vec::new(), 0.0);
    for session in sessions.iter().filter(|s| !s.is_empty()) {
        let n = session.len() as f64;
        let mean = session.iter().map(|x| x.ln()).sum::<f64>() / n;
        squares += session.iter().map(|x| (x.ln() - mean).powi(2)).sum::<f64>();
        freedom += session.len() - 1;
        inverse += 1.0 / n;
        means.push(mean);
    }
    let within = (freedom > 0).then(|| squares / freedom as f64);
    let between = spread(&means).map(|s| {
        let own = within.unwrap_or(0.0) * inverse / means.len() as f64;
        (s * s - own).max(0.0).sqrt()
    });
    Some(Components { within: within.map(f64::sqrt), between })
}

/// The sample standard deviation; `None` for fewer than two values.
pub fn spread(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
    Some((squares / (n - 1.0)).sqrt())
}

/// The pooled standard deviation of two samples; `None` where neither has two values.
pub fn pooled_spread(a: &[f64], b: &[f64]) -> Option<f64> {
    let part = |s: &[f64]| {
        spread(s).map_or((0.0, 0.0), |sd| {
            let freedom = (s.len() - 1) as f64;
            (sd * sd * freedom, freedom)
        })
    };
    let ((sa, fa), (sb, fb)) = (part(a), part(b));
    (fa + fb > 0.0).then(|| ((sa + sb) / (fa + fb)).sqrt())
}

/// The efficiency of rank tests against the t-test on normal data is 3/π; its root widens
/// every standard error below.
const RANK_COST: f64 = 1.023_326_707_946_488_5;

/// The smallest true ratio above `limit` that a design of `n` and `m` sessions, with a
/// standard deviation of `spread` between their logarithms, would place wholly above
/// `limit` in 80 of 100 cases at a one-sided level of 5 %. `None` where the design never
/// could (fewer than three sessions a side, or no exact interval).
pub fn detectable_ratio(spread: f64, n: usize, m: usize, limit: f64) -> Option<f64> {
    if n + m < 3 || !interval_exists(n, m) {
        return None;
    }
    let df = (n + m - 2) as f64;
    let error = spread * RANK_COST * (1.0 / n as f64 + 1.0 / m as f64).sqrt();
    let ratio = limit * ((t_quantile(0.95, df) + t_quantile(0.8, df)) * error).exp();
    ratio.is_finite().then_some(ratio)
}

/// The same for one new session against a history of `n`.
pub fn detectable_by_prediction(spread: f64, n: usize, limit: f64) -> Option<f64> {
    if n < 2 {
        return None;
    }
    let df = (n - 1) as f64;
    let error = spread * (1.0 + 1.0 / n as f64).sqrt();
    let ratio = limit * ((t_quantile(0.95, df) + t_quantile(0.8, df)) * error).exp();
    ratio.is_finite().then_some(ratio)
}

/// Whether `n` against `m` sessions have an interval with 5 % outside of each end: one of
/// the C(n + m, n) orders must be rarer than that.
fn interval_exists(n: usize, m: usize) -> bool {
    let k = n.min(m);
    let mut orders = 1.0;
    for i in 1..=k {
        orders *= (n + m - k + i) as f64 / i as f64;
        if orders >= 20.0 {
            return true;
        }
    }
    false
}

/// How many sessions a side would decide between the observed log effect and the nearest
/// of the log limits, in 80 of 100 cases; at least 3, and `None` above 10,000 (the effect
/// lies on the limit).
pub fn sessions_needed(spread: f64, log_effect: f64, log_limits: &[f64]) -> Option<u64> {
    let distance = log_limits.iter().map(|l| (log_effect - l).abs()).fold(f64::INFINITY, f64::min);
    let z = normal_quantile(0.95) + normal_quantile(0.8);
    let n = 2.0 * (z * spread * RANK_COST / distance).powi(2);
    let n = if n.is_nan() { return None } else { n.ceil().max(3.0) };
    (n <= 10_000.0).then_some(n as u64)
}

/// Where one new session may lie, given a history of at least two, and how surprising the
/// one observed is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// The new value less the history's mean.
    pub shift: f64,
    /// Lower end of the interval for the shift between the new session's own level and the
    /// history's, each end missed with probability `tail`.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Two-sided p of the new value coming from the history's population.
    pub p: f64,
}

/// The prediction interval of one new value against a history (t with n - 1 degrees of
/// freedom, standard error s sqrt(1 + 1/n)). An interval of the history's mean in its
/// place would flag every third run in which nothing changed.
pub fn predict(history: &[f64], new: f64, tail: f64) -> Option<Prediction> {
    let s = spread(history)?;
    let n = history.len() as f64;
    let shift = new - history.iter().sum::<f64>() / n;
    let error = s * (1.0 + 1.0 / n).sqrt();
    let half = t_quantile(1.0 - tail, n - 1.0) * error;
    let p = if error > 0.0 {
        2.0 * crate::distribution::t_cdf(-(shift / error).abs(), n - 1.0)
    } else if shift == 0.0 {
        1.0
    } else {
        0.0
    };
    Some(Prediction { shift, low: shift - half, high: shift + half, p })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bootstrap::Random;

    #[test]
    fn components_find_the_simulated_spreads() {
        let mut random = Random::new(11);
        let sessions: Vec<Vec<f64>> = (0..400)
            .map(|_| {
                let level = 0.08 * random.normal();
                (0..10).map(|_| 50.0 * (level + 0.03 * random.normal()).exp()).collect()
            })
            .collect();
        let views: Vec<&[f64]> = sessions.iter().map(Vec::as_slice).collect();
        let c = components(&views).expect("positive");
        assert!((c.within.expect("within") - 0.03).abs() < 0.002, "{c:?}");
        assert!((c.between.expect("between") - 0.08).abs() < 0.01, "{c:?}");
        assert_eq!(components(&[&[1.0, 0.0]]), None);
        let one = components(&[&[1.0, 1.0]]).expect("positive");
        assert_eq!((one.within, one.between), (Some(0.0), None));
    }

    #[test]
    fn more_sessions_see_smaller_effects() {
        let mde = |n| detectable_ratio(0.08, n, n, 1.0);
        assert_eq!(mde(2), None);
        let (a, b, c) = (mde(3), mde(8), mde(30));
        assert!(a > b && b > c && c > Some(1.0), "{a:?} {b:?} {c:?}");
        assert!(detectable_ratio(0.08, 1, 19, 1.0).is_some());
        assert!(detectable_ratio(0.08, 1, 18, 1.0).is_none());
    }

    #[test]
    fn sessions_needed_grow_towards_the_limit() {
        let limits = [1.05f64.ln(), 1.10f64.ln()];
        let far = sessions_needed(0.08, 1.30f64.ln(), &limits).expect("some");
        let near = sessions_needed(0.08, 1.12f64.ln(), &limits).expect("some");
        assert!(far < near && far >= 3, "{far} {near}");
        assert_eq!(sessions_needed(0.08, limits[0], &limits), None);
        assert_eq!(sessions_needed(0.0, 0.0, &limits), Some(3));
    }

    #[test]
    fn a_new_session_from_the_same_population_is_flagged_as_often_as_it_should() {
        let mut random = Random::new(5);
        let (mut flagged, trials) = (0, 4000);
        for _ in 0..trials {
            let history: Vec<f64> = (0..12).map(|_| 0.05 * random.normal()).collect();
            let p = predict(&history, 0.05 * random.normal(), 0.05).expect("history");
            flagged += u32::from(p.low > 0.0);
        }
        let share = f64::from(flagged) / f64::from(trials);
        assert!((share - 0.05).abs() < 0.015, "{share}");
    }

    #[test]
    fn a_history_without_spread_still_answers() {
        let p = predict(&[1.0; 8], 1.0, 0.05).expect("history");
        assert_eq!((p.shift, p.low, p.high, p.p), (0.0, 0.0, 0.0, 1.0));
        assert_eq!(predict(&[1.0; 8], 2.0, 0.05).expect("history").p, 0.0);
        assert_eq!(predict(&[1.0], 2.0, 0.05), None);
    }
}
