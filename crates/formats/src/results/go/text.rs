//! `go test -v` and `go test` text.
//!
//! The package is only named when it ends, so its records wait until then.

use super::package::Packages;
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
    pending: Vec<Pending>,
    current: Option<String>,
    building: Option<String>,
    builds: HashMap<String, String>,
    panicked: bool,
    open: Vec<String>,
    /// The last line was cut.
    torn: bool,
}

enum Pending {
    Run(String, Place),
    Output(Option<String>, String),
    Verdict(String, Status, &'static str, Option<f64>, Place),
}

/// So many lines of one package are held at most; output beyond it is dropped.
const MOST: usize = 1 << 20;

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
        let open = !self.pending.is_empty();
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
                self.pending.push(Pending::Run(name.to_owned(), place));
            }
            Some(GoLine::Turn(name)) => self.current = Some(name.to_owned()),
            Some(GoLine::Verdict { name, status, word, ms, glued, .. }) => {
                self.building = None;
                if !glued.is_empty() {
                    self.output(Some(name.to_owned()), glued);
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
                    None => self.pending.push(Pending::Run(name.to_owned(), place)),
                }
                self.pending.push(Pending::Verdict(name.to_owned(), status, word, ms, place));
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
                None => self.own(line),
            },
        }
    }

    /// A line that some test printed.
    fn own(&mut self, line: &str) {
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
            let name = name.to_owned();
            self.pending.push(Pending::Run(name.clone(), Place::default()));
            self.output(Some(name.clone()), line);
            self.pending.push(Pending::Verdict(name, Status::Pass, "BENCH", None, Place::default()));
            return;
        }
        let current = self.current.clone();
        self.output(current, line);
    }

    fn output(&mut self, test: Option<String>, line: &str) {
        if self.pending.len() < MOST {
            self.pending.push(Pending::Output(test, format!("{line}\n")));
        }
    }

    /// The package's name is known: everything that waited goes to it.
    fn flush(&mut self, package: &str, book: &mut Book<'_>) {
        let pending = std::mem::take(&mut self.pending);
        // Output behind a verdict belongs to it, so each verdict waits for its output.
        let mut verdicts: Vec<(String, Status, &'static str, Option<f64>, Place)> = Vec::new();
        let packages = self.done.get_or_insert_with(|| Packages::new(Format::GoText));
        for item in pending {
            match item {
                Pending::Run(name, place) => {
                    if let Some(at) = verdicts.iter().position(|v| v.0 == name) {
                        let (name, status, word, ms, place) = verdicts.remove(at);
                        packages.verdict(package, &name, status, word, ms, place, book);
                    }
                    packages.run(package, &name, None, place, book);
                }
                Pending::Output(Some(test), text) => {
                    packages.output(package, &test, &text, Place::default(), book);
                }
                Pending::Output(None, text) => {
                    packages.package_output(package, &text, Place::default(), book);
                }
                Pending::Verdict(name, status, word, ms, place) => {
                    verdicts.push((name, status, word, ms, place));
                    if verdicts.len() > 1000 {
                        let (name, status, word, ms, place) = verdicts.remove(0);
                        packages.verdict(package, &name, status, word, ms, place, book);
                    }
                }
            }
        }
        for (name, status, word, ms, place) in verdicts {
            packages.verdict(package, &name, status, word, ms, place, book);
        }
        self.open.clear();
        self.current = None;
        self.panicked = false;
    }
}
