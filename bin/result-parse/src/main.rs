//! `result-parse`: test results of every common runner into one record per attempt.

mod allure;
mod input;
mod sink;

use cli::spec::common;
use cli::{Cx, Error, Example, Flag, Input, Kind, Show, Tool, Verb, View};
use formats::results::{Format, Options};

const TOOL: Tool = Tool {
    name: "result-parse",
    version: env!("CARGO_PKG_VERSION"),
    about: "read test results of any runner into one record per attempt",
    details: "Reads JUnit XML in the dialects of its writers, go test (JSON and text), TAP, \
libtest and nextest (JSON and text), pytest-reportlog, CTRF, TRX, NUnit, xUnit.net, Bazel's \
build events, TeamCity messages, Allure, GoogleTest's JSON and Robot Framework, and says what \
it could not know. Retries, nested \
suites, second failures, crashed tests, failed builds and fixtures are kept; nothing is \
collapsed without evidence that it was a retry.

The format is told by the content, not by the name; gzip is undone. A folder is walked in \
the order of its names, and files in it that hold no test results are passed over.

Memory does not grow with the size of texts: of each the head and the tail are kept. A name \
is kept up to 4 KiB, an attribute or message up to 64 KiB, of the failures of one attempt a hundred; \
the texts of one record together up to 3 MiB, whatever --text-limit says. What was cut says so \
(value-cut, attribute-cut). Memory \
grows by eight bytes a case (the check for duplicates), and by the cases that wait for a \
later part of their document: for the end of a package in go test, for the end of a suite \
where failed cases may be repeated (Gradle, gotestsum, pytest). TRX holds the whole document.",
    verbs: &[Verb {
        operands: "[FILE|DIR...]",
        input: Input::Files,
        flags: &[
            Flag::value(
                "input-format",
                Kind::Choice(&FORMATS),
                "FORMAT",
                "what the input is, instead of what it looks like",
            )
            .default("auto"),
            common::RUN_ID,
            Flag::value("commit", Kind::Text, "SHA", "the commit under test, put on every record"),
            common::SET,
            Flag::value(
                "root",
                Kind::Text,
                "DIR",
                "the folder in which the tests ran: paths of source files become relative to it",
            ),
            Flag::value(
                "text-limit",
                Kind::Size,
                "BYTES",
                "how much of each text is kept, half its head and half its tail [default: 16KiB of \
output, 256KiB of a failure]",
            ),
            Flag::value(
                "path-pattern",
                Kind::Checked(cli::pattern::check),
                "PATTERN",
                "take the run's id and labels from the path of each file: \
'runs/{run_id}/{shard}/*.xml'; * is any text within one part of the path, ** any parts; \
the pattern stands for the path's last parts, a .gz behind them aside",
            ),
            Flag::value(
                "to",
                Kind::Choice(&["junit", "ctrf", "tap"]),
                "FORMAT",
                "write JUnit XML, CTRF or TAP instead of records; JUnit gives the records back exactly, \
CTRF keeps every attempt, TAP the verdict that decides",
            ),
            Flag::switch(
                "live",
                "write each record as soon as it is decided; attempts and final are null where \
only the end could tell",
            ),
        ],
        examples: &[
            Example { command: "result-parse target/surefire-reports", about: "every report in a folder" },
            Example {
                command: "go test -json ./... | result-parse --run-id \"$RUN\" > tests.ndjson",
                about: "from a pipe, with the run's id",
            },
            Example {
                command: "result-parse --to junit tests.ndjson > report.xml",
                about: "for tools that read JUnit",
            },
            Example {
                command: "result-parse --path-pattern 'runs/{run_id}/*.xml' runs",
                about: "many runs at once",
            },
        ],
        reads: "test results, gzip or not; test.v1",
        writes: "test.v1 (one an attempt), issue.v1, and the trailer parse-summary.v1",
        ..Verb::NEW
    }],
};

/// The names that `--input-format` takes.
const FORMATS: [&str; 19] = [
    "auto",
    "junit",
    "go",
    "go-text",
    "tap",
    "libtest",
    "nextest",
    "reportlog",
    "ctrf",
    "trx",
    "nunit",
    "xunit",
    "bep",
    "teamcity",
    "allure",
    "cargo",
    "gtest",
    "robot",
    "ndjson",
];

fn main() -> std::process::ExitCode {
    cli::main(&TOOL, run)
}

fn run(cx: &Cx) -> Result<(), Error> {
    let args = cx.args();
    let mut options = Options {
        run_id: args.text("run-id").map(str::to_owned),
        commit: args.text("commit").map(str::to_owned),
        labels: args.pairs("set"),
        root: args.text("root").map(str::to_owned),
        live: args.has("live"),
        ..Options::default()
    };
    if let Some(limit) = args.size("text-limit") {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        (options.output_limit, options.failure_limit) = (limit, limit);
    }
    cx.out().view(
        View::new("test.v1", "")
            .column("status", "status", Show::Verdict)
            .column("test", "test_id", Show::Text(72))
            .column("attempt", "attempt", Show::Number)
            .column("time", "duration_ms", Show::Ms)
            .column("message", "failure.message", Show::Text(60)),
    );
    let format = args.text("input-format").and_then(Format::of_name);
    let pattern = args.text("path-pattern").and_then(|p| cli::pattern::Pattern::new(p).ok());
    input::run(cx, &options, format, pattern.as_ref())
}
