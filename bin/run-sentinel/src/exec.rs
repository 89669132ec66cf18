//! `exec`: the command under guard, from the first state to the last.

use crate::clock::{Now, ms_of};
use crate::crew::{self, Crew};
use crate::guard::Guard;
use crate::identity::{self, next_seed};
use crate::model::{About, Model};
use crate::orders::{Orders, Refused};
use crate::plumbing::{Plumbing, Slot};
use crate::pump::{Pump, Shared, Stream};
use crate::recorder::{Desk, Sinks};
use crate::sighting::Reading;
use crate::signals::{self, Signals};
use crate::store::{self, EventFile, ReadState, StateFile};
use crate::{failfast, say, sys};
use cli::{Cx, Error};
use record::run::{EndCause, FailfastMode, Liveness, Repeat, RunEnd, RunLimits, reason};
use rustix::process::Pid;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, IsTerminal as _};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::time::Duration;

/// How long the disk may take for the last state.
const LAST_STATE: Duration = Duration::from_secs(10);
/// The sentinel failed before the command was started.
const NOT_STARTED: u8 = 125;

/// How it went, for the exit status.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome {
    /// The status to end with.
    pub(crate) code: u8,
    /// A signal that this process got and has to die of.
    pub(crate) signal: Option<i32>,
}

/// The verb: the status is the command's own.
pub(crate) fn verb(cx: &Cx) -> Result<(), Error> {
    match Orders::of(cx).and_then(|orders| run(&orders)) {
        Ok(outcome) => {
            if let Some(signal) = outcome.signal {
                signals::die_of(signal);
            }
            cx.exit_with(outcome.code);
        }
        Err(refused) => {
            say::error(&refused);
            cx.exit_with(NOT_STARTED);
        }
    }
    Ok(())
}

/// Runs the command, as often as asked.
///
/// # Errors
/// When nothing could be started: another run holds the state, or the system has no
/// descriptors or threads left.
pub(crate) fn run(orders: &Orders) -> Result<Outcome, Refused> {
    // Before anything else takes a descriptor.
    let mut slot = orders.events_fd.map(Slot::reserve).transpose()?;
    let own = sys::own();
    let mut signals = Signals::install(own.ignored).map_err(|e| format!("signals: {}", files::reason(&e)))?;
    let adopts = sys::adopt_orphans();
    let lock = take_lock(&orders.naming.state)?;
    let log = match &orders.log {
        None => None,
        Some(path) => match open_log(path) {
            Ok(file) => Some(Arc::new(file)),
            Err(error) => {
                say::warn(&format!("{}: {}", path.display(), files::reason(&error)));
                None
            }
        },
    };
    let log_failed = orders.log.is_some() && log.is_none();
    let of = orders.repeat.unwrap_or(1);
    let mut earlier_not_passed = 0;
    let mut first_bad = None;
    let mut seed = orders.naming.seed;
    for run in 1..=of {
        let repeat = orders.repeat.map(|of| Repeat { run, of, earlier_not_passed });
        let (lock, own, log) = (lock.is_some(), own.process.as_ref(), log.clone());
        let one = One { orders, lock, own, adopts, seed, repeat, log, log_failed };
        let done = one.run(&mut signals, slot.as_mut())?;
        if !done.passed {
            earlier_not_passed += 1;
        }
        // A command that ends well without having passed (a test left open) keeps its
        // status, and must not hide a later one that does not end well.
        if done.outcome.code != 0 {
            first_bad.get_or_insert(done.outcome.code);
        }
        if let Some(signal) = done.outcome.signal {
            return Ok(Outcome { code: done.outcome.code, signal: Some(signal) });
        }
        if run < of {
            keep_state(&orders.naming.state, &done.run_id);
        }
        seed = next_seed(orders.naming.seed, run);
    }
    drop(lock);
    // A run may fail by its tests alone; only a pass of all is a pass.
    Ok(Outcome { code: first_bad.unwrap_or(0), signal: None })
}

/// The lock beside the state; `None` when there can be none here, which is a weaker
/// state and no reason not to run.
pub(crate) fn take_lock(state: &Path) -> Result<Option<files::Lock>, Refused> {
    let path = store::lock_path(state);
    // A checker holds the lock for an instant; a run holds it for good.
    for _ in 0..25 {
        match files::Lock::try_acquire(&path) {
            Ok(Some(lock)) => return Ok(Some(lock)),
            Ok(None) => std::thread::sleep(Duration::from_millis(10)),
            Err(error) => {
                say::warn(&error.to_string());
                return Ok(None);
            }
        }
    }
    let whose = match store::read_state(state) {
        ReadState::State(state) => format!("run {} is under way", state.run_id),
        _ => "another run is under way".to_owned(),
    };
    Err(format!("{}: {whose}; give each run a state of its own", state.display()))
}

