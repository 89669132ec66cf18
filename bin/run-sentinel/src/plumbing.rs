//! The pipes between the command and us.

use crate::orders::Refused;
use crate::pump::Stream;
use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd as _, OwnedFd};

/// Sits on the low descriptors while the tool is set up, so that those that a person would
/// name with `--events-fd` are free when the command line is obeyed.
pub(crate) fn hold_low() -> Vec<File> {
    let mut held = Vec::new();
    while let Ok(null) = File::open("/dev/null") {
        let low = null.as_raw_fd() < 10;
        if low {
            held.push(null);
        } else {
            break;
        }
    }
    held
}

/// The descriptor number on which the command writes records. It is taken before
/// anything else is opened, so that none of our own files can sit on it.
#[derive(Debug)]
pub(crate) struct Slot {
    place: OwnedFd,
    null: File,
}

impl Slot {
    /// Takes the number.
    ///
    /// # Errors
    /// When it is taken already, by something that was open when we were started.
    pub(crate) fn reserve(number: i32) -> Result<Slot, Refused> {
        let failed = |error: io::Error| format!("--events-fd: {}", files::reason(&error));
        let null = File::open("/dev/null").map_err(failed)?;
        let place = rustix::io::fcntl_dupfd_cloexec(&null, number).map_err(|e| failed(e.into()))?;
        if null.as_raw_fd() == number {
            // It was the lowest that was free: it stays, and another one keeps /dev/null.
            return Ok(Slot { place: null.into(), null: place.into() });
        }
        if place.as_raw_fd() == number {
            return Ok(Slot { place, null });
        }
        Err(format!("--events-fd: descriptor {number} is in use"))
    }

    /// Its number.
    pub(crate) fn number(&self) -> i32 {
        self.place.as_raw_fd()
    }

    /// Puts the command's end of a pipe there, for the command to inherit.
    pub(crate) fn fill(&mut self, write: OwnedFd) -> io::Result<()> {
        Ok(rustix::io::dup2(write, &mut self.place)?)
    }

    /// Takes it away again: as long as our copy is open the pipe does not end.
    pub(crate) fn empty(&mut self) -> io::Result<()> {
        rustix::io::dup2(&self.null, &mut self.place)?;
        Ok(rustix::io::fcntl_setfd(&self.place, rustix::io::FdFlags::CLOEXEC)?)
    }
}

/// The pipes between the command and us.
#[derive(Debug)]
pub(crate) struct Plumbing {
    pub(crate) reads: Vec<(Stream, OwnedFd)>,
    /// The command's standard output.
    pub(crate) out: OwnedFd,
    /// Its standard error; `None` where it shares the pipe of its output.
    pub(crate) err: Option<OwnedFd>,
}

impl Plumbing {
    /// Makes the pipes, and fills the slot where there is one.
    ///
    /// # Errors
    /// When the system has no descriptors left.
    pub(crate) fn lay(slot: Option<&mut Slot>) -> Result<Plumbing, Refused> {
        let system = |error: io::Error| format!("pipes: {}", files::reason(&error));
        let mut reads = Vec::new();
        if let Some(slot) = slot {
            let (read, write) = pipe().map_err(system)?;
            slot.fill(write).map_err(system)?;
            reads.push((Stream::Events, read));
        }
        let (read, out) = pipe().map_err(system)?;
        reads.push((Stream::Out, read));
        // Where both go to one place anyway (`2>&1`, a terminal), one pipe keeps their
        // order, which two could not.
        let mut err = None;
        if !same_place() {
            let (read, write) = pipe().map_err(system)?;
            reads.push((Stream::Err, read));
            err = Some(write);
        }
        Ok(Plumbing { reads, out, err })
    }
}

fn pipe() -> io::Result<(OwnedFd, OwnedFd)> {
    // std's, since pipe2 is not everywhere.
    let (read, write) = io::pipe()?;
    Ok((read.into(), write.into()))
}

fn same_place() -> bool {
    let out = rustix::fs::fstat(io::stdout());
    let err = rustix::fs::fstat(io::stderr());
    matches!((out, err), (Ok(out), Ok(err)) if (out.st_dev, out.st_ino) == (err.st_dev, err.st_ino))
}
