//! What a running verb works with: its arguments, its output, its messages, its status.

use crate::args::Args;
use crate::error::{Error, Status};
use crate::out::{Format, Out};
use crate::spec::{Tool, Verb};
use crate::term::Progress;
use std::cell::{Cell, RefCell};
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::rc::Rc;

/// Bad lines that are told one by one; after them only the count.
const TOLD: u64 = 5;

/// The context of one run.
pub struct Cx {
    tool: &'static Tool,
    verb: &'static Verb,
    args: Args,
    out: Out,
    quiet: bool,
    status: Cell<Status>,
    code: Cell<Option<u8>>,
    bad: Cell<u64>,
    policy: Policy,
    rejects: RefCell<Option<(files::AtomicFile, String)>>,
    pub(crate) progress: Rc<RefCell<Progress>>,
    pub(crate) complete: Cell<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Policy {
    Report,
    Stop,
    Skip,
}

/// A piece of the input that cannot be used.
#[derive(Clone, Copy, Debug)]
pub struct Bad<'a> {
    /// The input's name.
    pub file: &'a str,
    /// The line, from 1; `None` for a whole file.
    pub line: Option<u64>,
    /// What is wrong with it.
    pub reason: &'a str,
    /// Its bytes, for `--rejects`; empty when they went there already.
    pub bytes: &'a [u8],
}

/// The rejects must not land in the output or over an input.
fn keep_apart(args: &Args) -> Result<(), Error> {
    let Some(rejects) = args.path("rejects") else { return Ok(()) };
    if args.path("output").is_some_and(|output| files::is_same(output, rejects)) {
        return Err(Error::usage(format!("--rejects and --output are one file: {}", rejects.display())));
    }
    if args.operands().iter().any(|operand| files::is_same(Path::new(operand), rejects)) {
        return Err(Error::usage(format!("--rejects would overwrite an input: {}", rejects.display())));
    }
    Ok(())
}

impl Cx {
    pub(crate) fn new(tool: &'static Tool, verb: &'static Verb, args: Args) -> Result<Cx, Error> {
        let quiet = args.has("quiet");
        // A verb whose own `--output` is something else than its records says so by
        // declaring that flag itself.
        let own_output = verb.flags.iter().any(|f| f.long == "output");
        let output = args.path("output").filter(|path| !own_output && *path != Path::new("-"));
        let terminal = output.is_none() && std::io::stdout().is_terminal();
        let format = match args.text("format") {
            Some("ndjson") => Format::Ndjson,
            Some("csv") => Format::Csv,
            Some("table") => Format::Table,
            _ if terminal => Format::Table,
            _ => Format::Ndjson,
        };
        let color = crate::term::color(args.text("color"), terminal);
        keep_apart(&args)?;
        let rejects = match args.path("rejects") {
            None => None,
            Some(path) => {
                let name = path.display().to_string();
                let file = files::AtomicFile::create(path).map_err(|e| Error::io(&name, &e.source))?;
                Some((file, name))
            }
        };
        let policy = match args.text("bad-input") {
            Some("stop") => Policy::Stop,
            Some("skip") => Policy::Skip,
            _ => Policy::Report,
        };
        // Records that scroll by on a terminal show how far it is themselves.
        let silent = quiet || (terminal && format != Format::Table);
        let progress = Rc::new(RefCell::new(Progress::new(tool.name, silent)));
        let out = Out::open(output, format, color, terminal.then(|| Rc::clone(&progress)))?;
        Ok(Cx {
            tool,
            verb,
            args,
            out,
            quiet,
            status: Cell::new(Status::Done),
            code: Cell::new(None),
            bad: Cell::new(0),
            policy,
            rejects: RefCell::new(rejects),
            progress,
            complete: Cell::new(true),
        })
    }

