//! Shell completions, from the table.

use crate::help::sentence;
use crate::spec::{Flag, Input, Kind, Tool, Verb};
use std::fmt::Write as _;

fn words(flag: &Flag) -> Option<&'static [&'static str]> {
    match flag.kind {
        Kind::Choice(words) => Some(words),
        _ => None,
    }
}

fn takes_file(flag: &Flag) -> bool {
    matches!(flag.kind, Kind::Path)
}

/// The verb's name in scripts; the unnamed one is `_`.
fn label(verb: &Verb) -> &'static str {
    if verb.name.is_empty() || verb.default { "_" } else { verb.name }
}

/// A bash script for `source` or `/usr/share/bash-completion/completions`.
pub(crate) fn bash(tool: &Tool) -> String {
    let function = format!("_{}", tool.name.replace('-', "_"));
    let mut out = String::new();
    let _ = writeln!(out, "# bash completion for {} (runproof {})", tool.name, tool.version);
    let _ = writeln!(out, "{function}() {{");
    // A file's name may have blanks in it: candidates are split at newlines alone.
    out.push_str("    local cur prev verb flags words files IFS=$'\\n'\n");
    out.push_str("    cur=${COMP_WORDS[COMP_CWORD]}\n    prev=${COMP_WORDS[COMP_CWORD-1]}\n    verb=_\n    COMPREPLY=()\n");
    let names: Vec<&str> = tool.verbs.iter().map(|v| v.name).filter(|n| !n.is_empty()).collect();
    if !names.is_empty() {
        let _ = writeln!(
            out,
            "    case ${{COMP_WORDS[1]-}} in\n        {}) verb=${{COMP_WORDS[1]}} ;;\n    esac",
            names.join("|")
        );
        let _ = writeln!(out, "    [ \"$COMP_CWORD\" = 1 ] && verb=_");
    }
    // `--flag=value` reaches us in three words.
    out.push_str("    [ \"$cur\" = = ] && cur=\n    [ \"$prev\" = = ] && prev=${COMP_WORDS[COMP_CWORD-2]}\n");
    out.push_str("    case $verb in\n");
    let any_default = tool.default_verb().is_some();
    if !any_default {
        let _ = writeln!(
            out,
            "        _) COMPREPLY=($(compgen -W '{}\n--help\n--version\n--generate' -- \"$cur\")); return ;;",
            names.join("\n")
        );
    }
    for verb in tool.verbs {
        let pattern = if verb.default && !verb.name.is_empty() {
            format!("_|{}", verb.name)
        } else {
            label(verb).to_owned()
        };
        let _ = writeln!(out, "        {pattern})");
        out.push_str("            case $prev in\n");
        for flag in verb.all_flags() {
            let names = flag.short.map_or(format!("--{}", flag.long), |s| format!("--{}|-{s}", flag.long));
            if let Some(words) = words(&flag) {
                let _ = writeln!(
                    out,
                    "                {names}) COMPREPLY=($(compgen -W '{}' -- \"$cur\")); return ;;",
                    words.join("\n")
                );
            } else if takes_file(&flag) {
                let _ = writeln!(
                    out,
                    "                {names}) COMPREPLY=($(compgen -f -- \"$cur\")); return ;;"
                );
            } else if !flag.kind.is_switch() {
                let _ = writeln!(out, "                {names}) return ;;");
            }
        }
        out.push_str("            esac\n");
        let flags: Vec<String> = verb.all_flags().iter().map(|f| format!("--{}", f.long)).collect();
        let more = if label(verb) == "_" { names.join("\n") } else { String::new() };
        let files = if verb.input == Input::Nothing { "" } else { "yes" };
        let _ = writeln!(
            out,
            "            flags='{}'\n            words='{more}'\n            files={files}\n            ;;",
            flags.join("\n")
        );
    }
    out.push_str("    esac\n");
    out.push_str("    case $cur in\n        -*) COMPREPLY=($(compgen -W \"$flags\" -- \"$cur\")) ;;\n");
    out.push_str("        *) [ \"$files\" ] && COMPREPLY=($(compgen -f -- \"$cur\"))\n");
    out.push_str("           [ \"$COMP_CWORD\" = 1 ] && COMPREPLY+=($(compgen -W \"$words\" -- \"$cur\")) ;;\n    esac\n");
    let _ = writeln!(out, "}}\ncomplete -o filenames -F {function} {}", tool.name);
    out
}

