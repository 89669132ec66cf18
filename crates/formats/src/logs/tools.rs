//! What tools say about their own time, at the end of their work.
//!
//! | tool | line |
//! |---|---|
//! | pytest `--durations` | `0.52s call     tests/test_pay.py::test_rate[eur]` |
//! | `go test -v` | `--- PASS: TestA (0.01s)`, `ok  \texample/shop\t0.123s` |
//! | cargo | ``Finished `dev` profile [...] target(s) in 1m 02.5s`` |
//! | Maven | `[INFO] Total time:  02:05 min` |
//! | Gradle | `BUILD SUCCESSFUL in 1m 5s` |
//! | CTest | `1/3 Test #1: a ...   Passed    0.02 sec` |
//! | bash, `time -p` | `real\t0m1.204s`, `real 1.20` |
//! | GNU time | see [`super::gnu_time`] |
//!
//! Nothing is held but whether pytest's table is being read.

use super::gnu_time::{self, GnuTime};
use super::grammar::{End, Grammar};
use super::sink::{Line, Sink};
use crate::instant::Instant;
use record::{Ms, Num, Provenance, Segment, SegmentKind, SegmentStatus};

/// Seconds as printed: the value and its smallest difference, both in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) ms: f64,
    pub(super) resolution_ms: f64,
}

impl Span {
    /// `12`, `1.204`, in other places `1,204`: at most nine digits before the point, and six
    /// behind it.
    pub(super) fn seconds(text: &str) -> Option<Span> {
        let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let fits = (1..=9).contains(&whole.len()) && fraction.len() <= 6;
        if !fits || !digits(whole) || !digits(fraction) || text.ends_with(['.', ',']) {
            return None;
        }
        let value: f64 = format!("{whole}.{fraction}").parse().ok()?;
        Some(Span { ms: value * 1e3, resolution_ms: 1e3 / 10_f64.powi(fraction.len() as i32) })
    }

    /// `1h 2m 3.5s`, `1m 02s`, `3s`: the words in falling order.
    fn words(text: &str) -> Option<Span> {
        let mut total = 0.0;
        let mut rank = 4;
        let mut resolution_ms = 1000.0;
        for word in text.split_ascii_whitespace() {
            let (unit, factor, this) = [("ms", 1.0, 0), ("s", 1e3, 1), ("m", 60e3, 2), ("h", 3600e3, 3)]
                .into_iter()
                .find(|(unit, _, _)| word.ends_with(unit))?;
            if this >= rank {
                return None;
            }
            rank = this;
            let part = Span::seconds(word.strip_suffix(unit)?)?;
            total += part.ms / 1e3 * factor;
            resolution_ms = part.resolution_ms / 1e3 * factor;
        }
        (rank < 4).then_some(Span { ms: total, resolution_ms })
    }

    /// `02:05` in units of which the second is worth `small` milliseconds.
    fn colon(text: &str, small: f64) -> Option<Span> {
        let (large, rest) = text.split_once(':')?;
        let (large, rest) = (Span::seconds(large)?, Span::seconds(rest)?);
        Some(Span { ms: (large.ms * 60.0 + rest.ms) / 1e3 * small, resolution_ms: small })
    }
}

pub(super) fn segment(
    name: &str,
    kind: SegmentKind,
    format: &'static str,
    time: Option<Span>,
    line: &Line<'_>,
    sink: &mut Sink<'_>,
) -> Segment {
    let mut segment = sink.open(name, kind, format, line).segment;
    segment.provenance = Provenance::Native;
    segment.duration_ms = time.and_then(|time| Ms::new(time.ms));
    segment.resolution_ms = time.and_then(|time| Num::new(time.resolution_ms));
    segment.end_at = line.at.map(Instant::rfc3339);
    segment
}

/// pytest's table of slowest durations.
#[derive(Default)]
pub(super) struct Pytest {
    /// The last line of the table so far; 0 outside of it.
    table: u64,
    here: u64,
}

/// The grammar's name.
pub(super) const PYTEST: &str = "pytest-durations";

