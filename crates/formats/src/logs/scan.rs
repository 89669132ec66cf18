//! One log from its first block to its last record.

use super::blocks::{Answer, Blocks, Fail, GoesOn, Hit, Seen, Want};
use super::carrier::Carrier;
use super::grammar::{End, Grammar};
use super::sink::{Item, Line, Sink};
use super::{Format, Options, Outcome, Stop};
use crate::instant::Instant;
use crate::text::strip_escapes;
use flate2::read::MultiGzDecoder;
use record::Severity;
use regex::bytes::Regex;
use std::borrow::Cow;
use std::io::{self, Cursor, Read};

struct Scan<'o> {
    sink: Sink<'o>,
    grammars: Vec<Box<dyn Grammar>>,
    last: Option<Instant>,
    /// Lines in which a carrier is still looked for.
    head: usize,
    /// The first stamped line by its number: from there on the carrier is in force, so
    /// that it makes no difference how the input comes in pieces.
    begins: Option<(u64, Carrier, Instant)>,
}

/// A carrier stamps from the beginning: a log that shows no stamp in so many lines has
/// none. Its stamps are too particular to be taken for anything else, so one is enough.
const HEAD: usize = 400;

pub(super) fn run<E>(
    mut from: impl Read,
    options: &Options,
    emit: &mut dyn FnMut(Item) -> Result<(), E>,
) -> Result<Outcome, Stop<E>> {
    // Two bytes tell gzip; a slow stream may give them one at a time.
    let mut magic = [0; 2];
    let mut got = 0;
    while got < magic.len() {
        match from.read(&mut magic[got..]) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Stop::Read(error)),
        }
    }
    let whole = Cursor::new(&magic[..got]).chain(from);
    if magic == [0x1f, 0x8b] {
        log(MultiGzDecoder::new(whole), true, options, emit)
    } else {
        log(whole, false, options, emit)
    }
}

fn log<E>(
    from: impl Read,
    packed: bool,
    options: &Options,
    emit: &mut dyn FnMut(Item) -> Result<(), E>,
) -> Result<Outcome, Stop<E>> {
    let wanted = |format: &Format| options.format.is_none_or(|only| only == *format);
    let formats = Format::ALL.iter().map(|(_, format)| *format).filter(wanted);
    let mut scan = Scan {
        sink: Sink::new(options),
        grammars: formats.map(Format::grammar).collect(),
        last: None,
        head: HEAD,
        begins: None,
    };
    let needles = needles(&scan.grammars).map_err(|error| Stop::Read(io::Error::other(error)))?;
    let mut blocks = Blocks::new(&needles);
    let read = blocks.run(from, &mut |seen| scan.see(seen, emit));
    let total = blocks.total();
    let mut complete = true;
    match read {
        Ok(()) => {}
        Err(Fail::Each(error)) => return Err(Stop::Emit(error)),
        // A damaged archive: what came out of it is evidence with a hole at its end.
        Err(Fail::Read(error)) if packed && error.raw_os_error().is_none() => {
            complete = false;
            let message = format!("the compressed data ends early or is damaged: {error}");
            let issue = scan.sink.file_issue("truncated-input", Severity::Error, message);
            scan.sink.report(issue);
        }
        Err(Fail::Read(error)) => {
            scan.finish(total.lines);
            scan.pass_on(emit).map_err(Stop::Emit)?;
            return Err(Stop::Read(error));
        }
    }
    scan.finish(total.lines);
    scan.pass_on(emit).map_err(Stop::Emit)?;
    Ok(Outcome {
        bytes: total.bytes,
        lines: total.lines,
        format: scan.sink.formats(),
        segments: scan.sink.segments(),
        complete,
    })
}

/// The literals of all grammars in use: a line without any of them says nothing.
fn needles(grammars: &[Box<dyn Grammar>]) -> Result<Regex, regex::Error> {
    let literals = grammars.iter().flat_map(|grammar| grammar.literals());
    let mut escaped: Vec<String> = literals.map(|literal| regex::escape(literal)).collect();
    escaped.sort();
    escaped.dedup();
    Regex::new(&format!("(?-u){}", escaped.join("|")))
}

