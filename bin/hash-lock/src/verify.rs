//! `verify`: a lock in, one verdict a path out.

use crate::names;
use cli::{Bad, Cx, Error, Format, Show, Source as Input, View};
use files::hash::{Digest, Hasher};
use files::open::Refusal;
use files::order::in_order;
use files::sums::{self, Entry};
use files::tree::{Thing, Walk};
use ndjson::{Lines, Next};
use record::{CheckStatus, Hash, HashCheck, HashCheckTag, Labels, Name, ParseSummary, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// A path has at most 4096 bytes; escapes double them, a record may carry labels.
const LONGEST_LINE: usize = 1 << 20;

/// Entries that are checked at one time.
const BATCH: usize = 1024;

struct Verifier<'a> {
    cx: &'a Cx,
    root: Option<&'a Path>,
    labels: Labels,
    /// Where files without an entry are looked for, as named in the lock.
    trees: Vec<Vec<u8>>,
    /// Locked names; kept only where extra files are looked for.
    locked: BTreeSet<Vec<u8>>,
    /// Device and inode of the locks themselves: a lock need not lock itself.
    locks: Vec<(u64, u64)>,
    counts: BTreeMap<String, u64>,
    /// Records that are no part of a lock, by schema.
    foreign: BTreeMap<String, u64>,
    summary: ParseSummary,
}

pub(crate) fn run(cx: &Cx) -> Result<(), Error> {
    let root = cx.args().path("root");
    let mut trees: Vec<Vec<u8>> =
        cx.args().paths("extra").iter().map(|dir| names::trimmed(dir.as_os_str()).to_vec()).collect();
    if root.is_some() && trees.is_empty() {
        trees.push(Vec::new());
    }
    let mut verifier = Verifier {
        cx,
        root,
        labels: cx.args().pairs("set"),
        trees,
        locked: BTreeSet::new(),
        locks: Vec::new(),
        counts: BTreeMap::new(),
        foreign: BTreeMap::new(),
        summary: ParseSummary { tool: "hash-lock".to_owned(), complete: true, ..ParseSummary::default() },
    };
    cx.out().view(
        View::new("hash-check.v1", "")
            .column("status", "status", Show::Verdict)
            .column("path", "path", Show::Text(0))
            .column("bytes", "bytes", Show::Bytes)
            .column("expected", "expected_sha256", Show::Text(13))
            .column("found", "sha256", Show::Text(13))
            .column("reason", "reason", Show::Text(0)),
    );
    for source in cx.sources()? {
        verifier.lock(source)?;
    }
    // A lock that could not be opened is missing evidence too.
    verifier.summary.complete &= cx.is_complete();
    verifier.extras()?;
    verifier.finish()
}

