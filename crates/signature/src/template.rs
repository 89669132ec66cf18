//! The text that is shown for a signature.
//!
//! Tokens do not say where spaces stood, and must not: one signature has one template. So spaces are
//! put where text and code usually have them, by rules that were measured against real messages
//! (a test of flake-cluster, `tests/templates.rs`, holds the share).

use crate::scan::{GAP, WILD};

/// The tokens as a person reads them: `<*>` for a wildcard, and spaces where text usually
/// has them. A function of the tokens alone, so that one signature has one template.
pub fn template(encoded: &[u8]) -> String {
    let tokens: Vec<&[u8]> = encoded.split(|&b| b == GAP).filter(|t| !t.is_empty()).collect();
    let mut text = Text {
        json: tokens.windows(3).any(|t| t[0] == b"\"" && t[1] == b":" && is_json_value(t[2])),
        tokens: &tokens,
        quoted: [false; QUOTES.len()],
        angles: 0,
    };
    let mut out = String::with_capacity(encoded.len() + 16);
    let mut glue = true;
    for (i, token) in tokens.iter().enumerate() {
        if !(glue || text.follows(i)) {
            out.push(' ');
        }
        if token[0] == WILD {
            out.push_str("<*>");
        } else {
            out.push_str(&String::from_utf8_lossy(token));
        }
        glue = text.leads(i);
        text.pass(i);
    }
    out
}

/// The tokens, and what is open at one of them.
struct Text<'a> {
    tokens: &'a [&'a [u8]],
    /// Names in double quotes with a value behind: as programs write it, without spaces.
    json: bool,
    /// Which of [`QUOTES`] are open.
    quoted: [bool; QUOTES.len()],
    angles: usize,
}

const WILDCARD: &[u8] = &[WILD];

/// The quotes that are paired.
const QUOTES: [&[u8]; 4] = [b"\"", b"'", b"`", b"\\\""];

impl Text<'_> {
    fn after(&self, i: usize, n: usize) -> &[u8] {
        self.tokens.get(i + n).copied().unwrap_or_default()
    }

    fn before(&self, i: usize, n: usize) -> &[u8] {
        i.checked_sub(n).map_or(b"", |at| self.tokens[at])
    }

    /// Whether a token stands right behind the one before it.
    fn follows(&self, i: usize) -> bool {
        let before = self.before(i, 1);
        match self.tokens[i] {
            b"," | b":" | b";" | b")" | b"]" | b"}" | b"." | b".." | b"|" => true,
            b"'" if self.is_apostrophe(i) => true,
            b"\"" if self.json && before == b"," => true,
            // `->`, `=>` and `]]>`; else an operator where nothing is open.
            b">" => self.angles > 0 || matches!(before, b"-" | b"=" | b"]"),
            b"<" => before.ends_with(b".") || before.ends_with(b"/"),
            b"=" => match before {
                b"!" | b"<" | b">" | b"=" => true,
                _ => self.after(i, 1) != b">" && !self.is_equality(i),
            },
            b"(" => self.is_call(i),
            b"[" => self.is_index(i),
            _ => self.quote(i).is_some_and(|q| self.quoted[q]),
        }
    }

    /// Whether the next token stands right behind this one.
    fn leads(&self, i: usize) -> bool {
        let before = self.before(i, 1);
        match self.tokens[i] {
            b"(" | b"[" | b"{" | b"<" | b"|" => true,
            b"'" if self.is_apostrophe(i) => true,
            b"!" => self.after(i, 1) == b"=",
            b"=" => !(matches!(before, b"!" | b"<" | b">") || i > 0 && self.is_equality(i - 1)),
            // `std::vec`, `id=ID:7`, `"name":"value"`
            b":" => {
                let value = self.before(i, 2) == b"=" && self.before(i, 3) != b"=";
                let named = || value && before.iter().all(u8::is_ascii_uppercase);
                before == b":" || named() || self.json && before == b"\"" && is_json_value(self.after(i, 1))
            }
            _ => self.quote(i).is_some_and(|q| !self.quoted[q]),
        }
    }

    /// Which of the quotes a token is.
    fn quote(&self, i: usize) -> Option<usize> {
        QUOTES.iter().position(|&q| q == self.after(i, 0))
    }

    /// Notes what a token opens or closes.
    fn pass(&mut self, i: usize) {
        let quote = self.quote(i).filter(|_| !self.is_apostrophe(i));
        if let Some(quote) = quote {
            self.quoted[quote] = !self.quoted[quote];
        }
        match self.tokens[i] {
            b"<" => self.angles += 1,
            b">" => self.angles = self.angles.saturating_sub(1),
            // Words keep them.
            word if quote.is_none() => {
                let ticks = word.iter().filter(|&&b| b == b'`').count();
                self.quoted[2] ^= ticks % 2 == 1;
            }
            _ => {}
        }
    }

    /// The first of the two in `left == right`; not in a ruler, nor in `==7==`.
    fn is_equality(&self, i: usize) -> bool {
        let sign = |token: &[u8]| token == b"=";
        sign(self.tokens[i])
            && sign(self.after(i, 1))
            && i > 0
            && !sign(self.before(i, 1))
            && !sign(self.after(i, 2))
            && !(self.before(i, 1) == WILDCARD && sign(self.before(i, 2)))
    }

    /// `can't`
    fn is_apostrophe(&self, i: usize) -> bool {
        self.tokens[i] == b"'"
            && !self.quoted[1]
            && is_word(self.before(i, 1))
            && matches!(self.after(i, 1), b"t" | b"s" | b"re" | b"ve" | b"ll" | b"d" | b"m")
    }

    /// `Option::unwrap(`, `load_user(`; a whole message `fetch(...)`; `attempt(s)`, `Intel(R)`.
    fn is_call(&self, i: usize) -> bool {
        let name = self.before(i, 1);
        if !is_word(name) {
            return false;
        }
        let colons = self.before(i, 2) == b":";
        let path = colons && self.before(i, 3) == b":";
        let whole = i == 1 && self.tokens.last() == Some(&&b")"[..]) && !name[0].is_ascii_uppercase();
        let suffix = matches!(self.after(i, 1), b"s" | b"es" | b"R" | b"TM") && self.after(i, 2) == b")";
        path || is_code(name) && !colons || whole || suffix
    }

    /// `localhost[7]`, `error[E0308]`; not `listening on [7]`.
    fn is_index(&self, i: usize) -> bool {
        // Of what is no wildcard only codes have digits.
        let value = |token: &[u8]| token == WILDCARD || token.iter().any(u8::is_ascii_digit);
        const LOOSE: [&[u8]; 12] =
            [b"and", b"or", b"to", b"on", b"at", b"in", b"of", b"by", b"for", b"from", b"with", b"is"];
        let name = self.before(i, 1);
        is_word(name)
            && value(self.after(i, 1))
            && matches!(self.after(i, 2), b"]" | b",")
            && (!name[0].is_ascii_uppercase() || is_code(name))
            && !LOOSE.contains(&name)
    }
}

