//! The lock format: lines as `sha256sum` writes and reads them.
//!
//! `HEX  NAME`, names as raw bytes. A name with a backslash, a newline or a carriage
//! return is escaped (`\\`, `\n`, `\r`) and its line begins with a backslash. Read are
//! also the binary mark (`HEX *NAME`), the BSD tagged form (`SHA256 (NAME) = HEX`, and as
//! OpenSSL has it `SHA2-256(NAME)= HEX`), the reversed one (`HEX NAME`), upper-case digits,
//! leading blanks, CRLF, and `#` comments.

/// A line of a lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// 64 lower-case hex digits.
    pub sha256: String,
    /// The name's raw bytes, escapes removed.
    pub name: Vec<u8>,
}

/// Appends one line of the lock.
pub fn write_line(sha256: &str, name: &[u8], out: &mut Vec<u8>) {
    let escaped = name.iter().any(|b| matches!(b, b'\\' | b'\n' | b'\r'));
    if escaped {
        out.push(b'\\');
    }
    out.extend_from_slice(sha256.as_bytes());
    out.extend_from_slice(b"  ");
    for &byte in name {
        match byte {
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            byte => out.push(byte),
        }
    }
    out.push(b'\n');
}

/// Reads one line, its newline removed: `Ok(None)` for a comment or a blank line.
///
/// # Errors
/// What is wrong with the line.
pub fn parse_line(line: &[u8]) -> Result<Option<Entry>, &'static str> {
    if line.starts_with(b"#") {
        return Ok(None);
    }
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = line.trim_ascii_start();
    if line.is_empty() {
        return Ok(None);
    }
    let (escaped, line) = match line.strip_prefix(b"\\") {
        Some(rest) => (true, rest),
        None => (false, line),
    };
    let (digits, name) = match tagged(line) {
        Some(parts) => parts?,
        None => plain(line)?,
    };
    if name.is_empty() {
        return Err("no file name");
    }
    if name.contains(&0) {
        return Err("a NUL byte in the name");
    }
    let name = if escaped { unescape(name)? } else { name.to_vec() };
    // ASCII by now.
    let sha256 = String::from_utf8_lossy(digits).to_ascii_lowercase();
    Ok(Some(Entry { sha256, name }))
}

type Parts<'a> = (&'a [u8], &'a [u8]);

/// `SHA256 (NAME) = HEX` or `SHA256(NAME)= HEX`; `None` when the line is not tagged.
fn tagged(line: &[u8]) -> Option<Result<Parts<'_>, &'static str>> {
    let open = line.iter().position(|&b| b == b'(')?;
    let tag = line[..open].trim_ascii_end();
    if tag.is_empty()
        || !tag[0].is_ascii_uppercase()
        || !tag.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/'))
    {
        return None;
    }
    // The name may hold parentheses and equal signs: the digest is what follows the last.
    let close = line.windows(2).rposition(|pair| pair == b")=" || pair == b") ");
    let close = close.filter(|&at| at > open)?;
    let rest = line[close + 1..].trim_ascii_start().strip_prefix(b"=")?;
    let digits = rest.trim_ascii();
    // OpenSSL 3 has the longer name.
    if tag != b"SHA256" && tag != b"SHA2-256" {
        return Some(Err("a digest that is not SHA-256"));
    }
    Some(if is_digest(digits) { Ok((digits, &line[open + 1..close])) } else { Err("not 64 hex digits") })
}

fn plain(line: &[u8]) -> Result<Parts<'_>, &'static str> {
    let Some((digits, rest)) = line.split_at_checked(64) else {
        return Err("too short for a SHA-256 and a name");
    };
    if !is_digest(digits) {
        return Err("does not begin with 64 hex digits");
    }
    match rest {
        [b' ', b' ' | b'*', name @ ..] => Ok((digits, name)),
        [b' ' | b'\t', name @ ..] => Ok((digits, name)),
        [] => Err("no file name"),
        _ => Err("the digest is longer than 64 hex digits"),
    }
}

