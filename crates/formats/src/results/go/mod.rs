//! `go test`: its JSON events and its text.
//!
//! The key of a test is its package and name; a second `run` of the same key is the next
//! attempt. Records wait for the end of their package, because only there it is known how
//! many attempts there were and whether the package broke off; those of tests that failed
//! wait on, because a rerun may follow. A test without an end is incomplete, or an error
//! when its own output holds the panic; a package that could not be built is a record of
//! kind `build`; one that failed although no test did is one of kind `setup`.

mod build;
mod entry;
mod event;
mod package;
mod text;
mod waiting;

pub use text::GoText;

use super::by_line::{ByLine, LineMachine, is_torn, place};
use super::{Book, Place};
use crate::text::Line;
use event::Event;
use package::Packages;
use record::{Severity, Status};

/// The parser of `go test -json`.
pub type GoJson = ByLine<JsonMachine>;

/// The state between lines.
#[derive(Default)]
pub struct JsonMachine {
    packages: Packages,
    foreign: u64,
    first_foreign: Option<(Place, String)>,
    /// `# package` of build errors that older versions print as text.
    building: Option<String>,
    /// The output of a line, unescaped.
    output: String,
    /// The last line was cut.
    torn: bool,
}

impl LineMachine for JsonMachine {
    fn line(&mut self, line: Line<'_>, book: &mut Book<'_>) {
        self.bytes(line.bytes, place(&line), line.cut, book);
    }

    fn last(&mut self, line: Line<'_>, book: &mut Book<'_>) {
        // go ends its lines, also those that are no events.
        self.torn = !line.bytes.trim_ascii().is_empty() && !line.bytes.ends_with(b"}");
        if !is_torn(&line) {
            self.line(line, book);
        }
    }

    fn finish(&mut self, book: &mut Book<'_>) {
        if let Some((place, line)) = self.first_foreign.take() {
            let message = format!("{} lines are not JSON; the first is {line:?}", self.foreign);
            book.issue("foreign-lines", Severity::Info, message, place);
        }
        self.packages.finish(self.torn, book);
    }
}

impl JsonMachine {
    fn bytes(&mut self, bytes: &[u8], place: Place, cut: bool, book: &mut Book<'_>) {
        let lossy;
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(_) => {
                lossy = String::from_utf8_lossy(bytes);
                book.count("invalid-encoding");
                lossy.as_ref()
            }
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let line = text.trim_ascii();
        if line.is_empty() {
            return;
        }
        if cut {
            book.reject("line-too-long", "a line is too long to be read", &[], place);
            return;
        }
        let mut output = std::mem::take(&mut self.output);
        match event::read(line, &mut output) {
            Some(event) => {
                self.building = None;
                self.event(&event, place, book);
            }
            None => self.foreign(text, place, book),
        }
        self.output = output;
    }

    fn foreign(&mut self, text: &str, place: Place, book: &mut Book<'_>) {
        if text.starts_with('{') {
            book.reject("bad-line", "a line is not a test event", text.as_bytes(), place);
            return;
        }
        self.foreign += 1;
        if self.first_foreign.is_none() {
            self.first_foreign = Some((place, text.chars().take(120).collect()));
        }
        if let Some(header) = text.strip_prefix("# ") {
            let package = header.split([' ', '[']).find(|p| !p.is_empty()).unwrap_or("");
            // `# [pkg]` is the second line of what vet found.
            self.building = Some(package.trim_end_matches(']').to_owned());
        }
        if let Some(package) = &self.building {
            self.packages.build_output(package, text, book);
            self.packages.build_output(package, "\n", book);
        } else if let Some(super::lines::go::GoLine::Package(line)) = super::lines::go::read(text) {
            // Before Go 1.20 a failed build ends its package in text.
            if line.note.is_some_and(|n| n.ends_with("failed")) {
                self.packages.end(line.package, Status::Fail, None, line.note, None, place, book);
            }
        }
    }

    fn event(&mut self, event: &Event<'_>, place: Place, book: &mut Book<'_>) {
        let output = event.output.as_deref();
        if event.action == "build-output" {
            if let (Some(path), Some(output)) = (event.import_path.as_deref(), output) {
                self.packages.build_output(path.split(' ').next().unwrap_or(path), output, book);
            }
            return;
        }
        if event.action == "build-fail" {
            if let Some(path) = event.import_path.as_deref() {
                self.packages.build_fail(path.split(' ').next().unwrap_or(path), book);
            }
            return;
        }
        let Some(package) = event.package.as_deref() else { return };
        let ms = event.elapsed.map(|s| s * 1e3);
        let Some(test) = event.test.as_deref() else {
            match event.action.as_ref() {
                "output" => self.packages.package_output(package, output.unwrap_or(""), place, book),
                "pass" => self.packages.end(package, Status::Pass, ms, None, None, place, book),
                "fail" => {
                    let build = event.failed_build.as_deref();
                    self.packages.end(package, Status::Fail, ms, None, build, place, book);
                }
                "skip" => self.packages.end(package, Status::Skip, ms, None, None, place, book),
                _ => {}
            }
            return;
        };
        match event.action.as_ref() {
            "run" => self.packages.run(package, test, event.time.as_deref(), place, book),
            "output" => self.packages.output(package, test, output.unwrap_or(""), place, book),
            "pass" => self.packages.verdict(package, test, Status::Pass, "pass", ms, place, book),
            "bench" => self.packages.verdict(package, test, Status::Pass, "bench", ms, place, book),
            "fail" => self.packages.verdict(package, test, Status::Fail, "fail", ms, place, book),
            "skip" => self.packages.verdict(package, test, Status::Skip, "skip", ms, place, book),
            "attr" => {
                if let (Some(key), Some(value)) = (&event.key, &event.value) {
                    self.packages.attribute(package, test, key, value, place, book);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
