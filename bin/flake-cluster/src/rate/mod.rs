//! `flake-cluster rate`: how often each test fails, and what that allows to say.

mod fast;
mod reader;
mod report;

use crate::{history, view};
use cli::{Cx, Error, Flag, Format, Kind};
use reader::{Filling, Kept, Reader};
use record::{Flake, FlakeState, Issue, Num, Severity};
use report::Report;
use signature::flake::{Limits, Window};
use std::collections::BTreeSet;
use std::io::IsTerminal as _;

pub(crate) const FLAGS: &[Flag] = &[
    Flag::value("by", Kind::Checked(by), "WHAT", "a rate per test, suite, file or label:KEY").default("test"),
    Flag::value("variant", Kind::List, "KEY,...", "labels whose values set rows of one test apart, such as os; a failure on one platform is no flake"),
    Flag::value("window", Kind::Checked(window), "N|30d", "only the last N runs of each test, or the runs of so many days before the latest"),
    Flag::value("previous", Kind::Path, "FILE", "the previous window's test.v1, to compare with"),
    Flag::value("split-at", Kind::Checked(instant), "TIME", "runs that began before TIME (RFC 3339) are the previous window"),
    Flag::value("quarantine", Kind::Share, "SHARE", "advise quarantine when the interval's lower end reaches this").default("0.20"),
    Flag::value("goal", Kind::Share, "SHARE", "the goal for the share of runs that are red from flaky tests only; also what a test's upper end must fall below for release").default("0.05"),
    Flag::value("spike", Kind::Share, "SHARE", "the rise of the failure rate against the previous window that counts as a spike").default("0.02").env("TPR_FLAKE_RATE_THRESHOLD"),
    Flag::value("fail-on", Kind::Choice(&["quarantine", "goal", "spike"]), "WHAT", "status 1 when a test is in quarantine, the goal is missed, or the rate has a spike").many(),
    Flag::value("history", Kind::Path, "FILE", "append the input to this SQLite file first, and give rates over all that it holds"),
    Flag::switch("allow-incomplete", "give rates although the input was cut short"),
    Flag::switch("mask-codes", "mask status, exit and error codes in signatures too"),
];

fn by(text: &str) -> Result<(), String> {
    match text {
        "test" | "suite" | "file" => Ok(()),
        _ if text.strip_prefix("label:").is_some_and(|k| !k.is_empty()) => Ok(()),
        _ => Err("not one of test, suite, file, label:KEY".to_owned()),
    }
}

fn window(text: &str) -> Result<(), String> {
    let number = text.strip_suffix('d').unwrap_or(text);
    match number.parse::<u32>() {
        Ok(n) if n > 0 => Ok(()),
        _ => Err("not a number of runs such as 200, or of days such as 30d".to_owned()),
    }
}

fn instant(text: &str) -> Result<(), String> {
    if time_of(text).is_some() {
        Ok(())
    } else {
        Err("not an RFC 3339 instant such as 2026-11-20T00:00:00Z".to_owned())
    }
}

fn time_of(text: &str) -> Option<time::OffsetDateTime> {
    time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).ok()
}

/// So many days before or after an instant, in UTC.
fn days_from(text: &str, days: i64) -> Option<String> {
    let at = time_of(text)?.to_offset(time::UtcOffset::UTC).checked_add(time::Duration::days(days))?;
    at.format(&time::format_description::well_known::Rfc3339).ok()
}

