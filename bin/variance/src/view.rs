//! The tables for people: the answer first, the doubts last.
//!
//! A table has rows of its own, shorter and in words; NDJSON and CSV have the records.

use cli::{Error, Format, Out, Show, View};
use record::variance::{SampleFinding, Variance};
use record::{Labels, Num, Record};
use serde::Serialize;

/// Writes a record, or its row where people read.
pub(crate) fn emit<R: Record, T: Record>(
    out: &Out,
    record: &R,
    row: impl FnOnce(&R) -> T,
) -> Result<(), Error> {
    match out.format() {
        Format::Table => out.emit(&row(record)),
        Format::Ndjson | Format::Csv => out.emit(record),
    }
}

/// A summary in a table.
#[derive(Serialize)]
pub(crate) struct SummaryRow {
    stable: &'static str,
    metric: String,
    n: u64,
    sessions: u64,
    mean: String,
    sd: String,
    rsd_ratio: Option<Num>,
    rsd_upper_ratio: Option<Num>,
    median: String,
    p95: String,
    outliers: u64,
    history: String,
    doubts: String,
}

impl Record for SummaryRow {
    const SCHEMA: &'static str = "variance.v1";
}

/// The row of a summary.
pub(crate) fn summary_row(v: &Variance) -> SummaryRow {
    let unit = v.unit.as_deref();
    SummaryRow {
        stable: if v.stable { "stable" } else { "unstable" },
        metric: metric(&v.group, &v.field),
        n: v.n,
        sessions: v.n_sessions,
        mean: amount(v.mean, unit),
        sd: amount(v.sd, unit),
        rsd_ratio: v.rsd_ratio,
        rsd_upper_ratio: v.rsd_upper_ratio,
        median: amount(v.median, unit),
        p95: amount(v.p95, unit),
        outliers: v.outliers.count,
        history: sparkline(&v.session_medians),
        doubts: doubts(&v.findings),
    }
}

/// The columns of `variance.v1`.
pub(crate) fn summary(format: Format) -> View {
    let view = View::new("variance.v1", "");
    if format == Format::Table {
        return view
            .column("stable", "stable", Show::Verdict)
            .column("metric", "metric", Show::Text(48))
            .column("n", "n", Show::Number)
            .column("sessions", "sessions", Show::Number)
            .column("mean", "mean", Show::Text(0))
            .column("sd", "sd", Show::Text(0))
            .column("rsd", "rsd_ratio", Show::Percent)
            .column("rsd 90%", "rsd_upper_ratio", Show::Percent)
            .column("median", "median", Show::Text(0))
            .column("p95", "p95", Show::Text(0))
            .column("outliers", "outliers", Show::Number)
            .column("sessions' medians", "history", Show::Text(0))
            .column("doubts", "doubts", Show::Text(0));
    }
    const COLUMNS: &str = "group field unit n n_missing n_sessions mean sd rsd_ratio rsd_upper_ratio median mad \
         min max lag1 p50 p90 p95 outliers.count outliers.outlier_excluded_mean requested auth_shortfall \
         partial stable stability.rule stability.runs_met env_sha256";
    columns(view, COLUMNS)
}

/// Columns headed by their paths.
pub(crate) fn columns(view: View, paths: &str) -> View {
    paths.split_whitespace().fold(view, |view, path| view.column(path, path, Show::Text(0)))
}

/// A metric's name for people: the values of its group, and the member where it says more
/// than a duration.
pub(crate) fn metric(group: &Labels, field: &str) -> String {
    let mut words: Vec<&str> = group.values().map(String::as_str).collect();
    if words.is_empty() || !matches!(field, "duration_ms" | "times" | "data" | "time" | "ns/op") {
        words.push(field);
    }
    words.join(" ")
}

/// A value with its unit, four significant digits.
pub(crate) fn amount(value: Option<Num>, unit: Option<&str>) -> String {
    let Some(value) = value.map(Num::get) else { return "-".to_owned() };
    let nanos = match unit {
        Some("ns" | "ns/op") => Some(1.0),
        Some("us") => Some(1e3),
        Some("ms") => Some(1e6),
        Some("s" | "sec/op") => Some(1e9),
        _ => None,
    };
    let Some(nanos) = nanos else {
        let digits = digits(value);
        return unit.map_or_else(|| digits.clone(), |unit| format!("{digits} {unit}"));
    };
    let nanos = value * nanos;
    let (scale, name) = match nanos.abs() {
        n if n < 1e3 => (1.0, "ns"),
        n if n < 1e6 => (1e3, "us"),
        n if n < 1e9 => (1e6, "ms"),
        _ => (1e9, "s"),
    };
    format!("{} {name}", digits(nanos / scale))
}

/// Four significant digits, or all of a whole number.
fn digits(value: f64) -> String {
    if value == 0.0 || (value.abs() >= 1e3 && value.abs() < 1e9) {
        return format!("{value:.0}");
    }
    if !(1e-4..1e9).contains(&value.abs()) {
        return format!("{value:.3e}");
    }
    let places = (3 - value.abs().log10().floor() as i32).max(0) as usize;
    let text = format!("{value:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A row of small bars, lowest to highest of the values; flat where all are equal.
pub(crate) fn sparkline(values: &[Num]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    if values.len() < 2 {
        return String::new();
    }
    let all = || values.iter().map(|v| v.get());
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let level = |v: f64| if high > low { ((v - low) / (high - low) * 7.0).round() as usize } else { 3 };
    all().map(|v| BARS[level(v).min(7)]).collect()
}

/// The codes of doubts.
pub(crate) fn doubts(findings: &[SampleFinding]) -> String {
    let mut codes: Vec<&str> = findings.iter().map(|f| f.code.as_str()).collect();
    codes.dedup();
    codes.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn num(value: f64) -> Option<Num> {
        Num::new(value)
    }

    #[test]
    fn amounts_have_a_fitting_unit() {
        assert_eq!(amount(num(0.0425), Some("ms")), "42.5 us");
        assert_eq!(amount(num(1500.0), Some("ms")), "1.5 s");
        assert_eq!(amount(num(2.253e-6), Some("s")), "2.253 us");
        assert_eq!(amount(num(33.0), Some("B/op")), "33 B/op");
        assert_eq!(amount(num(12.0), None), "12");
        assert_eq!(amount(None, Some("ms")), "-");
    }

    #[test]
    fn sparklines() {
        let of = |v: &[f64]| sparkline(&v.iter().filter_map(|&x| Num::new(x)).collect::<Vec<_>>());
        assert_eq!(of(&[1.0, 2.0, 8.0]), "▁▂█");
        assert_eq!(of(&[5.0, 5.0]), "▄▄");
        assert_eq!(of(&[5.0]), "");
    }

    #[test]
    fn a_metric_is_named_by_its_group() {
        let group = Labels::from([("name".to_owned(), "a".to_owned())]);
        assert_eq!(metric(&group, "duration_ms"), "a");
        assert_eq!(metric(&group, "B/op"), "a B/op");
        assert_eq!(metric(&Labels::new(), "value"), "value");
    }
}
