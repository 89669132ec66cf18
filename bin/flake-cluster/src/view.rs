//! How the records look in a table.

use cli::{Cx, Show, View};

/// Declares the tables; those of plain text have no tests and runs, and what was not asked for has
/// no columns.
pub(crate) fn declare(cx: &Cx) {
    let (out, args) = (cx.out(), cx.args());
    let text = args.has("text");
    let causes = View::new("cluster.v1", "causes, largest first").column("count", "count", Show::Number);
    out.view(if text {
        causes
            .column("template", "template", Show::Text(72))
            .column("for example", "examples.0.message", Show::Text(72))
            .column("first line", "first_seen.line", Show::Number)
            .column("last line", "last_seen.line", Show::Number)
            .column("cluster", "cluster", Show::Text(0))
    } else {
        causes
            .column("tests", "tests", Show::Number)
            .column("runs", "runs", Show::Number)
            .column("kind", "kind", Show::Text(0))
            .column("type", "type", Show::Text(28))
            .column("template", "template", Show::Text(72))
            .column("site", "site", Show::Text(36))
            .column("for example", "examples.0.test_id", Show::Text(40))
            .column("first run", "first_seen.run_id", Show::Text(16))
            .column("cluster", "cluster", Show::Text(0))
    });
    out.view(
        View::new("signature.v1", "")
            .column("line", "line", Show::Number)
            .column("sig", "sig", Show::Text(0))
            .column("type", "type", Show::Text(28))
            .column("template", "template", Show::Text(90))
            .column("site", "site", Show::Text(40)),
    );
    out.view(
        View::new("label.v1", "")
            .column("line", "line", Show::Number)
            .column("sig", "sig", Show::Text(0))
            .column("cluster", "cluster", Show::Text(0)),
    );
    out.view(
        View::new("alias.v1", "ids that lead to others")
            .column("from", "from", Show::Text(0))
            .column("to", "to", Show::Text(0))
            .column("why", "why", Show::Text(0)),
    );
}

/// Declares the tables of rates; `commits`: whether any is known, or runs have to stand for them.
pub(crate) fn rates(cx: &Cx, commits: bool) {
    let since = |end: &str| format!("since.{end}.{}", if commits { "commit" } else { "run_id" });
    let (out, args) = (cx.out(), cx.args());
    let compared = args.has("previous") || args.has("split-at");
    let mut tests = View::new("flake.v1", "tests that are not healthy, worst first")
        .column("state", "state", Show::Verdict)
        .column("k", "k", Show::Number)
        .column("n", "n", Show::Number)
        .column("rate", "rate_ratio", Show::Percent)
        .column("low", "interval.low_ratio", Show::Percent)
        .column("0 % interval 100 %", "interval", Show::Interval { cells: 20, point: "rate_ratio" })
        .column("high", "interval.high_ratio", Show::Percent);
    if compared {
        tests = tests
            .column("change", "trend.delta_ratio", Show::Percent)
            .column("trend", "trend.verdict", Show::Verdict)
            .column("q", "trend.q_value", Show::Number);
    }
    tests = tests
        .column("retried", "retry_pass", Show::Number)
        .column("conflicts", "same_commit_conflicts", Show::Number)
        .column("need", "need_runs", Show::Number)
        .column("to", "need_to", Show::Text(0))
        .column("last good", since("last_good"), Show::Text(12))
        .column("since", since("first_bad"), Show::Text(12));
    // Rows of one test, told apart.
    for label in args.list("variant") {
        let name = label.replace('\\', r"\\").replace('.', r"\.");
        tests = tests.column(label, format!("variant.{name}"), Show::Text(16));
    }
    out.view(tests.column("test", "test_id", Show::Text(60)));
    let mut suite = View::new("flake-suite.v1", "all tests together")
        .column("runs", "n", Show::Number)
        .column("red from flakes only", "k", Show::Number)
        .column("rate", "rate_ratio", Show::Percent)
        .column("low", "interval.low_ratio", Show::Percent)
        .column("high", "interval.high_ratio", Show::Percent)
        .column("goal", "goal", Show::Verdict)
        .column("healthy tests", "states.0.tests", Show::Number);
    if compared {
        suite = suite
            .column("change of failures", "trend.delta_ratio", Show::Percent)
            .column("trend", "trend.verdict", Show::Verdict)
            .column("spike", "spike", Show::Text(0))
            .column("added", "added", Show::Number)
            .column("removed", "removed", Show::Number);
    }
    out.view(
        suite
            .column("incident runs", "runs_infra", Show::Number)
            .column("attempts left out", "n_infra", Show::Number)
            .column("first incident", "incidents.0.template", Show::Text(40)),
    );
}
