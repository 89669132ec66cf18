//! One line of TAP, after its indentation.

use record::Status;
use std::borrow::Cow;

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TapLine<'a> {
    /// `TAP version 14`
    Version(u64),
    /// `1..5 # reason`
    Plan {
        /// The last number.
        last: u64,
        /// Why nothing runs, where the plan is `1..0`.
        reason: Option<&'a str>,
    },
    /// `ok 1 - name # SKIP why`
    Point(Point<'a>),
    /// `Bail out! why`
    Bail(&'a str),
    /// `# Subtest: name`
    Subtest(&'a str),
    /// Any other comment.
    Comment(&'a str),
    /// `pragma +strict`
    Pragma,
}

/// A test point.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Point<'a> {
    /// Whether it said `ok`.
    pub(crate) ok: bool,
    /// Its number.
    pub(crate) number: Option<u64>,
    /// Its description, escapes undone.
    pub(crate) name: Cow<'a, str>,
    /// The verdict with its directive taken into account.
    pub(crate) status: Status,
    /// The directive's reason.
    pub(crate) reason: Option<&'a str>,
    /// `# time=12ms` and the like, in milliseconds.
    pub(crate) ms: Option<f64>,
    /// Whether a subtest begins on this line (`{`), as node-tap writes it.
    pub(crate) opens: bool,
}

/// Reads a line without its indentation; `None` when it is not TAP.
pub(crate) fn read(line: &str) -> Option<TapLine<'_>> {
    let bytes = line.as_bytes();
    match *bytes.first()? {
        b'o' => {
            let rest = line.strip_prefix("ok")?;
            boundary(rest).then(|| TapLine::Point(point(true, rest)))
        }
        b'n' => {
            let rest = line.strip_prefix("not ok")?;
            boundary(rest).then(|| TapLine::Point(point(false, rest)))
        }
        b'1' => {
            let rest = line.strip_prefix("1..")?;
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let last = rest[..digits].parse().ok()?;
            let tail = rest[digits..].trim();
            if tail.is_empty() {
                return Some(TapLine::Plan { last, reason: None });
            }
            let reason = tail.strip_prefix('#')?.trim();
            let reason = strip_word(reason, "skip").unwrap_or(reason);
            Some(TapLine::Plan { last, reason: Some(reason) })
        }
        b'T' => line.strip_prefix("TAP version ")?.trim().parse().ok().map(TapLine::Version),
        b'B' | b'b' => {
            let (head, tail) = line.split_at_checked(9)?;
            head.eq_ignore_ascii_case("bail out!").then(|| TapLine::Bail(tail.trim()))
        }
        b'#' => {
            let text = line[1..].trim();
            Some(match text.strip_prefix("Subtest:") {
                Some(name) => TapLine::Subtest(name.trim()),
                None if text == "Subtest" => TapLine::Subtest(""),
                None => TapLine::Comment(text),
            })
        }
        b'p' => {
            let rest = line.strip_prefix("pragma ")?;
            rest.starts_with(['+', '-']).then_some(TapLine::Pragma)
        }
        _ => None,
    }
}

fn boundary(rest: &str) -> bool {
    // `ok  <tab>package` is Go's.
    rest.is_empty() || (rest.starts_with(' ') && !rest.trim_start_matches(' ').starts_with('\t'))
}

fn point(ok: bool, rest: &str) -> Point<'_> {
    let mut rest = rest.trim();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let mut number = None;
    if digits > 0 && matches!(rest.as_bytes().get(digits), None | Some(b' ' | b'\t')) {
        number = rest[..digits].parse().ok();
        rest = rest[digits..].trim_start();
    }
    if rest == "-" {
        rest = "";
    } else if let Some(tail) = rest.strip_prefix("- ") {
        rest = tail.trim_start();
    }
    let mut opens = false;
    if let Some(head) = rest.strip_suffix('{')
        && (head.is_empty() || head.ends_with(' '))
    {
        opens = true;
        rest = head.trim_end();
    }
    let mut status = if ok { Status::Pass } else { Status::Fail };
    let (mut reason, mut ms, mut name) = (None, None, rest);
    // The first unescaped `#` with a directive behind it ends the description; a `#` with
    // anything else behind it is a part of it.
    let mut from = 0;
    while let Some(at) = rest[from..].find('#').map(|at| from + at) {
        from = at + 1;
        let escapes = rest[..at].bytes().rev().take_while(|b| *b == b'\\').count();
        let spaced = at == 0 || rest[..at].ends_with([' ', '\t']);
        if escapes % 2 == 1 || !spaced {
            continue;
        }
        let directive = rest[at + 1..].trim();
        if let Some(why) = strip_word(directive, "todo") {
            status = if ok { Status::Xpass } else { Status::Xfail };
            (reason, name) = (Some(why), &rest[..at]);
        } else if let Some(why) = strip_word(directive, "skip") {
            status = Status::Skip;
            (reason, name) = (Some(why), &rest[..at]);
        } else if let Some(time) = directive.strip_prefix("time=") {
            ms = crate::number::span_ms(time);
            name = &rest[..at];
        } else if let Some(time) = directive.strip_prefix("in ") {
            // bats --timing and bats 1.5 to 1.9: `# in 12 ms`, `in 1sec`.
            ms = crate::number::span_ms(time);
            if ms.is_none() {
                continue;
            }
            name = &rest[..at];
        } else {
            continue;
        }
        break;
    }
    Point { ok, number, name: unescape(name.trim_end()), status, reason, ms, opens }
}

