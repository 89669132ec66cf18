//! Where grammars put what they found.

use super::Options;
use super::carrier::Carrier;
use super::grammar::End;
use crate::instant::Instant;
use record::{Clock, Issue, Ms, Num, Provenance, Segment, SegmentKind, Severity, Source};
use std::collections::BTreeSet;

/// A record made of a log.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A timed stretch or a mark.
    Segment(Box<Segment>),
    /// A problem with the evidence.
    Issue(Box<Issue>),
}

/// A line that may concern a grammar.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// The text without its stamp and escape sequences; what an overwritten line shows in
    /// the end.
    pub(super) text: &'a str,
    /// The bytes behind the stamp, escape sequences and all.
    pub(super) raw: &'a [u8],
    /// When it was written.
    pub(super) at: Option<Instant>,
    /// When the last stamped line before it was written.
    pub(super) previous: Option<Instant>,
    /// Whether the time is that of an earlier line.
    pub(super) inherited: bool,
    /// Whether bytes had to be replaced to make it text.
    pub(super) lossy: bool,
    /// From 1.
    pub(super) number: u64,
    /// Bytes before it.
    pub(super) offset: u64,
}

/// Names longer than this are cut; the whole stands in an attribute.
const LONGEST_NAME: usize = 256;

pub(super) struct Sink<'o> {
    options: &'o Options,
    pub(super) carrier: Carrier,
    /// The time of the input's first stamped line.
    pub(super) first: Option<Instant>,
    ids: u64,
    formats: BTreeSet<&'static str>,
    segments: u64,
    queue: Vec<Item>,
}

impl<'o> Sink<'o> {
    pub(super) fn new(options: &'o Options) -> Sink<'o> {
        Sink {
            options,
            carrier: Carrier::None,
            first: None,
            ids: 0,
            formats: BTreeSet::new(),
            segments: 0,
            queue: Vec::new(),
        }
    }

    /// The next id, for something that begins here.
    pub(super) fn id(&mut self) -> String {
        self.ids += 1;
        format!("s{}", self.ids)
    }

    /// Takes back the id that was given last: what had it turned out to be known already.
    pub(super) fn take_back(&mut self, id: &str) {
        if id == format!("s{}", self.ids) {
            self.ids -= 1;
        }
    }

    /// The place of a line.
    pub(super) fn source(&self, line: &Line<'_>) -> Source {
        Source { line: Some(line.number), offset: Some(line.offset), ..self.file() }
    }

    fn file(&self) -> Source {
        let options = self.options;
        Source { path: options.path.clone(), path_base64: options.path_base64.clone(), ..Source::default() }
    }

    /// A segment that begins at `line`, with a name and a new id.
    pub(super) fn segment(&mut self, name: &str, format: &'static str, line: &Line<'_>) -> Segment {
        let mut segment = Segment {
            run_id: self.options.run_id.clone(),
            segment_id: self.id(),
            format: format.to_owned(),
            source: self.source(line),
            labels: self.options.labels.clone(),
            lossy: line.lossy,
            ..Segment::default()
        };
        if line.at.is_some() {
            segment.carrier = self.carrier.word().map(str::to_owned);
        }
        if line.inherited {
            segment.warnings.push("time-inherited".to_owned());
        }
        set_name(&mut segment, name);
        segment
    }

    /// Something that begins at `line` and will end.
    pub(super) fn open(
        &mut self,
        name: &str,
        kind: SegmentKind,
        format: &'static str,
        line: &Line<'_>,
    ) -> Open {
        let name = name.trim();
        let mut segment = self.segment(if name.is_empty() { "(no name)" } else { name }, format, line);
        segment.kind = kind;
        Open { segment, start: line.at, resolution_ms: self.carrier.resolution_ms() }
    }

    /// An end whose beginning is not in the log.
    pub(super) fn unopened(&mut self, what: &str, name: Option<&str>, line: &Line<'_>) {
        let source = self.source(line);
        let message = format!("{what} that is not open");
        let mut issue = self.issue("unopened-end", Severity::Info, message, source);
        issue.name = name.map(|name| name.chars().take(LONGEST_NAME).collect());
        self.report(issue);
    }

    /// A label that a line gives; the caller's wins, and the line's is then an attribute.
    pub(super) fn label(&self, segment: &mut Segment, key: &str, value: &str) {
        match self.options.labels.get(key) {
            Some(given) if given != value => {
                segment.attributes.insert(key.to_owned(), value.to_owned());
            }
            _ => {
                segment.labels.insert(key.to_owned(), value.to_owned());
            }
        }
    }

    /// Gives a segment out.
    pub(super) fn push(&mut self, segment: Segment, format: &'static str) {
        self.formats.insert(format);
        self.segments += 1;
        self.queue.push(Item::Segment(Box::new(segment)));
    }

    /// An issue at a line, to be completed and given to [`Sink::report`].
    pub(super) fn issue(&self, code: &str, severity: Severity, message: String, source: Source) -> Issue {
        let mut issue = Issue::new(code, severity, message).at(source);
        issue.labels = self.options.labels.clone();
        issue
    }

    /// An issue about the whole input.
    pub(super) fn file_issue(&self, code: &str, severity: Severity, message: String) -> Issue {
        self.issue(code, severity, message, self.file())
    }

    /// An issue about a line by its number and offset.
    pub(super) fn line_issue(&self, code: &str, message: String, number: u64, offset: u64) -> Issue {
        let source = Source { line: Some(number), offset: Some(offset), ..self.file() };
        self.issue(code, Severity::Warning, message, source)
    }

    /// Gives an issue out.
    pub(super) fn report(&mut self, issue: Issue) {
        self.queue.push(Item::Issue(Box::new(issue)));
    }

    /// What was given since the last time.
    pub(super) fn drain(&mut self) -> std::vec::Drain<'_, Item> {
        self.queue.drain(..)
    }

