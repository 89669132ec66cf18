//! The shape of an assertion: which relation between which names did not hold, without the
//! operands, which differ from run to run.

use crate::head::short_type;
use crate::masks::is_exception;

/// The byte that stands for an operand; it reads as a value to the scanner.
const OPERAND: &str = "0";

/// Takes a leading `Type: ` off the first line.
pub(crate) fn take_type(mut lines: Vec<String>) -> (Option<String>, Vec<String>) {
    let Some(first) = lines.first() else { return (None, lines) };
    let mut line = first.as_str();
    for lead in [
        "Exception in thread \"main\" ",
        "Unhandled exception. ",
        "Uncaught exception: ",
        "PHP Fatal error:  Uncaught ",
        "Fatal error: Uncaught ",
        "Uncaught ",
        "error: Uncaught ",
    ] {
        line = line.strip_prefix(lead).unwrap_or(line);
    }
    // Node: `TypeError [ERR_X]: message`
    let (head, rest) = line.split_once(':').map_or((line, ""), |(h, r)| (h, r));
    let name = head.split(" [").next().unwrap_or(head).trim();
    let plain = !name.is_empty()
        && name.len() < 200
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'$' | b'\\' | b':'));
    let last = short_type(name);
    let typed = is_exception(name.as_bytes())
        || last == "Error"
        || last == "Exception"
        || [
            "Exit",
            "Interrupt",
            "Timeout",
            "Violation",
            "Failed",
            "ComparisonFailure",
            "ExpectationNotMetError",
            "StopIteration",
        ]
        .iter()
        .any(|s| last.ends_with(s) && last.len() > s.len());
    if plain && typed && !rest.starts_with(':') {
        let rest = rest.trim().to_owned();
        if rest.is_empty() {
            lines.remove(0);
        } else {
            lines[0] = rest;
        }
        return (Some(last), lines);
    }
    if line.len() != first.len() {
        lines[0] = line.to_owned();
    }
    (None, lines)
}

/// Whether the failure is one of an assertion.
pub(crate) fn is_one(kind: &str, lines: &[String]) -> bool {
    let low = kind.to_ascii_lowercase();
    if low.contains("assert")
        || low.contains("expectation")
        || low.contains("comparisonfailure")
        || low == "failure"
    {
        return true;
    }
    lines.iter().any(|l| {
        let t = l.trim_start();
        labelled(t).is_some()
            || t.starts_with("assert ")
            || t.starts_with("assertion ")
            || t.starts_with("Assertion ")
            || t.starts_with("expected ")
            || t.starts_with("Expected ")
            || t.starts_with("expected:")
            || t.starts_with("expect(")
    })
}

/// Labels before an operand, in lower case.
const LABELS: &[&str] = &[
    "expected",
    "actual",
    "received",
    "got",
    "want",
    "wanted",
    "left",
    "right",
    "which is",
    "but was",
    "found",
    "but",
    "was",
    "with diff",
    "exp",
    "expected substring",
    "received string",
    "expected length",
    "received length",
    "to be",
    "to equal",
    "value of",
    "message",
    "expected value",
    "actual value",
    "expected pattern",
    "received value",
    "expected value to be",
    "difference",
    "diff",
    "- expected",
    "+ received",
    "+ actual",
    "+ expected",
    "- actual",
    "not expected",
];

/// `  label: operand` to its label.
fn labelled(t: &str) -> Option<&str> {
    let (label, rest) = t.split_once([':', '='])?;
    let known = LABELS.contains(&label.trim().to_ascii_lowercase().as_str());
    (known && !rest.starts_with('=')).then_some(label.trim())
}

/// The message with its operands masked.
pub(crate) fn shape(lines: &[String]) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut in_diff = false;
    for line in lines {
        let t = line.trim();
        if t.starts_with("@@ ")
            || t.starts_with("--- Expected")
            || t.starts_with("+++ Actual")
            || t.starts_with("Diff:")
            || t == "Full diff:"
            || t.starts_with("Use -v to get")
            || t.starts_with("- Expected")
        {
            in_diff = true;
            continue;
        }
        let sign = t.starts_with("+ ") || t.starts_with("- ") || t == "+" || t == "-" || t.starts_with("? ");
        // pytest's `+  where 3 = len(...)` explains, it is no diff.
        if let Some(explained) = t
            .strip_prefix('+')
            .map(str::trim_start)
            .filter(|e| e.starts_with("where ") || e.starts_with("and "))
        {
            out.push(values(explained));
            continue;
        }
        if in_diff || sign {
            continue;
        }
        match labelled(t) {
            Some(label) => out.push(format!("{}: {OPERAND}", label.to_ascii_lowercase())),
            None => out.push(values(t)),
        }
    }
    out.dedup();
    out.join("\n")
}

/// Masks the literals in a line: quoted text, lists, `<...>` of JUnit's comparisons.
fn values(line: &str) -> String {
    let b = line.as_bytes();
    let mut out = String::with_capacity(line.len());
    let mut i = 0;
    while i < b.len() {
        match b[i] {
            quote @ (b'"' | b'\'' | b'`') => {
                // An apostrophe inside a word is no quote; neither is a back quote's code.
                let inside = i > 0 && b[i - 1].is_ascii_alphanumeric();
                let close = line[i + 1..].find(quote as char).map(|n| i + 1 + n);
                match close {
                    Some(c) if quote != b'`' && !inside => {
                        out.push_str(OPERAND);
                        i = c + 1;
                        continue;
                    }
                    _ => out.push(quote as char),
                }
                i += 1;
            }
            b'<' if ends_with_relation(&out) => match line[i..].find('>') {
                Some(n) => {
                    out.push_str(OPERAND);
                    i += n + 1;
                }
                None => {
                    out.push('<');
                    i += 1;
                }
            },
            open @ (b'[' | b'{') => match balanced(b, i) {
                Some(e) if is_literal(out.as_bytes()) => {
                    out.push_str(OPERAND);
                    i = e;
                }
                _ => {
                    out.push(open as char);
                    i += 1;
                }
            },
            _ => {
                let next = line[i..].chars().next().unwrap_or(' ');
                out.push(next);
                i += next.len_utf8();
            }
        }
    }
    out
}

/// `expected:`, `was:`, `expected `, `got `: what stands before an operand.
fn ends_with_relation(out: &str) -> bool {
    let t = out.trim_end().trim_end_matches(':').to_ascii_lowercase();
    ["expected", "was", "got", "than", "equal to", "actual", "to be", "be"].iter().any(|w| t.ends_with(w))
}

/// A bracket after a blank, an operator or a bracket opens a literal; after a word it is an
/// index or a type.
fn is_literal(before: &[u8]) -> bool {
    match before.last() {
        None => true,
        Some(b) => matches!(b, b' ' | b'(' | b',' | b'=' | b':' | b'<'),
    }
}

fn balanced(b: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0u32;
    for (i, &c) in b.iter().enumerate().skip(start) {
        match c {
            b'[' | b'{' | b'(' => depth += 1,
            b']' | b'}' | b')' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(i + 1);
                }
            }
            _ => {}
        }
    }
    None
}
