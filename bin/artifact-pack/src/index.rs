//! `artifacts_index.md`: the manifest for people.

use cli::human_bytes;
use record::{Artifact, ArtifactKind, ArtifactStatus, Pack};
use std::fmt::Write as _;

/// The index: what is inside, what is not and why.
pub(crate) fn markdown(artifacts: &[Artifact], pack: &Pack) -> String {
    let mut text = String::from("# Artifacts\n\n");
    let _ = writeln!(
        text,
        "{} ({}), {}, {} left out. Packed by {}; all times are {}.",
        counted(pack.files, "file"),
        human_bytes(pack.content_bytes),
        counted(pack.links, "link"),
        pack.skipped,
        pack.tool,
        pack.modified_at
    );
    if !pack.complete {
        text.push_str("\n**Not complete:** something could not be read as it stood; see the notes.\n");
    }
    for (key, value) in &pack.labels {
        let _ = write!(text, "\n- {}: {}", plain(key), plain(value));
    }
    if !pack.labels.is_empty() {
        text.push('\n');
    }
    let of = |status| artifacts.iter().filter(move |a| a.status == status);
    if of(ArtifactStatus::Packed).next().is_some() {
        text.push_str("\n| file | bytes | SHA-256 | notes |\n|---|---:|---|---|\n");
        for artifact in of(ArtifactStatus::Packed) {
            let _ = writeln!(
                text,
                "| {} | {} | `{}` | {} |",
                plain(&artifact.path),
                artifact.bytes.unwrap_or_default(),
                artifact.sha256.as_deref().unwrap_or_default(),
                notes(artifact)
            );
        }
    }
    if of(ArtifactStatus::Skipped).next().is_some() {
        text.push_str("\n## Left out\n\n| path | reason |\n|---|---|\n");
        for artifact in of(ArtifactStatus::Skipped) {
            let reason = artifact.reason.as_deref().unwrap_or_default();
            let _ = match &artifact.target {
                Some(target) => {
                    writeln!(text, "| {} | {reason} (to {}) |", plain(&artifact.path), plain(target))
                }
                None => writeln!(text, "| {} | {reason} |", plain(&artifact.path)),
            };
        }
    }
    text.push_str("\nEvery digest is in `manifest.ndjson`, one `artifact.v1` a line, in archive order.\n");
    text
}

fn counted(n: u64, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn notes(artifact: &Artifact) -> String {
    let mut notes = artifact.warnings.clone();
    match (artifact.kind, artifact.executable, &artifact.target) {
        (ArtifactKind::Link, _, Some(target)) => notes.insert(0, format!("link to {}", plain(target))),
        (_, Some(true), _) => notes.insert(0, "executable".to_owned()),
        _ => {}
    }
    notes.join(", ")
}

/// Text that stays in its cell and means nothing to Markdown or HTML.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if cli::is_unsafe(c) => out.push('\u{fffd}'),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_cannot_break_out_of_their_cell() {
        assert_eq!(plain("a|b\n# c"), "a\\|b\u{fffd}\\# c");
        assert_eq!(plain("<script>`x`"), "&lt;script&gt;\\`x\\`");
        assert_eq!(plain("ä b.log"), "ä b.log");
        // A name that reads backwards.
        assert_eq!(plain("a\u{202e}gol.exe"), "a\u{fffd}gol.exe");
    }
}
