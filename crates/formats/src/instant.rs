//! Instants as test runners print them, turned into RFC 3339 in UTC where the zone is known.

use std::fmt::Write as _;

/// How sure the zone of an instant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// It carried a numeric offset.
    Offset,
    /// It carried `Z`, `GMT` or `UTC`.
    Utc,
    /// It carried none: a local time of an unknown place, or UTC without saying so.
    Unknown,
}

impl Zone {
    /// The word for `started_at_tz`.
    pub fn word(self) -> &'static str {
        match self {
            Zone::Offset => "offset",
            Zone::Utc => "utc",
            Zone::Unknown => "unknown",
        }
    }
}

/// A point in time; when the zone is unknown, the clock's reading taken as if it were UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// The fraction, below 1_000_000_000.
    pub nanos: u32,
    /// What the text said about its zone.
    pub zone: Zone,
}

impl Instant {
    /// Reads RFC 3339 and its relatives (space for `T`, comma for the fraction, no zone,
    /// `+0000`), `Fri, 20 Nov 2026 17:00:00 GMT`, and Robot's `20260304 10:00:01.123`.
    pub fn parse(text: &str) -> Option<Instant> {
        let text = text.trim();
        match text.as_bytes() {
            [a, ..] if a.is_ascii_alphabetic() => http_date(text),
            [_, _, _, _, b'-', ..] => iso(text),
            [_, _, _, _, _, _, _, _, b' ' | b'T', ..] => {
                if !text.is_ascii() {
                    return None;
                }
                let dashed = format!("{}-{}-{}T{}", &text[..4], &text[4..6], &text[6..8], &text[9..]);
                iso(&dashed)
            }
            _ => None,
        }
    }

    /// From milliseconds since 1970, which are UTC by definition. `None` outside of the
    /// years 1 to 9999.
    pub fn from_epoch_ms(ms: f64) -> Option<Instant> {
        if !ms.is_finite() || !(-6.2e13..=2.534e14).contains(&ms) {
            return None;
        }
        // In two parts: nanoseconds since 1970 do not fit into a double's 53 bits.
        let whole = ms.floor();
        let fraction = ((ms - whole) * 1e6).round() as u32;
        let (whole, fraction) = if fraction >= 1_000_000 { (whole + 1.0, 0) } else { (whole, fraction) };
        let whole = whole as i64;
        let seconds = whole.div_euclid(1000);
        let nanos = whole.rem_euclid(1000) as u32 * 1_000_000 + fraction;
        Some(Instant { seconds, nanos, zone: Zone::Utc })
    }

    /// `2026-03-04T10:00:01.123Z`: as many digits of the fraction as are not zero, in
    /// groups of three.
    pub fn rfc3339(self) -> String {
        let mut out = String::with_capacity(30);
        self.write(&mut out);
        out
    }

    /// [`Instant::rfc3339`] appended to a string.
    pub fn write(self, out: &mut String) {
        let days = self.seconds.div_euclid(86_400);
        let clock = self.seconds.rem_euclid(86_400);
        let (year, month, day) = civil(days);
        let (h, m, s) = (clock / 3600, clock / 60 % 60, clock % 60);
        pad(year, 4, out);
        for (mark, value) in [('-', month), ('-', day), ('T', h), (':', m), (':', s)] {
            out.push(mark);
            pad(value, 2, out);
        }
        let n = i64::from(self.nanos);
        if n != 0 {
            out.push('.');
            match n {
                _ if n % 1_000_000 == 0 => pad(n / 1_000_000, 3, out),
                _ if n % 1_000 == 0 => pad(n / 1_000, 6, out),
                _ => pad(n, 9, out),
            }
        }
        out.push('Z');
    }

    /// So many milliseconds later; `None` where that is no time of the calendar.
    pub fn later_by_ms(self, ms: i64) -> Option<Instant> {
        let nanos = i64::from(self.nanos) + ms.rem_euclid(1000) * 1_000_000;
        let seconds = self.seconds.checked_add(ms.div_euclid(1000))?.checked_add(nanos / 1_000_000_000)?;
        let known = (FIRST_SECOND..=LAST_SECOND).contains(&seconds);
        // A remainder by 1e9.
        known.then_some(Instant { seconds, nanos: (nanos % 1_000_000_000) as u32, ..self })
    }

    /// Milliseconds from `earlier` to here.
    pub fn ms_since(self, earlier: Instant) -> f64 {
        (self.seconds - earlier.seconds) as f64 * 1e3
            + (f64::from(self.nanos) - f64::from(earlier.nanos)) / 1e6
    }
}

/// A number of at least `width` digits, without the machinery of format strings: every test
/// has such a time.
fn pad(value: i64, width: u32, out: &mut String) {
    if value < 0 || value >= 10i64.pow(width) {
        let _ = write!(out, "{value:0width$}", width = width as usize);
        return;
    }
    let mut digit = 10i64.pow(width - 1);
    while digit > 0 {
        out.push(char::from(b'0' + (value / digit % 10) as u8));
        digit /= 10;
    }
}

/// The first second of the year 0 and the last of 9999.
const FIRST_SECOND: i64 = -62_167_219_200;
const LAST_SECOND: i64 = 253_402_300_799;

/// Days since 1970 of a date of the proleptic Gregorian calendar, after Howard Hinnant's
/// `days_from_civil`.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date of a day since 1970: `civil_from_days` of the same source.
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let mp = (5 * of_year + 2) / 153;
    let day = of_year - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

fn digits(text: &str, range: std::ops::Range<usize>) -> Option<i64> {
    let part = text.get(range)?;
    part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok()).flatten()
}

