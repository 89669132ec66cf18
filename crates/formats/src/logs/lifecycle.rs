//! The totals of a shell's start-up, and whether they can be believed.
//!
//! A total is printed as `PRE_PLUGIN_COMPLETE n` and as `SEGMENT name=pre_plugin_total
//! ms=n`: one fact. Harnesses insert placeholders where a mark is missing, and some
//! compute the marks from a wall clock; such values are no measurements, and the
//! provenance says so. It is only ever lowered.
//!
//! What the producers measure: the pre total runs from the start of the pre-plugin phase
//! to its end; the post total and prompt-ready both run from that end. So `post <= prompt`
//! must hold, while `pre <= post` compares two stretches that follow each other, and may
//! fail honestly.

use super::native::{FORMAT, Value, claimed, fill, less_trusted, numbers, phase_norm};
use super::sink::{Line, Sink};
use crate::instant::Instant;
use record::{Issue, Provenance, Segment, SegmentKind, Severity};
use std::collections::BTreeMap;

/// Totals that are held before a run is judged in parts.
const HELD: usize = 4096;

/// Below this a third of a total is as good as any other number.
const TELLING: f64 = 20.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Which {
    Pre,
    Post,
    Prompt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    Segment,
    Complete,
}

impl Which {
    const ALL: [Which; 3] = [Which::Pre, Which::Post, Which::Prompt];

    /// The mark at the start of a line, and what follows it.
    pub(super) fn of_mark(text: &str) -> Option<(Which, &str)> {
        Which::ALL.into_iter().find_map(|which| {
            let rest = text.strip_prefix(which.mark())?;
            (rest.is_empty() || rest.starts_with([' ', '\t'])).then_some((which, rest))
        })
    }

    /// The total of that name.
    pub(super) fn of_total(name: &str) -> Option<Which> {
        Which::ALL.into_iter().find(|which| which.total() == name)
    }

    fn mark(self) -> &'static str {
        match self {
            Which::Pre => "PRE_PLUGIN_COMPLETE",
            Which::Post => "POST_PLUGIN_COMPLETE",
            Which::Prompt => "PROMPT_READY_COMPLETE",
        }
    }

    pub(super) fn total(self) -> &'static str {
        match self {
            Which::Pre => "pre_plugin_total",
            Which::Post => "post_plugin_total",
            Which::Prompt => "prompt_ready",
        }
    }

    fn phase(self) -> &'static str {
        match self {
            Which::Pre => "pre_plugin",
            Which::Post => "post_plugin",
            Which::Prompt => "prompt",
        }
    }

    /// What the value counts from.
    fn origin(self) -> &'static str {
        match self {
            Which::Pre => "pre_start",
            Which::Post | Which::Prompt => "pre_end",
        }
    }
}

/// One line that gives a total.
#[derive(Debug)]
pub(super) struct Mark {
    which: Which,
    spelling: Spelling,
    value: Option<Value>,
    pub(super) phase: Option<String>,
    pub(super) sample: Option<String>,
    pub(super) attributes: BTreeMap<String, String>,
    at: Option<Instant>,
    inherited: bool,
    lossy: bool,
    number: u64,
    offset: u64,
    /// Printed in the other spelling too.
    both: bool,
    conflict: Option<Value>,
}

impl Mark {
    /// A total read from a line.
    pub(super) fn new(which: Which, spelling: Spelling, value: Option<Value>, line: &Line<'_>) -> Mark {
        Mark {
            which,
            spelling,
            value,
            phase: None,
            sample: None,
            attributes: BTreeMap::new(),
            at: line.at,
            inherited: line.inherited,
            lossy: line.lossy,
            number: line.number,
            offset: line.offset,
            both: false,
            conflict: None,
        }
    }

    fn ms(&self) -> Option<f64> {
        self.value.as_ref().and_then(|value| value.ms)
    }

    fn line(&self) -> Line<'static> {
        Line {
            text: "",
            raw: b"",
            previous: None,
            at: self.at,
            inherited: self.inherited,
            lossy: self.lossy,
            number: self.number,
            offset: self.offset,
        }
    }
}

/// The totals of one run.
#[derive(Debug, Default)]
pub(super) struct Lifecycle {
    marks: Vec<Mark>,
    /// The harness said that it inserted values.
    pub(super) synthetic: bool,
}

impl Lifecycle {
    /// Keeps a mark until the run is over.
    pub(super) fn push(&mut self, mark: Mark, sink: &mut Sink<'_>) {
        self.marks.push(mark);
        if self.marks.len() >= HELD {
            let synthetic = self.synthetic;
            std::mem::take(self).resolve(sink);
            self.synthetic = synthetic;
        }
    }

