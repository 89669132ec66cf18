//! Names in a lock: raw bytes, `/`-separated.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

/// The name without empty and `.` parts: `./a//b` and `a/b` name one file.
pub(crate) fn plain(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    if name.starts_with(b"/") {
        out.push(b'/');
    }
    for part in name.split(|&b| b == b'/').filter(|part| !part.is_empty() && *part != b".") {
        if !out.is_empty() && out.last() != Some(&b'/') {
            out.push(b'/');
        }
        out.extend_from_slice(part);
    }
    out
}

/// `folder/below`, or `below` alone where the folder is nameless.
pub(crate) fn join(folder: &[u8], below: &[u8]) -> Vec<u8> {
    let mut name = folder.to_vec();
    if !name.is_empty() && !below.is_empty() && name.last() != Some(&b'/') {
        name.push(b'/');
    }
    name.extend_from_slice(below);
    name
}

/// The operand as it begins a name: without slashes at its end.
pub(crate) fn trimmed(operand: &OsStr) -> &[u8] {
    let mut name = operand.as_bytes();
    while name.len() > 1 && name.ends_with(b"/") {
        name = &name[..name.len() - 1];
    }
    name
}

/// The path of a locked name.
pub(crate) fn path(root: Option<&Path>, name: &[u8]) -> PathBuf {
    let name = Path::new(OsStr::from_bytes(name));
    root.map_or_else(|| name.to_owned(), |root| root.join(name))
}

/// Whether the name may lead out of its root: absolute, through `..`, or through a folder
/// that is a symbolic link.
pub(crate) fn leaves(root: &Path, name: &[u8]) -> bool {
    if name.starts_with(b"/") || name.split(|&b| b == b'/').any(|part| part == b"..") {
        return true;
    }
    let mut at = root.to_owned();
    let plain = plain(name);
    let mut parts: Vec<&[u8]> = plain.split(|&b| b == b'/').collect();
    // The last part is looked at when it is opened.
    parts.pop();
    parts.into_iter().any(|part| {
        at.push(OsStr::from_bytes(part));
        std::fs::symlink_metadata(&at).is_ok_and(|found| found.is_symlink())
    })
}

#[cfg(test)]
mod tests {
    use super::{join, leaves, plain, trimmed};
    use std::ffi::OsStr;
    use std::path::Path;

    #[test]
    fn spellings_of_one_name_are_one() {
        for (name, expected) in
            [("./a//b/", "a/b"), ("a/./b", "a/b"), ("/a", "/a"), ("//a", "/a"), ("../a", "../a"), (".", "")]
        {
            assert_eq!(plain(name.as_bytes()), expected.as_bytes(), "{name}");
        }
    }

    #[test]
    fn names_are_joined_with_one_slash() {
        assert_eq!(join(b"a", b"b"), b"a/b");
        assert_eq!(join(b"", b"b"), b"b");
        assert_eq!(join(b"/", b"b"), b"/b");
        assert_eq!(join(b"a", b""), b"a");
        assert_eq!(trimmed(OsStr::new("a//")), b"a");
        assert_eq!(trimmed(OsStr::new("/")), b"/");
    }

    #[test]
    fn ways_out_are_seen() {
        let root = Path::new("/");
        assert!(leaves(root, b"/etc/passwd"));
        assert!(leaves(root, b"a/../../b"));
        assert!(!leaves(root, b"a/..b"));
        // A link in every Linux: /proc/self leads to the process.
        assert!(leaves(root, b"proc/self/stat"));
        assert!(!leaves(root, b"proc/self"));
    }
}
