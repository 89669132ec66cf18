//! The status lines of `cargo nextest run`.

use crate::number::span_ms;
use record::Status;

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum NextestLine<'a> {
    /// `    Starting 4 tests across 2 binaries`
    Planned(u64),
    /// `       START             shop::api mod::test`
    Started(Which<'a>),
    /// `        SLOW [> 60.000s] shop::api mod::test`
    Slow(Which<'a>),
    /// `        PASS [   0.005s] (1/4) shop::api mod::test`
    Verdict {
        /// Which test.
        which: Which<'a>,
        /// How.
        status: Status,
        /// nextest's word.
        word: &'a str,
        /// Milliseconds.
        ms: Option<f64>,
        /// Which attempt, where the line says so.
        attempt: Option<u64>,
    },
    /// `     Summary [   0.011s] 4 tests run: ...`; verdicts behind it repeat.
    Summary(&'a str),
}

/// A test's binary and name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Which<'a> {
    /// `shop`, `shop::api`, `shop::bin/cli`.
    pub(crate) binary: &'a str,
    /// `mod::test`.
    pub(crate) name: &'a str,
}

/// Reads a line; `None` when it is none of nextest's.
pub(crate) fn read(line: &str) -> Option<NextestLine<'_>> {
    if !line.starts_with(' ') {
        return None;
    }
    let text = line.trim();
    if let Some(rest) = text.strip_prefix("Starting ") {
        let (count, tail) = rest.split_once(' ')?;
        return tail.starts_with("test").then(|| count.parse().ok().map(NextestLine::Planned))?;
    }
    if let Some(rest) = text.strip_prefix("Summary [") {
        return rest.contains(" run").then_some(NextestLine::Summary(rest));
    }
    let (mut text, mut attempt) = (text, None);
    if let Some(rest) = text.strip_prefix("TRY ") {
        let (number, tail) = rest.split_once(' ')?;
        attempt = Some(number.parse().ok()?);
        text = tail.trim_start();
    }
    let (word, rest) = text.split_once(' ')?;
    if word == "START" {
        let rest = rest.trim_start().trim_start_matches("[         ]").trim_start();
        return which(rest).map(NextestLine::Started);
    }
    let (time, rest) = rest.trim_start().strip_prefix('[')?.split_once(']')?;
    let which = which(rest)?;
    let status = match word {
        "PASS" | "LEAK" => Status::Pass,
        "FAIL" | "LEAK-FAIL" | "LKFAIL" | "FL+LK" | "FLKY-FL" => Status::Fail,
        "SLOW" | "TERMINATING" | "TERMINATE" => return Some(NextestLine::Slow(which)),
        "SKIP" => Status::Skip,
        "TIMEOUT" | "TMT" | "TMPASS" | "ABORT" | "EXECFAIL" | "XFAIL" | "STOP" => Status::Error,
        // A signal by name or number.
        word if word.starts_with("SIG") => Status::Error,
        _ => return None,
    };
    let status = if word == "TMPASS" { Status::Pass } else { status };
    let ms = span_ms(time.trim().trim_start_matches('>').trim());
    Some(NextestLine::Verdict { which, status, word, ms, attempt })
}

fn which(text: &str) -> Option<Which<'_>> {
    let mut text = text.trim_start();
    // The counter of newer versions: `(1/4)` or `(──────)` for a retry to come.
    if let Some(rest) = text.strip_prefix('(') {
        text = rest.split_once(')')?.1.trim_start();
    }
    let (binary, name) = text.split_once(' ')?;
    let name = name.trim();
    let ok = !name.is_empty() && !binary.is_empty() && !binary.ends_with(':');
    ok.then_some(Which { binary, name })
}

#[cfg(test)]
mod tests {
    use super::{NextestLine, Which, read};
    use record::Status;

    #[test]
    fn status_lines_of_old_and_new_versions() {
        let which = Which { binary: "shop::api", name: "pay::works" };
        for (line, status, ms, attempt) in [
            ("        PASS [   0.005s] (1/4) shop::api pay::works", Status::Pass, Some(5.0), None),
            ("        PASS [   0.005s] shop::api pay::works", Status::Pass, Some(5.0), None),
            ("  TRY 1 FAIL [   0.005s] (─────) shop::api pay::works", Status::Fail, Some(5.0), Some(1)),
            ("     SIGABRT [   0.010s] (2/4) shop::api pay::works", Status::Error, Some(10.0), None),
            ("     TIMEOUT [  60.002s] (2/4) shop::api pay::works", Status::Error, Some(60_002.0), None),
            ("        SKIP [         ] (4/4) shop::api pay::works", Status::Skip, None, None),
        ] {
            match read(line) {
                Some(NextestLine::Verdict { which: w, status: s, ms: m, attempt: a, .. }) => {
                    assert_eq!((w, s, m, a), (which, status, ms, attempt), "{line}");
                }
                other => panic!("{line}: {other:?}"),
            }
        }
        assert_eq!(
            read("        SLOW [> 60.000s] (───) shop::api pay::works"),
            Some(NextestLine::Slow(which))
        );
        assert_eq!(
            read("       START             (1/4) shop::api pay::works"),
            Some(NextestLine::Started(which))
        );
        assert_eq!(
            read("    Starting 4 tests across 2 binaries (1 test skipped)"),
            Some(NextestLine::Planned(4))
        );
        assert!(matches!(
            read("     Summary [   0.011s] 4 tests run: 2 passed"),
            Some(NextestLine::Summary(_))
        ));
        assert_eq!(read("    Finished `test` profile [unoptimized] target(s) in 0.1s"), None);
        assert_eq!(read("   Compiling shop v0.1.0"), None);
    }
}
