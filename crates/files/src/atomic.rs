//! A file that is replaced whole or not at all.
//!
//! [`AtomicFile`] writes to a file in the target's folder that has no name yet;
//! [`AtomicFile::commit`] flushes it, syncs it to the disk, names it, renames it over the
//! target and syncs the folder. Until then, and on every other way out (an error, a panic,
//! a signal, a kill), the target is as it was and nothing is left beside it. Where the
//! system has no files without names, one with a temporary name takes its place, which
//! dropping the writer removes, and which only a kill can leave behind.
//!
//! A target that exists and is not a regular file (`/dev/full`, `/dev/stdout`, a FIFO)
//! cannot be renamed over without destroying it; it is written directly. A symbolic link
//! stays a link: the file that it names is replaced. The permissions of a replaced file
//! are kept, those of a new one follow the umask.

use crate::error::PathError;
use rustix::fs::{AtFlags, CWD, Mode, OFlags};
use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::os::fd::AsRawFd as _;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileTypeExt as _;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// How many links a target's name may lead through: the kernel's own limit.
const MOST_LINKS: usize = 40;

/// A buffered writer whose target changes only at [`AtomicFile::commit`].
#[derive(Debug)]
pub struct AtomicFile {
    /// The name as given, for messages.
    path: PathBuf,
    to: To,
}

#[derive(Debug)]
enum To {
    /// In the target's folder, without a name.
    Nameless { file: BufWriter<File>, target: PathBuf },
    /// In the target's folder, under a temporary name.
    Beside { temp: BufWriter<NamedTempFile>, target: PathBuf },
    /// The target itself.
    Direct(BufWriter<File>),
}

impl AtomicFile {
    /// Opens a new file in the folder of `path`, or `path` itself where that is a device, a
    /// FIFO or a socket.
    ///
    /// # Errors
    /// When the folder does not exist or cannot be written, when `path` is a folder, or
    /// when its links go in a circle.
    pub fn create(path: impl AsRef<Path>) -> Result<AtomicFile, PathError> {
        let path = path.as_ref();
        let fail = |source| PathError::new(path, "cannot write", source);
        let to = match resolve(path).map_err(fail)? {
            Target::Direct => {
                // Appending: /dev/stdout may be a file that already has something in it.
                let file = OpenOptions::new().append(true).open(path).map_err(fail)?;
                To::Direct(BufWriter::with_capacity(1 << 16, file))
            }
            Target::File { target, permissions } => match nameless(&target, permissions.as_ref()) {
                Some(file) => To::Nameless { file: BufWriter::with_capacity(1 << 16, file), target },
                None => {
                    let temp = beside(&target, permissions).map_err(fail)?;
                    To::Beside { temp: BufWriter::with_capacity(1 << 16, temp), target }
                }
            },
        };
        Ok(AtomicFile { path: path.to_owned(), to })
    }

    /// The name that it was created with.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the target is a device or a FIFO, which is written as it comes and can
    /// neither be replaced whole nor be sought in.
    pub fn is_direct(&self) -> bool {
        matches!(self.to, To::Direct(_))
    }

    /// Makes the written bytes the target's content, durably.
    ///
    /// # Errors
    /// When anything cannot be written, synced or renamed; the target is then as it was
    /// (a device has got what it took).
    pub fn commit(self) -> Result<(), PathError> {
        let AtomicFile { path, to } = self;
        finish(to).map_err(|source| PathError::new(&path, "cannot write", source))
    }
}