fn at(year: i64, month: i64, day: i64, h: i64, m: i64, s: i64) -> Option<i64> {
    let last = match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    // 60 is a leap second, which counts as the first of the next minute.
    if !(1..=last).contains(&day) || h > 23 || m > 59 || s > 60 || year == 0 {
        return None;
    }
    Some(days(year, month, day) * 86_400 + h * 3600 + m * 60 + s)
}

fn iso(text: &str) -> Option<Instant> {
    let bytes = text.as_bytes();
    let (year, month, day) = (digits(text, 0..4)?, digits(text, 5..7)?, digits(text, 8..10)?);
    if bytes.get(7) != Some(&b'-') || !matches!(bytes.get(10), Some(b'T' | b't' | b' ')) {
        return None;
    }
    let (h, m) = (digits(text, 11..13)?, digits(text, 14..16)?);
    if bytes.get(13) != Some(&b':') {
        return None;
    }
    let (s, mut rest) = if bytes.get(16) == Some(&b':') {
        (digits(text, 17..19)?, text.get(19..)?)
    } else {
        (0, text.get(16..)?)
    };
    let mut nanos = 0u32;
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        let len = fraction.bytes().take_while(u8::is_ascii_digit).count();
        if len == 0 {
            return None;
        }
        for at in 0..9 {
            let digit = fraction.as_bytes()[..len].get(at).map_or(0, |b| b - b'0');
            nanos = nanos * 10 + u32::from(digit);
        }
        rest = &fraction[len..];
    }
    let rest = rest.trim_start();
    let (zone, shift) = match rest {
        "" => (Zone::Unknown, 0),
        "Z" | "z" | "UTC" | "GMT" => (Zone::Utc, 0),
        _ => {
            let sign = match rest.as_bytes()[0] {
                b'+' => 1,
                b'-' => -1,
                _ => return None,
            };
            let hours = digits(rest, 1..3)?;
            let minutes = match rest.len() {
                3 => 0,
                5 => digits(rest, 3..5)?,
                6 if rest.as_bytes()[3] == b':' => digits(rest, 4..6)?,
                _ => return None,
            };
            if hours > 23 || minutes > 59 {
                return None;
            }
            (Zone::Offset, sign * (hours * 3600 + minutes * 60))
        }
    };
    let seconds = at(year, month, day, h, m, s)? - shift;
    Some(Instant { seconds, nanos, zone })
}

fn http_date(text: &str) -> Option<Instant> {
    let (_, rest) = text.split_once(", ")?;
    let mut parts = rest.split_ascii_whitespace();
    let day: i64 = parts.next()?.parse().ok()?;
    let month = parts.next()?;
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.iter().position(|m| *m == month)? as i64 + 1;
    let year: i64 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let clock = parts.next()?;
    let (h, m, s) = (digits(clock, 0..2)?, digits(clock, 3..5)?, digits(clock, 6..8)?);
    let zone = match parts.next()? {
        "GMT" | "UTC" | "Z" => Zone::Utc,
        _ => return None,
    };
    Some(Instant { seconds: at(year, month, day, h, m, s)?, nanos: 0, zone })
}

#[cfg(test)]
mod tests {
    use super::{Instant, Zone};
    use proptest::prelude::*;

    #[test]
    fn every_spelling() {
        for (text, want, zone) in [
            ("2026-03-04T10:00:01.123Z", "2026-03-04T10:00:01.123Z", Zone::Utc),
            ("2026-03-04T10:00:01.1234567Z", "2026-03-04T10:00:01.123456700Z", Zone::Utc),
            ("2026-03-04 10:00:01", "2026-03-04T10:00:01Z", Zone::Unknown),
            ("2026-03-04T10:00:01,5+02:00", "2026-03-04T08:00:01.500Z", Zone::Offset),
            ("2026-03-04T10:00:01.123+0000", "2026-03-04T10:00:01.123Z", Zone::Offset),
            ("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z", Zone::Offset),
            ("Fri, 20 Nov 2026 17:00:00 GMT", "2026-11-20T17:00:00Z", Zone::Utc),
            ("20260304 10:00:01.123", "2026-03-04T10:00:01.123Z", Zone::Unknown),
            ("2024-02-29T23:59:60Z", "2024-03-01T00:00:00Z", Zone::Utc),
        ] {
            let got = Instant::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((got.rfc3339().as_str(), got.zone), (want, zone), "{text}");
        }
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in [
            "",
            "yesterday",
            "2026-13-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-03-04",
            "2026-03-04T25:00:00Z",
            "2026-03-04T10:00:01.Z",
            "2026-03-04T10:00:01 CET",
            "éééé-",
            "Fri, 20 Foo 2026 17:00:00 GMT",
            "2026-03-04T1é:00:01",
        ] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }

    #[test]
    fn epochs() {
        let at = |ms| Instant::from_epoch_ms(ms).map(Instant::rfc3339);
        assert_eq!(at(0.0).as_deref(), Some("1970-01-01T00:00:00Z"));
        assert_eq!(at(1_772_618_401_123.0).as_deref(), Some("2026-03-04T10:00:01.123Z"));
        assert_eq!(at(-1.0).as_deref(), Some("1969-12-31T23:59:59.999Z"));
        assert_eq!(at(f64::NAN), None);
        assert_eq!(at(1e300), None);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(seconds in -60_000_000_000i64..250_000_000_000, nanos in 0u32..1_000_000_000) {
            let instant = Instant { seconds, nanos, zone: Zone::Utc };
            prop_assert_eq!(Instant::parse(&instant.rfc3339()), Some(instant));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,30}") {
            let _ = Instant::parse(&text);
        }
    }
}
