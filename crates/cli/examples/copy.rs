//! The smallest whole tool: copies `issue.v1`, and in its other verb says no to any of them.
//! The end-to-end tests of this crate run it.

use record::Issue;
use runproof_cli as cli;
use runproof_cli::{Cx, Error, Example, Flag, Input, Kind, Show, Take, Tool, Verb, View};
use std::io::Read as _;

const TOOL: Tool = Tool {
    name: "copy",
    version: "0.0.1",
    about: "copy issues",
    details: "Copies issue.v1 records.\n\nThe second paragraph.",
    verbs: &[
        Verb {
            name: "copy",
            default: true,
            about: "copy issues, re-written",
            examples: &[
                Example { command: "copy a.ndjson", about: "copy one file" },
                Example { command: "copy gate a.ndjson", about: "is there any issue?" },
            ],
            flags: &[Flag::value("stop-at", Kind::Text, "CODE", "stop at the first issue of that code")],
            reads: "issue.v1",
            writes: "issue.v1",
            ..Verb::NEW
        },
        Verb {
            name: "gate",
            about: "fail when there is any issue",
            answer_no: "an issue was seen",
            ..Verb::NEW
        },
        Verb { name: "lines", about: "hand records through, whatever they are", ..Verb::NEW },
        Verb {
            name: "pass",
            about: "hand bytes through as they come",
            input: Input::Files,
            operands: "[FILE...]",
            ..Verb::NEW
        },
    ],
};

fn main() -> std::process::ExitCode {
    cli::main(&TOOL, run)
}

fn run(cx: &Cx) -> Result<(), Error> {
    let out = cx.out();
    if cx.verb() == "pass" {
        for mut source in cx.sources()? {
            let mut block = [0; 4096];
            loop {
                let n = source.read(&mut block).map_err(|e| Error::io(&source.name, &e))?;
                if n == 0 {
                    break;
                }
                out.bytes(&block[..n])?;
            }
        }
        return Ok(());
    }
    if cx.verb() == "lines" {
        let seen = cx.read_lines(|line| out.line(line.bytes).map(|()| Take::Used))?;
        if !seen.complete {
            cx.warn("not complete");
        }
        return Ok(());
    }
    out.view(View::new("issue.v1", "Issues").column("code", "code", Show::Text(20)).column(
        "message",
        "message",
        Show::Text(0),
    ));
    let stop_at = cx.args().text("stop-at").unwrap_or_default();
    cx.read_lines(|line| {
        if line.schema().as_deref() != Some("issue.v1") {
            return Ok(Take::Foreign);
        }
        let issue: Issue = match line.parse() {
            Ok(issue) => issue,
            Err(reason) => return Ok(Take::Bad(reason)),
        };
        if cx.verb() == "gate" {
            cx.answer_no();
        }
        out.emit(&issue)?;
        Ok(if issue.code == stop_at { Take::Stop } else { Take::Used })
    })?;
    Ok(())
}
