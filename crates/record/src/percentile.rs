//! `percentile.v1`, `percentile-state.v1`, `budget.v1`, `top.v1`: distributions of a
//! measured value, group by group.

use crate::num::Num;
use crate::source::Labels;
use crate::tag::tag;
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// What a group has at one of the paths that it was made by.
#[derive(Clone, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum GroupValue {
    /// Nothing there, or `null`.
    Null,
    /// `false` or `true`.
    Bool(bool),
    /// A number.
    Number(Num),
    /// Text.
    Text(String),
}

/// Which records belong together: path and value, in the order of `--by`. Empty for one
/// population.
#[derive(Clone, Debug, Default, PartialEq, PartialOrd)]
pub struct Group(pub Vec<(String, GroupValue)>);

impl Group {
    /// The value at a path.
    pub fn get(&self, path: &str) -> Option<&GroupValue> {
        self.0.iter().find(|(name, _)| name == path).map(|(_, value)| value)
    }
}

impl std::fmt::Display for Group {
    /// `name=t1 suite=unit`; `all` for one population.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.is_empty() {
            return f.write_str("all");
        }
        for (at, (path, value)) in self.0.iter().enumerate() {
            write!(f, "{}{path}=", if at > 0 { " " } else { "" })?;
            match value {
                GroupValue::Null => f.write_str("null")?,
                GroupValue::Bool(value) => write!(f, "{value}")?,
                GroupValue::Number(value) => write!(f, "{}", value.get())?,
                GroupValue::Text(value) => f.write_str(value)?,
            }
        }
        Ok(())
    }
}

impl Serialize for Group {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(path, value)| (path, value)))
    }
}

impl<'de> Deserialize<'de> for Group {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Group, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Group;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of paths and their values")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Group, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Group(members))
            }
        }
        from.deserialize_map(InOrder)
    }
}

/// Which definition of a sample quantile was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantileType {
    /// A type of Hyndman and Fan, 1 to 9.
    Type(u8),
    /// Harrell and Davis: `"hd"`.
    HarrellDavis,
}

impl Serialize for QuantileType {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            QuantileType::Type(number) => to.serialize_u8(*number),
            QuantileType::HarrellDavis => to.serialize_str("hd"),
        }
    }
}

/// Whether every value was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Mode {
    /// Every value.
    Exact,
    /// Counts in buckets; quantiles are within `error_ratio`.
    Sketch,
}

/// A distribution-free confidence interval of a quantile.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuantileInterval {
    /// The lower end: an observed value (widened by the sketch's error in sketch mode).
    pub lo: Num,
    /// The upper end.
    pub hi: Num,
    /// The probability that the true quantile lies between, at least the one asked for.
    pub coverage: Num,
}

/// One quantile of a [`Percentile`].
#[derive(Clone, Debug, PartialEq)]
pub struct QuantileValue {
    /// Its member's name: `p50`, `p99_9`.
    pub label: String,
    /// Its value; `None` without values, and below `need_n` under `--refuse-small-n`.
    pub value: Option<Num>,
    /// Its interval; `None` where there are too few values.
    pub ci: Option<QuantileInterval>,
    /// How many values an interval takes, where there is none.
    pub need_n: Option<u64>,
}

/// A bar of a histogram: values in `from..to` (sizes, for negative values mirrored).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bar {
    /// The lower edge; it belongs to the bar.
    pub from: Num,
    /// The upper edge; it belongs to the next bar.
    pub to: Num,
    /// Values in between.
    pub count: u64,
}

/// A distribution in numbers. Written by hand: the quantiles are members named after
/// themselves (`p50`, `p99_9`), in the order asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Percentile {
    /// Always `percentile.v1`.
    pub schema: PercentileTag,
    /// Which population.
    pub group: Group,
    /// The path of the value.
    pub field: String,
    /// Its unit, where the field's name or the records tell it.
    pub unit: Option<String>,
    /// Values used.
    pub n: u64,
    /// Records of the group whose value could not be used.
    pub n_invalid: u64,
    /// The same by kind.
    pub invalid: BTreeMap<String, u64>,
    /// The smallest value.
    pub min: Option<Num>,
    /// The largest value.
    pub max: Option<Num>,
    /// The arithmetic mean.
    pub mean: Option<Num>,
    /// The standard deviation (n - 1).
    pub sd: Option<Num>,
    /// The quantiles, in the order asked for.
    pub quantiles: Vec<QuantileValue>,
    /// The confidence asked for, 0 to 1.
    pub confidence_ratio: Num,
    /// The quantiles' definition.
    pub quantile_type: QuantileType,
    /// Whether every value was kept.
    pub mode: Mode,
    /// In sketch mode: the bound on the relative error of a quantile.
    pub error_ratio: Option<Num>,
    /// Whether mean and sd are of doubles nearest to some of the values, which had more
    /// than 18 digits.
    pub rounded: bool,
    /// Whether the input was whole; `false` after a trailer that says otherwise.
    pub complete: bool,
    /// Counts by size, under `--histogram`.
    pub histogram: Option<Vec<Bar>>,
    /// The hash of the state that these numbers were made of.
    pub sha256: String,
    /// The caller's labels.
    pub labels: Labels,
}

