//! The command line as a plan: what to pluck, what to keep, what to say.

use crate::budget::Budgets;
use crate::filter::Where;
use cli::{Args, Cx, Error};
use ndjson::scan::Path;
use record::Labels;
use stats::quantile::{Quantile, Type};
use stats::sketch::MAX_PRECISION;
use stats::summary::{Method, Request};
use std::ops::Range;

/// What the input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    Auto,
    Ndjson,
    Numbers,
    Csv,
}

/// How values are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// All, until they take more than so many bytes; then a sketch.
    Auto(u64),
    Exact,
    Sketch,
}

/// Everything that the run depends on.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) input: Input,
    /// Whether `--field` was given.
    pub(crate) field_given: bool,
    pub(crate) field: Path,
    pub(crate) by: Vec<String>,
    pub(crate) wheres: Vec<Where>,
    /// The unit that the field's name tells.
    pub(crate) unit: Option<String>,
    /// Whether the values are durations, which cannot be negative.
    pub(crate) duration: bool,
    pub(crate) keep: Keep,
    pub(crate) precision: u8,
    pub(crate) top: usize,
    pub(crate) max_line: usize,
    /// Whether rejected lines are kept.
    pub(crate) rejects: bool,
    pub(crate) slots: Slots,
    by_paths: Vec<Path>,
}

/// What is said about the populations.
#[derive(Clone, Debug)]
pub(crate) struct Say {
    /// The quantiles that are reported.
    pub(crate) quantiles: Vec<Quantile>,
    /// What is computed: those, and the ones that budgets are about.
    pub(crate) request: Request,
    pub(crate) histogram: bool,
    pub(crate) refuse_small_n: bool,
    pub(crate) require_conclusive: bool,
    pub(crate) budgets: Budgets,
    pub(crate) labels: Labels,
}

/// Which slot is what. The first three are the same in every plan: the field, the schema,
/// the unit.
#[derive(Clone, Debug)]
pub(crate) struct Slots {
    pub(crate) by: Range<usize>,
    pub(crate) uid: Option<usize>,
    pub(crate) wheres: Range<usize>,
}

/// The slot of the first path to group by.
const BY: usize = 3;

/// The unit that a field's name ends in.
pub(crate) fn unit_of(field: &str) -> Option<&'static str> {
    const UNITS: [(&str, &str); 10] = [
        ("_ms", "ms"),
        ("_us", "us"),
        ("_ns", "ns"),
        ("_s", "s"),
        ("_seconds", "s"),
        ("_secs", "s"),
        ("_bytes", "bytes"),
        ("_kb", "kb"),
        ("_mb", "mb"),
        ("_ratio", "ratio"),
    ];
    UNITS.iter().find(|(suffix, _)| field.ends_with(suffix)).map(|(_, unit)| *unit)
}

/// Whether a field's name says that it is a stretch of time.
fn is_duration(field: &str) -> bool {
    let field = field.to_ascii_lowercase();
    ["duration", "elapsed", "latency"].iter().any(|word| field.contains(word))
        || ["ms", "time", "seconds"].contains(&field.as_str())
}

