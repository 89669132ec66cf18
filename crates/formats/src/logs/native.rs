//! SEGMENT lines and lifecycle marks, as zsh start-up harnesses print them.
//!
//! ```text
//! SEGMENT name=dev-env/node ms=12 phase=post_plugin sample=cold
//! POST_PLUGIN_SEGMENT dev-env/node 12
//! PROMPT_READY_COMPLETE 310
//! DEFERRED id=compinit ms=14 rc=0
//! #RUN_COMPLETE
//! ```
//!
//! A segment of the post-plugin phase is printed in two spellings: one fact, one record.
//! Totals of the lifecycle are printed in two spellings too and need the whole run to be
//! judged; they are held until it ends (`#RUN_COMPLETE` or the end of the input) and given
//! out behind the run's segments, see [`super::lifecycle`].
//!
//! Held: one segment of the post-plugin phase, or in the spelling of that phase, until the
//! next line that is ours; what identifies up to 65,536 segments of a run; up to 4,096
//! totals. Every other segment is given out with its line, so that a slow stream is passed
//! on as it comes. Should the second spelling of such a one follow all the same, it adds no
//! record; a value that differs is an issue.

use super::grammar::{End, Grammar};
use super::lifecycle::{Lifecycle, Mark, Spelling, Which};
use super::pairs::pairs;
use super::sink::{Line, Sink};
use record::{Ms, Num, Provenance, Segment, SegmentKind, SegmentStatus, Severity, Source};
use std::collections::BTreeMap;

/// The grammar's name.
pub(super) const FORMAT: &str = "segment";

const LITERALS: [&str; 6] =
    ["SEGMENT", "_COMPLETE", "#SYNTHETIC_FALLBACK_INSERTED", "DEFERRED id=", "ERROR level=", "#WARN "];

/// Distinct segments of a run that repetitions are looked for among.
const KNOWN: usize = 1 << 16;
/// Values and lines that an issue about repetitions lists.
const LISTED: usize = 20;

/// A number as printed, and what it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value {
    pub(super) raw: String,
    pub(super) ms: Option<f64>,
}

impl Value {
    /// At most 15 digits before the point and 6 behind it; anything else has no value.
    fn new(raw: &str) -> Value {
        let digits = raw.strip_prefix(['-', '+']).unwrap_or(raw);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |part: &str, most: usize| {
            (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
        };
        let ms = if plain(whole, 15) && plain(fraction, 6) { raw.parse().ok() } else { None };
        Value { raw: raw.to_owned(), ms }
    }

    /// The smallest difference that its spelling can express.
    fn resolution(&self) -> f64 {
        self.raw.split_once('.').map_or(1.0, |(_, fraction)| 1.0 / 10_f64.powi(fraction.len() as i32))
    }
}

/// What was seen of one segment: name, phase and sample make it the same.
#[derive(Debug)]
struct Known {
    values: Vec<f64>,
    lines: Vec<u64>,
    times: u64,
    differ: bool,
    /// Values printed as `SEGMENT` whose second spelling has not come yet.
    single: Vec<f64>,
}

/// A segment that is out already, as far as a second spelling must be compared with it.
struct Given {
    name: String,
    ms: Option<f64>,
    source: Source,
}

#[derive(Default)]
pub(super) struct Native {
    waiting: Option<(Segment, Value)>,
    /// The segment given out with the last line that is ours.
    last: Option<Given>,
    known: BTreeMap<(String, String, String), Known>,
    lifecycle: Lifecycle,
    /// Whether this run has had a line that is surely ours.
    ours: bool,
}

impl Grammar for Native {
    fn literals(&self) -> &'static [&'static str] {
        &LITERALS
    }

    fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        let text = line.text.trim_end();
        if let Some(rest) = text.strip_prefix("SEGMENT").filter(|rest| rest.starts_with([' ', '\t'])) {
            self.segment(rest, line, sink);
        } else if let Some(rest) = text.strip_prefix("POST_PLUGIN_SEGMENT") {
            self.legacy(rest, line, sink);
        } else if let Some((which, rest)) = Which::of_mark(text) {
            self.mark(which, rest, line, sink);
        } else if let Some(rest) = text.strip_prefix("DEFERRED ") {
            self.deferred(rest, line, sink);
        } else if text == "#RUN_COMPLETE" {
            self.end_run(sink);
        } else if self.ours {
            self.remark(text, line, sink);
        }
    }

    fn finish(&mut self, _: End, sink: &mut Sink<'_>) {
        self.end_run(sink);
    }
}

