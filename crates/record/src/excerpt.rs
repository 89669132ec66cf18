//! Text and names that may not be UTF-8: kept as they are, in one of two members.

use base64::Engine as _;
use serde::{Deserialize, Serialize};

/// A stretch of output: the text when it is UTF-8, base64 of the bytes when not.
/// `bytes` counts the whole output, also where only its head and tail are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Excerpt {
    /// The kept text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The kept bytes as base64 (RFC 4648, padded), where they are not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes_base64: Option<String>,
    /// How long the whole was.
    pub bytes: u64,
    /// Whether a part was left out.
    pub truncated: bool,
}

impl Excerpt {
    /// The whole of `bytes`.
    pub fn whole(bytes: &[u8]) -> Excerpt {
        Excerpt::part(bytes, bytes.len() as u64)
    }

    /// What was kept of an output of `total` bytes.
    pub fn part(kept: &[u8], total: u64) -> Excerpt {
        let (text, bytes_base64) = match std::str::from_utf8(kept) {
            Ok(text) => (Some(text.to_owned()), None),
            Err(_) => (None, Some(base64::engine::general_purpose::STANDARD.encode(kept))),
        };
        Excerpt { text, bytes_base64, bytes: total, truncated: total != kept.len() as u64 }
    }
}

/// A file name: `/`-separated, and with the raw bytes beside it where they are not UTF-8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The path; lossy where `path_base64` is given.
    pub path: String,
    /// The raw bytes as base64, only where they are not UTF-8.
    pub path_base64: Option<String>,
}

impl Name {
    /// Splits raw bytes into the readable and, where needed, the exact form.
    pub fn new(raw: &[u8]) -> Name {
        match std::str::from_utf8(raw) {
            Ok(path) => Name { path: path.to_owned(), path_base64: None },
            Err(_) => Name {
                path: String::from_utf8_lossy(raw).into_owned(),
                path_base64: Some(base64::engine::general_purpose::STANDARD.encode(raw)),
            },
        }
    }

    /// The exact bytes again; `None` when `path_base64` is not base64.
    pub fn raw(&self) -> Option<Vec<u8>> {
        match &self.path_base64 {
            None => Some(self.path.clone().into_bytes()),
            Some(text) => base64::engine::general_purpose::STANDARD.decode(text).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, Name};

    #[test]
    fn bytes_that_are_not_utf8_are_kept() {
        let kept = Excerpt::part(b"\xff\x00", 10);
        assert_eq!(kept.text, None);
        assert_eq!(kept.bytes_base64.as_deref(), Some("/wA="));
        assert!(kept.truncated);
        assert!(!Excerpt::whole("ä".as_bytes()).truncated);
    }

    #[test]
    fn a_name_reads_back_to_its_bytes() {
        for raw in [&b"a/b"[..], b"caf\xe9", b""] {
            assert_eq!(Name::new(raw).raw().as_deref(), Some(raw));
        }
    }
}
