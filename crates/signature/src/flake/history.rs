//! The store of outcomes: four bytes for each attempt, and the names once.

use super::incident::{self, Incident};
use super::window::Window;
use crate::sig::SigId;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What an attempt says about the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It passed.
    Pass,
    /// It failed.
    Fail,
    /// Skipped, cut off, expected to fail: neither.
    Undecided,
}

/// One attempt of one test in one run.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// What the rate is for: a test with its variant, a suite, a file.
    pub subject: &'a str,
    /// The group that the test is in, for incidents: its suite or file.
    pub group: &'a str,
    /// The run's id.
    pub run: &'a str,
    /// The commit under test.
    pub commit: Option<&'a str>,
    /// When the attempt began, RFC 3339 in UTC.
    pub started_at: Option<&'a str>,
    /// The branch, where known.
    pub branch: Option<&'a str>,
    /// Whether the run is of a pull request.
    pub pull_request: bool,
    /// From 1.
    pub number: u64,
    /// What it says.
    pub verdict: Verdict,
    /// The signature of its failure, and whether it is one of the machine's.
    pub sig: Option<(SigId, bool)>,
}

/// A run, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Its id.
    pub id: String,
    /// The commit under test.
    pub commit: Option<String>,
    /// When its first attempt began.
    pub started_at: Option<String>,
    /// The branch.
    pub branch: Option<String>,
    /// Whether it is of a pull request.
    pub pull_request: bool,
}

#[derive(Clone, Copy, Debug)]
struct Failing {
    subject: u32,
    run: u32,
    sig: u32,
    first: bool,
}

/// Names to small numbers, in the order of their first appearance.
#[derive(Clone, Debug, Default)]
struct Names {
    ids: HashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
}

impl Names {
    fn id(&mut self, name: &str) -> u32 {
        if let Some(&id) = self.ids.get(name) {
            return id;
        }
        let id = self.names.len() as u32;
        self.ids.insert(name.into(), id);
        self.names.push(name.into());
        id
    }
}

/// All outcomes of a stretch of time. Memory: four bytes an attempt, sixteen a failing one,
/// and the names of tests and runs.
#[derive(Debug, Default)]
pub struct History {
    subjects: Names,
    groups: Names,
    run_names: Names,
    runs: Vec<Run>,
    group_of: Vec<u32>,
    /// Per subject: run << 3 | first << 2 | verdict.
    attempts: Vec<Vec<u32>>,
    failing: Vec<Failing>,
    sigs: Vec<(SigId, bool)>,
    sig_ids: HashMap<SigId, u32>,
    /// After a split, the runs of this part.
    only: Option<Vec<bool>>,
}

const RUN_SHIFT: u32 = 3;
const FIRST: u32 = 4;

/// One run of one subject, its attempts taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RunOutcome {
    /// Index into the runs, in the order of time.
    pub(super) run: u32,
    /// What the first attempt says.
    pub(super) first: Verdict,
    /// It failed first and a later attempt passed.
    pub(super) retry_pass: bool,
}

impl History {
    /// Takes in one attempt.
    pub fn add(&mut self, a: Attempt<'_>) {
        let subject = self.subjects.id(a.subject);
        if subject as usize == self.attempts.len() {
            self.attempts.push(Vec::new());
            let group = self.groups.id(a.group);
            self.group_of.push(group);
        }
        let run = self.run_names.id(a.run);
        if run as usize == self.runs.len() {
            self.runs.push(Run { id: a.run.to_owned(), ..Run::default() });
        }
        let known = &mut self.runs[run as usize];
        if known.commit.is_none() {
            known.commit = a.commit.map(str::to_owned);
        }
        if known.branch.is_none() {
            known.branch = a.branch.map(str::to_owned);
        }
        known.pull_request |= a.pull_request;
        if let Some(at) = a.started_at
            && known.started_at.as_deref().is_none_or(|s| instant(at) < instant(s))
        {
            known.started_at = Some(at.to_owned());
        }
        let first = a.number <= 1;
        let verdict = match a.verdict {
            Verdict::Pass => 0,
            Verdict::Fail => 1,
            Verdict::Undecided => 2,
        };
        self.attempts[subject as usize].push((run << RUN_SHIFT) | (u32::from(first) * FIRST) | verdict);
        if a.verdict == Verdict::Fail
            && let Some((sig, machine)) = a.sig
        {
            let next = self.sigs.len() as u32;
            let sig = *self.sig_ids.entry(sig).or_insert_with(|| {
                self.sigs.push((sig, machine));
                next
            });
            self.failing.push(Failing { subject, run, sig, first });
        }
    }

