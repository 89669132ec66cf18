//! `--history FILE`: outcomes kept in an embedded SQLite file, so that a nightly job appends
//! and asks.
//!
//! What is kept is the evidence (status, and of message and trace what a signature looks at), not
//! signatures: those are computed when asked for, so that a change of the masks reaches old runs too.
//! Writers take turns; a second one waits for the first. Importing the same records again
//! changes nothing.

use crate::failing;
use cli::{Cx, Error, Take};
use record::{Borrowed, Failure, Kind, Labels, Outcome, Producer, Source, Status, Test, TestTag};
use rusqlite::{Connection, OptionalExtension as _, Statement, TransactionBehavior, params};
use signature::head::{TEXT_BYTES, limit};
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

/// The version of the tables; `PRAGMA user_version`. Version 1 had commit and labels in every row.
const VERSION: i64 = 2;
/// `PRAGMA application_id`: that the file is one of ours (`rpfh`).
const APPLICATION: i64 = 0x7270_6668;
/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(300);

const SUBJECTS: &str = "
    CREATE TABLE runs (id INTEGER PRIMARY KEY, run_id TEXT NOT NULL UNIQUE);
    CREATE TABLE tests (
        id INTEGER PRIMARY KEY, test_id TEXT NOT NULL UNIQUE, test_uid TEXT NOT NULL, name TEXT NOT NULL,
        suite TEXT NOT NULL, file TEXT);
";
const OUTCOMES: &str = "
    CREATE TABLE commits (id INTEGER PRIMARY KEY, commit_id TEXT NOT NULL UNIQUE);
    CREATE TABLE labels (id INTEGER PRIMARY KEY, labels TEXT NOT NULL UNIQUE);
    CREATE TABLE outcomes (
        id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs, test INTEGER NOT NULL REFERENCES tests,
        attempt INTEGER NOT NULL, status TEXT NOT NULL, started_at TEXT, commit_no INTEGER REFERENCES commits,
        labels INTEGER NOT NULL REFERENCES labels, type TEXT, message TEXT, text TEXT,
        UNIQUE (run, test, attempt, labels, status));
";

/// From version 1: the same rows in the same order, commits and labels once.
const FROM_1: &str = "
    INSERT INTO commits (commit_id)
        SELECT commit_id FROM outcomes_1 WHERE commit_id IS NOT NULL GROUP BY commit_id ORDER BY min(id);
    INSERT INTO labels (labels) SELECT labels FROM outcomes_1 GROUP BY labels ORDER BY min(id);
    INSERT INTO outcomes
        SELECT o.id, run, test, attempt, status, started_at, c.id, l.id, type, message, text
        FROM outcomes_1 o LEFT JOIN commits c USING (commit_id) JOIN labels l ON l.labels = o.labels
        ORDER BY o.id;
    DROP TABLE outcomes_1;
";

/// An opened history.
pub(crate) struct History {
    db: Connection,
    name: String,
}

