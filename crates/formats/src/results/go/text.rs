//! `go test -v` and `go test` text.
//!
//! The package is only named when it ends, so its records wait until then.

use super::package::Packages;
use super::waiting::{Id, Said, Waiting};
use crate::results::by_line::{ByLine, LineMachine, place, plain};
use crate::results::lines::go::{self, GoLine};
use crate::results::{Book, Format, Place};
use crate::text::Line;
use record::Status;
use std::collections::HashMap;

/// The parser.
pub type GoText = ByLine<TextMachine>;

/// What is known of the package that is running; its name comes last.
#[derive(Default)]
pub struct TextMachine {
    done: Option<Packages>,
    waiting: Waiting,
    current: Option<String>,
    building: Option<String>,
    builds: HashMap<String, String>,
    panicked: bool,
    open: Vec<String>,
    /// The last line was cut.
    torn: bool,
}

impl LineMachine for TextMachine {
    fn line(&mut self, line: Line<'_>, book: &mut Book<'_>) {
        self.text(&plain(&line), place(&line), book);
    }

    fn last(&mut self, line: Line<'_>, book: &mut Book<'_>) {
        let text = plain(&line);
        // Without its newline a line may be cut, and then its name is another one. A
        // package's name is whole when something stands behind it.
        self.torn = match go::read(&text) {
            Some(GoLine::Run(_) | GoLine::Turn(_)) => true,
            Some(GoLine::Package(p)) => p.ms.is_none() && !p.cached && p.note.is_none(),
            _ => text.starts_with("FAIL\t") || text.starts_with("ok  \t") || text.starts_with("?   \t"),
        };
        if !self.torn {
            self.text(&text, place(&line), book);
        }
    }

    fn finish(&mut self, book: &mut Book<'_>) {
        let open = !self.waiting.is_empty();
        let torn = self.torn || open;
        if open {
            self.flush("", book);
        }
        self.packages().finish(torn, book);
    }
}

impl TextMachine {
    fn packages(&mut self) -> &mut Packages {
        self.done.get_or_insert_with(|| Packages::new(Format::GoText))
    }

    fn text(&mut self, line: &str, place: Place, book: &mut Book<'_>) {
        match go::read(line) {
            Some(GoLine::Run(name)) => {
                self.building = None;
                self.current = Some(name.to_owned());
                if !self.open.iter().any(|o| o == name) {
                    self.open.push(name.to_owned());
                }
                self.waiting.run(name, place);
            }
            Some(GoLine::Turn(name)) => self.current = Some(name.to_owned()),
            Some(GoLine::Verdict { name, status, word, ms, glued, .. }) => {
                self.building = None;
                if !glued.is_empty() {
                    self.waiting.output(Some(name), glued, kept(book));
                }
                let word = match word {
                    "PASS" => "PASS",
                    "FAIL" => "FAIL",
                    "SKIP" => "SKIP",
                    _ => "BENCH",
                };
                match self.open.iter().position(|o| o == name) {
                    Some(at) => {
                        self.open.remove(at);
                    }
                    // Without -v only what failed is named, and only at its end.
                    None => self.waiting.run(name, place),
                }
                self.waiting.verdict(name, (status, word), ms, place);
                // Without -v, and before Go 1.14, output follows the verdict.
                self.current = Some(name.to_owned());
            }
            Some(GoLine::Package(package)) => {
                let name = package.package.to_owned();
                if let Some(text) = self.builds.remove(&name) {
                    self.packages().build_output(&name, &text, book);
                }
                self.flush(&name, book);
                self.packages().end(&name, package.status, package.ms, package.note, None, place, book);
                self.building = None;
            }
            None if line.starts_with("# ") => {
                let package = line[2..].split([' ', '[', ']']).find(|p| !p.is_empty()).unwrap_or("");
                self.building = Some(package.to_owned());
                let text = self.builds.entry(package.to_owned()).or_default();
                text.push_str(line);
                text.push('\n');
            }
            None => match &self.building {
                Some(package) => {
                    let text = self.builds.entry(package.clone()).or_default();
                    if text.len() < book.options.failure_limit {
                        text.push_str(line);
                        text.push('\n');
                    }
                }
                None => self.own(line, kept(book)),
            },
        }
    }

    /// A line that some test printed; `limit` is what a record keeps of its output.
    fn own(&mut self, line: &str, limit: usize) {
        if matches!(line, "PASS" | "FAIL")
            || line.starts_with("exit status ")
            || line.starts_with("coverage: ")
        {
            return;
        }
        if line.starts_with("panic: ") || line.starts_with("fatal error: ") {
            self.panicked = true;
        }
        if let Some(name) = go::benchmark(line) {
            self.waiting.run(name, Place::default());
            self.waiting.output(Some(name), line, limit);
            self.waiting.verdict(name, (Status::Pass, "BENCH"), None, Place::default());
            return;
        }
        self.waiting.output(self.current.as_deref(), line, limit);
    }

    /// The package's name is known: everything that waited goes to it.
    fn flush(&mut self, package: &str, book: &mut Book<'_>) {
        let (said, names) = self.waiting.take();
        // Output behind a verdict belongs to it, so each verdict waits for its output.
        let mut verdicts: Vec<(Id, Status, &'static str, Option<f64>, Place)> = Vec::new();
        let packages = self.done.get_or_insert_with(|| Packages::new(Format::GoText));
        for item in said {
            match item {
                Said::Run(id, place) => {
                    if let Some(at) = verdicts.iter().position(|v| v.0 == id) {
                        let (id, status, word, ms, place) = verdicts.remove(at);
                        packages.verdict(package, &names[id], status, word, ms, place, book);
                    }
                    packages.run(package, &names[id], None, place, book);
                }
                Said::Output(id, text) => {
                    for line in text.split_inclusive('\n') {
                        match id {
                            Some(id) => packages.output(package, &names[id], line, Place::default(), book),
                            None => packages.package_output(package, line, Place::default(), book),
                        }
                    }
                }
                Said::LeftOut(id, bytes, panic) => {
                    packages.left_out(package, id.map(|id| &*names[id]), bytes, panic, book);
                }
                Said::Verdict(id, status, word, ms, place) => {
                    verdicts.push((id, status, word, ms, place));
                    if verdicts.len() > 1000 {
                        let (id, status, word, ms, place) = verdicts.remove(0);
                        packages.verdict(package, &names[id], status, word, ms, place, book);
                    }
                }
            }
        }
        for (id, status, word, ms, place) in verdicts {
            packages.verdict(package, &names[id], status, word, ms, place, book);
        }
        self.open.clear();
        self.current = None;
        self.panicked = false;
    }
}

/// How much of an attempt's output a record keeps.
fn kept(book: &Book<'_>) -> usize {
    book.options.failure_limit.max(book.options.output_limit)
}
