//! Every recorded file of `testdata/`, against the counts of an independent reader
//! (`counts.tsv`, made with Python's own XML and JSON readers) and against the law that
//! it makes no difference how the bytes arrive.

use record::{Issue, Kind, Test};
use runproof_formats::results::detect::detect;
use runproof_formats::results::{Book, Collected, Options, read};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

fn testdata() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}

/// The rows of `counts.tsv` that are test results: path, kind, number of cases.
fn rows() -> Vec<(String, String, u64)> {
    let text = std::fs::read_to_string(testdata().join("counts.tsv")).expect("counts.tsv");
    let rows: Vec<_> = text
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| {
            let mut fields = l.split('\t');
            let (path, kind, cases) = (fields.next()?, fields.next()?, fields.next()?);
            Some((path.to_owned(), kind.to_owned(), cases.parse().ok()?))
        })
        .collect();
    assert!(rows.len() > 150, "{} rows", rows.len());
    rows
}

fn parse(bytes: &[u8], step: usize) -> (Vec<Test>, Vec<Issue>) {
    let (kept, _) = parse_whole(bytes, step);
    (kept.tests, kept.issues)
}

/// The records, and whether the input looks whole; nothing recognised does not.
fn parse_whole(bytes: &[u8], step: usize) -> (Collected, bool) {
    let options = Options::default();
    let mut kept = Collected::default();
    let mut book = Book::new(&options, "-", &mut kept);
    let Some(found) = detect(bytes) else { return (kept, false) };
    let mut parser = read::parser(found.format);
    for piece in bytes.chunks(step) {
        parser.feed(piece, &mut book);
    }
    parser.finish(&mut book);
    let complete = book.totals.complete;
    (kept, complete)
}

/// Formats whose counts are of something else than test cases, or that are not read.
fn is_read(kind: &str) -> bool {
    !matches!(kind, "jest" | "mocha" | "playwright" | "log" | "json" | "text")
}

/// How many cases the other reader must have seen: its rule is "one element, one case".
fn elements(kind: &str, tests: &[Test]) -> u64 {
    let own = |t: &&Test| !t.test_id.ends_with("::<suite>") && !t.test_id.ends_with("::<fixture>");
    let records = tests.iter().filter(own);
    let base = kind.trim_end_matches("-repaired");
    match base {
        // An element is one case however many attempts it holds; a call and a teardown
        // that both failed were two elements; a rerun is an element of its own only for
        // pytest and gotestsum.
        "junit" => records
            .map(|t| {
                let element = t.is_final == Some(true)
                    || matches!(t.producer.dialect.as_deref(), Some("pytest" | "gotestsum" | "gradle"));
                u64::from(element) + u64::from(t.warnings.iter().any(|w| w == "teardown-merged"))
            })
            .sum::<u64>(),
        // Collection errors are no tests, builds neither.
        "ctrf" => records.filter(|t| t.is_final == Some(true)).count() as u64,
        "reportlog" | "teamcity" => {
            let ids: BTreeSet<_> = records
                .filter(|t| {
                    t.attempt == 1
                        && !(t.kind == Kind::Setup
                            && t.raw_status.as_deref() == Some("failed")
                            && t.line.is_none())
                })
                .map(|t| (&t.test_id, t.labels.get("dup")))
                .collect();
            ids.len() as u64
        }
        "go" => {
            let ids: BTreeSet<_> = records
                .filter(|t| t.kind != Kind::Build && t.name != "<package>")
                .map(|t| &t.test_id)
                .collect();
            ids.len() as u64
        }
        // Only points of the outermost level are counted there; missing ones are ours.
        "tap" => records
            .filter(|t| {
                t.suite.is_empty()
                    && t.kind != Kind::Setup
                    && !matches!(t.raw_status.as_deref(), None | Some("1..0"))
            })
            .count() as u64,
        // What stands outside of any test.
        "xunit" => records.filter(|t| t.kind == Kind::Test).count() as u64,
        _ => records.count() as u64,
    }
}

