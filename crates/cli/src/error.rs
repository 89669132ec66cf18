//! Statuses and errors: what went wrong, where, why, and what to do about it.

use std::io;
use std::path::Path;

/// Exit statuses. The order is that of weight: the higher wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// 0: done; a check passed.
    Done,
    /// 1: the answer is no.
    No,
    /// 2: the command line is wrong.
    Usage,
    /// 3: the input is malformed or incomplete.
    BadInput,
    /// 4: opening, reading or writing failed.
    Io,
}

impl Status {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Status::Done => 0,
            Status::No => 1,
            Status::Usage => 2,
            Status::BadInput => 3,
            Status::Io => 4,
        }
    }
}

/// An error that ends the run.
#[derive(Debug)]
pub struct Error {
    pub(crate) status: Status,
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
    /// The reader downstream left: end quietly.
    pub(crate) closed: bool,
}

impl Error {
    fn new(status: Status, message: String) -> Error {
        Error { status, message, hint: None, closed: false }
    }

    /// The command line is wrong: status 2.
    pub fn usage(message: impl Into<String>) -> Error {
        Error::new(Status::Usage, message.into())
    }

    /// The input cannot be used: status 3. `message` is `where: what: cause`.
    pub fn input(message: impl Into<String>) -> Error {
        Error::new(Status::BadInput, message.into())
    }

    /// `place` could not be opened, read or written: status 4; a closed pipe ends quietly
    /// with status 0.
    pub fn io(place: impl std::fmt::Display, cause: &io::Error) -> Error {
        let closed = cause.kind() == io::ErrorKind::BrokenPipe;
        let place = match place.to_string() {
            // A variable of the caller's script that was not set.
            empty if empty.is_empty() => "''".to_owned(),
            place => place,
        };
        Error { closed, ..Error::new(Status::Io, format!("{place}: {}", describe(cause))) }
    }

    /// The file at `path` cannot be written: [`Error::io`], with what helps.
    pub fn create(path: &Path, cause: &io::Error) -> Error {
        let error = Error::io(path.display(), cause);
        match cause.kind() {
            io::ErrorKind::NotFound => error.hint("the folder must exist"),
            io::ErrorKind::PermissionDenied => error.hint("the folder must be writable"),
            _ => error,
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Error {
        self.hint = Some(hint.into());
        self
    }

    /// The status that it gives.
    pub fn status(&self) -> Status {
        self.status
    }

    /// The sentence.
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// The system's words for an error, without the number that Rust adds.
pub fn describe(cause: &io::Error) -> String {
    let text = cause.to_string();
    let text = text.find(" (os error ").map_or(text.as_str(), |at| &text[..at]);
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if letters.as_str().starts_with(|c: char| c.is_lowercase()) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Status, describe};
    use std::io;

    #[test]
    fn the_heavier_status_wins() {
        assert!(Status::Io > Status::BadInput && Status::BadInput > Status::No && Status::No > Status::Done);
    }

    #[test]
    fn system_errors_read_like_our_own() {
        let missing = io::Error::from_raw_os_error(2);
        assert_eq!(describe(&missing), "no such file or directory");
        assert_eq!(Error::io("a.xml", &missing).message(), "a.xml: no such file or directory");
    }
}
