//! One line of `go test -json`, read without a general JSON parser where that is safe.

use memchr::memchr2;
use std::borrow::Cow;

/// The members that matter; a newer Go may add others.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub(super) struct Event<'a> {
    #[serde(rename = "Time", borrow)]
    pub(super) time: Option<Cow<'a, str>>,
    #[serde(rename = "Action", borrow)]
    pub(super) action: Cow<'a, str>,
    #[serde(rename = "Package", borrow)]
    pub(super) package: Option<Cow<'a, str>>,
    #[serde(rename = "Test", borrow)]
    pub(super) test: Option<Cow<'a, str>>,
    #[serde(rename = "Elapsed")]
    pub(super) elapsed: Option<f64>,
    #[serde(rename = "Output", borrow)]
    pub(super) output: Option<Cow<'a, str>>,
    #[serde(rename = "ImportPath", borrow)]
    pub(super) import_path: Option<Cow<'a, str>>,
    #[serde(rename = "FailedBuild", borrow)]
    pub(super) failed_build: Option<Cow<'a, str>>,
    #[serde(rename = "Key", borrow)]
    pub(super) key: Option<Cow<'a, str>>,
    #[serde(rename = "Value", borrow)]
    pub(super) value: Option<Cow<'a, str>>,
}

/// Reads a line; `None` when it is no JSON object of this kind.
pub(super) fn read(line: &str) -> Option<Event<'_>> {
    let event = flat(line).or_else(|| serde_json::from_str(line).ok())?;
    (!event.action.is_empty()).then_some(event)
}

/// A flat object without spaces between its tokens, as Go's encoder writes it. Anything
/// else is left to the general parser.
fn flat(line: &str) -> Option<Event<'_>> {
    let bytes = line.as_bytes();
    let mut event = Event::default();
    let mut at = 1;
    if bytes.first() != Some(&b'{') {
        return None;
    }
    loop {
        let (key, next) = string(line, at)?;
        let Cow::Borrowed(key) = key else { return None };
        at = next;
        if bytes.get(at) != Some(&b':') {
            return None;
        }
        at += 1;
        if bytes.get(at) == Some(&b'"') {
            let (value, next) = string(line, at)?;
            at = next;
            match key {
                "Time" => event.time = Some(value),
                "Action" => event.action = value,
                "Package" => event.package = Some(value),
                "Test" => event.test = Some(value),
                "Output" => event.output = Some(value),
                "ImportPath" => event.import_path = Some(value),
                "FailedBuild" => event.failed_build = Some(value),
                "Key" => event.key = Some(value),
                "Value" => event.value = Some(value),
                _ => {}
            }
        } else {
            let len = bytes[at..].iter().position(|b| matches!(b, b',' | b'}'))?;
            let number = crate::number::plain(&line[at..at + len])?;
            // What JSON does not take as a number is not for this way.
            if !bytes[at].is_ascii_digit() && bytes[at] != b'-' {
                return None;
            }
            if key == "Elapsed" {
                event.elapsed = Some(number);
            }
            at += len;
        }
        match bytes.get(at)? {
            b',' => at += 1,
            b'}' if at + 1 == bytes.len() => return Some(event),
            _ => return None,
        }
    }
}

/// The string that begins at `at`, and where the next token begins.
fn string(line: &str, at: usize) -> Option<(Cow<'_, str>, usize)> {
    let bytes = line.as_bytes();
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    let start = at + 1;
    let mut end = start;
    let mut escaped = false;
    loop {
        end += memchr2(b'"', b'\\', bytes.get(end..)?)?;
        if bytes[end] == b'"' {
            break;
        }
        escaped = true;
        end += 2;
    }
    let raw = line.get(start..end)?;
    if crate::text::any_byte(raw.as_bytes(), |b| b < 0x20) {
        return None;
    }
    let value = if escaped { Cow::Owned(unescape(raw)?) } else { Cow::Borrowed(raw) };
    Some((value, end + 1))
}

fn unescape(raw: &str) -> Option<String> {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let escape = *rest.as_bytes().get(at + 1)?;
        let mut used = at + 2;
        match escape {
            b'n' => out.push('\n'),
            b't' => out.push('\t'),
            b'r' => out.push('\r'),
            b'b' => out.push('\u{8}'),
            b'f' => out.push('\u{c}'),
            b'"' | b'\\' | b'/' => out.push(char::from(escape)),
            b'u' => {
                let unit = u32::from_str_radix(hex(rest, used)?, 16).ok()?;
                used += 4;
                let code = if (0xd800..0xdc00).contains(&unit) {
                    let tail = rest.get(used..)?.strip_prefix("\\u")?;
                    let low = u32::from_str_radix(hex(tail, 0)?, 16).ok()?;
                    used += 6;
                    if !(0xdc00..0xe000).contains(&low) {
                        return None;
                    }
                    0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
                } else {
                    unit
                };
                out.push(char::from_u32(code)?);
            }
            _ => return None,
        }
        rest = &rest[used..];
    }
    out.push_str(rest);
    Some(out)
}

fn hex(text: &str, at: usize) -> Option<&str> {
    text.get(at..at + 4).filter(|h| h.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::{Event, flat, read};
    use proptest::prelude::*;

    #[test]
    fn lines_of_go() {
        let line = r#"{"Time":"2026-03-04T10:00:01.5+01:00","Action":"output","Package":"x/y","Test":"TestA","Output":"a\t\u003cb\u003e \ud83d\ude00\n"}"#;
        let event = flat(line).expect("flat");
        assert_eq!(event.output.as_deref(), Some("a\t<b> 😀\n"));
        assert_eq!(Some(event), serde_json::from_str(line).ok());
        assert!(flat(r#"{"Action":"pass","Elapsed":0.25}"#).is_some());
        assert!(flat(r#"{ "Action":"pass" }"#).is_none());
        assert!(read(r#"{ "Action" : "pass" , "Extra":{"a":[1]} }"#).is_some());
        for bad in [
            "",
            "{",
            "{}",
            "[]",
            r#"{"Action":"x"#,
            r#"{"Action":"x"}}"#,
            r#"{"Action":"\q"}"#,
            r#"{"Elapsed":+1,"Action":"x"}"#,
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn the_fast_way_reads_what_the_general_parser_reads(
            output in "[a\\n\\t\"\\\\<>é😀 \\x1b]{0,20}", test in "[A-Za-z/_ ]{0,10}", elapsed in prop::option::of(0u32..1_000_000)
        ) {
            #[derive(serde::Serialize)]
            #[serde(rename_all = "PascalCase")]
            struct Out<'a> { action: &'a str, test: &'a str, #[serde(skip_serializing_if = "Option::is_none")] elapsed: Option<f64>, output: &'a str }
            // Go prints seconds with two or three digits; there the two parsers agree to the bit.
            let elapsed = elapsed.map(|e| f64::from(e) / 100.0);
            let line = serde_json::to_string(&Out { action: "output", test: &test, elapsed, output: &output }).expect("json");
            let fast = flat(&line).expect("flat");
            let slow: Event<'_> = serde_json::from_str(&line).expect("json");
            prop_assert_eq!(fast, slow);
        }

        #[test]
        fn it_never_takes_what_the_general_parser_refuses(line in "\\{[\"A-z:,0-9.\\\\}n]{0,30}\\}") {
            if flat(&line).is_some() {
                prop_assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok(), "{}", line);
            }
        }
    }
}
