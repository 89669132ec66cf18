//! How a run stands, for a person who looks at it.

use super::Model;
use crate::clock::Now;

impl Model {
    /// How the run stands, in one line for a person.
    pub(crate) fn status_line(&self, now: Now) -> String {
        let since = |then: Now| cli::human_ms(now.boot_ns.saturating_sub(then.boot_ns) as f64 / 1e6);
        let counts = &self.counts;
        let mut text = since(self.started);
        let of = self.about.expected.or(self.planned).map_or_else(String::new, |n| format!(" of {n}"));
        text += &format!(", {}{of} tests", counts.tests);
        for (word, n) in [("failed", counts.failing_tests), ("skipped", counts.skipped)] {
            if n > 0 {
                text += &format!(", {n} {word}");
            }
        }
        match (self.roster.oldest(), self.roster.newest()) {
            (Some(oldest), Some(newest)) => {
                text += &format!("; {} ({})", newest.test_id, since(newest.since));
                if self.roster.running() > 1 {
                    let (n, id, age) = (self.roster.running(), &oldest.test_id, since(oldest.since));
                    text += &format!("; {n} running, longest {id} ({age})");
                }
            }
            _ => {
                if let Some(last) = &self.last_completed {
                    text += &format!("; after {}", last.test_id);
                }
            }
        }
        text
    }
}
