//! Decimal literals as they stand: mantissa and scale, nothing rounded.
//!
//! A literal becomes [`Number::Plain`] where its value is `m * 10^-s` with `|m| < 2^63`
//! and `s <= 18` once trailing zeros are dropped (every duration anyone prints), else
//! [`Number::Double`], the nearest double. Which of the two is a property of the value,
//! not of its spelling: `1.50`, `1.5` and `15e-1` are the same number.

/// The most decimals of a plain number.
pub const MAX_SCALE: u8 = 18;

/// 10^0 to 10^18.
pub const POWERS_OF_TEN: [i64; 19] = {
    let mut powers = [1_i64; 19];
    let mut at = 1;
    while at < 19 {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// `mantissa * 10^-scale`, `scale` being the smallest one for this value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    mantissa: i64,
    scale: u8,
}

/// A number as it was written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// Kept exactly.
    Plain(Decimal),
    /// Too long or too far from 1 for that; the nearest double.
    Double(f64),
}

/// Why a text is not a number that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotNumber {
    /// Empty.
    Empty,
    /// `NaN`, `inf` and their spellings.
    NotFinite,
    /// A number, but its magnitude is beyond the largest double.
    Beyond,
    /// Anything else.
    Syntax,
}

impl std::fmt::Display for NotNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            NotNumber::Empty => "no number",
            NotNumber::NotFinite => "not a finite number",
            NotNumber::Beyond => "a number beyond the range of a double",
            NotNumber::Syntax => "not a number",
        })
    }
}

impl std::error::Error for NotNumber {}

impl Decimal {
    /// `mantissa * 10^-scale` in its smallest form; `None` where `scale` is over
    /// [`MAX_SCALE`] even so, or the mantissa is `i64::MIN`.
    pub fn new(mut mantissa: i64, mut scale: u32) -> Option<Decimal> {
        if mantissa == 0 {
            return Some(Decimal { mantissa: 0, scale: 0 });
        }
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        let scale = u8::try_from(scale).ok().filter(|&s| s <= MAX_SCALE)?;
        (mantissa != i64::MIN).then_some(Decimal { mantissa, scale })
    }

    /// The integer `m` of `m * 10^-s`.
    pub fn mantissa(self) -> i64 {
        self.mantissa
    }

    /// The `s` of `m * 10^-s`.
    pub fn scale(self) -> u8 {
        self.scale
    }

    /// The mantissa at a larger scale; `None` where it does not fit.
    pub fn mantissa_at(self, scale: u8) -> Option<i64> {
        let by = *POWERS_OF_TEN.get(usize::from(scale.checked_sub(self.scale)?))?;
        self.mantissa.checked_mul(by).filter(|&m| m != i64::MIN)
    }

    /// The nearest double.
    pub fn to_f64(self) -> f64 {
        decimal_to_f64(self.mantissa, self.scale)
    }
}

/// `mantissa * 10^-scale` as the nearest double, for `scale <= 18`.
pub fn decimal_to_f64(mantissa: i64, scale: u8) -> f64 {
    let power = POWERS_OF_TEN.get(usize::from(scale)).copied().unwrap_or(i64::MAX);
    if mantissa.unsigned_abs() <= 1 << 53 {
        // Both are exact doubles (10^18 = 2^18 * 5^18, 5^18 < 2^53): one rounding.
        return mantissa as f64 / power as f64;
    }
    let size = crate::nat::quotient(
        &crate::nat::Nat::from(mantissa.unsigned_abs()),
        &crate::nat::Nat::from(power.unsigned_abs()),
    )
    .unwrap_or(f64::NAN);
    if mantissa < 0 { -size } else { size }
}

impl Number {
    /// The nearest double.
    pub fn to_f64(self) -> f64 {
        match self {
            Number::Plain(decimal) => decimal.to_f64(),
            Number::Double(value) => value,
        }
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        match self {
            Number::Plain(decimal) => decimal.mantissa < 0,
            Number::Double(value) => value < 0.0,
        }
    }

