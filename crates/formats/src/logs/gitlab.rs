//! GitLab job logs: sections.
//!
//! ```text
//! \e[0Ksection_start:1772618401:unit_tests[collapsed=true]\r\e[0KUnit tests
//! \e[0Ksection_end:1772618427:unit_tests\r\e[0K
//! ```
//!
//! Marks stand anywhere in a line, several in one where they follow each other. Their
//! clock is whole seconds; where the runner stamps lines to the microsecond, that is the
//! better one, and how far the mark's own is from it is kept where it is more than a
//! second. Sections nest, and are paired by name as GitLab compares names: lower case,
//! every other character a dash.
//!
//! Held: the open sections, at most 1024.

use super::carrier::Carrier;
use super::grammar::{End, Grammar};
use super::sink::{Line, Open, Sink, close, unclosed};
use crate::instant::{Instant, Zone};
use record::{Provenance, SegmentKind};

/// The grammar's name.
pub(super) const FORMAT: &str = "gitlab";

const LITERALS: [&str; 2] = ["section_start:", "section_end:"];

/// Sections open at one time.
const DEPTH: usize = 1024;
/// The last second of the year 9999.
const LAST: i64 = 253_402_300_799;

#[derive(Default)]
pub(super) struct Gitlab {
    /// With their names as they are compared.
    open: Vec<(String, Open)>,
}

/// One mark in a line.
#[derive(Debug, PartialEq)]
struct Mark<'t> {
    start: bool,
    seconds: Option<i64>,
    name: &'t str,
    /// What follows it up to the next mark.
    header: &'t str,
}

impl Grammar for Gitlab {
    fn literals(&self) -> &'static [&'static str] {
        &LITERALS
    }

    fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        if memchr::memmem::find(line.raw, b"section_").is_none() {
            return;
        }
        // The carriage return that ends a mark is gone from the text.
        let raw = String::from_utf8_lossy(line.raw);
        for mark in marks(&raw) {
            if mark.start {
                self.start(&mark, line, sink);
            } else {
                self.end(&mark, line, sink);
            }
        }
    }

    fn finish(&mut self, _: End, sink: &mut Sink<'_>) {
        while let Some((_, open)) = self.open.pop() {
            unclosed(open, FORMAT, sink);
        }
    }
}

impl Gitlab {
    fn start(&mut self, mark: &Mark<'_>, line: &Line<'_>, sink: &mut Sink<'_>) {
        if self.open.len() >= DEPTH {
            let (_, outermost) = self.open.remove(0);
            unclosed(outermost, FORMAT, sink);
        }
        let mut open = sink.open(mark.name, SegmentKind::Section, FORMAT, line);
        if let Some((_, parent)) = self.open.last() {
            open.segment.parent_id = Some(parent.segment.segment_id.clone());
            open.segment.path.clone_from(&parent.segment.path);
        }
        open.segment.path.push(mark.name.to_owned());
        let header = crate::text::strip_escapes_str(mark.header);
        let header: String = header.trim().chars().take(256).collect();
        if !header.is_empty() {
            open.segment.attributes.insert("header".to_owned(), header);
        }
        open.start = time(mark, line, &mut open, "start", sink);
        self.open.push((compared(mark.name), open));
    }

    fn end(&mut self, mark: &Mark<'_>, line: &Line<'_>, sink: &mut Sink<'_>) {
        let name = compared(mark.name);
        let Some(at) = self.open.iter().rposition(|(open, _)| *open == name) else {
            sink.unopened("a section", Some(mark.name), line);
            return;
        };
        // Sections inside it that were left open end with it, at a time nobody knows.
        for (_, inner) in self.open.drain(at + 1..).rev() {
            unclosed(inner, FORMAT, sink);
        }
        let Some((_, mut open)) = self.open.pop() else { return };
        let end = time(mark, line, &mut open, "end", sink);
        close(open, End { at: end, lines: line.number }, Provenance::Native, FORMAT, sink);
    }
}

