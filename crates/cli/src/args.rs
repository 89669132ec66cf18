//! A command line, read against the table.

use crate::error::Error;
use crate::spec::{Flag, Input, Tool, Verb};
use crate::suggest::nearest;
use crate::value;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Asked {
    /// Help, version, man page, completions: print and be done.
    Print(String),
    /// Run the verb.
    Run(&'static Verb, Args),
}

/// The flags and operands that were given; every value is already checked.
#[derive(Clone, Debug, Default)]
pub struct Args {
    values: BTreeMap<&'static str, Vec<OsString>>,
    defaults: BTreeMap<&'static str, OsString>,
    operands: Vec<OsString>,
    command: Vec<OsString>,
}

/// Reads `argv` (without the program's name).
pub(crate) fn parse(
    tool: &Tool,
    argv: impl IntoIterator<Item = OsString>,
    env: &dyn Fn(&str) -> Option<OsString>,
) -> Result<Asked, Error> {
    let mut argv: Vec<OsString> = argv.into_iter().collect();
    let named = argv.first().and_then(|first| first.to_str()).and_then(|first| tool.verb(first));
    let verb = match named {
        Some(verb) => {
            argv.remove(0);
            verb
        }
        None => match tool.default_verb() {
            Some(verb) => verb,
            None => return without_verb(tool, &argv),
        },
    };
    let asked_by_name = named.is_some();
    let flags = verb.all_flags();
    let mut args = Args::default();
    let mut parser = lexopt::Parser::from_args(argv);
    while let Some(arg) = parser.next().map_err(|e| unexpected(tool, verb, &e))? {
        // `-qh` is two switches; only `--quiet=h` gives a switch a value.
        let is_long = matches!(arg, lexopt::Arg::Long(_));
        let flag = match arg {
            lexopt::Arg::Value(operand) => {
                args.operands.push(operand);
                if verb.input == Input::Command {
                    // The command's own flags are not ours.
                    args.operands.extend(parser.raw_args().map_err(|e| unexpected(tool, verb, &e))?);
                }
                continue;
            }
            lexopt::Arg::Long(name) => {
                let found = flags.iter().find(|f| f.long == name).copied();
                found.ok_or_else(|| unknown(tool, verb, &flags, name))?
            }
            lexopt::Arg::Short(letter) => {
                flags.iter().find(|f| f.short == Some(letter)).copied().ok_or_else(|| {
                    Error::usage(format!("unknown flag -{letter}")).hint(see_help(tool, verb))
                })?
            }
        };
        match flag.long {
            "help" => return Ok(Asked::Print(crate::help::text(tool, asked_by_name.then_some(verb)))),
            "version" => return Ok(Asked::Print(format!("{} {}\n", tool.name, tool.version))),
            _ => {}
        }
        if flag.kind.is_switch() {
            if is_long && parser.optional_value().is_some() {
                return Err(Error::usage(format!("--{} takes no value", flag.long)));
            }
            args.values.entry(flag.long).or_default().push(OsString::new());
            continue;
        }
        let raw = parser.value().map_err(|_| {
            Error::usage(format!("--{} needs a value: {}", flag.long, flag.value)).hint(see_help(tool, verb))
        })?;
        if let Err(why) = value::check(flag.kind, &raw) {
            let given = if raw.is_empty() { "''".into() } else { raw.to_string_lossy() };
            return Err(Error::usage(format!("--{} {given}: {why}", flag.long)));
        }
        let given = args.values.entry(flag.long).or_default();
        if !given.is_empty() && !flag.many {
            return Err(Error::usage(format!("--{} is given twice", flag.long)));
        }
        given.push(raw);
    }
    if let Some(what) = args.text("generate") {
        return Ok(Asked::Print(crate::generate(tool, what)));
    }
    fill_defaults(&flags, &mut args, env)?;
    if verb.input == Input::Command {
        args.command = std::mem::take(&mut args.operands);
    }
    let given = args.operands.len().max(args.command.len());
    let (least, most) = verb.count;
    if given < least {
        return Err(Error::usage(format!("{} is missing", verb.operands)).hint(see_help(tool, verb)));
    }
    if given > most {
        let extra = args.operands.get(most).map_or(String::new(), |o| format!(": {}", o.display()));
        return Err(Error::usage(format!("one operand too many{extra}")).hint(see_help(tool, verb)));
    }
    Ok(Asked::Run(verb, args))
}

fn fill_defaults(
    flags: &[Flag],
    args: &mut Args,
    env: &dyn Fn(&str) -> Option<OsString>,
) -> Result<(), Error> {
    for flag in flags {
        let from_env = flag.env.and_then(|name| env(name).filter(|v| !v.is_empty()).map(|v| (name, v)));
        if let Some((name, raw)) = from_env {
            if !args.values.contains_key(flag.long) {
                value::check(flag.kind, &raw)
                    .map_err(|why| Error::usage(format!("{name}={}: {why}", raw.display())))?;
            }
            args.defaults.insert(flag.long, raw);
        } else if let Some(default) = flag.default {
            args.defaults.insert(flag.long, default.into());
        }
    }
    Ok(())
}

/// A tool that does nothing by itself: only help and the like are possible.
fn without_verb(tool: &Tool, argv: &[OsString]) -> Result<Asked, Error> {
    let verbs = || tool.verbs.iter().map(|v| v.name);
    let list = verbs().collect::<Vec<_>>().join(", ");
    let Some(first) = argv.first() else {
        return Err(
            Error::usage(format!("no verb given; one of {list}")).hint(format!("{} --help", tool.name))
        );
    };
    match first.to_str().unwrap_or_default() {
        "-h" | "--help" | "help" => Ok(Asked::Print(crate::help::text(tool, None))),
        "-V" | "--version" => Ok(Asked::Print(format!("{} {}\n", tool.name, tool.version))),
        generate if generate == "--generate" || generate.starts_with("--generate=") => {
            let what = generate
                .strip_prefix("--generate=")
                .or_else(|| argv.get(1).and_then(|v| v.to_str()))
                .unwrap_or_default();
            value::check(crate::spec::common::GENERATE.kind, OsStr::new(what))
                .map_err(|why| Error::usage(format!("--generate {what}: {why}")))?;
            Ok(Asked::Print(crate::generate(tool, what)))
        }
        flag if flag.starts_with('-') => {
            Err(Error::usage(format!("{flag} stands before the verb; one of {list}"))
                .hint(format!("{} VERB [FLAGS]", tool.name)))
        }
        word => {
            let error = Error::usage(format!("unknown verb '{}'; one of {list}", first.display()));
            Err(match nearest(word, verbs()) {
                Some(near) => error.hint(format!("did you mean '{near}'?")),
                None => error,
            })
        }
    }
}

fn see_help(tool: &Tool, verb: &Verb) -> String {
    let verb = if verb.name.is_empty() || verb.default { String::new() } else { format!(" {}", verb.name) };
    format!("see {}{verb} --help", tool.name)
}

fn unknown(tool: &Tool, verb: &Verb, flags: &[Flag], name: &str) -> Error {
    let error = Error::usage(format!("unknown flag --{name}"));
    if let Some(near) = nearest(name, flags.iter().map(|f| f.long)) {
        return error.hint(format!("did you mean --{near}?"));
    }
    let others = || tool.verbs.iter().filter(|v| v.name != verb.name);
    let of = |other: &Verb| format!("'{}'", format!("{} {}", tool.name, other.name).trim_end());
    if let Some(other) = others().find(|v| v.flag(name).is_some()) {
        return error.hint(format!("it is a flag of {}", of(other)));
    }
    let near = |other: &Verb| nearest(name, other.all_flags().iter().map(|f| f.long));
    match others().find_map(|v| Some((v, near(v)?))) {
        Some((other, near)) => error.hint(format!("did you mean --{near}, a flag of {}?", of(other))),
        None => error.hint(see_help(tool, verb)),
    }
}

fn unexpected(tool: &Tool, verb: &Verb, error: &lexopt::Error) -> Error {
    Error::usage(error.to_string()).hint(see_help(tool, verb))
}

impl Args {
    fn raw(&self, long: &str) -> Option<&OsStr> {
        self.values
            .get(long)
            .and_then(|given| given.last())
            .or_else(|| self.defaults.get(long))
            .map(OsString::as_os_str)
    }

    /// Whether the flag stands on the command line (a default does not count).
    pub fn has(&self, long: &str) -> bool {
        self.values.contains_key(long)
    }

    /// The value as text.
    pub fn text(&self, long: &str) -> Option<&str> {
        self.raw(long)?.to_str()
    }

    /// All values of a flag that may be repeated, in order; its default when none is given.
    pub fn all(&self, long: &str) -> Vec<&str> {
        match self.values.get(long) {
            Some(given) => given.iter().filter_map(|v| v.to_str()).collect(),
            None => self.defaults.get(long).and_then(|v| v.to_str()).into_iter().collect(),
        }
    }

    /// The parts of a comma-separated list, over all times that it is given.
    pub fn list(&self, long: &str) -> Vec<&str> {
        self.all(long).into_iter().flat_map(value::list).collect()
    }

    /// `KEY=VALUE` pairs; a later one of the same key wins.
    pub fn pairs(&self, long: &str) -> BTreeMap<String, String> {
        let pairs = self.all(long).into_iter().filter_map(|v| value::key_value(v).ok());
        pairs.map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
    }

    /// The value as a path.
    pub fn path(&self, long: &str) -> Option<&Path> {
        self.raw(long).map(Path::new)
    }

    /// All paths of a flag that may be repeated.
    pub fn paths(&self, long: &str) -> Vec<PathBuf> {
        self.values.get(long).map(|given| given.iter().map(PathBuf::from).collect()).unwrap_or_default()
    }

    /// The value as a whole number ([`crate::Kind::Count`], [`crate::Kind::Range`]).
    pub fn count(&self, long: &str) -> Option<u64> {
        value::count(self.text(long)?).ok()
    }

    /// The value as a number.
    pub fn number(&self, long: &str) -> Option<f64> {
        value::number(self.text(long)?).ok()
    }

    /// The value as a duration.
    pub fn duration(&self, long: &str) -> Option<Duration> {
        value::duration(self.text(long)?).ok()
    }

    /// The value as bytes.
    pub fn size(&self, long: &str) -> Option<u64> {
        value::size(self.text(long)?).ok()
    }

    /// The value as a ratio.
    pub fn ratio(&self, long: &str) -> Option<f64> {
        value::ratio(self.text(long)?).ok()
    }

    /// The value as a share from 0 to 1.
    pub fn share(&self, long: &str) -> Option<f64> {
        value::share(self.text(long)?).ok()
    }

    /// The operands.
    pub fn operands(&self) -> &[OsString] {
        &self.operands
    }

    /// The command of a wrapper ([`Input::Command`]).
    pub fn command(&self) -> &[OsString] {
        &self.command
    }
}

#[cfg(test)]
#[path = "args_tests.rs"]
mod tests;
