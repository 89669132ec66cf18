//! All tests together: how many runs are red only because of flaky tests.

use super::history::Review;
use super::judge::State;
use super::series::RunSeries;
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
#[derive(Debug)]
pub struct SuiteCounter<'r> {
    review: &'r Review,
    /// Per run: decided at all, a flaky failure, a failure of another kind.
    runs: Vec<(bool, bool, bool)>,
    suite: Suite,
}

impl<'r> SuiteCounter<'r> {
    /// Nothing counted yet.
    pub fn new(review: &'r Review) -> SuiteCounter<'r> {
        SuiteCounter { review, runs: vec![(false, false, false); review.runs.len()], suite: Suite::default() }
    }

    /// Takes in one test.
    pub fn add(&mut self, series: &RunSeries, state: Option<State>) {
        let flaky = matches!(state, Some(State::Flaky | State::Watch | State::Quarantine | State::Recovered));
        self.suite.infra += series.tallies.infra;
        for &(run, failed) in &series.decided {
            let seen = &mut self.runs[run as usize];
            seen.0 = true;
            self.suite.attempts += 1;
            if failed {
                self.suite.failures += 1;
                let passed_later = series.retry_pass.binary_search(&run).is_ok();
                if flaky || passed_later { seen.1 = true } else { seen.2 = true }
            }
        }
    }

    /// The counts.
    pub fn finish(self) -> Suite {
        Suite {
            n: self.runs.iter().filter(|r| r.0).count() as u64,
            k: self.runs.iter().filter(|r| r.1 && !r.2).count() as u64,
            runs_infra: self.review.incidents.iter().map(|i| i.run).collect::<BTreeSet<_>>().len() as u64,
            ..self.suite
        }
    }
}
