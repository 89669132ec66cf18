//! Recognises dates and clocks that span several tokens, so that a timestamp becomes one
//! wildcard whatever its parts.

use crate::class::{ALPHA, DIGIT, DOT, SLASH, at, class, is_word};

fn digits(text: &[u8], from: usize, most: usize) -> usize {
    let mut n = 0;
    while n < most && class(at(text, from + n)) & DIGIT != 0 {
        n += 1;
    }
    n
}

fn not_word(text: &[u8], i: usize) -> bool {
    !is_word(at(text, i))
}

/// The end of the run of letters at `i`.
fn letters(text: &[u8], mut i: usize) -> usize {
    while class(at(text, i)) & ALPHA != 0 {
        i += 1;
    }
    i
}

/// Whole names and three-letter forms only: `Mar` and `March`, never `Marked`.
fn is_month(word: &[u8]) -> bool {
    matches!(
        word,
        b"Jan"
            | b"Feb"
            | b"Mar"
            | b"Apr"
            | b"May"
            | b"Jun"
            | b"Jul"
            | b"Aug"
            | b"Sep"
            | b"Sept"
            | b"Oct"
            | b"Nov"
            | b"Dec"
            | b"January"
            | b"February"
            | b"March"
            | b"April"
            | b"June"
            | b"July"
            | b"August"
            | b"September"
            | b"October"
            | b"November"
            | b"December"
    )
}

fn is_weekday(word: &[u8]) -> bool {
    matches!(
        word,
        b"Mon"
            | b"Tue"
            | b"Wed"
            | b"Thu"
            | b"Fri"
            | b"Sat"
            | b"Sun"
            | b"Monday"
            | b"Tuesday"
            | b"Wednesday"
            | b"Thursday"
            | b"Friday"
            | b"Saturday"
            | b"Sunday"
    )
}

fn is_zone(word: &[u8]) -> bool {
    matches!(
        word,
        b"Z" | b"UTC"
            | b"GMT"
            | b"CET"
            | b"CEST"
            | b"EST"
            | b"EDT"
            | b"CST"
            | b"CDT"
            | b"MST"
            | b"MDT"
            | b"PST"
            | b"PDT"
            | b"BST"
            | b"IST"
            | b"JST"
            | b"MSK"
            | b"WET"
            | b"WEST"
            | b"EET"
            | b"EEST"
            | b"AEST"
            | b"AEDT"
            | b"HKT"
            | b"SGT"
            | b"KST"
            | b"NZST"
            | b"NZDT"
            | b"AM"
            | b"PM"
            | b"am"
            | b"pm"
    )
}

/// `12:34`, `12:34:56`, `1:02:03.456`, then a zone or AM/PM. `None` if a letter, a digit
/// or another colon follows: then it is something else.
pub(crate) fn clock(text: &[u8], i: usize) -> Option<usize> {
    let h = digits(text, i, 3);
    if !(1..=2).contains(&h) || at(text, i + h) != b':' || digits(text, i + h + 1, 3) != 2 {
        return None;
    }
    let mut e = i + h + 3;
    if at(text, e) == b':' && digits(text, e + 1, 3) == 2 {
        e += 3;
        if matches!(at(text, e), b'.' | b',') {
            let n = digits(text, e + 1, 10);
            if n > 0 {
                e += 1 + n;
            }
        }
    }
    e = zone(text, e);
    (not_word(text, e) && at(text, e) != b':').then_some(e)
}

/// Takes in a zone or AM/PM after a clock, with at most one space before it.
fn zone(text: &[u8], e: usize) -> usize {
    let s = e + usize::from(at(text, e) == b' ');
    if matches!(at(text, s), b'+' | b'-') {
        return match digits(text, s + 1, 5) {
            4 if not_word(text, s + 5) => s + 5,
            2 if at(text, s + 3) == b':' && digits(text, s + 4, 3) == 2 && not_word(text, s + 6) => s + 6,
            _ => e,
        };
    }
    let z = letters(text, s);
    if z > s && is_zone(&text[s..z]) && not_word(text, z) { z } else { e }
}

/// Whether [`numeric`] is worth asking of the token `i..e` that begins with a digit and has bytes of
/// these classes: a clock has a colon after its first digits, a date a separator among them or a
/// month after one or two of them.
#[inline]
pub(crate) fn may_be_numeric(text: &[u8], i: usize, e: usize, flags: u8) -> bool {
    let dash = |n: usize| at(text, i + n) == b'-';
    match at(text, e) {
        b':' => true,
        b' ' if e - i <= 2 => true,
        _ => flags & (SLASH | DOT) != 0 || dash(1) || dash(2) || dash(4),
    }
}

/// A numeric date, `2026-11-20`, `2026/1/2`, `20.11.2026`, `9/27/2016`, with the clock that
/// follows it, or a clock alone.
pub(crate) fn numeric(text: &[u8], i: usize) -> Option<usize> {
    if let Some(e) = clock(text, i) {
        return Some(e);
    }
    let a = digits(text, i, 5);
    let sep = at(text, i + a);
    if !matches!(sep, b'-' | b'/' | b'.') {
        return day_month(text, i);
    }
    let b = digits(text, i + a + 1, 3);
    let second = i + a + 1 + b;
    if at(text, second) != sep {
        return None;
    }
    let c = digits(text, second + 1, 5);
    let shaped = (a == 4 && (1..=2).contains(&b) && (1..=2).contains(&c))
        || ((1..=2).contains(&a) && (1..=2).contains(&b) && (c == 4 || (c == 2 && sep != b'.')));
    if !shaped {
        return None;
    }
    let e = second + 1 + c;
    let with_clock = match at(text, e) {
        b'T' | b't' | b'_' | b':' | b' ' | b'-' => clock(text, e + 1),
        b',' if at(text, e + 1) == b' ' => clock(text, e + 2),
        _ => None,
    };
    with_clock.or_else(|| not_word(text, e).then_some(e))
}

