//! TeamCity service messages, anywhere in a line.

use std::borrow::Cow;

/// `##teamcity[testStarted name='a' flowId='7']`
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Message<'a> {
    /// `testStarted`, `testFailed`...
    pub(crate) kind: &'a str,
    /// The attributes in their order, escapes undone.
    pub(crate) attributes: Vec<(&'a str, Cow<'a, str>)>,
}

impl Message<'_> {
    /// The attribute of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_ref())
    }
}

const OPEN: &str = "##teamcity[";

/// Every message of a line.
pub(crate) fn all(line: &str) -> impl Iterator<Item = Message<'_>> {
    let mut rest = line;
    std::iter::from_fn(move || {
        loop {
            let at = memchr::memmem::find(rest.as_bytes(), OPEN.as_bytes())?;
            let body = &rest[at + OPEN.len()..];
            match one(body) {
                Some((message, len)) => {
                    rest = &body[len..];
                    return Some(message);
                }
                None => rest = body,
            }
        }
    })
}

/// Whether a line without its newline ends inside a message or inside the opener of one.
pub(crate) fn is_cut(line: &str) -> bool {
    match line.rfind(OPEN) {
        Some(at) if one(&line[at + OPEN.len()..]).is_none() => true,
        _ => (2..OPEN.len()).any(|n| line.ends_with(&OPEN[..n])),
    }
}

/// One message behind its opener, and how long it is.
fn one(body: &str) -> Option<(Message<'_>, usize)> {
    let name_end = body.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-')))?;
    let kind = &body[..name_end];
    let mut at = name_end;
    let mut attributes = Vec::new();
    let bytes = body.as_bytes();
    loop {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        match bytes.get(at)? {
            b']' => return Some((Message { kind, attributes }, at + 1)),
            // The short form: one unnamed value.
            b'\'' => {
                let (value, end) = quoted(body, at)?;
                attributes.push(("", value));
                at = end;
            }
            _ => {
                let eq = at + body[at..].find('=')?;
                let name = body[at..eq].trim();
                if name.is_empty() || name.contains(['\'', ']', '[']) {
                    return None;
                }
                at = eq + 1;
                while bytes.get(at) == Some(&b' ') {
                    at += 1;
                }
                if bytes.get(at) != Some(&b'\'') {
                    return None;
                }
                let (value, end) = quoted(body, at)?;
                attributes.push((name, value));
                at = end;
            }
        }
    }
}

/// The value whose opening quote stands at `at`; and where it ends.
fn quoted(body: &str, at: usize) -> Option<(Cow<'_, str>, usize)> {
    let text = &body[at + 1..];
    let bytes = text.as_bytes();
    let mut end = 0;
    let mut escaped = false;
    loop {
        match bytes.get(end)? {
            b'\'' => break,
            b'|' => {
                escaped = true;
                end += 2;
            }
            _ => end += 1,
        }
    }
    // An escape may stand before a character of several bytes.
    let raw = text.get(..end)?;
    let value = if escaped { Cow::Owned(unescape(raw)) } else { Cow::Borrowed(raw) };
    Some((value, at + 1 + end + 1))
}

fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut units: Vec<u16> = Vec::new();
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        if let Some(hex) = rest.strip_prefix("|0x").and_then(|r| r.get(..4))
            && let Ok(unit) = u16::from_str_radix(hex, 16)
        {
            // Characters beyond the first plane come as two escapes.
            units.push(unit);
            rest = &rest[7..];
            continue;
        }
        flush(&mut units, &mut out);
        rest = &rest[c.len_utf8()..];
        if c != '|' {
            out.push(c);
            continue;
        }
        let Some(next) = rest.chars().next() else { break };
        rest = &rest[next.len_utf8()..];
        out.push(match next {
            'n' => '\n',
            'r' => '\r',
            'x' => '\u{85}',
            'l' => '\u{2028}',
            'p' => '\u{2029}',
            other => other,
        });
    }
    flush(&mut units, &mut out);
    out
}

fn flush(units: &mut Vec<u16>, out: &mut String) {
    out.extend(char::decode_utf16(units.drain(..)).map(|c| c.unwrap_or('\u{fffd}')));
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn messages_and_their_escapes() {
        let line = "12:00 ##teamcity[testFailed name='a |[b|] |'c|'' message='x|ny||z' details='|0xD83D|0xDE00 |0x00e9' flowId='7'] tail ##teamcity[progressMessage 'hi']";
        let found: Vec<_> = all(line).collect();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].kind, "testFailed");
        assert_eq!(found[0].get("name"), Some("a [b] 'c'"));
        assert_eq!(found[0].get("message"), Some("x\ny|z"));
        assert_eq!(found[0].get("details"), Some("😀 é"));
        assert_eq!(found[0].get("flowId"), Some("7"));
        assert_eq!(found[1].get(""), Some("hi"));
    }

    #[test]
    fn what_is_broken_is_passed_over() {
        for line in [
            "##teamcity[",
            "##teamcity[x name='a",
            "##teamcity[x name=a]",
            "##teamcity[x ='a']",
            "##teamcity[x name='|",
        ] {
            assert_eq!(all(line).count(), 0, "{line}");
        }
        assert_eq!(all("##teamcity[bad name=x] ##teamcity[good name='y']").count(), 1);
        assert_eq!(
            all("##teamcity[x name='|é']").next().and_then(|m| m.get("name").map(str::to_owned)).as_deref(),
            Some("é")
        );
    }
}
