//! Character and entity references.

use super::Problem;
use memchr::memchr;

/// Whether text holds anything that [`decode_into`] would change.
pub fn needs_decoding(text: &str) -> bool {
    memchr(b'&', text.as_bytes()).is_some()
}

/// The longest reference that is looked at, without `&` and `;`.
const LONGEST: usize = 40;

/// Appends `text` to `out` with its references resolved. Whatever is no reference stays
/// as it is and is told, with where in `text` it stands.
pub fn decode_into(text: &str, out: &mut String, mut problem: impl FnMut(Problem, usize)) {
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let place = text.len() - rest.len() + at;
        let body = &rest[at + 1..];
        let window = &body.as_bytes()[..body.len().min(LONGEST + 1)];
        let end = match memchr(b';', window) {
            Some(end) if is_reference(&window[..end]) => end,
            _ => {
                problem(Problem::BareAmpersand, place);
                out.push('&');
                rest = body;
                continue;
            }
        };
        let name = &body[..end];
        match name {
            "lt" => out.push('<'),
            "gt" => out.push('>'),
            "amp" => out.push('&'),
            "quot" => out.push('"'),
            "apos" => out.push('\''),
            _ => match name.strip_prefix('#') {
                Some(number) => {
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16),
                        None => number.parse(),
                    };
                    match code.ok().and_then(char::from_u32).filter(|c| *c != '\0') {
                        Some(c) => out.push(c),
                        None => {
                            problem(Problem::BadReference, place);
                            out.push('\u{fffd}');
                        }
                    }
                }
                None => {
                    problem(Problem::UndefinedEntity, place);
                    out.push('&');
                    out.push_str(name);
                    out.push(';');
                }
            },
        }
        rest = &body[end + 1..];
    }
    out.push_str(rest);
}

/// Where a piece of text can be cut so that no reference is cut with it: a `&` so close to
/// the end that its `;` may still come is left for the next piece.
pub(super) fn safe_cut(text: &[u8]) -> usize {
    let from = text.len().saturating_sub(LONGEST + 1);
    match memchr::memrchr(b'&', &text[from..]) {
        Some(at) if memchr(b';', &text[from + at..]).is_none() => from + at,
        _ => text.len(),
    }
}

fn is_reference(name: &[u8]) -> bool {
    match name {
        [b'#', b'x' | b'X', rest @ ..] => !rest.is_empty() && rest.iter().all(u8::is_ascii_hexdigit),
        [b'#', rest @ ..] => !rest.is_empty() && rest.iter().all(u8::is_ascii_digit),
        [first, rest @ ..] => {
            (first.is_ascii_alphabetic() || *first == b'_')
                && rest.iter().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(b))
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Problem, decode_into, safe_cut};

    #[test]
    fn references() {
        for (text, want, problems) in [
            ("a &lt;b&gt; &amp; &quot;c&apos;", "a <b> & \"c'", vec![]),
            ("&#65;&#x42;&#27;", "AB\u{1b}", vec![]),
            ("a & b &c d;", "a & b &c d;", vec![Problem::BareAmpersand, Problem::BareAmpersand]),
            ("&xxe;", "&xxe;", vec![Problem::UndefinedEntity]),
            ("&#0;&#xD800;&#99999999999;", "\u{fffd}\u{fffd}\u{fffd}", vec![Problem::BadReference; 3]),
            ("&;&#;&#x;", "&;&#;&#x;", vec![Problem::BareAmpersand; 3]),
            ("&amp#27;", "&amp#27;", vec![Problem::BareAmpersand]),
            ("ü&ü;", "ü&ü;", vec![Problem::BareAmpersand]),
        ] {
            let mut out = String::new();
            let mut told = Vec::new();
            decode_into(text, &mut out, |p, _| told.push(p));
            assert_eq!((out.as_str(), told), (want, problems), "{text}");
        }
    }

    #[test]
    fn a_reference_is_not_cut() {
        assert_eq!(safe_cut(b"abc &l"), 4);
        assert_eq!(safe_cut(b"abc &lt;"), 8);
        assert_eq!(safe_cut(b"abc"), 3);
        assert_eq!(safe_cut(format!("&{}", "x".repeat(50)).as_bytes()), 51);
    }
}