impl Scan<'_> {
    fn see<E>(&mut self, seen: Seen<'_>, emit: &mut dyn FnMut(Item) -> Result<(), E>) -> Result<Answer, E> {
        match seen {
            Seen::Block(block) => self.block(block),
            Seen::Cut(number, offset) => {
                let message = format!("only the first {} bytes were read", super::blocks::LONGEST_LINE);
                let issue = self.sink.line_issue("line-truncated", message, number, offset);
                self.sink.report(issue);
            }
            Seen::Hit(hit) => self.hit(hit),
            Seen::Done(block) => {
                self.reach(u64::MAX);
                self.last = self.sink.carrier.after(self.last, block);
            }
        }
        self.pass_on(emit)?;
        let all = self.grammars.iter().any(|grammar| grammar.wants_all());
        let carrier = self.begins.map_or(self.sink.carrier, |(_, carrier, _)| carrier);
        let goes_on: Option<GoesOn> = (carrier == Carrier::Gitlab).then_some(Carrier::goes_on);
        Ok((if all { Want::All } else { Want::Literals }, goes_on))
    }

    fn block(&mut self, block: &[u8]) {
        if self.head == 0 {
            return;
        }
        for line in block.split_inclusive(|b| *b == b'\n').take(self.head) {
            self.head -= 1;
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            if let Some((carrier, time)) = Carrier::of(line) {
                self.begins = Some(((HEAD - self.head) as u64, carrier, time));
                self.head = 0;
                return;
            }
        }
    }

    /// Puts the carrier in force once its first line is reached.
    fn reach(&mut self, line: u64) {
        if let Some((_, carrier, time)) = self.begins.take_if(|(first, _, _)| *first <= line) {
            self.sink.carrier = carrier;
            self.sink.first = Some(time);
        }
    }

    fn hit(&mut self, hit: Hit<'_>) {
        self.reach(hit.number);
        let carrier = self.sink.carrier;
        let previous = carrier.after(self.last, hit.before);
        let (first, more) = hit.line.split_at(memchr::memchr(b'\n', hit.line).unwrap_or(hit.line.len()));
        let (own, rest) = carrier.split_after(first, previous);
        let at = own.or(previous);
        self.last = carrier.after(previous, hit.line);
        // A line that goes on in others is one without their stamps.
        let whole = (!more.is_empty()).then(|| {
            let parts = more[1..].split(|b| *b == b'\n').map(|part| carrier.split(part).1);
            [rest].into_iter().chain(parts).collect::<Vec<_>>().concat()
        });
        let rest = whole.as_deref().unwrap_or(rest);
        let shown = strip_escapes(shown(rest));
        let text = String::from_utf8_lossy(&shown);
        let line = Line {
            text: &text,
            raw: rest,
            at,
            previous,
            inherited: own.is_none() && at.is_some(),
            lossy: matches!(text, Cow::Owned(_)),
            number: hit.number,
            offset: hit.offset,
        };
        for grammar in &mut self.grammars {
            grammar.line(&line, &mut self.sink);
        }
    }

    fn finish(&mut self, lines: u64) {
        let end = End { at: self.last, lines };
        for grammar in &mut self.grammars {
            grammar.finish(end, &mut self.sink);
        }
    }

    fn pass_on<E>(&mut self, emit: &mut dyn FnMut(Item) -> Result<(), E>) -> Result<(), E> {
        if self.sink.is_empty() {
            return Ok(());
        }
        self.sink.drain().try_for_each(emit)
    }
}

/// What is left of a line that was overwritten with carriage returns: the text after the
/// last one that something follows.
fn shown(line: &[u8]) -> &[u8] {
    let end = line.iter().rposition(|b| *b != b'\r').map_or(0, |last| last + 1);
    let line = &line[..end];
    memchr::memrchr(b'\r', line).map_or(line, |at| &line[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn an_overwritten_line_shows_its_last_text() {
        assert_eq!(shown(b"10%\r50%\rdone"), b"done");
        assert_eq!(shown(b"text\r"), b"text");
        assert_eq!(shown(b"text\r\r"), b"text");
        assert_eq!(shown(b"\r"), b"");
        assert_eq!(shown(b""), b"");
    }
}
