//! From rows that are one message to a cluster with an id.

use super::split::Splitter;
use super::words::{Line, Shape, WILD_ID, Words};
use super::{Cluster, ClusterId, PART, Row};
use crate::scan::{GAP, WILD};
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// A cluster that has no id yet.
#[derive(Default)]
pub(super) struct Made {
    pub(super) template: Vec<u8>,
    pub(super) members: Vec<usize>,
    pub(super) count: u64,
    /// The template without the words that may vary: what stays when they do.
    pub(super) key: Vec<u8>,
    /// With those of them that tell it from others, so that no two clusters have the same.
    pub(super) telling_key: Vec<u8>,
    /// Whether it is of failures.
    pub(super) failure: bool,
}

impl Made {
    /// Of lines of one shape. `telling` are the columns that tell them from the other lines of it.
    pub(super) fn of(
        rows: &[Row<'_>],
        words: &Words<'_>,
        shape: &Shape<'_>,
        lines: &[Line],
        splitter: &Splitter<'_, '_>,
        telling: &[usize],
    ) -> Made {
        let mut tokens: [Vec<&[u8]>; 3] = [const { Vec::new() }; 3];
        let mut column = 0;
        for &mark in &shape.punctuation {
            let forms = if mark.is_empty() {
                let id = lines[0].ids[column];
                let fixed = id != WILD_ID && lines.iter().all(|l| l.ids[column] == id);
                let word = if fixed { words.word(id) } else { &[WILD] };
                let short = if fixed && splitter.may_vary(&lines[0], column) { &[WILD] } else { word };
                let long = if telling.contains(&column) { word } else { short };
                column += 1;
                [word, short, long]
            } else {
                [mark; 3]
            };
            for (tokens, form) in tokens.iter_mut().zip(forms) {
                tokens.push(form);
            }
        }
        let [template, key, telling_key] = tokens.map(|message| {
            let message = message.join(&GAP);
            match !(shape.before.is_empty() && shape.after.is_empty()) {
                true => [shape.before, &[PART], &message, &[PART], shape.after].concat(),
                false => message,
            }
        });
        let members: Vec<usize> = lines.iter().map(|l| l.row as usize).collect();
        let count = members.iter().map(|&m| rows[m].count).sum();
        Made { template, members, count, key, telling_key, failure: shape.failure }
    }
}

impl Made {
    /// Of clusters instead of rows.
    pub(super) fn of_clusters(mut self, clusters: &[Made]) -> Made {
        self.members = self.members.iter().flat_map(|&c| clusters[c].members.iter().copied()).collect();
        self
    }
}

/// Gives the clusters their ids. Of those whose keys are equal the one with most of the messages
/// is known by it, so that it keeps its id when the words turn out to be values and all become one.
pub(super) fn named(made: Vec<Made>) -> Vec<Cluster> {
    let mut totals: HashMap<&[u8], u64, RandomState> = HashMap::default();
    for m in &made {
        *totals.entry(&m.key).or_default() += m.count;
    }
    let ids: Vec<ClusterId> = made
        .iter()
        .map(|m| match m.count > totals[&m.key[..]] / 2 {
            true => ClusterId::of_key(&m.key),
            false => ClusterId::of_telling_key(&m.telling_key),
        })
        .collect();
    let cluster = |(m, id): (Made, ClusterId)| Cluster { id, template: m.template, members: m.members };
    made.into_iter().zip(ids).map(cluster).collect()
}
