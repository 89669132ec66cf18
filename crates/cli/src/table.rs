//! Records for people: tables and CSV, by columns that a tool declares.

use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

/// How the records of one schema look in a table and in CSV.
#[derive(Clone, Debug)]
pub struct View {
    /// The schema that it is for.
    pub schema: &'static str,
    /// Printed above the table; may be empty.
    pub title: String,
    /// Left to right.
    pub columns: Vec<Column>,
}

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// The heading.
    pub head: String,
    /// The member, dotted: `failure.message`.
    pub path: String,
    /// How a value is shown in a table; CSV has it raw.
    pub show: Show,
}

/// How a value is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// As text, left-aligned, cut at the given width (0: never).
    Text(usize),
    /// Right-aligned, five significant digits.
    Number,
    /// Milliseconds as a duration.
    Ms,
    /// Bytes with a unit.
    Bytes,
    /// A ratio as per cent.
    Percent,
    /// A verdict: good words green, bad ones red, doubtful ones yellow.
    Verdict,
    /// A ratio from 0 to 1 as a small bar of that many cells.
    Bar(usize),
    /// An interval `{low_ratio, high_ratio}` from 0 to 1 on a scale of `cells`, with the ratio
    /// that the record's member `point` holds marked on it.
    Interval {
        /// Cells of the scale.
        cells: usize,
        /// Where the ratio is.
        point: &'static str,
    },
}

impl Show {
    /// Whether it draws what another column says.
    pub(crate) fn is_drawing(self) -> bool {
        matches!(self, Show::Bar(_) | Show::Interval { .. })
    }
}

impl View {
    /// A view without columns yet.
    pub fn new(schema: &'static str, title: impl Into<String>) -> View {
        View { schema, title: title.into(), columns: Vec::new() }
    }

    /// A column for every value in a record, however deep: for CSV where nothing was declared.
    pub(crate) fn leaves(record: &Value) -> View {
        fn walk(value: &Value, path: &str, into: &mut Vec<Column>) {
            match value {
                Value::Object(members) if !members.is_empty() => {
                    for (name, value) in members {
                        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                        walk(value, &path, into);
                    }
                }
                _ => into.push(Column { head: path.to_owned(), path: path.to_owned(), show: Show::Text(0) }),
            }
        }
        let mut view = View::new("", "");
        walk(record, "", &mut view.columns);
        view
    }

    /// With one more column.
    #[must_use]
    pub fn column(mut self, head: impl Into<String>, path: impl Into<String>, show: Show) -> View {
        self.columns.push(Column { head: head.into(), path: path.into(), show });
        self
    }
}

/// The member at a dotted path. A member whose own name has dots is found first.
pub fn at<'v>(record: &'v Value, path: &str) -> Option<&'v Value> {
    fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
        match value {
            Value::Array(items) => items.get(name.parse::<usize>().ok()?),
            other => other.get(name),
        }
    }
    if let Some(found) = member(record, path) {
        return Some(found);
    }
    path.match_indices('.').find_map(|(dot, _)| at(member(record, &path[..dot])?, &path[dot + 1..]))
}

/// A value as CSV has it: raw, absent and `null` as nothing.
pub(crate) fn raw(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

pub(crate) struct Cell {
    text: String,
    right: bool,
    color: Option<&'static str>,
}

fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return format!("{value}");
    }
    let digits = if value == 0.0 { 0 } else { value.abs().log10().floor() as i32 };
    if (-4..7).contains(&digits) {
        let text = format!("{value:.*}", usize::try_from((4 - digits).max(0)).unwrap_or(0));
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
    } else {
        format!("{value:.4e}")
    }
}

