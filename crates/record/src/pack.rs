//! `artifact.v1` and `pack.v1`: the members of an evidence bundle, and the bundle.

use crate::excerpt::Name;
use crate::source::Labels;
use crate::tag::tag;
use serde::{Deserialize, Serialize};

/// What a found path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ArtifactKind {
    /// A regular file.
    File,
    /// A symbolic link, stored as a link.
    Link,
    /// A folder without anything in it; those with files show in their paths.
    Folder,
    /// A FIFO, socket or device, or a path whose kind could not be seen.
    Special,
}

/// Whether it is in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ArtifactStatus {
    /// It is.
    Packed,
    /// It is not: `reason` says why.
    Skipped,
}

/// One path found under the packed folders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Artifact {
    /// Always `artifact.v1`.
    pub schema: ArtifactTag,
    /// The name in the archive, `/`-separated.
    pub path: String,
    /// Its raw bytes as base64, only where they are not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path_base64: Option<String>,
    /// What it is.
    pub kind: ArtifactKind,
    /// Whether it is in the archive.
    pub status: ArtifactStatus,
    /// Why it is not: a kebab-case word (`fifo`, `socket`, `device`, `empty-folder`, `permission-denied`...).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The packed content's length (of a link: its target's name); `null` when skipped.
    pub bytes: Option<u64>,
    /// SHA-256 of the packed content; `null` when skipped.
    pub sha256: Option<String>,
    /// Whether the owner may execute it; files only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub executable: Option<bool>,
    /// Where a link points, as it is written in the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The raw bytes of the target as base64, only where they are not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_base64: Option<String>,
    /// Codes of what was noticed: `changed-while-packed`, `link-leaves-archive`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

tag!(ArtifactTag, Artifact, "artifact.v1");

impl Artifact {
    /// A path named by raw bytes about which nothing more is known yet.
    pub fn new(raw: &[u8], kind: ArtifactKind, status: ArtifactStatus) -> Artifact {
        let Name { path, path_base64 } = Name::new(raw);
        Artifact {
            schema: ArtifactTag,
            path,
            path_base64,
            kind,
            status,
            reason: None,
            bytes: None,
            sha256: None,
            executable: None,
            target: None,
            target_base64: None,
            warnings: Vec::new(),
            labels: Labels::new(),
        }
    }
}

/// How the members of an archive are compressed; the same words, the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Compression {
    /// The method: `deflate`.
    pub method: String,
    /// The encoder: `zlib-rs`.
    pub encoder: String,
    /// Its level.
    pub level: u64,
}

/// The bundle as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pack {
    /// Always `pack.v1`.
    pub schema: PackTag,
    /// The program that made it, with its version.
    pub tool: String,
    /// The archive's format: `zip`.
    pub format: String,
    /// How members are compressed.
    pub compression: Compression,
    /// The one time that all members have.
    pub modified_at: String,
    /// Regular files packed.
    pub files: u64,
    /// Links packed.
    pub links: u64,
    /// Paths found and not packed.
    pub skipped: u64,
    /// Bytes of all packed content.
    pub content_bytes: u64,
    /// SHA-256 of the manifest's `artifact.v1` lines.
    pub manifest_sha256: String,
    /// The archive's own file name; absent in the manifest inside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archive: Option<String>,
    /// The archive's length; absent in the manifest inside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// SHA-256 of the archive; absent in the manifest inside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Whether everything that was found could be read as it stood.
    pub complete: bool,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

tag!(PackTag, Pack, "pack.v1");