impl Native {
    /// The run is over: everything that was held is given out.
    fn end_run(&mut self, sink: &mut Sink<'_>) {
        self.flush(sink);
        std::mem::take(&mut self.lifecycle).resolve(sink);
        for ((name, phase, sample), known) in std::mem::take(&mut self.known) {
            if known.times > 1 {
                repeated(&name, &phase, &sample, &known, sink);
            }
        }
        self.ours = false;
    }

    fn segment(&mut self, rest: &str, line: &Line<'_>, sink: &mut Sink<'_>) {
        let mut pairs = pairs(rest);
        let name = pairs.remove("name").filter(|name| !name.is_empty());
        let value = pairs.remove("ms").map(|raw| Value::new(&raw));
        let (Some(name), Some(value)) = (&name, value) else {
            // Prose may begin with the word; a line with one of the two keys is no prose.
            if name.is_some() || rest.contains("ms=") {
                let source = sink.source(line);
                let message = "a SEGMENT line without name or ms".to_owned();
                let issue = sink.issue("malformed-line", Severity::Warning, message, source);
                sink.report(issue);
            }
            return;
        };
        self.ours = true;
        if value.ms.is_none() {
            bad_number(name, &value.raw, line, sink);
        }
        if let Some(which) = Which::of_total(name) {
            self.flush(sink);
            let (phase, sample) = (pairs.remove("phase"), pairs.remove("sample"));
            let mut mark = Mark::new(which, Spelling::Segment, Some(value), line);
            mark.phase = phase;
            mark.sample = sample;
            mark.attributes = pairs;
            self.lifecycle.push(mark, sink);
            return;
        }
        let mut segment = measured(name, &value, line, sink);
        if let Some(phase) = pairs.remove("phase") {
            segment.phase_norm = phase_norm(&phase).map(str::to_owned);
            segment.phase = Some(phase);
        }
        if let Some(sample) = pairs.remove("sample") {
            sink.label(&mut segment, "sample", &sample);
        }
        segment.provenance = claimed(&pairs);
        segment.attributes.append(&mut pairs);
        if self.twin(&mut segment, &value, "SEGMENT", sink) {
            return;
        }
        self.flush(sink);
        // Only of this phase is there a second spelling, which stands right behind.
        if segment.phase_norm.as_deref() == Some("post_plugin") {
            self.wait(segment, value);
            return;
        }
        if segment.phase.is_none() {
            let (name, source) = (segment.name.clone(), segment.source.clone());
            self.last = Some(Given { name, ms: value.ms, source });
        }
        self.settle(segment, &value, false, sink);
    }

    /// `POST_PLUGIN_SEGMENT label ms`.
    fn legacy(&mut self, rest: &str, line: &Line<'_>, sink: &mut Sink<'_>) {
        let mut words = rest.split_ascii_whitespace();
        let (Some(label), Some(raw), None) = (words.next(), words.next(), words.next()) else { return };
        if !rest.starts_with([' ', '\t']) {
            return;
        }
        let value = Value::new(raw);
        self.ours = true;
        if value.ms.is_none() {
            bad_number(label, raw, line, sink);
        }
        if let Some(given) = self.last.take_if(|given| given.name == label) {
            if given.ms != value.ms {
                let message = "the two spellings of one segment differ".to_owned();
                let issue = sink.issue("duplicate-conflict", Severity::Warning, message, given.source);
                let mut issue = issue.named(label);
                issue.values = numbers(&[given.ms, value.ms]);
                sink.report(issue);
            }
            if let Some(ms) = given.ms {
                self.settle_single(label, Some(ms));
            }
            return;
        }
        // Long after its first spelling: the fact is out already.
        if self.waiting.as_ref().is_none_or(|(segment, _)| segment.name != label)
            && self.settle_single(label, value.ms)
        {
            return;
        }
        let mut segment = measured(label, &value, line, sink);
        segment.phase = Some("post_plugin".to_owned());
        segment.phase_norm = segment.phase.clone();
        if self.twin(&mut segment, &value, "POST_PLUGIN_SEGMENT", sink) {
            return;
        }
        self.flush(sink);
        segment.also_seen_as.push("POST_PLUGIN_SEGMENT".to_owned());
        self.wait(segment, value);
    }

