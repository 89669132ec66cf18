//! `pack`: one pass over the files, one archive, one manifest.

use crate::collect::{Candidate, INDEX, MANIFEST, collect, stays_inside};
use crate::index::markdown;
use cli::{Cx, Error, Format, Show, Status, View};
use files::AtomicFile;
use files::archive::{LEVEL, Mode, PrepareError, Prepared, Press, Stamp, Zip};
use files::atomic::Own;
use files::hash::{Digest, Running};
use files::open::{Refusal, changed, open_regular};
use files::order::in_order;
use files::tree::Thing;
use record::{
    Artifact, ArtifactKind, ArtifactStatus, Compression, Issue, Labels, Name, Pack, PackTag, ParseSummary,
    Severity, Source,
};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::Path;

/// The archive under way: what is written is hashed and counted too.
struct Counted {
    file: AtomicFile,
    seen: Running,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.file.write(bytes)?;
        self.seen.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

struct Packer<'a> {
    cx: &'a Cx,
    output: &'a Path,
    labels: Labels,
    zip: Zip<Counted>,
    artifacts: Vec<Artifact>,
    issues: Vec<Issue>,
    complete: bool,
}

pub(crate) fn run(cx: &Cx) -> Result<(), Error> {
    let Some(output) = cx.args().path("output") else {
        return Err(Error::usage("-o FILE is missing: the archive needs a name"));
    };
    if is_stdout(output) {
        let what = format!("-o {}: standard output has the records", output.display());
        return Err(Error::usage(what).hint("name a file for the archive"));
    }
    let index = cx.args().path("index");
    if index.is_some_and(|index| files::is_same(index, output)) {
        return Err(Error::usage(format!("-o and --index are one file: {}", output.display())));
    }
    let stamp = stamp()?;
    views(cx);
    let own: Vec<Own> = [Some(output), index].into_iter().flatten().filter_map(Own::of).collect();
    let (candidates, lost) = collect(cx, &own)?;
    // An empty folder is told, and nothing to pack.
    let nothing = candidates.iter().all(|found| matches!(found.thing, Ok(Thing::EmptyFolder)));
    if nothing && !lost.is_empty() {
        return Err(Error::input(format!("{}: not written: nothing to pack was found", output.display())));
    }
    let file = AtomicFile::create(output).map_err(|e| Error::create(output, &e.source))?;
    let mut packer = Packer {
        cx,
        output,
        labels: cx.args().pairs("set"),
        zip: Zip::new(Counted { file, seen: Running::default() }, stamp),
        artifacts: Vec::with_capacity(candidates.len()),
        issues: Vec::new(),
        complete: lost.is_empty(),
    };
    if nothing {
        packer.issue("nothing-packed", "", "no files were found");
        cx.error(&Error::input("no files were found: the archive is empty"));
        packer.complete = false;
    }
    for (path, reason) in lost {
        packer.issue("unreadable-file", &path, &reason);
    }
    let work = |press: &mut Press, candidate: Candidate| {
        let ready = ready(press, &candidate);
        (candidate, ready)
    };
    in_order(cx.threads(), candidates.into_iter(), Press::default, work, |(candidate, ready)| {
        packer.add(&candidate, ready)
    })?;
    packer.finish(stamp, index)
}

/// Whether the archive would go where the records go. A device swallows both.
fn is_stdout(output: &Path) -> bool {
    let file = |path: &Path| {
        let about = std::fs::metadata(path).ok().filter(|about| !about.file_type().is_char_device())?;
        Some((about.dev(), about.ino()))
    };
    let named = output.starts_with("/dev") || output.starts_with("/proc");
    output == Path::new("-")
        || named && file(output).is_some_and(|f| file(Path::new("/dev/stdout")) == Some(f))
}

