//! Whether two names are one file, so that one output does not take the place of another.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

/// Whether two paths are one regular file, or will be when they are made. Two names of a
/// device are not: much can go to a terminal, or nowhere, without loss.
pub fn is_same(one: &Path, other: &Path) -> bool {
    let file = |path: &Path| match std::fs::metadata(path) {
        Ok(about) if about.is_file() => Ok(Some((about.dev(), about.ino()))),
        Ok(_) => Err(()),
        Err(_) => Ok(None),
    };
    match (file(one), file(other)) {
        (Ok(Some(one)), Ok(Some(other))) => one == other,
        (Ok(None), Ok(None)) => std::path::absolute(one).ok() == std::path::absolute(other).ok(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_same;
    use std::path::Path;

    #[test]
    fn one_file_has_many_names() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("a"), "").expect("written");
        std::fs::write(at("b"), "").expect("written");
        std::os::unix::fs::symlink("a", at("link")).expect("a link");
        std::fs::hard_link(at("a"), at("hard")).expect("a link");
        for (one, other, same) in [
            ("a", "a", true),
            ("a", "./a", true),
            ("a", "link", true),
            ("a", "hard", true),
            ("a", "b", false),
            ("a", "none", false),
            ("none", "./none", true),
            ("none", "other", false),
        ] {
            assert_eq!(is_same(&at(one), &at(other)), same, "{one} {other}");
        }
        assert!(!is_same(Path::new("/dev/null"), Path::new("/dev/null")));
    }
}
