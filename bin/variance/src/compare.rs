//! `variance compare`: old against new, metric by metric, and what may act as a gate.

use crate::calibrate;
use crate::limits::Rule;
use crate::samples::{Key, Metric, Session, Set, digest, finding, fixed, rounded};
use crate::summary;
use record::Num;
use record::variance::{
    Calibration, Comparison, ComparisonTag, ComparisonVerdict, SampleFinding, Side, TrustState,
};
use stats::compare::{Method, NoRatio, Outcome, Statistic, compare, compare_pairs, level};
use stats::decimal::Number;
use stats::gate::{Hold, Limits, Verdict, verdict};
use stats::interval::interval;
use stats::multiplicity::{Dependence, adjust};
use stats::quantile::Quantile;
use stats::sample::Spare;
use std::collections::{BTreeMap, BTreeSet};

/// The false discovery rate that a gate may have.
const FALSE_DISCOVERY: f64 = 0.05;
/// Sessions a side to begin with, where nothing is known of the noise between them.
const FIRST_SESSIONS: u64 = 5;

/// What the caller asks for.
pub(crate) struct Options {
    /// One for each statistic.
    pub(crate) rules: Vec<Rule>,
    pub(crate) dependence: Dependence,
    /// `Some`: more is better, or less, whatever the unit.
    pub(crate) better_higher: Option<bool>,
    /// The caller vouches for the environments being the same.
    pub(crate) same_environment: bool,
    pub(crate) paired: bool,
    /// Lifecycle totals are checked for their order.
    pub(crate) lifecycle: bool,
    pub(crate) summary: summary::Options,
    pub(crate) complete: bool,
}

/// All comparisons, sorted by metric, then in the order of the statistics. `step` is told how
/// many of the metrics are done, and how many there are.
pub(crate) fn all(
    baseline: &Set,
    current: &Set,
    confirm: Option<&Set>,
    options: &Options,
    step: impl Fn(usize, usize),
) -> Vec<Comparison> {
    let keys: BTreeSet<&Key> =
        baseline.sorted().into_iter().chain(current.sorted()).map(|(key, _)| key).collect();
    let disorder = if options.lifecycle { lifecycle(current) } else { BTreeMap::new() };
    let empty = Metric::default();
    let mut records = Vec::new();
    let mut again = Vec::new();
    let metrics = keys.len();
    for (done, key) in keys.into_iter().enumerate() {
        step(done, metrics);
        let (old, new) = (baseline.get(key).unwrap_or(&empty), current.get(key).unwrap_or(&empty));
        let both = Both { key, baseline, current, old, new };
        let mut findings = doubts(&both, options);
        findings.extend(disorder.get(key).cloned().into_iter().flatten());
        for rule in &options.rules {
            records.push(one(&both, rule, findings.clone(), options));
            again.push(confirm.map(|set| {
                let new = set.get(key).unwrap_or(&empty);
                let both = Both { key, baseline, current: set, old, new };
                one(&both, rule, Vec::new(), options).verdict == ComparisonVerdict::RegressedFail
            }));
        }
    }
    let p: Vec<f64> = records.iter().map(|r| r.p.map_or(f64::NAN, Num::get)).collect();
    let q = adjust(&p, options.dependence);
    for ((record, q), confirmed) in records.iter_mut().zip(q).zip(again) {
        record.q = rounded(q);
        decide(record, q, confirmed, baseline, options);
    }
    records
}

/// A metric on both sides.
struct Both<'s> {
    key: &'s Key,
    baseline: &'s Set,
    current: &'s Set,
    old: &'s Metric,
    new: &'s Metric,
}

