//! Sorting of sample values: radix for packed decimals, comparison for the rest.

/// Below this many values a comparison sort is the faster one.
const RADIX_FROM: usize = 512;

/// Counters of one pass: as many as stay in the nearest cache.
const COUNTERS: usize = 4096;

/// Sorts ascending. `spare` is working memory, kept between calls.
pub fn sort_small(values: &mut Vec<u32>, spare: &mut Vec<u32>) {
    if values.len() < RADIX_FROM || u32::try_from(values.len()).is_err() {
        values.sort_unstable();
        return;
    }
    spare.clear();
    spare.resize(values.len(), 0);
    for digit in digits(values.iter().fold(0, |all, v| all | v)) {
        let mut places = digit.places(std::iter::once(&**values));
        for &v in values.iter() {
            spare[digit.place(v, &mut places)] = v;
        }
        std::mem::swap(values, spare);
    }
}

/// Sorts what lies in pieces of `N` values and a shorter last one, ascending across all of
/// them. The pieces themselves are the other half of the working memory: with `spare` it
/// takes twice the values, and not three times.
pub(crate) fn sort_pieces<const N: usize>(
    full: &mut [Box<[u32; N]>],
    last: &mut [u32],
    spare: &mut Vec<u32>,
) {
    let n = full.len() * N + last.len();
    spare.clear();
    let back = |full: &mut [Box<[u32; N]>], last: &mut [u32], spare: &[u32]| {
        let (whole, rest) = spare.split_at(full.len() * N);
        full.iter_mut().zip(whole.chunks_exact(N)).for_each(|(piece, from)| piece.copy_from_slice(from));
        last.copy_from_slice(rest);
    };
    if n < RADIX_FROM || u32::try_from(n).is_err() {
        full.iter().for_each(|piece| spare.extend_from_slice(&**piece));
        spare.extend_from_slice(last);
        spare.sort_unstable();
        return back(full, last, spare);
    }
    spare.resize(n, 0);
    let pieces = |full: &[Box<[u32; N]>]| full.iter().flat_map(|piece| **piece).fold(0, |all, v| all | v);
    let mut in_spare = false;
    for digit in digits(pieces(full) | last.iter().fold(0, |all, v| all | v)) {
        if in_spare {
            let mut places = digit.places(std::iter::once(&**spare));
            for &v in spare.iter() {
                let place = digit.place(v, &mut places);
                match full.get_mut(place / N) {
                    Some(piece) => piece[place % N] = v,
                    None => last[place - full.len() * N] = v,
                }
            }
        } else {
            let all = || full.iter().map(|piece| &piece[..]).chain(std::iter::once(&*last));
            let mut places = digit.places(all());
            for &v in all().flatten() {
                spare[digit.place(v, &mut places)] = v;
            }
        }
        in_spare = !in_spare;
    }
    if in_spare {
        back(full, last, spare);
    }
}

/// The bits that one pass looks at.
#[derive(Clone, Copy)]
struct Digit {
    shift: u32,
    mask: u32,
}

/// The passes that it takes for values with these bits, from the lowest digit up: as few as
/// the counters allow, of equal width.
fn digits(bits: u32) -> impl Iterator<Item = Digit> {
    let bits = u32::BITS - bits.leading_zeros();
    let passes = bits.div_ceil(COUNTERS.ilog2()).max(1);
    let width = bits.div_ceil(passes).max(1);
    (0..passes).map(move |pass| Digit { shift: pass * width, mask: (1 << width) - 1 })
}

impl Digit {
    #[inline(always)]
    fn of(self, value: u32) -> usize {
        // The second mask says nothing new, but spares the check of every index.
        ((value >> self.shift) & self.mask) as usize & (COUNTERS - 1)
    }

    /// Where the values of each digit go.
    fn places<'v>(self, slices: impl Iterator<Item = &'v [u32]>) -> [u32; COUNTERS] {
        let mut counts = [0_u32; COUNTERS];
        for slice in slices {
            for &v in slice {
                counts[self.of(v)] += 1;
            }
        }
        let mut next = 0;
        for count in &mut counts {
            next += std::mem::replace(count, next);
        }
        counts
    }

    /// The place of a value; the next one of its digit goes behind it.
    #[inline(always)]
    fn place(self, value: u32, places: &mut [u32; COUNTERS]) -> usize {
        let next = &mut places[self.of(value)];
        let place = *next as usize;
        *next += 1;
        place
    }
}

#[cfg(test)]
mod tests {
    use super::{sort_pieces, sort_small};
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

        // Around the size at which the radix begins, and for any number of passes.
        #[test]
        fn values_in_pieces_come_out_in_order_across_them(
            mut values in proptest::collection::vec(any::<u32>(), 0..1200),
            shift in 0_u32..32,
        ) {
            for v in &mut values { *v >>= shift; }
            let mut want = values.clone();
            want.sort_unstable();
            let (full, last) = values.as_chunks::<64>();
            let mut full: Vec<Box<[u32; 64]>> = full.iter().copied().map(Box::new).collect();
            let mut last = last.to_vec();
            sort_pieces(&mut full, &mut last, &mut vec![7]);
            let got: Vec<u32> = full.iter().flat_map(|piece| **piece).chain(last).collect();
            prop_assert_eq!(got, want);
        }
    }
}
