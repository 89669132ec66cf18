//! Recognisers of values: each looks at a place in the text and says how far the value goes.
//! None goes back, none looks further than the value itself.

pub(crate) mod dn;
mod endings;

use crate::class::{ALPHA, AT, DELIM, DIGIT, DOT, HIGH, SLASH, at, class, is_word};
use endings::is_unit;
pub(crate) use endings::source_extension;

/// What a wildcard stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mask {
    /// 8-4-4-4-12 hexadecimal digits.
    Uuid,
    /// `scheme://...`
    Url,
    /// `local@host.domain`
    Email,
    /// A date, a clock or both, with zone and weekday.
    Time,
    /// A MAC or IPv6 address.
    Address,
    /// An IPv4 address, with its port.
    Ip,
    /// `0x...` or eight and more hexadecimal digits.
    Hex,
    /// A file path: Unix, Windows, UNC, with its query.
    Path,
    /// A dotted name of three and more parts: a host, a class.
    Dotted,
    /// `host:port`
    HostPort,
    /// A number with its unit.
    Quantity,
    /// Base 64, at least ten characters.
    Base64,
    /// A number.
    Number,
    /// A distinguished name: `uid=anna,dc=corp`.
    Dn,
    /// `"..."` or `'...'` after `=`.
    Quoted,
    /// Any other token with a digit in it.
    Token,
    /// Nothing, where other messages have something: `()`, `[]`, `""`, `key=`.
    Empty,
    /// The operand of an assertion.
    Operand,
    /// What has a form of its own: what stands in brackets after `key=` or has many values, objects of JSON
    /// and Python, tags of XML, the options of a command line.
    Data,
}

impl Mask {
    /// The word that is written in records and explanations.
    pub fn word(self) -> &'static str {
        match self {
            Mask::Uuid => "uuid",
            Mask::Url => "url",
            Mask::Email => "email",
            Mask::Time => "time",
            Mask::Address => "address",
            Mask::Ip => "ip",
            Mask::Hex => "hex",
            Mask::Path => "path",
            Mask::Dotted => "dotted",
            Mask::HostPort => "host-port",
            Mask::Quantity => "quantity",
            Mask::Base64 => "base64",
            Mask::Number => "number",
            Mask::Dn => "dn",
            Mask::Quoted => "quoted",
            Mask::Token => "token",
            Mask::Empty => "empty",
            Mask::Operand => "operand",
            Mask::Data => "data",
        }
    }
}

fn is_hex(b: u8) -> bool {
    b.is_ascii_hexdigit()
}

