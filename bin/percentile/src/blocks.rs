//! Blocks of whole lines out of a stream, with bounded memory.

use std::io::{self, Read};

/// What a block aims to be: well within a second-level cache, large enough that handing it
/// over costs nothing.
const BLOCK: usize = 128 << 10;

/// Memory for a block, to be used again.
///
/// It stays as long as it once was: clearing it for every block would cost more than
/// looking at the block.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    memory: Vec<u8>,
    filled: usize,
}

impl Buffer {
    /// The block.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.memory[..self.filled]
    }
}

/// Splits a stream into blocks that end at a line's end.
pub(crate) struct Blocks<R> {
    from: R,
    /// The line that the last block left unfinished.
    carry: Vec<u8>,
    limit: usize,
    ended: bool,
}

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Whole lines; only the very last one may lack its newline.
    Lines,
    /// A line over the limit, of so many bytes; it went to the sink.
    TooLong(u64),
}

impl<R: Read> Blocks<R> {
    /// Reads `from`; a line of more than `limit` bytes is not held.
    pub(crate) fn new(from: R, limit: usize) -> Blocks<R> {
        Blocks { from, carry: Vec::new(), limit, ended: false }
    }

    /// What `tell` says of the first bytes of the stream, which are taken again by the next
    /// block. It is asked with ever more of them (`true`: and there may be more) until it
    /// has an answer; `None` when it has none to all of them.
    pub(crate) fn peek<T>(&mut self, tell: impl Fn(&[u8], bool) -> Option<T>) -> io::Result<Option<T>> {
        let mut buffer = std::mem::take(&mut self.carry);
        let told = loop {
            let told = tell(&buffer, !self.ended);
            if told.is_some() || self.ended {
                break told;
            }
            let filled = buffer.len();
            buffer.resize(filled + BLOCK, 0);
            let n = self.read(&mut buffer[filled..])?;
            buffer.truncate(filled + n);
        };
        self.carry = buffer;
        Ok(told)
    }

    /// Fills `block` with the next lines; `None` at the end. The pieces of a line over the
    /// limit go to `long`.
    pub(crate) fn next(
        &mut self,
        block: &mut Buffer,
        long: &mut dyn FnMut(&[u8]),
    ) -> io::Result<Option<Piece>> {
        let Buffer { memory, filled: kept } = block;
        let mut filled = self.carry.len();
        memory.resize(memory.len().max(BLOCK).max(filled), 0);
        memory[..filled].copy_from_slice(&self.carry);
        self.carry.clear();
        // No newline stands before this place.
        let mut searched = 0;
        loop {
            let most = BLOCK.max(filled + filled / 2 + 1).min(BLOCK.max(self.limit.saturating_add(2)));
            memory.resize(memory.len().max(most), 0);
            while filled < most && !self.ended {
                filled += self.read(&mut memory[filled..most])?;
            }
            if let Some(at) = memchr::memrchr(b'\n', &memory[searched..filled]) {
                let end = searched + at + 1;
                self.carry.extend_from_slice(&memory[end..filled]);
                *kept = end;
                return Ok(Some(Piece::Lines));
            }
            searched = filled;
            if filled > self.limit {
                let bytes = self.skip(memory, filled, long)?;
                // So much memory is not needed again.
                memory.truncate(BLOCK);
                memory.shrink_to_fit();
                *kept = 0;
                return Ok(Some(Piece::TooLong(bytes)));
            }
            if self.ended {
                *kept = filled;
                return Ok((filled > 0).then_some(Piece::Lines));
            }
        }
    }

    /// The rest of a line over the limit; how long it is.
    fn skip(&mut self, memory: &mut [u8], filled: usize, long: &mut dyn FnMut(&[u8])) -> io::Result<u64> {
        let mut bytes = filled as u64;
        long(&memory[..filled]);
        while !self.ended {
            let n = self.read(memory)?;
            match memchr::memchr(b'\n', &memory[..n]) {
                Some(at) => {
                    bytes += at as u64;
                    long(&memory[..at]);
                    self.carry.extend_from_slice(&memory[at + 1..n]);
                    break;
                }
                None => {
                    bytes += n as u64;
                    long(&memory[..n]);
                }
            }
        }
        Ok(bytes)
    }

    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.from.read(to) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
                Ok(n) => {
                    self.ended |= n == 0;
                    return Ok(n);
                }
            }
        }
    }
}

impl<R: Read> Read for Blocks<R> {
    /// The stream itself, what was looked at included: for readers with rules of their own
    /// about lines.
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.carry.is_empty() {
            return Blocks::read(self, to);
        }
        let n = to.len().min(self.carry.len());
        to[..n].copy_from_slice(&self.carry[..n]);
        self.carry.drain(..n);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::{Blocks, Buffer, Piece};
    use proptest::prelude::*;
    use std::io::Read;

    /// Gives at most so many bytes at a time.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
            let n = to.len().min(self.0.len()).min(self.1);
            to[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn all(input: &[u8], step: usize, limit: usize, peek: bool) -> (Vec<u8>, Vec<u64>, Vec<u8>) {
        let mut blocks = Blocks::new(Slow(input, step), limit);
        if peek {
            let line = |head: &[u8], more: bool| (!more || head.contains(&b'\n')).then_some(head.len());
            let seen = blocks.peek(line).expect("no errors");
            assert!(seen.is_some_and(|n| n > 0) || input.is_empty());
        }
        let (mut lines, mut long, mut sunk) = (Vec::new(), Vec::new(), Vec::new());
        let mut block = Buffer::default();
        while let Some(piece) = blocks.next(&mut block, &mut |b| sunk.extend_from_slice(b)).expect("fine") {
            match piece {
                Piece::Lines => lines.extend_from_slice(block.bytes()),
                Piece::TooLong(n) => long.push(n),
            }
        }
        (lines, long, sunk)
    }

    #[test]
    fn a_line_over_the_limit_is_not_held() {
        let long = vec![b'x'; 1 << 20];
        let input = [b"a\n", &long[..], b"\nb\n", &long[..]].concat();
        let (lines, seen, sunk) = all(&input, 70_000, 300_000, true);
        assert_eq!(lines, b"a\nb\n");
        assert_eq!(seen, [1 << 20, 1 << 20]);
        assert_eq!(sunk.len(), 2 << 20);
        let (lines, seen, _) = all(&input, 70_000, 1 << 20, false);
        assert_eq!((lines.len(), seen.len()), (input.len(), 0));
    }

    proptest! {
        #[test]
        fn nothing_is_lost(
            lines in proptest::collection::vec(0_usize..400_000, 0..6),
            step in 1000_usize..300_000,
            terminated: bool,
            peek: bool,
        ) {
            let mut input = Vec::new();
            for (at, length) in lines.iter().enumerate() {
                input.extend(std::iter::repeat_n(b'a' + at as u8, *length));
                if terminated || at + 1 < lines.len() { input.push(b'\n'); }
            }
            let (out, long, _) = all(&input, step, 1 << 20, peek);
            prop_assert_eq!(out.len(), input.len());
            prop_assert!(out == input && long.is_empty());
        }
    }
}