    /// A double as the number that its shortest decimal spelling denotes.
    ///
    /// # Errors
    /// [`NotNumber::NotFinite`] for NaN and the infinities.
    pub fn from_f64(value: f64) -> Result<Number, NotNumber> {
        if !value.is_finite() {
            return Err(NotNumber::NotFinite);
        }
        Number::parse(format!("{value:e}").as_bytes())
    }

    /// Reads a decimal literal: digits with an optional sign, point and exponent. Wider
    /// than JSON on purpose (`+1`, `.5`, `5.`, `007`), since lists of numbers are printed
    /// by many programs; JSON's own grammar is the scanner's business.
    ///
    /// # Errors
    /// See [`NotNumber`].
    pub fn parse(text: &[u8]) -> Result<Number, NotNumber> {
        let (negative, unsigned) = match text {
            [] => return Err(NotNumber::Empty),
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            rest => (false, rest),
        };
        let mut digits = Digits::default();
        let mut at = 0;
        let mut seen = 0_usize;
        while let Some(d) = unsigned.get(at).filter(|b| b.is_ascii_digit()) {
            digits.push(d - b'0', false);
            at += 1;
            seen += 1;
        }
        if unsigned.get(at) == Some(&b'.') {
            at += 1;
            while let Some(d) = unsigned.get(at).filter(|b| b.is_ascii_digit()) {
                digits.push(d - b'0', true);
                at += 1;
                seen += 1;
            }
        }
        if seen == 0 {
            return Err(special(unsigned));
        }
        let mut exponent = 0_i64;
        if let Some(b'e' | b'E') = unsigned.get(at) {
            at += 1;
            let down = match unsigned.get(at) {
                Some(b'-') => {
                    at += 1;
                    true
                }
                Some(b'+') => {
                    at += 1;
                    false
                }
                _ => false,
            };
            let from = at;
            while let Some(d) = unsigned.get(at).filter(|b| b.is_ascii_digit()) {
                exponent = exponent.saturating_mul(10).saturating_add(i64::from(d - b'0'));
                at += 1;
            }
            if at == from {
                return Err(NotNumber::Syntax);
            }
            if down {
                exponent = -exponent;
            }
        }
        if at != unsigned.len() {
            return Err(NotNumber::Syntax);
        }
        if let Some(decimal) = digits.plain(negative, exponent) {
            return Ok(Number::Plain(decimal));
        }
        let text = std::str::from_utf8(text).map_err(|_| NotNumber::Syntax)?;
        let value: f64 = text.parse().map_err(|_| NotNumber::Syntax)?;
        if value.is_finite() { Ok(Number::Double(value + 0.0)) } else { Err(NotNumber::Beyond) }
    }
}

fn special(unsigned: &[u8]) -> NotNumber {
    let known: [&[u8]; 3] = [b"nan", b"inf", b"infinity"];
    if known.iter().any(|word| unsigned.eq_ignore_ascii_case(word)) {
        NotNumber::NotFinite
    } else {
        NotNumber::Syntax
    }
}

/// Significant digits while a literal is read: zeros are held back, so that trailing ones
/// never enter the mantissa.
#[derive(Default)]
struct Digits {
    mantissa: u64,
    /// Zeros seen since the last other digit.
    zeros: i64,
    /// Digits after the point so far, zeros held back included.
    decimals: i64,
    overflow: bool,
}

impl Digits {
    fn push(&mut self, digit: u8, after_point: bool) {
        self.decimals += i64::from(after_point);
        if digit == 0 {
            self.zeros += i64::from(self.mantissa != 0);
            return;
        }
        for _ in 0..self.zeros {
            self.shift(0);
            if self.overflow {
                break;
            }
        }
        self.zeros = 0;
        self.shift(digit);
    }

    fn shift(&mut self, digit: u8) {
        match self.mantissa.checked_mul(10).and_then(|m| m.checked_add(u64::from(digit))) {
            Some(m) => self.mantissa = m,
            None => self.overflow = true,
        }
    }

