//! Reading samples: NDJSON records, bare numbers, CSV, and what benchmark tools write.

mod plain;

use crate::foreign::{self, Foreign};
use crate::samples::{Key, Origin, Set};
use cli::{Bad, Cx, Error, Take};
use ndjson::scan::{Kind, Path, Scanner, Slot, unescape};
use record::Labels;
use stats::decimal::Number;
use std::borrow::Cow;
use std::collections::HashMap;

/// The member that is read when none is named.
pub(crate) const FIELD: &str = "duration_ms";

/// How an input is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    Ndjson,
    Numbers,
    Csv,
    Foreign(Foreign),
}

impl Input {
    /// The words of `--input-format`; `auto` is `None`.
    pub(crate) fn named(word: &str) -> Option<Input> {
        match word {
            "ndjson" => Some(Input::Ndjson),
            "numbers" => Some(Input::Numbers),
            "csv" => Some(Input::Csv),
            other => Foreign::named(other).map(Input::Foreign),
        }
    }
}

/// What to read of every record.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    pub(crate) field: Option<String>,
    pub(crate) by: Vec<String>,
    pub(crate) session: Option<String>,
    pub(crate) pair: Option<String>,
    pub(crate) input: Option<Input>,
    /// Whether every sample is a session of its own.
    pub(crate) each_alone: bool,
    /// Whether `calibration.v1` and `variance-state.v1` are of use.
    pub(crate) references: bool,
}

/// Slots of the scanner; the paths of `--by` follow.
const SCHEMA: usize = 0;
const VALUE: usize = 1;
const SESSION: usize = 2;
const RUN: usize = 3;
const PROVENANCE: usize = 4;
const UNIT: usize = 5;
const ENVIRONMENT: usize = 6;
const TEST_ID: usize = 7;
const NAME: usize = 8;
const COMMIT: usize = 9;
const SHIMMED: usize = 10;
const PAIR: usize = 11;
const BY: usize = 12;

/// Where a file stands.
struct File {
    name: String,
    input: Option<Input>,
    header: Option<Vec<String>>,
    /// The beginning of a row whose quoted cell goes on over further lines.
    open_row: Vec<u8>,
    document: Vec<u8>,
    samples: u64,
}

/// Reads lines of all inputs into a [`Set`].
pub(crate) struct Reader {
    select: Selection,
    field: String,
    scanner: Scanner,
    places: HashMap<Vec<u8>, usize>,
    key: Vec<u8>,
    session_bytes: Vec<u8>,
    session_id: Option<u32>,
    file: Option<File>,
    /// What was read.
    pub(crate) set: Set,
}

impl Reader {
    /// A reader of these members.
    ///
    /// # Errors
    /// When a path is not one (status 2).
    pub(crate) fn new(select: Selection) -> Result<Reader, Error> {
        let path = |flag: &str, text: &str| {
            Path::parse(text).map_err(|e| Error::usage(format!("--{flag}: {text:?}: {e}")))
        };
        let field = select.field.clone().unwrap_or_else(|| FIELD.to_owned());
        let mut paths = vec![
            Path::name("schema"),
            path("field", &field)?,
            path("session", select.session.as_deref().unwrap_or("run_id"))?,
            Path::name("run_id"),
            Path::name("provenance"),
            Path::name("unit"),
            Path::name("env_sha256"),
            Path::name("test_id"),
            Path::name("name"),
            Path::name("commit"),
            path("", "labels.shimmed")?,
            path("pair", select.pair.as_deref().unwrap_or("pair"))?,
        ];
        for by in &select.by {
            paths.push(path("by", by)?);
        }
        Ok(Reader {
            scanner: Scanner::new(&paths),
            field,
            select,
            places: HashMap::new(),
            key: Vec::new(),
            session_bytes: Vec::new(),
            session_id: None,
            file: None,
            set: Set::default(),
        })
    }

