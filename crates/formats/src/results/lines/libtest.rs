//! What `cargo test` and the libtest harness print.

use crate::number::{plain, span_ms};
use record::Status;

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum LibtestLine<'a> {
    /// `     Running unittests src/lib.rs (target/debug/deps/shop-0123456789abcdef)`
    Binary {
        /// `src/lib.rs`, `tests/api.rs`.
        file: Option<&'a str>,
        /// `shop`, from the executable's name.
        name: &'a str,
        /// Whether it is the unit tests of a library or program, and not a `tests/` file.
        unit: bool,
    },
    /// `   Doc-tests shop`
    DocTests(&'a str),
    /// `running 3 tests`
    Planned(u64),
    /// `test a::b ... ok <0.001s>`
    Verdict {
        /// The test.
        name: &'a str,
        /// How.
        status: Status,
        /// libtest's word.
        word: &'a str,
        /// The reason of an ignored test.
        reason: Option<&'a str>,
        /// Milliseconds, only with `--report-time`.
        ms: Option<f64>,
    },
    /// `test a::b ... ` with output or nothing behind it.
    Open {
        /// The test.
        name: &'a str,
        /// What follows on the line.
        rest: &'a str,
    },
    /// `test a::b has been running for over 60 seconds`
    Slow(&'a str),
    /// `---- a::b stdout ----`
    Output(&'a str),
    /// `test result: FAILED. 1 passed; ...`
    Result(ResultLine),
}

/// The counts of a binary.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct ResultLine {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) ignored: u64,
    pub(crate) measured: u64,
    pub(crate) ms: Option<f64>,
}

/// Reads a line; `None` when it is none of libtest's.
pub(crate) fn read(line: &str) -> Option<LibtestLine<'_>> {
    if let Some(rest) = line.strip_prefix("test ") {
        return test_line(rest);
    }
    if let Some(rest) = line.strip_prefix("running ") {
        let (count, word) = rest.split_once(' ')?;
        if word == "tests" || word == "test" {
            return count.parse().ok().map(LibtestLine::Planned);
        }
        return None;
    }
    if let Some(name) = line.strip_prefix("---- ").and_then(|r| r.strip_suffix(" stdout ----")) {
        return Some(LibtestLine::Output(name));
    }
    let trimmed = line.trim_start();
    if let Some(rest) = trimmed.strip_prefix("Running ") {
        return binary(rest);
    }
    trimmed.strip_prefix("Doc-tests ").map(LibtestLine::DocTests)
}

fn test_line(rest: &str) -> Option<LibtestLine<'_>> {
    if let Some(result) = rest.strip_prefix("result: ") {
        return result_line(result).map(LibtestLine::Result);
    }
    let Some(at) = rest.rfind(" ... ").or_else(|| rest.strip_suffix(" ...").map(str::len)) else {
        let (name, tail) = rest.split_once(" has been running for over ")?;
        return tail.contains("second").then_some(LibtestLine::Slow(name));
    };
    let verdict = rest.get(at + 5..).unwrap_or("");
    if let Some((status, word, reason, ms)) = word(verdict) {
        let name = plain_name(&rest[..at]);
        return Some(LibtestLine::Verdict { name, status, word, reason, ms });
    }
    // Output of the test itself may hold the mark again: the name ends at the first.
    let at = rest.find(" ...").unwrap_or(at);
    let name = plain_name(&rest[..at]);
    if name.contains(' ') && !name.contains(" - ") {
        return None;
    }
    Some(LibtestLine::Open { name, rest: rest.get(at + 5..).unwrap_or("") })
}

/// A verdict on its own: `ok`, `FAILED`, `ignored, reason`, `bench: ...`, with the time.
pub(crate) fn word(text: &str) -> Option<(Status, &str, Option<&str>, Option<f64>)> {
    let text = text.trim_end();
    let (text, ms) = match text.rsplit_once(" <") {
        Some((head, time)) if time.ends_with('>') => (head, span_ms(&time[..time.len() - 1])),
        _ => (text, None),
    };
    match text {
        "ok" => return Some((Status::Pass, text, None, ms)),
        "FAILED" => return Some((Status::Fail, text, None, ms)),
        "FAILED (time limit exceeded)" => {
            return Some((Status::Fail, "FAILED", Some("time limit exceeded"), ms));
        }
        "ok (time limit exceeded)" => return Some((Status::Pass, "ok", Some("time limit exceeded"), ms)),
        "ignored" => return Some((Status::Skip, text, None, ms)),
        _ => {}
    }
    if let Some(reason) = text.strip_prefix("ignored, ") {
        return Some((Status::Skip, "ignored", Some(reason), ms));
    }
    if let Some(bench) = text.strip_prefix("bench:") {
        let nanos = bench.trim_start().split(' ').next()?.replace(',', "");
        return Some((Status::Pass, "bench", None, plain(&nanos).map(|n| n / 1e6)));
    }
    None
}

