//! Errors that name their path.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What went wrong with which path. Displays as `path: action: cause`.
#[derive(Debug)]
pub struct PathError {
    /// The path as the caller gave it.
    pub path: PathBuf,
    /// What was being done: `cannot open`, `cannot write`...
    pub action: &'static str,
    /// The system's answer.
    pub source: io::Error,
}

impl PathError {
    /// Ties an error of the system to a path and an action.
    pub fn new(path: &Path, action: &'static str, source: io::Error) -> PathError {
        PathError { path: path.to_owned(), action, source }
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> io::ErrorKind {
        self.source.kind()
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.path.display(), self.action, reason(&self.source))
    }
}

impl std::error::Error for PathError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

impl From<PathError> for io::Error {
    fn from(error: PathError) -> io::Error {
        io::Error::new(error.source.kind(), error)
    }
}

/// The cause in the house's way: first letter small, without `(os error N)`.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.find(" (os error ").map_or(text.as_str(), |at| &text[..at]);
    let mut chars = text.chars();
    match chars.next() {
        // `I/O error` and other words of capitals stay.
        Some(first) if !chars.as_str().starts_with(|c: char| c.is_uppercase() || c == '/') => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{PathError, reason};
    use std::io;
    use std::path::Path;

    #[test]
    fn a_message_names_path_action_and_cause() {
        let error = PathError::new(Path::new("a/b"), "cannot open", io::Error::from_raw_os_error(13));
        assert_eq!(error.to_string(), "a/b: cannot open: permission denied");
        assert_eq!(io::Error::from(error).kind(), io::ErrorKind::PermissionDenied);
    }

    #[test]
    fn words_of_capitals_stay() {
        assert_eq!(reason(&io::Error::other("I/O error")), "I/O error");
        assert_eq!(reason(&io::Error::other("EOF reached")), "EOF reached");
        assert_eq!(reason(&io::Error::other("Broken pipe")), "broken pipe");
        assert_eq!(reason(&io::Error::other("")), "");
    }
}
