//! The contract of all tools, end to end, on the example tool `copy`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use testkit::{Contract, Run};

const ONE: &str = "{\"schema\":\"issue.v1\",\"code\":\"a\",\"severity\":\"info\",\"message\":\"first\"}\n";
const TWO: &str =
    "{\"schema\":\"issue.v1\",\"code\":\"b\",\"severity\":\"error\",\"message\":\"sec, ond\"}\n";
const WHOLE: &str = "{\"schema\":\"parse-summary.v1\",\"complete\":true}\n";
const PART: &str = "{\"schema\":\"parse-summary.v1\",\"complete\":false}\n";

/// The example lies beside the folder of the test that is running.
fn tool() -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    test.parent().and_then(|deps| deps.parent()).expect("target/debug/deps").join("examples/copy")
}

fn copy(args: &str) -> Run {
    Run::new(tool()).args(args)
}

#[test]
fn the_shared_table_of_bad_input() {
    let program = tool();
    let wrong = "{\"schema\":\"issue.v1\",\"code\":1,\"severity\":\"info\",\"message\":\"m\"}";
    testkit::contract(&Contract::records(
        program.to_str().expect("UTF-8"),
        "--format=ndjson {}",
        format!("{ONE}{TWO}").into_bytes(),
        wrong,
    ));
}

#[test]
fn formats() {
    let input = format!("{ONE}{TWO}");
    copy("").stdin(&input).run().code(0).quiet().out_has(&input);
    let csv = copy("--format csv").stdin(&input).run();
    assert_eq!(csv.code(0).quiet().out_text(), "code,message\na,first\nb,\"sec, ond\"\n");
    // Another kind is counted; a kind without a view has a column for every value.
    let other = "{\"schema\":\"test.v1\",\"a\":{\"b\":1,\"c\":[2]}}\n";
    let leaves = copy("lines --format csv").stdin(format!("{other}{ONE}")).run();
    assert_eq!(leaves.code(0).out_text(), "a.b,a.c,schema\n1,[2],test.v1\n");
    leaves.err_has("issue.v1: 1 records left out");
    let table = copy("--format table").stdin(&input).run();
    assert_eq!(table.code(0).quiet().out_text(), "Issues\ncode  message\na     first\nb     sec, ond\n");
    let color = copy("--format=table --color=always").stdin(&input).run();
    color.code(0).out_has("\u{1b}[1mIssues\u{1b}[0m");
    let never = copy("--format=table --color=auto").env("NO_COLOR", "1").stdin(&input).run();
    assert!(!never.out_text().contains('\u{1b}'));
}

#[test]
fn a_bad_line_is_reported_counted_kept_and_the_rest_is_done() {
    let bad = "{\"schema\":\"issue.v1\",\"code\":7}\n";
    let input = format!("{ONE}{}\n  \r\nnot json at all\n{TWO}", bad.repeat(7));
    let run = copy("--rejects kept").stdin(&input);
    let seen = run.run();
    seen.code(3).err_has("copy: -:2: column 29: invalid type: integer `7`, expected a string");
    seen.err_has("copy: 8 lines of bad input in all, 3 not shown");
    assert_eq!(seen.out_text(), format!("{ONE}{TWO}"));
    let kept = std::fs::read_to_string(run.folder().join("kept")).expect("rejects are kept");
    assert_eq!(kept, format!("{}not json at all\n", bad.repeat(7)));
    assert_eq!(seen.err_text().lines().count(), 6, "{}", seen.report());

    let seen = copy("--bad-input=stop").stdin(&input).run();
    seen.code(3).err_has("-:2: ").err_has("stopped there");
    assert_eq!(seen.out_text(), ONE, "what came before is out");

    let seen = copy("--bad-input=skip").stdin(&input).run();
    seen.code(3);
    assert_eq!(seen.err_text(), "copy: 8 lines of bad input skipped\n");
    copy("--bad-input=skip -q").stdin(&input).run().code(3).quiet();
}

#[test]
fn an_overlong_line_is_kept_in_the_rejects_without_being_held() {
    let long = format!("{}\n", "x".repeat(3 << 20));
    let run = copy("--rejects kept --max-line 1MiB").stdin(format!("{ONE}{long}{TWO}"));
    let seen = run.run();
    seen.code(3).err_has("-:2: the line is too long: 3145728 bytes; --max-line raises the limit");
    assert_eq!(seen.out_text(), format!("{ONE}{TWO}"));
    assert_eq!(std::fs::read_to_string(run.folder().join("kept")).expect("kept"), long);
    copy("--max-line 4MiB").stdin(format!("{ONE}{long}")).run().code(3).err_has("expected value");
}

