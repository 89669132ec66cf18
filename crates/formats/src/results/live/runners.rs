//! What a line of each runner's text says.

use super::{Event, EventSink, Seen, State};
use crate::results::ident;
use crate::results::lines::go::{self, GoLine};
use crate::results::lines::js::{self, JsLine};
use crate::results::lines::jvm::{self, JvmLine};
use crate::results::lines::libtest::{self, LibtestLine};
use crate::results::lines::nextest::{self, NextestLine};
use crate::results::lines::pytest::{self, PytestLine};
use crate::results::lines::tap::{self, TapLine};
use crate::results::lines::teamcity;
use record::Status;

impl State {
    pub(super) fn teamcity(&mut self, text: &str, sink: &mut dyn EventSink) -> bool {
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

    pub(super) fn libtest(&mut self, text: &str, sink: &mut dyn EventSink) -> bool {
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

    pub(super) fn nextest(&mut self, text: &str, sink: &mut dyn EventSink) -> bool {
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

    pub(super) fn go(&mut self, text: &str, sink: &mut dyn EventSink) -> bool {
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

    pub(super) fn tap(&mut self, text: &str, sink: &mut dyn EventSink) -> bool {
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
        self.is_tap |= match &line {
            TapLine::Version(_) | TapLine::Point(_) | TapLine::Subtest(_) => true,
            TapLine::Plan { reason, .. } => reason.is_some(),
            TapLine::Bail(_) | TapLine::Comment(_) | TapLine::Pragma => false,
        };
        if self.is_tap
            && let Some(count) = self.plan.take()
        {
            sink.event(&Event::Points(count));
        }
        match line {
            TapLine::Plan { last, .. } if depth == 0 => {
                if self.is_tap {
                    sink.event(&Event::Points(last));
                } else {
                    self.plan = Some(last);
                }
            }
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

    pub(super) fn pytest(&mut self, text: &str, sink: &mut dyn EventSink) -> bool {
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

    pub(super) fn js(&mut self, text: &str, sink: &mut dyn EventSink) -> bool {
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
}

impl State {
    /// Surefire tells of classes, and of the methods that failed; JUnit's own console of each
    /// method.
    pub(super) fn jvm(&mut self, text: &str, sink: &mut dyn EventSink) -> bool {
        let Some(line) = jvm::read(text) else { return false };
        match line {
            JvmLine::Banner => self.is_surefire = true,
            // Many programs say that they are running something.
            JvmLine::Class(_) if !self.is_surefire => return false,
            JvmLine::Class(class) => {
                self.class_ended(sink);
                self.start(java(class, None), sink);
            }
            JvmLine::ClassEnd { class, status, ms } => {
                self.class_ended(sink);
                let seen = java(class, None);
                if status.is_bad() {
                    // The methods that failed come behind it, and are what a person looks for.
                    self.broken = Some((seen, status, ms));
                } else {
                    self.end(seen, status, ms, sink);
                }
            }
            JvmLine::Failed { class, method: Some(method), status, ms } => {
                self.end(java(class, Some(method)), status, ms, sink);
            }
            JvmLine::Failed { method: None, .. } => {}
            JvmLine::Results => self.class_ended(sink),
            JvmLine::Node(node) => {
                self.took = None;
                self.late = node.test.map(|test| java(&node.class, Some(&test)));
                if let Some(seen) = self.late.clone() {
                    self.start(seen, sink);
                }
            }
            JvmLine::Took(ms) => self.took = Some(ms),
            JvmLine::Ended(status) => match self.late.take() {
                Some(late) if late.test_id.starts_with("jvm:") => {
                    let ms = self.took.take();
                    self.end(late, status, ms, sink);
                }
                other => {
                    self.late = other;
                    return false;
                }
            },
        }
        true
    }

    /// Nothing more comes of a class that failed.
    pub(super) fn class_ended(&mut self, sink: &mut dyn EventSink) {
        if let Some((class, status, ms)) = self.broken.take() {
            self.end(class, status, ms, sink);
        }
    }
}

fn java(class: &str, test: Option<&str>) -> Seen {
    let mut id = String::new();
    ident::write(&mut id, "jvm", std::iter::once(class).chain(test));
    Seen { test_id: id, name: test.unwrap_or(class).to_owned(), scope: Some(class.to_owned()) }
}

pub(super) fn rust(binary: Option<&str>, name: &str) -> Seen {
    let mut id = String::new();
    ident::write(&mut id, "rs", ident::rs(binary.unwrap_or(""), name));
    Seen { test_id: id, name: name.to_owned(), scope: binary.map(str::to_owned) }
}

pub(super) fn golang(package: Option<&str>, name: &str) -> Seen {
    let mut id = String::new();
    ident::write(&mut id, "go", package.into_iter().chain([name]));
    Seen { test_id: id, name: name.to_owned(), scope: package.map(str::to_owned) }
}

pub(super) fn python(node: &str) -> Seen {
    let mut id = String::new();
    let parts = ident::py_node(node);
    ident::write(&mut id, "py", &parts);
    let name = parts.last().map_or_else(String::new, |n| n.clone().into_owned());
    let scope = parts.first().filter(|_| parts.len() > 1).map(|f| f.clone().into_owned());
    Seen { test_id: id, name, scope }
}