fn finish(to: To) -> io::Result<()> {
    match to {
        // A device or a FIFO has nothing to sync.
        To::Direct(mut file) => file.flush(),
        To::Nameless { mut file, target } => {
            file.flush()?;
            let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.sync_all()?;
            put(&file, &target)?;
            sync_folder(folder_of(&target))
        }
        To::Beside { mut temp, target } => {
            temp.flush()?;
            let temp = temp.into_inner().map_err(io::IntoInnerError::into_error)?;
            temp.as_file().sync_all()?;
            temp.persist(&target).map_err(|error| error.error)?;
            sync_folder(folder_of(&target))
        }
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.to {
            To::Beside { temp, .. } => temp.write(bytes),
            To::Nameless { file, .. } | To::Direct(file) => file.write(bytes),
        }
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.to {
            To::Beside { temp, .. } => temp.write_all(bytes),
            To::Nameless { file, .. } | To::Direct(file) => file.write_all(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.to {
            To::Beside { temp, .. } => temp.flush(),
            To::Nameless { file, .. } | To::Direct(file) => file.flush(),
        }
    }
}

/// Fails on a device or FIFO: ask [`AtomicFile::is_direct`] first.
impl Seek for AtomicFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match &mut self.to {
            To::Beside { temp, .. } => temp.seek(to),
            To::Nameless { file, .. } => file.seek(to),
            To::Direct(_) => Err(io::ErrorKind::NotSeekable.into()),
        }
    }
}

/// The names that writing one target may make in its folder: the target itself and temporary
/// files beside it, also those that a killed run left. A walk over that folder leaves
/// them out.
#[derive(Clone, Debug)]
pub struct Own {
    folder: PathBuf,
    name: Vec<u8>,
}

impl Own {
    /// The names of `target`; `None` for a device, a FIFO, or a target that cannot be
    /// written at all.
    pub fn of(target: &Path) -> Option<Own> {
        match resolve(target).ok()? {
            Target::Direct => None,
            Target::File { target, .. } => Some(Own {
                folder: folder_of(&target).canonicalize().ok()?,
                name: target.file_name()?.as_bytes().to_vec(),
            }),
        }
    }

    /// Whether `path` is one of them.
    pub fn is(&self, path: &Path) -> bool {
        let Some(name) = path.file_name().map(OsStrExt::as_bytes) else { return false };
        let temporary = || {
            let rest = name.strip_prefix(prefix(&self.name).as_slice())?;
            rest.strip_suffix(SUFFIX.as_bytes())
        };
        (name == self.name || temporary().is_some())
            && folder_of(path).canonicalize().is_ok_and(|folder| folder == self.folder)
    }
}

enum Target {
    Direct,
    File { target: PathBuf, permissions: Option<Permissions> },
}

/// Follows links by hand, so that also a link to a file that is not there yet is kept,
/// and so that names of open descriptors (`/dev/stdout`, `/proc/self/fd/1`) are seen.
fn resolve(path: &Path) -> io::Result<Target> {
    if path.as_os_str().is_empty() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the name is empty"));
    }
    let mut target = path.to_owned();
    for _ in 0..MOST_LINKS {
        let found = match fs::symlink_metadata(&target) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Target::File { target, permissions: None });
            }
            Err(error) => return Err(error),
        };
        let kind = found.file_type();
        if kind.is_symlink() {
            if target.starts_with("/proc") || target.starts_with("/dev/fd") {
                return Ok(Target::Direct);
            }
            let link = fs::read_link(&target)?;
            target = target.parent().map_or_else(|| link.clone(), |folder| folder.join(&link));
        } else if kind.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        } else if kind.is_char_device() || kind.is_block_device() || kind.is_fifo() || kind.is_socket() {
            return Ok(Target::Direct);
        } else {
            return Ok(Target::File { target, permissions: Some(found.permissions()) });
        }
    }
    Err(io::Error::other("too many levels of symbolic links"))
}

const SUFFIX: &str = ".tmp";

/// How temporary names begin: hidden, and with the target's name. A name may have 255
/// bytes: a long one is cut to leave room for the random part.
fn prefix(name: &[u8]) -> Vec<u8> {
    let mut prefix = b".".to_vec();
    prefix.extend_from_slice(&name[..name.len().min(120)]);
    prefix.push(b'.');
    prefix
}

/// A file without a name in the target's folder; `None` where the system or the file system
/// has none, or where it could not be named later.
fn nameless(target: &Path, permissions: Option<&Permissions>) -> Option<File> {
    target.file_name()?;
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    // The default mode: the umask takes its part, as for any new file.
    let file = rustix::fs::open(folder_of(target), flags, Mode::from_raw_mode(0o666)).ok()?;
    let file = File::from(file);
    fs::metadata(by_descriptor(&file)).ok()?;
    match permissions {
        Some(permissions) => file.set_permissions(permissions.clone()).ok().map(|()| file),
        None => Some(file),
    }
}

