//! Sorting of sample values: radix for packed decimals, comparison for the rest.

/// Below this many values a comparison sort is the faster one.
const RADIX_FROM: usize = 512;

/// Sorts ascending. `spare` is working memory, kept between calls.
pub fn sort_small(values: &mut Vec<u32>, spare: &mut Vec<u32>) {
    if values.len() < RADIX_FROM {
        values.sort_unstable();
        return;
    }
    let all = values.iter().fold(0, |all, v| all | v);
    let bits = 32 - all.leading_zeros();
    // As few passes as tables of at most 4096 counters allow, of equal width.
    let passes = bits.div_ceil(12).max(1);
    let width = bits.div_ceil(passes).max(1);
    spare.clear();
    spare.resize(values.len(), 0);
    let mask = (1_u32 << width) - 1;
    let mut counts = [0_u32; 4096];
    for pass in 0..passes {
        let shift = pass * width;
        let digit = |v: u32| ((v >> shift) & mask) as usize & 4095;
        counts.fill(0);
        for &v in values.iter() {
            counts[digit(v)] += 1;
        }
        let mut next = 0;
        for count in &mut counts {
            next += std::mem::replace(count, next);
        }
        for &v in values.iter() {
            let place = &mut counts[digit(v)];
            spare[*place as usize] = v;
            *place += 1;
        }
        std::mem::swap(values, spare);
    }
}

#[cfg(test)]
mod tests {
    use super::sort_small;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_values_come_out_in_order(
            mut values in proptest::collection::vec(any::<u32>(), 0..3000),
            shift in 0_u32..32,
        ) {
            for v in &mut values { *v >>= shift; }
            let mut want = values.clone();
            want.sort_unstable();
            let mut spare = vec![1, 2, 3];
            sort_small(&mut values, &mut spare);
            prop_assert_eq!(values, want);
        }
    }
}
