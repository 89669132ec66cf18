//! What every parser shares while it works on one input: the caller's options, the
//! sink, the counts, the check for duplicates, and how a record is finished before it
//! goes out.

use super::{Format, Options, Sink, caps, ident};
use crate::instant::{Instant, Zone};
use record::{Issue, Kind, Labels, Ms, Producer, Severity, Source, Status, Test};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Counts of one input, for the trailer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// `test.v1` records.
    pub tests: u64,
    /// `issue.v1` records.
    pub issues: u64,
    /// Records by status; `build`, `setup` and `container` count for themselves.
    pub statuses: BTreeMap<String, u64>,
    /// Findings by code, also those beyond the number that is written out.
    pub findings: BTreeMap<String, u64>,
    /// Test cases (not attempts) that the input declares, where it does.
    pub declared: Option<u64>,
    /// Test cases seen.
    pub cases: u64,
    /// Lines that could not be used.
    pub rejected: u64,
    /// Whether the input was read to a proper end.
    pub complete: bool,
}

/// A position in the decoded input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: Option<u64>,
    /// Bytes from the start.
    pub offset: Option<u64>,
}

impl Place {
    /// A line and an offset.
    pub fn new(line: u64, offset: u64) -> Place {
        Place { line: Some(line), offset: Some(offset) }
    }
}

/// How many issues of one code are written out for one input; the rest is counted.
const MOST_ISSUES: u64 = 100;

/// The shared part of a parse. One per input.
pub struct Book<'a> {
    /// What the caller wants.
    pub options: &'a Options,
    sink: &'a mut dyn Sink,
    path: String,
    path_base64: Option<String>,
    /// The counts so far.
    pub totals: Totals,
    /// Which document of the input this is, from 0.
    pub doc_index: u64,
    ordinal: u64,
    /// Eight bytes a case: what the check for duplicates costs.
    seen: HashSet<u64, BuildHasherDefault<Identity>>,
    repeats: HashMap<u64, u64, BuildHasherDefault<Identity>>,
    extra: Labels,
    run_id: Option<String>,
}

