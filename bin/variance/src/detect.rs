//! What an input is, by its first lines.
//!
//! The first line tells, where it is one that only one format has. One that could be a bad
//! line (a word, a cut record, `NaN`) or a header is judged by the lines behind it, so that
//! one bad line at the beginning costs that line and not the whole input.

use crate::foreign::Foreign;
use crate::read::Input;
use stats::decimal::{NotNumber, Number};

/// Lines that are looked at, at most.
const LINES: usize = 16;

/// More of an input than this is not looked at.
pub(crate) const HEAD: usize = 256 << 10;

/// What an input is that begins with `head`; `None` when more of it is needed (`more`: there
/// may be more), or when there is nothing but blank lines.
pub(crate) fn detect(head: &[u8], more: bool) -> Option<Input> {
    let more = more && head.len() < HEAD;
    let head = &head[..head.len().min(HEAD)];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let whole = match head.iter().rposition(|b| *b == b'\n') {
        Some(end) if more => &head[..end],
        None if more => return None,
        _ => head,
    };
    let blank = |line: &&[u8]| line.iter().all(u8::is_ascii_whitespace);
    let lines: Vec<&[u8]> = whole.split(|b| *b == b'\n').filter(|l| !blank(l)).take(LINES).collect();
    let (first, later) = lines.split_first()?;
    let first = first.trim_ascii();
    if first.starts_with(b"{\"schema\"") {
        return Some(Input::Ndjson);
    }
    let foreign = Foreign::detect(first);
    match foreign {
        None if first.starts_with(b"{") => return Some(Input::Ndjson),
        Some(told) if first.starts_with(b"{") && is_object(first) => return Some(Input::Foreign(told)),
        None if Number::parse(first).is_ok() => return Some(Input::Numbers),
        _ => {}
    }
    if more && lines.len() < LINES {
        return None;
    }
    Some(judge(first, later, &lines, foreign))
}

/// By the lines behind a first one that could be bad.
fn judge(first: &[u8], later: &[&[u8]], lines: &[&[u8]], foreign: Option<Foreign>) -> Input {
    let record = later.iter().find(|line| is_object(line));
    if let Some(record) = record {
        // A document goes on where it was left; a cut record does not.
        let cut = foreign.is_some() && first.starts_with(b"{");
        let goes_on = |text: &[u8]| match serde_json::from_slice::<serde::de::IgnoredAny>(text) {
            Ok(_) => true,
            Err(error) => error.is_eof(),
        };
        if !cut || !goes_on(&lines.join(&b'\n')) {
            return match Foreign::detect(record.trim_ascii()) {
                Some(told) if told.is_lines() => Input::Foreign(told),
                _ => Input::Ndjson,
            };
        }
    }
    if let Some(told) = foreign {
        return Input::Foreign(told);
    }
    let number = later.iter().any(|line| Number::parse(line.trim_ascii()).is_ok());
    let cells = later.iter().any(|line| line.contains(&b','));
    match Number::parse(first) {
        Err(NotNumber::NotFinite | NotNumber::Beyond) => Input::Numbers,
        _ if first.starts_with(b"[") => Input::Ndjson,
        // A decimal comma among numbers is no header.
        _ if first.contains(&b',') && (cells || !number) => Input::Csv,
        _ if is_name(first) && (number || later.is_empty()) => Input::Csv,
        _ if number => Input::Numbers,
        _ => Input::Ndjson,
    }
}

/// A whole JSON object from the line's first byte on.
fn is_object(line: &[u8]) -> bool {
    line.starts_with(b"{") && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
}

