//! Where a history changed: steps, drifts, and single spikes that are neither.
//!
//! Steps are found as in E-divisive (Matteson and James, 2014) over sliding windows (as
//! MongoDB and Apache Otava use it): in each window the split with the largest energy
//! statistic is tested and, when it holds, its two sides are searched again. Different from
//! those: the test is the exact Mann-Whitney instead of permutations or Student's t, so
//! that the result is deterministic and no single spike can make a step; a segment has at
//! least [`Options::min_segment`] points; and the limit for p is divided by the number of
//! windows. A drift takes the place of a staircase of steps in one direction where a
//! straight line fits the stretch at least as well.

use crate::ranktest::{Shift, hodges_lehmann, mann_whitney};
use crate::robust::{ModifiedZ, Scale, median};
use crate::trend::{mann_kendall, theil_sen};

/// What to look for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Points a window has.
    pub window: usize,
    /// The fewest points a segment may have.
    pub min_segment: usize,
    /// The smallest change worth a report, as a share of the level before.
    pub min_change: f64,
    /// The largest final p of a step or drift, before it is divided by the number of
    /// windows.
    pub max_p: f64,
}

impl Default for Options {
    fn default() -> Options {
        Options { window: 50, min_segment: 3, min_change: 0.02, max_p: 0.001 }
    }
}

/// The sort of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The level changed and stayed.
    Step,
    /// One or two points left the level and came back; not a change point.
    Spike,
    /// The level moves steadily from `index` to `end`.
    Drift,
}

/// A change in a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The first point after the change; for a drift its first point.
    pub index: usize,
    /// One past the last point that it was judged by.
    pub end: usize,
    /// The sort.
    pub kind: Kind,
    /// The level before: the median of the segment, or the line's start.
    pub before: f64,
    /// The level after.
    pub after: f64,
    /// The change with its 95 % interval in the unit of the series; a spike has none.
    pub shift: Option<Shift>,
    /// The test's p; a spike has none.
    pub p: Option<f64>,
}

/// Every change of a series, by index. Values must be finite.
pub fn changes(series: &[f64], options: Options) -> Vec<Change> {
    let window = options.window.max(2 * options.min_segment).max(4);
    let n = series.len();
    if n < 2 * options.min_segment.max(2) {
        return Vec::new();
    }
    let step = (window / 2).max(1);
    let starts: Vec<usize> = if n <= window {
        vec![0]
    } else {
        (0..).map(|k| k * step).take_while(|&s| s + window <= n).chain([n - window]).collect()
    };
    let limit = options.max_p / starts.len() as f64;
    let mut candidates = Vec::new();
    for start in starts {
        split(series, start, (start + window).min(n), options.min_segment, limit * 10.0, &mut candidates);
    }
    candidates.sort_unstable();
    candidates.dedup();
    let steps = settle(series, candidates, window, options, limit);
    let mut found = describe(series, &steps, window, options, limit);
    spikes(series, window, options, &mut found);
    found.sort_by_key(|c| (c.index, c.kind != Kind::Step));
    found
}

/// The best split of `from..to` by the energy statistic, then its two sides.
fn split(series: &[f64], from: usize, to: usize, least: usize, max_p: f64, found: &mut Vec<usize>) {
    let part = &series[from..to];
    let Some(at) = best_split(part, least) else { return };
    let p = mann_whitney(&part[..at], &part[at..]).map_or(1.0, |t| t.p);
    if p > max_p {
        return;
    }
    found.push(from + at);
    split(series, from, from + at, least, max_p, found);
    split(series, from + at, to, least, max_p, found);
}

