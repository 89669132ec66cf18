//! How far a metric is trusted: a fold over its runs, nothing else.
//!
//! A metric is watched first (`observe`), speaks when it has been stable for a while
//! (`warn`), and may fail a run only when it has been stable for longer and the noise
//! between sessions was measured (`gate`). Instability takes a step back. What a reference
//! is taken from is part of the fold: one that never moves by itself, and one that follows.

/// Stable runs in a row that lead to [`Trust::Warn`].
pub const WARN_STREAK: u64 = 2;
/// Stable runs in a row that lead to [`Trust::Gate`].
pub const GATE_STREAK: u64 = 4;
/// How many of the latest runs are looked at for a step back, and how many unstable ones
/// make it.
pub const RECENT: usize = 3;
/// See [`RECENT`].
pub const UNSTABLE: usize = 2;

/// How far a metric is trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trust {
    /// Watched only.
    #[default]
    Observe,
    /// Regressions are said aloud.
    Warn,
    /// Regressions fail the run.
    Gate,
}

/// Why a state is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing known before.
    NewMetric,
    /// Another environment: everything begins anew.
    EnvironmentChanged,
    /// Another unit: everything begins anew.
    UnitChanged,
    /// The run cannot be judged; the streak ends.
    RunInvalid,
    /// Enough stable runs in a row.
    Streak,
    /// Two unstable runs of the last three.
    Demoted,
    /// The streak would do, but nobody measured the noise between sessions.
    NotCalibrated,
    /// Nothing moved.
    Unchanged,
}

impl Reason {
    /// The word that is written.
    pub fn word(self) -> &'static str {
        match self {
            Reason::NewMetric => "new-metric",
            Reason::EnvironmentChanged => "environment-changed",
            Reason::UnitChanged => "unit-changed",
            Reason::RunInvalid => "run-invalid",
            Reason::Streak => "streak",
            Reason::Demoted => "demoted",
            Reason::NotCalibrated => "not-calibrated",
            Reason::Unchanged => "unchanged",
        }
    }
}

/// One run of one metric, as far as the fold needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run<'a> {
    /// The run's name, for references.
    pub id: &'a str,
    /// Enough samples, and none that are in doubt.
    pub valid: bool,
    /// Stable by the rule in force.
    pub stable: bool,
    /// An A/A record of the metric is known.
    pub calibrated: bool,
    /// The environment's signature.
    pub environment: Option<&'a str>,
    /// The values' unit.
    pub unit: Option<&'a str>,
    /// The run's level.
    pub median: Option<f64>,
    /// Somebody decided that this run is the new pinned reference.
    pub pin: bool,
}

/// A level that later runs are held against.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The run that it was taken from.
    pub run: String,
    /// Its median.
    pub median: f64,
}

/// What is known of a metric after some runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// How far it is trusted.
    pub trust: Trust,
    /// Stable runs in a row.
    pub streak: u64,
    /// The latest judged runs since the last step back, oldest first, at most [`RECENT`].
    pub recent: Vec<bool>,
    /// Runs folded since the last new beginning.
    pub runs: u64,
    /// Taken when the metric first came to [`Trust::Warn`]; never moves by itself, only
    /// when somebody says so.
    pub pinned: Option<Reference>,
    /// The last stable run.
    pub rolling: Option<Reference>,
    /// The environment of the last run.
    pub environment: Option<String>,
    /// The unit of the last run.
    pub unit: Option<String>,
}

