//! Samples without a schema: bare numbers, and rows of CSV.

use super::{Reader, unit_of};
use crate::samples::Key;
use cli::Take;
use record::Labels;
use stats::decimal::Number;

/// A row that is longer than this has lost its closing quote.
const LONGEST_ROW: usize = 1 << 20;

/// Whether a row ends inside of a quoted cell. A quote opens one only where the cell begins.
fn is_open(row: &[u8]) -> bool {
    let (mut quoted, mut begins) = (false, true);
    for &byte in row {
        (quoted, begins) = match byte {
            // Behind a closing quote another one is a quote within the cell.
            b'"' if quoted => (false, true),
            b'"' if begins => (true, false),
            b',' => (quoted, true),
            _ => (quoted, false),
        };
    }
    quoted
}

impl Reader {
    /// A number on a line of its own.
    pub(super) fn bare(&mut self, bytes: &[u8]) -> Take {
        let number = match Number::parse(bytes.trim_ascii()) {
            Ok(number) => number,
            Err(why) => return Take::Bad(why.to_string()),
        };
        let place = self.bare_metric();
        let session = match self.session_id {
            Some(id) if !self.select.each_alone => id,
            _ => self.file_session(),
        };
        self.set.at(place).push(number, session);
        Take::Used
    }

    /// The metric of bare numbers.
    fn bare_metric(&mut self) -> usize {
        if let Some(&place) = self.places.get(&b""[..]) {
            return place;
        }
        let field = self.select.field.clone().unwrap_or_else(|| "value".to_owned());
        let place = self.set.place(&Key { group: Labels::new(), field, unit: None });
        self.places.insert(Vec::new(), place);
        place
    }

    /// Metric and session of bare numbers, where they are the same for a whole input.
    pub(crate) fn bare_place(&mut self) -> Option<(usize, u32)> {
        if self.select.each_alone {
            return None;
        }
        let place = self.bare_metric();
        let session = self.session_id.unwrap_or_else(|| self.file_session());
        Some((place, session))
    }

    /// The session of a file without any of its own.
    fn file_session(&mut self) -> u32 {
        let (name, nth) = self.file.as_mut().map_or(("", 0), |f| {
            f.samples += 1;
            (f.name.as_str(), f.samples)
        });
        let name = if self.select.each_alone { format!("{name}#{nth}") } else { name.to_owned() };
        let id = self.set.session(&name);
        self.session_id = Some(id);
        id
    }

    /// A line of CSV: a row, or a part of one whose quoted cell goes on over further lines.
    pub(super) fn row(&mut self, bytes: &[u8]) -> Take {
        let Some(file) = self.file.as_mut() else { return Take::Used };
        let mut open = std::mem::take(&mut file.open_row);
        if open.is_empty() && !is_open(bytes) {
            return self.whole_row(bytes);
        }
        if !open.is_empty() {
            open.push(b'\n');
        }
        open.extend_from_slice(bytes);
        if is_open(&open) && open.len() <= LONGEST_ROW {
            file.open_row = open;
            return Take::Used;
        }
        self.whole_row(&open)
    }

    /// A row of CSV; the first one is the header.
    fn whole_row(&mut self, bytes: &[u8]) -> Take {
        let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let mut row = csv::StringRecord::new();
        match rows.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => return Take::Used,
            Err(_) => return Take::Bad("not a CSV row in UTF-8".to_owned()),
        }
        let Some(file) = self.file.as_mut() else { return Take::Used };
        let Some(header) = file.header.as_ref() else {
            let header: Vec<String> = row.iter().map(|c| c.trim().to_owned()).collect();
            let missing = std::iter::once(&self.field)
                .chain(&self.select.by)
                .chain(&self.select.session)
                .chain(&self.select.pair)
                .find(|wanted| !(header.contains(wanted) || header.len() == 1 && *wanted == &self.field));
            let reason = missing.map(|m| {
                format!("the header has no column {m:?}; --field, --by, --session and --pair name columns")
            });
            file.header = Some(header);
            return reason.map_or(Take::Used, Take::Bad);
        };
        if row.len() != header.len() {
            return Take::Bad(format!("{} cells under a header of {}", row.len(), header.len()));
        }
        let cell = |name: &str| header.iter().position(|h| h == name).and_then(|at| row.get(at));
        let text = match cell(&self.field) {
            Some(text) => text,
            None if header.len() == 1 => row.get(0).unwrap_or(""),
            None => return Take::Bad(format!("no column {:?}", self.field)),
        };
        let mut group = Labels::new();
        for by in &self.select.by {
            if let Some(value) = cell(by) {
                group.insert(by.clone(), value.to_owned());
            }
        }
        let session = self.select.session.as_deref().or(Some("run_id")).and_then(cell).map(str::to_owned);
        let commit = cell("commit").map(str::to_owned);
        // The one column there is says itself what it holds.
        let field = match header.as_slice() {
            [only] if self.select.field.is_none() => only,
            _ => &self.field,
        };
        let unit = cell("unit").or_else(|| unit_of(field)).map(str::to_owned);
        let pair = self.select.pair.as_deref().and_then(cell).map(str::to_owned);
        let key = Key { group, field: field.clone(), unit };
        let place = self.set.place(&key);
        if text.trim().is_empty() {
            self.set.at(place).missing += 1;
            return Take::Used;
        }
        let number = match Number::parse(text.trim().as_bytes()) {
            Ok(number) => number,
            Err(why) => return Take::Bad(format!("{}: {why}", self.field)),
        };
        let id = match session {
            Some(name) if !self.select.each_alone => self.set.session(&name),
            _ => self.file_session(),
        };
        let metric = self.set.at(place);
        metric.push(number, id);
        if let Some(commit) = commit {
            metric.commits.entry(id).or_insert(commit);
        }
        metric.pairs.extend(pair);
        Take::Used
    }
}

#[cfg(test)]
mod tests {
    use super::is_open;

    #[test]
    fn a_quote_is_open_until_it_is_closed() {
        for whole in ["a,b", "\"a\",b", "\"a\"\"b\",1", "5\" disk,1", "5\"\",1", "\"\"", "\"a,\nb\",2", ""] {
            assert!(!is_open(whole.as_bytes()), "{whole}");
        }
        for open in ["\"a", "1,\"b\nc", "\"a\"\"", "\"a\"\"b,1"] {
            assert!(is_open(open.as_bytes()), "{open}");
        }
    }
}