fn is_digest(digits: &[u8]) -> bool {
    digits.len() == 64 && digits.iter().all(u8::is_ascii_hexdigit)
}

fn unescape(name: &[u8]) -> Result<Vec<u8>, &'static str> {
    let mut out = Vec::with_capacity(name.len());
    let mut bytes = name.iter();
    while let Some(&byte) = bytes.next() {
        out.push(match (byte, byte == b'\\') {
            (byte, false) => byte,
            (_, true) => match bytes.next() {
                Some(b'\\') => b'\\',
                Some(b'n') => b'\n',
                Some(b'r') => b'\r',
                _ => return Err("an unknown escape in the name"),
            },
        });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{Entry, parse_line, write_line};
    use proptest::prelude::*;

    const HEX: &str = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

    fn read(line: &str) -> Result<Option<Vec<u8>>, &'static str> {
        parse_line(line.replace('@', HEX).as_bytes()).map(|entry| entry.map(|entry| entry.name))
    }

    #[test]
    fn every_form_is_read() {
        let name = |n: &str| Ok(Some(n.as_bytes().to_vec()));
        assert_eq!(read("@  a b"), name("a b"));
        assert_eq!(read("@ *a"), name("a"));
        assert_eq!(read("@   lead"), name(" lead"));
        assert_eq!(read("@  *star"), name("*star"));
        assert_eq!(read("@ a"), name("a"));
        assert_eq!(read("  @  a"), name("a"));
        assert_eq!(read("@  a\r"), name("a"));
        assert_eq!(read("\\@  a\\nb\\\\c\\r"), name("a\nb\\c\r"));
        assert_eq!(read("@  a\\nb"), name("a\\nb"));
        assert_eq!(read("SHA256 (a (1) = b) = @"), name("a (1) = b"));
        assert_eq!(read("SHA256(a)= @"), name("a"));
        assert_eq!(read("SHA2-256(a)= @"), name("a"));
        assert_eq!(read("\\SHA256 (a\\nb) = @"), name("a\nb"));
        assert_eq!(read("# a comment"), Ok(None));
        assert_eq!(read("  "), Ok(None));
        let upper = parse_line(format!("{}  a", HEX.to_uppercase()).as_bytes());
        assert_eq!(upper, Ok(Some(Entry { sha256: HEX.to_owned(), name: b"a".to_vec() })));
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(read("abc  a"), Err("too short for a SHA-256 and a name"));
        assert_eq!(read(&format!("{}  a", "g".repeat(64))), Err("does not begin with 64 hex digits"));
        assert_eq!(read("@0  a"), Err("the digest is longer than 64 hex digits"));
        assert_eq!(read("@  "), Err("no file name"));
        assert_eq!(read("@"), Err("no file name"));
        assert_eq!(read("MD5 (a) = @"), Err("a digest that is not SHA-256"));
        assert_eq!(read("SHA256 (a) = 00"), Err("not 64 hex digits"));
        assert_eq!(read("\\@  a\\t"), Err("an unknown escape in the name"));
        assert_eq!(read("\\@  a\\"), Err("an unknown escape in the name"));
        assert_eq!(read("@  a\0b"), Err("a NUL byte in the name"));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(name in proptest::collection::vec(1u8.., 1..40)) {
            let mut line = Vec::new();
            write_line(HEX, &name, &mut line);
            prop_assert_eq!(line.pop(), Some(b'\n'));
            prop_assert!(!line.contains(&b'\n') && !line.contains(&b'\r'));
            let entry = Entry { sha256: HEX.to_owned(), name };
            prop_assert_eq!(parse_line(&line), Ok(Some(entry)));
        }

        #[test]
        fn no_line_panics(line in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse_line(&line);
            let mut tail = HEX.as_bytes().to_vec();
            tail.extend_from_slice(&line);
            let _ = parse_line(&tail);
        }
    }
}