impl Plan {
    pub(crate) fn new(cx: &Cx) -> Result<Plan, Error> {
        let args = cx.args();
        let path =
            |text: &str| Path::parse(text).map_err(|e| Error::usage(format!("'{text}': not a path: {e}")));
        let field = path(args.text("field").unwrap_or("duration_ms"))?;
        let by: Vec<String> = args.list("by").into_iter().map(str::to_owned).collect();
        let by_paths = by.iter().map(|p| path(p)).collect::<Result<Vec<_>, _>>()?;
        let wheres = args
            .all("where")
            .into_iter()
            .map(|text| Where::parse(text).map_err(|e| Error::usage(format!("--where {text}: {e}"))))
            .collect::<Result<Vec<_>, _>>()?;
        let hd = args.text("type") == Some("hd");
        let keep = match args.text("mode") {
            Some("sketch") if hd => {
                return Err(Error::usage("--type hd needs every value: it cannot be had with --mode sketch"));
            }
            Some("sketch") => Keep::Sketch,
            Some("exact") => Keep::Exact,
            _ if hd => Keep::Exact,
            _ => Keep::Auto(args.size("memory").unwrap_or(256 << 20)),
        };
        let top = args.count("top").unwrap_or(0) as usize;
        let by_end = BY + by.len();
        let uid = (top > 0).then_some(by_end);
        let wheres_from = by_end + usize::from(top > 0);
        let slots = Slots { by: BY..by_end, uid, wheres: wheres_from..wheres_from + wheres.len() };
        Ok(Plan {
            input: match args.text("input-format") {
                Some("ndjson") => Input::Ndjson,
                Some("numbers") => Input::Numbers,
                Some("csv") => Input::Csv,
                _ => Input::Auto,
            },
            field_given: args.has("field"),
            unit: unit_of(field.last()).map(str::to_owned),
            duration: is_duration(field.last()),
            field,
            by,
            by_paths,
            wheres,
            keep,
            precision: precision(args),
            top,
            max_line: args.size("max-line").map_or(ndjson::DEFAULT_LIMIT, |n| n as usize),
            rejects: args.has("rejects"),
            slots,
        })
    }

    /// The paths of the slots.
    pub(crate) fn paths(&self) -> Vec<Path> {
        let mut paths = vec![self.field.clone(), Path::name("schema"), self.field.sibling("unit")];
        paths.extend(self.by_paths.iter().cloned());
        if self.top > 0 {
            paths.push(Path::name("test_uid"));
        }
        paths.extend(self.wheres.iter().map(|w| w.path.clone()));
        paths
    }

    /// Whether the caller chose the schemas: then none is foreign.
    pub(crate) fn schema_chosen(&self) -> bool {
        self.wheres.iter().any(|w| w.path == Path::name("schema"))
    }
}

/// `--precision`.
pub(crate) fn precision(args: &Args) -> u8 {
    args.count("precision").and_then(|p| u8::try_from(p).ok()).unwrap_or(8).min(MAX_PRECISION)
}

impl Say {
    pub(crate) fn new(cx: &Cx) -> Result<Say, Error> {
        let args = cx.args();
        let quantiles: Vec<Quantile> = args
            .list("percentiles")
            .into_iter()
            .map(|text| Quantile::percent(text).ok_or_else(|| Error::usage(not_percentile(text))))
            .collect::<Result<_, _>>()?;
        let method = match args.text("type") {
            Some("hd") => Method::HarrellDavis,
            Some(number) => Method::Type(number.parse().ok().and_then(Type::new).unwrap_or(Type::Seven)),
            None => Method::Type(Type::Seven),
        };
        let confidence = args.share("confidence").unwrap_or(0.95);
        if confidence >= 1.0 {
            return Err(Error::usage("--confidence 100%: no finite sample gives certainty"));
        }
        let budgets = Budgets::new(args)?;
        let quantiles = distinct(quantiles.into_iter());
        let all = distinct(quantiles.iter().copied().chain(budgets.quantiles()));
        Ok(Say {
            quantiles,
            request: Request { quantiles: all, method, confidence },
            histogram: args.has("histogram"),
            refuse_small_n: args.has("refuse-small-n"),
            require_conclusive: args.has("require-conclusive"),
            budgets,
            labels: args.pairs("set"),
        })
    }
}

/// The same without repetitions, in the same order.
fn distinct(quantiles: impl Iterator<Item = Quantile>) -> Vec<Quantile> {
    let mut seen: Vec<Quantile> = Vec::new();
    for q in quantiles {
        if !seen.contains(&q) {
            seen.push(q);
        }
    }
    seen
}

/// What is wrong with a `-p` value.
pub(crate) fn not_percentile(text: &str) -> String {
    format!("'{text}' is not a percentile: 0 to 100, at most {} decimals", Quantile::DECIMALS)
}