/// The split with the largest nm/(n+m) (2 E|X-Y| - E|X-X'| - E|Y-Y'|), in O(n²): moving a
/// point from one side to the other changes the three sums by its distances.
fn best_split(part: &[f64], least: usize) -> Option<usize> {
    let n = part.len();
    if n < 2 * least {
        return None;
    }
    let distances = |i: usize, range: std::ops::Range<usize>| -> f64 {
        part[range].iter().map(|x| (x - part[i]).abs()).sum()
    };
    // Sums over unordered pairs within the left, within the right, and across.
    let (mut left, mut across) = (0.0, 0.0);
    let mut right: f64 = (0..n).map(|i| distances(i, i + 1..n)).sum();
    let mut best = (0.0, None);
    for i in 0..n - least {
        let (to_left, to_right) = (distances(i, 0..i), distances(i, i + 1..n));
        left += to_left;
        right -= to_right;
        across += to_right - to_left;
        let (a, b) = ((i + 1) as f64, (n - i - 1) as f64);
        if i + 1 < least {
            continue;
        }
        let energy = 2.0 * across / (a * b) - 2.0 * left / (a * a) - 2.0 * right / (b * b);
        let scaled = energy * a * b / (a + b);
        if scaled > best.0 {
            best = (scaled, Some(i + 1));
        }
    }
    best.1
}

/// The segments on both sides of step `k`, each at most a window long.
fn sides<'a>(series: &'a [f64], steps: &[usize], k: usize, window: usize) -> (&'a [f64], &'a [f64]) {
    let at = steps[k];
    let from = if k == 0 { 0 } else { steps[k - 1] }.max(at.saturating_sub(window));
    let to = steps.get(k + 1).copied().unwrap_or(series.len()).min(at + window);
    (&series[from..at], &series[at..to])
}

/// Drops the weakest candidate until all that are left hold against their neighbours:
/// significance, length and size. Each round re-judges only what a removal touched.
fn settle(series: &[f64], mut steps: Vec<usize>, window: usize, options: Options, limit: f64) -> Vec<usize> {
    let judge = |steps: &[usize], k: usize| -> f64 {
        let (before, after) = sides(series, steps, k, window);
        if before.len() < options.min_segment || after.len() < options.min_segment {
            return 2.0;
        }
        let (Some(a), Some(b)) = (median(before), median(after)) else { return 2.0 };
        let p = mann_whitney(before, after).map_or(2.0, |t| t.p);
        let size = (b - a).abs();
        // Too small a change ranks behind every p, the smallest change first.
        if size < options.min_change * a.abs() || size == 0.0 { 1.0 + p } else { p }
    };
    let mut badness: Vec<f64> = (0..steps.len()).map(|k| judge(&steps, k)).collect();
    loop {
        let worst = (0..steps.len()).max_by(|&a, &b| badness[a].total_cmp(&badness[b]));
        let Some(worst) = worst.filter(|&k| badness[k] > limit) else { break };
        steps.remove(worst);
        badness.remove(worst);
        for k in [worst.wrapping_sub(1), worst] {
            if k < steps.len() {
                badness[k] = judge(&steps, k);
            }
        }
    }
    steps
}

/// Steps and drifts with their sizes.
fn describe(series: &[f64], steps: &[usize], window: usize, options: Options, limit: f64) -> Vec<Change> {
    let mut found = Vec::new();
    let mut k = 0;
    while k < steps.len() {
        let run = staircase(series, steps, k);
        let line = if run > 1 { drift(series, steps, k..k + run, options, limit) } else { None };
        if let Some(line) = line {
            found.push(line);
            k += run;
            continue;
        }
        let (before, after) = sides(series, steps, k, window);
        found.push(Change {
            index: steps[k],
            end: steps.get(k + 1).copied().unwrap_or(series.len()),
            kind: Kind::Step,
            before: median(before).unwrap_or(f64::NAN),
            after: median(after).unwrap_or(f64::NAN),
            shift: hodges_lehmann(before, after, 0.025),
            p: mann_whitney(before, after).map(|t| t.p),
        });
        k += 1;
    }
    // Slow drifts that no window could split: whole segments between steps.
    let mut from = 0;
    for to in steps.iter().copied().chain([series.len()]) {
        let touched = found.iter().any(|c| c.kind == Kind::Drift && c.index < to && from < c.end);
        if !touched {
            found.extend(line_over(series, from, to, options, limit));
        }
        from = to;
    }
    found
}

