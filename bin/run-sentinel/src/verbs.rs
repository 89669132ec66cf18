//! The flag tables of the verbs that run no command: `watch`, `begin`, `event`, `end`.

use crate::{COMMIT, DURABLE, ENVIRONMENT, EVENTS, EXPECT, RUN_ID, STATE, shell};
use cli::spec::common;
use cli::{Example, Flag, Input, Kind, Verb};

const OF_RUN: Flag = Flag::value("run-id", Kind::Text, "ID", "fail unless the state is that of this run");

/// `watch`.
pub(crate) const WATCH: Verb = Verb {
    name: "watch",
    about: "keep a state of a stream of records that passes through",
    operands: "[FILE...]",
    input: Input::Lines,
    flags: &[STATE, EXPECT, RUN_ID, COMMIT, ENVIRONMENT, DURABLE, common::SET],
    examples: &[Example {
        command: "result-parse --live log.txt | run-sentinel watch --state s.json | percentile",
        about: "a state of a pipeline; check tells whether its end was reached",
    }],
    reads: "test.v1, run-event.v1, parse-summary.v1; other records pass and are not looked at",
    writes: "its input, byte for byte; run-state.v1 in --state. An input that ends without a trailer or \
run_finished is incomplete (status 3): its producer may have died",
    ..Verb::NEW
};

/// `begin`.
pub(crate) const BEGIN: Verb = Verb {
    name: "begin",
    about: "begin the state of a run whose harness is written in shell",
    operands: "",
    count: (0, 0),
    input: Input::Nothing,
    flags: &[STATE, EVENTS, EXPECT, RUN_ID, COMMIT, ENVIRONMENT, common::SET],
    examples: &[Example {
        command: "run-sentinel begin --state s.json --run-id \"$CI_JOB_ID\"",
        about: "then one event before and after each test, and end",
    }],
    reads: "nothing",
    writes: "run-state.v1 in --state, run-event.v1 in --events. No process stays: the state says \
liveness none, and check goes by the age of its last event",
    ..Verb::NEW
};

/// `event`.
pub(crate) const EVENT: Verb = Verb {
    name: "event",
    about: "tell what happens in a run that was begun: test_started, test_finished, planned, progress",
    operands: "KIND",
    count: (1, 1),
    input: Input::Paths,
    flags: &[
        STATE,
        EVENTS,
        OF_RUN,
        Flag::value("test", Kind::Text, "ID", "the test, for test_started and test_finished"),
        Flag::value(
            "status",
            Kind::Choice(&shell::STATUSES),
            "STATUS",
            "how it ended: pass, fail, error, skip, xfail, xpass",
        ),
        Flag::value("duration", Kind::Duration, "TIME", "how long it took [default: since its test_started]"),
        Flag::value("count", Kind::Count, "N", "how many tests are planned"),
        DURABLE,
    ],
    examples: &[
        Example {
            command: "run-sentinel event test_started --state s.json --test login",
            about: "a test begins",
        },
        Example {
            command: "run-sentinel event test_finished --state s.json --test login --status fail",
            about: "it failed",
        },
    ],
    reads: "run-state.v1 in --state",
    writes: "run-state.v1 in --state, run-event.v1 in --events",
    ..Verb::NEW
};

/// `end`.
pub(crate) const END: Verb = Verb {
    name: "end",
    about: "end a run that was begun",
    operands: "",
    count: (0, 0),
    input: Input::Nothing,
    flags: &[
        STATE,
        EVENTS,
        OF_RUN,
        Flag::value(
            "exit-code",
            Kind::Range(0, 255),
            "N",
            "the harness's own status; another than 0 is no pass",
        ),
    ],
    examples: &[Example {
        command: "run-sentinel end --state s.json --exit-code $?",
        about: "the harness is done",
    }],
    reads: "run-state.v1 in --state",
    writes: "run-state.v1 in --state, run-event.v1 in --events",
    answer_no: "the run did not pass",
    ..Verb::NEW
};
