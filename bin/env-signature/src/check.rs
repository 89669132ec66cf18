//! `check`: a baseline against now, or against another capture.

use crate::capture::{self, MISSING, Plan};
use crate::probe::Question;
use crate::text;
use cli::{Bad, Cx, Error};
use ndjson::{Lines, Next};
use record::env::{EnvDifference, EnvPart, Identity, Observed, Tool, ToolStatus};
use record::{Env, EnvCheck, EnvCheckTag};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::Path;

pub(crate) fn run(cx: &Cx) -> Result<(), Error> {
    let Some(baseline) = cx.args().path("baseline") else {
        return Err(
            Error::usage("--baseline FILE is missing").hint("env-signature capture -o FILE makes one")
        );
    };
    let current = cx.args().path("current");
    if current == Some(baseline) && baseline == Path::new("-") {
        return Err(Error::usage("standard input cannot be both --baseline and --current"));
    }
    let baseline = read(cx, baseline)?;
    let current = match current {
        Some(path) => read(cx, path)?,
        None => capture::here(cx, plan(&baseline))?,
    };
    let check = compare(&baseline, &current, cx.args().pairs("set"));
    if !check.matches {
        cx.answer_no();
    }
    text::check(cx, &check)
}

/// What the baseline looked at is looked at again.
fn plan(baseline: &Env) -> Plan {
    let question = |name: &String| {
        let seen = baseline.observed.tools.get(name).filter(|seen| !seen.arguments.is_empty());
        let question = match seen {
            Some(seen) => Question { name: name.clone(), arguments: seen.arguments.clone() },
            None => Question::usual(name),
        };
        (name.clone(), question)
    };
    let identity = &baseline.identity;
    Plan {
        questions: identity.tools.keys().map(question).collect(),
        locks: identity.locks.keys().cloned().collect(),
        env: identity.env.keys().cloned().collect(),
        required: identity.required_env.keys().cloned().collect(),
    }
}

/// The one `env.v1` of a file; other records may stand around it. Two would leave it to
/// chance which ground is meant.
fn read(cx: &Cx, path: &Path) -> Result<Env, Error> {
    let source = cx.open(if path == Path::new("-") { OsStr::new("-") } else { path.as_os_str() })?;
    let name = source.name.clone();
    let mut lines = Lines::new(source);
    let mut strangers: BTreeMap<String, u64> = BTreeMap::new();
    let mut found: Option<(u64, Env)> = None;
    loop {
        let line = match lines.next(&mut |_| Ok(())) {
            Ok(None) => break,
            Ok(Some(Next::Line(line))) if line.is_blank() => continue,
            Ok(Some(Next::Line(line))) => line,
            Ok(Some(Next::TooLong { number, .. })) => {
                let reason = "the line is too long for an env.v1";
                if found.is_none() {
                    return Err(Error::input(format!("{name}:{number}: {reason}")));
                }
                cx.bad(Bad { file: &name, line: Some(number), reason, bytes: b"" })?;
                continue;
            }
            Err(error) => return Err(Error::io(&name, &error)),
        };
        let number = line.number;
        let bytes = line.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line.bytes);
        let bad =
            |error: &serde_json::Error| Error::input(format!("{name}:{number}: {}", cli::json_reason(error)));
        let value: serde_json::Value = match serde_json::from_slice(bytes) {
            Ok(value) => value,
            // Without a capture so far this may have been it; behind one the rest is told.
            Err(error) if found.is_none() => return Err(bad(&error)),
            Err(error) => {
                let reason = cli::json_reason(&error);
                cx.bad(Bad { file: &name, line: Some(number), reason: &reason, bytes })?;
                continue;
            }
        };
        match value.get("schema").and_then(serde_json::Value::as_str) {
            Some("env.v1") => {}
            schema => {
                *strangers.entry(schema.unwrap_or("no schema").to_owned()).or_default() += 1;
                continue;
            }
        }
        if let Some((first, _)) = &found {
            let what = format!("{name}: more than one env.v1: lines {first} and {number}");
            return Err(Error::input(what).hint("one capture a file; jq -c can take one out"));
        }
        let env: Env = serde_json::from_slice(bytes).map_err(|e| bad(&e))?;
        // As it was read: members that a later version added are signed too.
        let signed = Env::sign_value(value.get("identity").unwrap_or(&serde_json::Value::Null));
        if signed != env.signature_sha256 {
            let reason = "the signature is not that of the identity: the capture was changed afterwards";
            cx.bad(Bad { file: &name, line: Some(number), reason, bytes: b"" })?;
        }
        found = Some((number, env));
    }
    if let Some((_, env)) = found {
        let unknown: Vec<String> = strangers
            .iter()
            .filter(|(schema, _)| !record::SCHEMAS.contains(&schema.as_str()))
            .map(|(schema, n)| format!("{schema} ({n})"))
            .collect();
        if !unknown.is_empty() {
            cx.warn(format!("{name}: records of unknown schema, not used: {}", unknown.join(", ")));
        }
        return Ok(env);
    }
    let strangers: Vec<String> = strangers.into_keys().collect();
    let seen = if strangers.is_empty() { "it is empty".to_owned() } else { strangers.join(", ") };
    Err(Error::input(format!("{name}: no env.v1 in it: {seen}"))
        .hint("env-signature capture -o FILE makes one"))
}

