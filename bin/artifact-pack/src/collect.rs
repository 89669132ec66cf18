//! What will be packed: every path under the operands, under its name in the archive.

use cli::{Cx, Error};
use files::atomic::Own;
use files::tree::{Thing, Walk, look};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Component, Path, PathBuf};

/// Members that every archive has.
pub(crate) const MANIFEST: &str = "manifest.ndjson";
/// See [`MANIFEST`].
pub(crate) const INDEX: &str = "artifacts_index.md";

/// A path that was found.
#[derive(Debug)]
pub(crate) struct Candidate {
    /// The name in the archive, raw bytes.
    pub(crate) name: Vec<u8>,
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// What it is, or the folder that could not be listed.
    pub(crate) thing: Result<Thing, std::io::Error>,
}

/// An operand that cannot be packed: its name and the reason.
pub(crate) type Lost = (String, String);

/// All paths under the operands, sorted by name, and the operands that were not there.
/// What this run itself writes is not among them.
pub(crate) fn collect(cx: &Cx, own: &[Own]) -> Result<(Vec<Candidate>, Vec<Lost>), Error> {
    let mut all = Vec::new();
    let mut lost = Vec::new();
    let mut lose = |root: &Path, reason: String| {
        let place = root.display().to_string();
        cx.error(&Error::io(&place, &std::io::Error::other(reason.clone())));
        lost.push((place, reason));
    };
    for operand in cx.args().operands() {
        let root = Path::new(operand);
        let prefix = prefix(root);
        match look(root) {
            Err(refusal) => lose(root, refusal.to_string()),
            Ok(Some(thing)) => {
                all.push(Candidate { name: prefix, path: root.to_owned(), thing: Ok(thing) });
            }
            Ok(None) => match Walk::new(root) {
                Ok(walk) => {
                    let before = all.len();
                    folder(walk.with_empty_folders(), root, &prefix, own, &mut all);
                    // The operand itself, where it has a name.
                    if all.len() == before && !prefix.is_empty() && is_empty(root) {
                        let thing = Ok(Thing::EmptyFolder);
                        all.push(Candidate { name: prefix, path: root.to_owned(), thing });
                    }
                }
                Err(error) => lose(root, files::reason(&error.source)),
            },
        }
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    unique(&all)?;
    Ok((all, lost))
}

/// Whether nothing is in it, not even what this run writes.
fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut names| names.next().is_none())
}

fn folder(walk: Walk, root: &Path, prefix: &[u8], own: &[Own], all: &mut Vec<Candidate>) {
    let named = |below: &[u8]| {
        let mut name = prefix.to_vec();
        if !name.is_empty() && !below.is_empty() {
            name.push(b'/');
        }
        name.extend_from_slice(below);
        name
    };
    for found in walk {
        match found {
            Ok(found) if own.iter().any(|own| own.is(&found.path)) => {}
            Ok(found) => {
                let name = named(&found.below);
                all.push(Candidate { name, path: found.path, thing: Ok(found.thing) });
            }
            Err(error) => {
                let below = error.path.strip_prefix(root).unwrap_or(&error.path);
                let name = named(below.as_os_str().as_bytes());
                all.push(Candidate { name, path: error.path, thing: Err(error.source) });
            }
        }
    }
}

/// The operand's own name; nothing for `.`, `..` and `/`, which have none.
fn prefix(operand: &Path) -> Vec<u8> {
    match operand.components().next_back() {
        Some(Component::Normal(name)) => name.as_bytes().to_vec(),
        _ => Vec::new(),
    }
}

/// Two members of one name cannot both be taken out again.
fn unique(sorted: &[Candidate]) -> Result<(), Error> {
    for pair in sorted.windows(2) {
        if pair[0].name == pair[1].name {
            let what = format!(
                "{} and {} would both be {} in the archive",
                pair[0].path.display(),
                pair[1].path.display(),
                Path::new(OsStr::from_bytes(&pair[0].name)).display()
            );
            return Err(Error::usage(what).hint("pack the folder that holds both"));
        }
    }
    for candidate in sorted {
        if [MANIFEST, INDEX].iter().any(|own| candidate.name.eq_ignore_ascii_case(own.as_bytes())) {
            let what = format!(
                "{} would stand where the archive's own manifest and index do",
                candidate.path.display()
            );
            return Err(Error::usage(what).hint("pack the folder that holds it by its name, not as '.'"));
        }
    }
    Ok(())
}

/// Whether a link at `name` stays inside the archive: its target is relative, goes up only
/// at its beginning, and not above the top. A `..` behind a name may lead anywhere, since
/// the name may be a link itself.
pub(crate) fn stays_inside(name: &[u8], target: &[u8]) -> bool {
    if target.is_empty() || target.starts_with(b"/") {
        return false;
    }
    let mut depth = name.iter().filter(|&&b| b == b'/').count();
    let mut down = false;
    for part in target.split(|&b| b == b'/') {
        match part {
            b"" | b"." => {}
            b".." if down || depth == 0 => return false,
            b".." => depth -= 1,
            _ => down = true,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{prefix, stays_inside};
    use std::path::Path;

    #[test]
    fn a_folder_keeps_only_its_own_name() {
        for (operand, name) in [
            ("a", "a"),
            ("a/b/", "b"),
            ("/tmp/x", "x"),
            (".", ""),
            ("..", ""),
            ("/", ""),
            ("../x", "x"),
            ("a/..", ""),
        ] {
            assert_eq!(prefix(Path::new(operand)), name.as_bytes(), "{operand}");
        }
    }

    #[test]
    fn links_that_may_lead_out_are_seen() {
        let inside = |name: &str, target: &str| stays_inside(name.as_bytes(), target.as_bytes());
        assert!(inside("a/b/l", "../x"));
        assert!(inside("a/b/l", "../../x"));
        assert!(inside("l", "x/y"));
        assert!(inside("l", "./x"));
        assert!(!inside("l", "../x"));
        assert!(!inside("a/l", "../../x"));
        assert!(!inside("a/l", "/etc/passwd"));
        assert!(!inside("a/b/l", "up/../../x"));
        assert!(!inside("l", ""));
    }
}
