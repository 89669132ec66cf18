//! Which statistics are compared, and where warning and failing begin.

use cli::{Error, value};
use stats::compare::Statistic;
use stats::gate::Limits;

/// A statistic with its limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rule {
    pub(crate) statistic: Statistic,
    pub(crate) limits: Limits,
    /// Beyond this a rollback is advised.
    pub(crate) rollback: Option<f64>,
}

/// The words of `--preset`.
pub(crate) const PRESETS: [&str; 2] = ["tpr", "micro"];

fn rule(name: &str, warn: f64, fail: Option<f64>, rollback: Option<f64>) -> Option<Rule> {
    Some(Rule { statistic: Statistic::named(name)?, limits: Limits { warn, fail }, rollback })
}

/// The rules of a preset. `tpr`: where only a failing limit is documented, warning begins
/// halfway to it. `micro`: the per-call median, twice is a warning, three times a failure.
pub(crate) fn preset(name: &str) -> Vec<Rule> {
    const ROLLBACK: Option<f64> = Some(1.25);
    let rules = match name {
        "tpr" => vec![
            rule("mean", 1.05, Some(1.10), ROLLBACK),
            rule("p50", 1.15, None, ROLLBACK),
            rule("p95", 1.10, Some(1.20), ROLLBACK),
            rule("p99", 1.125, Some(1.25), ROLLBACK),
        ],
        _ => vec![rule("p50", 2.0, Some(3.0), None)],
    };
    rules.into_iter().flatten().collect()
}

/// Checks `STAT=warn:R,fail:R`; used while the command line is read.
pub(crate) fn check(text: &str) -> Result<(), String> {
    parse(text).map(|_| ())
}

/// Reads `STAT=warn:R,fail:R`; either may be left out.
fn parse(text: &str) -> Result<Rule, String> {
    let (name, limits) = text.split_once('=').ok_or("STAT=warn:RATIO,fail:RATIO is wanted")?;
    let statistic =
        Statistic::named(name).ok_or_else(|| format!("{name:?}: mean, median or p50, p99.9... is wanted"))?;
    let (mut warn, mut fail) = (None, None);
    for part in limits.split(',') {
        let (word, ratio) = part.split_once(':').ok_or("warn:RATIO or fail:RATIO is wanted")?;
        let ratio = value::ratio(ratio)?;
        if ratio <= 1.0 {
            return Err(format!("{part}: a ratio above 1 is wanted"));
        }
        match word {
            "warn" => warn = Some(ratio),
            "fail" => fail = Some(ratio),
            _ => return Err(format!("{word:?}: warn or fail is wanted")),
        }
    }
    let limits = match (warn, fail) {
        (Some(warn), fail) => Limits { warn, fail },
        (None, Some(fail)) => Limits { warn: fail, fail: Some(fail) },
        (None, None) => return Err("no limit in it".to_owned()),
    };
    if limits.fail.is_some_and(|f| f < limits.warn) {
        return Err("fail is below warn".to_owned());
    }
    Ok(Rule { statistic, limits, rollback: None })
}

/// All rules: the preset's, then `--warn` and `--fail` for the median and each `--quantile`
/// where there is no preset, then each `--limit` in place of the one of the same statistic.
///
/// # Errors
/// Limits that contradict each other (status 2).
pub(crate) fn rules(
    preset_name: Option<&str>,
    (warn, fail): (f64, f64),
    quantiles: &[f64],
    limits: &[&str],
) -> Result<Vec<Rule>, Error> {
    if warn <= 1.0 {
        return Err(Error::usage(format!("--warn {warn}: a ratio above 1 is wanted")));
    }
    if fail < warn {
        return Err(Error::usage(format!("--fail {fail} is below --warn {warn}")).hint("give both"));
    }
    let mut rules = preset_name.map(preset).unwrap_or_default();
    let both = Limits { warn, fail: Some(fail) };
    let named =
        |name: &str| Statistic::named(name).ok_or_else(|| Error::usage(format!("--quantile: {name}")));
    if rules.is_empty() && quantiles.is_empty() {
        rules.push(Rule { statistic: named("p50")?, limits: both, rollback: None });
    }
    for share in quantiles {
        // 0.999 * 100 is not 99.9: through the shortest decimal, not through arithmetic.
        let percent = format!("{share}e2").parse::<f64>().unwrap_or(f64::NAN);
        let statistic = named(&format!("p{percent}"))?;
        if rules.iter().all(|r| r.statistic != statistic) {
            rules.push(Rule { statistic, limits: both, rollback: None });
        }
    }
    for text in limits {
        let rule = parse(text).map_err(Error::usage)?;
        match rules.iter_mut().find(|r| r.statistic == rule.statistic) {
            Some(old) => old.limits = rule.limits,
            None => rules.push(rule),
        }
    }
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_presets_are_the_documented_ones() {
        let of = |name: &str| {
            let rule = preset("tpr").into_iter().find(|r| Some(r.statistic) == Statistic::named(name));
            rule.map(|r| (r.limits.warn, r.limits.fail)).expect("a rule")
        };
        assert_eq!(of("mean"), (1.05, Some(1.10)));
        assert_eq!(of("p50"), (1.15, None));
        assert_eq!(of("p95").1, Some(1.20));
        assert_eq!(of("p99").1, Some(1.25));
        assert_eq!(preset("micro")[0].limits, Limits { warn: 2.0, fail: Some(3.0) });
    }

    #[test]
    fn limits_by_hand() {
        let both = parse("p95=warn:1.1,fail:120%").expect("limits");
        assert_eq!(both.limits, Limits { warn: 1.1, fail: Some(1.2) });
        assert_eq!(parse("mean=fail:1.3").expect("limits").limits, Limits { warn: 1.3, fail: Some(1.3) });
        assert_eq!(parse("mean=warn:1.3").expect("limits").limits, Limits { warn: 1.3, fail: None });
        for bad in
            ["p95", "p0=warn:1.1", "max=warn:2", "p50=warn:0.9", "p50=warn:2,fail:1.5", "p50=3", "p50="]
        {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_limit_takes_the_place_of_the_preset_s() {
        let rules = rules(Some("tpr"), (1.05, 1.1), &[], &["mean=warn:1.5", "p90=fail:2"]).expect("rules");
        assert_eq!(rules.len(), 5);
        assert_eq!(rules[0].limits, Limits { warn: 1.5, fail: None });
        let rules = super::rules(None, (1.05, 1.1), &[0.95, 0.999], &[]).expect("rules");
        let labels: Vec<String> = rules.iter().map(|r| r.statistic.label()).collect();
        assert_eq!(labels, ["p95", "p99_9"]);
        assert!(super::rules(None, (1.2, 1.1), &[], &[]).is_err());
    }
}
