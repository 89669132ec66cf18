//! Populations by group: keys interned, values pushed.
//!
//! Every worker has a table of the keys that it has met and a few staged values for each;
//! the populations themselves are shared, behind a lock each. A lock is taken once for
//! many values, and the memory is that of one worker whatever their number.

mod key;
mod staged;
mod table;

use crate::filter::text_of;
use crate::invalid::{Counts, Invalid};
use key::{Key, value_of};
use ndjson::scan::{Kind, Slot, unescape};
use record::percentile::GroupValue;
use staged::Staged;
use stats::decimal::Number;
use stats::sample::Sample;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use table::{SHORT, Table, word};

pub(crate) use key::Name;

/// One population.
#[derive(Clone, Debug)]
pub(crate) struct Population {
    pub(crate) sample: Sample,
    pub(crate) invalid: Counts,
    key: Key,
}

/// The populations of all workers.
#[derive(Debug, Default)]
pub(crate) struct Shared(Mutex<Registry>);

#[derive(Debug, Default)]
struct Registry {
    table: Table,
    homes: Vec<Home>,
}

/// Where a population lives.
type Home = Arc<Mutex<Population>>;

/// A lock whose holder panicked is no reason to lose the rest: the panic itself is told.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One worker's way to the populations.
#[derive(Debug)]
pub(crate) struct Groups<'s> {
    shared: &'s Shared,
    table: Table,
    homes: Vec<Home>,
    staged: Staged,
    scratch: Vec<u8>,
    text: String,
}

impl Shared {
    /// All populations, for as long as no worker is at work.
    pub(crate) fn each(&self, mut with: impl FnMut(&mut Population)) {
        let homes = lock(&self.0).homes.clone();
        homes.iter().for_each(|home| with(&mut lock(home)));
    }

    /// The populations, in no particular order; the workers are gone.
    pub(crate) fn into_all(self) -> Vec<Population> {
        let registry = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let take = |home: Home| match Arc::try_unwrap(home) {
            Ok(home) => home.into_inner().unwrap_or_else(PoisonError::into_inner),
            Err(home) => lock(&home).clone(),
        };
        registry.homes.into_iter().map(take).collect()
    }

    /// The home of a key.
    fn home(&self, key: &Key) -> Home {
        let registry = &mut *lock(&self.0);
        let at = registry.table.intern(key.plain, &key.bytes);
        if at == registry.homes.len() {
            let population =
                Population { sample: Sample::new(), invalid: Counts::default(), key: key.clone() };
            registry.homes.push(Arc::new(Mutex::new(population)));
        }
        Arc::clone(&registry.homes[at])
    }
}

