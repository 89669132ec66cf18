//! Trends: Mann-Kendall's test and the Theil-Sen line.

use crate::distribution::normal_cdf;
use crate::robust::median_in_place;

/// The Theil-Sen line is taken over at most this many points; longer series are reduced to
/// the medians of as many equal blocks first, since all pairs are looked at.
pub const THEIL_SEN_POINTS: usize = 400;

/// Mann-Kendall's test for a monotone trend.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannKendall {
    /// Pairs in which the later value is larger, less those in which it is smaller.
    pub s: i64,
    /// Kendall's tau-a: `s` as a share of all pairs.
    pub tau: f64,
    /// Two-sided p from the normal approximation, corrected for ties and continuity.
    pub p: f64,
}

/// Tests a series for a monotone trend, in O(n log n). `None` for fewer than three values.
pub fn mann_kendall(values: &[f64]) -> Option<MannKendall> {
    let n = values.len();
    if n < 3 {
        return None;
    }
    let mut order: Vec<f64> = values.to_vec();
    let mut buffer = vec![0.0; n];
    let discordant = inversions(&mut order, &mut buffer);
    let (mut tied_pairs, mut tie_term) = (0u64, 0.0);
    for group in order.chunk_by(|a, b| a == b) {
        let t = group.len() as u64;
        tied_pairs += t * (t - 1) / 2;
        let t = t as f64;
        tie_term += t * (t - 1.0) * (2.0 * t + 5.0);
    }
    let pairs = n as u64 * (n as u64 - 1) / 2;
    let s = pairs as i64 - tied_pairs as i64 - 2 * discordant as i64;
    let m = n as f64;
    let variance = (m * (m - 1.0) * (2.0 * m + 5.0) - tie_term) / 18.0;
    let corrected = (s.unsigned_abs() as f64 - 1.0).max(0.0);
    let p = if variance > 0.0 { (2.0 * normal_cdf(-corrected / variance.sqrt())).min(1.0) } else { 1.0 };
    Some(MannKendall { s, tau: s as f64 / pairs as f64, p })
}

/// Sorts and counts the pairs that stood in falling order.
fn inversions(values: &mut [f64], buffer: &mut [f64]) -> u64 {
    let n = values.len();
    if n < 2 {
        return 0;
    }
    let half = n / 2;
    let mut count = {
        let (left, right) = values.split_at_mut(half);
        let (a, b) = buffer.split_at_mut(half);
        inversions(left, a) + inversions(right, b)
    };
    let (left, right) = values.split_at(half);
    let (mut i, mut j) = (0, 0);
    for slot in &mut buffer[..n] {
        if j == right.len() || (i < left.len() && left[i] <= right[j]) {
            *slot = left[i];
            i += 1;
        } else {
            *slot = right[j];
            count += (left.len() - i) as u64;
            j += 1;
        }
    }
    values.copy_from_slice(&buffer[..n]);
    count
}

/// A straight line through a series whose points are one apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Change per point.
    pub slope: f64,
    /// The value at the first point.
    pub start: f64,
}

impl Line {
    /// The value at a point, counted from 0.
    pub fn at(&self, index: usize) -> f64 {
        self.start + self.slope * index as f64
    }
}

/// The Theil-Sen line: the median of all pairwise slopes, and the median of what is left.
/// `None` for fewer than two values.
pub fn theil_sen(values: &[f64]) -> Option<Line> {
    let (points, step) = blocks(values, THEIL_SEN_POINTS);
    if points.len() < 2 {
        return None;
    }
    let mut slopes = Vec::with_capacity(points.len() * (points.len() - 1) / 2);
    for (i, a) in points.iter().enumerate() {
        slopes.extend(points[i + 1..].iter().enumerate().map(|(k, b)| (b - a) / (k + 1) as f64));
    }
    let slope = median_in_place(&mut slopes)? / step;
    let mut rest: Vec<f64> = values.iter().enumerate().map(|(i, v)| v - slope * i as f64).collect();
    Some(Line { slope, start: median_in_place(&mut rest)? })
}

/// Values of a block that its median is taken from: of a longer one, as many or somewhat
/// more at equal distances.
const LOOKED_AT: usize = 100;

/// At most `limit` points: the series itself, or the medians of equal blocks and their
/// length. Values that do not fill a last block are left out of it.
pub fn blocks(values: &[f64], limit: usize) -> (Vec<f64>, f64) {
    let size = values.len().div_ceil(limit).max(1);
    if size == 1 {
        return (values.to_vec(), 1.0);
    }
    let mut buffer = Vec::with_capacity(LOOKED_AT * 2);
    let stride = (size / LOOKED_AT).max(1);
    let medians = values
        .chunks_exact(size)
        .filter_map(|block| {
            buffer.clear();
            buffer.extend(block.iter().step_by(stride));
            median_in_place(&mut buffer)
        })
        .collect();
    (medians, size as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_is_found_through_a_wild_value() {
        let mut values: Vec<f64> = (0..30).map(|i| 5.0 + 2.0 * f64::from(i)).collect();
        values[7] = 1e9;
        let line = theil_sen(&values).expect("line");
        assert_eq!((line.slope, line.start), (2.0, 5.0));
        assert_eq!(theil_sen(&[1.0]), None);
    }

    #[test]
    fn a_long_line_is_thinned_and_still_the_same_line() {
        let values: Vec<f64> = (0..10_007).map(|i| 3.0 + 0.25 * f64::from(i)).collect();
        let line = theil_sen(&values).expect("line");
        assert!((line.slope - 0.25).abs() < 1e-12 && (line.start - 3.0).abs() < 1e-6);
    }

    #[test]
    fn rising_falling_and_flat() {
        let up: Vec<f64> = (0..12).map(f64::from).collect();
        let down: Vec<f64> = up.iter().rev().copied().collect();
        let rise = mann_kendall(&up).expect("test");
        let fall = mann_kendall(&down).expect("test");
        assert_eq!((rise.s, fall.s), (66, -66));
        assert!(rise.p < 1e-5 && rise.p == fall.p && rise.tau == 1.0);
        assert_eq!(mann_kendall(&[4.0; 9]).expect("test").p, 1.0);
        assert_eq!(mann_kendall(&[1.0, 2.0]), None);
    }

    proptest! {
        #[test]
        fn s_is_what_counting_pairs_gives(values in prop::collection::vec(0u8..9, 3..40)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let mut s = 0;
            for i in 0..values.len() {
                for j in i + 1..values.len() {
                    s += i64::from(values[j] > values[i]) - i64::from(values[j] < values[i]);
                }
            }
            prop_assert_eq!(mann_kendall(&values).expect("test").s, s);
        }
    }
}