#[test]
fn every_recorded_file_has_the_cases_that_another_reader_counts() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (path, kind, cases) in rows() {
        if !is_read(&kind) {
            continue;
        }
        let bytes = std::fs::read(testdata().join(&path)).unwrap_or_else(|e| panic!("{path}: {e}"));
        let (tests, _) = parse(&bytes, 1 << 16);
        seen += 1;
        let got = elements(&kind, &tests);
        if got != cases {
            wrong.push(format!("{path} ({kind}): {cases} wanted, {got} read"));
        }
    }
    assert!(seen > 150, "{seen} files");
    assert!(wrong.is_empty(), "{} of {seen} differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn it_makes_no_difference_how_the_bytes_arrive() {
    for (path, kind, _) in rows() {
        if !is_read(&kind) {
            continue;
        }
        let bytes = std::fs::read(testdata().join(&path)).unwrap_or_else(|e| panic!("{path}: {e}"));
        let (whole, issues) = parse(&bytes, 1 << 20);
        for step in [7, 1000] {
            let (tests, told) = parse(&bytes, step);
            assert_eq!(tests, whole, "{path}, pieces of {step}");
            assert_eq!(told, issues, "{path}, pieces of {step}");
        }
    }
}

/// Whether a cut of this kind leaves a document that is whole by itself: a run of fewer
/// packages, binaries or suites, which no line announces.
fn may_end_early(kind: &str, head: &[u8]) -> bool {
    let last = String::from_utf8_lossy(head);
    let last = last.trim_end().lines().last().unwrap_or_default();
    match kind {
        "go" => !last.contains("\"Test\":") && last.ends_with('}') || last.contains('\t'),
        "go-text" => last.contains('\t'),
        "cargo" | "libtest" => true,
        "teamcity" => last.ends_with(']') || !last.contains("##teamcity["),
        // Between whole lines, the diagnostics of the last point may be missing.
        "tap" => head.ends_with(b"\n"),
        _ => false,
    }
}

#[test]
fn a_file_that_is_cut_never_looks_whole() {
    let mut wrong = BTreeMap::<String, Vec<usize>>::new();
    let mut cuts = 0;
    for (path, kind, _) in rows() {
        let bytes = std::fs::read(testdata().join(&path)).unwrap_or_else(|e| panic!("{path}: {e}"));
        if !is_read(&kind) || bytes.len() > 64 << 10 {
            continue;
        }
        let (whole, complete) = parse_whole(&bytes, 1 << 16);
        if !complete {
            continue;
        }
        // Every byte of small files and of each file's end.
        let spread = (bytes.len() / CUTS).max(1);
        let end = bytes.len().saturating_sub(CUTS);
        for cut in (1..end).step_by(spread).chain(end.max(1)..bytes.len()) {
            cuts += 1;
            let (kept, complete) = parse_whole(&bytes[..cut], 1 << 16);
            let same = kept.tests == whole.tests;
            if complete && !same && !may_end_early(&kind, &bytes[..cut]) {
                wrong.entry(format!("{path} ({kind}, {} bytes)", bytes.len())).or_default().push(cut);
            }
        }
    }
    assert!(cuts > 1000, "{cuts} cuts");
    assert!(wrong.is_empty(), "of {cuts} cuts these look whole: {wrong:?}");
}

/// How many places a file is cut at, beside as many at its end.
const CUTS: usize = 60;

#[test]
fn a_file_that_ends_anywhere_keeps_what_came_before() {
    for path in [
        "runs/pytest/run-03.xml",
        "runs/go/run-03.jsonl",
        "tap/01-price.tap",
        "runs/cargo-test/run-03.txt",
        "runs/nextest/run-03.xml",
    ] {
        let bytes = std::fs::read(testdata().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
        let mut before = 0;
        for tenth in 1..=10 {
            let cut = &bytes[..bytes.len() * tenth / 10];
            if detect(cut).is_none() {
                continue;
            }
            let (tests, _) = parse(cut, 4096);
            let decided = tests.iter().filter(|t| t.status != record::Status::Incomplete).count();
            assert!(decided + 2 >= before, "{path}, {tenth} tenths: {decided} records after {before}");
            before = decided;
        }
        assert!(before > 5, "{path}");
    }
}
