//! SHA-256 of readers and files, as `sha256sum` computes it.
//!
//! Files are read, not mapped: a file that shrinks under a mapping kills the reader, and
//! a mapping of a large file is charged as resident memory.

use crate::open::{Refusal, changed, open_regular};
use sha2::{Digest as _, Sha256};
use std::io::{self, Read};
use std::path::Path;

/// How much is read at once: above it the system call's cost no longer shows.
const BLOCK: usize = 256 << 10;

/// A digest and how many bytes went into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// SHA-256, 64 lower-case hex digits.
    pub sha256: String,
    /// Length of what was hashed.
    pub bytes: u64,
}

/// Hashes with one buffer that is kept over many files.
#[derive(Debug, Default)]
pub struct Hasher {
    buffer: Vec<u8>,
}

impl Hasher {
    /// Hashes everything that `from` gives.
    ///
    /// # Errors
    /// Those of `from`; an interrupted read is tried again.
    pub fn reader(&mut self, mut from: impl Read) -> io::Result<Digest> {
        self.buffer.resize(BLOCK, 0);
        let mut state = Sha256::new();
        let mut bytes = 0;
        loop {
            match from.read(&mut self.buffer) {
                Ok(0) => break,
                Ok(n) => {
                    state.update(&self.buffer[..n]);
                    bytes += n as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Digest { sha256: hex(&state.finalize()), bytes })
    }

    /// Hashes a regular file.
    ///
    /// # Errors
    /// A [`Refusal`] for everything else, and for what cannot be read.
    pub fn file(&mut self, path: &Path) -> Result<Digest, Refusal> {
        Ok(self.watched(path)?.0)
    }

    /// Hashes a regular file, and says whether it changed meanwhile: its digest is then that
    /// of a content which it may never have had.
    ///
    /// # Errors
    /// A [`Refusal`] for everything else, and for what cannot be read.
    pub fn watched(&mut self, path: &Path) -> Result<(Digest, bool), Refusal> {
        let (file, before) = open_regular(path)?;
        let digest = self.reader(&file)?;
        let changed = changed(&file, &before, digest.bytes);
        Ok((digest, changed))
    }
}

/// A running SHA-256, for bytes that pass by.
#[derive(Clone, Debug, Default)]
pub struct Running {
    state: Sha256,
    bytes: u64,
}

impl Running {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.state.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    /// The digest of all that was taken.
    pub fn finish(self) -> Digest {
        Digest { sha256: hex(&self.state.finalize()), bytes: self.bytes }
    }
}

/// SHA-256 of bytes in memory.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(b"0123456789abcdef"[usize::from(byte >> 4)]));
        text.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Hasher, Running, sha256};

    #[test]
    fn known_answers() -> std::io::Result<()> {
        // FIPS 180-4, and the million a's of the NIST examples.
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let million = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
        assert_eq!(sha256(b""), empty);
        let mut hasher = Hasher::default();
        assert_eq!(hasher.reader(&b"abc"[..])?.sha256, abc);
        let long = hasher.reader(&vec![b'a'; 1_000_000][..])?;
        assert_eq!((long.sha256.as_str(), long.bytes), (million, 1_000_000));
        let mut running = Running::default();
        running.update(b"a");
        running.update(b"bc");
        assert_eq!(running.finish().sha256, abc);
        Ok(())
    }
}
