//! The pipes between the command and us.

use crate::orders::Refused;
use crate::pump::Stream;
use std::io;
use std::os::fd::{AsRawFd as _, OwnedFd};

/// The pipes between the command and us.
pub(crate) struct Plumbing {
    pub(crate) reads: Vec<(Stream, OwnedFd)>,
    /// The command's ends: standard output, standard error, events.
    pub(crate) writes: [Option<OwnedFd>; 3],
}

impl Plumbing {
    pub(crate) fn lay(events_fd: Option<i32>) -> Result<Plumbing, Refused> {
        let system = |error: io::Error| format!("pipes: {}", files::reason(&error));
        let mut plumbing = Plumbing { reads: Vec::new(), writes: [None, None, None] };
        // The wanted number first, while it is still free.
        if let Some(number) = events_fd {
            let (read, write) = pipe().map_err(system)?;
            let (read, write) = if write.as_raw_fd() == number {
                (read, write)
            } else {
                let read =
                    rustix::io::fcntl_dupfd_cloexec(&read, number + 1).map_err(|e| system(e.into()))?;
                let placed = rustix::io::fcntl_dupfd_cloexec(&write, number).map_err(|e| system(e.into()))?;
                if placed.as_raw_fd() != number {
                    return Err(format!("--events-fd: descriptor {number} is in use"));
                }
                (read, placed)
            };
            plumbing.reads.push((Stream::Events, read));
            plumbing.writes[2] = Some(write);
        }
        let (read, write) = pipe().map_err(system)?;
        plumbing.reads.push((Stream::Out, read));
        plumbing.writes[0] = Some(write);
        // Where both go to one place anyway (`2>&1`, a terminal), one pipe keeps their
        // order, which two could not.
        if !same_place() {
            let (read, write) = pipe().map_err(system)?;
            plumbing.reads.push((Stream::Err, read));
            plumbing.writes[1] = Some(write);
        }
        Ok(plumbing)
    }
}

fn pipe() -> io::Result<(OwnedFd, OwnedFd)> {
    let (read, write) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC)?;
    // A larger pipe means fewer wake-ups; where it is not granted, the usual one does.
    #[cfg(target_os = "linux")]
    let _ = rustix::pipe::fcntl_setpipe_size(&write, 1 << 20);
    Ok((read, write))
}

fn same_place() -> bool {
    let out = rustix::fs::fstat(io::stdout());
    let err = rustix::fs::fstat(io::stderr());
    matches!((out, err), (Ok(out), Ok(err)) if (out.st_dev, out.st_ino) == (err.st_dev, err.st_ino))
}