#[test]
fn the_rejects_never_land_on_the_output_or_an_input() {
    copy("-o x --rejects x").stdin(ONE).run().code(2).err_has("are one file: x");
    let run = copy("--rejects ./in in").file("in", ONE);
    run.run().code(2).err_has("would overwrite an input: ./in");
    assert_eq!(std::fs::read_to_string(run.folder().join("in")).expect("it is there"), ONE);
}

#[test]
fn a_name_cannot_forge_a_message() {
    let seen = copy("").arg("a\ncopy: all is well\u{202e}").run();
    assert_eq!(seen.code(4).err_text(), "copy: a\\ncopy: all is well\\u{202e}: no such file or directory\n");
}

#[test]
fn unknown_schemas_are_counted_and_a_byte_order_mark_is_no_error() {
    let input = format!(
        "\u{feff}{ONE}{{\"schema\":\"new.v1\"}}\n{{\"schema\":\"new.v1\"}}\n{{\"schema\":\"test.v1\"}}\n"
    );
    let seen = copy("").stdin(input).run();
    seen.code(0);
    assert_eq!(seen.err_text(), "copy: records of unknown schema, not used: new.v1 (2)\n");
    assert_eq!(seen.out_text(), ONE);
}

#[test]
fn statuses_and_which_one_wins() {
    copy("gate").stdin(ONE).run().code(1).quiet().out_has(ONE.trim());
    copy("gate").stdin("").run().code(0).quiet();
    copy("gate").stdin(format!("{ONE}broken\n")).run().code(3);
    let both = copy("gate missing good").file("good", format!("{ONE}broken\n"));
    both.run()
        .code(4)
        .err_has("copy: missing: no such file or directory")
        .err_has("good:2: ")
        .out_has(ONE.trim());
    copy("lines missing good").file("good", ONE).run().code(4).err_has("copy: not complete");
    copy("gate .").run().code(4).err_has("copy: .: is a directory");
    copy("--threads=2").run().code(2).err_has("copy: unknown flag --threads");
    copy("gaet x").run().code(4).err_has("gaet: no such file");
    let message = copy("--format=tabel").run();
    assert_eq!(
        message.code(2).err_text(),
        "copy: --format tabel: expected one of auto, ndjson, csv, table; did you mean table?\n"
    );
}

#[test]
fn trailers_decide_whether_a_stream_is_whole() {
    copy("").stdin(format!("{ONE}{WHOLE}")).run().code(0).quiet();
    copy("").stdin(format!("{ONE}{PART}")).run().code(3).err_has("-:2: the trailer says").out_has(ONE.trim());
    copy("").stdin(ONE).run().code(0).quiet();
    copy("--require-complete").stdin(ONE).run().code(3).err_has("no parse-summary.v1 at the end");
    copy("--require-complete").stdin(format!("{ONE}{WHOLE}")).run().code(0).quiet();
    // A second producer that was cut: the trailer is not the last record.
    copy("--require-complete").stdin(format!("{ONE}{WHOLE}{TWO}")).run().code(3);
    copy("--require-complete --stop-at a").stdin(format!("{ONE}{TWO}")).run().code(0).quiet();
}

#[test]
fn output_files_are_replaced_whole_or_not_at_all() {
    let run = copy("-o result").stdin(ONE).file("result", "old");
    std::os::unix::fs::symlink("result", run.folder().join("link")).expect("a link");
    let before = std::fs::metadata(run.folder().join("result")).expect("it is there").ino();
    assert!(run.run().code(0).quiet().out.is_empty());
    let path = run.folder().join("result");
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), ONE);
    assert_ne!(std::fs::metadata(&path).expect("it is there").ino(), before, "replaced, not rewritten");

    // An answer of no is still an answer; stopping is not.
    let run = copy("gate -o result").stdin(ONE).file("result", "old");
    run.run().code(1);
    assert_eq!(std::fs::read_to_string(run.folder().join("result")).expect("it is there"), ONE);
    let run = copy("--bad-input=stop -o result").stdin(format!("{ONE}bad\n")).file("result", "old");
    run.run().code(3);
    assert_eq!(std::fs::read_to_string(run.folder().join("result")).expect("it is there"), "old");
    let left: Vec<_> = std::fs::read_dir(run.folder()).expect("it is there").collect();
    assert_eq!(left.len(), 1, "no temporary file stays");
    copy("-o /dev/full").stdin(ONE).run().code(4).err_has("copy: /dev/full: no space left on device");
}

