//! Docker BuildKit's plain progress: one task per vertex.
//!
//! ```text
//! #7 [build 3/6] RUN make -j8
//! #7 0.512 cc -c a.c
//! #7 DONE 41.3s
//! ```
//!
//! The output of parallel vertices is interleaved, and the name line is printed again
//! where it switches back. A vertex that failed has no duration: the offset of its last
//! line stands for it, as an approximation. Numbering begins again with each build in
//! one log: a name for a number that has ended opens a new build.
//!
//! Held: the vertices of one build that have not ended, at most 4096, and a bit for each
//! that has.

use super::grammar::{End, Grammar};
use super::sink::{Line, Open, Sink, unclosed};
use crate::instant::Instant;
use record::{Clock, Ms, Num, Provenance, SegmentKind, SegmentStatus};
use std::collections::{BTreeMap, BTreeSet};

/// The grammar's name.
pub(super) const FORMAT: &str = "buildkit";

/// A build begins with one of these; from there on every line is looked at.
const LITERALS: [&str; 4] = ["#0 building with ", "#1 [", "#1 building with ", "#1 load "];

/// Vertices of one build.
const VERTICES: usize = 4096;
/// Lines without any of ours after which only a new build is waited for.
const PATIENCE: u64 = 10_000;

#[derive(Default)]
pub(super) struct Buildkit {
    open: BTreeMap<u64, Vertex>,
    ended: BTreeSet<u64>,
    /// Builds seen in this log.
    build: u64,
    /// The last line of ours.
    last: u64,
    /// A line was seen, and how far the log has come.
    here: u64,
}

struct Vertex {
    open: Open,
    /// Seconds of the last log line.
    offset: Option<(f64, usize)>,
    end: Option<Instant>,
    last_line: u64,
}

#[derive(Debug, PartialEq)]
enum Said<'t> {
    Done(Option<&'t str>),
    Cached,
    Canceled,
    Error(&'t str),
    /// Seconds since the vertex started, as printed.
    Log(&'t str),
    /// A name, or the state of a part of the vertex.
    Other(&'t str),
}

impl Grammar for Buildkit {
    fn literals(&self) -> &'static [&'static str] {
        &LITERALS
    }

    fn wants_all(&self) -> bool {
        self.build > 0 && self.here - self.last <= PATIENCE
    }

    fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        self.here = line.number;
        let Some((id, said)) = said(line.text) else { return };
        if self.build == 0 {
            if !LITERALS.iter().any(|literal| line.text.starts_with(literal)) {
                return;
            }
            self.build = 1;
        }
        self.last = line.number;
        match said {
            Said::Other(name) => self.name(id, name, line, sink),
            Said::Log(raw) => {
                if let Some(vertex) = self.open.get_mut(&id) {
                    vertex.offset = seconds(raw).or(vertex.offset);
                    vertex.seen(line);
                }
            }
            Said::Done(raw) => self.end(id, SegmentStatus::Success, raw, line, sink),
            Said::Cached => self.end(id, SegmentStatus::Skip, None, line, sink),
            Said::Canceled => self.end(id, SegmentStatus::Cancellation, None, line, sink),
            Said::Error(text) => {
                if let Some(vertex) = self.open.get_mut(&id) {
                    let text = text.chars().take(4096).collect();
                    vertex.open.segment.attributes.insert("message".to_owned(), text);
                }
                self.end(id, SegmentStatus::Failure, None, line, sink);
            }
        }
    }

    fn finish(&mut self, _: End, sink: &mut Sink<'_>) {
        self.new_build(sink);
    }
}

impl Vertex {
    fn seen(&mut self, line: &Line<'_>) {
        self.end = line.at.or(self.end);
        self.last_line = line.number;
    }
}

impl Buildkit {
    fn name(&mut self, id: u64, name: &str, line: &Line<'_>, sink: &mut Sink<'_>) {
        if let Some(vertex) = self.open.get_mut(&id) {
            vertex.seen(line);
            return;
        }
        // The builder's own name, before the first vertex, is none and never ends.
        if name == "..." || id == 0 && name.starts_with("building with ") {
            return;
        }
        if self.ended.contains(&id) || self.open.len() == VERTICES {
            self.new_build(sink);
            self.build += 1;
        }
        let mut open = sink.open(name, SegmentKind::Task, FORMAT, line);
        open.segment.attributes.insert("vertex".to_owned(), id.to_string());
        if self.build > 1 {
            open.segment.attributes.insert("build".to_owned(), self.build.to_string());
        }
        if let Some((stage, _)) = name.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            open.segment.phase = Some(stage.to_owned());
        }
        let vertex = Vertex { open, offset: None, end: line.at, last_line: line.number };
        self.open.insert(id, vertex);
    }

    fn end(
        &mut self,
        id: u64,
        status: SegmentStatus,
        raw: Option<&str>,
        line: &Line<'_>,
        sink: &mut Sink<'_>,
    ) {
        let Some(mut vertex) = self.open.remove(&id) else { return };
        if self.ended.len() < VERTICES {
            self.ended.insert(id);
        }
        vertex.seen(line);
        let measured = raw.and_then(seconds);
        let Open { mut segment, start, .. } = vertex.open;
        segment.status = Some(status);
        segment.source.end_line = Some(line.number);
        segment.start_at = start.map(Instant::rfc3339);
        segment.end_at = line.at.map(Instant::rfc3339);
        let (value, provenance) = match (measured, status) {
            (Some(value), _) => (Some(value), Provenance::Native),
            // Nothing was done, so nothing took any time that was measured.
            (None, SegmentStatus::Skip) => (None, Provenance::Native),
            (None, _) => (vertex.offset, Provenance::Approx),
        };
        segment.provenance = provenance;
        segment.duration_ms = value.and_then(|(seconds, _)| Ms::new(seconds * 1e3));
        segment.resolution_ms = value.and_then(|(_, digits)| Num::new(1e3 / 10_f64.powi(digits as i32)));
        segment.clock = Clock::Relative;
        if status == SegmentStatus::Skip {
            segment.attributes.insert("cached".to_owned(), "true".to_owned());
        }
        sink.push(segment, FORMAT);
    }

    /// The vertices of the build so far that never ended.
    fn new_build(&mut self, sink: &mut Sink<'_>) {
        self.ended.clear();
        for (_, vertex) in std::mem::take(&mut self.open) {
            let mut open = vertex.open;
            open.segment.source.end_line = Some(vertex.last_line);
            unclosed(open, FORMAT, sink);
        }
    }
}