fn views(cx: &Cx) {
    cx.out().view(
        View::new("artifact.v1", "")
            .column("status", "status", Show::Verdict)
            .column("path", "path", Show::Text(0))
            .column("kind", "kind", Show::Text(0))
            .column("bytes", "bytes", Show::Bytes)
            .column("sha256", "sha256", Show::Text(13))
            .column("reason", "reason", Show::Text(0))
            .column("warnings", "warnings", Show::Text(0)),
    );
    cx.out().view(
        View::new("pack.v1", "archive")
            .column("archive", "archive", Show::Text(0))
            .column("files", "files", Show::Number)
            .column("links", "links", Show::Number)
            .column("skipped", "skipped", Show::Number)
            .column("content", "content_bytes", Show::Bytes)
            .column("size", "bytes", Show::Bytes)
            .column("sha256", "sha256", Show::Text(0)),
    );
}

/// `SOURCE_DATE_EPOCH`, or the earliest time that a zip can say.
fn stamp() -> Result<Stamp, Error> {
    match std::env::var_os("SOURCE_DATE_EPOCH").filter(|value| !value.is_empty()) {
        None => Ok(Stamp::EARLIEST),
        Some(value) => match value.to_str().and_then(|text| text.parse().ok()) {
            Some(seconds) => Ok(Stamp::from_unix(seconds)),
            None => Err(Error::usage(format!(
                "SOURCE_DATE_EPOCH={}: not a whole number of seconds",
                value.display()
            ))),
        },
    }
}

/// A file that was read and compressed, ready for the archive.
struct Ready {
    content: Prepared,
    digest: Digest,
    executable: bool,
    changed: bool,
}

/// Why a file is not ready.
enum Failed {
    /// It cannot be read.
    Refused(Refusal),
    /// What came of it cannot be kept until it is its turn.
    Spool(io::Error),
}

/// Reads what stands in the archive as a file; nothing for everything else.
fn ready(press: &mut Press, candidate: &Candidate) -> Option<Result<Ready, Failed>> {
    matches!(candidate.thing, Ok(Thing::File)).then(|| {
        let (file, before) = open_regular(&candidate.path).map_err(Failed::Refused)?;
        let mut running = Running::default();
        let content =
            press.prepare(&file, before.len(), &mut |block| running.update(block)).map_err(|error| {
                match error {
                    PrepareError::Read(error) => Failed::Refused(Refusal::Io(error)),
                    PrepareError::Spool(error) => Failed::Spool(error),
                }
            })?;
        let executable = before.permissions().mode() & 0o100 != 0;
        let changed = changed(&file, &before, content.size());
        Ok(Ready { content, digest: running.finish(), executable, changed })
    })
}

