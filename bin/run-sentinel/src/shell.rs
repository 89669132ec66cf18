//! `begin`, `event`, `end`: for harnesses written in shell.
//!
//! No process lives between the calls, so nothing but the age of the state tells whether
//! the harness does: it says `liveness: none`. Each call holds the lock while it reads,
//! changes and replaces the state, so that calls may come at the same time.

use crate::clock::Now;
use crate::model::{About, Model, Sighting};
use crate::orders::Naming;
use crate::store::{self, EventFile, ReadState, StateFile};
use crate::{identity, judge, say};
use cli::{Cx, Error};
use record::Status;
use record::run::{EndCause, Liveness, RunEnd, RunLimits, RunState, reason};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The operands of `event`.
pub(crate) const KINDS: [&str; 4] = ["test_started", "test_finished", "planned", "progress"];
/// How a test can end.
pub(crate) const STATUSES: [&str; 6] = ["pass", "fail", "error", "skip", "xfail", "xpass"];

/// `begin`.
pub(crate) fn begin(cx: &Cx) -> Result<(), Error> {
    let naming = Naming::of(cx).map_err(Error::input)?;
    let held = hold(&naming.state)?;
    if let ReadState::State(old) = store::read_state(&naming.state)
        && old.in_progress
    {
        say::warn(&format!("{}: run {} never ended; its state is kept", naming.state.display(), old.run_id));
        crate::exec::keep_state(&naming.state, &old.run_id);
    }
    let now = Now::read();
    let about = About {
        run_id: naming.run_id.clone().unwrap_or_else(|| identity::new_run_id(now)),
        program: None,
        commit: naming.commit.clone(),
        environment_sha256: naming.environment_sha256.clone(),
        seed: None,
        expected: naming.expected,
        repeat: None,
        limits: RunLimits::default(),
        labels: naming.labels.clone(),
        liveness: Liveness::None,
        platform: identity::platform(),
        writer: None,
        events: cx.args().has("events"),
    };
    let mut model = Model::new(about, now);
    save(cx, &naming.state, &mut model, true)?;
    drop(held);
    Ok(())
}

/// `event`.
pub(crate) fn event(cx: &Cx) -> Result<(), Error> {
    let args = cx.args();
    let kind = args.operands().first().map(|kind| kind.to_string_lossy().into_owned()).unwrap_or_default();
    let test = args.text("test");
    let need = |what: &str| Error::usage(format!("event {kind}: {what} is missing"));
    let duration_ms = args.duration("duration").map(|d| d.as_secs_f64() * 1e3);
    let sighting = match kind.as_str() {
        "test_started" => {
            Some(Sighting::Started { test_id: test.ok_or_else(|| need("--test")).map_err(hint)? })
        }
        "test_finished" => Some(Sighting::Finished {
            test_id: test.ok_or_else(|| need("--test")).map_err(hint)?,
            status: args.text("status").and_then(status).ok_or_else(|| need("--status")).map_err(hint)?,
            raw_status: None,
            duration_ms,
        }),
        "planned" => {
            let count = args.count("count").ok_or_else(|| need("--count")).map_err(hint)?;
            Some(Sighting::Planned { count, listed: true })
        }
        "progress" => None,
        _ => {
            let known = KINDS.join(", ");
            return Err(Error::usage(format!("unknown event '{kind}'")).hint(format!("one of {known}")));
        }
    };
    let (path, held, state) = under_way(cx)?;
    let now = Now::read();
    let mut model = Model::resume(state, args.has("events"), now);
    match sighting {
        Some(sighting) => {
            model.sighting(&sighting, now);
            model.alive(now);
        }
        None => model.heartbeat(now),
    }
    save(cx, &path, &mut model, args.has("durable"))?;
    drop(held);
    Ok(())
}

/// `end`.
pub(crate) fn end(cx: &Cx) -> Result<(), Error> {
    let args = cx.args();
    let (path, held, state) = under_way(cx)?;
    let now = Now::read();
    let mut model = Model::resume(state, args.has("events"), now);
    let exit_code = args.count("exit-code").and_then(|n| i64::try_from(n).ok());
    let end = RunEnd { cause: EndCause::Declared, exit_code, signal: None, signal_name: None };
    model.end(end, now);
    save(cx, &path, &mut model, true)?;
    drop(held);
    Ok(())
}

fn hint(error: Error) -> Error {
    error.hint("run-sentinel event --help")
}

fn status(word: &str) -> Option<Status> {
    let all = [Status::Pass, Status::Fail, Status::Error, Status::Skip, Status::Xfail, Status::Xpass];
    all.into_iter().find(|status| status.word() == word)
}

/// The lock, for as long as one call takes. A live `exec` or `watch` holds it for good.
fn hold(state: &Path) -> Result<Option<files::Lock>, Error> {
    let path = store::lock_path(state);
    // Calls of one harness may come at once; each holds the lock for a few milliseconds.
    for _ in 0..500 {
        match files::Lock::try_acquire(&path) {
            Ok(Some(lock)) => return Ok(Some(lock)),
            Ok(None) => std::thread::sleep(Duration::from_millis(10)),
            Err(error) => {
                say::warn(&error.to_string());
                return Ok(None);
            }
        }
    }
    Err(Error::usage(format!("{}: a run under guard holds this state", state.display()))
        .hint("give each run a state of its own"))
}

/// The state of a run that was begun and not ended.
fn under_way(cx: &Cx) -> Result<(PathBuf, Option<files::Lock>, RunState), Error> {
    let path = cx.args().path("state").unwrap_or(Path::new("run_state.json")).to_owned();
    let held = hold(&path)?;
    let name = path.display();
    let state = match store::read_state(&path) {
        ReadState::State(state) => *state,
        ReadState::Absent => {
            return Err(Error::input(format!("{name}: no such run")).hint("run-sentinel begin comes first"));
        }
        ReadState::Unreadable(error) => return Err(Error::io(name, &error)),
        ReadState::NotValid(why) => return Err(Error::input(format!("{name}: not a run state: {why}"))),
    };
    if state.liveness != Liveness::None {
        return Err(Error::input(format!("{name}: the state of a guarded run, which keeps it itself")));
    }
    if !state.in_progress {
        return Err(Error::input(format!("{name}: run {} has ended", state.run_id)));
    }
    if let Some(wanted) = cx.args().text("run-id")
        && wanted != state.run_id
    {
        return Err(Error::input(format!("{name}: the state of run {}, not of {wanted}", state.run_id)));
    }
    Ok((path, held, state))
}

/// Appends the events, then replaces the state.
fn save(cx: &Cx, path: &Path, model: &mut Model, sync: bool) -> Result<(), Error> {
    if let Some(events) = cx.args().path("events") {
        let lines = model.take_events();
        let done = EventFile::open(events).and_then(|mut file| {
            file.append(lines)?;
            if sync { file.sync() } else { Ok(()) }
        });
        if let Err(error) = done {
            let message = format!("{}: {}", events.display(), files::reason(&error));
            model.problem(reason::EVENTS_WRITE_FAILED, &message, Now::read());
            cx.error(&Error::io(events.display(), &error));
        }
    }
    let state = model.next_state(Now::read());
    StateFile::new(path, true).write(&state, sync).map_err(|e| Error::io(path.display(), &e))?;
    if !state.in_progress && !judge::passed(&state) && cx.verb() == "end" {
        cx.answer_no();
    }
    Ok(())
}
