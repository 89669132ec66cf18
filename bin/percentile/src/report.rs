//! Populations into records: `percentile.v1`, `top.v1`, `budget.v1`.

use crate::groups::{Name, Population};
use crate::ingest::Places;
use crate::invalid::Counts;
use crate::plan::Say;
use crate::top::Entry;
use cli::{Cx, Error, Format, Show, View};
use record::percentile::{
    Bar, BudgetVerdict, Mode, Percentile, PercentileTag, QuantileInterval, QuantileType, QuantileValue, Top,
    TopTag,
};
use record::{Issue, Num, Record, Severity};
use stats::histogram::{Bin, histogram};
use stats::quantile::Quantile;
use stats::sample::Spare;
use stats::summary::{Bounds, Method, Summary, summarize};
use std::sync::Mutex;

/// What is said, and about which field.
pub(crate) struct Report<'a> {
    pub(crate) say: &'a Say,
    pub(crate) by: &'a [String],
    pub(crate) field: &'a str,
    pub(crate) unit: Option<&'a str>,
    pub(crate) complete: bool,
    pub(crate) threads: usize,
}

/// A population and what was found out about it.
struct Found {
    name: Name,
    summary: Summary,
    bins: Vec<Bin>,
    invalid: Counts,
}

/// An interval as a record has it; the coverage is rounded down to six decimals, so that
/// it promises nothing more and does not depend on the last bit of a logarithm.
pub(crate) fn interval(bounds: Bounds) -> Option<QuantileInterval> {
    Some(QuantileInterval {
        lo: Num::new(bounds.lower)?,
        hi: Num::new(bounds.upper)?,
        coverage: Num::new((bounds.coverage * 1e6).floor() / 1e6)?,
    })
}