    /// Begins an input; the one before ends.
    ///
    /// # Errors
    /// When bad input is to stop the run.
    pub(crate) fn begin(&mut self, cx: &Cx, name: &str) -> Result<(), Error> {
        self.end(cx)?;
        self.session_id = None;
        self.file = Some(File {
            name: name.to_owned(),
            input: self.select.input,
            header: None,
            open_row: Vec::new(),
            document: Vec::new(),
            samples: 0,
        });
        Ok(())
    }

    /// What the input is, where a flag says so or it was told already.
    pub(crate) fn input(&self) -> Option<Input> {
        self.file.as_ref().and_then(|file| file.input)
    }

    /// The input is this, by its first lines.
    pub(crate) fn tell(&mut self, input: Input) {
        if let Some(file) = self.file.as_mut() {
            file.input = Some(input);
        }
    }

    /// Takes one line that is not blank.
    pub(crate) fn line(&mut self, bytes: &[u8]) -> Take {
        let Some(file) = self.file.as_mut() else { return Take::Used };
        let input = file.input.unwrap_or(Input::Ndjson);
        match input {
            Input::Ndjson => self.record(bytes),
            Input::Numbers => self.bare(bytes),
            Input::Csv => self.row(bytes),
            Input::Foreign(foreign) if foreign.is_lines() => self.foreign_line(foreign, bytes),
            Input::Foreign(_) => {
                file.document.extend_from_slice(bytes);
                file.document.push(b'\n');
                Take::Used
            }
        }
    }

    /// Ends the file that is open: a document is only whole now, and a quoted cell may be
    /// missing its end.
    ///
    /// # Errors
    /// When bad input is to stop the run.
    pub(crate) fn end(&mut self, cx: &Cx) -> Result<(), Error> {
        let Some(file) = self.file.take() else { return Ok(()) };
        if !file.open_row.is_empty() {
            let reason = "a quoted cell without its closing quote";
            return cx.bad(Bad { file: &file.name, line: None, reason, bytes: &file.open_row });
        }
        let Some(Input::Foreign(foreign)) = file.input else { return Ok(()) };
        if foreign.is_lines() {
            return Ok(());
        }
        match foreign::document(foreign, &file.document) {
            Ok(samples) => {
                for sample in samples {
                    self.foreign_sample(&file.name, sample);
                }
                Ok(())
            }
            Err(reason) => {
                cx.bad(Bad { file: &file.name, line: None, reason: &reason, bytes: &file.document })
            }
        }
    }

