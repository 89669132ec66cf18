//! `variance`: real change, noise, or not enough data - and it knows the difference.

mod foreign;
mod read;
mod samples;
mod summary;
mod view;

use cli::{Cx, Error, Example, Flag, Kind, Tool, Verb, common};
use read::{Input, Reader, Selection};

const FIELD: Flag = Flag::value(
    "field",
    Kind::Text,
    "PATH",
    "the member that holds the value [default: duration_ms; all of a benchmark tool's]",
);
const BY: Flag = Flag::value(
    "by",
    Kind::List,
    "PATH,...",
    "what tells metrics apart [default: test_id of test.v1, name of segment.v1, all labels of a benchmark tool]",
)
.many();
const SESSION: Flag = Flag::value(
    "session",
    Kind::Text,
    "PATH",
    "the process, job or machine that a sample comes from [default: run_id, else the file]",
);
const REPLICATE: Flag = Flag::value(
    "replicate",
    Kind::Choice(&["session", "sample"]),
    "WHAT",
    "what one independent observation is: a session, or (when every sample is a process of its own) a sample",
)
.default("session");
const INPUT_FORMAT: Flag = Flag::value(
    "input-format",
    Kind::Choice(&[
        "auto",
        "ndjson",
        "numbers",
        "csv",
        foreign::NAMES[0],
        foreign::NAMES[1],
        foreign::NAMES[2],
        foreign::NAMES[3],
        foreign::NAMES[4],
    ]),
    "FORMAT",
    "auto (by content), ndjson, numbers one a line, csv with a header, hyperfine, criterion, go-bench, pytest-benchmark or google-benchmark",
)
.default("auto");
const REQUESTED: Flag =
    Flag::value("requested", Kind::Count, "N", "how many samples were asked for; fewer are a shortfall");
const OUTLIER_FACTOR: Flag = Flag::value(
    "outlier-factor",
    Kind::Ratio,
    "RATIO",
    "the second outlier rule: above this many times the median",
)
.default("2");
const STABILITY: Flag = Flag::value(
    "stability",
    Kind::Choice(&["default", "strict"]),
    "RULE",
    "default: RSD under 5 % in two consecutive runs; strict: its 90 % upper bound is",
)
.default("default");
const ACCEPT_MADE: Flag = Flag::switch(
    "accept-approximated",
    "let values whose provenance is approx or fallback count towards stability",
);

const TOOL: Tool = Tool {
    name: "variance",
    version: env!("CARGO_PKG_VERSION"),
    about: "tell real change from noise, and say when the data cannot",
    details: "Samples come from NDJSON records, bare numbers, CSV, or a benchmark tool's own output. \
Samples of one session (a process, a job) share its luck and count once when it comes to comparing.\n\n\
Nothing is removed: outliers and doubts about the samples are labelled. Memory grows with the number of samples.",
    verbs: &[Verb {
        name: "summary",
        default: true,
        about: "spread, outliers, doubts and stability of every metric",
        flags: &[
            FIELD,
            BY,
            SESSION,
            REPLICATE,
            REQUESTED,
            OUTLIER_FACTOR,
            STABILITY,
            ACCEPT_MADE,
            INPUT_FORMAT,
            common::RUN_ID,
            common::SET,
        ],
        examples: &[
            Example {
                command: "variance --by name runs/*.ndjson",
                about: "how stable each segment of some runs is",
            },
            Example { command: "seq 20 | variance", about: "the same for bare numbers" },
        ],
        reads: "test.v1, segment.v1 or any NDJSON; numbers; CSV; benchmark tools' output; env.v1 for the environment",
        writes: "variance.v1, one a metric, sorted by group",
        ..Verb::NEW
    }],
};

fn main() -> std::process::ExitCode {
    cli::main(&TOOL, run)
}

fn run(cx: &Cx) -> Result<(), Error> {
    summarise(cx)
}

/// The members that the flags name.
fn selection(cx: &Cx) -> Selection {
    let args = cx.args();
    let own = |flag: &str| args.text(flag).map(str::to_owned);
    Selection {
        field: own("field"),
        by: args.list("by").into_iter().map(str::to_owned).collect(),
        session: own("session"),
        pair: None,
        input: args.text("input-format").and_then(Input::named),
        each_alone: args.text("replicate") == Some("sample"),
        references: false,
    }
}

/// Reads all operands; whether they were whole.
fn read(cx: &Cx, reader: &mut Reader) -> Result<bool, Error> {
    let seen = cx.read_lines(|line| reader.line(cx, line.file, line.number, line.bytes))?;
    reader.end(cx)?;
    Ok(seen.complete)
}

fn summarise(cx: &Cx) -> Result<(), Error> {
    let args = cx.args();
    let mut reader = Reader::new(selection(cx))?;
    let complete = read(cx, &mut reader)?;
    let options = summary::Options {
        requested: args.count("requested"),
        factor: args.ratio("outlier-factor").unwrap_or(2.0),
        strict: args.text("stability") == Some("strict"),
        accept_made: args.has("accept-approximated"),
        run_id: args.text("run-id").map(str::to_owned),
        labels: args.pairs("set"),
    };
    let out = cx.out();
    out.view(view::summary(out.format()));
    for (key, metric) in reader.set.sorted() {
        let record = summary::of(&reader.set, key, metric, &options, complete);
        view::emit(&out, &record, view::summary_row)?;
    }
    Ok(())
}
