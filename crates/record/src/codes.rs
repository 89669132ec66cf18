//! The codes of `issue.v1`: stable, kebab-case, each with its meaning. `schemas/README.md` is
//! made of this list, and tests hold every issue that a tool writes against it.

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
    ("clock-backwards", "a time stamp is earlier than the one before it"),
    ("count-mismatch", "the counts that the input declares are not those that were seen"),
    ("cycle", "records refer to each other in a circle"),
    ("duplicate-conflict", "the same value stands twice, and differs"),
    ("duplicate-id", "a test id stands twice without evidence of a retry; both are kept"),
    ("duplicate-marker", "a lifecycle mark or section stands more than once with different values"),
    ("duplicate-plan", "a TAP document has more than one plan"),
    ("duration-conflict", "a duration given and the one between its two times differ"),
    ("earlier-attempts-missing", "the producer reports only the last attempt of a retried test"),
    ("empty-input", "an input of no bytes, or of white space"),
    ("foreign-lines", "lines that are not of the format stand between those that are; how many"),
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
    ("zero-value", "a total of exactly zero, which producers write for what they did not measure"),
];

#[cfg(test)]
mod tests {
    use super::ISSUE_CODES;

    #[test]
    fn codes_are_kebab_case_and_unique() {
        let mut seen = std::collections::BTreeSet::new();
        for (code, meaning) in ISSUE_CODES {
            assert!(
                code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{code}"
            );
            assert!(seen.insert(code), "{code} stands twice");
            assert!(!meaning.is_empty() && !meaning.ends_with('.'), "{code}");
        }
    }
}
