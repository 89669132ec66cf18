//! The codes of records: stable, kebab-case, each with its meaning. `schemas/README.md` is made
//! of these lists, and tests hold every code that a tool writes against them.

/// Every issue code and what it says, sorted by code.
pub const ISSUE_CODES: &[(&str, &str)] = &[
    ("ambiguous-format", "the input fits several formats; the first of those named was taken"),
    ("approx-suspected", "a lifecycle value looks computed from another one, not measured"),
    ("attribute-cut", "an attribute was longer than its limit; the rest is left out"),
    ("attribution-uncertain", "output or a failure may belong to another test or step"),
    ("bad-line", "a line of a stream of results is not what its format says"),
    ("bad-number", "a number that cannot be read, or is out of range"),
    ("bad-value", "an attribute or member has a value that its format does not know"),
    ("changed-while-packed", "a file changed while it was read; the archive has what was read"),
    ("changed-while-read", "a file changed while it was hashed; the digest is that of what was read"),
    ("clock-backwards", "a time stamp is earlier than the one before it"),
    ("count-mismatch", "the counts that the input declares are not those that were seen"),
    ("crashed", "a test binary ended without a result; its open tests are incomplete"),
    ("cycle", "records refer to each other in a circle"),
    ("duplicate-conflict", "the same value stands twice, and differs"),
    ("duplicate-id", "a test id stands twice without evidence of a retry; both are kept"),
    ("duplicate-marker", "a lifecycle mark or section stands more than once with different values"),
    ("duplicate-plan", "a TAP document has more than one plan"),
    ("duration-conflict", "a duration given and the one between its two times differ"),
    ("earlier-attempts-missing", "the producer reports only the last attempt of a retried test"),
    ("empty-input", "an input of no bytes, or of white space"),
    ("foreign-lines", "lines that are not of the format stand between those that are; how many"),
    ("foreign-schema", "records of another schema stand between those that were read; how many"),
    ("glued-verdict", "a verdict stands on a line with output; it was told apart"),
    ("group-missing", "a reference to a group or suite that the input does not have"),
    ("incomplete-input", "a stream that was read says that it is incomplete, or has no trailer"),
    ("invalid-encoding", "bytes that are not of the declared encoding; replaced"),
    ("io-error", "a file could not be read to its end"),
    ("line-too-long", "a line over the limit; rejected"),
    ("line-truncated", "a line over the limit; its head was looked at"),
    ("link-leaves-archive", "a symbolic link points out of the archive; left out"),
    ("lossy-utf8", "bytes that are not UTF-8 were replaced in a name"),
    ("malformed-line", "a line that begins like a segment or mark and is none"),
    ("malformed-xml", "XML that is not well-formed; read on as far as it makes sense"),
    ("marker-conflict", "a lifecycle mark and the total that it stands for differ"),
    ("missing-name", "a test without a name; one was made up from its place"),
    ("mixed-units", "values of one metric come in different units"),
    ("name-too-long", "a path that the system refuses for its length"),
    ("negative-duration", "a duration below zero; the raw value is kept, the duration is null"),
    ("no-baseline", "a metric that the baseline does not have"),
    ("no-current", "a metric that only the baseline has"),
    ("no-tests", "no test result was recognised in any input"),
    ("no-value", "a mark that should carry a number carries none"),
    ("no-verdict", "a test whose end was seen without a verdict"),
    ("not-regular-file", "a symbolic link, FIFO, socket or device; never opened"),
    ("nothing-packed", "the archive holds no file of the paths that were named"),
    ("order-violation", "a later lifecycle point has a smaller value than an earlier one"),
    (
        "order-violation-pre-post",
        "the intervals before and after the plugins are out of order; they have different origins",
    ),
    ("outside-root", "a locked path leads out of the given root; not opened"),
    ("path-unmatched", "a path that --path-pattern does not fit"),
    ("permission-denied", "a file that may not be read"),
    ("plan-missing", "a TAP document without a plan: it cannot be told whether it is whole"),
    ("point-out-of-order", "a TAP point whose number is repeated or out of the plan"),
    ("producer-error", "the producer reports an error of its own"),
    ("producer-warning", "the producer reports a warning of its own"),
    ("rates-refused", "no rate can be given, and why"),
    ("rerun-inferred", "repeated cases were read as attempts, as this producer writes them"),
    ("run-error", "the runner reports an error of the run itself"),
    ("run-id-missing", "results without a run id: runs cannot be told apart"),
    ("signature-overflow", "more signatures than are merged; those beyond stand for themselves"),
    ("symbolic-link", "a symbolic link; never followed"),
    ("teardown-merged", "a failing teardown was joined to the attempt that it belongs to"),
    ("time-ambiguous", "a duration that can be read in two ways"),
    ("time-inherited", "a line without a time stamp has that of the line before it"),
    ("time-invalid", "a duration or time that cannot be read; the raw form is kept"),
    ("too-deep", "elements nested beyond the limit"),
    ("truncated-input", "the input ends in the middle of something"),
    ("undefined-entity", "an XML entity that is not predefined; kept as it stands, never expanded"),
    ("unknown-format", "no format was recognised in a file"),
    ("unopened-end", "an end without a beginning"),
    ("unclosed", "a beginning without an end"),
    ("unreadable-file", "a file that could not be opened or read"),
    ("value-cut", "a name, message, list or text was longer than a record may hold; it is cut"),
    ("zero-value", "a total of exactly zero, which producers write for what they did not measure"),
];

