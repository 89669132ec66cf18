//! Limits of what one record may hold, so that no input makes a line that our own readers
//! refuse ([`crate::text::Lines::LIMIT`]). Nothing is dropped for being long: it is cut,
//! and the record says so with the warning `value-cut`.

use crate::text::HeadTail;
use record::{Excerpt, Failure, Labels, Test};

/// Bytes of a name, a class, a suite, a file, a type.
pub(super) const NAME: usize = 4 << 10;
/// Bytes of a message.
const MESSAGE: usize = 64 << 10;
/// Bytes of a canonical id.
const ID: usize = 16 << 10;
/// Suites above a test; the innermost are kept.
const SUITES: usize = 64;
/// Failures of one attempt, and the bytes of all their texts together. `count` says how
/// many there were.
const FAILURES: usize = 100;
const FAILURE_BYTES: usize = 1 << 20;
/// Bytes of all properties together, keys and values.
const PROPERTIES: usize = 256 << 10;
/// Bytes of standard output, standard error and the first failure's text together, beyond
/// which each is cut to a quarter. Escaped they are at most twice as long, names and
/// messages six times.
const TEXTS: usize = 3 << 20;

/// The record as it may go out, where it must be cut; `None` where it is within the limits,
/// which nearly every one is.
pub(super) fn cut(test: &Test) -> Option<Box<Test>> {
    if within(test) {
        return None;
    }
    let mut test = Box::new(test.clone());
    head(&mut test.name, NAME);
    let words = [
        &mut test.class,
        &mut test.file,
        &mut test.run_id,
        &mut test.raw_status,
        &mut test.raw_duration,
        &mut test.started_at,
        &mut test.raw_started_at,
    ];
    for word in words.into_iter().flatten() {
        head(word, NAME);
    }
    let outer = test.suite.len().saturating_sub(SUITES);
    test.suite.drain(..outer);
    for suite in &mut test.suite {
        head(suite, NAME);
    }
    if test.test_id.len() > ID {
        // What was cut off must still tell tests apart.
        let whole = record::TestId::uid_of(&test.test_id);
        head(&mut test.test_id, NAME);
        test.test_id.push('~');
        test.test_id.push_str(&whole);
        test.test_uid = record::TestId::uid_of(&test.test_id);
    }
    properties(&mut test.properties);
    if let Some(failure) = &mut test.failure {
        words_of(failure);
    }
    if test.failures.len() > FAILURES {
        // The last ones are as telling as the first.
        test.failures.drain(FAILURES / 2..test.failures.len() - FAILURES / 2);
    }
    let share = FAILURE_BYTES / test.failures.len().max(1);
    for failure in &mut test.failures {
        words_of(failure);
        if let Some(message) = &mut failure.message {
            head(message, share / 4);
        }
        text(&mut failure.text, share / 2, &mut failure.truncated);
    }
    if texts(&test) > TEXTS {
        if let Some(failure) = &mut test.failure {
            text(&mut failure.text, TEXTS / 4, &mut failure.truncated);
        }
        for kept in [&mut test.stdout, &mut test.stderr].into_iter().flatten() {
            text(&mut kept.text, TEXTS / 4, &mut kept.truncated);
        }
    }
    test.warnings.push("value-cut".to_owned());
    Some(test)
}

fn within(test: &Test) -> bool {
    let short = |text: &Option<String>| text.as_ref().is_none_or(|t| t.len() <= NAME);
    test.name.len() <= NAME
        && test.test_id.len() <= ID
        && short(&test.class)
        && short(&test.file)
        && short(&test.run_id)
        && short(&test.raw_status)
        && short(&test.raw_duration)
        && short(&test.started_at)
        && short(&test.raw_started_at)
        && test.suite.len() <= SUITES
        && test.suite.iter().all(|s| s.len() <= NAME)
        && (test.properties.is_empty() || bytes(&test.properties) <= PROPERTIES)
        && test.failure.as_ref().is_none_or(|f| short(&f.kind) && is_message(f))
        && (test.failures.is_empty() || few(&test.failures))
        && texts(test) <= TEXTS
}

fn is_message(failure: &Failure) -> bool {
    failure.message.as_ref().is_none_or(|m| m.len() <= MESSAGE)
}

fn few(failures: &[Failure]) -> bool {
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    failures.len() <= FAILURES
        && failures.iter().map(|f| length(&f.message) + length(&f.text)).sum::<usize>() <= FAILURE_BYTES
        && failures.iter().all(|f| length(&f.kind) <= NAME && is_message(f))
}

