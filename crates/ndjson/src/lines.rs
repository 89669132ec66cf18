//! The block reader.

use std::io::{self, Read};

/// The longest line that is held in memory unless a flag says otherwise: 16 MiB.
pub const DEFAULT_LIMIT: usize = 16 << 20;

const BLOCK: usize = 256 << 10;

/// One line, without its `\n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// From 1.
    pub number: u64,
    /// Bytes before it in its stream.
    pub offset: u64,
    /// The bytes, a trailing `\r` included.
    pub bytes: &'a [u8],
    /// Whether a `\n` ended it; only the last line can lack one.
    pub terminated: bool,
}

impl Line<'_> {
    /// Whether nothing but white space stands on it: not a record and not an error.
    pub fn is_blank(&self) -> bool {
        self.bytes.iter().all(u8::is_ascii_whitespace)
    }
}

/// What [`Lines::next`] found.
#[derive(Debug, PartialEq, Eq)]
pub enum Next<'a> {
    /// A line that fits.
    Line(Line<'a>),
    /// A line over the limit; its bytes went to the sink and are gone.
    TooLong {
        /// From 1.
        number: u64,
        /// Bytes before it in its stream.
        offset: u64,
        /// Its length without the newline.
        bytes: u64,
    },
}

/// Splits a byte stream at `\n`.
#[derive(Debug)]
pub struct Lines<R> {
    from: R,
    buffer: Vec<u8>,
    /// The unread part of the buffer.
    start: usize,
    end: usize,
    /// No newline stands in `start..searched`.
    searched: usize,
    limit: usize,
    number: u64,
    offset: u64,
    ended: bool,
}

impl<R: Read> Lines<R> {
    /// Reads `from` with the default limit.
    pub fn new(from: R) -> Lines<R> {
        Lines::with_limit(from, DEFAULT_LIMIT)
    }

    /// Reads `from`; a line of more than `limit` bytes is [`Next::TooLong`].
    pub fn with_limit(from: R, limit: usize) -> Lines<R> {
        Lines {
            from,
            buffer: vec![0; BLOCK.min(limit.saturating_add(1)).max(1)],
            start: 0,
            end: 0,
            searched: 0,
            limit,
            number: 0,
            offset: 0,
            ended: false,
        }
    }

    /// Whether the next call answers without reading, and so without waiting.
    pub fn ready(&mut self) -> bool {
        self.ended || self.newline().is_some()
    }

    /// Bytes handed out so far.
    pub fn position(&self) -> u64 {
        self.offset
    }

    /// What is in memory already, for readers that can take many lines at once. It may end
    /// within a line, and to be empty is usual.
    pub fn ahead(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Counts the first `bytes` of [`Lines::ahead`], which are so many whole lines, as handed
    /// out.
    pub fn pass(&mut self, bytes: usize, lines: u64) {
        let bytes = bytes.min(self.end - self.start);
        self.start += bytes;
        self.searched = self.searched.max(self.start);
        self.offset += bytes as u64;
        self.number += lines;
    }

    fn newline(&mut self) -> Option<usize> {
        let found = memchr::memchr(b'\n', &self.buffer[self.searched..self.end]);
        match found {
            Some(at) => {
                self.searched += at;
                Some(self.searched)
            }
            None => {
                self.searched = self.end;
                None
            }
        }
    }

    /// The next line, or `None` at the end. The pieces of a line over the limit are given
    /// to `long` as they come (without the newline).
    ///
    /// # Errors
    /// Whatever reading gives, but for an interrupted read, which is tried again; and
    /// whatever `long` gives.
    pub fn next(&mut self, long: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<Option<Next<'_>>> {
        loop {
            if let Some(at) = self.newline() {
                if at - self.start > self.limit {
                    return self.skip(long).map(Some);
                }
                return Ok(Some(Next::Line(self.take(at, true))));
            }
            if self.ended {
                if self.start == self.end {
                    return Ok(None);
                }
                if self.end - self.start > self.limit {
                    return self.skip(long).map(Some);
                }
                return Ok(Some(Next::Line(self.take(self.end, false))));
            }
            if self.end - self.start > self.limit {
                return self.skip(long).map(Some);
            }
            self.fill()?;
        }
    }

    fn take(&mut self, end: usize, terminated: bool) -> Line<'_> {
        let start = self.start;
        self.start = end + usize::from(terminated);
        self.searched = self.start;
        self.number += 1;
        let offset = self.offset;
        self.offset += (self.start - start) as u64;
        Line { number: self.number, offset, bytes: &self.buffer[start..end], terminated }
    }

    /// Reads once more; `ended` when there is no more.
    fn fill(&mut self) -> io::Result<()> {
        if self.end == self.buffer.len() {
            if self.start > 0 {
                self.buffer.copy_within(self.start..self.end, 0);
                self.end -= self.start;
                self.searched -= self.start;
                self.start = 0;
            }
            if self.end * 2 > self.buffer.len() {
                let more = (self.buffer.len() * 2).min(self.limit.saturating_add(BLOCK));
                self.buffer.resize(more.max(self.end + 1), 0);
            }
        }
        loop {
            match self.from.read(&mut self.buffer[self.end..]) {
                Ok(0) => self.ended = true,
                Ok(n) => self.end += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            }
            return Ok(());
        }
    }

