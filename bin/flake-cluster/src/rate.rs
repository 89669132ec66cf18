//! `flake-cluster rate`: how often each test fails, and what that allows to say.

use crate::{failing, history};
use cli::{Cx, Error, Flag, Kind, Line, Take};
use record::{
    Flake, FlakeState, FlakeSuite, FlakeSuiteTag, FlakeTag, Incident, Issue, Num, Outcome, RateInterval,
    RunPoint, Severity, Since, StateCount, Status, Trend, TrendVerdict,
};
use signature::flake::{
    self, Attempt, History, Judged, Limits, Review, Run, RunSeries, State, Verdict, Window,
};
use signature::head::Sort;
use signature::{SigId, Signer, message_of, template};
use stats::multiplicity::{Dependence, adjust};
use stats::proportion::{Bounds, difference, fisher, wilson};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::IsTerminal as _;

const LEVEL: f64 = 0.95;

pub(crate) const FLAGS: &[Flag] = &[
    Flag::value("by", Kind::Checked(by), "WHAT", "a rate per test, suite, file or label:KEY").default("test"),
    Flag::value("variant", Kind::List, "KEY,...", "labels whose values set rows of one test apart, such as os; a failure on one platform is no flake"),
    Flag::value("window", Kind::Checked(window), "N|30d", "only the last N runs of each test, or the runs of so many days before the latest"),
    Flag::value("previous", Kind::Path, "FILE", "the previous window's test.v1, to compare with"),
    Flag::value("split-at", Kind::Checked(instant), "TIME", "runs that began before TIME (RFC 3339, UTC) are the previous window"),
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
        Err("not an RFC 3339 instant in UTC such as 2026-11-20T00:00:00Z".to_owned())
    }
}

fn time_of(text: &str) -> Option<time::OffsetDateTime> {
    time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).ok()
}

/// So many days before or after an instant.
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
    let mut current = History::default();
    match args.path("history") {
        None => {
            cx.read_lines(|line| Ok(reader.take(line, &mut current)))?;
        }
        Some(path) => {
            let mut kept = history::History::open(path, true)?;
            // Without operands and without a pipe there is nothing to append.
            if !args.operands().is_empty() || !std::io::stdin().is_terminal() {
                reader.nameless += kept.import(cx)?.nameless;
            }
            kept.each(|outcome| {
                reader.outcome(outcome, &mut current);
                Ok(())
            })?;
        }
    }
    let previous = match (args.path("previous"), args.text("split-at")) {
        (Some(path), _) => {
            let mut previous = History::default();
            reader.file(cx, path, &mut previous)?;
            Some(previous)
        }
        (None, Some(at)) => {
            let (before, after) = current.split(at);
            current = after;
            Some(before)
        }
        (None, None) => None,
    };
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
    let report = Report::new(
        &reader,
        current.review(&window),
        previous.map(|p| p.review(&Window::All)).as_ref(),
        limits,
    );
    let out = cx.out();
    for flake in &report.flakes {
        out.emit(flake)?;
    }
    let suite = report.suite(args.share("spike").unwrap_or(0.02), cx.is_complete());
    out.emit(&suite)?;
    let quarantined = report.flakes.iter().any(|f| f.state == Some(FlakeState::Quarantine));
    if (fails.contains("quarantine") && quarantined)
        || (fails.contains("goal") && suite.goal == "missed")
        || (fails.contains("spike") && suite.spike == Some(true))
    {
        cx.answer_no();
    }
    Ok(())
}

/// Says why there are no rates, in the output too.
fn refuse(cx: &Cx, why: &Error) -> Result<(), Error> {
    cx.out().emit(&Issue::new("rates-refused", Severity::Error, why.message()))?;
    cx.error(why);
    Ok(())
}

/// Turns lines into attempts, and remembers what the names stand for.
struct Reader {
    by: String,
    variant: Vec<String>,
    signer: Signer,
    templates: HashMap<SigId, String>,
    /// Per subject: test_uid and owner.
    about: HashMap<String, About>,
    nameless: u64,
    unlabelled: u64,
}

#[derive(Clone, Default)]
struct About {
    uid: Option<String>,
    owner: Option<String>,
    variant: BTreeMap<String, String>,
    name: String,
}

/// Templates that incidents may show; beyond, their signature has to do.
const TEMPLATES: usize = 50_000;

impl Reader {
    fn new(cx: &Cx) -> Reader {
        Reader {
            by: cx.args().text("by").unwrap_or("test").to_owned(),
            variant: cx.args().list("variant").into_iter().map(str::to_owned).collect(),
            signer: Signer::new(cx.args().has("mask-codes")),
            templates: HashMap::new(),
            about: HashMap::new(),
            nameless: 0,
            unlabelled: 0,
        }
    }

