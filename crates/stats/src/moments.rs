//! Exact moments: sums of decimal literals as integers, one rounding at the very end.
//!
//! Sum and sum of squares are integers at the largest scale seen, so the order of the
//! values, the partition into shards and the tree of merges cannot change a bit of the
//! result, and 15 digits hold where every `f64` algorithm loses them (NIST NumAcc4).
//! Numbers that are not plain decimals ([`Number::Double`]) are summed exactly too, as the
//! doubles nearest to them: [`Moments::is_rounded`] says so.

use crate::decimal::{Decimal, Number, POWERS_OF_TEN};
use crate::nat::{Nat, quotient, root_of_quotient};

/// Doubles are multiples of 2^-1074.
const LOWEST_BIT: u64 = 1074;

/// Count, sum and sum of squares, exact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    n: u64,
    scale: u8,
    // What fits: 10^13 values of 12 digits. The rest goes to `wide`.
    sum: i128,
    squares: u128,
    wide: Option<Box<Wide>>,
    doubles: Option<Box<Doubles>>,
}

/// What does not fit into 128 bits, at the same scale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Wide {
    above: Nat,
    below: Nat,
    squares: Nat,
}

/// Sums of doubles as multiples of 2^-1074 and 2^-2148.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Doubles {
    n: u64,
    above: Nat,
    below: Nat,
    squares: Nat,
}

/// The sums of a [`Moments`] as text, the same for the same multiset of values: what a
/// state record carries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Values summed.
    pub n: u64,
    /// Decimals of `sum`; `squares` has twice as many.
    pub scale: u8,
    /// The sum of the plain decimals, an integer in units of 10^-scale.
    pub sum: String,
    /// The sum of their squares, in units of 10^-2scale.
    pub squares: String,
    /// How many values were summed as doubles.
    pub doubles: u64,
    /// The sum of the doubles, an integer in units of 2^-1074; empty where there are none.
    pub double_sum: String,
    /// The sum of their squares, in units of 2^-2148; empty where there are none.
    pub double_squares: String,
}

impl Moments {
    /// No values yet.
    pub fn new() -> Moments {
        Moments::default()
    }

    /// How many values there are.
    pub fn count(&self) -> u64 {
        self.n
    }

    /// The decimals of the sums: as many as it takes for every plain decimal.
    pub fn scale(&self) -> u8 {
        self.scale
    }

    /// Whether some values entered as the doubles nearest to them.
    pub fn is_rounded(&self) -> bool {
        self.doubles.is_some()
    }

    /// Adds one value.
    pub fn add(&mut self, number: Number) {
        match number {
            Number::Plain(decimal) => self.add_decimal(decimal),
            Number::Double(value) => self.add_double(value),
        }
    }

    /// Adds a plain decimal.
    pub fn add_decimal(&mut self, decimal: Decimal) {
        if decimal.scale() > self.scale {
            self.rescale(decimal.scale());
        }
        match decimal.mantissa_at(self.scale) {
            Some(mantissa) => self.add_mantissa(mantissa),
            None => {
                let up = POWERS_OF_TEN[usize::from(self.scale - decimal.scale())];
                let size = Nat::from(decimal.mantissa().unsigned_abs()).times_small(up.unsigned_abs());
                self.n += 1;
                self.wide_mut().add(&size, decimal.mantissa() < 0);
            }
        }
    }

    /// Adds many values given as integers in units of 10^-scale; `scale` at most 18.
    pub fn add_mantissas<T: Copy + Into<i64>>(&mut self, mantissas: &[T], scale: u8) {
        if scale > self.scale {
            self.rescale(scale);
        }
        if scale < self.scale {
            for &m in mantissas {
                if let Some(decimal) = Decimal::new(m.into(), scale.into()) {
                    self.add_decimal(decimal);
                }
            }
            return;
        }
        for &m in mantissas {
            self.add_mantissa(m.into());
        }
    }