#[test]
fn a_killed_run_leaves_the_old_file() {
    let run = copy("").file("result", "old");
    let mut child = Command::new(tool())
        .args(["-o", "result"])
        .current_dir(run.folder())
        .stdin(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(ONE.repeat(10_000).as_bytes()).expect("it reads");
    child.kill().expect("it can be killed");
    let status = child.wait().expect("it has ended");
    assert_eq!(status.code(), None, "the kill fired");
    assert_eq!(std::fs::read_to_string(run.folder().join("result")).expect("it is there"), "old");
}

#[test]
fn a_slow_stream_comes_through_line_by_line() {
    let mut child =
        Command::new(tool()).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    for want in [ONE, TWO, ONE] {
        stdin.write_all(want.as_bytes()).expect("it reads");
        let mut got = String::new();
        // Would wait for ever if the tool kept the line in its buffer.
        stdout.read_line(&mut got).expect("it writes");
        assert_eq!(got, want);
    }
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_reader_that_leaves_ends_the_tool_quietly() {
    for args in ["copy", "pass"] {
        let mut child = Command::new(tool())
            .arg(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        drop(child.stdout.take());
        let mut left = false;
        for _ in 0..10_000 {
            // The tool ends, so its standard input breaks in turn.
            left |= stdin.write_all(ONE.repeat(100).as_bytes()).is_err();
            if left {
                break;
            }
        }
        drop(stdin);
        let ended = child.wait_with_output().expect("it ends");
        assert_eq!(ended.status.code(), Some(0));
        assert!(left, "it read on although nobody listened");
        assert!(ended.stderr.is_empty(), "{}", String::from_utf8_lossy(&ended.stderr));
    }
}

#[test]
fn a_dash_for_output_is_standard_output() {
    let run = copy("-o -").stdin(ONE);
    assert_eq!(run.run().code(0).quiet().out_text(), ONE);
    assert!(!run.folder().join("-").exists());
}

#[test]
fn a_limit_on_files_is_an_error_and_leaves_nothing_behind() {
    let shell = Run::new("/bin/sh").args("-c").arg("ulimit -f 8; exec \"$0\" lines -o out").arg(tool());
    let run = shell.file("out", "old").stdin(ONE.repeat(1000));
    run.run().code(4).err_has("copy: out: file too large");
    let names: Vec<_> = std::fs::read_dir(run.folder()).expect("a folder").flatten().collect();
    assert_eq!(names.len(), 1, "{names:?}");
    assert_eq!(std::fs::read(run.folder().join("out")).expect("it stays"), b"old");
}

#[test]
fn a_killed_run_leaves_nothing_beside_the_output() {
    for signal in ["INT", "TERM", "KILL"] {
        let empty = copy("");
        // In the background of a shell the tests themselves ignore SIGINT.
        let mut child = Command::new("env")
            .arg("--default-signal=INT,TERM")
            .arg(tool())
            .args(["lines", "-o", "out", "--rejects", "rejects"])
            .current_dir(empty.folder())
            .stdin(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        // More than a pipe holds: what was written is being read, so the output is open.
        stdin.write_all(ONE.repeat(2000).as_bytes()).expect("it reads");
        let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
        assert!(!child.wait().expect("it ends").success());
        let left: Vec<_> = std::fs::read_dir(empty.folder()).expect("a folder").flatten().collect();
        assert!(left.is_empty(), "{signal}: {left:?}");
    }
}

#[test]
fn man_page_and_completions_are_accepted_by_their_readers() {
    let generated = |what: &str| copy(&format!("--generate {what}")).run().code(0).out_text();
    if testkit::needs("man") {
        let run =
            Run::new("/usr/bin/env").args("man --warnings -E UTF-8 -l -Tutf8 -Z -").stdin(generated("man"));
        run.run().code(0).quiet();
    }
    let script = format!(
        "{}\nCOMP_WORDS=(copy --fo); COMP_CWORD=1; _copy; echo \"${{COMPREPLY[@]}}\"
         COMP_WORDS=(copy gate --format = ta); COMP_CWORD=4; _copy; echo \"${{COMPREPLY[@]}}\"
         COMP_WORDS=(copy g); COMP_CWORD=1; _copy; echo \"${{COMPREPLY[@]}}\"
         COMP_WORDS=(copy gate sp); COMP_CWORD=2; _copy; printf '%s;' \"${{COMPREPLY[@]}}\"\n",
        generated("complete-bash")
    );
    if testkit::needs("bash") {
        let run = Run::new("/usr/bin/env").args("bash -c").arg(script);
        let seen = run.file("space in name", "").run();
        assert_eq!(seen.code(0).quiet().out_text(), "--format\ntable\ngate\nspace in name;");
    }
    for shell in ["zsh", "fish"] {
        if testkit::needs(shell) {
            let run = Run::new("/usr/bin/env").args(&format!("{shell} -n script"));
            run.file("script", generated(&format!("complete-{shell}"))).run().code(0).quiet();
        }
    }
}
