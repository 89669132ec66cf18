//! Budgets: limits on quantiles and other numbers of a population, kept or broken.

use crate::groups::Name;
use crate::plan::{Say, not_percentile, unit_of};
use cli::{Args, Error};
use record::Num;
use record::percentile::{Budget as Line, BudgetLevel, BudgetTag, BudgetVerdict, Group, GroupValue};
use stats::quantile::Quantile;
use stats::summary::Summary;
use std::collections::BTreeMap;

/// All budgets of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Budgets(Vec<Budget>);

/// One budget.
#[derive(Clone, Debug)]
struct Budget {
    text: String,
    of: Statistic,
    /// Whether the limit itself is over it.
    strict: bool,
    limit: Num,
    level: BudgetLevel,
    label: Option<String>,
    /// The groups that it is for: these members; all groups when empty.
    group: BTreeMap<String, GroupValue>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Statistic {
    Quantile(Quantile),
    Min,
    Max,
    Mean,
    Sd,
}

/// `budgets.toml`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    budget: Vec<Entry>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    check: String,
    #[serde(default)]
    level: BudgetLevel,
    label: Option<String>,
    #[serde(default)]
    group: BTreeMap<String, toml::Value>,
}

impl Budget {
    /// Reads `p95<=200`, `max<30`, `mean<=1.5`.
    fn parse(text: &str) -> Result<Budget, String> {
        let (name, limit, strict) = match text.split_once("<=") {
            Some((name, limit)) => (name, limit, false),
            None => match text.split_once('<') {
                Some((name, limit)) => (name, limit, true),
                None => return Err("p95<=200, max<=3000 or the like is wanted".to_owned()),
            },
        };
        let of = match name.trim() {
            "min" => Statistic::Min,
            "max" => Statistic::Max,
            "mean" => Statistic::Mean,
            "sd" => Statistic::Sd,
            name => {
                let percent = name.strip_prefix('p').map(|p| p.replace('_', "."));
                let percent =
                    percent.ok_or_else(|| format!("'{name}' is none of p50, p99.9, min, max, mean, sd"))?;
                Statistic::Quantile(Quantile::percent(&percent).ok_or_else(|| not_percentile(&percent))?)
            }
        };
        let limit = limit.trim();
        let number = stats::decimal::Number::parse(limit.as_bytes())
            .map_err(|e| format!("the limit '{limit}': {e}"))?;
        let limit = Num::new(number.to_f64()).ok_or("the limit is not finite")?;
        Ok(Budget {
            text: text.to_owned(),
            of,
            strict,
            limit,
            level: BudgetLevel::Fail,
            label: None,
            group: BTreeMap::new(),
        })
    }

    fn is_for(&self, group: &Group) -> bool {
        self.group.iter().all(|(path, value)| group.get(path) == Some(value))
    }

    fn holds(&self, value: f64) -> bool {
        if self.strict { value < self.limit.get() } else { value <= self.limit.get() }
    }
}

/// Checks the text of `--budget`.
pub(crate) fn check(text: &str) -> Result<(), String> {
    Budget::parse(text).map(|_| ())
}

impl Budgets {
    /// From `--budget` and `--budget-file`.
    pub(crate) fn new(args: &Args) -> Result<Budgets, Error> {
        let mut all = Vec::new();
        for text in args.all("budget") {
            all.push(Budget::parse(text).map_err(|e| Error::usage(format!("--budget {text}: {e}")))?);
        }
        for path in args.paths("budget-file") {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(&path).map_err(|e| Error::io(&name, &e))?;
            all.extend(Budgets::file(&text).map_err(|e| Error::usage(format!("{name}: {e}")))?);
        }
        Ok(Budgets(all))
    }

    fn file(text: &str) -> Result<Vec<Budget>, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string().trim().replace('\n', " "))?;
        let one = |entry: Entry| {
            let mut budget = Budget::parse(&entry.check).map_err(|e| format!("{}: {e}", entry.check))?;
            budget.level = entry.level;
            budget.label = entry.label;
            for (path, value) in entry.group {
                let value = match value {
                    toml::Value::String(text) => Some(GroupValue::Text(text)),
                    toml::Value::Boolean(value) => Some(GroupValue::Bool(value)),
                    toml::Value::Integer(value) => Num::new(value as f64).map(GroupValue::Number),
                    toml::Value::Float(value) => Num::new(value).map(GroupValue::Number),
                    _ => None,
                };
                let value = value
                    .ok_or_else(|| format!("group.{path}: text, a number or a truth value is wanted"))?;
                budget.group.insert(path, value);
            }
            Ok(budget)
        };
        file.budget.into_iter().map(one).collect()
    }

    /// The quantiles that budgets need.
    pub(crate) fn quantiles(&self) -> impl Iterator<Item = Quantile> + '_ {
        self.0.iter().filter_map(|budget| match budget.of {
            Statistic::Quantile(q) => Some(q),
            _ => None,
        })
    }

    /// Holds every budget against every group that it is for: a line each, in the order of
    /// the budgets. A budget for groups that do not occur has a line, too.
    pub(crate) fn lines(
        &self,
        results: &[(Name, Summary)],
        by: &[String],
        field: &str,
        unit: Option<&str>,
        say: &Say,
    ) -> Vec<Line> {
        let mut lines = Vec::new();
        for budget in &self.0 {
            let before = lines.len();
            for (name, summary) in results {
                let group = name.group(by);
                if budget.is_for(&group) {
                    let unit = name.unit.as_deref().or(unit);
                    lines.push(budget.line(group, field, unit, Some(summary), say));
                }
            }
            if lines.len() == before {
                let group = Group(budget.group.clone().into_iter().collect());
                lines.push(budget.line(group, field, unit.or_else(|| unit_of(field)), None, say));
            }
        }
        lines
    }
}