/// The name by which the kernel knows an open file.
fn by_descriptor(file: &File) -> PathBuf {
    format!("/proc/self/fd/{}", file.as_raw_fd()).into()
}

/// Puts a file without a name in the target's place. A name that is taken cannot be given
/// again: so it gets a temporary one first, for as long as a rename takes.
fn put(file: &File, target: &Path) -> io::Result<()> {
    let own = by_descriptor(file);
    let link = |to: &Path| rustix::fs::linkat(CWD, &own, CWD, to, AtFlags::SYMLINK_FOLLOW);
    match link(target) {
        Err(rustix::io::Errno::EXIST) => {}
        done => return Ok(done?),
    }
    let name = target.file_name().unwrap_or_default();
    let temp = tempfile::Builder::new()
        .prefix(OsStr::from_bytes(&prefix(name.as_bytes())))
        .suffix(SUFFIX)
        .make_in(folder_of(target), |path| Ok(link(path)?))?;
    temp.persist(target).map_err(|error| error.error)
}

fn beside(target: &Path, permissions: Option<Permissions>) -> io::Result<NamedTempFile> {
    let name =
        target.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "not a file name"))?;
    // tempfile puts the temporary name into its errors; a person asked for the target.
    let mut cause = None;
    let temp = tempfile::Builder::new()
        .prefix(OsStr::from_bytes(&prefix(name.as_bytes())))
        .suffix(SUFFIX)
        .make_in(folder_of(target), |path| {
            // The default mode: the umask takes its part, as for any new file.
            let opened = OpenOptions::new().read(true).write(true).create_new(true).open(path);
            cause = opened.as_ref().err().and_then(io::Error::raw_os_error);
            opened
        })
        .map_err(|error| cause.map_or(error, io::Error::from_raw_os_error))?;
    if let Some(permissions) = permissions {
        temp.as_file().set_permissions(permissions)?;
    }
    Ok(temp)
}

fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Makes a rename in `folder` durable. File systems that cannot sync a folder say so
/// with `EINVAL`; there is nothing better to do there.
fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder).and_then(|open| open.sync_all()) {
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied
            ) =>
        {
            Ok(())
        }
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::AtomicFile;
    use std::fs;
    use std::io::{Read as _, Write as _};
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::path::Path;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn nothing_is_seen_before_commit_and_all_after() -> Outcome {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("out");
        fs::write(&path, "old")?;
        let mut file = AtomicFile::create(&path)?;
        file.write_all(b"new")?;
        file.flush()?;
        assert_eq!(fs::read(&path)?, b"old");
        file.commit()?;
        assert_eq!(fs::read(&path)?, b"new");
        assert_eq!(names(folder.path()), ["out"]);
        Ok(())
    }

    #[test]
    fn dropping_leaves_no_trace() -> Outcome {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("out");
        let mut file = AtomicFile::create(&path)?;
        file.write_all(b"new")?;
        drop(file);
        assert_eq!(names(folder.path()), [""; 0]);
        Ok(())
    }

    #[test]
    fn without_nameless_files_a_temporary_name_does() -> Outcome {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("out");
        fs::write(&path, "old")?;
        let beside = || -> Result<AtomicFile, Box<dyn std::error::Error>> {
            let temp = std::io::BufWriter::new(super::beside(&path, None)?);
            Ok(AtomicFile { path: path.clone(), to: super::To::Beside { temp, target: path.clone() } })
        };
        let mut file = beside()?;
        file.write_all(b"gone")?;
        assert_eq!(names(folder.path()).len(), 2);
        drop(file);
        let mut file = beside()?;
        file.write_all(b"new")?;
        file.commit()?;
        assert_eq!((names(folder.path()), fs::read(&path)?), (vec!["out".to_owned()], b"new".to_vec()));
        Ok(())
    }

    #[test]
    fn permissions_of_the_old_file_stay_and_new_ones_follow_the_umask() -> Outcome {
        let folder = tempfile::tempdir()?;
        let old = folder.path().join("old");
        fs::write(&old, "")?;
        fs::set_permissions(&old, fs::Permissions::from_mode(0o751))?;
        AtomicFile::create(&old)?.commit()?;
        assert_eq!(fs::metadata(&old)?.permissions().mode() & 0o777, 0o751);

        let plain = folder.path().join("plain");
        fs::write(&plain, "")?;
        let new = folder.path().join("new");
        AtomicFile::create(&new)?.commit()?;
        assert_eq!(fs::metadata(&new)?.permissions().mode(), fs::metadata(&plain)?.permissions().mode());
        Ok(())
    }

    #[test]
    fn a_link_stays_a_link_also_when_it_dangles() -> Outcome {
        let folder = tempfile::tempdir()?;
        let link = folder.path().join("link");
        fs::create_dir(folder.path().join("far"))?;
        symlink("far/file", &link)?;
        for text in ["one", "two"] {
            let mut file = AtomicFile::create(&link)?;
            file.write_all(text.as_bytes())?;
            file.commit()?;
            assert_eq!(fs::read_to_string(folder.path().join("far/file"))?, text);
            assert!(fs::symlink_metadata(&link)?.is_symlink());
        }
        assert_eq!(names(&folder.path().join("far")), ["file"]);
        Ok(())
    }

    #[test]
    fn circles_folders_and_missing_folders_are_errors_with_their_path() -> Outcome {
        let folder = tempfile::tempdir()?;
        let link = folder.path().join("loop");
        symlink("loop", &link)?;
        let text = AtomicFile::create(&link).map(|_| ()).err().map(|e| e.to_string());
        assert!(
            text.is_some_and(|t| { t.ends_with("/loop: cannot write: too many levels of symbolic links") })
        );
        let text = AtomicFile::create(folder.path()).map(|_| ()).err().map(|e| e.to_string());
        assert!(text.is_some_and(|t| t.ends_with(": cannot write: is a directory")));
        let text = AtomicFile::create(folder.path().join("no/x")).map(|_| ()).err().map(|e| e.to_string());
        assert!(text.is_some_and(|t| t.ends_with("/no/x: cannot write: no such file or directory")));
        assert!(AtomicFile::create("").is_err());
        Ok(())
    }

    #[test]
    fn a_full_device_says_so_and_survives() -> Outcome {
        let mut file = AtomicFile::create("/dev/full")?;
        assert!(file.is_direct());
        file.write_all(b"x")?;
        let error = file.commit().err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some("/dev/full: cannot write: no space left on device"));
        assert!(Path::new("/dev/full").exists());
        Ok(())
    }

    #[test]
    fn a_fifo_is_written_and_stays_a_fifo() -> Outcome {
        use std::os::unix::fs::FileTypeExt as _;
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("fifo");
        assert!(std::process::Command::new("mkfifo").arg(&path).status()?.success());
        let reader = {
            let path = path.clone();
            std::thread::spawn(move || {
                let mut text = String::new();
                fs::File::open(path).and_then(|mut file| file.read_to_string(&mut text)).map(|_| text)
            })
        };
        let mut file = AtomicFile::create(&path)?;
        file.write_all(b"through")?;
        file.commit()?;
        assert_eq!(reader.join().map_err(|_| "reader panicked")??, "through");
        assert!(fs::symlink_metadata(&path)?.file_type().is_fifo());
        Ok(())
    }

    #[test]
    fn a_walk_can_tell_what_is_its_own() -> Outcome {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("out");
        symlink(".", folder.path().join("here"))?;
        let _temp = super::beside(&path, None)?;
        let own = super::Own::of(&folder.path().join("here/out")).ok_or("a file")?;
        assert!(own.is(&path));
        assert_eq!(names(folder.path()).len(), 2);
        for name in names(folder.path()) {
            assert_eq!(own.is(&folder.path().join(&name)), name != "here", "{name}");
        }
        assert!(!own.is(&folder.path().join(".outer.x.tmp")));
        assert!(!own.is(Path::new("/tmp/out")));
        assert!(super::Own::of(Path::new("/dev/full")).is_none());
        Ok(())
    }

    #[test]
    fn a_very_long_name_works() -> Outcome {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("n".repeat(255));
        AtomicFile::create(&path)?.commit()?;
        assert!(path.exists());
        Ok(())
    }
}
