//! Since when: the last change of a failure rate in a sequence of runs.
//!
//! Two segments with a rate each are compared with one common rate by their marginal
//! likelihoods under a Beta(0.3, 0.5) prior (the prior that LUCI Analysis publishes for its
//! change points); the best split is taken when it is much likelier than none, and the
//! part after it is looked at again.

use stats::special::ln_gamma;

/// The prior of a failure rate.
const ALPHA: f64 = 0.3;
const BETA: f64 = 0.5;
/// How much likelier, as a logarithm, with all places for a split considered: 20 to 1.
const EVIDENCE: f64 = 3.0;
/// The mass of the range in which the change lies.
const MASS: f64 = 0.99;

/// A change of rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Index of the first outcome after it.
    pub at: usize,
    /// The earliest and the latest place, with 99 % between them.
    pub earliest: usize,
    /// See `earliest`.
    pub latest: usize,
}

fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

/// The logarithm of the marginal likelihood of `k` failures in `n` runs.
fn evidence(k: u64, n: u64) -> f64 {
    ln_beta(k as f64 + ALPHA, (n - k) as f64 + BETA) - ln_beta(ALPHA, BETA)
}

/// The last change in the outcomes (`true` is a failure), if there is one.
pub fn last_change(failed: &[bool]) -> Option<Change> {
    let mut sums = Vec::with_capacity(failed.len() + 1);
    sums.push(0u64);
    for &f in failed {
        sums.push(sums[sums.len() - 1] + u64::from(f));
    }
    let mut from = 0;
    let mut found = None;
    while let Some(change) = best(&sums, from, failed.len()) {
        found = Some(change);
        from = change.at;
    }
    found
}

fn best(sums: &[u64], from: usize, to: usize) -> Option<Change> {
    let n = to - from;
    if n < 2 {
        return None;
    }
    let k = |a: usize, b: usize| sums[b] - sums[a];
    let all = evidence(k(from, to), n as u64);
    let gains: Vec<f64> = (from + 1..to)
        .map(|at| evidence(k(from, at), (at - from) as u64) + evidence(k(at, to), (to - at) as u64) - all)
        .collect();
    let (index, &gain) = gains.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)))?;
    if gain - (n as f64).ln() < EVIDENCE {
        return None;
    }
    let weights: Vec<f64> = gains.iter().map(|g| (g - gain).exp()).collect();
    let total: f64 = weights.iter().sum();
    let tail = (1.0 - MASS) / 2.0 * total;
    let edge = |weights: &mut dyn Iterator<Item = f64>| {
        let mut sum = 0.0;
        weights
            .take_while(|w| {
                sum += w;
                sum < tail
            })
            .count()
    };
    let low = edge(&mut weights.iter().copied());
    let high = weights.len() - 1 - edge(&mut weights.iter().rev().copied());
    Some(Change {
        at: from + 1 + index,
        earliest: from + 1 + low.min(index),
        latest: from + 1 + high.max(index),
    })
}

#[cfg(test)]
mod tests {
    use super::last_change;

    fn series(parts: &[(usize, bool)]) -> Vec<bool> {
        parts.iter().flat_map(|&(n, f)| std::iter::repeat_n(f, n)).collect()
    }

    #[test]
    fn a_break_is_found_where_it_is() {
        let change = last_change(&series(&[(50, false), (6, true)])).expect("a change");
        assert_eq!(change.at, 50);
        assert!(change.earliest <= 50 && change.latest >= 50);
    }

    #[test]
    fn the_last_of_several_is_given() {
        let change =
            last_change(&series(&[(40, false), (20, true), (40, false), (15, true)])).expect("a change");
        assert_eq!(change.at, 100);
    }

    #[test]
    fn noise_is_no_change() {
        let mixed: Vec<bool> = (0..200).map(|i| i % 7 == 3).collect();
        assert_eq!(last_change(&mixed), None);
        assert_eq!(last_change(&series(&[(30, false)])), None);
        assert_eq!(last_change(&series(&[(3, false), (1, true)])), None);
        assert_eq!(last_change(&[]), None);
    }
}
