//! Small integers in chunks.

/// Values in chunks: a vector that doubles would hold up to twice their memory, and many
/// samples grow side by side.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunks {
    full: Vec<Box<[u32; CHUNK]>>,
    /// Of any length where there are no full ones: values that came in one piece.
    tail: Vec<u32>,
}

/// Values in a full chunk.
const CHUNK: usize = 1024;

impl Chunks {
    pub(super) fn len(&self) -> usize {
        self.full.len() * CHUNK + self.tail.len()
    }

    pub(super) fn chunks(&self) -> impl Iterator<Item = &[u32]> {
        self.full.iter().map(|chunk| &chunk[..]).chain(std::iter::once(&*self.tail))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.chunks().flatten().copied()
    }

    #[inline]
    pub(super) fn push(&mut self, value: u32) {
        if self.tail.len() >= CHUNK {
            self.close();
        }
        self.tail.push(value);
    }

    pub(super) fn extend(&mut self, mut values: &[u32]) {
        while !values.is_empty() {
            if self.tail.len() >= CHUNK {
                self.close();
            }
            let (now, later) = values.split_at(values.len().min(CHUNK - self.tail.len()));
            self.tail.extend_from_slice(now);
            values = later;
        }
    }

    #[cold]
    fn close(&mut self) {
        let tail = std::mem::replace(&mut self.tail, Vec::with_capacity(CHUNK));
        match tail.into_boxed_slice().try_into() {
            Ok(chunk) => self.full.push(chunk),
            Err(longer) => {
                let (chunks, rest) = longer.as_chunks();
                self.full.extend(chunks.iter().copied().map(Box::new));
                self.tail.extend_from_slice(rest);
            }
        }
    }

    pub(super) fn append(&mut self, other: Chunks) {
        if self.tail.len() >= CHUNK {
            self.close();
        }
        self.full.extend(other.full);
        self.extend(&other.tail);
    }

    /// Multiplies every value; none may grow out of its bits.
    pub(super) fn multiply(&mut self, by: u32) {
        let chunks = self.full.iter_mut().map(|chunk| &mut chunk[..]);
        chunks.chain(std::iter::once(&mut *self.tail)).flatten().for_each(|value| *value *= by);
    }

    /// Sorts all of them.
    pub(super) fn sort(&mut self, spare: &mut Vec<u32>) {
        if self.full.is_empty() {
            crate::sort::sort_small(&mut self.tail, spare);
        } else {
            crate::sort::sort_pieces(&mut self.full, &mut self.tail, spare);
        }
    }

    /// The value of a rank, once sorted.
    pub(super) fn at(&self, rank: usize) -> Option<u32> {
        match self.full.get(rank / CHUNK) {
            Some(chunk) => Some(chunk[rank % CHUNK]),
            None => self.tail.get(rank - self.full.len() * CHUNK).copied(),
        }
    }
}

impl From<Vec<u32>> for Chunks {
    fn from(tail: Vec<u32>) -> Chunks {
        Chunks { tail, ..Chunks::default() }
    }
}