/// How many steps from `k` on go the same way.
fn staircase(series: &[f64], steps: &[usize], k: usize) -> usize {
    let level = |j: usize| {
        let from = if j == 0 { 0 } else { steps[j - 1] };
        median(&series[from..steps.get(j).copied().unwrap_or(series.len())]).unwrap_or(0.0)
    };
    let up = level(k + 1) > level(k);
    (k..steps.len()).take_while(|&j| (level(j + 1) > level(j)) == up).count()
}

/// A drift instead of the steps, where a line over their whole stretch leaves no more than
/// the levels do.
fn drift(
    series: &[f64],
    steps: &[usize],
    run: std::ops::Range<usize>,
    options: Options,
    limit: f64,
) -> Option<Change> {
    let from = if run.start == 0 { 0 } else { steps[run.start - 1] };
    let to = steps.get(run.end).copied().unwrap_or(series.len());
    let part = &series[from..to];
    let line = theil_sen(part)?;
    let off_line: f64 = part.iter().enumerate().map(|(i, v)| (v - line.at(i)).abs()).sum();
    let mut off_levels = 0.0;
    let mut begin = from;
    for end in steps[run].iter().copied().chain([to]) {
        let level = median(&series[begin..end])?;
        off_levels += series[begin..end].iter().map(|v| (v - level).abs()).sum::<f64>();
        begin = end;
    }
    if off_line > off_levels {
        return None;
    }
    line_over(series, from, to, options, limit)
}

/// A drift over a stretch of at least ten points, when Mann-Kendall finds a trend there and
/// the line rises or falls enough.
fn line_over(series: &[f64], from: usize, to: usize, options: Options, limit: f64) -> Option<Change> {
    let part = &series[from..to];
    if part.len() < 10 {
        return None;
    }
    let p = mann_kendall(part)?.p;
    if p > limit {
        return None;
    }
    let line = theil_sen(part)?;
    let (before, after) = (line.at(0), line.at(part.len() - 1));
    let shift = after - before;
    if shift.abs() < options.min_change * before.abs() || shift == 0.0 {
        return None;
    }
    let shift = Some(Shift { estimate: shift, low: None, high: None });
    Some(Change { index: from, end: to, kind: Kind::Drift, before, after, shift, p: Some(p) })
}

/// How many robust standard deviations away a spike is. One point in two thousand of honest
/// noise lies beyond 3.5; a long history would be full of them.
const SPIKE: f64 = 5.0;

/// Single points (or two in a row) far from the level around them, or from the line where
/// the level drifts.
fn spikes(series: &[f64], window: usize, options: Options, found: &mut Vec<Change>) {
    let lines: Vec<(usize, usize)> =
        found.iter().filter(|c| c.kind == Kind::Drift).map(|c| (c.index, c.end)).collect();
    let kept = |c: &&Change| c.kind == Kind::Step;
    let mut edges: Vec<usize> = found.iter().filter(kept).map(|c| c.index).collect();
    edges.push(series.len());
    edges.extend(lines.iter().flat_map(|&(from, to)| [from, to]));
    edges.sort_unstable();
    edges.dedup();
    let mut from = 0;
    for to in edges {
        let drifts = lines.iter().any(|&(a, b)| a <= from && to <= b);
        let mut begin = from;
        while begin < to {
            let end = if to - begin < 2 * window { to } else { begin + window };
            spikes_within(series, begin..end, drifts, options, found);
            begin = end;
        }
        from = to;
    }
}