    /// The tool.
    pub fn tool(&self) -> &'static Tool {
        self.tool
    }

    /// The verb's name; empty for a tool of one purpose.
    pub fn verb(&self) -> &'static str {
        self.verb.name
    }

    /// The flags and operands.
    pub fn args(&self) -> &Args {
        &self.args
    }

    /// A handle on the output.
    pub fn out(&self) -> Out {
        self.out.clone()
    }

    /// `--threads`, or the cores there are.
    pub fn threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        self.args.count("threads").map_or_else(cores, |n| n as usize)
    }

    /// Says something on stderr: `tool: where: what`. `--quiet` silences it.
    pub fn warn(&self, message: impl std::fmt::Display) {
        if !self.quiet {
            self.say(&message.to_string());
        }
    }

    /// Says an error that does not end the run, and remembers its status.
    pub fn error(&self, error: &Error) {
        self.say(&error.message);
        if let Some(hint) = &error.hint {
            self.say(&format!("hint: {hint}"));
        }
        self.raise(error.status);
    }

    fn say(&self, message: &str) {
        self.progress.borrow_mut().clear();
        say(self.tool.name, message);
    }

    /// Says on the progress line, where there is one, how far the work is that follows reading.
    pub fn progress(&self, what: impl FnOnce() -> String) {
        self.progress.borrow_mut().tick(what);
    }

    /// Does work that reads nothing and may take long: on a terminal the progress line says
    /// `what` is done meanwhile. The work itself must not say anything through this context.
    pub fn working<T>(&self, what: impl Fn() -> String + Sync, work: impl FnOnce() -> T) -> T {
        self.progress.borrow_mut().during(what, work)
    }

    /// The status is at least this one.
    pub fn raise(&self, status: Status) {
        self.status.set(self.status.get().max(status));
    }

    /// The answer is no: status 1, unless something heavier happens.
    pub fn answer_no(&self) {
        self.raise(Status::No);
    }

    /// The exact exit status, for wrappers that pass a child's status through; nothing else
    /// changes it any more.
    pub fn exit_with(&self, code: u8) {
        self.code.set(Some(code));
    }

    /// Whether every stream read so far was whole: see [`Cx::read_lines`].
    pub fn is_complete(&self) -> bool {
        self.complete.get()
    }

    /// How many lines were refused so far.
    pub fn rejected(&self) -> u64 {
        self.bad.get()
    }

    /// Treats a piece of bad input after `--bad-input`, and keeps it in `--rejects`.
    ///
    /// # Errors
    /// When the policy is to stop, or the rejects cannot be written.
    pub fn bad(&self, bad: Bad<'_>) -> Result<(), Error> {
        if !bad.bytes.is_empty() {
            self.reject(bad.bytes)?;
            self.reject(b"\n")?;
        }
        self.bad.set(self.bad.get() + 1);
        let place = match bad.line {
            Some(line) => format!("{}:{line}: {}", bad.file, bad.reason),
            None => format!("{}: {}", bad.file, bad.reason),
        };
        match self.policy {
            Policy::Stop => return Err(Error::input(place).hint("stopped there, as --bad-input=stop asks")),
            Policy::Report if self.bad.get() <= TOLD => self.say(&place),
            Policy::Report | Policy::Skip => {}
        }
        self.raise(Status::BadInput);
        Ok(())
    }

    /// Writes bytes into `--rejects`, where that is given.
    pub(crate) fn reject(&self, bytes: &[u8]) -> Result<(), Error> {
        if let Some((file, name)) = self.rejects.borrow_mut().as_mut() {
            file.write_all(bytes).map_err(|e| Error::io(&*name, &e))?;
        }
        Ok(())
    }

    /// Ends the run: output in place, rejects in place, last messages; the exit status.
    pub(crate) fn finish(self, result: Result<(), Error>) -> u8 {
        self.progress.borrow_mut().clear();
        let bad = self.bad.get();
        if bad > TOLD && self.policy == Policy::Report {
            self.say(&format!("{bad} lines of bad input in all, {} not shown", bad - TOLD));
        } else if bad > 0 && self.policy == Policy::Skip {
            self.warn(format!("{bad} lines of bad input skipped"));
        }
        let Cx { tool, out, quiet, status, code, rejects, .. } = self;
        let mut status = status.get();
        let mut closed = false;
        let mut ended = |error: &Error| {
            if error.closed {
                closed = true;
                return;
            }
            say(tool.name, &error.message);
            if let Some(hint) = &error.hint {
                say(tool.name, &format!("hint: {hint}"));
            }
            status = status.max(error.status);
        };
        match result {
            Ok(()) => match out.finish() {
                Ok(left_out) => {
                    if !quiet {
                        for (schema, n) in left_out {
                            let schema = if schema.is_empty() { "other lines" } else { &schema };
                            say(
                                tool.name,
                                &format!("{schema}: {n} records left out: CSV holds one kind only"),
                            );
                        }
                    }
                }
                Err(error) => ended(&error),
            },
            // What was written stays written, but a file of `-o` keeps its old content.
            Err(error) => {
                let stop = error.status == Status::BadInput;
                ended(&error);
                if stop && let Err(error) = out.flush() {
                    ended(&error);
                }
            }
        }
        if let Some((file, name)) = rejects.into_inner()
            && let Err(error) = file.commit()
        {
            ended(&Error::io(name, &error.source));
        }
        if closed && status < Status::BadInput {
            return 0;
        }
        code.get().unwrap_or(status.code())
    }
}

/// One line on stderr. When even that cannot be written there is nobody left to tell.
pub(crate) fn say(tool: &str, message: &str) {
    let mut line = String::with_capacity(message.len());
    for c in message.chars() {
        // A file's name must not forge a second message, nor turn the first one around.
        if crate::term::is_unsafe(c) {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    let _ = writeln!(std::io::stderr(), "{tool}: {line}");
}
