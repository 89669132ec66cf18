//! What the command line asks for, in the terms of the run.

use crate::sighting::Reading;
use cli::Cx;
use record::Labels;
use record::run::FailfastMode;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What makes a hung runtime tell where it hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StackDump {
    /// SIGQUIT to Java and Go, which print their stacks; nothing to others.
    Auto,
    /// SIGABRT to the whole run: what has a handler or a core dump shows it.
    Abort,
    Off,
}

/// What names a run, in every verb that makes a state.
#[derive(Clone, Debug)]
pub(crate) struct Naming {
    pub(crate) state: PathBuf,
    pub(crate) run_id: Option<String>,
    pub(crate) commit: Option<String>,
    pub(crate) environment_sha256: Option<String>,
    pub(crate) seed: u64,
    pub(crate) expected: Option<u64>,
    pub(crate) labels: Labels,
}

/// What the command line of `exec` asks for.
#[derive(Clone, Debug)]
pub(crate) struct Orders {
    pub(crate) naming: Naming,
    pub(crate) events: Option<PathBuf>,
    pub(crate) log: Option<PathBuf>,
    pub(crate) reading: Reading,
    pub(crate) events_fd: Option<i32>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) idle_timeout: Option<Duration>,
    pub(crate) test_timeout: Option<Duration>,
    pub(crate) grace: Duration,
    pub(crate) failfast: FailfastMode,
    pub(crate) failfast_summary: PathBuf,
    pub(crate) repeat: Option<u64>,
    pub(crate) durable: bool,
    pub(crate) stack_dump: StackDump,
    pub(crate) command: Vec<OsString>,
}

/// A failure before the command was started: status 125.
pub(crate) type Refused = String;

impl Naming {
    /// From the flags.
    ///
    /// # Errors
    /// When the environment's record cannot be read, or a file would be written over another.
    pub(crate) fn of(cx: &Cx) -> Result<Naming, Refused> {
        let args = cx.args();
        keep_apart(cx)?;
        let text = |flag: &str| args.text(flag).map(str::to_owned);
        Ok(Naming {
            state: args.path("state").map(Path::to_owned).unwrap_or_default(),
            run_id: text("run-id"),
            commit: text("commit"),
            environment_sha256: args.path("environment").map(signature_of).transpose()?,
            seed: args.count("seed").unwrap_or_default(),
            expected: args.count("expect"),
            labels: args.pairs("set"),
        })
    }
}

/// A state is replaced whole, by a rename: what is no file (`/dev/null`) must not be replaced
/// by one, and other evidence must not stand in its way.
fn keep_apart(cx: &Cx) -> Result<(), Refused> {
    let given = |flag| cx.args().path(flag).map(|path| (flag, path));
    let outputs: Vec<_> =
        ["state", "events", "log", "failfast-summary"].into_iter().filter_map(given).collect();
    if let Some((_, state)) = outputs.iter().find(|(flag, _)| *flag == "state")
        && let Ok(about) = std::fs::symlink_metadata(state)
        && !(about.is_file() || about.is_symlink())
    {
        return Err(format!("--state {}: not a file, and would be replaced by one", state.display()));
    }
    for (n, (flag, path)) in outputs.iter().enumerate() {
        if let Some((other, _)) = outputs[..n].iter().find(|(_, other)| files::is_same(path, other)) {
            return Err(format!("--{other} and --{flag} are one file: {}", path.display()));
        }
    }
    Ok(())
}

/// The signature in an `env.v1` file.
fn signature_of(path: &Path) -> Result<String, Refused> {
    let text = std::fs::read(path).map_err(|e| format!("{}: {}", path.display(), files::reason(&e)))?;
    let env: record::Env = serde_json::from_slice(&text)
        .map_err(|e| format!("{}: not an env.v1: {}", path.display(), cli::json_reason(&e)))?;
    Ok(env.signature_sha256)
}

impl Orders {
    /// From the flags; their values were checked while they were read.
    ///
    /// # Errors
    /// When something that they name cannot be used.
    pub(crate) fn of(cx: &Cx) -> Result<Orders, Refused> {
        let args = cx.args();
        let naming = Naming::of(cx)?;
        let path = |flag: &str| args.path(flag).map(Path::to_owned);
        let summary =
            path("failfast-summary").unwrap_or_else(|| naming.state.with_file_name("failfast.summary.json"));
        Ok(Orders {
            events: path("events"),
            log: path("log"),
            reading: args.text("input-format").and_then(Reading::of_name).unwrap_or(Reading::ANY),
            events_fd: args.count("events-fd").and_then(|n| i32::try_from(n).ok()),
            timeout: limit(cx, "timeout"),
            idle_timeout: limit(cx, "idle-timeout"),
            test_timeout: limit(cx, "test-timeout"),
            grace: args.duration("grace").unwrap_or_default(),
            failfast: match args.text("failfast-mode") {
                Some("soft") => FailfastMode::Soft,
                Some("hard") => FailfastMode::Hard,
                _ => FailfastMode::Off,
            },
            failfast_summary: summary,
            repeat: args.count("repeat"),
            durable: args.has("durable"),
            stack_dump: match args.text("stack-dump") {
                Some("abort") => StackDump::Abort,
                Some("off") => StackDump::Off,
                _ => StackDump::Auto,
            },
            command: args.command().to_vec(),
            naming,
        })
    }
}

/// A limit; zero is none, as in other tools of this kind.
fn limit(cx: &Cx, flag: &str) -> Option<Duration> {
    cx.args().duration(flag).filter(|limit| !limit.is_zero())
}
