//! Resampling with a seed: the same samples and the same seed give the same interval on
//! every machine.
//!
//! The generator is splitmix64 (Steele, Lea and Flood, 2014): integer arithmetic only. The
//! interval is Efron's BCa (1987); samples are drawn in two stages, sessions first and then
//! the samples within each, because samples of one process are not independent.

use crate::distribution::{normal_cdf, normal_quantile};

/// How many resamples an interval is taken from.
pub const RESAMPLES: usize = 2000;

/// splitmix64.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A stream that is fixed by its seed.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number below `n`, which must not be zero. The bias of the multiplication is
    /// below `n` / 2^64.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }

    /// In [0, 1), 53 bits.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Standard normal, by inversion: one draw a value.
    pub fn normal(&mut self) -> f64 {
        // Half a step away from both ends, where the quantile is infinite.
        normal_quantile((self.bits() >> 11) as f64 / (1u64 << 53) as f64 + 0.5 / (1u64 << 53) as f64)
    }
}

/// An interval for a ratio of the two sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The share of resamples at or below zero change (a ratio of 1), halved for ties;
    /// never 0 or 1: one resample more than there were is assumed on each side.
    pub at_or_below_one: f64,
    /// The standard deviation of the resampled log ratios: the bootstrap's standard error.
    pub log_error: f64,
}

/// The BCa interval of `statistic(after) / statistic(before)`, each end missed with
/// probability `tail` (0.05 for a 90 % interval). Each side is a list of sessions. `None`
/// where a side has fewer than two sessions (nothing to resample between), where the
/// statistic is not positive, or where all resamples agree on nothing finite.
///
/// `statistic` may reorder the buffer it is given.
pub fn ratio_interval(
    before: &[&[f64]],
    after: &[&[f64]],
    statistic: &dyn Fn(&mut [f64]) -> f64,
    tail: f64,
    resamples: usize,
    seed: u64,
) -> Option<Interval> {
    if before.len() < 2 || after.len() < 2 || before.iter().chain(after).any(|s| s.is_empty()) {
        return None;
    }
    let mut buffer = Vec::new();
    let point = log_ratio(before, after, statistic, &mut buffer)?;
    let mut random = Random::new(seed);
    let mut draws = Vec::with_capacity(resamples);
    for _ in 0..resamples {
        let b = drawn(before, statistic, &mut random, &mut buffer);
        let a = drawn(after, statistic, &mut random, &mut buffer);
        let log = (a / b).ln();
        if log.is_finite() {
            draws.push(log);
        }
    }
    if draws.len() * 10 < resamples * 9 {
        return None;
    }
    draws.sort_by(f64::total_cmp);
    let n = draws.len() as f64;
    let share = |limit: f64| {
        let below = draws.partition_point(|&d| d < limit);
        let upto = draws.partition_point(|&d| d <= limit);
        (0.5 + below as f64 + (upto - below) as f64 / 2.0) / (n + 1.0)
    };
    let bias = normal_quantile(share(point));
    let acceleration = acceleration(before, after, statistic, &mut buffer);
    let end = |p: f64| {
        let z = bias + normal_quantile(p);
        let level = normal_cdf(bias + z / (1.0 - acceleration * z));
        let at = (level * (n + 1.0)).floor() as usize;
        draws[at.clamp(1, draws.len()) - 1]
    };
    let (low, high) = (end(tail), end(1.0 - tail));
    let log_error = crate::session::spread(&draws).unwrap_or(0.0);
    Some(Interval {
        low: low.min(point).exp(),
        high: high.max(point).exp(),
        at_or_below_one: share(0.0),
        log_error,
    })
}

fn gather(sessions: &[&[f64]], skip: std::ops::Range<usize>, buffer: &mut Vec<f64>) {
    buffer.clear();
    for (i, session) in sessions.iter().enumerate() {
        if !skip.contains(&i) {
            buffer.extend_from_slice(session);
        }
    }
}

fn log_ratio(
    before: &[&[f64]],
    after: &[&[f64]],
    statistic: &dyn Fn(&mut [f64]) -> f64,
    buffer: &mut Vec<f64>,
) -> Option<f64> {
    gather(before, 0..0, buffer);
    let b = statistic(buffer);
    gather(after, 0..0, buffer);
    let log = (statistic(buffer) / b).ln();
    log.is_finite().then_some(log)
}