impl Packer<'_> {
    fn add(&mut self, candidate: &Candidate, ready: Option<Result<Ready, Failed>>) -> Result<(), Error> {
        match (&candidate.thing, ready) {
            (_, Some(Ok(ready))) => return self.file(candidate, ready),
            // It was a file when it was found.
            (_, Some(Err(Failed::Refused(refusal)))) => {
                self.unreadable(candidate, ArtifactKind::File, &refusal);
            }
            (_, Some(Err(Failed::Spool(error)))) => return Err(spool(&error)),
            (Ok(Thing::Link), None) => return self.link(candidate),
            (Ok(Thing::EmptyFolder), None) => {
                self.skip(candidate, ArtifactKind::Folder, Thing::EmptyFolder.word());
            }
            (Ok(special), None) => self.skip(candidate, ArtifactKind::Special, special.word()),
            (Err(error), None) => {
                self.unreadable(candidate, ArtifactKind::Folder, &Refusal::Io(copy_of(error)));
            }
        }
        Ok(())
    }

    fn file(&mut self, candidate: &Candidate, ready: Ready) -> Result<(), Error> {
        let Ready { content, digest, executable, changed } = ready;
        let mut artifact = Artifact::new(&candidate.name, ArtifactKind::File, ArtifactStatus::Packed);
        artifact.bytes = Some(digest.bytes);
        artifact.sha256 = Some(digest.sha256);
        artifact.executable = Some(executable);
        if changed {
            artifact.warnings.push("changed-while-packed".to_owned());
            self.issue("changed-while-packed", &artifact.path, "the file changed while it was read");
            self.cx
                .error(&Error::input(format!("{}: changed while it was packed", candidate.path.display())));
            self.complete = false;
        }
        let mode = if executable { Mode::Executable } else { Mode::File };
        self.member(&candidate.name, mode, content)?;
        self.push(artifact);
        Ok(())
    }

    fn link(&mut self, candidate: &Candidate) -> Result<(), Error> {
        let target = match std::fs::read_link(&candidate.path) {
            Ok(target) => target,
            Err(error) => {
                self.unreadable(candidate, ArtifactKind::Link, &Refusal::Io(error));
                return Ok(());
            }
        };
        let target = target.as_os_str().as_bytes();
        let inside = stays_inside(&candidate.name, target);
        let status = if inside { ArtifactStatus::Packed } else { ArtifactStatus::Skipped };
        let mut artifact = Artifact::new(&candidate.name, ArtifactKind::Link, status);
        let Name { path, path_base64 } = Name::new(target);
        artifact.target = Some(path);
        artifact.target_base64 = path_base64;
        if inside {
            let mut running = Running::default();
            running.update(target);
            let digest = running.finish();
            artifact.bytes = Some(digest.bytes);
            artifact.sha256 = Some(digest.sha256);
            self.member(&candidate.name, Mode::Link, in_memory(target)?)?;
        } else {
            artifact.reason = Some("link-leaves-archive".to_owned());
            self.cx
                .warn(format!("{}: left out: the link leads out of the archive", candidate.path.display()));
        }
        self.push(artifact);
        Ok(())
    }

    /// Left out for what it is; nothing that could be packed is lost.
    fn skip(&mut self, candidate: &Candidate, kind: ArtifactKind, reason: &str) {
        self.cx.warn(format!("{}: left out: {reason}", candidate.path.display()));
        let mut artifact = Artifact::new(&candidate.name, kind, ArtifactStatus::Skipped);
        artifact.reason = Some(reason.to_owned());
        self.push(artifact);
    }

    /// Left out although it should be in: the bundle is not complete.
    fn unreadable(&mut self, candidate: &Candidate, kind: ArtifactKind, refusal: &Refusal) {
        let mut artifact = Artifact::new(&candidate.name, kind, ArtifactStatus::Skipped);
        artifact.reason = Some(refusal.word().to_owned());
        self.issue("unreadable-file", &artifact.path, &refusal.to_string());
        self.cx.error(&Error::io(candidate.path.display(), &io::Error::other(refusal.to_string())));
        self.complete = false;
        self.push(artifact);
    }

    fn push(&mut self, mut artifact: Artifact) {
        artifact.labels = self.labels.clone();
        self.artifacts.push(artifact);
    }

    fn issue(&mut self, code: &str, path: &str, message: &str) {
        let mut issue = Issue::new(code, Severity::Error, message);
        if !path.is_empty() {
            issue = issue.at(Source { path: path.to_owned(), ..Source::default() });
        }
        issue.labels = self.labels.clone();
        self.issues.push(issue);
    }

    fn member(&mut self, name: &[u8], mode: Mode, content: Prepared) -> Result<(), Error> {
        self.zip.member(name, mode, content).map_err(|e| Error::io(self.output.display(), &e))
    }

    fn finish(mut self, stamp: Stamp, index: Option<&Path>) -> Result<(), Error> {
        let mut manifest = Vec::new();
        for artifact in &self.artifacts {
            line(artifact, &mut manifest)?;
        }
        let mut pack = self.summary(stamp, &manifest);
        line(&pack, &mut manifest)?;
        let text = markdown(&self.artifacts, &pack);
        self.member(INDEX.as_bytes(), Mode::File, in_memory(text.as_bytes())?)?;
        self.member(MANIFEST.as_bytes(), Mode::File, in_memory(&manifest)?)?;

        let Packer { cx, output, zip, artifacts, issues, complete, .. } = self;
        let failed = |error: &io::Error| Error::io(output.display(), error);
        let Counted { file, seen } = zip.finish().map_err(|e| failed(&e))?;
        file.commit().map_err(|e| failed(&e.source))?;
        if let Some(path) = index {
            write(path, text.as_bytes())?;
        }
        let digest = seen.finish();
        pack.archive = output.file_name().map(|name| name.to_string_lossy().into_owned());
        pack.bytes = Some(digest.bytes);
        pack.sha256 = Some(digest.sha256);
        if !complete {
            cx.raise(Status::BadInput);
        }
        report(cx, &artifacts, &issues, &pack)
    }

    fn summary(&self, stamp: Stamp, manifest: &[u8]) -> Pack {
        let count = |kind| {
            let packed = |a: &&Artifact| a.status == ArtifactStatus::Packed && a.kind == kind;
            self.artifacts.iter().filter(packed).count() as u64
        };
        let tool = self.cx.tool();
        Pack {
            schema: PackTag,
            tool: format!("{} {}", tool.name, tool.version),
            format: "zip".to_owned(),
            compression: Compression {
                method: "deflate".to_owned(),
                encoder: "zlib-rs".to_owned(),
                level: u64::from(LEVEL),
            },
            modified_at: stamp.rfc3339(),
            files: count(ArtifactKind::File),
            links: count(ArtifactKind::Link),
            skipped: self.artifacts.iter().filter(|a| a.status == ArtifactStatus::Skipped).count() as u64,
            content_bytes: self.artifacts.iter().filter_map(|a| a.bytes).sum(),
            manifest_sha256: files::hash::sha256(manifest),
            archive: None,
            bytes: None,
            sha256: None,
            complete: self.complete,
            labels: self.labels.clone(),
        }
    }
}