    /// Joins the waiting segment with its other spelling, which stands right behind it.
    fn twin(&mut self, other: &mut Segment, value: &Value, spelling: &str, sink: &mut Sink<'_>) -> bool {
        let Some((segment, first)) = &mut self.waiting else { return false };
        let again = other.segment_id.clone();
        let legacy = segment.also_seen_as.iter().any(|seen| seen == "POST_PLUGIN_SEGMENT");
        let same_spelling = legacy == (spelling == "POST_PLUGIN_SEGMENT");
        // The legacy spelling says no phase; it is always that of post-plugin segments.
        let post =
            |segment: &Segment| segment.phase_norm.as_deref().is_none_or(|phase| phase == "post_plugin");
        if segment.name != other.name || same_spelling || !post(segment) || !post(other) {
            return false;
        }
        sink.take_back(&again);
        if legacy {
            // The richer line takes over, at the place of the first.
            other.segment_id = std::mem::take(&mut segment.segment_id);
            other.source = std::mem::take(&mut segment.source);
            std::mem::swap(segment, other);
            segment.also_seen_as.push("POST_PLUGIN_SEGMENT".to_owned());
        } else {
            segment.also_seen_as.push(spelling.to_owned());
        }
        if first.ms != value.ms {
            let (kept, lost) = if legacy { (value, &*first) } else { (&*first, value) };
            segment.raw.ms = Some(kept.raw.clone());
            segment.raw.other_ms = Some(lost.raw.clone());
            segment.warnings.push("duplicate-conflict".to_owned());
            let message = "the two spellings of one segment differ".to_owned();
            let source = segment.source.clone();
            let mut issue =
                sink.issue("duplicate-conflict", Severity::Warning, message, source).named(&segment.name);
            issue.values = numbers(&[kept.ms, lost.ms]);
            sink.report(issue);
        }
        let keep = if legacy { value.clone() } else { first.clone() };
        let Some((segment, _)) = self.waiting.take() else { return true };
        self.settle(segment, &keep, true, sink);
        true
    }

    fn wait(&mut self, segment: Segment, value: Value) {
        self.waiting = Some((segment, value));
    }

    /// Gives out the waiting segment.
    fn flush(&mut self, sink: &mut Sink<'_>) {
        self.last = None;
        if let Some((segment, value)) = self.waiting.take() {
            let both = !segment.also_seen_as.is_empty();
            self.settle(segment, &value, both, sink);
        }
    }

    fn settle(&mut self, segment: Segment, value: &Value, both: bool, sink: &mut Sink<'_>) {
        let key = (
            segment.name.clone(),
            segment.phase.clone().unwrap_or_default(),
            segment.labels.get("sample").cloned().unwrap_or_default(),
        );
        if self.known.len() < KNOWN || self.known.contains_key(&key) {
            let known = self.known.entry(key).or_insert(Known {
                values: Vec::new(),
                lines: Vec::new(),
                times: 0,
                differ: false,
                single: Vec::new(),
            });
            known.times += 1;
            if let Some(ms) = value.ms {
                known.differ |= known.values.first().is_some_and(|first| *first != ms);
                if known.values.len() < LISTED {
                    known.values.push(ms);
                }
                if !both && known.single.len() < LISTED {
                    known.single.push(ms);
                }
            }
            if known.lines.len() < LISTED {
                known.lines.extend(segment.source.line);
            }
        }
        sink.push(segment, FORMAT);
    }