/// The rest after a directive's word, which may run on (`SKIPPED`, `todo:`).
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    if !head.eq_ignore_ascii_case(word) {
        return None;
    }
    let rest = &text[word.len()..];
    let end = rest.find([' ', '\t']).unwrap_or(rest.len());
    Some(rest[end..].trim())
}

fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some('\\' | '#')) => out.extend(chars.next()),
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{Point, TapLine, read};
    use record::Status;

    fn point(line: &str) -> Point<'_> {
        match read(line) {
            Some(TapLine::Point(point)) => point,
            other => panic!("{line:?}: {other:?}"),
        }
    }

    #[test]
    fn points() {
        for (line, number, name, status, reason) in [
            ("ok 1 - adds", Some(1), "adds", Status::Pass, None),
            ("not ok 2 subtracts", Some(2), "subtracts", Status::Fail, None),
            ("ok", None, "", Status::Pass, None),
            ("not ok", None, "", Status::Fail, None),
            ("ok 3 # SKIP no network", Some(3), "", Status::Skip, Some("no network")),
            ("not ok 4 - x # TODO later", Some(4), "x", Status::Xfail, Some("later")),
            ("ok 5 - x # todo", Some(5), "x", Status::Xpass, Some("")),
            ("not ok 6 - x # Skipped: because", Some(6), "x", Status::Skip, Some("because")),
            ("ok 7 - issue \\# TODO 12", Some(7), "issue # TODO 12", Status::Pass, None),
            ("ok 8 - issue #12", Some(8), "issue #12", Status::Pass, None),
            ("ok 9 - a # b # SKIP c", Some(9), "a # b", Status::Skip, Some("c")),
            ("ok 10 - back \\\\ slash", Some(10), "back \\ slash", Status::Pass, None),
            ("ok - no number", None, "no number", Status::Pass, None),
            ("ok 2nd thing", None, "2nd thing", Status::Pass, None),
        ] {
            let got = point(line);
            assert_eq!(
                (got.number, got.name.as_ref(), got.status, got.reason),
                (number, name, status, reason),
                "{line}"
            );
        }
        assert_eq!(point("ok 1 - x # time=12ms").ms, Some(12.0));
        assert_eq!(point("ok 1 x # in 12 ms").ms, Some(12.0));
        assert!(point("ok 1 - parent {").opens);
    }

    #[test]
    fn the_other_lines() {
        assert_eq!(read("TAP version 14"), Some(TapLine::Version(14)));
        assert_eq!(read("1..5"), Some(TapLine::Plan { last: 5, reason: None }));
        assert_eq!(read("1..0 # SKIP no db"), Some(TapLine::Plan { last: 0, reason: Some("no db") }));
        assert_eq!(read("BAIL OUT!  disk full"), Some(TapLine::Bail("disk full")));
        assert_eq!(read("# Subtest: inner"), Some(TapLine::Subtest("inner")));
        assert_eq!(read("# tests 6"), Some(TapLine::Comment("tests 6")));
        assert_eq!(read("pragma +strict"), Some(TapLine::Pragma));
        for line in ["okay", "nothing", "1..x", "ok  \tpkg\t0.1s", "1.5 seconds", "bail", "", "notok"] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