pub(crate) fn cell(record: &Value, column: &Column) -> Cell {
    let value = at(record, &column.path);
    let left = |text: String| Cell { text, right: false, color: None };
    let right = |text: String| Cell { text, right: true, color: None };
    let Some(value) = value.filter(|v| !v.is_null()) else {
        let numeric = !matches!(column.show, Show::Text(_) | Show::Verdict) && !column.show.is_drawing();
        return Cell { text: "-".to_owned(), right: numeric, color: None };
    };
    match (column.show, value.as_f64()) {
        (Show::Number, Some(v)) => right(number(v)),
        (Show::Ms, Some(v)) => right(crate::term::human_ms(v)),
        (Show::Bytes, Some(v)) => right(crate::term::human_bytes(v as u64)),
        (Show::Percent, Some(v)) => right(format!("{:.1} %", v * 100.0)),
        (Show::Bar(cells), Some(v)) => left(bar(v, cells)),
        (Show::Interval { cells, point }, _) => {
            let ratio = |value: Option<&Value>| value.and_then(Value::as_f64);
            let ends = (ratio(value.get("low_ratio")), ratio(value.get("high_ratio")));
            left(match ends {
                (Some(low), Some(high)) => interval(low, high, ratio(at(record, point)), cells),
                _ => "-".to_owned(),
            })
        }
        (Show::Verdict, _) => {
            let text = plain(value);
            let color = match text.as_str() {
                "pass" | "ok" | "true" | "completed_passed" | "improved" | "same" | "stable" | "match"
                | "healthy" | "packed" => Some("32"),
                "fail" | "error" | "false" | "changed" | "missing" | "crashed" | "hung"
                | "completed_failed" | "broken" | "regressed_fail" | "mismatch" | "quarantine" => Some("31"),
                _ => Some("33"),
            };
            Cell { text, right: false, color }
        }
        (Show::Text(most), _) => left(cut(&plain(value), most)),
        _ => left(plain(value)),
    }
}

/// Text on one line, without control characters that could move the cursor.
fn plain(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(members) => {
            members.iter().map(|(k, v)| format!("{k}={}", plain(v))).collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    };
    text.chars().map(|c| if crate::term::is_unsafe(c) { ' ' } else { c }).collect()
}

fn cut(text: &str, most: usize) -> String {
    if most == 0 || text.width() <= most {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut width = 0;
    for c in text.chars() {
        let w = unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if width + w > most - 1 {
            break;
        }
        width += w;
        out.push(c);
    }
    out.push('…');
    out
}

fn bar(share: f64, cells: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * (cells * 8) as f64).round() as usize;
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

/// `··━━●━━━····`: what may be, and what was seen. Every cell that the interval touches is part
/// of it, so that a narrow one does not vanish.
fn interval(low: f64, high: f64, point: Option<f64>, cells: usize) -> String {
    let place = |ratio: f64| ((ratio.clamp(0.0, 1.0) * cells as f64) as usize).min(cells.saturating_sub(1));
    let (from, to, mark) = (place(low), place(high), point.map(place));
    (0..cells)
        .map(|cell| match cell {
            _ if Some(cell) == mark => '●',
            _ if (from..=to).contains(&cell) => '━',
            _ => '·',
        })
        .collect()
}

/// A table under way: rows are held until their widths can be told.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) view: Option<View>,
    pub(crate) rows: Vec<Vec<Cell>>,
    widths: Vec<usize>,
    begun: bool,
}

impl Table {
    /// A table with title and heading.
    pub(crate) fn new(view: View) -> Table {
        Table { view: Some(view), ..Table::default() }
    }

    /// A table without title and heading: sentences, one a row.
    pub(crate) fn plain(view: View) -> Table {
        Table { widths: vec![0; view.columns.len()], view: Some(view), rows: Vec::new(), begun: true }
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, row: Vec<Cell>) {
        self.rows.push(row);
    }

    /// The rows held so far as lines; the first time with title and heading.
    pub(crate) fn lines(&mut self, color: bool) -> String {
        let mut out = String::new();
        let Some(view) = &self.view else { return out };
        if !self.begun {
            self.widths = view.columns.iter().map(|c| c.head.width()).collect();
            for row in &self.rows {
                for (width, cell) in self.widths.iter_mut().zip(row) {
                    *width = (*width).max(cell.text.width());
                }
            }
            if !view.title.is_empty() {
                out.push_str(&paint(&view.title, color.then_some("1")));
                out.push('\n');
            }
            let heads = view.columns.iter().enumerate().map(|(n, c)| {
                let right = self.rows.first().and_then(|r| r.get(n)).is_some_and(|cell| cell.right);
                Cell { text: c.head.clone(), right, color: Some("2") }
            });
            let heads: Vec<Cell> = heads.collect();
            push_row(&mut out, &heads, &self.widths, color);
            self.begun = true;
        }
        for row in &self.rows {
            push_row(&mut out, row, &self.widths, color);
        }
        self.rows.clear();
        out
    }
}