impl Report<'_> {
    /// Says everything, in order: percentiles by group, the largest values, mixed units,
    /// budgets. The status
    /// is decided when all of it is written.
    pub(crate) fn write(&self, cx: &Cx, groups: Vec<Population>, tops: &[Top]) -> Result<(), Error> {
        let found = self.summaries(groups);
        let out = cx.out();
        self.views(cx, &found);
        let most = found.iter().filter_map(|f| self.shown(f)).fold(0.0, f64::max);
        for one in &found {
            let record = self.record(one);
            if out.format() == Format::Table {
                let share = self.shown(one).filter(|_| most > 0.0).map(|v| v / most);
                let group = one.name.group(self.by).to_string();
                out.emit(&Row { record: &record, group_text: group, share: share.and_then(Num::new) })?;
            } else {
                out.emit(&record)?;
            }
        }
        if self.say.histogram && out.format() == Format::Table {
            self.bars(cx, &found)?;
        }
        for top in tops {
            out.emit(top)?;
        }
        self.mixed_units(cx, &found)?;
        let results: Vec<(Name, Summary)> = found.into_iter().map(|f| (f.name, f.summary)).collect();
        self.budgets(cx, &results)
    }

    /// The largest values as records.
    pub(crate) fn tops(&self, entries: &[Entry], places: &Places) -> Vec<Top> {
        let top = |(rank, entry): (u64, &Entry)| {
            let (path, line) = places.of(entry.place);
            Some(Top {
                schema: TopTag,
                group: entry.name.group(self.by),
                rank,
                field: self.field.to_owned(),
                unit: entry.name.unit.as_deref().or(self.unit).map(str::to_owned),
                value: Num::new(entry.value)?,
                test_uid: entry.uid.clone(),
                path: path.to_owned(),
                line,
                labels: self.say.labels.clone(),
            })
        };
        (1..).zip(entries).filter_map(top).collect()
    }

    /// All populations, by name. Whole populations go to the threads; the order of the
    /// result is that of the names.
    fn summaries(&self, groups: Vec<Population>) -> Vec<Found> {
        let mut all: Vec<(Name, Population)> = groups.into_iter().map(|p| (p.name(), p)).collect();
        all.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(std::cmp::Ordering::Equal));
        let one = |(name, mut population): (Name, Population), spare: &mut Spare| {
            let summary = summarize(&mut population.sample, &self.say.request, spare);
            let bins = if self.say.histogram { histogram(&population.sample) } else { Vec::new() };
            Found { name, summary, bins, invalid: population.invalid }
        };
        let threads = self.threads.min(all.len());
        if threads <= 1 {
            let mut spare = Spare::default();
            return all.into_iter().map(|group| one(group, &mut spare)).collect();
        }
        let mut slots: Vec<Option<Found>> = all.iter().map(|_| None).collect();
        let jobs = Mutex::new(all.into_iter().zip(&mut slots));
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let mut spare = Spare::default();
                    loop {
                        let job = jobs.lock().map_or(None, |mut jobs| jobs.next());
                        let Some((group, slot)) = job else { break };
                        *slot = Some(one(group, &mut spare));
                    }
                });
            }
        });
        drop(jobs);
        slots.into_iter().flatten().collect()
    }

    fn record(&self, found: &Found) -> Percentile {
        let Found { name, summary, bins, invalid } = found;
        let say = self.say;
        let num = |value: Option<f64>| value.and_then(Num::new);
        let value = |q: &Quantile| {
            let estimate = summary.estimates.iter().find(|e| e.quantile == *q)?;
            // Only a quantile that some sample could bound is ever refused.
            let refused = say.refuse_small_n && estimate.bounds.is_none() && estimate.need.is_some();
            Some(QuantileValue {
                label: q.label(),
                value: num(estimate.value).filter(|_| !refused),
                ci: estimate.bounds.and_then(interval),
                need_n: estimate.need,
            })
        };
        let bar =
            |bin: &Bin| Some(Bar { from: Num::new(bin.from)?, to: Num::new(bin.to)?, count: bin.count });
        Percentile {
            schema: PercentileTag,
            group: name.group(self.by),
            field: self.field.to_owned(),
            unit: name.unit.as_deref().or(self.unit).map(str::to_owned),
            n: summary.n,
            n_invalid: invalid.total(),
            invalid: invalid.by_name(),
            min: num(summary.min),
            max: num(summary.max),
            mean: num(summary.mean),
            sd: num(summary.sd),
            quantiles: say.quantiles.iter().filter_map(value).collect(),
            confidence_ratio: Num::new(say.request.confidence).unwrap_or_else(|| unreachable!("a share")),
            quantile_type: match say.request.method {
                Method::Type(by) => QuantileType::Type(by.number()),
                Method::HarrellDavis => QuantileType::HarrellDavis,
            },
            mode: if summary.error_ratio.is_some() { Mode::Sketch } else { Mode::Exact },
            error_ratio: num(summary.error_ratio),
            rounded: summary.rounded,
            complete: self.complete,
            histogram: say.histogram.then(|| bins.iter().filter_map(bar).collect()),
            sha256: hex(&summary.sha256),
            labels: say.labels.clone(),
        }
    }

    /// What the table's bar shows: the last percentile asked for.
    fn shown(&self, found: &Found) -> Option<f64> {
        let last = self.say.quantiles.last()?;
        found.summary.estimates.iter().find(|e| e.quantile == *last)?.value
    }

    fn views(&self, cx: &Cx, found: &[Found]) {
        let one_unit = found.iter().all(|f| f.name.unit.is_none());
        let show = if one_unit && self.unit == Some("ms") { Show::Ms } else { Show::Number };
        let table = cx.out().format() == Format::Table;
        let mut view = View::new(Percentile::SCHEMA, "");
        if table {
            view = view.column("group", "group_text", Show::Text(48));
        } else {
            for path in self.by {
                view = view.column(path, format!("group.{path}"), Show::Text(0));
            }
        }
        if !one_unit || !table {
            view = view.column("unit", "unit", Show::Text(0));
        }
        view = view.column("n", "n", Show::Number);
        if !table || found.iter().any(|f| f.invalid.total() > 0) {
            view = view.column("invalid", "n_invalid", Show::Number);
        }
        view = view.column("min", "min", show);
        for q in &self.say.quantiles {
            view = view.column(q.label(), q.label(), show);
            if !table {
                view = view.column(q.label(), format!("ci.{}.lo", q.label()), show).column(
                    q.label(),
                    format!("ci.{}.hi", q.label()),
                    show,
                );
            }
        }
        view = view.column("max", "max", show).column("mean", "mean", show).column("sd", "sd", show);
        match self.say.quantiles.last() {
            Some(last) if table => view = view.column(last.label(), "share", Show::Bar(16)),
            _ => view = view.column("mode", "mode", Show::Text(0)).column("sha256", "sha256", Show::Text(0)),
        }
        cx.out().view(view);
        cx.out().view(
            View::new("budget.v1", "")
                .column("budget", "budget", Show::Text(0))
                .column("label", "label", Show::Text(24))
                .column("group", "group", Show::Text(48))
                .column("n", "n", Show::Number)
                .column("value", "value", show)
                .column("headroom", "headroom_ratio", Show::Percent)
                .column("verdict", "verdict", Show::Verdict),
        );
        cx.out().view(
            View::new("top.v1", "")
                .column("rank", "rank", Show::Number)
                .column("group", "group", Show::Text(48))
                .column("value", "value", show)
                .column("test_uid", "test_uid", Show::Text(0))
                .column("path", "path", Show::Text(0))
                .column("line", "line", Show::Number),
        );
        cx.out().view(
            View::new(BarRow::SCHEMA, "")
                .column("group", "group", Show::Text(48))
                .column("from", "from", show)
                .column("to", "to", show)
                .column("count", "count", Show::Number)
                .column("", "share", Show::Bar(32)),
        );
    }

    fn bars(&self, cx: &Cx, found: &[Found]) -> Result<(), Error> {
        for one in found {
            let most = one.bins.iter().map(|b| b.count).max().unwrap_or(1);
            for bin in &one.bins {
                cx.out().emit(&BarRow {
                    group: one.name.group(self.by).to_string(),
                    from: Num::new(bin.from),
                    to: Num::new(bin.to),
                    count: bin.count,
                    share: Num::new(bin.count as f64 / most as f64),
                })?;
            }
        }
        Ok(())
    }

    /// Units are never mixed in one population; that there are several is worth telling.
    fn mixed_units(&self, cx: &Cx, found: &[Found]) -> Result<(), Error> {
        for pair in found.windows(2) {
            let (a, b) = (&pair[0].name, &pair[1].name);
            if a.values == b.values && a.unit != b.unit {
                let unit = |name: &Name| name.unit.clone().unwrap_or_else(|| "none".to_owned());
                let group = a.group(self.by).to_string();
                let text = format!("{group}: values in {} and in {}, kept apart", unit(a), unit(b));
                cx.warn(&text);
                cx.out().emit(&Issue::new("mixed-units", Severity::Warning, text).named(self.field))?;
            }
        }
        Ok(())
    }

    fn budgets(&self, cx: &Cx, results: &[(Name, Summary)]) -> Result<(), Error> {
        let lines = self.say.budgets.lines(results, self.by, self.field, self.unit, self.say);
        for line in &lines {
            cx.out().emit(line)?;
        }
        let count = |verdict| lines.iter().filter(|line| line.verdict == verdict).count();
        let (broken, open) = (count(BudgetVerdict::Fail), count(BudgetVerdict::Inconclusive));
        if broken > 0 {
            cx.warn(format!("{broken} of {} budgets are broken", lines.len()));
            cx.answer_no();
        }
        if open > 0 && self.say.require_conclusive {
            cx.warn(format!("{open} of {} budgets are inconclusive", lines.len()));
            cx.answer_no();
        }
        Ok(())
    }
}

/// A hash as text.
pub(crate) fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from_digit(half.into(), 16).unwrap_or('0'));
        }
        text
    })
}

/// A record as a row of the table: with the group as one text, and a share for the bar.
#[derive(serde::Serialize)]
struct Row<'a> {
    group_text: String,
    #[serde(flatten)]
    record: &'a Percentile,
    share: Option<Num>,
}

impl Record for Row<'_> {
    const SCHEMA: &'static str = Percentile::SCHEMA;
}

/// A bar of the histogram as a row of its table; only ever shown.
#[derive(serde::Serialize)]
struct BarRow {
    group: String,
    from: Option<Num>,
    to: Option<Num>,
    count: u64,
    share: Option<Num>,
}

impl Record for BarRow {
    const SCHEMA: &'static str = "histogram";
}
