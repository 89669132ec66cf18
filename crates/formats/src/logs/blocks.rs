//! Blocks of whole lines, searched for literals: lines without one cost two passes at
//! memory speed, one for the literals and one that counts newlines.

use memchr::{memchr, memchr_iter, memrchr};
use regex::bytes::Regex;
use std::io::{self, Read};

/// A line is looked at up to this length; what follows is read and dropped. It is also
/// the length of a block: so a line is cut or not by its own length alone, however the
/// input comes in pieces.
pub(super) const LONGEST_LINE: usize = 1 << 20;

/// A line that holds one of the literals.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit<'a> {
    /// Without its newline; with the lines that go on with it, newlines between them.
    pub(super) line: &'a [u8],
    /// From 1.
    pub(super) number: u64,
    /// Bytes before it.
    pub(super) offset: u64,
    /// The lines between the last hit of the block, or its beginning, and this one.
    pub(super) before: &'a [u8],
}

/// What a block says to its receiver.
#[derive(Clone, Copy, Debug)]
pub(super) enum Seen<'a> {
    /// Lines that came new, before anything in them is searched.
    Block(&'a [u8]),
    /// A line with a literal.
    Hit(Hit<'a>),
    /// A line longer than [`LONGEST_LINE`], by number and offset.
    Cut(u64, u64),
    /// All of a block was searched; these are the lines after its last hit.
    Done(&'a [u8]),
}

/// How much was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Total {
    pub(super) bytes: u64,
    pub(super) lines: u64,
}

/// Which lines the receiver wants from here on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Want {
    /// Those with a literal.
    #[default]
    Literals,
    /// Every one.
    All,
}

/// Whether the first line goes on in the second. A literal may stand across the two: such
/// lines are given together, whatever they hold.
pub(super) type GoesOn = fn(&[u8], &[u8]) -> bool;

pub(super) struct Blocks<'n> {
    needles: &'n Regex,
    total: Total,
    want: Want,
    goes_on: Option<GoesOn>,
}

/// What the receiver answers to what it has seen: the lines that it wants, and whether some
/// of them go on with others.
pub(super) type Answer = (Want, Option<GoesOn>);

pub(super) enum Fail<E> {
    Read(io::Error),
    Each(E),
}

