//! What stamps lines with the time at which they were written.

use crate::instant::Instant;

/// A way of stamping lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Carrier {
    /// Nothing does.
    #[default]
    None,
    /// GitHub Actions: RFC 3339 in UTC with exactly seven digits of fraction, a space.
    /// The runner writes one stamp a message: further lines of a message have none.
    GithubActions,
}

/// A byte-order mark. The Actions runner opens every page of its log with one, so that
/// they stand at the beginning of any line.
const MARK: &[u8] = b"\xef\xbb\xbf";

impl Carrier {
    /// Its name in records; `None` for no carrier.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Carrier::None => None,
            Carrier::GithubActions => Some("github-actions"),
        }
    }

    /// The smallest difference between two of its stamps, in milliseconds.
    pub(super) fn resolution_ms(self) -> Option<f64> {
        match self {
            Carrier::None => None,
            Carrier::GithubActions => Some(0.0001),
        }
    }

    /// The carrier that stamped this line, with its time.
    pub(super) fn of(line: &[u8]) -> Option<(Carrier, Instant)> {
        let carrier = Carrier::GithubActions;
        let (stamp, _) = carrier.split(line);
        Some((carrier, Instant::parse(stamp?)?))
    }

    /// The stamp's text, if the line has one, and the rest of the line.
    pub(super) fn split(self, line: &[u8]) -> (Option<&str>, &[u8]) {
        let mut line = line;
        while let Some(rest) = line.strip_prefix(MARK) {
            line = rest;
        }
        match self {
            Carrier::None => (None, line),
            Carrier::GithubActions => match seven_digits(line) {
                Some((stamp, rest)) => (Some(stamp), rest),
                None => (None, line),
            },
        }
    }

    /// The time of the last stamped line among `lines`.
    pub(super) fn last(self, lines: &[u8]) -> Option<Instant> {
        if self == Carrier::None {
            return None;
        }
        let mut rest = lines;
        while !rest.is_empty() {
            let line_end = rest.len() - usize::from(rest.ends_with(b"\n"));
            let start = memchr::memrchr(b'\n', &rest[..line_end]).map_or(0, |n| n + 1);
            if let Some(time) = self.split(&rest[start..line_end]).0.and_then(Instant::parse) {
                return Some(time);
            }
            rest = &rest[..start];
        }
        None
    }
}

/// `2026-03-04T10:00:01.1234567Z`, then a space or the end: checked at fixed places.
fn seven_digits(line: &[u8]) -> Option<(&str, &[u8])> {
    const SHAPE: &[u8; 28] = b"dddd-dd-ddTdd:dd:dd.dddddddZ";
    let (stamp, rest) = line.split_at_checked(SHAPE.len())?;
    let fits = stamp.iter().zip(SHAPE).all(|(byte, shape)| match shape {
        b'd' => byte.is_ascii_digit(),
        shape => byte == shape,
    });
    if !fits {
        return None;
    }
    let rest = match rest {
        [b' ', rest @ ..] => rest,
        [] | [b'\r'] => rest,
        _ => return None,
    };
    Some((std::str::from_utf8(stamp).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::Carrier;

    const STAMP: &str = "2026-03-04T10:00:01.1234567Z";

    #[test]
    fn a_stamp_is_taken_off_with_marks_before_it() {
        let split = |line: &str| {
            let (stamp, rest) = Carrier::GithubActions.split(line.as_bytes());
            (stamp.map(str::to_owned), String::from_utf8_lossy(rest).into_owned())
        };
        let stamped = |rest: &str| (Some(STAMP.to_owned()), rest.to_owned());
        assert_eq!(split(&format!("{STAMP} text")), stamped("text"));
        assert_eq!(split(&format!("\u{feff}{STAMP}  two")), stamped(" two"));
        assert_eq!(split(&format!("\u{feff}\u{feff}{STAMP} x")), stamped("x"));
        assert_eq!(split(&format!("{STAMP} ")), stamped(""));
        assert_eq!(split(STAMP), stamped(""));
        for line in [&format!("{STAMP}x"), "2026-03-04T10:00:01.123456Z x", "", "\u{feff}plain"] {
            assert_eq!(split(line).0, None, "{line}");
        }
    }

    #[test]
    fn the_last_stamp_is_found_behind_lines_without() {
        let later = STAMP.replace("01.", "02.");
        let text = format!("head\n{STAMP} a\nb\n{later} c\nd");
        let last = Carrier::GithubActions.last(text.as_bytes()).map(|t| t.seconds);
        let first = Carrier::of(STAMP.as_bytes()).map(|(_, t)| t.seconds);
        assert_eq!(last.zip(first).map(|(a, b)| a - b), Some(1));
        assert_eq!(Carrier::GithubActions.last(b"a\nb\n"), None);
        assert_eq!(Carrier::None.last(text.as_bytes()), None);
        // A stamp of the right shape that is no time.
        assert_eq!(Carrier::of(b"2026-13-41T10:00:01.1234567Z x"), None);
    }
}