fn texts(test: &Test) -> usize {
    let output = |kept: &Option<Excerpt>| kept.as_ref().and_then(|k| k.text.as_ref()).map_or(0, String::len);
    let failure = test.failure.as_ref().and_then(|f| f.text.as_ref()).map_or(0, String::len);
    output(&test.stdout) + output(&test.stderr) + failure
}

fn bytes(labels: &Labels) -> usize {
    labels.iter().map(|(k, v)| k.len() + v.len()).sum()
}

/// The first bytes of a text, never half a character.
pub(super) fn head(text: &mut String, limit: usize) {
    if text.len() > limit {
        let mut end = limit;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
    }
}

/// Head and tail of a text.
fn text(text: &mut Option<String>, limit: usize, truncated: &mut bool) {
    if let Some(whole) = text.as_mut().filter(|t| t.len() > limit) {
        let mut kept = HeadTail::new(limit);
        kept.push(whole.as_bytes());
        *whole = kept.text();
        *truncated = true;
    }
}

fn words_of(failure: &mut Failure) {
    if let Some(kind) = &mut failure.kind {
        head(kind, NAME);
    }
    if let Some(message) = &mut failure.message {
        head(message, MESSAGE);
    }
}

/// Values are cut first; then the last keys go.
fn properties(all: &mut Labels) {
    if bytes(all) <= PROPERTIES {
        return;
    }
    let mut left = PROPERTIES;
    for (mut key, mut value) in std::mem::take(all) {
        head(&mut key, NAME);
        head(&mut value, NAME);
        let Some(rest) = left.checked_sub(key.len() + value.len()) else { break };
        left = rest;
        all.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::{NAME, cut};
    use crate::results::{Book, Collected, Format, Options};
    use record::{Excerpt, Failure, Record as _, Status, Test};

    fn blank() -> Test {
        let options = Options::default();
        let mut kept = Collected::default();
        let mut test = Book::new(&options, "-", &mut kept).blank(Format::Junit, None);
        test.name = "n".to_owned();
        test
    }

    #[test]
    fn a_record_of_usual_size_is_left_alone() {
        let mut test = blank();
        test.failure = Some(Failure { text: Some("x".repeat(256 << 10)), count: 1, ..Failure::default() });
        assert_eq!(cut(&test), None);
    }

    #[test]
    fn nothing_makes_a_line_that_our_readers_refuse() {
        // Control characters take six bytes each, where a format lets them through at all.
        let word = "\u{1}\"é\\".repeat(40_000);
        let text = "\"\n".repeat(100_000);
        let failure = Failure {
            kind: Some(word.clone()),
            message: Some(word.clone()),
            text: Some(text),
            count: 1,
            truncated: false,
        };
        let long = "\\\n".repeat(5 << 20);
        let output = Excerpt { text: Some(long.clone()), bytes: 10 << 20, ..Excerpt::default() };
        let mut test = blank();
        test.name.clone_from(&word);
        test.class = Some(word.clone());
        test.suite = vec![word.clone(); 70];
        test.test_id.clone_from(&word);
        test.status = Status::Fail;
        test.failure = Some(Failure { count: 150, text: Some(long), ..failure.clone() });
        test.failures = vec![failure; 150];
        test.stdout = Some(output.clone());
        test.stderr = Some(output);
        test.properties = (0..200).map(|n| (format!("{n}"), word.clone())).collect();
        let short = cut(&test).expect("it is too large");
        let mut line = Vec::new();
        short.append_json(&mut line).expect("a record");
        assert!(line.len() < crate::text::Lines::LIMIT, "{} bytes", line.len());
        assert_eq!(short.warnings, ["value-cut"]);
        assert_eq!(short.failure.as_ref().map(|f| f.count), Some(150));
        assert!(short.name.len() <= NAME && short.stdout.as_ref().is_some_and(|o| o.truncated));
        assert_eq!(short.test_uid, record::TestId::uid_of(&short.test_id));
        assert_eq!(cut(&short), None, "what was cut is within the limits");
    }

    #[test]
    fn long_ids_stay_apart() {
        let with = |end: &str| {
            let mut test = blank();
            test.test_id = format!("{}{end}", "a".repeat(1 << 20));
            cut(&test).expect("too long").test_id
        };
        assert_ne!(with("x"), with("y"));
        assert_eq!(with("x"), with("x"));
    }
}