impl Budget {
    fn line(
        &self,
        group: Group,
        field: &str,
        unit: Option<&str>,
        summary: Option<&Summary>,
        say: &Say,
    ) -> Line {
        let estimate = |q| summary?.estimates.iter().find(|e| e.quantile == q);
        let (value, bounds, need, sure) = match self.of {
            Statistic::Quantile(q) => {
                let estimate = estimate(q);
                let bounds = estimate.and_then(|e| e.bounds);
                // The extremes of the sample have no interval and need none.
                let (num, den) = q.fraction();
                let sure = bounds.is_some() || num == 0 || num == den;
                let need =
                    if bounds.is_some() { None } else { stats::interval::need(q, say.request.confidence) };
                (estimate.and_then(|e| e.value), bounds, need, sure)
            }
            Statistic::Min => (summary.and_then(|s| s.min), None, None, true),
            Statistic::Max => (summary.and_then(|s| s.max), None, None, true),
            Statistic::Mean => (summary.and_then(|s| s.mean), None, None, true),
            Statistic::Sd => (summary.and_then(|s| s.sd), None, None, true),
        };
        let verdict = match value {
            Some(value) if sure => match (self.holds(value), self.level) {
                (true, _) => BudgetVerdict::Ok,
                (false, BudgetLevel::Warn) => BudgetVerdict::Warn,
                (false, BudgetLevel::Fail) => BudgetVerdict::Fail,
            },
            _ => BudgetVerdict::Inconclusive,
        };
        let shown = value.filter(|_| sure || !say.refuse_small_n);
        let limit = self.limit.get();
        let headroom = shown.filter(|_| limit != 0.0).map(|v| (limit - v) / limit.abs());
        Line {
            schema: BudgetTag,
            budget: self.text.clone(),
            label: self.label.clone(),
            group,
            field: field.to_owned(),
            unit: unit.map(str::to_owned),
            n: summary.map_or(0, |s| s.n),
            limit: self.limit,
            value: shown.and_then(Num::new),
            ci: bounds.and_then(crate::report::interval),
            need_n: need,
            headroom_ratio: headroom.and_then(|h| Num::new((h * 1e6).round() / 1e6)),
            level: self.level,
            verdict,
            labels: say.labels.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Budget, Budgets, Statistic};
    use record::percentile::BudgetLevel;

    #[test]
    fn budgets_and_what_is_none() {
        let budget = Budget::parse("p99.9 <= 250.5").expect("a budget");
        assert!(!budget.strict && budget.limit.get() == 250.5);
        assert!(matches!(budget.of, Statistic::Quantile(q) if q.label() == "p99_9"));
        assert!(budget.holds(250.5) && !budget.holds(250.6));
        let strict = Budget::parse("max<30").expect("a budget");
        assert!(strict.of == Statistic::Max && !strict.holds(30.0));
        for bad in ["", "p95", "p95>=3", "p101<=3", "x<=3", "p95<=", "p95<=abc", "p95<=NaN", "p95<=1e999"] {
            assert!(Budget::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_file_of_budgets() {
        let text = "[[budget]]\ncheck = \"p50<=3000\"\nlevel = \"warn\"\nlabel = \"interim\"\ngroup = { name = \"a\", attempt = 1 }\n";
        let all = Budgets::file(text).expect("a file");
        assert_eq!((all.len(), all[0].level, all[0].group.len()), (1, BudgetLevel::Warn, 2));
        for bad in [
            "[[budget]]\nlevel = \"fail\"\n",
            "[[budget]]\ncheck = \"p50\"\n",
            "[[budget]]\ncheck = \"p50<=1\"\nlevel = \"maybe\"\n",
            "[[budget]]\ncheck = \"p50<=1\"\nlimit = 3\n",
            "[[budget]]\ncheck = \"p50<=1\"\ngroup = { a = [1] }\n",
            "x",
        ] {
            assert!(Budgets::file(bad).is_err(), "{bad}");
        }
    }
}
