//! Rates to records.

use super::days_from;
use super::reader::{About, Reader};
use record::{
    Flake, FlakeState, FlakeSuite, FlakeSuiteTag, FlakeTag, Incident, NeedTo, Num, RateInterval, RunPoint,
    Since, StateCount, Trend, TrendVerdict,
};
use signature::flake::{
    self, Judged, Lens, Limits, Need, Review, Run, RunSeries, State, Suite, SuiteCounter,
};
use stats::multiplicity::{Dependence, adjust};
use stats::proportion::{Bounds, difference, fisher, wilson};
use std::collections::BTreeMap;

const LEVEL: f64 = 0.95;

/// The records of one answer.
pub(super) struct Report {
    flakes: Vec<Flake>,
    runs: u64,
    suite: Suite,
    incidents: Vec<Incident>,
    goal: f64,
    /// Failures and attempts of the subjects that both windows have: previous, then current.
    common: Option<[(u64, u64); 2]>,
    added: u64,
    removed: u64,
}

fn num(value: f64) -> Num {
    Num::new(value).expect("rates and their bounds are finite")
}

fn interval(bounds: Bounds, method: &str) -> RateInterval {
    RateInterval {
        low_ratio: num(bounds.low),
        high_ratio: num(bounds.high),
        level_ratio: num(LEVEL),
        method: method.to_owned(),
    }
}

fn share(k: u64, n: u64) -> Option<Num> {
    (n > 0).then(|| num(k as f64 / n as f64))
}

fn state(state: State) -> FlakeState {
    match state {
        State::Healthy => FlakeState::Healthy,
        State::Flaky => FlakeState::Flaky,
        State::Broken => FlakeState::Broken,
        State::Watch => FlakeState::Watch,
        State::Quarantine => FlakeState::Quarantine,
        State::Recovered => FlakeState::Recovered,
        State::InfraOnly => FlakeState::InfraOnly,
    }
}

fn point(run: &Run) -> RunPoint {
    RunPoint { run_id: Some(run.id.clone()), commit: run.commit.clone(), started_at: run.started_at.clone() }
}

/// The comparison of two windows; the q-value is set when all p-values are known.
fn trend(previous: (u64, u64), current: (u64, u64)) -> Option<Trend> {
    let (_, bounds) = difference(previous, current, LEVEL)?;
    // Over the common denominator: 10/100 less 12/100 is -0.02, and not -0.01999999999999999.
    let part = |a: u64, b: u64| i128::from(a) * i128::from(b);
    let delta = (part(current.0, previous.1) - part(previous.0, current.1)) as f64
        / part(current.1, previous.1) as f64;
    let verdict = if bounds.high < 0.0 {
        TrendVerdict::Improved
    } else if bounds.low > 0.0 {
        TrendVerdict::Regressed
    } else {
        TrendVerdict::Unclear
    };
    let p = num(fisher(previous, current));
    Some(Trend {
        previous_k: previous.0,
        previous_n: previous.1,
        delta_ratio: num(delta),
        interval: interval(bounds, "newcombe"),
        verdict,
        p_value: p,
        q_value: p,
    })
}

impl Report {
    /// Judges every subject, one after another: the series of all of them would take more
    /// memory than the outcomes.
    pub(super) fn new(
        reader: &Reader,
        about: &[About],
        review: &Review,
        previous: Option<&Review>,
        limits: Limits,
    ) -> Report {
        let before: Option<BTreeMap<&str, (u64, u64)>> = previous.map(|p| {
            let mut lens = Lens::new(p);
            p.subjects().into_iter().map(|(i, name)| (name, lens.of(i).counts())).collect()
        });
        let mut lens = Lens::new(review);
        let mut suite = SuiteCounter::new(review);
        let mut flakes = Vec::new();
        let mut common = [(0, 0); 2];
        let mut added = 0;
        let mut both = 0;
        for (i, name) in review.subjects() {
            let s = lens.of(i);
            let judged = flake::judge(&s, limits);
            suite.add(&s, judged.state);
            let about = about.get(i as usize).cloned().unwrap_or_default();
            let mut flake = flake_of(reader.by(), about, review, &s, &judged);
            if let Some(before) = &before {
                match before.get(name) {
                    Some(&then) => {
                        let now = s.counts();
                        common[0] = (common[0].0 + then.0, common[0].1 + then.1);
                        common[1] = (common[1].0 + now.0, common[1].1 + now.1);
                        both += 1;
                        flake.trend = trend(then, now);
                    }
                    None => added += 1,
                }
            }
            flakes.push(flake);
        }
        let p: Vec<f64> =
            flakes.iter().map(|f| f.trend.as_ref().map_or(f64::NAN, |t| t.p_value.get())).collect();
        for (flake, q) in flakes.iter_mut().zip(adjust(&p, Dependence::Positive)) {
            if let Some(trend) = &mut flake.trend {
                trend.q_value = num(q);
            }
        }
        let incidents = review
            .incidents
            .iter()
            .map(|i| Incident {
                run_id: review.runs[i.run as usize].id.clone(),
                sig: i.sig.to_string(),
                template: reader.template(i.sig),
                tests: i.subjects,
                executed: i.executed,
                why: i.why.word().to_owned(),
            })
            .collect();
        Report {
            flakes,
            runs: review.runs.len() as u64,
            suite: suite.finish(),
            incidents,
            goal: limits.goal,
            removed: before.as_ref().map_or(0, |b| b.len() as u64 - both),
            common: before.is_some().then_some(common),
            added,
        }
    }

