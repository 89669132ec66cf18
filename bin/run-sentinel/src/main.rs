//! `run-sentinel`: no run ever ends in silence.

mod check;
mod clock;
mod crew;
mod ending;
mod exec;
mod failfast;
mod guard;
mod identity;
mod judge;
mod model;
mod orders;
mod plumbing;
mod pump;
mod recorder;
mod say;
mod shell;
mod sieve;
mod sighting;
mod signals;
mod store;
mod stream;
mod sys;
mod verbs;

use cli::spec::common;
use cli::{Cx, Error, Example, Flag, Input, Kind, Tool, Verb};

const STATE: Flag = Flag::value(
    "state",
    Kind::Path,
    "FILE",
    "the state of the run: one small file, replaced whole at every change; FILE.lock beside it is held \
as long as the sentinel lives",
)
.default("run_state.json");
const EVENTS: Flag = Flag::value(
    "events",
    Kind::Path,
    "FILE",
    "append every event of the run to FILE as run-event.v1, one a line",
);
const RUN_ID: Flag = Flag::value(
    "run-id",
    Kind::Checked(check_word),
    "ID",
    "the run's id [default: a new UUID that sorts by time]",
);
const COMMIT: Flag =
    Flag::value("commit", Kind::Checked(check_word), "ID", "the commit under test, noted in the state");
const ENVIRONMENT: Flag = Flag::value(
    "environment",
    Kind::Path,
    "FILE",
    "an env.v1 of env-signature capture, whose signature is noted in the state",
);
const SEED: Flag = Flag::value(
    "seed",
    Kind::Range(0, (1 << 53) - 1),
    "N",
    "the seed of the run, noted in the state and handed to the command as TPR_SEED",
)
.env("TPR_SEED")
.default("12345");
const EXPECT: Flag = Flag::value(
    "expect",
    Kind::Count,
    "N",
    "how many different tests have to end; another number is not a pass",
);
const INPUT_FORMAT: Kind = Kind::Choice(&sighting::Reading::NAMES);
const DURABLE: Flag = Flag::switch(
    "durable",
    "sync every state and event to the disk at once, so that none is lost with the machine; without it \
that is done at the start, at every heartbeat and at the end",
);

