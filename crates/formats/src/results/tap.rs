//! TAP 12, 13 and 14, alone or inside of `prove -v`.
//!
//! A point waits for the next one, because its diagnostics follow it; the points of a
//! subtest without a name wait for the point that ends it. A plan that is not met leaves
//! an incomplete record for each missing point; one that is missing leaves the input
//! incomplete.

mod plan;
mod prove;
mod yaml;

use super::book::{Book, Place, ms};
use super::by_line::{ByLine, LineMachine, place};
use super::lines::tap::{self, TapLine};
use super::{Format, ident};
use crate::number::span_ms;
use crate::text::{HeadTail, Line, strip_escapes_str};
use record::{Failure, Kind, Severity, Status, Test};

/// The parser.
pub type Tap = ByLine<TapMachine>;

impl LineMachine for TapMachine {
    fn line(&mut self, line: Line<'_>, book: &mut Book<'_>) {
        let text = String::from_utf8_lossy(line.bytes);
        self.text(&text, place(&line), book);
    }

    fn last(&mut self, line: Line<'_>, book: &mut Book<'_>) {
        // Whoever writes TAP ends its lines; half a point has another name, half a plan
        // another number, and behind half a comment others are missing.
        if !line.bytes.trim_ascii().is_empty() {
            self.cut(place(&line), "the last line has no newline, it may be cut", book);
        }
        self.line(line, book);
    }

    fn finish(&mut self, book: &mut Book<'_>) {
        if self.yaml.is_some() {
            self.cut(Place::default(), "the input ends inside of a YAML block", book);
        } else if self.braces > 0 {
            self.cut(Place::default(), "the input ends inside of a subtest", book);
        } else if self.prove && !self.result {
            self.cut(Place::default(), "prove's result is missing", book);
        }
        self.document_end(book);
    }
}

/// So deep subtests are followed.
const DEPTH: usize = 64;

/// The state between lines.
#[derive(Default)]
pub struct TapMachine {
    levels: Vec<Level>,
    /// The file that prove names, or nothing.
    file: Option<String>,
    prove: bool,
    seen_any: bool,
    bailed: bool,
    version: Option<u64>,
    /// Indentation of an open YAML block, and its lines.
    yaml: Option<(usize, String)>,
    /// A subtest that a comment or a brace has announced.
    announced: Option<(usize, String)>,
    /// Subtests in braces that are open.
    braces: u64,
    /// prove's last line was seen.
    result: bool,
    /// bats prints `in 12ms` behind each description.
    bats_timing: Option<bool>,
    documents: u64,
}

#[derive(Default)]
struct Level {
    indent: usize,
    /// The subtest's name; the outermost level has none.
    name: Option<String>,
    plan: Option<(u64, Place)>,
    /// The plan came behind the points.
    plan_last: bool,
    skip_all: Option<String>,
    count: u64,
    highest: u64,
    numbers: Vec<u64>,
    output: HeadTail,
    point: Option<Waiting>,
    /// Points of a subtest whose name is not known yet.
    unnamed: Vec<Test>,
    /// A deeper level has just ended: the next point is its container.
    had_children: bool,
}

/// A point whose diagnostics may follow.
struct Waiting {
    test: Test,
    notes: HeadTail,
    yaml: String,
    place: Place,
}