impl Grammar for Pytest {
    fn literals(&self) -> &'static [&'static str] {
        &["slowest "]
    }

    fn wants_all(&self) -> bool {
        self.table > 0 && self.table == self.here
    }

    fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        self.here = line.number;
        let text = line.text.trim();
        if text.starts_with("==") && text.ends_with("==") {
            let title = text.trim_matches('=').trim();
            let head = title.strip_prefix("slowest ").and_then(|rest| rest.strip_suffix("durations"));
            let table = head.is_some_and(|n| n.trim().bytes().all(|b| b.is_ascii_digit()));
            self.table = if table { line.number } else { 0 };
            return;
        }
        if self.table == 0 || self.table + 1 != line.number {
            return;
        }
        let Some((time, rest)) = text.split_once("s ") else { return };
        let Some(time) = Span::seconds(time) else { return };
        let Some((phase, name)) = rest.split_once(' ') else { return };
        if !matches!(phase, "setup" | "call" | "teardown") {
            return;
        }
        self.table = line.number;
        let name = name.trim();
        let mut segment = segment(name, SegmentKind::Test, PYTEST, Some(time), line, sink);
        segment.phase = Some(phase.to_owned());
        segment.path = name.split("::").map(str::to_owned).collect();
        sink.push(segment, PYTEST);
    }

    fn finish(&mut self, _: End, _: &mut Sink<'_>) {}
}

/// `go test`'s verdicts.
#[derive(Default)]
pub(super) struct GoTest;

/// The grammar's name.
pub(super) const GO: &str = "go-test";

impl Grammar for GoTest {
    fn literals(&self) -> &'static [&'static str] {
        &["--- PASS: ", "--- FAIL: ", "--- SKIP: ", "--- BENCH: ", "ok  \t", "FAIL\t"]
    }

    fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        if let Some(rest) = line.text.strip_prefix("ok  \t").or_else(|| line.text.strip_prefix("FAIL\t")) {
            let mut parts = rest.split('\t');
            let (Some(package), Some(time)) = (parts.next(), parts.next()) else { return };
            let time = time.trim();
            let span = time.strip_suffix('s').and_then(Span::seconds);
            if span.is_none() && time != "(cached)" {
                return;
            }
            let mut segment = segment(package, SegmentKind::Task, GO, span, line, sink);
            let ok = line.text.starts_with("ok");
            segment.status = Some(if ok { SegmentStatus::Success } else { SegmentStatus::Failure });
            if span.is_none() {
                segment.attributes.insert("cached".to_owned(), "true".to_owned());
            }
            sink.push(segment, GO);
            return;
        }
        // A test's own output without a newline may stand before its verdict.
        let Some(at) = line.text.find("--- ") else { return };
        let rest = &line.text[at + 4..];
        let Some((word, rest)) = rest.split_once(": ") else { return };
        let status = match word {
            "PASS" | "BENCH" => SegmentStatus::Success,
            "FAIL" => SegmentStatus::Failure,
            "SKIP" => SegmentStatus::Skip,
            _ => return,
        };
        let Some((name, time)) = rest.trim_end().rsplit_once(" (") else { return };
        let Some(time) = time.strip_suffix("s)").and_then(Span::seconds) else { return };
        if name.is_empty() || name.contains(' ') {
            return;
        }
        let mut segment = segment(name, SegmentKind::Test, GO, Some(time), line, sink);
        segment.status = Some(status);
        if name.contains('/') {
            segment.path = name.split('/').map(str::to_owned).collect();
        }
        if !line.text[..at].trim().is_empty() {
            segment.warnings.push("glued".to_owned());
        }
        sink.push(segment, GO);
    }

    fn finish(&mut self, _: End, _: &mut Sink<'_>) {}
}

/// cargo's builds.
#[derive(Default)]
pub(super) struct Cargo;

/// The grammar's name.
pub(super) const CARGO: &str = "cargo";

impl Grammar for Cargo {
    fn literals(&self) -> &'static [&'static str] {
        &[" target(s) in "]
    }

    fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        let Some(rest) = line.text.trim_start().strip_prefix("Finished ") else { return };
        let Some((what, time)) = rest.split_once(" target(s) in ") else { return };
        let Some(time) = Span::words(time.trim_end()) else { return };
        // `dev` profile [...], or dev [...] before 1.80.
        let profile = what.split([' ', '[']).next().unwrap_or("").trim_matches('`');
        let mut segment = segment("cargo build", SegmentKind::Task, CARGO, Some(time), line, sink);
        segment.status = Some(SegmentStatus::Success);
        if !profile.is_empty() {
            segment.attributes.insert("profile".to_owned(), profile.chars().take(64).collect());
        }
        sink.push(segment, CARGO);
    }

    fn finish(&mut self, _: End, _: &mut Sink<'_>) {}
}

/// Maven's and Gradle's totals, and Maven's modules.
#[derive(Default)]
pub(super) struct Jvm;