tag!(PercentileTag, Percentile, "percentile.v1");

impl Serialize for Percentile {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("schema", &self.schema)?;
        map.serialize_entry("group", &self.group)?;
        map.serialize_entry("field", &self.field)?;
        map.serialize_entry("unit", &self.unit)?;
        map.serialize_entry("n", &self.n)?;
        map.serialize_entry("n_invalid", &self.n_invalid)?;
        if !self.invalid.is_empty() {
            map.serialize_entry("invalid", &self.invalid)?;
        }
        map.serialize_entry("min", &self.min)?;
        map.serialize_entry("max", &self.max)?;
        map.serialize_entry("mean", &self.mean)?;
        map.serialize_entry("sd", &self.sd)?;
        for quantile in &self.quantiles {
            map.serialize_entry(&quantile.label, &quantile.value)?;
        }
        map.serialize_entry("ci", &By(&self.quantiles, |q| Some(q.ci)))?;
        if self.quantiles.iter().any(|q| q.need_n.is_some()) {
            map.serialize_entry("need_n", &By(&self.quantiles, |q| q.need_n))?;
        }
        map.serialize_entry("confidence_ratio", &self.confidence_ratio)?;
        map.serialize_entry("quantile_type", &self.quantile_type)?;
        map.serialize_entry("mode", &self.mode)?;
        if let Some(ratio) = &self.error_ratio {
            map.serialize_entry("error_ratio", ratio)?;
        }
        if self.rounded {
            map.serialize_entry("rounded", &true)?;
        }
        if !self.complete {
            map.serialize_entry("complete", &false)?;
        }
        if let Some(histogram) = &self.histogram {
            map.serialize_entry("histogram", histogram)?;
        }
        map.serialize_entry("sha256", &self.sha256)?;
        if !self.labels.is_empty() {
            map.serialize_entry("labels", &self.labels)?;
        }
        map.end()
    }
}

/// An object with one member per quantile that has something to say.
struct By<'a, T>(&'a [QuantileValue], fn(&QuantileValue) -> Option<T>);

impl<T: Serialize> Serialize for By<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let members = self.0.iter().filter_map(|q| Some((&q.label, (self.1)(q)?)));
        let mut map = to.serialize_map(None)?;
        for (label, member) in members {
            map.serialize_entry(label, &member)?;
        }
        map.end()
    }
}

/// Exact sums, as integers written in decimal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StateSums {
    /// Decimals of `sum`; `squares` has twice as many.
    pub scale: u8,
    /// The sum of the plain decimals, in units of 10^-scale.
    pub sum: String,
    /// The sum of their squares, in units of 10^-2scale.
    pub squares: String,
    /// Values that were summed as doubles.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub doubles: u64,
    /// The sum of those, in units of 2^-1074.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub double_sum: String,
    /// The sum of their squares, in units of 2^-2148.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub double_squares: String,
}

fn is_zero(n: &u64) -> bool {
    *n == 0
}

/// What a state keeps of a population; to be merged with others of the same group, field
/// and unit. A population of very many values may be spread over several of these records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PercentileState {
    /// Always `percentile-state.v1`.
    pub schema: PercentileStateTag,
    /// Which population.
    pub group: Group,
    /// The path of the value.
    pub field: String,
    /// Its unit, where known.
    pub unit: Option<String>,
    /// Whether every value is kept.
    pub mode: Mode,
    /// Values kept or counted here.
    pub n: u64,
    /// Records whose value could not be used, by kind.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub invalid: BTreeMap<String, u64>,
    /// Whether the input was whole.
    pub complete: bool,
    /// Exact, plain decimals: how many decimals the integers have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<u8>,
    /// The values in units of 10^-scale, ascending: the first one, then the differences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub integers: Option<Vec<StateInteger>>,
    /// Exact, but not all plain decimals: the values as doubles, ascending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubles: Option<Vec<Num>>,
    /// Sketch: bits of the fraction that tell buckets apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<u8>,
    /// Sketch: the smallest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Num>,
    /// Sketch: the largest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Num>,
    /// Sketch: zeros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zeros: Option<u64>,
    /// Sketch: positive values, bucket and count, ascending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<Vec<(u32, u64)>>,
    /// Sketch: negative values by size, bucket and count, ascending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<Vec<(u32, u64)>>,
    /// Exact sums, where the values do not tell them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sums: Option<StateSums>,
    /// SHA-256 of the canonical form of what is kept here.
    pub sha256: String,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

