//! The tables for people: the answer first, the doubts last.
//!
//! A table has rows of its own, shorter and in words; NDJSON and CSV have the records.

use cli::{Error, Format, Out, Show, View};
use record::variance::{
    Calibration, ChangeKind, ChangePoint, Comparison, ComparisonVerdict, SampleFinding, TrustState, Variance,
    VarianceState,
};
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

/// A comparison in a table.
#[derive(Serialize)]
pub(crate) struct ComparisonRow {
    verdict: &'static str,
    metric: String,
    stat: String,
    before: String,
    after: String,
    effect: String,
    interval: String,
    p: Option<Num>,
    q: Option<Num>,
    sessions: String,
    sees: String,
    note: String,
}

impl Record for ComparisonRow {
    const SCHEMA: &'static str = "comparison.v1";
}

/// The row of a comparison.
pub(crate) fn comparison_row(c: &Comparison) -> ComparisonRow {
    let unit = c.unit.as_deref();
    let change = |ratio: Option<Num>| ratio.map_or("?".to_owned(), |r| percent(r.get() - 1.0));
    let mut notes: Vec<String> = Vec::new();
    if c.gating {
        notes.push("gate".to_owned());
    }
    notes.extend(c.advice.clone());
    if !c.held_by.is_empty() {
        notes.push(format!("held by {}", c.held_by.join(", ")));
    }
    if let Some(need) = c.need_sessions {
        notes.push(format!("needs {need} sessions"));
    }
    let doubts = doubts(&c.findings);
    if !doubts.is_empty() {
        notes.push(doubts);
    }
    ComparisonRow {
        verdict: match c.verdict {
            ComparisonVerdict::RegressedFail => "fail",
            ComparisonVerdict::RegressedWarn => "warn",
            other => other.word(),
        },
        metric: metric(&c.group, &c.field),
        stat: c.stat.clone(),
        before: amount(c.baseline.value, unit),
        after: amount(c.current.value, unit),
        effect: change(c.effect_ratio),
        interval: match (c.effect_low_ratio, c.effect_high_ratio) {
            (None, None) => "-".to_owned(),
            (low, high) => format!("{} .. {}", change(low), change(high)),
        },
        p: c.p,
        q: c.q,
        sessions: format!("{}+{}", c.baseline.n_sessions, c.current.n_sessions),
        sees: c.mde_80_ratio.map_or("-".to_owned(), |m| percent(m.get() - 1.0)),
        note: notes.join("; "),
    }
}

/// A signed percentage with one decimal.
fn percent(share: f64) -> String {
    let text = format!("{:+.1} %", share * 100.0);
    if text == "-0.0 %" { "+0.0 %".to_owned() } else { text }
}

/// The columns of `comparison.v1`.
pub(crate) fn comparison(format: Format) -> View {
    let view = View::new("comparison.v1", "");
    if format == Format::Table {
        return view
            .column("verdict", "verdict", Show::Verdict)
            .column("metric", "metric", Show::Text(48))
            .column("stat", "stat", Show::Text(0))
            .column("old", "before", Show::Text(0))
            .column("new", "after", Show::Text(0))
            .column("change", "effect", Show::Text(0))
            .column("90 % interval", "interval", Show::Text(0))
            .column("p", "p", Show::Number)
            .column("q", "q", Show::Number)
            .column("sessions", "sessions", Show::Text(0))
            .column("can see", "sees", Show::Text(0))
            .column("", "note", Show::Text(0));
    }
    const COLUMNS: &str = "group field unit stat verdict gating held_by effect_ratio effect_low_ratio \
         effect_high_ratio method replicate p q warn_ratio fail_ratio baseline.n baseline.n_sessions \
         baseline.value current.n current.n_sessions current.value mde_80_ratio need_sessions calibrated \
         advice baseline_sha256";
    columns(view, COLUMNS)
}

/// A state in a table.
#[derive(Serialize)]
pub(crate) struct StateRow {
    state: &'static str,
    metric: String,
    run: String,
    streak: u64,
    rsd_ratio: Option<Num>,
    median: String,
    pinned: String,
    rolling: String,
    history: String,
    note: String,
}

impl Record for StateRow {
    const SCHEMA: &'static str = "variance-state.v1";
}

/// The row of a state.
pub(crate) fn state_row(s: &VarianceState) -> StateRow {
    let drift = |ratio: Option<Num>| ratio.map_or("-".to_owned(), |r| percent(r.get() - 1.0));
    let mut notes = vec![s.reason.clone()];
    if s.over_budget {
        notes.push("over budget".to_owned());
    }
    let doubts = doubts(&s.findings);
    if !doubts.is_empty() {
        notes.push(doubts);
    }
    StateRow {
        state: match s.state {
            TrustState::Observe => "observe",
            TrustState::Warn => "warn",
            TrustState::Gate => "gate",
        },
        metric: metric(&s.group, &s.field),
        run: s.run_id.clone(),
        streak: s.streak,
        rsd_ratio: s.rsd_ratio,
        median: amount(s.median, s.unit.as_deref()),
        pinned: drift(s.drift_pinned_ratio),
        rolling: drift(s.drift_rolling_ratio),
        history: sparkline(&s.history),
        note: notes.join("; "),
    }
}