impl<'n> Blocks<'n> {
    pub(super) fn new(needles: &'n Regex) -> Blocks<'n> {
        Blocks { needles, total: Total::default(), want: Want::Literals, goes_on: None }
    }

    /// How much was read so far, also after a failure.
    pub(super) fn total(&self) -> Total {
        self.total
    }

    /// Reads to the end.
    pub(super) fn run<E>(
        &mut self,
        mut from: impl Read,
        each: &mut dyn FnMut(Seen<'_>) -> Result<Answer, E>,
    ) -> Result<(), Fail<E>> {
        let mut buffer = vec![0; LONGEST_LINE];
        let mut held = 0;
        // What stands before it was announced.
        let mut told = 0;
        // In the middle of a line that is too long.
        let mut skipping = false;
        loop {
            let n = match from.read(&mut buffer[held..]) {
                Ok(n) => n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    // What is at hand is still evidence.
                    self.rest(&buffer[..held], told, skipping, each).map_err(Fail::Each)?;
                    return Err(Fail::Read(error));
                }
            };
            let (mut start, end) = (0, held + n);
            if n == 0 {
                return self.rest(&buffer[..end], told, skipping, each).map_err(Fail::Each);
            }
            if skipping {
                let Some(newline) = memchr(b'\n', &buffer[held..end]) else {
                    self.total.bytes += n as u64;
                    held = 0;
                    continue;
                };
                start = held + newline + 1;
                self.total.bytes += start as u64;
                self.total.lines += 1;
                skipping = false;
            }
            // Lines that others may go on with are held until it is known.
            let fresh = if self.goes_on.is_some() { start } else { start.max(held) };
            if let Some(newline) = memrchr(b'\n', &buffer[fresh..end]) {
                let whole = fresh + newline + 1;
                told = told.max(start);
                self.announce(&buffer[told..whole], each).map_err(Fail::Each)?;
                told = whole;
                let full = end - start == LONGEST_LINE;
                let whole = start + if full { whole - start } else { self.settled(&buffer[start..whole]) };
                if whole > start {
                    self.block(&buffer[start..whole], each).map_err(Fail::Each)?;
                    start = whole;
                }
            }
            if end - start == LONGEST_LINE {
                self.cut(&buffer, each).map_err(Fail::Each)?;
                self.total.bytes += LONGEST_LINE as u64;
                skipping = true;
                start = end;
            }
            // A line that arrives in crumbs must not be moved with each of them.
            if start > 0 {
                buffer.copy_within(start..end, 0);
            }
            held = end - start;
            told = told.saturating_sub(start);
        }
    }

    /// Shows lines to the receiver once, before anything in them is searched.
    fn announce<E>(
        &mut self,
        lines: &[u8],
        each: &mut dyn FnMut(Seen<'_>) -> Result<Answer, E>,
    ) -> Result<(), E> {
        if !lines.is_empty() {
            (self.want, self.goes_on) = each(Seen::Block(lines))?;
        }
        Ok(())
    }

    /// The last line, when it has no newline.
    fn rest<E>(
        &mut self,
        last: &[u8],
        told: usize,
        skipping: bool,
        each: &mut dyn FnMut(Seen<'_>) -> Result<Answer, E>,
    ) -> Result<(), E> {
        if skipping {
            self.total.lines += 1;
        } else if !last.is_empty() {
            self.announce(&last[told..], each)?;
            self.block(last, each)?;
            self.total.lines += u64::from(!last.ends_with(b"\n"));
        }
        Ok(())
    }

    /// How much of these whole lines can be given: no line to come goes on with it.
    fn settled(&self, lines: &[u8]) -> usize {
        let Some(goes_on) = self.goes_on else { return lines.len() };
        let begin = |end: usize| memrchr(b'\n', &lines[..end - 1]).map_or(0, |newline| newline + 1);
        let mut end = lines.len();
        loop {
            let start = begin(end);
            if start == 0 || !goes_on(&lines[begin(start)..start], &lines[start..end]) {
                return start;
            }
            end = start;
        }
    }

    /// Where lines begin that go on in others, and where the last of those ends; in order.
    fn groups(&self, block: &[u8]) -> Vec<(usize, usize)> {
        let Some(goes_on) = self.goes_on else { return Vec::new() };
        let mut groups: Vec<(usize, usize)> = Vec::new();
        // Where the present group begins, and the line before this one.
        let (mut first, mut before) = (0, 0..0);
        let mut at = 0;
        while at < block.len() {
            let end = memchr(b'\n', &block[at..]).map_or(block.len(), |newline| at + newline);
            if before.is_empty() || !goes_on(&block[before], &block[at..end]) {
                first = at;
            } else if let Some(last) = groups.last_mut().filter(|(start, _)| *start == first) {
                last.1 = end;
            } else {
                groups.push((first, end));
            }
            before = at..end;
            at = end + 1;
        }
        groups
    }

    /// The head of a line that is too long stands for the line.
    fn cut<E>(&mut self, head: &[u8], each: &mut dyn FnMut(Seen<'_>) -> Result<Answer, E>) -> Result<(), E> {
        let total = self.total;
        each(Seen::Cut(total.lines + 1, total.bytes)).map(|_| ())?;
        self.announce(head, each)?;
        self.block(head, each)?;
        self.total = total;
        Ok(())
    }

    fn block<E>(
        &mut self,
        block: &[u8],
        each: &mut dyn FnMut(Seen<'_>) -> Result<Answer, E>,
    ) -> Result<(), E> {
        let groups = self.groups(block);
        let mut groups = groups.into_iter().peekable();
        let (mut at, mut counted) = (0, 0);
        while at < block.len() {
            while groups.next_if(|(start, _)| *start < at).is_some() {}
            let group = groups.peek().copied();
            let found = match self.want {
                Want::All => Some((at, at)),
                Want::Literals => self.needles.find_at(block, at).map(|found| {
                    let newline = memrchr(b'\n', &block[..found.start()]);
                    (newline.map_or(0, |newline| newline + 1), found.end())
                }),
            };
            let (start, found) = match (found, group) {
                (None, None) => break,
                (Some(found), None) => found,
                (None, Some(group)) => group,
                (Some(found), Some(group)) => {
                    if found.0 < group.0 {
                        found
                    } else {
                        group
                    }
                }
            };
            let end = memchr(b'\n', &block[found..]).map_or(block.len(), |n| found + n);
            self.total.lines += memchr_iter(b'\n', &block[counted..start]).count() as u64;
            counted = start;
            (self.want, self.goes_on) = each(Seen::Hit(Hit {
                line: &block[start..end],
                number: self.total.lines + 1,
                offset: self.total.bytes + start as u64,
                before: &block[at.min(start)..start],
            }))?;
            at = (end + 1).min(block.len());
        }
        self.total.lines += memchr_iter(b'\n', &block[counted..]).count() as u64;
        self.total.bytes += block.len() as u64;
        each(Seen::Done(&block[at..])).map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Blocks, Fail, LONGEST_LINE, Seen, Total, Want};
    use proptest::prelude::*;
    use regex::bytes::Regex;
    use std::io::{self, Read};

    /// Gives pieces of varying length.
    struct Pieces<'a>(&'a [u8], usize);

    impl Read for Pieces<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            self.1 = self.1 * 7 % 13 + 1;
            let n = self.1.min(self.0.len()).min(to.len());
            to[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    type Hits = Vec<(Vec<u8>, u64, u64)>;

    fn hits(from: impl Read) -> (Hits, Vec<u64>, Total) {
        let needles = Regex::new("ab|x=").expect("a valid pattern");
        let (mut hits, mut cut) = (Hits::new(), Vec::new());
        let mut blocks = Blocks::new(&needles);
        let done = blocks.run(from, &mut |seen| {
            match seen {
                Seen::Hit(hit) => hits.push((hit.line.to_vec(), hit.number, hit.offset)),
                Seen::Cut(line, _) => cut.push(line),
                Seen::Block(_) | Seen::Done(_) => {}
            }
            Ok::<Answer, ()>((Want::Literals, None))
        });
        assert!(!matches!(done, Err(Fail::Read(_) | Fail::Each(()))));
        (hits, cut, blocks.total())
    }

    fn naive(text: &[u8]) -> Hits {
        let mut offset = 0;
        let mut hits = Hits::new();
        for (n, line) in text.split(|b| *b == b'\n').enumerate() {
            if line.windows(2).any(|w| w == b"ab" || w == b"x=") {
                hits.push((line.to_vec(), n as u64 + 1, offset));
            }
            offset += line.len() as u64 + 1;
        }
        hits
    }

    #[test]
    fn a_line_is_cut_by_its_length_alone() {
        for (len, cuts) in [(LONGEST_LINE - 1, 0), (LONGEST_LINE, 1), (LONGEST_LINE + 1, 1)] {
            for before in [0, 1, 5000, LONGEST_LINE - 1] {
                let mut text = vec![b'.'; before];
                text.push(b'\n');
                text.resize(text.len() + len, b'-');
                text.extend_from_slice(b"\nab");
                let whole = hits(&text[..]);
                let slow = hits(Slow(&text));
                assert_eq!(whole, slow);
                assert_eq!(whole.1.len(), cuts, "{len} behind {before}");
                assert_eq!(whole.0, [(b"ab".to_vec(), 3, text.len() as u64 - 2)]);
            }
        }
    }

    /// Gives pieces of 4093 bytes.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let n = self.0.len().min(to.len()).min(4093);
            to[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    #[test]
    fn a_line_without_end_is_cut_and_the_next_is_found() {
        let mut text = b"ab 1\nab".to_vec();
        text.resize(5 * LONGEST_LINE, b'.');
        text.extend_from_slice(b"ab at the far end\nab 3\nab 4");
        for pieces in [false, true] {
            let (hits, cut, total) =
                if pieces { hits(io::BufReader::new(&text[..])) } else { hits(&text[..]) };
            let lines: Vec<u64> = hits.iter().map(|h| h.1).collect();
            assert_eq!((lines, cut), (vec![1, 2, 3, 4], vec![2]));
            assert_eq!(hits[1].0.len(), LONGEST_LINE);
            assert_eq!(hits[3].2, text.len() as u64 - 4);
            assert_eq!(total, Total { bytes: text.len() as u64, lines: 4 });
        }
    }

    proptest! {
        #[test]
        fn every_line_is_given_when_all_are_wanted(text in "[abx=.\n]{0,200}", seed in 1_usize..12) {
            let needles = Regex::new("ab|x=").expect("a valid pattern");
            let mut blocks = Blocks::new(&needles);
            let mut lines: Vec<(u64, Vec<u8>)> = Vec::new();
            let done = blocks.run(Pieces(text.as_bytes(), seed), &mut |seen| {
                if let Seen::Hit(hit) = seen {
                    lines.push((hit.number, hit.line.to_vec()));
                }
                // From the first hit on.
                Ok::<Answer, ()>((if lines.is_empty() { Want::Literals } else { Want::All }, None))
            });
            prop_assert!(done.is_ok());
            let first = naive(text.as_bytes()).first().map(|hit| hit.1);
            let all = text.lines().enumerate().map(|(n, l)| (n as u64 + 1, l.as_bytes().to_vec()));
            let expected: Vec<_> = all.filter(|(n, _)| first.is_some_and(|first| *n >= first)).collect();
            prop_assert_eq!(lines, expected);
            prop_assert_eq!(blocks.total().lines, text.lines().count() as u64);
        }

        #[test]
        fn every_line_with_a_literal_is_found_once(text in "[abx=.\n]{0,200}", seed in 1_usize..12) {
            let (found, cut, total) = hits(Pieces(text.as_bytes(), seed));
            prop_assert!(cut.is_empty());
            prop_assert_eq!(found, naive(text.as_bytes()));
            prop_assert_eq!(total.bytes, text.len() as u64);
            prop_assert_eq!(total.lines, text.lines().count() as u64);
        }
    }
}
