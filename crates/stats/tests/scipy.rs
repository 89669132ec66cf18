//! Distributions, rank tests, trends and adjusted p-values against scipy; the cases and
//! their expected values are in `oracle/tests.tsv`, made by `oracle/tests_oracle.py`.

use runproof_stats::distribution::{chi2_cdf, chi2_quantile, normal_cdf, normal_quantile, t_cdf, t_quantile};
use runproof_stats::multiplicity::{Dependence, adjust};
use runproof_stats::ranktest::{mann_whitney, signed_rank};
use runproof_stats::trend::{mann_kendall, theil_sen};
use std::collections::BTreeMap;

fn close(got: f64, want: f64, tolerance: f64, line: &str) {
    let error = (got - want).abs();
    assert!(error <= tolerance * want.abs() || error < 1e-300, "got {got}, want {want} in {line}");
}

#[test]
fn scipy_agrees() {
    let mut seen = BTreeMap::new();
    for line in include_str!("oracle/tests.tsv").lines() {
        let mut fields = line.split('\t');
        let name = fields.next().expect("name");
        let lists: Vec<Vec<f64>> =
            fields.map(|f| f.split(',').map(|v| v.parse().expect("number")).collect()).collect();
        let one = |i: usize| lists[i][0];
        *seen.entry(name).or_insert(0) += 1;
        match name {
            "normal_cdf" => close(normal_cdf(one(0)), one(1), 2e-14, line),
            "normal_quantile" => close(normal_quantile(one(0)), one(1), 1e-14, line),
            "t_cdf" => close(t_cdf(one(0), one(1)), one(2), 1e-11, line),
            "t_quantile" => {
                if one(0) != 0.5 {
                    close(t_quantile(one(0), one(1)), one(2), 1e-10, line);
                }
            }
            "chi2_cdf" => close(chi2_cdf(one(0), one(1)), one(2), 1e-11, line),
            "chi2_quantile" => close(chi2_quantile(one(0), one(1)), one(2), 1e-10, line),
            "mann_whitney" => {
                let t = mann_whitney(&lists[0], &lists[1]).expect("test");
                close(t.statistic, one(2), 0.0, line);
                close(t.p_less, one(3), 1e-10, line);
                close(t.p_greater, one(4), 1e-10, line);
                close(t.p, one(5), 1e-10, line);
            }
            "signed_rank" => {
                let t = signed_rank(&lists[0]).expect("test");
                close(t.statistic, one(1), 0.0, line);
                close(t.p_less, one(2), 1e-10, line);
                close(t.p_greater, one(3), 1e-10, line);
            }
            "adjust" => {
                let bh = adjust(&lists[0], Dependence::Positive);
                let by = adjust(&lists[0], Dependence::Any);
                for i in 0..bh.len() {
                    close(bh[i], lists[1][i], 1e-12, line);
                    close(by[i], lists[2][i], 1e-12, line);
                }
            }
            "theil_sen" => {
                close(theil_sen(&lists[0]).expect("line").slope, one(1), 1e-10, line);
            }
            "mann_kendall" => {
                let t = mann_kendall(&lists[0]).expect("test");
                assert_eq!(t.s as f64, one(1), "{line}");
                close(t.p, one(2), 1e-10, line);
            }
            other => panic!("no such case: {other}"),
        }
    }
    assert_eq!(seen.len(), 11, "{seen:?}");
}
