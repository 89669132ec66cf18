//! What an input is, by its first lines: `--input-format=auto`.
//!
//! The first line tells, where it is one that only one format has. One that could be a bad
//! line (a word, a cut record, `NaN`) or a header is judged by the lines behind it, so that
//! one bad line at the beginning costs that line and not the whole input.

/// Lines that are looked at, at most.
const LINES: usize = 16;

/// More of an input than this is not looked at.
const HEAD: usize = 256 << 10;

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told<F> {
    /// JSON records, one a line.
    Ndjson,
    /// Numbers, one a line.
    Numbers,
    /// CSV with a header.
    Csv,
    /// A format that only this tool reads.
    Foreign(F),
}

/// Whether a word is a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numeral {
    /// It is one.
    Number,
    /// It is meant as one and cannot be used: not finite, or too large.
    Unusable,
    /// It is something else.
    Text,
}

/// What a line without the white space around it is as a number: by the grammar of Rust's
/// doubles, which is that of `stats::decimal` too.
fn numeral(line: &[u8]) -> Numeral {
    match std::str::from_utf8(line).ok().and_then(|text| text.parse::<f64>().ok()) {
        Some(value) if value.is_finite() => Numeral::Number,
        Some(_) => Numeral::Unusable,
        None => Numeral::Text,
    }
}

/// What a tool knows of formats.
pub trait Formats {
    /// The formats that it reads besides NDJSON, numbers and CSV; `Infallible`: none.
    type Foreign: Copy;

    /// The foreign format that an input with this first line is of.
    fn foreign(_first: &[u8]) -> Option<Self::Foreign> {
        None
    }

    /// Whether a foreign format is one of lines, and not one document.
    fn is_lines(_told: Self::Foreign) -> bool {
        false
    }
}

/// What an input is that begins with `head`; `None` when more of it is needed (`more`: there
/// may be more), or when there is nothing but blank lines.
pub fn tell<T: Formats>(head: &[u8], more: bool) -> Option<Told<T::Foreign>> {
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
        return Some(Told::Ndjson);
    }
    let foreign = T::foreign(first);
    match foreign {
        None if first.starts_with(b"{") => return Some(Told::Ndjson),
        Some(told) if first.starts_with(b"{") && is_object(first) => return Some(Told::Foreign(told)),
        None if numeral(first) == Numeral::Number => return Some(Told::Numbers),
        _ => {}
    }
    if more && lines.len() < LINES {
        return None;
    }
    Some(judge::<T>(first, later, &lines, foreign))
}

/// By the lines behind a first one that could be bad.
fn judge<T: Formats>(
    first: &[u8],
    later: &[&[u8]],
    lines: &[&[u8]],
    foreign: Option<T::Foreign>,
) -> Told<T::Foreign> {
    let record = later.iter().find(|line| is_object(line));
    if let Some(record) = record {
        // A document goes on where it was left; a cut record does not.
        let cut = foreign.is_some() && first.starts_with(b"{");
        let goes_on = |text: &[u8]| match serde_json::from_slice::<serde::de::IgnoredAny>(text) {
            Ok(_) => true,
            Err(error) => error.is_eof(),
        };
        if !cut || !goes_on(&lines.join(&b'\n')) {
            return match T::foreign(record.trim_ascii()) {
                Some(told) if T::is_lines(told) => Told::Foreign(told),
                _ => Told::Ndjson,
            };
        }
    }
    if let Some(told) = foreign {
        return Told::Foreign(told);
    }
    let number = later.iter().any(|line| numeral(line.trim_ascii()) == Numeral::Number);
    let cells = later.iter().any(|line| line.contains(&b','));
    match numeral(first) {
        Numeral::Unusable => Told::Numbers,
        _ if first.starts_with(b"[") => Told::Ndjson,
        // A decimal comma among numbers is no header.
        _ if first.contains(&b',') && (cells || !number) => Told::Csv,
        _ if is_name(first) && (number || later.is_empty()) => Told::Csv,
        _ if number => Told::Numbers,
        _ => Told::Ndjson,
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

    /// A tool with one foreign format of lines and one that is a document.
    struct Own;

    impl Formats for Own {
        type Foreign = bool;

        fn foreign(first: &[u8]) -> Option<bool> {
            match first {
                b"lines" => Some(true),
                b"{" => Some(false),
                _ => None,
            }
        }

        fn is_lines(told: bool) -> bool {
            told
        }
    }

    fn told(head: &str) -> Option<Told<bool>> {
        tell::<Own>(head.as_bytes(), false)
    }

    #[test]
    fn a_first_line_that_only_one_format_has_decides() {
        assert_eq!(told("{\"a\":1}\nx\n"), Some(Told::Ndjson));
        assert_eq!(told("\u{feff}1\nx\n"), Some(Told::Numbers));
        assert_eq!(told("\n\na,b\n1,2\n"), Some(Told::Csv));
        assert_eq!(told("lines\n1\n"), Some(Told::Foreign(true)));
        assert_eq!(told("{\n\"a\": 1\n}\n"), Some(Told::Foreign(false)));
        assert_eq!(told(" \n"), None);
    }

    #[test]
    fn numerals_are_those_that_the_tools_read() {
        use stats::decimal::{NotNumber, Number};
        let longer = |word: &str| ["", "+", "-", "--", "+-", " "].map(|sign| format!("{sign}{word}"));
        let words = [
            "",
            "0",
            "1",
            "007",
            ".5",
            "5.",
            ".",
            "1.5",
            "1..5",
            "1e3",
            "1E+3",
            "1e-3",
            "1e",
            "e1",
            "1e5.",
            "1_0",
            "0x1",
            "1,5",
            "1e400",
            "1e-400",
            "0e999",
            "12345678901234567890123",
            "nan",
            "NaN",
            "inf",
            "INF",
            "Infinity",
            "infinite",
            "nano",
            "1 ",
            "1ms",
            "٣",
        ];
        for word in words.iter().flat_map(|word| longer(word)) {
            let want = match Number::parse(word.as_bytes()) {
                Ok(_) => Numeral::Number,
                Err(NotNumber::NotFinite | NotNumber::Beyond) => Numeral::Unusable,
                Err(NotNumber::Empty | NotNumber::Syntax) => Numeral::Text,
            };
            assert_eq!(numeral(word.as_bytes()), want, "{word:?}");
        }
        assert_eq!(numeral(b"1\xff"), Numeral::Text);
    }

    #[test]
    fn a_bad_first_line_costs_itself() {
        for bad in ["x", "{\"a\":", "inf", "a,b", "[", "{"] {
            assert_eq!(told(&format!("{bad}\n{{\"a\":1}}\n{{\"a\":2}}\n")), Some(Told::Ndjson), "{bad}");
        }
        assert_eq!(told("# x\n1\n2\n"), Some(Told::Numbers));
    }

    #[test]
    fn more_is_asked_for_only_where_the_first_line_leaves_it_open() {
        assert_eq!(tell::<Own>(b"{\"a\":1}\n", true), Some(Told::Ndjson));
        assert_eq!(tell::<Own>(b"1", true), None);
        assert_eq!(tell::<Own>(b"x\n1\n", true), None);
        assert_eq!(tell::<Own>(&b"x\n".repeat(LINES), true), Some(Told::Ndjson));
        assert_eq!(tell::<Own>(&b"x".repeat(HEAD), true), Some(Told::Csv));
    }
}
