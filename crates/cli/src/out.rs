//! Standard output, or the file that stands for it.
//!
//! Promises: records come out in the order in which they were given; a pipe gets blocks and
//! is flushed before the tool waits for input; every failure to write is seen, also the one
//! at the very end; a reader that leaves early ends the tool quietly; `-o FILE` shows the
//! whole new content or the old one.

use crate::error::Error;
use crate::table::{Cell, Table, View, cell, raw};
use crate::term::Progress;
use record::Record;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd as _;
use std::path::Path;
use std::rc::Rc;

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Ndjson,
    /// The records of the kind that comes first, by the columns of its view, with a header.
    Csv,
    /// For people.
    Table,
}

/// Marks the tables that are only sentences (issues, trailers); they come last.
const SENTENCES: char = '\u{1}';

/// Rows that a table holds before it settles its widths and streams.
const TABLE_ROWS: usize = 1000;

/// So many bytes are collected before they are handed on.
const BLOCK: usize = 1 << 16;

/// Standard output with its buffer in the open: records are written straight into it.
struct Block {
    file: File,
    bytes: Vec<u8>,
}

impl Block {
    fn new(file: File) -> Block {
        Block { file, bytes: Vec::with_capacity(BLOCK + BLOCK / 4) }
    }

    fn flush_if_full(&mut self) -> io::Result<()> {
        if self.bytes.len() >= BLOCK { self.flush() } else { Ok(()) }
    }
}

impl Write for Block {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        self.flush_if_full()?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut done = 0;
        let result = loop {
            if done == self.bytes.len() {
                break Ok(());
            }
            match self.file.write(&self.bytes[done..]) {
                Ok(0) => break Err(io::ErrorKind::WriteZero.into()),
                Ok(n) => done += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => break Err(e),
            }
        };
        // What could not be written stays, so that a failure that nobody could be told of
        // comes back at the next record or at the end.
        self.bytes.drain(..done);
        if self.bytes.is_empty() && self.bytes.capacity() > 16 * BLOCK {
            self.bytes = Vec::with_capacity(BLOCK + BLOCK / 4);
        }
        result
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        // A run that ends with an error still hands on what was done; nobody is left to
        // hear of a second failure.
        let _ = self.flush();
    }
}

enum To {
    Stdout(Block),
    File(files::AtomicFile),
}

impl To {
    fn writer(&mut self) -> &mut dyn Write {
        match self {
            To::Stdout(out) => out,
            To::File(out) => out,
        }
    }
}

struct Core {
    to: To,
    place: String,
    format: Format,
    color: bool,
    views: Vec<View>,
    tables: Vec<(String, Table)>,
    csv_view: Option<(String, View)>,
    csv_header: bool,
    csv_left_out: BTreeMap<String, u64>,
    counts: BTreeMap<String, u64>,
    scratch: Vec<u8>,
    dirty: bool,
    /// The line that shares the terminal with this output.
    progress: Option<Rc<RefCell<Progress>>>,
}

/// A handle on the output; clones write to the same place.
#[derive(Clone)]
pub struct Out(Rc<RefCell<Core>>);

impl Out {
    /// `progress`: the line that shares a terminal with the output.
    pub(crate) fn open(
        path: Option<&Path>,
        format: Format,
        color: bool,
        progress: Option<Rc<RefCell<Progress>>>,
    ) -> Result<Out, Error> {
        let (to, place) = match path {
            None => {
                // The handle of the standard library looks for newlines in everything.
                let file = io::stdout()
                    .as_fd()
                    .try_clone_to_owned()
                    .map_err(|e| Error::io("standard output", &e))?;
                (To::Stdout(Block::new(File::from(file))), "standard output".to_owned())
            }
            Some(path) => {
                let file = files::AtomicFile::create(path).map_err(|e| Error::create(path, &e.source))?;
                (To::File(file), path.display().to_string())
            }
        };
        Ok(Out(Rc::new(RefCell::new(Core {
            to,
            place,
            format,
            color,
            views: Vec::new(),
            tables: Vec::new(),
            csv_view: None,
            csv_header: false,
            csv_left_out: BTreeMap::new(),
            counts: BTreeMap::new(),
            scratch: Vec::with_capacity(4096),
            dirty: false,
            progress,
        }))))
    }

    /// Declares how the records of a schema look in tables and in CSV. Without a view a table
    /// shows their JSON, and CSV has a column for every value of the first record.
    pub fn view(&self, view: View) {
        let mut core = self.0.borrow_mut();
        core.views.retain(|v| v.schema != view.schema);
        core.views.push(view);
    }

    /// The format in force.
    pub fn format(&self) -> Format {
        self.0.borrow().format
    }

