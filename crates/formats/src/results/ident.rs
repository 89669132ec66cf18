//! Canonical test ids: one test has one id, whichever format reports it and wherever it
//! ran. Components are what a person would say the test is called by: file or package,
//! class, name; see [`record::TestId`] for how they are joined.

use record::Test;
use std::borrow::Cow;

/// Writes the id and its short hash into a record, reusing the strings that it has.
pub fn set<S: AsRef<str>>(test: &mut Test, family: &str, components: impl IntoIterator<Item = S>) {
    write(&mut test.test_id, family, components);
    uid_into(&test.test_id, &mut test.test_uid);
}

/// `family:a::b::c` into a string that is emptied first; the same text that
/// [`record::TestId::new`] makes, without its allocations.
pub fn write<S: AsRef<str>>(out: &mut String, family: &str, components: impl IntoIterator<Item = S>) {
    out.clear();
    out.push_str(family);
    out.push(':');
    for (at, component) in components.into_iter().enumerate() {
        if at > 0 {
            out.push_str("::");
        }
        push_escaped(component.as_ref(), out);
    }
}

fn push_escaped(text: &str, out: &mut String) {
    use std::fmt::Write as _;
    let odd = |b: u8| b < 0x20 || b == b'%' || b == b':' || b >= 0x7f;
    if !crate::text::any_byte(text.as_bytes(), odd) {
        out.push_str(text);
        return;
    }
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("::") {
            out.push_str("%3A%3A");
            rest = &rest[2..];
            continue;
        }
        match c {
            '%' => out.push_str("%25"),
            c if c.is_control() => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
            c => out.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
}

/// The first 8 bytes of SHA-256 as 16 hex digits, into a string that is emptied first.
pub fn uid_into(id: &str, out: &mut String) {
    use sha2::Digest as _;
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let digest = sha2::Sha256::digest(id.as_bytes());
    let mut digits = [0; 16];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(&digest[..8]) {
        pair[0] = HEX[usize::from(byte >> 4)];
        pair[1] = HEX[usize::from(byte & 15)];
    }
    out.clear();
    // Digits are ASCII.
    out.push_str(std::str::from_utf8(&digits).unwrap_or_default());
}

/// The components of a pytest node id: file, classes, function with its parameters.
pub fn py_node(node: &str) -> Vec<Cow<'_, str>> {
    // A parameter may hold `::`, so the text from the first bracket is one piece.
    let (head, _) = node.split_once('[').unwrap_or((node, ""));
    let cut = head.rfind("::").map_or(0, |at| at + 2);
    let mut parts: Vec<Cow<'_, str>> = Vec::new();
    if cut > 0 {
        parts.extend(head[..cut - 2].split("::").map(Cow::Borrowed));
    }
    parts.push(Cow::Borrowed(&node[cut..]));
    if let Cow::Borrowed(file) = parts[0] {
        parts[0] = slashes(file);
    }
    parts
}

/// The components of pytest's JUnit `classname` and `name`. The class name joins path and
/// classes with dots; without the file beside it, the module is the last part that looks
/// like one (`test_x`, `x_test`, `conftest`), else the parts before the first that begins
/// with a capital.
pub fn py_junit<'a>(classname: &'a str, name: &'a str, file: Option<&str>) -> Vec<Cow<'a, str>> {
    let mut parts: Vec<Cow<'a, str>> = Vec::new();
    if classname.is_empty() {
        // Collection errors name the module in `name`.
        if name.is_empty() || name.contains("::") || name.contains('/') || name.contains(' ') {
            parts.push(Cow::Borrowed(name));
        } else {
            parts.push(Cow::Owned(format!("{}.py", name.replace('.', "/"))));
        }
        return parts;
    }
    let pieces: Vec<&str> = classname.split('.').collect();
    let module = |p: &str| p.starts_with("test_") || p.ends_with("_test") || p == "conftest";
    let modules = match file {
        Some(file) => {
            let stem = file.strip_suffix(".py").unwrap_or(file);
            let from_file = stem.split(['/', '\\']).filter(|p| !p.is_empty()).count();
            from_file.min(pieces.len())
        }
        None => match pieces.iter().rposition(|p| module(p)) {
            Some(at) => at + 1,
            None => pieces
                .iter()
                .position(|p| p.starts_with(|c: char| c.is_uppercase()))
                .map_or(pieces.len(), |at| at.max(1)),
        },
    };
    match file {
        Some(file) => parts.push(Cow::Owned(file.replace('\\', "/"))),
        None => parts.push(Cow::Owned(format!("{}.py", pieces[..modules].join("/")))),
    }
    parts.extend(pieces[modules..].iter().map(|p| Cow::Borrowed(*p)));
    parts.push(Cow::Borrowed(name));
    parts
}

