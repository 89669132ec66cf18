#!/usr/bin/env python3
"""Makes quantiles.tsv: 1,000 random cases of sample quantiles, by four ways.

usage: quantiles_oracle.py > quantiles.tsv      (needs numpy, scipy, and R's Rscript)

A line: type, percentage, sample, then the value
- by the definition of Hyndman and Fan as R's manual states it, in exact fractions,
  rounded once (Harrell-Davis: in 50 digits); of decimals, or of doubles where the sample
  is of doubles,
- by numpy.quantile of doubles (scipy.stats.mstats.hdquantiles for hd),
- by R's quantile of doubles (empty for hd).
"""

import random
import subprocess
import sys
import tempfile
from fractions import Fraction

import numpy as np
from scipy.stats.mstats import hdquantiles

METHODS = [
    None, "inverted_cdf", "averaged_inverted_cdf", "closest_observation", "interpolated_inverted_cdf",
    "hazen", "weibull", "linear", "median_unbiased", "normal_unbiased",
]


def exact(sample, q, kind):
    """Q[i](p) = (1 - g) x[j] + g x[j+1], j = floor(n p + m), ranks from 1; ?quantile in R."""
    x = sorted(sample)
    n = len(x)
    m = [
        None, Fraction(0), Fraction(0), Fraction(-1, 2), Fraction(0), Fraction(1, 2), q, 1 - q,
        (q + 1) / 3, q / 4 + Fraction(3, 8),
    ][kind]
    place = n * q + m
    j = place.numerator // place.denominator
    g = place - j
    if kind == 1:
        g = Fraction(1 if g > 0 else 0)
    elif kind == 2:
        g = Fraction(1) if g > 0 else Fraction(1, 2)
    elif kind == 3:
        g = Fraction(0 if g == 0 and j % 2 == 0 else 1)
    at = lambda rank: x[min(max(rank, 1), n) - 1]
    return (1 - g) * at(j) + g * at(j + 1)


def harrell_davis(sample, q):
    import mpmath

    mpmath.mp.dps = 50
    x = sorted(sample)
    n = len(x)
    q = mpmath.mpf(q.numerator) / q.denominator
    a, b = (n + 1) * q, (n + 1) * (1 - q)
    edges = [mpmath.betainc(a, b, 0, mpmath.mpf(i) / n, regularized=True) for i in range(n + 1)]
    value = lambda v: mpmath.mpf(v.numerator) / v.denominator
    return float(sum((edges[i + 1] - edges[i]) * value(x[i]) for i in range(n)))


def main():
    rng = random.Random(20)
    cases = []
    for number in range(1000):
        kind = number % 9 + 1 if number % 50 else "hd"
        n = rng.choice([1, 2, 3, 4, 5, 7, 10, 20, 33, 100])
        style = rng.randrange(4)
        if style == 0:  # durations
            texts = [f"{rng.lognormvariate(4.5, 1):.3f}" for _ in range(n)]
        elif style == 1:  # ties
            texts = [str(rng.randrange(5)) for _ in range(n)]
        elif style == 2:  # both signs, many decimals
            texts = [f"{rng.uniform(-1, 1):.15f}" for _ in range(n)]
        elif number % 2:  # large and small
            texts = [f"{rng.randrange(10**12)}e-{rng.randrange(6)}" for _ in range(n)]
        else:  # doubles of every size: no common scale holds them
            texts = [repr(rng.uniform(-10, 10) * 10.0 ** rng.randrange(-300, 300)) for _ in range(n)]
        percent = rng.choice(["0", "100", "25", "50", "7", "90", "95", "99", "99.9", "0.001", str(rng.randrange(101)), f"{rng.uniform(0, 100):.4f}"])
        if kind == "hd" and percent in ("0", "100"):
            percent = "50"
        cases.append((kind, percent, texts))
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as asked:
        for kind, percent, texts in cases:
            asked.write(f"{kind}\t{percent}\t{','.join(texts)}\n")
        asked.flush()
        program = f"""
        for (line in readLines("{asked.name}")) {{
          f <- strsplit(line, "\\t")[[1]]
          if (f[1] == "hd") {{ cat("\\n"); next }}
          x <- as.numeric(strsplit(f[3], ",")[[1]])
          cat(sprintf("%.17g\\n", quantile(x, as.numeric(f[2]) / 100, type = as.integer(f[1]), names = FALSE)))
        }}"""
        done = subprocess.run(["Rscript", "--vanilla", "-e", program], capture_output=True, text=True, check=True)
    for (kind, percent, texts), by_r in zip(cases, done.stdout.split("\n")):
        # Short decimals are themselves; others are kept as doubles, and are defined by them.
        short = all(len(text) < 20 and "e-" not in text or text.split("e")[0].isdigit() for text in texts)
        sample = [Fraction(text) if short else Fraction(float(text)) for text in texts]
        q = Fraction(percent) / 100
        doubles = np.array([float(text) for text in texts])
        if kind == "hd":
            value, by_numpy = harrell_davis(sample, q), float(hdquantiles(doubles, [float(percent) / 100])[0])
        else:
            value = float(exact(sample, q, kind))
            by_numpy = float(np.quantile(doubles, float(percent) / 100, method=METHODS[kind]))
        print(kind, percent, ",".join(texts), repr(value), repr(by_numpy), by_r, sep="\t")
    print(f"numpy {np.__version__}, {subprocess.run(['Rscript', '--version'], capture_output=True, text=True).stdout.strip()}", file=sys.stderr)


main()
