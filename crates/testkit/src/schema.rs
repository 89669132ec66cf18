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
        checked += 1;
    }
    checked
}

/// The files that `schemas/` should hold: name and content, one per record type.
pub fn schema_files() -> Vec<(String, String)> {
    let one = |(tag, schema): (&str, schemars::Schema)| {
        let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
        (format!("{tag}.json"), text + "\n")
    };
    record::schema::all().into_iter().map(one).collect()
}
