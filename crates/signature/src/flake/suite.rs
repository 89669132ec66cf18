//! All tests together: how many runs are red only because of flaky tests.

use super::history::{Review, RunSeries};
use super::judge::State;
use std::collections::BTreeSet;

/// The counts of a suite.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suite {
    /// Runs with at least one decided test.
    pub n: u64,
    /// Runs whose failures are all of flaky tests, at least one.
    pub k: u64,
    /// First attempts that failed.
    pub failures: u64,
    /// First attempts that were decided.
    pub attempts: u64,
    /// First attempts left out as incidents.
    pub infra: u64,
    /// Runs with an incident.
    pub runs_infra: u64,
}

/// Counts a suite from the series of its tests and their states.
pub fn suite(review: &Review, series: &[RunSeries], states: &[Option<State>]) -> Suite {
    let mut out = Suite::default();
    // Per run: decided at all, a flaky failure, a failure of another kind.
    let mut runs = vec![(false, false, false); review.runs.len()];
    for (s, state) in series.iter().zip(states) {
        let flaky = matches!(state, Some(State::Flaky | State::Watch | State::Quarantine | State::Recovered));
        out.infra += s.tallies.infra;
        for &(run, failed) in &s.decided {
            let seen = &mut runs[run as usize];
            seen.0 = true;
            out.attempts += 1;
            if failed {
                out.failures += 1;
                let passed_later = s.retry_pass.binary_search(&run).is_ok();
                if flaky || passed_later { seen.1 = true } else { seen.2 = true }
            }
        }
    }
    out.n = runs.iter().filter(|r| r.0).count() as u64;
    out.k = runs.iter().filter(|r| r.1 && !r.2).count() as u64;
    out.runs_infra = review.incidents.iter().map(|i| i.run).collect::<BTreeSet<_>>().len() as u64;
    out
}
