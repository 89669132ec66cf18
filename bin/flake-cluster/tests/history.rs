//! A history as an earlier build wrote it is brought up, with nothing lost, and stays so.

use rusqlite::Connection;
use testkit::Run;

const TOOL: &str = env!("CARGO_BIN_EXE_flake-cluster");

/// Written by hand: the tables that the builds before version 2 made, with rows whose commits and labels repeat, differ, and are missing.
const VERSION_1: &str = r#"
    PRAGMA user_version = 1;
    PRAGMA application_id = 1919968872;
    CREATE TABLE runs (id INTEGER PRIMARY KEY, run_id TEXT NOT NULL UNIQUE);
    CREATE TABLE tests (
        id INTEGER PRIMARY KEY, test_id TEXT NOT NULL UNIQUE, test_uid TEXT NOT NULL, name TEXT NOT NULL,
        suite TEXT NOT NULL, file TEXT);
    CREATE TABLE outcomes (
        id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs, test INTEGER NOT NULL REFERENCES tests,
        attempt INTEGER NOT NULL, status TEXT NOT NULL, started_at TEXT, commit_id TEXT,
        labels TEXT NOT NULL, type TEXT, message TEXT, text TEXT,
        UNIQUE (run, test, attempt, labels, status));
    INSERT INTO runs VALUES (1, 'r1'), (2, 'r2');
    INSERT INTO tests VALUES (1, 's::a', '0000000000000001', 'a', '["s"]', 'a.py'), (2, 's::b', '0000000000000002', 'b', '["s"]', NULL);
    INSERT INTO outcomes VALUES
        (3, 1, 2, 1, 'fail', '2026-11-05T00:00:00Z', 'c2', '{"os":"mac"}', 'E', 'lost 1', 'trace'),
        (4, 1, 1, 1, 'pass', NULL, NULL, '{}', NULL, NULL, NULL),
        (7, 2, 1, 1, 'pass', NULL, 'c1', '{"os":"mac"}', NULL, NULL, NULL),
        (9, 2, 2, 1, 'fail', NULL, 'c2', '{}', 'E', 'lost 2', NULL),
        (10, 2, 2, 2, 'pass', NULL, 'c2', '{}', NULL, NULL, NULL);
"#;

#[test]
fn a_history_of_the_first_format_is_brought_up() {
    let asked = Run::new(TOOL).args("export --history h.db");
    let path = asked.folder().join("h.db");
    Connection::open(&path).expect("opens").execute_batch(VERSION_1).expect("is made");
    let first = asked.run().code(0).records();
    let rows: Vec<String> = first
        .iter()
        .map(|r| {
            let failure = &r["failure"];
            format!(
                "{} {} {} {} {} {} {} {} {}",
                r["run_id"],
                r["test_id"],
                r["file"],
                r["attempt"],
                r["status"],
                r["started_at"],
                r["commit"],
                r["labels"],
                failure["message"]
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            r#""r1" "s::b" null 1 "fail" "2026-11-05T00:00:00Z" "c2" {"os":"mac"} "lost 1""#,
            r#""r1" "s::a" "a.py" 1 "pass" null null null null"#,
            r#""r2" "s::a" "a.py" 1 "pass" null "c1" {"os":"mac"} null"#,
            r#""r2" "s::b" null 1 "fail" null "c2" null "lost 2""#,
            r#""r2" "s::b" null 2 "pass" null "c2" null null"#,
        ]
    );
    let db = Connection::open(&path).expect("opens");
    let version = || db.query_row("PRAGMA user_version", [], |r| r.get::<_, i64>(0)).expect("is there");
    assert_eq!(version(), 2);
    assert_eq!(asked.run().code(0).records(), first);

    // What it holds is known: the same records again are nothing new.
    let export: String = first.iter().map(|r| format!("{r}\n")).collect();
    let again = Run::new(TOOL).args("import --history").arg(&path).args("-").stdin(&export).run();
    let said = String::from_utf8_lossy(&again.code(0).err);
    assert!(said.ends_with("5 attempts read, 0 of them new\n"), "{said}");
}

/// What cannot be brought up is left as it is, and said.
#[test]
fn a_damaged_history_of_the_first_format_stays_as_it_is() {
    let asked = Run::new(TOOL).args("export --history h.db");
    let path = asked.folder().join("h.db");
    let db = Connection::open(&path).expect("opens");
    db.execute_batch(VERSION_1).expect("is made");
    db.execute_batch("CREATE TABLE labels (a)").expect("is in the way");
    drop(db);
    let before = std::fs::read(&path).expect("reads");
    let out = asked.run();
    let said = String::from_utf8_lossy(&out.code(4).err);
    assert!(said.contains("h.db: bringing it from format 1 to 2: "), "{said}");
    assert_eq!(std::fs::read(&path).expect("reads"), before);
}