/// `#7 ...`
fn said(text: &str) -> Option<(u64, Said<'_>)> {
    let rest = text.strip_prefix('#')?;
    let (id, rest) = rest.split_once(' ')?;
    if id.is_empty() || id.len() > 6 || !id.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let id = id.parse().ok()?;
    let rest = rest.trim_end();
    let said = match rest {
        "DONE" => Said::Done(None),
        "CACHED" => Said::Cached,
        "CANCELED" => Said::Canceled,
        _ => {
            if let Some(time) = rest.strip_prefix("DONE ") {
                Said::Done(Some(time.strip_suffix('s')?))
            } else if let Some(text) = rest.strip_prefix("ERROR: ") {
                Said::Error(text)
            } else {
                let word = rest.split(' ').next().unwrap_or("");
                match seconds(word) {
                    Some(_) => Said::Log(word),
                    None => Said::Other(rest),
                }
            }
        }
    };
    Some((id, said))
}

/// Seconds with one to three decimals, and how many there were.
fn seconds(text: &str) -> Option<(f64, usize)> {
    let (whole, fraction) = text.split_once('.')?;
    let plain = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    if plain(whole, 9) && plain(fraction, 3) { Some((text.parse().ok()?, fraction.len())) } else { None }
}

#[cfg(test)]
mod tests {
    use super::{Said, said, seconds};

    #[test]
    fn lines_are_told_apart() {
        assert_eq!(said("#7 DONE 41.3s"), Some((7, Said::Done(Some("41.3")))));
        assert_eq!(said("#7 DONE"), Some((7, Said::Done(None))));
        assert_eq!(said("#7 CACHED"), Some((7, Said::Cached)));
        assert_eq!(said("#7 ERROR: exit code: 1"), Some((7, Said::Error("exit code: 1"))));
        assert_eq!(said("#7 0.512 cc -c a.c"), Some((7, Said::Log("0.512"))));
        assert_eq!(said("#7 [a 1/2] RUN x"), Some((7, Said::Other("[a 1/2] RUN x"))));
        assert_eq!(said("#7 ..."), Some((7, Said::Other("..."))));
        for text in ["# 7 DONE", "#x DONE", "#7", "7 DONE", "#12345678 DONE", "#7 DONE 4"] {
            assert_eq!(said(text), None, "{text}");
        }
        assert_eq!(seconds("1.2345"), None);
        assert_eq!(seconds("12.3"), Some((12.3, 1)));
    }
}
