//! Whether samples look like what they claim to be: independent measurements.
//!
//! Every doubt is a named finding with the numbers that show it; nothing is dropped and
//! nothing is corrected. The limits are wide: a finding should mean something.

use crate::trend::{blocks, mann_kendall};

/// A doubt about a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Finding {
    /// Fewer than three values (no spread worth a name), or fewer than five (no streak).
    TooFew {
        /// How many there are.
        n: usize,
    },
    /// All values are equal.
    AllEqual,
    /// A value is zero or negative where a duration or size belongs.
    NotPositive {
        /// How many are.
        count: u64,
    },
    /// The clock's step is coarse against the values or their spread.
    QuantisedClock {
        /// The greatest step that all values are multiples of.
        step: f64,
        /// The step as a share of the median.
        step_ratio: f64,
    },
    /// Values rise or fall through the run: warm-up, throttling, a leak.
    Trend {
        /// From the first block to the last, as a share of the median.
        change_ratio: f64,
        /// Mann-Kendall's p.
        p: f64,
    },
    /// Neighbours resemble each other, so that there are fewer independent values.
    Autocorrelated {
        /// The lag-1 autocorrelation.
        lag1: f64,
        /// n (1 - r) / (1 + r).
        effective_n: f64,
    },
    /// Two heaps with a gap: two populations under one name.
    Bimodal {
        /// The mean of the lower heap.
        low: f64,
        /// The mean of the upper heap.
        high: f64,
        /// The share of values in the upper heap.
        high_share: f64,
    },
    /// More than one in twenty values is an outlier.
    Contaminated {
        /// The share that is.
        share: f64,
    },
}

impl Finding {
    /// The stable code that is written.
    pub fn code(&self) -> &'static str {
        match self {
            Finding::TooFew { .. } => "too-few-samples",
            Finding::AllEqual => "all-equal",
            Finding::NotPositive { .. } => "not-positive",
            Finding::QuantisedClock { .. } => "quantised-clock",
            Finding::Trend { .. } => "trend-within-run",
            Finding::Autocorrelated { .. } => "autocorrelated",
            Finding::Bimodal { .. } => "bimodal",
            Finding::Contaminated { .. } => "contaminated",
        }
    }
}

/// The greatest common step of exact decimals: feed it mantissas at one scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lattice(u128);

impl Lattice {
    /// Takes one more mantissa in.
    #[inline]
    pub fn add(&mut self, mantissa: i128) {
        // Once 1, always 1: the common case costs one comparison.
        if self.0 != 1 {
            self.0 = gcd(self.0, mantissa.unsigned_abs());
        }
    }

