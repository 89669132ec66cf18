//! The one table of bad input that every tool passes: empty input, bytes that are not
//! UTF-8, a cut last line, a line of 100 MB, an unknown schema, a wrong type in a known
//! schema, a missing file among several, a closed pipe, a full disk.
//!
//! A tool gives a good input and a command line, and says where it has a reason to differ;
//! a case that does not apply to it must say why.

use crate::run::{Run, Seen};
use std::process::{Command, Stdio};

/// What a case must end with: a status, or the reason why the case cannot occur.
pub type Want = Result<i32, &'static str>;

/// One tool's row of the table.
#[derive(Clone, Debug)]
pub struct Contract<'a> {
    /// `env!("CARGO_BIN_EXE_name")`.
    pub program: &'a str,
    /// The command line; `{}` is where the input file's name goes.
    pub args: &'a str,
    /// An input on which the tool succeeds with some output.
    pub good: Vec<u8>,
    /// The status on the good input.
    pub good_code: i32,
    /// The input file's name, where the tool cares.
    pub file: &'a str,
    /// An input of no bytes.
    pub empty: Want,
    /// The good input and a line with the byte 0xFF in a string.
    pub non_utf8: Want,
    /// The good input without its last five bytes.
    pub cut: Want,
    /// The good input and a line of 100 MB.
    pub huge_line: Want,
    /// The good input and a record of schema `stranger.v9`.
    pub unknown_schema: Want,
    /// The good input and `wrong_type_line`.
    pub wrong_type: Want,
    /// A record of a known schema with a member of the wrong type.
    pub wrong_type_line: &'a str,
    /// A file that does not exist, before the good one where the tool takes several.
    pub missing_file: Want,
    /// Whether it takes several files.
    pub several: bool,
    /// Standard output closed by its reader.
    pub closed_pipe: Want,
    /// Standard output on `/dev/full`.
    pub full_disk: Want,
}