    /// A JSON record.
    fn record(&mut self, bytes: &[u8]) -> Take {
        let slots = match self.scanner.line(bytes) {
            Ok(slots) => slots,
            Err(fault) => return Take::Bad(fault.to_string()),
        };
        let schema = slots[SCHEMA];
        let schema = if schema.kind == Kind::Text { schema.of(bytes) } else { b"" };
        match schema {
            b"parse-summary.v1" | b"issue.v1" | b"env-check.v1" => return Take::Foreign,
            b"env.v1" => return self.environment(bytes),
            b"calibration.v1" | b"variance-state.v1" if self.select.references => {
                return self.reference(bytes);
            }
            _ => {}
        }
        let ours: &[usize] = match schema {
            _ if !self.select.by.is_empty() => &[],
            b"test.v1" => &[TEST_ID],
            b"segment.v1" => &[NAME],
            _ => &[],
        };
        let value = slots[VALUE];
        let number = match value.kind {
            Kind::Short | Kind::Number => match Number::parse(value.of(bytes)) {
                Ok(number) => Some(number),
                Err(why) => return Take::Bad(format!("{}: {why}", self.field)),
            },
            // A record of a schema that is not known to have such a member.
            _ if !schema.is_empty() && schema != b"test.v1" && schema != b"segment.v1" => {
                return Take::Foreign;
            }
            Kind::Missing | Kind::Null => None,
            _ => return Take::Bad(format!("{}: a number is wanted", self.field)),
        };
        // The metric.
        self.key.clear();
        for slot in ours.iter().map(|&i| slots[i]).chain(slots[BY..].iter().copied()).chain([slots[UNIT]]) {
            self.key.push(slot.kind as u8);
            self.key.extend_from_slice(slot.of(bytes));
            self.key.push(0x1f);
        }
        let place = match self.places.get(&self.key) {
            Some(&place) => place,
            None => {
                let mut group = Labels::new();
                for (slot, name) in ours
                    .iter()
                    .map(|&i| (slots[i], if i == TEST_ID { "test_id" } else { "name" }))
                    .chain(slots[BY..].iter().copied().zip(self.select.by.iter().map(String::as_str)))
                {
                    if let Some(text) = text(&slot, bytes) {
                        group.insert(name.to_owned(), text.into_owned());
                    }
                }
                let unit = text(&slots[UNIT], bytes).map(Cow::into_owned);
                let unit = unit.or_else(|| unit_of(&self.field).map(str::to_owned));
                let key = Key { group, field: self.field.clone(), unit };
                let place = self.set.place(&key);
                self.places.insert(self.key.clone(), place);
                place
            }
        };
        let Some(number) = number else {
            self.set.at(place).missing += 1;
            return Take::Used;
        };
        // A sample and its pair come together or not at all.
        let pair = match &self.select.pair {
            None => None,
            Some(path) => match text(&slots[PAIR], bytes) {
                Some(pair) => Some(pair.into_owned()),
                None => return Take::Bad(format!("{path}: no such member")),
            },
        };
        // The session: what was asked for, else the run, else the commit, else the file.
        let session = match slots[SESSION].kind {
            Kind::Missing | Kind::Null if self.select.session.is_none() => slots[COMMIT],
            _ => slots[SESSION],
        };
        let session_id = match self.session_id {
            Some(id) if !self.select.each_alone && self.session_bytes == session.of(bytes) => id,
            _ => {
                let file = self.file.as_mut();
                let (file_name, nth) = file.map_or(("", 0), |f| {
                    f.samples += 1;
                    (f.name.as_str(), f.samples)
                });
                let name = match text(&session, bytes) {
                    _ if self.select.each_alone => Cow::Owned(format!("{file_name}#{nth}")),
                    Some(text) => text,
                    None => Cow::Borrowed(file_name),
                };
                let id = self.set.session(&name);
                self.session_bytes.clear();
                self.session_bytes.extend_from_slice(session.of(bytes));
                self.session_id = Some(id);
                id
            }
        };
        if let Some(run) = text(&slots[RUN], bytes) {
            self.set.run(&run);
        }
        if slots[ENVIRONMENT].kind == Kind::Text {
            let name = String::from_utf8_lossy(slots[ENVIRONMENT].of(bytes));
            *self.set.environments.entry(name.into_owned()).or_default() += 1;
        }
        let metric = self.set.at(place);
        metric.push(number, session_id);
        if let Some(word) = text(&slots[PROVENANCE], bytes) {
            count(&mut metric.provenance, &word);
            if origin(&word) == Origin::Made {
                metric.made += 1;
            }
        }
        if let Some(commit) = text(&slots[COMMIT], bytes) {
            metric.commits.entry(session_id).or_insert_with(|| commit.into_owned());
        }
        if text(&slots[SHIMMED], bytes).is_some_and(|t| t == "true" || t == "1") {
            metric.shimmed = true;
        }
        metric.pairs.extend(pair);
        Take::Used
    }

    fn environment(&mut self, bytes: &[u8]) -> Take {
        match serde_json::from_slice::<record::Env>(bytes) {
            Ok(env) => {
                *self.set.environments.entry(env.signature_sha256).or_default() += 1;
                Take::Used
            }
            Err(error) => Take::Bad(cli::json_reason(&error)),
        }
    }

