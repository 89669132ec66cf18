//! Outcomes of runs to flake rates that can be believed: what is counted, and what the
//! counts allow to say.
//!
//! - The unit is the run, not the attempt: retries in one process are not independent. A
//!   run counts by its *first* attempt, so that retries cannot hide failures; a pass on a
//!   retry is a contradiction and is counted beside.
//! - Skipped, cut-off and missing attempts are in neither side of a rate.
//! - A failure that belongs to an infrastructure incident is taken out and counted apart.
//! - Every rate has its Wilson interval; quarantine needs its lower end, release its upper.

mod history;
mod incident;
mod judge;
mod series;
mod since;
mod suite;
mod window;

pub use history::{Attempt, History, Review, Run, Verdict};
pub use incident::{Incident, Why};
pub use judge::{Judged, Limits, Need, State, judge};
pub use series::{Flips, Lens, RunSeries, Tallies};
pub use since::{Change, last_change};
pub use suite::{Suite, SuiteCounter};
pub use window::Window;

#[cfg(test)]
mod tests;