/// All differences: those of the identity first.
fn compare(baseline: &Env, current: &Env, labels: record::Labels) -> EnvCheck {
    let mut differences = identity(&baseline.identity, &current.identity);
    differences.extend(observed(&baseline.observed, &current.observed));
    differences.sort_by(|a, b| {
        let part = |d: &EnvDifference| d.part == EnvPart::Observed;
        (part(a), &a.code, &a.name).cmp(&(part(b), &b.code, &b.name))
    });
    let same = baseline.signature_sha256 == current.signature_sha256;
    if !same && differences.iter().all(|d| d.part == EnvPart::Observed) {
        // A member that this version does not know.
        differences.insert(
            0,
            difference(
                "identity-changed",
                "identity",
                Some(&baseline.signature_sha256),
                Some(&current.signature_sha256),
            ),
        );
    }
    EnvCheck {
        schema: EnvCheckTag,
        matches: same && differences.iter().all(|d| d.part == EnvPart::Observed),
        baseline_signature_sha256: baseline.signature_sha256.clone(),
        current_signature_sha256: current.signature_sha256.clone(),
        differences,
        labels,
    }
}

fn difference(code: &str, name: &str, baseline: Option<&str>, current: Option<&str>) -> EnvDifference {
    EnvDifference {
        code: code.to_owned(),
        part: EnvPart::Identity,
        name: name.to_owned(),
        baseline: baseline.map(str::to_owned),
        current: current.map(str::to_owned),
    }
}

fn identity(baseline: &Identity, current: &Identity) -> Vec<EnvDifference> {
    let mut all = Vec::new();
    let mut value = |code: &str, name: &str, a: Option<&str>, b: Option<&str>| {
        if a != b {
            all.push(difference(code, name, a, b));
        }
    };
    let (a, b) = (&baseline.os, &current.os);
    value("os-changed", "os.family", Some(&a.family), Some(&b.family));
    value("os-changed", "os.id", a.id.as_deref(), b.id.as_deref());
    value("os-version-changed", "os.version", a.version.as_deref(), b.version.as_deref());
    value("arch-changed", "arch", Some(&baseline.arch), Some(&current.arch));
    let libc = |i: &Identity| {
        i.libc.as_ref().map(|libc| match &libc.version {
            Some(version) => format!("{} {version}", libc.name),
            None => libc.name.clone(),
        })
    };
    value("libc-changed", "libc", libc(baseline).as_deref(), libc(current).as_deref());
    value("seed-changed", "seed", baseline.seed.as_deref(), current.seed.as_deref());
    tools(&baseline.tools, &current.tools, &mut all);
    for (name, a, b) in pairs(&baseline.locks, &current.locks) {
        let of = |lock: Option<&record::env::LockFile>| lock.and_then(|lock| lock.sha256.clone());
        let (was, is) = (of(a), of(b));
        let code = match (a.is_some(), b.is_some()) {
            (true, true) if was == is => continue,
            (true, true) if is.is_none() => "lock-missing",
            (true, true) => "lock-changed",
            (false, _) => "lock-added",
            (_, false) => "lock-missing",
        };
        all.push(difference(code, name, was.as_deref(), is.as_deref()));
    }
    for (name, a, b) in pairs(&baseline.env, &current.env) {
        let (was, is) = (a.and_then(Option::as_deref), b.and_then(Option::as_deref));
        let code = match (a, b) {
            (Some(a), Some(b)) if a == b => continue,
            (Some(Some(_)), Some(Some(_))) => "env-changed",
            (Some(None), Some(_)) => "env-set",
            (Some(_), Some(None)) => "env-unset",
            // Recorded in one of the two only.
            _ => "env-not-recorded",
        };
        all.push(difference(code, name, was, is));
    }
    for (name, a, b) in pairs(&baseline.env_base64, &current.env_base64) {
        // Otherwise the difference shows in the text already.
        if a != b && baseline.env.get(name) == current.env.get(name) {
            all.push(difference("env-changed", name, a.map(String::as_str), b.map(String::as_str)));
        }
    }
    for (name, a, b) in pairs(&baseline.required_env, &current.required_env) {
        let word = |set: Option<&bool>| set.map(|set| if *set { "set" } else { "not set" });
        let code = match (a, b) {
            // Missing in both: the environments are equal, and neither is good.
            (_, Some(false)) => MISSING,
            (Some(a), Some(b)) if a == b => continue,
            (Some(false), Some(true)) => "required-env-set",
            _ => "env-not-recorded",
        };
        all.push(difference(code, name, word(a), word(b)));
    }
    all
}

