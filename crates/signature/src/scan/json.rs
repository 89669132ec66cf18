//! JSON in messages, and what Python prints of its dicts.

use super::values::closing;
use crate::class::{SPACE, class, is_word};
use crate::protect;
use memchr::memrchr;

/// The end of a string of JSON that begins at the quote at `i` and is the value of a key, where that
/// key does not say what the message is: `"peer":"a b"` has a value, `"msg":"started"` not.
pub(super) fn value(text: &[u8], i: usize) -> Option<usize> {
    let key_end = i.checked_sub(2).filter(|&k| text[k] == b'"' && text[k + 1] == b':')?;
    let from = key_end.saturating_sub(LONGEST_KEY);
    let key_start = from + memrchr(b'"', &text[from..key_end])? + 1;
    if protect::says_what(&text[key_start..key_end]) {
        return None;
    }
    closing(text, i)
}

/// The end of a name that begins after the quote at `i` and is what a record says:
/// `"event":"auth.login.fail"`.
pub(super) fn event(text: &[u8], i: usize) -> Option<usize> {
    let before = &text[..i];
    let before = before.strip_suffix(b"=").or_else(|| before.strip_suffix(b"\":"))?;
    let key = before.iter().rev().take_while(|&&b| is_word(b)).count();
    if !protect::says_what(&before[before.len() - key..]) {
        return None;
    }
    let name = text[i + 1..]
        .iter()
        .take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'.' | b'_' | b'-'))
        .count();
    (name > 0 && text.get(i + 1 + name) == Some(&b'"')).then_some(i + 1 + name)
}

/// Bytes of a key of JSON that is looked at.
const LONGEST_KEY: usize = 64;
/// Bytes of an object that are looked at.
const LONGEST: usize = 8 * 1024;

/// The end of the object that begins at `i`, `{"key": ...}` or `{'key': ...}`, unless it has a key that says
/// what the message is, or does not end.
pub(super) fn object(text: &[u8], i: usize) -> Option<usize> {
    let text = &text[..text.len().min(i + LONGEST)];
    let mut e = skip_blanks(text, i + 1);
    let quote = *text.get(e).filter(|q| matches!(q, b'"' | b'\''))?;
    let (mut depth, mut strings) = (1, 0);
    loop {
        match *text.get(e)? {
            b if b == quote => {
                let end = closing(text, e)? + 1;
                let is_key = text.get(skip_blanks(text, end)) == Some(&b':');
                if (strings == 0 && !is_key) || (is_key && protect::says_what(&text[e + 1..end - 1])) {
                    return None;
                }
                strings += 1;
                e = end;
                continue;
            }
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        e += 1;
        if depth == 0 {
            return Some(e);
        }
    }
}

fn skip_blanks(text: &[u8], mut i: usize) -> usize {
    while text.get(i).is_some_and(|&b| class(b) & SPACE != 0) {
        i += 1;
    }
    i
}