    /// How many runs there are.
    pub fn runs(&self) -> usize {
        self.runs.len()
    }

    /// Whether nothing was taken in.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The latest start of a run.
    pub fn latest(&self) -> Option<&str> {
        self.runs.iter().filter_map(|r| r.started_at.as_deref()).max_by_key(|s| instant(s))
    }

    /// The runs that began before an instant, and the others; a run of unknown time is in
    /// the second part.
    pub fn split(mut self, at: &str) -> (History, History) {
        let earlier: Vec<bool> = self
            .runs
            .iter()
            .map(|r| r.started_at.as_deref().is_some_and(|s| instant(s) < instant(at)))
            .collect();
        let attempts = std::mem::take(&mut self.attempts);
        let failing = std::mem::take(&mut self.failing);
        let part = |history: &History, before: bool| History {
            subjects: history.subjects.clone(),
            groups: history.groups.clone(),
            run_names: history.run_names.clone(),
            runs: history.runs.clone(),
            group_of: history.group_of.clone(),
            attempts: attempts
                .iter()
                .map(|a| a.iter().copied().filter(|p| earlier[(p >> RUN_SHIFT) as usize] == before).collect())
                .collect(),
            failing: failing.iter().copied().filter(|f| earlier[f.run as usize] == before).collect(),
            sigs: history.sigs.clone(),
            sig_ids: history.sig_ids.clone(),
            only: Some(earlier.iter().map(|e| *e == before).collect()),
        };
        (part(&self, true), part(&self, false))
    }

    /// Puts everything in order and finds the incidents.
    pub fn review(mut self, window: &Window) -> Review {
        // Time decides where every run has one; else the order of the input.
        let mut order: Vec<u32> = (0..self.runs.len() as u32).collect();
        if self.runs.iter().all(|r| r.started_at.is_some()) {
            order.sort_by(|&a, &b| {
                let key = |i: u32| self.runs[i as usize].started_at.as_deref().map(instant);
                key(a).cmp(&key(b)).then(a.cmp(&b))
            });
        }
        let keep = window.keep(&order.iter().map(|&i| &self.runs[i as usize]).collect::<Vec<_>>());
        let mut rank = vec![None; order.len()];
        let mut runs = Vec::new();
        for (&i, keep) in order.iter().zip(keep) {
            if keep && self.only.as_ref().is_none_or(|o| o[i as usize]) {
                rank[i as usize] = Some(runs.len() as u32);
                runs.push(std::mem::take(&mut self.runs[i as usize]));
            }
        }
        let mut series: Vec<Vec<RunOutcome>> = Vec::with_capacity(self.attempts.len());
        for packed in std::mem::take(&mut self.attempts) {
            let mut packed: Vec<u32> = packed
                .into_iter()
                .filter_map(|p| rank[(p >> RUN_SHIFT) as usize].map(|r| (r << RUN_SHIFT) | (p & 7)))
                .collect();
            packed.sort_unstable();
            let mut of = runs_of(&packed);
            window.cut(&mut of);
            series.push(of);
        }
        let mut failing: Vec<Failing> =
            self.failing.iter().filter_map(|f| Some(Failing { run: rank[f.run as usize]?, ..*f })).collect();
        failing.sort_by_key(|f| (f.run, self.sigs[f.sig as usize].0, f.subject));
        let mut executed = vec![0u64; runs.len()];
        for outcome in series.iter().flatten().filter(|o| o.first != Verdict::Undecided) {
            executed[outcome.run as usize] += 1;
        }
        let hits: Vec<incident::Hit> = failing
            .iter()
            .map(|f| incident::Hit {
                run: f.run,
                sig: self.sigs[f.sig as usize].0,
                machine: self.sigs[f.sig as usize].1,
                subject: f.subject,
                group: self.group_of[f.subject as usize],
            })
            .collect();
        let incidents = incident::find(&hits, &executed);
        Review {
            subjects: self.subjects.names,
            runs,
            series,
            hits,
            firsts: failing.iter().map(|f| f.first).collect(),
            incidents,
        }
    }
}

