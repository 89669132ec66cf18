//! `variance changes`: where a history changed.

use crate::samples::{Key, Metric, Set, rounded};
use record::Num;
use record::variance::{ChangeKind, ChangePoint, ChangePointTag};
use stats::changepoint::{Change, Kind, Options, changes};
use stats::robust::median;

/// All changes of one metric, by index. One point for each session, or for each sample
/// where there is only one session.
pub(crate) fn of(
    set: &Set,
    key: &Key,
    metric: &Metric,
    options: Options,
    labels: &record::Labels,
) -> Vec<ChangePoint> {
    let samples = metric.unpacked();
    let sessions = samples.sessions();
    let by_sample = sessions.len() == 1;
    let series: Vec<f64> = if by_sample {
        samples.values.clone()
    } else {
        sessions.iter().filter_map(|s| median(&s.values)).collect()
    };
    let place = |index: usize| {
        let id = if by_sample { sessions.first() } else { sessions.get(index) }.map(|s| s.id)?;
        let commit = if by_sample { None } else { metric.commits.get(&id).cloned() };
        Some((commit, set.session_name(id).to_owned()))
    };
    let found = changes(&series, options);
    found
        .into_iter()
        .filter_map(|change| {
            let (commit, session) = place(change.index).unzip();
            written(&change, series.len()).map(|record| ChangePoint {
                group: key.group.clone(),
                field: key.field.clone(),
                unit: key.unit.clone(),
                commit: commit.flatten(),
                session: session.filter(|_| !by_sample),
                labels: labels.clone(),
                ..record
            })
        })
        .collect()
}

fn written(change: &Change, points: usize) -> Option<ChangePoint> {
    Some(ChangePoint {
        schema: ChangePointTag,
        group: record::Labels::new(),
        field: String::new(),
        unit: None,
        kind: match change.kind {
            Kind::Step => ChangeKind::Step,
            Kind::Spike => ChangeKind::Spike,
            Kind::Drift => ChangeKind::Drift,
        },
        index: change.index as u64,
        end_index: change.end as u64,
        commit: None,
        session: None,
        before: rounded(change.before)?,
        after: rounded(change.after)?,
        effect_ratio: Some(change.after / change.before).filter(|_| change.before > 0.0).and_then(rounded),
        shift: change.shift.and_then(|s| rounded(s.estimate)),
        shift_low: change.shift.and_then(|s| s.low).and_then(rounded),
        shift_high: change.shift.and_then(|s| s.high).and_then(rounded),
        p: change.p.and_then(Num::new).and_then(|p| rounded(p.get())),
        points: points as u64,
        labels: record::Labels::new(),
    })
}
