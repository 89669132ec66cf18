//! Spread and outliers that a few wild values cannot move.
//!
//! Everything here labels; nothing removes. The median absolute deviation is scaled to the
//! standard deviation of a normal population and corrected for small samples; where it is
//! zero (half of the values are equal) the mean absolute deviation stands in, and where
//! that is zero too, no value is called an outlier: there is no scale to measure one by.

/// 1 / Φ⁻¹(3/4): the median absolute deviation of a normal population times this is its
/// standard deviation.
pub const MAD_TO_SIGMA: f64 = 1.482_602_218_505_602;

/// sqrt(π/2): the mean absolute deviation of a normal population times this is its
/// standard deviation.
pub const MEAN_AD_TO_SIGMA: f64 = 1.253_314_137_315_500_3;

/// The modified z-score beyond which a value is an outlier (Iglewicz and Hoaglin, 1993).
pub const MODIFIED_Z_LIMIT: f64 = 3.5;

/// Below this many values no modified z-score is given: with four values one of them can
/// always be made to look far away.
pub const OUTLIER_MIN_N: usize = 5;

/// The median, reordering the values; `None` of nothing. Values must not be NaN. The mean
/// of the two middle values for an even count (all quantile definitions 2 and 4-9 agree).
pub fn median_in_place(values: &mut [f64]) -> Option<f64> {
    let n = values.len();
    if n == 0 {
        return None;
    }
    let (below, &mut upper, _) = values.select_nth_unstable_by(n / 2, f64::total_cmp);
    if n % 2 == 1 {
        return Some(upper);
    }
    let lower = below.iter().copied().max_by(f64::total_cmp)?;
    Some(midpoint(lower, upper))
}

/// The median of values that stay as they are.
pub fn median(values: &[f64]) -> Option<f64> {
    median_in_place(&mut values.to_vec())
}

/// Halfway between two values, without overflow near the end of the range.
pub fn midpoint(a: f64, b: f64) -> f64 {
    let sum = a + b;
    if sum.is_finite() { sum / 2.0 } else { a / 2.0 + b / 2.0 }
}

/// The median absolute deviation from `center`, in the unit of the values, unscaled.
pub fn mad(values: &[f64], center: f64) -> Option<f64> {
    let mut deviations: Vec<f64> = values.iter().map(|x| (x - center).abs()).collect();
    median_in_place(&mut deviations)
}

/// The median absolute deviation of `n` values that can be asked for by rank, from 0, in
/// rising order: the same as [`mad`], in O(log n). The deviations to both sides of the
/// center are sorted sequences; their common k-th is found by bisection.
pub fn mad_of_sorted(n: usize, at: impl Fn(usize) -> f64, center: f64) -> Option<f64> {
    if n == 0 {
        return None;
    }
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if at(middle) < center { low = middle + 1 } else { high = middle }
    }
    let split = low;
    let left = |i: usize| (at(split - 1 - i) - center).abs();
    let right = |i: usize| (at(split + i) - center).abs();
    // How many of the `k + 1` smallest deviations are to the left.
    let kth = |k: usize| {
        let (mut low, mut high) = ((k + 1).saturating_sub(n - split), (k + 1).min(split));
        while low < high {
            let i = low + (high - low) / 2;
            if left(i) < right(k - i) { low = i + 1 } else { high = i }
        }
        let from_left = if low > 0 { left(low - 1) } else { 0.0 };
        let from_right = if low <= k { right(k - low) } else { 0.0 };
        from_left.max(from_right)
    };
    Some(midpoint(kth((n - 1) / 2), kth(n / 2)))
}

/// The mean absolute deviation from `center`, in the unit of the values, unscaled.
pub fn mean_ad(values: &[f64], center: f64) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    Some(values.iter().map(|x| (x - center).abs()).sum::<f64>() / values.len() as f64)
}

/// The factor that makes the scaled median absolute deviation of `n` normal values
/// unbiased (Croux and Rousseeuw, 1992); it tends to 1.
pub fn mad_small_sample_factor(n: usize) -> f64 {
    const SMALL: [f64; 10] = [f64::NAN, f64::NAN, 1.196, 1.495, 1.363, 1.206, 1.200, 1.140, 1.129, 1.107];
    match n {
        0 | 1 => f64::NAN,
        2..=9 => SMALL[n],
        _ => n as f64 / (n as f64 - 0.8),
    }
}

/// The estimate of a normal population's standard deviation from its median absolute
/// deviation over `n` values.
pub fn sigma_of_mad(mad: f64, n: usize) -> f64 {
    mad * MAD_TO_SIGMA * mad_small_sample_factor(n)
}

/// Which scale judged the outliers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// The median absolute deviation, with its small-sample factor.
    Mad,
    /// The mean absolute deviation, because the median one is zero.
    MeanAd,
    /// All values are equal: there is no scale.
    Undefined,
    /// Fewer than [`OUTLIER_MIN_N`] values.
    TooFew,
}

/// How outliers are told, given the center and the scale of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ModifiedZ {
    /// The median.
    pub center: f64,
    /// One standard deviation, as the robust scale estimates it; zero when undefined.
    pub sigma: f64,
    /// What the scale was taken from.
    pub scale: Scale,
}

