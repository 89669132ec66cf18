//! The man page, from the table.

use crate::help::{head, sentence, statuses, usage};
use crate::spec::{Flag, Tool, Verb};
use std::fmt::Write as _;

/// The page in roff, section 1. No date stands in it: the same version, the same bytes.
pub(crate) fn page(tool: &Tool) -> String {
    let mut out = String::new();
    let _ =
        writeln!(out, ".TH {} 1 \"\" \"runproof {}\" \"runproof\"", tool.name.to_uppercase(), tool.version);
    // Neither hyphenation nor padding: a flag's name must stay searchable.
    out.push_str(".nh\n.ad l\n");
    let _ = writeln!(out, ".SH NAME\n{} \\- {}", escape(tool.name), escape(tool.about));
    out.push_str(".SH SYNOPSIS\n");
    for (n, verb) in tool.verbs.iter().enumerate() {
        if n > 0 {
            out.push_str(".br\n");
        }
        let _ = writeln!(out, "{}", line(&usage(tool, verb)));
    }
    out.push_str(".SH DESCRIPTION\n");
    for paragraph in tool.details.split("\n\n").filter(|p| !p.is_empty()) {
        let _ = writeln!(out, ".PP\n{}", line(&paragraph.replace('\n', " ")));
    }
    for verb in tool.verbs {
        let single = verb.name.is_empty();
        if !single {
            let _ = writeln!(out, ".SH {}\n{}.", line(&verb.name.to_uppercase()), line(&capital(verb.about)));
        }
        for (head, what) in [("Reads: ", verb.reads), ("Writes: ", verb.writes)] {
            if !what.is_empty() {
                let _ = writeln!(out, ".PP\n{head}{}", escape(&what.replace('\n', " ")));
            }
        }
        if single {
            out.push_str(".SH OPTIONS\n");
        }
        for flag in verb.flags {
            push_flag(&mut out, flag);
        }
    }
    out.push_str(".SH COMMON OPTIONS\n");
    for flag in shared(tool) {
        push_flag(&mut out, &flag);
    }
    out.push_str(".SH EXIT STATUS\n");
    let verbs: Vec<&Verb> = tool.verbs.iter().collect();
    for (code, meaning) in statuses(&verbs) {
        let _ = writeln!(out, ".TP\n.B {code}\n{}", line(&meaning));
    }
    out.push_str(".SH ENVIRONMENT\n.TP\n.B NO_COLOR, TERM\nswitch colours off.\n.TP\n.B TMPDIR\nplace for temporary files that have no target to stand beside.\n.TP\n.B SOURCE_DATE_EPOCH\nthe time that is used where a record needs the current one.\n");
    for flag in tool.verbs.iter().flat_map(|v| v.flags) {
        if let Some(env) = flag.env {
            let _ = writeln!(out, ".TP\n.B {}\ndefault of \\-\\-{}.", escape(env), escape(flag.long));
        }
    }
    out.push_str(".SH EXAMPLES\n");
    for example in tool.verbs.iter().flat_map(|v| v.examples) {
        let _ = writeln!(
            out,
            ".PP\n{}:\n.PP\n.RS 4\n.nf\n{}\n.fi\n.RE",
            line(&capital(example.about)),
            line(example.command)
        );
    }
    out
}

fn shared(tool: &Tool) -> Vec<Flag> {
    let mut flags: Vec<Flag> = Vec::new();
    for verb in tool.verbs {
        for flag in &verb.all_flags()[verb.flags.len()..] {
            if flags.iter().all(|f| f.long != flag.long) {
                flags.push(*flag);
            }
        }
    }
    flags
}

fn push_flag(out: &mut String, flag: &Flag) {
    let _ = writeln!(out, ".TP\n.B {}\n{}", escape(head(flag).trim_start()), line(&sentence(flag)));
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A text line: one that began with a dot or a quote would be a command.
fn line(text: &str) -> String {
    let text = escape(text);
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\e"),
            '-' => out.push_str("\\-"),
            '\'' => out.push_str("\\(aq"),
            '^' => out.push_str("\\(ha"),
            '~' => out.push_str("\\(ti"),
            '`' => out.push_str("\\(ga"),
            c => out.push(c),
        }
    }
    out
}
