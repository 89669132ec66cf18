//! `go test` text.

use crate::number::plain;
use memchr::memmem::Finder;
use record::Status;
use std::sync::LazyLock;

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum GoLine<'a> {
    /// `=== RUN   Name`
    Run(&'a str),
    /// `=== PAUSE Name`, `=== CONT  Name`, `=== NAME  Name`: whose output follows.
    Turn(&'a str),
    /// `--- PASS: Name (0.00s)`
    Verdict {
        /// Nesting: four columns a level.
        depth: usize,
        /// `pass`, `fail`, `skip`; a benchmark that printed a header counts as pass.
        status: Status,
        /// Go's word.
        word: &'a str,
        /// The test.
        name: &'a str,
        /// Milliseconds.
        ms: Option<f64>,
        /// What stood before it on the line, printed by the test without a newline.
        glued: &'a str,
    },
    /// `ok`, `FAIL` or `?` with a package.
    Package(PackageLine<'a>),
}

/// The line that ends a package.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PackageLine<'a> {
    /// The import path.
    pub(crate) package: &'a str,
    /// Pass, fail, or skip when there are no tests.
    pub(crate) status: Status,
    /// Milliseconds.
    pub(crate) ms: Option<f64>,
    /// The result comes from Go's test cache.
    pub(crate) cached: bool,
    /// `build failed`, `setup failed`, `no test files`, `no tests to run`.
    pub(crate) note: Option<&'a str>,
}

/// Reads a line; `None` when it is a test's own output.
pub(crate) fn read(line: &str) -> Option<GoLine<'_>> {
    of_test(line).or_else(|| package(line).map(GoLine::Package))
}

/// The same among the output of a test, where no package ends.
pub(crate) fn of_test(line: &str) -> Option<GoLine<'_>> {
    static DASHES: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("--- "));
    if let Some(rest) = line.strip_prefix("=== ") {
        let (word, name) = rest.split_once(' ')?;
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        return match word {
            "RUN" => Some(GoLine::Run(name)),
            "PAUSE" | "CONT" | "NAME" => Some(GoLine::Turn(name)),
            _ => None,
        };
    }
    DASHES.find(line.as_bytes()).and_then(|at| verdict(line, at))
}

fn verdict(line: &str, at: usize) -> Option<GoLine<'_>> {
    let (word, rest) = line[at + 4..].split_once(": ")?;
    let status = match word {
        "PASS" | "BENCH" => Status::Pass,
        "FAIL" => Status::Fail,
        "SKIP" => Status::Skip,
        _ => return None,
    };
    let rest = rest.trim_end();
    let (name, ms) = match rest.rsplit_once(" (") {
        Some((name, time)) if time.ends_with(')') => {
            let time = &time[..time.len() - 1];
            let time = time.strip_suffix(" seconds").or_else(|| time.strip_suffix('s'))?;
            (name, Some(plain(time)? * 1e3))
        }
        _ if word == "BENCH" => (rest, None),
        _ => return None,
    };
    let before = &line[..at];
    let glued = before.trim_start_matches(' ');
    Some(GoLine::Verdict {
        depth: if glued.is_empty() { before.len() / 4 } else { 0 },
        status,
        word,
        name,
        // Go before 1.14 prints -1.00 for unknown through some writers.
        ms: ms.filter(|ms| *ms >= 0.0),
        glued,
    })
}

fn package(line: &str) -> Option<PackageLine<'_>> {
    // A log that was pasted or rendered has blanks where go prints tabs.
    let line = if !line.contains('\t') {
        blank_fields(line)?
    } else {
        // Between the word and the package there may be blanks alone.
        let word = line.find(['\t', ' '])?;
        let rest = line[word..].trim_start_matches([' ', '\t']);
        let (package, tail) = rest.split_once('\t').unwrap_or((rest, ""));
        [&line[..word], package, tail]
    };
    let mut fields = line.into_iter().flat_map(|part| part.split('\t')).map(str::trim);
    let word = fields.next()?;
    let status = match word {
        "ok" => Status::Pass,
        "FAIL" => Status::Fail,
        "?" => Status::Skip,
        // `?   	pkg` has tabs; `FAIL pkg [build failed]` came with spaces in old versions.
        _ => return None,
    };
    let second = fields.next()?;
    let (package, mut note) = match second.split_once(" [") {
        Some((package, note)) => (package, note.strip_suffix(']')),
        None => (second, None),
    };
    if package.is_empty() || package.contains(' ') {
        return None;
    }
    let mut found = PackageLine { package, status, ms: None, cached: false, note: None };
    for field in fields {
        let (field, tail) = field.split_once(" [").map_or((field, None), |(a, b)| (a, Some(b)));
        if let Some(tail) = tail.and_then(|t| t.strip_suffix(']')) {
            note = Some(tail);
        }
        if field == "(cached)" {
            found.cached = true;
        } else if let Some(ms) = field.strip_suffix('s').and_then(plain) {
            found.ms = Some(ms * 1e3);
        } else if let Some(inner) = field.strip_prefix('[').and_then(|f| f.strip_suffix(']')) {
            note = Some(inner);
        }
    }
    found.note = note;
    Some(found)
}

