//! Builds: what compilers print, and those that failed without a package that says so.

use super::entry::{location, message};
use super::package::Packages;
use crate::results::book::{Book, Place};
use crate::results::{Format, ident};
use crate::text::HeadTail;
use record::{Failure, Kind, Status};

/// What a compiler said of one import path.
pub(super) struct Build {
    pub(super) path: String,
    output: HeadTail,
    failed: bool,
    /// A package's record has it.
    told: bool,
}

impl Build {
    /// Its text, for the record of a package.
    pub(super) fn tell(&mut self) -> String {
        self.told = true;
        self.output.text()
    }
}

impl Packages {
    pub(super) fn build_output(&mut self, path: &str, text: &str, book: &Book<'_>) {
        self.build(path, book).output.push(text.as_bytes());
    }

    /// A compiler gave up; packages that needed it say so themselves, where any do.
    pub(super) fn build_fail(&mut self, path: &str, book: &Book<'_>) {
        self.build(path, book).failed = true;
    }

    fn build(&mut self, path: &str, book: &Book<'_>) -> &mut Build {
        let at = match self.builds.iter().position(|b| b.path == path) {
            Some(at) => at,
            None => {
                let output = HeadTail::new(book.options.failure_limit);
                self.builds.push(Build { path: path.to_owned(), output, failed: false, told: false });
                self.builds.len() - 1
            }
        };
        &mut self.builds[at]
    }

    /// Builds that failed and that no package has told of.
    pub(super) fn failed_builds(&mut self, book: &mut Book<'_>) {
        for build in std::mem::take(&mut self.builds) {
            if !build.failed || build.told {
                continue;
            }
            let mut test = book.blank(self.format.unwrap_or(Format::Go), None);
            test.suite.push(build.path.clone());
            test.kind = Kind::Build;
            "<build>".clone_into(&mut test.name);
            ident::set(&mut test, "go", [build.path.as_str(), "<build>"]);
            test.status = Status::Error;
            test.raw_status = Some("build-fail".to_owned());
            test.attempts = Some(1);
            test.is_final = Some(true);
            let text = build.output.text();
            test.file = location(&text, &mut test.line);
            test.failure = Some(Failure {
                kind: Some("build failed".to_owned()),
                message: message(&text),
                text: Some(text).filter(|t| !t.is_empty()),
                count: 1,
                truncated: build.output.is_cut(),
            });
            book.place(&mut test, Place::default());
            book.emit(&mut test);
        }
    }
}
