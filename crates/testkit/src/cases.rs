//! Case folders: `tests/cases/<name>/` with
//!
//! - `cmd`: a shell script; the tool is on PATH by its name, `$TESTDATA` is `testdata/`;
//! - `in`: standard input (optional);
//! - any other file or folder: copied beside, for `cmd` to use;
//! - `out`, `err`, `code`: what is wanted; a missing `err` is none, a missing `code` is 0.
//!
//! The script runs in a copy of the folder, so that names in records are relative.

use crate::run::repository;
use std::path::Path;
use std::process::{Command, Stdio};

const OURS: [&str; 5] = ["cmd", "in", "out", "err", "code"];

/// Runs every case of a tool: `testkit::run_cases(env!("CARGO_BIN_EXE_x"), env!("CARGO_MANIFEST_DIR"))`.
///
/// # Panics
/// With a report of all cases that differ, or when there is none at all.
#[track_caller]
pub fn run_cases(program: &str, manifest: &str) {
    let cases = Path::new(manifest).join("tests/cases");
    let mut names: Vec<_> = std::fs::read_dir(&cases)
        .unwrap_or_else(|e| panic!("{}: {e}", cases.display()))
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.join("cmd").is_file())
        .collect();
    names.sort();
    assert!(!names.is_empty(), "no cases in {}", cases.display());
    let wrong: Vec<String> = names.iter().filter_map(|case| run_case(program, case).err()).collect();
    assert!(
        wrong.is_empty(),
        "{} of {} cases differ (RUNPROOF_BLESS=1 takes what was seen)\n{}",
        wrong.len(),
        names.len(),
        wrong.join("\n")
    );
}

/// Runs one case folder.
///
/// # Errors
/// The report, when anything differs.
pub fn run_case(program: &str, case: &Path) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    copy(case, folder.path()).map_err(|e| format!("{}: {e}", case.display()))?;
    let bin = Path::new(program).parent().unwrap_or(Path::new("."));
    let path = std::env::var("PATH").unwrap_or_default();
    let stdin = match std::fs::File::open(case.join("in")) {
        Ok(file) => Stdio::from(file),
        Err(_) => Stdio::null(),
    };
    let cmd = std::fs::read_to_string(case.join("cmd")).map_err(|e| e.to_string())?;
    let output = Command::new("sh")
        .args(["-c", &cmd])
        .current_dir(folder.path())
        .env("PATH", format!("{}:{path}", bin.display()))
        .env("TESTDATA", repository().join("testdata"))
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "UTC")
        .env_remove("NO_COLOR")
        .env_remove("SOURCE_DATE_EPOCH")
        .env_remove("TPR_SEED")
        .env_remove("TPR_FAILFAST_MODE")
        .env_remove("TPR_FLAKE_RATE_THRESHOLD")
        .stdin(stdin)
        .output()
        .map_err(|e| e.to_string())?;
    let code = output.status.code().unwrap_or(255);
    let lines = output.stdout.split(|b| *b == b'\n').filter(|l| !l.is_empty());
    let records: Vec<serde_json::Value> = lines.filter_map(|l| serde_json::from_slice(l).ok()).collect();
    crate::check_records(&records);
    if std::env::var_os("RUNPROOF_BLESS").is_some() {
        return bless(case, &output.stdout, &output.stderr, code).map_err(|e| e.to_string());
    }
    let want = |name: &str| std::fs::read(case.join(name)).unwrap_or_default();
    let want_code: i32 = String::from_utf8_lossy(&want("code")).trim().parse().unwrap_or(0);
    let mut wrong = String::new();
    if code != want_code {
        wrong += &format!("  status {code}, wanted {want_code}\n");
    }
    for (name, got) in [("out", &output.stdout), ("err", &output.stderr)] {
        if *got != want(name) {
            wrong += &difference(name, &want(name), got);
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(format!("case {}:\n  {}\n{wrong}", case.display(), cmd.trim()))
    }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        if OURS.iter().any(|ours| entry.file_name() == *ours) {
            continue;
        }
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            std::fs::create_dir(&target)?;
            copy_all(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn copy_all(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            std::fs::create_dir(&target)?;
            copy_all(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn bless(case: &Path, out: &[u8], err: &[u8], code: i32) -> std::io::Result<()> {
    std::fs::write(case.join("out"), out)?;
    for (name, bytes, empty) in
        [("err", err.to_vec(), err.is_empty()), ("code", format!("{code}\n").into_bytes(), code == 0)]
    {
        if empty {
            let _ = std::fs::remove_file(case.join(name));
        } else {
            std::fs::write(case.join(name), bytes)?;
        }
    }
    Ok(())
}

/// The first line that differs, with both readings.
fn difference(name: &str, want: &[u8], got: &[u8]) -> String {
    let (want, got) = (String::from_utf8_lossy(want), String::from_utf8_lossy(got));
    let (mut wants, mut gots) = (want.lines(), got.lines());
    for line in 1.. {
        match (wants.next(), gots.next()) {
            (None, None) => break,
            (a, b) if a == b => {}
            (a, b) => {
                return format!(
                    "  {name}, line {line}:\n    wanted {}\n    got    {}\n",
                    a.unwrap_or("(nothing)"),
                    b.unwrap_or("(nothing)")
                );
            }
        }
    }
    format!("  {name}: the bytes differ in line endings or at the end\n")
}
