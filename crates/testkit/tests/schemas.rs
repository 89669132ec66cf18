//! `schemas/` holds exactly what the record types say.

use std::collections::BTreeSet;

#[test]
fn schemas_have_not_drifted() {
    let folder = testkit::repository().join("schemas");
    let mut known = BTreeSet::new();
    for (name, want) in testkit::schema_files() {
        let got = std::fs::read_to_string(folder.join(&name)).unwrap_or_default();
        assert!(got == want, "schemas/{name} is not what the record type says: run `make schemas`");
        known.insert(name);
    }
    let readme = std::fs::read_to_string(folder.join("README.md")).unwrap_or_default();
    assert!(readme == testkit::schema_readme(), "schemas/README.md has drifted: run `make schemas`");
    for entry in std::fs::read_dir(&folder).expect("schemas/ exists") {
        let name = entry.expect("it can be read").file_name().to_string_lossy().into_owned();
        let stray = name.ends_with(".json") && !known.contains(&name);
        assert!(!stray, "schemas/{name} belongs to no record type");
    }
}

#[test]
fn every_schema_tag_is_in_the_list_of_known_ones() {
    for (name, _) in testkit::schema_files() {
        let tag = name.trim_end_matches(".json");
        assert!(record::SCHEMAS.contains(&tag), "{tag} is missing in record::SCHEMAS");
    }
    assert!(record::SCHEMAS.is_sorted());
}

#[test]
fn a_record_that_does_not_fit_is_found() {
    let good =
        serde_json::json!({"schema": "issue.v1", "code": "no-tests", "severity": "info", "message": "m"});
    assert_eq!(testkit::check_records(std::slice::from_ref(&good)), 1);
    let mut bad = good;
    bad["severity"] = 1.into();
    let caught = std::panic::catch_unwind(|| testkit::check_records(&[bad]));
    assert!(caught.is_err(), "a wrong type must not pass");
    let stranger =
        serde_json::json!({"schema": "issue.v1", "code": "no-such-code", "severity": "info", "message": "m"});
    let caught = std::panic::catch_unwind(|| testkit::check_records(&[stranger]));
    assert!(caught.is_err(), "an issue code that nobody lists must not pass");
}