    /// Joins spellings, judges values, gives the records out in order of their lines.
    pub(super) fn resolve(self, sink: &mut Sink<'_>) {
        let synthetic = self.synthetic;
        let mut facts = Vec::new();
        let mut issues = Vec::new();
        join(self.marks, &mut facts, sink, &mut issues);
        facts.sort_by_key(|fact| fact.number);
        let suspects = judge(&facts, sink, &mut issues);
        duplicates(&facts, sink, &mut issues);
        for (n, fact) in facts.into_iter().enumerate() {
            give(fact, synthetic, suspects[n], sink);
        }
        for issue in issues {
            sink.report(issue);
        }
    }
}

/// Pairs each `_COMPLETE` with the nearest unpaired `SEGMENT` of the same total and value;
/// without an equal one, with the nearest unpaired one, as a conflict.
fn join(marks: Vec<Mark>, facts: &mut Vec<Mark>, sink: &Sink<'_>, issues: &mut Vec<Issue>) {
    let (mut segments, completes): (Vec<Mark>, Vec<Mark>) =
        marks.into_iter().partition(|mark| mark.spelling == Spelling::Segment);
    let mut left = Vec::new();
    for complete in completes {
        match nearest(&segments, &complete, true) {
            Some(at) => merge(&mut segments[at], &complete),
            None => left.push(complete),
        }
    }
    for complete in left {
        match nearest(&segments, &complete, false) {
            Some(at) => {
                let segment = &mut segments[at];
                let lines = vec![segment.number, complete.number];
                merge(segment, &complete);
                segment.conflict.clone_from(&complete.value);
                let message = format!("{} and its SEGMENT line differ", complete.which.mark());
                let source = sink.source(&segment.line());
                let mut issue = sink
                    .issue("marker-conflict", Severity::Warning, message, source)
                    .named(complete.which.total());
                issue.values = numbers(&[segment.ms(), complete.ms()]);
                issue.lines = lines;
                issue.lines.sort_unstable();
                issues.push(issue);
            }
            None => facts.push(complete),
        }
    }
    facts.append(&mut segments);
}

fn nearest(segments: &[Mark], complete: &Mark, equal: bool) -> Option<usize> {
    let fits = |segment: &Mark| {
        !segment.both
            && segment.which == complete.which
            // A mark without a number agrees with every value.
            && (!equal || complete.value.is_none() || segment.ms() == complete.ms())
    };
    let distance = |segment: &Mark| segment.number.abs_diff(complete.number);
    (0..segments.len()).filter(|n| fits(&segments[*n])).min_by_key(|n| distance(&segments[*n]))
}

fn merge(segment: &mut Mark, complete: &Mark) {
    segment.both = true;
    for (key, value) in &complete.attributes {
        segment.attributes.entry(key.clone()).or_insert_with(|| value.clone());
    }
    if complete.number < segment.number {
        segment.number = complete.number;
        segment.offset = complete.offset;
        segment.at = complete.at;
        segment.inherited = complete.inherited;
    }
}

/// One total printed more than once for a sample: nothing is chosen, all are given out.
fn duplicates(facts: &[Mark], sink: &Sink<'_>, issues: &mut Vec<Issue>) {
    let mut groups: BTreeMap<(Which, &str), Vec<&Mark>> = BTreeMap::new();
    for fact in facts {
        groups.entry((fact.which, fact.sample.as_deref().unwrap_or(""))).or_default().push(fact);
    }
    for ((which, sample), group) in groups {
        if group.len() < 2 {
            continue;
        }
        let differ = group.iter().any(|fact| fact.ms() != group[0].ms());
        let severity = if differ { Severity::Warning } else { Severity::Info };
        let what = if differ { "with different values" } else { "with one value" };
        let of = if sample.is_empty() { String::new() } else { format!(", sample {sample}") };
        let message = format!("printed {} times {what}{of}", group.len());
        let source = sink.source(&group[0].line());
        let mut issue = sink.issue("duplicate-marker", severity, message, source).named(which.total());
        issue.values = numbers(&group.iter().take(20).map(|fact| fact.ms()).collect::<Vec<_>>());
        issue.lines = group.iter().take(20).map(|fact| fact.number).collect();
        issues.push(issue);
    }
}

/// What speaks against a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Suspect {
    No,
    EqualPost,
    Synthesised,
    Repeated,
}

