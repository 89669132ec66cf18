//! Formats that are one JSON document: CTRF, Allure's result files, GoogleTest's JSON.
//!
//! The document is not held: its tests are taken out of it one by one.

mod allure;
mod ctrf;
mod gtest;
mod split;

pub use allure::history;

use super::{Book, Format, Parser, Place};
use record::Severity;
use serde_json::Value;
use split::{Found, Split};

/// What a format does with the values that it wants.
trait Values {
    fn value(&mut self, path: &'static str, value: Value, place: Place, book: &mut Book<'_>);
    fn finish(&mut self, _book: &mut Book<'_>) {}
}

/// A parser of one of these formats.
pub struct Document {
    split: Split,
    values: Box<dyn Values>,
    empty: bool,
}

impl Document {
    /// For an input of that format; anything else than CTRF and GoogleTest is read as
    /// Allure's.
    pub fn new(format: Format) -> Document {
        let (wanted, values): (_, Box<dyn Values>) = match format {
            Format::Ctrf => (ctrf::WANTED, Box::new(ctrf::Ctrf::default())),
            Format::Gtest => (gtest::WANTED, Box::new(gtest::Gtest::default())),
            _ => (allure::WANTED, Box::new(allure::Allure)),
        };
        Document { split: Split::new(wanted), values, empty: true }
    }
}

impl Parser for Document {
    fn feed(&mut self, bytes: &[u8], book: &mut Book<'_>) {
        self.empty &= bytes.is_empty();
        let values = &mut self.values;
        self.split.feed(bytes, &mut |found: Found<'_>| {
            let place = Place { line: Some(found.line), offset: None };
            let value = serde_json::from_slice(found.json).or_else(|error| {
                // A text that is not UTF-8 loses its bad bytes, not its record.
                match std::str::from_utf8(found.json) {
                    Ok(_) => Err(error),
                    Err(_) => {
                        book.count("invalid-encoding");
                        serde_json::from_str(&String::from_utf8_lossy(found.json))
                    }
                }
            });
            match value {
                Ok(value) => values.value(found.path, value, place, book),
                Err(error) => book.reject(
                    "bad-value",
                    format!("{} is not JSON: {error}", found.path),
                    found.json,
                    place,
                ),
            }
        });
    }

    fn finish(&mut self, book: &mut Book<'_>) {
        if !self.split.is_whole() && !self.empty {
            book.totals.complete = false;
            book.issue("truncated-input", Severity::Error, "the document has no end", Place::default());
        }
        self.values.finish(book);
    }
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}
