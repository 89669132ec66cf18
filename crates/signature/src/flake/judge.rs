//! What a test's counts allow to say.

use super::series::RunSeries;
use super::since::{Change, last_change};
use stats::proportion::{clean_runs_to_clear, runs_to_reach, wilson};

/// The two-sided level of all intervals.
pub(super) const LEVEL: f64 = 0.95;
/// Fewer runs than this never make a quarantine.
const LEAST_RUNS: u64 = 10;
/// More runs than this are no answer to how many it takes.
const MOST_RUNS: u64 = 10_000;
/// Runs since the change that a break needs at least.
const LEAST_BROKEN: u64 = 3;
/// A stretch of failures is chance if the old rate makes it likelier than this.
const CHANCE: f64 = 0.01;
/// The rate from which on a stretch is broken rather than flaky.
const BROKEN: f64 = 0.95;

/// The limits of the advice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Quarantine when the lower end of the interval reaches this.
    pub quarantine: f64,
    /// Release when the upper end falls below this.
    pub goal: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { quarantine: 0.20, goal: 0.05 }
    }
}

/// What a test's history says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// No failure.
    Healthy,
    /// It passes and fails on the same code, or in turns.
    Flaky,
    /// It fails without contradiction.
    Broken,
    /// At the limit or above without certainty; or it failed and passes again, and too few
    /// clean runs have followed.
    Watch,
    /// Above the limit beyond doubt.
    Quarantine,
    /// Enough clean runs have followed its failures.
    Recovered,
    /// All its failures belong to incidents.
    InfraOnly,
}

/// The judgement of one test.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// `None`: no decided run, nothing can be said.
    pub state: Option<State>,
    /// Since when it fails, as indices into the decided runs.
    pub since: Option<Change>,
    /// What would settle the state.
    pub need: Option<Need>,
}

/// How many more runs would settle a state, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Clean ones, until the test is let go.
    Release(u64),
    /// Runs that fail as often as before, until it is beyond doubt above the limit.
    Quarantine(u64),
}

/// Judges one series.
pub fn judge(series: &RunSeries, limits: Limits) -> Judged {
    let (k, n) = series.counts();
    let none = Judged { state: None, since: None, need: None };
    if k == 0 {
        let state = match (n, series.tallies.infra) {
            (_, 1..) => Some(State::InfraOnly),
            (0, 0) => None,
            _ => Some(State::Healthy),
        };
        return Judged { state, ..none };
    }
    let failed: Vec<bool> = series.decided.iter().map(|d| d.1).collect();
    let change = last_change(&failed);
    let flips = series.flips();
    if let Some(since) = broken(series, &failed, change, flips.clean) {
        return Judged { state: Some(State::Broken), since: Some(since), need: None };
    }
    let release = clean_runs_to_clear(limits.goal, LEVEL);
    // The upper end of the clean runs since the last failure; a goal of 0 is never reached.
    if flips.clean > 0 && release.is_some_and(|r| flips.clean >= r) {
        return Judged { state: Some(State::Recovered), ..none };
    }
    let to_release = release.map(|r| Need::Release(r.saturating_sub(flips.clean)));
    let since = change.filter(|c| rate(&failed[c.at..]) > rate(&failed[..c.at]));
    let contradicted = !series.retry_pass.is_empty() || series.tallies.conflicts.unwrap_or(0) > 0;
    // Without commits there are no contradictions to see; failing in turns is the next best.
    if !contradicted && flips.streaks < 2 {
        return Judged { state: Some(State::Watch), since, need: to_release };
    }
    let low = wilson(k, n, LEVEL).low;
    let point = k as f64 / n as f64;
    if low >= limits.quarantine && n >= LEAST_RUNS && contradicted {
        return Judged { state: Some(State::Quarantine), since, need: to_release };
    }
    if point >= limits.quarantine {
        // Without a contradiction more runs like these would settle nothing.
        let more = || runs_to_reach((k, n), limits.quarantine, LEAST_RUNS, MOST_RUNS, LEVEL);
        let need = if contradicted { more().map(Need::Quarantine) } else { to_release };
        return Judged { state: Some(State::Watch), since, need };
    }
    Judged { state: Some(State::Flaky), since, need: to_release }
}

fn rate(failed: &[bool]) -> f64 {
    failed.iter().filter(|f| **f).count() as f64 / failed.len().max(1) as f64
}

/// The change after which the test fails without contradiction.
fn broken(series: &RunSeries, failed: &[bool], change: Option<Change>, clean: u64) -> Option<Change> {
    if clean > 0 {
        return None;
    }
    let streak = failed.iter().rev().take_while(|f| **f).count();
    let start = failed.len() - streak;
    let at = change.map_or(start, |c| c.at).min(start);
    let at = if rate(&failed[at..]) >= BROKEN { at } else { start };
    let contradicted = series.retry_pass.iter().any(|&r| r >= series.decided[at].0);
    let after = (failed.len() - at) as u64;
    if contradicted || after < LEAST_BROKEN {
        return None;
    }
    // It never passed: nothing to compare with, nothing that speaks against it.
    if at > 0 && rate(&failed[..at]).powf(after as f64) >= CHANCE {
        return None;
    }
    Some(match change {
        Some(c) if c.at == at => c,
        _ => Change { at, earliest: at, latest: at },
    })
}