    /// Adds many small values in units of 10^-scale: the same as [`Moments::add_mantissas`],
    /// in a form that the compiler turns into vector code.
    pub fn add_small(&mut self, mantissas: &[u32], scale: u8) {
        if scale != self.scale {
            return self.add_mantissas(mantissas, scale);
        }
        // 2^32 * 2^16 values fit a u64; squares go in two halves of 32 bits.
        for block in mantissas.chunks(1 << 16) {
            let (mut sum, mut low, mut high) = (0_u64, 0_u64, 0_u64);
            for &m in block {
                let square = u64::from(m) * u64::from(m);
                sum += u64::from(m);
                low += square & 0xffff_ffff;
                high += square >> 32;
            }
            let squares = (u128::from(high) << 32) + u128::from(low);
            self.n += block.len() as u64;
            self.accumulate(i128::from(sum), squares);
        }
    }

    #[inline]
    fn add_mantissa(&mut self, mantissa: i64) {
        self.n += 1;
        let size = u128::from(mantissa.unsigned_abs());
        self.accumulate(i128::from(mantissa), size * size);
    }

    #[inline]
    fn accumulate(&mut self, sum: i128, squares: u128) {
        match (self.sum.checked_add(sum), self.squares.checked_add(squares)) {
            (Some(a), Some(b)) => {
                self.sum = a;
                self.squares = b;
            }
            _ => {
                self.spill();
                self.sum = sum;
                self.squares = squares;
            }
        }
    }

    /// Adds a double as itself.
    fn add_double(&mut self, value: f64) {
        if !value.is_finite() {
            return;
        }
        self.n += 1;
        let bits = value.abs().to_bits();
        let exponent = bits >> 52;
        let fraction = bits & ((1 << 52) - 1);
        let (mantissa, shift) =
            if exponent == 0 { (fraction, 0) } else { (fraction | 1 << 52, exponent - 1) };
        let doubles = self.doubles.get_or_insert_default();
        doubles.n += 1;
        let size = Nat::from(mantissa).shifted_up(shift);
        let square = Nat::from(u128::from(mantissa) * u128::from(mantissa)).shifted_up(2 * shift);
        if value < 0.0 { &mut doubles.below } else { &mut doubles.above }.add(&size);
        doubles.squares.add(&square);
    }

    fn wide_mut(&mut self) -> &mut Wide {
        self.wide.get_or_insert_default()
    }

    fn spill(&mut self) {
        let (sum, squares) = (self.sum, self.squares);
        self.sum = 0;
        self.squares = 0;
        let wide = self.wide_mut();
        let size = Nat::from(sum.unsigned_abs());
        if sum < 0 { &mut wide.below } else { &mut wide.above }.add(&size);
        wide.squares.add(&Nat::from(squares));
    }

    fn rescale(&mut self, scale: u8) {
        let by = POWERS_OF_TEN[usize::from(scale - self.scale)];
        self.scale = scale;
        let sum = self.sum.checked_mul(i128::from(by));
        let squares = self.squares.checked_mul((i128::from(by) * i128::from(by)).unsigned_abs());
        if let (Some(sum), Some(squares), None) = (sum, squares, &self.wide) {
            self.sum = sum;
            self.squares = squares;
            return;
        }
        self.spill();
        let by = Nat::from(by.unsigned_abs());
        let wide = self.wide_mut();
        wide.above = wide.above.times(&by);
        wide.below = wide.below.times(&by);
        wide.squares = wide.squares.times(&by).times(&by);
    }

    /// Adds all the values of another.
    pub fn merge(&mut self, other: &Moments) {
        let mut other = other.clone();
        if other.scale < self.scale {
            other.rescale(self.scale);
        } else if other.scale > self.scale {
            self.rescale(other.scale);
        }
        self.n += other.n;
        self.accumulate(other.sum, other.squares);
        if let Some(theirs) = other.wide {
            let ours = self.wide_mut();
            ours.above.add(&theirs.above);
            ours.below.add(&theirs.below);
            ours.squares.add(&theirs.squares);
        }
        if let Some(theirs) = other.doubles {
            let ours = self.doubles.get_or_insert_default();
            ours.n += theirs.n;
            ours.above.add(&theirs.above);
            ours.below.add(&theirs.below);
            ours.squares.add(&theirs.squares);
        }
    }

