//! Mean and standard deviation on the data sets of NIST's Statistical Reference Datasets
//! that are made by a formula; the certified values are NIST's (univariate summary
//! statistics). The measured ones are held against by `scripts/corpus/nist-percentile`.

use runproof_stats::decimal::Number;
use runproof_stats::moments::Moments;

/// Correct digits, as NIST counts them; 15 where all are.
fn digits(got: f64, certified: f64) -> f64 {
    if got == certified { 15.0 } else { -((got - certified).abs() / certified.abs()).log10() }
}

fn check(name: &str, values: &[String], mean: f64, sd: f64) {
    let mut moments = Moments::new();
    for value in values {
        moments.add(Number::parse(value.as_bytes()).expect("a number"));
    }
    assert!(!moments.is_rounded());
    for (what, got, certified) in [("mean", moments.mean(), mean), ("sd", moments.sd(), sd)] {
        let got = got.expect("enough values");
        assert!(digits(got, certified) >= 14.9, "{name}: {what} {got} is not {certified}");
    }
}

/// `base` once, then `high` and `low` in turn.
fn alternating(base: &str, high: &str, low: &str, pairs: usize) -> Vec<String> {
    let pairs = std::iter::repeat_n([high, low], pairs).flatten();
    std::iter::once(base).chain(pairs).map(str::to_owned).collect()
}

#[test]
fn numacc1() {
    let values = ["10000001", "10000003", "10000002"].map(str::to_owned);
    check("NumAcc1", &values, 10_000_002.0, 1.0);
}

#[test]
fn numacc2() {
    check("NumAcc2", &alternating("1.2", "1.1", "1.3", 500), 1.2, 0.1);
}

#[test]
fn numacc3() {
    check("NumAcc3", &alternating("1000000.2", "1000000.1", "1000000.3", 500), 1_000_000.2, 0.1);
}

#[test]
fn numacc4() {
    check("NumAcc4", &alternating("10000000.2", "10000000.1", "10000000.3", 500), 10_000_000.2, 0.1);
}