    /// The previous window's file, under the same rules as the input.
    fn file(&mut self, cx: &Cx, path: &std::path::Path, history: &mut History) -> Result<(), Error> {
        let source = cx.open(path.as_os_str())?;
        let file = source.name.clone();
        let mut lines = ndjson::Lines::new(source);
        loop {
            let line = match lines.next(&mut |_| Ok(())) {
                Ok(None) => return Ok(()),
                Ok(Some(ndjson::Next::Line(line))) if line.is_blank() => continue,
                Ok(Some(ndjson::Next::Line(line))) => line,
                Ok(Some(ndjson::Next::TooLong { number, .. })) => {
                    cx.bad(cli::Bad {
                        file: &file,
                        line: Some(number),
                        reason: "the line is too long",
                        bytes: b"",
                    })?;
                    continue;
                }
                Err(error) => return Err(Error::io(&file, &error)),
            };
            let line = Line { file: &file, number: line.number, offset: line.offset, bytes: line.bytes };
            if let Take::Bad(reason) = self.take(&line, history) {
                cx.bad(cli::Bad {
                    file: &file,
                    line: Some(line.number),
                    reason: &reason,
                    bytes: line.bytes,
                })?;
            }
        }
    }

    fn take(&mut self, line: &Line<'_>, history: &mut History) -> Take {
        match failing::outcome(line) {
            Ok(outcome) => {
                self.outcome(&outcome, history);
                Take::Used
            }
            Err(take) => take,
        }
    }

    fn outcome(&mut self, outcome: &Outcome<'_>, history: &mut History) {
        // Containers repeat their children; a build is no test.
        if outcome.kind != record::Kind::Test {
            return;
        }
        let Some(run) = outcome.run_id.as_deref() else {
            self.nameless += 1;
            return;
        };
        let Some(subject) = self.subject(outcome) else {
            self.unlabelled += 1;
            return;
        };
        let verdict = match outcome.status {
            Status::Pass | Status::Xpass => Verdict::Pass,
            Status::Fail | Status::Error => Verdict::Fail,
            _ => Verdict::Undecided,
        };
        let sig = (verdict == Verdict::Fail).then(|| {
            let signed = failing::sign(&mut self.signer, outcome);
            if self.templates.len() < TEMPLATES {
                self.templates.entry(signed.sig).or_insert_with(|| template(message_of(&signed.encoded)));
            }
            (signed.sig, signed.head.sort == Sort::Infra)
        });
        let group = outcome.suite.first().map(|s| &s.0).or(outcome.file.as_ref());
        history.add(Attempt {
            subject: &subject,
            group: group.map_or("", |g| g),
            run,
            commit: outcome.commit.as_deref(),
            started_at: outcome.started_at.as_deref(),
            branch: outcome.labels.get("branch").map(String::as_str),
            pull_request: outcome
                .labels
                .get("pull_request")
                .is_some_and(|v| !matches!(v.as_str(), "" | "0" | "false")),
            number: outcome.attempt,
            verdict,
            sig,
        });
    }

    /// The key of what the rate is for: sorts by name, then by variant.
    fn subject<'o>(&mut self, outcome: &'o Outcome<'_>) -> Option<Cow<'o, str>> {
        let name: Cow<'o, str> = match self.by.as_str() {
            "test" => Cow::Borrowed(&outcome.test_id),
            "suite" => outcome.suite.iter().map(|s| &*s.0).collect::<Vec<_>>().join(" / ").into(),
            "file" => Cow::Borrowed(outcome.file.as_deref()?),
            label => Cow::Borrowed(outcome.labels.get(label.strip_prefix("label:")?)?),
        };
        let mut key = name.clone();
        let mut variant = BTreeMap::new();
        for label in &self.variant {
            if let Some(value) = outcome.labels.get(label) {
                variant.insert(label.clone(), value.clone());
                key = format!("{key}\u{1}{label}={value}").into();
            }
        }
        let owner = outcome.labels.get("owner");
        // The common case costs one look: the subject is known, and so is its owner.
        match self.about.get_mut(&*key) {
            Some(about) => {
                if about.owner.is_none() {
                    about.owner = owner.cloned();
                }
            }
            None => {
                let uid = (self.by == "test").then(|| outcome.test_uid.to_string());
                let about = About { uid, owner: owner.cloned(), variant, name: name.into_owned() };
                self.about.insert(key.to_string(), about);
            }
        }
        Some(key)
    }

    fn report(&self, cx: &Cx) -> Result<(), Error> {
        for (n, code, what) in [
            (
                self.nameless,
                "run-id-missing",
                "attempts without run_id are in no rate: which belong together is not known",
            ),
            (self.unlabelled, "group-missing", "attempts without what --by asks for are in no rate"),
        ] {
            if n > 0 {
                let message = format!("{n} {what}");
                cx.warn(&message);
                cx.raise(cli::Status::BadInput);
                let mut issue = Issue::new(code, Severity::Error, message);
                issue.values = vec![n.into()];
                cx.out().emit(&issue)?;
            }
        }
        Ok(())
    }
}

