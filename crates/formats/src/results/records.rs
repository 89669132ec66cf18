//! Our own records again: `test.v1` lines, so that what was parsed once can be converted.

use super::book::{Book, Place};
use super::by_line::{ByLine, LineMachine, place};
use crate::text::Line;
use record::{Severity, Test};

/// The parser. Records pass as they are; other schemas are counted.
pub type Records = ByLine<RecordsMachine>;

/// No state: each line stands for itself.
#[derive(Default)]
pub struct RecordsMachine;

impl LineMachine for RecordsMachine {
    fn line(&mut self, line: Line<'_>, book: &mut Book<'_>) {
        one(line.bytes, place(&line), book);
    }

    fn finish(&mut self, _: &mut Book<'_>) {}
}

fn one(bytes: &[u8], place: Place, book: &mut Book<'_>) {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return;
    }
    match record::schema_of(bytes).as_deref() {
        Some("test.v1") => match serde_json::from_slice::<Test>(bytes) {
            Ok(test) => book.pass(&test),
            Err(error) => book.reject("bad-line", format!("not a test.v1: {error}"), bytes, place),
        },
        Some("parse-summary.v1") => {
            #[derive(serde::Deserialize)]
            struct Complete {
                complete: bool,
            }
            if !serde_json::from_slice::<Complete>(bytes).is_ok_and(|c| c.complete) {
                book.totals.complete = false;
                book.issue(
                    "incomplete-input",
                    Severity::Error,
                    "the trailer says that evidence is missing",
                    place,
                );
            }
        }
        Some(_) => book.count("foreign-schema"),
        None => book.reject("bad-line", "not a record", bytes, place),
    }
}
