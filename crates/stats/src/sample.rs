//! A sample of numbers: every value, packed, or a sketch of them.
//!
//! Values are kept as integers at the group's scale (four bytes each while all of them fit
//! into 32 bits), as doubles only where they are no plain decimals. What a sample holds,
//! how it is packed and what its hash is are functions of the multiset of its values: the
//! order of the values, the shards and the tree of merges cannot be told from it.

mod chunks;

use crate::decimal::{Decimal, Number, POWERS_OF_TEN, decimal_to_f64};
use crate::moments::{Moments, Sums};
use crate::sketch::{Parts, Sketch};
use chunks::Chunks;
use sha2::{Digest, Sha256};

/// A sample of at most this many values is never made a sketch.
pub const KEPT_EXACT: u64 = 1024;

/// Numbers, all of them or in a sketch.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Decimals of the integers kept; the largest scale of any plain value.
    scale: u8,
    store: Store,
}

#[derive(Clone, Debug)]
enum Store {
    /// Not negative, below 2^32 at the scale.
    Small(Chunks),
    /// Integers at the scale.
    Large(Vec<i64>),
    /// Some value is no plain decimal, or does not fit at the scale.
    Doubles(Vec<f64>, Box<Moments>),
    Sketch(Box<Sketch>, Box<Moments>),
}

impl Default for Sample {
    fn default() -> Sample {
        Sample { scale: 0, store: Store::Small(Chunks::default()) }
    }
}

/// Working memory of [`Sample::sort`], kept between samples.
#[derive(Debug, Default)]
pub struct Spare(Vec<u32>);

impl Sample {
    /// An empty sample.
    pub fn new() -> Sample {
        Sample::default()
    }

    /// How many values there are.
    #[inline]
    pub fn count(&self) -> u64 {
        match &self.store {
            Store::Small(v) => v.len() as u64,
            Store::Large(v) => v.len() as u64,
            Store::Doubles(v, _) => v.len() as u64,
            Store::Sketch(sketch, _) => sketch.count(),
        }
    }

    /// The bytes that its values take: 4 or 8 each. For a sketch, what its buckets take.
    #[inline]
    pub fn bytes(&self) -> u64 {
        match &self.store {
            Store::Small(v) => 4 * v.len() as u64,
            Store::Large(v) => 8 * v.len() as u64,
            Store::Doubles(v, _) => 8 * v.len() as u64,
            Store::Sketch(sketch, _) => sketch.bytes() as u64,
        }
    }

    /// The sketch, if it is one.
    pub fn sketch(&self) -> Option<&Sketch> {
        match &self.store {
            Store::Sketch(sketch, _) => Some(sketch),
            _ => None,
        }
    }

    /// Adds `mantissa * 10^-scale`, for `mantissa < 10^18` and `scale <= 18`.
    #[inline]
    pub fn push_short(&mut self, mantissa: u64, scale: u8) {
        if let Store::Small(values) = &mut self.store
            && scale == self.scale
            && let Ok(small) = u32::try_from(mantissa)
        {
            values.push(small);
            return;
        }
        self.push_rest(mantissa, scale);
    }

    /// Adds many values in units of 10^-scale, `scale <= 18`.
    pub fn push_all(&mut self, mantissas: &[u32], scale: u8) {
        match &mut self.store {
            Store::Small(values) if scale == self.scale => values.extend(mantissas),
            // The scale of the moments is that of the values seen, not that of their
            // spelling: only where it is reached already are they added as they are.
            Store::Sketch(sketch, moments) if scale == moments.scale() => {
                for &mantissa in mantissas {
                    sketch.add(decimal_to_f64(mantissa.into(), scale));
                }
                moments.add_small(mantissas, scale);
            }
            _ => {
                for &mantissa in mantissas {
                    self.push_rest(mantissa.into(), scale);
                }
            }
        }
    }

    #[inline(never)]
    fn push_rest(&mut self, mantissa: u64, scale: u8) {
        match i64::try_from(mantissa).ok().and_then(|m| Decimal::new(m, scale.into())) {
            Some(decimal) => self.push(Number::Plain(decimal)),
            None => self.push(Number::Double(mantissa as f64 / 10_f64.powi(scale.into()))),
        }
    }