struct Report {
    flakes: Vec<Flake>,
    review: Review,
    states: Vec<Option<State>>,
    series: Vec<RunSeries>,
    incidents: Vec<Incident>,
    goal: f64,
    /// Failures and attempts of the subjects that both windows have: previous, then current.
    common: Option<[(u64, u64); 2]>,
    added: u64,
    removed: u64,
}

fn num(value: f64) -> Num {
    Num::new(value).expect("rates and their bounds are finite")
}

fn interval(bounds: Bounds, method: &str) -> RateInterval {
    RateInterval {
        low_ratio: num(bounds.low),
        high_ratio: num(bounds.high),
        level_ratio: num(LEVEL),
        method: method.to_owned(),
    }
}

fn share(k: u64, n: u64) -> Option<Num> {
    (n > 0).then(|| num(k as f64 / n as f64))
}

fn state(state: State) -> FlakeState {
    match state {
        State::Healthy => FlakeState::Healthy,
        State::Flaky => FlakeState::Flaky,
        State::Broken => FlakeState::Broken,
        State::Watch => FlakeState::Watch,
        State::Quarantine => FlakeState::Quarantine,
        State::Recovered => FlakeState::Recovered,
        State::InfraOnly => FlakeState::InfraOnly,
    }
}

fn point(run: &Run) -> RunPoint {
    RunPoint { run_id: Some(run.id.clone()), commit: run.commit.clone(), started_at: run.started_at.clone() }
}

/// The comparison of two windows; the q-value is set when all p-values are known.
fn trend(previous: (u64, u64), current: (u64, u64)) -> Option<Trend> {
    let (delta, bounds) = difference(previous, current, LEVEL)?;
    let verdict = if bounds.high < 0.0 {
        TrendVerdict::Improved
    } else if bounds.low > 0.0 {
        TrendVerdict::Regressed
    } else {
        TrendVerdict::Unclear
    };
    let p = num(fisher(previous, current));
    Some(Trend {
        previous_k: previous.0,
        previous_n: previous.1,
        delta_ratio: num(delta),
        interval: interval(bounds, "newcombe"),
        verdict,
        p_value: p,
        q_value: p,
    })
}

impl Report {
    fn new(reader: &Reader, review: Review, previous: Option<&Review>, limits: Limits) -> Report {
        let series = review.all_series();
        let before: Option<BTreeMap<String, (u64, u64)>> = previous.map(|p| {
            let series = p.all_series();
            p.subjects().into_iter().map(|(i, name)| (name.to_owned(), series[i as usize].counts())).collect()
        });
        let mut states = vec![None; series.len()];
        let mut flakes = Vec::new();
        let mut common = [(0, 0); 2];
        let mut added = 0;
        let mut both = 0;
        for (i, name) in review.subjects() {
            let s = &series[i as usize];
            let judged = flake::judge(s, limits);
            states[i as usize] = judged.state;
            let mut flake = flake_of(reader, &review, name, s, &judged);
            if let Some(before) = &before {
                match before.get(name) {
                    Some(&then) => {
                        let now = s.counts();
                        common[0] = (common[0].0 + then.0, common[0].1 + then.1);
                        common[1] = (common[1].0 + now.0, common[1].1 + now.1);
                        both += 1;
                        flake.trend = trend(then, now);
                    }
                    None => added += 1,
                }
            }
            flakes.push(flake);
        }
        let p: Vec<f64> =
            flakes.iter().map(|f| f.trend.as_ref().map_or(f64::NAN, |t| t.p_value.get())).collect();
        for (flake, q) in flakes.iter_mut().zip(adjust(&p, Dependence::Positive)) {
            if let Some(trend) = &mut flake.trend {
                trend.q_value = num(q);
            }
        }
        let incidents = review
            .incidents
            .iter()
            .map(|i| Incident {
                run_id: review.runs[i.run as usize].id.clone(),
                sig: i.sig.to_string(),
                template: reader.templates.get(&i.sig).cloned().unwrap_or_default(),
                tests: i.subjects,
                executed: i.executed,
                why: i.why.word().to_owned(),
            })
            .collect();
        Report {
            flakes,
            states,
            series,
            incidents,
            goal: limits.goal,
            removed: before.as_ref().map_or(0, |b| b.len() as u64 - both),
            common: before.is_some().then_some(common),
            added,
            review,
        }
    }