fn tools(baseline: &BTreeMap<String, Tool>, current: &BTreeMap<String, Tool>, all: &mut Vec<EnvDifference>) {
    let word = |tool: Option<&Tool>| -> Option<String> {
        let tool = tool?;
        Some(tool.version.clone().unwrap_or_else(|| status(tool.status).to_owned()))
    };
    for (name, a, b) in pairs(baseline, current) {
        let code = match (a, b) {
            (Some(a), Some(b)) if a == b => continue,
            (Some(_), None) => "tool-not-asked",
            (None, _) => "tool-added",
            (Some(a), Some(b)) => match (a.status, b.status) {
                (ToolStatus::Ok, ToolStatus::Ok) => "tool-version-changed",
                (_, ToolStatus::Missing) => "tool-missing",
                (ToolStatus::Missing, _) => "tool-appeared",
                (_, ToolStatus::TimedOut) => "tool-timed-out",
                _ => "tool-status-changed",
            },
        };
        all.push(difference(code, name, word(a).as_deref(), word(b).as_deref()));
    }
}

fn status(status: ToolStatus) -> &'static str {
    match status {
        ToolStatus::Ok => "ok",
        ToolStatus::Missing => "missing",
        ToolStatus::Failed => "failed",
        ToolStatus::TimedOut => "timed-out",
        ToolStatus::Unreadable => "unreadable",
    }
}

fn observed(baseline: &Observed, current: &Observed) -> Vec<EnvDifference> {
    let mut all = Vec::new();
    let mut value = |code: &str, name: &str, a: Option<String>, b: Option<String>| {
        if a != b {
            let difference = difference(code, name, a.as_deref(), b.as_deref());
            all.push(EnvDifference { part: EnvPart::Observed, ..difference });
        }
    };
    let number = |n: Option<u64>| n.map(|n| n.to_string());
    value("kernel-changed", "kernel", baseline.kernel.clone(), current.kernel.clone());
    value("cpu-changed", "cpu_model", baseline.cpu_model.clone(), current.cpu_model.clone());
    value("cpus-changed", "cpus", number(baseline.cpus), number(current.cpus));
    value("memory-changed", "memory_bytes", number(baseline.memory_bytes), number(current.memory_bytes));
    for (name, a, b) in pairs(&baseline.hooks, &current.hooks) {
        let set = |hook: Option<&bool>| hook.filter(|set| **set).map(|_| "set".to_owned());
        let code = if b == Some(&true) { "hook-set" } else { "hook-unset" };
        value(code, name, set(a), set(b));
    }
    for (name, a, b) in pairs(&baseline.tools, &current.tools) {
        if let (Some(a), Some(b)) = (a, b) {
            value("tool-moved", name, a.program.clone(), b.program.clone());
        }
    }
    all
}

/// All names of two maps with what each has for them.
fn pairs<'m, V>(
    a: &'m BTreeMap<String, V>,
    b: &'m BTreeMap<String, V>,
) -> impl Iterator<Item = (&'m str, Option<&'m V>, Option<&'m V>)> {
    let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    names.into_iter().map(move |name| (name.as_str(), a.get(name), b.get(name)))
}

#[cfg(test)]
mod tests {
    use super::compare;
    use record::env::{Env, EnvPart, EnvTag, Identity, LockFile, Observed, Tool, ToolStatus};

