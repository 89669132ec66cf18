//! Records written in formats that others read: JUnit XML, CTRF, TAP.
//!
//! Each writer takes records as they come and holds at most the attempts of one test. A
//! round trip through JUnit gives the records back exactly: what JUnit has no place for
//! stands in an attribute of our own. CTRF and TAP hold less: CTRF keeps every attempt
//! with our word for its status in `rawStatus`; TAP keeps the verdict that decides.

mod ctrf;
mod junit;
mod tap;

pub use ctrf::CtrfWriter;
pub use junit::JunitWriter;
pub use tap::TapWriter;

use record::Test;

/// A format under way.
pub trait Writer {
    /// One more record; what is decided is appended to `out`.
    fn test(&mut self, test: &Test, out: &mut Vec<u8>);
    /// There are no more.
    fn finish(&mut self, out: &mut Vec<u8>);
}

/// So many attempts of one test are held at most.
const MOST_ATTEMPTS: usize = 100;

/// The attempts of one test, while they come one after another.
#[derive(Default)]
struct Group {
    held: Vec<Test>,
}

impl Group {
    /// Takes a record; gives back the group before it, when this one is not of it.
    fn push(&mut self, test: &Test) -> Vec<Test> {
        let joins = self.held.last().is_some_and(|last| {
            last.test_id == test.test_id
                && last.run_id == test.run_id
                && last.suite == test.suite
                && last.is_final == Some(false)
                && test.attempt == last.attempt + 1
                && last.kind == test.kind
                && self.held.len() < MOST_ATTEMPTS
        });
        let done = if joins { Vec::new() } else { std::mem::take(&mut self.held) };
        self.held.push(test.clone());
        done
    }

    fn take(&mut self) -> Vec<Test> {
        std::mem::take(&mut self.held)
    }
}

#[cfg(test)]
mod tests;