    /// The step in units of the scale; 0 when all values are zero or there are none.
    pub fn step(self) -> u128 {
        self.0
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// A coarse clock: the step is over 2 % of the median (a 5 % rule cannot be judged), or
/// not smaller than the standard deviation of values that do differ.
pub fn quantised(step: f64, median: f64, sd: f64) -> Option<Finding> {
    if step <= 0.0 || median <= 0.0 || sd <= 0.0 || step.is_nan() {
        return None;
    }
    let step_ratio = step / median;
    (step_ratio > 0.02 || step >= sd).then_some(Finding::QuantisedClock { step, step_ratio })
}

/// Series longer than this are thinned to block medians before trend and modes are looked
/// for.
const POINTS: usize = 1000;

/// A trend through the run: p below 0.001 over at least ten values, and a change over 2 %
/// of the median between the first and the last fifth.
pub fn trend(values: &[f64], median: f64) -> Option<Finding> {
    if values.len() < 10 || median <= 0.0 {
        return None;
    }
    let (points, _) = blocks(values, POINTS);
    let p = mann_kendall(&points)?.p;
    let fifth = points.len() / 5;
    let first = crate::robust::median(&points[..fifth])?;
    let last = crate::robust::median(&points[points.len() - fifth..])?;
    let change_ratio = (last - first) / median;
    (p < 0.001 && change_ratio.abs() > 0.02).then_some(Finding::Trend { change_ratio, p })
}

/// Positive autocorrelation that matters: above 0.3 and above twice its standard error.
pub fn autocorrelated(lag1: f64, n: usize) -> Option<Finding> {
    if n < 10 || lag1.is_nan() {
        return None;
    }
    let effective_n = n as f64 * (1.0 - lag1) / (1.0 + lag1);
    (lag1 > 0.3 && lag1 > 2.0 / (n as f64).sqrt()).then_some(Finding::Autocorrelated { lag1, effective_n })
}

/// Two heaps: the best split into two (least squares) explains nine tenths of the variance
/// (a normal population gives 0.64, a uniform one 0.75; fewer than twenty values must show
/// 94 %, so that one honest sample in two thousand is suspected), each side holds at least three
/// values and 15 % of all, the sides' means lie over 5 % of the lower one apart, and no
/// value lies in the middle third between them.
pub fn bimodal(values: &[f64]) -> Option<Finding> {
    if values.len() < 12 {
        return None;
    }
    let wanted = if values.len() < 20 { 0.94 } else { 0.9 };
    let step = values.len().div_ceil(POINTS);
    let mut sorted: Vec<f64> = values.iter().step_by(step).copied().collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = sorted.len();
    // Sums of deviations from the middle value keep their digits.
    let origin = sorted[n / 2];
    let total: f64 = sorted.iter().map(|x| x - origin).sum();
    let squares: f64 = sorted.iter().map(|x| (x - origin).powi(2)).sum();
    let variance = squares - total * total / n as f64;
    let (mut sum, mut best) = (0.0, (0.0, 0));
    for (i, x) in sorted[..n - 1].iter().enumerate() {
        sum += x - origin;
        let (k, rest) = ((i + 1) as f64, (n - i - 1) as f64);
        let between = (sum / k - (total - sum) / rest).powi(2) * k * rest / n as f64;
        if between > best.0 {
            best = (between, i + 1);
        }
    }
    let (between, split) = best;
    let least = (n * 15).div_ceil(100).max(3);
    if variance <= 0.0 || between < wanted * variance || split < least || n - split < least {
        return None;
    }
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    let (low, high) = (mean(&sorted[..split]), mean(&sorted[split..]));
    let third = (high - low) / 3.0;
    let apart = sorted[split - 1] < low + third && sorted[split] > high - third;
    (apart && high - low > 0.05 * low.abs()).then_some(Finding::Bimodal {
        low,
        high,
        high_share: (n - split) as f64 / n as f64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bootstrap::Random;

    fn normal(n: usize, sd: f64, seed: u64) -> Vec<f64> {
        let mut random = Random::new(seed);
        (0..n).map(|_| 100.0 * (1.0 + sd * random.normal())).collect()
    }

    #[test]
    fn honest_noise_has_no_findings() {
        let mut flagged = 0;
        for seed in 0..300 {
            for n in [10, 30, 200] {
                let values = normal(n, 0.05, seed);
                flagged += u32::from(trend(&values, 100.0).is_some());
                flagged += u32::from(bimodal(&values).is_some());
            }
        }
        assert!(flagged <= 3, "{flagged} of 1800");
    }

    #[test]
    fn a_warm_up_is_a_trend() {
        let mut values = normal(30, 0.01, 3);
        for (i, v) in values.iter_mut().enumerate() {
            *v *= 1.0 + 0.3 * (-(i as f64) / 10.0).exp();
        }
        let Some(Finding::Trend { change_ratio, p }) = trend(&values, 105.0) else {
            panic!("no trend found")
        };
        assert!(change_ratio < -0.1 && p < 1e-6);
    }

    #[test]
    fn two_heaps_are_seen_and_one_wild_value_is_not_a_heap() {
        let mut values = normal(20, 0.01, 1);
        values.extend(normal(12, 0.01, 2).iter().map(|v| v * 1.3));
        let Some(Finding::Bimodal { low, high, high_share }) = bimodal(&values) else {
            panic!("no second mode found")
        };
        assert!((low - 100.0).abs() < 1.0 && (high - 130.0).abs() < 1.0);
        assert!((high_share - 0.375).abs() < 1e-12);
        let mut values = normal(20, 0.01, 1);
        values.push(900.0);
        assert_eq!(bimodal(&values), None);
    }

    #[test]
    fn a_coarse_clock_is_seen() {
        let mut lattice = Lattice::default();
        for mantissa in [15, 30, 45, 15, 60] {
            lattice.add(mantissa);
        }
        assert_eq!(lattice.step(), 15);
        assert!(quantised(15.0, 30.0, 20.0).is_some());
        assert!(quantised(0.001, 30.0, 2.0).is_none());
        // Values that jump between two neighbouring ticks only.
        assert!(quantised(1.0, 1000.0, 0.4).is_some());
        // All equal is a finding of its own.
        assert!(quantised(1000.0, 1000.0, 0.0).is_none());
        lattice.add(1);
        lattice.add(15);
        assert_eq!(lattice.step(), 1);
    }

    #[test]
    fn only_strong_autocorrelation_counts() {
        assert_eq!(autocorrelated(-0.9, 50), None);
        assert_eq!(autocorrelated(0.35, 10), None);
        let Some(Finding::Autocorrelated { effective_n, .. }) = autocorrelated(0.5, 60) else {
            panic!("not found")
        };
        assert!((effective_n - 20.0).abs() < 1e-12);
    }
}