/// The better of the two clocks; how far the other one is off, where that is much.
fn time(mark: &Mark<'_>, line: &Line<'_>, open: &mut Open, which: &str, sink: &Sink<'_>) -> Option<Instant> {
    let own = mark.seconds.map(|seconds| Instant { seconds, nanos: 0, zone: Zone::Utc });
    if own.is_none() {
        open.segment.warnings.push("bad-number".to_owned());
    }
    let Some(stamp) = line.at.filter(|_| sink.carrier == Carrier::Gitlab) else {
        open.resolution_ms = Some(1000.0);
        return own;
    };
    open.resolution_ms = sink.carrier.resolution_ms();
    if let Some(skew) = own.map(|own| own.ms_since(stamp)).filter(|skew| skew.abs() > 1000.0) {
        open.segment.attributes.insert(format!("{which}_marker_skew_ms"), format!("{skew}"));
    }
    Some(stamp)
}

/// A name as GitLab compares it.
fn compared(name: &str) -> String {
    let one = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    name.chars().map(one).collect()
}

/// All marks of a line, in order.
fn marks(raw: &str) -> Vec<Mark<'_>> {
    let mut marks: Vec<(usize, Mark<'_>)> = Vec::new();
    for (at, _) in raw.match_indices("section_") {
        let rest = &raw[at + "section_".len()..];
        let (start, body) = if let Some(body) = rest.strip_prefix("start:") {
            (true, body)
        } else if let Some(body) = rest.strip_prefix("end:") {
            (false, body)
        } else {
            continue;
        };
        let Some((mark, header)) = mark(start, body) else { continue };
        // A header ends where the next mark begins.
        if let Some((_, last)) = marks.last_mut() {
            let begin = raw.len() - last.header.len();
            last.header = raw.get(begin..at).unwrap_or("");
        }
        marks.push((at, Mark { header, ..mark }));
    }
    marks.into_iter().map(|(_, mark)| mark).collect()
}

/// `1772618401:unit_tests[collapsed=true]\r...`
fn mark(start: bool, body: &str) -> Option<(Mark<'_>, &str)> {
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = body.split_at(digits);
    let rest = rest.strip_prefix(':').filter(|_| digits > 0)?;
    let len =
        rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-')).count();
    let (name, mut rest) = rest.split_at(len);
    if let Some(options) = rest.strip_prefix('[') {
        rest = options.split_once(']')?.1;
    }
    // A carriage return ends it; logs that went through a file system may have lost it.
    let header = match rest.strip_prefix('\r') {
        Some(header) => header,
        None if rest.is_empty() => rest,
        None => return None,
    };
    // More digits than a time has are somebody's attack on a parser.
    let seconds = if digits <= 19 { number.parse().ok() } else { None };
    let seconds = seconds.filter(|seconds| *seconds <= LAST);
    (len > 0).then_some((Mark { start, seconds, name, header: "" }, header))
}

#[cfg(test)]
mod tests {
    use super::{Mark, compared, marks};

    #[test]
    fn marks_are_found_anywhere_and_more_than_once() {
        let line =
            "\u{1b}[0Ksection_end:17:a\r\u{1b}[0Ksection_start:18:b-1[collapsed=true]\r\u{1b}[0KHeader x";
        assert_eq!(
            marks(line),
            [
                Mark { start: false, seconds: Some(17), name: "a", header: "\u{1b}[0K" },
                Mark { start: true, seconds: Some(18), name: "b-1", header: "\u{1b}[0KHeader x" }
            ]
        );
        let long = format!("section_end:{}:a\r", "9".repeat(60));
        assert_eq!(marks(&long)[0].seconds, None);
        for none in [
            "section_start:`date`:a\r",
            "section_start:1:\r",
            "section_start::a\r",
            "section_start:1:a b",
            "section_",
        ] {
            assert_eq!(marks(none), [], "{none}");
        }
    }

    #[test]
    fn names_are_compared_as_gitlab_does() {
        assert_eq!(compared("Unit_Tests.1"), "unit-tests-1");
    }
}
