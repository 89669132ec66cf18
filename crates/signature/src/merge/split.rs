//! Which rows of one shape are one message: column by column.
//!
//! The rules look at how many different words a column has, what kind of words they are, and
//! where the column stands. They are the same for every system; none knows a product.

use super::kind::Kind;
use super::lexicon::{introduces, is_account, is_state};
use super::words::{Line, Shape, WILD_ID, Words};
use std::collections::BTreeMap;

/// A column with at most this many words tells messages apart.
const FEW: usize = 5;
/// A column of words of state tells messages apart with up to this many of them.
const STATES: usize = 20;
/// A single differing column with at least this many words is a value ...
const MANY: usize = 3;
/// ... if this many constant words stand around it; of more words, fewer ...
const ANCHORS: usize = 4;
/// ... down to this many.
const FRAME: usize = 2;

/// What the punctuation says about a column.
#[derive(Clone, Copy)]
struct Place {
    /// Names may stand there.
    names: bool,
    /// Identifiers that stand there may be names too.
    identifiers: bool,
    /// So may what is written like `NODE_LOCAL`.
    constants: bool,
    /// Quotes stand around it, and it is no key.
    quoted: bool,
    /// `key=` stands before it.
    assigned: bool,
    /// So it does, in a message that is not a failure's.
    value: bool,
    /// The token before it is a word.
    follows_word: bool,
    /// It is the first token.
    first: bool,
    /// So it is, of a message that is not a failure's, and a word comes next.
    acts: bool,
    /// A word, or a word in quotes, comes next.
    labels: bool,
    /// It stands before or behind an arrow: what was, or what is now.
    turns: bool,
}

fn places(shape: &Shape<'_>) -> Vec<Place> {
    let marks = &shape.punctuation;
    // What a failure quotes (an attribute, a module, a key) is what it is about.
    let quotes = shape.before.is_empty() && shape.after.is_empty();
    let dash = |mark: &[u8]| matches!(mark, b"-" | b"=");
    let mark = |i: Option<usize>| i.and_then(|i| marks.get(i).copied());
    (0..marks.len())
        .filter(|&i| marks[i].is_empty())
        .map(|i| {
            let phrase = in_phrase(marks, i);
            let before = mark(i.checked_sub(1));
            let quote = before.filter(|b| quotes && matches!(*b, b"\"" | b"'"));
            let next = mark(Some(i + 1));
            let key = mark(Some(i + 2)) == Some(b":");
            // The first word is what the message is about, and so is what a failure names. Behind
            // `=` programs write words of their own, behind `:` identifiers of their own.
            let constants = !shape.failure && i > 0;
            // What stands before `=` is a key, an identifier before `:` a heading.
            let names = constants && before != Some(b"=") && next != Some(b"=") && !phrase;
            let assigned = before == Some(b"=") && mark(i.checked_sub(2)) == Some(b"");
            Place {
                constants,
                names,
                identifiers: names && before != Some(b":") && next != Some(b":"),
                quoted: quote.is_some() && next == quote && !key,
                assigned,
                value: assigned && !shape.failure,
                follows_word: before == Some(b""),
                first: i == 0,
                acts: i == 0 && !shape.failure && next == Some(b""),
                turns: (next.is_some_and(dash) && mark(Some(i + 2)) == Some(b">"))
                    || (before == Some(b">") && mark(i.checked_sub(2)).is_some_and(dash)),
                labels: match next {
                    Some(b"") => true,
                    Some(b"\"" | b"'") => mark(Some(i + 2)) == Some(b""),
                    _ => false,
                },
            }
        })
        .collect()
}

/// Whether the token at `i` stands in round brackets with three words or more, one after another:
/// `(sync out of range)`.
fn in_phrase(marks: &[&[u8]], i: usize) -> bool {
    let before = marks[..i].iter().rev().take_while(|mark| mark.is_empty()).count();
    let after = marks[i + 1..].iter().take_while(|mark| mark.is_empty()).count();
    let at = |place: Option<usize>| place.and_then(|place| marks.get(place));
    before + after >= 2
        && at(i.checked_sub(before + 1)).is_some_and(|mark| *mark == b"(")
        && at(Some(i + 1 + after)).is_some_and(|mark| *mark == b")")
}