impl<'s> Groups<'s> {
    pub(crate) fn new(shared: &'s Shared) -> Groups<'s> {
        Groups {
            shared,
            table: Table::default(),
            homes: Vec::new(),
            staged: Staged::default(),
            scratch: Vec::new(),
            text: String::new(),
        }
    }

    /// Counts a record without a usable value.
    pub(crate) fn invalid(&mut self, at: usize, kind: Invalid) {
        lock(&self.homes[at]).invalid.add(kind);
    }

    /// Deals with a population itself.
    pub(crate) fn with<T>(&mut self, at: usize, with: impl FnOnce(&mut Population) -> T) -> T {
        with(&mut lock(&self.homes[at]))
    }

    /// The group's name.
    pub(crate) fn name(&self, at: usize) -> Name {
        self.table.keys[at].name()
    }

    /// Adds `mantissa * 10^-scale` to a population; with a precision, its sample is made a
    /// sketch once it is large.
    #[inline(always)]
    pub(crate) fn push_short(&mut self, at: usize, mantissa: u64, scale: u8, sketch: Option<u8>) {
        if !self.staged.take(at, mantissa, scale) {
            self.push_rest(at, mantissa, scale, sketch);
        }
    }

    #[inline(never)]
    fn push_rest(&mut self, at: usize, mantissa: u64, scale: u8, sketch: Option<u8>) {
        let sample = &mut lock(&self.homes[at]).sample;
        sample.push_short(mantissa, scale);
        self.staged.settle(at, sample);
        if let Some(precision) = sketch {
            sample.promote_above(precision);
        }
    }

    /// Adds a number to a population.
    pub(crate) fn push(&mut self, at: usize, number: Number, sketch: Option<u8>) {
        let sample = &mut lock(&self.homes[at]).sample;
        sample.push(number);
        if let Some(precision) = sketch {
            sample.promote_above(precision);
        }
    }

    /// Brings staged values home.
    pub(crate) fn settle(&mut self) {
        for (at, home) in self.homes.iter().enumerate() {
            self.staged.settle(at, &mut lock(home).sample);
        }
    }

    /// The place of the group that a record belongs to.
    #[inline]
    pub(crate) fn find(&mut self, by: &[Slot], unit: Option<&Slot>, line: &[u8]) -> usize {
        let unit = unit.filter(|slot| matches!(slot.kind, Kind::Text | Kind::Escaped));
        if let ([slot], None) = (by, unit)
            && let Some(at) = self.find_text(slot, line)
        {
            return at;
        }
        let values: Vec<GroupValue> = by.iter().map(|slot| value_of(slot, line)).collect();
        self.named(&values, unit.map(|slot| text_of(slot, line)).as_deref())
    }

    /// The place of the group whose only value is a text, without a unit.
    #[inline(always)]
    pub(crate) fn find_text(&mut self, slot: &Slot, line: &[u8]) -> Option<usize> {
        match slot.kind {
            Kind::Text => Some(self.intern_at(line, slot.start as usize, slot.end as usize)),
            Kind::Escaped => Some(self.find_escaped(slot.of(line))),
            _ => None,
        }
    }

    #[inline(never)]
    fn find_escaped(&mut self, escaped: &[u8]) -> usize {
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        unescape(escaped, &mut text);
        let at = self.intern(true, text.as_bytes());
        self.text = text;
        at
    }

    /// The place of a group by its values.
    pub(crate) fn named(&mut self, values: &[GroupValue], unit: Option<&str>) -> usize {
        if let ([GroupValue::Text(text)], None) = (values, unit) {
            return self.intern(true, text.as_bytes());
        }
        let mut bytes = std::mem::take(&mut self.scratch);
        bytes.clear();
        let text = |bytes: &mut Vec<u8>, text: &str| {
            bytes.extend((text.len() as u64).to_le_bytes());
            bytes.extend(text.as_bytes());
        };
        bytes.push(u8::from(unit.is_some()));
        text(&mut bytes, unit.unwrap_or(""));
        for value in values {
            match value {
                GroupValue::Null => bytes.push(b'z'),
                GroupValue::Bool(value) => bytes.push(if *value { b't' } else { b'f' }),
                GroupValue::Number(value) => {
                    bytes.push(b'n');
                    bytes.extend(value.get().to_bits().to_le_bytes());
                }
                GroupValue::Text(value) => {
                    bytes.push(b's');
                    text(&mut bytes, value);
                }
            }
        }
        let at = self.intern(false, &bytes);
        self.scratch = bytes;
        at
    }

    /// The place of the group whose only value is the text `line[start..end]`.
    #[inline(always)]
    fn intern_at(&mut self, line: &[u8], start: usize, end: usize) -> usize {
        let bytes = line.get(start..end).unwrap_or_default();
        let word = match line.get(start..).and_then(|rest| rest.first_chunk::<8>()) {
            // One read of eight bytes and a mask, whatever the length.
            Some(chunk) if (1..=SHORT).contains(&bytes.len()) => {
                u64::from_le_bytes(*chunk) & (u64::MAX >> (64 - 8 * bytes.len()))
            }
            _ => word(bytes),
        };
        self.interned(true, bytes, word)
    }

    fn intern(&mut self, plain: bool, bytes: &[u8]) -> usize {
        self.interned(plain, bytes, word(bytes))
    }

    #[inline(always)]
    fn interned(&mut self, plain: bool, bytes: &[u8], word: u64) -> usize {
        let at = self.table.intern_word(plain, bytes, word);
        if at == self.homes.len() {
            self.settle_in(at);
        }
        at
    }

    /// A key that is new to this worker.
    #[cold]
    fn settle_in(&mut self, at: usize) {
        self.homes.push(self.shared.home(&self.table.keys[at]));
        self.staged.add();
    }
}

impl Population {
    /// The group's name.
    pub(crate) fn name(&self) -> Name {
        self.key.name()
    }
}

/// One empty population, of no paths.
pub(crate) fn only() -> Vec<Population> {
    let shared = Shared::default();
    Groups::new(&shared).named(&[], None);
    shared.into_all()
}

#[cfg(test)]
mod tests {
    use super::{GroupValue, Groups};
    use record::Num;

    #[test]
    fn keys_come_back_as_they_were() {
        let text = |t: &str| GroupValue::Text(t.to_owned());
        let number = |v| GroupValue::Number(Num::new(v).expect("finite"));
        let keys: Vec<(Vec<GroupValue>, Option<&str>)> = vec![
            (vec![], None),
            (vec![text("t1")], None),
            (vec![text("t1")], Some("ms")),
            (vec![text("")], None),
            (vec![GroupValue::Null], None),
            (vec![GroupValue::Bool(true)], None),
            (vec![number(1.5)], None),
            (vec![text("a"), text("b")], None),
            (vec![text("ab"), text("")], None),
            (vec![text("a\0b"), GroupValue::Null, number(-3.0)], Some("")),
        ];
        let shared = super::Shared::default();
        let mut groups = Groups::new(&shared);
        for _ in 0..2 {
            for (at, (values, unit)) in keys.iter().enumerate() {
                assert_eq!(groups.named(values, *unit), at);
            }
        }
        for (at, (values, unit)) in keys.iter().enumerate() {
            let name = groups.name(at);
            assert_eq!((&name.values, name.unit.as_deref()), (values, *unit));
        }
    }

    #[test]
    fn many_groups_are_all_found_again() {
        let shared = super::Shared::default();
        let mut groups = Groups::new(&shared);
        for _ in 0..2 {
            for n in 0..20_000 {
                let key = [GroupValue::Text(format!("test::case_{n}"))];
                assert_eq!(groups.named(&key, None), n);
            }
        }
    }

    #[test]
    fn names_have_an_order() {
        let shared = super::Shared::default();
        let mut groups = Groups::new(&shared);
        for value in [
            GroupValue::Text("b".into()),
            GroupValue::Text("a".into()),
            GroupValue::Number(Num::new(10.0).expect("finite")),
            GroupValue::Number(Num::new(9.0).expect("finite")),
            GroupValue::Bool(false),
            GroupValue::Null,
        ] {
            groups.named(&[value], None);
        }
        drop(groups);
        let names: Vec<_> = shared.into_all().iter().map(super::Population::name).collect();
        assert!(names.windows(2).all(|pair| pair[0] > pair[1]));
    }
}
