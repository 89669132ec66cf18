//! The two documents, as records or for people.

use cli::{Cx, Error, Format, Show, View};
use record::env::EnvPart;
use record::{Env, EnvCheck};
use std::fmt::Write as _;

/// Writes a capture.
pub(crate) fn env(cx: &Cx, env: &Env) -> Result<(), Error> {
    cx.out().view(
        View::new("env.v1", "")
            .column("signature", "signature_sha256", Show::Text(0))
            .column("os", "identity.os.id", Show::Text(0))
            .column("version", "identity.os.version", Show::Text(0))
            .column("arch", "identity.arch", Show::Text(0))
            .column("seed", "identity.seed", Show::Text(0)),
    );
    if cx.out().format() != Format::Table {
        return cx.out().emit(env);
    }
    let mut text = format!("signature  {}\n", env.signature_sha256);
    let os = &env.identity.os;
    let words: Vec<&str> =
        [Some(os.family.as_str()), os.id.as_deref(), os.version.as_deref()].into_iter().flatten().collect();
    line(&mut text, "os", &words.join(" "));
    line(&mut text, "arch", &env.identity.arch);
    if let Some(libc) = &env.identity.libc {
        line(&mut text, "libc", &format!("{} {}", libc.name, libc.version.as_deref().unwrap_or("")));
    }
    for (name, tool) in &env.identity.tools {
        let seen = env.observed.tools.get(name).and_then(|seen| seen.program.as_deref()).unwrap_or("-");
        line(
            &mut text,
            "tool",
            &format!("{name} {}  ({seen})", tool.version.as_deref().unwrap_or("not known")),
        );
    }
    for (path, lock) in &env.identity.locks {
        line(&mut text, "lock", &format!("{path} {}", lock.sha256.as_deref().unwrap_or("not readable")));
    }
    for (name, value) in &env.identity.env {
        line(&mut text, "env", &format!("{name}={}", value.as_deref().unwrap_or("(not set)")));
    }
    for (name, set) in &env.identity.required_env {
        line(&mut text, "required", &format!("{name} is {}", if *set { "set" } else { "NOT set" }));
    }
    if let Some(seed) = &env.identity.seed {
        line(&mut text, "seed", seed);
    }
    let seen = &env.observed;
    line(&mut text, "kernel", seen.kernel.as_deref().unwrap_or("-"));
    let cpus = seen.cpus.map(|n| format!("{n} x ")).unwrap_or_default();
    line(&mut text, "cpu", &format!("{cpus}{}", seen.cpu_model.as_deref().unwrap_or("-")));
    for name in seen.hooks.keys() {
        line(&mut text, "hook", &format!("{name} is set"));
    }
    cx.out().bytes(text.as_bytes())
}

/// Writes a comparison.
pub(crate) fn check(cx: &Cx, check: &EnvCheck) -> Result<(), Error> {
    cx.out().view(
        View::new("env-check.v1", "")
            .column("matches", "matches", Show::Verdict)
            .column("baseline", "baseline_signature_sha256", Show::Text(0))
            .column("current", "current_signature_sha256", Show::Text(0))
            .column("differences", "differences", Show::Text(0)),
    );
    if cx.out().format() != Format::Table {
        return cx.out().emit(check);
    }
    let verdict = if check.matches { "the environments match" } else { "the environments differ" };
    let mut text = format!("{verdict}\n");
    line(&mut text, "baseline", &check.baseline_signature_sha256);
    line(&mut text, "current", &check.current_signature_sha256);
    for difference in &check.differences {
        let part = if difference.part == EnvPart::Identity { "identity" } else { "observed" };
        let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
        line(
            &mut text,
            part,
            &format!(
                "{} {}: {} -> {}",
                difference.code,
                difference.name,
                value(&difference.baseline),
                value(&difference.current)
            ),
        );
    }
    cx.out().bytes(text.as_bytes())
}

/// A line that cannot move a terminal's cursor.
fn line(text: &mut String, head: &str, rest: &str) {
    let rest: String = rest.chars().map(|c| if cli::is_unsafe(c) { ' ' } else { c }).collect();
    let _ = writeln!(text, "{head:<9}  {}", rest.trim_end());
}
