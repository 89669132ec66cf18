//! The statistical model in words, for `--explain`.

/// What `summary` does.
pub(crate) const SUMMARY: &str = "\
mean, sd     exact sums of the decimals as written; sd is the sample's (n - 1); one rounding at the end
rsd          sd / mean; not given where the mean is below twice its standard error
rsd_upper    rsd * sqrt((n - 1) / q), q the 10 % quantile of chi-squared with n - 1 degrees of freedom:
             nine times in ten the true rsd of a normal population is below it
quantiles    type 7 of Hyndman and Fan, ranks in integers
outliers     modified z: |x - median| / (1.4826 * MAD * small-sample factor) > 3.5, from five values on; where
             the MAD is zero, 1.2533 * mean absolute deviation stands in; where all are equal there is no scale.
             A second rule names what is above --outlier-factor times the median. Nothing is removed
stable       the last two runs have an rsd under 5 %; a run is a session, short ones joined in order until they
             have five samples; --stability strict asks it of rsd_upper. With n = 5 and a true rsd of 6 % the
             default rule is met by luck in 16 of 100 cases, the strict one hardly ever
doubts       too-few-samples n < 5 | all-equal | not-positive | mixed-units | pseudo-replicated one session |
             not-native approximated values | repeated-vector, reordered-vector a session's values are another's |
             quantised-clock the step is over 2 % of the median or not below the sd | trend-within-run Mann-Kendall
             p < 0.001 and over 2 % from first to last fifth | autocorrelated lag 1 above 0.3 | bimodal the best
             split explains 90 % of the variance with a gap | contaminated over 5 % outliers
";

/// What `compare` does.
pub(crate) const COMPARE: &str = "\
observation  the session (process, job, machine): its samples share its luck. Each session is reduced to its mean
             or median; the logarithms of those are compared, so that an effect is a ratio
interval     Hodges-Lehmann: the median of all differences between new and old sessions, with the interval that
             inverts the exact Mann-Whitney test (normal beyond 2500 pairs); each end is missed in at most 5 of
             100 cases. Pairs: Wilcoxon's signed ranks. One new session against eight or more: the t prediction
             interval, s * sqrt(1 + 1/n). Quantiles above the median: BCa bootstrap of sessions, then samples,
             2000 resamples, seeded from the data, from five sessions a side and only where n suffices
verdict      by the whole interval: regressed_fail above the failing limit, regressed_warn above the warning one,
             improved below 1, same below the warning limit, inconclusive otherwise
gate         regressed_fail acts (status 1) only with q < 0.05 over all comparisons of the run (Benjamini-Hochberg),
             an A/A record (`variance calibrate`) of that environment in the baseline, the same environment
             signature on both sides, samples not in doubt, and state gate where the baseline has variance-state.v1;
             where one new session is held against a history, a second one (--confirm) must fail too. What stands in
             the way is in held_by; without an A/A record the verdict is at most regressed_warn
mde_80       the smallest true ratio that this design places beyond the warning limit in 80 of 100 cases
sessions     noise between sessions decides, not samples: +20 % is found beyond a failing limit of 10 % in 85 of 100
             cases by 8 + 8 sessions where they differ by 5 %, by 16 + 16 where by 8 %; alone among 200 metrics,
             where q asks for p < 0.00025, by 10 + 10 and 16 + 16. No test could do it with 8 + 8 at 8 %: knowing
             the noise exactly would raise 0.58 to 0.69
one session  on each side says nothing about sessions: inconclusive, whatever its samples say
";

/// What `changes` does.
pub(crate) const CHANGES: &str = "\
points       one for each session: its median, in input order
steps        E-divisive: the split with the largest energy statistic in windows of 50 points, each side searched
             again; kept where Mann-Whitney's p is below 0.001 over the number of windows, both sides have three
             points or more, and the medians differ by 2 %
drifts       in place of a staircase of steps where the Theil-Sen line leaves no more than the levels do, and
             between steps where Mann-Kendall finds a trend
spikes       one or two points beyond a modified z of 5, from the level or from the line of a drift; they are not
             change points
";

/// What `ledger` does.
pub(crate) const LEDGER: &str = "\
fold         the state of a metric follows from its lines alone, in file order; a run id that was folded before
             changes nothing
states       observe -> warn after two stable runs in a row -> gate after four, with an A/A record; two unstable
             runs of the last three go back one state; an invalid run (fewer than five samples, doubts about the
             samples) ends the streak; another environment signature or unit begins anew at observe
references   pinned: the first run in state warn, never moved by itself; rolling: the last stable run. Drift is told
             from both, so that ten steps of 2 % cannot hide behind each other
";
