//! `segment-parse`: where the time went, out of logs.

mod run;

use cli::spec::common;
use cli::{Example, Flag, Input, Kind, Tool, Verb};

const TOOL: Tool = Tool {
    name: "segment-parse",
    version: env!("CARGO_PKG_VERSION"),
    about: "timed segments out of CI logs and start-up logs",
    details: "Lines may be stamped by what carried them (GitHub Actions, Azure Pipelines, GitLab, \
Buildkite, Jenkins, docker logs -t); segments are found in the text behind the stamp, so that all \
formats may stand in one log. A .gz is unpacked. Bytes that are not UTF-8 are replaced in names and \
the record is marked lossy. A line is looked at up to 1 MiB.

Nothing is invented: a duration that the log does not give is null, a value that was corrected \
keeps its raw form, and every value says how it came about (provenance: native, \
native_equal_post, approx, derived, fallback). What contradicts itself is an issue.v1.

segment: SEGMENT name=... ms=... lines, POST_PLUGIN_SEGMENT, DEFERRED, and the lifecycle marks \
PRE_PLUGIN_COMPLETE, POST_PLUGIN_COMPLETE and PROMPT_READY_COMPLETE. Totals are given out where \
their run ends, a segment of the post-plugin phase with the next line of this format (its second \
spelling may stand there), every other one at once.

github-actions: groups (native), steps (derived: from a step's header to the next), commands, \
errors, and the job. gitlab, azure-pipelines, jenkins, teamcity: sections and stages. buildkite: \
groups. travis: timed folds. buildkit: docker build --progress=plain, a task a vertex. ninja: a \
.ninja_log.

pytest-durations, go-test, cargo, jvm-build (Maven, Gradle), ctest, time (of a shell, and GNU \
time): what tools say about their own time.",
    verbs: &[Verb {
        input: Input::Files,
        flags: &[
            Flag::value(
                "input-format",
                Kind::Choice(&[
                    "auto",
                    "segment",
                    "github-actions",
                    "gitlab",
                    "buildkit",
                    "buildkite",
                    "azure-pipelines",
                    "jenkins",
                    "teamcity",
                    "travis",
                    "pytest-durations",
                    "go-test",
                    "cargo",
                    "jvm-build",
                    "ctest",
                    "time",
                    "ninja",
                ]),
                "FORMAT",
                "the one grammar to use, by its name above; auto takes whatever is found",
            )
            .default("auto"),
            Flag::value(
                "path-pattern",
                Kind::Checked(cli::pattern::check),
                "PATTERN",
                "take labels from the input's path: '{sample}-{n}.log' on logs/cold-3.log gives \
sample=cold and n=3; * is any text within one part of the path, ** any parts; the pattern \
stands for the path's last parts, a .gz behind them aside",
            ),
            common::RUN_ID,
            common::SET,
            Flag::switch(
                "strict",
                "status 1 when the log contradicts itself: an issue of severity error was found",
            ),
        ],
        examples: &[
            Example {
                command: "segment-parse --path-pattern '{sample}-{n}.log' zsh/*.log",
                about: "start-up segments, cold and warm runs apart",
            },
            Example {
                command: "segment-parse job.log | jq -r 'select(.kind == \"step\") | \
\"\\(.duration_ms) \\(.name)\"' | sort -rn | head",
                about: "the slowest steps of a job",
            },
        ],
        reads: "log files, plain or gzip",
        writes: "segment.v1 and issue.v1 in the order in which they become whole, and the trailer \
parse-summary.v1",
        answer_no: "--strict, and an issue of severity error was found",
        ..Verb::NEW
    }],
};

fn main() -> std::process::ExitCode {
    cli::main(&TOOL, run::run)
}