fn push_row(out: &mut String, row: &[Cell], widths: &[usize], color: bool) {
    let last = row.len().saturating_sub(1);
    for (n, (cell, width)) in row.iter().zip(widths).enumerate() {
        let pad = " ".repeat(width.saturating_sub(cell.text.width()));
        let text = paint(&cell.text, cell.color.filter(|_| color));
        if n > 0 {
            out.push_str("  ");
        }
        if cell.right {
            out.push_str(&pad);
            out.push_str(&text);
        } else {
            out.push_str(&text);
            if n != last {
                out.push_str(&pad);
            }
        }
    }
    while out.ends_with(' ') {
        out.pop();
    }
    out.push('\n');
}

/// Text in an SGR colour, or plain.
pub(crate) fn paint(text: &str, color: Option<&str>) -> String {
    color.map_or_else(|| text.to_owned(), |code| format!("\x1b[{code}m{text}\x1b[0m"))
}

#[cfg(test)]
mod tests {
    use super::{Column, Show, at, bar, cell, cut, interval, number};
    use serde_json::json;

    #[test]
    fn members_are_found_by_dotted_path() {
        let record = json!({"group": {"name": "a", "x.y": 1}, "p50": 2});
        assert_eq!(at(&record, "group.name"), Some(&json!("a")));
        assert_eq!(at(&record, "group.x.y"), Some(&json!(1)));
        assert_eq!(at(&record, "p50"), Some(&json!(2)));
        assert_eq!(at(&record, "group.none"), None);
        let record = json!({"examples": [{"line": 7}, {"line": 9}]});
        assert_eq!(at(&record, "examples.1.line"), Some(&json!(9)));
        assert_eq!(at(&record, "examples.2.line"), None);
        assert_eq!(at(&record, "examples.line"), None);
    }

    #[test]
    fn intervals_are_drawn_on_a_scale() {
        assert_eq!(interval(0.0, 1.0, None, 5), "━━━━━");
        assert_eq!(interval(0.25, 0.6, Some(0.41), 10), "··━━●━━···");
        assert_eq!(interval(0.0, 0.01, Some(0.0), 10), "●·········");
        assert_eq!(interval(0.99, 1.0, Some(1.0), 10), "·········●");
        let show = Show::Interval { cells: 4, point: "rate_ratio" };
        let column = Column { head: String::new(), path: "interval".into(), show };
        let record = json!({"rate_ratio": null, "interval": {"low_ratio": 0.0, "high_ratio": 0.4}});
        assert_eq!(cell(&record, &column).text, "━━··");
        assert_eq!(cell(&json!({"interval": null}), &column).text, "-");
    }

    #[test]
    fn numbers_have_five_digits() {
        for (value, text) in [
            (92.057, "92.057"),
            (1234.5678, "1234.6"),
            (0.012_345_67, "0.012346"),
            (5.0, "5"),
            (1e-9, "1.0000e-9"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn a_cell_cannot_move_the_cursor() {
        let column = Column { head: String::new(), path: "m".into(), show: Show::Text(0) };
        assert_eq!(cell(&json!({"m": "a\n\u{1b}[2Jb"}), &column).text, "a  [2Jb");
        assert_eq!(cell(&json!({"m": "a\u{202e}b\u{2066}c"}), &column).text, "a b c");
    }

    #[test]
    fn long_text_is_cut_by_width() {
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("漢字漢字", 5), "漢字…");
        assert_eq!(cut("abcd", 4), "abcd");
    }

    #[test]
    fn bars_have_eighths() {
        assert_eq!(bar(0.5, 4), "██");
        assert_eq!(bar(0.28125, 4), "█▏");
        assert_eq!(bar(2.0, 2), "██");
    }
}