/// One statistic of one metric; what needs all of them comes in [`decide`].
fn one(both: &Both<'_>, rule: &Rule, mut findings: Vec<SampleFinding>, options: &Options) -> Comparison {
    let Both { key, baseline, current, old, new } = *both;
    let (all_old, all_new) = (old.unpacked(), new.unpacked());
    let (before, after) = (all_old.sessions(), all_new.sessions());
    // With one session a side nothing is known between sessions; samples stand in, so that
    // there are numbers to look at, and the verdict stays open.
    let alone = before.len() == 1 && after.len() == 1 && !options.paired;
    let by_sample = alone && rule.statistic.is_of_sessions();
    let (x, y) =
        if by_sample { (singles(&before), singles(&after)) } else { (views(&before), views(&after)) };
    let digest = digest(&all_old.values);
    let seed = u64::from_str_radix(&digest[..16], 16).unwrap_or(0)
        ^ u64::from_str_radix(&crate::samples::digest(&all_new.values)[..16], 16).unwrap_or(0);
    let found = if options.paired {
        pairs(both, rule.statistic).map(|(outcome, unpaired)| {
            if unpaired > 0 {
                findings.push(finding("unpaired", &[("count", unpaired as f64)]));
            }
            outcome
        })
    } else {
        compare(&x, &y, rule.statistic, seed)
    };
    let outcome = match found {
        Ok(outcome) => Some(outcome),
        Err(why) => {
            match why {
                NoRatio::Empty if old.n() == 0 => findings.push(finding("no-baseline", &[])),
                NoRatio::Empty => findings.push(finding("no-current", &[])),
                NoRatio::NoPairs => findings.push(finding("no-pairs", &[])),
            }
            None
        }
    };
    if let Some(need) = outcome.and_then(|o| o.need_n) {
        findings.push(finding("quantile-needs-samples", &[("need_n", need as f64)]));
    }
    let higher = options.better_higher.unwrap_or_else(|| is_rate(key));
    let (low, high) = outcome.map_or((None, None), |o| if higher { flipped(&o) } else { (o.low, o.high) });
    let calibration = calibration(baseline, key, options.same_environment);
    let told = if alone { Verdict::Inconclusive } else { verdict(low, high, rule.limits) };
    let spread = match (outcome.and_then(|o| o.spread), calibration.and_then(|c| c.between_ratio)) {
        _ if by_sample => calibration.and_then(|c| c.between_ratio).map(Num::get),
        (Some(seen), Some(known)) => Some(seen.max(known.get())),
        (seen, known) => seen.or(known.map(Num::get)),
    };
    let (n, m) = (before.len(), after.len());
    let method = outcome.map_or(Method::MannWhitney, |o| o.method);
    let mde = spread.and_then(|s| match method {
        // A quantile that has no interval sees nothing at all.
        Method::Bootstrap if outcome.is_none_or(|o| o.low.is_none()) => None,
        Method::Bootstrap | Method::MannWhitney if !by_sample => {
            stats::session::detectable_ratio(s, n, m, rule.limits.warn)
        }
        Method::Prediction => stats::session::detectable_by_prediction(s, n, rule.limits.warn),
        Method::SignedRank => {
            let pairs = outcome.map_or(0, |o| o.observations.0);
            stats::session::detectable_ratio(s, pairs, pairs, rule.limits.warn)
        }
        _ => None,
    });
    let need_sessions = need_sessions(told, outcome, spread, rule.limits, higher, (old, new));
    let advice = rule
        .rollback
        .filter(|&limit| !by_sample && low.is_some_and(|low| low > limit))
        .map(|_| "rollback-advised".to_owned());
    Comparison {
        schema: ComparisonTag,
        run_id: options.summary.run_id.clone().or_else(|| current.one_run().map(str::to_owned)),
        group: key.group.clone(),
        field: key.field.clone(),
        unit: key.unit.clone(),
        stat: rule.statistic.label(),
        better: if higher { "higher" } else { "lower" }.to_owned(),
        verdict: written(told),
        gating: false,
        held_by: Vec::new(),
        effect_ratio: outcome.and_then(|o| o.effect).and_then(rounded),
        effect_low_ratio: outcome.and_then(|o| o.low).and_then(rounded),
        effect_high_ratio: outcome.and_then(|o| o.high).and_then(rounded),
        method: method.word().to_owned(),
        replicate: if by_sample { "sample" } else { "session" }.to_owned(),
        p: outcome.and_then(|o| o.p).and_then(rounded),
        q: None,
        delta_ratio: outcome.and_then(|o| o.delta).and_then(rounded),
        warn_ratio: fixed(rule.limits.warn),
        fail_ratio: rule.limits.fail.map(fixed),
        baseline: side(
            baseline,
            old,
            &before,
            outcome.map(|o| o.before).or_else(|| level(&x, rule.statistic)),
        ),
        current: side(current, new, &after, outcome.map(|o| o.after).or_else(|| level(&y, rule.statistic))),
        mde_80_ratio: mde.and_then(rounded),
        need_sessions,
        between_ratio: spread.and_then(rounded),
        calibrated: calibration.is_some_and(|c| c.usable),
        advice,
        baseline_sha256: digest,
        findings,
        seed: (method == Method::Bootstrap).then(|| format!("{seed:016x}")),
        labels: options.summary.labels.clone(),
    }
}

