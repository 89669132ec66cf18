//! Joins messages that differ in a text between brackets or quotes, or behind the last `key=`, of
//! however many words.
//!
//! `parsed response * [SA KE]`, `parsed response * [AUTH]` and `parsed response * [SA No TS]` have unlike
//! lengths, so that no column can be compared; but what stands around the brackets is the same, and long
//! enough to be one message. Where a set has several texts in one place they are values, as words are. A
//! fixed phrase in brackets, `(out of range)`, tells messages apart, and so does what is done or in which
//! state something is.

use super::lexicon::is_state;
use super::made::Made;
use super::words::is_word;
use crate::protect;
use crate::scan::{GAP, WILD};
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// So many different texts in brackets make a value; in quotes two do.
const TEXTS: usize = 3;
/// So many words at least stand outside.
const FRAME: usize = 3;
/// So many words in small letters are prose.
const PROSE: usize = 2;
/// Rounds: in each one place of a message may become a value.
const ROUNDS: usize = 3;

/// Joins clusters of log messages (not of failures); whether there were any to join.
pub(super) fn join(made: &mut Vec<Made>) -> bool {
    let mut any = false;
    for _ in 0..ROUNDS {
        let Some(joined) = round(made) else { break };
        *made = joined.into_iter().map(|joined| merged(made, joined)).collect();
        any = true;
    }
    any
}

/// A place where a text stands.
struct Slot {
    /// The message without the text.
    frame: Vec<u8>,
    quoted: bool,
    /// Whether the text is one token.
    single: bool,
    /// Whether it begins with a word of state.
    state: bool,
}

/// Clusters that become one.
struct Joined {
    of: Vec<usize>,
    /// Their template, if they are several.
    template: Option<Vec<u8>>,
}

/// What becomes of the clusters; `None` if none are joined.
fn round(made: &[Made]) -> Option<Vec<Joined>> {
    let mut by_frame: HashMap<Vec<u8>, Texts, RandomState> = HashMap::default();
    for (i, m) in made.iter().enumerate().filter(|(_, m)| !m.failure) {
        for slot in slots(&m.template) {
            let texts = by_frame.entry(slot.frame).or_default();
            texts.of.push(i);
            texts.long |= !slot.single;
            texts.quoted |= slot.quoted;
            texts.states += usize::from(slot.state);
        }
    }
    by_frame.retain(|_, texts| texts.are_values());
    if by_frame.is_empty() {
        return None;
    }
    // Every cluster goes to the frame that most share; of equals to the first, so that the order of the
    // rows does not matter.
    let mut frames: Vec<(Vec<u8>, Texts)> = by_frame.into_iter().collect();
    frames.sort_by(|a, b| b.1.of.len().cmp(&a.1.of.len()).then_with(|| a.0.cmp(&b.0)));
    let mut taken = vec![false; made.len()];
    let mut out = Vec::new();
    for (frame, texts) in frames {
        let free: Vec<usize> = texts.of.into_iter().filter(|&i| !taken[i]).collect();
        if free.len() < 2 {
            continue;
        }
        free.iter().for_each(|&i| taken[i] = true);
        out.push(Joined { of: free, template: Some(frame) });
    }
    out.extend((0..made.len()).filter(|&i| !taken[i]).map(|i| Joined { of: vec![i], template: None }));
    Some(out)
}

#[derive(Default)]
struct Texts {
    of: Vec<usize>,
    long: bool,
    quoted: bool,
    states: usize,
}

impl Texts {
    /// Texts that begin with what is done or in which state something is tell messages apart.
    fn are_values(&self) -> bool {
        let enough = if self.quoted { 2 } else { TEXTS };
        self.long && self.of.len() >= enough && self.states * 2 < self.of.len()
    }
}

