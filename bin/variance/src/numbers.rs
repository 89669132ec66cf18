//! Bare numbers by the block: the common line, digits with a point, is read where it stands.

use crate::samples::Metric;

/// Reads lines of at most fifteen digits from the start of `block`, which ends at a line's
/// end. How many bytes and lines were taken; what stands there then is something else.
pub(crate) fn take(block: &[u8], metric: &mut Metric, session: u32) -> (usize, u64) {
    let (mut taken, mut lines) = (0, 0);
    while let Some((mantissa, scale, length)) = short(&block[taken..]) {
        metric.push_short(mantissa, scale, session);
        taken += length;
        lines += 1;
    }
    (taken, lines)
}

/// `123.456\n`: its digits, the decimals, the line's length.
#[inline]
fn short(line: &[u8]) -> Option<(u64, u8, usize)> {
    let (mut mantissa, mut digits, mut point) = (0u64, 0u32, None);
    for (at, &byte) in line.iter().enumerate().take(18) {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            mantissa = mantissa * 10 + u64::from(digit);
            digits += 1;
        } else if byte == b'.' && point.is_none() && digits > 0 {
            point = Some(digits);
        } else if byte == b'\n' && (1..=15).contains(&digits) && point != Some(digits) {
            return Some((mantissa, (digits - point.unwrap_or(digits)) as u8, at + 1));
        } else {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use stats::decimal::Number;

    #[test]
    fn anything_unusual_is_left_to_the_careful_reader() {
        for line in [
            "-1\n",
            "1e3\n",
            ".5\n",
            "5.\n",
            "1.2.3\n",
            " 1\n",
            "1 \n",
            "\n",
            "1",
            "1\r\n",
            "1234567890123456\n",
        ] {
            assert_eq!(short(line.as_bytes()), None, "{line:?}");
        }
        assert_eq!(short(b"007\n"), Some((7, 0, 4)));
        assert_eq!(short(b"12.50\n9"), Some((1250, 2, 6)));
    }

    proptest! {
        #[test]
        fn it_reads_what_the_careful_reader_reads(text in "[0-9]{1,9}(\\.[0-9]{1,6})?") {
            let mut fast = Metric::default();
            let line = format!("{text}\n");
            prop_assert_eq!(take(line.as_bytes(), &mut fast, 0), (line.len(), 1));
            let mut slow = Metric::default();
            slow.push(Number::parse(text.as_bytes()).expect("a number"), 0);
            prop_assert_eq!(fast.unpacked().values, slow.unpacked().values);
            prop_assert_eq!(fast.sample.moments().mean(), slow.sample.moments().mean());
        }
    }
}
