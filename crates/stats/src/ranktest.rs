//! Rank tests: exact while the samples are small, with ties counted as they are.
//!
//! Mann-Whitney for two independent samples, Wilcoxon's signed ranks for pairs, and the
//! Hodges-Lehmann shift with the interval that inverts each test. Small samples get the
//! exact null distribution: without ties from the Gaussian binomial coefficients in
//! integers, with ties by counting every split of the pooled ranks (Streitberg and Röhmel's
//! shift algorithm, 1986). Larger ones get the normal approximation with the correction
//! for ties and continuity.

mod shift;

use crate::distribution::normal_cdf;

pub use shift::{Shift, hodges_lehmann, paired_shift};

/// Two samples with at most this product of sizes are tested exactly.
pub const EXACT_PRODUCT: usize = 2500;

/// Up to this many pairs that differ are tested exactly.
pub const EXACT_PAIRS: usize = 100;

/// A test's outcome. `U` counts the pairs in which the second sample is the larger, ties
/// half.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankTest {
    /// The statistic: U, or the sum of the positive signed ranks.
    pub statistic: f64,
    /// P(statistic <= observed) under no difference.
    pub p_less: f64,
    /// P(statistic >= observed) under no difference.
    pub p_greater: f64,
    /// Twice the smaller tail, at most 1.
    pub p: f64,
    /// Whether the null distribution was exact.
    pub exact: bool,
}

impl RankTest {
    fn new(statistic: f64, p_less: f64, p_greater: f64, exact: bool) -> RankTest {
        let (p_less, p_greater) = (p_less.min(1.0), p_greater.min(1.0));
        RankTest { statistic, p_less, p_greater, p: (2.0 * p_less.min(p_greater)).min(1.0), exact }
    }
}

/// Twice the midranks of the pooled values (whole numbers), in the order of the values,
/// and the sum over tie groups of t^3 - t.
fn doubled_ranks(pooled: &[f64]) -> (Vec<u64>, f64) {
    let mut order: Vec<usize> = (0..pooled.len()).collect();
    order.sort_by(|&a, &b| pooled[a].total_cmp(&pooled[b]));
    let mut ranks = vec![0; pooled.len()];
    let (mut start, mut ties) = (0, 0.0);
    while start < order.len() {
        let value = pooled[order[start]];
        let end = start + order[start..].iter().take_while(|&&i| pooled[i] == value).count();
        for &i in &order[start..end] {
            // Ranks start+1 ..= end; twice their mean.
            ranks[i] = (start + 1 + end) as u64;
        }
        let t = (end - start) as f64;
        ties += t * t * t - t;
        start = end;
    }
    (ranks, ties)
}

/// Mann-Whitney's U of two samples; `None` where one of them is empty. Values must not be
/// NaN. Two samples that are all equal give p = 1: no difference, which is not the same as
/// no data.
pub fn mann_whitney(first: &[f64], second: &[f64]) -> Option<RankTest> {
    if first.is_empty() || second.is_empty() {
        return None;
    }
    let (n, m) = (first.len(), second.len());
    let pooled: Vec<f64> = first.iter().chain(second).map(|x| x + 0.0).collect();
    let (ranks, ties) = doubled_ranks(&pooled);
    let sum: u64 = ranks[n..].iter().sum();
    // 2U of the second sample: twice its rank sum less the smallest that it can be.
    let double_u = sum - (m * (m + 1)) as u64;
    let statistic = double_u as f64 / 2.0;
    let small = n.saturating_mul(m) <= EXACT_PRODUCT;
    if small && ties == 0.0 {
        let counts = gaussian_binomial(n, m);
        let (less, greater) = tails_exact(&counts, (double_u / 2) as usize);
        return Some(RankTest::new(statistic, less, greater, true));
    }
    if small {
        let (less, greater) = split_tails(&ranks, m, sum);
        return Some(RankTest::new(statistic, less, greater, true));
    }
    let (n, m) = (n as f64, m as f64);
    let total = n + m;
    let variance = n * m / 12.0 * (total + 1.0 - ties / (total * (total - 1.0)));
    let mean = n * m / 2.0;
    let (less, greater) = normal_tails(statistic, mean, variance);
    Some(RankTest::new(statistic, less, greater, false))
}