    /// Whether colours may be used in what is written here.
    pub fn color(&self) -> bool {
        self.0.borrow().color
    }

    /// How many records of each schema went through, for the trailer.
    pub fn counts(&self) -> BTreeMap<String, u64> {
        self.0.borrow().counts.clone()
    }

    /// Writes one record.
    ///
    /// # Errors
    /// When writing fails.
    pub fn emit<R: Record>(&self, record: &R) -> Result<(), Error> {
        let core = &mut *self.0.borrow_mut();
        match core.counts.get_mut(R::SCHEMA) {
            Some(n) => *n += 1,
            None => {
                core.counts.insert(R::SCHEMA.to_owned(), 1);
            }
        }
        if core.format == Format::Ndjson {
            core.dirty = true;
            let block = match &mut core.to {
                To::Stdout(block) => &mut block.bytes,
                To::File(_) => {
                    core.scratch.clear();
                    &mut core.scratch
                }
            };
            let before = block.len();
            if let Err(e) = record.append_json(block) {
                block.truncate(before);
                return Err(Error::input(format!("{} cannot be written as JSON: {e}", R::SCHEMA)));
            }
            block.push(b'\n');
            let done = match &mut core.to {
                To::Stdout(block) => block.flush_if_full(),
                To::File(file) => file.write_all(&core.scratch),
            };
            return done.map_err(|e| Error::io(&core.place, &e));
        }
        let value = serde_json::to_value(record)
            .map_err(|e| Error::input(format!("{} cannot be written as JSON: {e}", R::SCHEMA)))?;
        core.row(R::SCHEMA, &value)
    }

    /// Copies a line of the input, byte for byte. In a table or CSV it is shown as the
    /// record that it is, when its schema has a view.
    ///
    /// # Errors
    /// When writing fails.
    pub fn line(&self, line: &[u8]) -> Result<(), Error> {
        let core = &mut *self.0.borrow_mut();
        if core.format == Format::Ndjson {
            core.write(line)?;
            return core.write(b"\n");
        }
        match serde_json::from_slice::<serde_json::Value>(line) {
            Ok(value) => {
                let schema = value.get("schema").and_then(|s| s.as_str()).unwrap_or("").to_owned();
                core.row(&schema, &value)
            }
            Err(_) => core.write(line).and_then(|()| core.write(b"\n")),
        }
    }

    /// Writes bytes as they are, whatever the format: for output that is not records (a
    /// lock in another tool's format, a summary for people).
    ///
    /// # Errors
    /// When writing fails.
    pub fn bytes(&self, bytes: &[u8]) -> Result<(), Error> {
        self.0.borrow_mut().write(bytes)
    }

    /// Hands everything on: before waiting for input, so that a slow stream reaches the
    /// next tool line by line.
    ///
    /// # Errors
    /// When writing fails.
    pub fn flush(&self) -> Result<(), Error> {
        let core = &mut *self.0.borrow_mut();
        if !core.dirty || matches!(core.to, To::File(_)) {
            return Ok(());
        }
        core.dirty = false;
        let done = core.to.writer().flush();
        done.map_err(|e| Error::io(&core.place, &e))
    }

    /// Prints what tables still hold, flushes, and puts `-o FILE` in place.
    pub(crate) fn finish(self) -> Result<BTreeMap<String, u64>, Error> {
        {
            let core = &mut *self.0.borrow_mut();
            let mut tables = std::mem::take(&mut core.tables);
            tables.sort_by_key(|(schema, _)| schema.starts_with(SENTENCES));
            let mut between = false;
            for (_, table) in &mut tables {
                let text = table.lines(core.color);
                if !text.is_empty() {
                    if between {
                        core.write(b"\n")?;
                    }
                    core.write(text.as_bytes())?;
                    between = true;
                }
            }
            let done = core.to.writer().flush();
            done.map_err(|e| Error::io(&core.place, &e))?;
        }
        let core = match Rc::try_unwrap(self.0) {
            Ok(core) => core.into_inner(),
            // A clone outlived the run: the file cannot be taken out of it, and a file that
            // is not put in place must not look written.
            Err(shared) => {
                return match &shared.borrow().to {
                    To::Stdout(_) => Ok(shared.borrow().csv_left_out.clone()),
                    To::File(_) => {
                        Err(Error::io(&shared.borrow().place, &io::Error::other("still in use at the end")))
                    }
                };
            }
        };
        if let To::File(file) = core.to {
            file.commit().map_err(|e| Error::io(&core.place, &e.source))?;
        }
        Ok(core.csv_left_out)
    }
}

