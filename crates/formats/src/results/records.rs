//! Our own records again: `test.v1` lines, so that what was parsed once can be converted.

use super::Parser;
use super::book::{Book, Place};
use crate::text::Lines;
use record::{Severity, Test};

/// The parser. Records pass as they are; other schemas are counted.
pub struct Records {
    lines: Lines,
}

impl Records {
    /// For one input.
    pub fn new() -> Records {
        Records { lines: Lines::new() }
    }
}

impl Default for Records {
    fn default() -> Records {
        Records::new()
    }
}

impl Parser for Records {
    fn feed(&mut self, bytes: &[u8], book: &mut Book<'_>) {
        self.lines.feed(bytes, |line| one(line.bytes, Place::new(line.number, line.offset), book));
    }

    fn finish(&mut self, book: &mut Book<'_>) {
        self.lines.finish(|line| one(line.bytes, Place::new(line.number, line.offset), book));
    }
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
