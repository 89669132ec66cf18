//! Tables with a header: CSV rows into populations.

use crate::plan::Plan;
use crate::worker::{BadLine, Outcome, Reason, Worker};
use record::percentile::GroupValue;
use std::io::{self, Read};

/// Rows that are handed over together.
const CHUNK: usize = 8192;

/// The rows of a table.
pub(crate) struct Rows<R> {
    rows: csv::Reader<R>,
    columns: Columns,
    row: csv::ByteRecord,
    /// Whether rejects are kept.
    keep: bool,
    conditions: Vec<crate::filter::Where>,
}

/// Where the wanted columns are.
struct Columns {
    field: usize,
    by: Vec<usize>,
    unit: Option<usize>,
    uid: Option<usize>,
    wheres: Vec<usize>,
}

impl<R: Read> Rows<R> {
    /// Reads the header; an error says what is wrong with it.
    pub(crate) fn open(from: R, plan: &Plan) -> Result<Rows<R>, String> {
        let mut rows = csv::ReaderBuilder::new().flexible(false).from_reader(from);
        let header = rows.headers().map_err(|e| format!("no header: {e}"))?.clone();
        // A byte-order mark would belong to the first name.
        let names: Vec<&str> = header.iter().map(|n| n.trim_start_matches('\u{feff}').trim()).collect();
        let find = |path: &str| names.iter().position(|name| *name == path);
        let need = |path: &str| {
            find(path).ok_or_else(|| format!("no column '{path}'; there are: {}", names.join(", ")))
        };
        // A column's name is taken as it is: there is nothing nested to walk into.
        let columns = Columns {
            field: need(&plan.field.to_string().replace("\\.", "."))?,
            by: plan.by.iter().map(|path| need(path)).collect::<Result<_, _>>()?,
            unit: find("unit"),
            uid: find("test_uid"),
            wheres: plan
                .wheres
                .iter()
                .map(|w| need(&w.path.to_string().replace("\\.", ".")))
                .collect::<Result<_, _>>()?,
        };
        let row = csv::ByteRecord::new();
        Ok(Rows { rows, columns, row, keep: plan.rejects, conditions: plan.wheres.clone() })
    }

    /// The next rows into a worker; whether there may be more.
    pub(crate) fn chunk(&mut self, number: u64, worker: &mut Worker<'_>) -> io::Result<(Outcome, bool)> {
        let mut outcome = Outcome { number, ..Outcome::default() };
        let base = if self.rows.position().record() <= 1 { 0 } else { self.rows.position().line() - 1 };
        for _ in 0..CHUNK {
            let before = self.rows.position().line() - 1;
            let read = self.rows.read_byte_record(&mut self.row);
            outcome.lines = (self.rows.position().line() - 1).saturating_sub(base);
            let line = self.row.position().map_or(before, |p| p.line() - 1).saturating_sub(base);
            match read {
                Ok(false) => return Ok((outcome, false)),
                Ok(true) => {}
                Err(error) => match error.kind() {
                    csv::ErrorKind::Io(_) => {
                        return Err(match error.into_kind() {
                            csv::ErrorKind::Io(error) => error,
                            _ => io::Error::other("reading failed"),
                        });
                    }
                    csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                        let why = format!("{len} fields where the header has {expected_len}");
                        self.reject(line, Reason::Csv(why), &mut outcome);
                        continue;
                    }
                    _ => {
                        self.reject(line, Reason::Csv(error.to_string()), &mut outcome);
                        continue;
                    }
                },
            }
            outcome.records += 1;
            outcome.ends_with_trailer = Some(false);
            let text = |at: usize| std::str::from_utf8(self.row.get(at).unwrap_or_default());
            let wanted = self.columns.by.iter().chain(&self.columns.wheres).copied();
            if wanted.chain(self.columns.unit).any(|at| text(at).is_err()) {
                self.reject(line, Reason::Csv("not UTF-8".to_owned()), &mut outcome);
                continue;
            }
            let text = |at: usize| text(at).unwrap_or_default();
            let mut conditions = self.conditions.iter().zip(&self.columns.wheres);
            if !conditions.all(|(w, &at)| w.keeps_text(text(at))) {
                continue;
            }
            let by: Vec<GroupValue> =
                self.columns.by.iter().map(|&at| GroupValue::Text(text(at).to_owned())).collect();
            let filled = |at: Option<usize>| at.map(text).filter(|text| !text.is_empty());
            let (unit, uid) = (filled(self.columns.unit), filled(self.columns.uid));
            let field = self.row.get(self.columns.field);
            if let Some(kind) = worker.row(field, &by, unit, uid, (number, line))
                && kind.fault().is_some()
            {
                self.reject(line, Reason::Invalid(kind), &mut outcome);
            }
        }
        Ok((outcome, true))
    }

    fn reject(&self, line: u64, reason: Reason, outcome: &mut Outcome) {
        let bytes = if self.keep { self.row.iter().collect::<Vec<_>>().join(&b","[..]) } else { Vec::new() };
        outcome.bad.push(BadLine { line, reason, bytes });
    }
}
