//! Distribution-free confidence intervals for quantiles.
//!
//! The number of values below the true quantile is binomial, whatever the distribution;
//! so two order statistics bracket the quantile with a probability that is known exactly.
//! Where the sample is too small for that, there is no interval, and [`need`] says how
//! large it would have to be.
//!
//! Source: G. J. Hahn and W. Q. Meeker, "Statistical Intervals" (1991), 5.2.

use crate::quantile::Quantile;
use crate::special::{binomial_cdf, binomial_pmf, binomial_upper};

/// Two order statistics and the probability that the quantile lies between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Rank of the lower end, from 0.
    pub lower: u64,
    /// Rank of the upper end, from 0.
    pub upper: u64,
    /// P(x_lower <= quantile <= x_upper), at least the confidence asked for.
    pub coverage: f64,
}

/// The two-sided interval with equal tails of at most `(1 - confidence) / 2` each; `None`
/// where `n` is below [`need`], and for a confidence outside of 0 to 1.
pub fn interval(n: u64, q: Quantile, confidence: f64) -> Option<Interval> {
    if n == 0 || !(0.0..1.0).contains(&confidence) {
        return None;
    }
    let (num, den) = q.fraction();
    if num == 0 || num == den {
        return None;
    }
    let q = q.to_f64();
    let tail = (1.0 - confidence) / 2.0;
    let (lower, below) = lower_rank(n, q, tail)?;
    let (upper, above) = upper_rank(n, q, tail)?;
    Some(Interval { lower: lower - 1, upper: upper - 1, coverage: 1.0 - below - above })
}

/// The largest `l >= 1` with P(B <= l-1) <= tail, and that probability.
fn lower_rank(n: u64, q: f64, tail: f64) -> Option<(u64, f64)> {
    let guess = n as f64 * q - normal_quantile(tail) * (n as f64 * q * (1.0 - q)).sqrt();
    // `k` is l - 1.
    let mut k = (guess as u64).min(n - 1);
    let mut sum = binomial_cdf(n, q, k as i64);
    while sum > tail {
        if k == 0 {
            return None;
        }
        sum = fewer(sum, binomial_pmf(n, q, k)).unwrap_or_else(|| binomial_cdf(n, q, k as i64 - 1));
        k -= 1;
    }
    while k + 1 < n {
        let more = sum + binomial_pmf(n, q, k + 1);
        if more > tail {
            break;
        }
        sum = more;
        k += 1;
    }
    Some((k + 1, sum))
}

/// The smallest `u <= n` with P(B >= u) <= tail, and that probability.
fn upper_rank(n: u64, q: f64, tail: f64) -> Option<(u64, f64)> {
    let guess = n as f64 * q + normal_quantile(tail) * (n as f64 * q * (1.0 - q)).sqrt() + 1.0;
    let mut u = (guess as u64).clamp(1, n);
    let mut sum = binomial_upper(n, q, u as i64);
    while sum > tail {
        if u == n {
            return None;
        }
        sum = fewer(sum, binomial_pmf(n, q, u)).unwrap_or_else(|| binomial_upper(n, q, u as i64 + 1));
        u += 1;
    }
    while u > 1 {
        let more = sum + binomial_pmf(n, q, u - 1);
        if more > tail {
            break;
        }
        sum = more;
        u -= 1;
    }
    Some((u, sum))
}

/// `sum - term`, unless most of the digits would go with it.
fn fewer(sum: f64, term: f64) -> Option<f64> {
    let rest = sum - term;
    (rest > 0.1 * sum).then_some(rest)
}

/// The upper `tail` point of the normal distribution, to three digits: a first guess only
/// (Abramowitz and Stegun 26.2.23).
fn normal_quantile(tail: f64) -> f64 {
    let t = (-2.0 * tail.max(1e-300).ln()).sqrt();
    t - (2.515_517 + t * (0.802_853 + t * 0.010_328))
        / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)))
}