fn open_log(path: &Path) -> io::Result<File> {
    // Appending writes, so that two streams never overwrite each other.
    let file = OpenOptions::new().append(true).create(true).open(path)?;
    if file.metadata()?.is_file() {
        file.set_len(0)?;
    }
    Ok(file)
}

/// Keeps the state of a run under its own name before the next run replaces it.
pub(crate) fn keep_state(state: &Path, run_id: &str) {
    let kept = store::archive_path(state, run_id);
    let done = fs::hard_link(state, &kept).or_else(|_| fs::copy(state, &kept).map(drop));
    if let Err(error) = done {
        say::warn(&format!("{}: {}", kept.display(), files::reason(&error)));
    }
}

pub(crate) struct One<'a> {
    pub(crate) orders: &'a Orders,
    lock: bool,
    own: Option<&'a sys::Process>,
    pub(crate) adopts: bool,
    seed: u64,
    repeat: Option<Repeat>,
    log: Option<Arc<File>>,
    log_failed: bool,
}

struct Done {
    outcome: Outcome,
    passed: bool,
    run_id: String,
}

impl One<'_> {
    fn run(&self, signals: &mut Signals, slot: Option<&mut Slot>) -> Result<Done, Refused> {
        let orders = self.orders;
        let now = Now::read();
        let run_id = match (&orders.naming.run_id, &self.repeat) {
            (Some(id), None) => id.clone(),
            (Some(id), Some(repeat)) => format!("{id}-{}", repeat.run),
            (None, _) => identity::new_run_id(now),
        };
        if let ReadState::State(old) = store::read_state(&orders.naming.state)
            && old.in_progress
        {
            // It never ended; what it says of its last test is worth keeping.
            keep_state(&orders.naming.state, &old.run_id);
        }
        let events = orders.events.as_ref().map(|path| {
            EventFile::open(path).map_err(|error| format!("{}: {}", path.display(), files::reason(&error)))
        });
        let (events, no_events) = match events.transpose() {
            Ok(events) => (events, None),
            Err(message) => (None, Some(message)),
        };
        let sinks =
            Sinks { state: StateFile::new(&orders.naming.state, self.lock), events, durable: orders.durable };
        let desk = Desk::new(Model::new(self.about(run_id.clone()), now), sinks);
        let problem = |code, text: &str| desk.model().problem(code, text, now);
        if let Some(message) = no_events {
            say::warn(&message);
            problem(reason::EVENTS_WRITE_FAILED, &message);
        }
        if !self.lock {
            let text = "no lock beside the state: liveness rests on the process id";
            problem(reason::LOCK_UNAVAILABLE, text);
        }
        if !self.adopts {
            let text = "orphans cannot be adopted here: an escapee may stay";
            problem(reason::SUBREAPER_UNAVAILABLE, text);
        }
        if self.log_failed {
            problem(reason::LOG_WRITE_FAILED, "log: cannot open");
        }
        // Before there is a command, so that it cannot die in silence. The first heartbeat,
        // soon after, makes it durable, while the command is at work.
        desk.write_here();
        let ended = self.guard(&desk, signals, slot, now);
        let (end, outcome) = match ended {
            Ok(ended) => ended,
            Err(refused) => {
                let end = RunEnd {
                    cause: EndCause::NotStarted,
                    exit_code: Some(125),
                    signal: None,
                    signal_name: None,
                };
                desk.close(LAST_STATE, |model| model.end(end, Now::read()));
                return Err(refused);
            }
        };
        let failed_early = orders.failfast != FailfastMode::Off && desk.model().first_failure().is_some();
        if failed_early {
            self.failfast_summary(&desk, true);
        }
        let (mut passed, mut told) = (false, false);
        let written = desk.close(LAST_STATE, |model| {
            model.end(end, Now::read());
            passed = model.passed() == Some(true);
            told = model.oldest_open().is_some();
        });
        if outcome.code == 0 && !passed && !told {
            let state = match &self.repeat {
                Some(repeat) if repeat.run < repeat.of => store::archive_path(&orders.naming.state, &run_id),
                _ => orders.naming.state.clone(),
            };
            let state = state.display();
            say::warn(&format!(
                "the command ended with status 0, but its run did not pass: run-sentinel check --state {state} says why"
            ));
        }
        if !written {
            say::warn("the disk does not answer; the last state may be missing");
        }
        Ok(Done { outcome, passed, run_id })
    }

    fn about(&self, run_id: String) -> About {
        let orders = self.orders;
        About {
            run_id,
            // The arguments may hold a secret; the name of the program does not.
            program: orders.command.first().map(|program| {
                let name = Path::new(program).file_name().unwrap_or(program);
                name.to_string_lossy().into_owned()
            }),
            commit: orders.naming.commit.clone(),
            environment_sha256: orders.naming.environment_sha256.clone(),
            seed: Some(self.seed),
            expected: orders.naming.expected,
            repeat: self.repeat.clone(),
            limits: RunLimits {
                timeout_ms: orders.timeout.map(ms_of),
                idle_timeout_ms: orders.idle_timeout.map(ms_of),
                test_timeout_ms: orders.test_timeout.map(ms_of),
                grace_ms: Some(ms_of(orders.grace)),
            },
            labels: orders.naming.labels.clone(),
            liveness: if self.lock { Liveness::Lock } else { Liveness::Process },
            platform: identity::platform(),
            writer: self.own.map(facts),
            events: orders.events.is_some(),
        }
    }

    /// Starts the command and stays with it until nothing of it is left.
    fn guard(
        &self,
        desk: &Arc<Desk>,
        signals: &mut Signals,
        mut slot: Option<&mut Slot>,
        began: Now,
    ) -> Result<(RunEnd, Outcome), Refused> {
        let orders = self.orders;
        let system = |error: io::Error| format!("pipes: {}", files::reason(&error));
        let (bell, ringer) = UnixStream::pair().map_err(system)?;
        for end in [&bell, &ringer] {
            end.set_nonblocking(true).map_err(system)?;
        }
        let shared = Arc::new(Shared {
            desk: Arc::clone(desk),
            last_output: AtomicU64::new(began.boot_ns),
            failed: AtomicBool::new(false),
            watched: AtomicBool::new(false),
            written: AtomicU64::new(0),
            bell: ringer,
        });
        let Plumbing { reads, out, err } = Plumbing::lay(slot.as_deref_mut())?;
        let pumps = reads.into_iter().map(|(stream, from)| {
            let reading = match stream {
                Stream::Events => Reading::Records,
                Stream::Out | Stream::Err => orders.reading,
            };
            Pump::new(stream, from, self.log.clone(), reading, Arc::clone(&shared))
        });
        let pumps = pumps.collect();
        let strangers = crew::children();
        let started = self.spawn(out, err, slot.as_deref(), desk);
        // A slot that cannot be emptied ends with this process; the pipe is then given up
        // after a bounded time.
        let _ = slot.map(Slot::empty);
        let pid = match started {
            Ok(pid) => pid,
            Err(error) => return Ok(not_started(&orders.command, &error)),
        };
        let crew = Crew::new(pid, self.adopts, strangers);
        if let Some(leader) = crew.leader() {
            desk.model().command(facts(&leader));
            // The command is under way already: this costs the run nothing.
            desk.write_here();
        }
        let mut guard = Guard::new(self, desk, shared, signals, bell, crew, pumps);
        Ok(guard.watch())
    }

    /// Starts the command. Its ends of the pipes are closed here when it is started, or
    /// when it cannot be: as long as they are open no pipe ends.
    fn spawn(&self, out: OwnedFd, err: Option<OwnedFd>, slot: Option<&Slot>, desk: &Desk) -> io::Result<Pid> {
        let orders = self.orders;
        let (program, arguments) = orders.command.split_first().ok_or(io::ErrorKind::InvalidInput)?;
        let mut command = Command::new(program);
        command
            .args(arguments)
            .env("TPR_SEED", self.seed.to_string())
            .env("TPR_RUN_ID", desk.model().run_id())
            .process_group(0)
            .stderr(match err {
                Some(err) => Stdio::from(err),
                None => Stdio::from(out.try_clone()?),
            })
            .stdout(Stdio::from(out));
        if io::stdin().is_terminal() {
            // The command is not the terminal's foreground group: to read from it would
            // stop it for ever.
            command.stdin(Stdio::null());
        }
        if let Some(slot) = slot {
            command.env("TPR_EVENTS_FD", slot.number().to_string());
        }
        let child = command.spawn()?;
        i32::try_from(child.id())
            .ok()
            .and_then(Pid::from_raw)
            .ok_or_else(|| io::Error::other("no process id"))
    }

    pub(crate) fn failfast_summary(&self, desk: &Desk, ended: bool) {
        let orders = self.orders;
        let model = desk.model();
        let summary = failfast::summary(&model, orders.failfast, ended.then(Now::read));
        drop(model);
        if let Err(error) = failfast::write(&orders.failfast_summary, &summary) {
            say::warn(&error.to_string());
        }
    }
}

/// What a state says of a process.
pub(crate) fn facts(process: &sys::Process) -> record::run::ProcessFacts {
    record::run::ProcessFacts { parent_pid: None, state: None, ..process.facts() }
}

fn not_started(command: &[OsString], error: &io::Error) -> (RunEnd, Outcome) {
    let code = match error.kind() {
        io::ErrorKind::NotFound => 127,
        _ => 126,
    };
    let program = command.first().cloned().unwrap_or_default();
    let program = program.to_string_lossy();
    say::warn(&format!("{program}: cannot run: {}", files::reason(error)));
    let end = RunEnd {
        cause: EndCause::NotStarted,
        exit_code: Some(i64::from(code)),
        signal: None,
        signal_name: None,
    };
    (end, Outcome { code, signal: None })
}