/// Without ` - should panic` and its kin, which are no part of the name.
fn plain_name(name: &str) -> &str {
    for mark in [" - should panic", " - compile fail", " - compile"] {
        if let Some(head) = name.strip_suffix(mark) {
            return head;
        }
    }
    name
}

fn result_line(text: &str) -> Option<ResultLine> {
    let (_, counts) = text.split_once(". ")?;
    let mut found = ResultLine::default();
    let mut any = false;
    for part in counts.split("; ") {
        if let Some(time) = part.strip_prefix("finished in ") {
            found.ms = span_ms(time.trim());
            continue;
        }
        let (count, what) = part.split_once(' ')?;
        let count: u64 = count.parse().ok()?;
        match what {
            "passed" => (found.passed, any) = (count, true),
            "failed" => found.failed = count,
            "ignored" => found.ignored = count,
            "measured" => found.measured = count,
            _ => {}
        }
    }
    any.then_some(found)
}

fn binary(rest: &str) -> Option<LibtestLine<'_>> {
    let (file, path) = match rest.rsplit_once(" (") {
        Some((file, path)) => (Some(file), path.strip_suffix(')')?),
        // Cargo before 1.53 printed the executable alone.
        None => (None, rest),
    };
    if !path.contains("deps/") && !path.contains("deps\\") {
        return None;
    }
    let exe = path.trim_end_matches(".exe").rsplit(['/', '\\']).next()?;
    let name = match exe.rsplit_once('-') {
        Some((name, hash)) if hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()) => name,
        _ => exe,
    };
    let unit = file.is_none_or(|f| f.starts_with("unittests"));
    let file = file.map(|f| f.strip_prefix("unittests ").unwrap_or(f)).filter(|f| *f != "unittests");
    Some(LibtestLine::Binary { file, name, unit })
}

#[cfg(test)]
mod tests {
    use super::{LibtestLine, ResultLine, read};
    use record::Status;

    #[test]
    fn verdicts() {
        let verdict = |line| match read(line) {
            Some(LibtestLine::Verdict { name, status, reason, ms, .. }) => (name, status, reason, ms),
            other => panic!("{line:?}: {other:?}"),
        };
        assert_eq!(verdict("test a::b ... ok"), ("a::b", Status::Pass, None, None));
        assert_eq!(
            verdict("test a - should panic ... FAILED <0.123s>"),
            ("a", Status::Fail, None, Some(123.0))
        );
        assert_eq!(verdict("test c ... ignored, not now"), ("c", Status::Skip, Some("not now"), None));
        assert_eq!(
            verdict("test b ... bench:       1,234.56 ns/iter (+/- 7)"),
            ("b", Status::Pass, None, Some(0.00123456))
        );
        assert_eq!(verdict("test src/lib.rs - add (line 2) ... ok").0, "src/lib.rs - add (line 2)");
        assert_eq!(
            verdict("test src/lib.rs - x (line 9) - compile fail ... ok").0,
            "src/lib.rs - x (line 9)"
        );
    }

    #[test]
    fn open_tests_and_slow_ones() {
        assert_eq!(read("test a::b ... "), Some(LibtestLine::Open { name: "a::b", rest: "" }));
        assert_eq!(read("test a::b ..."), Some(LibtestLine::Open { name: "a::b", rest: "" }));
        assert_eq!(read("test a::b ... hello"), Some(LibtestLine::Open { name: "a::b", rest: "hello" }));
        assert_eq!(read("test a has been running for over 60 seconds"), Some(LibtestLine::Slow("a")));
        assert_eq!(read("test that it works ... maybe"), None);
    }

    #[test]
    fn binaries() {
        assert_eq!(
            read("     Running unittests src/lib.rs (target/debug/deps/shop-0123456789abcdef)"),
            Some(LibtestLine::Binary { file: Some("src/lib.rs"), name: "shop", unit: true })
        );
        assert_eq!(
            read("     Running tests/api.rs (target/debug/deps/api-0123456789abcdef)"),
            Some(LibtestLine::Binary { file: Some("tests/api.rs"), name: "api", unit: false })
        );
        assert_eq!(read("     Running `target/debug/shop`"), None);
        assert_eq!(read("   Doc-tests shop"), Some(LibtestLine::DocTests("shop")));
    }

    #[test]
    fn results() {
        assert_eq!(
            read(
                "test result: FAILED. 1 passed; 3 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.14s"
            ),
            Some(LibtestLine::Result(ResultLine {
                passed: 1,
                failed: 3,
                ignored: 2,
                measured: 0,
                ms: Some(140.0)
            }))
        );
        assert_eq!(read("running 3 tests"), Some(LibtestLine::Planned(3)));
        assert_eq!(read("running late"), None);
    }
}
