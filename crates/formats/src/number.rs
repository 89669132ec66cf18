//! Numbers and durations as programs print them, in any locale.
//!
//! A comma may group thousands or mark decimals. Where one value cannot tell, it is
//! [`Seconds::Ambiguous`] and the caller lets the rest of the document vote; nothing here
//! guesses.

/// A decimal number read from text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Seconds {
    /// Written plainly.
    Plain(f64),
    /// Certainly written with a decimal comma (`0,5`).
    DecimalComma(f64),
    /// Certainly written with grouped thousands (`1,024.12`).
    Grouped(f64),
    /// `1,078` may be 1078 or 1.078.
    Ambiguous {
        /// Read with the comma as a grouping mark.
        grouped: f64,
        /// Read with the comma as the decimal mark.
        decimal: f64,
    },
}

impl Seconds {
    /// Both readings of what is ambiguous: grouped, decimal.
    pub fn readings(self) -> Option<(f64, f64)> {
        match self {
            Seconds::Ambiguous { grouped, decimal } => Some((grouped, decimal)),
            _ => None,
        }
    }
}

/// Reads a number that may use commas and several dots; `None` for an empty text, `NaN`,
/// an infinity, words, and groupings that are none. The sign is kept.
pub fn lenient(text: &str) -> Option<Seconds> {
    let text = text.trim();
    if let Some(value) = plain(text) {
        return Some(Seconds::Plain(value));
    }
    let (negative, body) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if body.is_empty() || !body.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.') {
        return None;
    }
    let sign = |value: f64| if negative { -value } else { value };
    let commas = body.matches(',').count();
    let dots = body.matches('.').count();
    match (commas, dots) {
        (0, 0 | 1) => plain(body).map(|v| Seconds::Plain(sign(v))),
        (0, _) => ungroup(body, '.').map(|v| Seconds::Grouped(sign(v))),
        (_, 0) => {
            let (head, tail) = body.split_once(',')?;
            if commas > 1 {
                return ungroup(body, ',').map(|v| Seconds::Grouped(sign(v)));
            }
            let decimal = plain(&format!("{}.{tail}", if head.is_empty() { "0" } else { head }))?;
            // A group has three digits and something other than zero before it.
            if tail.len() != 3 || head.is_empty() || head.starts_with('0') || head.len() > 3 {
                return Some(Seconds::DecimalComma(sign(decimal)));
            }
            let grouped = ungroup(body, ',')?;
            Some(Seconds::Ambiguous { grouped: sign(grouped), decimal: sign(decimal) })
        }
        _ => {
            // Both: the last of them is the decimal mark.
            let at = body.rfind([',', '.'])?;
            let (head, tail) = (&body[..at], &body[at + 1..]);
            let mark = if body.as_bytes()[at] == b'.' { ',' } else { '.' };
            if head.contains(if mark == ',' { '.' } else { ',' }) {
                return None;
            }
            let whole = ungroup(head, mark)?;
            let value = plain(&format!("{whole}.{tail}"))?;
            Some(if mark == ',' { Seconds::Grouped(sign(value)) } else { Seconds::DecimalComma(sign(value)) })
        }
    }
}

/// A plain decimal number with an optional exponent; finite. No words, no hexadecimal.
pub fn plain(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    if let Some(value) = short(bytes) {
        return Some(value);
    }
    if bytes.is_empty() || bytes.len() > 400 {
        return None;
    }
    if !bytes.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E')) {
        return None;
    }
    if !bytes.iter().any(u8::is_ascii_digit) {
        return None;
    }
    text.parse::<f64>().ok().filter(|v| v.is_finite())
}

/// `12.345`, up to 15 digits: the digits and the power of ten are exact doubles, so that one
/// division gives the nearest double, as the general way does.
fn short(bytes: &[u8]) -> Option<f64> {
    const POWERS: [f64; 16] =
        [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    if bytes.is_empty() || bytes.len() > 16 {
        return None;
    }
    let (mut digits, mut count, mut point) = (0u64, 0, None);
    for byte in bytes {
        match byte {
            b'0'..=b'9' => {
                digits = digits * 10 + u64::from(byte - b'0');
                count += 1;
            }
            b'.' if point.is_none() => point = Some(count),
            _ => return None,
        }
    }
    if !(1..=15).contains(&count) {
        return None;
    }
    Some(digits as f64 / POWERS[count - point.unwrap_or(count)])
}

fn ungroup(text: &str, mark: char) -> Option<f64> {
    let mut groups = text.split(mark);
    let head = groups.next()?;
    if head.is_empty() || head.len() > 3 {
        return None;
    }
    let mut digits = head.to_owned();
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        digits.push_str(group);
    }
    plain(&digits)
}

