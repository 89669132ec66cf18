//! A log-linear sketch: counts of values in buckets of bounded relative width.
//!
//! The bucket of a value is the upper part of its bits: sign, exponent and the first `p`
//! bits of the fraction. That is a monotone integer function, so building, merging and
//! coarsening are sums of integers: in any order, on any machine, the same bytes.
//!
//! **Bound.** A bucket `[m, M)` is represented by the harmonic middle `2mM/(m+M)`, whose
//! relative error is at most `(M-m)/(M+m)` for every value inside; buckets are widest,
//! relative to their place, at the bottom of an octave, where `M = m (1 + 2^-p)`. Hence
//! [`error_ratio`] = `2^-p / (2 + 2^-p)` for the order statistic of the rank asked for,
//! and for any interpolation between two of them of one sign (a convex combination keeps
//! a relative bound). Numbers below 2^-1022 count as zero.
//!
//! The idea is that of DDSketch (Masson, Rim, Lee: VLDB 2019) with a linear mapping inside
//! of octaves, which needs no logarithm and so no `libm`; the layout is HdrHistogram's.

use std::collections::BTreeMap;

/// The coarsest precision: relative error 3 %.
pub const MIN_PRECISION: u8 = 4;

/// The finest precision: relative error 0.012 %.
pub const MAX_PRECISION: u8 = 12;

/// Non-empty buckets that a sketch may have before it halves its precision.
pub const MAX_BUCKETS: u64 = 1 << 16;

const PAGE: usize = 64;

/// The proven bound on the relative error of an order statistic at a precision.
pub fn error_ratio(precision: u8) -> f64 {
    let step = 2_f64.powi(-i32::from(precision));
    step / (2.0 + step)
}

/// Counts by bucket: values, or their sizes for the negative ones.
#[derive(Clone, Debug, Default)]
struct Buckets {
    /// By page number minus `first`. Pages are allocated one by one: many sketches grow
    /// side by side, and a vector of pages would leave holes behind whenever it grows.
    pages: Vec<Option<Box<Page>>>,
    first: u32,
    /// How often a counter of 16 bits went around.
    carries: BTreeMap<u32, u64>,
    filled: u64,
}

type Page = [u16; PAGE];

impl Buckets {
    #[inline]
    fn add(&mut self, bucket: u32) {
        let page = (bucket / PAGE as u32).wrapping_sub(self.first);
        let counters = match self.pages.get_mut(page as usize) {
            Some(Some(counters)) => counters,
            _ => self.open(bucket / PAGE as u32),
        };
        let counter = &mut counters[bucket as usize % PAGE];
        *counter = counter.wrapping_add(1);
        if *counter <= 1 {
            self.crossed(bucket);
        }
    }

    /// A counter came to 1, or went around to 0.
    #[cold]
    fn crossed(&mut self, bucket: u32) {
        if self.small(bucket) == 0 {
            *self.carries.entry(bucket).or_default() += 1;
        } else if !self.carries.contains_key(&bucket) {
            self.filled += 1;
        }
    }

    fn small(&self, bucket: u32) -> u16 {
        let page = (bucket / PAGE as u32).wrapping_sub(self.first) as usize;
        match self.pages.get(page) {
            Some(Some(counters)) => counters[bucket as usize % PAGE],
            _ => 0,
        }
    }

    #[cold]
    fn open(&mut self, page: u32) -> &mut Page {
        if self.pages.is_empty() {
            self.first = page;
        }
        if page < self.first {
            let more = (self.first - page) as usize;
            self.pages.splice(0..0, std::iter::repeat_with(|| None).take(more));
            self.first = page;
        }
        let at = (page - self.first) as usize;
        if at >= self.pages.len() {
            self.pages.resize_with(at + 1, || None);
        }
        self.pages[at].get_or_insert_with(|| Box::new([0; PAGE]))
    }

    fn add_many(&mut self, bucket: u32, count: u64) {
        if count == 0 {
            return;
        }
        let page = bucket / PAGE as u32;
        let fresh = self.small(bucket) == 0 && !self.carries.contains_key(&bucket);
        let counter = &mut self.open(page)[bucket as usize % PAGE];
        let before = u64::from(*counter);
        let total = before + (count & 0xffff);
        *counter = total as u16;
        let carry = (count >> 16) + (total >> 16);
        if carry > 0 {
            *self.carries.entry(bucket).or_default() += carry;
        }
        self.filled += u64::from(fresh);
    }