fn spikes_within(
    series: &[f64],
    range: std::ops::Range<usize>,
    drifts: bool,
    options: Options,
    found: &mut Vec<Change>,
) {
    let part = &series[range.clone()];
    let line = if drifts { theil_sen(part) } else { None };
    let Some(level) = median(part) else { return };
    let expected = |i: usize| line.map_or(level, |l| l.at(i));
    let rest: Vec<f64> = part.iter().enumerate().map(|(i, v)| v - expected(i)).collect();
    let Some(z) = ModifiedZ::of(&rest).filter(|z| z.scale == Scale::Mad) else { return };
    let wild = |v: f64| z.score(v).is_some_and(|score| score.abs() > SPIKE);
    let mut i = 0;
    while i < part.len() {
        let run = rest[i..].iter().take_while(|&&v| wild(v)).count();
        let before = expected(i);
        let far = (part[i] - before).abs() >= options.min_change * before.abs();
        if (1..options.min_segment.max(2)).contains(&run) && far {
            found.push(Change {
                index: range.start + i,
                end: range.start + i + run,
                kind: Kind::Spike,
                before,
                after: part[i],
                shift: None,
                p: None,
            });
        }
        i += run.max(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bootstrap::Random;

    fn noise(n: usize, sd: f64, seed: u64) -> Vec<f64> {
        let mut random = Random::new(seed);
        (0..n).map(|_| 100.0 * (sd * random.normal()).exp()).collect()
    }

    fn of(series: &[f64], kind: Kind) -> Vec<Change> {
        changes(series, Options::default()).into_iter().filter(|c| c.kind == kind).collect()
    }

    #[test]
    fn a_step_is_found_where_it_is() {
        let mut series = noise(120, 0.02, 1);
        for v in &mut series[70..] {
            *v *= 1.10;
        }
        let steps = of(&series, Kind::Step);
        assert_eq!(steps.len(), 1, "{steps:?}");
        assert!((69..=71).contains(&steps[0].index));
        let shift = steps[0].shift.expect("shift");
        assert!(shift.low.expect("low") < 10.0 && shift.high.expect("high") > 10.0);
        assert!(steps[0].p.expect("p") < 1e-6);
        assert!(of(&series, Kind::Drift).is_empty());
    }

    #[test]
    fn one_spike_is_not_a_change_point() {
        for at in [0, 1, 30, 58, 59] {
            let mut series = noise(60, 0.02, 2);
            series[at] *= 3.0;
            assert!(of(&series, Kind::Step).is_empty() && of(&series, Kind::Drift).is_empty());
            let spikes = of(&series, Kind::Spike);
            assert!(spikes.iter().any(|c| c.index == at), "{at}: {spikes:?}");
        }
    }

    #[test]
    fn pure_noise_stays_quiet() {
        let mut alarms = 0;
        for seed in 0..150 {
            let found = changes(&noise(200, 0.05, seed), Options::default());
            alarms += found.iter().filter(|c| c.kind != Kind::Spike).count();
        }
        assert!(alarms <= 3, "{alarms} alarms in 150 quiet series");
    }

    #[test]
    fn a_slow_drift_is_one_drift_and_no_staircase() {
        let mut series = noise(200, 0.01, 4);
        for (i, v) in series.iter_mut().enumerate() {
            *v *= 1.0 + 0.002 * i as f64;
        }
        let drifts = of(&series, Kind::Drift);
        assert_eq!(drifts.len(), 1, "{drifts:?}");
        assert!(of(&series, Kind::Step).is_empty());
        let share = drifts[0].after / drifts[0].before;
        assert!((share - 1.4).abs() < 0.05, "{share}");
    }

    #[test]
    fn up_and_down_again_are_two_steps() {
        let mut series = noise(90, 0.01, 5);
        for v in &mut series[30..60] {
            *v *= 1.2;
        }
        let steps = of(&series, Kind::Step);
        assert_eq!(steps.iter().map(|c| c.index).collect::<Vec<_>>(), [30, 60]);
        assert!(steps[0].after > steps[0].before && steps[1].after < steps[1].before);
    }

    #[test]
    fn short_and_flat_series_have_none() {
        assert!(changes(&[], Options::default()).is_empty());
        assert!(changes(&[1.0, 2.0, 3.0], Options::default()).is_empty());
        assert!(changes(&[5.0; 300], Options::default()).is_empty());
    }

    #[test]
    fn a_changed_constant_is_a_step() {
        let mut series = vec![5.0; 20];
        series.extend([6.0; 20]);
        let steps = of(&series, Kind::Step);
        assert_eq!((steps.len(), steps[0].index), (1, 20));
    }
}
