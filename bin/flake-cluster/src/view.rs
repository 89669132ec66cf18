//! How the records look in a table.

use cli::{Out, Show, View};

/// Declares the tables; those of plain `text` have no tests and runs.
pub(crate) fn declare(out: &Out, text: bool) {
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
        View::new("flake.v1", "tests that are not healthy, worst first")
            .column("state", "state", Show::Verdict)
            .column("k", "k", Show::Number)
            .column("n", "n", Show::Number)
            .column("rate", "rate_ratio", Show::Percent)
            .column("low", "interval.low_ratio", Show::Percent)
            .column("0 % interval 100 %", "interval", Show::Interval { cells: 20, point: "rate_ratio" })
            .column("high", "interval.high_ratio", Show::Percent)
            .column("retried", "retry_pass", Show::Number)
            .column("conflicts", "same_commit_conflicts", Show::Number)
            .column("need", "need_runs", Show::Number)
            .column("since", "since.first_bad.commit", Show::Text(12))
            .column("test", "test_id", Show::Text(60)),
    );
    out.view(
        View::new("flake-suite.v1", "all tests together")
            .column("runs", "n", Show::Number)
            .column("red from flakes only", "k", Show::Number)
            .column("rate", "rate_ratio", Show::Percent)
            .column("low", "interval.low_ratio", Show::Percent)
            .column("high", "interval.high_ratio", Show::Percent)
            .column("goal", "goal", Show::Verdict)
            .column("healthy tests", "states.0.tests", Show::Number)
            .column("incident runs", "runs_infra", Show::Number)
            .column("attempts left out", "n_infra", Show::Number),
    );
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
