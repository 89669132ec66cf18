//! One input from its first byte to its end: decompressed, recognised, parsed.

use super::detect::{SNIFF, detect};
use super::xml::Xml;
use super::{Book, Format, Parser, Place};
use super::{bep, doc, dotnet, go, junit, libtest, records, reportlog, robot, tap, teamcity};
use flate2::read::MultiGzDecoder;
use record::Severity;
use std::io::{self, Read};

/// What became of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The format that it was read as; `None` when none was recognised.
    pub format: Option<Format>,
    /// Bytes after decompression.
    pub bytes: u64,
}

/// The parser of a format.
pub fn parser(format: Format) -> Box<dyn Parser> {
    match format {
        Format::Go => Box::new(go::GoJson::new()),
        Format::GoText => Box::new(go::GoText::new()),
        Format::Tap => Box::new(tap::Tap::new()),
        Format::Libtest => Box::new(libtest::LibtestJson::new()),
        Format::Cargo => Box::new(libtest::CargoText::new()),
        Format::Nextest => Box::new(libtest::NextestText::new()),
        Format::Reportlog => Box::new(reportlog::Reportlog::new()),
        Format::Teamcity => Box::new(teamcity::Teamcity::new()),
        Format::Bep => Box::new(bep::Bep::new()),
        Format::Trx => Box::new(Xml::new(dotnet::TrxMachine::default())),
        Format::Nunit => Box::new(Xml::new(dotnet::NunitMachine::default())),
        Format::Xunit => Box::new(Xml::new(dotnet::XunitMachine::default())),
        Format::Robot => Box::new(Xml::new(robot::RobotMachine::default())),
        Format::Ctrf | Format::Allure | Format::Gtest => Box::new(doc::Document::new(format)),
        Format::Records => Box::new(records::Records::new()),
        Format::Junit => Box::new(junit::parser()),
    }
}

/// Reads an input to its end. gzip is undone where its magic number stands at the start;
/// the format is the given one or the one that the content shows. An input that breaks
/// off is parsed as far as it goes and leaves `truncated-input` in the book; one that
/// nothing recognises leaves `unknown-format`.
///
/// # Errors
/// When reading fails for another reason than the data.
pub fn read(mut from: impl Read, format: Option<Format>, book: &mut Book<'_>) -> io::Result<Outcome> {
    let mut magic = [0; 2];
    let mut have = 0;
    while have < 2 {
        match from.read(&mut magic[have..])? {
            0 => break,
            n => have += n,
        }
    }
    let from = magic[..have].chain(from);
    if magic == [0x1f, 0x8b] {
        stream(MultiGzDecoder::new(from), true, format, book)
    } else {
        stream(from, false, format, book)
    }
}

/// Fills as much of `buffer` as one read gives. A damaged compression ends the input.
fn fill(
    from: &mut impl Read,
    packed: bool,
    buffer: &mut [u8],
    bytes: u64,
    book: &mut Book<'_>,
) -> io::Result<usize> {
    loop {
        return match from.read(buffer) {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e)
                if packed
                    && matches!(
                        e.kind(),
                        io::ErrorKind::UnexpectedEof
                            | io::ErrorKind::InvalidInput
                            | io::ErrorKind::InvalidData
                    ) =>
            {
                book.totals.complete = false;
                let place = Place { line: None, offset: Some(bytes) };
                book.issue(
                    "truncated-input",
                    Severity::Error,
                    format!("the gzip stream is damaged: {e}"),
                    place,
                );
                Ok(0)
            }
            other => other,
        };
    }
}

fn stream(
    mut from: impl Read,
    packed: bool,
    format: Option<Format>,
    book: &mut Book<'_>,
) -> io::Result<Outcome> {
    let mut buffer = vec![0; SNIFF];
    let mut have = 0;
    let mut chosen = format;
    let mut ended = false;
    while chosen.is_none() && have < SNIFF {
        let n = fill(&mut from, packed, &mut buffer[have..], have as u64, book)?;
        if n == 0 {
            ended = true;
            break;
        }
        have += n;
        // A live stream may not have so much for a long time: whole lines must do, and of XML
        // a tag.
        let head = &buffer[..have];
        let xml = head.trim_ascii_start().first() == Some(&b'<') && head.contains(&b'>');
        if book.options.live && (xml || head.contains(&b'\n')) {
            chosen = detect(&buffer[..have]).map(|f| f.format);
        }
    }
    let head = &buffer[..have];
    let Some(format) = chosen.or_else(|| detect(head).map(|f| f.format)) else {
        let head_state = broken(head);
        let mut bytes = have as u64;
        // The rest is only counted, and not all of what may have no end.
        while !ended && bytes < 16 << 20 {
            let n = fill(&mut from, packed, &mut buffer, bytes, book)?;
            bytes += n as u64;
            ended = n == 0;
        }
        unknown(head_state, bytes, book);
        return Ok(Outcome { format: None, bytes });
    };
    let mut parser = parser(format);
    let mut bytes = have as u64;
    parser.feed(head, book);
    while !ended && !book.closed() {
        let n = fill(&mut from, packed, &mut buffer, bytes, book)?;
        if n == 0 {
            break;
        }
        bytes += n as u64;
        parser.feed(&buffer[..n], book);
    }
    parser.finish(book);
    Ok(Outcome { format: Some(format), bytes })
}