    /// Whether a legacy line repeats a `SEGMENT` that was given out earlier.
    fn settle_single(&mut self, label: &str, ms: Option<f64>) -> bool {
        let Some(ms) = ms else { return false };
        let from = (label.to_owned(), String::new(), String::new());
        for ((name, _, _), known) in self.known.range_mut(from..) {
            if name != label {
                return false;
            }
            if let Some(at) = known.single.iter().position(|single| *single == ms) {
                known.single.swap_remove(at);
                return true;
            }
        }
        false
    }

    fn mark(&mut self, which: Which, rest: &str, line: &Line<'_>, sink: &mut Sink<'_>) {
        self.ours = true;
        self.flush(sink);
        let mut words = rest.split_ascii_whitespace();
        let value = words.next().map(Value::new);
        if let Some(value) = value.as_ref().filter(|value| value.ms.is_none()) {
            bad_number(which.total(), &value.raw, line, sink);
        }
        let mut mark = Mark::new(which, Spelling::Complete, value, line);
        let rest: Vec<&str> = words.collect();
        mark.attributes = pairs(&rest.join(" "));
        self.lifecycle.push(mark, sink);
    }

    fn deferred(&mut self, rest: &str, line: &Line<'_>, sink: &mut Sink<'_>) {
        let mut pairs = pairs(rest);
        let (Some(id), Some(raw)) = (pairs.remove("id"), pairs.remove("ms")) else { return };
        self.ours = true;
        self.flush(sink);
        let value = Value::new(&raw);
        if value.ms.is_none() {
            bad_number(&id, &raw, line, sink);
        }
        let mut segment = measured(&id, &value, line, sink);
        segment.phase = Some("deferred".to_owned());
        segment.status = pairs.get("rc").and_then(|rc| rc.parse::<i64>().ok()).map(|rc| match rc {
            0 => SegmentStatus::Success,
            _ => SegmentStatus::Failure,
        });
        segment.attributes = pairs;
        sink.push(segment, FORMAT);
    }

    /// What a harness says about its own run.
    fn remark(&mut self, text: &str, line: &Line<'_>, sink: &mut Sink<'_>) {
        if text.starts_with("#SYNTHETIC_FALLBACK_INSERTED") {
            self.lifecycle.synthetic = true;
            return;
        }
        let (code, severity, message) = if let Some(rest) = text.strip_prefix("#WARN ") {
            ("producer-warning", Severity::Warning, rest)
        } else if text.starts_with("ERROR level=") {
            ("producer-error", Severity::Error, text)
        } else {
            return;
        };
        let source = sink.source(line);
        let issue = sink.issue(code, severity, message.to_owned(), source);
        sink.report(issue);
    }
}

fn measured(name: &str, value: &Value, line: &Line<'_>, sink: &mut Sink<'_>) -> Segment {
    let mut segment = sink.segment(name, FORMAT, line);
    segment.kind = SegmentKind::Segment;
    if name.contains('/') {
        segment.path = name.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    }
    fill(&mut segment, Some(value), line, sink);
    segment
}

/// The measured value, and what is suspicious about it.
pub(super) fn fill(segment: &mut Segment, value: Option<&Value>, line: &Line<'_>, sink: &mut Sink<'_>) {
    segment.end_at = line.at.map(crate::instant::Instant::rfc3339);
    let Some(value) = value else { return };
    segment.duration_ms = value.ms.and_then(Ms::new);
    match value.ms {
        None => {
            segment.raw.ms = Some(value.raw.clone());
            segment.warnings.push("bad-number".to_owned());
        }
        Some(ms) => {
            segment.resolution_ms = Num::new(value.resolution());
            if ms < 0.0 {
                segment.warnings.push("negative-duration".to_owned());
                let source = sink.source(line);
                let message = "a duration below zero: a clock was set back".to_owned();
                let mut issue =
                    sink.issue("negative-duration", Severity::Warning, message, source).named(&segment.name);
                issue.values = numbers(&[Some(ms)]);
                sink.report(issue);
            }
        }
    }
}

fn bad_number(name: &str, raw: &str, line: &Line<'_>, sink: &mut Sink<'_>) {
    let source = sink.source(line);
    let message = "a duration that is no number of at most 15 digits".to_owned();
    let mut issue = sink.issue("bad-number", Severity::Warning, message, source).named(name);
    let shown: String = raw.chars().take(64).collect();
    issue.values = vec![shown.into()];
    sink.report(issue);
}

