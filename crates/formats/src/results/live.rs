//! The live recogniser: what a runner's raw output says about its tests, as soon as it
//! says it.
//!
//! ```
//! # use runproof_formats as formats;
//! use formats::results::live::{Event, Live, Runner};
//! let mut live = Live::new(Runner::Auto);
//! let mut seen = Vec::new();
//! live.feed(b"=== RUN   TestPay\n--- FAIL: TestPay (0.02s)\n", &mut |event: &Event| {
//!     seen.push(event.clone());
//! });
//! assert!(matches!(&seen[0], Event::Started(test) if test.name == "TestPay"));
//! assert!(matches!(&seen[1], Event::Finished { duration_ms: Some(ms), .. } if *ms == 20.0));
//! assert_eq!(live.open().count(), 0);
//! ```
//!
//! [`Live`] is fed bytes as they come from the child, cut anywhere. It knows `go test
//! -json` and `-v`, libtest text and JSON, TAP (also under `prove -v`), `pytest -v` (with
//! xdist too), the verbose lines of vitest and jest, the console of Maven's Surefire (whose
//! units are classes, and the methods that failed) and of JUnit's own launcher, nextest's status lines, and TeamCity
//! messages; under [`Runner::Auto`] every line is offered to all of them, so a log that
//! mixes runners is read as well; there a line `1..3` is a TAP plan only beside a version, a
//! point or a subtest, and `[INFO] Running x` a class only behind Surefire's banner. Escape sequences are ignored. A test that is announced
//! on a line whose end has not come (`test a::b ... `, `tests/x.py::t `) has started.
//!
//! It holds one line (at most 64 KiB of it) and the tests that are open, at most
//! [`Live::MOST_OPEN`]; beyond that the oldest is forgotten and [`Live::forgotten`]
//! counts it. What it recognises is for watching a run; evidence is made by the full
//! parsers of [`crate::results`], which see the whole input.

mod json;
mod runners;

use super::lines::libtest::{self, LibtestLine};
use super::lines::pytest::{self, PytestLine};
use crate::text::{Lines, strip_escapes_str};
use record::Status;
use runners::{python, rust};
use std::collections::BTreeMap;

/// Whose output it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Runner {
    /// Any of them, line by line.
    #[default]
    Auto,
    /// `go test -json` or `go test -v`.
    Go,
    /// `cargo test` text or libtest JSON.
    Libtest,
    /// `cargo nextest run`.
    Nextest,
    /// TAP, `prove -v`, bats, `node --test`.
    Tap,
    /// `pytest -v`.
    Pytest,
    /// The console of Maven's Surefire, and of JUnit's ConsoleLauncher, `--details=verbose`.
    Jvm,
    /// `vitest --reporter=verbose`, `jest --verbose`, mocha's spec reporter.
    Js,
    /// Service messages.
    Teamcity,
}

impl Runner {
    /// All with their names.
    pub const ALL: [(Runner, &'static str); 9] = [
        (Runner::Auto, "auto"),
        (Runner::Go, "go"),
        (Runner::Libtest, "libtest"),
        (Runner::Nextest, "nextest"),
        (Runner::Tap, "tap"),
        (Runner::Pytest, "pytest"),
        (Runner::Jvm, "jvm"),
        (Runner::Js, "js"),
        (Runner::Teamcity, "teamcity"),
    ];

    /// The runner of that name.
    pub fn of_name(name: &str) -> Option<Runner> {
        Runner::ALL.iter().find(|(_, n)| *n == name).map(|(r, _)| *r)
    }
}

/// A test as far as one line can tell. `test_id` is canonical where the line names all of
/// its components; text runners that name the package only afterwards (Go, libtest) give
/// the part that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// The canonical id, for example `py:tests/test_pay.py::test_rate`.
    pub test_id: String,
    /// The name as printed.
    pub name: String,
    /// Package, binary, file or suite, where it is known.
    pub scope: Option<String>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// So many tests will run (in this binary, file or run). They may go unnamed.
    Planned(u64),
    /// The same by a TAP plan: each will be told when it ends.
    Points(u64),
    /// A test began.
    Started(Seen),
    /// A test ended. It may never have been announced as started.
    Finished {
        /// Which.
        test: Seen,
        /// How.
        status: Status,
        /// How long it took, where the line says so.
        duration_ms: Option<f64>,
    },
    /// The runner says that a test takes long; it is still running.
    Slow(Seen),
    /// The runner itself gave up: a panic, `Bail out!`, a failed build, an internal error.
    /// The text is the line.
    Aborted(String),
}

/// Takes events. Implemented for closures over `&Event`.
pub trait EventSink {
    /// One event.
    fn event(&mut self, event: &Event);
}

impl<F: FnMut(&Event)> EventSink for F {
    fn event(&mut self, event: &Event) {
        self(event);
    }
}

/// The recogniser. See the module's text.
#[derive(Debug)]
pub struct Live {
    runner: Runner,
    lines: Lines,
    state: State,
}

impl Live {
    /// How many open tests are remembered at most.
    pub const MOST_OPEN: usize = 4096;

    /// A recogniser for the output of one runner, or of any.
    pub fn new(runner: Runner) -> Live {
        let (is_tap, is_surefire) = (runner == Runner::Tap, runner == Runner::Jvm);
        let state = State { is_tap, is_surefire, ..State::default() };
        Live { runner, lines: Lines::with_limit(64 << 10), state }
    }

