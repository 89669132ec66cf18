//! `env-signature`: what a run ran on, as one digest that two runs can be compared by.

mod capture;
mod check;
mod interrupt;
mod probe;
mod secret;
mod system;
mod text;

use cli::spec::common;
use cli::{Cx, Error, Example, Flag, Input, Kind, Tool, Verb};

const TOOL: Flag = Flag::value(
    "tool",
    Kind::Checked(capture::check_tool),
    "NAME[=ARGS]",
    "ask this program for its version, with ARGS (split at blanks; no shell) instead of the usual \
--version; may be repeated",
)
.many();
const TOOLS: Flag = Flag::value(
    "tools",
    Kind::Choice(&["auto", "none"]),
    "WHICH",
    "auto also asks the tools that belong to the lock files found; none asks only those of --tool",
)
.default("auto");
const LOCK: Flag = Flag::value(
    "lock",
    Kind::Path,
    "FILE",
    "also hash this file, relative to --dir; may be repeated; Cargo.lock, package-lock.json and \
their like in DIR are found by themselves",
)
.many();
const DIR: Flag = Flag::value("dir", Kind::Path, "DIR", "the folder whose lock files count").default(".");
const ENV: Flag = Flag::value(
    "env",
    Kind::Checked(secret::check_recorded),
    "NAME",
    "record this variable's value; may be repeated; a name that looks like a secret's is refused",
)
.many();
const REQUIRE_ENV: Flag = Flag::value(
    "require-env",
    Kind::Checked(secret::check_name),
    "NAME",
    "record whether this variable is set and not empty, never its value; may be repeated; status 1 \
when it is not",
)
.many();
const SEED: Flag = Flag::value("seed", Kind::Text, "SEED", "the seed of the run").env("TPR_SEED");
const TIMEOUT: Flag = Flag::value(
    "timeout",
    Kind::Duration,
    "TIME",
    "how long a tool may take to say its version; all are asked at the same time",
)
.default("5s");

const SIGNATURE: Tool = Tool {
    name: "env-signature",
    version: env!("CARGO_PKG_VERSION"),
    about: "capture the environment of a run, and check it against another's",
    details: "The identity (operating system, architecture, C library, tools and their versions, \
lock files' digests, chosen variables, seed) is signed: two runs with one signature ran on the same \
ground. What is only observed (kernel, processor, memory, where a tool lies, which variables that \
change programs are set) is recorded beside it and never changes the signature.

Secrets: no variable is recorded that was not asked for by name; of required ones only whether they \
are set. A value that carries a password (in a URL, behind a flag, in a header) or a known kind of \
token is left out and said.",
    verbs: &[
        Verb {
            name: "capture",
            about: "write the environment",
            operands: "",
            count: (0, 0),
            input: Input::Nothing,
            flags: &[TOOL, TOOLS, LOCK, DIR, ENV, REQUIRE_ENV, SEED, TIMEOUT, common::SET],
            examples: &[
                Example {
                    command: "env-signature capture --tool git --tool 'go=version' -o env.signature.json",
                    about: "this machine, with the lock files here",
                },
                Example {
                    command: "env-signature capture --require-env API_TOKEN --env RUSTFLAGS --seed 42",
                    about: "status 1 when the token is not set; its value is not recorded",
                },
            ],
            reads: "the system, lock files, the tools' own answers",
            writes: "one env.v1",
            answer_no: "a required variable is not set",
            ..Verb::NEW
        },
        Verb {
            name: "check",
            about: "compare two environments",
            operands: "",
            count: (0, 0),
            input: Input::Nothing,
            flags: &[
                Flag::value(
                    "baseline",
                    Kind::Path,
                    "FILE",
                    "the env.v1 to compare with; - is standard input",
                ),
                Flag::value(
                    "current",
                    Kind::Path,
                    "FILE",
                    "an env.v1 instead of this machine's environment; - is standard input",
                ),
                TOOL,
                TOOLS,
                LOCK,
                DIR,
                ENV,
                REQUIRE_ENV,
                SEED,
                TIMEOUT,
                common::SET,
            ],
            examples: &[
                Example {
                    command: "env-signature check --baseline env.signature.json",
                    about: "this machine against a capture: the same tools, files and variables are \
looked at",
                },
                Example {
                    command: "env-signature check --baseline green.json --current red.json --format=table",
                    about: "what was different in the run that failed",
                },
            ],
            reads: "env.v1",
            writes: "one env-check.v1, with a reason code for every difference",
            answer_no: "the identities differ, or a required variable is not set",
            statuses: &[(
                "3",
                "bad input: a file holds no env.v1, more than one, or one that was changed afterwards",
            )],
            ..Verb::NEW
        },
    ],
};

fn main() -> std::process::ExitCode {
    cli::main(&SIGNATURE, run)
}

fn run(cx: &Cx) -> Result<(), Error> {
    match cx.verb() {
        "capture" => capture::run(cx),
        _ => check::run(cx),
    }
}
