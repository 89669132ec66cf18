//! What stamps lines with the time at which they were written.

use crate::instant::{Instant, Zone};

/// A way of stamping lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Carrier {
    /// Nothing does.
    #[default]
    None,
    /// GitHub Actions: RFC 3339 in UTC with exactly seven digits of fraction, a space.
    /// The runner writes one stamp a message: further lines of a message have none.
    /// `gh run view --log` puts the job and the step before it, each with a tab.
    GithubActions,
    /// Azure Pipelines: the same stamp; told apart by what the lines say.
    AzurePipelines,
    /// GitLab with timestamps: microseconds, the number of the stream, `O` or `E`, and a
    /// `+` where the line goes on with the one before.
    Gitlab,
    /// Buildkite: `ESC _bk;t=MS BEL`, milliseconds since 1970, anywhere in the line.
    Buildkite,
    /// Buildkite's older way: `[2026-03-04T10:00:01Z] `.
    BuildkiteLines,
    /// Jenkins with timestamps: `[2026-03-04T10:00:01.123Z] `.
    Jenkins,
    /// `docker logs -t`, and others with nine digits of fraction.
    Docker,
}

/// A byte-order mark. The Actions runner opens every page of its log with one, so that
/// they stand at the beginning of any line.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// How Buildkite's stamp begins.
const BK: &[u8] = b"\x1b_bk;t=";

impl Carrier {
    /// Those that are looked for; the more particular shapes first.
    const FOUND: [Carrier; 6] = [
        Carrier::Gitlab,
        Carrier::GithubActions,
        Carrier::Docker,
        Carrier::Jenkins,
        Carrier::BuildkiteLines,
        Carrier::Buildkite,
    ];

    /// Its name in records; `None` for no carrier.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Carrier::None => None,
            Carrier::GithubActions => Some("github-actions"),
            Carrier::AzurePipelines => Some("azure-pipelines"),
            Carrier::Gitlab => Some("gitlab"),
            Carrier::Buildkite | Carrier::BuildkiteLines => Some("buildkite"),
            Carrier::Jenkins => Some("jenkins"),
            Carrier::Docker => Some("docker"),
        }
    }

    /// The smallest difference between two of its stamps, in milliseconds.
    pub(super) fn resolution_ms(self) -> Option<f64> {
        match self {
            Carrier::None => None,
            Carrier::GithubActions | Carrier::AzurePipelines => Some(0.0001),
            Carrier::Gitlab => Some(0.001),
            Carrier::Buildkite | Carrier::Jenkins => Some(1.0),
            Carrier::BuildkiteLines => Some(1000.0),
            Carrier::Docker => Some(0.000_001),
        }
    }

    /// The carrier that stamped this line, with its time.
    pub(super) fn of(line: &[u8]) -> Option<(Carrier, Instant)> {
        Carrier::FOUND.into_iter().find_map(|carrier| Some((carrier, carrier.split(line).0?)))
    }

    /// The line's time, if it has one, and the rest of the line. What only looks like a
    /// stamp is text.
    pub(super) fn split(self, line: &[u8]) -> (Option<Instant>, &[u8]) {
        let mut line = line;
        while let Some(rest) = line.strip_prefix(MARK) {
            line = rest;
        }
        let found = match self {
            Carrier::None => None,
            Carrier::GithubActions | Carrier::AzurePipelines => {
                stamped(line, b"dddd-dd-ddTdd:dd:dd.dddddddZ").or_else(|| behind_tabs(line))
            }
            Carrier::Docker => stamped(line, b"dddd-dd-ddTdd:dd:dd.dddddddddZ"),
            Carrier::Gitlab => gitlab(line),
            Carrier::Jenkins => bracketed(line, b"dddd-dd-ddTdd:dd:dd.dddZ"),
            Carrier::BuildkiteLines => bracketed(line, b"dddd-dd-ddTdd:dd:ddZ"),
            Carrier::Buildkite => buildkite(line),
        };
        match found {
            Some((time, rest)) => (Some(time), rest),
            None => (None, line),
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
            if let Some(time) = self.split(&rest[start..line_end]).0 {
                return Some(time);
            }
            rest = &rest[..start];
        }
        None
    }
}

type Stamped<'l> = Option<(Instant, &'l [u8])>;

/// A time of this shape (`d` is a digit) at the start, and what follows it.
fn time<'l>(line: &'l [u8], shape: &[u8]) -> Stamped<'l> {
    let (stamp, rest) = line.split_at_checked(shape.len())?;
    let fits = stamp.iter().zip(shape).all(|(byte, shape)| match shape {
        b'd' => byte.is_ascii_digit(),
        shape => byte == shape,
    });
    let time = if fits { Instant::parse(std::str::from_utf8(stamp).ok()?)? } else { return None };
    Some((time, rest))
}

/// A time, then a space or the end.
fn stamped<'l>(line: &'l [u8], shape: &[u8]) -> Stamped<'l> {
    match time(line, shape)? {
        (time, [b' ', rest @ ..]) => Some((time, rest)),
        (time, rest @ ([] | [b'\r'])) => Some((time, rest)),
        _ => None,
    }
}

