//! One subject's runs in the order of time: what counts, what is left out, and why.

use super::history::{Review, RunOutcome, Verdict};
use crate::sig::SigId;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
}

/// What the series of all subjects need in common.
#[derive(Debug)]
pub struct Lens<'r> {
    review: &'r Review,
    /// Per run the number of its commit.
    commits: Vec<Option<u32>>,
    /// Per commit: for whom it was looked at last, and what was seen: see [`Lens::mark`].
    seen: Vec<(u32, u8)>,
    turn: u32,
    /// Per subject with failures: the signatures of its failing runs.
    sigs: HashMap<u32, BTreeMap<u32, Vec<SigId>>>,
    infra: BTreeSet<(u32, SigId)>,
    known: BTreeSet<SigId>,
}

/// A commit on which some run passed ...
const PASSED: u8 = 1;
/// ... and one that counts passed ...
const COUNTED_PASS: u8 = 2;
/// ... or failed.
const COUNTED_FAIL: u8 = 4;

impl<'r> Lens<'r> {
    /// Makes ready.
    pub fn new(review: &'r Review) -> Lens<'r> {
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let commits: Vec<Option<u32>> = review
            .runs
            .iter()
            .map(|r| {
                let next = numbers.len() as u32;
                r.commit.as_deref().map(|c| *numbers.entry(c).or_insert(next))
            })
            .collect();
        let mut sigs: HashMap<u32, BTreeMap<u32, Vec<SigId>>> = HashMap::new();
        for (hit, first) in review.hits.iter().zip(&review.firsts) {
            if *first {
                sigs.entry(hit.subject).or_default().entry(hit.run).or_default().push(hit.sig);
            }
        }
        Lens {
            commits,
            seen: vec![(0, 0); numbers.len()],
            turn: 0,
            sigs,
            infra: review.incidents.iter().map(|i| (i.run, i.sig)).collect(),
            known: review.known_elsewhere(),
            review,
        }
    }

    /// The series of every subject, by its number.
    pub fn all(&mut self) -> Vec<RunSeries> {
        (0..self.review.series.len() as u32).map(|subject| self.of(subject)).collect()
    }

    /// The series of a subject.
    pub fn of(&mut self, subject: u32) -> RunSeries {
        let Lens { review, commits: commit_of, seen, turn, sigs, infra, known } = self;
        let outcomes: &[RunOutcome] = &review.series[subject as usize];
        let sigs = sigs.get(&subject);
        *turn += 1;
        // Notes what was seen on a run's commit, and says what had been before.
        let mut mark = |run: u32, bits: u8| -> u8 {
            let Some(commit) = commit_of[run as usize] else { return 0 };
            let (at, seen) = &mut seen[commit as usize];
            if *at != *turn {
                (*at, *seen) = (*turn, 0);
            }
            let before = *seen;
            *seen |= bits;
            before
        };
        for o in outcomes.iter().filter(|o| o.first() == Verdict::Pass) {
            mark(o.run(), PASSED);
        }
        let mut s = RunSeries::default();
        let mut by_sig: BTreeMap<SigId, u64> = BTreeMap::new();
        let (mut commits, mut conflicts) = (0, 0);
        s.decided.reserve_exact(outcomes.len());
        for o in outcomes {
            let run = o.run();
            let own: &[SigId] = sigs.and_then(|s| s.get(&run)).map_or(&[], Vec::as_slice);
            if o.first() == Verdict::Undecided {
                s.tallies.skipped += 1;
                continue;
            }
            let failed = o.first() == Verdict::Fail;
            if failed && own.iter().any(|&sig| infra.contains(&(run, sig))) {
                s.tallies.infra += 1;
                continue;
            }
            if failed && review.runs[run as usize].pull_request {
                let contradicted = o.retry_pass() || mark(run, 0) & PASSED != 0;
                let elsewhere = own.iter().any(|sig| known.contains(sig));
                if !contradicted && !elsewhere {
                    s.tallies.unconfirmed += 1;
                    continue;
                }
                s.tallies.inferred |= !contradicted;
            }
            s.decided.push((run, failed));
            if o.retry_pass() {
                s.retry_pass.push(run);
            }
            if commit_of[run as usize].is_some() {
                let bit = if failed { COUNTED_FAIL } else { COUNTED_PASS };
                let before = mark(run, bit) & (COUNTED_PASS | COUNTED_FAIL);
                commits += u64::from(before == 0);
                conflicts += u64::from(before != 0 && before & bit == 0);
            }
            if failed {
                for sig in own.iter().collect::<BTreeSet<_>>() {
                    *by_sig.entry(*sig).or_default() += 1;
                }
            }
        }
        if commits > 0 {
            s.tallies.commits = Some(commits);
            s.tallies.conflicts = Some(conflicts);
        }
        s.tallies.sigs = by_sig.into_iter().collect();
        s.tallies.sigs.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        s
    }
}
