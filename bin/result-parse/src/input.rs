//! Files, folders and standard input, one after another, and the trailer over them.

use crate::allure;
use crate::sink::Emit;
use cli::pattern::Pattern;
use cli::{Bad, Cx, Error, Status};
use files::tree::{Thing, Walk};
use formats::results::detect::{SNIFF, detect};
use formats::results::{Book, Format, Options, Place, read};
use record::{DeclaredSeen, FileSummary, Name, ParseSummary, Severity};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

/// Reads everything that was asked for.
pub(crate) fn run(
    cx: &Cx,
    options: &Options,
    format: Option<Format>,
    pattern: Option<&Pattern>,
) -> Result<(), Error> {
    let mut all = All {
        cx,
        options,
        format,
        pattern,
        summary: ParseSummary { tool: "result-parse".to_owned(), complete: true, ..ParseSummary::default() },
        declared: None,
        cases: 0,
        listed: 0,
        attempts: BTreeMap::new(),
        sink: Emit::new(cx, cx.args().text("to")),
    };
    if cx.args().operands().is_empty() {
        for source in cx.sources()? {
            all.file(source, None)?;
        }
    }
    for operand in cx.args().operands() {
        if operand != "-" && Path::new(operand).is_dir() {
            all.folder(Path::new(operand))?;
        } else {
            match cx.open(operand) {
                Ok(source) => all.file(source, None)?,
                Err(error) => {
                    cx.error(&error);
                    all.summary.complete = false;
                }
            }
        }
    }
    all.finish()
}

/// Bytes of the trailer that the list of files may take, so that it stays a line that
/// readers take, and about what a file takes beside its path.
const MOST_LISTED: usize = 2 << 20;
const LISTED: usize = 100;

struct All<'a> {
    cx: &'a Cx,
    options: &'a Options,
    format: Option<Format>,
    pattern: Option<&'a Pattern>,
    summary: ParseSummary,
    declared: Option<u64>,
    cases: u64,
    /// Bytes of the files that the trailer lists.
    listed: usize,
    /// Which attempt each of Allure's files in the folder is, and of how many.
    attempts: BTreeMap<PathBuf, (u64, u64)>,
    sink: Emit<'a>,
}

