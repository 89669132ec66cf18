//! `hash.v1` and `hash-check.v1`: what a file's content is, and whether it still is.

use crate::excerpt::Name;
use crate::source::{Labels, Source};
use crate::tag::tag;
use serde::{Deserialize, Serialize};

/// One regular file and the SHA-256 of its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hash {
    /// Always `hash.v1`.
    pub schema: HashTag,
    /// The name as locked, `/`-separated.
    pub path: String,
    /// Its raw bytes as base64, only where they are not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path_base64: Option<String>,
    /// SHA-256 of the content, lower-case hex.
    pub sha256: String,
    /// The content's length.
    pub bytes: u64,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

tag!(HashTag, Hash, "hash.v1");

impl Hash {
    /// The hash of a file named by raw bytes.
    pub fn new(raw: &[u8], sha256: String, bytes: u64) -> Hash {
        let Name { path, path_base64 } = Name::new(raw);
        Hash { schema: HashTag, path, path_base64, sha256, bytes, labels: Labels::new() }
    }
}

/// How a locked file stands to its lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum CheckStatus {
    /// The content is the locked one.
    Ok,
    /// The content is another.
    Changed,
    /// There is no such file.
    Missing,
    /// The file is there and the lock does not have it.
    Extra,
    /// It cannot be read, or is no regular file: `reason` says which.
    Unreadable,
}

impl CheckStatus {
    /// The word that is written.
    pub fn word(self) -> &'static str {
        match self {
            CheckStatus::Ok => "ok",
            CheckStatus::Changed => "changed",
            CheckStatus::Missing => "missing",
            CheckStatus::Extra => "extra",
            CheckStatus::Unreadable => "unreadable",
        }
    }
}

/// One path of a lock, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HashCheck {
    /// Always `hash-check.v1`.
    pub schema: HashCheckTag,
    /// The name as locked; for an extra file as a lock would have it.
    pub path: String,
    /// Its raw bytes as base64, only where they are not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path_base64: Option<String>,
    /// How it stands.
    pub status: CheckStatus,
    /// What the lock says; `null` for an extra file.
    pub expected_sha256: Option<String>,
    /// What the file is; `null` where it is not there or cannot be read.
    pub sha256: Option<String>,
    /// The file's length, where it was read.
    pub bytes: Option<u64>,
    /// Why it is unreadable: a kebab-case word (`symbolic-link`, `permission-denied`...).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The line of the lock; absent for an extra file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

tag!(HashCheckTag, HashCheck, "hash-check.v1");