    /// Adds a number; one that is not finite is ignored.
    pub fn push(&mut self, number: Number) {
        match &mut self.store {
            Store::Sketch(sketch, moments) => {
                sketch.add(number.to_f64());
                moments.add(number);
                return;
            }
            Store::Doubles(values, moments) => {
                let value = number.to_f64();
                if value.is_finite() {
                    values.push(value);
                    moments.add(number);
                }
                return;
            }
            Store::Small(_) | Store::Large(_) => {}
        }
        let Number::Plain(decimal) = number else {
            self.widen_to_doubles();
            return self.push(number);
        };
        if decimal.scale() > self.scale {
            self.rescale(decimal.scale());
        }
        let mantissa = decimal.mantissa_at(self.scale);
        match (&mut self.store, mantissa) {
            (Store::Small(values), Some(m)) => match u32::try_from(m) {
                Ok(m) => values.push(m),
                Err(_) => {
                    let mut values: Vec<i64> = values.iter().map(i64::from).collect();
                    values.push(m);
                    self.store = Store::Large(values);
                }
            },
            (Store::Large(values), Some(m)) => values.push(m),
            (Store::Small(_) | Store::Large(_), None) => {
                self.widen_to_doubles();
                self.push(number);
            }
            (Store::Doubles(..) | Store::Sketch(..), _) => self.push(number),
        }
    }

    /// Brings all integers to a larger scale; those that do not fit make all wider.
    fn rescale(&mut self, scale: u8) {
        let by = POWERS_OF_TEN[usize::from(scale - self.scale)];
        if let Store::Small(values) = &mut self.store {
            let by = u32::try_from(by).ok();
            let fits = |v: u32| v == 0 || by.is_some_and(|by| v.checked_mul(by).is_some());
            if values.iter().all(fits) {
                let by = by.unwrap_or(1);
                values.multiply(by);
                self.scale = scale;
                return;
            }
            self.store = Store::Large(values.iter().map(i64::from).collect());
        }
        if let Store::Large(values) = &mut self.store {
            let fits = |v: i64| v.checked_mul(by).is_some_and(|v| v != i64::MIN);
            if values.iter().all(|&v| fits(v)) {
                values.iter_mut().for_each(|v| *v *= by);
            } else {
                self.widen_to_doubles();
            }
        }
        self.scale = scale;
    }

    /// The exact moments so far.
    pub fn moments(&self) -> Moments {
        let mut moments = Moments::new();
        match &self.store {
            Store::Small(values) => {
                values.chunks().for_each(|chunk| moments.add_small(chunk, self.scale));
            }
            Store::Large(values) => moments.add_mantissas(values, self.scale),
            Store::Doubles(_, kept) | Store::Sketch(_, kept) => return (**kept).clone(),
        }
        moments
    }

    fn widen_to_doubles(&mut self) {
        let moments = Box::new(self.moments());
        if matches!(self.store, Store::Small(_) | Store::Large(_)) {
            self.store = Store::Doubles(self.values(), moments);
        }
    }

    /// Makes a sample of more than [`KEPT_EXACT`] values a sketch; a sketch stays as it is.
    pub fn promote_above(&mut self, precision: u8) {
        if self.sketch().is_none() && self.count() > KEPT_EXACT {
            self.make_sketch(precision);
        }
    }

    /// Makes a sample of more than [`KEPT_EXACT`] values a sketch; a sketch of a finer
    /// precision is made coarser.
    pub fn promote(&mut self, precision: u8) {
        if let Store::Sketch(sketch, _) = &mut self.store {
            sketch.coarsen_to(precision);
        } else if self.count() > KEPT_EXACT {
            self.make_sketch(precision);
        }
    }

    fn make_sketch(&mut self, precision: u8) {
        let mut sketch = Box::new(Sketch::new(precision));
        let moments = Box::new(self.moments());
        match &self.store {
            Store::Small(v) => {
                v.iter().for_each(|m| sketch.add(decimal_to_f64(m.into(), self.scale)));
            }
            Store::Large(v) => v.iter().for_each(|&m| sketch.add(decimal_to_f64(m, self.scale))),
            Store::Doubles(v, _) => v.iter().for_each(|&value| sketch.add(value)),
            Store::Sketch(..) => return,
        }
        self.store = Store::Sketch(sketch, moments);
    }