/// Milliseconds of a number with a unit: `12ms`, `0.5s`, `1.2 s`, `1m30s`, `2 min`,
/// `1h 2m`, `85µs`. `None` when it is anything else.
pub fn span_ms(text: &str) -> Option<f64> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    let mut total = 0.0;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let value = plain(&rest[..digits])?;
        rest = rest[digits..].trim_start();
        let unit: usize = rest.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
        total += value
            * match &rest[..unit] {
                "ns" => 1e-6,
                "us" | "µs" | "μs" => 1e-3,
                "ms" => 1.0,
                "s" | "sec" | "secs" | "second" | "seconds" => 1e3,
                "m" | "min" | "mins" | "minute" | "minutes" => 6e4,
                "h" | "hr" | "hour" | "hours" => 3.6e6,
                "d" | "day" | "days" => 8.64e7,
                _ => return None,
            };
        rest = rest[unit..].trim_start();
    }
    total.is_finite().then_some(total)
}

/// Milliseconds of a clock-like span: `hh:mm:ss`, `hh:mm:ss.fffffff`, `d.hh:mm:ss`,
/// `mm:ss.f`. `None` when it is anything else.
pub fn clock_ms(text: &str) -> Option<f64> {
    let mut text = text.trim();
    let mut total = 0.0;
    let first = text.split(':').next()?;
    // The day is split off by a dot that stands before the first colon.
    if let Some((days, _)) = first.split_once('.') {
        total += f64::from(days.parse::<u32>().ok()?) * 8.64e7;
        text = &text[days.len() + 1..];
    }
    let parts: Vec<&str> = text.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let seconds = plain(parts[parts.len() - 1]).filter(|s| *s >= 0.0)?;
    total += seconds * 1e3;
    total += f64::from(parts[parts.len() - 2].parse::<u32>().ok()?) * 6e4;
    if parts.len() == 3 {
        total += f64::from(parts[0].parse::<u32>().ok()?) * 3.6e6;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::{Seconds, clock_ms, lenient, plain, span_ms};
    use proptest::prelude::*;

    #[test]
    fn numbers_of_every_locale() {
        use Seconds::{Ambiguous, DecimalComma, Grouped, Plain};
        for (text, want) in [
            ("1.234", Some(Plain(1.234))),
            (" 0.5 ", Some(Plain(0.5))),
            (".5", Some(Plain(0.5))),
            ("5.", Some(Plain(5.0))),
            ("1e+06", Some(Plain(1e6))),
            ("-1.00", Some(Plain(-1.0))),
            ("0,160", Some(DecimalComma(0.16))),
            (",5", Some(DecimalComma(0.5))),
            ("0,5", Some(DecimalComma(0.5))),
            ("12345,678", Some(DecimalComma(12345.678))),
            ("14,029.255", Some(Grouped(14029.255))),
            ("1.234,5", Some(DecimalComma(1234.5))),
            ("1,234,567", Some(Grouped(1_234_567.0))),
            ("1.234.567", Some(Grouped(1_234_567.0))),
            ("1,078", Some(Ambiguous { grouped: 1078.0, decimal: 1.078 })),
            ("-1,078", Some(Ambiguous { grouped: -1078.0, decimal: -1.078 })),
            ("", None),
            ("NaN", None),
            ("inf", None),
            ("null", None),
            ("1,2,3", None),
            ("1.2.3", None),
            ("1,23.4,5", None),
            ("<time>0.1</time>", None),
            ("1e999", None),
            ("-", None),
        ] {
            assert_eq!(lenient(text), want, "{text:?}");
        }
    }

    #[test]
    fn spans_need_a_unit() {
        assert_eq!(span_ms("12ms"), Some(12.0));
        assert_eq!(span_ms("0.5s"), Some(500.0));
        assert_eq!(span_ms("1m30s"), Some(90_000.0));
        assert_eq!(span_ms("2 min"), Some(120_000.0));
        assert_eq!(span_ms("85µs"), Some(0.085));
        assert_eq!(span_ms("12"), None);
        assert_eq!(span_ms("s"), None);
        assert_eq!(span_ms(""), None);
    }

    #[test]
    fn clocks() {
        assert_eq!(clock_ms("00:00:01.5000000"), Some(1500.0));
        assert_eq!(clock_ms("1.02:00:00"), Some(93_600_000.0));
        assert_eq!(clock_ms("02:05"), Some(125_000.0));
        assert_eq!(clock_ms("5"), None);
        assert_eq!(clock_ms("a:b:c"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[0-9.,eE+\\- ]{0,20}") {
            let _ = (lenient(&text), span_ms(&text), clock_ms(&text));
        }

        #[test]
        fn a_plain_number_means_itself(value in 0.0f64..1e9) {
            let text = format!("{value:.3}");
            prop_assert_eq!(lenient(&text), Some(Seconds::Plain(plain(&text).expect("digits"))));
        }

        #[test]
        fn grouping_and_its_undoing_agree(value in 1000u32..2_000_000_000) {
            let digits = value.to_string();
            let mut text = String::new();
            for (at, c) in digits.chars().enumerate() {
                if at > 0 && (digits.len() - at) % 3 == 0 {
                    text.push(',');
                }
                text.push(c);
            }
            match lenient(&text) {
                Some(Seconds::Grouped(v) | Seconds::Ambiguous { grouped: v, .. }) => {
                    prop_assert_eq!(v, f64::from(value));
                }
                other => prop_assert!(false, "{:?}", other),
            }
        }
    }
}
