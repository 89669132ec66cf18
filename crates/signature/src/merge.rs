//! L2: merges signatures that differ in a value the masks could not know.
//!
//! The input is a set; the result depends on that set alone (and ids on the counts as
//! well, see [`Cluster::id`]). Rows of equal length and equal punctuation are compared
//! column by column: a column of few different words tells messages apart (`Started`,
//! `Paused`), one of many is a value (`user anna`, `user bert`, ...).
//!
//! Cost: O(rows * columns) for every level of splitting, and every level makes at least one
//! column constant.

use crate::scan::{GAP, WILD};
use crate::sig::{SigId, digest};
use std::collections::{BTreeMap, HashMap};

/// Separates the parts of a failure's signature: type, message, site. Only the message is
/// open to merging.
pub const PART: u8 = 2;

/// The version of the merge, in every cluster id.
pub const VERSION: &str = "c1";

/// A column with at most this many words tells messages apart.
const FEW: usize = 5;
/// A column of words of state tells messages apart with up to this many of them.
const STATES: usize = 20;
/// A single differing column with at least this many words is a value ...
const MANY: usize = 3;
/// ... if at least this many constant words stand around it.
const ANCHORS: usize = 4;

/// One distinct signature.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Its id.
    pub sig: SigId,
    /// Its tokens.
    pub encoded: &'a [u8],
    /// How many messages have it; at least 1.
    pub count: u64,
}

/// `c1-` and 16 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClusterId(pub u64);

impl ClusterId {
    /// The id of a cluster that one signature stands for.
    pub fn of_sig(sig: SigId) -> ClusterId {
        ClusterId(digest(b"c1 sig", &sig.0.to_be_bytes()))
    }

    /// Another id, for when this one is taken by a cluster of an earlier window.
    pub fn after(id: &str) -> ClusterId {
        ClusterId(digest(b"c1 after", id.as_bytes()))
    }

    fn of_template(template: &[u8]) -> ClusterId {
        ClusterId(digest(b"c1 template", template))
    }
}

impl std::fmt::Display for ClusterId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{VERSION}-{:016x}", self.0)
    }
}

impl std::fmt::Debug for ClusterId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

impl std::str::FromStr for ClusterId {
    type Err = String;
    fn from_str(s: &str) -> Result<ClusterId, String> {
        s.strip_prefix("c1-")
            .filter(|h| h.len() == 16)
            .and_then(|h| u64::from_str_radix(h, 16).ok())
            .map(ClusterId)
            .ok_or_else(|| {
                format!("{s:?} is not a cluster id of this version (c1- and 16 hexadecimal digits)")
            })
    }
}

/// Signatures that are one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// That of the signature which has more than half of the messages, else that of the
    /// template: so the id stays when the next window brings a few unlike members, and when
    /// it brings more values of a column that is known to vary.
    pub id: ClusterId,
    /// The tokens all members share, wildcards elsewhere.
    pub template: Vec<u8>,
    /// Indices into the rows, in the order of the signatures' ids.
    pub members: Vec<usize>,
}

/// Merges distinct signatures. The clusters come sorted by their templates; every row is
/// in exactly one.
pub fn merge(rows: &[Row<'_>]) -> Vec<Cluster> {
    let words = Words::of(rows);
    let mut buckets: BTreeMap<Shape<'_>, Vec<Line>> = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        let (shape, ids) = words.line(row.encoded);
        buckets.entry(shape).or_default().push(Line { row: i, ids });
    }
    let mut out = Vec::new();
    for (shape, lines) in buckets {
        let columns: Vec<usize> = (0..lines[0].ids.len()).collect();
        // What a failure quotes (an attribute, a module, a key) is what it is about.
        let quotes = shape.before.is_empty() && shape.after.is_empty();
        let places = places(&shape.punctuation, quotes);
        words.split(lines, &columns, &places, &mut |lines| out.push(words.cluster(rows, &shape, &lines)));
    }
    join(rows, &mut out);
    out.sort_by(|a, b| a.template.cmp(&b.template).then(a.id.cmp(&b.id)));
    out
}

