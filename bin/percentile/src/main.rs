//! `percentile`: quantiles of a measured value, group by group: exact while the values fit
//! into memory, a sketch with a proven bound when they do not.

mod blocks;
mod budget;
mod filter;
mod flags;
mod groups;
mod ingest;
mod invalid;
mod merge;
mod plan;
mod report;
mod state;
mod table;
mod top;
mod worker;

use cli::{Cx, Error, Status};
use plan::{Plan, Say};
use report::Report;

fn main() -> std::process::ExitCode {
    cli::main(&flags::TOOL, run)
}

fn run(cx: &Cx) -> Result<(), Error> {
    match cx.verb() {
        "merge" => merge::run(cx),
        verb => measure(cx, verb == "state"),
    }
}

/// Reads values; writes results, or states.
fn measure(cx: &Cx, state: bool) -> Result<(), Error> {
    let plan = Plan::new(cx)?;
    let say = Say::new(cx)?;
    let taken = ingest::ingest(cx, &plan)?;
    // Bare numbers have no field, and nothing tells their unit.
    let bare = !taken.named && !plan.field_given && taken.records > 0;
    let field = if bare { "value".to_owned() } else { plan.field.to_string() };
    let unit = plan.unit.as_deref().filter(|_| !bare);
    for (schema, n) in &taken.foreign {
        if !record::SCHEMAS.contains(&schema.as_str()) {
            cx.warn(format!(
                "{schema}: {n} records of this schema ignored; --where schema={schema} takes them"
            ));
        }
    }
    if !taken.complete {
        cx.raise(Status::BadInput);
    }
    // An operand that could not be opened is evidence that is missing, too.
    let complete = taken.complete && cx.is_complete();
    let mut all = taken.groups;
    if plan.by.is_empty() && all.is_empty() {
        // One population is asked for, and an empty one is an answer.
        all = groups::only();
    }
    let missing: u64 = all.iter().map(|p| p.invalid.of(invalid::Invalid::Missing)).sum();
    if missing > 0 && all.iter().all(|p| p.sample.count() == 0) {
        let none = format!("no record has a value at '{field}' ({missing} looked at)");
        cx.error(&Error::input(none).hint("--field names the member, dotted where it is nested"));
    }
    if state {
        let about = state::About { by: &plan.by, field: &field, unit, complete, labels: &say.labels };
        return state::write(all, &about, |state| cx.out().emit(state));
    }
    let report = Report { say: &say, by: &plan.by, field: &field, unit, complete, threads: cx.threads() };
    let tops = report.tops(&taken.top, &taken.order);
    report.write(cx, all, &tops)
}
