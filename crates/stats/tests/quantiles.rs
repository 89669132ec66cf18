//! Sample quantiles against the definitions in exact fractions, NumPy and R; the cases and
//! their expected values are in `oracle/quantiles.tsv`, made by
//! `oracle/quantiles_oracle.py`.

use runproof_stats::decimal::Number;
use runproof_stats::quantile::{Quantile, Type};
use runproof_stats::sample::{Sample, Spare};
use runproof_stats::summary::{Method, Request, summarize};

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("{text}: not a number"))
}

#[test]
fn a_thousand_cases_bit_for_bit() {
    let (mut cases, mut by_numpy, mut by_r) = (0, 0, 0);
    for line in include_str!("oracle/quantiles.tsv").lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [kind, percent, values, exact, numpy, r] = fields[..] else { panic!("{line}") };
        let mut sample = Sample::new();
        for text in values.split(',') {
            sample.push(Number::parse(text.as_bytes()).expect("a number"));
        }
        let method = match kind {
            "hd" => Method::HarrellDavis,
            kind => Method::Type(Type::new(kind.parse().expect("1 to 9")).expect("1 to 9")),
        };
        let quantiles = vec![Quantile::percent(percent).expect("a percentage")];
        let request = Request { quantiles, method, confidence: 0.95 };
        let got = summarize(&mut sample, &request, &mut Spare::default());
        let (value, exact) = (got.estimates[0].value.expect("not empty"), number(exact));
        let largest = values.split(',').map(|v| number(v).abs()).fold(0.0, f64::max);
        cases += 1;
        if kind == "hd" {
            // Weights are sums in doubles: 14 digits of the largest value.
            assert!((value - exact).abs() <= 1e-14 * largest, "{value} is not {exact}: {line}");
            continue;
        }
        assert_eq!(value.to_bits(), exact.to_bits(), "{value} is not {exact}: {line}");
        // NumPy and R round at every step, the rank too: to 14 digits of the largest value.
        // Types that pick a value leave nothing to round.
        for (other, same) in [(number(numpy), &mut by_numpy), (number(r), &mut by_r)] {
            let off = (value - other).abs();
            assert!(off <= 1e-14 * largest, "{value} here, {other} there: {line}");
            assert!(off == 0.0 || !matches!(kind, "1" | "3"), "{value} here, {other} there: {line}");
            *same += u32::from(off == 0.0);
        }
    }
    assert_eq!(cases, 1000);
    assert!(by_numpy >= 850 && by_r >= 840, "the same bits: numpy {by_numpy}, R {by_r}");
}
