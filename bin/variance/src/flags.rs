//! The flag table: everything about the command line comes from it.

use crate::{foreign, limits};
use cli::{Example, Flag, Kind, Tool, Verb, common};

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
    "the process, job or machine that a sample comes from [default: run_id, else commit, else the file]",
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
    "let values whose provenance is approx or fallback count towards stability and gates",
);
const EXPLAIN: Flag = Flag::switch("explain", "print the statistical model and stop");
const WARN: Flag = Flag::value("warn", Kind::Ratio, "RATIO", "beyond this ratio a change is worth a warning")
    .default("1.05");
const FAIL: Flag =
    Flag::value("fail", Kind::Ratio, "RATIO", "beyond this ratio a change is a failure").default("1.10");

const BASELINE: Flag = Flag::value(
    "baseline",
    Kind::Path,
    "FILE",
    "the old side: samples, and where there are any env.v1, calibration.v1 and variance-state.v1",
);
const COMPARE: &[Flag] = &[
    BASELINE,
    FIELD,
    BY,
    SESSION,
    REPLICATE,
    Flag::value(
        "pair",
        Kind::Text,
        "PATH",
        "what pairs a sample with one of the other side: an interleaved run",
    ),
    WARN,
    FAIL,
    Flag::value(
        "limit",
        Kind::Checked(limits::check),
        "STAT=warn:R,fail:R",
        "limits of one statistic: mean, median, p95, p99.9",
    )
    .many(),
    Flag::value(
        "preset",
        Kind::Choice(&limits::PRESETS),
        "NAME",
        "tpr: mean 1.05/1.10, p50 warn 1.15, p95 fail 1.20, p99 fail 1.25 with advice to roll back above 1.25; micro: median 2/3, for per-call times",
    ),
    Flag::value("quantile", Kind::Share, "SHARE", "compare this quantile, 95%, in place of the median")
        .many(),
    Flag::value(
        "better",
        Kind::Choice(&["auto", "lower", "higher"]),
        "WHICH",
        "what is good; auto: higher for units per second, lower for all others",
    )
    .default("auto"),
    Flag::value(
        "adjust",
        Kind::Choice(&["bh", "by"]),
        "METHOD",
        "q by Benjamini-Hochberg, or by Benjamini-Yekutieli for any dependence",
    )
    .default("bh"),
    Flag::value(
        "confirm",
        Kind::Path,
        "FILE",
        "a second new side: only what fails in both may gate; one session against a history needs it",
    ),
    Flag::switch("same-environment", "vouch that both sides ran in one environment where no env.v1 says so"),
    ACCEPT_MADE,
    INPUT_FORMAT,
    EXPLAIN,
    common::RUN_ID,
    common::SET,
];

/// The tool.
pub(crate) const TOOL: Tool = Tool {
    name: "variance",
    version: env!("CARGO_PKG_VERSION"),
    about: "tell real change from noise, and say when the data cannot",
    details: "Samples come from NDJSON records, bare numbers, CSV, or a benchmark tool's own output. \
Samples of one session (a process, a job) share its luck and count once when it comes to comparing.\n\n\
Nothing is removed: outliers and doubts about the samples are labelled. Memory grows with the number of samples: about 12 bytes each where they are short decimals.",
    verbs: &[
        Verb {
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
                EXPLAIN,
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
        },
        Verb {
            name: "compare",
            about: "improved, same, inconclusive or regressed, metric by metric",
            flags: COMPARE,
            examples: &[
                Example {
                    command: "variance compare --baseline main.ndjson --preset tpr branch.ndjson",
                    about: "a branch against main, with the documented limits",
                },
                Example {
                    command: "variance compare --baseline old.txt new.txt",
                    about: "two files of `go test -bench`, hyperfine or others",
                },
            ],
            reads: "what summary reads; calibration.v1 and variance-state.v1 in the baseline",
            writes: "comparison.v1, one a metric and statistic",
            answer_no: "a regression beyond its failing limit acts as a gate; held_by says what keeps one from it",
            ..Verb::NEW
        },
        Verb {
            name: "ledger",
            about: "fold runs into observe, warn or gate for every metric",
            flags: &[
                Flag::value(
                    "ledger",
                    Kind::Path,
                    "FILE",
                    "the states so far; a missing file is an empty ledger",
                ),
                Flag::switch("append", "add the new lines to the ledger, in one step"),
                Flag::value(
                    "badge",
                    Kind::Path,
                    "DIR",
                    "write badges: variance, drift and over-budget, as .json and .svg",
                ),
                Flag::switch("pin", "make this run the pinned reference: a level that was accepted"),
                FAIL,
                STABILITY,
                ACCEPT_MADE,
                EXPLAIN,
                common::RUN_ID,
                common::SET,
            ],
            examples: &[Example {
                command: "variance run.ndjson | variance ledger --ledger perf.ndjson --append --badge badges",
                about: "one more run into the ledger",
            }],
            reads: "variance.v1, calibration.v1; the ledger's variance-state.v1",
            writes: "variance-state.v1, one a metric of the run",
            ..Verb::NEW
        },
        Verb {
            name: "calibrate",
            about: "measure the noise between sessions of unchanged code",
            flags: &[
                FIELD,
                BY,
                SESSION,
                REPLICATE,
                WARN,
                FAIL,
                ACCEPT_MADE,
                INPUT_FORMAT,
                EXPLAIN,
                common::RUN_ID,
                common::SET,
            ],
            examples: &[Example {
                command: "variance calibrate --by name main-1.ndjson main-2.ndjson ... >> baseline.ndjson",
                about: "the A/A record that lets a comparison gate",
            }],
            reads: "what summary reads: six sessions or more of the same code",
            writes: "calibration.v1, one a metric",
            ..Verb::NEW
        },
        Verb {
            name: "changes",
            about: "find steps, drifts and spikes in a history",
            flags: &[
                FIELD,
                BY,
                SESSION,
                REPLICATE,
                Flag::value("min-change", Kind::Share, "SHARE", "the smallest change worth a record")
                    .default("2%"),
                Flag::value(
                    "min-segment",
                    Kind::Range(2, 1000),
                    "N",
                    "the fewest points between two changes",
                )
                .default("3"),
                INPUT_FORMAT,
                EXPLAIN,
                common::SET,
            ],
            examples: &[Example {
                command: "variance changes --by name --session commit history.ndjson",
                about: "which commits changed which metric",
            }],
            reads: "what summary reads, oldest first",
            writes: "change-point.v1, by metric and index",
            ..Verb::NEW
        },
    ],
};
