//! Natural numbers of any size, as small as exact sums need: add, subtract, multiply,
//! divide, and the correctly rounded quotient and square root as `f64`.
//!
//! Not a general big-integer library: it runs a few times per group at the end of a job,
//! never per value, so clarity goes before speed.

use std::cmp::Ordering;

/// A natural number: 64-bit limbs, least significant first, no leading zero limb.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nat(Vec<u64>);

impl Nat {
    /// Zero.
    pub const ZERO: Nat = Nat(Vec::new());

    /// From limbs, least significant first.
    pub fn from_limbs(limbs: Vec<u64>) -> Nat {
        let mut nat = Nat(limbs);
        nat.trim();
        nat
    }

    /// The limbs, least significant first, without leading zeros.
    pub fn limbs(&self) -> &[u64] {
        &self.0
    }

    /// 10^exponent.
    pub fn power_of_ten(exponent: u32) -> Nat {
        let mut power = Nat::from(1_u64);
        for _ in 0..exponent {
            power = power.times_small(10);
        }
        power
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of bits without leading zeros; 0 for zero.
    pub fn bits(&self) -> u64 {
        self.0.last().map_or(0, |top| self.0.len() as u64 * 64 - u64::from(top.leading_zeros()))
    }

    /// The number of trailing zero bits; 0 for zero.
    pub fn trailing_zeros(&self) -> u64 {
        let Some(first) = self.0.iter().position(|&limb| limb != 0) else {
            return 0;
        };
        first as u64 * 64 + u64::from(self.0[first].trailing_zeros())
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    /// Adds in place.
    pub fn add(&mut self, other: &Nat) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        let mut carry = false;
        for (at, limb) in self.0.iter_mut().enumerate() {
            let right = other.0.get(at).copied().unwrap_or(0);
            if right == 0 && !carry && at >= other.0.len() {
                return;
            }
            let (sum, over) = limb.overflowing_add(right);
            let (sum, more) = sum.overflowing_add(u64::from(carry));
            *limb = sum;
            carry = over || more;
        }
        if carry {
            self.0.push(1);
        }
    }

    /// `self - other`, or `None` where that is negative.
    pub fn minus(&self, other: &Nat) -> Option<Nat> {
        if *self < *other {
            return None;
        }
        let mut limbs = self.0.clone();
        let mut borrow = false;
        for (at, limb) in limbs.iter_mut().enumerate() {
            let right = other.0.get(at).copied().unwrap_or(0);
            let (difference, under) = limb.overflowing_sub(right);
            let (difference, more) = difference.overflowing_sub(u64::from(borrow));
            *limb = difference;
            borrow = under || more;
        }
        Some(Nat::from_limbs(limbs))
    }

    /// The product with a number of one limb.
    #[must_use]
    pub fn times_small(&self, factor: u64) -> Nat {
        self.times(&Nat::from(factor))
    }

    /// The product.
    #[must_use]
    pub fn times(&self, other: &Nat) -> Nat {
        let mut limbs = vec![0_u64; self.0.len() + other.0.len()];
        for (i, &a) in self.0.iter().enumerate() {
            let mut carry = 0_u64;
            for (j, &b) in other.0.iter().enumerate() {
                let wide = u128::from(a) * u128::from(b) + u128::from(limbs[i + j]) + u128::from(carry);
                limbs[i + j] = wide as u64;
                carry = (wide >> 64) as u64;
            }
            limbs[i + other.0.len()] = carry;
        }
        Nat::from_limbs(limbs)
    }

    /// `self * 2^bits`.
    #[must_use]
    pub fn shifted_up(&self, bits: u64) -> Nat {
        if self.is_zero() {
            return Nat::ZERO;
        }
        let (limbs, bits) = (usize::try_from(bits / 64).unwrap_or(usize::MAX), bits % 64);
        let mut out = vec![0_u64; limbs];
        let mut carry = 0;
        for &limb in &self.0 {
            out.push(limb << bits | carry);
            carry = if bits == 0 { 0 } else { limb >> (64 - bits) };
        }
        out.push(carry);
        Nat::from_limbs(out)
    }

    /// `self / 2^bits`, rounded down.
    #[must_use]
    pub fn shifted_down(&self, bits: u64) -> Nat {
        let (skip, bits) = (usize::try_from(bits / 64).unwrap_or(usize::MAX), bits % 64);
        let Some(kept) = self.0.get(skip..) else {
            return Nat::ZERO;
        };
        let limb = |at: usize| kept.get(at).copied().unwrap_or(0);
        let out = (0..kept.len())
            .map(|at| limb(at) >> bits | if bits == 0 { 0 } else { limb(at + 1) << (64 - bits) })
            .collect();
        Nat::from_limbs(out)
    }

    /// Quotient and remainder; `None` for a zero divisor.
    ///
    /// Limb by limb, each guessed from the top ones: D. E. Knuth, The Art of Computer
    /// Programming 2, 4.3.1, algorithm D.
    pub fn divided(&self, by: &Nat) -> Option<(Nat, Nat)> {
        let top = *by.0.last()?;
        if *self < *by {
            return Some((Nat::ZERO, self.clone()));
        }
        // The divisor's highest bit is set; one limb below it always, be it 0.
        let shift = u64::from(top.leading_zeros());
        let mut divisor = by.shifted_up(shift).0;
        let mut rest = self.shifted_up(shift).0;
        let lone = divisor.len() == 1;
        if lone {
            divisor.insert(0, 0);
            rest.insert(0, 0);
        }
        rest.push(0);
        let n = divisor.len();
        let (high, next) = (u128::from(divisor[n - 1]), u128::from(divisor[n - 2]));
        let mut quotient = vec![0; rest.len() - n];
        for at in (0..quotient.len()).rev() {
            let two = u128::from(rest[at + n]) << 64 | u128::from(rest[at + n - 1]);
            let (mut guess, mut left) = (two / high, two % high);
            // At most two too large; after this hardly ever, and then by one.
            while guess >> 64 > 0 || guess * next > (left << 64 | u128::from(rest[at + n - 2])) {
                guess -= 1;
                left += high;
                if left >> 64 > 0 {
                    break;
                }
            }
            let window = &mut rest[at..=at + n];
            if take_times(window, &divisor, guess as u64) {
                guess -= 1;
                put_back(window, &divisor);
            }
            quotient[at] = guess as u64;
        }
        if lone {
            rest.remove(0);
        }
        Some((Nat::from_limbs(quotient), Nat::from_limbs(rest).shifted_down(shift)))
    }

    /// The value where it fits.
    pub fn to_u128(&self) -> Option<u128> {
        match self.0[..] {
            [] => Some(0),
            [low] => Some(u128::from(low)),
            [low, high] => Some(u128::from(high) << 64 | u128::from(low)),
            _ => None,
        }
    }

    /// From decimal digits; `None` where there is anything else, or nothing.
    pub fn from_decimal(text: &str) -> Option<Nat> {
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let mut nat = Nat::ZERO;
        for digit in text.bytes() {
            nat = nat.times_small(10);
            nat.add(&Nat::from(u64::from(digit - b'0')));
        }
        Some(nat)
    }
}

/// `from -= factor * times`, for one limb more of `from`; whether that is negative, and
/// then the limbs are what is left after borrowing.
fn take_times(from: &mut [u64], times: &[u64], factor: u64) -> bool {
    let (mut carry, mut borrow) = (0_u128, false);
    for (at, limb) in from.iter_mut().enumerate() {
        let product = u128::from(factor) * u128::from(times.get(at).copied().unwrap_or(0)) + carry;
        carry = product >> 64;
        let (less, under) = limb.overflowing_sub(product as u64);
        let (less, more) = less.overflowing_sub(u64::from(borrow));
        *limb = less;
        borrow = under || more;
    }
    borrow
}

/// `to += what`, what runs over lost: it was borrowed before.
fn put_back(to: &mut [u64], what: &[u64]) {
    let mut carry = false;
    for (at, limb) in to.iter_mut().enumerate() {
        let (sum, over) = limb.overflowing_add(what.get(at).copied().unwrap_or(0));
        let (sum, more) = sum.overflowing_add(u64::from(carry));
        *limb = sum;
        carry = over || more;
    }
}

impl std::fmt::Display for Nat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const GROUP: u64 = 10_000_000_000_000_000_000;
        let mut limbs = self.0.clone();
        let mut groups = Vec::new();
        while limbs.iter().any(|&limb| limb != 0) {
            let mut rest = 0_u128;
            for limb in limbs.iter_mut().rev() {
                let wide = rest << 64 | u128::from(*limb);
                *limb = (wide / u128::from(GROUP)) as u64;
                rest = wide % u128::from(GROUP);
            }
            groups.push(rest);
        }
        let Some(top) = groups.pop() else {
            return f.pad_integral(true, "", "0");
        };
        let mut text = top.to_string();
        for group in groups.iter().rev() {
            text.push_str(&format!("{group:019}"));
        }
        f.pad_integral(true, "", &text)
    }
}

