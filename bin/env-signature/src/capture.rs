//! `capture`: this machine as an `env.v1`.

use crate::probe::{self, Question};
use crate::{secret, system, text};
use cli::{Cx, Error};
use files::hash::Hasher;
use record::env::{Env, EnvFinding, EnvTag, Identity, LockFile, ToolSeen, ToolStatus};
use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::time::Duration;

/// Lock files, and the tools whose versions matter where they are found.
const LOCKS: [(&str, &[&str]); 22] = [
    ("Cargo.lock", &["cargo", "rustc"]),
    ("package-lock.json", &["node", "npm"]),
    ("npm-shrinkwrap.json", &["node", "npm"]),
    ("yarn.lock", &["node", "yarn"]),
    ("pnpm-lock.yaml", &["node", "pnpm"]),
    ("bun.lock", &["bun"]),
    ("deno.lock", &["deno"]),
    ("go.sum", &["go"]),
    ("poetry.lock", &["python3", "poetry"]),
    ("uv.lock", &["python3", "uv"]),
    ("Pipfile.lock", &["python3", "pipenv"]),
    ("pdm.lock", &["python3", "pdm"]),
    ("pylock.toml", &["python3"]),
    ("requirements.txt", &["python3"]),
    ("Gemfile.lock", &["ruby", "bundle"]),
    ("composer.lock", &["php", "composer"]),
    ("gradle.lockfile", &["java"]),
    ("mix.lock", &["elixir"]),
    ("pubspec.lock", &["dart"]),
    ("Package.resolved", &["swift"]),
    ("flake.lock", &["nix"]),
    ("conda-lock.yml", &["conda"]),
];

/// What to look at.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) questions: BTreeMap<String, Question>,
    pub(crate) locks: BTreeSet<String>,
    pub(crate) env: BTreeSet<String>,
    pub(crate) required: BTreeSet<String>,
}

/// `NAME` or `NAME=ARGS`, for the flag table.
pub(crate) fn check_tool(text: &str) -> Result<(), String> {
    question(text).map(|_| ())
}

fn question(text: &str) -> Result<Question, String> {
    let (name, arguments) = match text.split_once('=') {
        Some((name, arguments)) => (name, Some(arguments)),
        None => (text, None),
    };
    if name.is_empty() || name.contains(char::is_whitespace) {
        return Err("not the name of a program".to_owned());
    }
    Ok(match arguments {
        None => Question::usual(name),
        Some(line) => Question {
            name: name.to_owned(),
            arguments: line.split_whitespace().map(str::to_owned).collect(),
        },
    })
}

pub(crate) fn run(cx: &Cx) -> Result<(), Error> {
    let env = here(cx, Plan::default())?;
    if env.findings.iter().any(|finding| finding.code == MISSING) {
        cx.answer_no();
    }
    text::env(cx, &env)
}

/// A required variable that is not set.
pub(crate) const MISSING: &str = "required-env-missing";

