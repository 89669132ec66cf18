//! Asking tools for their versions: all at once, each within a time, without a shell.

use crate::interrupt::Watch;
use record::env::{Tool, ToolSeen, ToolStatus};
use std::collections::BTreeMap;
use std::io::Read;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

/// More of an answer than this is not read.
const LONGEST_ANSWER: u64 = 64 << 10;
/// Characters of an answer that are kept.
const KEPT: usize = 200;
/// Tools asked at the same time.
const AT_ONCE: usize = 16;
/// How long the output of a tool that has ended may stay open.
const DRAIN: Duration = Duration::from_millis(200);
/// How often a running tool is looked at.
const TICK: Duration = Duration::from_millis(2);

/// A question: a program and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) name: String,
    pub(crate) arguments: Vec<String>,
}

impl Question {
    /// With the arguments that this tool is usually asked with.
    pub(crate) fn usual(name: &str) -> Question {
        let base = name.rsplit('/').next().unwrap_or(name);
        let arguments: &[&str] = match base {
            "go" | "openssl" | "helm" => &["version"],
            "java" | "javac" => &["-version"],
            "kubectl" => &["version", "--client"],
            "tmux" | "ssh" => &["-V"],
            "unzip" | "lua" | "nginx" => &["-v"],
            "ffmpeg" | "ffprobe" | "ant" | "scala" | "kotlin" => &["-version"],
            _ => &["--version"],
        };
        Question { name: name.to_owned(), arguments: arguments.iter().map(|a| (*a).to_owned()).collect() }
    }
}

/// Asks all; the answers by name. A signal that ends this process ends them first.
pub(crate) fn ask(questions: &[Question], limit: Duration) -> BTreeMap<String, (Tool, ToolSeen)> {
    let mut answers = BTreeMap::new();
    if questions.is_empty() {
        return answers;
    }
    let watch = Watch::begin();
    for some in questions.chunks(AT_ONCE) {
        if watch.came() {
            break;
        }
        let asked: Vec<_> = std::thread::scope(|scope| {
            let running: Vec<_> = some.iter().map(|q| (q, scope.spawn(|| one(q, limit, &watch)))).collect();
            running.into_iter().map(|(q, thread)| (q.name.clone(), thread.join())).collect()
        });
        for (name, answer) in asked {
            let failed = || (Tool { status: ToolStatus::Unreadable, version: None }, ToolSeen::default());
            answers.insert(name, answer.unwrap_or_else(|_| failed()));
        }
    }
    watch.end();
    answers
}

fn one(question: &Question, limit: Duration, watch: &Watch) -> (Tool, ToolSeen) {
    let mut seen = ToolSeen { arguments: question.arguments.clone(), ..ToolSeen::default() };
    let tool = |status, version| Tool { status, version };
    let Some(program) = find(&question.name) else { return (tool(ToolStatus::Missing, None), seen) };
    seen.program = Some(program.to_string_lossy().into_owned());
    let child = Command::new(&program)
        .args(&question.arguments)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // A group of its own, so that what it starts can be ended with it.
        .process_group(0)
        .spawn();
    let Ok(child) = child else { return (tool(ToolStatus::Unreadable, None), seen) };
    let (status, answer) = wait(child, limit, watch);
    let (line, version) = match version_in(&answer) {
        Some((line, version)) => (Some(line), Some(version)),
        None => (answer.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned), None),
    };
    seen.answer = line.map(|line| line.chars().filter(|c| !c.is_control()).take(KEPT).collect());
    match status {
        ToolStatus::Ok if version.is_none() => (tool(ToolStatus::Unreadable, None), seen),
        ToolStatus::Ok => (tool(ToolStatus::Ok, version), seen),
        status => (tool(status, None), seen),
    }
}

