//! Which words are part of a message, and which are names.

use super::lexicon::is_state;

/// What a word looks like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// `RUNNING`, `NODE_LOCAL`.
    Capitals,
    /// `getData`, `pre_boot`, `a.b`: what programs name things.
    Identifier,
    /// `started`, `up`: see [`is_state`].
    State,
    /// A word of English, as documentation of programs is written in.
    English,
    /// None of these: who or what is named so is named at will.
    Name,
}

/// Words that documentation of programs is written in, a line each, sorted. Those that
/// [`is_state`] knows are left out, and plurals whose singular is there.
///
/// Made by counting: words in small letters that at least 12 of 1,674 manual pages use, or 8 of
/// 2,751, three at most of pages whose names begin alike; without names of programs and accounts.
const ENGLISH: &str = include_str!("english.txt");

/// The words of [`ENGLISH`].
pub(super) struct Lexicon(Vec<&'static str>);

impl Lexicon {
    pub(super) fn new() -> Lexicon {
        Lexicon(ENGLISH.lines().collect())
    }

    pub(super) fn kind(&self, word: &[u8]) -> Kind {
        let start = word.iter().position(u8::is_ascii_alphanumeric).unwrap_or(0);
        let end = word.iter().rposition(u8::is_ascii_alphanumeric).map_or(0, |e| e + 1);
        let word = word.get(start..end).unwrap_or(word);
        if word.len() >= 2 && word.iter().all(|b| b.is_ascii_uppercase() || matches!(b, b'_' | b'-')) {
            // `READ-ONLY` is two words, `PC-ANNA` a machine.
            let named = word.contains(&b'-') && !word.contains(&b'_') && !self.is_sentence(word);
            return if named { Kind::Name } else { Kind::Capitals };
        }
        // `(D)`, `drive C`.
        if let [b'A'..=b'Z'] = word {
            return Kind::Name;
        }
        let humps =
            word.iter().skip(1).any(u8::is_ascii_uppercase) && word.iter().any(u8::is_ascii_lowercase);
        if humps || word.iter().any(|b| JOINS.contains(b)) {
            return Kind::Identifier;
        }
        if is_state(word) {
            return Kind::State;
        }
        if self.is_sentence(word) { Kind::English } else { Kind::Name }
    }

    /// Whether it is a word of English, or several with dashes between them.
    fn is_sentence(&self, word: &[u8]) -> bool {
        std::str::from_utf8(&word.to_ascii_lowercase())
            .is_ok_and(|small| self.is_english(small) || small.split('-').all(|part| self.is_english(part)))
    }

    fn is_english(&self, word: &str) -> bool {
        let known = |w: &str| w.len() < 2 || self.0.binary_search(&w).is_ok() || is_state(w.as_bytes());
        let composed = |w: &str| {
            known(w)
                || PREFIXES
                    .iter()
                    .any(|p| w.strip_prefix(p).is_some_and(|rest| rest.len() >= 4 && known(rest)))
        };
        composed(word) || ["s", "es", "ly"].iter().any(|end| word.strip_suffix(end).is_some_and(composed))
    }
}

/// What English puts before words: `outbound`, `override`.
const PREFIXES: &[&str] = &[
    "auto", "de", "dis", "down", "in", "inter", "mis", "multi", "non", "off", "on", "out", "over", "pre",
    "re", "sub", "un", "under", "up",
];

/// What joins the parts of an identifier.
const JOINS: &[u8] = b"_./$@\\#*~+";

#[cfg(test)]
mod tests {
    use super::{ENGLISH, Kind, Lexicon};

    #[test]
    fn the_list_is_sorted_and_has_no_word_twice() {
        let words: Vec<&str> = ENGLISH.lines().collect();
        assert!(words.windows(2).all(|w| w[0] < w[1]));
    }

    #[test]
    fn words_of_a_message_are_told_from_names() {
        let lexicon = Lexicon::new();
        for (kind, words) in [
            (Kind::Capitals, &["RUNNING", "NODE_LOCAL", "GET,", "READ-ONLY"][..]),
            (Kind::Identifier, &["getData", "pre_boot", "java.lang", "MapOutputTracker"]),
            (Kind::State, &["started", "Paused", "up"]),
            (Kind::English, &["memory", "Containers", "directly", "read-only", "a", "outbound", "override"]),
            (Kind::Name, &["anna", "PC-ANNA", "nginx", "Dell", "mqtt", "ärger"]),
        ] {
            for word in words {
                assert_eq!(lexicon.kind(word.as_bytes()), kind, "{word}");
            }
        }
    }
}
