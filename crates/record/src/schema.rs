//! JSON Schema of every record type, for `schemas/` and for the test that checks drift.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

/// All record types: the schema tag and its JSON Schema (draft 2020-12), sorted by tag.
pub fn all() -> Vec<(&'static str, Schema)> {
    fn of<T: JsonSchema + crate::Record>() -> (&'static str, Schema) {
        let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
        schema.insert("title".to_owned(), T::SCHEMA.into());
        (T::SCHEMA, schema)
    }
    let mut all = vec![
        of::<crate::Alias>(),
        of::<crate::Artifact>(),
        of::<crate::Cluster>(),
        of::<crate::Env>(),
        of::<crate::EnvCheck>(),
        of::<crate::Flake>(),
        of::<crate::FlakeSuite>(),
        of::<crate::Hash>(),
        of::<crate::HashCheck>(),
        of::<crate::Label>(),
        of::<crate::Pack>(),
        of::<crate::percentile::Budget>(),
        of::<crate::percentile::Percentile>(),
        of::<crate::percentile::PercentileState>(),
        of::<crate::percentile::Top>(),
        of::<crate::run::FailfastSummary>(),
        of::<crate::run::RunEvent>(),
        of::<crate::run::RunState>(),
        of::<crate::run::RunVerdict>(),
        of::<crate::Segment>(),
        of::<crate::Signature>(),
        of::<crate::Issue>(),
        of::<crate::ParseSummary>(),
        of::<crate::Test>(),
        of::<crate::variance::Calibration>(),
        of::<crate::variance::ChangePoint>(),
        of::<crate::variance::Comparison>(),
        of::<crate::variance::Variance>(),
        of::<crate::variance::VarianceState>(),
    ];
    all.sort_by_key(|(tag, _)| *tag);
    all
}
