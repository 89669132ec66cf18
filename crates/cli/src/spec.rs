//! The table from which everything about a command line comes: parsing, help, man page,
//! completions and typo hints.

/// A tool: its name, its verbs, and what each of them takes.
#[derive(Clone, Copy, Debug)]
pub struct Tool {
    /// The binary's name.
    pub name: &'static str,
    /// `env!("CARGO_PKG_VERSION")`.
    pub version: &'static str,
    /// What it is for: one line, no full stop.
    pub about: &'static str,
    /// Paragraphs for `--help` and the man page, separated by blank lines.
    pub details: &'static str,
    /// What it can do. A verb with an empty name, or with `default` set, is what happens
    /// when none is named.
    pub verbs: &'static [Verb],
}

/// One thing that a tool does.
#[derive(Clone, Copy, Debug)]
pub struct Verb {
    /// `merge`; empty for a tool of one purpose.
    pub name: &'static str,
    /// Whether the name may be left out.
    pub default: bool,
    /// One line, no full stop.
    pub about: &'static str,
    /// What stands after the flags in the usage line: `[FILE...]`, `DIR...`, `-- CMD [ARG...]`.
    pub operands: &'static str,
    /// How many operands it takes, at least and at most.
    pub count: (usize, usize),
    /// What the operands are; decides the common flags.
    pub input: Input,
    /// Its own flags.
    pub flags: &'static [Flag],
    /// At least two, across the verbs of a tool.
    pub examples: &'static [Example],
    /// What it reads, in words.
    pub reads: &'static str,
    /// What it writes, in words.
    pub writes: &'static str,
    /// When its status is 1; empty when it never is.
    pub answer_no: &'static str,
    /// Further statuses, for wrappers.
    pub statuses: &'static [(&'static str, &'static str)],
}

impl Verb {
    /// A verb with nothing set, for `..Verb::NEW`.
    pub const NEW: Verb = Verb {
        name: "",
        default: false,
        about: "",
        operands: "[FILE...]",
        count: (0, usize::MAX),
        input: Input::Lines,
        flags: &[],
        examples: &[],
        reads: "",
        writes: "",
        answer_no: "",
        statuses: &[],
    };
}

/// What a verb's operands are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Streams of lines; standard input when there is none.
    Lines,
    /// Whole foreign files; standard input when there is none.
    Files,
    /// Paths that are looked at, not read as input; no standard input.
    Paths,
    /// No input at all.
    Nothing,
    /// Everything after the flags is a command to run.
    Command,
}

/// An example: the command, and what it is good for.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// What to type.
    pub command: &'static str,
    /// One line.
    pub about: &'static str,
}

/// A flag, declared once.
#[derive(Clone, Copy, Debug)]
pub struct Flag {
    /// The name without dashes.
    pub long: &'static str,
    /// A one-letter form.
    pub short: Option<char>,
    /// What it takes; [`Kind::Switch`] takes nothing.
    pub kind: Kind,
    /// The value's name in help, `FIELD`.
    pub value: &'static str,
    /// Whether it may be given more than once.
    pub many: bool,
    /// Used when it is not given; shown in help.
    pub default: Option<&'static str>,
    /// An environment variable that is read when it is not given.
    pub env: Option<&'static str>,
    /// One or more sentences, lower case, no full stop.
    pub help: &'static str,
}

impl Flag {
    /// A flag without a value.
    pub const fn switch(long: &'static str, help: &'static str) -> Flag {
        Flag { long, short: None, kind: Kind::Switch, value: "", many: false, default: None, env: None, help }
    }

    /// A flag with a value.
    pub const fn value(long: &'static str, kind: Kind, value: &'static str, help: &'static str) -> Flag {
        Flag { long, short: None, kind, value, many: false, default: None, env: None, help }
    }

    /// With a one-letter form.
    pub const fn short(mut self, short: char) -> Flag {
        self.short = Some(short);
        self
    }

    /// With a default.
    pub const fn default(mut self, default: &'static str) -> Flag {
        self.default = Some(default);
        self
    }

    /// With an environment variable as default.
    pub const fn env(mut self, env: &'static str) -> Flag {
        self.env = Some(env);
        self
    }

    /// May be given more than once.
    pub const fn many(mut self) -> Flag {
        self.many = true;
        self
    }
}

/// What a flag takes. Values are checked while the command line is read.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Nothing.
    Switch,
    /// Any text.
    Text,
    /// A path; need not be UTF-8.
    Path,
    /// A whole number, not negative.
    Count,
    /// A whole number within bounds.
    Range(u64, u64),
    /// Any finite number.
    Number,
    /// `500ms`, `1s`, `10m`, `1h30m`.
    Duration,
    /// `64KiB`, `50MB`, a bare number of bytes.
    Size,
    /// `1.10` or `110%`.
    Ratio,
    /// `0.95` or `95%`, from 0 to 1.
    Share,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// `KEY=VALUE`.
    KeyValue,
    /// Comma-separated, not empty.
    List,
    /// Checked by a function of the tool, which says what is wrong.
    Checked(fn(&str) -> Result<(), String>),
}

