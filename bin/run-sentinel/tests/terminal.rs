//! On a terminal, which `script` of util-linux lends.

mod support;

use support::{TOOL, state_in};
use testkit::needs;

/// What a terminal got from a shell line.
fn on_a_terminal(folder: &std::path::Path, line: &str) -> (String, Option<i32>) {
    testkit::on_terminal(folder, &format!("export S={TOOL}; {line}"))
}

/// What is left when every status line has been taken away again: each begins with the
/// sequence that clears a line, and stands until the next one.
fn without_status(text: &str) -> (String, usize) {
    let mut parts = text.split("\r\x1b[K");
    let mut left = parts.next().unwrap_or("").to_owned();
    let mut lines = 0;
    for part in parts {
        // A status line has no newline; what follows its clearing is the command's.
        if part.contains('\n') {
            left.push_str(part);
        } else if !part.is_empty() {
            lines += 1;
        }
    }
    (left, lines)
}

#[test]
fn a_status_line_comes_late_goes_away_and_never_touches_the_output() {
    if !needs("script") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let script = "echo '=== RUN   TestSlow'; sleep 2.2; echo '--- PASS: TestSlow (2.20s)'; printf half; \
sleep 0.6; echo -line";
    std::fs::write(folder.path().join("t"), script).expect("written");
    let (text, code) = on_a_terminal(folder.path(), "$S exec --state s -- sh t");
    assert_eq!(code, Some(0), "{text:?}");
    let (left, lines) = without_status(&text);
    assert!(lines > 0, "a status line was drawn: {text:?}");
    assert!(text.contains("go:TestSlow"), "it names the test: {text:?}");
    assert_eq!(left, "=== RUN   TestSlow\r\n--- PASS: TestSlow (2.20s)\r\nhalf-line\r\n", "{text:?}");
    assert!(!text.contains("half\r\x1b[K"), "never in the middle of a line: {text:?}");
}

#[test]
fn no_status_line_where_nobody_wants_one() {
    if !needs("script") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for line in [
        "$S exec -q --state s -- sh -c 'sleep 1.6; echo done'",
        "TERM=dumb $S exec --state s -- sh -c 'sleep 1.6; echo done'",
        // Under a second there is nothing to wait for.
        "$S exec --state s -- sh -c 'echo done'",
    ] {
        let (text, code) = on_a_terminal(folder.path(), line);
        assert_eq!((text.as_str(), code), ("done\r\n", Some(0)), "{line}");
    }
}

#[test]
fn a_command_cannot_stop_itself_by_reading_the_terminal() {
    if !needs("script") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    // A background group that reads from its terminal is stopped; nothing is there instead.
    let line =
        "test -t 0 || exit 9; $S exec --state s --timeout 20s -- sh -c 'test -t 0 && exit 8; cat; echo end'";
    let (text, code) = on_a_terminal(folder.path(), line);
    assert_eq!((text.as_str(), code), ("end\r\n", Some(0)));
    assert_eq!(state_in(folder.path(), "s")["passed"], true);
}

#[test]
fn a_check_on_a_terminal_is_words() {
    if !needs("script") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (_, code) = on_a_terminal(folder.path(), "$S exec -q --state s -- true");
    assert_eq!(code, Some(0));
    let (text, code) = on_a_terminal(folder.path(), "NO_COLOR=1 $S check --state s");
    assert_eq!(code, Some(0));
    assert!(text.starts_with("completed_passed") && !text.contains('{'), "{text:?}");
    assert!(!text.contains('\x1b'), "{text:?}");
}
