//! Rates of rare events: intervals that hold for 0 of 20, differences with uncertainty, and
//! how many runs a claim needs.
//!
//! Wald's interval is never used: it is empty at 0 of n and far too short near it.

use crate::distribution::normal_quantile;
use crate::special::ln_gamma;

/// An interval of a rate or of a difference of rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

fn z(level: f64) -> f64 {
    normal_quantile(0.5 + level / 2.0)
}

/// Wilson's score interval for `k` of `n` at a two-sided `level` such as 0.95 (E. B.
/// Wilson, 1927). For `n = 0` nothing is known: 0 to 1.
pub fn wilson(k: u64, n: u64, level: f64) -> Bounds {
    assert!(k <= n, "{k} of {n}");
    if n == 0 {
        return Bounds { low: 0.0, high: 1.0 };
    }
    let (z, n_real) = (z(level), n as f64);
    let p = k as f64 / n_real;
    let z2 = z * z;
    let middle = p + z2 / (2.0 * n_real);
    let half = z * (p * (1.0 - p) / n_real + z2 / (4.0 * n_real * n_real)).sqrt();
    let scale = 1.0 + z2 / n_real;
    // The ends are exact where rounding would leave a trace of nothing.
    let low = if k == 0 { 0.0 } else { ((middle - half) / scale).max(0.0) };
    let high = if k == n { 1.0 } else { ((middle + half) / scale).min(1.0) };
    Bounds { low, high }
}

/// The difference `k2/n2 - k1/n1` with Newcombe's hybrid score interval (R. G. Newcombe,
/// 1998, method 10). `None` where either side has no runs.
pub fn difference(first: (u64, u64), second: (u64, u64), level: f64) -> Option<(f64, Bounds)> {
    let ((k1, n1), (k2, n2)) = (first, second);
    if n1 == 0 || n2 == 0 {
        return None;
    }
    let (p1, p2) = (k1 as f64 / n1 as f64, k2 as f64 / n2 as f64);
    let (a, b) = (wilson(k1, n1, level), wilson(k2, n2, level));
    let delta = p2 - p1;
    let low = delta - ((p2 - b.low).powi(2) + (a.high - p1).powi(2)).sqrt();
    let high = delta + ((b.high - p2).powi(2) + (p1 - a.low).powi(2)).sqrt();
    Some((delta, Bounds { low: low.max(-1.0), high: high.min(1.0) }))
}

/// Fisher's exact test, two-sided: the chance of a split of the failures between the two
/// sides that is no likelier than the one seen, were the rates equal.
pub fn fisher(first: (u64, u64), second: (u64, u64)) -> f64 {
    let ((k1, n1), (k2, n2)) = (first, second);
    let (k, n) = (k1 + k2, n1 + n2);
    let ln_choose = |n: u64, k: u64| {
        let f = |x: u64| ln_gamma(x as f64 + 1.0);
        f(n) - f(k) - f(n - k)
    };
    let all = ln_choose(n, k);
    let chance = |x: u64| (ln_choose(n1, x) + ln_choose(n2, k - x) - all).exp();
    // Equal chances that differ by rounding count as equal.
    let seen = chance(k1) * (1.0 + 1e-9);
    let sum: f64 = (k.saturating_sub(n2)..=k.min(n1)).map(chance).filter(|p| *p <= seen).sum();
    sum.min(1.0)
}

/// The fewest failures in `n` runs whose Wilson lower bound reaches `rate`; `None` if even
/// `n` of `n` do not.
pub fn failures_to_reach(rate: f64, n: u64, level: f64) -> Option<u64> {
    let reaches = |k| wilson(k, n, level).low >= rate;
    if n == 0 || !reaches(n) {
        return None;
    }
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if reaches(middle) { high = middle } else { low = middle + 1 }
    }
    Some(low)
}

/// After `k` failures in `n` runs, how many more runs it takes until the Wilson lower bound reaches `rate` and
/// there are at least `least` of them, if they go on failing as often: of `m` runs `k * m / n`, less the
/// fraction. `None` where more than `most` would be needed.
pub fn runs_to_reach((k, n): (u64, u64), rate: f64, least: u64, most: u64, level: f64) -> Option<u64> {
    let p = k as f64 / n as f64;
    // As a score interval: low >= rate where n (p - rate)^2 >= z^2 rate (1 - rate). Whole failures are never
    // more than their share, so nothing before this many can do; counted on from there, for the bound falls
    // between one failure and the next.
    let enough = z(level).powi(2) * rate * (1.0 - rate) / (p - rate).powi(2);
    if !(p > rate && enough <= (n + most) as f64) {
        return None;
    }
    let failures = |total: u64| (u128::from(k) * u128::from(total) / u128::from(n)) as u64;
    let first = ((enough - 1e-6).ceil() as u64).max(least).max(n);
    (first..=n + most).find(|&t| wilson(failures(t), t, level).low >= rate).map(|total| total - n)
}

/// How many runs without a failure it takes until the Wilson upper bound is at most `rate`.
pub fn clean_runs_to_clear(rate: f64, level: f64) -> Option<u64> {
    if !(rate > 0.0 && rate <= 1.0) {
        return None;
    }
    // The bound at 0 of n is z^2 / (n + z^2).
    let z2 = z(level).powi(2);
    Some((z2 * (1.0 - rate) / rate - 1e-9).ceil().max(0.0) as u64)
}