fn repeated(name: &str, phase: &str, sample: &str, known: &Known, sink: &mut Sink<'_>) {
    let of = |word: &str, value: &str| {
        if value.is_empty() { String::new() } else { format!(", {word} {value}") }
    };
    let what = if known.differ { "with different values" } else { "with one value" };
    let message =
        format!("printed {} times {what}{}{}", known.times, of("phase", phase), of("sample", sample));
    let severity = if known.differ { Severity::Warning } else { Severity::Info };
    let mut issue = sink.file_issue("duplicate-marker", severity, message).named(name);
    issue.values = numbers(&known.values.iter().copied().map(Some).collect::<Vec<_>>());
    issue.lines.clone_from(&known.lines);
    sink.report(issue);
}

pub(super) fn numbers(values: &[Option<f64>]) -> Vec<serde_json::Value> {
    let json = |value: &Option<f64>| serde_json::to_value(value.and_then(Num::new)).unwrap_or_default();
    values.iter().map(json).collect()
}

/// The provenance that a line claims for itself. A word that is not known is no claim.
pub(super) fn claimed(pairs: &BTreeMap<String, String>) -> Provenance {
    let says = |key: &str| pairs.get(key).is_some_and(|word| !matches!(word.as_str(), "0" | "false" | "no"));
    let word = match pairs.get("provenance").map(String::as_str) {
        Some(word) if word.starts_with("approx") => Provenance::Approx,
        Some(word) if word.starts_with("fallback") => Provenance::Fallback,
        Some("forced" | "synthetic") => Provenance::Fallback,
        Some("derived") => Provenance::Derived,
        Some("native_equal_post") => Provenance::NativeEqualPost,
        _ => Provenance::Native,
    };
    let approx = if says("approx_prompt_ready") { Provenance::Approx } else { Provenance::Native };
    // A forced mark is one that was printed because the real one did not come.
    let forced = if says("forced") { Provenance::Fallback } else { Provenance::Native };
    less_trusted(less_trusted(word, approx), forced)
}

/// The one that is further from a measurement.
pub(super) fn less_trusted(a: Provenance, b: Provenance) -> Provenance {
    let rank = |provenance: Provenance| match provenance {
        Provenance::Native => 0,
        Provenance::NativeEqualPost => 1,
        Provenance::Derived => 2,
        Provenance::Approx => 3,
        Provenance::Fallback => 4,
    };
    if rank(b) > rank(a) { b } else { a }
}

/// One spelling of a phase; `None` for one that is not known.
pub(super) fn phase_norm(phase: &str) -> Option<&'static str> {
    const PHASES: [&str; 7] =
        ["pre_plugin", "add_plugin", "post_plugin", "prompt", "postprompt", "core", "other"];
    let alias = match phase {
        "pre" => "pre_plugin",
        "add" => "add_plugin",
        "post" => "post_plugin",
        "prompt_ready" => "prompt",
        "post_prompt" => "postprompt",
        phase => phase,
    };
    PHASES.into_iter().find(|known| *known == alias)
}

#[cfg(test)]
mod tests {
    use super::{Value, phase_norm};

    #[test]
    fn numbers_are_bounded() {
        let ms = |raw: &str| Value::new(raw).ms;
        assert_eq!(ms("12"), Some(12.0));
        assert_eq!(ms("-3"), Some(-3.0));
        assert_eq!(ms("1.25"), Some(1.25));
        for raw in ["", "-", "1e3", "NaN", "inf", "1.", ".5", "0x10", "1234567890123456", "1.1234567", "12ms"]
        {
            assert_eq!(ms(raw), None, "{raw}");
        }
        assert!((Value::new("1.25").resolution() - 0.01).abs() < 1e-12);
    }

    #[test]
    fn phases_have_one_spelling() {
        assert_eq!(phase_norm("post"), Some("post_plugin"));
        assert_eq!(phase_norm("postprompt"), Some("postprompt"));
        assert_eq!(phase_norm("mine"), None);
    }
}
