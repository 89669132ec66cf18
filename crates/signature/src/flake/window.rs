//! Which runs count.

use super::history::{Run, RunOutcome};

/// Which runs count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Window {
    /// All.
    #[default]
    All,
    /// The last so many runs of each test.
    Last(usize),
    /// Runs that began at or after this instant (RFC 3339, UTC).
    From(String),
}

fn key(text: &str) -> &str {
    text.strip_suffix('Z').unwrap_or(text)
}

impl Window {
    pub(super) fn keep(&self, runs: &[&Run]) -> Vec<bool> {
        runs.iter()
            .map(|r| match (self, r.started_at.as_deref()) {
                (Window::From(t), Some(at)) => key(at) >= key(t),
                // A run of unknown time is in no window of time.
                (Window::From(_), None) => false,
                _ => true,
            })
            .collect()
    }

    pub(super) fn cut(&self, outcomes: &mut Vec<RunOutcome>) {
        if let Window::Last(n) = *self {
            outcomes.drain(..outcomes.len().saturating_sub(n));
        }
    }
}