const SENTINEL: Tool = Tool {
    name: "run-sentinel",
    version: env!("CARGO_PKG_VERSION"),
    about: "guard a test run, so that it never ends in silence",
    details: "A run under guard leaves one small state that can be read at any instant, also after \
kill -9, and names the test that began last. The check tells a run that failed from one whose runner \
died, one that hung, one that ended too early, one that is under way, and one that left nothing.

The command's output passes through untouched while tests are recognised in it: go test -v and \
-json, libtest and cargo test, nextest, TAP and prove -v, pytest -v, the console of Maven's Surefire (by \
class) and of JUnit's ConsoleLauncher with --details=verbose, the verbose reporters of vitest, jest and \
mocha, TeamCity messages. A runner that names its tests only at their end (pytest without \
-v, libtest with more than one thread) can be guarded all the same, but the test that hung or killed its process may then go unnamed. Standard input is the command's too, except for a terminal: the command runs in a process group of its own, which may not read from one.

What the command leaves running is ended with it: SIGTERM, then after the grace SIGKILL, until its \
process group and every descendant is gone, also those that left the group. Adopting orphans needs \
Linux; elsewhere the group is ended and the state says subreaper-unavailable.",
    verbs: &[
        Verb {
            name: "exec",
            about: "run a command under guard",
            operands: "-- CMD [ARG...]",
            count: (1, usize::MAX),
            input: Input::Command,
            flags: &[
                STATE,
                EVENTS,
                Flag::value(
                    "log",
                    Kind::Path,
                    "FILE",
                    "copy the command's output to FILE, both streams as they come",
                ),
                Flag::value(
                    "input-format",
                    INPUT_FORMAT,
                    "FORMAT",
                    "whose output it is: auto (any of these, line by line), none, ndjson (test.v1 and \
run-event.v1), go, libtest, nextest, tap, pytest, jvm, js, teamcity",
                )
                .default("auto"),
                Flag::value(
                    "events-fd",
                    Kind::Range(3, 1023),
                    "N",
                    "read test.v1 and run-event.v1 records from the command's descriptor N, whose number \
it finds in TPR_EVENTS_FD",
                ),
                Flag::value("timeout", Kind::Duration, "TIME", "end the run after TIME; 0 is no limit"),
                Flag::value(
                    "idle-timeout",
                    Kind::Duration,
                    "TIME",
                    "end the run when it has printed nothing for TIME",
                ),
                Flag::value(
                    "test-timeout",
                    Kind::Duration,
                    "TIME",
                    "end the run when one test has been running for TIME",
                ),
                Flag::value(
                    "grace",
                    Kind::Duration,
                    "TIME",
                    "how long the run may take to end after SIGTERM before it is killed",
                )
                .default("5s"),
                Flag::value(
                    "stack-dump",
                    Kind::Choice(&["auto", "abort", "off"]),
                    "WHAT",
                    "before a hung run is ended: auto sends SIGQUIT to Java and to Go tests, which print \
their stacks; abort sends SIGABRT to every process; off does nothing",
                )
                .default("auto"),
                Flag::value(
                    "failfast-mode",
                    Kind::Choice(&["off", "soft", "hard"]),
                    "MODE",
                    "at the first failing test: off goes on, soft ends the run as --grace says, hard kills \
it at once",
                )
                .env("TPR_FAILFAST_MODE")
                .default("off"),
                Flag::value(
                    "failfast-summary",
                    Kind::Path,
                    "FILE",
                    "where a run that ended so leaves its summary [default: failfast.summary.json beside \
the state]",
                ),
                Flag::value(
                    "repeat",
                    Kind::Range(1, 1_000_000),
                    "N",
                    "run it N times, each with a seed and an id of its own; one that does not pass makes \
the whole not pass; states of all but the last are kept as NAME.ID.json",
                ),
                SEED,
                EXPECT,
                RUN_ID,
                COMMIT,
                ENVIRONMENT,
                DURABLE,
                common::SET,
            ],
            examples: &[
                Example {
                    command: "run-sentinel exec --timeout 20m --test-timeout 2m -- pytest -v",
                    about: "a hung test is named and ended",
                },
                Example {
                    command: "run-sentinel exec --state s.json --events e.ndjson --log run.log -- make test",
                    about: "with a record of everything",
                },
                Example {
                    command: "run-sentinel exec --repeat 50 --events e.ndjson -- go test -json ./...",
                    about: "hunt a flaky test; flake-cluster rate reads the events",
                },
            ],
            reads: "the command's output; test.v1 and run-event.v1 on --events-fd",
            writes: "run-state.v1 in --state, run-event.v1 in --events, failfast-summary.v1",
            statuses: &[
                ("0-255", "exec: the command's own"),
                ("124", "exec: a limit was passed"),
                ("125", "exec: the command was not started, by a failure of the sentinel"),
                ("126", "exec: the command cannot be executed"),
                ("127", "exec: there is no such command"),
                ("128+N", "exec: signal N ended the command"),
            ],
            ..Verb::NEW
        },
        Verb {
            name: "check",
            about: "say what became of a run",
            operands: "",
            count: (0, 0),
            input: Input::Nothing,
            flags: &[
                STATE,
                Flag::value(
                    "stale-after",
                    Kind::Duration,
                    "TIME",
                    "a run under way without progress or heartbeat for TIME is hung; a state with nothing \
else to go by is stale",
                )
                .default("10m"),
                Flag::value(
                    "run-id",
                    Kind::Checked(check_word),
                    "ID",
                    "the run that it has to be the state of; that of another is stale",
                ),
                Flag::value(
                    "commit",
                    Kind::Checked(check_word),
                    "ID",
                    "the commit that it has to be the state of; that of another is stale",
                ),
                Flag::switch("allow-running", "a run that is under way is no reason for status 1"),
            ],
            examples: &[
                Example {
                    command: "run-sentinel check --state run_state.json --format=table",
                    about: "what happened, in words",
                },
                Example {
                    command: "run-sentinel check --state s.json -o verdict.json || cat verdict.json",
                    about: "only a run that completed and passed gives status 0",
                },
            ],
            reads: "run-state.v1 and the lock beside it",
            writes: "one run-verdict.v1: completed_passed, completed_failed, crashed, hung, running, \
missing, incomplete or stale, with the reasons and the evidence",
            answer_no: "the verdict is not completed_passed",
            ..Verb::NEW
        },
        verbs::WATCH,
        verbs::BEGIN,
        verbs::EVENT,
        verbs::END,
    ],
};

/// An id is one word that stands in file names and reports.
fn check_word(text: &str) -> Result<(), String> {
    let plain = |c: char| c.is_ascii_graphic() && c != '/';
    if text.is_empty() || text.len() > 200 || !text.chars().all(plain) {
        return Err("one word of at most 200 printable ASCII characters, without a slash".to_owned());
    }
    Ok(())
}

fn main() -> std::process::ExitCode {
    let wanted = std::env::args_os().any(|arg| arg.as_encoded_bytes().starts_with(b"--events-fd"));
    let low = wanted.then(plumbing::hold_low);
    cli::main(&SENTINEL, |cx| {
        drop(low);
        run(cx)
    })
}

fn run(cx: &Cx) -> Result<(), Error> {
    say::quiet(cx.args().has("quiet"));
    match cx.verb() {
        "exec" => exec::verb(cx),
        "watch" => stream::verb(cx),
        "begin" => shell::begin(cx),
        "event" => shell::event(cx),
        "end" => shell::end(cx),
        _ => check::verb(cx),
    }
}
