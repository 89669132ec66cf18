//! The id of a signature.

use crate::scan::Scan;
pub use crate::template::template;
use sha2::{Digest, Sha256};

/// The version of the masks, first in every id and in every hash. A change of any mask
/// raises it, so that groups never change under the same name.
pub const VERSION: &str = "f7";

/// `f7-` and the first 8 bytes of SHA-256 over the version and the masked tokens.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SigId(pub u64);

impl SigId {
    /// The id of encoded tokens, see [`Scan::encoded`].
    pub fn of(encoded: &[u8]) -> SigId {
        SigId(digest(VERSION.as_bytes(), encoded))
    }
}

/// The version that a text in the form of an id (`f1-` and 16 hexadecimal digits) is of, where it is
/// another one than this.
pub fn other_version(text: &str) -> Option<&str> {
    let (version, hash) = text.split_once('-')?;
    let number = version.strip_prefix('f')?;
    let shaped = !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit())
        && hash.len() == 16
        && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    (shaped && version != VERSION).then_some(version)
}

impl Scan<'_> {
    /// The id of this message's tokens.
    pub fn id(&self) -> SigId {
        SigId::of(self.encoded)
    }
}

impl std::fmt::Display for SigId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{VERSION}-{:016x}", self.0)
    }
}

impl std::fmt::Debug for SigId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

impl std::str::FromStr for SigId {
    type Err = String;
    fn from_str(s: &str) -> Result<SigId, String> {
        s.strip_prefix(VERSION)
            .and_then(|rest| rest.strip_prefix('-'))
            .filter(|h| h.len() == 16 && h.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')))
            .and_then(|h| u64::from_str_radix(h, 16).ok())
            .map(SigId)
            .ok_or_else(|| {
                format!("{s:?} is not a signature of this version ({VERSION}- and 16 hexadecimal digits)")
            })
    }
}

/// The first 8 bytes of SHA-256 over `domain`, a zero byte and `body`, big-endian.
pub(crate) fn digest(domain: &[u8], body: &[u8]) -> u64 {
    let mut hash = Sha256::new();
    hash.update(domain);
    hash.update([0]);
    hash.update(body);
    let full = hash.finalize();
    full.iter().take(8).fold(0, |n, &b| n << 8 | u64::from(b))
}

#[cfg(test)]
mod tests {
    use super::{SigId, other_version};

    #[test]
    fn ids_are_read_back() {
        let id = SigId::of(b"a \x01");
        assert_eq!(id.to_string().parse::<SigId>(), Ok(id));
        assert!("f1-0000000000000000".parse::<SigId>().is_err());
        assert!("f7-00000000000000G0".parse::<SigId>().is_err());
    }

    #[test]
    fn ids_of_other_versions_are_known_as_such() {
        assert_eq!(other_version("f1-0000000000000000"), Some("f1"));
        for text in ["f7-0000000000000000", "f1-00", "foo-0000000000000000", "f-0000000000000000", "timeout"]
        {
            assert_eq!(other_version(text), None, "{text}");
        }
    }
}
