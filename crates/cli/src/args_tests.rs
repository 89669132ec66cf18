use super::{Args, Asked, parse};
use crate::spec::{Flag, Input, Kind, Tool, Verb};
use std::ffi::OsString;

const FLAGS: &[Flag] = &[
    Flag::value("field", Kind::Text, "PATH", "what").default("duration_ms"),
    Flag::value("by", Kind::List, "PATH,...", "group").many(),
    Flag::value("top", Kind::Count, "N", "slowest").short('t'),
    Flag::value("seed", Kind::Count, "N", "seed").env("TPR_SEED"),
    Flag::switch("strict", "strictly"),
];
const ONE: Tool = Tool {
    name: "one",
    version: "1.2.3",
    about: "does one thing",
    details: "",
    verbs: &[Verb { flags: FLAGS, ..Verb::NEW }, Verb { name: "merge", input: Input::Lines, ..Verb::NEW }],
};
const TWO: Tool = Tool {
    name: "two",
    version: "1.2.3",
    about: "does two things",
    details: "",
    verbs: &[
        Verb {
            name: "exec",
            input: Input::Command,
            operands: "-- CMD",
            count: (1, usize::MAX),
            flags: FLAGS,
            ..Verb::NEW
        },
        Verb { name: "check", input: Input::Nothing, count: (0, 0), ..Verb::NEW },
    ],
};

fn ask(
    tool: &Tool,
    line: &str,
    env: &dyn Fn(&str) -> Option<OsString>,
) -> Result<(&'static str, Args), String> {
    match parse(tool, line.split_whitespace().map(OsString::from), env) {
        Ok(Asked::Run(verb, args)) => Ok((verb.name, args)),
        Ok(Asked::Print(text)) => Err(text),
        Err(error) => Err(format!("{}|{}", error.message, error.hint.unwrap_or_default())),
    }
}

fn no_env(_: &str) -> Option<OsString> {
    None
}

#[test]
fn flags_values_and_operands() {
    let (verb, args) = ask(&ONE, "--by a,b --by=c -t5 x - --strict", &no_env).expect("parses");
    assert_eq!(verb, "");
    assert_eq!(args.list("by"), ["a", "b", "c"]);
    assert_eq!(args.count("top"), Some(5));
    assert_eq!(args.text("field"), Some("duration_ms"));
    assert!(!args.has("field") && args.has("strict"));
    assert_eq!(args.operands(), ["x", "-"]);
    assert!(ask(&ONE, "-qt5", &no_env).expect("parses").1.has("quiet"));
    assert!(ask(&ONE, "-qh", &no_env).expect_err("prints").contains("Usage:"));
}

#[test]
fn a_verb_may_be_named_or_left_out() {
    assert_eq!(ask(&ONE, "merge a", &no_env).expect("parses").0, "merge");
    assert_eq!(ask(&ONE, "./merge", &no_env).expect("parses").0, "");
    assert!(ask(&TWO, "", &no_env).expect_err("no verb").starts_with("no verb given; one of exec, check"));
    assert!(ask(&TWO, "chek", &no_env).expect_err("typo").ends_with("did you mean 'check'?"));
    assert!(ask(&TWO, "--strict exec", &no_env).expect_err("order").contains("stands before the verb"));
}

#[test]
fn wrong_values_and_typos_are_usage_errors() {
    for (line, want) in [
        ("--feild x", "unknown flag --feild|did you mean --field?"),
        ("--top", "--top needs a value: N|see one --help"),
        ("--top many", "--top many: expected a whole number, 0 or more|"),
        ("--strict=1", "--strict takes no value|"),
        ("--top 1 --top 2", "--top is given twice|"),
        ("--output=", "--output '': expected a path|"),
        ("--by a,,b", "--by a,,b: expected a comma-separated list without empty parts|"),
        ("-x", "unknown flag -x|see one --help"),
        ("--format=tabel", "--format tabel: expected one of auto, ndjson, csv, table; did you mean table?|"),
    ] {
        assert_eq!(ask(&ONE, line, &no_env).expect_err(line), want);
    }
    let lost = ask(&ONE, "merge --top 3", &no_env).expect_err("not here");
    assert_eq!(lost, "unknown flag --top|it is a flag of 'one'");
    let mistyped = ask(&ONE, "merge --feild x", &no_env).expect_err("not here");
    assert_eq!(mistyped, "unknown flag --feild|did you mean --field, a flag of 'one'?");
    assert!(ask(&TWO, "--field=1", &no_env).expect_err("no verb").contains("stands before the verb"));
    let other = ask(&TWO, "check --strict", &no_env).expect_err("not here");
    assert_eq!(other, "unknown flag --strict|it is a flag of 'two exec'");
    assert!(
        ask(&TWO, "check operand", &no_env)
            .expect_err("too many")
            .starts_with("one operand too many: operand")
    );
}

#[test]
fn the_environment_is_a_default_and_is_checked() {
    let env = |name: &str| (name == "TPR_SEED").then(|| OsString::from("7"));
    assert_eq!(ask(&ONE, "", &env).expect("parses").1.count("seed"), Some(7));
    assert_eq!(ask(&ONE, "--seed 8", &env).expect("parses").1.count("seed"), Some(8));
    let bad = |name: &str| (name == "TPR_SEED").then(|| OsString::from("x"));
    assert!(ask(&ONE, "", &bad).expect_err("bad").starts_with("TPR_SEED=x: expected"));
    assert!(ask(&ONE, "--seed 8", &bad).is_ok());
}

#[test]
fn a_command_keeps_its_own_flags() {
    let (_, args) = ask(&TWO, "exec --top 3 -- make --top x -j2 --", &no_env).expect("parses");
    assert_eq!(args.command(), ["make", "--top", "x", "-j2", "--"]);
    assert_eq!(args.count("top"), Some(3));
    let (_, args) = ask(&TWO, "exec make --help", &no_env).expect("parses");
    assert_eq!(args.command(), ["make", "--help"]);
    assert!(ask(&TWO, "exec --top 3", &no_env).expect_err("nothing to run").starts_with("-- CMD is missing"));
}

#[test]
fn help_version_and_generated_texts() {
    let help = ask(&ONE, "--help", &no_env).expect_err("prints");
    for part in
        ["one - does one thing", "-t, --top N", "[default: duration_ms]", "Exit status:", "--bad-input"]
    {
        assert!(help.contains(part), "{part} is missing in:\n{help}");
    }
    assert_eq!(ask(&ONE, "-V", &no_env).expect_err("prints"), "one 1.2.3\n");
    assert_eq!(ask(&TWO, "--version", &no_env).expect_err("prints"), "two 1.2.3\n");
    assert!(ask(&TWO, "check --help", &no_env).expect_err("prints").starts_with("two check - "));
    for what in ["man", "complete-bash", "complete-zsh", "complete-fish"] {
        for tool in [&ONE, &TWO] {
            let text = ask(tool, &format!("--generate {what}"), &no_env).expect_err("prints");
            assert!(text.contains("format"), "{what} of {} lacks its flags", tool.name);
        }
    }
}