/// `20 Nov 2026 18:43:41 +0000`, `20 Nov 18:43:41`.
fn day_month(text: &[u8], i: usize) -> Option<usize> {
    let d = digits(text, i, 3);
    if !(1..=2).contains(&d) || at(text, i + d) != b' ' {
        return None;
    }
    let m = letters(text, i + d + 1);
    if !text.get(i + d + 1..m).is_some_and(is_month) {
        return None;
    }
    match year(text, m) {
        Some(e) => Some(spaced_clock(text, e)),
        None => Some(spaced_clock(text, m)).filter(|&e| e > m),
    }
}

fn spaces(text: &[u8], mut i: usize) -> usize {
    while i < text.len() && text[i] == b' ' {
        i += 1;
    }
    i
}

/// ` 2026` or `, 2026` at `i`.
fn year(text: &[u8], i: usize) -> Option<usize> {
    let s = spaces(text, i + usize::from(at(text, i) == b','));
    let e = s + 4;
    (s > i && digits(text, s, 5) == 4 && not_word(text, e) && at(text, e) != b':').then_some(e)
}

fn spaced_clock(text: &[u8], i: usize) -> usize {
    let s = spaces(text, i + usize::from(at(text, i) == b','));
    if s > i { clock(text, s).unwrap_or(i) } else { i }
}

/// A date that begins with a name: `Nov 20`, `Fri Nov 20 18:43:41 UTC 2026`,
/// `Fri, 20 Nov 2026 18:43:41 +0000`. A weekday or a month alone is a word.
pub(crate) fn named(text: &[u8], i: usize) -> Option<usize> {
    if !matches!(at(text, i), b'J' | b'F' | b'M' | b'A' | b'S' | b'O' | b'N' | b'D' | b'T' | b'W') {
        return None;
    }
    let mut w = letters(text, i);
    if !(3..=9).contains(&(w - i)) {
        return None;
    }
    let mut month_at = i;
    if is_weekday(&text[i..w]) {
        month_at = spaces(text, w + usize::from(at(text, w) == b','));
        if month_at == w {
            return None;
        }
        if class(at(text, month_at)) & DIGIT != 0 {
            return day_month(text, month_at);
        }
        w = letters(text, month_at);
    }
    if !is_month(text.get(month_at..w)?) {
        return None;
    }
    let d = spaces(text, w);
    let n = digits(text, d, 3);
    if d == w || !(1..=2).contains(&n) || !not_word(text, d + n) || at(text, d + n) == b':' {
        return None;
    }
    let mut e = d + n;
    if let Some(y) = year(text, e) {
        e = y;
    }
    e = spaced_clock(text, e);
    if let Some(y) = year(text, e) {
        e = y;
    }
    Some(e)
}

#[cfg(test)]
mod tests {
    use super::{may_be_numeric, named, numeric};
    use crate::class::{DELIM, class};
    use proptest::prelude::*;

    proptest! {
        /// What is asked first never says no where the answer is yes.
        #[test]
        fn the_first_look_misses_no_date(text in "[0-9]{1,4}[-/. :][0-9A-Za-z]{1,3}[-/. :][0-9]{0,4} ?[0-9:]{0,8}") {
            let b = text.as_bytes();
            let e = b.iter().position(|&b| class(b) & DELIM != 0).unwrap_or(b.len());
            let flags = b[..e].iter().fold(0, |f, &b| f | class(b));
            prop_assert!(numeric(b, 0).is_none() || may_be_numeric(b, 0, e, flags));
        }
    }

    fn whole(text: &str) {
        let b = text.as_bytes();
        let got = if b[0].is_ascii_digit() { numeric(b, 0) } else { named(b, 0) };
        assert_eq!(got, Some(text.len()), "{text}");
    }

    #[test]
    fn timestamps_are_one_piece() {
        for t in [
            "2026-11-20T18:43:41Z",
            "2026-11-20 18:43:41,123",
            "2026-11-20 18:43:41.123456789 +01:00",
            "2026/1/2:20:30:31.455",
            "10/17/2012 21:42 GMT",
            "20.11.2026 08:15",
            "9/27/2016",
            "Fri Nov 20 18:43:41 UTC 2026",
            "Fri Nov 20 18:43:41 2026",
            "Fri, 20 Nov 2026 18:43:41 +0000",
            "20 November 2026 18:43",
            "20 Nov 18:43:41",
            "Jun  9 06:06:01",
            "Nov 20, 2026 6:43:41 PM",
            "12:34",
            "6:43:41 PM",
        ] {
            whole(t);
        }
    }

    #[test]
    fn look_alikes_are_left_alone() {
        for t in ["Mon", "May be", "Marked 3", "March", "Sunday best", "Mar 12:x", "Jan 123"] {
            assert_eq!(named(t.as_bytes(), 0), None, "{t}");
        }
        for t in ["1:2:3", "12:34x", "12:34:56:78", "1-2", "1.2.3", "2026-11", "3 Marbles 2026", "123:45"] {
            assert_eq!(numeric(t.as_bytes(), 0), None, "{t}");
        }
    }
}
