//! What `pytest -v` prints, also under xdist.

use record::Status;

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PytestLine<'a> {
    /// `tests/test_a.py::test_x PASSED   [ 25%]`
    Verdict {
        /// The node id.
        node: &'a str,
        /// How.
        status: Status,
        /// Whether it will be run again (`RERUN`).
        rerun: bool,
    },
    /// A node id with something else, or nothing, behind it.
    Open(&'a str),
    /// `PASSED` alone: the verdict of the test whose output stood between.
    Late(Status),
    /// `collected 12 items`
    Planned(u64),
    /// `INTERNALERROR>` or `!!! Interrupted: ...`
    Aborted(&'a str),
}

/// Reads a line; `None` when it is none of pytest's.
pub(crate) fn read(line: &str) -> Option<PytestLine<'_>> {
    let trimmed = line.trim();
    if let Some(rest) = trimmed.strip_prefix("[gw") {
        // xdist: `[gw0] [ 25%] PASSED tests/test_a.py::test_x`
        let (_, rest) = rest.split_once("] ")?;
        let rest = rest.trim_start();
        let rest = match rest.strip_prefix('[') {
            Some(rest) => rest.split_once("] ")?.1,
            None => rest,
        };
        let (word, node) = rest.split_once(' ')?;
        let status = status(word)?;
        let node = node.trim();
        return is_node(node).then_some(PytestLine::Verdict { node, status, rerun: word == "RERUN" });
    }
    if let Some(rest) = trimmed.strip_prefix("collected ") {
        // `collected 12 items / 2 deselected / 10 selected`
        let selected = rest.split(" / ").find_map(|part| part.strip_suffix(" selected"));
        let count = selected.or_else(|| rest.split(' ').next())?.trim().parse().ok()?;
        return rest.contains(" item").then_some(PytestLine::Planned(count));
    }
    if trimmed.starts_with("INTERNALERROR>") || trimmed.starts_with("!!!!!!") {
        return Some(PytestLine::Aborted(trimmed));
    }
    if let Some(status) = status(strip_progress(trimmed)) {
        return Some(PytestLine::Late(status));
    }
    if line.starts_with([' ', '\t', '_', '=', '-']) || !line.contains("::") {
        return None;
    }
    node_line(line)
}

fn node_line(line: &str) -> Option<PytestLine<'_>> {
    let body = strip_progress(line.trim_end());
    // Parameters may hold spaces, so the verdict is looked for from the end.
    let mut end = body.len();
    while let Some(at) = body[..end].rfind(' ') {
        let word = body[at + 1..].split([' ', '(']).next().unwrap_or("");
        if let Some(status) = status(word) {
            let node = body[..at].trim_end();
            if is_node(node) {
                return Some(PytestLine::Verdict { node, status, rerun: word == "RERUN" });
            }
        }
        end = at;
    }
    let node = match body.find(' ') {
        Some(at) if !body[..at].contains('[') => &body[..at],
        Some(_) => body.split_once("] ").map_or(body, |(head, _)| &body[..=head.len()]),
        None => body,
    };
    // A parameter that is still open means that the rest of the node id has not come.
    if node.contains('[') && !node.ends_with(']') {
        return None;
    }
    is_node(node).then_some(PytestLine::Open(node))
}

/// `tests/test_a.py::TestX::test_y[param]`: a file, `::`, a name.
fn is_node(text: &str) -> bool {
    let Some((file, name)) = text.split_once("::") else {
        return false;
    };
    let file_ok =
        file.ends_with(".py") || file.ends_with(".txt") || file.ends_with(".rst") || file.ends_with(".md");
    file_ok
        && !file.contains(' ')
        && !name.is_empty()
        && (!name.split('[').next().unwrap_or("").contains(' '))
}

fn strip_progress(text: &str) -> &str {
    let text = text.trim_end();
    match text.rsplit_once('[') {
        Some((head, tail))
            if tail.ends_with("%]")
                && tail[..tail.len() - 2].bytes().all(|b| b.is_ascii_digit() || b == b' ') =>
        {
            head.trim_end()
        }
        // `[ 3/10]` with console_output_style=count.
        Some((head, tail))
            if tail.ends_with(']')
                && tail.contains('/')
                && tail[..tail.len() - 1].bytes().all(|b| b.is_ascii_digit() || b == b' ' || b == b'/') =>
        {
            head.trim_end()
        }
        _ => text,
    }
}

fn status(word: &str) -> Option<Status> {
    Some(match word {
        "PASSED" => Status::Pass,
        "FAILED" | "RERUN" => Status::Fail,
        "ERROR" => Status::Error,
        "SKIPPED" => Status::Skip,
        "XFAIL" => Status::Xfail,
        "XPASS" => Status::Xpass,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{PytestLine, read};
    use record::Status;

    #[test]
    fn verdicts() {
        for (line, node, status) in [
            (
                "tests/test_a.py::test_x PASSED                      [ 25%]",
                "tests/test_a.py::test_x",
                Status::Pass,
            ),
            (
                "tests/test_a.py::TestA::test_y[a b] FAILED   [100%]",
                "tests/test_a.py::TestA::test_y[a b]",
                Status::Fail,
            ),
            (
                "tests/test_a.py::test_s SKIPPED (no network)    [ 3/10]",
                "tests/test_a.py::test_s",
                Status::Skip,
            ),
            ("[gw1] [ 50%] XFAIL tests/test_a.py::test_z ", "tests/test_a.py::test_z", Status::Xfail),
        ] {
            assert_eq!(read(line), Some(PytestLine::Verdict { node, status, rerun: false }), "{line}");
        }
        assert!(matches!(
            read("tests/test_a.py::test_x RERUN   [ 25%]"),
            Some(PytestLine::Verdict { rerun: true, status: Status::Fail, .. })
        ));
    }

    #[test]
    fn open_lines_and_late_verdicts() {
        assert_eq!(read("tests/test_a.py::test_x "), Some(PytestLine::Open("tests/test_a.py::test_x")));
        assert_eq!(read("tests/test_a.py::test_x hello"), Some(PytestLine::Open("tests/test_a.py::test_x")));
        assert_eq!(read("tests/a.py::t[a b] hello"), Some(PytestLine::Open("tests/a.py::t[a b]")));
        assert_eq!(read("PASSED       [ 10%]"), Some(PytestLine::Late(Status::Pass)));
        assert_eq!(read("collected 12 items"), Some(PytestLine::Planned(12)));
        assert_eq!(read("collected 12 items / 2 errors"), Some(PytestLine::Planned(12)));
        assert_eq!(read("collected 12 items / 2 deselected / 10 selected"), Some(PytestLine::Planned(10)));
    }

    #[test]
    fn summaries_are_not_verdicts() {
        for line in [
            "FAILED tests/test_a.py::test_x - AssertionError",
            "ERROR tests/test_a.py::test_x",
            "tests/test_a.py:12: AssertionError",
            "std::vector<int> PASSED",
            "some PASSED text",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