impl All<'_> {
    fn folder(&mut self, root: &Path) -> Result<(), Error> {
        self.attempts = allure::number(root);
        let walk = match Walk::new(root) {
            Ok(walk) => walk,
            Err(error) => {
                self.cx.error(&Error::io(error.path.display(), &error.source));
                return Ok(());
            }
        };
        for found in walk {
            let found = match found {
                Ok(found) => found,
                Err(error) => {
                    self.cx.error(&Error::io(error.path.display(), &error.source));
                    self.summary.complete = false;
                    continue;
                }
            };
            // A link may lead out of the folder, and a FIFO would be waited for.
            if found.thing != Thing::File {
                continue;
            }
            match self.cx.open(found.path.as_os_str()) {
                Ok(source) => self.file(source, Some(&found.path))?,
                Err(error) => {
                    self.cx.error(&error);
                    self.summary.complete = false;
                }
            }
        }
        Ok(())
    }

    /// Reads one input. `walked`: it was found in a folder, and is passed over when it
    /// holds no test results.
    fn file(&mut self, mut source: cli::Source, walked: Option<&Path>) -> Result<(), Error> {
        let raw = source.path.as_ref().map_or(b"-".as_slice(), |p| p.as_os_str().as_bytes());
        let name = Name::new(raw);
        let mut head = Vec::new();
        if let (Some(path), None) = (walked, self.format) {
            let taken = source.by_ref().take(SNIFF as u64).read_to_end(&mut head);
            if let Err(error) = taken {
                self.cx.error(&Error::io(&name.path, &error));
                self.summary.complete = false;
                return Ok(());
            }
            let torn = is_named_result(path) && read::broken(&head).is_some();
            if !torn && !is_result(path, &head) {
                return Ok(());
            }
        }
        let mut options = self.options.clone();
        let mut labels = record::Labels::new();
        let mut unmatched = false;
        if let Some(pattern) = self.pattern {
            match pattern.read(&name.path) {
                Some(found) => labels = found,
                None => unmatched = true,
            }
        }
        if let Some((attempt, attempts)) = walked.and_then(|path| self.attempts.get(path)) {
            labels.insert("allure-attempt".to_owned(), attempt.to_string());
            labels.insert("allure-attempts".to_owned(), attempts.to_string());
        }
        if let Some(run_id) = labels.remove("run_id") {
            options.run_id.get_or_insert(run_id);
        }
        let mut book = Book::new(&options, &name.path, &mut self.sink);
        book.set_path_base64(name.path_base64.clone());
        book.set_labels(labels);
        if unmatched {
            book.issue(
                "path-unmatched",
                Severity::Warning,
                "the path is not of --path-pattern's shape",
                Place::default(),
            );
        }
        let from = std::io::Cursor::new(head).chain(&mut source);
        let outcome = read::read(from, self.format, &mut book);
        let mut bytes = 0;
        let mut format = None;
        let mut broken = None;
        match outcome {
            Ok(outcome) => (bytes, format) = (outcome.bytes, outcome.format),
            Err(error) => broken = Some(error),
        }
        if format.is_some() && book.totals.tests == 0 && !book.closed() {
            // A document that says itself that it holds none is odd, not broken.
            let none = book.totals.declared == Some(0);
            let severity = if none { Severity::Warning } else { Severity::Error };
            book.totals.complete &= none;
            book.issue("no-tests", severity, "no test was recognised in it", Place::default());
        }
        let totals = std::mem::take(&mut book.totals);
        if let Some(error) = self.sink.failed.take() {
            return Err(error);
        }
        let mut complete = totals.complete;
        if let Some(error) = broken {
            self.cx.error(&Error::io(&name.path, &error));
            complete = false;
        }
        let summary = &mut self.summary;
        summary.files += 1;
        summary.bytes += bytes;
        summary.rejected += totals.rejected;
        summary.complete &= complete;
        self.cases += totals.cases;
        if let Some(declared) = totals.declared {
            *self.declared.get_or_insert(0) += declared;
        }
        for (from, to) in [(totals.statuses, &mut summary.statuses), (totals.findings, &mut summary.findings)]
        {
            for (key, count) in from {
                *to.entry(key).or_default() += count;
            }
        }
        let length = name.path.len() + LISTED;
        if self.listed + length > MOST_LISTED {
            summary.inputs_left_out += 1;
            return Ok(());
        }
        self.listed += length;
        summary.inputs.push(FileSummary {
            path: name.path,
            format: format.map(|f| f.name().to_owned()),
            bytes,
            records: totals.tests,
            complete,
        });
        Ok(())
    }

    fn finish(mut self) -> Result<(), Error> {
        self.summary.records = self.cx.out().counts();
        if self.declared.is_some() {
            let counts = DeclaredSeen { declared: self.declared, seen: self.cases };
            self.summary.declared.insert("tests".to_owned(), counts);
        }
        let none = self.summary.statuses.is_empty();
        self.sink.finish(&self.summary)?;
        if !self.summary.complete {
            self.cx.raise(Status::BadInput);
        }
        // Where a file was refused, that has been said.
        if none && self.cx.rejected() == 0 {
            let names: Vec<&OsStr> = self.cx.args().operands().iter().map(AsRef::as_ref).collect();
            let file = names.first().map_or("-".into(), |n| n.to_string_lossy().into_owned());
            self.cx.bad(Bad { file: &file, line: None, reason: "no test was recognised", bytes: b"" })?;
        }
        Ok(())
    }
}

/// Whether a file's name says that test results are meant to be in it, so that an empty or
/// cut one is missing evidence.
fn is_named_result(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or("");
    path.extension().is_some_and(|e| e == "xml") || name.starts_with("TEST-") || name.starts_with("junit")
}

/// Whether a file of a folder holds test results. Text formats are weak evidence, so a
/// file must also be called like one.
fn is_result(path: &Path, head: &[u8]) -> bool {
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or("");
    if head.starts_with(&[0x1f, 0x8b]) {
        // What is inside shows only when it is unpacked; the name must do.
        let stem = path.file_stem().and_then(OsStr::to_str).unwrap_or("");
        return [".xml", ".json", ".jsonl", ".ndjson", ".tap", ".trx", ".log", ".txt"]
            .iter()
            .any(|e| stem.ends_with(e));
    }
    let Some(found) = detect(head) else { return false };
    match found.format {
        Format::GoText | Format::Cargo | Format::Nextest | Format::Tap | Format::Teamcity => {
            matches!(extension, "tap" | "txt" | "log" | "out")
        }
        _ => true,
    }
}
