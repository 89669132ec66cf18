//! `key=value` pairs of a line, with and without quotes.

use std::collections::BTreeMap;

/// `key=value` and `key="a \"quoted\" value"`; words that are neither are passed over. Of
/// a key given twice the first counts.
pub(super) fn pairs(text: &str) -> BTreeMap<String, String> {
    let mut pairs = BTreeMap::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let stop = rest.find(['=', ' ', '\t', '"']).unwrap_or(rest.len());
        let key = &rest[..stop];
        let after = &rest[stop..];
        let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'));
        match after.strip_prefix('=') {
            Some(value) if is_key => {
                let (value, behind) = pair_value(value);
                pairs.entry(key.to_owned()).or_insert(value);
                rest = behind.trim_start();
            }
            _ => {
                let word = after.find([' ', '\t']).unwrap_or(after.len());
                rest = after[word..].trim_start();
            }
        }
    }
    pairs
}

/// A value and what stands behind it.
fn pair_value(text: &str) -> (String, &str) {
    if let Some(quoted) = text.strip_prefix('"') {
        let mut value = String::new();
        let mut chars = quoted.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => return (value, &quoted[at + 1..]),
                '\\' => value.extend(chars.next().map(|(_, c)| c)),
                c => value.push(c),
            }
        }
        // Never closed: then the quote is a character like any other.
    }
    let end = text.find([' ', '\t']).unwrap_or(text.len());
    (text[..end].to_owned(), &text[end..])
}

#[cfg(test)]
mod tests {
    use super::pairs;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        pairs(text).iter().map(|(k, v)| format!("[{k}:{v}]")).collect()
    }

    #[test]
    fn pairs_are_read_with_and_without_quotes() {
        assert_eq!(shown(" name=a/b ms=12\tphase=post"), "[ms:12][name:a/b][phase:post]");
        assert_eq!(shown(r#"name="a \"b\" \\ c" ms=1"#), "[ms:1][name:a \"b\" \\ c]");
        assert_eq!(shown(r#"name="open ms=1"#), "[ms:1][name:\"open]");
        assert_eq!(shown("name= ms=1"), "[ms:1][name:]");
        assert_eq!(shown("a=1 a=2 b"), "[a:1]");
        assert_eq!(shown("=1 9x=2 x.y-z_=3 \" \"=4"), "[x.y-z_:3]");
        assert_eq!(shown("url=http://x?a=b"), "[url:http://x?a=b]");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[a-c=\" \\\\\t\u{e4}]{0,40}") {
            let _ = pairs(&text);
        }
    }
}
