//! Sample quantiles of all nine Hyndman-Fan types, ranks in integers.
//!
//! A quantile is a fraction (`99.9` is 999/1000), never a double: `ceil(0.07 * 100)` is 8
//! in floating point, and 5 of the 99 whole percentiles of 100 samples go wrong that way.
//! The position in the sorted sample comes out as a rank and an exact weight, and the
//! value between two samples is the true one rounded once.
//!
//! Source: R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The
//! American Statistician 50 (1996).

use crate::decimal::Number;
use crate::nat::{Nat, quotient};

/// A quantile as an exact fraction in 0..=1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quantile {
    numerator: u64,
    denominator: u64,
    /// Decimals of the percentage, 0 to [`Quantile::DECIMALS`].
    decimals: u8,
}

impl Quantile {
    /// The most decimals that a percentage may have.
    pub const DECIMALS: usize = 9;

    /// From a percentage as written: `50`, `99.9`, `0`, `100`. Trailing zeros of the
    /// fraction do not count. `None` for anything else.
    pub fn percent(text: &str) -> Option<Quantile> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 3 || !digits(whole) || !digits(fraction) {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > Quantile::DECIMALS {
            return None;
        }
        let numerator: u64 = format!("{whole}{fraction}").parse().ok()?;
        let denominator = 100 * 10_u64.pow(u32::try_from(fraction.len()).ok()?);
        let decimals = u8::try_from(fraction.len()).ok()?;
        (numerator <= denominator).then_some(Quantile { numerator, denominator, decimals })
    }

    /// The nearest double, in 0..=1.
    pub fn to_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// The fraction: numerator and denominator.
    pub fn fraction(self) -> (u64, u64) {
        (self.numerator, self.denominator)
    }

    /// The member's name in a record: `p50`, `p99_9`.
    pub fn label(self) -> String {
        let unit = 10_u64.pow(self.decimals.into());
        let (whole, rest) = (self.numerator / unit, self.numerator % unit);
        match self.decimals {
            0 => format!("p{whole}"),
            n => format!("p{whole}_{rest:0width$}", width = usize::from(n)),
        }
    }
}

impl PartialOrd for Quantile {
    fn partial_cmp(&self, other: &Quantile) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantile {
    fn cmp(&self, other: &Quantile) -> std::cmp::Ordering {
        let left = u128::from(self.numerator) * u128::from(other.denominator);
        let right = u128::from(other.numerator) * u128::from(self.denominator);
        left.cmp(&right)
    }
}

/// One of the nine definitions of Hyndman and Fan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Inverse of the empirical distribution function: always an observed value.
    One,
    /// As 1, averaged where the function is flat.
    Two,
    /// The nearest observation, ties to the even rank.
    Three,
    /// Linear interpolation of the empirical distribution function.
    Four,
    /// Piecewise linear, knots midway through the steps (hydrologists).
    Five,
    /// Linear through the expected ranks of a uniform sample (Weibull).
    Six,
    /// Linear through the modes: the default of R, NumPy, SQL and spreadsheets.
    Seven,
    /// Median-unbiased whatever the distribution; what Hyndman and Fan advise.
    Eight,
    /// Approximately unbiased for a normal sample.
    Nine,
}

impl Type {
    /// From its number, 1 to 9.
    pub fn new(number: u8) -> Option<Type> {
        use Type::{Eight, Five, Four, Nine, One, Seven, Six, Three, Two};
        let all = [One, Two, Three, Four, Five, Six, Seven, Eight, Nine];
        all.get(usize::from(number).checked_sub(1)?).copied()
    }

    /// Its number, 1 to 9.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }
}

/// A place in a sorted sample: between `lower` and `upper` (ranks from 0), at
/// `numerator / denominator` of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The rank below or at the place.
    pub lower: u64,
    /// The rank above or at the place; `lower` or `lower + 1`.
    pub upper: u64,
    /// How far from lower to upper.
    pub numerator: u64,
    /// Over this; never 0.
    pub denominator: u64,
}

impl Position {
    fn at(rank: u64) -> Position {
        Position { lower: rank, upper: rank, numerator: 0, denominator: 1 }
    }

