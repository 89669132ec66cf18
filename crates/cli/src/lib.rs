//! What every tool of runproof has in common, so that a person who has learned one knows
//! them all: one table of flags that gives parsing, help, man page and completions; one way
//! to read, to write, to complain, and to end.
//!
//! A tool is a `const` [`Tool`] and a function over a [`Cx`]:
//!
//! ```no_run
//! use runproof_cli as cli;
//! use cli::{Cx, Error, Example, Take, Tool, Verb};
//!
//! const TOOL: Tool = Tool {
//!     name: "count-lines",
//!     version: env!("CARGO_PKG_VERSION"),
//!     about: "count records",
//!     details: "",
//!     verbs: &[Verb {
//!         examples: &[Example { command: "count-lines a.ndjson", about: "how many" }],
//!         reads: "any NDJSON",
//!         writes: "a number",
//!         ..Verb::NEW
//!     }],
//! };
//!
//! fn main() -> std::process::ExitCode {
//!     cli::main(&TOOL, run)
//! }
//!
//! fn run(cx: &Cx) -> Result<(), Error> {
//!     let seen = cx.read_lines(|_line| Ok(Take::Used))?;
//!     cx.out().bytes(format!("{}\n", seen.lines).as_bytes())
//! }
//! ```
//!
//! - Values of flags are checked while the command line is read; a wrong one is status 2
//!   before anything happens.
//! - [`Cx::read_lines`] drives record input; [`Cx::sources`] gives whole files, whose
//!   [`Source`] flushes the output before it waits.
//! - [`pattern::Pattern`] takes labels out of paths.
//! - [`sniff::tell`] says what an input is that comes without a name for its format.
//! - [`Out::emit`] writes records in the format in force; [`Out::view`] declares tables.
//! - A closed pipe downstream ends the tool quietly; every other failure to write is
//!   status 4, also when it shows only at the last flush.
//! - `-o FILE` is replaced only when the verb returns `Ok` (also with status 1 or 3).

mod args;
mod complete;
mod cx;
mod error;
mod help;
mod input;
mod man;
mod out;
pub mod pattern;
pub mod sniff;
pub mod spec;
mod suggest;
mod table;
mod term;
pub mod value;

pub use args::Args;
pub use cx::{Bad, Cx};
pub use error::{Error, Status, describe};
pub use input::{Line, Seen, Sink, Source, Take, json_reason};
pub use out::{Format, Out};
pub use spec::{Example, Flag, Input, Kind, Tool, Verb, common};
pub use table::{Column, Show, View, at};
pub use term::{human_bytes, human_ms, is_unsafe};

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

/// Runs a tool: reads the command line, runs the verb, ends with its status.
pub fn main(tool: &'static Tool, run: impl FnOnce(&Cx) -> Result<(), Error>) -> ExitCode {
    outlive_file_limit();
    let env = |name: &str| std::env::var_os(name);
    let done = args::parse(tool, std::env::args_os().skip(1), &env).and_then(|asked| match asked {
        args::Asked::Print(text) => print(&text).map(|()| 0),
        args::Asked::Run(verb, args) => {
            let cx = Cx::new(tool, verb, args)?;
            let result = run(&cx);
            Ok(cx.finish(result))
        }
    });
    ExitCode::from(done.unwrap_or_else(|error| {
        if error.closed {
            return 0;
        }
        cx::say(tool.name, &error.message);
        if let Some(hint) = &error.hint {
            cx::say(tool.name, &format!("hint: {hint}"));
        }
        error.status.code()
    }))
}

/// Under `ulimit -f` a write beyond the limit kills, unless the signal has a handler: then it
/// fails like any other, is told, and has its status.
fn outlive_file_limit() {
    if rustix::process::getrlimit(rustix::process::Resource::Fsize).current.is_some() {
        // Without a handler the run ends as it would have.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
    }
}

fn print(text: &str) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    let done = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    done.map_err(|e| Error::io("standard output", &e))
}

/// The man page or a shell's completions.
fn generate(tool: &Tool, what: &str) -> String {
    match what {
        "complete-bash" => complete::bash(tool),
        "complete-zsh" => complete::zsh(tool),
        "complete-fish" => complete::fish(tool),
        _ => man::page(tool),
    }
}
