//! Walks over folders: every path once, sorted by raw bytes, no link ever followed.
//!
//! The order is that of `find FOLDER | LC_ALL=C sort` on the files: a folder's name
//! counts with its slash, so that `a.b` stands before `a/b`. Nothing is left out: hidden
//! files and what a `.gitignore` names are evidence too.

use crate::error::PathError;
use crate::open::Refusal;
use rustix::fs::{Dir, FileType, Mode, OFlags};
use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

/// What was found at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A regular file.
    File,
    /// A symbolic link.
    Link,
    /// A FIFO.
    Fifo,
    /// A socket.
    Socket,
    /// A character or block device.
    Device,
    /// A folder with nothing in it, for [`Walk::with_empty_folders`].
    EmptyFolder,
}

impl Thing {
    /// A stable kebab-case word for records.
    pub fn word(self) -> &'static str {
        match self {
            Thing::File => "file",
            Thing::Link => "symbolic-link",
            Thing::Fifo => "fifo",
            Thing::Socket => "socket",
            Thing::Device => "device",
            Thing::EmptyFolder => "empty-folder",
        }
    }
}

/// A path and what is there. Folders are not among them, but for empty ones where those are
/// asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The root as given, and the way down from it.
    pub path: PathBuf,
    /// The way down from the root as raw bytes, `/`-separated; empty for a root that is
    /// no folder.
    pub below: Vec<u8>,
    /// What it is.
    pub thing: Thing,
}

/// A walk under one root. Memory grows with the number of names in the folders that lead
/// to the present place, not with the tree.
#[derive(Debug)]
pub struct Walk {
    root: PathBuf,
    /// One sorted list of names for each folder on the way, last name first.
    stack: Vec<Level>,
    /// Whether empty folders are told.
    empty: bool,
}

#[derive(Debug)]
struct Level {
    /// The folder below the root, with a slash at its end; empty for the root.
    prefix: Vec<u8>,
    names: Vec<(Vec<u8>, FileType)>,
}

/// What stands at a root, before walking.
///
/// # Errors
/// When it is not there or may not be looked at.
pub fn look(root: &Path) -> Result<Option<Thing>, Refusal> {
    let kind = std::fs::symlink_metadata(root)?.file_type();
    Ok(match Refusal::of(kind) {
        None => Some(Thing::File),
        Some(Refusal::Folder) => None,
        Some(Refusal::Link) => Some(Thing::Link),
        Some(Refusal::Fifo) => Some(Thing::Fifo),
        Some(Refusal::Socket) => Some(Thing::Socket),
        Some(_) => Some(Thing::Device),
    })
}

impl Walk {
    /// Walks the folder `root`.
    ///
    /// # Errors
    /// When it is no folder (a link to one is none) or cannot be listed.
    pub fn new(root: &Path) -> Result<Walk, PathError> {
        let names = list(root).map_err(|e| PathError::new(root, "cannot list", e))?;
        let level = Level { prefix: Vec::new(), names };
        Ok(Walk { root: root.to_owned(), stack: vec![level], empty: false })
    }

    /// Also tells folders below the root that have nothing in them: their files cannot show
    /// that they are there.
    #[must_use]
    pub fn with_empty_folders(mut self) -> Walk {
        self.empty = true;
        self
    }

    fn path(&self, below: &[u8]) -> PathBuf {
        self.root.join(OsStr::from_bytes(below))
    }
}

impl Iterator for Walk {
    /// A folder that cannot be listed is an error in its place; the walk goes on.
    type Item = Result<Found, PathError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let level = self.stack.last_mut()?;
            let Some((name, kind)) = level.names.pop() else {
                self.stack.pop();
                continue;
            };
            let mut below = level.prefix.clone();
            below.extend_from_slice(&name);
            let path = self.path(&below);
            let thing = match kind {
                FileType::Directory => {
                    match list(&path) {
                        Ok(names) if names.is_empty() && self.empty => {
                            return Some(Ok(Found { path, below, thing: Thing::EmptyFolder }));
                        }
                        Ok(names) => {
                            below.push(b'/');
                            self.stack.push(Level { prefix: below, names });
                        }
                        Err(error) => {
                            return Some(Err(PathError::new(&path, "cannot list", error)));
                        }
                    }
                    continue;
                }
                FileType::RegularFile => Thing::File,
                FileType::Symlink => Thing::Link,
                FileType::Fifo => Thing::Fifo,
                FileType::Socket => Thing::Socket,
                _ => Thing::Device,
            };
            return Some(Ok(Found { path, below, thing }));
        }
    }
}

