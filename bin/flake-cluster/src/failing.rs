//! Failing attempts out of `test.v1` lines.

use cli::{Line, Take};
use record::{ClusterKind, Kind, Outcome, Status};
use signature::head::{Failure, Sort};
use signature::{SigId, Signed, Signer};

/// A line as an outcome; `Err` is what to do with any other line.
pub(crate) fn outcome<'a>(line: &Line<'a>) -> Result<Outcome<'a>, Take> {
    if line.schema().as_deref() != Some("test.v1") {
        return Err(Take::Foreign);
    }
    line.parse::<Outcome<'a>>().map_err(Take::Bad)
}

/// Whether the attempt failed and is a test of its own: containers repeat their children.
pub(crate) fn failed(outcome: &Outcome<'_>) -> bool {
    outcome.status.is_bad() && outcome.kind != Kind::Container
}

/// A test's short hash as a number; anything else by its own hash.
pub(crate) fn number_of(uid: &str) -> u64 {
    match u64::from_str_radix(uid, 16) {
        Ok(n) if uid.len() == 16 => n,
        _ => SigId::of(uid.as_bytes()).0,
    }
}

/// The signature of a failing attempt.
pub(crate) fn sign(signer: &mut Signer, outcome: &Outcome<'_>) -> Signed {
    let failure = outcome.failure.as_ref();
    let text = failure.and_then(|f| f.text.as_deref());
    let said = failure.is_some_and(|f| f.kind.is_some() || f.message.is_some() || f.text.is_some());
    // An attempt that was cut off says so, where nothing else does.
    let message = match outcome.status {
        Status::Incomplete if !said => Some("the test did not end"),
        _ => failure.and_then(|f| f.message.as_deref()),
    };
    let failure = Failure { kind: failure.and_then(|f| f.kind.as_deref()), message, text };
    signer.sign(failure, Some(&outcome.test_id))
}

/// The failure as a person would quote it, at most 500 bytes.
pub(crate) fn quoted(outcome: &Outcome<'_>) -> String {
    let failure = outcome.failure.as_ref();
    let message = failure.and_then(|f| f.message.as_deref()).filter(|m| m.trim().len() > 8);
    let text = message
        .or_else(|| failure.and_then(|f| f.text.as_deref()))
        .or(failure.and_then(|f| f.message.as_deref()));
    signature::head::limit(text.unwrap_or("").trim(), 500).to_owned()
}

/// The record's word for a sort of cause.
pub(crate) fn kind(sort: Sort) -> ClusterKind {
    match sort {
        Sort::Assertion => ClusterKind::Assertion,
        Sort::Error => ClusterKind::Error,
        Sort::Timeout => ClusterKind::Timeout,
        Sort::Crash => ClusterKind::Crash,
        Sort::Infra => ClusterKind::Infra,
        Sort::Build => ClusterKind::Build,
    }
}