/// A zsh function file, `_tool`, for a folder in `$fpath`.
pub(crate) fn zsh(tool: &Tool) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "#compdef {}\n# zsh completion for {} (runproof {})",
        tool.name, tool.name, tool.version
    );
    let function = format!("_{}", tool.name);
    let _ = writeln!(out, "{function}() {{");
    let named: Vec<&Verb> = tool.verbs.iter().filter(|v| !v.name.is_empty()).collect();
    if !named.is_empty() {
        out.push_str("    local -a verbs\n    verbs=(\n");
        for verb in &named {
            let _ = writeln!(out, "        '{}:{}'", verb.name, quote(verb.about));
        }
        out.push_str(
            "    )\n    if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n        _describe verb verbs\n",
        );
        if tool.default_verb().is_some_and(|v| v.input != Input::Nothing) {
            out.push_str("        _files\n");
        }
        out.push_str("        return\n    fi\n    case $words[2] in\n");
        for verb in &named {
            let _ = writeln!(out, "        {})\n            shift words; (( CURRENT-- ))", verb.name);
            push_arguments(&mut out, verb, "            ");
            out.push_str("            return ;;\n");
        }
        out.push_str("    esac\n");
    }
    if let Some(verb) = tool.default_verb() {
        push_arguments(&mut out, verb, "    ");
    } else {
        out.push_str("    _arguments '--help[print help]' '--version[print the version]'\n");
    }
    let _ = writeln!(out, "}}\n{function} \"$@\"");
    out
}

fn push_arguments(out: &mut String, verb: &Verb, indent: &str) {
    let _ = write!(out, "{indent}_arguments -s");
    for flag in verb.all_flags() {
        let text = quote(&sentence(&flag)).replace('[', "\\[").replace(']', "\\]");
        let value = match (words(&flag), flag.kind) {
            (Some(words), _) => format!(":{}:({})", flag.value, words.join(" ")),
            (None, Kind::Switch) => String::new(),
            (None, Kind::Path) => format!(":{}:_files", flag.value),
            (None, _) => format!(":{}: ", flag.value),
        };
        let equals = if flag.kind.is_switch() { "" } else { "=" };
        let many = if flag.many { "*" } else { "" };
        let _ = write!(out, " \\\n{indent}    '{many}--{}{equals}[{text}]{value}'", flag.long);
        if let Some(short) = flag.short {
            let _ = write!(out, " \\\n{indent}    '{many}-{short}[{text}]{value}'");
        }
    }
    let rest = match verb.input {
        Input::Nothing => "",
        Input::Command => " \\\n    '*::command:_normal'",
        _ => " \\\n    '*:file:_files'",
    };
    let _ = writeln!(out, "{rest}");
}

/// A fish script for `~/.config/fish/completions`.
pub(crate) fn fish(tool: &Tool) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# fish completion for {} (runproof {})", tool.name, tool.version);
    let names: Vec<&str> = tool.verbs.iter().map(|v| v.name).filter(|n| !n.is_empty()).collect();
    // Without a verb that may be left out the first word is no file.
    let only = if tool.default_verb().is_none() { " -f" } else { "" };
    for verb in tool.verbs.iter().filter(|v| !v.name.is_empty()) {
        let _ = writeln!(
            out,
            "complete -c {} -n '__fish_is_first_arg'{only} -a {} -d '{}'",
            tool.name,
            verb.name,
            quote(verb.about)
        );
    }
    for verb in tool.verbs {
        let when = if verb.name.is_empty() || verb.default {
            let others: Vec<&str> = names.iter().copied().filter(|n| *n != verb.name).collect();
            if others.is_empty() {
                String::new()
            } else {
                format!(" -n 'not __fish_seen_subcommand_from {}'", others.join(" "))
            }
        } else {
            format!(" -n '__fish_seen_subcommand_from {}'", verb.name)
        };
        if verb.input == Input::Nothing {
            let _ = writeln!(out, "complete -c {}{when} -f", tool.name);
        }
        for flag in verb.all_flags() {
            let short = flag.short.map_or(String::new(), |s| format!(" -s {s}"));
            let value = match (words(&flag), flag.kind) {
                (Some(words), _) => format!(" -x -a '{}'", words.join(" ")),
                (None, Kind::Switch) => String::new(),
                (None, Kind::Path) => " -r -F".to_owned(),
                (None, _) => " -x".to_owned(),
            };
            let _ = writeln!(
                out,
                "complete -c {}{when} -l {}{short}{value} -d '{}'",
                tool.name,
                flag.long,
                quote(&sentence(&flag))
            );
        }
    }
    out
}

/// Inside single quotes of a shell: a quote becomes a typographic one, so that no shell's
/// way of escaping it is needed.
fn quote(text: &str) -> String {
    text.replace('\'', "\u{2019}").replace('\\', "/")
}