/// What the header of a single column looks like.
fn is_name(line: &[u8]) -> bool {
    let name = line.strip_prefix(b"\"").and_then(|l| l.strip_suffix(b"\"")).unwrap_or(line);
    let first = name.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_');
    first && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(head: &str) -> Option<Input> {
        detect(head.as_bytes(), false)
    }

    #[test]
    fn inputs_are_told_by_their_first_line() {
        assert_eq!(told(r#"{"schema":"test.v1","#), Some(Input::Ndjson));
        assert_eq!(told(r#"{"a":1}"#), Some(Input::Ndjson));
        assert_eq!(told("\u{feff}{\"a\":1}\n"), Some(Input::Ndjson));
        assert_eq!(told(" 12.5"), Some(Input::Numbers));
        assert_eq!(told("\n \n-1e3"), Some(Input::Numbers));
        assert_eq!(told("name,duration_ms"), Some(Input::Csv));
        assert_eq!(told("goos: linux"), Some(Input::Foreign(Foreign::Go)));
        assert_eq!(told("BenchmarkX-8 \t 100\t 12 ns/op"), Some(Input::Foreign(Foreign::Go)));
        assert_eq!(told("{\n  \"results\": [\n"), Some(Input::Foreign(Foreign::Document)));
        assert_eq!(told("{\"results\":[\n{\"a\":1}\n]}"), Some(Input::Foreign(Foreign::Document)));
        assert_eq!(told(""), None);
        assert_eq!(told(" \n"), None);
    }

    #[test]
    fn a_bad_first_line_does_not_decide() {
        let big = "9".repeat(400);
        for first in ["NaN", "inf", "1e400", &big, "12 ms", "a b c", "# x", "\"cut", "1,5", "-"] {
            assert_eq!(told(&format!("{first}\n1\n2\n")), Some(Input::Numbers), "{first}");
        }
        let cut = "{\"duration_ms\":1";
        let (half, key) = ("{\"duration_ms\":", "note: x");
        for first in ["garbage", "a,b", "NaN", "[1]", "\"cut", "x y", "[", cut, half, key, "{", "}"] {
            let text = format!("{first}\n{{\"duration_ms\":1}}\n{{\"duration_ms\":2}}\n");
            assert_eq!(told(&text), Some(Input::Ndjson), "{first}");
        }
    }

    #[test]
    fn a_header_is_a_name_with_numbers_below_or_has_commas() {
        assert_eq!(told("duration_ms\n1\n2\n"), Some(Input::Csv));
        assert_eq!(told("\"duration_ms\"\r\n1\r\n"), Some(Input::Csv));
        assert_eq!(told("duration_ms\nNaN\n2\n"), Some(Input::Csv));
        assert_eq!(told("duration_ms\n"), Some(Input::Csv));
        assert_eq!(told("a,b\n1,2\n"), Some(Input::Csv));
        assert_eq!(told("some\nprose\n"), Some(Input::Ndjson));
    }

    #[test]
    fn a_look_ahead_waits_only_where_it_must() {
        assert_eq!(detect(b"1", true), None);
        assert_eq!(detect(b"1\n", true), Some(Input::Numbers));
        assert_eq!(detect(b"{\"a\":1}\n", true), Some(Input::Ndjson));
        assert_eq!(detect(b"x\n1\n", true), None);
        assert_eq!(detect(&b"x\n".repeat(LINES), true), Some(Input::Ndjson));
        assert_eq!(detect(&b"x".repeat(HEAD), true), Some(Input::Csv));
    }

    proptest! {
        // How the input comes in pieces makes no difference.
        #[test]
        fn what_is_told_early_stays(lines in proptest::collection::vec(
            prop_oneof![
                Just("x"), Just("1"), Just("{\"a\":1}"), Just("{\"a\":"), Just("a,b"), Just("NaN"), Just(""),
                Just("goos: x"), Just("{\"results\":["), Just("]}"),
            ],
            0..24,
        ), cut in 0usize..200) {
            let text = lines.join("\n");
            let cut = cut.min(text.len());
            if let Some(early) = detect(&text.as_bytes()[..cut], true) {
                prop_assert_eq!(Some(early), told(&text));
            }
        }
    }
}
