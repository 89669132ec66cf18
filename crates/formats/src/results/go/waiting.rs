//! What a package has said before its name is known.

use crate::results::Place;
use record::Status;
use std::collections::HashMap;

/// So many bytes of output are held before what no record would keep is left out.
const HOLD: usize = if cfg!(test) { 1 << 16 } else { 32 << 20 };

/// Output of one test is held in pieces of about this size, whole lines each.
const PIECE: usize = 8 << 10;

/// A test by its name.
pub(super) type Id = usize;

/// One thing that was said.
pub(super) enum Said {
    Run(Id, Place),
    /// Lines of a test, or of no test.
    Output(Option<Id>, String),
    /// So many bytes of output that no record would keep, and whether there was a panic in them.
    LeftOut(Option<Id>, u64, bool),
    Verdict(Id, Status, &'static str, Option<f64>, Place),
}

/// Everything that was said since the last package ended.
///
/// Memory: what the package's tests take, [`HOLD`] of output, or twice the limit of a
/// record's text for each attempt, where that is more.
#[derive(Default)]
pub(super) struct Waiting {
    said: Vec<Said>,
    names: Vec<String>,
    ids: HashMap<String, Id>,
    /// Bytes of output held, and how many there were after the last clearing.
    held: usize,
    settled: usize,
}

impl Waiting {
    pub(super) fn is_empty(&self) -> bool {
        self.said.is_empty()
    }

    fn id(&mut self, name: &str) -> Id {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        self.names.push(name.to_owned());
        self.ids.insert(name.to_owned(), self.names.len() - 1);
        self.names.len() - 1
    }

    pub(super) fn run(&mut self, name: &str, place: Place) {
        let id = self.id(name);
        self.said.push(Said::Run(id, place));
    }

    pub(super) fn verdict(
        &mut self,
        name: &str,
        (status, word): (Status, &'static str),
        ms: Option<f64>,
        place: Place,
    ) {
        let id = self.id(name);
        self.said.push(Said::Verdict(id, status, word, ms, place));
    }

    /// A line without its newline. `limit`: how much of an attempt's output a record keeps.
    pub(super) fn output(&mut self, test: Option<&str>, line: &str, limit: usize) {
        let id = test.map(|name| self.id(name));
        self.held += line.len() + 1;
        match self.said.last_mut() {
            Some(Said::Output(last, text)) if *last == id && text.len() < PIECE => {
                text.push_str(line);
                text.push('\n');
            }
            _ => self.said.push(Said::Output(id, format!("{line}\n"))),
        }
        if self.held > HOLD.max(2 * self.settled) {
            self.settle(limit);
        }
    }

    /// Everything in its order, with the names of the tests.
    pub(super) fn take(&mut self) -> (Vec<Said>, Vec<String>) {
        let all = std::mem::take(self);
        (all.said, all.names)
    }

    /// Leaves out what lies neither in the first nor in the last `limit` bytes of an attempt's
    /// output: of what comes out, a record keeps the same as it would of the whole.
    fn settle(&mut self, limit: usize) {
        // Bytes of every attempt: of each test, and of no test, one after another.
        let mut totals: Vec<Vec<u64>> = vec![vec![0]; self.names.len() + 1];
        let place = |id: Option<Id>| id.map_or(0, |id| id + 1);
        for said in &self.said {
            match said {
                Said::Run(id, _) => totals[id + 1].push(0),
                Said::Output(id, text) => add(&mut totals[place(*id)], text.len() as u64),
                Said::LeftOut(id, bytes, _) => add(&mut totals[place(*id)], *bytes),
                Said::Verdict(..) => {}
            }
        }
        let limit = limit as u64;
        let mut seen: Vec<(usize, u64)> = vec![(0, 0); totals.len()];
        self.held = 0;
        let mut kept: Vec<Said> = Vec::with_capacity(self.said.len());
        // By test, where in `kept` a stretch was left out that what follows may be joined to.
        let mut gaps: HashMap<Option<Id>, usize> = HashMap::new();
        for said in std::mem::take(&mut self.said) {
            let (id, bytes, panic) = match &said {
                Said::Run(id, _) => {
                    let (attempt, bytes) = &mut seen[id + 1];
                    (*attempt, *bytes) = (*attempt + 1, 0);
                    gaps.remove(&Some(*id));
                    kept.push(said);
                    continue;
                }
                Said::Verdict(..) => {
                    kept.push(said);
                    continue;
                }
                Said::Output(id, text) => (*id, text.len() as u64, None),
                Said::LeftOut(id, bytes, panic) => (*id, *bytes, Some(*panic)),
            };
            let (attempt, before) = &mut seen[place(id)];
            let behind = totals[place(id)][*attempt] - *before - bytes;
            let inside = *before < limit || behind < limit;
            *before += bytes;
            let panic = match (&said, panic) {
                (Said::Output(_, text), None) if inside => {
                    self.held += text.len();
                    gaps.remove(&id);
                    kept.push(said);
                    continue;
                }
                (Said::Output(_, text), None) => text.lines().any(super::entry::is_panic),
                (_, panic) => panic.unwrap_or(false),
            };
            match gaps.get(&id).map(|at| &mut kept[*at]) {
                Some(Said::LeftOut(_, more, too)) => {
                    *more += bytes;
                    *too |= panic;
                }
                _ => {
                    gaps.insert(id, kept.len());
                    kept.push(Said::LeftOut(id, bytes, panic));
                }
            }
        }
        self.said = kept;
        self.settled = self.held;
    }
}

fn add(attempts: &mut [u64], bytes: u64) {
    if let Some(last) = attempts.last_mut() {
        *last += bytes;
    }
}