impl Core {
    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.dirty = true;
        // Rows that scroll by show how far it is themselves, and a line drawn over half a row
        // would take it away.
        if let Some(progress) = self.progress.take() {
            progress.borrow_mut().end();
        }
        let done = self.to.writer().write_all(bytes);
        done.map_err(|e| Error::io(&self.place, &e))
    }

    fn row(&mut self, schema: &str, value: &serde_json::Value) -> Result<(), Error> {
        match self.format {
            Format::Ndjson => Ok(()),
            Format::Csv => self.csv_row(schema, value),
            Format::Table => self.table_row(schema, value),
        }
    }

    fn csv_row(&mut self, schema: &str, value: &serde_json::Value) -> Result<(), Error> {
        if self.csv_view.is_none() {
            // The kind that comes first is the one that the file holds; what only speaks of
            // other records must be asked for.
            let declared = self.views.iter().find(|v| v.schema == schema).cloned();
            let beside = matches!(schema, "issue.v1" | "parse-summary.v1");
            let view = declared.or_else(|| (!beside).then(|| View::leaves(value)));
            self.csv_view = view.map(|view| (schema.to_owned(), view));
        }
        let Some((_, view)) = self.csv_view.as_ref().filter(|(held, _)| held == schema) else {
            *self.csv_left_out.entry(schema.to_owned()).or_default() += 1;
            return Ok(());
        };
        let values = || view.columns.iter().filter(|c| !c.show.is_drawing());
        let mut lines = csv::Writer::from_writer(Vec::new());
        let cannot = |e: csv::Error| Error::input(format!("a record cannot be written as CSV: {e}"));
        if !self.csv_header {
            lines.write_record(values().map(|c| &c.path)).map_err(cannot)?;
            self.csv_header = true;
        }
        lines.write_record(values().map(|c| raw(crate::table::at(value, &c.path)))).map_err(cannot)?;
        let bytes = lines.into_inner().map_err(|e| Error::io(&self.place, e.error()))?;
        self.write(&bytes)
    }

    fn table_row(&mut self, schema: &str, value: &serde_json::Value) -> Result<(), Error> {
        let Some(view) = self.views.iter().find(|v| v.schema == schema) else {
            return self.plain_row(schema, value);
        };
        let cells = view.columns.iter().map(|c| cell(value, c)).collect();
        if self.tables.iter().all(|(s, _)| s != schema) {
            let table = Table::new(view.clone());
            self.tables.push((schema.to_owned(), table));
        }
        self.push_row(schema, cells)
    }

    fn push_row(&mut self, key: &str, cells: Vec<Cell>) -> Result<(), Error> {
        let Some((_, table)) = self.tables.iter_mut().find(|(k, _)| k == key) else { return Ok(()) };
        table.push(cells);
        if table.rows.len() >= TABLE_ROWS {
            let text = table.lines(self.color);
            self.write(text.as_bytes())?;
        }
        Ok(())
    }

    /// Records without a view: issues and trailers as one sentence, others as JSON.
    fn plain_row(&mut self, schema: &str, value: &serde_json::Value) -> Result<(), Error> {
        let text = |path: &str| crate::table::raw(crate::table::at(value, path));
        let line = match schema {
            "issue.v1" => {
                let place = [text("source.path"), text("source.line")].join(":");
                let place = place.trim_matches(':');
                let place = if place.is_empty() { String::new() } else { format!("  ({place})") };
                format!("{}: {}: {}{place}", text("severity"), text("code"), text("message"))
            }
            "parse-summary.v1" => {
                let records: u64 = value["records"]
                    .as_object()
                    .map_or(0, |all| all.values().filter_map(serde_json::Value::as_u64).sum());
                let whole = if value["complete"] == true { "complete" } else { "NOT complete" };
                let statuses = value["statuses"]
                    .as_object()
                    .map_or(String::new(), |all| all.iter().map(|(k, v)| format!(", {v} {k}")).collect());
                let plural = |n: &str| if n == "1" { "" } else { "s" };
                let (files, records) = (text("files"), records.to_string());
                format!(
                    "{files} file{}, {records} record{}{statuses}, {whole}",
                    plural(&files),
                    plural(&records)
                )
            }
            _ => value.to_string(),
        };
        let line: String = line.chars().map(|c| if crate::term::is_unsafe(c) { ' ' } else { c }).collect();
        let key = format!("{SENTENCES}{schema}");
        let view = View::new("", "").column("", "line", crate::table::Show::Text(0));
        let cells = vec![cell(&serde_json::json!({ "line": line }), &view.columns[0])];
        if self.tables.iter().all(|(s, _)| *s != key) {
            self.tables.push((key.clone(), Table::plain(view)));
        }
        self.push_row(&key, cells)
    }
}
