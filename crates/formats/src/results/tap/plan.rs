//! A plan against the points that came.

use super::TapMachine;
use crate::results::Format;
use crate::results::book::{Book, Place};
use record::{Failure, Severity, Status};

/// So many records are made for points that a plan announces and that never come.
const MOST_MISSING: u64 = 1000;

impl TapMachine {
    /// Compares a level with its plan.
    pub(super) fn missing(&mut self, at: usize, book: &mut Book<'_>) {
        let Some(level) = self.levels.get_mut(at) else { return };
        if let Some(reason) = level.skip_all.take() {
            // Points behind a plan of none are compared with it as any others.
            if level.count == 0 {
                let mut test = book.blank(Format::Tap, None);
                test.name = "<file>".to_owned();
                test.status = Status::Skip;
                test.raw_status = Some("1..0".to_owned());
                test.failure = Some(Failure {
                    message: Some(reason).filter(|r| !r.is_empty()),
                    count: 1,
                    ..Failure::default()
                });
                let place = level.plan.map(|(_, place)| place);
                self.out(test, at, place, book);
                return;
            }
        }
        let Some(level) = self.levels.get_mut(at) else { return };
        let Some((planned, place)) = level.plan else {
            if level.count > 0 && !self.bailed && at == 0 {
                book.issue(
                    "plan-missing",
                    Severity::Warning,
                    "there is no plan: points may be missing",
                    Place::default(),
                );
                book.totals.complete = false;
            }
            return;
        };
        if at == 0 {
            *book.totals.declared.get_or_insert(0) += planned;
        }
        let mut numbers = std::mem::take(&mut level.numbers);
        let count = level.count;
        numbers.sort_unstable();
        let repeated = numbers.windows(2).filter(|w| w[0] == w[1]).count();
        let beyond = numbers.iter().filter(|n| **n > planned || **n == 0).count();
        if repeated > 0 || beyond > 0 || count != planned {
            // Points that nobody planned: the plan or the document is not the right one.
            let severity = if count > planned { Severity::Error } else { Severity::Warning };
            book.totals.complete &= count <= planned;
            book.issue_about(
                "count-mismatch",
                severity,
                format!("the plan is {planned}, {count} points were seen ({repeated} repeated, {beyond} beyond it)"),
                place,
                None,
                vec![planned.into(), count.into()],
            );
        }
        let (mut next, mut made) = (1, 0);
        numbers.dedup();
        let mut gaps = Vec::new();
        for number in numbers.into_iter().chain([planned.saturating_add(1)]) {
            while next < number.min(planned + 1) && made < MOST_MISSING {
                gaps.push(next);
                made += 1;
                next += 1;
            }
            next = next.max(number.saturating_add(1));
        }
        // Numbers that were given twice are no sign of a point that never came.
        if count >= planned {
            gaps.clear();
        }
        for number in gaps {
            book.totals.complete = false;
            let mut test = book.blank(Format::Tap, None);
            test.name = format!("#{number}");
            test.status = Status::Incomplete;
            test.warnings.push("no-verdict".to_owned());
            self.out(test, at, Some(place), book);
        }
    }

    /// Whether the document is whole by its own plan, so that what follows it is another
    /// one: files that were joined without a version line between them.
    pub(super) fn is_met(&self) -> bool {
        self.levels.len() == 1
            && self.levels[0].plan.is_some_and(|(planned, _)| planned > 0 && planned == self.levels[0].count)
    }
}