impl<'a> Book<'a> {
    /// For the input at `path` (`-` for standard input).
    pub fn new(options: &'a Options, path: &str, sink: &'a mut dyn Sink) -> Book<'a> {
        Book {
            options,
            sink,
            path: path.to_owned(),
            path_base64: None,
            totals: Totals { complete: true, ..Totals::default() },
            doc_index: 0,
            ordinal: 0,
            seen: HashSet::default(),
            repeats: HashMap::default(),
            extra: Labels::new(),
            run_id: options.run_id.clone(),
        }
    }

    /// The run that the input itself names; the caller's word stands above it.
    pub fn set_run_id(&mut self, run_id: &str) {
        if self.run_id.is_none() && !run_id.is_empty() {
            self.run_id = Some(run_id.to_owned());
        }
    }

    /// A line that cannot be used: an issue, a count, and the line itself for the caller.
    pub fn reject(&mut self, code: &str, message: impl Into<String>, bytes: &[u8], place: Place) {
        self.totals.rejected += 1;
        self.sink.reject(bytes);
        self.issue(code, Severity::Error, message, place);
    }

    /// The path's bytes, where they are not UTF-8.
    pub fn set_path_base64(&mut self, raw: Option<String>) {
        self.path_base64 = raw;
    }

    /// Labels of this input alone, for example from its path; the caller's win.
    pub fn set_labels(&mut self, labels: Labels) {
        self.extra = labels;
    }

    /// The path of the input.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether the consumer wants no more.
    pub fn closed(&self) -> bool {
        self.sink.closed()
    }

    /// A record with nothing but what is the same for the whole input.
    pub fn blank(&self, format: Format, dialect: Option<&str>) -> Test {
        let mut labels = self.extra.clone();
        labels.extend(self.options.labels.iter().map(|(k, v)| (k.clone(), v.clone())));
        Test {
            schema: record::TestTag,
            run_id: self.run_id.clone(),
            test_id: String::new(),
            test_uid: String::new(),
            suite: Vec::new(),
            class: None,
            name: String::new(),
            kind: Kind::Test,
            file: None,
            line: None,
            attempt: 1,
            attempts: None,
            is_final: None,
            status: Status::Unknown,
            raw_status: None,
            duration_ms: None,
            raw_duration: None,
            started_at: None,
            started_at_tz: None,
            raw_started_at: None,
            failure: None,
            failures: Vec::new(),
            stdout: None,
            stderr: None,
            properties: Labels::new(),
            commit: self.options.commit.clone(),
            producer: Producer {
                format: format.name().to_owned(),
                dialect: dialect.map(str::to_owned),
                tool: None,
                version: None,
            },
            source: Source {
                path: self.path.clone(),
                path_base64: self.path_base64.clone(),
                ..Source::default()
            },
            labels,
            warnings: Vec::new(),
        }
    }

    /// Where a record came from; the next case of the document gets the next ordinal.
    pub fn place(&mut self, test: &mut Test, place: Place) {
        test.source.line = place.line;
        test.source.offset = place.offset;
        test.source.doc_index = Some(self.doc_index);
        test.source.ordinal = Some(self.next_ordinal(test.kind));
    }

    /// The number of the next case of the document, for a record that is made later.
    pub fn next_ordinal(&mut self, kind: Kind) -> u64 {
        self.ordinal += 1;
        self.totals.cases += u64::from(kind == Kind::Test);
        self.ordinal
    }

    /// A new document begins: ordinals start again, and so does the check for duplicates.
    pub fn next_document(&mut self) {
        self.doc_index += 1;
        self.ordinal = 0;
        self.seen.clear();
        self.repeats.clear();
    }

    /// Sends a record out. A second record of the same test and attempt in one document
    /// is kept, with the label `dup` and the warning `duplicate-id`.
    pub fn emit(&mut self, test: &mut Test) {
        self.emit_part(test, 0);
    }

    /// The same for records that share an id although they are different parts of the
    /// test (Bazel's shards): `part` tells them apart in the check for duplicates.
    pub fn emit_part(&mut self, test: &mut Test, part: u64) {
        if let Some(file) = &test.file {
            let relative = ident::relative(file, self.options.root.as_deref());
            if relative != file.as_str() {
                test.file = Some(relative.into_owned());
            }
        }
        let key = u64::from_str_radix(&test.test_uid, 16).unwrap_or(0)
            ^ test.attempt.wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ part.wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
        if !self.seen.insert(key) {
            let times = self.repeats.entry(key).or_insert(1);
            *times += 1;
            test.labels.insert("dup".to_owned(), times.to_string());
            test.warnings.push("duplicate-id".to_owned());
            self.count("duplicate-id");
            self.send_cut(test);
            test.labels.remove("dup");
            test.warnings.pop();
            return;
        }
        self.send_cut(test);
    }

    /// Sends a record within the limits of one line.
    fn send_cut(&mut self, test: &Test) {
        match caps::cut(test) {
            None => self.send(test),
            Some(test) => {
                self.count("value-cut");
                self.send(&test);
            }
        }
    }

    /// Sends a record out as it is: one that was made before.
    pub fn pass(&mut self, test: &Test) {
        if test.kind == Kind::Test && test.attempt == 1 {
            self.totals.cases += 1;
        }
        self.send(test);
    }

    fn send(&mut self, test: &Test) {
        self.totals.tests += 1;
        let word = match test.kind {
            Kind::Test => test.status.word(),
            Kind::Container => "container",
            Kind::Build => "build",
            Kind::Setup => "setup",
        };
        match self.totals.statuses.get_mut(word) {
            Some(count) => *count += 1,
            None => {
                self.totals.statuses.insert(word.to_owned(), 1);
            }
        }
        self.sink.test(test);
    }

    /// A problem with the evidence at a place of the input. Of one code at most a hundred
    /// are written out; all are counted.
    pub fn issue(&mut self, code: &str, severity: Severity, message: impl Into<String>, place: Place) {
        self.issue_about(code, severity, message, place, None, Vec::new());
    }

    /// The same, about something named and with the values that show it.
    pub fn issue_about(
        &mut self,
        code: &str,
        severity: Severity,
        message: impl Into<String>,
        place: Place,
        name: Option<&str>,
        values: Vec<serde_json::Value>,
    ) {
        let count = self.totals.findings.entry(code.to_owned()).or_default();
        *count += 1;
        if *count > MOST_ISSUES {
            return;
        }
        let mut message = message.into();
        caps::head(&mut message, caps::NAME);
        let mut issue = Issue::new(code, severity, message);
        issue.source = Some(Source {
            path: self.path.clone(),
            path_base64: self.path_base64.clone(),
            line: place.line,
            offset: place.offset,
            ..Source::default()
        });
        issue.name = name.map(str::to_owned);
        if let Some(name) = &mut issue.name {
            caps::head(name, caps::NAME);
        }
        issue.values = values;
        issue.labels = self.extra.clone();
        issue.labels.extend(self.options.labels.iter().map(|(k, v)| (k.clone(), v.clone())));
        self.totals.issues += 1;
        self.sink.issue(issue);
    }

    /// Counts a finding that stands in the records' own `warnings`.
    pub fn count(&mut self, code: &str) {
        *self.totals.findings.entry(code.to_owned()).or_default() += 1;
    }

    /// Compares a declared number of cases with what was seen.
    pub fn compare(&mut self, what: &str, declared: u64, seen: u64, place: Place) {
        if declared != seen {
            self.issue_about(
                "count-mismatch",
                Severity::Warning,
                format!("{what} declares {declared} tests, {seen} were seen"),
                place,
                Some(what),
                vec![declared.into(), seen.into()],
            );
        }
    }
}

/// The time of start from text: UTC where the zone is known, else only the raw form.
pub(crate) fn set_started(test: &mut Test, text: &str, naive_is_utc: bool) {
    test.started_at = None;
    test.started_at_tz = None;
    test.raw_started_at = None;
    if text.trim().is_empty() {
        return;
    }
    match Instant::parse(text) {
        Some(instant) if instant.zone != Zone::Unknown => {
            test.started_at = Some(instant.rfc3339());
            test.started_at_tz = Some(instant.zone.word().to_owned());
        }
        Some(instant) if naive_is_utc => {
            test.started_at = Some(instant.rfc3339());
            test.started_at_tz = Some("assumed-utc".to_owned());
        }
        _ => {
            test.started_at_tz = Some("unknown".to_owned());
            test.raw_started_at = Some(text.to_owned());
        }
    }
}

/// Milliseconds for a record: not negative, finite.
pub(crate) fn ms(value: f64) -> Option<Ms> {
    if value < 0.0 { None } else { Ms::new(value) }
}

/// The keys are parts of SHA-256 already; hashing them again gains nothing.
#[derive(Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}
