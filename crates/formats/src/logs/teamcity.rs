//! TeamCity service messages: blocks, progress, compilations, and tests' durations.
//!
//! ```text
//! ##teamcity[blockOpened name='setup' timestamp='2026-03-04T10:00:01.123+0000' flowId='7']
//! ##teamcity[testFinished name='a' duration='41']
//! ```
//!
//! A message's own time stamp is better than the line's. Pairs belong together by flow
//! and name.
//!
//! Held: what is open, at most 1024.

use super::grammar::{End, Grammar};
use super::sink::{Line, Open, Sink, close, unclosed};
use crate::instant::Instant;
use crate::results::lines::teamcity::{Message, all};
use record::{Ms, Num, Provenance, SegmentKind};

/// The grammar's name.
pub(super) const FORMAT: &str = "teamcity";

const LITERALS: [&str; 1] = ["##teamcity["];

const OPEN: usize = 1024;

#[derive(Default)]
pub(super) struct Teamcity {
    open: Vec<Block>,
}

struct Block {
    what: &'static str,
    flow: String,
    open: Open,
}

impl Grammar for Teamcity {
    fn literals(&self) -> &'static [&'static str] {
        &LITERALS
    }

    fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        if !line.text.contains(LITERALS[0]) {
            return;
        }
        for message in all(line.text) {
            match message.kind {
                "blockOpened" => self.start("block", "name", SegmentKind::Section, &message, line, sink),
                "blockClosed" => self.end("block", "name", &message, line, sink),
                "progressStart" => self.start("progress", "", SegmentKind::Section, &message, line, sink),
                "progressFinish" => self.end("progress", "", &message, line, sink),
                "compilationStarted" => {
                    self.start("compilation", "compiler", SegmentKind::Task, &message, line, sink);
                }
                "compilationFinished" => self.end("compilation", "compiler", &message, line, sink),
                "testFinished" => test(&message, line, sink),
                _ => {}
            }
        }
    }

    fn finish(&mut self, _: End, sink: &mut Sink<'_>) {
        while let Some(block) = self.open.pop() {
            unclosed(block.open, FORMAT, sink);
        }
    }
}

impl Teamcity {
    fn start(
        &mut self,
        what: &'static str,
        key: &str,
        kind: SegmentKind,
        message: &Message<'_>,
        line: &Line<'_>,
        sink: &mut Sink<'_>,
    ) {
        if self.open.len() == OPEN {
            let oldest = self.open.remove(0);
            unclosed(oldest.open, FORMAT, sink);
        }
        let flow = message.get("flowId").unwrap_or("").to_owned();
        let mut open = sink.open(message.get(key).unwrap_or(""), kind, FORMAT, line);
        (open.start, open.resolution_ms) = time(message, line, sink);
        if let Some(parent) = self.open.iter().rfind(|block| block.flow == flow) {
            open.segment.parent_id = Some(parent.open.segment.segment_id.clone());
            open.segment.path.clone_from(&parent.open.segment.path);
        }
        let own = open.segment.name.clone();
        open.segment.path.push(own);
        if !flow.is_empty() {
            open.segment.attributes.insert("flow_id".to_owned(), flow.clone());
        }
        self.open.push(Block { what, flow, open });
    }

    fn end(
        &mut self,
        what: &'static str,
        key: &str,
        message: &Message<'_>,
        line: &Line<'_>,
        sink: &mut Sink<'_>,
    ) {
        let name = message.get(key).unwrap_or("").trim();
        let flow = message.get("flowId").unwrap_or("");
        let same = |block: &Block| {
            let named = block.open.segment.name == name || name.is_empty();
            block.what == what && block.flow == flow && named
        };
        let Some(at) = self.open.iter().rposition(same) else {
            sink.unopened(what, Some(name), line);
            return;
        };
        let block = self.open.remove(at);
        let (end, _) = time(message, line, sink);
        close(block.open, End { at: end, lines: line.number }, Provenance::Native, FORMAT, sink);
    }
}

/// The message's own time, to the millisecond, or the line's.
fn time(message: &Message<'_>, line: &Line<'_>, sink: &Sink<'_>) -> (Option<Instant>, Option<f64>) {
    match message.get("timestamp").and_then(Instant::parse) {
        Some(time) => (Some(time), Some(1.0)),
        None => (line.at, sink.carrier.resolution_ms()),
    }
}

fn test(message: &Message<'_>, line: &Line<'_>, sink: &mut Sink<'_>) {
    let (Some(name), Some(raw)) = (message.get("name"), message.get("duration")) else { return };
    let mut segment = sink.open(name, SegmentKind::Test, FORMAT, line).segment;
    segment.provenance = Provenance::Native;
    let plain = (1..=15).contains(&raw.len()) && raw.bytes().all(|b| b.is_ascii_digit());
    segment.duration_ms = if plain { raw.parse().ok().and_then(Ms::new) } else { None };
    segment.resolution_ms = Num::new(1.0);
    segment.end_at = time(message, line, sink).0.map(Instant::rfc3339);
    if !plain {
        segment.raw.ms = Some(raw.chars().take(64).collect());
        segment.warnings.push("bad-number".to_owned());
    }
    sink.push(segment, FORMAT);
}