    fn suite(&self, spike: f64, complete: bool) -> FlakeSuite {
        let s = flake::suite(&self.review, &self.series, &self.states);
        let bounds = wilson(s.k, s.n, LEVEL);
        let goal = if s.n == 0 {
            "unclear"
        } else if bounds.high <= self.goal {
            "met"
        } else if bounds.low > self.goal {
            "missed"
        } else {
            "unclear"
        };
        let all = [
            State::Healthy,
            State::Flaky,
            State::Broken,
            State::Watch,
            State::Quarantine,
            State::Recovered,
            State::InfraOnly,
        ];
        let count = |state: State| self.states.iter().filter(|s| **s == Some(state)).count() as u64;
        let trend = self.common.and_then(|[before, now]| trend(before, now));
        FlakeSuite {
            schema: FlakeSuiteTag,
            runs: self.review.runs.len() as u64,
            n: s.n,
            k: s.k,
            rate_ratio: share(s.k, s.n),
            interval: interval(bounds, "wilson"),
            goal_ratio: num(self.goal),
            goal: goal.to_owned(),
            failures: s.failures,
            attempts: s.attempts,
            states: all.into_iter().map(|st| StateCount { state: state(st), tests: count(st) }).collect(),
            n_infra: s.infra,
            runs_infra: s.runs_infra,
            incidents: self.incidents.clone(),
            spike: trend.as_ref().map(|t| t.delta_ratio.get() > spike),
            spike_ratio: trend.as_ref().map(|_| num(spike)),
            added: self.common.map(|_| self.added),
            removed: self.common.map(|_| self.removed),
            trend,
            complete,
        }
    }
}

/// Signatures that a record shows.
const SIGS: usize = 20;
/// Failing runs that a record shows.
const EVIDENCE: usize = 10;
/// Days after which a quarantine should be looked at again.
const EXPIRY: i64 = 30;

fn flake_of(reader: &Reader, review: &Review, key: &str, s: &RunSeries, judged: &Judged) -> Flake {
    let (k, n) = s.counts();
    let about = reader.about.get(key).cloned().unwrap_or_default();
    let run_at = |i: usize| s.decided.get(i).map(|d| point(&review.runs[d.0 as usize]));
    let since = judged.since.and_then(|c| {
        let sure = c.earliest == c.at && c.latest == c.at;
        Some(Since {
            last_good: c.at.checked_sub(1).and_then(run_at),
            first_bad: run_at(c.at)?,
            earliest: if sure { None } else { run_at(c.earliest) },
            latest: if sure { None } else { run_at(c.latest) },
        })
    });
    let failing = s.decided.iter().filter(|d| d.1).map(|d| review.runs[d.0 as usize].id.clone());
    let evidence: Vec<String> =
        failing.collect::<Vec<_>>().split_off(k.saturating_sub(EVIDENCE as u64) as usize);
    let advised = judged.state == Some(State::Quarantine);
    let last = s.decided.iter().rev().find_map(|d| review.runs[d.0 as usize].started_at.as_deref());
    Flake {
        schema: FlakeTag,
        test_id: about.name,
        test_uid: about.uid,
        by: reader.by.split(':').next().unwrap_or("test").to_owned(),
        variant: about.variant,
        k,
        n,
        n_commits: s.tallies.commits,
        n_skipped: s.tallies.skipped,
        n_infra: s.tallies.infra,
        rate_ratio: share(k, n),
        interval: interval(wilson(k, n, LEVEL), "wilson"),
        retry_pass: s.retry_pass.len() as u64,
        same_commit_conflicts: s.tallies.conflicts,
        n_unconfirmed: s.tallies.unconfirmed,
        inferred: s.tallies.inferred,
        state: judged.state.map(state),
        since,
        trend: None,
        need_runs: judged.need_runs,
        sigs: s.tallies.sigs.iter().take(SIGS).map(|(sig, _)| sig.to_string()).collect(),
        evidence,
        owner: about.owner,
        expires_at: if advised { last.and_then(|l| days_from(l, EXPIRY)) } else { None },
    }
}