/// The name of a benchmark whose measurement the line is, with the number of processors
/// that Go puts behind it: `BenchmarkX-8   1000   33.2 ns/op`.
pub(crate) fn benchmark(line: &str) -> Option<&str> {
    let mut words = line.split_ascii_whitespace();
    let name = words.next().filter(|n| n.starts_with("Benchmark"))?;
    words.next()?.parse::<u64>().ok()?;
    plain(words.next()?)?;
    (words.next()? == "ns/op").then_some(name)
}

/// A benchmark's name without the number of processors, which is the machine's and not the
/// test's.
pub(crate) fn without_procs(name: &str) -> &str {
    match name.rsplit_once('-') {
        Some((head, procs))
            if name.starts_with("Benchmark")
                && !procs.is_empty()
                && procs.bytes().all(|b| b.is_ascii_digit()) =>
        {
            head
        }
        _ => name,
    }
}

/// The word, the package and the rest of a line without tabs. It must be whole, with a
/// time or a note behind the package, since tests print sentences that begin with `ok`.
fn blank_fields(line: &str) -> Option<[&str; 3]> {
    let line = line.trim_end();
    let word = line.find(' ')?;
    let start = word + (line.len() - word - line[word..].trim_start_matches(' ').len());
    let end = start + line[start..].find(' ')?;
    let rest = line[end..].trim_start_matches(' ');
    let first = rest.split(' ').next().unwrap_or("");
    let timed = first.strip_suffix('s').and_then(plain).is_some() && line[..word] != *"?";
    let noted = rest.starts_with('[') && rest.ends_with(']');
    let cached = first == "(cached)";
    (timed || noted || cached).then(|| [&line[..word], &line[start..end], rest])
}

#[cfg(test)]
mod tests {
    use super::{GoLine, PackageLine, read};
    use record::Status;

    fn verdict(line: &str) -> (usize, Status, String, Option<f64>, String) {
        match read(line) {
            Some(GoLine::Verdict { depth, status, name, ms, glued, .. }) => {
                (depth, status, name.to_owned(), ms, glued.to_owned())
            }
            other => panic!("{line:?}: {other:?}"),
        }
    }

    #[test]
    fn verdicts() {
        assert_eq!(
            verdict("--- PASS: TestA (0.02s)"),
            (0, Status::Pass, "TestA".into(), Some(20.0), String::new())
        );
        assert_eq!(verdict("        --- SKIP: TestA/b/c (0.00s)").0, 2);
        assert_eq!(verdict("--- FAIL: TestA (1.50 seconds)").3, Some(1500.0));
        assert_eq!(verdict("OK--- PASS: TestA (0.00s)").4, "OK");
        assert_eq!(verdict("--- BENCH: BenchmarkX-8").2, "BenchmarkX-8");
        assert_eq!(verdict("--- PASS: TestA (-1.00s)").3, None);
        assert_eq!(read("--- expected"), None);
        assert_eq!(read("--- FAIL: something else"), None);
    }

    #[test]
    fn packages() {
        let of = |line| match read(line) {
            Some(GoLine::Package(p)) => p,
            other => panic!("{line:?}: {other:?}"),
        };
        let base = PackageLine { package: "x/y", status: Status::Pass, ms: None, cached: false, note: None };
        assert_eq!(of("ok  \tx/y\t0.004s"), PackageLine { ms: Some(4.0), ..base.clone() });
        assert_eq!(
            of("ok  \tx/y\t(cached)\tcoverage: 5% of statements"),
            PackageLine { cached: true, ..base.clone() }
        );
        assert_eq!(of("ok  \tx/y\t0.001s [no tests to run]").note, Some("no tests to run"));
        assert_eq!(
            of("FAIL\tx/y [build failed]"),
            PackageLine { status: Status::Fail, note: Some("build failed"), ..base.clone() }
        );
        assert_eq!(
            of("?   \tx/y\t[no test files]"),
            PackageLine { status: Status::Skip, note: Some("no test files"), ..base.clone() }
        );
        // As some recordings have it.
        assert_eq!(of("ok x/y\t0.004s"), PackageLine { ms: Some(4.0), ..base });
        assert_eq!(read("FAIL"), None);
        assert_eq!(read("ok 1 - tap"), None);
    }

    #[test]
    fn benchmarks() {
        assert_eq!(
            super::benchmark("BenchmarkX/a-8   \t 1000\t 33.21 ns/op\t 95 MB/s"),
            Some("BenchmarkX/a-8")
        );
        for other in ["BenchmarkX", "BenchmarkX-8 slow: 3 ns/op", "x BenchmarkX-8 1 2 ns/op"] {
            assert_eq!(super::benchmark(other), None, "{other}");
        }
        for (name, want) in [
            ("BenchmarkX-8", "BenchmarkX"),
            ("BenchmarkX/1e-4-16", "BenchmarkX/1e-4"),
            ("BenchmarkX", "BenchmarkX"),
            ("BenchmarkX-", "BenchmarkX-"),
            ("TestX-8", "TestX-8"),
        ] {
            assert_eq!(super::without_procs(name), want);
        }
    }

    #[test]
    fn turns() {
        assert_eq!(read("=== RUN   TestA/b c"), Some(GoLine::Run("TestA/b c")));
        assert_eq!(read("=== NAME  TestA"), Some(GoLine::Turn("TestA")));
        assert_eq!(read("=== RUN   "), None);
    }
}