/// How many runs it takes to see at least one failure with probability `chance` if the true
/// rate is `rate`.
pub fn runs_to_see(rate: f64, chance: f64) -> Option<u64> {
    if !(rate > 0.0 && rate < 1.0 && chance > 0.0 && chance < 1.0) {
        return None;
    }
    Some(((1.0 - chance).ln() / (-rate).ln_1p()).ceil() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 5e-4, "{a} {b}");
    }

    #[test]
    fn published_values() {
        for (k, n, low, high) in [
            (0, 20, 0.0, 0.161),
            (0, 100, 0.0, 0.037),
            (1, 20, 0.009, 0.236),
            (2, 10, 0.057, 0.510),
            (5, 20, 0.112, 0.469),
            (20, 100, 0.133, 0.289),
            // Newcombe 1998, table I: 81 of 263, 15 of 148.
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
        ] {
            let b = wilson(k, n, 0.95);
            close(b.low, low);
            close(b.high, high);
        }
        // Newcombe 1998 (comparison of differences), method 10: 56/70 against 48/80.
        let (delta, b) = difference((48, 80), (56, 70), 0.95).expect("some");
        close(delta, 0.2);
        close(b.low, 0.0524);
        close(b.high, 0.3339);
    }

    #[test]
    fn the_limits_of_quarantine_and_release() {
        for (n, k) in [(3, 2), (5, 3), (10, 5), (20, 8), (30, 11), (50, 16), (100, 28), (200, 52)] {
            assert_eq!(failures_to_reach(0.2, n, 0.95), Some(k), "of {n}");
        }
        assert_eq!(failures_to_reach(0.5, 1, 0.95), None);
        for (rate, n) in [(0.2, 16), (0.1, 35), (0.05, 73), (0.01, 381), (0.005, 765)] {
            assert_eq!(clean_runs_to_clear(rate, 0.95), Some(n));
        }
        for (rate, n) in [(0.5, 5), (0.2, 14), (0.1, 29), (0.05, 59), (0.01, 299), (0.001, 2995)] {
            assert_eq!(runs_to_see(rate, 0.95), Some(n));
        }
    }

    #[test]
    fn runs_to_reach_is_the_first_that_does() {
        for (n, least, rate) in [(1, 10, 0.2), (3, 10, 0.2), (12, 10, 0.2), (40, 1, 0.5), (100, 1, 0.05)] {
            for k in 0..=n {
                let reaches = |m: &u64| {
                    let total: u64 = n + m;
                    total >= least && wilson(k * total / n, total, 0.95).low >= rate
                };
                let found = runs_to_reach((k, n), rate, least, 400, 0.95);
                assert_eq!(found, (0..=400).find(reaches), "{k} of {n} to {rate}");
            }
        }
        // A bound that rises and falls: 17 runs with 7 failures do, 18 with 7 do not.
        assert_eq!(runs_to_reach((5, 12), 0.2, 10, 10_000, 0.95), Some(5));
        assert_eq!(runs_to_reach((0, 12), 0.2, 10, 10_000, 0.95), None);
        assert_eq!(runs_to_reach((200, 1000), 0.2, 10, 10_000, 0.95), None);
    }

    #[test]
    fn fisher_on_the_tea_tasting() {
        close(fisher((3, 4), (1, 4)), 0.4857);
        close(fisher((4, 4), (0, 4)), 0.0286);
        close(fisher((0, 10), (0, 10)), 1.0);
    }

    proptest! {
        #[test]
        fn intervals_hold_the_rate_and_shrink_with_n(k in 0u64..200, more in 0u64..200) {
            let n = k + more;
            prop_assume!(n > 0);
            let b = wilson(k, n, 0.95);
            let p = k as f64 / n as f64;
            prop_assert!(0.0 <= b.low && b.low <= p && p <= b.high && b.high <= 1.0);
            let c = wilson(k * 10, n * 10, 0.95);
            prop_assert!(c.high - c.low < b.high - b.low);
            let mirrored = wilson(n - k, n, 0.95);
            prop_assert!((mirrored.low - (1.0 - b.high)).abs() < 1e-12);
        }

        #[test]
        fn differences_are_antisymmetric(a in 0u64..50, b in 0u64..50, m in 50u64..80, n in 50u64..80) {
            let (d, ab) = difference((a, m), (b, n), 0.95).expect("some");
            let (e, ba) = difference((b, n), (a, m), 0.95).expect("some");
            prop_assert!((d + e).abs() < 1e-12 && (ab.low + ba.high).abs() < 1e-12);
            prop_assert!(ab.low <= d && d <= ab.high);
            let p = fisher((a, m), (b, n));
            prop_assert!((0.0..=1.0).contains(&p));
        }
    }

    /// Exact coverage, by summing over all outcomes: on average over rates it is near the
    /// level, and nowhere far below it.
    #[test]
    fn coverage_is_what_is_claimed() {
        for n in [10u64, 20, 50, 200] {
            let rates: Vec<f64> = (1..200).map(|i| f64::from(i) / 200.0).collect();
            let covered: Vec<f64> = rates
                .iter()
                .map(|&p| {
                    (0..=n)
                        .filter(|&k| {
                            let b = wilson(k, n, 0.95);
                            b.low <= p && p <= b.high
                        })
                        .map(|k| crate::special::binomial_pmf(n, p, k))
                        .sum()
                })
                .collect();
            let mean = covered.iter().sum::<f64>() / covered.len() as f64;
            assert!((0.94..=0.97).contains(&mean), "n {n}: mean coverage {mean}");
            let least = covered.iter().copied().fold(1.0, f64::min);
            assert!(least > 0.82, "n {n}: least coverage {least}");
        }
    }
}
