//! `schemas/`: what stands there, and real output held against it.

use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex};

static VALIDATORS: LazyLock<Mutex<BTreeMap<String, jsonschema::Validator>>> = LazyLock::new(Mutex::default);

/// Validates every record against the schema that it names; a record of runproof whose
/// schema file is missing fails too. Gives back how many were validated.
///
/// # Panics
/// With the record and the reason, when one does not fit.
#[track_caller]
pub fn check_records(records: &[Value]) -> usize {
    let mut validators = VALIDATORS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut checked = 0;
    for record in records {
        let Some(tag) = record.get("schema").and_then(Value::as_str) else { continue };
        if !tag.ends_with(".v1") || tag.contains('/') {
            continue;
        }
        let path = crate::repository().join("schemas").join(format!("{tag}.json"));
        let validator = validators.entry(tag.to_owned()).or_insert_with(|| {
            let text = std::fs::read_to_string(&path)
                .unwrap_or_else(|e| panic!("no schema for {tag} ({e}); `make schemas` writes them"));
            let schema: Value = serde_json::from_str(&text).expect("a schema is JSON");
            jsonschema::validator_for(&schema).unwrap_or_else(|e| panic!("{tag}: not a JSON Schema: {e}"))
        });
        let wrong: Vec<String> =
            validator.iter_errors(record).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(wrong.is_empty(), "a record does not fit {tag}:\n{}\n{record}", wrong.join("\n"));
        for (list, name, code) in codes_of(tag, record) {
            let known = list.iter().any(|(known, _)| *known == code);
            assert!(known, "'{code}' is not in {name}:\n{record}");
        }
        checked += 1;
    }
    checked
}

/// Codes with their meanings.
type Codes = Vec<(&'static str, &'static str)>;

/// The codes that a record carries, each with the list that must have it and its name.
fn codes_of<'r>(tag: &str, record: &'r Value) -> Vec<(Codes, &'static str, &'r str)> {
    let texts = |member: &str| -> Vec<&'r str> {
        record[member].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    };
    let mut codes = Vec::new();
    match tag {
        "issue.v1" => {
            let code = record["code"].as_str().unwrap_or_default();
            codes.push((record::ISSUE_CODES.to_vec(), "record::ISSUE_CODES", code));
        }
        "run-verdict.v1" => {
            let all = texts("reasons").into_iter();
            codes.extend(all.map(|code| (record::run::reason::all(), "record::run::reason", code)));
        }
        "variance.v1" | "comparison.v1" | "calibration.v1" | "variance-state.v1" => {
            for finding in record["findings"].as_array().into_iter().flatten() {
                let code = finding["code"].as_str().unwrap_or_default();
                let code = code.strip_prefix("baseline-").unwrap_or(code);
                codes.push((record::FINDING_CODES.to_vec(), "record::FINDING_CODES", code));
            }
            let holds = texts("held_by").into_iter();
            codes.extend(holds.map(|code| (record::HOLD_CODES.to_vec(), "record::HOLD_CODES", code)));
            let reason = record["reason"].as_str();
            codes.extend(reason.map(|code| (record::STATE_REASONS.to_vec(), "record::STATE_REASONS", code)));
        }
        _ => {}
    }
    codes
}

/// The files that `schemas/` should hold: name and content, one per record type.
pub fn schema_files() -> Vec<(String, String)> {
    let one = |(tag, schema): (&str, schemars::Schema)| {
        let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
        (format!("{tag}.json"), text + "\n")
    };
    record::schema::all().into_iter().map(one).collect()
}

/// What `schemas/README.md` should say: the catalogue of records, the issue codes.
pub fn schema_readme() -> String {
    let mut text = String::from(INTRODUCTION);
    text.push_str("| record | what it is |\n|---|---|\n");
    for (tag, schema) in record::schema::all() {
        let about = schema.get("description").and_then(Value::as_str).unwrap_or_default();
        let about = about.split("\n\n").next().unwrap_or_default().replace('\n', " ").replace('|', "\\|");
        text += &format!("| [`{tag}`]({tag}.json) | {about} |\n");
    }
    for (heading, mut codes) in [
        (ISSUES, record::ISSUE_CODES.to_vec()),
        (RUN_REASONS, record::run::reason::all()),
        (FINDINGS, record::FINDING_CODES.to_vec()),
        (HOLDS, record::HOLD_CODES.to_vec()),
        (STATES, record::STATE_REASONS.to_vec()),
    ] {
        codes.sort_unstable();
        text.push_str(heading);
        text.push_str("\n| code | meaning |\n|---|---|\n");
        for (code, meaning) in codes {
            text += &format!("| `{code}` | {} |\n", sentence(meaning));
        }
    }
    text.push_str(HISTORY);
    text
}

const INTRODUCTION: &str = "\
# Records

One JSON object a line, UTF-8, the schema first. The JSON Schemas here (draft 2020-12) and this page
are generated from the record types by `make schemas`; a test fails when they drift apart.

- Names are whole words in snake_case with the unit as suffix: `_ms` (milliseconds, at most six
  decimals), `_bytes`, `_ratio` (0 to 1), `_at` (RFC 3339, UTC). Digests carry the algorithm's name.
- Unknown is absent or `null`, never 0. A value that had to be corrected keeps its raw form beside it.
- A reader ignores members that it does not know, and copies or counts records that it does not know.

";

/// A meaning as the tables have it: no capital, no full stop, nothing that ends a cell.
fn sentence(meaning: &str) -> String {
    let text = meaning.trim_end_matches('.').replace('|', "\\|");
    let mut letters = text.chars();
    // A name in capitals stays one.
    let plain = text.chars().nth(1).is_none_or(|second| !second.is_uppercase());
    match letters.next() {
        Some(first) if plain => first.to_lowercase().chain(letters).collect(),
        _ => text,
    }
}

const ISSUES: &str = "
## Issue codes

Problems with the evidence itself are `issue.v1` records. Codes are stable: one may be added, none
changes its meaning.
";

const RUN_REASONS: &str = "
## Reasons of run verdicts

`reasons` of `run-verdict.v1`: what a verdict rests on.
";

const FINDINGS: &str = "
## Findings about samples

`findings` of `variance.v1`, `comparison.v1`, `calibration.v1` and `variance-state.v1`. In a comparison,
those of the old side begin with `baseline-`.
";

const HOLDS: &str = "
## What keeps a regression from gating

`held_by` of `comparison.v1`.
";

const STATES: &str = "
## Reasons of metric states

`reason` of `variance-state.v1`.
";

const HISTORY: &str = "
## Versions

Adding an optional member keeps the major version. Changing a meaning, a unit or a type raises it,
and the old schema stays here as long as a tool reads it.

| record | version | change |
|---|---|---|
| all | v1 | first |
";
