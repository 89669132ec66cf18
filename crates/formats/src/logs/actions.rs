//! GitHub Actions job logs: groups, steps, commands, errors.
//!
//! The log names no steps. `##[group]Run make check` ... `##[endgroup]` encloses only the
//! header of a step (its script, shell and variables); the step itself runs on to the
//! next header. So a group is native, a step is derived: from its header to the line that
//! opens the next one. Groups do not nest: a new one closes the open one. A header that
//! is not closed by an `endgroup` of its own was printed by the step's program, and is a
//! group like any other; one that is cannot be told from a true header.
//!
//! Held: the open job, step, group and command.

use super::carrier::Carrier;
use super::grammar::{End, Grammar};
use super::sink::{Line, Open, Sink, close, set_name, span};
use crate::instant::Instant;
use record::{Provenance, SegmentKind, SegmentStatus};

/// The grammar's name.
pub(super) const FORMAT: &str = "github-actions";

const LITERALS: [&str; 8] = [
    "##[",
    "[command]",
    "::group::",
    "::endgroup::",
    "Post job cleanup.",
    "Cleaning up orphan processes",
    "Complete job name: ",
    "Current runner version: ",
];

#[derive(Default)]
pub(super) struct Actions {
    job: Option<Open>,
    step: Option<Open>,
    group: Option<Open>,
    /// The open group may be the header of a step.
    header: bool,
    command: Option<Open>,
    outcome: Outcome,
    failed_steps: u64,
    /// Another job's log came before, in the same input.
    later: bool,
}

/// What the open step said about itself.
#[derive(Default)]
struct Outcome {
    errors: u64,
    warnings: u64,
    status: Option<SegmentStatus>,
    exit_code: Option<String>,
}