/// Compares the totals of each sample with each other.
fn judge(facts: &[Mark], sink: &Sink<'_>, issues: &mut Vec<Issue>) -> Vec<Suspect> {
    let mut suspects = vec![Suspect::No; facts.len()];
    let mut samples: BTreeMap<&str, [Vec<usize>; 3]> = BTreeMap::new();
    for (n, fact) in facts.iter().enumerate() {
        let sample = fact.sample.as_deref().unwrap_or("");
        samples.entry(sample).or_default()[fact.which as usize].push(n);
    }
    for of in samples.values() {
        for all in of {
            if all.iter().any(|n| facts[*n].ms() != facts[all[0]].ms()) {
                for n in all {
                    suspects[*n] = Suspect::Repeated;
                }
            }
        }
        let one = |which: Which| match of[which as usize][..] {
            [n] => facts[n].ms().filter(|ms| *ms > 0.0).map(|ms| (n, ms)),
            _ => None,
        };
        let (pre, post, prompt) = (one(Which::Pre), one(Which::Post), one(Which::Prompt));
        if let (Some((_, pre)), Some((at, post))) = (pre, post)
            && pre > post
        {
            let message = "pre_plugin_total is above post_plugin_total; they have different origins, \
                so this may be honest";
            issues.push(order(
                &facts[at],
                "order-violation-pre-post",
                Severity::Warning,
                message,
                [pre, post],
                sink,
            ));
        }
        let (Some((post_at, post)), Some((prompt_at, prompt))) = (post, prompt) else { continue };
        if post > prompt {
            let message = "post_plugin_total is above prompt_ready, which has the same origin";
            let values = [post, prompt];
            issues.push(order(&facts[post_at], "order-violation", Severity::Error, message, values, sink));
        }
        if post == prompt && !facts[prompt_at].attributes.contains_key("provenance") {
            let third = pre.filter(|(_, pre)| post >= TELLING && (pre - post * 0.3).abs() <= 1.0);
            suspects[prompt_at] = Suspect::EqualPost;
            let mut message = "prompt_ready equals post_plugin_total".to_owned();
            if let Some((pre_at, _)) = third {
                suspects[prompt_at] = Suspect::Synthesised;
                suspects[pre_at] = Suspect::Synthesised;
                suspects[post_at] = Suspect::Synthesised;
                message += ", and pre_plugin_total is 30 % of it: the marks were made from a total";
            }
            let source = sink.source(&facts[prompt_at].line());
            let mut issue = sink
                .issue("approx-suspected", Severity::Warning, message, source)
                .named(Which::Prompt.total());
            issue.values = numbers(&[third.map(|(_, pre)| pre), Some(post), Some(prompt)]);
            issues.push(issue);
        }
    }
    suspects
}

fn order(
    fact: &Mark,
    code: &str,
    severity: Severity,
    message: &str,
    values: [f64; 2],
    sink: &Sink<'_>,
) -> Issue {
    let source = sink.source(&fact.line());
    let mut issue = sink.issue(code, severity, message.to_owned(), source).named(fact.which.total());
    issue.values = numbers(&[Some(values[0]), Some(values[1])]);
    issue
}

fn give(mut fact: Mark, synthetic: bool, suspect: Suspect, sink: &mut Sink<'_>) {
    let line = fact.line();
    let mut segment = sink.segment(fact.which.total(), FORMAT, &line);
    segment.kind = SegmentKind::Marker;
    fill(&mut segment, fact.value.as_ref(), &line, sink);
    let phase = fact.phase.take().unwrap_or_else(|| fact.which.phase().to_owned());
    segment.phase_norm = phase_norm(&phase).map(str::to_owned);
    segment.phase = Some(phase);
    segment.origin = Some(fact.attributes.remove("origin").unwrap_or_else(|| fact.which.origin().to_owned()));
    if let Some(sample) = fact.sample.take() {
        sink.label(&mut segment, "sample", &sample);
    }
    if fact.spelling == Spelling::Complete || fact.both {
        segment.also_seen_as.push(fact.which.mark().to_owned());
    }
    if let Some(other) = fact.conflict.take() {
        segment.raw.ms = fact.value.as_ref().map(|value| value.raw.clone());
        segment.raw.other_ms = Some(other.raw);
        segment.warnings.push("marker-conflict".to_owned());
    }
    segment.provenance = believed(&fact, synthetic, suspect, &mut segment);
    if fact.value.is_none() {
        segment.warnings.push("no-value".to_owned());
    }
    if fact.ms() == Some(0.0) && segment.provenance != Provenance::Fallback {
        segment.warnings.push("zero-value".to_owned());
        let message = "a total of zero: a placeholder, or a clamped negative".to_owned();
        let source = segment.source.clone();
        let issue = sink.issue("zero-value", Severity::Warning, message, source).named(fact.which.total());
        sink.report(issue);
    }
    segment.attributes = fact.attributes;
    sink.push(segment, FORMAT);
}

/// The lowest that anything says about the value.
fn believed(fact: &Mark, synthetic: bool, suspect: Suspect, segment: &mut Segment) -> Provenance {
    let (doubt, warning) = match suspect {
        Suspect::No => (Provenance::Native, None),
        Suspect::EqualPost => (Provenance::NativeEqualPost, Some("approx-suspected")),
        Suspect::Synthesised => (Provenance::Approx, Some("approx-suspected")),
        Suspect::Repeated => (Provenance::Approx, Some("duplicate-marker")),
    };
    segment.warnings.extend(warning.map(str::to_owned));
    let zero = match fact.ms() {
        Some(0.0) if synthetic => Provenance::Fallback,
        Some(0.0) => Provenance::Approx,
        _ => Provenance::Native,
    };
    less_trusted(less_trusted(claimed(&fact.attributes), doubt), zero)
}
