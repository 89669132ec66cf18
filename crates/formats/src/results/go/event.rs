//! One line of `go test -json`, read without a general JSON parser where that is safe.

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

/// Reads a line; `None` when it is no JSON object of this kind. `output` is where an output
/// with escapes is written, so that a line costs no allocation.
pub(super) fn read<'a>(line: &'a str, output: &'a mut String) -> Option<Event<'a>> {
    let event = flat(line, output).or_else(|| serde_json::from_str(line).ok())?;
    (!event.action.is_empty()).then_some(event)
}

/// A flat object without spaces between its tokens, as Go's encoder writes it. Anything
/// else is left to the general parser.
fn flat<'a>(line: &'a str, output: &'a mut String) -> Option<Event<'a>> {
    let bytes = line.as_bytes();
    let mut event = Event::default();
    let mut printed = None;
    let mut at = 1;
    if bytes.first() != Some(&b'{') {
        return None;
    }
    loop {
        let (key, next) = string(line, at)?;
        if key.escaped {
            return None;
        }
        at = next;
        if bytes.get(at) != Some(&b':') {
            return None;
        }
        at += 1;
        if bytes.get(at) == Some(&b'"') {
            let (value, next) = string(line, at)?;
            at = next;
            match key.text {
                "Time" => event.time = Some(value.read()?),
                "Action" => event.action = value.read()?,
                "Package" => event.package = Some(value.read()?),
                "Test" => event.test = Some(value.read()?),
                "Output" => printed = Some(value),
                "ImportPath" => event.import_path = Some(value.read()?),
                "FailedBuild" => event.failed_build = Some(value.read()?),
                "Key" => event.key = Some(value.read()?),
                "Value" => event.value = Some(value.read()?),
                // Also what nobody wants must be JSON.
                _ => drop(value.read()?),
            }
        } else {
            let len = bytes[at..].iter().position(|b| matches!(b, b',' | b'}'))?;
            let number = crate::number::plain(&line[at..at + len])?;
            // What JSON does not take as a number is not for this way.
            if !bytes[at].is_ascii_digit() && bytes[at] != b'-' {
                return None;
            }
            if key.text == "Elapsed" {
                event.elapsed = Some(number);
            }
            at += len;
        }
        match bytes.get(at)? {
            b',' => at += 1,
            b'}' if at + 1 == bytes.len() => break,
            _ => return None,
        }
    }
    event.output = match printed {
        Some(Text { text, escaped: true }) => {
            output.clear();
            unescape(text, output)?;
            Some(Cow::Borrowed(output))
        }
        Some(Text { text, .. }) => Some(Cow::Borrowed(text)),
        None => None,
    };
    Some(event)
}

/// A string as it stands in the line.
struct Text<'a> {
    text: &'a str,
    escaped: bool,
}

impl<'a> Text<'a> {
    fn read(self) -> Option<Cow<'a, str>> {
        if !self.escaped {
            return Some(Cow::Borrowed(self.text));
        }
        let mut out = String::with_capacity(self.text.len());
        unescape(self.text, &mut out)?;
        Some(Cow::Owned(out))
    }
}

/// The string that begins at `at`, and where the next token begins.
fn string(line: &str, at: usize) -> Option<(Text<'_>, usize)> {
    let bytes = line.as_bytes();
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    let start = at + 1;
    let mut end = start;
    let mut escaped = false;
    loop {
        end += record::plain_run(bytes.get(end..)?);
        match bytes.get(end)? {
            b'"' => break,
            b'\\' => {
                escaped = true;
                end += 2;
            }
            // A control character, which JSON forbids.
            _ => return None,
        }
    }
    Some((Text { text: line.get(start..end)?, escaped }, end + 1))
}

/// Appends a string with its escapes resolved; `None` when one of them is none.
fn unescape(raw: &str, out: &mut String) -> Option<()> {
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
    Some(())
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
        let mut output = String::new();
        let event = flat(line, &mut output).expect("flat");
        assert_eq!(event.output.as_deref(), Some("a\t<b> 😀\n"));
        assert_eq!(Some(event), serde_json::from_str(line).ok());
        let mut output = String::new();
        assert!(flat(r#"{"Action":"pass","Elapsed":0.25}"#, &mut output).is_some());
        assert!(flat(r#"{ "Action":"pass" }"#, &mut output).is_none());
        assert!(read(r#"{ "Action" : "pass" , "Extra":{"a":[1]} }"#, &mut output).is_some());
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
            assert_eq!(read(bad, &mut output), None, "{bad}");
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
            let mut output = String::new();
            let fast = flat(&line, &mut output).expect("flat");
            let slow: Event<'_> = serde_json::from_str(&line).expect("json");
            prop_assert_eq!(fast, slow);
        }

        #[test]
        fn it_never_takes_what_the_general_parser_refuses(line in "\\{[\"A-z:,0-9.\\\\}n]{0,30}\\}") {
            if flat(&line, &mut String::new()).is_some() {
                prop_assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok(), "{}", line);
            }
        }
    }
}