    /// Takes the next bytes, cut anywhere, and hands out what they decide.
    pub fn feed(&mut self, bytes: &[u8], sink: &mut dyn EventSink) {
        let (runner, state) = (self.runner, &mut self.state);
        self.lines.feed(bytes, |line| {
            state.line(runner, line.bytes, sink);
            state.begun.clear();
        });
        // A runner that prints the name first and the verdict later leaves the line open.
        let partial = self.lines.partial();
        if !partial.is_empty() && partial.len() < 4096 {
            self.state.partial(self.runner, partial, sink);
        }
    }

    /// The output has ended: the last line counts also without its newline. What is still
    /// open stays open.
    pub fn finish(&mut self, sink: &mut dyn EventSink) {
        let (runner, state) = (self.runner, &mut self.state);
        self.lines.finish(|line| state.line(runner, line.bytes, sink));
        self.state.class_ended(sink);
        self.state.begun.clear();
    }

    /// The tests that have started and not ended, in the order of their start.
    pub fn open(&self) -> impl Iterator<Item = &Seen> {
        let mut open: Vec<_> = self.state.open.values().collect();
        open.sort_by_key(|(order, _)| *order);
        open.into_iter().map(|(_, seen)| seen)
    }

    /// How many tests have ended.
    pub fn finished(&self) -> u64 {
        self.state.finished
    }

    /// How many open tests were forgotten because there were too many.
    pub fn forgotten(&self) -> u64 {
        self.state.forgotten
    }
}

#[derive(Debug, Default)]
struct State {
    /// Open tests by id, with the order of their start.
    open: BTreeMap<String, (u64, Seen)>,
    order: u64,
    finished: u64,
    forgotten: u64,
    /// The id of the test that the unfinished line has already announced.
    begun: String,
    /// The test whose verdict may come on a later line.
    late: Option<Seen>,
    /// Package, binary or file that following lines belong to.
    scope: Option<String>,
    /// Titles of enclosing groups by indentation (jest, mocha).
    groups: Vec<(usize, String)>,
    /// nextest repeats its failures after the summary.
    summed_up: bool,
    /// TeamCity's ignored test whose end is still to come: flow and name.
    ignored: Option<String>,
    /// Surefire's banner was seen, or the caller says that it is Surefire.
    is_surefire: bool,
    /// Surefire's class that failed, whose methods may still be told.
    broken: Option<(Seen, Status, Option<f64>)>,
    /// How long the JUnit test took that is about to end.
    took: Option<f64>,
    /// Names of enclosing TAP subtests by indentation.
    subtests: Vec<(usize, String)>,
    /// Some line can be nothing but TAP, or the caller says that it is.
    is_tap: bool,
    /// A TAP plan (`1..3`) in what may be any program's output: it counts once there is more
    /// that speaks for TAP.
    plan: Option<u64>,
}

impl State {
    fn wants(runner: Runner, which: Runner) -> bool {
        runner == Runner::Auto || runner == which
    }

    fn start(&mut self, seen: Seen, sink: &mut dyn EventSink) {
        if self.open.contains_key(&seen.test_id) {
            return;
        }
        if self.open.len() >= Live::MOST_OPEN {
            let oldest = self.open.iter().min_by_key(|(_, (order, _))| *order);
            if let Some(id) = oldest.map(|(id, _)| id.clone()) {
                self.open.remove(&id);
                self.forgotten += 1;
            }
        }
        self.order += 1;
        sink.event(&Event::Started(seen.clone()));
        self.open.insert(seen.test_id.clone(), (self.order, seen));
    }

    fn end(&mut self, test: Seen, status: Status, duration_ms: Option<f64>, sink: &mut dyn EventSink) {
        self.open.remove(&test.test_id);
        if self.late.as_ref().is_some_and(|late| late.test_id == test.test_id) {
            self.late = None;
        }
        self.finished += 1;
        sink.event(&Event::Finished { test, status, duration_ms });
    }

    fn partial(&mut self, runner: Runner, bytes: &[u8], sink: &mut dyn EventSink) {
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        let text = strip_escapes_str(text);
        let seen = match () {
            () if Self::wants(runner, Runner::Libtest) && text.starts_with("test ") => {
                match libtest::read(&text) {
                    Some(LibtestLine::Open { name, .. }) if text.contains(" ... ") => {
                        rust(self.scope.as_deref(), name)
                    }
                    _ => return,
                }
            }
            () if Self::wants(runner, Runner::Pytest) && text.contains("::") => {
                match pytest::read(&text) {
                    // The space says that the node id is whole.
                    Some(PytestLine::Open(node)) if text.len() > node.len() => python(node),
                    _ => return,
                }
            }
            () => return,
        };
        if self.begun != seen.test_id {
            self.begun.clone_from(&seen.test_id);
            self.late = Some(seen.clone());
            self.start(seen, sink);
        }
    }

    fn line(&mut self, runner: Runner, bytes: &[u8], sink: &mut dyn EventSink) {
        let lossy = String::from_utf8_lossy(bytes);
        let text = strip_escapes_str(&lossy);
        let text = text.as_ref();
        if text.is_empty() {
            return;
        }
        if text.starts_with('{') && text.ends_with('}') && self.json(runner, text, sink) {
            return;
        }
        let _ = (Self::wants(runner, Runner::Teamcity) && self.teamcity(text, sink))
            || (Self::wants(runner, Runner::Libtest) && self.libtest(text, sink))
            || (Self::wants(runner, Runner::Nextest) && self.nextest(text, sink))
            || (Self::wants(runner, Runner::Go) && self.go(text, sink))
            || (Self::wants(runner, Runner::Tap) && self.tap(text, sink))
            || (Self::wants(runner, Runner::Pytest) && self.pytest(text, sink))
            || (Self::wants(runner, Runner::Jvm) && self.jvm(text, sink))
            || (Self::wants(runner, Runner::Js) && self.js(text, sink));
    }
}

#[cfg(test)]
mod tests;