/// RFC 3339 instants in UTC compare as text once the `Z` is gone.
fn instant(text: &str) -> &str {
    text.strip_suffix('Z').unwrap_or(text)
}

fn runs_of(sorted: &[u32]) -> Vec<RunOutcome> {
    let mut out: Vec<RunOutcome> = Vec::with_capacity(sorted.len());
    for group in sorted.chunk_by(|a, b| a >> RUN_SHIFT == b >> RUN_SHIFT) {
        let has =
            |first: bool, verdict: u32| group.iter().any(|p| (p & FIRST != 0) == first && p & 3 == verdict);
        let first = if has(true, 1) {
            Verdict::Fail
        } else if has(true, 0) {
            Verdict::Pass
        } else {
            Verdict::Undecided
        };
        out.push(RunOutcome {
            run: group[0] >> RUN_SHIFT,
            first,
            retry_pass: first == Verdict::Fail && has(false, 0),
        });
    }
    out
}

/// Everything in order: what rates are computed from.
#[derive(Debug)]
pub struct Review {
    pub(super) subjects: Vec<Box<str>>,
    /// The runs, in the order of time.
    pub runs: Vec<Run>,
    pub(super) series: Vec<Vec<RunOutcome>>,
    pub(super) hits: Vec<incident::Hit>,
    pub(super) firsts: Vec<bool>,
    /// The incidents, by run and signature.
    pub incidents: Vec<Incident>,
}

/// The decided first attempts of one subject, in the order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunSeries {
    /// Index of the run, and whether the first attempt failed.
    pub decided: Vec<(u32, bool)>,
    /// Runs that failed first and then passed.
    pub retry_pass: Vec<u32>,
    /// What is left out, and the evidence.
    pub tallies: Tallies,
}

/// What is beside `k` and `n`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Runs with no decided first attempt.
    pub skipped: u64,
    /// First attempts that belong to an incident.
    pub infra: u64,
    /// Failures of pull requests that nothing contradicts.
    pub unconfirmed: u64,
    /// Whether a pull request's failure counts because its signature occurs elsewhere.
    pub inferred: bool,
    /// Different commits of the decided runs; `None` where no commit is known.
    pub commits: Option<u64>,
    /// Commits with passes and failures in different runs.
    pub conflicts: Option<u64>,
    /// Failing runs by signature, most frequent first.
    pub sigs: Vec<(SigId, u64)>,
}

/// Stretches of failures between passes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flips {
    /// Stretches of failing runs.
    pub streaks: u64,
    /// Passing runs after the last failure.
    pub clean: u64,
}

impl RunSeries {
    /// Failing and decided runs.
    pub fn counts(&self) -> (u64, u64) {
        (self.decided.iter().filter(|d| d.1).count() as u64, self.decided.len() as u64)
    }

    /// The stretches of failures.
    pub fn flips(&self) -> Flips {
        let streaks = self.decided.chunk_by(|a, b| a.1 == b.1).filter(|s| s[0].1).count() as u64;
        let clean = self.decided.iter().rev().take_while(|d| !d.1).count() as u64;
        Flips { streaks, clean }
    }
}

