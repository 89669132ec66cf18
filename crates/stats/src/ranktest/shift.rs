//! The Hodges-Lehmann shift, with the interval that inverts the rank test.

use super::{EXACT_PAIRS, EXACT_PRODUCT, gaussian_binomial, sign_shares};
use crate::robust::midpoint;

/// A shift with its interval, in the unit of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// The Hodges-Lehmann estimate.
    pub estimate: f64,
    /// The lower end; `None` where the samples are too small for one at this level.
    pub low: Option<f64>,
    /// The upper end; `None` likewise.
    pub high: Option<f64>,
}

/// Up to this many differences (or means of two) are written out and sorted; of more, those
/// that are asked for are found by bisection, in memory that does not grow.
const LISTED: u128 = 1 << 20;

/// A double's place in the order of all doubles, and back.
fn place(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

fn at_place(place: u64) -> f64 {
    f64::from_bits(if place >> 63 == 1 { place ^ 1 << 63 } else { !place })
}

/// The smallest value that at least `k` of the things counted do not exceed; `count` never
/// falls as its argument grows.
fn kth(k: u128, count: impl Fn(f64) -> u128) -> f64 {
    let (mut low, mut high) = (place(f64::NEG_INFINITY), place(f64::INFINITY));
    while low < high {
        let middle = low + (high - low) / 2;
        if count(at_place(middle)) >= k { high = middle } else { low = middle + 1 }
    }
    at_place(low)
}

/// The median and the c-th from both ends of `n` things that can be counted.
fn shift_by_count(n: u128, c: usize, count: impl Fn(f64) -> u128) -> Shift {
    let inside = c >= 1 && 2 * c as u128 <= n;
    Shift {
        estimate: midpoint(kth(n.div_ceil(2), &count), kth(n / 2 + 1, &count)),
        low: inside.then(|| kth(c as u128, &count)),
        high: inside.then(|| kth(n + 1 - c as u128, &count)),
    }
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_unstable_by(f64::total_cmp);
    values
}

/// How far the second sample lies above the first: the median of all differences, with an
/// interval each end of which is missed with probability at most `tail`, from the
/// distribution of U without ties (conservative where there are ties).
pub fn hodges_lehmann(first: &[f64], second: &[f64], tail: f64) -> Option<Shift> {
    let c = critical_u(first.len(), second.len(), tail);
    let pairs = first.len() as u128 * second.len() as u128;
    if pairs > LISTED {
        let (x, y) = (sorted(first), sorted(second));
        // As x rises, ever more of y are within reach.
        let count = |d: f64| {
            let mut upto = 0;
            let reach = |x: &f64| {
                upto += y[upto..].iter().take_while(|y| *y - x <= d).count();
                upto as u128
            };
            x.iter().map(reach).sum()
        };
        return Some(shift_by_count(pairs, c, count));
    }
    let mut differences = Vec::with_capacity(first.len() * second.len());
    for x in first {
        differences.extend(second.iter().map(|y| y - x));
    }
    shift_of(differences, c)
}

/// The largest c for which P(U <= c - 1) <= tail; 0: there is none.
fn critical_u(n: usize, m: usize, tail: f64) -> usize {
    if n == 0 || m == 0 {
        return 0;
    }
    if n.saturating_mul(m) <= EXACT_PRODUCT {
        return critical(&gaussian_binomial(n, m), tail);
    }
    let (n, m) = (n as f64, m as f64);
    let sd = (n * m * (n + m + 1.0) / 12.0).sqrt();
    critical_normal(n * m / 2.0, sd, tail)
}

fn critical(counts: &[i128], tail: f64) -> usize {
    let total = counts.iter().sum::<i128>() as f64;
    let mut sum = 0i128;
    for (c, &count) in counts.iter().enumerate() {
        sum += count;
        if sum as f64 / total > tail {
            return c;
        }
    }
    counts.len()
}

fn critical_normal(mean: f64, sd: f64, tail: f64) -> usize {
    let z = crate::distribution::normal_quantile(tail);
    (mean + z * sd).floor().max(0.0) as usize
}

/// The median of all differences and the c-th from both ends.
fn shift_of(mut all: Vec<f64>, c: usize) -> Option<Shift> {
    let n = all.len();
    if n == 0 {
        return None;
    }
    all.sort_unstable_by(f64::total_cmp);
    let estimate = midpoint(all[(n - 1) / 2], all[n / 2]);
    let inside = c >= 1 && 2 * c <= n;
    Some(Shift { estimate, low: inside.then(|| all[c - 1]), high: inside.then(|| all[n - c]) })
}

/// The Hodges-Lehmann shift of paired differences: the median of all means of two of them
/// (Walsh averages), with an interval each end of which is missed with probability at most
/// `tail`.
pub fn paired_shift(differences: &[f64], tail: f64) -> Option<Shift> {
    let n = differences.len();
    let c = if n <= EXACT_PAIRS {
        let ranks: Vec<u64> = (1..=n as u64).collect();
        let (mut sum, mut c) = (0.0, 0);
        for share in sign_shares(&ranks) {
            sum += share;
            if sum > tail {
                break;
            }
            c += 1;
        }
        c
    } else {
        let n = n as f64;
        let sd = (n * (n + 1.0) * (2.0 * n + 1.0) / 24.0).sqrt();
        critical_normal(n * (n + 1.0) / 4.0, sd, tail)
    };
    let means = n as u128 * (n as u128 + 1) / 2;
    if means > LISTED {
        let d = sorted(differences);
        // For the i-th from below, those from the i-th on whose mean with it is within
        // reach end ever earlier.
        let count = |limit: f64| {
            let mut end = d.len();
            let reach = |i: usize| {
                while end > i && midpoint(d[i], d[end - 1]) > limit {
                    end -= 1;
                }
                (end - i.min(end)) as u128
            };
            (0..d.len()).map(reach).sum()
        };
        return Some(shift_by_count(means, c, count));
    }
    let mut walsh = Vec::with_capacity(n * (n + 1) / 2);
    for (i, a) in differences.iter().enumerate() {
        walsh.extend(differences[i..].iter().map(|b| midpoint(*a, *b)));
    }
    shift_of(walsh, c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hodges_lehmann_of_a_pure_shift_is_the_shift() {
        let x = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0];
        let y: Vec<f64> = x.iter().map(|v| v + 3.0).collect();
        let s = hodges_lehmann(&x, &y, 0.05).expect("shift");
        assert_eq!(s.estimate, 3.0);
        assert!(s.low.expect("low") <= 3.0 && s.high.expect("high") >= 3.0);
        // Two against two cannot give an end that is missed with 5 % only.
        assert_eq!(hodges_lehmann(&x[..2], &y[..2], 0.05).expect("shift").low, None);
        // Three against three just can: 1 / 20.
        assert!(hodges_lehmann(&x[..3], &y[..3], 0.05).expect("shift").low.is_some());
    }

    #[test]
    fn large_samples_do_not_list_all_pairs() {
        let mut random = crate::bootstrap::Random::new(9);
        let mut draw =
            |n: usize, level: f64| -> Vec<f64> { (0..n).map(|_| level + random.normal()).collect() };
        let (x, y) = (draw(1100, 0.0), draw(1000, 0.3));
        let few = hodges_lehmann(&x[..1000], &y[..1000], 0.05).expect("listed");
        let many = hodges_lehmann(&x, &y, 0.05).expect("counted");
        assert!((few.estimate - many.estimate).abs() < 0.05);
        let mut all: Vec<f64> = x.iter().flat_map(|x| y.iter().map(move |y| y - x)).collect();
        all.sort_unstable_by(f64::total_cmp);
        assert_eq!(many.estimate, midpoint(all[all.len() / 2 - 1], all[all.len() / 2]));
        let d = draw(1500, 0.1);
        let counted = paired_shift(&d, 0.05).expect("counted");
        let mut walsh = Vec::new();
        for (i, a) in d.iter().enumerate() {
            walsh.extend(d[i..].iter().map(|b| midpoint(*a, *b)));
        }
        walsh.sort_unstable_by(f64::total_cmp);
        let n = walsh.len();
        assert_eq!(counted.estimate, midpoint(walsh[(n - 1) / 2], walsh[n / 2]));
        assert!(counted.low < Some(counted.estimate) && Some(counted.estimate) < counted.high);
    }

    proptest! {
        #[test]
        fn counting_finds_what_sorting_finds(
            a in prop::collection::vec(-30i8..30, 1..25),
            b in prop::collection::vec(-30i8..30, 1..25),
            c in 0usize..40,
        ) {
            let a: Vec<f64> = a.into_iter().map(|v| f64::from(v) / 8.0).collect();
            let b: Vec<f64> = b.into_iter().map(|v| f64::from(v) / 8.0).collect();
            let all: Vec<f64> = a.iter().flat_map(|x| b.iter().map(move |y| y - x)).collect();
            let count = |d: f64| all.iter().filter(|v| **v <= d).count() as u128;
            let want = shift_of(all.clone(), c).expect("some");
            prop_assert_eq!(shift_by_count(all.len() as u128, c, count), want);
        }
    }
}
