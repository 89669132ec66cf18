//! `watch`: a filter between two pipes that keeps a state of what passes.
//!
//! The bytes go through as they are; the state is beside them. Who produces the stream is
//! not known here, so the end of the input alone says nothing: only a trailer
//! (`parse-summary.v1`) or `run_finished` makes the run one that ended.

use crate::clock::Now;
use crate::exec::take_lock;
use crate::model::{About, Model};
use crate::orders::Naming;
use crate::recorder::{Desk, Sinks};
use crate::sighting::{self, Told};
use crate::store::{self, ReadState, StateFile};
use crate::{identity, say, sys};
use cli::{Bad, Cx, Error, Status};
use record::run::{EndCause, Liveness, RunEnd, RunLimits, reason};
use std::io::Read as _;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

/// A sign of life, durable, this often.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// How long the disk may take for the last state.
const LAST_STATE: Duration = Duration::from_secs(10);
/// Read and written at once.
const BLOCK: usize = 64 << 10;

/// The verb.
pub(crate) fn verb(cx: &Cx) -> Result<(), Error> {
    let naming = Naming::of(cx).map_err(Error::input)?;
    let lock = take_lock(&naming.state).map_err(Error::usage)?;
    if let ReadState::State(old) = store::read_state(&naming.state)
        && old.in_progress
    {
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
        liveness: if lock.is_some() { Liveness::Lock } else { Liveness::Process },
        platform: identity::platform(),
        writer: sys::own().process.as_ref().map(crate::exec::facts),
        events: false,
    };
    let state = StateFile::new(&naming.state, lock.is_some());
    let sinks = Sinks { state, events: None, durable: cx.args().has("durable") };
    let desk = Desk::new(Model::new(about, now), sinks);
    desk.write_here();
    desk.hire();
    let (stop, stopped) = mpsc::channel::<()>();
    let beating = Arc::clone(&desk);
    let beat = move || {
        while stopped.recv_timeout(HEARTBEAT) == Err(mpsc::RecvTimeoutError::Timeout) {
            let mut model = beating.model();
            model.heartbeat(Now::read());
            model.sync();
        }
    };
    let heart = match sys::has_room() {
        true => std::thread::Builder::new().name("heart".to_owned()).spawn(beat),
        false => Err(std::io::ErrorKind::OutOfMemory.into()),
    };
    if let Err(error) = heart {
        say::warn(&format!("no heartbeat, threads: {}", files::reason(&error)));
    }
    let mut stream = Stream { cx, desk: &desk, tail: Vec::new(), name: String::new(), line: 0, end: None };
    let passed_on = stream.carry();
    let end = stream.end.take();
    if end.is_none() && passed_on.is_ok() {
        cx.raise(Status::BadInput);
        say::warn("the input ended without a trailer or run_finished: the run is incomplete");
    }
    let none = RunEnd { cause: EndCause::EndOfInput, exit_code: None, signal: None, signal_name: None };
    drop(stop);
    let written = desk.close(LAST_STATE, |model| {
        if passed_on.is_err() {
            model.problem(reason::OUTPUT_CLOSED, "the output could not be passed on", Now::read());
        }
        model.end(end.unwrap_or(none), Now::read());
    });
    if !written {
        say::warn("the disk does not answer; the last state may be missing");
    }
    passed_on
}

struct Stream<'a> {
    cx: &'a Cx,
    desk: &'a Desk,
    /// The unfinished line.
    tail: Vec<u8>,
    name: String,
    line: u64,
    end: Option<RunEnd>,
}

impl Stream<'_> {
    fn carry(&mut self) -> Result<(), Error> {
        let longest = self.cx.args().size("max-line").and_then(|n| usize::try_from(n).ok());
        let longest = longest.unwrap_or(16 << 20);
        let out = self.cx.out();
        let mut block = vec![0; BLOCK];
        for mut source in self.cx.sources()? {
            self.name.clone_from(&source.name);
            self.line = 0;
            // Whether the line at hand is being thrown away for its length.
            let mut skipping = false;
            loop {
                let n = match source.read(&mut block) {
                    Ok(0) => break,
                    Ok(n) => n,
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                    Err(error) => return Err(Error::io(&self.name, &error)),
                };
                out.bytes(&block[..n])?;
                let mut rest = &block[..n];
                while let Some(at) = memchr::memchr(b'\n', rest) {
                    let (head, tail) = rest.split_at(at);
                    rest = &tail[1..];
                    self.line += 1;
                    if std::mem::take(&mut skipping) {
                        self.tail.clear();
                    } else if self.tail.is_empty() {
                        self.told(head)?;
                    } else {
                        self.tail.extend_from_slice(head);
                        let line = std::mem::take(&mut self.tail);
                        self.told(&line)?;
                        self.tail = line;
                        self.tail.clear();
                    }
                }
                if !skipping {
                    self.tail.extend_from_slice(rest);
                    if self.tail.len() > longest {
                        skipping = true;
                        self.tail = Vec::new();
                        let line = Some(self.line + 1);
                        let reason = "longer than --max-line";
                        self.cx.bad(Bad { file: &self.name, line, reason, bytes: b"" })?;
                    }
                }
            }
            if !self.tail.is_empty() {
                self.line += 1;
                let line = std::mem::take(&mut self.tail);
                self.told(&line)?;
            }
        }
        out.flush()
    }

    /// Takes one line.
    fn told(&mut self, line: &[u8]) -> Result<(), Error> {
        let line = line.trim_ascii();
        if line.is_empty() {
            return Ok(());
        }
        let mut model = self.desk.model();
        let told = sighting::record(&mut model, line, Now::read());
        let bad = match told {
            Told::Bad(why) => Some(why),
            Told::Foreign if !line.starts_with(b"{") => Some("not a record".to_owned()),
            Told::Trailer { complete, passed, cause, exit_code, signal } => {
                if !complete {
                    model.reason(reason::INPUT_INCOMPLETE);
                    self.cx.raise(Status::BadInput);
                }
                // A producer that says that it did not pass, and not why, is taken at its
                // word.
                let exit_code = exit_code.or((passed == Some(false) && signal.is_none()).then_some(1));
                self.end = Some(RunEnd {
                    cause: cause.unwrap_or(EndCause::Trailer),
                    exit_code,
                    signal,
                    signal_name: signal.and_then(|n| i32::try_from(n).ok()).map(crate::signals::name),
                });
                None
            }
            Told::Failed | Told::Taken | Told::Foreign => None,
        };
        if let Some(reason) = &bad {
            model.reason(reason::INPUT_INCOMPLETE);
            drop(model);
            let line_number = Some(self.line);
            self.cx.bad(Bad { file: &self.name, line: line_number, reason, bytes: line })?;
        }
        Ok(())
    }
}