    /// Adds all the values of another. With a sketch on either side the result is one, at
    /// the coarser precision.
    pub fn merge(&mut self, mut other: Sample) {
        let precision = |s: &Sample| s.sketch().map(Sketch::precision);
        match (precision(self), precision(&other)) {
            (None, Some(p)) => self.make_sketch(p),
            (Some(p), None) => other.make_sketch(p),
            _ => {}
        }
        if matches!(self.store, Store::Doubles(..)) {
            other.widen_to_doubles();
        } else if matches!(other.store, Store::Doubles(..)) {
            self.widen_to_doubles();
        }
        match (&mut self.store, other.store) {
            (Store::Sketch(ours, our_moments), Store::Sketch(theirs, their_moments)) => {
                ours.merge(&theirs);
                our_moments.merge(&their_moments);
            }
            (Store::Doubles(ours, our_moments), Store::Doubles(theirs, their_moments)) => {
                ours.extend_from_slice(&theirs);
                our_moments.merge(&their_moments);
            }
            (Store::Small(ours), Store::Small(theirs)) if self.scale == other.scale => {
                ours.append(theirs);
            }
            (_, Store::Small(theirs)) => {
                for m in theirs.iter() {
                    self.push_rest(m.into(), other.scale);
                }
            }
            (_, Store::Large(theirs)) => {
                for m in theirs {
                    if let Some(decimal) = Decimal::new(m, other.scale.into()) {
                        self.push(Number::Plain(decimal));
                    }
                }
            }
            // Both sides were brought to the same kind above.
            (_, Store::Sketch(..) | Store::Doubles(..)) => {}
        }
    }

    /// Sorts the values; needed before [`Sample::at`], [`Sample::sha256`] and
    /// [`Sample::numbers`].
    pub fn sort(&mut self, spare: &mut Spare) {
        match &mut self.store {
            Store::Small(values) => values.sort(&mut spare.0),
            Store::Large(values) => values.sort_unstable(),
            Store::Doubles(values, _) => values.sort_unstable_by(f64::total_cmp),
            Store::Sketch(..) => {}
        }
    }

    /// A sorted copy.
    pub fn sorted(&self, spare: &mut Spare) -> Sample {
        let Store::Small(values) = &self.store else {
            let mut copy = self.clone();
            copy.sort(spare);
            return copy;
        };
        // At once in the one piece that sorting needs: half of the memory.
        let mut sorted = Vec::with_capacity(values.len());
        values.chunks().for_each(|chunk| sorted.extend_from_slice(chunk));
        crate::sort::sort_small(&mut sorted, &mut spare.0);
        Sample { scale: self.scale, store: Store::Small(Chunks::from(sorted)) }
    }

    /// The values in the order in which they came, as long as the sample was neither sorted
    /// nor merged; none of a sketch.
    pub fn values(&self) -> Vec<f64> {
        let mut all = Vec::with_capacity(usize::try_from(self.count()).unwrap_or(0));
        match &self.store {
            Store::Small(v) => all.extend(v.iter().map(|m| decimal_to_f64(m.into(), self.scale))),
            Store::Large(v) => all.extend(v.iter().map(|&m| decimal_to_f64(m, self.scale))),
            Store::Doubles(v, _) => all.extend_from_slice(v),
            Store::Sketch(..) => all = Vec::new(),
        }
        all
    }

    /// The value of a rank (from 0) of a sorted sample that is no sketch.
    pub fn at(&self, rank: u64) -> Option<Number> {
        let rank = usize::try_from(rank).ok()?;
        let plain = |m| Decimal::new(m, self.scale.into()).map(Number::Plain);
        match &self.store {
            Store::Small(values) => plain(values.at(rank)?.into()),
            Store::Large(values) => plain(*values.get(rank)?),
            Store::Doubles(values, _) => Some(Number::Double(*values.get(rank)?)),
            Store::Sketch(..) => None,
        }
    }