impl History {
    /// Opens the file; one that does not exist is made when `create`.
    pub(crate) fn open(path: &Path, create: bool) -> Result<History, Error> {
        let name = path.display().to_string();
        if !create && !path.exists() {
            return Err(Error::io(&name, &std::io::Error::from_raw_os_error(2)));
        }
        let failed = |e| fault(&name, &e);
        let mut db = Connection::open(path).map_err(failed)?;
        db.busy_timeout(PATIENCE).map_err(failed)?;
        let tx = db.transaction_with_behavior(if create {
            TransactionBehavior::Immediate
        } else {
            TransactionBehavior::Deferred
        });
        let tx = tx.map_err(failed)?;
        let version: i64 = tx.query_row("PRAGMA user_version", [], |r| r.get(0)).map_err(failed)?;
        let application: i64 = tx.query_row("PRAGMA application_id", [], |r| r.get(0)).map_err(failed)?;
        let tables: i64 =
            tx.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0)).map_err(failed)?;
        if tables == 0 && create {
            tx.execute_batch(SUBJECTS).map_err(failed)?;
            tx.execute_batch(OUTCOMES).map_err(failed)?;
            tx.pragma_update(None, "user_version", VERSION).map_err(failed)?;
            tx.pragma_update(None, "application_id", APPLICATION).map_err(failed)?;
        } else if application != APPLICATION {
            return Err(Error::input(format!("{name}: a database, but not a history of flake-cluster")));
        } else if version > VERSION {
            return Err(Error::input(format!(
                "{name}: written by a newer version (format {version}, known is {VERSION})"
            ))
            .hint("nothing was changed; use the newer flake-cluster, or export there and import here"));
        }
        tx.commit().map_err(failed)?;
        if tables > 0 && version == 1 {
            upgrade(&mut db).map_err(|e| fault(&format!("{name}: bringing it from format 1 to 2"), &e))?;
        }
        Ok(History { db, name })
    }

    /// Appends the input's outcomes, all or none.
    pub(crate) fn import(&mut self, cx: &Cx) -> Result<Imported, Error> {
        let name = self.name.clone();
        let failed = |e| fault(&name, &e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let mut done = Imported::default();
        let mut writer = Writer::new(&tx).map_err(failed)?;
        cx.read_lines(|line| {
            let outcome = match failing::outcome(line) {
                Ok(outcome) => outcome,
                Err(take) => return Ok(take),
            };
            if outcome.kind != Kind::Test {
                return Ok(Take::Used);
            }
            let Some(run) = outcome.run_id.as_deref() else {
                done.nameless += 1;
                return Ok(Take::Used);
            };
            done.new += writer.insert(run, &outcome).map_err(failed)?;
            done.read += 1;
            Ok(Take::Used)
        })?;
        drop(writer);
        tx.commit().map_err(failed)?;
        Ok(done)
    }

    /// Gives every outcome to `each`, in the order in which they were imported.
    pub(crate) fn each(&self, mut each: impl FnMut(&Outcome<'_>) -> Result<(), Error>) -> Result<(), Error> {
        let failed = |e| fault(&self.name, &e);
        let mut query = self
            .db
            .prepare(
                "SELECT r.run_id, t.test_id, t.test_uid, t.name, t.suite, t.file, o.attempt, o.status, o.started_at, \
                 c.commit_id, l.labels, o.type, o.message, o.text \
                 FROM outcomes o JOIN runs r ON r.id = o.run JOIN tests t ON t.id = o.test \
                 JOIN labels l ON l.id = o.labels LEFT JOIN commits c ON c.id = o.commit_no ORDER BY o.id",
            )
            .map_err(failed)?;
        let mut rows = query.query([]).map_err(failed)?;
        // Most rows have the suites and labels of the one before.
        let mut suites = Known::<Vec<String>>::default();
        let mut labels = Known::<Labels>::default();
        while let Some(row) = rows.next().map_err(failed)? {
            let text = |i| {
                let value = row.get_ref(i).map_err(failed)?;
                value.as_str_or_null().map_err(|e| failed(e.into()))
            };
            let must = |i| text(i).map(Option::unwrap_or_default);
            let broken =
                |what: &str| Error::input(format!("{}: a row has {what} that cannot be read", self.name));
            let owned = |i| text(i).map(|t| t.map(str::to_owned));
            let (kind, message, long) = (owned(11)?, owned(12)?, owned(13)?);
            let said = kind.is_some() || message.is_some() || long.is_some();
            let suite = suites.read(must(4)?).ok_or_else(|| broken("suites"))?;
            let labels = labels.read(must(10)?).ok_or_else(|| broken("labels"))?;
            let status = must(7)?;
            let outcome = Outcome {
                schema: TestTag,
                run_id: Some(Cow::Borrowed(must(0)?)),
                test_id: Cow::Borrowed(must(1)?),
                test_uid: Cow::Borrowed(must(2)?),
                name: Cow::Borrowed(must(3)?),
                suite: suite.iter().map(|s| Borrowed(Cow::Borrowed(s))).collect(),
                kind: Kind::Test,
                file: text(5)?.map(Cow::Borrowed),
                attempt: row.get::<_, i64>(6).map_err(failed)?.unsigned_abs(),
                status: Status::ALL
                    .into_iter()
                    .find(|s| s.word() == status)
                    .ok_or_else(|| broken("a status"))?,
                started_at: text(8)?.map(Cow::Borrowed),
                failure: said.then_some(Failure { kind, message, text: long, count: 1, truncated: false }),
                commit: text(9)?.map(Cow::Borrowed),
                labels: Cow::Borrowed(labels),
            };
            each(&outcome)?;
        }
        Ok(())
    }
}

/// Brings a file of version 1 up, unless another process just did.
fn upgrade(db: &mut Connection) -> rusqlite::Result<()> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if tx.query_row("PRAGMA user_version", [], |r| r.get::<_, i64>(0))? == 1 {
        tx.execute_batch("ALTER TABLE outcomes RENAME TO outcomes_1")?;
        tx.execute_batch(OUTCOMES)?;
        tx.execute_batch(FROM_1)?;
        tx.pragma_update(None, "user_version", VERSION)?;
    }
    tx.commit()?;
    // Only now is the room that this saved given back.
    db.execute_batch("VACUUM")
}