impl TapMachine {
    fn text(&mut self, raw: &str, place: Place, book: &mut Book<'_>) {
        let line = strip_escapes_str(raw);
        let line = line.strip_prefix('\u{feff}').unwrap_or(&line);
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        if let Some((at, yaml)) = &mut self.yaml {
            if body.trim_end() == "..." && indent <= *at {
                let (_, yaml) = self.yaml.take().unwrap_or_default();
                self.attach_yaml(yaml);
                return;
            }
            // A block that is not closed ends where a point of its level stands.
            let over =
                indent < *at && matches!(tap::read(body), Some(TapLine::Point(_) | TapLine::Plan { .. }));
            if !over {
                if yaml.len() < book.options.failure_limit {
                    yaml.push_str(line.get((*at).min(indent)..).unwrap_or(body));
                    yaml.push('\n');
                }
                return;
            }
            let (_, yaml) = self.yaml.take().unwrap_or_default();
            self.attach_yaml(yaml);
        }
        if self.prove_line(body, indent, book) {
            return;
        }
        if body.trim_end() == "---"
            && self.levels.last().is_some_and(|l| l.point.is_some() && indent > l.indent)
        {
            self.yaml = Some((indent, String::new()));
            return;
        }
        if body == "}" {
            self.braces = self.braces.saturating_sub(1);
            self.leave(indent, book);
            return;
        }
        let Some(read) = tap::read(body.trim_end()) else {
            self.other(line, body, book);
            return;
        };
        match read {
            TapLine::Version(version) => {
                if indent == 0 {
                    if self.seen_any && self.levels.iter().any(|l| l.count > 0 || l.plan.is_some()) {
                        self.document_end(book);
                    }
                    self.version = Some(version);
                    self.seen_any = true;
                    self.level(0, book);
                }
            }
            TapLine::Comment(text) => self.comment(indent, text, body),
            TapLine::Subtest(name) => {
                // Written at the parent's indentation, or at the subtest's own.
                let mut current = self.levels.last().map_or(0, |l| l.indent);
                if let Some((at, _)) = self.announced.as_ref().filter(|(at, _)| *at < indent) {
                    // One inside of another that has had no line yet: that one begins.
                    let inner = if *at > current { *at } else { indent };
                    current = inner;
                    self.level(inner, book);
                }
                self.announced = Some((indent.max(current), name.to_owned()));
                if indent <= current {
                    self.leave(indent, book);
                }
            }
            TapLine::Pragma => {}
            TapLine::Bail(reason) => self.bail(reason, place, book),
            TapLine::Plan { last, reason } => {
                if indent == 0 && self.is_met() {
                    self.document_end(book);
                }
                let at = self.level(indent, book);
                let level = &mut self.levels[at];
                if level.plan.is_some() {
                    book.issue("duplicate-plan", Severity::Warning, "a second plan was passed over", place);
                    return;
                }
                level.plan = Some((last, place));
                level.plan_last = level.count > 0;
                if last == 0 {
                    level.skip_all = Some(reason.unwrap_or("").to_owned());
                }
            }
            TapLine::Point(point) => self.point(indent, &point, place, book),
        }
    }

    /// The level of that indentation; deeper ones end, a missing one begins.
    fn level(&mut self, indent: usize, book: &mut Book<'_>) -> usize {
        self.leave(indent, book);
        let fits = self.levels.last().is_some_and(|l| l.indent == indent);
        if !fits && self.levels.len() < DEPTH {
            self.seen_any = true;
            let name = match self.announced.take() {
                Some((_, name)) if !self.levels.is_empty() => Some(name),
                _ => None,
            };
            if let Some(parent) = self.levels.len().checked_sub(1) {
                // What stands before a subtest goes out before it.
                self.flush(parent, book);
                self.levels[parent].had_children = true;
            }
            self.levels.push(Level {
                indent,
                name,
                output: HeadTail::new(book.options.output_limit),
                ..Level::default()
            });
        }
        self.levels.len() - 1
    }

    /// Ends the levels deeper than `indent`.
    fn leave(&mut self, indent: usize, book: &mut Book<'_>) {
        while self.levels.len() > 1 && self.levels.last().is_some_and(|l| l.indent > indent) {
            self.level_end(book);
        }
    }

