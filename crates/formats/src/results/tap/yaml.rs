//! The flat part of YAML that test runners write into their diagnostic blocks.

use crate::number::plain;
use crate::results::book::ms;
use record::{Failure, Kind, Test};

/// The flat part of a YAML block that test runners write.
pub(super) fn read(text: &str, test: &mut Test) -> Failure {
    let mut failure = Failure { count: 1, ..Failure::default() };
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let inner = line.trim_start();
        let indent = line.len() - inner.len();
        let Some((key, value)) = inner.split_once(':') else { continue };
        let value = value.trim();
        let mut block = String::new();
        if matches!(value, "|-" | "|" | ">" | ">-" | "|+" | ">+") {
            while let Some(next) = lines.peek() {
                let deeper = next.len() - next.trim_start().len() > indent;
                if !deeper && !next.trim().is_empty() {
                    break;
                }
                if !block.is_empty() {
                    block.push('\n');
                }
                block.push_str(next.trim());
                lines.next();
            }
        }
        let scalar = if block.is_empty() { unquote(value) } else { block.trim_end().to_owned() };
        if scalar.is_empty() {
            continue;
        }
        match key {
            "duration_ms" if indent == 0 => {
                test.duration_ms = plain(&scalar).and_then(ms).or(test.duration_ms);
            }
            "type" if indent == 0 && scalar == "suite" => test.kind = Kind::Container,
            "failureType" | "name" if failure.kind.is_none() && (key == "failureType" || indent > 0) => {
                failure.kind = Some(scalar);
            }
            "message" | "error" if failure.message.is_none() => failure.message = Some(scalar),
            "location" | "at" if test.file.is_none() => {
                let mut parts = scalar.rsplitn(3, ':');
                let (column, line, file) = (parts.next(), parts.next(), parts.next());
                if let (Some(_), Some(line), Some(file)) =
                    (column.and_then(plain), line.and_then(plain), file)
                {
                    test.file = Some(file.to_owned());
                    test.line = Some(line as u64);
                }
            }
            _ => {}
        }
    }
    failure
}

fn unquote(text: &str) -> String {
    if let Some(inner) = text.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')) {
        return inner.replace("''", "'");
    }
    if text.starts_with('"') && text.ends_with('"') && text.len() >= 2 {
        return serde_json::from_str(text).unwrap_or_else(|_| text[1..text.len() - 1].to_owned());
    }
    text.to_owned()
}