/// The names in a folder with their kinds, in reverse of the walk's order.
fn list(folder: &Path) -> io::Result<Vec<(Vec<u8>, FileType)>> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let open = rustix::fs::open(folder, flags, Mode::empty())?;
    let mut names = Vec::new();
    for entry in Dir::new(open)? {
        let entry = entry?;
        let name = entry.file_name().to_bytes();
        if name == b"." || name == b".." {
            continue;
        }
        let mut kind = entry.file_type();
        if kind == FileType::Unknown {
            // Some file systems do not tell while listing. What is gone by now is left out.
            match rustix::fs::lstat(folder.join(OsStr::from_bytes(name))) {
                Ok(found) => kind = FileType::from_raw_mode(found.st_mode),
                Err(rustix::io::Errno::NOENT) => continue,
                Err(error) => return Err(error.into()),
            }
        }
        names.push((name.to_vec(), kind));
    }
    fn key(entry: &(Vec<u8>, FileType)) -> impl Iterator<Item = u8> + '_ {
        let slash = (entry.1 == FileType::Directory).then_some(b'/');
        entry.0.iter().copied().chain(slash)
    }
    names.sort_by(|a, b| key(b).cmp(key(a)));
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::{Thing, Walk, look};
    use std::ffi::OsStr;
    use std::fs;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    #[test]
    fn paths_come_sorted_by_their_bytes() -> Outcome {
        let folder = tempfile::tempdir()?;
        let names: [&[u8]; 9] =
            [b"a.b", b"a/b", b"a0", b"B", b".hidden", b"a/\xff", b"a/z/deep", b"\xc3\xa4", b"a-/x"];
        for name in names {
            let path = folder.path().join(OsStr::from_bytes(name));
            fs::create_dir_all(path.parent().ok_or("no parent")?)?;
            fs::write(path, "")?;
        }
        let found: Vec<Vec<u8>> =
            Walk::new(folder.path())?.map(|f| f.map(|f| f.below)).collect::<Result<_, _>>()?;
        let mut sorted: Vec<Vec<u8>> = names.iter().map(|n| n.to_vec()).collect();
        sorted.sort();
        assert_eq!(found, sorted);
        Ok(())
    }

    #[test]
    fn links_are_seen_and_not_followed() -> Outcome {
        let folder = tempfile::tempdir()?;
        fs::create_dir(folder.path().join("d"))?;
        fs::write(folder.path().join("d/f"), "")?;
        symlink(".", folder.path().join("d/loop"))?;
        symlink("d", folder.path().join("to-d"))?;
        assert!(std::process::Command::new("mkfifo").arg(folder.path().join("p")).status()?.success());
        let found: Vec<(String, Thing)> = Walk::new(folder.path())?
            .map(|f| f.map(|f| (String::from_utf8_lossy(&f.below).into_owned(), f.thing)))
            .collect::<Result<_, _>>()?;
        let expected =
            [("d/f", Thing::File), ("d/loop", Thing::Link), ("p", Thing::Fifo), ("to-d", Thing::Link)];
        assert_eq!(found, expected.map(|(n, t)| (n.to_owned(), t)));
        assert!(Walk::new(&folder.path().join("to-d")).is_err());
        assert_eq!(look(&folder.path().join("to-d")).ok(), Some(Some(Thing::Link)));
        assert_eq!(look(folder.path()).ok(), Some(None));
        assert!(look(&folder.path().join("none")).is_err_and(|r| r.is_missing()));
        Ok(())
    }

    #[test]
    fn empty_folders_are_told_where_they_are_asked_for() -> Outcome {
        let folder = tempfile::tempdir()?;
        for name in ["a/empty", "a/b/deeper", "z"] {
            fs::create_dir_all(folder.path().join(name))?;
        }
        fs::write(folder.path().join("a/file"), "")?;
        let found = |walk: Walk| -> Result<Vec<(String, Thing)>, Box<dyn std::error::Error>> {
            let told = walk.map(|f| f.map(|f| (String::from_utf8_lossy(&f.below).into_owned(), f.thing)));
            Ok(told.collect::<Result<_, _>>()?)
        };
        let file = || ("a/file".to_owned(), Thing::File);
        assert_eq!(found(Walk::new(folder.path())?)?, [file()]);
        let empty = |name: &str| (name.to_owned(), Thing::EmptyFolder);
        assert_eq!(
            found(Walk::new(folder.path())?.with_empty_folders())?,
            [empty("a/b/deeper"), empty("a/empty"), file(), empty("z")]
        );
        Ok(())
    }

    #[test]
    fn a_deep_tree_does_not_run_out_of_stack_or_descriptors() -> Outcome {
        let folder = tempfile::tempdir()?;
        let mut deep = folder.path().to_owned();
        for _ in 0..1500 {
            deep.push("d");
        }
        fs::create_dir_all(&deep)?;
        fs::write(deep.join("f"), "")?;
        let found: Vec<_> = Walk::new(folder.path())?.collect::<Result<_, _>>()?;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].below.len(), 3001);
        Ok(())
    }
}
