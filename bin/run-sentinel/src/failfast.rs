//! The summary that a run leaves when its first failing test ends it.

use crate::clock::{Now, ms};
use crate::model::Model;
use record::run::{FailfastMode, FailfastSummary, FailfastSummaryTag};
use std::io::Write as _;
use std::path::Path;

/// The mode's word.
pub(crate) fn word(mode: FailfastMode) -> &'static str {
    match mode {
        FailfastMode::Off => "off",
        FailfastMode::Soft => "soft",
        FailfastMode::Hard => "hard",
    }
}

/// What is known: at the detection (`exit` is `None`), and again when all has ended.
pub(crate) fn summary(model: &Model, mode: FailfastMode, exit: Option<Now>) -> FailfastSummary {
    let began = model.started().boot_ns;
    let first = model.first_failure();
    let detected_ms = first
        .and_then(|mark| record::Ms::new(mark.at_boot_ms.get() - began as f64 / 1e6))
        .and_then(|elapsed| record::Ms::new((elapsed.get() * 1e3).round() / 1e3));
    FailfastSummary {
        schema: FailfastSummaryTag,
        run_id: model.run_id().to_owned(),
        mode,
        first_failure_test: first.map(|mark| mark.test_id.clone()),
        elapsed_until_detection_ms: detected_ms,
        elapsed_until_exit_ms: exit.map(|exit| ms(exit.boot_ns.saturating_sub(began))),
        tests_not_run: model.planned().map(|planned| planned.saturating_sub(model.counts().finished)),
        counts: model.counts().clone(),
    }
}

/// Replaces the file.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write(path: &Path, summary: &FailfastSummary) -> Result<(), files::PathError> {
    let mut file = files::AtomicFile::create(path)?;
    let put = serde_json::to_writer(&mut file, summary)
        .map_err(std::io::Error::from)
        .and_then(|()| file.write_all(b"\n"));
    put.map_err(|source| files::PathError::new(path, "cannot write", source))?;
    file.commit()
}
