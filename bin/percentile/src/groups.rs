//! Populations by group: keys interned, values pushed.
//!
//! Every worker has a table of the keys that it has met and a few staged values for each;
//! the populations themselves are shared, behind a lock each. A lock is taken once for
//! thirty values, and the memory is that of one worker whatever their number.

use crate::filter::text_of;
use crate::invalid::{Counts, Invalid};
use ndjson::scan::{Kind, Slot};
use record::Num;
use record::percentile::{Group, GroupValue};
use stats::decimal::Number;
use stats::sample::Sample;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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

/// What tells a group: the values at the `--by` paths and the unit, as bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Key {
    /// The bytes are the text of the only path's value, and there is no unit.
    plain: bool,
    bytes: Box<[u8]>,
}

/// One worker's way to the populations.
#[derive(Debug)]
pub(crate) struct Groups<'s> {
    shared: &'s Shared,
    table: Table,
    homes: Vec<Home>,
    /// Values on their way into samples. Records of many groups come mixed, and samples
    /// are scattered over memory: that is thirty times fewer visits.
    staged: Staged,
    scratch: Vec<u8>,
}

/// Keys, in the order of their first record.
#[derive(Debug)]
struct Table {
    keys: Vec<Key>,
    /// Open addressing.
    places: Vec<Place>,
}

/// A few values of one scale, for each of the first populations.
#[derive(Debug, Default)]
struct Staged {
    values: Vec<[u32; STAGED]>,
    counts: Vec<u8>,
    scales: Vec<u8>,
}

/// Values on their way into one sample.
const STAGED: usize = 32;

/// Populations that have values staged: so many that their values stay in the cache.
const STAGES: usize = 1 << 13;

/// A place in the table.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// The key itself where it is short, else its hash.
    word: u64,
    /// The key's length, and whether it is plain; a long key must be compared.
    shape: u32,
    /// The number of the key plus one; 0 is free.
    at: u32,
}

/// Keys of up to this many bytes are compared as one word.
const SHORT: usize = 8;

/// The parts of a key, decoded.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Name {
    pub(crate) values: Vec<GroupValue>,
    pub(crate) unit: Option<String>,
}

impl PartialOrd for Name {
    /// By the values in order (null, truth values, numbers, text), then by unit.
    fn partial_cmp(&self, other: &Name) -> Option<std::cmp::Ordering> {
        (&self.values, &self.unit).partial_cmp(&(&other.values, &other.unit))
    }
}

impl Name {
    /// The group as a record has it.
    pub(crate) fn group(&self, by: &[String]) -> Group {
        Group(by.iter().cloned().zip(self.values.iter().cloned()).collect())
    }
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
    #[inline]
    pub(crate) fn push_short(&mut self, at: usize, mantissa: u64, scale: u8, sketch: Option<u8>) {
        let staged = &mut self.staged;
        if let (Some(count), Some(staged_scale), Some(values), Ok(small)) = (
            staged.counts.get_mut(at),
            staged.scales.get(at),
            staged.values.get_mut(at),
            u32::try_from(mantissa),
        ) && *staged_scale == scale
            && let Some(place) = values.get_mut(*count as usize)
        {
            *place = small;
            *count += 1;
            return;
        }
        self.push_rest(at, mantissa, scale, sketch);
    }

    #[inline(never)]
    fn push_rest(&mut self, at: usize, mantissa: u64, scale: u8, sketch: Option<u8>) {
        let sample = &mut lock(&self.homes[at]).sample;
        self.staged.flush(at, sample);
        sample.push_short(mantissa, scale);
        if let Some(staged_scale) = self.staged.scales.get_mut(at) {
            *staged_scale = sample.scale();
        }
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
        for (at, home) in self.homes.iter().enumerate().take(STAGES) {
            self.staged.flush(at, &mut lock(home).sample);
        }
    }

    /// The place of the group that a record belongs to.
    #[inline]
    pub(crate) fn find(&mut self, by: &[Slot], unit: Option<&Slot>, line: &[u8]) -> usize {
        let unit = unit.filter(|slot| matches!(slot.kind, Kind::Text | Kind::Escaped));
        if let ([slot], None) = (by, unit)
            && slot.kind == Kind::Text
        {
            return self.intern_at(line, slot.start as usize, slot.end as usize);
        }
        let values: Vec<GroupValue> = by.iter().map(|slot| value_of(slot, line)).collect();
        self.named(&values, unit.map(|slot| text_of(slot, line)).as_deref())
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
    #[inline]
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

    #[inline]
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
        if at < STAGES {
            self.staged.values.push([0; STAGED]);
            self.staged.counts.push(0);
            self.staged.scales.push(0);
        }
    }
}

impl Staged {
    /// Brings the values of one population home.
    fn flush(&mut self, at: usize, sample: &mut Sample) {
        if let (Some(values), Some(count)) = (self.values.get(at), self.counts.get_mut(at)) {
            sample.push_all(&values[..*count as usize], self.scales[at]);
            *count = 0;
        }
    }
}

impl Default for Table {
    fn default() -> Table {
        Table { keys: Vec::new(), places: vec![Place::default(); 1024] }
    }
}

