//! Joins what a masked name has taken apart.

use super::lexicon::is_state;
use super::words::is_word;
use super::{Cluster, PART, Row};
use crate::scan::{GAP, WILD};
use foldhash::fast::RandomState;
use std::collections::{BTreeMap, HashMap};

/// `from web7 (10.0.0.1)` and `to web7:9000` are `from *` and `to *`, since the scanner takes in what
/// stands in brackets or behind a colon after a value, while `from mail (10.0.0.1)` and
/// `to mail:9000` keep their shape. Where the set has a message in both forms, they are one.
pub(super) fn join(rows: &[Row<'_>], clusters: &mut Vec<Cluster>) {
    let candidates: Vec<(usize, Vec<u8>)> = rows
        .iter()
        .enumerate()
        .flat_map(|(i, r)| shorter(r.encoded).into_iter().map(move |s| (i, s)))
        .collect();
    if candidates.is_empty() {
        return;
    }
    let row_of: HashMap<&[u8], usize, RandomState> =
        rows.iter().enumerate().map(|(i, r)| (r.encoded, i)).collect();
    let mut cluster_of = vec![0; rows.len()];
    for (c, cluster) in clusters.iter().enumerate() {
        for &m in &cluster.members {
            cluster_of[m] = c;
        }
    }
    let mut sets = Sets((0..clusters.len()).collect());
    for (i, short) in candidates {
        if let Some(&j) = row_of.get(&short[..]) {
            sets.unite(cluster_of[i], cluster_of[j]);
        }
    }
    let mut joined: BTreeMap<usize, Vec<Cluster>> = BTreeMap::new();
    for &c in sets.0.iter().enumerate().filter(|(c, root)| c != *root).map(|(_, root)| root) {
        joined.entry(c).or_default();
    }
    let mut all: Vec<Cluster> = Vec::with_capacity(clusters.len());
    for (c, cluster) in std::mem::take(clusters).into_iter().enumerate() {
        match joined.get_mut(&sets.root(c)) {
            Some(parts) => parts.push(cluster),
            None => all.push(cluster),
        }
    }
    all.extend(joined.into_values().filter(|parts| !parts.is_empty()).map(one));
    *clusters = all;
}

/// Sets of numbers, each with one of them as its root.
struct Sets(Vec<usize>);

impl Sets {
    fn root(&mut self, mut of: usize) -> usize {
        while self.0[of] != of {
            self.0[of] = self.0[self.0[of]];
            of = self.0[of];
        }
        of
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a] = b;
    }
}

/// One cluster of several: known by the one with the shortest form, whose template says what all have
/// in common.
fn one(mut parts: Vec<Cluster>) -> Cluster {
    let tokens = |template: &[u8]| template.split(|&b| b == GAP).count();
    parts.sort_by(|a, b| {
        tokens(&a.template).cmp(&tokens(&b.template)).then_with(|| a.template.cmp(&b.template))
    });
    let mut parts = parts.into_iter();
    let mut all = parts.next().expect("no set is empty");
    for part in parts {
        all.template = common(&part.template, &all.template);
        all.members.extend(part.members);
    }
    all
}

/// The template of two clusters of which the first has forms as short as the second.
fn common(long: &[u8], short: &[u8]) -> Vec<u8> {
    let tokens = |template: &[u8]| template.split(|&b| b == GAP).count();
    let forms = std::iter::once(long.to_vec()).chain(shorter(long));
    let Some(form) = forms.into_iter().find(|form| tokens(form) == tokens(short)) else {
        return short.to_vec();
    };
    let value: &[u8] = &[WILD];
    let both = short.split(|&b| b == GAP).zip(form.split(|&b| b == GAP));
    both.map(|(a, b)| if a == b { a } else { value }).collect::<Vec<_>>().join(&GAP)
}