/// Both tails of the normal approximation, with the correction for continuity.
fn normal_tails(statistic: f64, mean: f64, variance: f64) -> (f64, f64) {
    if variance <= 0.0 {
        return (1.0, 1.0);
    }
    let sd = variance.sqrt();
    let less = normal_cdf((statistic - mean + 0.5) / sd);
    let greater = normal_cdf(-(statistic - mean - 0.5) / sd);
    (less, greater)
}

/// How many of the splits of n + m distinct values into n and m have U = 0, 1, ... n m:
/// the coefficients of the Gaussian binomial, exactly. The largest sum that is asked for,
/// C(100, 50), is below 2^97.
fn gaussian_binomial(n: usize, m: usize) -> Vec<i128> {
    let (k, other) = (n.min(m), n.max(m));
    let degree = n * m;
    let mut c = vec![0i128; degree + 1];
    c[0] = 1;
    for i in 1..=k {
        // Times 1 - q^(other+i), then divided by 1 - q^i: whole numbers after each round.
        for at in (other + i..=degree).rev() {
            c[at] -= c[at - other - i];
        }
        for at in i..=degree {
            c[at] += c[at - i];
        }
    }
    c
}

/// P(U <= u) and P(U >= u) from counts.
fn tails_exact(counts: &[i128], u: usize) -> (f64, f64) {
    let total: i128 = counts.iter().sum();
    let below: i128 = counts[..u].iter().sum();
    let less = below + counts[u];
    (less as f64 / total as f64, (total - below) as f64 / total as f64)
}

