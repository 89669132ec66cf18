//! Infrastructure incidents: many tests of one run that fail in the same way.

use crate::sig::SigId;
use std::collections::BTreeSet;

/// A failing attempt, reduced to what incidents are found by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) run: u32,
    pub(super) sig: SigId,
    pub(super) machine: bool,
    pub(super) subject: u32,
    pub(super) group: u32,
}

/// Why a signature in a run is an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The message is one of the machine's.
    Runner,
    /// It hit at least 5 tests and a fifth of those executed.
    Concentration,
    /// It hit tests of at least three suites.
    Suites,
}

impl Why {
    /// The word that is written.
    pub fn word(self) -> &'static str {
        match self {
            Why::Runner => "runner",
            Why::Concentration => "concentration",
            Why::Suites => "suites",
        }
    }
}

/// One signature that hit a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Index of the run.
    pub run: u32,
    /// The signature.
    pub sig: SigId,
    /// How many subjects it hit.
    pub subjects: u64,
    /// How many were executed.
    pub executed: u64,
    /// Why it counts as one.
    pub why: Why,
}

/// Finds the incidents; `hits` are sorted by run and signature.
pub(super) fn find(hits: &[Hit], executed: &[u64]) -> Vec<Incident> {
    let mut out = Vec::new();
    for group in hits.chunk_by(|a, b| (a.run, a.sig) == (b.run, b.sig)) {
        let subjects = group.iter().map(|h| h.subject).collect::<BTreeSet<_>>().len() as u64;
        let groups = group.iter().map(|h| h.group).collect::<BTreeSet<_>>().len();
        let ran = executed[group[0].run as usize];
        let why = if group[0].machine {
            Why::Runner
        } else if subjects >= 5 && subjects * 5 >= ran {
            Why::Concentration
        } else if groups >= 3 {
            Why::Suites
        } else {
            continue;
        };
        out.push(Incident { run: group[0].run, sig: group[0].sig, subjects, executed: ran, why });
    }
    out
}