fn merged(made: &mut [Made], joined: Joined) -> Made {
    let mut parts = joined.of.iter().map(|&i| std::mem::take(&mut made[i]));
    let mut all = parts.next().unwrap_or_default();
    for part in parts {
        all.members.extend(part.members);
        all.count += part.count;
    }
    if let Some(template) = joined.template {
        all.key.clone_from(&template);
        all.telling_key.clone_from(&template);
        all.template = template;
    }
    all
}

/// The places of a message where a text stands between brackets or quotes, with enough words outside.
fn slots(template: &[u8]) -> Vec<Slot> {
    let tokens: Vec<&[u8]> = template.split(|&b| b == GAP).collect();
    let all = words(&tokens);
    let mut found = Vec::new();
    // What stands at the very beginning is a mark: `(II)`, `[core]`.
    let mut i = 1;
    while i < tokens.len() {
        let Some(close) = closing(&tokens, i).filter(|&close| close > i + 1) else {
            i += 1;
            continue;
        };
        let text = &tokens[i + 1..close];
        let said = text.iter().any(|t| **t == [WILD] || is_word(t));
        if said && all - words(text) >= FRAME && !says_what(&tokens[..i]) {
            let frame = framed(&tokens[..=i], &tokens[close..]);
            let quoted = matches!(tokens[i], b"\"" | b"'");
            let capitals = text[0].len() > 1 && text[0].iter().all(u8::is_ascii_uppercase);
            let prose = text.iter().filter(|t| t.len() > 1 && t[0].is_ascii_lowercase()).count();
            // `(out of range)`, and not `[mem 0x0 window]`.
            let phrase = tokens[i] == b"(" && (prose >= PROSE || prose == text.len());
            let state = phrase || (is_state(text[0]) && (quoted || !capitals));
            found.push(Slot { frame, quoted, single: text.len() == 1, state });
        }
        i = close + 1;
    }
    found.extend(tail(&tokens));
    found
}

/// The text after the last `key=`, up to the end.
fn tail(tokens: &[&[u8]]) -> Option<Slot> {
    let equals = tokens.iter().rposition(|t| *t == b"=")?;
    let (before, text) = (&tokens[..=equals], &tokens[equals + 1..]);
    // `uid=0: no such job`: there the value is over, and the message goes on.
    let goes_on = text.len() > 1
        && matches!(text[0], [WILD] | b":" | b"," | b";" | b")" | b"]" | b"}" | b">" | b"|" | b"-");
    if text.is_empty() || goes_on || words(before) < FRAME || says_what(before) {
        return None;
    }
    let frame = framed(before, &[]);
    Some(Slot { frame, quoted: *text == [&[WILD][..]], single: text.len() == 1, state: is_state(text[0]) })
}

/// The words among these tokens; single letters are none.
fn words(tokens: &[&[u8]]) -> usize {
    tokens.iter().filter(|t| t.len() > 1 && is_word(t)).count()
}

/// The message with a value in the place of its text.
fn framed(before: &[&[u8]], after: &[&[u8]]) -> Vec<u8> {
    [before, &[&[WILD][..]], after].concat().join(&GAP)
}

/// Whether what comes after these tokens is the value of a key that says what the message is.
fn says_what(before: &[&[u8]]) -> bool {
    matches!(before, [.., key, b"="] | [.., b"\"", key, b"\"", b":"] if protect::says_what(key))
}

/// The token that closes what the one at `i` opens.
fn closing(tokens: &[&[u8]], i: usize) -> Option<usize> {
    let (open, close): (&[u8], &[u8]) = match tokens[i] {
        b"(" => (b"(", b")"),
        b"[" => (b"[", b"]"),
        b"{" => (b"{", b"}"),
        b"\"" | b"'" => return (i + 1..tokens.len()).find(|&n| tokens[n] == tokens[i]),
        _ => return None,
    };
    let mut depth = 0_usize;
    for (n, token) in tokens.iter().enumerate().skip(i) {
        if *token == open {
            depth += 1;
        } else if *token == close {
            depth -= 1;
            if depth == 0 {
                return Some(n);
            }
        }
    }
    None
}
