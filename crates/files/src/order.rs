//! Work on many items in several threads, with the results in the order of the items.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Results that may wait for their turn, for each thread: one slow item in front must not
/// hold the others up at once, nor let results pile up.
const AHEAD: usize = 4;

/// Gives every item to `work`, in `threads` threads that each have a state of their own, and
/// every result to `take`, in the thread of the caller and in the order of the items. Memory:
/// at most four results a thread. With one thread everything happens in the caller's.
///
/// # Errors
/// The first of `take`; items that were not begun are then left alone.
pub fn in_order<I, S, R, E>(
    threads: usize,
    items: I,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, I::Item) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    I: Iterator + Send,
    R: Send,
{
    if threads <= 1 {
        let mut own = state();
        for item in items {
            take(work(&mut own, item))?;
        }
        return Ok(());
    }
    let shared = Shared {
        work: Mutex::new(Work {
            items,
            given: 0,
            taken: 0,
            done: BTreeMap::new(),
            ended: false,
            lost: false,
        }),
        room: Condvar::new(),
        ready: Condvar::new(),
    };
    std::thread::scope(|scope| {
        // Whatever ends the taker ends the workers, and the other way round.
        let _taker = End(&shared);
        for _ in 0..threads {
            scope.spawn(|| {
                let _worker = End(&shared);
                let mut own = state();
                while let Some((n, item)) = shared.next(threads * AHEAD) {
                    let result = work(&mut own, item);
                    shared.lock().done.insert(n, result);
                    shared.ready.notify_one();
                }
            });
        }
        while let Some(result) = shared.take() {
            take(result)?;
        }
        Ok(())
    })
}

struct Work<I, R> {
    items: I,
    /// Items given to workers so far.
    given: usize,
    /// Results taken so far.
    taken: usize,
    done: BTreeMap<usize, R>,
    /// Nothing is given any more.
    ended: bool,
    /// A worker panicked: its result will never come.
    lost: bool,
}

struct Shared<I, R> {
    work: Mutex<Work<I, R>>,
    /// A result was taken.
    room: Condvar,
    /// A result came, or there will be no more.
    ready: Condvar,
}

impl<I: Iterator, R> Shared<I, R> {
    fn lock(&self) -> MutexGuard<'_, Work<I, R>> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next item, once fewer than `most` results wait.
    fn next(&self, most: usize) -> Option<(usize, I::Item)> {
        let mut work = self.lock();
        while !work.ended && work.given >= work.taken + most {
            work = self.room.wait(work).unwrap_or_else(PoisonError::into_inner);
        }
        if work.ended {
            return None;
        }
        let item = work.items.next()?;
        work.given += 1;
        Some((work.given - 1, item))
    }

    /// The next result in order; `None` after the last.
    fn take(&self) -> Option<R> {
        let mut work = self.lock();
        loop {
            let turn = work.taken;
            if let Some(result) = work.done.remove(&turn) {
                work.taken += 1;
                self.room.notify_one();
                return Some(result);
            }
            if work.lost || work.ended && work.taken == work.given {
                return None;
            }
            work = self.ready.wait(work).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Ends the work of all when a thread leaves.
struct End<'s, I: Iterator, R>(&'s Shared<I, R>);

impl<I: Iterator, R> Drop for End<'_, I, R> {
    fn drop(&mut self) {
        let mut work = self.0.lock();
        work.ended = true;
        work.lost |= std::thread::panicking();
        drop(work);
        self.0.room.notify_all();
        self.0.ready.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in [1, 2, 7] {
            let mut seen = Vec::new();
            let slow_first = |_: &mut (), n: u64| {
                std::thread::sleep(Duration::from_micros(if n.is_multiple_of(5) { 700 } else { 0 }));
                n * n
            };
            let done = in_order(
                threads,
                0..300_u64,
                || (),
                slow_first,
                |n| {
                    seen.push(n);
                    Ok::<(), ()>(())
                },
            );
            assert_eq!(done, Ok(()));
            assert!(seen.iter().copied().eq((0..300).map(|n| n * n)), "{threads}");
        }
    }

    #[test]
    fn an_error_of_the_taker_ends_the_work_and_little_is_done_ahead() {
        for threads in [1, 4] {
            let begun = AtomicUsize::new(0);
            let work = |_: &mut (), n: usize| {
                begun.fetch_add(1, Ordering::Relaxed);
                n
            };
            let done = in_order(threads, 0.., || (), work, |n| if n < 10 { Ok(()) } else { Err(n) });
            assert_eq!(done, Err(10));
            assert!(begun.load(Ordering::Relaxed) <= 11 + 16);
        }
    }

    #[test]
    fn a_panic_of_a_worker_is_one_of_the_caller() {
        let work = |_: &mut (), n: u32| assert_ne!(n, 20, "the twentieth");
        let ended = std::panic::catch_unwind(|| in_order(3, 0..1000, || (), work, |()| Ok::<(), ()>(())));
        assert!(ended.is_err());
    }
}