impl<'a> Contract<'a> {
    /// The row of a tool that reads records line by line from several files.
    pub fn records(program: &'a str, args: &'a str, good: Vec<u8>, wrong_type_line: &'a str) -> Contract<'a> {
        Contract {
            program,
            args,
            good,
            good_code: 0,
            file: "good.ndjson",
            empty: Ok(0),
            non_utf8: Ok(3),
            cut: Ok(3),
            huge_line: Ok(3),
            unknown_schema: Ok(0),
            wrong_type: Ok(3),
            wrong_type_line,
            missing_file: Ok(4),
            several: true,
            closed_pipe: Ok(0),
            full_disk: Ok(4),
        }
    }

    fn run(&self, files: &[(&str, &[u8])], operands: &str) -> Run {
        let run = Run::new(self.program).args(&self.args.replace("{}", operands));
        files.iter().fold(run, |run, (name, bytes)| run.file(name, bytes))
    }

    fn check(&self, case: &str, want: Want, input: &[u8]) -> Option<Seen> {
        let Ok(want) = want else { return None };
        let seen = self.run(&[(self.file, input)], self.file).run();
        assert_eq!(seen.code, want, "case '{case}' of the contract\n{}", seen.report());
        honest(case, &seen);
        Some(seen)
    }
}

/// No panic, and a message whenever the status says that something is wrong.
fn honest(case: &str, seen: &Seen) {
    let err = seen.err_text();
    assert!(!err.contains("panicked"), "case '{case}': a panic\n{}", seen.report());
    assert!(seen.code < 2 || !err.is_empty(), "case '{case}': no message\n{}", seen.report());
}

/// Runs the whole table for one tool.
///
/// # Panics
/// With a full report of the first case that is not kept.
pub fn contract(c: &Contract<'_>) {
    let with = |line: &[u8]| [&c.good, line, b"\n"].concat();
    let good = c.check("good input", Ok(c.good_code), &c.good).expect("it applies");
    assert!(
        !good.out.is_empty(),
        "the good input must give output, or the table proves nothing\n{}",
        good.report()
    );
    c.check("empty input", c.empty, b"");
    c.check("not UTF-8", c.non_utf8, &with(b"{\"schema\":\"issue.v1\",\"code\":\"\xff\"}"));
    assert!(c.good.len() > 6 && c.good.ends_with(b"\n"), "the good input is lines");
    let cut = c.check("cut last line", c.cut, &c.good[..c.good.len() - 6]);
    if let (Some(cut), Ok(3)) = (&cut, c.cut) {
        assert!(!cut.err.is_empty(), "a cut line is reported\n{}", cut.report());
    }
    if let Ok(want) = c.huge_line {
        let mut input = c.good.clone();
        input.extend_from_slice(b"{\"schema\":\"issue.v1\",\"message\":\"");
        input.resize(input.len() + 100_000_000, b'x');
        input.extend_from_slice(b"\"}\n");
        let seen = c.check("a line of 100 MB", Ok(want), &input).expect("it applies");
        assert!(seen.out.len() < 50_000_000, "the line must not be copied to the output");
    }
    let stranger = c.check(
        "unknown schema",
        c.unknown_schema,
        &with(b"{\"schema\":\"stranger.v9\",\"duration_ms\":\"not ours\"}"),
    );
    if let Some(seen) = stranger {
        let told = seen.err_text().contains("stranger.v9") || seen.out_text().contains("stranger.v9");
        assert!(told, "an unknown schema is copied or counted\n{}", seen.report());
    }
    c.check("wrong type in a known schema", c.wrong_type, &with(c.wrong_type_line.as_bytes()));
    if let Ok(want) = c.missing_file {
        let operands =
            if c.several { format!("missing.ndjson {}", c.file) } else { "missing.ndjson".to_owned() };
        let seen = c.run(&[(c.file, &c.good)], &operands).run();
        assert_eq!(seen.code, want, "case 'missing file'\n{}", seen.report());
        assert!(
            seen.err_text().contains("missing.ndjson") || seen.out_text().contains("missing"),
            "{}",
            seen.report()
        );
        honest("missing file", &seen);
        if c.several && want == 4 {
            assert!(!seen.out.is_empty(), "the other file is still read\n{}", seen.report());
        }
    }
    if let Ok(want) = c.closed_pipe {
        let run = c.run(&[(c.file, &c.good)], c.file);
        // Closed before the tool starts: a fast one could write everything first.
        let (reader, writer) = std::io::pipe().expect("a pipe can be made");
        drop(reader);
        let ended = Command::new(c.program)
            .args(c.args.replace("{}", c.file).split_whitespace())
            .current_dir(run.folder())
            .stdin(Stdio::null())
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .expect("the tool runs");
        let err = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(want), "case 'closed pipe'\n{err}");
        assert!(err.is_empty(), "a closed pipe is no news: {err}");
    }
    if let Ok(want) = c.full_disk {
        let seen = c.run(&[(c.file, &c.good)], c.file).stdout_to("/dev/full").run();
        assert_eq!(seen.code, want, "case '/dev/full'\n{}", seen.report());
        honest("/dev/full", &seen);
    }
    shared_flags(c);
}

/// What every tool answers in the same way.
fn shared_flags(c: &Contract<'_>) {
    let help = Run::new(c.program).args("--help").run();
    help.code(0).quiet().out_has("Usage:").out_has("Examples:").out_has("Exit status:");
    Run::new(c.program).args("--version").run().code(0).quiet();
    Run::new(c.program).args("--help").stdout_to("/dev/full").run().code(4);
    for what in ["man", "complete-bash", "complete-zsh", "complete-fish"] {
        Run::new(c.program).args(&format!("--generate {what}")).run().code(0).quiet();
    }
    // A file that cannot be replaced keeps its old content, and the status says so.
    if c.full_disk.is_ok() {
        let seen = c.run(&[(c.file, &c.good)], c.file).args("-o no/such/folder/out").run();
        assert_eq!(seen.code, 4, "-o into a missing folder\n{}", seen.report());
    }
    let first = c.args.split_whitespace().next().filter(|w| !w.starts_with('-') && *w != "{}").unwrap_or("");
    let typo = Run::new(c.program).args(&format!("{first} --formt=table")).run();
    typo.code(2).err_has("unknown flag --formt").err_has("did you mean --format?");
}
