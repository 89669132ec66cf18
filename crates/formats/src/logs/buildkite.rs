//! Buildkite job logs: groups.
//!
//! ```text
//! \e_bk;t=1772618401123\x07--- :rust: cargo test
//! ```
//!
//! `---`, `+++` and `~~~` begin a group and end the one before; groups do not nest. The
//! same marks stand in every diff, so they count only on lines that Buildkite stamped.
//!
//! Held: the open group.

use super::carrier::Carrier;
use super::grammar::{End, Grammar};
use super::sink::{Line, Open, Sink, close};
use record::{Provenance, SegmentKind};

/// The grammar's name.
pub(super) const FORMAT: &str = "buildkite";

const LITERALS: [&str; 3] = ["--- ", "+++ ", "~~~ "];

#[derive(Default)]
pub(super) struct Buildkite {
    open: Option<Open>,
}

impl Grammar for Buildkite {
    fn literals(&self) -> &'static [&'static str] {
        &LITERALS
    }

    fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        if !matches!(sink.carrier, Carrier::Buildkite | Carrier::BuildkiteLines) || line.inherited {
            return;
        }
        let Some(name) = LITERALS.iter().find_map(|mark| line.text.strip_prefix(mark)) else { return };
        self.end(End { at: line.at, lines: line.number.saturating_sub(1) }, sink);
        self.open = Some(sink.open(name, SegmentKind::Group, FORMAT, line));
    }

    fn finish(&mut self, end: End, sink: &mut Sink<'_>) {
        if let Some(open) = &mut self.open {
            open.segment.warnings.push("silent-tail".to_owned());
        }
        self.end(end, sink);
    }
}

impl Buildkite {
    fn end(&mut self, end: End, sink: &mut Sink<'_>) {
        if let Some(open) = self.open.take() {
            close(open, end, Provenance::Derived, FORMAT, sink);
        }
    }
}