/// The records, after the archive stands: a reader that leaves early costs no archive.
fn report(cx: &Cx, artifacts: &[Artifact], issues: &[Issue], pack: &Pack) -> Result<(), Error> {
    let out = cx.out();
    let mut findings = BTreeMap::new();
    let mut statuses = BTreeMap::new();
    for artifact in artifacts {
        let status = if artifact.status == ArtifactStatus::Packed { "packed" } else { "skipped" };
        *statuses.entry(status.to_owned()).or_default() += 1;
        out.emit(artifact)?;
    }
    for issue in issues {
        *findings.entry(issue.code.clone()).or_default() += 1;
        out.emit(issue)?;
    }
    out.emit(pack)?;
    if out.format() == Format::Csv {
        return Ok(());
    }
    out.emit(&ParseSummary {
        tool: "artifact-pack".to_owned(),
        files: pack.files,
        bytes: pack.content_bytes,
        records: out.counts(),
        statuses,
        findings,
        complete: pack.complete,
        ..ParseSummary::default()
    })
}

fn line<R: record::Record>(record: &R, to: &mut Vec<u8>) -> Result<(), Error> {
    serde_json::to_writer(&mut *to, record)
        .map_err(|e| Error::input(format!("{} cannot be written as JSON: {e}", R::SCHEMA)))?;
    to.push(b'\n');
    Ok(())
}

fn in_memory(bytes: &[u8]) -> Result<Prepared, Error> {
    Press::default().prepare(bytes, u64::MAX, &mut |_| {}).map_err(|error| match error {
        PrepareError::Read(error) | PrepareError::Spool(error) => spool(&error),
    })
}

fn spool(error: &io::Error) -> Error {
    let place = format!("a temporary file in {}", std::env::temp_dir().display());
    Error::io(place, error).hint("TMPDIR names another folder")
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let done = AtomicFile::create(path).and_then(|mut file| {
        file.write_all(bytes).map_err(|e| files::PathError::new(path, "cannot write", e))?;
        file.commit()
    });
    done.map_err(|e| Error::io(path.display(), &e.source))
}

fn copy_of(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}
