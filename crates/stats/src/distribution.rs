//! The normal, Student's t and chi-squared distributions: probabilities and quantiles.
//!
//! Normal probabilities are good to about 1e-14 relative, in the tails too; quantiles
//! invert them (a published starting value, then Newton or bisection on the probability),
//! so that a quantile and its probability always agree.

use crate::special::{beta_both, gamma_p};

/// 1 / sqrt(2π).
const DENSITY_AT_0: f64 = 0.398_942_280_401_432_7;

/// The standard normal density.
pub fn normal_density(x: f64) -> f64 {
    (-0.5 * x * x).exp() * DENSITY_AT_0
}

/// P(Z <= x) of a standard normal: Marsaglia's series near the center (J. Stat. Soft. 11,
/// 2004), the continued fraction of the Mills ratio in the tails.
pub fn normal_cdf(x: f64) -> f64 {
    if x.is_nan() {
        return f64::NAN;
    }
    if x.abs() < 2.5 {
        let (mut term, mut sum, mut odd) = (x, x, 1.0);
        loop {
            odd += 2.0;
            term *= x * x / odd;
            let next = sum + term;
            if next == sum {
                return 0.5 + sum * normal_density(x);
            }
            sum = next;
        }
    }
    let tail = upper_tail(x.abs());
    if x < 0.0 { tail } else { 1.0 - tail }
}

/// P(Z > x) for x >= 2.5.
fn upper_tail(x: f64) -> f64 {
    if x > 40.0 {
        return 0.0;
    }
    // x + 1/(x + 2/(x + 3/(x + ...))), from the inside out; at 2.5 a hundred and sixty
    // levels are more than a double can tell from infinitely many.
    let fraction = (1..=160).rev().fold(x, |inner, k| x + f64::from(k) / inner);
    normal_density(x) / fraction
}

/// The x with P(Z <= x) = p; infinite at 0 and 1, NaN outside. Wichura's rational starting
/// values would do; a rougher one (Abramowitz and Stegun 26.2.23) with Halley steps on
/// [`normal_cdf`] reach the same digits with fewer constants.
pub fn normal_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 {
        return f64::NEG_INFINITY;
    }
    if p == 1.0 {
        return f64::INFINITY;
    }
    if p == 0.5 {
        return 0.0;
    }
    let lower = p.min(1.0 - p);
    let t = (-2.0 * lower.ln()).sqrt();
    let top = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let bottom = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut x = top / bottom - t;
    for _ in 0..4 {
        let error = (normal_cdf(x) - lower) / normal_density(x);
        let step = error / (1.0 + x * error / 2.0);
        x -= step;
        if step.abs() <= 1e-16 * x.abs().max(1e-3) {
            break;
        }
    }
    if p <= 0.5 { x } else { -x }
}

/// P(T <= t) of Student's t with `df` > 0 degrees of freedom.
pub fn t_cdf(t: f64, df: f64) -> f64 {
    // The smaller of the two possible arguments keeps its digits for tiny and huge t alike.
    let square = t * t;
    let half = if square < df {
        beta_both(0.5, df / 2.0, square / (df + square)).1 / 2.0
    } else {
        beta_both(df / 2.0, 0.5, df / (df + square)).0 / 2.0
    };
    if t < 0.0 { half } else { 1.0 - half }
}

/// The t with P(T <= t) = p.
pub fn t_quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if p == 0.5 {
        return 0.0;
    }
    if p > 0.5 {
        return -t_quantile(1.0 - p, df);
    }
    if p == 0.0 {
        return f64::NEG_INFINITY;
    }
    let mut low = -1.0;
    while t_cdf(low, df) > p && low > -1e300 {
        low *= 2.0;
    }
    bisect(low, 0.0, |t| t_cdf(t, df) - p)
}

/// P(X <= x) of chi-squared with `df` > 0 degrees of freedom.
pub fn chi2_cdf(x: f64, df: f64) -> f64 {
    if x <= 0.0 { 0.0 } else { gamma_p(df / 2.0, x / 2.0) }
}

/// The x with P(X <= x) = p.
pub fn chi2_quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if p == 0.0 {
        return 0.0;
    }
    if p == 1.0 {
        return f64::INFINITY;
    }
    let mut high = df.max(1.0);
    while chi2_cdf(high, df) < p && high < 1e300 {
        high *= 2.0;
    }
    bisect(0.0, high, |x| chi2_cdf(x, df) - p)
}

/// The zero of an increasing function between two bounds, to the last bit or so:
/// regula falsi with the Illinois rule, guarded by bisection.
fn bisect(mut low: f64, mut high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut at_low, mut at_high) = (f(low), f(high));
    for round in 0..200 {
        let secant = high - at_high * (high - low) / (at_high - at_low);
        let middle = low + (high - low) / 2.0;
        let x = if round % 4 != 3 && secant > low && secant < high { secant } else { middle };
        if x <= low || x >= high || high - low <= 1e-15 * x.abs() {
            return x;
        }
        let y = f(x);
        if y == 0.0 {
            return x;
        }
        if y < 0.0 {
            (low, at_low) = (x, y);
            at_high /= 2.0;
        } else {
            (high, at_high) = (x, y);
            at_low /= 2.0;
        }
    }
    low + (high - low) / 2.0
}

/// An upper bound of the relative standard deviation of a normal population, from the one
/// of a sample of `n` >= 2: exceeded with probability 1 - `level`.
pub fn rsd_upper(rsd: f64, n: usize, level: f64) -> Option<f64> {
    if n < 2 || !rsd.is_finite() {
        return None;
    }
    let df = (n - 1) as f64;
    Some(rsd * (df / chi2_quantile(1.0 - level, df)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_points() {
        assert_eq!(normal_cdf(0.0), 0.5);
        assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-14);
        assert!((t_quantile(0.975, 1.0) - 12.706_204_736_174_7).abs() < 1e-10);
        assert!((chi2_quantile(0.95, 3.0) - 7.814_727_903_251_18).abs() < 1e-12);
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert!(normal_quantile(1.5).is_nan() && t_quantile(0.3, -1.0).is_nan());
    }

    #[test]
    fn the_upper_bound_of_a_small_sample_is_wide() {
        let factor = |n| rsd_upper(1.0, n, 0.9).expect("n >= 2");
        assert!((factor(5) - 1.939).abs() < 1e-3);
        assert!((factor(10) - 1.4696).abs() < 1e-3);
        assert!((factor(30) - 1.21).abs() < 1e-2);
        assert_eq!(rsd_upper(1.0, 1, 0.9), None);
    }

    proptest! {
        #[test]
        fn quantile_inverts_probability(p in 1e-12f64..0.999_999, df in 0.5f64..500.0) {
            prop_assert!((normal_cdf(normal_quantile(p)) - p).abs() <= 1e-13 * p.max(1e-3));
            prop_assert!((t_cdf(t_quantile(p, df), df) - p).abs() <= 1e-11);
            prop_assert!((chi2_cdf(chi2_quantile(p, df), df) - p).abs() <= 1e-11);
        }

        #[test]
        fn the_two_halves_mirror(x in -6.0f64..6.0, df in 0.5f64..50.0) {
            prop_assert!((normal_cdf(x) + normal_cdf(-x) - 1.0).abs() < 1e-15);
            prop_assert!((t_cdf(x, df) + t_cdf(-x, df) - 1.0).abs() < 1e-13);
        }
    }
}
