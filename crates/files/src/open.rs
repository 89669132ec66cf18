//! Opening what a person named, and nothing else: regular files only, never through a
//! link, never waiting on a FIFO.

use crate::error::reason;
use rustix::fs::OFlags;
use std::fmt;
use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

/// Why a path was not opened.
#[derive(Debug)]
pub enum Refusal {
    /// It is a symbolic link.
    Link,
    /// It is a FIFO.
    Fifo,
    /// It is a socket.
    Socket,
    /// It is a character or block device.
    Device,
    /// It is a folder.
    Folder,
    /// The system's answer.
    Io(io::Error),
}

impl Refusal {
    /// What a thing that is no regular file is refused as; `None` for regular files.
    pub fn of(kind: FileType) -> Option<Refusal> {
        if kind.is_file() {
            None
        } else if kind.is_symlink() {
            Some(Refusal::Link)
        } else if kind.is_dir() {
            Some(Refusal::Folder)
        } else if kind.is_fifo() {
            Some(Refusal::Fifo)
        } else if kind.is_socket() {
            Some(Refusal::Socket)
        } else {
            Some(Refusal::Device)
        }
    }

    /// A stable kebab-case word for records.
    pub fn word(&self) -> &'static str {
        match self {
            Refusal::Link => "symbolic-link",
            Refusal::Fifo => "fifo",
            Refusal::Socket => "socket",
            Refusal::Device => "device",
            Refusal::Folder => "folder",
            Refusal::Io(error) => match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "missing",
                io::ErrorKind::PermissionDenied => "permission-denied",
                io::ErrorKind::InvalidFilename => "name-too-long",
                _ => "io-error",
            },
        }
    }

    /// Whether there is nothing of that name.
    pub fn is_missing(&self) -> bool {
        self.word() == "missing"
    }

    /// Whether the system refused, as against a thing that is no regular file.
    pub fn is_io(&self) -> bool {
        matches!(self, Refusal::Io(_))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Link => f.write_str("is a symbolic link, which is not followed"),
            Refusal::Fifo => f.write_str("is a fifo, which is not opened"),
            Refusal::Socket => f.write_str("is a socket, which is not opened"),
            Refusal::Device => f.write_str("is a device, which is not opened"),
            Refusal::Folder => f.write_str("is a folder"),
            Refusal::Io(error) => f.write_str(&reason(error)),
        }
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Refusal {
        Refusal::Io(error)
    }
}

/// Opens a regular file for reading. The path is opened first and looked at afterwards,
/// so that it cannot be swapped in between; a FIFO without a writer does not block.
///
/// # Errors
/// A [`Refusal`] for everything that is no regular file or cannot be opened.
pub fn open_regular(path: &Path) -> Result<(File, Metadata), Refusal> {
    // `as i32`: the flags of open(2) are a C int.
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY).bits() as i32;
    let file = match OpenOptions::new().read(true).custom_flags(flags).open(path) {
        Ok(file) => file,
        Err(error) => {
            // ELOOP for a link, ENXIO for a socket, EACCES for what a user may not open:
            // what it is says more than what the kernel answered.
            let kind = std::fs::symlink_metadata(path).map(|found| found.file_type());
            return Err(kind.ok().and_then(Refusal::of).unwrap_or(Refusal::Io(error)));
        }
    };
    let found = file.metadata()?;
    match Refusal::of(found.file_type()) {
        None => Ok((file, found)),
        Some(refusal) => Err(refusal),
    }
}

/// Whether the file is another than when it was opened, or gave more or less than the
/// `read` bytes that it had then.
pub fn changed(file: &File, before: &Metadata, read: u64) -> bool {
    let time = |about: &Metadata| (about.mtime(), about.mtime_nsec());
    read != before.len()
        || file.metadata().is_ok_and(|now| now.len() != before.len() || time(&now) != time(before))
}

#[cfg(test)]
mod tests {
    use super::open_regular;
    use std::os::unix::fs::symlink;
    use std::path::Path;

    #[test]
    fn only_regular_files_are_opened() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("file"), "x")?;
        symlink("file", at("link"))?;
        symlink("nowhere", at("dangling"))?;
        assert!(std::process::Command::new("mkfifo").arg(at("fifo")).status()?.success());
        let _socket = std::os::unix::net::UnixListener::bind(at("socket"))?;
        let word = |path: &Path| open_regular(path).err().map(|refusal| refusal.word());
        assert_eq!(word(&at("file")), None);
        assert_eq!(word(&at("link")), Some("symbolic-link"));
        assert_eq!(word(&at("dangling")), Some("symbolic-link"));
        assert_eq!(word(&at("fifo")), Some("fifo"));
        assert_eq!(word(&at("socket")), Some("socket"));
        assert_eq!(word(Path::new("/dev/null")), Some("device"));
        assert_eq!(word(folder.path()), Some("folder"));
        assert_eq!(word(&at("none")), Some("missing"));
        assert_eq!(word(&at("file/below")), Some("missing"));
        assert_eq!(word(&at(&"n".repeat(300))), Some("name-too-long"));
        Ok(())
    }
}