/// P(sum <= observed) and P(sum >= observed) over all ways to choose `m` of the ranks.
fn split_tails(ranks: &[u64], m: usize, observed: u64) -> (f64, f64) {
    // The smaller side is counted: fewer rows, and its sum decides the other's.
    let total: u64 = ranks.iter().sum();
    let swapped = m * 2 > ranks.len();
    let (m, observed) = if swapped { (ranks.len() - m, total - observed) } else { (m, observed) };
    let mut sorted = ranks.to_vec();
    sorted.sort_unstable();
    // All ranks less the smallest, divided by what they have in common: a shorter table.
    let base = sorted[0];
    let step = sorted.iter().fold(0, |g, &r| gcd(g, r - base)).max(1);
    let mut scaled: Vec<usize> = sorted.iter().map(|&r| ((r - base) / step) as usize).collect();
    let mut target = ((observed - base * m as u64) / step) as usize;
    // From the nearer end: ranks counted from the top turn the upper tail into a lower one.
    let most: usize = scaled[scaled.len() - m..].iter().sum();
    let least: usize = scaled[..m].iter().sum();
    let upper = target - least > most - target;
    if upper {
        let top = scaled[scaled.len() - 1];
        scaled.iter_mut().for_each(|r| *r = top - *r);
        scaled.reverse();
        target = top * m - target;
    }
    // rows[k][s]: ways to choose k of the ranks seen so far with sum s, up to the target.
    // Counts of up to C(2500, 2) or C(100, 50) only grow, so that the relative error of a
    // float stays below the number of additions times its epsilon.
    let width = target + 1;
    let mut rows = vec![0.0f64; (m + 1) * width];
    rows[0] = 1.0;
    // Sums of k ranks lie between those of the k smallest and of the k last ones seen, and
    // what the ranks still to come must add at least keeps them well below the target.
    let sums = |ranks: &[usize]| -> Vec<usize> {
        let next = |sum: &mut usize, r: &usize| {
            *sum += r;
            Some(*sum)
        };
        std::iter::once(0).chain(ranks.iter().scan(0, next)).collect()
    };
    let smallest = sums(&scaled);
    for (seen, &rank) in scaled.iter().enumerate() {
        if rank > target {
            break;
        }
        for k in (1..=m.min(seen + 1)).rev() {
            let (lower, own) = rows.split_at_mut(k * width);
            let from = &lower[(k - 1) * width..];
            let low = smallest[k - 1];
            // The k - 1 largest of those seen; and room for m - k more, each at least `rank`.
            let largest = smallest[seen] - smallest[seen + 1 - k];
            let room = target.saturating_sub(rank * (m + 1 - k));
            let high = largest.min(room);
            if low <= high {
                for (t, f) in own[low + rank..=high + rank].iter_mut().zip(&from[low..=high]) {
                    *t += f;
                }
            }
        }
    }
    let counts = &rows[m * width..];
    let n = ranks.len();
    let all: f64 = (1..=m).map(|i| (n - m + i) as f64 / i as f64).product();
    let near = counts.iter().sum::<f64>() / all;
    let far = 1.0 - counts[..target].iter().sum::<f64>() / all;
    if upper == swapped { (near, far) } else { (far, near) }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Cliff's delta: P(second > first) - P(second < first), from U.
pub fn cliffs_delta(u: f64, n: usize, m: usize) -> f64 {
    2.0 * u / (n as f64 * m as f64) - 1.0
}

/// Wilcoxon's signed rank test of paired differences. Pairs without a difference take no
/// part (Wilcoxon's own rule); when no pair differs, p is 1. `None` for no pairs.
pub fn signed_rank(differences: &[f64]) -> Option<RankTest> {
    if differences.is_empty() {
        return None;
    }
    let moved: Vec<f64> = differences.iter().copied().filter(|&d| d != 0.0).collect();
    if moved.is_empty() {
        return Some(RankTest::new(0.0, 1.0, 1.0, true));
    }
    let sizes: Vec<f64> = moved.iter().map(|d| d.abs()).collect();
    let (ranks, ties) = doubled_ranks(&sizes);
    let positive: u64 = ranks.iter().zip(&moved).filter(|(_, d)| **d > 0.0).map(|(r, _)| r).sum();
    let statistic = positive as f64 / 2.0;
    let n = moved.len();
    if n <= EXACT_PAIRS {
        let (less, greater) = sign_tails(&ranks, positive as usize);
        return Some(RankTest::new(statistic, less, greater, true));
    }
    let n = n as f64;
    let mean = n * (n + 1.0) / 4.0;
    let variance = n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - ties / 48.0;
    let (less, greater) = normal_tails(statistic, mean, variance);
    Some(RankTest::new(statistic, less, greater, false))
}

/// Shares of all sign patterns with a positive rank sum up to, and from, the observed one.
fn sign_tails(ranks: &[u64], observed: usize) -> (f64, f64) {
    let shares = sign_shares(ranks);
    (shares[..=observed].iter().sum(), shares[observed..].iter().sum())
}

/// The distribution of the sum of the ranks whose coin shows heads.
fn sign_shares(ranks: &[u64]) -> Vec<f64> {
    let total = ranks.iter().sum::<u64>() as usize;
    let mut shares = vec![0.0f64; total + 1];
    shares[0] = 1.0;
    let mut reach = 0;
    for &rank in ranks {
        let rank = rank as usize;
        reach += rank;
        for at in (0..=reach).rev() {
            let taken = if at >= rank { shares[at - rank] } else { 0.0 };
            shares[at] = (shares[at] + taken) / 2.0;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every split of the pooled values, by brute force.
    fn brute(first: &[f64], second: &[f64]) -> (f64, f64) {
        let pooled: Vec<f64> = first.iter().chain(second).copied().collect();
        let u = |mask: u32| -> i64 {
            let (mut a, mut b) = (Vec::new(), Vec::new());
            for (i, v) in pooled.iter().enumerate() {
                if mask >> i & 1 == 1 { b.push(*v) } else { a.push(*v) }
            }
            let twice = |x: f64, y: f64| match y.total_cmp(&x) {
                std::cmp::Ordering::Greater => 2,
                std::cmp::Ordering::Equal => 1,
                std::cmp::Ordering::Less => 0,
            };
            a.iter().flat_map(|&x| b.iter().map(move |&y| twice(x, y))).sum()
        };
        let own = u(((1 << second.len()) - 1) << first.len());
        let (mut all, mut less, mut greater) = (0.0, 0.0, 0.0);
        for mask in 0u32..1 << pooled.len() {
            if mask.count_ones() as usize == second.len() {
                let v = u(mask);
                all += 1.0;
                less += f64::from(u8::from(v <= own));
                greater += f64::from(u8::from(v >= own));
            }
        }
        (less / all, greater / all)
    }

    #[test]
    fn the_smallest_possible_p() {
        let t = mann_whitney(&[1.0, 2.0, 3.0, 4.0], &[5.0, 6.0, 7.0, 8.0]).expect("test");
        assert_eq!((t.statistic, t.exact), (16.0, true));
        assert!((t.p - 2.0 / 70.0).abs() < 1e-15);
    }

    #[test]
    fn all_equal_is_no_difference_and_nothing_is_no_test() {
        let t = mann_whitney(&[5.0; 4], &[5.0; 6]).expect("test");
        assert_eq!((t.p, t.statistic), (1.0, 12.0));
        assert_eq!(mann_whitney(&[], &[1.0]), None);
        // All equal on each side, but not to one another: as clear as can be.
        let t = mann_whitney(&[100.0; 5], &[79.0; 5]).expect("test");
        assert!((t.p - 2.0 / 252.0).abs() < 1e-15);
    }

    #[test]
    fn pairs() {
        let t = signed_rank(&[1.0, 2.0, 3.0, 4.0, 5.0]).expect("test");
        assert_eq!(t.statistic, 15.0);
        assert!((t.p - 2.0 / 32.0).abs() < 1e-15);
        assert_eq!(signed_rank(&[0.0, 0.0]).expect("test").p, 1.0);
        assert_eq!(signed_rank(&[]), None);
        let s = paired_shift(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.05).expect("shift");
        assert_eq!((s.estimate, s.low, s.high), (3.0, Some(1.0), Some(5.0)));
        assert_eq!(paired_shift(&[1.0, 2.0], 0.05).expect("shift").low, None);
    }

    proptest! {
        #[test]
        fn exact_tails_equal_brute_force(
            a in prop::collection::vec(0u8..6, 1..6),
            b in prop::collection::vec(0u8..6, 1..6),
        ) {
            let a: Vec<f64> = a.into_iter().map(f64::from).collect();
            let b: Vec<f64> = b.into_iter().map(f64::from).collect();
            let t = mann_whitney(&a, &b).expect("test");
            let (less, greater) = brute(&a, &b);
            prop_assert!((t.p_less - less).abs() < 1e-12, "{} {}", t.p_less, less);
            prop_assert!((t.p_greater - greater).abs() < 1e-12);
        }

        #[test]
        fn swapping_the_samples_swaps_the_tails(
            a in prop::collection::vec(0u8..20, 1..30),
            b in prop::collection::vec(0u8..20, 1..90),
        ) {
            let a: Vec<f64> = a.into_iter().map(f64::from).collect();
            let b: Vec<f64> = b.into_iter().map(f64::from).collect();
            let (t, s) = (mann_whitney(&a, &b).expect("t"), mann_whitney(&b, &a).expect("s"));
            prop_assert!((t.p_less - s.p_greater).abs() < 1e-12);
            prop_assert!((t.statistic + s.statistic - (a.len() * b.len()) as f64).abs() < 1e-9);
        }

        #[test]
        fn sign_patterns_equal_brute_force(d in prop::collection::vec(-4i8..5, 1..11)) {
            let d: Vec<f64> = d.into_iter().map(f64::from).collect();
            let t = signed_rank(&d).expect("test");
            let moved: Vec<f64> = d.iter().copied().filter(|&x| x != 0.0).collect();
            let sizes: Vec<f64> = moved.iter().map(|x| x.abs()).collect();
            let (ranks, _) = doubled_ranks(&sizes);
            let own: u64 = ranks.iter().zip(&moved).filter(|(_, x)| **x > 0.0).map(|(r, _)| r).sum();
            let (mut less, mut greater, all) = (0u32, 0u32, 1u32 << moved.len());
            for mask in 0..all {
                let sum: u64 = (0..moved.len()).filter(|i| mask >> i & 1 == 1).map(|i| ranks[i]).sum();
                less += u32::from(sum <= own);
                greater += u32::from(sum >= own);
            }
            prop_assert!((t.p_less - f64::from(less) / f64::from(all)).abs() < 1e-12);
            prop_assert!((t.p_greater - f64::from(greater) / f64::from(all)).abs() < 1e-12);
        }
    }
}