/// One draw: as many sessions as there are, then as many samples as each session has.
fn drawn(
    sessions: &[&[f64]],
    statistic: &dyn Fn(&mut [f64]) -> f64,
    random: &mut Random,
    buffer: &mut Vec<f64>,
) -> f64 {
    buffer.clear();
    for _ in 0..sessions.len() {
        let session = sessions[random.below(sessions.len())];
        for _ in 0..session.len() {
            buffer.push(session[random.below(session.len())]);
        }
    }
    statistic(buffer)
}

/// Groups of sessions that are left out in turn: each session, or as many groups as this.
const GROUPS: usize = 50;

/// Efron's acceleration from leaving out one session (of very many: a group of sessions) at
/// a time, on both sides.
fn acceleration(
    before: &[&[f64]],
    after: &[&[f64]],
    statistic: &dyn Fn(&mut [f64]) -> f64,
    buffer: &mut Vec<f64>,
) -> f64 {
    let (mut squares, mut cubes) = (0.0, 0.0);
    for (sessions, sign) in [(before, -1.0), (after, 1.0)] {
        let size = sessions.len().div_ceil(GROUPS);
        let logs: Vec<f64> = (0..sessions.len())
            .step_by(size)
            .map(|from| {
                gather(sessions, from..from + size, buffer);
                sign * statistic(buffer).ln()
            })
            .collect();
        let n = logs.len() as f64;
        let mean = logs.iter().sum::<f64>() / n;
        // Influence values of each side, scaled by its own count (two-sample jackknife).
        for log in logs {
            let influence = (mean - log) * (n - 1.0) / n;
            squares += influence * influence;
            cubes += influence * influence * influence;
        }
    }
    let a = cubes / (6.0 * squares.powf(1.5));
    if a.is_finite() { a } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::robust::median_in_place;

    fn median(values: &mut [f64]) -> f64 {
        median_in_place(values).unwrap_or(f64::NAN)
    }

    #[test]
    fn the_generator_is_the_published_one() {
        // First outputs for seed 1234567, as in the reference implementation's own test.
        let mut random = Random::new(1_234_567);
        assert_eq!(random.bits(), 6_457_827_717_110_365_317);
        assert_eq!(random.bits(), 3_203_168_211_198_807_973);
    }

    fn sessions(random: &mut Random, count: usize, shift: f64) -> Vec<Vec<f64>> {
        (0..count)
            .map(|_| {
                let level = 0.05 * random.normal() + shift;
                (0..20).map(|_| 100.0 * (level + 0.05 * random.normal()).exp()).collect()
            })
            .collect()
    }

    #[test]
    fn the_interval_covers_the_true_ratio_about_as_often_as_it_says() {
        let mut random = Random::new(7);
        let (mut covered, trials) = (0, 200);
        for seed in 0..trials {
            let before = sessions(&mut random, 10, 0.0);
            let after = sessions(&mut random, 10, 0.1);
            let before: Vec<&[f64]> = before.iter().map(Vec::as_slice).collect();
            let after: Vec<&[f64]> = after.iter().map(Vec::as_slice).collect();
            let i = ratio_interval(&before, &after, &median, 0.05, 400, seed).expect("interval");
            covered += u32::from(i.low <= 0.1f64.exp() && 0.1f64.exp() <= i.high);
        }
        // 90 % nominal; 160 of 200 is more than four standard errors below.
        assert!((160..=200).contains(&covered), "{covered} of {trials}");
    }

    #[test]
    fn the_same_seed_gives_the_same_interval_and_one_session_gives_none() {
        let mut random = Random::new(1);
        let a = sessions(&mut random, 5, 0.0);
        let b = sessions(&mut random, 5, 0.0);
        let a: Vec<&[f64]> = a.iter().map(Vec::as_slice).collect();
        let b: Vec<&[f64]> = b.iter().map(Vec::as_slice).collect();
        let first = ratio_interval(&a, &b, &median, 0.05, 200, 42);
        assert!(first.is_some());
        assert_eq!(first, ratio_interval(&a, &b, &median, 0.05, 200, 42));
        assert_ne!(first, ratio_interval(&a, &b, &median, 0.05, 200, 43));
        assert_eq!(ratio_interval(&a[..1], &b, &median, 0.05, 200, 42), None);
    }
}