    fn point(&mut self, indent: usize, point: &tap::Point<'_>, place: Place, book: &mut Book<'_>) {
        if indent == 0 && point.number == Some(1) && self.is_met() && self.levels[0].plan_last {
            self.document_end(book);
        }
        let at = self.level(indent, book);
        // What was announced at this level had no points of its own.
        self.announced.take_if(|(at, _)| *at <= indent);
        self.flush(at, book);
        let mut test = book.blank(Format::Tap, None);
        let level = &mut self.levels[at];
        level.count += 1;
        let number = point.number.unwrap_or(level.count);
        level.highest = level.highest.max(number);
        level.numbers.push(number);
        let mut name = point.name.to_string();
        let mut time = point.ms;
        if let Some((head, tail)) = name.rsplit_once(" in ") {
            let bats = tail.bytes().next().is_some_and(|b| b.is_ascii_digit())
                && (tail.ends_with("ms") || tail.ends_with("sec"))
                && span_ms(tail).is_some();
            if *self.bats_timing.get_or_insert(bats) && bats {
                time = span_ms(tail);
                test.raw_duration = Some(tail.to_owned());
                name = head.to_owned();
            }
        } else if self.bats_timing.is_none() && point.status != Status::Skip {
            self.bats_timing = Some(false);
        }
        test.name = if name.is_empty() { format!("#{number}") } else { name };
        test.status = point.status;
        test.raw_status = Some(if point.ok { "ok" } else { "not ok" }.to_owned());
        test.duration_ms = time.and_then(ms);
        if std::mem::take(&mut level.had_children) {
            test.kind = Kind::Container;
        }
        if let Some(reason) = point.reason.filter(|r| !r.is_empty()) {
            test.failure = Some(Failure { message: Some(reason.to_owned()), count: 1, ..Failure::default() });
        }
        test.stdout = level.output.excerpt();
        level.output.clear();
        if point.opens {
            test.kind = Kind::Container;
            self.announced = Some((indent + 4, test.name.clone()));
            self.braces += 1;
        }
        let notes = HeadTail::new(book.options.failure_limit);
        self.levels[at].point = Some(Waiting { test, notes, yaml: String::new(), place });
        if point.number.is_some_and(|n| n != self.levels[at].count) {
            book.count("point-out-of-order");
        }
    }

    fn comment(&mut self, indent: usize, text: &str, body: &str) {
        if text.starts_with("Subtest") {
            return;
        }
        // The summary that node and others print behind the last point.
        let trailer =
            ["tests ", "suites ", "pass ", "fail ", "cancelled ", "skipped ", "todo ", "duration_ms "];
        if indent == 0
            && trailer.iter().any(|t| text.starts_with(t))
            && self.levels.iter().any(|l| l.plan.is_some())
        {
            return;
        }
        let level = self.levels.iter_mut().rev().find(|l| l.indent <= indent);
        if let Some(waiting) = level.and_then(|l| l.point.as_mut()) {
            waiting.notes.push(body.as_bytes());
            waiting.notes.push(b"\n");
        }
    }

    /// A line that is no TAP: output of the point that comes.
    fn other(&mut self, line: &str, body: &str, book: &mut Book<'_>) {
        if body.is_empty() {
            return;
        }
        if self.levels.is_empty() {
            self.levels.push(Level { output: HeadTail::new(book.options.output_limit), ..Level::default() });
        }
        if let Some(level) = self.levels.last_mut() {
            level.output.push(line.as_bytes());
            level.output.push(b"\n");
        }
    }

    fn cut(&mut self, place: Place, message: &str, book: &mut Book<'_>) {
        book.totals.complete = false;
        book.issue("truncated-input", Severity::Error, message, place);
    }

    fn attach_yaml(&mut self, yaml: String) {
        if let Some(waiting) = self.levels.iter_mut().rev().find_map(|l| l.point.as_mut()) {
            waiting.yaml = yaml;
        }
    }

    fn bail(&mut self, reason: &str, place: Place, book: &mut Book<'_>) {
        self.bailed = true;
        for at in (0..self.levels.len()).rev() {
            self.flush(at, book);
        }
        let mut test = book.blank(Format::Tap, None);
        test.kind = Kind::Setup;
        test.name = "<bail out>".to_owned();
        test.status = Status::Error;
        test.raw_status = Some("Bail out!".to_owned());
        test.failure = Some(Failure {
            message: Some(reason.to_owned()).filter(|r| !r.is_empty()),
            count: 1,
            ..Failure::default()
        });
        self.out(test, 0, Some(place), book);
        book.totals.complete = false;
    }

