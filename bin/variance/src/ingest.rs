//! Inputs into a reader: line by line, or by the block where they are bare numbers.
//!
//! Keeps what every tool promises of its input: blank lines are nothing, malformed ones
//! follow `--bad-input`, a line over `--max-line` is not held, records of foreign schemas
//! are counted, trailers are watched, an input that fails is told and the next one read.

use crate::detect::detect;
use crate::numbers;
use crate::read::{Input, Reader};
use cli::{Bad, Cx, Error, Source, Status, Take};
use ndjson::{Lines, Next};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

/// What is read at once.
const BLOCK: usize = 256 << 10;

/// What was seen besides samples.
#[derive(Default)]
struct Seen {
    foreign: BTreeMap<String, u64>,
    incomplete: bool,
}

/// Reads all operands; whether they were whole.
///
/// # Errors
/// When bad input is to stop the run, or standard input is a terminal.
pub(crate) fn operands(cx: &Cx, reader: &mut Reader) -> Result<bool, Error> {
    let mut seen = Seen::default();
    for source in cx.sources()? {
        one(cx, source, reader, &mut seen)?;
    }
    // What could not be read was said already.
    if reader.set.is_empty() && cx.rejected() == 0 && cx.is_complete() {
        cx.warn("no samples in the input");
    }
    // An operand that could not be opened is missing evidence too.
    Ok(end(cx, &seen) && cx.is_complete())
}

/// Reads one file that a flag names, by the same rules.
///
/// # Errors
/// When it cannot be opened, or bad input is to stop the run.
pub(crate) fn file(cx: &Cx, path: &Path, reader: &mut Reader) -> Result<(), Error> {
    let mut seen = Seen::default();
    one(cx, cx.open(path.as_os_str())?, reader, &mut seen)?;
    if reader.set.is_empty() && cx.rejected() == 0 {
        cx.warn(format!("{}: no samples in it", path.display()));
    }
    end(cx, &seen);
    Ok(())
}

fn end(cx: &Cx, seen: &Seen) -> bool {
    let unknown: Vec<String> = seen
        .foreign
        .iter()
        .filter(|(schema, _)| !schema.is_empty() && !record::SCHEMAS.contains(&schema.as_str()))
        .map(|(schema, n)| format!("{schema} ({n})"))
        .collect();
    if !unknown.is_empty() {
        cx.warn(format!("records of unknown schema, not used: {}", unknown.join(", ")));
    }
    if seen.incomplete {
        cx.raise(Status::BadInput);
    }
    !seen.incomplete
}

/// Reads one input to its end.
fn one(cx: &Cx, mut source: Source, reader: &mut Reader, seen: &mut Seen) -> Result<(), Error> {
    let name = source.name.clone();
    reader.begin(cx, &name)?;
    // Enough to tell what it is: a line mostly, a few where the first one leaves it open.
    let mut head = Vec::new();
    let mut going = true;
    while reader.input().is_none() {
        if let Some(input) = detect(&head, going) {
            reader.tell(input);
        } else if !going {
            break;
        } else {
            going = more(&mut source, &mut head).map_err(|e| Error::io(&name, &e))?;
        }
    }
    let bare = reader.input() == Some(Input::Numbers);
    let done = if bare {
        by_block(cx, &name, source, head, reader)
    } else {
        by_line(cx, &name, source, head, reader, seen)
    };
    if let Err(error) = done {
        if error.status() != Status::Io {
            return Err(error);
        }
        cx.error(&error);
        seen.incomplete = true;
    }
    reader.end(cx)
}

/// Reads on into a buffer; `false` at the end.
fn more(source: &mut Source, buffer: &mut Vec<u8>) -> std::io::Result<bool> {
    let filled = buffer.len();
    buffer.resize(filled + BLOCK, 0);
    let read = loop {
        match source.read(&mut buffer[filled..]) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            other => break other,
        }
    };
    buffer.truncate(filled + read.as_ref().map_or(0, |n| *n));
    Ok(read? > 0)
}

fn limit(cx: &Cx) -> usize {
    let asked = cx.args().size("max-line").and_then(|n| usize::try_from(n).ok());
    asked.unwrap_or(ndjson::DEFAULT_LIMIT)
}

const TOO_LONG: &str = "the line is too long; --max-line raises the limit";