/// `scheme://` has been seen up to its colon at `colon`: the end of the URL.
pub(crate) fn url(text: &[u8], start: usize, colon: usize) -> Option<usize> {
    if at(text, colon + 1) != b'/' || at(text, colon + 2) != b'/' {
        return None;
    }
    let scheme = &text[start..colon];
    let tail =
        scheme.iter().rev().take_while(|&&b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    if scheme.is_empty() || tail.count() == 0 || class(text[colon - 1]) & (ALPHA | DIGIT) == 0 {
        return None;
    }
    let mut e = colon + 3;
    while e < text.len()
        && !matches!(text[e], 0..=b' ' | b'\'' | b'"' | b'<' | b'>' | b')' | b']' | b'}' | b',' | b'|' | 0x7f)
    {
        e += 1;
    }
    while e > colon + 3 && matches!(text[e - 1], b'.' | b':' | b';' | b'!' | b'?') {
        e -= 1;
    }
    (e > colon + 3).then_some(e)
}

/// A MAC address, an IPv6 address (with `::` only when it has a digit, so that `abc::def`
/// stays a name), `None` otherwise.
pub(crate) fn address(text: &[u8], i: usize) -> Option<usize> {
    let mut e = i;
    let (mut colons, mut double, mut group, mut digit) = (0u32, false, 0u32, false);
    loop {
        let b = at(text, e);
        if is_hex(b) {
            group += 1;
            digit |= b.is_ascii_digit();
            if group > 4 {
                return None;
            }
        } else if b == b':'
            && (e > i || at(text, i + 1) == b':')
            && (is_hex(at(text, e + 1)) || at(text, e + 1) == b':' || (e > i && text[e - 1] == b':'))
        {
            double |= at(text, e + 1) == b':';
            colons += 1;
            group = 0;
        } else if b == b'.' && colons >= 2 && is_hex(at(text, e + 1)) {
            // ::ffff:10.0.0.1
            group = 0;
        } else {
            break;
        }
        e += 1;
    }
    if is_word(at(text, e)) {
        return None;
    }
    let shaped = (colons >= 4 && digit) || (double && colons >= 2 && digit && colons <= 7);
    // A scope or a prefix length: fe80::1%eth0, 2001:db8::/32.
    if !shaped {
        return None;
    }
    if matches!(at(text, e), b'%' | b'/') {
        e += 1;
        while class(at(text, e)) & (ALPHA | DIGIT) != 0 {
            e += 1;
        }
    }
    Some(e)
}

/// A plain number ends at `e`: takes in ` unit` or ` %` after one optional space.
pub(crate) fn unit_after(text: &[u8], e: usize) -> Option<usize> {
    if at(text, e) != b' ' {
        return None;
    }
    let s = e + 1;
    if at(text, s) == b'%' && !is_word(at(text, s + 1)) {
        return Some(s + 1);
    }
    let mut w = s;
    while class(at(text, w)) & ALPHA != 0 && w < s + 13 {
        w += 1;
    }
    (w > s && !is_word(at(text, w)) && is_unit(&text[s..w])).then_some(w)
}

/// Whether the token is a number: sign, digits, dots.
pub(crate) fn is_number(token: &[u8]) -> bool {
    let t = match token.first() {
        Some(b'+' | b'-') => &token[1..],
        _ => token,
    };
    t.first().is_some_and(u8::is_ascii_digit) && t.iter().all(|b| b.is_ascii_digit() || *b == b'.')
}

/// A token without digits that is a value all the same. In a failure (`exact`) the name of a
/// file or an account may be what tells two causes apart; in a log it is a value.
pub(crate) fn wordless(text: &[u8], start: usize, end: usize, flags: u8, exact: bool) -> Option<Mask> {
    let token = &text[start..end];
    if flags & AT != 0 && (is_email(token) || (!exact && is_account(token))) {
        return Some(Mask::Email);
    }
    if flags & SLASH != 0 && (is_path(token) || (!exact && is_relative_path(token))) {
        return Some(Mask::Path);
    }
    if flags & DOT != 0 && !exact && is_file(token) {
        return Some(Mask::Path);
    }
    if flags & DOT != 0 && (is_dotted(text, start, end) || is_host(token)) {
        return Some(Mask::Dotted);
    }
    None
}

fn is_email(token: &[u8]) -> bool {
    let Some(cut) = token.iter().position(|&b| b == b'@') else { return false };
    let (local, host) = (&token[..cut], &token[cut + 1..]);
    let labels: Vec<&[u8]> = host.splitn(3, |&b| b == b'.').collect();
    local.last().is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-'))
        && labels.len() >= 2
        && labels[..2].iter().all(|l| l.first().is_some_and(u8::is_ascii_alphanumeric))
}

/// `user@host` without a domain.
fn is_account(token: &[u8]) -> bool {
    let mut parts = token.split(|&b| b == b'@');
    let name = |part: Option<&[u8]>| {
        part.is_some_and(|p| {
            p.first().is_some_and(|&b| is_word(b))
                && p.iter().all(|&b| is_word(b) || matches!(b, b'-' | b'.' | b'$'))
        })
    };
    name(parts.next()) && name(parts.next()) && parts.next().is_none()
}

/// `refs/heads/main`: three names and more.
fn is_relative_path(token: &[u8]) -> bool {
    let name = |p: &[u8]| {
        p.first().is_some_and(|&b| is_word(b) || b == b'.')
            && p.iter()
                .all(|&b| is_word(b) || matches!(b, b'-' | b'.' | b'+' | b'@' | b'~' | b'%' | b'#' | b'$'))
    };
    let slashes = token.iter().filter(|&&b| b == b'/').count();
    let token = token.strip_suffix(b"/").unwrap_or(token);
    slashes >= 2 && token.split(|&b| b == b'/').all(name)
}

/// `settings.json`, `nginx.service`: the name of a file or a unit by its ending.
fn is_file(token: &[u8]) -> bool {
    let token = token.strip_suffix(b".").unwrap_or(token);
    let Some(dot) = token.iter().rposition(|&b| b == b'.') else { return false };
    dot > 0
        && endings::is_file(&token[dot + 1..])
        && token[..dot].iter().all(|&b| is_word(b) || matches!(b, b'-' | b'.' | b'@' | b'+'))
}

/// Absolute, home and dot paths; two and more back slashes. A single `/` and `and/or` are words.
fn is_path(token: &[u8]) -> bool {
    let slashes = token.iter().filter(|&&b| b == b'\\').count();
    if slashes >= 2 {
        return token.iter().any(|b| class(*b) & (ALPHA | HIGH) != 0);
    }
    let ([b'/', rest @ ..] | [b'~' | b'.', b'/', rest @ ..] | [b'.', b'.', b'/', rest @ ..]) = token else {
        return false;
    };
    rest.iter().any(|b| class(*b) & (ALPHA | HIGH) != 0) && rest.first() != Some(&b'*')
}

/// Three and more dotted parts of name characters, not called like a function, and not the
/// name of an exception, which is what tells failures apart.
fn is_dotted(text: &[u8], start: usize, end: usize) -> bool {
    let token = &text[start..end];
    let (mut dots, mut part, mut best) = (0u32, 0u32, 0u32);
    for &b in token {
        if b == b'.' {
            dots = if part > 0 { dots + 1 } else { 0 };
            part = 0;
        } else if is_word(b) || b == b'-' {
            part += 1;
            best = best.max(dots);
        } else {
            dots = 0;
            part = 0;
        }
    }
    // `a.b.c(...)` is a call, `a.b.c=` and `a.b.c = ` are keys: both are what the message is about.
    // `android.intent.action.SCREEN_ON` is a constant of a program.
    let key = at(text, end) == b' ' && at(text, end + 1) == b'=';
    best >= 2 && !key && !matches!(at(text, end), b'(' | b'=') && !is_exception(token) && !is_constant(token)
}

/// `java.io.IOException`, `System.ArgumentError`: kept, they are the point of the message.
pub(crate) fn is_exception(token: &[u8]) -> bool {
    let name = token.rsplit(|&b| b == b'.').next().unwrap_or(token);
    [&b"Exception"[..], b"Error", b"Fault", b"Failure", b"Warning"]
        .iter()
        .any(|s| name.ends_with(s) && name.len() > s.len())
}

/// A qualified name whose last part is in capitals.
fn is_constant(token: &[u8]) -> bool {
    let name = token.rsplit(|&b| b == b'.').next().unwrap_or(token);
    name.len() > 2 && name.iter().all(|b| b.is_ascii_uppercase() || *b == b'_')
}

/// `name.com`: a host by its ending.
pub(crate) fn is_host(token: &[u8]) -> bool {
    let Some(dot) = token.iter().rposition(|&b| b == b'.') else { return false };
    dot > 0
        && endings::is_host(&token[dot + 1..])
        && token[..dot].iter().all(|&b| is_word(b) || matches!(b, b'-' | b'.'))
}

/// `name.tld:443`, `localhost:8080`: the token ends at `end` and a colon follows.
pub(crate) fn host_port(text: &[u8], start: usize, end: usize, flags: u8) -> Option<usize> {
    let token = &text[start..end];
    let host = token == b"localhost"
        || (flags & DOT != 0 && token.iter().all(|&b| is_word(b) || matches!(b, b'.' | b'-')));
    if !host || source_extension(token) {
        return None;
    }
    let mut e = end + 1;
    while class(at(text, e)) & DIGIT != 0 && e < end + 7 {
        e += 1;
    }
    ((3..=6).contains(&(e - end)) && !is_word(at(text, e)) && at(text, e) != b':').then_some(e)
}

/// What a token that holds a digit is; only names the wildcard, the grouping does not ask.
pub(crate) fn name_of(token: &[u8]) -> Mask {
    if is_number(token) {
        return match token.iter().filter(|&&b| b == b'.').count() {
            3 => Mask::Ip,
            _ => Mask::Number,
        };
    }
    let body = token.strip_prefix(b"0x").or_else(|| token.strip_prefix(b"0X"));
    if body.is_some_and(|b| !b.is_empty() && b.iter().all(|&c| is_hex(c))) {
        return Mask::Hex;
    }
    if token.len() == 36
        && token
            .iter()
            .enumerate()
            .all(|(i, &b)| if matches!(i, 8 | 13 | 18 | 23) { b == b'-' } else { is_hex(b) })
    {
        return Mask::Uuid;
    }
    if token.len() >= 8 && token.iter().all(|&b| is_hex(b)) {
        return Mask::Hex;
    }
    if token.contains(&b'@') && is_email(token) {
        return Mask::Email;
    }
    if token.iter().any(|&b| matches!(b, b'/' | b'\\')) && is_path(token) {
        return Mask::Path;
    }
    let digits = token.iter().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+')).count();
    if digits > 0 && (is_unit(&token[digits..]) || matches!(&token[digits..], b"%" | b"m" | b"h" | b"d")) {
        return Mask::Quantity;
    }
    Mask::Token
}

/// Base 64 whose padding is at `pad`: at least ten characters before it, mixed case and a
/// digit, so that `authentication=` stays a key. The end after the padding.
pub(crate) fn base64_padding(text: &[u8], start: usize, pad: usize) -> Option<usize> {
    let token = &text[start..pad];
    let mut e = pad;
    while at(text, e) == b'=' && e < pad + 2 {
        e += 1;
    }
    let shaped = token.len() >= 10
        && token.iter().all(|&b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'-' | b'_'))
        && token.iter().any(u8::is_ascii_uppercase)
        && token.iter().any(u8::is_ascii_lowercase)
        && token.iter().any(u8::is_ascii_digit)
        && (token.len() + e - pad).is_multiple_of(4);
    (shaped && class(at(text, e)) & DELIM != 0).then_some(e)
}