enum Tag<'t> {
    Group(&'t str),
    EndGroup,
    Error(&'t str),
    Warning,
    Command(&'t str),
    /// A line of the runner itself that begins a part of the job without a header.
    Opener(&'static str),
    JobName(&'t str),
}

impl<'t> Tag<'t> {
    fn of(text: &'t str) -> Option<Tag<'t>> {
        if let Some(rest) = text.strip_prefix("##[") {
            let (tag, rest) = rest.split_once(']')?;
            return Tag::named(tag, rest);
        }
        if let Some(rest) = text.strip_prefix("::") {
            // `::error file=a.c,line=1::text`, as a local run leaves it.
            let (tag, rest) = rest.split_once("::")?;
            let tag = tag.split_once(' ').map_or(tag, |(tag, _)| tag);
            return Tag::named(tag, rest);
        }
        if let Some(rest) = text.strip_prefix("[command]") {
            return Some(Tag::Command(rest));
        }
        if let Some(name) = text.strip_prefix("Complete job name: ") {
            return Some(Tag::JobName(name));
        }
        if text.starts_with("Current runner version: ") {
            return Some(Tag::Opener("Set up job"));
        }
        match text.trim_end() {
            "Post job cleanup." => Some(Tag::Opener("Post job cleanup.")),
            "Cleaning up orphan processes" => Some(Tag::Opener("Complete job")),
            _ => None,
        }
    }

    fn named(tag: &str, rest: &'t str) -> Option<Tag<'t>> {
        match tag {
            "group" => Some(Tag::Group(rest)),
            "endgroup" => Some(Tag::EndGroup),
            "error" => Some(Tag::Error(rest)),
            "warning" => Some(Tag::Warning),
            "command" => Some(Tag::Command(rest)),
            _ => None,
        }
    }
}

impl Grammar for Actions {
    fn literals(&self) -> &'static [&'static str] {
        &LITERALS
    }

    fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        let Some(tag) = Tag::of(line.text) else { return };
        // Lines of the runner mean something only where a runner stamped them.
        if line.at.is_none() && matches!(tag, Tag::Opener(_) | Tag::JobName(_) | Tag::Command(_)) {
            return;
        }
        if matches!(tag, Tag::Opener("Set up job")) && self.job.is_some() {
            // The log of another job begins behind this one's.
            self.finish(End { at: line.previous, lines: line.number.saturating_sub(1) }, sink);
            *self = Actions { later: true, ..Actions::default() };
        }
        // Azure has the same stamps and tags, and says itself where its tasks are.
        let runner = line.at.is_some() && sink.carrier == Carrier::GithubActions;
        if self.job.is_none() && runner {
            let mut segment = sink.segment("job", FORMAT, line);
            segment.kind = SegmentKind::Section;
            segment.provenance = Provenance::Derived;
            if !self.later {
                segment.source.line = Some(1);
                segment.source.offset = Some(0);
            }
            segment.warnings.clear();
            let start = sink.first.filter(|_| !self.later).or(line.at);
            let resolution_ms = sink.carrier.resolution_ms();
            self.job = Some(Open { segment, start, resolution_ms });
        }
        let end = End { at: line.at, lines: line.number.saturating_sub(1) };
        match tag {
            Tag::Group(name) => {
                self.close_command(end, sink);
                self.close_group(end, false, sink);
                self.group = Some(sink.open(name, SegmentKind::Group, FORMAT, line));
                self.header = name.starts_with("Run ") && runner;
            }
            Tag::EndGroup => self.end_group(line, sink),
            Tag::Error(text) => self.error(text, line, sink),
            Tag::Warning => self.outcome.warnings += 1,
            Tag::Command(text) => {
                self.close_command(end, sink);
                self.command = Some(sink.open(text, SegmentKind::Command, FORMAT, line));
            }
            Tag::Opener(name) => {
                self.close_command(end, sink);
                self.close_group(end, false, sink);
                self.close_step(end, true, sink);
                self.step = Some(sink.open(name, SegmentKind::Step, FORMAT, line));
            }
            Tag::JobName(name) => {
                if let Some(job) = &mut self.job {
                    set_name(&mut job.segment, name.trim_end());
                }
            }
        }
    }

    fn finish(&mut self, end: End, sink: &mut Sink<'_>) {
        self.close_command(end, sink);
        self.close_group(end, false, sink);
        self.close_step(end, false, sink);
        if let Some(mut job) = self.job.take() {
            job.segment.path = self.path_of(&job.segment.name, false);
            if self.failed_steps > 0 {
                job.segment.attributes.insert("failed_steps".to_owned(), self.failed_steps.to_string());
            }
            close(job, end, Provenance::Derived, FORMAT, sink);
        }
    }
}

impl Actions {
    fn end_group(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        let end = End { at: line.at, lines: line.number };
        self.close_command(End { lines: line.number.saturating_sub(1), ..end }, sink);
        let Some(group) = &self.group else {
            sink.unopened("a group", None, line);
            return;
        };
        if self.header {
            // The step began with its header, and the one before ended there.
            let mut step = Open {
                segment: group.segment.clone(),
                start: group.start,
                resolution_ms: group.resolution_ms,
            };
            step.segment.segment_id = sink.id();
            step.segment.kind = SegmentKind::Step;
            let before = group.segment.source.line.unwrap_or(1).saturating_sub(1);
            let at = group.start;
            self.close_step(End { at, lines: before }, true, sink);
            self.step = Some(step);
        }
        self.close_group(end, true, sink);
    }

    /// Gives out the open group; `own`: it was closed by its own line.
    fn close_group(&mut self, end: End, own: bool, sink: &mut Sink<'_>) {
        self.header = false;
        let Some(mut group) = self.group.take() else { return };
        group.segment.parent_id = self.parent();
        group.segment.path = self.path_of(&group.segment.name, true);
        if !own {
            group.segment.warnings.push("unclosed".to_owned());
        }
        let provenance = if own { Provenance::Native } else { Provenance::Derived };
        close(group, end, provenance, FORMAT, sink);
    }

    fn close_command(&mut self, end: End, sink: &mut Sink<'_>) {
        let Some(mut command) = self.command.take() else { return };
        let group = self.group.as_ref().map(|group| group.segment.segment_id.clone());
        command.segment.parent_id = group.or_else(|| self.parent());
        // The end is that of the output before the next mark.
        close(command, end, Provenance::Derived, FORMAT, sink);
    }

    /// Gives out the open step; `next`: another part of the job begins there.
    fn close_step(&mut self, end: End, next: bool, sink: &mut Sink<'_>) {
        let outcome = std::mem::take(&mut self.outcome);
        let Some(mut step) = self.step.take() else { return };
        step.segment.parent_id = self.job.as_ref().map(|job| job.segment.segment_id.clone());
        step.segment.path = self.path_of(&step.segment.name, false);
        step.segment.status = match outcome.status {
            Some(status) => Some(status),
            // An error may be a note for people; only the runner's own sentence decides.
            None if outcome.errors > 0 => Some(SegmentStatus::Unknown),
            None => next.then_some(SegmentStatus::Success),
        };
        self.failed_steps += u64::from(outcome.status.is_some());
        for (key, n) in [("errors", outcome.errors), ("warnings", outcome.warnings)] {
            if n > 0 {
                step.segment.attributes.insert(key.to_owned(), n.to_string());
            }
        }
        if let Some(code) = outcome.exit_code {
            step.segment.attributes.insert("exit_code".to_owned(), code);
        }
        if !next {
            step.segment.warnings.push("silent-tail".to_owned());
        }
        close(step, end, Provenance::Derived, FORMAT, sink);
    }

    fn error(&mut self, text: &str, line: &Line<'_>, sink: &mut Sink<'_>) {
        let outcome = &mut self.outcome;
        outcome.errors += 1;
        let text = text.trim();
        let status = if let Some(rest) = text.strip_prefix("Process completed with exit code ") {
            let code: String =
                rest.chars().take_while(|c| c.is_ascii_digit() || *c == '-').take(12).collect();
            outcome.exit_code = Some(code);
            Some(SegmentStatus::Failure)
        } else if text.starts_with("The operation was canceled") {
            Some(SegmentStatus::Cancellation)
        } else if text.starts_with("The action ") && text.contains(" has timed out after ") {
            Some(SegmentStatus::Timeout)
        } else {
            None
        };
        outcome.status = outcome.status.or(status);
        let mut marker = sink.open("error", SegmentKind::Marker, FORMAT, line);
        marker.segment.status = Some(SegmentStatus::Failure);
        marker.segment.parent_id = self.parent();
        marker.segment.start_at = line.at.map(Instant::rfc3339);
        marker.segment.path = self.path_of("error", true);
        span(&mut marker.segment, line.at, None, sink.carrier.resolution_ms());
        let shown: String = text.chars().take(LONGEST_MESSAGE).collect();
        marker.segment.attributes.insert("message".to_owned(), shown);
        sink.push(marker.segment, FORMAT);
    }

    fn parent(&self) -> Option<String> {
        let open = self.step.as_ref().or(self.job.as_ref());
        open.map(|open| open.segment.segment_id.clone())
    }

    /// The names from the job's, where it is known, down to `name`.
    fn path_of(&self, name: &str, in_step: bool) -> Vec<String> {
        let job = self.job.as_ref().map(|job| job.segment.name.as_str()).filter(|job| *job != "job");
        let step = self.step.as_ref().filter(|_| in_step).map(|step| step.segment.name.as_str());
        job.into_iter().chain(step).chain([name]).map(str::to_owned).collect()
    }
}

/// Characters of an error's text that are kept.
const LONGEST_MESSAGE: usize = 4096;