    /// Per subject, sorted by its name.
    pub(super) fn flakes(&self) -> &[Flake] {
        &self.flakes
    }

    /// All subjects together.
    pub(super) fn suite(&self, spike: f64, complete: bool) -> FlakeSuite {
        let s = &self.suite;
        let bounds = wilson(s.k, s.n, LEVEL);
        let goal = if s.n == 0 {
            "unclear"
        } else if bounds.high <= self.goal {
            "met"
        } else if bounds.low > self.goal {
            "missed"
        } else {
            "unclear"
        };
        let all = [
            State::Healthy,
            State::Flaky,
            State::Broken,
            State::Watch,
            State::Quarantine,
            State::Recovered,
            State::InfraOnly,
        ];
        let count = |st: State| self.flakes.iter().filter(|f| f.state == Some(state(st))).count() as u64;
        let trend = self.common.and_then(|[before, now]| trend(before, now));
        FlakeSuite {
            schema: FlakeSuiteTag,
            runs: self.runs,
            n: s.n,
            k: s.k,
            rate_ratio: share(s.k, s.n),
            interval: interval(bounds, "wilson"),
            goal_ratio: num(self.goal),
            goal: goal.to_owned(),
            failures: s.failures,
            attempts: s.attempts,
            states: all.into_iter().map(|st| StateCount { state: state(st), tests: count(st) }).collect(),
            n_infra: s.infra,
            runs_infra: s.runs_infra,
            incidents: self.incidents.clone(),
            spike: trend.as_ref().map(|t| t.delta_ratio.get() > spike),
            spike_ratio: trend.as_ref().map(|_| num(spike)),
            added: self.common.map(|_| self.added),
            removed: self.common.map(|_| self.removed),
            trend,
            complete,
        }
    }
}

/// Signatures that a record shows.
const SIGS: usize = 20;
/// Failing runs that a record shows.
const EVIDENCE: usize = 10;
/// Days after which a quarantine should be looked at again.
const EXPIRY: i64 = 30;

fn flake_of(by: &str, about: About, review: &Review, s: &RunSeries, judged: &Judged) -> Flake {
    let (k, n) = s.counts();
    let run_at = |i: usize| s.decided.get(i).map(|d| point(&review.runs[d.0 as usize]));
    let since = judged.since.and_then(|c| {
        let sure = c.earliest == c.at && c.latest == c.at;
        Some(Since {
            last_good: c.at.checked_sub(1).and_then(run_at),
            first_bad: run_at(c.at)?,
            earliest: if sure { None } else { run_at(c.earliest) },
            latest: if sure { None } else { run_at(c.latest) },
        })
    });
    let failing = s.decided.iter().filter(|d| d.1).map(|d| review.runs[d.0 as usize].id.clone());
    let evidence: Vec<String> =
        failing.collect::<Vec<_>>().split_off(k.saturating_sub(EVIDENCE as u64) as usize);
    let (need_runs, need_to) = match judged.need {
        Some(Need::Release(runs)) => (Some(runs), Some(NeedTo::Release)),
        Some(Need::Quarantine(runs)) => (Some(runs), Some(NeedTo::Quarantine)),
        None => (None, None),
    };
    let advised = judged.state == Some(State::Quarantine);
    let last = s.decided.iter().rev().find_map(|d| review.runs[d.0 as usize].started_at.as_deref());
    Flake {
        schema: FlakeTag,
        test_id: about.name,
        test_uid: about.uid,
        by: by.to_owned(),
        variant: about.variant,
        k,
        n,
        n_commits: s.tallies.commits,
        n_skipped: s.tallies.skipped,
        n_infra: s.tallies.infra,
        rate_ratio: share(k, n),
        interval: interval(wilson(k, n, LEVEL), "wilson"),
        retry_pass: s.retry_pass.len() as u64,
        same_commit_conflicts: s.tallies.conflicts,
        n_unconfirmed: s.tallies.unconfirmed,
        inferred: s.tallies.inferred,
        state: judged.state.map(state),
        since,
        trend: None,
        need_runs,
        need_to,
        sigs: s.tallies.sigs.iter().take(SIGS).map(|(sig, _)| sig.to_string()).collect(),
        evidence,
        owner: about.owner,
        expires_at: if advised { last.and_then(|l| days_from(l, EXPIRY)) } else { None },
    }
}
