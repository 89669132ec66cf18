//! The N largest values, ties settled: by value, then group, then place in the input.

use crate::groups::Name;
use std::cmp::Ordering;

/// One candidate.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) value: f64,
    pub(crate) name: Name,
    /// The block, in input order, and the line in it, from 0.
    pub(crate) place: (u64, u64),
    pub(crate) uid: Option<String>,
}

impl Entry {
    /// Whether it comes before another in the list.
    fn before(&self, other: &Entry) -> Ordering {
        other
            .value
            .total_cmp(&self.value)
            .then_with(|| self.name.partial_cmp(&other.name).unwrap_or(Ordering::Equal))
            .then_with(|| self.place.cmp(&other.place))
    }
}

/// At most `most` entries, the best of all that were offered.
#[derive(Clone, Debug)]
pub(crate) struct Top {
    most: usize,
    entries: Vec<Entry>,
    /// No value below this can enter any more.
    floor: f64,
}

impl Top {
    pub(crate) fn new(most: usize) -> Top {
        Top { most, entries: Vec::new(), floor: f64::NEG_INFINITY }
    }

    /// Whether a value is worth an [`Entry`]; most are not.
    #[inline]
    pub(crate) fn wants(&self, value: f64) -> bool {
        self.most > 0 && value >= self.floor
    }

    pub(crate) fn offer(&mut self, entry: Entry) {
        self.entries.push(entry);
        // Sorting twice the list once in a while is cheaper than a heap, and simpler.
        if self.entries.len() >= 2 * self.most + 16 {
            self.settle();
        }
    }

    fn settle(&mut self) {
        self.entries.sort_by(Entry::before);
        self.entries.truncate(self.most);
        if self.entries.len() == self.most
            && let Some(last) = self.entries.last()
        {
            self.floor = last.value;
        }
    }

    pub(crate) fn merge(&mut self, other: Top) {
        self.entries.extend(other.entries);
    }

    /// The list, best first.
    pub(crate) fn into_sorted(mut self) -> Vec<Entry> {
        self.settle();
        self.entries
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Top};
    use crate::groups::Name;
    use proptest::prelude::*;
    use record::percentile::GroupValue;

    proptest! {
        #[test]
        fn any_split_gives_the_same_list(
            values in proptest::collection::vec((0_u8..6, 0_u8..3, any::<bool>()), 0..200),
            most in 0_usize..10,
        ) {
            let entry = |at: usize, (value, group, _): (u8, u8, bool)| Entry {
                value: value.into(),
                name: Name { values: vec![GroupValue::Text(group.to_string())], unit: None },
                place: (at as u64 / 7, at as u64 % 7),
                uid: None,
            };
            let mut parts = [Top::new(most), Top::new(most)];
            let mut all: Vec<Entry> = Vec::new();
            for (at, &value) in values.iter().enumerate() {
                let part = &mut parts[usize::from(value.2)];
                if part.wants(value.0.into()) { part.offer(entry(at, value)); }
                all.push(entry(at, value));
            }
            let [mut one, two] = parts;
            one.merge(two);
            let got: Vec<_> = one.into_sorted().into_iter().map(|e| e.place).collect();
            all.sort_by(Entry::before);
            let want: Vec<_> = all.into_iter().take(most).map(|e| e.place).collect();
            prop_assert_eq!(got, want);
        }
    }
}