    /// Sums over a common denominator: (above, below, squares, denominator), the squares
    /// over the denominator's square.
    fn total(&self) -> (Nat, Nat, Nat, Nat) {
        let (mut above, mut below) = (Nat::ZERO, Nat::ZERO);
        let size = Nat::from(self.sum.unsigned_abs());
        if self.sum < 0 { &mut below } else { &mut above }.add(&size);
        let mut squares = Nat::from(self.squares);
        if let Some(wide) = &self.wide {
            above.add(&wide.above);
            below.add(&wide.below);
            squares.add(&wide.squares);
        }
        let mut denominator = Nat::power_of_ten(self.scale.into());
        if let Some(doubles) = &self.doubles {
            let ten = denominator.clone();
            above = above.shifted_up(LOWEST_BIT);
            below = below.shifted_up(LOWEST_BIT);
            squares = squares.shifted_up(2 * LOWEST_BIT);
            above.add(&doubles.above.times(&ten));
            below.add(&doubles.below.times(&ten));
            squares.add(&doubles.squares.times(&ten).times(&ten));
            denominator = denominator.shifted_up(LOWEST_BIT);
        }
        (above, below, squares, denominator)
    }

    /// The arithmetic mean, correctly rounded; `None` without values.
    pub fn mean(&self) -> Option<f64> {
        let (above, below, _, denominator) = self.total();
        let denominator = denominator.times_small(self.n);
        match above.minus(&below) {
            Some(sum) => quotient(&sum, &denominator),
            None => quotient(&below.minus(&above)?, &denominator).map(|mean| -mean),
        }
    }

    /// The sample variance (n - 1), correctly rounded; `None` below two values.
    pub fn variance(&self) -> Option<f64> {
        let (numerator, denominator) = self.variance_ratio()?;
        quotient(&numerator, &denominator)
    }

    /// The sample standard deviation (n - 1), correctly rounded; `None` below two values.
    pub fn sd(&self) -> Option<f64> {
        let (numerator, denominator) = self.variance_ratio()?;
        root_of_quotient(&numerator, &denominator)
    }

    fn variance_ratio(&self) -> Option<(Nat, Nat)> {
        let less = self.n.checked_sub(1).filter(|&less| less > 0)?;
        let (above, below, squares, denominator) = self.total();
        let sum = above.minus(&below).or_else(|| below.minus(&above))?;
        // (n Q - S^2) / (n (n-1)): never negative, by Cauchy and Schwarz.
        let numerator = squares.times_small(self.n).minus(&sum.times(&sum))?;
        let denominator = denominator.times(&denominator).times_small(self.n).times_small(less);
        Some((numerator, denominator))
    }

    /// The sums as text.
    pub fn sums(&self) -> Sums {
        let signed = |above: &Nat, below: &Nat| {
            let (size, sign) = match above.minus(below) {
                Some(size) => (size, ""),
                None => (below.minus(above).unwrap_or_default(), "-"),
            };
            format!("{sign}{size}")
        };
        let decimals = Moments { doubles: None, ..self.clone() };
        let (above, below, squares, _) = decimals.total();
        let mut sums = Sums {
            n: self.n,
            scale: self.scale,
            sum: signed(&above, &below),
            squares: squares.to_string(),
            ..Sums::default()
        };
        if let Some(doubles) = &self.doubles {
            sums.doubles = doubles.n;
            sums.double_sum = signed(&doubles.above, &doubles.below);
            sums.double_squares = doubles.squares.to_string();
        }
        sums
    }

    /// Back from text; `None` where a sum is not an integer, the scale is over 18, or the
    /// sums contradict each other (a negative variance).
    pub fn from_sums(sums: &Sums) -> Option<Moments> {
        let signed = |text: &str| match text.strip_prefix('-') {
            Some(size) => Some((Nat::ZERO, Nat::from_decimal(size)?)),
            None => Some((Nat::from_decimal(text)?, Nat::ZERO)),
        };
        if sums.scale > crate::decimal::MAX_SCALE || sums.doubles > sums.n {
            return None;
        }
        let (above, below) = signed(&sums.sum)?;
        let squares = Nat::from_decimal(&sums.squares)?;
        let wide = Wide { above, below, squares };
        let mut moments =
            Moments { n: sums.n, scale: sums.scale, wide: Some(Box::new(wide)), ..Moments::default() };
        if sums.doubles > 0 {
            let (above, below) = signed(&sums.double_sum)?;
            let squares = Nat::from_decimal(&sums.double_squares)?;
            moments.doubles = Some(Box::new(Doubles { n: sums.doubles, above, below, squares }));
        }
        if sums.n >= 2 {
            moments.variance_ratio()?;
        }
        Some(moments)
    }
}

