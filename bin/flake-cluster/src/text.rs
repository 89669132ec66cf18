//! Input as plain lines: every line is a message, a blank one too.

use cli::{Bad, Cx, Error};
use ndjson::{Lines, Next};

/// Gives every line of every input to `each`, with its number over all inputs. A line over
/// `--max-line` is bad input, and has its number all the same.
pub(crate) fn lines(cx: &Cx, mut each: impl FnMut(u64, &[u8]) -> Result<(), Error>) -> Result<(), Error> {
    let mut number = 0;
    for source in cx.sources()? {
        let file = source.name.clone();
        let limit = cx
            .args()
            .size("max-line")
            .map_or(ndjson::DEFAULT_LIMIT, |n| usize::try_from(n).unwrap_or(usize::MAX));
        let mut lines = Lines::with_limit(source, limit);
        loop {
            match lines.next(&mut |_| Ok(())) {
                Ok(None) => break,
                Ok(Some(Next::Line(line))) => {
                    number += 1;
                    each(number, line.bytes)?;
                }
                Ok(Some(Next::TooLong { number: at, bytes, .. })) => {
                    number += 1;
                    let reason = format!("the line is too long: {bytes} bytes; --max-line raises the limit");
                    cx.bad(Bad { file: &file, line: Some(at), reason: &reason, bytes: b"" })?;
                }
                Err(error) => {
                    cx.error(&Error::io(&file, &error));
                    break;
                }
            }
        }
    }
    Ok(())
}