pub(crate) fn run(cx: &Cx) -> Result<(), Error> {
    let args = cx.args();
    if args.has("split-at") && args.has("previous") {
        return Err(Error::usage("--split-at and --previous both name the previous window: give one"));
    }
    let fails: BTreeSet<&str> = args.all("fail-on").into_iter().collect();
    if fails.contains("spike") && !args.has("split-at") && !args.has("previous") {
        return Err(Error::usage(
            "--fail-on spike needs the previous window: --previous FILE or --split-at TIME",
        ));
    }
    let mut reader = Reader::new(cx);
    let mut kept = Kept::default();
    match args.path("history") {
        None => {
            cx.read_into(&mut Filling { reader: &mut reader, kept: &mut kept })?;
        }
        Some(path) => {
            let mut file = history::History::open(path, true)?;
            // Without operands and without a pipe there is nothing to append.
            if !args.operands().is_empty() || !std::io::stdin().is_terminal() {
                reader.nameless += file.import(cx)?.nameless;
            }
            file.each(|outcome| {
                reader.outcome(outcome, &mut kept);
                Ok(())
            })?;
        }
    }
    let previous = match (args.path("previous"), args.text("split-at")) {
        (Some(path), _) => {
            let mut previous = Kept::default();
            cx.read_file(path, &mut Filling { reader: &mut reader, kept: &mut previous })?;
            kept.adopt(&previous);
            Some(previous.history)
        }
        (None, Some(at)) => {
            let at = days_from(at, 0).unwrap_or_else(|| at.to_owned());
            let (before, after) = std::mem::take(&mut kept.history).split(&at);
            kept.history = after;
            Some(before)
        }
        (None, None) => None,
    };
    let Kept { history: current, about } = kept;
    reader.report(cx)?;
    if !cx.is_complete() && !args.has("allow-incomplete") {
        let why = Error::input("the input is incomplete: a rate over what is left of it would be a guess");
        return refuse(cx, &why.hint("--allow-incomplete gives the rates all the same"));
    }
    if current.is_empty() && reader.nameless > 0 {
        let why =
            "no record names its run: which attempts belong together is not known, so no rate can be given";
        return refuse(cx, &Error::input(why).hint("result-parse --run-id ID sets it"));
    }
    let window = match args.text("window") {
        None => Window::All,
        Some(text) => match text.strip_suffix('d') {
            None => Window::Last(text.parse().unwrap_or(usize::MAX)),
            Some(days) => {
                let latest = current.latest().map(str::to_owned);
                let from = latest.and_then(|l| days_from(&l, -days.parse::<i64>().ok()?));
                Window::From(from.ok_or_else(|| {
                    Error::input("no record says when it began: a window of days needs started_at")
                })?)
            }
        },
    };
    let limits = Limits {
        quarantine: args.share("quarantine").unwrap_or(0.20),
        goal: args.share("goal").unwrap_or(0.05),
    };
    let review = current.review(&window);
    let previous = previous.map(|p| p.review(&Window::All));
    let report = Report::new(&reader, &about, &review, previous.as_ref(), limits);
    let out = cx.out();
    view::rates(cx, report.flakes().iter().any(|f| f.n_commits.is_some()));
    if out.format() == Format::Table {
        // A person looks for what is wrong; how many are healthy stands in the last table.
        let mut ill: Vec<&Flake> =
            report.flakes().iter().filter(|f| f.state != Some(FlakeState::Healthy)).collect();
        ill.sort_by(|a, b| urgency(a).cmp(&urgency(b)).then_with(|| rate(b).total_cmp(&rate(a))));
        ill.into_iter().try_for_each(|f| out.emit(f))?;
    } else {
        report.flakes().iter().try_for_each(|f| out.emit(f))?;
    }
    let suite = report.suite(args.share("spike").unwrap_or(0.02), cx.is_complete());
    out.emit(&suite)?;
    let quarantined = report.flakes().iter().any(|f| f.state == Some(FlakeState::Quarantine));
    if (fails.contains("quarantine") && quarantined)
        || (fails.contains("goal") && suite.goal == "missed")
        || (fails.contains("spike") && suite.spike == Some(true))
    {
        cx.answer_no();
    }
    Ok(())
}

/// What is looked at first, from 0; tests without a decided run come last.
fn urgency(flake: &Flake) -> u8 {
    match flake.state {
        Some(FlakeState::Broken) => 0,
        Some(FlakeState::Quarantine) => 1,
        Some(FlakeState::Watch) => 2,
        Some(FlakeState::Flaky) => 3,
        Some(FlakeState::Recovered) => 4,
        Some(FlakeState::InfraOnly) => 5,
        Some(FlakeState::Healthy) => 6,
        None => 7,
    }
}

fn rate(flake: &Flake) -> f64 {
    flake.rate_ratio.map_or(0.0, Num::get)
}

/// Says why there are no rates, in the output too.
fn refuse(cx: &Cx, why: &Error) -> Result<(), Error> {
    cx.out().emit(&Issue::new("rates-refused", Severity::Error, why.message()))?;
    cx.error(why);
    Ok(())
}
