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
    /// Buildkite: `ESC _bk;t=MS BEL`, milliseconds since 1970, or `ESC _bk;dt=MS BEL`, those
    /// since the one before; anywhere in the line, and more than once.
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

/// How Buildkite's stamps begin.
const BK: &[u8] = b"\x1b_bk;";
/// And those that stand for themselves.
const BK_WHOLE: &[u8] = b"\x1b_bk;t=";

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

    /// The same behind a line of this time, which some stamps count from.
    pub(super) fn split_after(self, line: &[u8], previous: Option<Instant>) -> (Option<Instant>, &[u8]) {
        if self == Carrier::Buildkite
            && let Some(code @ Code { ms: Stamp::Since(_), .. }) = codes(line).next()
        {
            let rest = if code.at == 0 { &line[code.end..] } else { line };
            return (code.time(previous), rest);
        }
        self.split(line)
    }

    /// Whether a line of GitLab goes on in the next.
    pub(super) fn goes_on(line: &[u8], next: &[u8]) -> bool {
        next.get(31) == Some(&b'+') && gitlab(next).is_some() && gitlab(line).is_some()
    }

    /// The time behind `lines` that come after `before`: that of the last stamp.
    pub(super) fn after(self, before: Option<Instant>, lines: &[u8]) -> Option<Instant> {
        if self != Carrier::Buildkite {
            return self.last(lines).or(before);
        }
        // Only what stands behind the last whole stamp counts from it.
        let mut end = lines.len();
        while let Some(at) = memchr::memmem::rfind(&lines[..end], BK_WHOLE) {
            if let Some(time) =
                codes(&lines[at..]).next().filter(|code| code.at == 0).and_then(|c| c.time(None))
            {
                return codes(&lines[at..]).skip(1).try_fold(time, |time, code| code.time(Some(time)));
            }
            end = at;
        }
        codes(lines).fold(before, |time, code| code.time(time).or(time))
    }

    /// The time of the last stamped line among `lines`.
    fn last(self, lines: &[u8]) -> Option<Instant> {
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
    let code = codes(line).next()?;
    Some((code.time(None)?, if code.at == 0 { &line[code.end..] } else { line }))
}

/// A stamp of Buildkite and where it stands.
#[derive(Clone, Copy, Debug)]
struct Code {
    at: usize,
    end: usize,
    ms: Stamp,
}

#[derive(Clone, Copy, Debug)]
enum Stamp {
    /// Milliseconds since 1970.
    Whole(i64),
    /// Milliseconds since the stamp before.
    Since(i64),
}

impl Code {
    fn time(self, previous: Option<Instant>) -> Option<Instant> {
        match self.ms {
            Stamp::Whole(ms) => Instant { seconds: 0, nanos: 0, zone: Zone::Utc }.later_by_ms(ms),
            Stamp::Since(ms) => previous?.later_by_ms(ms),
        }
    }
}

/// All stamps of Buildkite in some lines.
fn codes(lines: &[u8]) -> impl Iterator<Item = Code> {
    memchr::memmem::find_iter(lines, BK).filter_map(|at| {
        let behind = &lines[at + BK.len()..];
        let (since, digits) = match behind.strip_prefix(b"dt=") {
            Some(digits) => (true, digits),
            None => (false, behind.strip_prefix(b"t=")?),
        };
        let sign = usize::from(since && digits.first() == Some(&b'-'));
        let len = digits[sign..].iter().take(17).take_while(|b| b.is_ascii_digit()).count();
        if !(1..=16).contains(&len) || digits.get(sign + len) != Some(&b'\x07') {
            return None;
        }
        let ms: i64 = std::str::from_utf8(&digits[..sign + len]).ok()?.parse().ok()?;
        let end = lines.len() - digits.len() + sign + len + 1;
        Some(Code { at, end, ms: if since { Stamp::Since(ms) } else { Stamp::Whole(ms) } })
    })
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

    #[test]
    fn stamps_may_count_from_the_one_before() {
        let after = |before: Option<&str>, lines: &str| {
            let before = before.and_then(crate::instant::Instant::parse);
            let time = Carrier::Buildkite.after(before, lines.as_bytes());
            time.map(|time| time.seconds * 1000 + i64::from(time.nanos / 1_000_000))
        };
        let t = "a\u{1b}_bk;t=5000\u{7}b";
        assert_eq!(after(None, t), Some(5000));
        assert_eq!(after(None, &format!("{t}\n\u{1b}_bk;dt=20\u{7}\n\u{1b}_bk;dt=-5\u{7}")), Some(5015));
        assert_eq!(after(None, &format!("\u{1b}_bk;dt=20\u{7}{t}")), Some(5000));
        assert_eq!(after(None, "\u{1b}_bk;dt=20\u{7}"), None);
        assert_eq!(after(Some("1970-01-01T00:00:01Z"), "\u{1b}_bk;dt=20\u{7}x"), Some(1020));
        assert_eq!(after(None, &format!("{t}\u{1b}_bk;t=x\u{7}\u{1b}_bk;dt=1\u{7}")), Some(5001));
        assert_eq!(after(None, &format!("{t}\u{1b}_bk;t=9999999999999999\u{7}")), None);
    }
}