impl Review {
    /// All subjects with their names, sorted by name.
    pub fn subjects(&self) -> Vec<(u32, &str)> {
        let mut all: Vec<(u32, &str)> =
            self.subjects.iter().enumerate().map(|(i, n)| (i as u32, &**n)).collect();
        all.sort_by_key(|s| s.1);
        all.retain(|s| !self.series[s.0 as usize].is_empty());
        all
    }

    /// The series of every subject, by its number.
    pub fn all_series(&self) -> Vec<RunSeries> {
        let mut sigs: Vec<BTreeMap<u32, Vec<SigId>>> = vec![BTreeMap::new(); self.series.len()];
        for (hit, first) in self.hits.iter().zip(&self.firsts) {
            if *first {
                sigs[hit.subject as usize].entry(hit.run).or_default().push(hit.sig);
            }
        }
        let infra: BTreeSet<(u32, SigId)> = self.incidents.iter().map(|i| (i.run, i.sig)).collect();
        let known = self.known_elsewhere();
        self.series
            .iter()
            .zip(&sigs)
            .map(|(outcomes, sigs)| self.series_of(outcomes, sigs, &infra, &known))
            .collect()
    }

    /// Signatures that occur outside pull requests, or on three and more branches.
    fn known_elsewhere(&self) -> BTreeSet<SigId> {
        let mut branches: BTreeMap<SigId, BTreeSet<&str>> = BTreeMap::new();
        let mut known = BTreeSet::new();
        for hit in &self.hits {
            let run = &self.runs[hit.run as usize];
            if !run.pull_request {
                known.insert(hit.sig);
            } else if let Some(branch) = &run.branch {
                branches.entry(hit.sig).or_default().insert(branch);
            }
        }
        known.extend(branches.into_iter().filter(|(_, b)| b.len() >= 3).map(|(s, _)| s));
        known
    }

    fn series_of(
        &self,
        outcomes: &[RunOutcome],
        sigs: &BTreeMap<u32, Vec<SigId>>,
        infra: &BTreeSet<(u32, SigId)>,
        known: &BTreeSet<SigId>,
    ) -> RunSeries {
        let mut s = RunSeries::default();
        let commit = |run: u32| self.runs[run as usize].commit.as_deref();
        let passed: BTreeSet<&str> =
            outcomes.iter().filter(|o| o.first == Verdict::Pass).filter_map(|o| commit(o.run)).collect();
        let mut by_sig: BTreeMap<SigId, u64> = BTreeMap::new();
        let mut commits: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
        for o in outcomes {
            let own: &[SigId] = sigs.get(&o.run).map_or(&[], Vec::as_slice);
            if o.first == Verdict::Undecided {
                s.tallies.skipped += 1;
                continue;
            }
            let failed = o.first == Verdict::Fail;
            if failed && own.iter().any(|&sig| infra.contains(&(o.run, sig))) {
                s.tallies.infra += 1;
                continue;
            }
            if failed && self.runs[o.run as usize].pull_request {
                let contradicted = o.retry_pass || commit(o.run).is_some_and(|c| passed.contains(c));
                let elsewhere = own.iter().any(|sig| known.contains(sig));
                if !contradicted && !elsewhere {
                    s.tallies.unconfirmed += 1;
                    continue;
                }
                s.tallies.inferred |= !contradicted;
            }
            s.decided.push((o.run, failed));
            if o.retry_pass {
                s.retry_pass.push(o.run);
            }
            if let Some(c) = commit(o.run) {
                let seen = commits.entry(c).or_default();
                seen.0 |= !failed;
                seen.1 |= failed;
            }
            if failed {
                for sig in own.iter().collect::<BTreeSet<_>>() {
                    *by_sig.entry(*sig).or_default() += 1;
                }
            }
        }
        if !commits.is_empty() {
            s.tallies.commits = Some(commits.len() as u64);
            s.tallies.conflicts = Some(commits.values().filter(|c| c.0 && c.1).count() as u64);
        }
        s.tallies.sigs = by_sig.into_iter().collect();
        s.tallies.sigs.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        s
    }
}