    /// Lets the waiting point of a level out.
    fn flush(&mut self, at: usize, book: &mut Book<'_>) {
        let Some(mut waiting) = self.levels.get_mut(at).and_then(|l| l.point.take()) else { return };
        let test = &mut waiting.test;
        let notes = waiting.notes.text();
        let mut failure = yaml::read(&waiting.yaml, test);
        let text = format!("{}{}", waiting.yaml, notes);
        let bad = test.status.is_bad() || test.status == Status::Xfail;
        let reason = test.failure.take().and_then(|f| f.message);
        if bad || !text.is_empty() || reason.is_some() {
            let first = notes.lines().map(|l| l.trim_start_matches('#').trim()).find(|l| !l.is_empty());
            failure.message = failure.message.or(reason).or_else(|| first.filter(|_| bad).map(str::to_owned));
            failure.text = Some(text).filter(|t| !t.is_empty());
            failure.truncated = waiting.notes.is_cut();
            failure.count = 1;
            if bad || failure.message.is_some() {
                test.failure = Some(failure);
            } else if test.stdout.is_none() && failure.text.is_some() && !waiting.notes.is_empty() {
                test.stdout = waiting.notes.excerpt();
            }
        }
        self.out(waiting.test, at, Some(waiting.place), book);
    }

    /// Names a record after the subtests around it and lets it out.
    fn out(&mut self, mut test: Test, at: usize, place: Option<Place>, book: &mut Book<'_>) {
        test.attempts = Some(1);
        test.is_final = Some(true);
        test.file = test.file.or_else(|| self.file.clone());
        if let Some(place) = place {
            book.place(&mut test, place);
        }
        // The nearest level around it that has no name yet keeps it.
        let unnamed = (1..=at).rev().find(|l| self.levels.get(*l).is_some_and(|l| l.name.is_none()));
        if let Some(level) = unnamed {
            let inner = self.levels[level + 1..=at].iter().filter_map(|l| l.name.clone());
            test.suite = inner.collect();
            self.levels[level].unnamed.push(test);
            return;
        }
        let outer = self.levels.iter().take(at + 1).filter_map(|l| l.name.clone());
        let mut suite: Vec<String> = outer.collect();
        suite.append(&mut test.suite);
        test.suite = suite;
        let file = self.file.clone();
        let parts: Vec<String> =
            file.into_iter().chain(test.suite.iter().cloned()).chain([test.name.clone()]).collect();
        // vitest names its files as the outermost points.
        let script = parts.first().is_some_and(|p| super::lines::js::looks_like_file(p));
        ident::set(&mut test, if script { "js" } else { "tap" }, parts);
        book.emit(&mut test);
    }

    /// The innermost level has ended.
    fn level_end(&mut self, book: &mut Book<'_>) {
        let at = self.levels.len().saturating_sub(1);
        self.flush(at, book);
        self.missing(at, book);
        let Some(level) = self.levels.pop() else { return };
        if !level.unnamed.is_empty() {
            // The point that comes next on the level above gives the name.
            self.name_later(level.unnamed, book);
        }
    }

    /// The children of a subtest without a name go to the point that stands before or
    /// behind them; it is not known yet, so they get the number that it will have.
    fn name_later(&mut self, children: Vec<Test>, book: &mut Book<'_>) {
        let at = self.levels.len() - 1;
        let number = self.levels.last().map_or(1, |l| l.count + 1);
        for mut test in children {
            test.suite.insert(0, format!("#{number}"));
            self.out(test, at, None, book);
        }
    }

    fn document_end(&mut self, book: &mut Book<'_>) {
        if let Some((_, yaml)) = self.yaml.take() {
            self.attach_yaml(yaml);
        }
        while self.levels.len() > 1 {
            self.level_end(book);
        }
        if !self.levels.is_empty() {
            self.flush(0, book);
            self.missing(0, book);
        }
        self.documents += 1;
        book.next_document();
        let (prove, file, result) = (self.prove, self.file.take(), self.result);
        let timing = self.bats_timing;
        *self = TapMachine {
            prove,
            file,
            result,
            bats_timing: timing,
            documents: self.documents,
            ..TapMachine::default()
        };
        self.file = None;
    }
}

#[cfg(test)]
mod tests;