/// The interval of old over new: what the limits look at where more is better.
fn flipped(o: &Outcome) -> (Option<f64>, Option<f64>) {
    (o.high.map(|h| 1.0 / h), o.low.map(|l| 1.0 / l))
}

fn views<'s>(sessions: &'s [Session<'_>]) -> Vec<&'s [f64]> {
    sessions.iter().map(|s| &*s.values).collect()
}

fn singles<'s>(sessions: &'s [Session<'_>]) -> Vec<&'s [f64]> {
    sessions.iter().flat_map(|s| s.values.chunks(1)).collect()
}

fn pairs(both: &Both<'_>, statistic: Statistic) -> Result<(Outcome, usize), NoRatio> {
    let named = |metric: &'_ Metric| -> BTreeMap<String, Vec<f64>> {
        let mut map: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for (pair, value) in metric.pairs.iter().zip(metric.unpacked().values) {
            map.entry(pair.clone()).or_default().push(value);
        }
        map
    };
    if both.old.n() == 0 || both.new.n() == 0 {
        return Err(NoRatio::Empty);
    }
    let (old, new) = (named(both.old), named(both.new));
    let borrowed = |map: &'_ BTreeMap<String, Vec<f64>>| -> Vec<(String, Vec<f64>)> {
        map.iter().map(|(k, v)| (k.clone(), v.clone())).collect()
    };
    let (old, new) = (borrowed(&old), borrowed(&new));
    let old = old.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
    let new = new.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
    compare_pairs(&old, &new, statistic)
}

/// Rates grow when things get better.
fn is_rate(key: &Key) -> bool {
    let unit = key.unit.as_deref().unwrap_or("");
    unit.ends_with("/s") || unit.ends_with("/sec") || unit.ends_with("_per_second")
}

/// The A/A record of a metric, the latest of several.
fn calibration<'s>(set: &'s Set, key: &Key, same_environment: bool) -> Option<&'s Calibration> {
    let environment = set.environment().filter(|_| !same_environment);
    let fits = |c: &Calibration| {
        c.group == key.group && c.field == key.field && calibrate::fits(c, key.unit.as_deref(), environment)
    };
    set.calibrations.iter().rfind(|c| fits(c))
}

