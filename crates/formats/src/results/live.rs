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
//! xdist too), the verbose lines of vitest and jest, nextest's status lines, and TeamCity
//! messages; under [`Runner::Auto`] every line is offered to all of them, so a log that
//! mixes runners is read as well. Escape sequences are ignored. A test that is announced
//! on a line whose end has not come (`test a::b ... `, `tests/x.py::t `) has started.
//!
//! It holds one line (at most 64 KiB of it) and the tests that are open, at most
//! [`Live::MOST_OPEN`]; beyond that the oldest is forgotten and [`Live::forgotten`]
//! counts it. What it recognises is for watching a run; evidence is made by the full
//! parsers of [`crate::results`], which see the whole input.

use super::ident;
use super::lines::go::{self, GoLine};
use super::lines::js::{self, JsLine};
use super::lines::libtest::{self, LibtestLine};
use super::lines::nextest::{self, NextestLine};
use super::lines::pytest::{self, PytestLine};
use super::lines::tap::{self, TapLine};
use super::lines::teamcity;
use crate::text::{Lines, strip_escapes_str};
use record::Status;
use std::borrow::Cow;
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
    /// `vitest --reporter=verbose`, `jest --verbose`, mocha's spec reporter.
    Js,
    /// Service messages.
    Teamcity,
}

