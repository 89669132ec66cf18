//! Samples in memory: by metric, in input order, with the session that each came from.
//!
//! Memory grows with the number of samples (four bytes each where they are short decimals,
//! eight else) and of metrics; what else a sample brings along is folded while it is read.

use record::Labels;
use record::variance::SampleFinding;
use sha2::{Digest, Sha256};
use stats::decimal::{Decimal, Number};
use stats::sample::Sample;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

/// What identifies a metric.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key {
    /// What `--by` says, by path.
    pub(crate) group: Labels,
    /// The member that the values come from.
    pub(crate) field: String,
    /// Their unit, where the input says it and several units would be several metrics.
    pub(crate) unit: Option<String>,
}

/// How a value came about, as far as counting goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Measured, derived from measured values, or not said.
    Authentic,
    /// Approximated or put in another value's place.
    Made,
}

/// The samples of one metric.
#[derive(Debug, Default)]
pub(crate) struct Metric {
    /// All values, packed, in input order.
    pub(crate) sample: Sample,
    /// Stretches of samples of one session: its number in [`Set::sessions`], and how many.
    pieces: Vec<(u32, usize)>,
    /// Records without a value.
    pub(crate) missing: u64,
    /// By the input's own word.
    pub(crate) provenance: BTreeMap<String, u64>,
    /// Samples whose provenance does not let them count.
    pub(crate) made: u64,
    /// Pair names, one for each value, where `--pair` is given.
    pub(crate) pairs: Vec<String>,
    /// Commits by session number, where the input has them.
    pub(crate) commits: HashMap<u32, String>,
    /// Whether the input says that functions were shimmed.
    pub(crate) shimmed: bool,
}

/// One session's samples.
#[derive(Clone, Debug)]
pub(crate) struct Session<'m> {
    /// Its number in [`Set::sessions`].
    pub(crate) id: u32,
    /// In input order.
    pub(crate) values: Cow<'m, [f64]>,
}

impl Metric {
    /// Takes a sample in.
    pub(crate) fn push(&mut self, number: Number, session: u32) {
        self.sample.push(number);
        self.belongs(session);
    }

    /// Takes a sample of at most fifteen digits in, `mantissa * 10^-scale`.
    #[inline]
    pub(crate) fn push_short(&mut self, mantissa: u64, scale: u8, session: u32) {
        self.sample.push_short(mantissa, scale);
        self.belongs(session);
    }

    #[inline]
    fn belongs(&mut self, session: u32) {
        match self.pieces.last_mut() {
            Some((last, n)) if *last == session => *n += 1,
            _ => self.pieces.push((session, 1)),
        }
    }

    /// How many values there are.
    pub(crate) fn n(&self) -> usize {
        self.sample.count() as usize
    }

    /// All values as doubles: eight bytes each, so for as short a time as they are needed.
    pub(crate) fn unpacked(&self) -> Unpacked<'_> {
        Unpacked { values: self.sample.values(), pieces: &self.pieces }
    }
}

/// The values of a metric as doubles, in input order.
pub(crate) struct Unpacked<'m> {
    pub(crate) values: Vec<f64>,
    pieces: &'m [(u32, usize)],
}

impl Unpacked<'_> {
    /// The values by session, in order of first appearance.
    pub(crate) fn sessions(&self) -> Vec<Session<'_>> {
        let mut place: HashMap<u32, usize> = HashMap::new();
        let mut sessions: Vec<Session<'_>> = Vec::new();
        let mut at = 0;
        for &(id, n) in self.pieces {
            let piece = &self.values[at..at + n];
            match place.get(&id) {
                Some(&i) => sessions[i].values.to_mut().extend_from_slice(piece),
                None => {
                    place.insert(id, sessions.len());
                    sessions.push(Session { id, values: Cow::Borrowed(piece) });
                }
            }
            at += n;
        }
        sessions
    }
}

/// Everything that was read of one side.
#[derive(Debug, Default)]
pub(crate) struct Set {
    metrics: Vec<(Key, Metric)>,
    index: HashMap<Key, usize>,
    sessions: Vec<String>,
    session_index: HashMap<String, u32>,
    units: HashMap<(Labels, String), std::collections::BTreeSet<String>>,
    /// Environment signatures that were seen, and in how many records.
    pub(crate) environments: BTreeMap<String, u64>,
    /// Run ids that were seen, at most two: only "exactly one" matters.
    pub(crate) runs: Vec<String>,
    /// A/A records.
    pub(crate) calibrations: Vec<record::variance::Calibration>,
    /// States out of a ledger.
    pub(crate) states: Vec<record::variance::VarianceState>,
}

impl Set {
    /// The number of a session by its name.
    pub(crate) fn session(&mut self, name: &str) -> u32 {
        if let Some(&id) = self.session_index.get(name) {
            return id;
        }
        let id = u32::try_from(self.sessions.len()).unwrap_or(u32::MAX);
        self.sessions.push(name.to_owned());
        self.session_index.insert(name.to_owned(), id);
        id
    }

    /// A session's name.
    pub(crate) fn session_name(&self, id: u32) -> &str {
        self.sessions.get(id as usize).map_or("", String::as_str)
    }

    /// The place of a metric, made when it is new.
    pub(crate) fn place(&mut self, key: &Key) -> usize {
        if let Some(&at) = self.index.get(key) {
            return at;
        }
        if let Some(unit) = &key.unit {
            let named = self.units.entry((key.group.clone(), key.field.clone())).or_default();
            named.insert(unit.clone());
        }
        self.metrics.push((key.clone(), Metric::default()));
        self.index.insert(key.clone(), self.metrics.len() - 1);
        self.metrics.len() - 1
    }