/// Joins what a masked name has taken apart: `from web7 (10.0.0.1)` is `from *`, since the
/// scanner takes in what stands in brackets after a value, while `from mail (10.0.0.1)`
/// keeps its shape. Where the set has a message in both forms, they are one.
fn join(rows: &[Row<'_>], clusters: &mut Vec<Cluster>) {
    let candidates: Vec<(usize, Vec<u8>)> =
        rows.iter().enumerate().filter_map(|(i, r)| Some((i, without_bracketed(r.encoded)?))).collect();
    if candidates.is_empty() {
        return;
    }
    let row_of: HashMap<&[u8], usize> = rows.iter().enumerate().map(|(i, r)| (r.encoded, i)).collect();
    let mut cluster_of = vec![0; rows.len()];
    for (c, cluster) in clusters.iter().enumerate() {
        for &m in &cluster.members {
            cluster_of[m] = c;
        }
    }
    // Towards the shorter form, whose template says what both have in common.
    let mut into: Vec<usize> = (0..clusters.len()).collect();
    for (i, short) in candidates {
        if let Some(&j) = row_of.get(&short[..]) {
            let (mut from, mut to) = (cluster_of[i], cluster_of[j]);
            while into[from] != from {
                from = into[from];
            }
            while into[to] != to {
                to = into[to];
            }
            into[from] = to;
        }
    }
    for c in 0..clusters.len() {
        let mut to = c;
        while into[to] != to {
            to = into[to];
        }
        if to != c {
            let members = std::mem::take(&mut clusters[c].members);
            clusters[to].members.extend(members);
        }
    }
    clusters.retain(|c| !c.members.is_empty());
    for cluster in clusters {
        cluster.members.sort_by_key(|&m| rows[m].sig);
        cluster.id = id_of(rows, &cluster.members, &cluster.template);
    }
}

/// The tokens with every `word ( * )` and `word [ * ]` as one wildcard; `None` if there is
/// none, or if too little else would be left to recognise the message by.
fn without_bracketed(encoded: &[u8]) -> Option<Vec<u8>> {
    let all: Vec<&[u8]> = encoded.split(|&b| b == GAP).collect();
    let mut out: Vec<&[u8]> = Vec::with_capacity(all.len());
    let (mut i, mut found, mut words) = (0, false, 0);
    while i < all.len() {
        let bracketed = matches!(all.get(i + 1..i + 4), Some([b"(", [WILD], b")"] | [b"[", [WILD], b"]"]));
        if bracketed
            && is_word(all[i])
            && all[i] != [WILD]
            && !all[i].contains(&PART)
            && out.last() != Some(&&[WILD][..])
        {
            out.push(&[WILD]);
            i += 4;
            found = true;
        } else {
            words += usize::from(is_word(all[i]) && all[i] != [WILD]);
            out.push(all[i]);
            i += 1;
        }
    }
    (found && words >= 2).then(|| out.join(&GAP))
}

/// See [`Cluster::id`].
fn id_of(rows: &[Row<'_>], members: &[usize], template: &[u8]) -> ClusterId {
    let total: u64 = members.iter().map(|&m| rows[m].count).sum();
    match members.iter().find(|&&m| rows[m].count > total / 2) {
        Some(&m) => ClusterId::of_sig(rows[m].sig),
        None => ClusterId::of_template(template),
    }
}

/// What must agree: the fixed parts, and where which punctuation stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shape<'a> {
    before: &'a [u8],
    after: &'a [u8],
    /// Per token its bytes if it is punctuation, else nothing.
    punctuation: Vec<&'a [u8]>,
}

/// A row with its words as numbers; punctuation is left out, the shape has it.
struct Line {
    row: usize,
    ids: Vec<u32>,
}

const WILD_ID: u32 = 0;

/// All distinct words, sorted, so that a number's order is the word's order.
struct Words<'a>(Vec<&'a [u8]>);

fn is_word(token: &[u8]) -> bool {
    token.iter().any(|b| b.is_ascii_alphanumeric() || *b >= 0x80) || token == [WILD]
}

/// Type, message, site; a message without parts is all message.
fn parts(encoded: &[u8]) -> (&[u8], &[u8], &[u8]) {
    let mut it = encoded.splitn(3, |&b| b == PART);
    let first = it.next().unwrap_or(b"");
    match (it.next(), it.next()) {
        (Some(message), site) => (first, message, site.unwrap_or(b"")),
        _ => (b"", first, b""),
    }
}

fn tokens(message: &[u8]) -> impl Iterator<Item = &[u8]> {
    message.split(|&b| b == GAP).filter(|t| !t.is_empty())
}

