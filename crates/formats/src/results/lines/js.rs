//! Verbose lines of vitest, jest, mocha and node's spec reporter.

use crate::number::span_ms;
use record::Status;

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum JsLine<'a> {
    /// `PASS src/sum.test.js (5.1 s)`: what follows is of this file (jest).
    File(&'a str),
    /// A test with its verdict.
    Verdict {
        /// Columns of indentation.
        indent: usize,
        /// How.
        status: Status,
        /// The file, where the line names it (vitest).
        file: Option<&'a str>,
        /// Titles joined as printed.
        title: &'a str,
        /// Milliseconds.
        ms: Option<f64>,
    },
}

/// Reads a line; `None` when it is no verdict.
pub(crate) fn read(line: &str) -> Option<JsLine<'_>> {
    for word in ["PASS ", "FAIL "] {
        if let Some(rest) = line.strip_prefix(word) {
            let file = rest.trim().rsplit_once(" (").map_or(rest.trim(), |(file, _)| file);
            return looks_like_file(file).then_some(JsLine::File(file));
        }
    }
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let mark = text.chars().next()?;
    let status = match mark {
        '✓' | '✔' | '√' => Status::Pass,
        '✕' | '×' | '✖' | '✗' | '✘' => Status::Fail,
        '○' | '↓' | '✎' | '﹣' => Status::Skip,
        _ => return None,
    };
    let mut title = text[mark.len_utf8()..].trim();
    if mark == '○' {
        title = title.strip_prefix("skipped ").unwrap_or(title);
    } else if mark == '✎' {
        title = title.strip_prefix("todo ").unwrap_or(title);
    }
    // ` (2 ms)` of jest and mocha, ` 12ms` of vitest, `(retry x2)` between.
    let mut ms = None;
    if let Some((head, time)) = title.rsplit_once(" (")
        && let Some(found) = time.strip_suffix(')').and_then(span_ms)
    {
        (title, ms) = (head.trim_end(), Some(found));
    }
    if ms.is_none()
        && let Some((head, time)) = title.rsplit_once(' ')
        && let Some(found) = span_ms(time)
    {
        (title, ms) = (head.trim_end(), Some(found));
    }
    if let Some((head, retry)) = title.rsplit_once(" (retry x")
        && retry.ends_with(')')
    {
        title = head;
    }
    title = title.strip_suffix(" [skipped]").unwrap_or(title);
    if let Some(rest) = title.strip_prefix('|') {
        // The project of a vitest workspace.
        title = rest.split_once("| ").map_or(title, |(_, t)| t);
    }
    let (file, title) = match title.split_once(" > ") {
        Some((file, rest)) if looks_like_file(file) => (Some(file), rest),
        _ => (None, title),
    };
    // vitest's own line of a whole file: `✓ src/a.test.ts (3 tests)`.
    if title.is_empty() || (file.is_none() && looks_like_file(title.split(" (").next().unwrap_or(""))) {
        return None;
    }
    Some(JsLine::Verdict { indent, status, file, title, ms })
}

/// A path of a script, as opposed to prose.
pub(crate) fn looks_like_file(text: &str) -> bool {
    !text.contains(' ')
        && [".js", ".ts", ".jsx", ".tsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte"]
            .iter()
            .any(|end| text.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::{JsLine, read};
    use record::Status;

    #[test]
    fn verdicts() {
        for (line, indent, status, file, title, ms) in [
            (
                " ✓ src/a.test.ts > sum > adds 12ms",
                1,
                Status::Pass,
                Some("src/a.test.ts"),
                "sum > adds",
                Some(12.0),
            ),
            (
                " × src/a.test.ts > fails (retry x2) 5ms",
                1,
                Status::Fail,
                Some("src/a.test.ts"),
                "fails",
                Some(5.0),
            ),
            (" ↓ src/a.test.ts > later [skipped]", 1, Status::Skip, Some("src/a.test.ts"), "later", None),
            ("    ✓ adds (2 ms)", 4, Status::Pass, None, "adds", Some(2.0)),
            ("    ✕ breaks", 4, Status::Fail, None, "breaks", None),
            ("    ○ skipped not yet", 4, Status::Skip, None, "not yet", None),
            ("  ✔ works (1.5ms)", 2, Status::Pass, None, "works", Some(1.5)),
        ] {
            assert_eq!(read(line), Some(JsLine::Verdict { indent, status, file, title, ms }), "{line}");
        }
        assert_eq!(read("PASS src/sum.test.js (5.1 s)"), Some(JsLine::File("src/sum.test.js")));
        assert_eq!(read(" ✓ src/a.test.ts (3 tests) 12ms"), None);
        assert_eq!(read("PASS everything is fine"), None);
        assert_eq!(read("plain"), None);
    }
}
