//! Values on their way into samples.
//!
//! Records of many groups come mixed, and samples are scattered over memory, behind a lock
//! each: a worker collects what it has for each of them, and goes there once for many
//! values.

use stats::decimal::POWERS_OF_TEN;
use stats::sample::Sample;

/// Populations that have values staged, the first ones: 4 MB of values at most.
const MOST: usize = 1 << 13;

/// Values on their way into one sample.
const STAGED: usize = 128;

/// A few values for each of the first populations.
#[derive(Debug, Default)]
pub(super) struct Staged {
    heads: Vec<Head>,
    values: Vec<[u32; STAGED]>,
}

/// Of the values of one population: how many there are, in units of 10^-scale.
#[derive(Clone, Copy, Debug, Default)]
struct Head {
    count: u8,
    scale: u8,
}

impl Staged {
    /// Makes room for one more population.
    pub(super) fn add(&mut self) {
        if self.heads.len() < MOST {
            self.heads.push(Head::default());
            self.values.push([0; STAGED]);
        }
    }

    /// Takes a value in, where there is room for it and it fits at the scale.
    #[inline(always)]
    pub(super) fn take(&mut self, at: usize, mantissa: u64, scale: u8) -> bool {
        let (Some(head), Some(values)) = (self.heads.get_mut(at), self.values.get_mut(at)) else {
            return false;
        };
        let mantissa = if scale == head.scale {
            Some(mantissa)
        } else {
            // A trailing zero is not written: the same field has fewer decimals at times.
            let more = usize::from(head.scale).checked_sub(usize::from(scale));
            more.and_then(|more| mantissa.checked_mul(POWERS_OF_TEN[more].unsigned_abs()))
        };
        match (mantissa.map(u32::try_from), values.get_mut(usize::from(head.count))) {
            (Some(Ok(small)), Some(place)) => {
                *place = small;
                head.count += 1;
                true
            }
            _ => false,
        }
    }

    /// Brings the values of one population home; those to come are collected at its scale.
    pub(super) fn settle(&mut self, at: usize, sample: &mut Sample) {
        if let (Some(head), Some(values)) = (self.heads.get_mut(at), self.values.get(at)) {
            sample.push_all(&values[..usize::from(head.count)], head.scale);
            *head = Head { count: 0, scale: sample.scale() };
        }
    }
}
