//! `write`: paths in, a lock out.

use crate::names;
use cli::{Cx, Error, Format, Show, Status, View};
use files::atomic::Own;
use files::hash::Hasher;
use files::open::Refusal;
use files::sums;
use files::tree::{Walk, look};
use record::{Hash, Issue, Labels, ParseSummary, Severity, Source};
use std::collections::BTreeMap;
use std::path::Path;

/// Things that are told one by one; after them only the count.
const TOLD: u64 = 5;

struct Writer<'a> {
    cx: &'a Cx,
    /// Whether lines of a lock are written; otherwise records.
    lock: bool,
    labels: Labels,
    own: Option<Own>,
    hasher: Hasher,
    line: Vec<u8>,
    files: u64,
    bytes: u64,
    findings: BTreeMap<String, u64>,
}

pub(crate) fn run(cx: &Cx) -> Result<(), Error> {
    let root = cx.args().path("root");
    let operands = cx.args().operands();
    if operands.is_empty() && root.is_none() {
        return Err(Error::usage("PATH is missing").hint("hash-lock write PATH..., or --root DIR"));
    }
    let mut writer = Writer {
        cx,
        lock: !matches!(cx.args().text("format"), Some("ndjson" | "csv" | "table")),
        labels: cx.args().pairs("set"),
        own: cx.args().path("output").and_then(Own::of),
        hasher: Hasher::default(),
        line: Vec::new(),
        files: 0,
        bytes: 0,
        findings: BTreeMap::new(),
    };
    cx.out().view(
        View::new("hash.v1", "")
            .column("sha256", "sha256", Show::Text(0))
            .column("bytes", "bytes", Show::Bytes)
            .column("path", "path", Show::Text(0)),
    );
    if operands.is_empty() {
        writer.operand(b"", &names::path(root, b""))?;
    }
    for operand in operands {
        let name = names::trimmed(operand);
        writer.operand(name, &names::path(root, name))?;
    }
    writer.finish()
}

impl Writer<'_> {
    fn operand(&mut self, name: &[u8], path: &Path) -> Result<(), Error> {
        match look(path) {
            Err(refusal) => self.refused(name, path, &refusal),
            Ok(Some(_)) => self.file(name, path),
            Ok(None) => self.folder(name, path),
        }
    }

    fn folder(&mut self, name: &[u8], path: &Path) -> Result<(), Error> {
        let walk = match Walk::new(path) {
            Ok(walk) => walk,
            Err(error) => return self.refused(name, path, &Refusal::Io(error.source)),
        };
        let before = self.files;
        for found in walk {
            match found {
                Ok(found) if self.own.as_ref().is_some_and(|own| own.is(&found.path)) => {}
                Ok(found) => self.file(&names::join(name, &found.below), &found.path)?,
                Err(error) => {
                    let below = error.path.strip_prefix(path).unwrap_or(&error.path);
                    let below = std::os::unix::ffi::OsStrExt::as_bytes(below.as_os_str());
                    self.refused(&names::join(name, below), &error.path, &Refusal::Io(error.source))?;
                }
            }
        }
        if self.files == before {
            self.cx.warn(format!("{}: no files in it", path.display()));
        }
        Ok(())
    }

    fn file(&mut self, name: &[u8], path: &Path) -> Result<(), Error> {
        let digest = match self.hasher.file(path) {
            Ok(digest) => digest,
            Err(refusal) => return self.refused(name, path, &refusal),
        };
        self.files += 1;
        self.bytes += digest.bytes;
        if self.lock {
            self.line.clear();
            sums::write_line(&digest.sha256, name, &mut self.line);
            return self.cx.out().bytes(&self.line);
        }
        let labels = self.labels.clone();
        self.cx.out().emit(&Hash { labels, ..Hash::new(name, digest.sha256, digest.bytes) })
    }

    /// A path that is not in the lock: told, recorded, remembered for the status.
    fn refused(&mut self, name: &[u8], path: &Path, refusal: &Refusal) -> Result<(), Error> {
        let code = if refusal.is_io() { "unreadable-file" } else { "not-regular-file" };
        let n = self.findings.entry(code.to_owned()).or_default();
        *n += 1;
        let told = *n <= TOLD;
        let message = format!("{}: {refusal}", path.display());
        match refusal {
            Refusal::Io(cause) if told => self.cx.error(&Error::io(path.display(), cause)),
            Refusal::Io(_) => self.cx.raise(Status::Io),
            _ if told => self.cx.error(&Error::input(message.clone())),
            _ => self.cx.raise(Status::BadInput),
        }
        if self.lock {
            return Ok(());
        }
        let record::Name { path, path_base64 } = record::Name::new(name);
        let mut issue = Issue::new(code, Severity::Error, format!("{path}: {refusal}"))
            .at(Source { path, path_base64, ..Source::default() })
            .named(refusal.word());
        issue.labels = self.labels.clone();
        self.cx.out().emit(&issue)
    }

    fn finish(self) -> Result<(), Error> {
        for (code, n) in self.findings.iter().filter(|(_, n)| **n > TOLD) {
            self.cx.warn(format!("{n} paths in all are not in the lock: {code}"));
        }
        let empty = self.files == 0 && self.findings.is_empty();
        if empty {
            // Nobody could verify it: a lock of nothing is a mistake made before.
            self.cx.error(&Error::input("no files were found: the lock is empty"));
        }
        if self.lock || self.cx.out().format() == Format::Csv {
            return Ok(());
        }
        self.cx.out().emit(&ParseSummary {
            tool: "hash-lock".to_owned(),
            files: self.files,
            bytes: self.bytes,
            records: self.cx.out().counts(),
            complete: self.findings.is_empty() && !empty,
            findings: self.findings,
            ..ParseSummary::default()
        })
    }
}
