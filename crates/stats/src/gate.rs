//! From an interval and two limits to a verdict, and from a verdict to a gate.
//!
//! `inconclusive` is a verdict: the interval holds both "no change worth a word" and "a
//! change worth a warning". Only a verdict whose whole interval lies beyond the limit says
//! that something regressed.

/// What a comparison says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The whole interval lies on the good side of no change.
    Improved,
    /// The whole interval lies on the good side of the warning limit.
    Same,
    /// The interval reaches over a limit, or there is none.
    Inconclusive,
    /// The whole interval lies beyond the warning limit.
    RegressedWarn,
    /// The whole interval lies beyond the failing limit.
    RegressedFail,
}

/// Limits for a ratio of new to old where more is worse; 1 < `warn` <= `fail`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Beyond this the change is worth a warning.
    pub warn: f64,
    /// Beyond this it is a failure; `None`: this statistic only warns.
    pub fail: Option<f64>,
}

/// The verdict for an interval of the ratio, worse upwards. An end that is `None` is
/// unbounded.
pub fn verdict(low: Option<f64>, high: Option<f64>, limits: Limits) -> Verdict {
    let above = |limit: f64| low.is_some_and(|l| l > limit);
    let below = |limit: f64| high.is_some_and(|h| h < limit);
    if limits.fail.is_some_and(above) {
        Verdict::RegressedFail
    } else if above(limits.warn) {
        Verdict::RegressedWarn
    } else if below(1.0) {
        Verdict::Improved
    } else if below(limits.warn) {
        Verdict::Same
    } else {
        Verdict::Inconclusive
    }
}

/// Why a failing regression does not act as a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hold {
    /// The false discovery rate over all metrics of the run is not low enough.
    Multiplicity,
    /// There is no A/A record that tells the noise between sessions.
    NotCalibrated,
    /// The two sides ran in different environments.
    EnvironmentDiffers,
    /// The environment of a side is not known.
    EnvironmentUnknown,
    /// The metric's state in the ledger is not `gate`.
    State,
    /// Functions were shimmed while measuring.
    Shimmed,
    /// The confirming set of sessions does not confirm it.
    NotConfirmed,
    /// The samples themselves are in doubt.
    Samples,
}

impl Hold {
    /// The word that is written.
    pub fn word(self) -> &'static str {
        match self {
            Hold::Multiplicity => "multiplicity",
            Hold::NotCalibrated => "not-calibrated",
            Hold::EnvironmentDiffers => "environment-differs",
            Hold::EnvironmentUnknown => "environment-unknown",
            Hold::State => "state-not-gate",
            Hold::Shimmed => "shimmed",
            Hold::NotConfirmed => "not-confirmed",
            Hold::Samples => "samples-in-doubt",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TPR: Limits = Limits { warn: 1.05, fail: Some(1.10) };

    #[test]
    fn the_whole_interval_decides() {
        let v = |l, h| verdict(Some(l), Some(h), TPR);
        assert_eq!(v(1.11, 1.30), Verdict::RegressedFail);
        assert_eq!(v(1.10, 1.30), Verdict::RegressedWarn);
        assert_eq!(v(1.06, 1.30), Verdict::RegressedWarn);
        assert_eq!(v(1.04, 1.30), Verdict::Inconclusive);
        assert_eq!(v(0.97, 1.04), Verdict::Same);
        assert_eq!(v(0.90, 0.99), Verdict::Improved);
        assert_eq!(v(0.90, 1.00), Verdict::Same);
        // Something changed for sure, but by less than anybody cares for.
        assert_eq!(v(1.01, 1.04), Verdict::Same);
    }

    #[test]
    fn an_open_end_is_no_evidence() {
        assert_eq!(verdict(None, None, TPR), Verdict::Inconclusive);
        assert_eq!(verdict(None, Some(0.9), TPR), Verdict::Improved);
        assert_eq!(verdict(Some(1.2), None, TPR), Verdict::RegressedFail);
        let warn_only = Limits { warn: 1.15, fail: None };
        assert_eq!(verdict(Some(9.0), Some(10.0), warn_only), Verdict::RegressedWarn);
    }

    proptest! {
        #[test]
        fn moving_the_interval_up_never_improves_the_verdict(
            low in 0.5f64..1.5, width in 0.0f64..0.5, up in 0.0f64..0.5
        ) {
            let before = verdict(Some(low), Some(low + width), TPR);
            let after = verdict(Some(low + up), Some(low + width + up), TPR);
            prop_assert!(after >= before);
        }
    }
}
