//! What format an input is in, by its content.

use super::lines::{go, libtest, nextest, tap};
use super::{Format, lines::teamcity};
use crate::text::strip_escapes_str;

/// So much of an input is looked at.
pub const SNIFF: usize = 64 << 10;

/// How many lines of it.
const LINES: usize = 400;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The format.
    pub format: Format,
    /// What decided it, for a person.
    pub why: &'static str,
}

/// Decides by the head of an input (decompressed). `None`: nothing that is known here.
pub fn detect(head: &[u8]) -> Option<Found> {
    let head = &head[..head.len().min(SNIFF)];
    let found = |format, why| Some(Found { format, why });
    let text = match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'<', 0, ..] | [0, b'<', ..] => {
            let mut decoder = super::xml::Decoder::new();
            let mut out = String::new();
            decoder.feed(head, &mut out);
            out
        }
        _ => String::from_utf8_lossy(head).into_owned(),
    };
    let whole = text.trim_start_matches('\u{feff}');
    let text = whole.trim_start();
    if text.starts_with('<') {
        return xml(text);
    }
    if text.starts_with('{') || text.starts_with('[') {
        if let Some(found) = lines(text) {
            return Some(found);
        }
        if let Some(found) = document(text) {
            return Some(found);
        }
    }
    let mut json = None;
    let mut votes: Vec<(Format, &'static str, u32)> = Vec::new();
    let mut vote = |format, why, weight| match votes.iter_mut().find(|(f, _, _)| *f == format) {
        Some((_, _, n)) => *n += weight,
        None => votes.push((format, why, weight)),
    };
    // Indentation means something in some of these.
    for line in whole.lines().take(LINES) {
        let line = strip_escapes_str(line);
        let body = line.trim_start();
        if body.starts_with('{') && json.is_none() {
            json = lines(body);
        }
        if teamcity::all(&line).any(|m| m.kind.starts_with("test")) {
            vote(Format::Teamcity, "service messages", 3);
        }
        match libtest::read(&line) {
            Some(libtest::LibtestLine::Planned(_)) => vote(Format::Cargo, "running N tests", 3),
            Some(libtest::LibtestLine::Binary { .. } | libtest::LibtestLine::DocTests(_)) => {
                vote(Format::Cargo, "cargo's Running line", 3);
            }
            Some(libtest::LibtestLine::Verdict { .. } | libtest::LibtestLine::Result(_)) => {
                vote(Format::Cargo, "test verdicts", 1);
            }
            _ if line.starts_with("error: could not compile ") => vote(Format::Cargo, "a failed build", 2),
            _ => {}
        }
        match nextest::read(&line) {
            Some(nextest::NextestLine::Planned(_)) => vote(Format::Nextest, "Starting N tests", 3),
            Some(nextest::NextestLine::Verdict { .. }) => vote(Format::Nextest, "status lines", 1),
            _ => {}
        }
        match go::read(&line) {
            Some(go::GoLine::Run(_)) => vote(Format::GoText, "=== RUN", 3),
            Some(go::GoLine::Verdict { .. }) => vote(Format::GoText, "--- PASS", 2),
            Some(go::GoLine::Package(_)) => vote(Format::GoText, "package results", 2),
            _ if line.starts_with("Benchmark") && line.contains(" ns/op") => {
                vote(Format::GoText, "benchmark results", 1);
            }
            _ => {}
        }
        match tap::read(body.trim_end()) {
            Some(tap::TapLine::Version(_)) => vote(Format::Tap, "TAP version", 5),
            Some(tap::TapLine::Plan { .. }) => vote(Format::Tap, "a plan", 2),
            Some(tap::TapLine::Point(_)) => vote(Format::Tap, "test points", 1),
            Some(tap::TapLine::Bail(_)) => vote(Format::Tap, "Bail out!", 2),
            _ => {}
        }
    }
    // Events of a program beat what else stands in the log.
    if json.is_some() {
        return json;
    }
    // The first of equals: the order in which they were seen.
    let mut best: Option<(Format, &'static str, u32)> = None;
    for candidate in votes {
        if best.is_none_or(|b| candidate.2 > b.2) {
            best = Some(candidate);
        }
    }
    best.and_then(|(format, why, _)| found(format, why))
}

/// By the root element.
fn xml(text: &str) -> Option<Found> {
    let mut rest = text;
    loop {
        let at = rest.find('<')?;
        rest = &rest[at..];
        if let Some(tail) = rest.strip_prefix("<!--") {
            rest = tail.split_once("-->")?.1;
        } else if let Some(tail) = rest.strip_prefix("<?") {
            rest = tail.split_once("?>")?.1;
        } else if let Some(tail) = rest.strip_prefix("<!") {
            // A DOCTYPE may hold declarations in brackets.
            let end = match (tail.find('['), tail.find('>')) {
                (Some(open), Some(end)) if open < end => tail.find("]>").map(|at| at + 1)?,
                (_, end) => end?,
            };
            rest = &tail[end + 1..];
        } else {
            break;
        }
    }
    let name = rest[1..].split(|c: char| c.is_whitespace() || c == '>' || c == '/').next()?;
    let name = name.rsplit(':').next()?;
    let format = match name {
        "testsuites" | "testsuite" | "testcase" => Format::Junit,
        "TestRun" => Format::Trx,
        "test-run" | "test-results" | "test-suite" => Format::Nunit,
        "assemblies" | "assembly" => Format::Xunit,
        "robot" => Format::Robot,
        _ => return None,
    };
    Some(Found { format, why: "the root element" })
}

/// By the members of the first JSON line.
fn lines(text: &str) -> Option<Found> {
    let first = text.lines().find(|l| !l.trim().is_empty())?;
    let Ok(value) = serde_json::from_str::<serde_json::Value>(first.trim()) else {
        return long_line(first);
    };
    let has = |name: &str| value.get(name).is_some();
    let schema = value.get("schema").and_then(|v| v.as_str());
    if schema.is_some_and(|s| s.contains(".v")) {
        return Some(Found { format: Format::Records, why: "a schema tag" });
    }
    if has("$report_type") {
        return Some(Found { format: Format::Reportlog, why: "$report_type" });
    }
    if has("Action") && (has("Package") || has("ImportPath") || has("Test")) {
        return Some(Found { format: Format::Go, why: "Action and Package" });
    }
    let kind = value.get("type").and_then(|v| v.as_str());
    if matches!(kind, Some("suite" | "test" | "bench")) && (has("event") || kind == Some("bench")) {
        return Some(Found { format: Format::Libtest, why: "type and event" });
    }
    if value.get("id").is_some_and(serde_json::Value::is_object)
        && (has("children") || has("started") || has("testResult"))
    {
        return Some(Found { format: Format::Bep, why: "id and children" });
    }
    None
}

/// By the beginning of a first line that is longer than what is looked at: those formats
/// whose first line may be.
fn long_line(line: &str) -> Option<Found> {
    let found = |format, why| Some(Found { format, why });
    if let Some(schema) = line.strip_prefix("{\"schema\":\"")
        && schema.split('"').next().is_some_and(|s| s.contains(".v"))
    {
        return found(Format::Records, "a schema tag");
    }
    if line.starts_with("{\"id\":{\"started\"") {
        return found(Format::Bep, "id and started");
    }
    None
}

/// By the keys of a document that may be cut.
fn document(text: &str) -> Option<Found> {
    let has = |key: &str| {
        memchr::memmem::find_iter(text.as_bytes(), key.as_bytes())
            .any(|at| text[at + key.len()..].trim_start().starts_with(':'))
    };
    let found = |format, why| Some(Found { format, why });
    if has("\"reportFormat\"") || (has("\"results\"") && has("\"tool\"") && has("\"tests\"")) {
        return found(Format::Ctrf, "reportFormat");
    }
    if has("\"befores\"") || has("\"afters\"") || has("\"children\"") {
        // Allure's containers of fixtures hold no test.
        return None;
    }
    if has("\"historyId\"") || (has("\"uuid\"") && has("\"statusDetails\"")) {
        return found(Format::Allure, "uuid and historyId");
    }
    if has("\"testsuites\"") {
        return found(Format::Gtest, "testsuites");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::detect;
    use crate::results::Format;

    #[test]
    fn every_format_by_its_head() {
        for (head, want) in [
            ("<?xml version='1.0'?>\n<!-- x -->\n<testsuites>", Some(Format::Junit)),
            ("<!DOCTYPE a [<!ENTITY x 'y'>]><testsuite/>", Some(Format::Junit)),
            ("\u{feff}<ns:TestRun xmlns:ns='x'>", Some(Format::Trx)),
            ("<test-run id='2'>", Some(Format::Nunit)),
            ("<test-results>", Some(Format::Nunit)),
            ("<assemblies/>", Some(Format::Xunit)),
            ("<robot generator='x'>", Some(Format::Robot)),
            ("<html>", None),
            ("{\"Action\":\"run\",\"Package\":\"x\"}\n", Some(Format::Go)),
            ("# x\nx.go:1: error\n{\"Action\":\"fail\",\"Package\":\"x\"}\n", Some(Format::Go)),
            ("{ \"type\": \"suite\", \"event\": \"started\", \"test_count\": 1 }\n", Some(Format::Libtest)),
            ("{\"$report_type\": \"SessionStart\"}\n", Some(Format::Reportlog)),
            ("{\"id\":{\"started\":{}},\"children\":[]}\n", Some(Format::Bep)),
            ("{\n \"reportFormat\": \"CTRF\",", Some(Format::Ctrf)),
            ("{\"uuid\":\"a\",\"historyId\":\"b\"}", Some(Format::Allure)),
            ("{\n \"tests\": 3, \"testsuites\": [", Some(Format::Gtest)),
            ("TAP version 13\n1..2\n", Some(Format::Tap)),
            ("ok 1 - a\nok 2\n", Some(Format::Tap)),
            ("\nrunning 3 tests\ntest a ... ok\n", Some(Format::Cargo)),
            ("=== RUN   TestA\n--- PASS: TestA (0.00s)\n", Some(Format::GoText)),
            ("ok  \tx/y\t0.1s\n", Some(Format::GoText)),
            ("    Starting 2 tests across 1 binary\n", Some(Format::Nextest)),
            ("{\"schema\":\"test.v1\",\"test_id\":\"long", Some(Format::Records)),
            ("x ##teamcity[testStarted name='a']\n", Some(Format::Teamcity)),
            ("hello\n", None),
            ("", None),
        ] {
            assert_eq!(detect(head.as_bytes()).map(|f| f.format), want, "{head:?}");
        }
        let utf16: Vec<u8> = "<testsuite/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(detect(&utf16).map(|f| f.format), Some(Format::Junit));
    }
}