/// The program on the PATH; a name with a slash is taken as it is.
fn find(name: &str) -> Option<PathBuf> {
    let runs = |path: &PathBuf| {
        std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
    };
    if name.contains('/') {
        return Some(PathBuf::from(name)).filter(runs);
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(runs)
}

/// Waits for the end of the child and of its output, no longer than `limit`, and not when a
/// signal has come.
fn wait(mut child: Child, limit: Duration, watch: &Watch) -> (ToolStatus, String) {
    let deadline = Instant::now() + limit;
    let (sender, receiver) = mpsc::channel();
    // The readers outlive a tool whose own children hold its output open: they are not
    // waited for beyond the limit, and what has come until then is taken as it is.
    let read = |from: Option<Box<dyn Read + Send>>| {
        let (sender, heard) = (sender.clone(), Arc::new(Mutex::new(Vec::new())));
        let to = Arc::clone(&heard);
        std::thread::spawn(move || {
            if let Some(from) = from {
                hear(from.take(LONGEST_ANSWER), &to);
            }
            let _ = sender.send(());
        });
        heard
    };
    // Standard output first: a warning on the other stream may hold numbers too.
    let heard = [
        read(child.stdout.take().map(|out| Box::new(out) as Box<dyn Read + Send>)),
        read(child.stderr.take().map(|err| Box::new(err) as Box<dyn Read + Send>)),
    ];
    let mut status = ToolStatus::TimedOut;
    while Instant::now() < deadline && !watch.came() {
        match child.try_wait() {
            Ok(Some(ended)) => {
                status = if ended.success() { ToolStatus::Ok } else { ToolStatus::Failed };
                break;
            }
            Ok(None) => std::thread::sleep(TICK),
            Err(_) => {
                status = ToolStatus::Unreadable;
                break;
            }
        }
    }
    let mut ended = 0;
    let mut collect = |until: Instant| {
        while ended < heard.len() {
            match receiver.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(()) => ended += 1,
                Err(_) => return false,
            }
        }
        true
    };
    let whole = status != ToolStatus::TimedOut && collect((Instant::now() + DRAIN).min(deadline));
    if !whole {
        // It hangs, or something that it started holds its output open.
        end(&mut child);
        collect(Instant::now() + DRAIN);
    }
    let text = |bytes: &Arc<Mutex<Vec<u8>>>| {
        let bytes = bytes.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    };
    (status, heard.iter().map(text).collect::<Vec<_>>().join("\n"))
}