fn side(set: &Set, metric: &Metric, sessions: &[Session<'_>], value: Option<f64>) -> Side {
    let sorted = metric.sample.sorted(&mut Spare::default());
    let ends = Quantile::percent("50").and_then(|q| interval(sorted.count(), q, 0.95));
    let at = |rank: u64| sorted.at(rank).map(Number::to_f64).and_then(Num::new);
    Side {
        n: metric.n() as u64,
        n_sessions: sessions.len() as u64,
        value: value.and_then(rounded),
        median_low: ends.and_then(|e| at(e.lower)),
        median_high: ends.and_then(|e| at(e.upper)),
        env_sha256: set.environment().map(str::to_owned),
    }
}

/// Sessions a side that would decide; only an open question needs more.
fn need_sessions(
    told: Verdict,
    outcome: Option<Outcome>,
    spread: Option<f64>,
    limits: Limits,
    higher: bool,
    (old, new): (&Metric, &Metric),
) -> Option<u64> {
    if told != Verdict::Inconclusive {
        return None;
    }
    if let Some((need, o)) = outcome.and_then(|o| Some((o.need_n?, o))) {
        // A quantile far out needs samples first; sessions bring as many as they did.
        let each = |n: usize, sessions: usize| (n / sessions.max(1)).max(1) as u64;
        let each = each(old.n(), o.observations.0).min(each(new.n(), o.observations.1));
        return Some(need.div_ceil(each).max(FIRST_SESSIONS));
    }
    let effect = outcome.and_then(|o| o.effect).map(|e| if higher { -e.ln() } else { e.ln() });
    match (effect, spread) {
        (Some(effect), Some(spread)) => {
            let needed = stats::session::sessions_needed(spread, effect, &[limits.warn.ln()])?;
            let seen = outcome.map_or(0, |o| o.observations.0.min(o.observations.1) as u64);
            // What there is was not enough, whatever the formula says.
            Some(needed.max(seen + 1).max(3))
        }
        // Where there is no ratio, no number of sessions brings one.
        (None, _) if outcome.is_some() => None,
        _ => Some(FIRST_SESSIONS),
    }
}

fn written(verdict: Verdict) -> ComparisonVerdict {
    match verdict {
        Verdict::Improved => ComparisonVerdict::Improved,
        Verdict::Same => ComparisonVerdict::Same,
        Verdict::Inconclusive => ComparisonVerdict::Inconclusive,
        Verdict::RegressedWarn => ComparisonVerdict::RegressedWarn,
        Verdict::RegressedFail => ComparisonVerdict::RegressedFail,
    }
}

/// Doubts about the samples of either side.
fn doubts(both: &Both<'_>, options: &Options) -> Vec<SampleFinding> {
    let Both { key, baseline, current, old, new } = *both;
    let mut all = Vec::new();
    for (set, metric, prefix) in [(baseline, old, "baseline-"), (current, new, "")] {
        if metric.n() == 0 {
            continue;
        }
        let found = summary::of(set, key, metric, &options.summary, true).findings;
        all.extend(found.into_iter().map(|f| SampleFinding { code: format!("{prefix}{}", f.code), ..f }));
    }
    match (baseline.environment(), current.environment()) {
        _ if options.same_environment => {}
        (Some(a), Some(b)) if a == b => {}
        (Some(_), Some(_)) => all.push(finding("environment-differs", &[])),
        _ if baseline.environments.len() > 1 || current.environments.len() > 1 => {
            all.push(finding("environment-mixed", &[]));
        }
        _ => all.push(finding("environment-unknown", &[])),
    }
    if !options.complete {
        all.push(finding("incomplete-input", &[]));
    }
    all
}

/// Findings that make a comparison worthless as evidence for a gate.
const DISQUALIFYING: [&str; 8] = [
    "repeated-vector",
    "baseline-repeated-vector",
    "reordered-vector",
    "baseline-reordered-vector",
    "mixed-units",
    "baseline-mixed-units",
    "not-native",
    "incomplete-input",
];

/// The verdict's last word, once all tests of the run are known.
fn decide(record: &mut Comparison, q: f64, confirmed: Option<bool>, baseline: &Set, options: &Options) {
    let has = |record: &Comparison, code: &str| record.findings.iter().any(|f| f.code == code);
    if has(record, "environment-differs") || has(record, "environment-mixed") {
        // Whatever moved, nobody can tell it from the machine.
        if record.verdict != ComparisonVerdict::Inconclusive {
            record.verdict = ComparisonVerdict::Inconclusive;
            record.held_by.push(Hold::EnvironmentDiffers.word().to_owned());
        }
        return;
    }
    if record.verdict != ComparisonVerdict::RegressedFail {
        return;
    }
    let mut holds = Vec::new();
    if q.is_nan() || q >= FALSE_DISCOVERY {
        holds.push(Hold::Multiplicity);
    }
    if !record.calibrated {
        holds.push(Hold::NotCalibrated);
    }
    if has(record, "environment-unknown") {
        holds.push(Hold::EnvironmentUnknown);
    }
    let state = baseline.states.iter().rev().find(|s| s.group == record.group && s.field == record.field);
    if !baseline.states.is_empty() && state.is_none_or(|s| s.state != TrustState::Gate) {
        holds.push(Hold::State);
    }
    if has(record, "shimmed") || has(record, "baseline-shimmed") {
        holds.push(Hold::Shimmed);
    }
    // One session cannot tell slow code from a slow machine.
    let alone = record.method == Method::Prediction.word();
    if confirmed == Some(false) || (alone && confirmed.is_none()) {
        holds.push(Hold::NotConfirmed);
    }
    let accepted = |code: &str| code == "not-native" && options.summary.accept_made;
    if DISQUALIFYING.iter().any(|code| has(record, code) && !accepted(code)) {
        holds.push(Hold::Samples);
    }
    // Without an A/A record nobody knows how often this design cries wolf.
    if !record.calibrated {
        record.verdict = ComparisonVerdict::RegressedWarn;
    }
    record.gating = holds.is_empty();
    record.held_by = holds.into_iter().map(|h| h.word().to_owned()).collect();
}

/// Runs whose lifecycle totals are out of order: pre <= post <= prompt.
fn lifecycle(set: &Set) -> BTreeMap<Key, Vec<SampleFinding>> {
    const ORDER: [&str; 3] = ["pre_plugin_total", "post_plugin_total", "prompt_ready"];
    // What else the group says (a sample's label) must agree.
    type Stages<'s> = [Option<(&'s Key, &'s Metric)>; 3];
    let mut stages: BTreeMap<Vec<(String, String)>, Stages<'_>> = BTreeMap::new();
    for (key, metric) in set.sorted() {
        let Some((name, stage)) =
            key.group.iter().find_map(|(k, v)| Some((k, ORDER.iter().position(|o| o == v)?)))
        else {
            continue;
        };
        let rest = key.group.iter().filter(|(k, _)| *k != name);
        let rest = rest.map(|(k, v)| (k.clone(), v.clone())).collect();
        stages.entry(rest).or_default()[stage] = Some((key, metric));
    }
    let mut found: BTreeMap<Key, Vec<SampleFinding>> = BTreeMap::new();
    for places in stages.values() {
        for pair in [(0, 1), (1, 2), (0, 2)] {
            let (Some((_, early)), Some((key, late))) = (places[pair.0], places[pair.1]) else { continue };
            // Both neighbours are looked at before the outer pair.
            if pair == (0, 2) && places[1].is_some() {
                continue;
            }
            let late: BTreeMap<u32, Vec<f64>> =
                late.unpacked().sessions().into_iter().map(|s| (s.id, s.values.into_owned())).collect();
            for session in early.unpacked().sessions() {
                let Some(later) = late.get(&session.id) else { continue };
                for (a, b) in session.values.iter().zip(later) {
                    if a > b {
                        let values = [("earlier", *a), ("later", *b)];
                        let about = finding("order-violation", &values);
                        let name = Some(set.session_name(session.id).to_owned());
                        found.entry(key.clone()).or_default().push(SampleFinding { name, ..about });
                    }
                }
            }
        }
    }
    for list in found.values_mut() {
        list.truncate(20);
    }
    found
}