    fn plain(&self, negative: bool, exponent: i64) -> Option<Decimal> {
        if self.overflow {
            return None;
        }
        if self.mantissa == 0 {
            return Some(Decimal { mantissa: 0, scale: 0 });
        }
        // The value is mantissa * 10^power, the mantissa ending in another digit than 0.
        let power = exponent.saturating_add(self.zeros).saturating_sub(self.decimals);
        let mut mantissa = i64::try_from(self.mantissa).ok()?;
        let scale = if power >= 0 {
            let power = POWERS_OF_TEN.get(usize::try_from(power).ok()?)?;
            mantissa = mantissa.checked_mul(*power)?;
            0
        } else {
            u8::try_from(-power).ok().filter(|&s| s <= MAX_SCALE)?
        };
        Some(Decimal { mantissa: if negative { -mantissa } else { mantissa }, scale })
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, NotNumber, Number};
    use proptest::prelude::*;

    fn plain(text: &str) -> (i64, u8) {
        match Number::parse(text.as_bytes()) {
            Ok(Number::Plain(d)) => (d.mantissa(), d.scale()),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn spellings_of_one_value_are_one_number() {
        for text in ["1.5", "1.50", "15e-1", "+1.5", "0.15e1", "001.500", "150E-2"] {
            assert_eq!(plain(text), (15, 1), "{text}");
        }
        for text in ["0", "-0", "0.000", "0e99", "-0.0e-5", ".0"] {
            assert_eq!(plain(text), (0, 0), "{text}");
        }
        assert_eq!(plain("1e3"), (1000, 0));
        assert_eq!(plain("5."), (5, 0));
        assert_eq!(plain(".5"), (5, 1));
        assert_eq!(plain("-12.0340"), (-12_034, 3));
        assert_eq!(plain("100000000000000000000e-20"), (1, 0));
        assert_eq!(plain("0.000000000000000001"), (1, 18));
    }

    #[test]
    fn what_is_too_long_or_too_far_is_a_double() {
        for text in ["0.0000000000000000001", "1e19", "12345678901234567890123", "1e300", "5e-324"] {
            let want: f64 = text.parse().expect("a number");
            assert_eq!(Number::parse(text.as_bytes()), Ok(Number::Double(want)), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_number_says_why() {
        for (text, why) in [
            ("", NotNumber::Empty),
            ("NaN", NotNumber::NotFinite),
            ("-inf", NotNumber::NotFinite),
            ("Infinity", NotNumber::NotFinite),
            ("1e999", NotNumber::Beyond),
            ("-1e400", NotNumber::Beyond),
            ("abc", NotNumber::Syntax),
            ("1.2.3", NotNumber::Syntax),
            ("1e", NotNumber::Syntax),
            ("--1", NotNumber::Syntax),
            (".", NotNumber::Syntax),
            ("1 ", NotNumber::Syntax),
            ("0x10", NotNumber::Syntax),
        ] {
            assert_eq!(Number::parse(text.as_bytes()), Err(why), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_plain_number_reads_as_the_nearest_double(m: i64, scale in 0_u32..=18) {
            prop_assume!(m != i64::MIN);
            let decimal = Decimal::new(m, scale).expect("in range");
            let text = format!("{m}e-{scale}");
            prop_assert_eq!(Number::parse(text.as_bytes()), Ok(Number::Plain(decimal)));
            prop_assert_eq!(decimal.to_f64(), text.parse::<f64>().expect("a number"));
        }

        #[test]
        fn every_double_survives_its_text(bits: u64) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            let number = Number::from_f64(value).expect("finite");
            prop_assert_eq!(number.to_f64(), value);
        }

        #[test]
        fn any_bytes_give_an_answer(text in proptest::collection::vec(any::<u8>(), 0..12)) {
            let ours = Number::parse(&text);
            let theirs = std::str::from_utf8(&text).ok().and_then(|t| t.parse::<f64>().ok());
            match (ours, theirs) {
                (Ok(a), Some(b)) => prop_assert_eq!(a.to_f64(), b),
                (Err(NotNumber::Beyond | NotNumber::NotFinite), Some(b)) => prop_assert!(!b.is_finite()),
                (Err(_), None) => {}
                (a, b) => prop_assert!(false, "{:?} against {:?}", a, b),
            }
        }
    }
}
