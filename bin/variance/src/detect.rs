//! What an input is, by its first lines: what only this tool knows of that.

use crate::foreign::Foreign;
use crate::read::Input;
use cli::sniff::{self, Formats, Told};

struct Known;

impl Formats for Known {
    type Foreign = Foreign;

    fn foreign(first: &[u8]) -> Option<Foreign> {
        Foreign::detect(first)
    }

    fn is_lines(told: Foreign) -> bool {
        told.is_lines()
    }
}

/// What an input is that begins with `head`; `None` when more of it is needed (`more`: there
/// may be more), or when there is nothing but blank lines.
pub(crate) fn detect(head: &[u8], more: bool) -> Option<Input> {
    Some(match sniff::tell::<Known>(head, more)? {
        Told::Ndjson => Input::Ndjson,
        Told::Numbers => Input::Numbers,
        Told::Csv => Input::Csv,
        Told::Foreign(foreign) => Input::Foreign(foreign),
    })
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