impl Wide {
    fn add(&mut self, size: &Nat, negative: bool) {
        if negative { &mut self.below } else { &mut self.above }.add(size);
        self.squares.add(&size.times(size));
    }
}

#[cfg(test)]
mod tests {
    use super::Moments;
    use crate::decimal::Number;
    use proptest::prelude::*;

    fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Moments {
        let mut moments = Moments::new();
        for text in texts {
            moments.add(Number::parse(text.as_bytes()).expect("a number"));
        }
        moments
    }

    #[test]
    fn few_values() {
        let none = Moments::new();
        assert_eq!((none.mean(), none.sd()), (None, None));
        let one = of(["-2.5"]);
        assert_eq!((one.mean(), one.sd()), (Some(-2.5), None));
        let two = of(["1", "2"]);
        assert_eq!((two.mean(), two.variance()), (Some(1.5), Some(0.5)));
        assert_eq!(of(["0.1", "0.1", "0.1"]).sd(), Some(0.0));
        assert_eq!(of(["0.1", "0.2", "0.3"]).mean(), Some(0.2));
    }

    #[test]
    fn mixed_magnitudes_lose_nothing() {
        let texts = ["9000000000000000000", "1e-18", "-9000000000000000000"];
        let moments = of(texts);
        assert!(!moments.is_rounded());
        assert_eq!(moments.mean(), Some(1e-18 / 3.0));
        let doubles = of(["1e300", "1", "-1e300"]);
        assert!(doubles.is_rounded());
        assert_eq!(doubles.mean(), Some(1.0 / 3.0));
    }

    #[test]
    fn subnormal_doubles_are_counted() {
        assert_eq!(of(["5e-324", "5e-324"]).mean(), Some(5e-324));
        assert_eq!(of(["1e-320", "3e-320"]).sd(), Some(f64::sqrt(2.0) * 1e-320));
    }

    /// Numbers of many kinds: short decimals, long ones, doubles, both signs.
    fn literal() -> impl Strategy<Value = String> {
        prop_oneof![
            5 => (0_u32..1_000_000).prop_map(|m| format!("{}.{:03}", m / 1000, m % 1000)),
            1 => (any::<i64>(), 0_u32..25).prop_map(|(m, s)| format!("{m}e-{s}")),
            1 => (-1e18_f64..1e18).prop_map(|v| v.to_string()),
            1 => any::<f64>().prop_filter("finite", |v| v.is_finite()).prop_map(|v| format!("{v:e}")),
        ]
    }

    proptest! {
        #[test]
        fn order_and_partition_change_nothing(
            texts in proptest::collection::vec(literal(), 0..40),
            cut in 0_usize..40,
        ) {
            let serial = of(texts.iter().map(String::as_str));
            let cut = cut.min(texts.len());
            let mut backwards = of(texts[cut..].iter().rev().map(String::as_str));
            backwards.merge(&of(texts[..cut].iter().map(String::as_str)));
            prop_assert_eq!(serial.sums(), backwards.sums());
            prop_assert_eq!(serial.mean(), backwards.mean());
            prop_assert_eq!(serial.sd(), backwards.sd());
            let back = Moments::from_sums(&serial.sums()).expect("valid");
            prop_assert_eq!(back.sums(), serial.sums());
            prop_assert_eq!(back.sd(), serial.sd());
        }

        #[test]
        fn bulk_and_single_agree(values in proptest::collection::vec(any::<u32>(), 0..300), scale in 0_u8..=9) {
            let mut bulk = Moments::new();
            bulk.add_small(&values, scale);
            let mut wide = Moments::new();
            wide.add_mantissas(&values, scale);
            prop_assert_eq!(bulk.sums(), wide.sums());
            let texts: Vec<String> = values.iter().map(|v| format!("{v}e-{scale}")).collect();
            let single = of(texts.iter().map(String::as_str));
            prop_assert_eq!(single.mean(), bulk.mean());
            prop_assert_eq!(single.variance(), bulk.variance());
        }
    }
}
