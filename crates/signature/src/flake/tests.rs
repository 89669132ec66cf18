//! Rates, states and incidents on made-up histories.

use super::{Attempt, History, Lens, Limits, Need, State, Verdict, Window, judge};
use crate::sig::SigId;
use stats::proportion::wilson;

/// A small generator, so that a simulation is the same everywhere.
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        // SplitMix64, by Steele, Lea and Flood.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

fn attempt<'a>(subject: &'a str, run: &'a str, failed: bool, commit: Option<&'a str>) -> Attempt<'a> {
    Attempt {
        subject: subject.as_bytes(),
        group: b"g",
        run: run.as_bytes(),
        commit: commit.map(str::as_bytes),
        started_at: None,
        branch: None,
        pull_request: false,
        number: 1,
        verdict: if failed { Verdict::Fail } else { Verdict::Pass },
        sig: failed.then_some((SigId(7), false)),
    }
}

fn state_of(outcomes: &[(bool, &str)]) -> super::Judged {
    let mut history = History::default();
    for (i, (failed, commit)) in outcomes.iter().enumerate() {
        history.add(attempt("t", &format!("r{i}"), *failed, Some(commit)));
    }
    let review = history.review(&Window::All);
    judge(&Lens::new(&review).of(0), Limits::default())
}

/// At the limits of the published table, on one commit: at `k` quarantine, at `k - 1` not.
#[test]
fn quarantine_at_the_limits_of_k_of_n() {
    for (n, k) in [(10, 5), (20, 8), (30, 11), (50, 16), (100, 28), (200, 52)] {
        let run = |k: usize| {
            // Failures spread evenly, the last run fails.
            let outcomes: Vec<(bool, &str)> =
                (1..=n).map(|i| ((i * k) / n != ((i - 1) * k) / n, "c")).collect();
            assert_eq!(outcomes.iter().filter(|o| o.0).count(), k);
            state_of(&outcomes).state
        };
        assert_eq!(run(k), Some(State::Quarantine), "{k} of {n}");
        assert_ne!(run(k - 1), Some(State::Quarantine), "{} of {n}", k - 1);
    }
    // Too few runs for any advice, however bad: the table's 3:2 and 5:3 are bounds, not advice.
    assert_eq!(state_of(&[(true, "c"), (false, "c"), (true, "c")]).state, Some(State::Watch));
}

#[test]
fn release_needs_73_clean_runs() {
    let history = |clean: usize| {
        let mut outcomes = vec![(true, "c"), (false, "c"), (true, "c"), (false, "c"), (true, "c")];
        outcomes.extend(vec![(false, "d"); clean]);
        state_of(&outcomes)
    };
    assert_eq!(history(73).state, Some(State::Recovered));
    let almost = history(72);
    assert_ne!(almost.state, Some(State::Recovered));
    assert_eq!(almost.need, Some(Need::Release(1)));
}

#[test]
fn broken_is_told_from_flaky_and_says_since_when() {
    let commits: Vec<String> = (0..40).map(|i| format!("c{i}")).collect();
    let outcomes: Vec<(bool, &str)> =
        commits.iter().enumerate().map(|(i, c)| (i >= 34, c.as_str())).collect();
    let judged = state_of(&outcomes);
    assert_eq!(judged.state, Some(State::Broken));
    assert_eq!(judged.since.map(|c| c.at), Some(34));
    // The same failures, contradicted on one commit each time, are no break.
    let both: Vec<(bool, &str)> = (0..40).map(|i| (i % 2 == 0, commits[i / 2].as_str())).collect();
    assert_eq!(state_of(&both).state, Some(State::Quarantine));
}

/// The rate's interval covers the true rate as often as it says, over whole histories with
/// skips and retries in them.
#[test]
fn simulated_rates_are_covered() {
    let mut dice = Dice(42);
    for (rate, n) in [(0.02, 100u64), (0.1, 60), (0.3, 40)] {
        let trials = 1000;
        let covered = (0..trials)
            .filter(|_| {
                let mut history = History::default();
                for run in 0..n {
                    let name = format!("r{run}");
                    let failed = dice.share() < rate;
                    history.add(attempt("t", &name, failed, None));
                    if failed {
                        // A retry is no run of its own and changes no rate.
                        history.add(Attempt { number: 2, ..attempt("t", &name, dice.share() < 0.5, None) });
                    }
                    history.add(Attempt {
                        verdict: Verdict::Undecided,
                        ..attempt("t", &format!("s{run}"), false, None)
                    });
                }
                let review = history.review(&Window::All);
                let series = &Lens::new(&review).of(0);
                let (k, m) = series.counts();
                assert_eq!((m, series.tallies.skipped), (n, n));
                let bounds = wilson(k, m, 0.95);
                bounds.low <= rate && rate <= bounds.high
            })
            .count();
        let share = covered as f64 / f64::from(trials);
        assert!((0.92..=0.99).contains(&share), "rate {rate}, n {n}: covered {share}");
    }
}

/// Quarantine by the lower bound is rarely wrong: a test that fails in 10 % of its runs is
/// almost never advised away.
#[test]
fn quarantine_is_rarely_wrong() {
    let mut dice = Dice(7);
    let wrong = (0..500)
        .filter(|_| {
            let outcomes: Vec<(bool, &str)> = (0..50).map(|_| (dice.share() < 0.1, "c")).collect();
            state_of(&outcomes).state == Some(State::Quarantine)
        })
        .count();
    assert!(wrong <= 5, "{wrong} of 500");
}

#[test]
fn an_incident_is_in_no_rate() {
    let mut history = History::default();
    for test in 0..10 {
        history.add(attempt(&format!("t{test}"), "r1", test < 6, None));
        history.add(attempt(&format!("t{test}"), "r2", false, None));
    }
    let review = history.review(&Window::All);
    assert_eq!(review.incidents.len(), 1);
    for series in Lens::new(&review).all() {
        assert_eq!(series.counts().0, 0);
        assert_eq!(series.tallies.infra + series.counts().1, 2);
    }
}