/// How a column differs.
#[derive(Default)]
struct Differing {
    column: usize,
    /// Different words, up to one more than [`STATES`].
    n: usize,
    /// Whether a wildcard is among them: then the masks have decided that it is a value.
    wild: bool,
    /// How many of them are words of state.
    states: usize,
    /// Whether one of them is the name of an account that every system has.
    accounts: bool,
    /// How many of them are names, see [`Splitter::is_name`].
    names: usize,
    /// How many of those of state are written as in a sentence: `started`, not `STARTED`.
    verbs: usize,
}

impl Differing {
    /// All say in which state something is, or what is done to it.
    fn is_state(&self) -> bool {
        self.states == self.n && self.n <= STATES
    }

    /// Few words, or words of state. One word more that is none shall not make a value of them all,
    /// but names in capitals tell messages apart only if there is nothing else.
    fn tells_apart(&self) -> bool {
        self.n <= FEW || self.is_state() || (self.verbs * 2 > self.n && self.n <= STATES)
    }
}

pub(super) struct Splitter<'w, 'a> {
    words: &'w Words<'a>,
    places: Vec<Place>,
}

impl<'w, 'a> Splitter<'w, 'a> {
    pub(super) fn new(words: &'w Words<'a>, shape: &Shape<'_>) -> Self {
        Splitter { words, places: places(shape) }
    }

    /// Gives every set of rows that are one message to `done`, and the columns that tell it from
    /// the other sets.
    pub(super) fn split(&self, lines: Vec<Line>, done: &mut impl FnMut(Vec<Line>, &[usize])) {
        let columns: Vec<usize> = (0..lines[0].ids.len()).collect();
        self.level(lines, &columns, &mut Vec::new(), done);
    }

    fn differing(&self, lines: &[Line], column: usize) -> Option<Differing> {
        let first = lines[0].ids[column];
        if lines.iter().all(|l| l.ids[column] == first) {
            return None;
        }
        let wild = lines.iter().any(|l| l.ids[column] == WILD_ID);
        let mut seen = Vec::with_capacity(STATES);
        for line in lines {
            let id = line.ids[column];
            if id != WILD_ID && !seen.contains(&id) {
                seen.push(id);
                if seen.len() > STATES {
                    break;
                }
            }
        }
        let mut found = Differing { column, n: seen.len() + usize::from(wild), wild, ..Differing::default() };
        if seen.len() <= STATES {
            let words = || seen.iter().map(|&id| self.words.word(id));
            let of_kind = |kind| seen.iter().filter(|&&id| self.words.kind(id) == kind).count();
            found.accounts = words().any(is_account);
            found.states = if wild { 0 } else { words().filter(|w| is_state(w)).count() };
            found.names = seen.iter().filter(|&&id| self.is_name(column, id)).count();
            found.verbs = if wild { 0 } else { of_kind(Kind::State) };
        }
        Some(found)
    }

    /// Whether the word is a name: no English and no word of state, in a place where names stand.
    fn is_name(&self, column: usize, id: u32) -> bool {
        let place = self.places[column];
        match self.words.kind(id) {
            // `anna opened file`: somebody does something.
            Kind::Name => {
                place.names || (place.acts && self.words.word(id).iter().all(|b| !b.is_ascii_uppercase()))
            }
            // `be_add` and `be_modify` say what is done.
            Kind::Identifier => place.identifiers && !self.words.word(id).split(|b| *b == b'_').any(is_state),
            Kind::Capitals => place.constants && self.words.word(id).contains(&b'_'),
            Kind::State | Kind::English => false,
        }
    }