/// Every finding about samples (`findings` of `variance.v1`, `comparison.v1`, `calibration.v1`
/// and `variance-state.v1`), sorted by code. In a comparison, those of the old side begin with
/// `baseline-`.
pub const FINDING_CODES: &[(&str, &str)] = &[
    ("all-equal", "all values are the same"),
    ("autocorrelated", "neighbours within a session are alike: the samples are worth fewer than there are"),
    ("bimodal", "the values fall into two groups with a gap between them"),
    ("contaminated", "over 5 % of the values are outliers"),
    ("environment-differs", "the two sides ran in different environments: no verdict"),
    ("environment-mixed", "a side ran in several environments: no verdict"),
    ("environment-unknown", "a side does not say in which environment it ran: no gate"),
    ("incomplete-input", "the input says itself that it is incomplete, or a part could not be read"),
    ("mean-near-zero", "the mean is below twice its own standard error: no ratio to it is given"),
    ("mixed-units", "the same metric was given in several units, which are kept apart"),
    ("no-baseline", "the old side does not have this metric"),
    ("no-current", "the new side does not have this metric"),
    ("no-logarithm", "a value is zero or negative: there is no spread of ratios"),
    ("no-pairs", "no pair has samples on both sides"),
    ("not-native", "values that were approximated or put in another one's place"),
    ("not-positive", "values that are zero or negative"),
    ("order-violation", "a later point of a run's lifecycle has a smaller value than an earlier one"),
    ("pseudo-replicated", "all samples are of one session: nothing is known of the noise between sessions"),
    ("quantile-needs-samples", "the quantile lies too far out for an interval from so few samples"),
    ("quantised-clock", "the clock's step is too coarse for these values"),
    ("reordered-vector", "a session has the values of an earlier one in another order"),
    ("repeated-vector", "a session has the very values of an earlier one"),
    ("repeats-run", "the run has the values of an earlier run of the ledger"),
    ("shimmed", "functions were shimmed while measuring"),
    ("too-few-samples", "fewer than five samples"),
    ("too-few-sessions", "fewer sessions than an A/A record needs"),
    ("trend-within-run", "the values rise or fall within a session: a warm-up, or a leak"),
    ("unpaired", "samples whose pair is missing on the other side were left out"),
];

/// Why a failing regression does not act as a gate (`held_by` of `comparison.v1`), sorted.
pub const HOLD_CODES: &[(&str, &str)] = &[
    ("environment-differs", "the two sides ran in different environments"),
    ("environment-unknown", "the environment of a side is not known"),
    ("multiplicity", "among so many comparisons one like this is to be expected by chance"),
    ("not-calibrated", "there is no A/A record (`variance calibrate`) of this metric"),
    (
        "not-confirmed",
        "the sessions of `--confirm` do not say the same, or there are none and the new side is one session",
    ),
    ("samples-in-doubt", "a finding makes the samples worthless as evidence"),
    ("shimmed", "functions were shimmed while measuring"),
    ("state-not-gate", "the ledger's state of this metric is not `gate`"),
];

/// Why a metric's state is what it is (`reason` of `variance-state.v1`), sorted.
pub const STATE_REASONS: &[(&str, &str)] = &[
    ("demoted", "two of the last three runs were unstable: one step back"),
    ("environment-changed", "another environment signature: everything begins anew"),
    ("new-metric", "the first run of this metric"),
    ("not-calibrated", "the streak would do for `gate`, but there is no A/A record"),
    ("run-invalid", "the run cannot be judged; the streak ends"),
    ("streak", "enough stable runs in a row: one step forward"),
    ("unchanged", "nothing moved"),
    ("unit-changed", "another unit: everything begins anew"),
];

#[cfg(test)]
mod tests {
    use super::{FINDING_CODES, HOLD_CODES, ISSUE_CODES, STATE_REASONS};

    #[test]
    fn codes_are_kebab_case_and_unique() {
        for list in [ISSUE_CODES, FINDING_CODES, HOLD_CODES, STATE_REASONS] {
            let mut seen = std::collections::BTreeSet::new();
            for (code, meaning) in list {
                let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
                assert!(code.bytes().all(plain), "{code}");
                assert!(seen.insert(code), "{code} stands twice");
                assert!(!meaning.is_empty() && !meaning.ends_with('.'), "{code}");
            }
        }
    }
}