/// The flags that tools share.
pub mod common {
    use super::{Flag, Input, Kind};

    /// Labels for every record made.
    pub const SET: Flag =
        Flag::value("set", Kind::KeyValue, "KEY=VALUE", "put a label on every record made").many();
    /// The CI run's id.
    pub const RUN_ID: Flag = Flag::value("run-id", Kind::Text, "ID", "the CI run that the records belong to");
    /// Worker threads.
    pub const THREADS: Flag =
        Flag::value("threads", Kind::Range(1, 1024), "N", "worker threads [default: the cores there are]");

    pub(crate) const HELP: Flag = Flag::switch("help", "print this help").short('h');
    pub(crate) const VERSION: Flag = Flag::switch("version", "print the version").short('V');
    pub(crate) const QUIET: Flag =
        Flag::switch("quiet", "no warnings and no progress line; errors are still said").short('q');
    pub(crate) const OUTPUT: Flag = Flag::value(
        "output",
        Kind::Path,
        "FILE",
        "write to FILE instead of standard output (- is standard output): beside it first, then renamed, so that a killed run leaves the old file whole",
    )
    .short('o');
    pub(crate) const FORMAT: Flag = Flag::value(
        "format",
        Kind::Choice(&["auto", "ndjson", "csv", "table"]),
        "FORMAT",
        "auto, ndjson, csv or table; auto is a table on a terminal and NDJSON elsewhere",
    )
    .default("auto");
    pub(crate) const COLOR: Flag = Flag::value(
        "color",
        Kind::Choice(&["auto", "always", "never"]),
        "WHEN",
        "auto, always or never; auto obeys NO_COLOR and TERM",
    )
    .default("auto");
    pub(crate) const BAD_INPUT: Flag = Flag::value(
        "bad-input",
        Kind::Choice(&["report", "stop", "skip"]),
        "POLICY",
        "on a malformed line: report it and go on, stop there, or skip it and say only how many; the status is 3 in any case",
    )
    .default("report");
    pub(crate) const REJECTS: Flag =
        Flag::value("rejects", Kind::Path, "FILE", "keep every rejected line in FILE, as it was");
    pub(crate) const REQUIRE_COMPLETE: Flag = Flag::switch(
        "require-complete",
        "count a stream without its parse-summary.v1 trailer as incomplete (status 3)",
    );
    pub(crate) const MAX_LINE: Flag = Flag::value(
        "max-line",
        Kind::Size,
        "SIZE",
        "the longest line that is read; a longer one is rejected without being held in memory",
    )
    .default("16MiB");
    pub(crate) const GENERATE: Flag = Flag::value(
        "generate",
        Kind::Choice(&["man", "complete-bash", "complete-zsh", "complete-fish"]),
        "WHAT",
        "print the man page or a shell's completions: man, complete-bash, complete-zsh, complete-fish",
    );

    /// The shared flags of a verb, in help order.
    pub(crate) fn of(input: Input) -> Vec<Flag> {
        // A wrapper's output is its command's.
        let mut flags = match input {
            Input::Command => vec![QUIET],
            _ => vec![OUTPUT, FORMAT, COLOR, QUIET],
        };
        if matches!(input, Input::Lines | Input::Files) {
            flags.extend([BAD_INPUT, REJECTS]);
        }
        if input == Input::Lines {
            flags.extend([REQUIRE_COMPLETE, MAX_LINE]);
        }
        flags.extend([HELP, VERSION, GENERATE]);
        flags
    }
}

impl Tool {
    /// The verb that is meant when none is named.
    pub fn default_verb(&self) -> Option<&'static Verb> {
        self.verbs.iter().find(|v| v.default || v.name.is_empty())
    }

    /// The verb of that name.
    pub fn verb(&self, name: &str) -> Option<&'static Verb> {
        self.verbs.iter().find(|v| !v.name.is_empty() && v.name == name)
    }
}

impl Verb {
    /// Its own flags, then the shared ones; a flag of its own replaces a shared one of the
    /// same name.
    pub fn all_flags(&self) -> Vec<Flag> {
        let shared = common::of(self.input);
        let own = self.flags;
        own.iter()
            .copied()
            .chain(shared.into_iter().filter(|s| own.iter().all(|o| o.long != s.long)))
            .collect()
    }

    pub(crate) fn flag(&self, long: &str) -> Option<Flag> {
        self.all_flags().into_iter().find(|f| f.long == long)
    }
}

impl Kind {
    /// Whether the flag takes no value.
    pub fn is_switch(self) -> bool {
        matches!(self, Kind::Switch)
    }
}