/// The state after one more run. `None` before the first.
pub fn fold(before: Option<&State>, run: &Run<'_>) -> (State, Reason) {
    let anew = State {
        environment: run.environment.map(str::to_owned),
        unit: run.unit.map(str::to_owned),
        ..State::default()
    };
    let (mut state, begin) = match before {
        None => (anew, Some(Reason::NewMetric)),
        Some(old) if old.unit.as_deref() != run.unit => (anew, Some(Reason::UnitChanged)),
        Some(old) if old.environment.as_deref() != run.environment => {
            (anew, Some(Reason::EnvironmentChanged))
        }
        Some(old) => (old.clone(), None),
    };
    state.runs += 1;
    if !run.valid {
        state.streak = 0;
        return (state, Reason::RunInvalid);
    }
    state.streak = if run.stable { state.streak + 1 } else { 0 };
    if state.recent.len() == RECENT {
        state.recent.remove(0);
    }
    state.recent.push(run.stable);
    let mut reason = begin.unwrap_or(Reason::Unchanged);
    let unstable = state.recent.iter().filter(|s| !**s).count();
    if unstable >= UNSTABLE && state.trust > Trust::Observe {
        state.trust = if state.trust == Trust::Gate { Trust::Warn } else { Trust::Observe };
        // The same two runs must not take the next step back as well.
        state.recent.clear();
        reason = Reason::Demoted;
    } else if state.trust == Trust::Observe && state.streak >= WARN_STREAK {
        state.trust = Trust::Warn;
        reason = Reason::Streak;
    } else if state.trust == Trust::Warn && state.streak >= GATE_STREAK {
        if run.calibrated {
            state.trust = Trust::Gate;
            reason = Reason::Streak;
        } else {
            reason = Reason::NotCalibrated;
        }
    }
    let reference = run.median.map(|median| Reference { run: run.id.to_owned(), median });
    if run.pin {
        state.pinned.clone_from(&reference);
    }
    if run.stable {
        if state.trust >= Trust::Warn && state.pinned.is_none() {
            state.pinned.clone_from(&reference);
        }
        state.rolling = reference.or(state.rolling);
    }
    (state, reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn run(stable: bool) -> Run<'static> {
        Run {
            id: "r",
            valid: true,
            stable,
            calibrated: true,
            environment: Some("e"),
            unit: Some("ms"),
            median: Some(100.0),
            pin: false,
        }
    }

    fn after(runs: &[Run<'_>]) -> (State, Reason) {
        let mut last = (State::default(), Reason::Unchanged);
        let mut state: Option<State> = None;
        for run in runs {
            last = fold(state.as_ref(), run);
            state = Some(last.0.clone());
        }
        last
    }

    #[test]
    fn two_stable_runs_warn_and_four_gate() {
        let trust: Vec<Trust> = (1..=5).map(|n| after(&vec![run(true); n]).0.trust).collect();
        assert_eq!(trust, [Trust::Observe, Trust::Warn, Trust::Warn, Trust::Gate, Trust::Gate]);
    }

    #[test]
    fn no_gate_without_an_a_a_record() {
        let loose = Run { calibrated: false, ..run(true) };
        let (state, reason) = after(&[loose; 9]);
        assert_eq!((state.trust, reason), (Trust::Warn, Reason::NotCalibrated));
    }

    #[test]
    fn two_unstable_of_three_take_one_step_back() {
        let mut runs = vec![run(true); 4];
        runs.push(run(false));
        assert_eq!(after(&runs).0.trust, Trust::Gate);
        runs.push(run(true));
        runs.push(run(false));
        assert_eq!(after(&runs).0.trust, Trust::Warn);
        // The next stable run is not a second step back.
        runs.push(run(true));
        assert_eq!(after(&runs).0.trust, Trust::Warn);
        runs.extend([run(false), run(false)]);
        assert_eq!(after(&runs).0.trust, Trust::Observe);
    }

    #[test]
    fn a_new_environment_or_unit_begins_anew() {
        let moved = Run { environment: Some("f"), ..run(true) };
        let mut runs = vec![run(true); 4];
        runs.push(moved);
        let (state, reason) = after(&runs);
        assert_eq!((state.trust, state.streak, reason), (Trust::Observe, 1, Reason::EnvironmentChanged));
        assert_eq!(state.pinned, None);
        runs[4] = Run { unit: Some("s"), ..run(true) };
        assert_eq!(after(&runs).1, Reason::UnitChanged);
    }

    #[test]
    fn an_invalid_run_ends_the_streak_and_keeps_the_state() {
        let invalid = Run { valid: false, ..run(true) };
        let mut runs = vec![run(true); 4];
        runs.push(invalid);
        let (state, reason) = after(&runs);
        assert_eq!((state.trust, state.streak, reason), (Trust::Gate, 0, Reason::RunInvalid));
    }

    #[test]
    fn the_pinned_reference_stays_and_the_rolling_one_follows() {
        let levels: Vec<f64> = (0..10).map(|i| 100.0 * 1.02f64.powi(i)).collect();
        let runs: Vec<Run<'_>> = levels.iter().map(|&m| Run { median: Some(m), ..run(true) }).collect();
        let (state, _) = after(&runs);
        assert_eq!(state.pinned.map(|r| r.median), Some(levels[1]));
        assert_eq!(state.rolling.map(|r| r.median), Some(levels[9]));
        // Ten steps of 2 %: 17 % over the pinned level, 2 % over the one before.
        assert!(levels[9] / levels[1] > 1.10);
    }

    proptest! {
        #[test]
        fn trust_moves_one_step_at_a_time_and_never_up_without_a_streak(
            runs in prop::collection::vec((any::<bool>(), prop::bool::weighted(0.9), any::<bool>()), 1..40)
        ) {
            let mut state: Option<State> = None;
            for (stable, valid, calibrated) in runs {
                let (next, _) = fold(state.as_ref(), &Run { valid, calibrated, ..run(stable) });
                let old = state.as_ref().map_or(Trust::Observe, |s| s.trust);
                prop_assert!((next.trust as i8 - old as i8).abs() <= 1);
                if next.trust > old {
                    prop_assert!(stable && valid && next.streak >= WARN_STREAK);
                    prop_assert!(next.trust < Trust::Gate || (calibrated && next.streak >= GATE_STREAK));
                }
                prop_assert!(next.recent.len() <= RECENT);
                state = Some(next);
            }
        }
    }
}