/// The grammar's name when it is asked for.
pub(super) const JVM: &str = "jvm-build";
/// The name in records of Maven's lines.
const MAVEN: &str = "maven";
/// The name in records of Gradle's lines.
const GRADLE: &str = "gradle";

impl Grammar for Jvm {
    fn literals(&self) -> &'static [&'static str] {
        &["[INFO] Total time: ", " SUCCESS [", " FAILURE [", "BUILD SUCCESSFUL in ", "BUILD FAILED in "]
    }

    fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        let text = line.text.trim_end();
        for (head, status) in
            [("BUILD SUCCESSFUL in ", SegmentStatus::Success), ("BUILD FAILED in ", SegmentStatus::Failure)]
        {
            if let Some(time) = text.strip_prefix(head).and_then(Span::words) {
                let mut segment = segment("gradle build", SegmentKind::Task, GRADLE, Some(time), line, sink);
                segment.status = Some(status);
                sink.push(segment, GRADLE);
                return;
            }
        }
        let Some(rest) = text.strip_prefix("[INFO] ") else { return };
        if let Some(time) = rest.strip_prefix("Total time: ") {
            let time = time.trim().trim_end_matches("(Wall Clock)").trim_end();
            if let Some(span) = maven(time) {
                let mut segment = segment("maven build", SegmentKind::Task, MAVEN, Some(span), line, sink);
                segment.raw.ms = Some(time.to_owned());
                sink.push(segment, MAVEN);
            }
            return;
        }
        let Some((head, time)) = rest.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) else {
            return;
        };
        let (head, status) = match head.trim_end() {
            head if head.ends_with(" SUCCESS") => (&head[..head.len() - 8], SegmentStatus::Success),
            head if head.ends_with(" FAILURE") => (&head[..head.len() - 8], SegmentStatus::Failure),
            _ => return,
        };
        let Some(span) = maven(time.trim()) else { return };
        let name = head.trim_end_matches(['.', ' ']);
        let mut segment = segment(name, SegmentKind::Task, MAVEN, Some(span), line, sink);
        segment.status = Some(status);
        segment.raw.ms = Some(time.trim().to_owned());
        sink.push(segment, MAVEN);
    }

    fn finish(&mut self, _: End, _: &mut Sink<'_>) {}
}

/// `1.234 s`, `02:05 min`, `01:10 h`, `1 d 02:03 h`: the unit's word decides.
fn maven(text: &str) -> Option<Span> {
    if let Some(seconds) = text.strip_suffix(" s") {
        return Span::seconds(seconds);
    }
    if let Some(time) = text.strip_suffix(" min") {
        return Span::colon(time, 1e3);
    }
    let time = text.strip_suffix(" h")?;
    let (days, time) = match time.split_once(" d ") {
        Some((days, time)) => (Span::seconds(days)?.ms / 1e3, time),
        None => (0.0, time),
    };
    let hours = Span::colon(time, 60e3)?;
    Some(Span { ms: hours.ms + days * 86_400e3, ..hours })
}

/// CTest's verdicts.
#[derive(Default)]
pub(super) struct Ctest;

/// The grammar's name.
pub(super) const CTEST: &str = "ctest";

impl Grammar for Ctest {
    fn literals(&self) -> &'static [&'static str] {
        &["Test #", "Test  #", "Test   #", "Total Test time (real) ="]
    }

    fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        let text = line.text.trim();
        if let Some(time) = text.strip_prefix("Total Test time (real) =") {
            let time = time.trim().strip_suffix(" sec").and_then(Span::seconds);
            if time.is_some() {
                let segment = segment("ctest", SegmentKind::Task, CTEST, time, line, sink);
                sink.push(segment, CTEST);
            }
            return;
        }
        // ` 1/3 Test #1: name ........   Passed    0.02 sec`
        let Some((count, rest)) = text.split_once(" Test ").or_else(|| text.split_once(" MemTest ")) else {
            return;
        };
        let numbers = count.split('/').all(|n| !n.is_empty() && n.trim().bytes().all(|b| b.is_ascii_digit()));
        let Some(rest) = rest.trim_start().strip_prefix('#').filter(|_| numbers) else { return };
        let Some((_, rest)) = rest.split_once(": ") else { return };
        let Some((rest, time)) = rest.strip_suffix(" sec").and_then(|rest| rest.rsplit_once(' ')) else {
            return;
        };
        let Some(time) = Span::seconds(time) else { return };
        let Some((name, verdict)) = rest.trim_end().split_once(" .").or_else(|| rest.split_once("***"))
        else {
            return;
        };
        let verdict = verdict.trim_start_matches(['.', ' ', '*']);
        let mut segment = segment(name, SegmentKind::Test, CTEST, Some(time), line, sink);
        segment.status = Some(match verdict.split(' ').next() {
            Some("Passed") => SegmentStatus::Success,
            Some("Skipped") => SegmentStatus::Skip,
            Some("Timeout") => SegmentStatus::Timeout,
            Some("Not") => SegmentStatus::Error,
            _ => SegmentStatus::Failure,
        });
        sink.push(segment, CTEST);
    }

    fn finish(&mut self, _: End, _: &mut Sink<'_>) {}
}

