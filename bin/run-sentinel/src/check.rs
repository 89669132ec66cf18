//! `check`: looks up what a state and its surroundings say, has it judged, and says it.

use crate::clock::Now;
use crate::judge::{Alive, Lock, NoState, Question, Surroundings, judge};
use crate::store::{self, ReadState};
use crate::{identity, sys};
use cli::{Cx, Error, Format};
use files::lock::Holder;
use record::run::{Liveness, ProcessFacts, RunState, RunVerdict, TestMark, Verdict, reason};
use std::fmt::Write as _;
use std::path::Path;

/// The verb.
pub(crate) fn verb(cx: &Cx) -> Result<(), Error> {
    let args = cx.args();
    let path = args.path("state").unwrap_or(Path::new("run_state.json"));
    let question = Question {
        run_id: args.text("run-id").map(str::to_owned),
        commit: args.text("commit").map(str::to_owned),
        stale_after: args.duration("stale-after").unwrap_or_default(),
    };
    let (verdict, why_none) = look(path, &question);
    let out = cx.out();
    match out.format() {
        Format::Table => out.bytes(sheet(&verdict, out.color()).as_bytes())?,
        Format::Ndjson | Format::Csv => {
            out.view(view());
            out.emit(&verdict)?;
        }
    }
    let passed = verdict.verdict == Verdict::CompletedPassed
        || (verdict.verdict == Verdict::Running && args.has("allow-running"));
    if !passed {
        cx.answer_no();
    }
    if !passed && out.format() != Format::Table {
        let why = why_none.map_or_else(String::new, |why| format!(": {why}"));
        cx.warn(format!("{}: {}{why}", path.display(), sentence(&verdict)));
    }
    Ok(())
}

/// The verdict, and why there is no state where there is none.
fn look(path: &Path, question: &Question) -> (RunVerdict, Option<String>) {
    // The lock is looked at before the state: a run that ends in between is then seen as
    // ended, and not as a run under way whose lock is free.
    for _ in 0..3 {
        let lock = match files::Lock::probe(store::lock_path(path)) {
            Ok(Holder::Held) => Lock::Held,
            Ok(Holder::Free) => Lock::Free,
            Ok(Holder::Missing) => Lock::Missing,
            Err(_) => Lock::Unknown,
        };
        let (state, why) = match store::read_state(path) {
            ReadState::State(state) => (Ok(state), None),
            ReadState::Absent => (Err(NoState::Absent), None),
            ReadState::Unreadable(error) => (Err(NoState::Unreadable), Some(files::reason(&error))),
            ReadState::NotValid(why) => (Err(NoState::NotValid), Some(why)),
        };
        let around = surroundings(state.as_deref().ok(), lock);
        let verdict = judge(state.as_deref().map_err(|none| *none), &around, question);
        // A new run may have taken the lock and not yet written its state, or written it
        // between the two looks; look again before calling anybody dead.
        let doubtful = verdict.verdict == Verdict::Crashed
            && verdict.reasons.first().is_some_and(|code| code == reason::SENTINEL_DIED);
        if !doubtful || store::read_state(path).sequence_of() == state_mark(&state) {
            return (verdict, why);
        }
    }
    let around = surroundings(None, Lock::Unknown);
    (judge(Err(NoState::Unreadable), &around, question), Some("it changes all the time".to_owned()))
}

fn state_mark(state: &Result<Box<RunState>, NoState>) -> Option<(String, u64)> {
    state.as_ref().ok().map(|state| (state.run_id.clone(), state.sequence))
}

impl ReadState {
    fn sequence_of(&self) -> Option<(String, u64)> {
        match self {
            ReadState::State(state) => Some((state.run_id.clone(), state.sequence)),
            _ => None,
        }
    }
}

fn surroundings(state: Option<&RunState>, lock: Lock) -> Surroundings {
    let boot_id = sys::boot_id();
    // A process id means nothing on another machine or after another boot.
    let here = state.is_some_and(|state| {
        state.liveness != Liveness::None
            && state.platform.host.as_deref() == Some(identity::host().as_str())
            && state.platform.boot_id == boot_id
    });
    let alive = |facts: Option<&ProcessFacts>| facts.filter(|_| here).map_or(Alive::Unknown, is_alive);
    Surroundings {
        now: Now::read(),
        host: Some(identity::host()),
        boot_id,
        lock,
        writer: alive(state.and_then(|state| state.writer.as_ref())),
        command: alive(state.and_then(|state| state.command.as_ref())),
    }
}

fn is_alive(facts: &ProcessFacts) -> Alive {
    let Ok(pid) = i32::try_from(facts.pid) else { return Alive::No };
    match sys::process(pid) {
        None => Alive::No,
        Some(found) if found.is_dead() => Alive::No,
        Some(found) => match facts.start_ticks {
            Some(began) if found.start_ticks > 0 && began != found.start_ticks => Alive::No,
            _ => Alive::Yes,
        },
    }
}

fn view() -> cli::View {
    use cli::Show;
    cli::View::new("run-verdict.v1", "")
        .column("verdict", "verdict", Show::Verdict)
        .column("reasons", "reasons", Show::Text(0))
        .column("run", "run_id", Show::Text(0))
        .column("last started", "last_test_started.test_id", Show::Text(0))
        .column("last completed", "last_test_completed.test_id", Show::Text(0))
        .column("tests", "counts.tests", Show::Number)
        .column("failing", "counts.failing_tests", Show::Number)
        .column("elapsed", "elapsed_ms", Show::Ms)
}