    /// Non-empty buckets, ascending.
    fn iter(&self) -> impl DoubleEndedIterator<Item = (u32, u64)> + '_ {
        let pages = self.pages.iter().enumerate();
        pages.filter_map(|(at, page)| Some((at, page.as_ref()?))).flat_map(move |(at, counters)| {
            let base = (self.first + at as u32) * PAGE as u32;
            (0..PAGE as u32).filter_map(move |within| {
                let bucket = base + within;
                let carry = self.carries.get(&bucket).copied().unwrap_or(0);
                let count = u64::from(counters[within as usize]) + (carry << 16);
                (count > 0).then_some((bucket, count))
            })
        })
    }

    fn coarser(&self) -> Buckets {
        let mut half = Buckets::default();
        for (bucket, count) in self.iter() {
            half.add_many(bucket >> 1, count);
        }
        half
    }

    fn bytes(&self) -> usize {
        self.pages.iter().flatten().count() * size_of::<Page>() + self.pages.capacity() * 8
    }
}

/// Counts of values by relative size.
#[derive(Clone, Debug)]
pub struct Sketch {
    precision: u8,
    n: u64,
    zeros: u64,
    above: Buckets,
    below: Buckets,
    min: f64,
    max: f64,
}

/// The parts of a sketch, for a state record: the same for the same multiset of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// Bits of the fraction that are kept.
    pub precision: u8,
    /// The smallest value; `None` where there is none.
    pub min: Option<f64>,
    /// The largest value.
    pub max: Option<f64>,
    /// Zeros, and numbers too small to be told from them.
    pub zeros: u64,
    /// Positive values: bucket and count, ascending.
    pub above: Vec<(u32, u64)>,
    /// Negative values by their size: bucket and count, ascending.
    pub below: Vec<(u32, u64)>,
}

impl Sketch {
    /// An empty sketch; the precision is brought into 4..=12.
    pub fn new(precision: u8) -> Sketch {
        Sketch {
            precision: precision.clamp(MIN_PRECISION, MAX_PRECISION),
            n: 0,
            zeros: 0,
            above: Buckets::default(),
            below: Buckets::default(),
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
        }
    }

    /// How many values there are.
    pub fn count(&self) -> u64 {
        self.n
    }

    /// Bits of the fraction that are kept: 4 to 12.
    pub fn precision(&self) -> u8 {
        self.precision
    }

    /// The smallest value.
    pub fn min(&self) -> Option<f64> {
        (self.n > 0).then_some(self.min)
    }

    /// The largest value.
    pub fn max(&self) -> Option<f64> {
        (self.n > 0).then_some(self.max)
    }

    /// Roughly how much memory it holds.
    pub fn bytes(&self) -> usize {
        self.above.bytes() + self.below.bytes()
    }

    /// Adds a finite value; others are ignored.
    #[inline]
    pub fn add(&mut self, value: f64) {
        if !value.is_finite() {
            return;
        }
        self.n += 1;
        self.min = self.min.min(value);
        self.max = self.max.max(value);
        let bits = value.to_bits() & !(1 << 63);
        if bits < 1 << 52 {
            self.zeros += 1;
            return;
        }
        let bucket = (bits >> (52 - self.precision)) as u32;
        if value > 0.0 { &mut self.above } else { &mut self.below }.add(bucket);
        if self.above.filled + self.below.filled > MAX_BUCKETS {
            self.coarsen();
        }
    }

    /// Adds all the values of another; the precision becomes the coarser of the two.
    pub fn merge(&mut self, other: &Sketch) {
        while self.precision > other.precision {
            self.halve();
        }
        let shift = other.precision - self.precision;
        self.n += other.n;
        self.zeros += other.zeros;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        for (bucket, count) in other.above.iter() {
            self.above.add_many(bucket >> shift, count);
        }
        for (bucket, count) in other.below.iter() {
            self.below.add_many(bucket >> shift, count);
        }
        self.coarsen();
    }

    /// Brings the precision down to `precision`, where it is finer: pairs of buckets
    /// become one, exactly as if the values had been counted so.
    pub fn coarsen_to(&mut self, precision: u8) {
        while self.precision > precision.max(MIN_PRECISION) {
            self.halve();
        }
    }

    fn halve(&mut self) {
        self.above = self.above.coarser();
        self.below = self.below.coarser();
        self.precision -= 1;
    }

    /// Keeps the number of buckets bounded. Whether a precision has too many is a property
    /// of the values seen, and more values never make it fewer: so the order of the values
    /// does not matter for where this ends.
    #[cold]
    fn coarsen(&mut self) {
        while self.above.filled + self.below.filled > MAX_BUCKETS && self.precision > MIN_PRECISION {
            self.halve();
        }
    }