/// This machine, by the flags and by what `plan` asks for already.
pub(crate) fn here(cx: &Cx, mut plan: Plan) -> Result<Env, Error> {
    let args = cx.args();
    given_no_secret(cx)?;
    let dir = args.path("dir").unwrap_or(Path::new("."));
    if !dir.is_dir() {
        let cause = std::fs::metadata(dir).err().unwrap_or_else(|| std::io::ErrorKind::NotADirectory.into());
        return Err(Error::io(dir.display(), &cause));
    }
    let auto = args.text("tools") != Some("none");
    for (file, tools) in LOCKS {
        if dir.join(file).symlink_metadata().is_ok() {
            plan.locks.insert(file.to_owned());
            for tool in tools.iter().filter(|_| auto) {
                plan.questions.entry((*tool).to_owned()).or_insert_with(|| Question::usual(tool));
            }
        }
    }
    plan.locks.extend(args.paths("lock").iter().map(|path| path.to_string_lossy().into_owned()));
    plan.env.extend(args.all("env").into_iter().map(str::to_owned));
    plan.required.extend(args.all("require-env").into_iter().map(str::to_owned));
    for asked in args.all("tool") {
        let question = question(asked).map_err(Error::usage)?;
        plan.questions.insert(question.name.clone(), question);
    }
    let limit = args.duration("timeout").unwrap_or(Duration::from_secs(5));
    let questions: Vec<Question> = plan.questions.values().cloned().collect();

    let mut findings = Vec::new();
    let mut observed = system::observed();
    let mut identity = Identity {
        os: system::os(),
        arch: system::arch(),
        libc: system::libc(),
        seed: args.text("seed").map(str::to_owned),
        ..Identity::default()
    };
    for (name, (tool, seen)) in probe::ask(&questions, limit) {
        let code = match tool.status {
            ToolStatus::Ok => None,
            ToolStatus::Missing => Some("tool-missing"),
            ToolStatus::Failed => Some("tool-failed"),
            ToolStatus::TimedOut => Some("tool-timed-out"),
            ToolStatus::Unreadable => Some("tool-unreadable"),
        };
        if let Some(code) = code {
            find(cx, &mut findings, code, &name, "its version is not known");
        }
        observed.tools.insert(name.clone(), without_secrets(seen));
        identity.tools.insert(name, tool);
    }
    for lock in &plan.locks {
        let sha256 = digest(&dir.join(lock));
        if let Err(reason) = &sha256 {
            find(cx, &mut findings, "lock-unreadable", lock, reason);
        }
        identity.locks.insert(lock.clone(), LockFile { sha256: sha256.ok() });
    }
    for name in &plan.env {
        // Text beside raw bytes where it is not UTF-8, as names have it everywhere.
        let value = std::env::var_os(name).map(|value| record::Name::new(value.as_bytes()));
        let Some(record::Name { path: text, path_base64: raw }) = value else {
            identity.env.insert(name.clone(), None);
            continue;
        };
        if secret::carries_secret(&text) {
            find(cx, &mut findings, "secret-not-recorded", name, "its value carries a secret");
            identity.required_env.insert(name.clone(), true);
            continue;
        }
        identity.env.insert(name.clone(), Some(text));
        if let Some(raw) = raw {
            identity.env_base64.insert(name.clone(), raw);
        }
    }
    for name in &plan.required {
        let set = std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if !set {
            find(cx, &mut findings, MISSING, name, "a required variable is not set");
        }
        identity.required_env.insert(name.clone(), set);
    }
    Ok(Env {
        schema: EnvTag,
        signature_sha256: Env::sign(&identity),
        identity,
        observed,
        findings,
        labels: args.pairs("set"),
    })
}

/// What the caller gives is recorded as it is: the seed and the labels.
fn given_no_secret(cx: &Cx) -> Result<(), Error> {
    let labels = cx.args().pairs("set");
    let label = labels.iter().find(|(key, value)| secret::carries_secret(&format!("{key}={value}")));
    let seed = cx.args().text("seed").filter(|seed| secret::carries_secret(seed));
    let what = match (label, seed) {
        (Some((key, _)), _) => format!("--set {key}"),
        (None, Some(_)) => "the seed".to_owned(),
        (None, None) => return Ok(()),
    };
    Err(Error::usage(format!("{what}: the value carries a secret, and would be recorded")))
}

fn find(cx: &Cx, findings: &mut Vec<EnvFinding>, code: &str, name: &str, what: &str) {
    cx.warn(format!("{name}: {what} ({code})"));
    findings.push(EnvFinding { code: code.to_owned(), name: name.to_owned() });
}

/// A tool may print its own environment, or be asked with a token.
fn without_secrets(mut seen: ToolSeen) -> ToolSeen {
    if seen.answer.as_deref().is_some_and(secret::carries_secret) {
        seen.answer = None;
    }
    // A flag and its value are two of them.
    if secret::carries_secret(&seen.arguments.join(" ")) {
        seen.arguments.clear();
    }
    seen
}

fn digest(path: &Path) -> Result<String, String> {
    let reason = |error: std::io::Error| files::reason(&error);
    // A link is followed: in a workspace the lock file often lies a folder up.
    let path = path.canonicalize().map_err(reason)?;
    Hasher::default().file(&path).map(|digest| digest.sha256).map_err(|refusal| refusal.to_string())
}

#[cfg(test)]
mod tests {
    use super::question;

    #[test]
    fn tools_are_named_with_or_without_arguments() {
        let asked = |text: &str| question(text).map(|q| (q.name, q.arguments.join("|")));
        let pair = |a: &str, b: &str| Ok((a.to_owned(), b.to_owned()));
        assert_eq!(asked("git"), pair("git", "--version"));
        assert_eq!(asked("go=version"), pair("go", "version"));
        assert_eq!(asked("x=--a=b  c"), pair("x", "--a=b|c"));
        assert_eq!(asked("x="), pair("x", ""));
        assert!(asked("=x").is_err() && asked("").is_err() && asked("a b").is_err());
    }
}
