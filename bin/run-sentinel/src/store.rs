//! The files of a run: the state, replaced by rename, and the events, only ever appended.
//!
//! A state is written whole into a file beside it and renamed over the old one, so a
//! reader sees the old or the new and never a part. A rename alone survives the death of
//! the writer; only the loss of the machine needs `fsync`, which is done where asked.
//! Under the lock the temporary name is fixed, so that a killed writer leaves at most one
//! file, which the next run takes over.

use record::run::RunState;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// A state file longer than this is not one of ours.
pub(crate) const LONGEST_STATE: u64 = 4 << 20;

/// `NAME` with something put behind it.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(suffix);
    PathBuf::from(name)
}

/// The lock beside a state.
pub(crate) fn lock_path(state: &Path) -> PathBuf {
    beside(state, ".lock")
}

/// Where an unfinished state of an earlier run is kept: `run_state.json` becomes
/// `run_state.ID.json`.
pub(crate) fn archive_path(state: &Path, run_id: &str) -> PathBuf {
    let id: String = run_id
        .chars()
        .take(100)
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' })
        .collect();
    let stem = state.file_stem().unwrap_or_default().to_owned();
    let mut name = stem;
    name.push(".");
    name.push(&id);
    if let Some(extension) = state.extension() {
        name.push(".");
        name.push(extension);
    }
    state.with_file_name(name)
}

/// The writer of one state file.
#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
    temporary: PathBuf,
    line: Vec<u8>,
}

impl StateFile {
    /// `locked`: whether this process holds the lock, and so the only right to write.
    pub(crate) fn new(path: &Path, locked: bool) -> StateFile {
        let suffix = if locked { ".tmp".to_owned() } else { format!(".{}.tmp", std::process::id()) };
        StateFile { path: path.to_owned(), temporary: beside(path, &suffix), line: Vec::with_capacity(4096) }
    }

    /// Replaces the state. With `sync` it also survives the loss of the machine.
    ///
    /// # Errors
    /// When it cannot be written; the old state is then untouched and no temporary file
    /// is left.
    pub(crate) fn write(&mut self, state: &RunState, sync: bool) -> io::Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, state).map_err(io::Error::other)?;
        self.line.push(b'\n');
        let written = self.replace(sync);
        if written.is_err() {
            // Best effort: what cannot be written can often still be removed.
            let _ = fs::remove_file(&self.temporary);
        }
        written
    }

    fn replace(&self, sync: bool) -> io::Result<()> {
        // A new file every time, never through a link that somebody put there.
        let create = || OpenOptions::new().write(true).create_new(true).open(&self.temporary);
        let mut file = match create() {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                fs::remove_file(&self.temporary)?;
                create()?
            }
            opened => opened?,
        };
        file.write_all(&self.line)?;
        if sync {
            file.sync_data()?;
        }
        drop(file);
        fs::rename(&self.temporary, &self.path)?;
        if sync {
            sync_folder(&self.path)?;
        }
        Ok(())
    }
}

fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    match File::open(folder).and_then(|open| open.sync_all()) {
        // Some file systems cannot sync a folder; some folders may not be opened.
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

/// What reading a state gives.
#[derive(Debug)]
pub(crate) enum ReadState {
    State(Box<RunState>),
    Absent,
    Unreadable(io::Error),
    NotValid(String),
}

/// Reads a state; never waits on a FIFO and never reads without end.
pub(crate) fn read_state(path: &Path) -> ReadState {
    // O_NONBLOCK, so that a FIFO put in its place does not hold the checker for ever.
    let opened = OpenOptions::new()
        .read(true)
        .custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed())
        .open(path);
    let mut file = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return ReadState::Absent,
        Err(error) => return ReadState::Unreadable(error),
    };
    match file.metadata() {
        Ok(found) if found.is_file() => {}
        Ok(_) => return ReadState::NotValid("not a regular file".to_owned()),
        Err(error) => return ReadState::Unreadable(error),
    }
    let mut text = Vec::with_capacity(4096);
    if let Err(error) = (&mut file).take(LONGEST_STATE + 1).read_to_end(&mut text) {
        return ReadState::Unreadable(error);
    }
    if text.len() as u64 > LONGEST_STATE {
        return ReadState::NotValid("too long for a run state".to_owned());
    }
    match serde_json::from_slice(&text) {
        Ok(state) => ReadState::State(Box::new(state)),
        Err(error) => ReadState::NotValid(error.to_string()),
    }
}

/// The appended event stream. What a full disk refuses is kept and tried again, from the
/// very byte where it stopped, so that no line is ever torn in the middle of the file.
#[derive(Debug)]
pub(crate) struct EventFile {
    file: File,
    waiting: Vec<u8>,
}

impl EventFile {
    /// Opens or creates the stream; a torn last line of an earlier run is ended first.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub(crate) fn open(path: &Path) -> io::Result<EventFile> {
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)
            // A stream that cannot be read back, such as a FIFO or a write-only file.
            .or_else(|_| OpenOptions::new().append(true).create(true).open(path))?;
        let mut waiting = Vec::new();
        let mut last = [0];
        if file.metadata()?.is_file()
            && file.seek(io::SeekFrom::End(-1)).is_ok()
            && file.read_exact(&mut last).is_ok()
            && last != *b"\n"
        {
            waiting.push(b'\n');
        }
        Ok(EventFile { file, waiting })
    }

    /// Appends whole lines, after what still waits from before.
    ///
    /// # Errors
    /// When not all could be written; the rest waits for the next call.
    pub(crate) fn append(&mut self, lines: Vec<u8>) -> io::Result<()> {
        if self.waiting.is_empty() {
            self.waiting = lines;
        } else if self.waiting.len() + lines.len() <= crate::model::MOST_PENDING {
            self.waiting.extend_from_slice(&lines);
        } else {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let mut done = 0;
        let result = loop {
            if done == self.waiting.len() {
                break Ok(());
            }
            match self.file.write(&self.waiting[done..]) {
                Ok(0) => break Err(io::ErrorKind::WriteZero.into()),
                Ok(n) => done += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => break Err(error),
            }
        };
        self.waiting.drain(..done);
        result
    }

    /// Whether something waits for room.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Makes what was written durable.
    ///
    /// # Errors
    /// When the disk says no; a FIFO has nothing to sync and is not asked.
    pub(crate) fn sync(&self) -> io::Result<()> {
        if self.file.metadata()?.is_file() {
            self.file.sync_data()?;
        }
        Ok(())
    }
}
