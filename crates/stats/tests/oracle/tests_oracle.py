#!/usr/bin/env python3
"""Writes tests.tsv: what scipy says about distributions, rank tests and adjusted p-values.

Run in this folder with scipy 1.17.1 and mpmath 1.3 or later: python3 tests_oracle.py > tests.tsv
Each line: the case's name, its arguments, then the expected values; lists are
comma-separated, fields are tab-separated.
"""
import mpmath
import numpy as np
from scipy import stats

rng = np.random.default_rng(20260101)


def num(x):
    return repr(float(x))


def t_cdf(t, df):
    mpmath.mp.dps = 40
    tail = mpmath.betainc(mpmath.mpf(df) / 2, 0.5, 0, df / (df + mpmath.mpf(t) ** 2), regularized=True) / 2
    return tail if t < 0 else 1 - tail


def row(name, *fields):
    texts = [",".join(num(v) for v in f) if isinstance(f, (list, np.ndarray)) else num(f) for f in fields]
    print("\t".join([name, *texts]))


for x in [-38, -20, -8.3, -5, -3, -2.51, -2.5, -2.49, -1, -0.1, -1e-9, 0, 1e-12, 0.5, 1.96, 2.499, 2.6, 4, 7, 8.2]:
    # scipy is wrong in the 14th digit of the far tail, and in the 10th of t near 0.
    row("normal_cdf", x, mpmath.ncdf(x))
for p in [1e-300, 1e-50, 1e-12, 1e-5, 0.001, 0.02425, 0.05, 0.3, 0.5, 0.7, 0.975, 0.999999]:
    row("normal_quantile", p, stats.norm.ppf(p))
for df in [1, 2, 3, 4.5, 9, 30, 200, 10000]:
    for t in [-40, -5, -1, -1e-6, 0.0, 0.3, 2.0, 6.5, 50]:
        row("t_cdf", t, df, t_cdf(t, df))
    for p in [1e-6, 0.001, 0.05, 0.3, 0.5, 0.8, 0.95, 0.999]:
        row("t_quantile", p, df, stats.t.ppf(p, df))
    for x in [1e-6, 0.1, 1, 3.84, 10, 60, 250]:
        row("chi2_cdf", x, df, stats.chi2.cdf(x, df))
    for p in [1e-6, 0.001, 0.1, 0.5, 0.9, 0.999]:
        row("chi2_quantile", p, df, stats.chi2.ppf(p, df))

# Exact, no ties.
for n, m in [(1, 1), (2, 3), (4, 4), (5, 9), (8, 8), (10, 10), (20, 31), (40, 40), (50, 50), (7, 300)]:
    x, y = rng.normal(size=n), rng.normal(0.4, 1, size=m)
    tails = [stats.mannwhitneyu(y, x, alternative=a, method="exact") for a in ["less", "greater", "two-sided"]]
    row("mann_whitney", x, y, tails[0].statistic, *[t.pvalue for t in tails])
# Exact with ties: every split of the pooled sample, by scipy's permutation method.
for n, m, top in [(3, 3, 3), (4, 5, 4), (5, 5, 2), (6, 4, 3), (7, 7, 5), (8, 8, 6), (9, 9, 12), (10, 8, 3)]:
    x, y = rng.integers(0, top, size=n).astype(float), rng.integers(0, top + 1, size=m).astype(float)
    every = stats.PermutationMethod(n_resamples=1_000_000)
    tails = [stats.mannwhitneyu(y, x, alternative=a, method=every) for a in ["less", "greater"]]
    both = min(1.0, 2 * min(t.pvalue for t in tails))
    row("mann_whitney", x, y, tails[0].statistic, tails[0].pvalue, tails[1].pvalue, both)
# Beyond the exact limit: normal approximation with ties and continuity.
for n, m, top in [(60, 70, 10**9), (100, 90, 12), (51, 50, 4), (300, 250, 40)]:
    x, y = rng.integers(0, top, size=n).astype(float), rng.integers(0, top, size=m).astype(float) + (0.1 * top if top > 99 else 0)
    tails = [stats.mannwhitneyu(y, x, alternative=a, method="asymptotic") for a in ["less", "greater"]]
    row("mann_whitney", x, y, tails[0].statistic, tails[0].pvalue, tails[1].pvalue, min(1.0, 2 * min(t.pvalue for t in tails)))

for n in [1, 3, 6, 10, 20, 40]:
    d = rng.normal(0.3, 1, size=n)
    tails = [stats.wilcoxon(d, alternative=a, method="exact") for a in ["less", "greater"]]
    row("signed_rank", d, tails[0].statistic, tails[0].pvalue, tails[1].pvalue)
for n in [4, 8, 12]:
    d = rng.integers(-3, 5, size=n).astype(float)
    moved = d[d != 0]
    every = stats.PermutationMethod(n_resamples=1_000_000)
    tails = [stats.wilcoxon(moved, alternative=a, method=every) for a in ["less", "greater"]]
    row("signed_rank", d, tails[0].statistic, tails[0].pvalue, tails[1].pvalue)
for n in [150, 400]:
    d = rng.integers(-30, 40, size=n).astype(float)
    tails = [stats.wilcoxon(d, alternative=a, method="asymptotic", correction=True) for a in ["less", "greater"]]
    row("signed_rank", d, tails[0].statistic, tails[0].pvalue, tails[1].pvalue)

for n in [1, 2, 10, 200]:
    p = rng.uniform(size=n) ** 2
    row("adjust", p, stats.false_discovery_control(p, method="bh"), stats.false_discovery_control(p, method="by"))

for n in [3, 10, 50, 301]:
    y = rng.normal(size=n).cumsum()
    r = stats.theilslopes(y, np.arange(n))
    row("theil_sen", y, r.slope)
    # Kendall's S against time, and the tie-corrected normal p of the Mann-Kendall test.
    z = np.round(y, 1)
    s = sum(np.sign(z[j] - z[i]) for i in range(n) for j in range(i + 1, n))
    _, t = np.unique(z, return_counts=True)
    var = (n * (n - 1) * (2 * n + 5) - np.sum(t * (t - 1) * (2 * t + 5))) / 18
    stat = (s - np.sign(s)) / np.sqrt(var) if var > 0 else 0.0
    row("mann_kendall", z, s, 2 * stats.norm.sf(abs(stat)))
