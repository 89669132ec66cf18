//! `variance`: real change, noise, or not enough data - and it knows the difference.

mod badge;
mod calibrate;
mod changes;
mod compare;
mod detect;
mod explain;
mod flags;
mod foreign;
mod ingest;
mod ledger;
mod limits;
mod numbers;
mod read;
mod samples;
mod summary;
mod view;

use cli::{Cx, Error};
use read::{Input, Reader, Selection};
use samples::{Key, Metric, Set};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

fn main() -> std::process::ExitCode {
    cli::main(&flags::TOOL, run)
}

fn run(cx: &Cx) -> Result<(), Error> {
    if cx.args().has("explain") {
        let text = match cx.verb() {
            "compare" | "calibrate" => explain::COMPARE,
            "changes" => explain::CHANGES,
            "ledger" => explain::LEDGER,
            _ => explain::SUMMARY,
        };
        return cx.out().bytes(text.as_bytes());
    }
    match cx.verb() {
        "compare" => compare_sides(cx),
        "calibrate" => calibrate_noise(cx),
        "changes" => find_changes(cx),
        "ledger" => keep_ledger(cx),
        _ => summarise(cx),
    }
}

/// The members that the flags name.
fn selection(cx: &Cx) -> Selection {
    let args = cx.args();
    let own = |flag: &str| args.text(flag).map(str::to_owned);
    Selection {
        field: own("field"),
        by: args.list("by").into_iter().map(str::to_owned).collect(),
        session: own("session"),
        pair: own("pair"),
        input: args.text("input-format").and_then(Input::named),
        each_alone: args.text("replicate") == Some("sample"),
        references: false,
    }
}

fn summary_options(cx: &Cx) -> Result<summary::Options, Error> {
    let args = cx.args();
    let factor = args.ratio("outlier-factor").unwrap_or(2.0);
    if factor < 1.0 {
        return Err(Error::usage(format!(
            "--outlier-factor {factor}: half of all values lie above the median"
        ))
        .hint("a ratio of 1 or more is wanted"));
    }
    Ok(summary::Options {
        requested: args.count("requested"),
        factor,
        strict: args.text("stability") == Some("strict"),
        accept_made: args.has("accept-approximated"),
        run_id: args.text("run-id").map(str::to_owned),
        labels: args.pairs("set"),
    })
}

/// For the progress line: how much of the work is done.
fn of_all(done: usize, metrics: usize) -> String {
    format!("{done} of {metrics} metrics")
}

/// The work on one of the metrics, under the progress line.
fn step<T>(cx: &Cx, n: usize, metrics: &[(&Key, &Metric)], work: impl FnOnce() -> T) -> T {
    /// Fewer values than these are done with before a line could be drawn.
    const MANY: usize = 10_000;
    let what = || of_all(n, metrics.len());
    if metrics[n].1.n() < MANY {
        cx.progress(what);
        return work();
    }
    cx.working(what, work)
}

fn summarise(cx: &Cx) -> Result<(), Error> {
    let options = summary_options(cx)?;
    let mut reader = Reader::new(selection(cx))?;
    let complete = ingest::operands(cx, &mut reader)?;
    let out = cx.out();
    out.view(view::summary(out.format()));
    let metrics = reader.set.sorted();
    for (n, &(key, metric)) in metrics.iter().enumerate() {
        let record = step(cx, n, &metrics, || summary::of(&reader.set, key, metric, &options, complete));
        view::emit(&out, &record, view::summary_row)?;
    }
    Ok(())
}