/// JSON that was read last, and its value.
#[derive(Default)]
struct Known<T> {
    json: String,
    value: Option<T>,
}

impl<T: serde::de::DeserializeOwned> Known<T> {
    fn read(&mut self, json: &str) -> Option<&T> {
        if self.value.is_none() || self.json != json {
            self.value = serde_json::from_str(json).ok();
            json.clone_into(&mut self.json);
        }
        self.value.as_ref()
    }
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Imported {
    /// Outcomes that were read.
    pub(crate) read: u64,
    /// Those that were not known yet.
    pub(crate) new: u64,
    /// Those without a run.
    pub(crate) nameless: u64,
}

fn fault(name: &str, error: &rusqlite::Error) -> Error {
    use rusqlite::ErrorCode;
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            Error::input(format!("{name}: not a history: {error}"))
        }
        _ => Error::io(name, &std::io::Error::other(error.to_string())),
    }
}

/// A table whose rows others refer to by number, and the text that each is known by.
struct Table<'db> {
    db: &'db Connection,
    find: Statement<'db>,
    add: Statement<'db>,
    known: HashMap<String, i64>,
}

impl<'db> Table<'db> {
    /// `columns`: the text's, and what else a row has.
    fn new(db: &'db Connection, table: &str, columns: &[&str]) -> rusqlite::Result<Table<'db>> {
        let (text, all, values) = (columns[0], columns.join(", "), vec!["?"; columns.len()].join(", "));
        Ok(Table {
            db,
            find: db.prepare(&format!("SELECT id FROM {table} WHERE {text} = ?"))?,
            add: db.prepare(&format!("INSERT INTO {table} ({all}) VALUES ({values})"))?,
            known: HashMap::new(),
        })
    }

    fn id(&mut self, text: &str) -> rusqlite::Result<i64> {
        self.id_or(text, |add| add.execute([text]))
    }

    /// The number of the row of `text`, which `add` makes if there is none.
    fn id_or(
        &mut self,
        text: &str,
        add: impl FnOnce(&mut Statement<'db>) -> rusqlite::Result<usize>,
    ) -> rusqlite::Result<i64> {
        if let Some(&id) = self.known.get(text) {
            return Ok(id);
        }
        let id = match self.find.query_row([text], |r| r.get(0)).optional()? {
            Some(id) => id,
            None => {
                add(&mut self.add)?;
                self.db.last_insert_rowid()
            }
        };
        self.known.insert(text.to_owned(), id);
        Ok(id)
    }
}

/// The statements of an import, prepared once, and the ids met so far.
struct Writer<'db> {
    runs: Table<'db>,
    tests: Table<'db>,
    commits: Table<'db>,
    labels: Table<'db>,
    add: Statement<'db>,
}

impl<'db> Writer<'db> {
    fn new(db: &'db Connection) -> rusqlite::Result<Writer<'db>> {
        Ok(Writer {
            runs: Table::new(db, "runs", &["run_id"])?,
            tests: Table::new(db, "tests", &["test_id", "test_uid", "name", "suite", "file"])?,
            commits: Table::new(db, "commits", &["commit_id"])?,
            labels: Table::new(db, "labels", &["labels"])?,
            add: db.prepare(
                "INSERT OR IGNORE INTO outcomes \
                 (run, test, attempt, status, started_at, commit_no, labels, type, message, text) \
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?,
        })
    }

    fn test(&mut self, o: &Outcome<'_>) -> rusqlite::Result<i64> {
        self.tests.id_or(&o.test_id, |add| {
            let suite: Vec<String> = o.suite.iter().map(|s| s.0.to_string()).collect();
            let suite = serde_json::Value::from(suite).to_string();
            add.execute(params![o.test_id, o.test_uid, o.name, suite, o.file.as_deref()])
        })
    }

    /// How many rows that made: none when the outcome was known.
    fn insert(&mut self, run: &str, o: &Outcome<'_>) -> rusqlite::Result<u64> {
        let (run, test) = (self.runs.id(run)?, self.test(o)?);
        let labels = serde_json::to_string(&o.labels).unwrap_or_else(|_| "{}".to_owned());
        let labels = self.labels.id(&labels)?;
        let commit = o.commit.as_deref().map(|c| self.commits.id(c)).transpose()?;
        let failure = o.failure.as_ref();
        let head = |text: &Option<String>| text.as_deref().map(|t| limit(t, TEXT_BYTES).to_owned());
        let text = failure.and_then(|f| head(&f.text));
        let message = failure.and_then(|f| head(&f.message));
        let n = self.add.execute(params![
            run,
            test,
            i64::try_from(o.attempt).unwrap_or(i64::MAX),
            o.status.word(),
            o.started_at.as_deref(),
            commit,
            labels,
            failure.and_then(|f| f.kind.as_deref()),
            message,
            text
        ])?;
        Ok(n as u64)
    }
}

/// The path of `--history`, which the verbs import and export must have.
fn path(cx: &Cx) -> Result<&Path, Error> {
    cx.args().path("history").ok_or_else(|| Error::usage(format!("{} needs --history FILE", cx.verb())))
}

/// `flake-cluster import`.
pub(crate) fn import(cx: &Cx) -> Result<(), Error> {
    let path = path(cx)?;
    let done = History::open(path, true)?.import(cx)?;
    if done.nameless > 0 {
        cx.warn(format!(
            "{} attempts without run_id were not imported: which belong together is not known",
            done.nameless
        ));
        cx.raise(cli::Status::BadInput);
    }
    cx.warn(format!("{}: {} attempts read, {} of them new", path.display(), done.read, done.new));
    Ok(())
}

/// `flake-cluster export`: `test.v1` as it came in, as far as it was kept.
pub(crate) fn export(cx: &Cx) -> Result<(), Error> {
    let path = path(cx)?;
    let name = path.display().to_string();
    let out = cx.out();
    History::open(path, false)?.each(|o| {
        out.emit(&Test {
            schema: TestTag,
            run_id: o.run_id.as_deref().map(str::to_owned),
            test_id: o.test_id.to_string(),
            test_uid: o.test_uid.to_string(),
            suite: o.suite.iter().map(|s| s.0.to_string()).collect(),
            class: None,
            name: o.name.to_string(),
            kind: o.kind,
            file: o.file.as_deref().map(str::to_owned),
            line: None,
            attempt: o.attempt,
            attempts: None,
            is_final: None,
            status: o.status,
            raw_status: None,
            duration_ms: None,
            raw_duration: None,
            started_at: o.started_at.as_deref().map(str::to_owned),
            raw_started_at: None,
            started_at_tz: None,
            failure: o.failure.clone(),
            failures: Vec::new(),
            stdout: None,
            stderr: None,
            commit: o.commit.as_deref().map(str::to_owned),
            producer: Producer { format: "history".to_owned(), ..Producer::default() },
            source: Source { path: name.clone(), ..Source::default() },
            labels: o.labels.clone().into_owned(),
            properties: Labels::new(),
            warnings: Vec::new(),
        })
    })
}
