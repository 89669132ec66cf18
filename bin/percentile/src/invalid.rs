//! Values that cannot be used: by kind, counted and never in a rank.

use std::collections::BTreeMap;

/// Why a record has no usable value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Invalid {
    Missing,
    Null,
    Text,
    Boolean,
    Nested,
    NotFinite,
    OutOfRange,
    Negative,
    Unit,
}

const ALL: [Invalid; 9] = [
    Invalid::Missing,
    Invalid::Null,
    Invalid::Text,
    Invalid::Boolean,
    Invalid::Nested,
    Invalid::NotFinite,
    Invalid::OutOfRange,
    Invalid::Negative,
    Invalid::Unit,
];

impl Invalid {
    /// The kind's name in a record.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Invalid::Missing => "missing",
            Invalid::Null => "null",
            Invalid::Text => "text",
            Invalid::Boolean => "boolean",
            Invalid::Nested => "nested",
            Invalid::NotFinite => "not_finite",
            Invalid::OutOfRange => "out_of_range",
            Invalid::Negative => "negative",
            Invalid::Unit => "unit",
        }
    }

    /// What is wrong, for a message; `None` where nothing is: an unknown value is absent
    /// or null, and that is no fault of the input.
    pub(crate) fn fault(self) -> Option<&'static str> {
        match self {
            Invalid::Missing | Invalid::Null => None,
            Invalid::Text => Some("text where a number belongs"),
            Invalid::Boolean => Some("a truth value where a number belongs"),
            Invalid::Nested => Some("an array or object where a number belongs"),
            Invalid::NotFinite => Some("not a finite number"),
            Invalid::OutOfRange => Some("a number beyond the range of a double"),
            Invalid::Negative => Some("a negative duration"),
            Invalid::Unit => Some("a unit that contradicts the field's name"),
        }
    }
}

/// Counts by kind. Most populations have none, and a population should be small.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts(Option<Box<[u64; ALL.len()]>>);

impl Counts {
    pub(crate) fn add(&mut self, kind: Invalid) {
        self.0.get_or_insert_default()[kind as usize] += 1;
    }

    pub(crate) fn merge(&mut self, other: &Counts) {
        if let Some(other) = &other.0 {
            let ours = self.0.get_or_insert_default();
            ours.iter_mut().zip(other.iter()).for_each(|(ours, theirs)| *ours += theirs);
        }
    }

    pub(crate) fn total(&self) -> u64 {
        self.0.iter().flat_map(|counts| counts.iter()).sum()
    }

    pub(crate) fn of(&self, kind: Invalid) -> u64 {
        self.0.as_ref().map_or(0, |counts| counts[kind as usize])
    }

    /// For a record: the kinds that occurred.
    pub(crate) fn by_name(&self) -> BTreeMap<String, u64> {
        let seen = ALL.iter().map(|kind| (kind, self.of(*kind))).filter(|(_, n)| *n > 0);
        seen.map(|(kind, n)| (kind.name().to_owned(), n)).collect()
    }

    /// Back from a record; a kind of another version is an error.
    pub(crate) fn from_names(names: &BTreeMap<String, u64>) -> Result<Counts, String> {
        let mut counts = Counts::default();
        for (name, n) in names {
            let kind = ALL.iter().find(|kind| kind.name() == name);
            let kind = kind.ok_or_else(|| format!("invalid.{name}: no such kind"))?;
            let all = counts.0.get_or_insert_default();
            all[*kind as usize] = all[*kind as usize].saturating_add(*n);
        }
        Ok(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, Counts, Invalid};

    #[test]
    fn counts_come_back_from_their_names() {
        let mut counts = Counts::default();
        for (at, kind) in ALL.iter().enumerate() {
            assert_eq!(*kind as usize, at);
            (0..=at).for_each(|_| counts.add(*kind));
        }
        let back = Counts::from_names(&counts.by_name()).expect("all known");
        assert_eq!(back.by_name(), counts.by_name());
        assert_eq!((back.total(), back.of(Invalid::Unit)), (45, 9));
        assert!(Counts::from_names(&[("odd".to_owned(), 1)].into()).is_err());
    }
}
