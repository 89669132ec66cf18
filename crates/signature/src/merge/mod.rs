//! L2: merges signatures that differ in a value the masks could not know.
//!
//! The input is a set; the result depends on that set alone (and ids on the counts as
//! well, see [`Cluster::id`]). Rows of equal length and equal punctuation are compared
//! column by column: a column of few different words tells messages apart (`Started`,
//! `Paused`), one of many is a value (`user anna`, `user bert`, ...). Texts in brackets and quotes are
//! compared whatever their length (`texts`), and then the columns once more; last, forms of a
//! message that differ in what is attached to a value are joined (`join`).
//!
//! Cost: O(rows * columns) for every level of splitting, and every level makes at least one
//! column constant.

mod join;
mod kind;
mod lexicon;
mod made;
mod split;
mod texts;
mod words;

use crate::sig::{SigId, digest};
use foldhash::fast::RandomState;
use std::collections::HashMap;
use words::{Line, Shape, Words};

/// Separates the parts of a failure's signature: type, message, site. Only the message is
/// open to merging.
pub const PART: u8 = 2;

/// The version of the merge, in every cluster id.
pub const VERSION: &str = "c1";

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

    fn of_key(key: &[u8]) -> ClusterId {
        ClusterId(digest(b"c1 template", key))
    }

    fn of_telling_key(key: &[u8]) -> ClusterId {
        ClusterId(digest(b"c1 telling", key))
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
    /// Made of the template without the words that may turn out to be values (names, quoted words,
    /// words after `key=`), so that it stays when the next window brings others. Only where clusters
    /// differ in nothing else do these words count, for all but the one with most messages.
    pub id: ClusterId,
    /// The tokens all members share, wildcards elsewhere.
    pub template: Vec<u8>,
    /// Indices into the rows, in the order of the signatures' ids.
    pub members: Vec<usize>,
}

/// Merges distinct signatures. The clusters come sorted by their templates; every row is
/// in exactly one.
pub fn merge(rows: &[Row<'_>]) -> Vec<Cluster> {
    let mut made = by_columns(rows);
    // Texts that have become values leave messages that columns can compare, and the other way round.
    while texts::join(&mut made) {
        let again: Vec<Row<'_>> =
            made.iter().map(|m| Row { sig: SigId(0), encoded: &m.template, count: m.count }).collect();
        let fewer = by_columns(&again);
        if fewer.len() == made.len() {
            break;
        }
        made = fewer.into_iter().map(|m| m.of_clusters(&made)).collect();
    }
    let mut out = made::named(made);
    join::join(rows, &mut out);
    for cluster in &mut out {
        cluster.members.sort_unstable_by_key(|&m| rows[m].sig);
    }
    out.sort_by(|a, b| a.template.cmp(&b.template).then(a.id.cmp(&b.id)));
    out
}

/// What columns tell of rows of one shape.
fn by_columns(rows: &[Row<'_>]) -> Vec<made::Made> {
    let (words, lines) = Words::of(rows);
    // In the order in which the rows bring them, which is that of the ids.
    let mut places: HashMap<Shape<'_>, usize, RandomState> = HashMap::default();
    let mut buckets: Vec<(Shape<'_>, Vec<Line>)> = Vec::new();
    for (row, (shape, ids)) in (0..).zip(lines) {
        let place = *places.entry(shape).or_insert_with_key(|shape| {
            buckets.push((shape.clone(), Vec::new()));
            buckets.len() - 1
        });
        buckets[place].1.push(Line { row, ids });
    }
    let mut made = Vec::new();
    for (shape, lines) in buckets {
        let splitter = split::Splitter::new(&words, &shape);
        splitter.split(lines, &mut |lines, telling| {
            made.push(made::Made::of(rows, &words, &shape, &lines, &splitter, telling));
        });
    }
    made
}

#[cfg(test)]
mod tests;