/// `JOB\tSTEP\tTIME text`
fn behind_tabs(line: &[u8]) -> Stamped<'_> {
    let first = memchr::memchr(b'\t', line.get(..line.len().min(512))?)?;
    let rest = &line[first + 1..];
    let second = memchr::memchr(b'\t', rest.get(..rest.len().min(512))?)?;
    let rest = &rest[second + 1..];
    stamped(rest.strip_prefix(MARK).unwrap_or(rest), b"dddd-dd-ddTdd:dd:dd.dddddddZ")
}

/// `2026-03-04T10:00:01.123456Z 00O text`
fn gitlab(line: &[u8]) -> Stamped<'_> {
    let (time, rest) = time(line, b"dddd-dd-ddTdd:dd:dd.ddddddZ")?;
    match rest {
        [b' ', a, b, b'E' | b'O', b'+' | b' ', rest @ ..]
            if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() =>
        {
            Some((time, rest))
        }
        _ => None,
    }
}

/// `[2026-03-04T10:00:01.123Z] text`
fn bracketed<'l>(line: &'l [u8], shape: &[u8]) -> Stamped<'l> {
    match time(line.strip_prefix(b"[")?, shape)? {
        (time, [b']', b' ', rest @ ..]) => Some((time, rest)),
        (time, [b']', rest @ ..]) if rest.is_empty() || rest == b"\r" => Some((time, rest)),
        _ => None,
    }
}

/// The first stamp of the line is when it began. One in the middle leaves the line whole:
/// it goes with the other escape sequences.
fn buildkite(line: &[u8]) -> Stamped<'_> {
    let at = memchr::memmem::find(line, BK)?;
    let digits = &line[at + BK.len()..];
    let len = digits.iter().take(17).take_while(|b| b.is_ascii_digit()).count();
    if !(1..=16).contains(&len) || digits.get(len) != Some(&b'\x07') {
        return None;
    }
    let ms: i64 = std::str::from_utf8(&digits[..len]).ok()?.parse().ok()?;
    let seconds = ms.div_euclid(1000);
    // The last second of the year 9999.
    if seconds > 253_402_300_799 {
        return None;
    }
    let nanos = (ms.rem_euclid(1000) * 1_000_000) as u32;
    let time = Instant { seconds, nanos, zone: Zone::Utc };
    Some((time, if at == 0 { &digits[len + 1..] } else { line }))
}

#[cfg(test)]
mod tests {
    use super::Carrier;

    const STAMP: &str = "2026-03-04T10:00:01.1234567Z";

    #[test]
    fn a_stamp_is_taken_off_with_marks_before_it() {
        let split = |line: &str| {
            let (time, rest) = Carrier::GithubActions.split(line.as_bytes());
            (time.map(|t| t.nanos), String::from_utf8_lossy(rest).into_owned())
        };
        let stamped = |rest: &str| (Some(123_456_700), rest.to_owned());
        assert_eq!(split(&format!("{STAMP} text")), stamped("text"));
        assert_eq!(split(&format!("\u{feff}{STAMP}  two")), stamped(" two"));
        assert_eq!(split(&format!("\u{feff}\u{feff}{STAMP} x")), stamped("x"));
        assert_eq!(split(&format!("{STAMP} ")), stamped(""));
        assert_eq!(split(STAMP), stamped(""));
        assert_eq!(split(&format!("build\tRun make\t{STAMP} x")), stamped("x"));
        for line in [&format!("{STAMP}x"), "2026-03-04T10:00:01.123456Z x", "", "\u{feff}plain"] {
            assert_eq!(split(line).0, None, "{line}");
        }
    }

    #[test]
    fn what_only_looks_like_a_stamp_is_text() {
        let line = b"2026-13-41T10:00:01.1234567Z ##[group]x";
        assert_eq!(Carrier::GithubActions.split(line), (None, &line[..]));
        assert_eq!(Carrier::of(line), None);
    }

    #[test]
    fn every_carrier_is_known_by_one_line() {
        let second = 1_772_618_401;
        for (line, carrier, nanos, rest) in [
            (format!("{STAMP} x"), Carrier::GithubActions, 123_456_700, "x"),
            ("2026-03-04T10:00:01.123456Z 00O x".to_owned(), Carrier::Gitlab, 123_456_000, "x"),
            ("2026-03-04T10:00:01.123456Z 0fE+x".to_owned(), Carrier::Gitlab, 123_456_000, "x"),
            ("[2026-03-04T10:00:01.123Z] x".to_owned(), Carrier::Jenkins, 123_000_000, "x"),
            ("[2026-03-04T10:00:01Z] x".to_owned(), Carrier::BuildkiteLines, 0, "x"),
            ("2026-03-04T10:00:01.123456789Z x".to_owned(), Carrier::Docker, 123_456_789, "x"),
            ("\u{1b}_bk;t=1772618401123\u{7}x".to_owned(), Carrier::Buildkite, 123_000_000, "x"),
        ] {
            let (found, time) = Carrier::of(line.as_bytes()).expect("a carrier");
            assert_eq!((found, time.seconds, time.nanos), (carrier, second, nanos), "{line}");
            assert_eq!(carrier.split(line.as_bytes()).1, rest.as_bytes());
        }
        for line in ["\u{1b}_bk;t=99999999999999999\u{7}x", "\u{1b}_bk;t=1x", "[2026] x", "2026-03-04 x"] {
            assert_eq!(Carrier::of(line.as_bytes()), None, "{line}");
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
    }
}