impl Verifier<'_> {
    fn lock(&mut self, source: Input) -> Result<(), Error> {
        let file = source.name.clone();
        if let Some(found) = source.path.as_ref().and_then(|path| std::fs::metadata(path).ok()) {
            self.locks.push((found.dev(), found.ino()));
        }
        let mut entries = 0_u64;
        let mut lines = Lines::with_limit(source, LONGEST_LINE);
        let mut batch = Vec::new();
        let broken = loop {
            // What is at hand is checked before a wait for more.
            if batch.len() == BATCH || !batch.is_empty() && !lines.ready() {
                self.check(std::mem::take(&mut batch), &file)?;
            }
            let (number, bytes) = match lines.next(&mut |_| Ok(())) {
                Ok(None) => break None,
                Ok(Some(Next::Line(line))) => (line.number, line.bytes),
                Ok(Some(Next::TooLong { number, bytes, .. })) => {
                    let reason = format!("the line is too long: {bytes} bytes");
                    self.cx.bad(Bad { file: &file, line: Some(number), reason: &reason, bytes: b"" })?;
                    self.summary.rejected += 1;
                    continue;
                }
                Err(error) => break Some(error),
            };
            let bytes =
                if number == 1 { bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes) } else { bytes };
            match entry(bytes) {
                Ok(Parsed::Nothing) => {}
                Ok(Parsed::Foreign(schema)) => *self.foreign.entry(schema).or_default() += 1,
                Ok(Parsed::Entry(entry)) => {
                    entries += 1;
                    batch.push((entry, number));
                }
                Err(reason) => {
                    self.cx.bad(Bad { file: &file, line: Some(number), reason: &reason, bytes })?;
                    self.summary.rejected += 1;
                }
            }
        };
        self.check(batch, &file)?;
        self.summary.files += 1;
        self.summary.bytes += lines.position();
        if let Some(error) = broken {
            self.cx.error(&Error::io(&file, &error));
            self.summary.complete = false;
        } else if entries == 0 {
            self.cx.error(&Error::input(format!("{file}: no entries: nothing was verified")));
            self.summary.complete = false;
        }
        Ok(())
    }

    fn check(&mut self, batch: Vec<(Entry, u64)>, file: &str) -> Result<(), Error> {
        let root = self.root;
        let work = |hasher: &mut Hasher, (entry, number): (Entry, u64)| {
            let seen = see(hasher, root, &entry.name);
            (entry, number, seen)
        };
        let threads = self.cx.threads().min(batch.len());
        in_order(threads, batch.into_iter(), Hasher::default, work, |(entry, number, seen)| {
            let mut check = self.found(&entry.name, seen);
            let matches = check.sha256.as_deref() == Some(&entry.sha256);
            check.status = match check.status {
                CheckStatus::Ok if !matches => CheckStatus::Changed,
                status => status,
            };
            check.expected_sha256 = Some(entry.sha256);
            check.source = Some(Source::line(file, number));
            if !self.trees.is_empty() {
                self.locked.insert(names::plain(&entry.name));
            }
            self.emit(&check)
        })
    }

    /// What is there now: `ok` where it can be read.
    fn found(&self, name: &[u8], seen: Seen) -> HashCheck {
        let Name { path, path_base64 } = Name::new(name);
        let mut check = HashCheck {
            schema: HashCheckTag,
            path,
            path_base64,
            status: CheckStatus::Ok,
            expected_sha256: None,
            sha256: None,
            bytes: None,
            reason: None,
            source: None,
            labels: self.labels.clone(),
        };
        match seen {
            Seen::Outside => {
                check.status = CheckStatus::Unreadable;
                check.reason = Some("outside-root".to_owned());
            }
            Seen::File(Ok(digest)) => {
                check.sha256 = Some(digest.sha256);
                check.bytes = Some(digest.bytes);
            }
            Seen::File(Err(refusal)) if refusal.is_missing() => check.status = CheckStatus::Missing,
            Seen::File(Err(refusal)) => {
                check.status = CheckStatus::Unreadable;
                check.reason = Some(refusal.word().to_owned());
                if let Refusal::Io(cause) = &refusal {
                    self.cx.error(&Error::io(&check.path, cause));
                }
            }
        }
        check
    }

    fn extras(&mut self) -> Result<(), Error> {
        let mut hasher = Hasher::default();
        for tree in std::mem::take(&mut self.trees) {
            let folder = names::path(self.root, &tree);
            let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
            let walk = match Walk::new(&folder) {
                Ok(walk) => walk,
                Err(error) => {
                    self.cx.error(&Error::io(folder.display(), &error.source));
                    self.summary.complete = false;
                    continue;
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
                let name = names::join(&tree, &found.below);
                if self.locked.contains(&names::plain(&name)) || self.is_lock(&found.path) {
                    continue;
                }
                let mut check = self.found(&name, see(&mut hasher, self.root, &name));
                if found.thing != Thing::File {
                    check.reason = Some(found.thing.word().to_owned());
                }
                check.status = CheckStatus::Extra;
                self.emit(&check)?;
            }
        }
        Ok(())
    }

    fn is_lock(&self, path: &Path) -> bool {
        std::fs::symlink_metadata(path).is_ok_and(|found| self.locks.contains(&(found.dev(), found.ino())))
    }

    fn emit(&mut self, check: &HashCheck) -> Result<(), Error> {
        *self.counts.entry(check.status.word().to_owned()).or_default() += 1;
        if check.status != CheckStatus::Ok {
            self.cx.answer_no();
        }
        self.cx.out().emit(check)
    }

    fn finish(mut self) -> Result<(), Error> {
        let all: u64 = self.counts.values().sum();
        let drift: Vec<String> = self
            .counts
            .iter()
            .filter(|(status, _)| *status != CheckStatus::Ok.word())
            .map(|(status, n)| format!("{n} {status}"))
            .collect();
        if self.cx.out().format() != Format::Csv {
            self.summary.records = self.cx.out().counts();
            self.summary.statuses = self.counts;
            self.summary.complete &= self.summary.rejected == 0;
            self.cx.out().emit(&self.summary)?;
        }
        // The records first: a reader that has left wants no summary either.
        self.cx.out().flush()?;
        if !self.foreign.is_empty() {
            let foreign: Vec<String> =
                self.foreign.iter().map(|(schema, n)| format!("{schema} ({n})")).collect();
            self.cx.warn(format!("records that are no part of a lock: {}", foreign.join(", ")));
        }
        if !drift.is_empty() {
            self.cx.warn(format!("of {all} paths: {}", drift.join(", ")));
        }
        Ok(())
    }
}

/// What stands at a locked name.
enum Seen {
    /// The name leads out of the root.
    Outside,
    /// The file's digest, or why there is none.
    File(Result<Digest, Refusal>),
}

fn see(hasher: &mut Hasher, root: Option<&Path>, name: &[u8]) -> Seen {
    if root.is_some_and(|root| names::leaves(root, name)) {
        return Seen::Outside;
    }
    Seen::File(hasher.file(&names::path(root, name)))
}

enum Parsed {
    Entry(Entry),
    Foreign(String),
    Nothing,
}

/// A line of a lock, in sha256sum's forms or as a `hash.v1` record. What else
/// `hash-lock write --format=ndjson` writes is no entry and no news.
fn entry(line: &[u8]) -> Result<Parsed, String> {
    if !line.starts_with(b"{") {
        let entry = sums::parse_line(line)?;
        return Ok(entry.map_or(Parsed::Nothing, Parsed::Entry));
    }
    let bad = |error: serde_json::Error| cli::json_reason(&error);
    let schema = record::schema_of(line);
    if schema.as_deref() != Some("hash.v1") {
        let _: serde_json::Value = serde_json::from_slice(line).map_err(bad)?;
        return Ok(match schema.as_deref() {
            Some("issue.v1" | "parse-summary.v1") => Parsed::Nothing,
            schema => Parsed::Foreign(schema.unwrap_or("no schema").to_owned()),
        });
    }
    let hash: Hash = serde_json::from_slice(line).map_err(bad)?;
    let name = Name { path: hash.path, path_base64: hash.path_base64 };
    let name = name.raw().ok_or("path_base64 is not base64")?;
    // The same checks as for a line of text: 64 digits, a name, no NUL.
    let mut text = Vec::new();
    sums::write_line(&hash.sha256, &name, &mut text);
    text.pop();
    let entry = sums::parse_line(&text)?;
    Ok(entry.map_or(Parsed::Nothing, Parsed::Entry))
}
