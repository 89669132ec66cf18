//! Ninja's own log, `.ninja_log`: one row for every output that was built.
//!
//! ```text
//! # ninja log v7
//! 12 TAB 340 TAB 1772618401000000000 TAB a.o TAB 8c1e0f22d9b7a3c4
//! ```
//!
//! Times are milliseconds since the start of the build that wrote the row. The file is
//! appended to by every build: where an end lies before one seen earlier, a new build has
//! begun. A command with several outputs has a row for each, next to each other and alike
//! in all but the name.
//!
//! Held: one row.

use super::grammar::{End, Grammar};
use super::sink::{Line, Sink};
use record::{Clock, Ms, Num, Provenance, Segment, SegmentKind};

/// The grammar's name.
pub(super) const FORMAT: &str = "ninja";

const LITERALS: [&str; 1] = ["# ninja log v"];

#[derive(Default)]
pub(super) struct Ninja {
    /// The log's version; 0 before its first line.
    version: u64,
    build: u64,
    latest: u64,
    held: Option<(Row, Segment)>,
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    start: u64,
    end: u64,
    hash: String,
}

impl Grammar for Ninja {
    fn literals(&self) -> &'static [&'static str] {
        &LITERALS
    }

    fn wants_all(&self) -> bool {
        self.version > 0
    }

    fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        if let Some(version) = line.text.strip_prefix(LITERALS[0]).filter(|_| line.number == 1) {
            self.version = version.trim().parse().ok().filter(|v| (1..=99).contains(v)).unwrap_or(0);
            self.build = 1;
            return;
        }
        if self.version == 0 || line.text.is_empty() || line.text.starts_with('#') {
            return;
        }
        // Before version 4 a blank stood between the columns.
        let separator = if self.version >= 4 { '\t' } else { ' ' };
        let columns: Vec<&str> = line.text.splitn(5, separator).collect();
        let number = |at: usize| {
            let text = columns.get(at).filter(|text| text.len() <= 15 && !text.is_empty())?;
            if text.bytes().all(|b| b.is_ascii_digit()) { text.parse::<u64>().ok() } else { None }
        };
        let (Some(start), Some(end), Some(name)) = (number(0), number(1), columns.get(3)) else {
            let source = sink.source(line);
            let message = "not a row of a ninja log".to_owned();
            let issue = sink.issue("malformed-line", record::Severity::Warning, message, source);
            sink.report(issue);
            return;
        };
        let row = Row { start, end, hash: columns.get(4).unwrap_or(&"").to_string() };
        if let Some((_, segment)) = self.held.as_mut().filter(|(held, _)| *held == row) {
            let outputs =
                segment.attributes.entry("outputs".to_owned()).or_insert_with(|| segment.name.clone());
            if outputs.len() < 4096 {
                outputs.push(' ');
                outputs.push_str(name);
            }
            return;
        }
        self.flush(sink);
        if end < self.latest {
            self.build += 1;
            self.latest = 0;
        }
        self.latest = self.latest.max(end);
        let segment = self.task(&row, name, line, sink);
        self.held = Some((row, segment));
    }

    fn finish(&mut self, _: End, sink: &mut Sink<'_>) {
        self.flush(sink);
    }
}

impl Ninja {
    fn task(&self, row: &Row, name: &str, line: &Line<'_>, sink: &mut Sink<'_>) -> Segment {
        let mut segment = sink.open(name, SegmentKind::Task, FORMAT, line).segment;
        segment.path = name.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        segment.clock = Clock::Relative;
        segment.origin = Some("build_start".to_owned());
        segment.offset_ms = Ms::new(row.start as f64);
        segment.resolution_ms = Num::new(1.0);
        segment.provenance = Provenance::Native;
        segment.attributes.insert("build".to_owned(), self.build.to_string());
        if !row.hash.is_empty() {
            segment.attributes.insert("command_hash".to_owned(), row.hash.chars().take(64).collect());
        }
        if row.end >= row.start {
            segment.duration_ms = Ms::new((row.end - row.start) as f64);
        } else {
            segment.warnings.push("clock-backwards".to_owned());
        }
        segment
    }

    fn flush(&mut self, sink: &mut Sink<'_>) {
        if let Some((_, segment)) = self.held.take() {
            sink.push(segment, FORMAT);
        }
    }
}