    /// The estimate of every rank asked for (from 0, ascending), within [`error_ratio`] of
    /// the value that has this rank; `None` where a rank is beyond the last value.
    pub fn at_ranks(&self, ranks: &[u64]) -> Vec<Option<f64>> {
        let mut found = Vec::with_capacity(ranks.len());
        let mut wanted = ranks.iter().copied().peekable();
        let mut seen = 0;
        let below = self.below.iter().rev().map(|(b, n)| (-self.middle(b), n));
        let zeros = (self.zeros > 0).then_some((0.0, self.zeros));
        let above = self.above.iter().map(|(b, n)| (self.middle(b), n));
        for (value, count) in below.chain(zeros).chain(above) {
            seen += count;
            while wanted.next_if(|&rank| rank < seen).is_some() {
                found.push(Some(value.clamp(self.min, self.max)));
            }
            if wanted.peek().is_none() {
                break;
            }
        }
        // The extremes are known exactly.
        for (rank, value) in ranks.iter().zip(&mut found) {
            if *rank == 0 {
                *value = Some(self.min);
            } else if *rank + 1 == self.n {
                *value = Some(self.max);
            }
        }
        found.resize(ranks.len(), None);
        found
    }

    /// The lower edge of a bucket.
    fn edge(&self, bucket: u32) -> f64 {
        f64::from_bits(u64::from(bucket) << (52 - self.precision))
    }

    /// The harmonic middle of a bucket.
    fn middle(&self, bucket: u32) -> f64 {
        let (low, high) = (self.edge(bucket), self.edge(bucket + 1));
        // The same as 2mM/(m+M), without an overflow on the way; the upper edge of the
        // last bucket is 2^1024, which is no double.
        let ratio = if high.is_finite() { low / high } else { low / 2.0 / 2_f64.powi(1023) };
        low * (2.0 / (1.0 + ratio))
    }

    /// Its parts.
    pub fn parts(&self) -> Parts {
        Parts {
            precision: self.precision,
            min: self.min(),
            max: self.max(),
            zeros: self.zeros,
            above: self.above.iter().collect(),
            below: self.below.iter().collect(),
        }
    }

    /// Back from its parts; `None` where they contradict each other: a precision out of
    /// range, buckets not ascending or beyond the largest double, an empty count, extremes
    /// that do not lie in the outermost buckets.
    pub fn from_parts(parts: &Parts) -> Option<Sketch> {
        if !(MIN_PRECISION..=MAX_PRECISION).contains(&parts.precision) {
            return None;
        }
        let mut sketch = Sketch::new(parts.precision);
        let last = (f64::MAX.to_bits() >> (52 - parts.precision)) as u32;
        let first = 1_u32 << parts.precision;
        for (list, buckets) in [(&parts.above, &mut sketch.above), (&parts.below, &mut sketch.below)] {
            let mut before = None;
            for &(bucket, count) in list {
                if count == 0 || !(first..=last).contains(&bucket) || before >= Some(bucket) {
                    return None;
                }
                before = Some(bucket);
                buckets.add_many(bucket, count);
                sketch.n = sketch.n.checked_add(count)?;
            }
        }
        if sketch.above.filled + sketch.below.filled > MAX_BUCKETS && parts.precision > MIN_PRECISION {
            return None;
        }
        sketch.zeros = parts.zeros;
        sketch.n = sketch.n.checked_add(parts.zeros)?;
        match (parts.min, parts.max) {
            (None, None) if sketch.n == 0 => {}
            (Some(min), Some(max)) if min <= max && sketch.n > 0 => {
                let mut ends = Sketch::new(parts.precision);
                ends.add(min);
                ends.add(max);
                let outer = |s: &Sketch| {
                    let low = s.below.iter().next_back().map(|(b, _)| -i64::from(b));
                    let high = s.above.iter().next_back().map(|(b, _)| i64::from(b));
                    let zero = (s.zeros > 0).then_some(0);
                    let least_above = s.above.iter().next().map(|(b, _)| i64::from(b));
                    let most_below = s.below.iter().next().map(|(b, _)| -i64::from(b));
                    (low.or(zero).or(least_above), high.or(zero).or(most_below))
                };
                if outer(&ends) != outer(&sketch) {
                    return None;
                }
                sketch.min = min;
                sketch.max = max;
            }
            _ => return None,
        }
        Some(sketch)
    }
}

#[cfg(test)]
mod tests;