tag!(PercentileStateTag, PercentileState, "percentile-state.v1");

/// An integer that may be too large for a JSON number: below 2^53 a number, else text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateInteger(pub i128);

impl Serialize for StateInteger {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match i64::try_from(self.0) {
            Ok(small) if small.unsigned_abs() < 1 << 53 => to.serialize_i64(small),
            _ => to.collect_str(&self.0),
        }
    }
}

impl<'de> Deserialize<'de> for StateInteger {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<StateInteger, D::Error> {
        struct Either;
        impl Visitor<'_> for Either {
            type Value = StateInteger;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an integer, as a number or as text")
            }
            fn visit_i64<E: serde::de::Error>(self, v: i64) -> Result<StateInteger, E> {
                Ok(StateInteger(v.into()))
            }
            fn visit_u64<E: serde::de::Error>(self, v: u64) -> Result<StateInteger, E> {
                Ok(StateInteger(v.into()))
            }
            fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<StateInteger, E> {
                v.parse().map(StateInteger).map_err(|_| E::custom("not an integer"))
            }
        }
        from.deserialize_any(Either)
    }
}

/// What came of a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum BudgetVerdict {
    /// Kept.
    Ok,
    /// Broken, and only to be told.
    Warn,
    /// Broken.
    Fail,
    /// Too few values to say, or no such group.
    Inconclusive,
}

/// How heavy a broken budget is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum BudgetLevel {
    /// It is told.
    Warn,
    /// The status is 1.
    #[default]
    Fail,
}

/// One budget, held against one population.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Budget {
    /// Always `budget.v1`.
    pub schema: BudgetTag,
    /// What was asked: `p95<=200`.
    pub budget: String,
    /// The budget's own name, from the budget file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Which population.
    pub group: Group,
    /// The path of the value.
    pub field: String,
    /// Its unit, where known.
    pub unit: Option<String>,
    /// Values used.
    pub n: u64,
    /// The limit.
    pub limit: Num,
    /// What was measured; `null` where there is nothing.
    pub value: Option<Num>,
    /// The confidence interval of that; `null` where there is none.
    pub ci: Option<QuantileInterval>,
    /// How many values an interval takes, where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need_n: Option<u64>,
    /// (limit - value) / limit; negative when the budget is broken.
    pub headroom_ratio: Option<Num>,
    /// What happens when it is broken.
    pub level: BudgetLevel,
    /// What came of it.
    pub verdict: BudgetVerdict,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

tag!(BudgetTag, Budget, "budget.v1");

/// One of the N largest values.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Top {
    /// Always `top.v1`.
    pub schema: TopTag,
    /// Its population.
    pub group: Group,
    /// From 1; ties go by group, then by place in the input.
    pub rank: u64,
    /// The path of the value.
    pub field: String,
    /// Its unit, where known.
    pub unit: Option<String>,
    /// The value.
    pub value: Num,
    /// The record's `test_uid`; `null` where it has none.
    pub test_uid: Option<String>,
    /// The input that it was read from.
    pub path: String,
    /// Its line there, from 1.
    pub line: u64,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

tag!(TopTag, Top, "top.v1");

#[cfg(feature = "schema")]
mod schema {
    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
    use std::borrow::Cow;

