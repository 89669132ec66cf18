//! `go test`: its JSON events and its text.
//!
//! The key of a test is its package and name; a second `run` of the same key is the next
//! attempt. Records wait for the end of their package, because only there it is known how
//! many attempts there were and whether the package broke off; those of tests that failed
//! wait on, because a rerun may follow. A test without an end is incomplete, or an error
//! when its own output holds the panic; a package that could not be built is a record of
//! kind `build`; one that failed although no test did is one of kind `setup`.

mod entry;
mod event;
mod package;
mod text;

pub use text::GoText;

use super::{Book, Format, Parser, Place};
use crate::text::Lines;
use event::Event;
use package::Packages;
use record::{Severity, Status};

/// The parser of `go test -json`.
pub struct GoJson {
    lines: Lines,
    state: Json,
}

#[derive(Default)]
struct Json {
    packages: Packages,
    foreign: u64,
    first_foreign: Option<(Place, String)>,
    /// `# package` of build errors that older versions print as text.
    building: Option<String>,
    /// The output of a line, unescaped.
    output: String,
}

impl GoJson {
    /// For one input.
    pub fn new() -> GoJson {
        GoJson { lines: Lines::new(), state: Json { packages: Packages::new(Format::Go), ..Json::default() } }
    }
}

impl Default for GoJson {
    fn default() -> GoJson {
        GoJson::new()
    }
}

impl Parser for GoJson {
    fn feed(&mut self, bytes: &[u8], book: &mut Book<'_>) {
        let state = &mut self.state;
        self.lines.feed(bytes, |line| {
            state.line(line.bytes, Place::new(line.number, line.offset), line.cut, book);
        });
    }

    fn finish(&mut self, book: &mut Book<'_>) {
        let state = &mut self.state;
        let mut torn = false;
        self.lines.finish(|line| {
            // A last line without its newline that is no JSON is one that was cut.
            torn = line.bytes.starts_with(b"{") && !line.bytes.ends_with(b"}");
            if !torn {
                state.line(line.bytes, Place::new(line.number, line.offset), line.cut, book);
            }
        });
        if let Some((place, line)) = state.first_foreign.take() {
            let message = format!("{} lines are not JSON; the first is {line:?}", state.foreign);
            book.issue("foreign-lines", Severity::Info, message, place);
        }
        state.packages.finish(torn, book);
    }
}

impl Json {
    fn line(&mut self, bytes: &[u8], place: Place, cut: bool, book: &mut Book<'_>) {
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
        let Some(package) = event.package.as_deref() else { return };
        let ms = event.elapsed.map(|s| s * 1e3);
        let Some(test) = event.test.as_deref() else {
            match event.action.as_ref() {
                "output" => self.packages.package_output(package, output.unwrap_or(""), book),
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
