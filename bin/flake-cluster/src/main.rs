//! `flake-cluster`: the same root cause in one line, and a flake rate that can be believed.

mod cluster;
mod explain;
mod failing;
mod history;
mod packed;
mod rate;
mod signature_verb;
mod state;
mod tally;
mod text;
mod view;

use cli::{Cx, Error, Example, Flag, Input, Kind, Tool, Verb};

const TEXT: Flag = Flag::switch("text", "every input line is a message, instead of test.v1 records");
const MASK_CODES: Flag = Flag::switch(
    "mask-codes",
    "mask status, exit and error codes too; without it 404 and 503 are different causes",
);

const HISTORY: Flag = Flag::value("history", Kind::Path, "FILE", "the SQLite file that keeps outcomes");

const THREADS: Flag = Flag::value(
    "threads",
    Kind::Range(1, 1024),
    "N",
    "worker threads for --text [default: the cores there are]",
);

const TOOL: Tool = Tool {
    name: "flake-cluster",
    version: env!("CARGO_PKG_VERSION"),
    about: "group failures by cause, and tell flaky tests from broken ones",
    details: "A signature (f7-...) is a hash of a failure's type and message with all values \
masked, and of the first frame of the project's own code where the message alone says too \
little. It depends on the text alone: the same on any machine, in any order, in any window. \
A change of the masks changes the prefix.

A cluster (c1-...) is a set of signatures that differ only in words that act as values, such \
as user names. It depends on the set of signatures, not on their order. At most 50,000 \
signatures are open to merging; those beyond stand for themselves, and an issue.v1 with the \
code signature-overflow says how many.

A rate counts runs by their first attempt, so that retries cannot hide failures; skipped and \
cut-off attempts are on neither side. Failures of infrastructure incidents are taken out and \
counted apart. Intervals are Wilson's at 95 %.",
    verbs: &[
        Verb {
            name: "cluster",
            default: true,
            about: "one record per cause",
            flags: &[
                TEXT,
                MASK_CODES,
                THREADS,
                Flag::value(
                    "state",
                    Kind::Path,
                    "FILE",
                    "keep the ids of an earlier window: read FILE (cluster.v1) and replace it with what is known now; FILE.lock is held meanwhile",
                ),
                Flag::switch(
                    "label",
                    "with --text: only one label.v1 per input line, in input order; memory grows with 8 bytes a line",
                ),
            ],
            examples: &[
                Example {
                    command: "result-parse *.xml | flake-cluster",
                    about: "the causes of a night's red tests",
                },
                Example {
                    command: "flake-cluster --text --label app.log",
                    about: "which cluster each line is in",
                },
            ],
            reads: "test.v1; with --text any lines",
            writes: "cluster.v1, largest first; alias.v1 where ids of --state merge or split; issue.v1 when there are too many signatures; with --label label.v1",
            ..Verb::NEW
        },
        Verb {
            name: "signature",
            about: "the signature of every failing attempt or line, streaming",
            flags: &[TEXT, MASK_CODES, THREADS],
            examples: &[Example {
                command: "flake-cluster signature --text app.log",
                about: "one signature.v1 per line, blank ones too",
            }],
            reads: "test.v1 and any other records; with --text any lines",
            writes: "the same lines, and one signature.v1 after every failing attempt; with --text signature.v1 only",
            ..Verb::NEW
        },
        Verb {
            name: "rate",
            about: "how often each test fails, with interval and state",
            flags: rate::FLAGS,
            examples: &[
                Example {
                    command: "flake-cluster rate runs/*.ndjson",
                    about: "which tests are flaky, which are broken",
                },
                Example {
                    command: "flake-cluster rate --previous last-week.ndjson --fail-on spike this-week.ndjson",
                    about: "status 1 if the failure rate has risen by more than the limit",
                },
            ],
            reads: "test.v1 with run_id; commit, started_at and labels are used where they are",
            writes: "flake.v1 per test, sorted by id, and one flake-suite.v1; a table leaves out healthy tests and begins with the worst",
            answer_no: "what --fail-on names is the case",
            ..Verb::NEW
        },
        Verb {
            name: "import",
            about: "append outcomes to a history",
            flags: &[HISTORY],
            examples: &[Example {
                command: "result-parse --run-id 812 *.xml | flake-cluster import --history flakes.db",
                about: "what a nightly job does; importing the same records again changes nothing",
            }],
            reads: "test.v1 with run_id",
            writes: "nothing; the file of --history",
            ..Verb::NEW
        },
        Verb {
            name: "export",
            about: "write a history as records",
            operands: "",
            count: (0, 0),
            input: Input::Nothing,
            flags: &[HISTORY],
            examples: &[Example {
                command: "flake-cluster export --history flakes.db -o flakes.ndjson",
                about: "to look at it, or to import it elsewhere",
            }],
            reads: "the file of --history",
            writes: "test.v1, in the order of import; of a failure's message and text the first 256 KiB each",
            ..Verb::NEW
        },
        Verb {
            name: "explain",
            about: "which masks fired where, and which frame decided",
            operands: "TEXT...|SIG FILE...",
            count: (1, usize::MAX),
            input: Input::Nothing,
            flags: &[
                TEXT,
                MASK_CODES,
                Flag::switch(
                    "failure",
                    "take TEXT for a test's failure, with its trace, instead of a log line",
                ),
            ],
            examples: &[Example {
                command: "flake-cluster explain 'timeout after 30 s from 10.0.0.7:443'",
                about: "what is masked, and the id",
            }],
            reads: "the text on the command line, several words joined by blanks; or, after a signature, the first \
failure or (--text) line of the files that has it",
            writes: "sentences for people; with --format=ndjson one signature.v1",
            answer_no: "the signature is in none of the files",
            ..Verb::NEW
        },
    ],
};

fn main() -> std::process::ExitCode {
    cli::main(&TOOL, run)
}

fn run(cx: &Cx) -> Result<(), Error> {
    view::declare(cx);
    match cx.verb() {
        "signature" => signature_verb::run(cx),
        "rate" => rate::run(cx),
        "import" => history::import(cx),
        "export" => history::export(cx),
        "explain" => explain::run(cx),
        _ => cluster::run(cx),
    }
}