    /// Hands the rest of an overlong line to the sink, a block at a time.
    fn skip(&mut self, long: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<Next<'static>> {
        let mut bytes = 0u64;
        let offset = self.offset;
        let terminated = loop {
            if let Some(at) = self.newline() {
                bytes += (at - self.start) as u64;
                long(&self.buffer[self.start..at])?;
                self.start = at + 1;
                break true;
            }
            bytes += (self.end - self.start) as u64;
            long(&self.buffer[self.start..self.end])?;
            self.start = 0;
            self.end = 0;
            self.searched = 0;
            if self.ended {
                break false;
            }
            self.fill()?;
        };
        self.searched = self.start;
        // A line of many megabytes must not leave its buffer behind.
        if self.buffer.len() > 4 * BLOCK {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
            self.searched = 0;
            self.buffer.truncate(self.end.max(BLOCK));
            self.buffer.shrink_to_fit();
        }
        self.number += 1;
        self.offset += bytes + u64::from(terminated);
        Ok(Next::TooLong { number: self.number, offset, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Next};
    use std::io::{self, Read};

    /// Gives its bytes in pieces of the given size, and an interruption now and then.
    struct Drip<'a>(&'a [u8], usize, u32);

    impl Read for Drip<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            self.2 += 1;
            if self.2.is_multiple_of(3) {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let n = self.1.min(self.0.len()).min(to.len());
            to[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    /// Number, offset, bytes (none of a line over the limit), length, terminated.
    type Got = (u64, u64, Option<Vec<u8>>, u64, bool);

    fn all(input: &[u8], piece: usize, limit: usize) -> Vec<Got> {
        let mut lines = Lines::with_limit(Drip(input, piece, 0), limit);
        let mut out = Vec::new();
        let mut long = Vec::new();
        loop {
            let next = lines
                .next(&mut |piece| {
                    long.extend_from_slice(piece);
                    Ok(())
                })
                .expect("no read fails");
            match next {
                None => return out,
                Some(Next::Line(l)) => {
                    out.push((
                        l.number,
                        l.offset,
                        Some(l.bytes.to_vec()),
                        l.bytes.len() as u64,
                        l.terminated,
                    ));
                }
                Some(Next::TooLong { number, offset, bytes }) => {
                    assert_eq!(bytes, long.len() as u64);
                    long.clear();
                    out.push((number, offset, None, bytes, false));
                }
            }
        }
    }

    #[test]
    fn any_block_size_gives_the_same_lines() {
        let input = b"one\n\ntwo two\r\n\xff\xfe\nlast";
        let want = all(input, 1000, 1000);
        assert_eq!(want.len(), 5);
        assert_eq!(want[2], (3, 5, Some(b"two two\r".to_vec()), 8, true));
        assert_eq!(want[4], (5, 17, Some(b"last".to_vec()), 4, false));
        for piece in 1..input.len() {
            assert_eq!(all(input, piece, 1000), want);
        }
    }

    #[test]
    fn an_overlong_line_is_streamed_and_the_next_one_is_right() {
        for (input, tail) in [(&b"ab\n0123456789\ncd\n"[..], 3), (b"ab\n0123456789", 2)] {
            for piece in 1..input.len() {
                let got = all(input, piece, 5);
                assert_eq!(got.len(), tail, "piece {piece}");
                assert_eq!(got[1], (2, 3, None, 10, false));
                if tail == 3 {
                    assert_eq!(got[2], (3, 14, Some(b"cd".to_vec()), 2, true));
                }
            }
        }
    }

    #[test]
    fn a_line_of_exactly_the_limit_fits() {
        for piece in 1..8 {
            assert_eq!(all(b"12345\n1", piece, 5).len(), 2);
            assert_eq!(all(b"12345\n1", piece, 5)[0].3, 5);
            assert!(all(b"123456\n1", piece, 5)[0].2.is_none());
        }
    }

    #[test]
    fn lines_taken_at_once_are_counted() {
        let input = b"one\ntwo\nthree\nfour";
        for piece in 1..input.len() {
            let mut lines = Lines::with_limit(Drip(input, piece, 0), 1000);
            let mut seen = Vec::new();
            loop {
                let ahead = lines.ahead().to_vec();
                // Every second look takes the first line.
                if let Some(at) = ahead.iter().position(|&b| b == b'\n').filter(|_| seen.len() % 2 == 0) {
                    seen.push((seen.len() as u64 + 1, lines.position(), ahead[..at].to_vec()));
                    lines.pass(at + 1, 1);
                    continue;
                }
                match lines.next(&mut |_| Ok(())).expect("no read fails") {
                    Some(Next::Line(l)) => seen.push((l.number, l.offset, l.bytes.to_vec())),
                    _ => break,
                }
            }
            let want = [(1, 0, &b"one"[..]), (2, 4, b"two"), (3, 8, b"three"), (4, 14, b"four")];
            assert_eq!(seen, want.map(|(n, at, text)| (n, at, text.to_vec())), "piece {piece}");
        }
    }

    #[test]
    fn memory_does_not_grow_with_a_line_over_the_limit() {
        let mut lines = Lines::with_limit(io::repeat(b'x').take(64 << 20), 1 << 20);
        let mut seen = 0u64;
        let next = lines.next(&mut |p| {
            seen += p.len() as u64;
            Ok(())
        });
        assert_eq!(next.expect("reads"), Some(Next::TooLong { number: 1, offset: 0, bytes: 64 << 20 }));
        assert_eq!(seen, 64 << 20);
        assert!(lines.buffer.capacity() <= 4 << 20);
    }
}