fn is_json_value(token: &[u8]) -> bool {
    matches!(token, b"\"" | b"[" | b"{" | b"true" | b"false" | b"null") || token == WILDCARD
}

fn is_word(token: &[u8]) -> bool {
    token.last().is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii())
}

/// `camelCase`, `snake_case`, `a.path`
fn is_code(token: &[u8]) -> bool {
    let inner = |w: &[u8]| {
        w[1] == b'_' || w[1] == b'.' && w[0].is_ascii_alphanumeric() && w[2].is_ascii_alphanumeric()
    };
    let hump =
        |w: &[u8]| !w[0].is_ascii_uppercase() && w[0].is_ascii_alphanumeric() && w[1].is_ascii_uppercase();
    token.windows(3).any(inner) || token.windows(2).any(hump)
}

#[cfg(test)]
mod tests {
    use super::template;

    #[test]
    fn templates_read_like_text() {
        for (encoded, want) in [
            ("session opened for user * by ( uid = * )", "session opened for user <*> by (uid=<*>)"),
            ("' a ' , \" b \" : c", "'a', \"b\": c"),
            ("called Option : : unwrap ( * ) on a : b", "called Option::unwrap(<*>) on a: b"),
            ("assertion `left = = right` failed", "assertion `left == right` failed"),
            ("assert a ! = * , b > = c", "assert a != <*>, b >= c"),
            ("= = * = = ERROR : * = = = =", "==<*>==ERROR: <*>===="),
            ("\" level \" : \" warn \" , \" n \" : * }", "\"level\":\"warn\",\"n\":<*>}"),
            ("file \" * \" : no such thing", "file \"<*>\": no such thing"),
            ("don ' t use ' a ' - > ' b ' = > * .", "don't use 'a' -> 'b' => <*>."),
            ("fetch ( ' * )", "fetch('<*>)"),
            ("gave up ( after * attempt ( s ) )", "gave up (after <*> attempt(s))"),
            ("localhost [ * ] to [ * ] Bridge [ * ]", "localhost[<*>] to [<*>] Bridge [<*>]"),
            ("called `a : : b ( * ) ` on a ` c `", "called `a::b(<*>)` on a `c`"),
            (r#"" no \" zzz \" * \" y \" ""#, r#""no \"zzz\" <*> \"y\"""#),
            ("Option < T > : ( * ) > *", "Option <T>: (<*>) > <*>"),
            ("", ""),
        ] {
            assert_eq!(template(encoded.replace('*', "\u{1}").as_bytes()), want);
        }
    }
}