/// Reads to the end or to a failure; all that has come stands in `to` at any time.
fn hear(mut from: impl Read, to: &Mutex<Vec<u8>>) {
    let mut piece = [0; 4096];
    loop {
        match from.read(&mut piece) {
            Ok(0) => return,
            Ok(n) => to.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&piece[..n]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

/// Ends the child and what it started.
fn end(child: &mut Child) {
    let group = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw);
    if let Some(group) = group {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// The first version in an answer, and its line: digits with a dot, where possible outside
/// of parentheses (`gcc (Debian 12.2.0-14) 12.2.0`).
fn version_in(answer: &str) -> Option<(String, String)> {
    answer.lines().map(str::trim).find_map(|line| {
        let found = version_of(line, true).or_else(|| version_of(line, false))?;
        Some((line.to_owned(), found.to_owned()))
    })
}

fn version_of(line: &str, outside: bool) -> Option<&str> {
    let bytes = line.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            byte if byte.is_ascii_digit() && (depth == 0 || !outside) => {
                let run = |from: usize, good: fn(&u8) -> bool| {
                    from + bytes[from..].iter().take_while(|b| good(b)).count()
                };
                let whole = run(at, u8::is_ascii_digit);
                if bytes.get(whole) == Some(&b'.') && bytes.get(whole + 1).is_some_and(u8::is_ascii_digit) {
                    let end = run(whole, |b| {
                        b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+' | b'_' | b'~')
                    });
                    return Some(line[at..end].trim_end_matches(['.', '-', '+', '_', '~']));
                }
                at = whole;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Question, ask, version_in};
    use record::env::ToolStatus;
    use std::time::Duration;

    #[test]
    fn versions_are_found_in_what_tools_say() {
        let version = |answer: &str| version_in(answer).map(|(_, version)| version);
        for (answer, expected) in [
            ("rustc 1.95.0 (59807616e 2026-04-14)", "1.95.0"),
            ("go version go1.27.3 linux/amd64", "1.27.3"),
            ("v20.19.2\n", "20.19.2"),
            ("gcc (Debian 12.2.0-14) 12.2.0\nCopyright (C) 2022", "12.2.0"),
            ("openjdk version \"17.0.9\" 2023-10-17", "17.0.9"),
            ("Docker version 20.10.24+dfsg1, build 297e128", "20.10.24+dfsg1"),
            ("GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)", "5.2.15"),
            ("tool (2.5)", "2.5"),
            ("warning: x\n\nTool 3.1.4-rc.1.", "3.1.4-rc.1"),
            ("sqlite 3.40.1 2022-12-28", "3.40.1"),
        ] {
            assert_eq!(version(answer).as_deref(), Some(expected), "{answer}");
        }
        for answer in ["", "no digits", "version 7", "1.", ".5"] {
            assert_eq!(version(answer), None, "{answer}");
        }
    }

    fn question(name: &str, arguments: &[&str]) -> Question {
        Question { name: name.to_owned(), arguments: arguments.iter().map(|a| (*a).to_owned()).collect() }
    }

    #[test]
    fn each_way_of_answering_has_its_status() {
        let questions = [
            question("sh", &["-c", "echo 1.2.3"]),
            question("no-such-tool-anywhere", &[]),
            question("false", &[]),
            question("true", &[]),
            question("sleep", &["30"]),
        ];
        let answers = ask(&questions, Duration::from_millis(300));
        let status = |name: &str| answers.get(name).map(|(tool, _)| tool.status);
        assert_eq!(status("sh"), Some(ToolStatus::Ok));
        assert_eq!(answers["sh"].0.version.as_deref(), Some("1.2.3"));
        assert_eq!(status("no-such-tool-anywhere"), Some(ToolStatus::Missing));
        assert_eq!(status("false"), Some(ToolStatus::Failed));
        assert_eq!(status("true"), Some(ToolStatus::Unreadable));
        assert_eq!(status("sleep"), Some(ToolStatus::TimedOut));
    }

    #[test]
    fn a_child_that_holds_the_output_does_not_hold_us() {
        // The shell ends at once; its child keeps the pipe open for much longer.
        let questions = [question("sh", &["-c", "sleep 300 & echo 1.2.3"])];
        let began = std::time::Instant::now();
        let answers = ask(&questions, Duration::from_secs(5));
        assert!(began.elapsed() < Duration::from_secs(100), "it was waited for");
        assert_eq!(answers["sh"].0.version.as_deref(), Some("1.2.3"));
    }

    #[test]
    fn a_child_that_left_the_group_does_not_take_the_answer_with_it() {
        // A daemon in a session of its own is not ended with the tool.
        let questions = [question("sh", &["-c", "setsid sleep 20 & echo x 1.2.3"])];
        let answers = ask(&questions, Duration::from_secs(5));
        assert_eq!(answers["sh"].0.status, ToolStatus::Ok);
        assert_eq!(answers["sh"].0.version.as_deref(), Some("1.2.3"));
    }

    #[test]
    fn an_answer_without_end_is_cut() {
        let questions = [question("sh", &["-c", "echo 1.2.3; yes"])];
        let answers = ask(&questions, Duration::from_millis(300));
        // The pipe is closed after the first 64 KiB, and yes ends with it.
        assert_ne!(answers["sh"].0.status, ToolStatus::Missing);
        assert!(answers["sh"].1.answer.as_deref().is_none_or(|a| a.len() <= 200));
    }

    #[test]
    fn tools_have_their_usual_question() {
        assert_eq!(Question::usual("go").arguments, ["version"]);
        assert_eq!(Question::usual("/usr/bin/java").arguments, ["-version"]);
        assert_eq!(Question::usual("cc").arguments, ["--version"]);
        assert_eq!(Question::usual("unzip").arguments, ["-v"]);
    }
}
