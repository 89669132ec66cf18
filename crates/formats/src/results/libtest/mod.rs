//! Rust's test harness: what `cargo test` prints, the harness's JSON, and nextest's.
//!
//! Text: the records of a binary wait for its end, because the output of each test comes
//! behind all verdicts. JSON: nothing waits but open tests.

mod json;
mod nextest;
mod text;

pub use json::LibtestJson;
pub use nextest::NextestText;
pub use text::CargoText;

use record::{Failure, Test};

/// What a panic says: message, file and line, in the layout of Rust 1.73 and later
/// (`panicked at src/lib.rs:12:5:` and the message below) and in that before it
/// (`panicked at 'message', src/lib.rs:12:5`).
fn set_panic(test: &mut Test, failure: &mut Failure, text: &str) {
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some((_, rest)) = line.split_once(" panicked at ") else { continue };
        failure.kind = failure.kind.take().or_else(|| Some("panic".to_owned()));
        if let Some(place) = rest.strip_suffix(':') {
            set_place(test, place);
            let message: Vec<&str> = lines
                .take_while(|l| !l.starts_with("note: ") && !l.starts_with("stack backtrace:"))
                .take(8)
                .collect();
            let message = message.join("\n");
            failure.message = Some(message.trim_end().to_owned()).filter(|m| !m.is_empty());
        } else if let Some((message, place)) = rest.rsplit_once(", ") {
            set_place(test, place);
            let message = message.strip_prefix('\'').unwrap_or(message);
            failure.message = Some(message.strip_suffix('\'').unwrap_or(message).to_owned());
        } else {
            failure.message = Some(rest.to_owned());
        }
        return;
    }
    let first = text.lines().map(str::trim).find(|l| !l.is_empty());
    failure.message = failure.message.take().or_else(|| first.map(str::to_owned));
}

fn set_place(test: &mut Test, place: &str) {
    let mut parts = place.rsplitn(3, ':');
    let (column, line, file) = (parts.next(), parts.next(), parts.next());
    let numbers = column.and_then(|c| c.parse::<u64>().ok()).and(line.and_then(|l| l.parse().ok()));
    if let (Some(line), Some(file)) = (numbers, file) {
        test.file = Some(file.to_owned());
        test.line = Some(line);
    }
}

#[cfg(test)]
mod tests;
