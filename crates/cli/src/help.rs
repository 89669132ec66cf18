//! `--help`, from the table.

use crate::spec::{Flag, Input, Kind, Tool, Verb};
use std::fmt::Write as _;

const WIDTH: usize = 88;
const COLUMN: usize = 30;

/// The help of one verb, or of the whole tool when none was named.
pub(crate) fn text(tool: &Tool, verb: Option<&Verb>) -> String {
    let mut out = String::new();
    let shown: Vec<&Verb> = match verb {
        Some(verb) => vec![verb],
        None => tool.verbs.iter().collect(),
    };
    let about = match verb {
        Some(verb) if !verb.name.is_empty() => format!("{} {} - {}", tool.name, verb.name, verb.about),
        _ => format!("{} - {}", tool.name, tool.about),
    };
    push_wrapped(&mut out, &about, 0, 0);
    out.push_str("\nUsage:\n");
    for verb in &shown {
        let _ = writeln!(out, "  {}", usage(tool, verb));
    }
    if verb.is_none() && !tool.details.is_empty() {
        out.push('\n');
        for paragraph in tool.details.split("\n\n") {
            push_wrapped(&mut out, paragraph, 0, 0);
            out.push('\n');
        }
        out.pop();
    }
    let verbs: Vec<&Verb> = tool.verbs.iter().filter(|v| !v.name.is_empty()).collect();
    if verb.is_none() && !verbs.is_empty() {
        out.push_str("\nVerbs:\n");
        for verb in verbs {
            let about =
                if verb.default { format!("{} (the default)", verb.about) } else { verb.about.to_owned() };
            push_row(&mut out, &format!("  {}", verb.name), &about);
        }
        let _ = writeln!(out, "  '{} VERB --help' tells more of each.", tool.name);
    }
    let examples: Vec<_> = shown.iter().flat_map(|v| v.examples).collect();
    if !examples.is_empty() {
        out.push_str("\nExamples:\n");
    }
    for example in examples {
        let _ = writeln!(out, "  {}\n      {}", example.command, example.about);
    }
    // One verb's flags, or those of the verb that needs no name; a tool that has only named
    // verbs shows what they share.
    let flags_of = verb.or_else(|| tool.default_verb());
    match flags_of {
        Some(verb) => {
            if !verb.flags.is_empty() {
                out.push_str("\nFlags:\n");
                for flag in verb.flags {
                    push_flag(&mut out, flag);
                }
            }
            out.push_str("\nCommon flags:\n");
            for flag in &verb.all_flags()[verb.flags.len()..] {
                push_flag(&mut out, flag);
            }
        }
        None => {
            for verb in tool.verbs {
                if !verb.flags.is_empty() {
                    let _ = writeln!(out, "\nFlags of '{}':", verb.name);
                    for flag in verb.flags {
                        push_flag(&mut out, flag);
                    }
                }
            }
            out.push_str("\nCommon flags:\n");
            for flag in shared_by_all(tool) {
                push_flag(&mut out, &flag);
            }
        }
    }
    for (head, pick) in [("Reads", 0), ("Writes", 1)] {
        for verb in &shown {
            let what = if pick == 0 { verb.reads } else { verb.writes };
            if !what.is_empty() {
                let label = if shown.len() > 1 && !verb.name.is_empty() {
                    format!("\n{head} ({}): ", verb.name)
                } else {
                    format!("\n{head}: ")
                };
                push_wrapped(&mut out, &format!("{label}{what}"), 0, 2);
            }
        }
    }
    out.push_str("\nExit status:\n");
    for (code, meaning) in statuses(&shown) {
        push_row(&mut out, &format!("  {code}"), &meaning);
    }
    out
}

/// `percentile [FLAGS] [FILE...]`.
pub(crate) fn usage(tool: &Tool, verb: &Verb) -> String {
    let name = match (verb.name, verb.default) {
        ("", _) => String::new(),
        (name, true) => format!(" [{name}]"),
        (name, false) => format!(" {name}"),
    };
    let operands = if verb.operands.is_empty() { String::new() } else { format!(" {}", verb.operands) };
    format!("{}{name} [FLAGS]{operands}", tool.name)
}

