//! Many tests at once: adjusted p-values that keep the false discovery rate.
//!
//! With 200 metrics and no change at all, ten have p below 0.05; the adjusted values say
//! how many of those called changed would be called so by chance.

/// What is assumed of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dependence {
    /// Independent or positively dependent: Benjamini and Hochberg, 1995.
    Positive,
    /// Any dependence: Benjamini and Yekutieli, 2001; larger by the harmonic number.
    Any,
}

/// The q-value of each p-value, in the order given: the smallest false discovery rate at
/// which that test would be called a discovery. A p that is not a number (no test could be
/// made) takes no part and gets NaN back.
pub fn adjust(p: &[f64], dependence: Dependence) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).filter(|&i| !p[i].is_nan()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let m = order.len();
    let factor = match dependence {
        Dependence::Positive => 1.0,
        Dependence::Any => (1..=m).rev().map(|i| 1.0 / i as f64).sum(),
    };
    let mut q = vec![f64::NAN; p.len()];
    let mut smallest = 1.0f64;
    for (rank, &i) in order.iter().enumerate().rev() {
        // The ratio is at least 1, so that q is never below p, not even by rounding.
        smallest = smallest.min(p[i] * (factor * (m as f64 / (rank + 1) as f64)));
        q[i] = smallest;
    }
    q
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_test_that_was_not_made_does_not_count() {
        let q = adjust(&[0.01, f64::NAN, 0.04], Dependence::Positive);
        assert!((q[0] - 0.02).abs() < 1e-15 && (q[2] - 0.04).abs() < 1e-15);
        assert!(q[1].is_nan());
        assert!(adjust(&[], Dependence::Any).is_empty());
    }

    proptest! {
        #[test]
        fn q_is_never_below_p_keeps_the_order_and_yekutieli_is_the_larger(
            p in prop::collection::vec(0.0f64..=1.0, 1..50)
        ) {
            let bh = adjust(&p, Dependence::Positive);
            let by = adjust(&p, Dependence::Any);
            for i in 0..p.len() {
                prop_assert!(bh[i] >= p[i] && bh[i] <= 1.0 && by[i] >= bh[i]);
                for j in 0..p.len() {
                    prop_assert!(p[i] > p[j] || bh[i] <= bh[j]);
                }
            }
        }
    }
}