impl ModifiedZ {
    /// Chooses the scale for a sample; `mad` is the unscaled median absolute deviation from
    /// `center`. `mean_ad` is asked for only when `mad` is zero.
    pub fn new(n: usize, center: f64, mad: f64, mean_ad: impl FnOnce() -> f64) -> ModifiedZ {
        if n < OUTLIER_MIN_N {
            return ModifiedZ { center, sigma: 0.0, scale: Scale::TooFew };
        }
        if mad > 0.0 {
            return ModifiedZ { center, sigma: sigma_of_mad(mad, n), scale: Scale::Mad };
        }
        let mean_ad = mean_ad();
        if mean_ad > 0.0 {
            let sigma = mean_ad * MEAN_AD_TO_SIGMA;
            return ModifiedZ { center, sigma, scale: Scale::MeanAd };
        }
        ModifiedZ { center, sigma: 0.0, scale: Scale::Undefined }
    }

    /// For a whole sample.
    pub fn of(values: &[f64]) -> Option<ModifiedZ> {
        let center = median(values)?;
        let mad = mad(values, center)?;
        Some(ModifiedZ::new(values.len(), center, mad, || mean_ad(values, center).unwrap_or(0.0)))
    }

    /// The modified z-score; `None` where there is no scale.
    pub fn score(&self, value: f64) -> Option<f64> {
        match self.scale {
            Scale::Mad | Scale::MeanAd => Some((value - self.center) / self.sigma),
            Scale::Undefined | Scale::TooFew => None,
        }
    }

    /// Whether the value's score is beyond [`MODIFIED_Z_LIMIT`].
    pub fn is_outlier(&self, value: f64) -> bool {
        self.score(value).is_some_and(|z| z.abs() > MODIFIED_Z_LIMIT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn medians_of_few_values() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0]), Some(3.0));
        assert_eq!(median(&[4.0, 1.0]), Some(2.5));
        assert_eq!(median(&[9.0, 1.0, 5.0]), Some(5.0));
        assert_eq!(median(&[f64::MAX, f64::MAX]), Some(f64::MAX));
    }

    #[test]
    fn one_wild_value_is_an_outlier_and_the_rest_are_not() {
        let values = [10.0, 10.1, 9.9, 10.2, 9.8, 10.0, 30.0];
        let z = ModifiedZ::of(&values).expect("seven values");
        assert_eq!(z.scale, Scale::Mad);
        let found: Vec<usize> = (0..values.len()).filter(|&i| z.is_outlier(values[i])).collect();
        assert_eq!(found, [6]);
    }

    #[test]
    fn a_zero_mad_falls_back_to_the_mean_deviation_instead_of_flagging_everything() {
        // Half of the values are equal; a tiny deviation must not become infinitely far.
        let mut values = vec![5.0; 20];
        values.extend([5.001, 4.999, 5.001]);
        let z = ModifiedZ::of(&values).expect("values");
        assert_eq!(z.scale, Scale::MeanAd);
        values.push(50.0);
        let z = ModifiedZ::of(&values).expect("values");
        assert!(z.is_outlier(50.0));
        assert!(!z.is_outlier(5.001));
    }

    #[test]
    fn no_scale_no_outlier() {
        let z = ModifiedZ::of(&[7.0; 9]).expect("values");
        assert_eq!((z.scale, z.score(8.0)), (Scale::Undefined, None));
        let z = ModifiedZ::of(&[1.0, 1.0, 1.0, 900.0]).expect("values");
        assert_eq!((z.scale, z.is_outlier(900.0)), (Scale::TooFew, false));
    }

    #[test]
    fn the_small_sample_factor_tends_to_one() {
        assert!(mad_small_sample_factor(10_000) < 1.000_1);
        assert!(mad_small_sample_factor(9) > mad_small_sample_factor(10));
    }

    proptest! {
        #[test]
        fn the_median_splits_the_sample_in_two(values in prop::collection::vec(-1e6f64..1e6, 1..60)) {
            let m = median(&values).expect("not empty");
            let below = values.iter().filter(|&&x| x < m).count();
            let above = values.iter().filter(|&&x| x > m).count();
            prop_assert!(below * 2 <= values.len() && above * 2 <= values.len());
        }

        #[test]
        fn both_ways_to_the_mad_agree(
            values in prop::collection::vec(-50i32..50, 1..60),
            center in -60i32..60,
        ) {
            let mut values: Vec<f64> = values.into_iter().map(|v| f64::from(v) / 4.0).collect();
            values.sort_unstable_by(f64::total_cmp);
            for center in [f64::from(center) / 4.0, median(&values).expect("some")] {
                prop_assert_eq!(mad_of_sorted(values.len(), |i| values[i], center), mad(&values, center));
            }
        }

        #[test]
        fn shifting_and_scaling_moves_no_label(
            values in prop::collection::vec(1i32..1000, 5..40),
            shift in 0i32..1000,
            power in 0i32..6,
        ) {
            // Powers of two and small integers keep the arithmetic exact.
            let scale = f64::from(1 << power);
            let a: Vec<f64> = values.iter().map(|&v| f64::from(v)).collect();
            let b: Vec<f64> = values.iter().map(|&v| f64::from(v + shift) * scale).collect();
            let (za, zb) = (ModifiedZ::of(&a).expect("some"), ModifiedZ::of(&b).expect("some"));
            prop_assert_eq!(za.scale, zb.scale);
            for (x, y) in a.iter().zip(&b) {
                match (za.score(*x), zb.score(*y)) {
                    (Some(p), Some(q)) => prop_assert!((p - q).abs() <= 1e-9 * p.abs().max(1.0)),
                    (p, q) => prop_assert_eq!(p, q),
                }
            }
        }
    }
}
