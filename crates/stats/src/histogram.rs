//! A histogram for the eye: four bars an octave, the same from values and from a sketch.

use crate::decimal::Number;
use crate::sample::Sample;
use std::collections::BTreeMap;

/// Bits of the fraction that tell bars apart.
const BITS: u8 = 2;

/// Values in `from..to`; for negative ones `from` is the far end. Zeros have a bar of
/// their own, from 0 to 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// The lower edge.
    pub from: f64,
    /// The upper edge.
    pub to: f64,
    /// Values between.
    pub count: u64,
}

/// The non-empty bars, ascending.
pub fn histogram(sample: &Sample) -> Vec<Bin> {
    // Signed by side, so that the order of keys is that of values.
    let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
    match sample.sketch() {
        Some(sketch) => {
            let parts = sketch.parts();
            let shift = parts.precision - BITS;
            for (sign, list) in [(1, &parts.above), (-1, &parts.below)] {
                for &(bucket, count) in list {
                    *counts.entry(sign * i64::from(bucket >> shift)).or_default() += count;
                }
            }
            if parts.zeros > 0 {
                counts.insert(0, parts.zeros);
            }
        }
        None => {
            for value in sample.numbers().into_iter().flatten().map(Number::to_f64) {
                let bits = value.to_bits() & !(1 << 63);
                let bucket = if bits < 1 << 52 { 0 } else { (bits >> (52 - BITS)) as i64 };
                *counts.entry(if value < 0.0 { -bucket } else { bucket }).or_default() += 1;
            }
        }
    }
    let edge = |bucket: i64| f64::from_bits((bucket.unsigned_abs() << (52 - BITS)).min(f64::MAX.to_bits()));
    let bin = |(bucket, count): (i64, u64)| match bucket {
        0 => Bin { from: 0.0, to: 0.0, count },
        1.. => Bin { from: edge(bucket), to: edge(bucket + 1), count },
        _ => Bin { from: -edge(bucket - 1), to: -edge(bucket), count },
    };
    counts.into_iter().map(bin).collect()
}

#[cfg(test)]
mod tests {
    use super::{Bin, histogram};
    use crate::decimal::Number;
    use crate::sample::Sample;
    use proptest::prelude::*;

    fn of(values: &[i32]) -> Sample {
        let mut sample = Sample::new();
        for v in values {
            sample.push(Number::parse(v.to_string().as_bytes()).expect("a number"));
        }
        sample
    }

    #[test]
    fn bars_have_four_edges_an_octave() {
        let got = histogram(&of(&[-5, 0, 0, 4, 4, 5, 7]));
        let bin = |from, to, count| Bin { from, to, count };
        let want =
            [bin(-6.0, -5.0, 1), bin(0.0, 0.0, 2), bin(4.0, 5.0, 2), bin(5.0, 6.0, 1), bin(7.0, 8.0, 1)];
        assert_eq!(got, want);
    }

    proptest! {
        #[test]
        fn values_and_sketch_draw_the_same(values in proptest::collection::vec(any::<i32>(), 1030..1100), p in 4_u8..=12) {
            let mut sample = of(&values);
            let exact = histogram(&sample);
            sample.promote(p);
            prop_assert!(sample.sketch().is_some());
            prop_assert_eq!(histogram(&sample), exact.clone());
            prop_assert_eq!(exact.iter().map(|b| b.count).sum::<u64>(), values.len() as u64);
        }
    }
}