impl From<u64> for Nat {
    fn from(value: u64) -> Nat {
        Nat::from_limbs(vec![value])
    }
}

impl From<u128> for Nat {
    fn from(value: u128) -> Nat {
        Nat::from_limbs(vec![value as u64, (value >> 64) as u64])
    }
}

impl PartialOrd for Nat {
    fn partial_cmp(&self, other: &Nat) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Nat {
    fn cmp(&self, other: &Nat) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

/// 2^exponent, exactly, for any exponent that a double can show; 0 below.
fn power_of_two(exponent: i64) -> f64 {
    match exponent {
        -1022..=1023 => f64::from_bits(((exponent + 1023) as u64) << 52),
        -1074..=-1023 => f64::from_bits(1 << (exponent + 1074)),
        ..-1074 => 0.0,
        _ => f64::INFINITY,
    }
}

/// `value * 2^exponent`, rounded to the nearest double, ties to even. `sticky` says that
/// the true value is a little larger; it must not be set unless `value` has 55 bits.
fn round(value: u128, exponent: i64, sticky: bool) -> f64 {
    let bits = 128 - i64::from(value.leading_zeros());
    // A double has 53 bits, fewer when it is subnormal.
    let drop = (bits - 53).max(-1074 - exponent);
    if drop <= 0 {
        return value as f64 * power_of_two(exponent);
    }
    if drop > 127 {
        return 0.0;
    }
    let mut kept = value >> drop;
    let rest = value & ((1 << drop) - 1);
    let half = 1_u128 << (drop - 1);
    if rest > half || rest == half && (sticky || kept & 1 == 1) {
        kept += 1;
    }
    let exponent = exponent + drop;
    // Two steps: 2^exponent alone may overflow or vanish where the product does not.
    let first = exponent.clamp(-1022, 1023 - 53);
    kept as f64 * power_of_two(first) * power_of_two(exponent - first)
}

/// `numerator / denominator` as the nearest double (ties to even); `None` for a zero
/// denominator.
pub fn quotient(numerator: &Nat, denominator: &Nat) -> Option<f64> {
    let (whole, shift, sticky) = scaled(numerator, denominator, 66)?;
    Some(round(whole, -shift, sticky))
}

/// The square root of `numerator / denominator` as the nearest double; `None` for a zero
/// denominator.
pub fn root_of_quotient(numerator: &Nat, denominator: &Nat) -> Option<f64> {
    let (whole, shift, sticky) = scaled(numerator, denominator, 124)?;
    let root = whole.isqrt();
    let sticky = sticky || root * root != whole;
    Some(round(root, -(shift / 2), sticky))
}

/// `numerator / denominator * 2^shift`, rounded down, with about `bits` bits and an even
/// shift, and whether something was cut.
fn scaled(numerator: &Nat, denominator: &Nat, bits: i64) -> Option<(u128, i64, bool)> {
    if denominator.is_zero() {
        return None;
    }
    if numerator.is_zero() {
        return Some((0, 0, false));
    }
    let shift = bits - (numerator.bits() as i64 - denominator.bits() as i64);
    let shift = shift + (shift & 1);
    let (up, down) = (shift.max(0).unsigned_abs(), shift.min(0).unsigned_abs());
    let (whole, rest) = numerator.shifted_up(up).divided(&denominator.shifted_up(down))?;
    Some((whole.to_u128()?, shift, !rest.is_zero()))
}

#[cfg(test)]
mod tests {
    use super::{Nat, quotient, root_of_quotient};
    use proptest::prelude::*;

    fn ratio(a: u128, b: u128) -> f64 {
        quotient(&Nat::from(a), &Nat::from(b)).expect("not zero")
    }

    #[test]
    fn quotients_are_the_nearest_doubles() {
        assert_eq!(ratio(1, 3), 1.0 / 3.0);
        assert_eq!(ratio(1, 10), 0.1);
        assert_eq!(ratio(0, 7), 0.0);
        // Halfway between two doubles: to even; a hair above: up.
        assert_eq!(ratio((1 << 53) + 1, 1), 9_007_199_254_740_992.0);
        assert_eq!(ratio(((1 << 53) + 1) * 1000 + 1, 1000), 9_007_199_254_740_994.0);
        assert_eq!(quotient(&Nat::from(1_u64), &Nat::ZERO), None);
    }

    #[test]
    fn subnormal_and_huge_quotients() {
        let one = Nat::from(1_u64);
        assert_eq!(quotient(&one, &one.shifted_up(1074)), Some(f64::from_bits(1)));
        assert_eq!(quotient(&one, &one.shifted_up(1076)), Some(0.0));
        assert_eq!(quotient(&Nat::from(3_u64), &one.shifted_up(1075)), Some(f64::from_bits(2)));
        assert_eq!(quotient(&one.shifted_up(1023), &one), Some(2_f64.powi(1023)));
        assert_eq!(quotient(&one.shifted_up(1024), &one), Some(f64::INFINITY));
        assert_eq!(root_of_quotient(&one.shifted_up(2000), &one), Some(2_f64.powi(1000)));
    }

    /// Limbs at which guesses go wrong, and any.
    fn limb() -> impl Strategy<Value = u64> {
        prop_oneof![Just(0), Just(1), Just(u64::MAX), Just(u64::MAX - 1), Just(1 << 63), any::<u64>()]
    }

    #[test]
    fn a_guess_too_large_is_put_back() {
        // Hacker's Delight's case for the last step of algorithm D, in limbs of 64 bits.
        let a = Nat::from_limbs(vec![3, 0, 1 << 63]);
        let b = Nat::from_limbs(vec![1, 0, 1 << 61]);
        let rest = Nat::from_limbs(vec![0, 0, 1 << 61]);
        assert_eq!(a.divided(&b), Some((Nat::from(3_u64), rest)));
        let a = Nat::from_limbs(vec![0, 0, 1 << 63, (1 << 63) - 1]);
        let b = Nat::from_limbs(vec![1, 0, 1 << 63]);
        let (quotient, rest) = a.divided(&b).expect("not zero");
        let mut sum = quotient.times(&b);
        sum.add(&rest);
        assert_eq!((sum, rest < b), (a, true));
    }

    proptest! {
        #[test]
        fn division_inverts_multiplication(a: u128, b: u128, c: u64) {
            let (a, b, c) = (Nat::from(a), Nat::from(b | 1), Nat::from(c));
            let mut value = a.times(&b);
            prop_assume!(c < b);
            value.add(&c);
            prop_assert_eq!(value.divided(&b), Some((a, c)));
        }

        #[test]
        fn every_quotient_has_its_remainder(
            a in proptest::collection::vec(limb(), 0..7),
            b in proptest::collection::vec(limb(), 1..5),
        ) {
            let (a, b) = (Nat::from_limbs(a), Nat::from_limbs(b));
            match a.divided(&b) {
                None => prop_assert!(b.is_zero()),
                Some((quotient, rest)) => {
                    prop_assert!(rest < b);
                    let mut sum = quotient.times(&b);
                    sum.add(&rest);
                    prop_assert_eq!(sum, a);
                }
            }
        }

        #[test]
        fn decimal_text_reads_back(limbs in proptest::collection::vec(any::<u64>(), 0..6)) {
            let nat = Nat::from_limbs(limbs);
            prop_assert_eq!(Nat::from_decimal(&nat.to_string()), Some(nat));
        }

        #[test]
        fn shifts_are_products(a: u128, by in 0_u64..200) {
            let nat = Nat::from(a);
            let up = nat.shifted_up(by);
            prop_assert_eq!(up.shifted_down(by), nat.clone());
            let mut two = Nat::from(1_u64);
            for _ in 0..by { two = two.times_small(2); }
            prop_assert_eq!(up, nat.times(&two));
        }

        #[test]
        fn small_quotients_agree_with_the_machine(a in 0_u64..1 << 53, b in 1_u64..1 << 53) {
            // Both are exact doubles, and IEEE division and root are correctly rounded.
            prop_assert_eq!(ratio(a.into(), b.into()), a as f64 / b as f64);
            let root = root_of_quotient(&Nat::from(a), &Nat::from(1_u64));
            prop_assert_eq!(root, Some((a as f64).sqrt()));
        }

        #[test]
        fn decimal_quotients_agree_with_the_parser(m: u64, scale in 0_u32..40) {
            let got = quotient(&Nat::from(m), &Nat::power_of_ten(scale));
            let want: f64 = format!("{m}e-{scale}").parse().expect("a number");
            prop_assert_eq!(got, Some(want));
        }
    }
}
