//! Values on their way into samples.

use stats::sample::Sample;

/// A few values of one scale, for each of the first populations.
#[derive(Debug, Default)]
pub(super) struct Staged {
    pub(super) values: Vec<[u32; STAGED]>,
    pub(super) counts: Vec<u8>,
    pub(super) scales: Vec<u8>,
}

/// Values on their way into one sample.
pub(super) const STAGED: usize = 32;

/// Populations that have values staged: so many that their values stay in the cache.
pub(super) const STAGES: usize = 1 << 13;

impl Staged {
    /// Brings the values of one population home.
    pub(super) fn flush(&mut self, at: usize, sample: &mut Sample) {
        if let (Some(values), Some(count)) = (self.values.get(at), self.counts.get_mut(at)) {
            sample.push_all(&values[..*count as usize], self.scales[at]);
            *count = 0;
        }
    }
}