impl<'a> Words<'a> {
    fn of(rows: &[Row<'a>]) -> Words<'a> {
        let mut words: Vec<&[u8]> = rows
            .iter()
            .flat_map(|r| tokens(parts(r.encoded).1))
            .filter(|t| is_word(t) && *t != [WILD])
            .collect();
        words.sort_unstable();
        words.dedup();
        Words(words)
    }

    fn line(&self, encoded: &'a [u8]) -> (Shape<'a>, Vec<u32>) {
        let (before, message, after) = parts(encoded);
        let mut punctuation = Vec::new();
        let mut ids = Vec::new();
        for token in tokens(message) {
            if is_word(token) {
                punctuation.push(&b""[..]);
                let id = self.0.binary_search(&token).map_or(WILD_ID, |i| i as u32 + 1);
                ids.push(id);
            } else {
                punctuation.push(token);
            }
        }
        (Shape { before, after, punctuation }, ids)
    }

    fn cluster(&self, rows: &[Row<'_>], shape: &Shape<'_>, lines: &[Line]) -> Cluster {
        let mut message: Vec<u8> = Vec::new();
        let mut column = 0;
        for &mark in &shape.punctuation {
            if !message.is_empty() {
                message.push(GAP);
            }
            if !mark.is_empty() {
                message.extend_from_slice(mark);
                continue;
            }
            let id = lines[0].ids[column];
            if id != WILD_ID && lines.iter().all(|l| l.ids[column] == id) {
                message.extend_from_slice(self.0[id as usize - 1]);
            } else {
                message.push(WILD);
            }
            column += 1;
        }
        let mut template = message;
        if !(shape.before.is_empty() && shape.after.is_empty()) {
            template = [shape.before, &[PART], &template, &[PART], shape.after].concat();
        }
        let mut members: Vec<usize> = lines.iter().map(|l| l.row).collect();
        members.sort_by_key(|&m| rows[m].sig);
        let id = id_of(rows, &members, &template);
        Cluster { id, template, members }
    }
}

/// How a column differs.
struct Differing {
    column: usize,
    /// Different words, up to one more than [`STATES`].
    n: usize,
    /// Whether a wildcard is among them: then the masks have decided that it is a value.
    wild: bool,
    /// How many of them are words of state.
    states: usize,
}

impl Differing {
    /// All say in which state something is, or what is done to it.
    fn is_state(&self) -> bool {
        self.states == self.n && self.n <= STATES
    }
}

impl<'a> Words<'a> {
    fn differing(&self, lines: &[Line], column: usize) -> Option<Differing> {
        let first = lines[0].ids[column];
        if lines.iter().all(|l| l.ids[column] == first) {
            return None;
        }
        let mut seen = Vec::with_capacity(STATES);
        for line in lines {
            let id = line.ids[column];
            if !seen.contains(&id) {
                if seen.len() == STATES {
                    return Some(Differing {
                        column,
                        n: STATES + 1,
                        wild: lines.iter().any(|l| l.ids[column] == WILD_ID),
                        states: 0,
                    });
                }
                seen.push(id);
            }
        }
        let wild = seen.contains(&WILD_ID);
        let states =
            if wild { 0 } else { seen.iter().filter(|&&id| is_state(self.0[id as usize - 1])).count() };
        Some(Differing { column, n: seen.len(), wild, states })
    }

    fn split(&self, lines: Vec<Line>, open: &[usize], places: &[Place], done: &mut impl FnMut(Vec<Line>)) {
        let words = lines[0].ids.len();
        let differing: Vec<Differing> = open.iter().filter_map(|&c| self.differing(&lines, c)).collect();
        if differing.is_empty() {
            return done(lines);
        }
        let varies = |c: usize| differing.iter().any(|d| d.column == c);
        let masked = (0..words).filter(|&c| lines[0].ids[c] == WILD_ID && !varies(c)).count();
        let constant = words - differing.len() - masked;
        let is_value = |d: &Differing| {
            // `for user anna`, `"anna"`: named as a value, unless the words are of state.
            let place = places[d.column];
            let before = d.column.checked_sub(1).filter(|&b| place.follows_word && !varies(b));
            let introduced = place.quoted || before.is_some_and(|b| self.introduces(lines[0].ids[b]));
            // Alone among enough fixed words, and several: a value, unless half are of state.
            let alone = differing.len() == 1
                && constant >= ANCHORS
                && d.n >= MANY
                && d.column > 0
                && d.states * 2 <= d.n;
            (introduced && !d.is_state()) || alone
        };
        let few = differing
            .iter()
            .filter(|d| !d.wild && (d.n <= FEW || d.is_state()) && !is_value(d))
            .min_by_key(|d| (d.n, d.column));
        let column = match (few, &differing[..]) {
            (Some(d), _) => d.column,
            // Many words in one place, and something fixed around them.
            (None, [d]) if constant >= 2 && d.n > FEW => return done(lines),
            // Too little in common to call the rest values.
            (None, _) if constant * 2 < words => match differing.iter().find(|d| !is_value(d)) {
                Some(d) => d.column,
                None => return done(lines),
            },
            (None, _) => return done(lines),
        };
        let open: Vec<usize> = differing.iter().map(|d| d.column).filter(|&c| c != column).collect();
        let mut groups: BTreeMap<u32, Vec<Line>> = BTreeMap::new();
        for line in lines {
            groups.entry(line.ids[column]).or_default().push(line);
        }
        for group in groups.into_values() {
            self.split(group, &open, places, done);
        }
    }

    /// Whether the word before a value says that one follows.
    fn introduces(&self, id: u32) -> bool {
        id != WILD_ID
            && matches!(self.0[id as usize - 1], b"user" | b"User" | b"username" | b"hostname" | b"account")
    }
}

/// Words that say in which state something is or what was done: participles, switches, and
/// names in capitals. They tell messages apart, where names of people or machines do not.
fn is_state(word: &[u8]) -> bool {
    let end = word.iter().rposition(u8::is_ascii_alphanumeric).map_or(0, |e| e + 1);
    let word = &word[..end];
    if word.len() >= 2 && word.iter().all(|b| b.is_ascii_uppercase() || matches!(b, b'_' | b'-')) {
        return true;
    }
    let low = word.to_ascii_lowercase();
    if low.len() >= 5 && (low.ends_with(b"ed") || low.ends_with(b"ing")) {
        return true;
    }
    matches!(
        &low[..],
        b"up"
            | b"down"
            | b"on"
            | b"off"
            | b"true"
            | b"false"
            | b"yes"
            | b"no"
            | b"ok"
            | b"open"
            | b"close"
            | b"start"
            | b"stop"
            | b"begin"
            | b"end"
            | b"new"
            | b"idle"
            | b"busy"
            | b"active"
            | b"inactive"
            | b"online"
            | b"offline"
            | b"ready"
            | b"dead"
            | b"alive"
            | b"success"
            | b"failure"
            | b"null"
            | b"none"
            | b"in"
            | b"out"
            | b"enter"
            | b"exit"
            | b"read"
            | b"write"
            | b"add"
            | b"remove"
            | b"create"
            | b"delete"
            | b"get"
            | b"set"
            | b"put"
            | b"lost"
            | b"found"
            | b"done"
            | b"left"
            | b"before"
            | b"after"
            | b"first"
            | b"last"
    )
}

/// What the punctuation says about a column.
#[derive(Clone, Copy)]
struct Place {
    /// Quotes stand around it.
    quoted: bool,
    /// The token before it is a word.
    follows_word: bool,
}

fn places(punctuation: &[&[u8]], quotes: bool) -> Vec<Place> {
    (0..punctuation.len())
        .filter(|&i| punctuation[i].is_empty())
        .map(|i| {
            let before = i.checked_sub(1).map(|b| punctuation[b]);
            let quote = before.filter(|b| quotes && matches!(*b, b"\"" | b"'"));
            Place {
                quoted: quote.is_some() && punctuation.get(i + 1).copied() == quote,
                follows_word: before == Some(b""),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Cluster, Row, merge};
    use crate::scan::{Options, Scanner};
    use crate::sig::{SigId, template};
    use proptest::prelude::*;

    /// Clusters of messages: per cluster its template and the messages' indices.
    fn grouped(messages: &[&str]) -> Vec<(String, Vec<usize>)> {
        let (rows, of) = encode(messages);
        let rows: Vec<Row<'_>> =
            rows.iter().map(|(e, n)| Row { sig: SigId::of(e), encoded: e, count: *n }).collect();
        merge(&rows)
            .iter()
            .map(|c| {
                (template(&c.template), (0..messages.len()).filter(|&m| c.members.contains(&of[m])).collect())
            })
            .collect()
    }

    fn encode(messages: &[&str]) -> (Vec<(Vec<u8>, u64)>, Vec<usize>) {
        let mut scanner = Scanner::new(Options::default());
        let mut rows: Vec<(Vec<u8>, u64)> = Vec::new();
        let of = messages
            .iter()
            .map(|m| {
                let e = scanner.scan(m.as_bytes()).encoded.to_vec();
                let at = rows.iter().position(|r| r.0 == e).unwrap_or_else(|| {
                    rows.push((e, 0));
                    rows.len() - 1
                });
                rows[at].1 += 1;
                at
            })
            .collect();
        (rows, of)
    }

    #[test]
    fn names_are_values_and_states_are_not() {
        let got = grouped(&[
            "session opened for user anna by (uid=0)",
            "session opened for user bert by (uid=0)",
            "session opened for user carl by (uid=1)",
            "[instance: 7] VM Started now",
            "[instance: 8] VM Paused now",
        ]);
        assert_eq!(
            got,
            [
                ("[instance: <*>] VM Paused now".to_owned(), vec![4]),
                ("[instance: <*>] VM Started now".to_owned(), vec![3]),
                ("session opened for user <*> by (uid=<*>)".to_owned(), vec![0, 1, 2]),
            ]
        );
    }

    #[test]
    fn many_words_make_a_value() {
        let users = ["anna", "bert", "carl", "dora", "emil", "fred", "gina"];
        let lines: Vec<String> = users.iter().map(|u| format!("Invalid user {u} from 10.0.0.1")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        assert_eq!(grouped(&lines).len(), 1);
    }

    #[test]
    fn a_name_before_an_address_is_a_value_when_the_set_shows_it() {
        let both = [
            "connect from web7 (10.0.0.1) ok",
            "connect from mail (10.0.0.2) ok",
            "connect from mail (10.0.0.3) ok",
        ];
        assert_eq!(grouped(&both), [("connect from <*> ok".to_owned(), vec![0, 1, 2])]);
        assert_eq!(grouped(&["connect from mail (10.0.0.2) ok"])[0].0, "connect from mail (<*>) ok");
    }

    #[test]
    fn the_id_survives_a_few_new_members() {
        let id = |rows: &[(&[u8], u64)]| {
            let rows: Vec<Row<'_>> =
                rows.iter().map(|&(e, count)| Row { sig: SigId::of(e), encoded: e, count }).collect();
            let got = merge(&rows);
            assert_eq!(got.len(), 1);
            got[0].id
        };
        let before = id(&[(b"failed password for root from \x01 port \x01", 90)]);
        let after = id(&[
            (b"failed password for root from \x01 port \x01", 170),
            (b"failed password for anna from \x01 port \x01", 5),
            (b"failed password for bert from \x01 port \x01", 5),
        ]);
        assert_eq!(before, after);
    }

    fn messages() -> impl Strategy<Value = Vec<String>> {
        let word = prop_oneof![
            Just("started"),
            Just("user"),
            Just("for"),
            Just("anna"),
            Just("7"),
            Just("x=1"),
            Just("("),
            Just("done:")
        ];
        proptest::collection::vec(proptest::collection::vec(word, 1..7).prop_map(|w| w.join(" ")), 1..40)
    }

    fn canonical(clusters: &[Cluster], rows: &[Row<'_>]) -> Vec<(u64, Vec<u64>)> {
        clusters.iter().map(|c| (c.id.0, c.members.iter().map(|&m| rows[m].sig.0).collect())).collect()
    }

    proptest! {
        #[test]
        fn order_does_not_matter_and_every_row_is_in_one_cluster(lines in messages(), seed in 0usize..1000) {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let (owned, _) = encode(&lines);
            let rows: Vec<Row<'_>> = owned.iter().map(|(e, n)| Row { sig: SigId::of(e), encoded: e, count: *n }).collect();
            let mut turned = rows.clone();
            turned.rotate_left(seed % rows.len());
            turned.reverse();
            let (a, b) = (merge(&rows), merge(&turned));
            prop_assert_eq!(canonical(&a, &rows), canonical(&b, &turned));
            let mut all: Vec<usize> = a.iter().flat_map(|c| c.members.clone()).collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..rows.len()).collect::<Vec<_>>());
            let mut ids: Vec<_> = a.iter().map(|c| c.id).collect();
            ids.sort_unstable();
            ids.dedup();
            prop_assert_eq!(ids.len(), a.len());
        }
    }
}