/// The shell's `time`: three lines, of which the first names the block; and GNU time.
#[derive(Default)]
pub(super) struct Time {
    gnu: GnuTime,
    /// The segment of `real`, and the line that may go on with it.
    open: Option<(Segment, u64)>,
}

/// The grammar's name.
pub(super) const TIME: &str = "time";

const TIMES: [&str; 13] = {
    let [a, b, c, d, e, f, g] = gnu_time::LITERALS;
    ["real\t", "user\t", "sys\t", "real ", "user ", "sys ", a, b, c, d, e, f, g]
};

impl Grammar for Time {
    fn literals(&self) -> &'static [&'static str] {
        &TIMES
    }

    fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        let text = line.text.trim_end();
        let found = ["real", "user", "sys"].into_iter().find_map(|word| {
            let rest = text.strip_prefix(word)?;
            let span = match rest.strip_prefix('\t') {
                // 0m1.204s
                Some(time) => {
                    let (minutes, seconds) = time.strip_suffix('s')?.split_once('m')?;
                    let (minutes, seconds) = (Span::seconds(minutes)?, Span::seconds(seconds)?);
                    Span { ms: minutes.ms * 60.0 + seconds.ms, ..seconds }
                }
                // `time -p`
                None => Span::seconds(rest.strip_prefix(' ')?).filter(|span| span.resolution_ms < 1000.0)?,
            };
            Some((word, span))
        });
        let Some((word, span)) = found else { return self.gnu.line(line, sink) };
        if word == "real" {
            self.flush(sink);
            let segment = segment("time", SegmentKind::Command, TIME, Some(span), line, sink);
            self.open = Some((segment, line.number + 1));
        } else if let Some((segment, next)) = self.open.as_mut().filter(|(_, next)| *next == line.number) {
            if let Some(ms) = Ms::new(span.ms) {
                segment.attributes.insert(format!("{word}_ms"), ms.get().to_string());
            }
            segment.source.end_line = Some(line.number);
            *next += 1;
            if word == "sys" {
                self.flush(sink);
            }
        }
    }

    fn finish(&mut self, _: End, sink: &mut Sink<'_>) {
        self.flush(sink);
        self.gnu.finish(sink);
    }
}

impl Time {
    fn flush(&mut self, sink: &mut Sink<'_>) {
        // Without the two other lines it was a word of somebody's text.
        if let Some((segment, next)) = self.open.take() {
            if segment.source.line.is_some_and(|line| next >= line + 3) {
                sink.push(segment, TIME);
            } else {
                sink.take_back(&segment.segment_id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Span, maven};

    #[test]
    fn times_are_read_in_every_spelling() {
        let ms = |span: Option<Span>| span.map(|span| span.ms);
        assert_eq!(ms(Span::seconds("1.204")), Some(1204.0));
        assert_eq!(ms(Span::words("1m 02.5s")), Some(62_500.0));
        assert_eq!(ms(Span::words("1h 1m 1s")), Some(3_661_000.0));
        assert_eq!(ms(Span::words("3s")), Some(3000.0));
        assert_eq!(ms(Span::words("250ms")), Some(250.0));
        assert_eq!(ms(maven("1.234 s")), Some(1234.0));
        assert_eq!(ms(maven("02:05 min")), Some(125_000.0));
        assert_eq!(ms(maven("01:10 h")), Some(4_200_000.0));
        assert_eq!(ms(maven("1 d 02:03 h")), Some(93_780_000.0));
        for text in ["", "s", "1s 2m", "1s 1s", "x", "1234567890s", "1.s"] {
            assert_eq!(Span::words(text), None, "{text}");
        }
        for text in ["02:05", "1.2", "x min", "1:x min"] {
            assert_eq!(maven(text), None, "{text}");
        }
    }
}