    /// The weight of `upper`, 0 to 1.
    pub fn weight(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

/// Where a quantile lies in a sorted sample of `n` values; `None` for an empty one.
pub fn position(n: u64, q: Quantile, by: Type) -> Option<Position> {
    let last = n.checked_sub(1)?;
    let (num, den) = (i128::from(q.numerator), i128::from(q.denominator));
    let nq = i128::from(n) * num;
    let rank = |from_one: i128| (from_one - 1).clamp(0, i128::from(last)) as u64;
    // Types 4 to 9: v = n q + a + q (1 - a - b) - 1, from 0, in units of 1 / (24 den).
    let (a, b) = match by {
        Type::One => return Some(Position::at(rank((nq + den - 1).div_euclid(den)))),
        Type::Two => {
            let up = (nq + den - 1).div_euclid(den);
            let (lower, upper) = if nq % den == 0 { (rank(up), rank(up + 1)) } else { (rank(up), rank(up)) };
            let (numerator, denominator) = if lower == upper { (0, 1) } else { (1, 2) };
            return Some(Position { lower, upper, numerator, denominator });
        }
        Type::Three => {
            let twice = 2 * nq - den;
            let (down, rest) = (twice.div_euclid(2 * den), twice.rem_euclid(2 * den));
            let stay = rest == 0 && down % 2 == 0;
            return Some(Position::at(rank(if stay { down } else { down + 1 })));
        }
        Type::Four => (-24, 0),
        Type::Five => (-12, 0),
        Type::Six => (-24, 24),
        Type::Seven => (0, -24),
        Type::Eight => (-16, 8),
        Type::Nine => (-15, 6),
    };
    let unit = 24 * den;
    let v = (24 * nq + a * den + b * num).clamp(0, i128::from(last) * unit);
    let lower = v.div_euclid(unit) as u64;
    let rest = v.rem_euclid(unit) as u64;
    if rest == 0 {
        return Some(Position::at(lower));
    }
    Some(Position { lower, upper: lower + 1, numerator: rest, denominator: unit as u64 })
}

/// The value at a position between two samples: the exact one, rounded to a double once.
pub fn between(lower: Number, upper: Number, at: Position) -> f64 {
    if at.numerator == 0 || lower == upper {
        return lower.to_f64();
    }
    let far = at.numerator;
    let near = at.denominator - at.numerator;
    if let (Number::Plain(low), Number::Plain(high)) = (lower, upper) {
        let scale = low.scale().max(high.scale());
        if let (Some(l), Some(h)) = (low.mantissa_at(scale), high.mantissa_at(scale)) {
            let up = i128::from(l).checked_mul(i128::from(near));
            let sum = up.and_then(|up| i128::from(h).checked_mul(far.into())?.checked_add(up));
            if let Some(sum) = sum {
                let unit = Nat::power_of_ten(scale.into()).times_small(at.denominator);
                let size = quotient(&Nat::from(sum.unsigned_abs()), &unit).unwrap_or(f64::NAN);
                return if sum < 0 { -size } else { size };
            }
        }
    }
    between_doubles(lower.to_f64(), upper.to_f64(), near, far)
}

/// `(near * a + far * b) / (near + far)`, rounded once.
fn between_doubles(a: f64, b: f64, near: u64, far: u64) -> f64 {
    let (mut above, mut below) = (Nat::ZERO, Nat::ZERO);
    for (value, weight) in [(a, near), (b, far)] {
        let bits = value.abs().to_bits();
        let exponent = bits >> 52;
        let fraction = bits & ((1 << 52) - 1);
        let (mantissa, shift) =
            if exponent == 0 { (fraction, 0) } else { (fraction | 1 << 52, exponent - 1) };
        let term = Nat::from(u128::from(mantissa) * u128::from(weight)).shifted_up(shift);
        if value < 0.0 { &mut below } else { &mut above }.add(&term);
    }
    let unit = Nat::from(u128::from(near) + u128::from(far)).shifted_up(1074);
    match above.minus(&below) {
        Some(sum) => quotient(&sum, &unit).unwrap_or(f64::NAN),
        None => -quotient(&below.minus(&above).unwrap_or_default(), &unit).unwrap_or(f64::NAN),
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, Quantile, Type, between, position};
    use crate::decimal::Number;
    use proptest::prelude::*;

    fn q(text: &str) -> Quantile {
        Quantile::percent(text).expect("a percentage")
    }

    fn value(sample: &[&str], percent: &str, by: u8) -> f64 {
        let at = position(sample.len() as u64, q(percent), Type::new(by).expect("1 to 9"));
        let at = at.expect("not empty");
        let number = |rank: u64| {
            Number::parse(sample[usize::try_from(rank).expect("small")].as_bytes()).expect("number")
        };
        between(number(at.lower), number(at.upper), at)
    }

    #[test]
    fn labels_and_spellings() {
        for (text, label) in [
            ("50", "p50"),
            ("99.9", "p99_9"),
            ("99.90", "p99_9"),
            ("99.05", "p99_05"),
            ("0", "p0"),
            ("100", "p100"),
            ("2.5", "p2_5"),
            ("0.001", "p0_001"),
            ("050", "p50"),
            ("5.", "p5"),
        ] {
            assert_eq!(q(text).label(), label, "{text}");
        }
        assert_eq!(q("99.90"), q("99.9"));
        assert!(q("99") < q("99.9") && q("99.9") < q("100"));
        for bad in ["", "101", "100.1", "-1", "1e1", "p50", ".5", "5 ", "0.1234567891", "1000"] {
            assert_eq!(Quantile::percent(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn the_first_quartile_of_four_integers_by_every_definition() {
        let got: Vec<f64> = (1..=9).map(|by| value(&["1", "2", "3", "4"], "25", by)).collect();
        let want = [1.0, 1.5, 1.0, 1.0, 1.5, 1.25, 1.75, 1.416_666_666_666_666_7, 1.4375];
        assert_eq!(got, want);
    }

    #[test]
    fn seven_percent_of_a_hundred_is_the_seventh() {
        for percent in 1..=99_u64 {
            let at = position(100, q(&percent.to_string()), Type::One);
            assert_eq!(at, Some(Position::at(percent - 1)));
        }
    }

    #[test]
    fn the_ends_are_the_extremes() {
        for by in 1..=9 {
            assert_eq!(value(&["1", "2", "9"], "0", by), 1.0);
            assert_eq!(value(&["1", "2", "9"], "100", by), 9.0);
            assert_eq!(value(&["7.5"], "37", by), 7.5);
        }
        assert_eq!(position(0, q("50"), Type::Seven), None);
    }

    #[test]
    fn a_value_between_is_rounded_once() {
        // 0.1 + (0.4 - 0.1) / 3 is 0.2, which doubles miss.
        let at = Position { lower: 0, upper: 1, numerator: 1, denominator: 3 };
        let number = |t: &str| Number::parse(t.as_bytes()).expect("number");
        assert_eq!(between(number("0.1"), number("0.4"), at), 0.2);
        assert_eq!(between(number("-0.4"), number("-0.1"), at), -0.3);
        let at = Position { lower: 0, upper: 1, numerator: 1, denominator: 2 };
        assert_eq!(between(number("-1.7e308"), number("1.7e308"), at), 0.0);
        assert_eq!(between(number("1.5e308"), number("0.5e308"), at), (0.75_f64 + 0.25) * 1e308);
        assert_eq!(between(number("1"), number("1e300"), at), 5e299);
    }

    proptest! {
        #[test]
        fn ranks_are_monotone_and_in_range(n in 1_u64..5000, a in 0_u32..=1000, b in 0_u32..=1000, by in 1_u8..=9) {
            let by = Type::new(by).expect("1 to 9");
            let text = |v: u32| format!("{}.{}", v / 10, v % 10);
            let (low, high) = (a.min(b), a.max(b));
            let low = position(n, q(&text(low)), by).expect("not empty");
            let high = position(n, q(&text(high)), by).expect("not empty");
            prop_assert!(low.upper < n && high.upper < n);
            prop_assert!(low.lower <= high.lower);
            if low.lower == high.lower && low.upper == high.upper {
                prop_assert!(low.weight() <= high.weight());
            }
        }

        #[test]
        fn doubles_between_stay_between(a: f64, b: f64, far in 1_u64..1000, near in 1_u64..1000) {
            prop_assume!(a.is_finite() && b.is_finite());
            let at = Position { lower: 0, upper: 1, numerator: far, denominator: far + near };
            let got = between(Number::Double(a), Number::Double(b), at);
            prop_assert!(got >= a.min(b) && got <= a.max(b));
        }
    }
}
