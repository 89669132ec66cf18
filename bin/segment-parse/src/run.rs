//! One log after another.

use cli::pattern::Pattern;
use cli::{Cx, Error, Format as Output, Show, Source, View};
use formats::logs::{Format, Item, Options, Outcome, Stop, parse};
use record::{FileSummary, ParseSummary, Severity};
use std::os::unix::ffi::OsStrExt as _;

pub(crate) fn run(cx: &Cx) -> Result<(), Error> {
    views(cx);
    let only = cx
        .args()
        .text("input-format")
        .and_then(|word| Format::ALL.into_iter().find(|(name, _)| *name == word).map(|(_, format)| format));
    let pattern = cx.args().text("path-pattern").map(Pattern::new).transpose().map_err(Error::usage)?;
    let mut total =
        ParseSummary { tool: "segment-parse".to_owned(), complete: true, ..ParseSummary::default() };
    let mut contradicted = false;
    for source in cx.sources()? {
        let options = options(cx, &source, only, pattern.as_ref());
        let name = source.name.clone();
        let before = total.records.get("segment.v1").copied().unwrap_or_default();
        let parsed = parse(source, &options, &mut |item| match &item {
            Item::Segment(segment) => {
                *total.statuses.entry(word(segment.kind)).or_default() += 1;
                *total.records.entry("segment.v1".to_owned()).or_default() += 1;
                cx.out().emit(&**segment)
            }
            Item::Issue(issue) => {
                contradicted |= issue.severity == Severity::Error;
                *total.findings.entry(issue.code.clone()).or_default() += 1;
                *total.records.entry("issue.v1".to_owned()).or_default() += 1;
                cx.out().emit(&**issue)
            }
        });
        let outcome = match parsed {
            Ok(outcome) => {
                if !outcome.complete {
                    cx.error(&Error::input(format!("{name}: cut or damaged: not all of it could be read")));
                }
                outcome
            }
            Err(Stop::Emit(error)) => return Err(error),
            Err(Stop::Read(error)) => {
                cx.error(&Error::io(&name, &error));
                let segments = total.records.get("segment.v1").copied().unwrap_or_default() - before;
                Outcome { segments, complete: false, ..Outcome::default() }
            }
        };
        add(cx, &mut total, &name, outcome);
    }
    // An operand that could not be opened is missing evidence too.
    let wanted = cx.args().operands().len().max(1) as u64;
    total.complete &= total.files == wanted;
    if cx.args().has("strict") && contradicted {
        cx.answer_no();
    }
    if cx.out().format() == Output::Csv {
        return Ok(());
    }
    cx.out().emit(&total)
}

fn add(cx: &Cx, total: &mut ParseSummary, name: &str, outcome: Outcome) {
    if outcome.format.is_none() && outcome.complete {
        cx.warn(format!("{name}: no segments found"));
    }
    total.files += 1;
    total.bytes += outcome.bytes;
    total.complete &= outcome.complete;
    total.inputs.push(FileSummary {
        path: name.to_owned(),
        format: outcome.format,
        bytes: outcome.bytes,
        records: outcome.segments,
        complete: outcome.complete,
    });
}

fn options(cx: &Cx, source: &Source, format: Option<Format>, pattern: Option<&Pattern>) -> Options {
    let raw = source.path.as_ref().map_or(source.name.as_bytes(), |path| path.as_os_str().as_bytes());
    let record::Name { path, path_base64 } = record::Name::new(raw);
    let mut labels = match pattern.map(|pattern| pattern.read(&path)) {
        Some(None) => {
            cx.warn(format!("{path}: does not fit --path-pattern: no labels from it"));
            record::Labels::new()
        }
        Some(Some(labels)) => labels,
        None => record::Labels::new(),
    };
    labels.extend(cx.args().pairs("set"));
    let run_id = cx.args().text("run-id").map(str::to_owned);
    Options { path, path_base64, format, run_id, labels }
}

fn word(kind: record::SegmentKind) -> String {
    use record::SegmentKind as Kind;
    match kind {
        Kind::Segment => "segment",
        Kind::Marker => "marker",
        Kind::Group => "group",
        Kind::Section => "section",
        Kind::Step => "step",
        Kind::Task => "task",
        Kind::Span => "span",
        Kind::Test => "test",
        Kind::Command => "command",
    }
    .to_owned()
}

fn views(cx: &Cx) {
    cx.out().view(
        View::new("segment.v1", "")
            .column("duration", "duration_ms", Show::Ms)
            .column("kind", "kind", Show::Text(0))
            .column("name", "name", Show::Text(60))
            .column("phase", "phase_norm", Show::Text(0))
            .column("provenance", "provenance", Show::Text(0))
            .column("status", "status", Show::Text(0))
            .column("labels", "labels", Show::Text(40))
            .column("warnings", "warnings", Show::Text(40)),
    );
}
