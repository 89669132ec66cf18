//! The command line, declared once.

use cli::spec::common;
use cli::{Example, Flag, Kind, Tool, Verb};

const FIELD: Flag = Flag::value(
    "field",
    Kind::Text,
    "PATH",
    "the member that holds the value: a dotted path, numbers index arrays; a dot in a name is written \\.",
)
.default("duration_ms");
const BY: Flag =
    Flag::value("by", Kind::List, "PATH,...", "one population for every combination of these members");
const PERCENTILES: Flag =
    Flag::value("percentiles", Kind::List, "LIST", "which percentiles, up to 9 decimals each")
        .short('p')
        .default("50,90,95,99");
const TYPE: Flag = Flag::value(
    "type",
    Kind::Choice(&["1", "2", "3", "4", "5", "6", "7", "8", "9", "hd"]),
    "TYPE",
    "which definition: a type of Hyndman and Fan, or hd for Harrell-Davis. 7 is what R, NumPy and SQL say; 1 is always an observed value; 8 is median-unbiased",
)
.default("7");
const MODE: Flag = Flag::value(
    "mode",
    Kind::Choice(&["auto", "exact", "sketch"]),
    "MODE",
    "exact keeps every value; sketch keeps counts in buckets, groups of up to 1024 values stay exact; auto is exact while the values fit into --memory",
)
.default("auto");
const MEMORY: Flag =
    Flag::value("memory", Kind::Size, "SIZE", "what values may take in mode auto, 4 or 8 bytes each")
        .default("256MiB");
const PRECISION: Flag = Flag::value(
    "precision",
    Kind::Range(4, 12),
    "BITS",
    "of a sketch: the relative error is at most 2^-BITS / (2 + 2^-BITS), 0.195 % at 8",
)
.default("8");
const CONFIDENCE: Flag =
    Flag::value("confidence", Kind::Share, "SHARE", "of the intervals, which assume no distribution")
        .default("95%");
const TOP: Flag = Flag::value(
    "top",
    Kind::Range(0, 1_000_000),
    "N",
    "the N largest values too, one top.v1 each; ties go by group, then by place in the input",
);
const WHERE: Flag = Flag::value(
    "where",
    Kind::Text,
    "CONDITION",
    "only records that have PATH=VALUE, PATH!=VALUE, or a number PATH<N, <=, >, >=; all conditions must hold",
)
.many();
const BUDGET: Flag = Flag::value(
    "budget",
    Kind::Checked(crate::budget::check),
    "CHECK",
    "hold every group against a limit: p95<=200, max<3000, mean, min, sd; a broken one is status 1",
)
.many();
const BUDGET_FILE: Flag = Flag::value(
    "budget-file",
    Kind::Path,
    "FILE",
    "budgets in TOML: [[budget]] with check, level (warn or fail), label, group = { PATH = VALUE }",
)
.many();
const REFUSE: Flag =
    Flag::switch("refuse-small-n", "no value for a percentile of too few values for an interval");
const CONCLUSIVE: Flag = Flag::switch("require-conclusive", "an inconclusive budget is status 1 too");
const HISTOGRAM: Flag = Flag::switch("histogram", "counts by size, four bars an octave");
const INPUT: Flag = Flag::value(
    "input-format",
    Kind::Choice(&["auto", "ndjson", "numbers", "csv"]),
    "FORMAT",
    "ndjson, numbers (one a line), csv (with a header); auto goes by the first line",
)
.default("auto");
const STATE: Flag = Flag::switch("state", "write one merged state for each population instead of results");

const MEASURE: &[Flag] = &[
    FIELD,
    BY,
    PERCENTILES,
    TYPE,
    MODE,
    MEMORY,
    PRECISION,
    CONFIDENCE,
    TOP,
    WHERE,
    BUDGET,
    BUDGET_FILE,
    REFUSE,
    CONCLUSIVE,
    HISTOGRAM,
    INPUT,
    common::THREADS,
    common::SET,
];
const MERGE: &[Flag] = &[
    STATE,
    PERCENTILES,
    TYPE,
    MODE,
    MEMORY,
    PRECISION,
    CONFIDENCE,
    BUDGET,
    BUDGET_FILE,
    REFUSE,
    CONCLUSIVE,
    HISTOGRAM,
    common::THREADS,
    common::SET,
];

const READS: &str =
    "any NDJSON with a number in each record (test.v1, segment.v1), numbers one a line, CSV with a header";

pub(crate) const TOOL: Tool = Tool {
    name: "percentile",
    version: env!("CARGO_PKG_VERSION"),
    about: "quantiles by group, exact or within a proven bound, with honest intervals",
    details: "\
Every result says which definition of a quantile it uses, and brackets each one with an interval that holds \
whatever the distribution is. Where a population is too small for one, the interval is null and need_n says how \
many values it takes; no budget is judged on such a quantile.

Ranks are computed in integers, sums of decimals are exact, and what a state holds depends on the values alone: \
shards measured anywhere, with any number of threads, merge to the same bytes as one run. For many files at once: \
`ls *.ndjson | xargs -P 4 -I{} percentile state -o {}.state {}`, or with GNU parallel `parallel percentile state -o \
{}.state {} ::: *.ndjson`; then `percentile merge *.state`.

A value that is missing, null, text, negative although it is a duration, beyond a double, or in a unit that \
contradicts the field's name is counted by kind and never ranked. Records of schemas that are not known, and \
records of runproof that have no such member, are left out.

Memory grows with the values in exact mode (4 bytes for a short decimal), with groups and occupied buckets in \
sketch mode.",
    verbs: &[
        Verb {
            name: "",
            default: true,
            about: "percentiles of a value, group by group",
            flags: MEASURE,
            examples: &[
                Example {
                    command: "result-parse junit/*.xml | percentile --by test_id --top 10",
                    about: "how long each test takes, and the ten slowest runs",
                },
                Example {
                    command: "percentile --by name -p 50,95 --budget 'p95<=200' segments.ndjson",
                    about: "a gate: status 1 if any segment's p95 is over 200 ms",
                },
                Example {
                    command: "awk '{print $3}' access.log | percentile -p 99.9 --type 1",
                    about: "numbers one a line; an observed value",
                },
            ],
            reads: READS,
            writes: "percentile.v1 sorted by group; top.v1 with --top; budget.v1 with --budget; issue.v1 for mixed units",
            answer_no: "a budget is broken; with --require-conclusive, or inconclusive",
            ..Verb::NEW
        },
        Verb {
            name: "state",
            about: "what is needed to merge later, instead of results",
            flags: MEASURE,
            examples: &[Example {
                command: "percentile state --by name -o shard-1.state shard-1.ndjson",
                about: "on each machine",
            }],
            reads: READS,
            writes: "percentile-state.v1 sorted by group",
            ..Verb::NEW
        },
        Verb {
            name: "merge",
            about: "states into results, or into one state",
            flags: MERGE,
            examples: &[Example {
                command: "percentile merge shard-*.state",
                about: "the same bytes as one run over all shards",
            }],
            reads: "percentile-state.v1",
            writes: "what the one run would have written: percentile.v1, budget.v1; with --state percentile-state.v1",
            answer_no: "a budget is broken; with --require-conclusive, or inconclusive",
            ..Verb::NEW
        },
    ],
};