    /// Whether the line's word may turn out to be a value once there are others in its place.
    pub(super) fn may_vary(&self, line: &Line, column: usize) -> bool {
        let (place, id) = (self.places[column], line.ids[column]);
        let value = place.value && !self.words.says_what(line.ids[column - 1]);
        self.is_name(column, id) || ((place.quoted || value) && !is_state(self.words.word(id)))
    }

    fn level(
        &self,
        lines: Vec<Line>,
        open: &[usize],
        telling: &mut Vec<usize>,
        done: &mut impl FnMut(Vec<Line>, &[usize]),
    ) {
        let words = lines[0].ids.len();
        let differing: Vec<Differing> = open.iter().filter_map(|&c| self.differing(&lines, c)).collect();
        if differing.is_empty() {
            return done(lines, telling);
        }
        let varies = |c: usize| differing.iter().any(|d| d.column == c);
        let masked = |c: usize| lines[0].ids[c] == WILD_ID && !varies(c);
        let constant = words - differing.len() - (0..words).filter(|&c| masked(c)).count();
        let is_value = |d: &Differing| {
            let place = self.places[d.column];
            // `msg=started`, `"event":"login"`.
            let says = (place.quoted || place.assigned)
                && d.column > 0
                && !varies(d.column - 1)
                && self.words.says_what(lines[0].ids[d.column - 1]);
            if says {
                return false;
            }
            // `for user anna`, `"anna"`: named as a value, unless the words are of state.
            let before = d.column.checked_sub(1).filter(|&b| place.follows_word && !varies(b) && !masked(b));
            let introduced = place.quoted
                || (place.assigned
                    && !varies(d.column - 1)
                    && self.words.takes_values(lines[0].ids[d.column - 1]))
                || before.is_some_and(|b| d.accounts || introduces(self.words.word(lines[0].ids[b])));
            // Alone among enough fixed words, and several: a value, unless half are of state. Where
            // there are more of them, fewer fixed words do, if none is of state.
            let framed = constant >= ANCHORS
                || (constant >= FRAME && d.n + constant >= MANY + ANCHORS && d.states == 0);
            let alone = differing.len() == 1
                && framed
                && d.n >= MANY
                && d.column > 0
                && (d.states * 2 <= d.n || d.verbs == 0);
            // Names all of them, or most if there are several.
            let named = constant > 0 && !d.wild && (d.names == d.n || (d.n >= MANY && d.names * 2 > d.n));
            (introduced && !d.is_state()) || alone || named || (place.turns && constant > 0)
        };
        // `table "x" does not exist`: the first word, right before a value, says what that is.
        let is_label = |d: &Differing| {
            let place = self.places[d.column];
            let next = d.column + 1;
            let value = || differing.iter().any(|n| n.column == next && (n.wild || is_value(n)));
            place.first && place.labels && (masked(next) || value())
        };
        let few = differing
            .iter()
            .filter(|d| {
                let apart = d.tells_apart() || (d.n <= STATES && is_label(d));
                !d.wild && apart && !is_value(d)
            })
            .min_by_key(|d| (d.n, d.column));
        let column = match (few, &differing[..]) {
            (Some(d), _) => d.column,
            // Many words in one place, and something fixed around them.
            (None, [d]) if constant >= 2 && d.n > FEW => return done(lines, telling),
            // Too little in common to call the rest values.
            (None, _) if constant < differing.len() => match differing.iter().find(|d| !is_value(d)) {
                Some(d) => d.column,
                None => return done(lines, telling),
            },
            (None, _) => return done(lines, telling),
        };
        let open: Vec<usize> = differing.iter().map(|d| d.column).filter(|&c| c != column).collect();
        let mut groups: BTreeMap<u32, Vec<Line>> = BTreeMap::new();
        for line in lines {
            groups.entry(line.ids[column]).or_default().push(line);
        }
        telling.push(column);
        for group in groups.into_values() {
            self.level(group, &open, telling, done);
        }
        telling.pop();
    }
}
