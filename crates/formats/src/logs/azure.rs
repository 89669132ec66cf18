//! Azure Pipelines logs: sections that say where they start and where they finish.
//!
//! ```text
//! 2026-03-04T10:00:01.1234567Z ##[section]Starting: Run unit tests
//! 2026-03-04T10:00:09.1234567Z ##[section]Finishing: Run unit tests
//! ```
//!
//! The agent may write both words in another language: then the same name, seen twice
//! behind two words, is a section too. Sections nest.
//!
//! Held: the open sections, at most 256.

use super::carrier::Carrier;
use super::grammar::{End, Grammar};
use super::sink::{Line, Open, Sink, close, unclosed};
use record::{Provenance, SegmentKind, SegmentStatus};

/// The grammar's name.
pub(super) const FORMAT: &str = "azure-pipelines";

const LITERALS: [&str; 2] = ["##[section]", "##vso[task.complete "];

/// Sections open at one time.
const DEPTH: usize = 256;

#[derive(Default)]
pub(super) struct Azure {
    open: Vec<Section>,
}

struct Section {
    /// The word before the colon: `Starting`, or its translation.
    word: String,
    open: Open,
}

impl Grammar for Azure {
    fn literals(&self) -> &'static [&'static str] {
        &LITERALS
    }

    fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        if let Some(rest) = line.text.strip_prefix("##[section]") {
            if sink.carrier == Carrier::GithubActions {
                // The same stamp; now it is known whose.
                sink.carrier = Carrier::AzurePipelines;
            }
            let Some((word, name)) = rest.split_once(": ") else { return };
            self.section(word.trim(), name.trim(), line, sink);
        } else if let Some(rest) = line.text.strip_prefix("##vso[task.complete ") {
            self.complete(rest);
        }
    }

    fn finish(&mut self, _: End, sink: &mut Sink<'_>) {
        while let Some(section) = self.open.pop() {
            unclosed(section.open, FORMAT, sink);
        }
    }
}

impl Azure {
    fn section(&mut self, word: &str, name: &str, line: &Line<'_>, sink: &mut Sink<'_>) {
        let same = |section: &Section| section.open.segment.name == name && section.word != word;
        match self.open.iter().rposition(same).filter(|_| word != "Starting") {
            Some(at) => {
                for inner in self.open.drain(at + 1..).rev() {
                    unclosed(inner.open, FORMAT, sink);
                }
                if let Some(section) = self.open.pop() {
                    let end = End { at: line.at, lines: line.number };
                    close(section.open, end, Provenance::Native, FORMAT, sink);
                }
            }
            None if word == "Finishing" => sink.unopened("a section", Some(name), line),
            None => {
                if self.open.len() == DEPTH {
                    let outermost = self.open.remove(0);
                    unclosed(outermost.open, FORMAT, sink);
                }
                let mut open = sink.open(name, SegmentKind::Section, FORMAT, line);
                if let Some(parent) = self.open.last() {
                    open.segment.parent_id = Some(parent.open.segment.segment_id.clone());
                    open.segment.path.clone_from(&parent.open.segment.path);
                }
                let own = open.segment.name.clone();
                open.segment.path.push(own);
                self.open.push(Section { word: word.to_owned(), open });
            }
        }
    }

    /// `##vso[task.complete result=Failed;]`
    fn complete(&mut self, rest: &str) {
        let result = rest.split([';', ']']).find_map(|pair| pair.trim().strip_prefix("result="));
        let status = match result {
            Some("Succeeded" | "SucceededWithIssues") => SegmentStatus::Success,
            Some("Failed") => SegmentStatus::Failure,
            Some("Canceled" | "Cancelled") => SegmentStatus::Cancellation,
            Some("Skipped") => SegmentStatus::Skip,
            _ => return,
        };
        if let Some(section) = self.open.last_mut() {
            section.open.segment.status = Some(status);
        }
    }
}