    fn env(change: impl FnOnce(&mut Identity, &mut Observed)) -> Env {
        let mut identity = Identity { arch: "x86_64".to_owned(), ..Identity::default() };
        let mut observed = Observed { kernel: Some("6.1".to_owned()), ..Observed::default() };
        let tool = |version: &str| Tool { status: ToolStatus::Ok, version: Some(version.to_owned()) };
        identity.tools.insert("git".to_owned(), tool("2.39"));
        identity.locks.insert("Cargo.lock".to_owned(), LockFile { sha256: Some("aa".to_owned()) });
        identity.env.insert("RUSTFLAGS".to_owned(), None);
        identity.required_env.insert("TOKEN".to_owned(), true);
        change(&mut identity, &mut observed);
        let signature_sha256 = Env::sign(&identity);
        Env {
            schema: EnvTag,
            signature_sha256,
            identity,
            observed,
            findings: vec![],
            labels: Default::default(),
        }
    }

    fn codes(change: impl FnOnce(&mut Identity, &mut Observed)) -> (bool, Vec<String>) {
        let check = compare(&env(|_, _| {}), &env(change), Default::default());
        (check.matches, check.differences.into_iter().map(|d| format!("{}:{}", d.code, d.name)).collect())
    }

    #[test]
    fn equal_environments_match() {
        assert_eq!(codes(|_, _| {}), (true, vec![]));
    }

    #[test]
    fn every_difference_has_its_code() {
        let no = |code: &str| (false, vec![code.to_owned()]);
        assert_eq!(codes(|i, _| i.arch = "arm".into()), no("arch-changed:arch"));
        assert_eq!(codes(|i, _| i.os.version = Some("12".into())), no("os-version-changed:os.version"));
        assert_eq!(codes(|i, _| i.seed = Some("4".into())), no("seed-changed:seed"));
        let tool = |status, version: Option<&str>| Tool { status, version: version.map(str::to_owned) };
        let git = |t: Tool| codes(|i, _| drop(i.tools.insert("git".into(), t)));
        assert_eq!(git(tool(ToolStatus::Ok, Some("2.40"))), no("tool-version-changed:git"));
        assert_eq!(git(tool(ToolStatus::Missing, None)), no("tool-missing:git"));
        assert_eq!(git(tool(ToolStatus::TimedOut, None)), no("tool-timed-out:git"));
        assert_eq!(codes(|i, _| i.tools.clear()), no("tool-not-asked:git"));
        let lock = |sha256: Option<&str>| {
            let lock = LockFile { sha256: sha256.map(str::to_owned) };
            codes(|i, _| drop(i.locks.insert("Cargo.lock".into(), lock)))
        };
        assert_eq!(lock(Some("bb")), no("lock-changed:Cargo.lock"));
        assert_eq!(lock(None), no("lock-missing:Cargo.lock"));
        assert_eq!(
            codes(|i, _| drop(i.env.insert("RUSTFLAGS".into(), Some("x".into())))),
            no("env-set:RUSTFLAGS")
        );
        assert_eq!(codes(|i, _| i.env.clear()), no("env-not-recorded:RUSTFLAGS"));
        assert_eq!(
            codes(|i, _| {
                i.required_env.insert("TOKEN".into(), false);
            }),
            no("required-env-missing:TOKEN")
        );
    }

    #[test]
    fn what_is_only_observed_never_says_no() {
        let kernel = codes(|_, o| o.kernel = Some("6.2".into()));
        assert_eq!(kernel, (true, vec!["kernel-changed:kernel".to_owned()]));
        let hook = codes(|_, o| {
            o.hooks.insert("LD_PRELOAD".into(), true);
        });
        assert_eq!(hook, (true, vec!["hook-set:LD_PRELOAD".to_owned()]));
    }

    #[test]
    fn bytes_that_look_alike_are_told_apart() {
        let odd = |raw: &str| {
            env(|i, _| {
                i.env.insert("X".into(), Some("\u{fffd}".into()));
                i.env_base64.insert("X".into(), raw.into());
            })
        };
        let check = compare(&odd("/w=="), &odd("/g=="), Default::default());
        assert!(!check.matches);
        assert_eq!(check.differences[0].code, "env-changed");
    }

    #[test]
    fn a_required_variable_that_is_missing_on_both_sides_is_no_match() {
        let without = || {
            env(|i, _| {
                i.required_env.insert("TOKEN".into(), false);
            })
        };
        let check = compare(&without(), &without(), Default::default());
        assert!(!check.matches);
        assert_eq!(check.differences[0].part, EnvPart::Identity);
    }
}
