//! Small integers in chunks.

/// Values in chunks: a vector that doubles would hold up to twice their memory, and many
/// samples grow side by side.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunks {
    full: Vec<Box<[u32]>>,
    /// Values in the full ones.
    before: usize,
    tail: Vec<u32>,
}

/// Values in a chunk.
const CHUNK: usize = 1024;

impl Chunks {
    pub(super) fn len(&self) -> usize {
        self.before + self.tail.len()
    }

    pub(super) fn chunks(&self) -> impl Iterator<Item = &[u32]> {
        self.full.iter().map(|chunk| &**chunk).chain(std::iter::once(&*self.tail))
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
        let full = std::mem::replace(&mut self.tail, Vec::with_capacity(CHUNK));
        self.before += full.len();
        self.full.push(full.into_boxed_slice());
    }

    pub(super) fn append(&mut self, other: Chunks) {
        self.before += other.before;
        self.full.extend(other.full);
        self.extend(&other.tail);
    }

    /// Multiplies every value; none may grow out of its bits.
    pub(super) fn multiply(&mut self, by: u32) {
        let chunks = self.full.iter_mut().map(|chunk| &mut **chunk);
        chunks.chain(std::iter::once(&mut *self.tail)).flatten().for_each(|value| *value *= by);
    }

    /// All in one piece, sorted.
    pub(super) fn sort(&mut self, spare: &mut Vec<u32>) {
        if !self.full.is_empty() {
            let mut all = Vec::with_capacity(self.len());
            for chunk in self.full.drain(..) {
                all.extend_from_slice(&chunk);
            }
            all.extend_from_slice(&self.tail);
            self.before = 0;
            self.tail = all;
        }
        crate::sort::sort_small(&mut self.tail, spare);
    }

    /// The value of a rank, once sorted.
    pub(super) fn at(&self, rank: usize) -> Option<u32> {
        if self.full.is_empty() { self.tail.get(rank).copied() } else { self.iter().nth(rank) }
    }
}

impl From<Vec<u32>> for Chunks {
    fn from(tail: Vec<u32>) -> Chunks {
        Chunks { tail, ..Chunks::default() }
    }
}