/// The statuses that these verbs can give.
pub(crate) fn statuses(verbs: &[&Verb]) -> Vec<(String, String)> {
    let mut all = vec![("0".to_owned(), "done; a check passed; the reader downstream left early".to_owned())];
    for verb in verbs {
        if !verb.answer_no.is_empty() {
            let who = if verbs.len() > 1 && !verb.name.is_empty() {
                format!("{}: ", verb.name)
            } else {
                String::new()
            };
            all.push(("1".to_owned(), format!("{who}{}", verb.answer_no)));
        }
    }
    all.push(("2".to_owned(), "usage: unknown flag, bad value, impossible combination".to_owned()));
    if verbs.iter().any(|v| v.input != Input::Nothing) {
        all.push((
            "3".to_owned(),
            "bad input: malformed lines were seen, a file cannot be parsed, a required record is missing"
                .to_owned(),
        ));
    }
    all.push((
        "4".to_owned(),
        "input/output: cannot open, read or write; 4 wins over 3, 3 over 1".to_owned(),
    ));
    for verb in verbs {
        for (code, meaning) in verb.statuses {
            if all.iter().all(|(c, m)| c != code || m != meaning) {
                all.push(((*code).to_owned(), (*meaning).to_owned()));
            }
        }
    }
    all
}

fn shared_by_all(tool: &Tool) -> Vec<Flag> {
    let mut shared = crate::spec::common::of(Input::Lines);
    // A flag that every verb declares for itself stands with the verbs.
    let taken = |v: &Verb, flag: &Flag| {
        v.flag(flag.long).is_some() && v.flags.iter().all(|own| own.long != flag.long)
    };
    shared.retain(|flag| tool.verbs.iter().any(|v| taken(v, flag)));
    shared
}

/// `  -p, --percentiles LIST`.
pub(crate) fn head(flag: &Flag) -> String {
    let short = flag.short.map_or("    ".to_owned(), |s| format!("-{s}, "));
    let value = if flag.kind.is_switch() { String::new() } else { format!(" {}", flag.value) };
    let many = if flag.many && !flag.value.ends_with("...") { "..." } else { "" };
    format!("{short}--{}{value}{many}", flag.long)
}

/// The help sentence with default and environment variable.
pub(crate) fn sentence(flag: &Flag) -> String {
    let mut text = flag.help.to_owned();
    if let Kind::Choice(words) = flag.kind
        && !words.iter().all(|w| text.contains(w))
    {
        let _ = write!(text, ": {}", words.join(", "));
    }
    if let Some(default) = flag.default {
        let _ = write!(text, " [default: {default}]");
    }
    if let Some(env) = flag.env {
        let _ = write!(text, " [environment: {env}]");
    }
    text
}

fn push_flag(out: &mut String, flag: &Flag) {
    push_row(out, &format!("  {}", head(flag)), &sentence(flag));
}

fn push_row(out: &mut String, left: &str, right: &str) {
    out.push_str(left);
    if left.chars().count() + 2 > COLUMN {
        out.push('\n');
        out.push_str(&" ".repeat(COLUMN));
    } else {
        out.push_str(&" ".repeat(COLUMN - left.chars().count()));
    }
    push_wrapped(out, right, COLUMN, COLUMN);
}

/// Wraps at blanks; the cursor stands at `at`, further lines are indented by `indent`.
fn push_wrapped(out: &mut String, text: &str, at: usize, indent: usize) {
    let mut at = at;
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            out.push('\n');
            at = 0;
        }
        for (m, word) in line.split(' ').enumerate() {
            let width = word.chars().count();
            if m > 0 {
                if at + 1 + width > WIDTH {
                    out.push('\n');
                    out.push_str(&" ".repeat(indent));
                    at = indent;
                } else {
                    out.push(' ');
                    at += 1;
                }
            }
            out.push_str(word);
            at += width;
        }
    }
    out.push('\n');
}