/// The forms of a message in which a word and the value attached to it are one wildcard:
/// each place alone, and all of them. None where too little else would be left to recognise
/// the message by.
fn shorter(encoded: &[u8]) -> Vec<Vec<u8>> {
    if !encoded.contains(&WILD) {
        return Vec::new();
    }
    let all: Vec<&[u8]> = encoded.split(|&b| b == GAP).collect();
    let words = all.iter().filter(|t| is_word(t) && **t != [WILD]).count();
    let places: Vec<(usize, usize)> = (0..all.len()).filter_map(|i| Some((i, attached(&all, i)?))).collect();
    // A name that was taken in is a value wherever else it stands in the message.
    let without = |places: &[(usize, usize)]| {
        let mut out: Vec<&[u8]> = Vec::with_capacity(all.len());
        let mut taken: Vec<&[u8]> = Vec::new();
        let mut next = 0;
        for &(at, length) in places {
            if at < next {
                continue;
            }
            out.extend(&all[next..at]);
            out.push(&[WILD]);
            next = at + length;
            taken.extend(all[at..next].iter().filter(|t| is_word(t) && ***t != [WILD]));
        }
        out.extend(&all[next..]);
        let everywhere = out.iter().any(|t| taken.contains(t)).then(|| {
            let value: &[u8] = &[WILD];
            collapsed(out.iter().map(|t| if taken.contains(t) { value } else { t }))
        });
        [Some(collapsed(out.iter().copied())), everywhere].into_iter().flatten()
    };
    if places.is_empty() || words < 2 + places.len() {
        return Vec::new();
    }
    let mut forms: Vec<Vec<u8>> = places.chunks(1).take(MOST).flat_map(&without).collect();
    if places.len() > 1 {
        forms.extend(without(&places));
    }
    forms
}

/// The tokens, with values that stand side by side taken together as the scanner takes them.
fn collapsed<'a>(tokens: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut out: Vec<&[u8]> = Vec::new();
    for token in tokens {
        if token == [WILD] {
            match out[..] {
                [.., [WILD], b"," | b":" | b"-" | b".."] => out.truncate(out.len() - 2),
                [.., [WILD]] => out.truncate(out.len() - 1),
                _ => {}
            }
        }
        out.push(token);
    }
    out.join(&GAP)
}

/// Places of one message that are looked at one by one.
const MOST: usize = 8;

/// How many tokens `word ( * )`, `word [ * ]` or `word : *` at `i` has, or the same the other way
/// round, `* ( word )`, `* : word`, `* - word`, `* , word`. The first word of a message with a colon
/// after it is a heading.
fn attached(all: &[&[u8]], i: usize) -> Option<usize> {
    let word = all[i];
    let named = |w: &[u8]| is_word(w) && w != [WILD] && !w.contains(&PART);
    if word == [WILD] {
        return match all.get(i + 1..)? {
            [b"(", w, b")", ..] | [b"[", w, b"]", ..] if named(w) && w.len() > 1 => Some(4),
            [b":" | b"-" | b",", w, ..] if named(w) && !is_state(w) => Some(3),
            _ => None,
        };
    }
    // `from=<root>`, `H=(a) [10.0.0.1]`: a name in the brackets that are part of a value.
    match all.get(i..)? {
        [b"<", w, b">", ..] if named(w) => return Some(3),
        [b"(", w, b")", b"[", [WILD], b"]", ..] if named(w) => return Some(6),
        [b"(", w, b")", [WILD], ..] if named(w) => return Some(4),
        _ => {}
    }
    if !is_word(word) || word.contains(&PART) || (i > 0 && all[i - 1] == [WILD]) {
        return None;
    }
    match all.get(i + 1..)? {
        [b"(", [WILD], b")", ..] | [b"[", [WILD], b"]", ..] => Some(4),
        // `SCSI-WWID:5` is no host: what is written in capitals is a label.
        [b":", [WILD], ..] if i > 0 && !is_state(word) => Some(3),
        _ => None,
    }
}