fn by_line(
    cx: &Cx,
    name: &str,
    source: Source,
    head: Vec<u8>,
    reader: &mut Reader,
    seen: &mut Seen,
) -> Result<(), Error> {
    let mut lines = Lines::with_limit(Cursor::new(head).chain(source), limit(cx));
    // Rejected lines are kept whole where somebody asked for them.
    let (keep, mut long) = (cx.args().has("rejects"), Vec::new());
    let mut closed_well = false;
    loop {
        long.clear();
        let next = lines.next(&mut |piece| {
            if keep {
                long.extend_from_slice(piece);
            }
            Ok(())
        });
        let next = next.map_err(|e| Error::io(name, &e))?;
        let line = match next {
            None => break,
            Some(Next::Line(line)) if line.is_blank() => continue,
            Some(Next::Line(line)) => line,
            Some(Next::TooLong { number, .. }) => {
                cx.bad(Bad { file: name, line: Some(number), reason: TOO_LONG, bytes: &long })?;
                continue;
            }
        };
        let bytes = match line.number {
            1 => line.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line.bytes),
            _ => line.bytes,
        };
        closed_well = false;
        match reader.line(bytes) {
            Take::Foreign => {
                let schema = record::schema_of(bytes).unwrap_or_default();
                if schema == "parse-summary.v1" {
                    closed_well = true;
                    if !is_complete(bytes) {
                        let place = format!("{name}:{}", line.number);
                        cx.warn(format!("{place}: the trailer says that the stream is incomplete"));
                        seen.incomplete = true;
                    }
                }
                *seen.foreign.entry(schema.into_owned()).or_default() += 1;
            }
            Take::Bad(reason) => {
                cx.bad(Bad { file: name, line: Some(line.number), reason: &reason, bytes })?;
            }
            Take::Used | Take::Stop => {}
        }
    }
    if cx.args().has("require-complete") && !closed_well {
        cx.warn(format!("{name}: no parse-summary.v1 at the end: the stream may be cut"));
        seen.incomplete = true;
    }
    Ok(())
}

fn is_complete(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Trailer {
        complete: bool,
    }
    serde_json::from_slice::<Trailer>(bytes).is_ok_and(|t| t.complete)
}

/// Bare numbers: whole blocks of plain lines, the careful reader for all others.
fn by_block(
    cx: &Cx,
    name: &str,
    mut source: Source,
    mut buffer: Vec<u8>,
    reader: &mut Reader,
) -> Result<(), Error> {
    let limit = limit(cx);
    let mut number = 0;
    // Inside of a line that is too long to be held, unless somebody asked for it.
    let (keep, mut skipping, mut long) = (cx.args().has("rejects"), false, Vec::new());
    let mut going = true;
    loop {
        let whole = buffer.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let whole = if going { whole } else { buffer.len() };
        let mut at = 0;
        while at < whole {
            if !skipping {
                let place = reader.bare_place();
                let (taken, lines) = match place {
                    Some((place, session)) => {
                        numbers::take(&buffer[at..whole], reader.set.at(place), session)
                    }
                    None => (0, 0),
                };
                at += taken;
                number += lines;
                if at == whole {
                    break;
                }
            }
            let rest = &buffer[at..whole];
            let length = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
            let line = &rest[..length];
            at += length + 1;
            number += 1;
            if std::mem::take(&mut skipping) {
                if keep {
                    long.extend_from_slice(line);
                }
                cx.bad(Bad { file: name, line: Some(number), reason: TOO_LONG, bytes: &long })?;
                long.clear();
                continue;
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let line = if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
            if let Take::Bad(reason) = reader.line(line) {
                cx.bad(Bad { file: name, line: Some(number), reason: &reason, bytes: line })?;
            }
        }
        if !going {
            if skipping {
                cx.bad(Bad { file: name, line: Some(number + 1), reason: TOO_LONG, bytes: &long })?;
            }
            return Ok(());
        }
        buffer.drain(..whole);
        skipping |= buffer.len() > limit;
        if skipping {
            if keep {
                long.extend_from_slice(&buffer);
            }
            buffer.clear();
        }
        going = more(&mut source, &mut buffer).map_err(|e| Error::io(name, &e))?;
    }
}