/// The columns of `variance-state.v1`.
pub(crate) fn states(format: Format) -> View {
    let view = View::new("variance-state.v1", "");
    if format == Format::Table {
        return view
            .column("state", "state", Show::Text(0))
            .column("metric", "metric", Show::Text(48))
            .column("run", "run", Show::Text(24))
            .column("streak", "streak", Show::Number)
            .column("rsd", "rsd_ratio", Show::Percent)
            .column("median", "median", Show::Text(0))
            .column("to pinned", "pinned", Show::Text(0))
            .column("to last", "rolling", Show::Text(0))
            .column("history", "history", Show::Text(0))
            .column("", "note", Show::Text(0));
    }
    const COLUMNS: &str = "run_id group field unit state reason streak runs n stable rsd_ratio median \
         drift_pinned_ratio drift_rolling_ratio over_budget calibrated env_sha256 samples_sha256";
    columns(view, COLUMNS)
}

/// An A/A record in a table.
#[derive(Serialize)]
pub(crate) struct CalibrationRow {
    usable: &'static str,
    metric: String,
    sessions: u64,
    n: u64,
    within_ratio: Option<Num>,
    between_ratio: Option<Num>,
    between_upper_ratio: Option<Num>,
    false_alarms: String,
    sees: String,
    doubts: String,
}

impl Record for CalibrationRow {
    const SCHEMA: &'static str = "calibration.v1";
}

/// The row of an A/A record.
pub(crate) fn calibration_row(c: &Calibration) -> CalibrationRow {
    CalibrationRow {
        usable: if c.usable { "usable" } else { "unusable" },
        metric: metric(&c.group, &c.field),
        sessions: c.n_sessions,
        n: c.n,
        within_ratio: c.within_ratio,
        between_ratio: c.between_ratio,
        between_upper_ratio: c.between_upper_ratio,
        false_alarms: format!("{} + {} of {}", c.false_fails, c.false_warns - c.false_fails, c.splits),
        sees: c.mde_80_ratio.map_or("-".to_owned(), |m| percent(m.get() - 1.0)),
        doubts: doubts(&c.findings),
    }
}

/// The columns of `calibration.v1`.
pub(crate) fn calibration(format: Format) -> View {
    let view = View::new("calibration.v1", "");
    if format == Format::Table {
        return view
            .column("usable", "usable", Show::Verdict)
            .column("metric", "metric", Show::Text(48))
            .column("sessions", "sessions", Show::Number)
            .column("n", "n", Show::Number)
            .column("within", "within_ratio", Show::Percent)
            .column("between", "between_ratio", Show::Percent)
            .column("between 90%", "between_upper_ratio", Show::Percent)
            .column("false fail + warn", "false_alarms", Show::Text(0))
            .column("can see", "sees", Show::Text(0))
            .column("doubts", "doubts", Show::Text(0));
    }
    const COLUMNS: &str = "group field unit n n_sessions within_ratio between_ratio between_upper_ratio splits \
         false_fails false_warns mde_80_ratio usable env_sha256 samples_sha256";
    columns(view, COLUMNS)
}

/// A change in a table.
#[derive(Serialize)]
pub(crate) struct ChangeRow {
    kind: &'static str,
    metric: String,
    place: String,
    before: String,
    after: String,
    effect: String,
    interval: String,
    p: Option<Num>,
}

impl Record for ChangeRow {
    const SCHEMA: &'static str = "change-point.v1";
}

/// The row of a change.
pub(crate) fn change_row(c: &ChangePoint) -> ChangeRow {
    let unit = c.unit.as_deref();
    let named = c.commit.as_deref().or(c.session.as_deref());
    let place = format!("{} of {}", c.index, c.points);
    ChangeRow {
        kind: match c.kind {
            ChangeKind::Step => "step",
            ChangeKind::Spike => "spike",
            ChangeKind::Drift => "drift",
        },
        metric: metric(&c.group, &c.field),
        place: named.map_or(place.clone(), |name| format!("{name} ({place})")),
        before: amount(Some(c.before), unit),
        after: amount(Some(c.after), unit),
        effect: c.effect_ratio.map_or("?".to_owned(), |r| percent(r.get() - 1.0)),
        interval: match (c.shift_low, c.shift_high) {
            (Some(low), Some(high)) => format!("{} .. {}", amount(Some(low), unit), amount(Some(high), unit)),
            _ => "-".to_owned(),
        },
        p: c.p,
    }
}

/// The columns of `change-point.v1`.
pub(crate) fn changes(format: Format) -> View {
    let view = View::new("change-point.v1", "");
    if format == Format::Table {
        return view
            .column("kind", "kind", Show::Text(0))
            .column("metric", "metric", Show::Text(48))
            .column("where", "place", Show::Text(48))
            .column("before", "before", Show::Text(0))
            .column("after", "after", Show::Text(0))
            .column("change", "effect", Show::Text(0))
            .column("95 % interval of the shift", "interval", Show::Text(0))
            .column("p", "p", Show::Number);
    }
    const COLUMNS: &str = "group field unit kind index end_index commit session before after effect_ratio shift \
         shift_low shift_high p points";
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
    // Nothing is nothing in any unit: the input's own is the least surprise.
    let Some(nanos) = nanos.filter(|_| value != 0.0) else {
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
        assert_eq!(amount(num(0.0), Some("ms")), "0 ms");
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
