//! Records into the output, issues also to the person who runs the tool.

use cli::{Bad, Cx, Error};
use formats::results::Sink;
use formats::results::out::{CtrfWriter, JunitWriter, TapWriter, Writer};
use record::{Issue, ParseSummary, Severity, Test};

/// Writes what the parsers push; the first failure to write is kept and ends the run.
pub(crate) struct Emit<'a> {
    cx: &'a Cx,
    pub(crate) failed: Option<Error>,
    /// The bytes of a line whose issue comes next.
    rejected: Vec<u8>,
    /// The other format that is written instead of records, and its next bytes.
    writer: Option<Box<dyn Writer>>,
    bytes: Vec<u8>,
}

impl<'a> Emit<'a> {
    /// `to`: the name of another format to write.
    pub(crate) fn new(cx: &'a Cx, to: Option<&str>) -> Emit<'a> {
        let writer: Option<Box<dyn Writer>> = match to {
            Some("junit") => Some(Box::new(JunitWriter::new())),
            Some("ctrf") => Some(Box::new(CtrfWriter::new())),
            Some("tap") => Some(Box::new(TapWriter::new())),
            _ => None,
        };
        Emit { cx, failed: None, rejected: Vec::new(), writer, bytes: Vec::new() }
    }

    /// Ends the output: with the trailer, or with the end of the other format.
    pub(crate) fn finish(mut self, summary: &ParseSummary) -> Result<(), Error> {
        match &mut self.writer {
            None => self.cx.out().emit(summary),
            Some(writer) => {
                self.bytes.clear();
                writer.finish(&mut self.bytes);
                self.cx.out().bytes(&self.bytes)
            }
        }
    }

    fn keep(&mut self, result: Result<(), Error>) {
        if let (Err(error), None) = (result, &self.failed) {
            self.failed = Some(error);
        }
    }
}

impl Sink for Emit<'_> {
    fn test(&mut self, test: &Test) {
        if self.failed.is_some() {
            return;
        }
        let written = match &mut self.writer {
            None => self.cx.out().emit(test),
            Some(writer) => {
                self.bytes.clear();
                writer.test(test, &mut self.bytes);
                self.cx.out().bytes(&self.bytes)
            }
        };
        self.keep(written);
    }

    fn issue(&mut self, issue: Issue) {
        if self.failed.is_some() {
            return;
        }
        // Other formats have no place for them; what is missing is still told.
        if self.writer.is_none() {
            let written = self.cx.out().emit(&issue);
            self.keep(written);
        }
        let bytes = std::mem::take(&mut self.rejected);
        if issue.severity == Severity::Error {
            let source = issue.source.unwrap_or_default();
            let told = self.cx.bad(Bad {
                file: &source.path,
                line: source.line,
                reason: &issue.message,
                bytes: &bytes,
            });
            self.keep(told);
        }
    }

    fn reject(&mut self, bytes: &[u8]) {
        self.rejected.clear();
        self.rejected.extend_from_slice(bytes);
    }

    fn closed(&self) -> bool {
        self.failed.is_some()
    }
}