fn compare_sides(cx: &Cx) -> Result<(), Error> {
    let args = cx.args();
    let Some(path) = args.path("baseline") else {
        return Err(Error::usage("--baseline FILE is missing").hint("variance compare --baseline OLD NEW"));
    };
    let quantiles: Vec<f64> =
        args.all("quantile").into_iter().filter_map(|q| cli::value::share(q).ok()).collect();
    let limits = (args.ratio("warn").unwrap_or(1.05), args.ratio("fail").unwrap_or(1.10));
    let rules = limits::rules(args.text("preset"), limits, &quantiles, &args.all("limit"))?;
    let side = |path: &Path| -> Result<Set, Error> {
        let mut reader = Reader::new(Selection { references: true, ..selection(cx) })?;
        ingest::file(cx, path, &mut reader)?;
        Ok(reader.set)
    };
    let baseline = side(path)?;
    let confirm = args.path("confirm").map(side).transpose()?;
    let mut reader = Reader::new(selection(cx))?;
    let complete = ingest::operands(cx, &mut reader)?;
    let options = compare::Options {
        rules,
        dependence: match args.text("adjust") {
            Some("by") => stats::multiplicity::Dependence::Any,
            _ => stats::multiplicity::Dependence::Positive,
        },
        better_higher: match args.text("better") {
            Some("higher") => Some(true),
            Some("lower") => Some(false),
            _ => None,
        },
        same_environment: args.has("same-environment"),
        paired: args.has("pair"),
        lifecycle: args.text("preset") == Some("tpr"),
        summary: summary_options(cx)?,
        complete,
    };
    let out = cx.out();
    out.view(view::comparison(out.format()));
    let (done, metrics) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let records = cx.working(
        || of_all(done.load(Ordering::Relaxed), metrics.load(Ordering::Relaxed)),
        || {
            compare::all(&baseline, &reader.set, confirm.as_ref(), &options, |n, of| {
                done.store(n, Ordering::Relaxed);
                metrics.store(of, Ordering::Relaxed);
            })
        },
    );
    for record in &records {
        view::emit(&out, record, view::comparison_row)?;
    }
    if records.iter().any(|r| r.gating) {
        cx.answer_no();
    }
    Ok(())
}

fn calibrate_noise(cx: &Cx) -> Result<(), Error> {
    let args = cx.args();
    let mut reader = Reader::new(selection(cx))?;
    let complete = ingest::operands(cx, &mut reader)?;
    let limits = stats::gate::Limits { warn: args.ratio("warn").unwrap_or(1.05), fail: args.ratio("fail") };
    let options = summary_options(cx)?;
    let out = cx.out();
    out.view(view::calibration(out.format()));
    let metrics = reader.set.sorted();
    for (n, &(key, metric)) in metrics.iter().enumerate() {
        let mut record = step(cx, n, &metrics, || calibrate::of(&reader.set, key, metric, limits, &options));
        record.usable &= complete;
        view::emit(&out, &record, view::calibration_row)?;
    }
    Ok(())
}

fn find_changes(cx: &Cx) -> Result<(), Error> {
    let args = cx.args();
    let mut reader = Reader::new(selection(cx))?;
    ingest::operands(cx, &mut reader)?;
    let usual = stats::changepoint::Options::default();
    let options = stats::changepoint::Options {
        min_change: args.share("min-change").unwrap_or(usual.min_change),
        min_segment: args.count("min-segment").map_or(usual.min_segment, |n| n as usize),
        ..usual
    };
    let labels = args.pairs("set");
    let out = cx.out();
    out.view(view::changes(out.format()));
    let metrics = reader.set.sorted();
    for (n, &(key, metric)) in metrics.iter().enumerate() {
        let found = step(cx, n, &metrics, || changes::of(&reader.set, key, metric, options, &labels));
        for record in found {
            view::emit(&out, &record, view::change_row)?;
        }
    }
    Ok(())
}

fn keep_ledger(cx: &Cx) -> Result<(), Error> {
    let args = cx.args();
    let Some(path) = args.path("ledger") else {
        return Err(Error::usage("--ledger FILE is missing").hint("variance ledger --ledger FILE RUN"));
    };
    if args.path("output").is_some_and(|output| files::is_same(output, path)) {
        return Err(Error::usage(format!("--ledger and --output are one file: {}", path.display()))
            .hint("the ledger keeps the runs, the output says what became of them"));
    }
    let options = ledger::Options {
        run_id: args.text("run-id").map(str::to_owned),
        strict: args.text("stability") == Some("strict"),
        accept_made: args.has("accept-approximated"),
        fail: args.ratio("fail").unwrap_or(1.10),
        pin: args.has("pin"),
        labels: args.pairs("set"),
    };
    let out = cx.out();
    out.view(view::states(out.format()));
    let ledger =
        ledger::run(cx, path, args.has("append"), &options, |line| view::emit(&out, line, view::state_row))?;
    if let Some(folder) = args.path("badge") {
        badge::write(folder, &ledger.last())?;
    }
    Ok(())
}
