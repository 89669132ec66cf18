//! `write`: paths in, a lock out.

use crate::names;
use cli::{Cx, Error, Format, Show, Status, View};
use files::atomic::Own;
use files::hash::{Digest, Hasher};
use files::open::Refusal;
use files::order::in_order;
use files::sums;
use files::tree::{Walk, look};
use record::{Hash, Issue, Labels, ParseSummary, Severity, Source};
use std::collections::BTreeMap;
use std::iter::once;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

/// Things that are told one by one; after them only the count.
const TOLD: u64 = 5;

struct Writer<'a> {
    cx: &'a Cx,
    /// Whether lines of a lock are written; otherwise records.
    lock: bool,
    labels: Labels,
    line: Vec<u8>,
    files: u64,
    /// How many there were when the present folder was entered.
    before: u64,
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
        line: Vec::new(),
        files: 0,
        before: 0,
        bytes: 0,
        findings: BTreeMap::new(),
    };
    cx.out().view(
        View::new("hash.v1", "")
            .column("sha256", "sha256", Show::Text(0))
            .column("bytes", "bytes", Show::Bytes)
            .column("path", "path", Show::Text(0)),
    );
    let own = cx.args().path("output").filter(|path| *path != Path::new("-")).and_then(Own::of);
    let mut roots: Vec<&[u8]> = operands.iter().map(|operand| names::trimmed(operand)).collect();
    if roots.is_empty() {
        roots.push(b"");
    }
    let jobs = roots.into_iter().flat_map(|name| jobs(name.to_vec(), names::path(root, name), own.as_ref()));
    let work = |hasher: &mut Hasher, job: Job| job.done(hasher);
    in_order(cx.threads(), jobs, Hasher::default, work, |done| writer.take(done))?;
    writer.finish()
}

/// What is to be done for the lock, in its order.
enum Job {
    /// A path that should be a file, under its name in the lock.
    File(Vec<u8>, PathBuf),
    /// One that cannot be looked at.
    Refused(Vec<u8>, PathBuf, Refusal),
    /// The beginning and the end of a folder.
    Enter,
    Leave(PathBuf),
}

/// A job that was done: every file hashed.
enum Done {
    File(Vec<u8>, PathBuf, Digest, bool),
    Refused(Vec<u8>, PathBuf, Refusal),
    Enter,
    Leave(PathBuf),
}

impl Job {
    fn done(self, hasher: &mut Hasher) -> Done {
        match self {
            Job::File(name, path) => match hasher.watched(&path) {
                Ok((digest, changed)) => Done::File(name, path, digest, changed),
                Err(refusal) => Done::Refused(name, path, refusal),
            },
            Job::Refused(name, path, refusal) => Done::Refused(name, path, refusal),
            Job::Enter => Done::Enter,
            Job::Leave(path) => Done::Leave(path),
        }
    }
}

type Jobs<'a> = Box<dyn Iterator<Item = Job> + Send + 'a>;

fn jobs<'a>(name: Vec<u8>, path: PathBuf, own: Option<&'a Own>) -> Jobs<'a> {
    let walk = match look(&path) {
        Err(refusal) => return Box::new(once(Job::Refused(name, path, refusal))),
        Ok(Some(_)) => return Box::new(once(Job::File(name, path))),
        Ok(None) => match Walk::new(&path) {
            Ok(walk) => walk,
            Err(error) => {
                return Box::new(once(Job::Refused(name, path, Refusal::Io(error.source))));
            }
        },
    };
    let root = path.clone();
    let inside = walk.filter_map(move |found| match found {
        Ok(found) if own.is_some_and(|own| own.is(&found.path)) => None,
        Ok(found) => Some(Job::File(names::join(&name, &found.below), found.path)),
        Err(error) => {
            let below = error.path.strip_prefix(&root).unwrap_or(&error.path).as_os_str().as_bytes();
            Some(Job::Refused(names::join(&name, below), error.path, Refusal::Io(error.source)))
        }
    });
    Box::new(once(Job::Enter).chain(inside).chain(once(Job::Leave(path))))
}

impl Writer<'_> {
    fn take(&mut self, done: Done) -> Result<(), Error> {
        match done {
            Done::File(name, path, digest, changed) => self.file(&name, &path, digest, changed),
            Done::Refused(name, path, refusal) => self.refused(&name, &path, &refusal),
            Done::Enter => {
                self.before = self.files;
                Ok(())
            }
            Done::Leave(path) => {
                if self.files == self.before {
                    self.cx.warn(format!("{}: no files in it", path.display()));
                }
                Ok(())
            }
        }
    }

    fn file(&mut self, name: &[u8], path: &Path, digest: Digest, changed: bool) -> Result<(), Error> {
        self.files += 1;
        self.bytes += digest.bytes;
        if changed {
            self.cx.error(&Error::input(format!("{}: changed while it was read", path.display())));
            self.finding("changed-while-read");
        }
        if self.lock {
            self.line.clear();
            sums::write_line(&digest.sha256, name, &mut self.line);
            return self.cx.out().bytes(&self.line);
        }
        let labels = self.labels.clone();
        self.cx.out().emit(&Hash { labels, ..Hash::new(name, digest.sha256, digest.bytes) })?;
        if !changed {
            return Ok(());
        }
        self.issue(name, "changed-while-read", "changed", "changed while it was read")
    }

    /// A path that is not in the lock: told, recorded, remembered for the status.
    fn refused(&mut self, name: &[u8], path: &Path, refusal: &Refusal) -> Result<(), Error> {
        let code = if refusal.is_io() { "unreadable-file" } else { "not-regular-file" };
        let told = self.finding(code) <= TOLD;
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
        self.issue(name, code, refusal.word(), &refusal.to_string())
    }

    /// Counts a finding; how many of its code there are now.
    fn finding(&mut self, code: &str) -> u64 {
        let n = self.findings.entry(code.to_owned()).or_default();
        *n += 1;
        *n
    }

    fn issue(&self, name: &[u8], code: &str, word: &str, what: &str) -> Result<(), Error> {
        let record::Name { path, path_base64 } = record::Name::new(name);
        let mut issue = Issue::new(code, Severity::Error, format!("{path}: {what}"))
            .at(Source { path, path_base64, ..Source::default() })
            .named(word);
        issue.labels = self.labels.clone();
        self.cx.out().emit(&issue)
    }

    fn finish(self) -> Result<(), Error> {
        for (code, n) in self.findings.iter().filter(|(_, n)| **n > TOLD) {
            self.cx.warn(format!("{n} paths in all are not in the lock: {code}"));
        }
        if self.lock && self.files == 0 {
            // A good lock of yesterday is not given up for a misspelt name.
            return Err(Error::input("no files were found: a lock of nothing is not written"));
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