/// The components of a Rust test: the binary (`shop`, `shop::api`) and the path of the
/// function. A doctest's name is one piece.
pub fn rs<'a>(binary: &'a str, name: &'a str) -> Vec<&'a str> {
    let mut parts: Vec<&str> = Vec::new();
    if !binary.is_empty() {
        parts.extend(binary.split("::"));
    }
    if name.contains(" - ") {
        parts.push(name);
    } else {
        parts.extend(name.split("::"));
    }
    parts
}

/// `\` becomes `/` in something that is a path.
pub fn slashes(path: &str) -> Cow<'_, str> {
    if path.contains('\\') { Cow::Owned(path.replace('\\', "/")) } else { Cow::Borrowed(path) }
}

/// A path made relative: `file://` goes, `\` becomes `/`, the given root goes.
pub fn relative<'a>(path: &'a str, root: Option<&str>) -> Cow<'a, str> {
    let path = path.strip_prefix("file://").unwrap_or(path);
    let path = slashes(path);
    let Some(root) = root else { return path };
    let root = root.trim_end_matches(['/', '\\']);
    let root = slashes(root);
    match path.strip_prefix(root.as_ref()).and_then(|rest| rest.strip_prefix('/')) {
        Some(rest) if !root.is_empty() => Cow::Owned(rest.to_owned()),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::{py_junit, py_node, relative, rs, uid_into, write};
    use proptest::prelude::*;
    use record::TestId;

    #[test]
    fn pytest_has_one_id_from_both_of_its_formats() {
        for (node, class, name) in [
            ("tests/test_pay.py::TestFx::test_rate[eur]", "tests.test_pay.TestFx", "test_rate[eur]"),
            ("tests/test_pay.py::test_plain", "tests.test_pay", "test_plain"),
            ("test_a.py::TestOuter::TestInner::test_x", "test_a.TestOuter.TestInner", "test_x"),
            ("pkg/unit/pay_test.py::test_x[a::b]", "pkg.unit.pay_test", "test_x[a::b]"),
        ] {
            assert_eq!(py_node(node), py_junit(class, name, None), "{node}");
            let file = node.split("::").next();
            assert_eq!(py_node(node), py_junit(class, name, file), "{node}");
        }
        assert_eq!(py_junit("", "tests.test_bad", None), ["tests/test_bad.py"]);
        assert_eq!(py_junit("checks.Suite", "x", None), ["checks.py", "Suite", "x"]);
    }

    #[test]
    fn paths_under_the_root_become_relative() {
        assert_eq!(relative("/w/repo/src/a.py", Some("/w/repo/")), "src/a.py");
        assert_eq!(relative("/w/repository/a.py", Some("/w/repo")), "/w/repository/a.py");
        assert_eq!(relative("C:\\w\\a.cs", Some("C:\\w")), "a.cs");
        assert_eq!(relative("file:///w/a.dart", None), "/w/a.dart");
    }

    #[test]
    fn rust_names_fall_apart_at_their_colons() {
        assert_eq!(rs("shop::api", "pay::works"), ["shop", "api", "pay", "works"]);
        assert_eq!(rs("shop", "src/lib.rs - add (line 2)"), ["shop", "src/lib.rs - add (line 2)"]);
    }

    proptest! {
        #[test]
        fn ids_are_those_of_the_record_crate(parts in prop::collection::vec("[a%:\\n\\x7fé\u{85} ]{0,6}", 0..4)) {
            let want = TestId::new("x", &parts);
            let (mut id, mut uid) = (String::new(), String::new());
            write(&mut id, "x", &parts);
            uid_into(&id, &mut uid);
            prop_assert_eq!((id, uid), (want.id, want.uid));
        }
    }
}