    macro_rules! inline {
        ($type:ty, $name:literal, $schema:tt) => {
            impl JsonSchema for $type {
                fn inline_schema() -> bool {
                    true
                }
                fn schema_name() -> Cow<'static, str> {
                    $name.into()
                }
                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!($schema)
                }
            }
        };
    }
    inline!(super::Group, "Group", {
        "description": "path and value, in the order of --by; empty for one population",
        "type": "object",
        "additionalProperties": { "type": ["null", "boolean", "number", "string"] }
    });
    inline!(super::StateInteger, "StateInteger", {
        "type": ["integer", "string"],
        "pattern": "^-?[0-9]+$"
    });
    inline!(super::QuantileType, "QuantileType", {
        "description": "a type of Hyndman and Fan, or \"hd\" for Harrell and Davis",
        "enum": [1, 2, 3, 4, 5, 6, 7, 8, 9, "hd"]
    });

    impl JsonSchema for super::Percentile {
        fn schema_name() -> Cow<'static, str> {
            "Percentile".into()
        }
        fn json_schema(of: &mut SchemaGenerator) -> Schema {
            let interval = of.subschema_for::<super::QuantileInterval>();
            let bar = of.subschema_for::<super::Bar>();
            let mode = of.subschema_for::<super::Mode>();
            let group = of.subschema_for::<super::Group>();
            let kind = of.subschema_for::<super::QuantileType>();
            let label = "^p[0-9]{1,3}(_[0-9]{1,9})?$";
            json_schema!({
                "description": "A distribution in numbers.",
                "type": "object",
                "properties": {
                    "schema": { "const": "percentile.v1" },
                    "group": group,
                    "field": { "type": "string", "description": "the path of the value" },
                    "unit": { "type": ["string", "null"] },
                    "n": { "type": "integer", "minimum": 0, "description": "values used" },
                    "n_invalid": { "type": "integer", "minimum": 0, "description": "records of the group whose value could not be used" },
                    "invalid": { "type": "object", "additionalProperties": { "type": "integer", "minimum": 1 }, "description": "the same by kind" },
                    "min": { "type": ["number", "null"] },
                    "max": { "type": ["number", "null"] },
                    "mean": { "type": ["number", "null"] },
                    "sd": { "type": ["number", "null"], "minimum": 0, "description": "standard deviation, n - 1" },
                    "ci": {
                        "type": "object",
                        "patternProperties": { label: { "anyOf": [interval, { "type": "null" }] } },
                        "additionalProperties": false,
                        "description": "distribution-free interval of each quantile; null where the values are too few"
                    },
                    "need_n": {
                        "type": "object",
                        "patternProperties": { label: { "type": "integer", "minimum": 1 } },
                        "additionalProperties": false,
                        "description": "how many values an interval takes, where there is none"
                    },
                    "confidence_ratio": { "type": "number", "minimum": 0, "exclusiveMaximum": 1 },
                    "quantile_type": kind,
                    "mode": mode,
                    "error_ratio": { "type": "number", "description": "in sketch mode: the bound on the relative error of a quantile" },
                    "rounded": { "const": true, "description": "mean and sd are of doubles nearest to some of the values" },
                    "complete": { "const": false, "description": "the input was not whole" },
                    "histogram": { "type": "array", "items": bar },
                    "sha256": { "type": "string", "pattern": "^[0-9a-f]{64}$", "description": "hash of the state" },
                    "labels": { "type": "object", "additionalProperties": { "type": "string" } }
                },
                "patternProperties": { label: { "type": ["number", "null"] } },
                "required": ["schema", "group", "field", "unit", "n", "n_invalid", "min", "max", "mean", "sd",
                             "ci", "confidence_ratio", "quantile_type", "mode", "sha256"]
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Group, GroupValue, PercentileState, StateInteger};
    use crate::Num;

    #[test]
    fn groups_keep_the_order_of_their_paths() {
        let text = r#"{"z":"t1","a":null,"m":1.5,"b":true}"#;
        let group: Group = serde_json::from_str(text).expect("a group");
        assert_eq!(serde_json::to_string(&group).expect("fine"), text);
        assert_eq!(group.get("m"), Num::new(1.5).map(GroupValue::Number).as_ref());
        assert_eq!(group.to_string(), "z=t1 a=null m=1.5 b=true");
        assert_eq!(Group::default().to_string(), "all");
    }

    #[test]
    fn integers_beyond_the_exact_range_are_text() {
        let all = [1_i128, -5, (1 << 53) - 1, 1 << 53, -(1 << 62)].map(StateInteger);
        let text = serde_json::to_string(&all).expect("fine");
        assert_eq!(text, r#"[1,-5,9007199254740991,"9007199254740992","-4611686018427387904"]"#);
        assert_eq!(serde_json::from_str::<[StateInteger; 5]>(&text).expect("fine"), all);
        assert!(serde_json::from_str::<StateInteger>("1.5").is_err());
        assert!(serde_json::from_str::<StateInteger>("\"x\"").is_err());
    }

    #[test]
    fn a_state_reads_back() {
        let text = r#"{"schema":"percentile-state.v1","group":{"name":"a"},"field":"duration_ms","unit":"ms","mode":"exact","n":2,"complete":true,"scale":1,"integers":[15,10],"sha256":"00"}"#;
        let state: PercentileState = serde_json::from_str(text).expect("a state");
        assert_eq!(serde_json::to_string(&state).expect("fine"), text);
    }
}
