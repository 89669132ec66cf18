//! Advisory locks that the kernel frees when their holder ends, however it ends.
//!
//! `flock(2)` on a file of its own. The descriptor is opened close-on-exec: a child that
//! inherited it would keep a dead run's lock alive.

use crate::error::PathError;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// An exclusive lock, held until dropped. The lock file stays: removing it would let two
/// holders lock two different files of one name.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

/// Who holds a lock file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Somebody, alive.
    Held,
    /// Nobody.
    Free,
    /// There is no such file.
    Missing,
}

impl Lock {
    /// Waits until the lock is free and takes it; the file is created where missing.
    ///
    /// # Errors
    /// When the file cannot be opened or its file system has no locks.
    pub fn acquire(path: impl AsRef<Path>) -> Result<Lock, PathError> {
        let path = path.as_ref();
        let file = open(path)?;
        file.lock().map_err(|source| PathError::new(path, "cannot lock", source))?;
        Ok(Lock { file, path: path.to_owned() })
    }

    /// Takes the lock if it is free: `None` when somebody holds it.
    ///
    /// # Errors
    /// When the file cannot be opened or its file system has no locks.
    pub fn try_acquire(path: impl AsRef<Path>) -> Result<Option<Lock>, PathError> {
        let path = path.as_ref();
        let file = open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock { file, path: path.to_owned() })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(PathError::new(path, "cannot lock", source)),
        }
    }

    /// Looks who holds a lock file, without creating it.
    ///
    /// # Errors
    /// When the file exists and cannot be opened, or its file system has no locks.
    pub fn probe(path: impl AsRef<Path>) -> Result<Holder, PathError> {
        let path = path.as_ref();
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Holder::Missing),
            Err(source) => return Err(PathError::new(path, "cannot open", source)),
        };
        // A shared lock: two probes at once must not take each other for a holder.
        match file.try_lock_shared() {
            Ok(()) => Ok(Holder::Free),
            Err(TryLockError::WouldBlock) => Ok(Holder::Held),
            Err(TryLockError::Error(source)) => Err(PathError::new(path, "cannot lock", source)),
        }
    }

    /// The lock file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The open lock file, for a holder that notes something in it.
    pub fn file(&self) -> &File {
        &self.file
    }
}

fn open(path: &Path) -> Result<File, PathError> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(|source| PathError::new(path, "cannot open", source))
}

#[cfg(test)]
mod tests {
    use super::{Holder, Lock};

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    #[test]
    fn only_one_holds_it_until_it_lets_go() -> Outcome {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("lock");
        assert_eq!(Lock::probe(&path)?, Holder::Missing);
        let first = Lock::try_acquire(&path)?.ok_or("free")?;
        assert!(Lock::try_acquire(&path)?.is_none());
        assert_eq!(Lock::probe(&path)?, Holder::Held);
        drop(first);
        assert_eq!(Lock::probe(&path)?, Holder::Free);
        assert!(Lock::try_acquire(&path)?.is_some());
        Ok(())
    }

    #[test]
    fn a_child_does_not_inherit_it() -> Outcome {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("lock");
        let lock = Lock::acquire(&path)?;
        let mut child = std::process::Command::new("sleep").arg("30").spawn()?;
        drop(lock);
        // Between its fork and its exec a child of another test may hold it for a moment.
        let begin = std::time::Instant::now();
        let mut after = Lock::probe(&path);
        while matches!(after, Ok(Holder::Held)) && begin.elapsed().as_secs() < 10 {
            std::thread::sleep(std::time::Duration::from_millis(1));
            after = Lock::probe(&path);
        }
        child.kill()?;
        child.wait()?;
        assert_eq!(after?, Holder::Free);
        Ok(())
    }

    #[test]
    fn a_lock_that_cannot_be_opened_is_an_error() {
        assert!(Lock::try_acquire("/nonexistent/lock").is_err());
    }
}