fn unknown(broken: Option<Broken>, bytes: u64, book: &mut Book<'_>) {
    book.totals.complete = false;
    let (code, message) = match broken {
        Some(Broken::Empty) if bytes == 0 => ("empty-input", "the input is empty"),
        Some(Broken::Empty) => ("empty-input", "the input is white space"),
        Some(Broken::Cut) => ("truncated-input", "the input ends before its root element"),
        None => ("unknown-format", "no format of test results was recognised; --input-format names one"),
    };
    book.issue(code, Severity::Error, message, Place::default());
}

/// Why an input cannot be recognised although it may have been meant as results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// No bytes, or white space.
    Empty,
    /// XML that ends before its root element is open.
    Cut,
}

/// Whether the start of an input, at most [`SNIFF`] bytes of it, is all there is of one
/// that was never written or was cut.
pub fn broken(head: &[u8]) -> Option<Broken> {
    if head.len() >= SNIFF {
        return None;
    }
    let mut rest = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if rest.is_empty() {
        return Some(Broken::Empty);
    }
    while rest.first() == Some(&b'<') {
        let end: &[u8] = match rest {
            [b'<', b'?', ..] => b"?>",
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            _ => b">",
        };
        let Some(at) = memchr::memmem::find(rest, end) else { return Some(Broken::Cut) };
        if !matches!(rest.get(1), Some(b'?' | b'!')) {
            return None;
        }
        rest = rest[at + end.len()..].trim_ascii_start();
    }
    rest.is_empty().then_some(Broken::Cut)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::results::{Book, Options, Sink};
    use record::{Issue, Test};
    use std::cell::Cell;
    use std::io::{self, Read};
    use std::rc::Rc;

    struct Count(Rc<Cell<u64>>);

    impl Sink for Count {
        fn test(&mut self, _: &Test) {
            self.0.set(self.0.get() + 1);
        }
        fn issue(&mut self, issue: Issue) {
            panic!("{issue:?}");
        }
    }

    /// Gives its pieces one by one; a case must be out before the second one comes.
    struct Slow {
        pieces: Vec<&'static str>,
        at: usize,
        given: u64,
        seen: Rc<Cell<u64>>,
    }

    impl Read for Slow {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let Some(piece) = self.pieces.first() else { return Ok(0) };
            if self.at == 0 {
                assert_eq!(self.seen.get(), self.given, "before {piece}");
                self.given += 1;
            }
            let rest = &piece.as_bytes()[self.at..];
            let len = rest.len().min(to.len());
            to[..len].copy_from_slice(&rest[..len]);
            self.at += len;
            if self.at == piece.len() {
                self.pieces.remove(0);
                self.at = 0;
            }
            Ok(len)
        }
    }

    #[test]
    fn a_live_stream_gives_a_case_before_the_next_one_comes() {
        for pieces in [
            vec!["<testsuite name='s'><testcase name='a'/>", "<testcase name='b'/></testsuite>"],
            vec![
                "{\"Action\":\"run\",\"Package\":\"p\",\"Test\":\"A\"}\n{\"Action\":\"pass\",\"Package\":\"p\",\"Test\":\"A\"}\n",
                "{\"Action\":\"pass\",\"Package\":\"p\"}\n",
            ],
        ] {
            let seen = Rc::new(Cell::new(0));
            let options = Options { live: true, ..Options::default() };
            let mut sink = Count(Rc::clone(&seen));
            let mut book = Book::new(&options, "-", &mut sink);
            read(Slow { pieces, at: 0, given: 0, seen }, None, &mut book).expect("no failure");
        }
    }
}