/// One line: the verdict, why, and the test that matters.
fn sentence(verdict: &RunVerdict) -> String {
    let mut text = verdict.verdict.word().to_owned();
    if !verdict.reasons.is_empty() {
        let _ = write!(text, " ({})", verdict.reasons.join(", "));
    }
    if let Some(test) = &verdict.hung_test {
        let _ = write!(text, ", in {}", test.test_id);
    } else if let Some(test) = verdict.running.first() {
        let more = match verdict.running.len() {
            0 | 1 => String::new(),
            n => format!(" and {} more", n - 1),
        };
        let _ = write!(text, ", in {}{more}", test.test_id);
    } else if let Some(test) = &verdict.first_failure {
        let _ = write!(text, ", first in {}", test.test_id);
    } else if let Some(test) = &verdict.last_test_completed
        && verdict.verdict != Verdict::CompletedPassed
    {
        let _ = write!(text, ", after {}", test.test_id);
    }
    text
}

/// The verdict as a page for people.
fn sheet(verdict: &RunVerdict, color: bool) -> String {
    let mut rows: Vec<(&str, String)> = Vec::new();
    if !verdict.reasons.is_empty() {
        rows.push(("why", verdict.reasons.join(", ")));
    }
    if let Some(end) = &verdict.end {
        let how = match (&end.signal_name, end.exit_code) {
            (Some(name), _) => name.clone(),
            (None, Some(code)) => format!("status {code}"),
            (None, None) => String::new(),
        };
        let cause = serde_json::to_value(end.cause).unwrap_or_default();
        let cause = cause.as_str().unwrap_or_default().replace('_', " ");
        rows.push(("ended", if how.is_empty() { cause } else { format!("{cause}, {how}") }));
    }
    let age = |test: &TestMark| -> String {
        // Milliseconds since boot of the last thing known, to say how long it had been open.
        let until = verdict.elapsed_ms.zip(verdict.started_at.as_deref()).and_then(|(elapsed, at)| {
            let began = crate::clock::wall_of(at)? as f64 / 1e6;
            let opened = crate::clock::wall_of(&test.at)? as f64 / 1e6;
            Some(began + elapsed.get() - opened)
        });
        until.filter(|ms| *ms >= 0.0).map_or_else(String::new, |ms| format!("  ({})", cli::human_ms(ms)))
    };
    if let Some(test) = &verdict.hung_test {
        rows.push(("hung in", format!("{}{}", test.test_id, age(test))));
    }
    for (n, test) in verdict.running.iter().take(5).enumerate() {
        rows.push((if n == 0 { "under way" } else { "" }, format!("{}{}", test.test_id, age(test))));
    }
    if verdict.running.len() > 5 {
        rows.push(("", format!("and {} more", verdict.running.len() - 5)));
    }
    if let Some(test) = &verdict.first_failure {
        rows.push(("first failure", test.test_id.clone()));
    }
    if let Some(test) = &verdict.last_test_started {
        rows.push(("last started", test.test_id.clone()));
    }
    if let Some(test) = &verdict.last_test_completed {
        let status = test.status.map_or("", record::Status::word);
        rows.push(("last completed", format!("{}  ({status})", test.test_id)));
    }
    if let Some(counts) = &verdict.counts {
        let mut text = counts.tests.to_string();
        if let Some(expected) = verdict.expected {
            let _ = write!(text, " of {expected} expected");
        } else if let Some(planned) = verdict.planned {
            let _ = write!(text, " of {planned} planned");
        }
        let all = [
            ("passed", counts.passed),
            ("failed", counts.failed),
            ("skipped", counts.skipped),
            ("failed as expected", counts.xfailed),
            ("unknown", counts.unknown),
        ];
        let some = all.iter().filter(|(_, n)| *n > 0);
        let parts: Vec<String> = some.map(|(word, n)| format!("{n} {word}")).collect();
        if !parts.is_empty() {
            let _ = write!(text, ": {}", parts.join(", "));
        }
        rows.push(("tests", text));
    }
    if let (Some(elapsed), Some(at)) = (verdict.elapsed_ms, &verdict.started_at) {
        rows.push(("ran", format!("{}, from {at}", cli::human_ms(elapsed.get()))));
    }
    if let Some(run_id) = &verdict.run_id {
        rows.push(("run", run_id.clone()));
    }
    let evidence: Vec<String> =
        verdict.evidence.iter().map(|e| format!("{} {}", e.kind, e.finding)).collect();
    rows.push(("evidence", evidence.join(", ")));
    let mut text = String::new();
    let head = verdict.verdict.word();
    let paint = match verdict.verdict {
        Verdict::CompletedPassed => "32",
        Verdict::Running | Verdict::Stale | Verdict::Incomplete => "33",
        _ => "31",
    };
    match color {
        true => _ = writeln!(text, "\x1b[1;{paint}m{head}\x1b[0m"),
        false => _ = writeln!(text, "{head}"),
    }
    for (name, value) in rows {
        let value: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let _ = writeln!(text, "  {name:<14}  {value}");
    }
    text
}
