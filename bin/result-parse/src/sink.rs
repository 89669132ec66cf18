//! Records into the output, issues also to the person who runs the tool.

use cli::{Bad, Cx, Error};
use formats::results::Sink;
use record::{Issue, Severity, Test};

/// Writes what the parsers push; the first failure to write is kept and ends the run.
pub(crate) struct Emit<'a> {
    cx: &'a Cx,
    pub(crate) failed: Option<Error>,
    /// The bytes of a line whose issue comes next.
    rejected: Vec<u8>,
}

impl<'a> Emit<'a> {
    pub(crate) fn new(cx: &'a Cx) -> Emit<'a> {
        Emit { cx, failed: None, rejected: Vec::new() }
    }

    fn keep(&mut self, result: Result<(), Error>) {
        if let (Err(error), None) = (result, &self.failed) {
            self.failed = Some(error);
        }
    }
}

impl Sink for Emit<'_> {
    fn test(&mut self, test: &Test) {
        if self.failed.is_none() {
            let written = self.cx.out().emit(test);
            self.keep(written);
        }
    }

    fn issue(&mut self, issue: Issue) {
        if self.failed.is_some() {
            return;
        }
        let written = self.cx.out().emit(&issue);
        self.keep(written);
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
