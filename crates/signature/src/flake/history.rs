//! The store of outcomes: four bytes for each attempt, and the names once.

use super::incident::{self, Incident};
use super::window::Window;
use crate::sig::SigId;
use foldhash::fast::RandomState;
use std::collections::HashMap;

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

/// One attempt of one test in one run. Texts are UTF-8; as bytes, since most of them are only
/// compared with one that is known, and to check each of fifty million takes its time.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// What the rate is for: a test with its variant, a suite, a file.
    pub subject: &'a [u8],
    /// The group that the test is in, for incidents: its suite or file.
    pub group: &'a [u8],
    /// The run's id.
    pub run: &'a [u8],
    /// The commit under test.
    pub commit: Option<&'a [u8]>,
    /// When the attempt began, RFC 3339 in UTC.
    pub started_at: Option<&'a [u8]>,
    /// The branch, where known.
    pub branch: Option<&'a [u8]>,
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
    ids: HashMap<Box<[u8]>, u32, RandomState>,
    names: Vec<Box<str>>,
    /// Per name the one that came after it: runs have the same tests in the same order, so that
    /// the next one is mostly known before it is looked up.
    after: Vec<u32>,
    last: u32,
}

impl Names {
    fn id(&mut self, name: &[u8]) -> u32 {
        let guess = self.after.get(self.last as usize).copied().unwrap_or_default();
        if self.is(guess, name) {
            self.last = guess;
            return guess;
        }
        let next = self.names.len() as u32;
        let id = match self.ids.get(name) {
            Some(&id) => id,
            None => {
                self.ids.insert(name.into(), next);
                self.names.push(text(name).into());
                self.after.push(0);
                next
            }
        };
        self.after[self.last as usize] = id;
        self.last = id;
        id
    }

    fn is(&self, id: u32, name: &[u8]) -> bool {
        self.names.get(id as usize).is_some_and(|known| known.as_bytes() == name)
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
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

/// One run of one subject, its attempts taken together: run << 3 | retry passed << 2 |
/// verdict of the first. Four bytes, since there may be fifty million of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RunOutcome(u32);

impl RunOutcome {
    /// Index into the runs, in the order of time.
    pub(super) fn run(self) -> u32 {
        self.0 >> RUN_SHIFT
    }

    /// What the first attempt says.
    pub(super) fn first(self) -> Verdict {
        match self.0 & 3 {
            0 => Verdict::Pass,
            1 => Verdict::Fail,
            _ => Verdict::Undecided,
        }
    }

    /// It failed first and a later attempt passed.
    pub(super) fn retry_pass(self) -> bool {
        self.0 & 4 != 0
    }
}

impl History {
    /// Takes in one attempt. The number of its subject: they count up from 0.
    pub fn add(&mut self, a: Attempt<'_>) -> u32 {
        let subject = self.subjects.id(a.subject);
        if subject as usize == self.attempts.len() {
            self.attempts.push(Vec::new());
            let group = self.groups.id(a.group);
            self.group_of.push(group);
        }
        let run = if self.run_names.is(self.run_names.last, a.run) {
            self.run_names.last
        } else {
            self.run_names.id(a.run)
        };
        if run as usize == self.runs.len() {
            self.runs.push(Run { id: text(a.run), ..Run::default() });
        }
        let known = &mut self.runs[run as usize];
        if known.commit.is_none() {
            known.commit = a.commit.map(text);
        }
        if known.branch.is_none() {
            known.branch = a.branch.map(text);
        }
        known.pull_request |= a.pull_request;
        if let Some(at) = a.started_at
            && known.started_at.as_deref().is_none_or(|s| at_bytes(at) < at_bytes(s.as_bytes()))
        {
            known.started_at = Some(text(at));
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
        subject
    }

    /// The number of a subject, if any attempt of it was taken in.
    pub fn subject(&self, name: &str) -> Option<u32> {
        self.subjects.ids.get(name.as_bytes()).copied()
    }

    /// The name of a subject.
    pub fn name(&self, subject: u32) -> &str {
        self.subjects.names.get(subject as usize).map_or("", |name| name)
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
        // In place: the outcomes take the memory of the attempts.
        let series: Vec<Vec<RunOutcome>> = std::mem::take(&mut self.attempts)
            .into_iter()
            .map(|mut packed| {
                packed.retain_mut(|p| match rank[(*p >> RUN_SHIFT) as usize] {
                    Some(r) => {
                        *p = (r << RUN_SHIFT) | (*p & 7);
                        true
                    }
                    None => false,
                });
                packed.sort_unstable();
                let mut of = runs_of(packed);
                window.cut(&mut of);
                of
            })
            .collect();
        let mut failing: Vec<Failing> =
            self.failing.iter().filter_map(|f| Some(Failing { run: rank[f.run as usize]?, ..*f })).collect();
        failing.sort_by_key(|f| (f.run, self.sigs[f.sig as usize].0, f.subject));
        let mut executed = vec![0u64; runs.len()];
        for outcome in series.iter().flatten().filter(|o| o.first() != Verdict::Undecided) {
            executed[outcome.run() as usize] += 1;
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

fn at_bytes(text: &[u8]) -> &[u8] {
    text.strip_suffix(b"Z").unwrap_or(text)
}

fn runs_of(mut sorted: Vec<u32>) -> Vec<RunOutcome> {
    let (mut from, mut to) = (0, 0);
    while from < sorted.len() {
        let run = sorted[from] >> RUN_SHIFT;
        let end = from + sorted[from..].iter().take_while(|p| **p >> RUN_SHIFT == run).count();
        let has = |first: bool, verdict: u32| {
            sorted[from..end].iter().any(|p| (p & FIRST != 0) == first && p & 3 == verdict)
        };
        let (failed, passed) = (has(true, 1), has(true, 0));
        let retry_pass = failed && has(false, 0);
        let first = match (failed, passed) {
            (true, _) => 1,
            (false, true) => 0,
            (false, false) => 2,
        };
        sorted[to] = (run << RUN_SHIFT) | (u32::from(retry_pass) << 2) | first;
        to += 1;
        from = end;
    }
    sorted.truncate(to);
    sorted.into_iter().map(RunOutcome).collect()
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