    /// Whether nothing was given since the last time.
    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    pub(super) fn segments(&self) -> u64 {
        self.segments
    }

    pub(super) fn formats(&self) -> Option<String> {
        let names: Vec<&str> = self.formats.iter().copied().collect();
        (!names.is_empty()).then(|| names.join("+"))
    }
}

/// Sets the name; a very long one is cut, and the whole kept beside it.
pub(super) fn set_name(segment: &mut Segment, name: &str) {
    match name.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => {
            segment.name = format!("{}\u{2026}", &name[..end]);
            segment.attributes.insert("full_name".to_owned(), name.to_owned());
        }
        None => segment.name = name.to_owned(),
    }
}

/// Puts start, end and the time between them into a segment, on the wall clock.
pub(super) fn span(
    segment: &mut Segment,
    start: Option<Instant>,
    end: Option<Instant>,
    resolution_ms: Option<f64>,
) {
    segment.start_at = start.map(Instant::rfc3339);
    segment.end_at = end.map(Instant::rfc3339);
    segment.duration_ms = start.zip(end).and_then(|(start, end)| Ms::new(end.ms_since(start)));
    if start.or(end).is_some() {
        segment.clock = Clock::Wall;
        segment.resolution_ms = resolution_ms.and_then(Num::new);
    }
}

/// Something that began and has not ended yet.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) segment: Segment,
    pub(super) start: Option<Instant>,
    /// That of the clock which `start` was read from.
    pub(super) resolution_ms: Option<f64>,
}

/// Gives out something that ended at `end`, whose `lines` is its last line.
pub(super) fn close(open: Open, end: End, provenance: Provenance, format: &'static str, sink: &mut Sink<'_>) {
    let Open { mut segment, start, resolution_ms } = open;
    segment.provenance = provenance;
    segment.source.end_line =
        Some(end.lines).filter(|end| segment.source.line.is_some_and(|line| *end >= line));
    span(&mut segment, start, end.at, resolution_ms);
    if segment.duration_ms.is_some_and(|ms| ms.get() < 0.0) {
        // Start and end stay; the time between them is not known.
        segment.duration_ms = None;
        segment.warnings.push("clock-backwards".to_owned());
        let source = segment.source.clone();
        let message = "the log's clock went backwards between start and end".to_owned();
        let issue = sink.issue("clock-backwards", Severity::Warning, message, source).named(&segment.name);
        sink.report(issue);
    }
    sink.push(segment, format);
}

/// Gives out something whose end was not in the log.
pub(super) fn unclosed(open: Open, format: &'static str, sink: &mut Sink<'_>) {
    let Open { mut segment, start, resolution_ms } = open;
    segment.provenance = Provenance::Native;
    span(&mut segment, start, None, resolution_ms);
    segment.warnings.push("unclosed".to_owned());
    let source = segment.source.clone();
    let message = "its end is not in the log".to_owned();
    let issue = sink.issue("unclosed", Severity::Warning, message, source).named(&segment.name);
    sink.report(issue);
    sink.push(segment, format);
}