    fn reference(&mut self, bytes: &[u8]) -> Take {
        let done = if record::schema_of(bytes).as_deref() == Some("calibration.v1") {
            serde_json::from_slice(bytes).map(|c| self.set.calibrations.push(c))
        } else {
            serde_json::from_slice(bytes).map(|s| self.set.states.push(s))
        };
        match done {
            Ok(()) => Take::Used,
            Err(error) => Take::Bad(cli::json_reason(&error)),
        }
    }

    fn foreign_line(&mut self, foreign: Foreign, bytes: &[u8]) -> Take {
        let name = self.file.as_ref().map(|f| f.name.clone()).unwrap_or_default();
        match foreign::line(foreign, &name, bytes) {
            Ok(samples) => {
                for sample in samples {
                    self.foreign_sample(&name, sample);
                }
                Take::Used
            }
            Err(reason) => Take::Bad(reason),
        }
    }

    fn foreign_sample(&mut self, file: &str, sample: foreign::Sample) {
        if self.select.field.as_ref().is_some_and(|wanted| *wanted != sample.field) {
            return;
        }
        let group: Labels = if self.select.by.is_empty() {
            sample.group
        } else {
            sample.group.into_iter().filter(|(k, _)| self.select.by.contains(k)).collect()
        };
        let key = Key { group, field: sample.field, unit: Some(sample.unit) };
        let place = self.set.place(&key);
        // A tool that starts a process for every sample gives a session for every sample.
        let name = match sample.process {
            Some(process) => format!("{file}#{process}"),
            None if self.select.each_alone => {
                let nth = self.set.at(place).n();
                format!("{file}#{nth}")
            }
            None => file.to_owned(),
        };
        let session = self.set.session(&name);
        self.set.at(place).push(sample.value, session);
    }
}

fn count(map: &mut std::collections::BTreeMap<String, u64>, word: &str) {
    match map.get_mut(word) {
        Some(n) => *n += 1,
        None => {
            map.insert(word.to_owned(), 1);
        }
    }
}

/// What a provenance word means for counting; a word that nobody knows vouches for nothing.
fn origin(word: &str) -> Origin {
    match word {
        "native" | "native_equal_post" | "derived" => Origin::Authentic,
        _ => Origin::Made,
    }
}

/// The unit that a member's name ends with.
fn unit_of(field: &str) -> Option<&'static str> {
    let last = field.rsplit('.').next().unwrap_or(field);
    [("_ms", "ms"), ("_bytes", "bytes"), ("_us", "us"), ("_ns", "ns"), ("_s", "s"), ("_seconds", "s")]
        .into_iter()
        .find(|(suffix, _)| last.ends_with(suffix))
        .map(|(_, unit)| unit)
}

/// A scalar as text; `None` for what is missing or null.
fn text<'b>(slot: &Slot, bytes: &'b [u8]) -> Option<Cow<'b, str>> {
    match slot.kind {
        Kind::Missing | Kind::Null => None,
        Kind::Escaped => {
            let mut text = String::new();
            unescape(slot.of(bytes), &mut text);
            Some(Cow::Owned(text))
        }
        _ => Some(String::from_utf8_lossy(slot.of(bytes))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_told_by_the_member_s_name() {
        assert_eq!(unit_of("duration_ms"), Some("ms"));
        assert_eq!(unit_of("a.size_bytes"), Some("bytes"));
        assert_eq!(unit_of("ratio"), None);
    }

    #[test]
    fn made_up_values_are_told_from_measured_ones() {
        assert_eq!(origin("native"), Origin::Authentic);
        assert_eq!(origin("native_equal_post"), Origin::Authentic);
        assert_eq!(origin("derived"), Origin::Authentic);
        for word in ["approx", "fallback", "synthetic", "estimated", ""] {
            assert_eq!(origin(word), Origin::Made);
        }
    }
}