    /// The values of a sorted sample, ascending; `None` for a sketch.
    pub fn numbers(&self) -> Option<impl Iterator<Item = Number> + '_> {
        self.sketch().is_none().then(|| (0..self.count()).filter_map(|rank| self.at(rank)))
    }

    /// The decimals of the values seen: as many as it takes for all plain ones.
    pub fn scale(&self) -> u8 {
        match &self.store {
            Store::Small(_) | Store::Large(_) => self.scale,
            Store::Doubles(_, moments) | Store::Sketch(_, moments) => moments.scale(),
        }
    }

    /// The sums to be carried beside the values: `None` where the values alone tell them.
    pub fn sums(&self) -> Option<Sums> {
        match &self.store {
            Store::Small(_) | Store::Large(_) => None,
            Store::Doubles(_, moments) | Store::Sketch(_, moments) => Some(moments.sums()),
        }
    }

    /// A sketch from its parts; `None` where parts and sums contradict each other.
    pub fn from_sketch(parts: &Parts, sums: &Sums) -> Option<Sample> {
        let sketch = Sketch::from_parts(parts)?;
        let moments = Moments::from_sums(sums)?;
        if sketch.count() != moments.count() {
            return None;
        }
        Some(Sample { scale: 0, store: Store::Sketch(Box::new(sketch), Box::new(moments)) })
    }

    /// A sample of doubles with their sums; `None` where they contradict each other.
    pub fn from_doubles(values: Vec<f64>, sums: &Sums) -> Option<Sample> {
        let moments = Moments::from_sums(sums)?;
        if values.len() as u64 != moments.count() || !values.iter().all(|v| v.is_finite()) {
            return None;
        }
        Some(Sample { scale: sums.scale, store: Store::Doubles(values, Box::new(moments)) })
    }

    /// SHA-256 of the canonical form of a sorted sample: the bytes `percentile-state.v1`
    /// and a newline; a letter, the scale (or precision) as a byte, the count as 64 bits;
    /// then the values, ascending. Everything is little-endian.
    ///
    /// - `s`: integers at the scale, all in 0..2^32, 32 bits each;
    /// - `l`: integers at the scale, 64 bits each;
    /// - `d`: doubles, their bits, then the sums as text;
    /// - `k`: a sketch: zeros, bits of minimum and maximum, the positive and the negative
    ///   buckets (their number, then bucket and count, 64 bits each), the sums as text.
    pub fn sha256(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let head = |hash: &mut Sha256, letter: u8, scale: u8, n: u64| {
            hash.update(b"percentile-state.v1\n");
            hash.update([letter, scale]);
            hash.update(n.to_le_bytes());
        };
        let mut block = Vec::with_capacity(4096);
        match &self.store {
            Store::Small(values) => {
                head(&mut hash, b's', self.scale, self.count());
                for values in values.chunks().flat_map(|chunk| chunk.chunks(1024)) {
                    block.clear();
                    block.extend(values.iter().flat_map(|v| v.to_le_bytes()));
                    hash.update(&block);
                }
            }
            Store::Large(values) => {
                head(&mut hash, b'l', self.scale, self.count());
                values.iter().for_each(|v| hash.update(v.to_le_bytes()));
            }
            Store::Doubles(values, moments) => {
                head(&mut hash, b'd', 0, self.count());
                values.iter().for_each(|v| hash.update(v.to_bits().to_le_bytes()));
                hash_sums(&mut hash, &moments.sums());
            }
            Store::Sketch(sketch, moments) => {
                let parts = sketch.parts();
                head(&mut hash, b'k', parts.precision, self.count());
                hash.update(parts.zeros.to_le_bytes());
                for end in [parts.min, parts.max] {
                    hash.update(end.unwrap_or(0.0).to_bits().to_le_bytes());
                }
                for list in [&parts.above, &parts.below] {
                    block.clear();
                    block.extend((list.len() as u64).to_le_bytes());
                    for &(bucket, count) in list {
                        block.extend(u64::from(bucket).to_le_bytes());
                        block.extend(count.to_le_bytes());
                    }
                    hash.update(&block);
                }
                hash_sums(&mut hash, &moments.sums());
            }
        }
        hash.finalize().into()
    }
}

fn hash_sums(hash: &mut Sha256, sums: &Sums) {
    let text = format!(
        "{} {} {} {} {} {}",
        sums.scale, sums.sum, sums.squares, sums.doubles, sums.double_sum, sums.double_squares
    );
    hash.update(text.as_bytes());
}

#[cfg(test)]
mod tests;
