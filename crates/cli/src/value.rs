//! Values on the command line: durations, sizes, ratios, shares. Each error says what was
//! expected.

use crate::spec::Kind;
use std::ffi::OsStr;
use std::time::Duration;

/// `500ms`, `1s`, `1.5s`, `10m`, `1h30m`, `0`.
pub fn duration(text: &str) -> Result<Duration, String> {
    const EXPECTED: &str = "expected a duration such as 500ms, 1s, 10m or 1h30m";
    if text == "0" {
        return Ok(Duration::ZERO);
    }
    let mut rest = text;
    let mut total = 0.0f64;
    let mut last = f64::INFINITY;
    if rest.is_empty() {
        return Err(EXPECTED.to_owned());
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let amount: f64 = rest[..digits].parse().map_err(|_| EXPECTED.to_owned())?;
        rest = &rest[digits..];
        let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let unit = match &rest[..letters] {
            "ns" => 1e-9,
            "us" => 1e-6,
            "ms" => 1e-3,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            "d" => 86400.0,
            "" => return Err(format!("{EXPECTED} (the unit is missing)")),
            other => return Err(format!("{EXPECTED} (unknown unit '{other}')")),
        };
        // 30m1h is more often a slip than a wish.
        if unit >= last {
            return Err(format!("{EXPECTED} (larger units come first, each once)"));
        }
        last = unit;
        total += amount * unit;
        rest = &rest[letters..];
    }
    Duration::try_from_secs_f64(total).map_err(|_| "the duration is too long".to_owned())
}

/// `64KiB`, `50MB`, `1.5GiB`, or a bare number of bytes.
pub fn size(text: &str) -> Result<u64, String> {
    const EXPECTED: &str = "expected a size such as 64KiB, 50MB or a number of bytes";
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let unit: u64 = match &text[digits..] {
        "" | "B" => 1,
        "kB" | "KB" | "k" => 1000,
        "MB" | "M" => 1_000_000,
        "GB" | "G" => 1_000_000_000,
        "TB" | "T" => 1_000_000_000_000,
        "KiB" | "Ki" => 1 << 10,
        "MiB" | "Mi" => 1 << 20,
        "GiB" | "Gi" => 1 << 30,
        "TiB" | "Ti" => 1 << 40,
        _ => return Err(EXPECTED.to_owned()),
    };
    if let Ok(whole) = text[..digits].parse::<u64>() {
        return whole.checked_mul(unit).ok_or_else(|| "the size is too large".to_owned());
    }
    let amount: f64 = text[..digits].parse().map_err(|_| EXPECTED.to_owned())?;
    let bytes = amount * unit as f64;
    if bytes.fract() == 0.0 && bytes < 9.0e15 { Ok(bytes as u64) } else { Err(EXPECTED.to_owned()) }
}

/// `1.10` or `110%`; positive.
pub fn ratio(text: &str) -> Result<f64, String> {
    let (number, scale) = text.strip_suffix('%').map_or((text, 1.0), |n| (n, 100.0));
    match number.parse::<f64>() {
        Ok(value) if value.is_finite() && value >= 0.0 => Ok(value / scale),
        _ => Err("expected a ratio such as 1.10 or 110%".to_owned()),
    }
}

/// `0.95` or `95%`. A bare 95 is refused: it is not clear what was meant.
pub fn share(text: &str) -> Result<f64, String> {
    let value = ratio(text).map_err(|_| "expected a share such as 0.95 or 95%".to_owned())?;
    if value <= 1.0 {
        Ok(value)
    } else if text.ends_with('%') {
        Err("a share is at most 100%".to_owned())
    } else {
        Err(format!("a share is between 0 and 1; write {text}% if that is meant"))
    }
}

/// A finite number.
pub fn number(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ => Err("expected a number".to_owned()),
    }
}

/// A whole number, not negative.
pub fn count(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "expected a whole number, 0 or more".to_owned())
}

/// `KEY=VALUE`, the key not empty.
pub fn key_value(text: &str) -> Result<(&str, &str), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key, value)),
        _ => Err("expected KEY=VALUE".to_owned()),
    }
}

/// The parts of a comma-separated list.
pub fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim)
}

/// Checks a value against what the flag takes.
pub(crate) fn check(kind: Kind, raw: &OsStr) -> Result<(), String> {
    if matches!(kind, Kind::Path) {
        return if raw.is_empty() { Err("expected a path".to_owned()) } else { Ok(()) };
    }
    let text = raw.to_str().ok_or_else(|| "the value is not UTF-8".to_owned())?;
    match kind {
        Kind::Switch | Kind::Text | Kind::Path => Ok(()),
        Kind::Count => count(text).map(drop),
        Kind::Range(low, high) => match count(text) {
            Ok(n) if (low..=high).contains(&n) => Ok(()),
            _ => Err(format!("expected a whole number from {low} to {high}")),
        },
        Kind::Number => number(text).map(drop),
        Kind::Duration => duration(text).map(drop),
        Kind::Size => size(text).map(drop),
        Kind::Ratio => ratio(text).map(drop),
        Kind::Share => share(text).map(drop),
        Kind::KeyValue => key_value(text).map(drop),
        Kind::List => {
            if list(text).any(str::is_empty) {
                Err("expected a comma-separated list without empty parts".to_owned())
            } else {
                Ok(())
            }
        }
        Kind::Choice(words) => {
            if words.contains(&text) {
                Ok(())
            } else {
                let hint = crate::suggest::nearest(text, words.iter().copied())
                    .map_or(String::new(), |word| format!("; did you mean {word}?"));
                Err(format!("expected one of {}{hint}", words.join(", ")))
            }
        }
        Kind::Checked(check) => check(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{check, duration, ratio, share, size};
    use crate::spec::Kind;
    use std::ffi::OsStr;
    use std::time::Duration;

    #[test]
    fn durations() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("1h30m"), Ok(Duration::from_secs(5400)));
        assert_eq!(duration("1.5s"), Ok(Duration::from_millis(1500)));
        assert_eq!(duration("0"), Ok(Duration::ZERO));
        for bad in ["", "5", "s", "1x", "30m1h", "1s1s", "-1s", "1..5s", "1e3s", "99999999999999999999d"] {
            assert!(duration(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn sizes() {
        assert_eq!(size("64KiB"), Ok(65536));
        assert_eq!(size("50MB"), Ok(50_000_000));
        assert_eq!(size("1.5GiB"), Ok(3 << 29));
        assert_eq!(size("17"), Ok(17));
        for bad in ["", "KiB", "1.5", "5XB", "-1", "99999999999999999999", "99999999TiB"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_bare_95_is_not_a_share() {
        assert_eq!(share("95%"), Ok(0.95));
        assert_eq!(share("0.95"), Ok(0.95));
        assert_eq!(ratio("110%"), Ok(1.1));
        for bad in ["95", "101%", "-0.1", "x", "NaN", ""] {
            assert!(share(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_choice_says_what_it_knows() {
        let kind = Kind::Choice(&["auto", "ndjson"]);
        let error = check(kind, OsStr::new("ndjsn")).expect_err("not a choice");
        assert_eq!(error, "expected one of auto, ndjson; did you mean ndjson?");
    }
}