    /// The metric at a place that [`Set::place`] gave.
    pub(crate) fn at(&mut self, place: usize) -> &mut Metric {
        &mut self.metrics[place].1
    }

    /// All metrics, sorted by key.
    pub(crate) fn sorted(&self) -> Vec<(&Key, &Metric)> {
        let mut all: Vec<(&Key, &Metric)> = self.metrics.iter().map(|(k, m)| (k, m)).collect();
        all.sort_by(|a, b| a.0.cmp(b.0));
        all
    }

    /// The units in which the same metric was given.
    pub(crate) fn units(&self, key: &Key) -> Vec<&str> {
        self.units
            .get(&(key.group.clone(), key.field.clone()))
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect()
    }

    /// Whether not even a metric without values was seen.
    pub(crate) fn is_empty(&self) -> bool {
        self.metrics.is_empty()
    }

    /// The metric of that key.
    pub(crate) fn get(&self, key: &Key) -> Option<&Metric> {
        self.index.get(key).map(|&at| &self.metrics[at].1)
    }

    /// The environment's signature, where there is exactly one.
    pub(crate) fn environment(&self) -> Option<&str> {
        let mut names = self.environments.keys();
        names.next().filter(|_| names.next().is_none()).map(String::as_str)
    }

    /// Remembers a run id.
    pub(crate) fn run(&mut self, id: &str) {
        if self.runs.len() < 2 && self.runs.iter().all(|r| r != id) {
            self.runs.push(id.to_owned());
        }
    }

    /// The run, where there is exactly one.
    pub(crate) fn one_run(&self) -> Option<&str> {
        match self.runs.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }
}

/// A double as the number that its shortest spelling denotes; finite values only get here.
pub(crate) fn number(value: f64) -> Number {
    Number::from_f64(value).unwrap_or(Number::Double(0.0))
}

/// SHA-256 over values as doubles of eight bytes, lowest byte first, as lower-case hex.
pub(crate) fn digest(values: &[f64]) -> String {
    let mut hash = Sha256::new();
    let mut bytes = Vec::with_capacity(8 * 8192);
    for block in values.chunks(8192) {
        bytes.clear();
        bytes.extend(block.iter().flat_map(|v| v.to_le_bytes()));
        hash.update(&bytes);
    }
    hex(&hash.finalize())
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The greatest step that all values are multiples of, from at most ten thousand of them;
/// `None` where a value is not a plain decimal, or the step is finer than they all show.
pub(crate) fn clock_step(values: &[f64]) -> Option<f64> {
    let decimals: Vec<Decimal> = values
        .iter()
        .take(10_000)
        .map(|&v| match number(v) {
            Number::Plain(decimal) => Some(decimal),
            Number::Double(_) => None,
        })
        .collect::<Option<_>>()?;
    let scale = decimals.iter().map(|d| d.scale()).max()?;
    let mut lattice = stats::authenticity::Lattice::default();
    for decimal in decimals {
        lattice.add(i128::from(decimal.mantissa_at(scale)?));
    }
    let step = i64::try_from(lattice.step()).ok().filter(|&s| s > 0)?;
    Some(stats::decimal::decimal_to_f64(step, scale))
}

/// A finding with its numbers.
pub(crate) fn finding(code: &str, values: &[(&str, f64)]) -> SampleFinding {
    SampleFinding {
        code: code.to_owned(),
        values: values.iter().filter_map(|(k, v)| Some(((*k).to_owned(), rounded(*v)?))).collect(),
        name: None,
    }
}

/// A number with twelve significant digits: what logarithms and exponentials of different
/// C libraries agree on.
pub(crate) fn rounded(value: f64) -> Option<record::Num> {
    if !value.is_finite() {
        return None;
    }
    format!("{value:.11e}").parse().ok().and_then(record::Num::new)
}

/// A constant or a checked flag as a number.
pub(crate) fn fixed(value: f64) -> record::Num {
    record::Num::new(value).expect("constants and flags are finite")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_that_alternate_are_put_together() {
        let mut set = Set::default();
        let (a, b) = (set.session("a"), set.session("b"));
        let mut metric = Metric::default();
        for (i, id) in [a, b, b, a].into_iter().enumerate() {
            metric.push(number(i as f64), id);
        }
        let samples = metric.unpacked();
        let sessions = samples.sessions();
        assert_eq!(sessions.len(), 2);
        assert_eq!(*sessions[0].values, [0.0, 3.0]);
        assert_eq!(*sessions[1].values, [1.0, 2.0]);
    }

    #[test]
    fn the_clock_s_step() {
        assert_eq!(clock_step(&[15.0, 30.0, 45.5]), Some(0.5));
        assert_eq!(clock_step(&[15.625, 31.25]), Some(15.625));
        assert_eq!(clock_step(&[0.0, 0.0]), None);
        assert_eq!(clock_step(&[]), None);
    }

    #[test]
    fn rounding_keeps_twelve_digits() {
        assert_eq!(rounded(1.0 / 3.0).map(record::Num::get), Some(0.333_333_333_333));
        assert_eq!(rounded(f64::INFINITY), None);
        assert_eq!(rounded(0.0).map(record::Num::get), Some(0.0));
    }

    #[test]
    fn a_digest_is_that_of_the_doubles() {
        let want = hex(&Sha256::digest([0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 4, 0x40]));
        assert_eq!(digest(&[1.0, 2.5]), want);
        let many: Vec<f64> = (0..20_000).map(f64::from).collect();
        let bytes: Vec<u8> = many.iter().flat_map(|v| v.to_le_bytes()).collect();
        assert_eq!(digest(&many), hex(&Sha256::digest(bytes)));
    }
}