/// The smallest `n` for which [`interval`] exists; `None` for the quantiles 0 and 1, which
/// no sample bounds, and for a confidence outside of 0 to 1.
pub fn need(q: Quantile, confidence: f64) -> Option<u64> {
    let (num, den) = q.fraction();
    if num == 0 || num == den || !(0.0..1.0).contains(&confidence) {
        return None;
    }
    let tail = (1.0 - confidence) / 2.0;
    let q = q.to_f64();
    // Both q^n and (1-q)^n must fall to the tail; the larger base rules.
    let miss = if q > 0.5 { -(1.0 - q) } else { -q };
    let log = miss.ln_1p();
    let mut n = (tail.ln() / log).ceil().max(1.0);
    // The quotient of two logarithms may be off by one unit at an exact power.
    while n > 1.0 && ((n - 1.0) * log).exp() <= tail {
        n -= 1.0;
    }
    while (n * log).exp() > tail {
        n += 1.0;
    }
    (n < 9e15).then_some(n as u64)
}

#[cfg(test)]
mod tests {
    use super::{interval, need};
    use crate::quantile::Quantile;
    use crate::special::{binomial_cdf, binomial_upper};

    fn q(text: &str) -> Quantile {
        Quantile::percent(text).expect("a percentage")
    }

    #[test]
    fn the_published_minimum_sizes() {
        for (percent, two_sided) in
            [("50", 6), ("90", 36), ("95", 72), ("99", 368), ("99.9", 3688), ("5", 72)]
        {
            assert_eq!(need(q(percent), 0.95), Some(two_sided), "p{percent}");
            assert_eq!(interval(two_sided - 1, q(percent), 0.95), None);
            assert!(interval(two_sided, q(percent), 0.95).is_some());
        }
        assert_eq!(need(q("100"), 0.95), None);
        assert_eq!(interval(1_000, q("0"), 0.95), None);
        assert_eq!(interval(100, q("50"), 1.0), None);
    }

    #[test]
    fn the_known_ranks() {
        for (n, percent, lower, upper, coverage) in [
            (100, "95", 90, 100, 0.9826),
            (1000, "95", 936, 964, 0.9584),
            (1000, "99", 983, 997, 0.9760),
            (10_000, "99", 9880, 9920, 0.9556),
        ] {
            let got = interval(n, q(percent), 0.95).expect("large enough");
            assert_eq!((got.lower + 1, got.upper + 1), (lower, upper), "n {n} p{percent}");
            assert!((got.coverage - coverage).abs() < 1e-3, "{got:?}");
        }
        assert_eq!(interval(100, q("99"), 0.95), None, "the upper end is missing");
    }

    #[test]
    fn every_size_has_the_tightest_interval_that_holds() {
        for confidence in [0.9, 0.95, 0.99] {
            let tail = (1.0 - confidence) / 2.0;
            for percent in ["1", "25", "50", "90", "95", "99"] {
                let exact = q(percent).to_f64();
                let need = need(q(percent), confidence).expect("inner");
                for n in 2..=2000_u64 {
                    let Some(got) = interval(n, q(percent), confidence) else {
                        assert!(n < need, "n {n} p{percent} has none");
                        continue;
                    };
                    assert!(n >= need && got.lower <= got.upper && got.upper < n);
                    assert!(got.coverage >= confidence && got.coverage < 1.0 + 1e-12);
                    let (l, u) = (got.lower as i64 + 1, got.upper as i64 + 1);
                    let fine = 1.0 + 1e-9;
                    assert!(binomial_cdf(n, exact, l - 1) <= tail * fine);
                    assert!(binomial_cdf(n, exact, l) * fine > tail);
                    assert!(binomial_upper(n, exact, u) <= tail * fine);
                    assert!(binomial_upper(n, exact, u - 1) * fine > tail);
                }
            }
        }
    }

    #[test]
    fn a_hundred_million_samples() {
        let got = interval(100_000_000, q("99"), 0.95).expect("large enough");
        // 99,000,000 +- 1.96 * sqrt(n q (1-q)) = 1950
        assert!((got.lower as f64 - 98_998_050.0).abs() < 5.0, "{got:?}");
        assert!((got.upper as f64 - 99_001_950.0).abs() < 5.0, "{got:?}");
        assert!(got.coverage >= 0.95 && got.coverage < 0.9502, "{got:?}");
    }
}