impl Runner {
    /// All with their names.
    pub const ALL: [(Runner, &'static str); 8] = [
        (Runner::Auto, "auto"),
        (Runner::Go, "go"),
        (Runner::Libtest, "libtest"),
        (Runner::Nextest, "nextest"),
        (Runner::Tap, "tap"),
        (Runner::Pytest, "pytest"),
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
        Live { runner, lines: Lines::with_limit(64 << 10), state: State::default() }
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
    /// Names of enclosing TAP subtests by indentation.
    subtests: Vec<(usize, String)>,
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
            || (Self::wants(runner, Runner::Js) && self.js(text, sink));
    }

    fn teamcity(&mut self, text: &str, sink: &mut dyn EventSink) -> bool {
        let mut any = false;
        for message in teamcity::all(text) {
            any = true;
            if message.kind == "testSuiteStarted" {
                self.scope = message.get("name").map(str::to_owned);
                continue;
            }
            let Some(name) = message.get("name") else { continue };
            let flow = message.get("flowId").unwrap_or("");
            let mut id = String::new();
            ident::write(&mut id, "tc", [name]);
            let seen = Seen { test_id: id, name: name.to_owned(), scope: self.scope.clone() };
            match message.kind {
                "testStarted" => self.start(seen, sink),
                "testFailed" => self.late = Some(Seen { scope: Some(flow.to_owned()), ..seen }),
                "testIgnored" => {
                    self.late = None;
                    self.end(seen, Status::Skip, None, sink);
                    // testFinished follows where testStarted came before; it must not count.
                    self.ignored = Some(format!("{flow}\n{name}"));
                }
                "testFinished" => {
                    if self.ignored.take_if(|i| *i == format!("{flow}\n{name}")).is_some() {
                        continue;
                    }
                    let failed =
                        self.late.take_if(|late| late.name == name && late.scope.as_deref() == Some(flow));
                    let ms = message.get("duration").and_then(crate::number::plain);
                    let status = if failed.is_some() { Status::Fail } else { Status::Pass };
                    self.end(seen, status, ms, sink);
                }
                _ => {}
            }
        }
        any
    }

    fn libtest(&mut self, text: &str, sink: &mut dyn EventSink) -> bool {
        if let Some(late) = self.late.clone().filter(|l| l.test_id.starts_with("rs:"))
            && let Some((status, _, _, ms)) = libtest::word(text)
        {
            self.end(late, status, ms, sink);
            return true;
        }
        match libtest::read(text) {
            Some(LibtestLine::Planned(count)) => {
                self.late = None;
                sink.event(&Event::Planned(count));
            }
            Some(LibtestLine::Binary { name, .. }) => self.scope = Some(name.to_owned()),
            Some(LibtestLine::DocTests(name)) => self.scope = Some(name.to_owned()),
            Some(LibtestLine::Verdict { name, status, ms, .. }) => {
                let seen = rust(self.scope.as_deref(), name);
                self.end(seen, status, ms, sink);
            }
            Some(LibtestLine::Open { name, .. }) => {
                let seen = rust(self.scope.as_deref(), name);
                self.late = Some(seen.clone());
                self.start(seen, sink);
            }
            Some(LibtestLine::Slow(name)) => {
                let seen = rust(self.scope.as_deref(), name);
                self.start(seen.clone(), sink);
                sink.event(&Event::Slow(seen));
            }
            Some(LibtestLine::Output(_) | LibtestLine::Result(_)) => {}
            None if text.starts_with("error: could not compile") => {
                sink.event(&Event::Aborted(text.to_owned()));
            }
            None => return false,
        }
        true
    }

    fn nextest(&mut self, text: &str, sink: &mut dyn EventSink) -> bool {
        let Some(line) = nextest::read(text) else { return false };
        match line {
            NextestLine::Planned(count) => {
                self.summed_up = false;
                sink.event(&Event::Planned(count));
            }
            NextestLine::Summary(_) => self.summed_up = true,
            _ if self.summed_up => {}
            NextestLine::Started(which) => {
                let seen = rust(Some(which.binary), which.name);
                self.start(seen, sink);
            }
            NextestLine::Slow(which) => {
                let seen = rust(Some(which.binary), which.name);
                self.start(seen.clone(), sink);
                sink.event(&Event::Slow(seen));
            }
            NextestLine::Verdict { which, status, ms, .. } => {
                self.end(rust(Some(which.binary), which.name), status, ms, sink);
            }
        }
        true
    }

    fn go(&mut self, text: &str, sink: &mut dyn EventSink) -> bool {
        match go::read(text) {
            Some(GoLine::Run(name)) => self.start(golang(None, name), sink),
            Some(GoLine::Turn(_)) => {}
            Some(GoLine::Verdict { name, status, ms, .. }) => {
                self.end(golang(None, name), status, ms, sink);
            }
            Some(GoLine::Package(package)) => {
                if package.note.is_some_and(|n| n.ends_with("failed")) {
                    sink.event(&Event::Aborted(text.to_owned()));
                }
                // The next package has tests of the same names.
                self.open.retain(|_, (_, seen)| !seen.test_id.starts_with("go:") || seen.scope.is_some());
            }
            None if text.starts_with("panic: ") || text.starts_with("fatal error: ") => {
                sink.event(&Event::Aborted(text.to_owned()));
            }
            None => return false,
        }
        true
    }

    fn tap(&mut self, text: &str, sink: &mut dyn EventSink) -> bool {
        let inner = text.trim_start_matches(' ');
        let depth = (text.len() - inner.len()) / 4;
        // prove names the file before its points: `t/pay.t .. `
        if let Some((file, _)) = text.split_once(" .. ").or_else(|| text.split_once(" .."))
            && !file.contains(' ')
            && (file.contains(".t") || file.contains('/'))
        {
            self.scope = Some(file.to_owned());
            return true;
        }
        let Some(line) = tap::read(inner) else { return false };
        self.subtests.retain(|(d, _)| *d <= depth);
        match line {
            TapLine::Plan { last, .. } if depth == 0 => sink.event(&Event::Points(last)),
            TapLine::Bail(_) => sink.event(&Event::Aborted(text.to_owned())),
            TapLine::Subtest(name) => {
                // The comment stands at its parent's depth or at its own, by writer.
                self.subtests.retain(|(d, _)| *d < depth);
                let seen = self.point(depth, name);
                self.start(seen, sink);
                self.subtests.push((depth, name.to_owned()));
            }
            // prove's own verdict on a file whose points it has shown.
            TapLine::Point(point)
                if self.scope.is_some() && point.number.is_none() && point.name.is_empty() => {}
            TapLine::Point(point) => {
                self.subtests.retain(|(d, _)| *d < depth);
                let fallback = point.number.map(|n| format!("#{n}"));
                let name = if point.name.is_empty() {
                    fallback.unwrap_or_default()
                } else {
                    point.name.into_owned()
                };
                let seen = self.point(depth, &name);
                self.end(seen, point.status, point.ms, sink);
            }
            TapLine::Version(_) => self.subtests.clear(),
            TapLine::Plan { .. } | TapLine::Comment(_) | TapLine::Pragma => {}
        }
        true
    }

    fn point(&self, depth: usize, name: &str) -> Seen {
        let parents = self.subtests.iter().filter(|(d, _)| *d < depth).map(|(_, n)| n.as_str());
        let mut id = String::new();
        ident::write(&mut id, "tap", self.scope.as_deref().into_iter().chain(parents).chain([name]));
        Seen { test_id: id, name: name.to_owned(), scope: self.scope.clone() }
    }

    fn pytest(&mut self, text: &str, sink: &mut dyn EventSink) -> bool {
        match pytest::read(text) {
            Some(PytestLine::Verdict { node, status, .. }) => self.end(python(node), status, None, sink),
            Some(PytestLine::Open(node)) => {
                let seen = python(node);
                self.late = Some(seen.clone());
                self.start(seen, sink);
            }
            Some(PytestLine::Late(status)) => match self.late.take() {
                Some(late) if late.test_id.starts_with("py:") => self.end(late, status, None, sink),
                other => {
                    self.late = other;
                    return false;
                }
            },
            Some(PytestLine::Planned(count)) => sink.event(&Event::Planned(count)),
            Some(PytestLine::Aborted(line)) => sink.event(&Event::Aborted(line.to_owned())),
            None => return false,
        }
        true
    }

    fn js(&mut self, text: &str, sink: &mut dyn EventSink) -> bool {
        match js::read(text) {
            Some(JsLine::File(file)) => {
                self.scope = Some(file.to_owned());
                self.groups.clear();
            }
            Some(JsLine::Verdict { indent, status, file, title, ms }) => {
                self.groups.retain(|(i, _)| *i < indent);
                let scope = file.map(str::to_owned).or_else(|| self.scope.clone());
                let groups = if file.is_some() { &[][..] } else { &self.groups[..] };
                let mut id = String::new();
                let titles = groups.iter().map(|(_, g)| g.as_str()).chain(title.split(" > "));
                ident::write(&mut id, "js", scope.as_deref().into_iter().chain(titles));
                let seen = Seen { test_id: id, name: title.to_owned(), scope };
                self.end(seen, status, ms, sink);
            }
            None => {
                // A group's title stands alone on an indented line.
                let inner = text.trim_start();
                let indent = text.len() - inner.len();
                let deep = self.groups.len() < 32 && (2..=64).contains(&indent);
                if deep && inner.len() < 200 && inner.starts_with(char::is_alphanumeric) {
                    self.groups.retain(|(i, _)| *i < indent);
                    self.groups.push((indent, inner.to_owned()));
                }
                return false;
            }
        }
        true
    }

    fn json(&mut self, runner: Runner, text: &str, sink: &mut dyn EventSink) -> bool {
        let Ok(line) = serde_json::from_str::<JsonLine<'_>>(text) else { return false };
        if let (Some(action), true) = (&line.action, Self::wants(runner, Runner::Go)) {
            let Some(name) = &line.go_test else {
                if action == "build-fail" {
                    sink.event(&Event::Aborted(text.to_owned()));
                }
                return true;
            };
            let seen = golang(line.package.as_deref(), name);
            let ms = line.elapsed.filter(|s| *s >= 0.0).map(|s| s * 1e3);
            match action.as_ref() {
                "run" => self.start(seen, sink),
                "pass" => self.end(seen, Status::Pass, ms, sink),
                "fail" => self.end(seen, Status::Fail, ms, sink),
                "skip" => self.end(seen, Status::Skip, ms, sink),
                _ => {}
            }
            return true;
        }
        let (Some(kind), Some(event)) = (&line.kind, &line.event) else { return false };
        if !(Self::wants(runner, Runner::Libtest) || Self::wants(runner, Runner::Nextest)) {
            return false;
        }
        if kind == "suite" {
            if let Some(count) = line.test_count {
                sink.event(&Event::Planned(count));
            }
            return true;
        }
        let Some(name) = &line.name else { return false };
        // nextest: `shop::api$pay::works#2`
        let (binary, name) = name.split_once('$').map_or((None, name.as_ref()), |(b, n)| (Some(b), n));
        let name = name.rsplit_once('#').filter(|(_, n)| n.parse::<u32>().is_ok()).map_or(name, |(n, _)| n);
        let seen = rust(binary.or(self.scope.as_deref()), name);
        let ms = match &line.exec_time {
            Some(serde_json::Value::Number(n)) => n.as_f64().map(|s| s * 1e3),
            Some(serde_json::Value::String(s)) => crate::number::span_ms(s),
            _ => None,
        };
        match event.as_ref() {
            "started" => self.start(seen, sink),
            "ok" => self.end(seen, Status::Pass, ms, sink),
            "failed" => self.end(seen, Status::Fail, ms, sink),
            "ignored" => self.end(seen, Status::Skip, ms, sink),
            "timeout" => sink.event(&Event::Slow(seen)),
            _ => {}
        }
        true
    }
}

/// The members of go's and libtest's JSON lines that matter here.
#[derive(serde::Deserialize)]
struct JsonLine<'a> {
    #[serde(rename = "Action", borrow, default)]
    action: Option<Cow<'a, str>>,
    #[serde(rename = "Package", borrow, default)]
    package: Option<Cow<'a, str>>,
    #[serde(rename = "Test", borrow, default)]
    go_test: Option<Cow<'a, str>>,
    #[serde(rename = "Elapsed", default)]
    elapsed: Option<f64>,
    #[serde(rename = "type", borrow, default)]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    event: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    name: Option<Cow<'a, str>>,
    #[serde(default)]
    test_count: Option<u64>,
    #[serde(default)]
    exec_time: Option<serde_json::Value>,
}

fn rust(binary: Option<&str>, name: &str) -> Seen {
    let mut id = String::new();
    ident::write(&mut id, "rs", ident::rs(binary.unwrap_or(""), name));
    Seen { test_id: id, name: name.to_owned(), scope: binary.map(str::to_owned) }
}

fn golang(package: Option<&str>, name: &str) -> Seen {
    let mut id = String::new();
    ident::write(&mut id, "go", package.into_iter().chain([name]));
    Seen { test_id: id, name: name.to_owned(), scope: package.map(str::to_owned) }
}

fn python(node: &str) -> Seen {
    let mut id = String::new();
    let parts = ident::py_node(node);
    ident::write(&mut id, "py", &parts);
    let name = parts.last().map_or_else(String::new, |n| n.clone().into_owned());
    let scope = parts.first().filter(|_| parts.len() > 1).map(|f| f.clone().into_owned());
    Seen { test_id: id, name, scope }
}

#[cfg(test)]
mod tests;
