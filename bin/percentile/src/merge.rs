//! `percentile merge`: states of shards into what one run would have said.

use crate::groups::{Groups, Population, Shared};
use crate::invalid::Counts;
use crate::plan::{Keep, Say, precision};
use crate::report::Report;
use crate::state;
use cli::{Cx, Error, Status, Take};
use record::percentile::{Group, PercentileState};
use std::collections::BTreeMap;

/// The populations of one field and one set of paths.
struct Family {
    shared: Shared,
    complete: bool,
}

/// Field, paths, and the unit where the field's name tells it.
type Key = (String, Vec<String>, Option<String>);

pub(crate) fn run(cx: &Cx) -> Result<(), Error> {
    let say = Say::new(cx)?;
    let args = cx.args();
    let precision = args.has("precision").then(|| precision(args));
    let keep = match args.text("mode") {
        Some("exact") => Keep::Exact,
        Some("sketch") => Keep::Sketch,
        _ => Keep::Auto(args.size("memory").unwrap_or(256 << 20)),
    };
    let mut families: BTreeMap<Key, Family> = BTreeMap::new();
    let seen = cx.read_lines(|line| {
        if line.schema().as_deref() != Some("percentile-state.v1") {
            return Ok(Take::Foreign);
        }
        let state: PercentileState = match line.parse() {
            Ok(state) => state,
            Err(why) => return Ok(Take::Bad(why)),
        };
        Ok(match add(&mut families, &state) {
            Ok(()) => Take::Used,
            Err(why) => Take::Bad(why),
        })
    })?;
    for (schema, n) in &seen.foreign {
        if schema != "parse-summary.v1" {
            let schema = if schema.is_empty() { "no schema" } else { schema };
            cx.warn(format!("{schema}: {n} records ignored; only percentile-state.v1 is merged"));
        }
    }
    if !seen.complete {
        cx.raise(Status::BadInput);
    }
    for ((field, by, unit), family) in families {
        let mut all = family.shared.into_all();
        settle(&mut all, keep, precision);
        let complete = family.complete && seen.complete;
        if !complete {
            cx.raise(Status::BadInput);
        }
        let unit = unit.as_deref();
        if args.has("state") {
            let about = state::About { by: &by, field: &field, unit, complete, labels: &say.labels };
            state::write(all, &about, |state| cx.out().emit(state))?;
        } else {
            let threads = cx.threads();
            let report = Report { say: &say, by: &by, field: &field, unit, complete, threads };
            report.write(cx, all, &[])?;
        }
    }
    Ok(())
}

fn add(families: &mut BTreeMap<Key, Family>, state: &PercentileState) -> Result<(), String> {
    let sample = state::read(state)?;
    let invalid = Counts::from_names(&state.invalid)?;
    let Group(members) = &state.group;
    let (by, values): (Vec<_>, Vec<_>) = members.iter().cloned().unzip();
    let last = ndjson::scan::Path::parse(&state.field).map_err(|e| format!("field: {e}"))?;
    // A unit that the field's name does not tell came with the records: it tells groups
    // apart.
    let own = crate::plan::unit_of(last.last()).map(str::to_owned);
    let unit = if own.is_some() { None } else { state.unit.as_deref() };
    let family = families
        .entry((state.field.clone(), by, own))
        .or_insert_with(|| Family { shared: Shared::default(), complete: true });
    family.complete &= state.complete;
    let mut groups = Groups::new(&family.shared);
    let at = groups.named(&values, unit);
    groups.with(at, |population| {
        population.invalid.merge(&invalid);
        population.sample.merge(sample);
    });
    Ok(())
}

/// Sketches where one run over everything would have. Without `--precision` sketches keep
/// theirs, and what becomes one now takes the finest of them.
fn settle(all: &mut [Population], keep: Keep, precision: Option<u8>) {
    let finest = all.iter().filter_map(|p| Some(p.sample.sketch()?.precision())).max();
    let over = match keep {
        Keep::Auto(most) => all.iter().map(|p| p.sample.bytes()).sum::<u64>() > most,
        Keep::Exact => false,
        Keep::Sketch => true,
    };
    if over || finest.is_some() {
        let to = precision.or(finest).unwrap_or(8);
        all.iter_mut().for_each(|p| p.sample.promote(to));
    }
}