impl Table {
    fn intern(&mut self, plain: bool, bytes: &[u8]) -> usize {
        self.intern_word(plain, bytes, word(bytes))
    }

    #[inline]
    fn intern_word(&mut self, plain: bool, bytes: &[u8], word: u64) -> usize {
        let shape = (bytes.len() as u32) << 1 | u32::from(plain);
        let mask = self.places.len() - 1;
        let mut at = slot(word, shape) & mask;
        loop {
            let place = self.places[at];
            if place.at == 0 {
                return self.add(at, Key { plain, bytes: bytes.into() }, word, shape);
            }
            if place.word == word && place.shape == shape {
                let found = place.at as usize - 1;
                if bytes.len() <= SHORT || *self.keys[found].bytes == *bytes {
                    return found;
                }
            }
            at = (at + 1) & mask;
        }
    }

    #[cold]
    fn add(&mut self, at: usize, key: Key, word: u64, shape: u32) -> usize {
        self.keys.push(key);
        self.places[at] = Place { word, shape, at: self.keys.len() as u32 };
        if self.keys.len() * 4 > self.places.len() {
            let mask = self.places.len() * 2 - 1;
            let old = std::mem::replace(&mut self.places, vec![Place::default(); mask + 1]);
            for place in old.into_iter().filter(|place| place.at > 0) {
                let mut at = slot(place.word, place.shape) & mask;
                while self.places[at].at != 0 {
                    at = (at + 1) & mask;
                }
                self.places[at] = place;
            }
        }
        self.keys.len() - 1
    }
}

impl Population {
    /// The group's name.
    pub(crate) fn name(&self) -> Name {
        self.key.name()
    }
}

impl Key {
    /// The parts, decoded.
    fn name(&self) -> Name {
        if self.plain {
            let text = String::from_utf8_lossy(&self.bytes).into_owned();
            return Name { values: vec![GroupValue::Text(text)], unit: None };
        }
        let mut rest = &*self.bytes;
        let mut take = |n: usize| {
            let (head, tail) = rest.split_at(n.min(rest.len()));
            rest = tail;
            head
        };
        let number = |bytes: &[u8]| bytes.try_into().map_or(0, u64::from_le_bytes);
        let text = |take: &mut dyn FnMut(usize) -> Vec<u8>| {
            let length = number(&take(8)) as usize;
            String::from_utf8_lossy(&take(length)).into_owned()
        };
        let mut take = |n: usize| take(n).to_vec();
        let has_unit = take(1) == [1];
        let unit = text(&mut take);
        let mut values = Vec::new();
        while let [tag] = take(1)[..] {
            values.push(match tag {
                b't' => GroupValue::Bool(true),
                b'f' => GroupValue::Bool(false),
                b'n' => {
                    let value = f64::from_bits(number(&take(8)));
                    Num::new(value).map_or(GroupValue::Null, GroupValue::Number)
                }
                b's' => GroupValue::Text(text(&mut take)),
                _ => GroupValue::Null,
            });
        }
        Name { values, unit: has_unit.then_some(unit) }
    }
}

/// One empty population, of no paths.
pub(crate) fn only() -> Vec<Population> {
    let shared = Shared::default();
    Groups::new(&shared).named(&[], None);
    shared.into_all()
}

/// A record's value at a `--by` path. Arrays and objects group by their text.
fn value_of(slot: &Slot, line: &[u8]) -> GroupValue {
    match slot.kind {
        Kind::Missing | Kind::Null => GroupValue::Null,
        Kind::True => GroupValue::Bool(true),
        Kind::False => GroupValue::Bool(false),
        Kind::Short | Kind::Number => {
            let number = Number::parse(slot.of(line)).ok().and_then(|n| Num::new(n.to_f64()));
            number.map_or(GroupValue::Null, GroupValue::Number)
        }
        Kind::Text | Kind::Escaped | Kind::Array | Kind::Object => {
            GroupValue::Text(text_of(slot, line).into_owned())
        }
    }
}

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// Where a key belongs in the table.
#[inline]
fn slot(word: u64, shape: u32) -> usize {
    ((word ^ u64::from(shape) << 56).wrapping_mul(FACTOR) >> 24) as usize
}

/// A short key as a word, or the hash of a long one.
fn word(bytes: &[u8]) -> u64 {
    if bytes.len() > SHORT {
        return hash(bytes);
    }
    bytes.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte))
}

/// Multiply and rotate over words. Whoever could choose keys that collide owns the input.
#[inline]
fn hash(bytes: &[u8]) -> u64 {
    let mut hash = bytes.len() as u64;
    let mut rest = bytes;
    while let Some((head, tail)) = rest.split_first_chunk::<8>() {
        hash = (hash.rotate_left(23) ^ u64::from_le_bytes(*head)).wrapping_mul(FACTOR);
        rest = tail;
    }
    let mut last = 0;
    for &byte in rest {
        last = last << 8 | u64::from(byte);
    }
    hash = (hash.rotate_left(23) ^ last).wrapping_mul(FACTOR);
    hash ^ hash >> 29
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
