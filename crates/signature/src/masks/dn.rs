//! Distinguished names of directories and certificates (RFC 4514): `uid=anna,ou=people,dc=corp`,
//! `C=DE, O=Example, CN=Example CA`.

use crate::class::at;

/// Attributes that names are made of, in small letters.
const ATTRIBUTES: &[&[u8]] = &[
    b"c",
    b"cn",
    b"dc",
    b"e",
    b"emailaddress",
    b"l",
    b"o",
    b"ou",
    b"serialnumber",
    b"sn",
    b"st",
    b"street",
    b"uid",
];
/// Bytes of a name that are looked at.
const LONGEST: usize = 1024;

/// The end of the name whose first attribute is at `i`: two attributes at least, so that `c=1` is none.
pub(crate) fn end(text: &[u8], i: usize) -> Option<usize> {
    let text = &text[..text.len().min(i + LONGEST)];
    let (mut at_part, mut parts, mut end) = (i, 0, i);
    while let Some(value) = value(text, at_part) {
        let (stop, next) = part(text, value);
        (parts, end) = (parts + 1, stop);
        match next {
            Some(next) => at_part = next,
            None => break,
        }
    }
    (parts >= 2).then_some(end)
}

/// Where the value of the attribute at `i` begins.
fn value(text: &[u8], i: usize) -> Option<usize> {
    let name = text.get(i..)?.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let known = |name: &[u8]| ATTRIBUTES.iter().any(|a| a.eq_ignore_ascii_case(name));
    (at(text, i + name) == b'=' && known(&text[i..i + name])).then_some(i + name + 1)
}

/// Where the value at `i` ends, and where the next attribute begins. Blanks are part of a value only
/// where another attribute or the closing quote follows.
fn part(text: &[u8], i: usize) -> (usize, Option<usize>) {
    let stops = |b: &u8| {
        matches!(b, b',' | b'+' | b'"' | b'\'' | b'(' | b')' | b']' | b'}' | b'<' | b'>' | b';' | b'=')
    };
    let stop = text[i..].iter().position(stops).map_or(text.len(), |n| i + n);
    let mut next = stop + 1;
    while at(text, next) == b' ' && next < text.len() {
        next += 1;
    }
    if matches!(at(text, stop), b',' | b'+') && value(text, next).is_some() {
        return (stop, Some(next));
    }
    if matches!(at(text, stop), b'"' | b'\'') {
        return (stop, None);
    }
    (text[i..stop].iter().position(|&b| b == b' ').map_or(stop, |n| i + n), None)
}

#[cfg(test)]
mod tests {
    use super::end;

    #[test]
    fn names_end_where_they_end() {
        for (text, name) in [
            ("uid=anna.b,ou=people,dc=corp,dc=example (0)", "uid=anna.b,ou=people,dc=corp,dc=example"),
            ("C=DE, O=Example, CN=Example VPN CA\" is", "C=DE, O=Example, CN=Example VPN CA"),
            ("CN=Big Box,O=X y", "CN=Big Box,O=X"),
            ("cn=a+sn=b, uid: 3", "cn=a+sn=b"),
            ("uid=0 gid=0", ""),
            ("c=1, d=2", ""),
            ("c=1", ""),
        ] {
            let found = end(text.as_bytes(), 0).map_or("", |e| &text[..e]);
            assert_eq!(found, name, "{text}");
        }
    }
}
