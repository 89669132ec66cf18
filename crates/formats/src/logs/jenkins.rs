//! Jenkins pipeline logs: stages.
//!
//! ```text
//! [2026-03-04T10:00:01.123Z] [Pipeline] stage
//! [2026-03-04T10:00:01.130Z] [Pipeline] { (Compile)
//! [2026-03-04T10:00:09.130Z] [Pipeline] }
//! ```
//!
//! Every block of a pipeline opens with `{` and closes with `}`; stages and branches have
//! a name. In parallel branches the lines interleave, and which `}` belongs to whom
//! cannot be told: from the first `parallel` on, stages are approximate.
//!
//! Held: the open blocks, at most 1024.

use super::grammar::{End, Grammar};
use super::sink::{Line, Open, Sink, close, unclosed};
use record::{Provenance, SegmentKind};

/// The grammar's name.
pub(super) const FORMAT: &str = "jenkins";

const LITERALS: [&str; 1] = ["[Pipeline] "];

const DEPTH: usize = 1024;

#[derive(Default)]
pub(super) struct Jenkins {
    /// Blocks without a name hold their place.
    open: Vec<Option<Open>>,
    parallel: bool,
}

impl Grammar for Jenkins {
    fn literals(&self) -> &'static [&'static str] {
        &LITERALS
    }

    fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        let Some(rest) = line.text.trim_end().strip_prefix("[Pipeline] ") else { return };
        if rest == "parallel" {
            self.parallel = true;
        } else if rest == "}" {
            match self.open.pop() {
                None => sink.unopened("a block", None, line),
                Some(None) => {}
                Some(Some(open)) => {
                    let provenance = if self.parallel { Provenance::Approx } else { Provenance::Native };
                    close(open, End { at: line.at, lines: line.number }, provenance, FORMAT, sink);
                }
            }
        } else if let Some(block) = rest.strip_prefix('{') {
            if self.open.len() == DEPTH
                && let Some(open) = self.open.remove(0)
            {
                unclosed(open, FORMAT, sink);
            }
            let name = block.trim().strip_prefix('(').and_then(|name| name.strip_suffix(')'));
            let open = name.map(|name| self.stage(name, line, sink));
            self.open.push(open);
        }
    }

    fn finish(&mut self, _: End, sink: &mut Sink<'_>) {
        while let Some(open) = self.open.pop() {
            if let Some(open) = open {
                unclosed(open, FORMAT, sink);
            }
        }
    }
}

impl Jenkins {
    fn stage(&self, name: &str, line: &Line<'_>, sink: &mut Sink<'_>) -> Open {
        let mut open = sink.open(name, SegmentKind::Section, FORMAT, line);
        if let Some(parent) = self.open.iter().rev().flatten().next() {
            open.segment.parent_id = Some(parent.segment.segment_id.clone());
            open.segment.path.clone_from(&parent.segment.path);
        }
        let own = open.segment.name.clone();
        open.segment.path.push(own);
        if self.parallel {
            open.segment.warnings.push("attribution-uncertain".to_owned());
        }
        open
    }
}
