//! `env.v1` and `env-check.v1`: the environment of a run, and what differs from another.
//!
//! The *identity* is what must be equal for two runs to be comparable; the signature is
//! a digest of it alone. The *observed* part is worth knowing (a kernel's patch level,
//! the processor) and never makes two environments different.

use crate::source::Labels;
use crate::tag::tag;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An operating system's name and release.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Os {
    /// The kernel's family: `linux`, `macos`.
    pub family: String,
    /// The distribution: `debian`; `null` where the system does not say.
    pub id: Option<String>,
    /// Its release: `12`; `null` where the system does not say.
    pub version: Option<String>,
}

/// The C library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Libc {
    /// `glibc` or `musl`.
    pub name: String,
    /// Its version; `null` where it does not say.
    pub version: Option<String>,
}

/// How asking a tool for its version went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ToolStatus {
    /// It answered.
    Ok,
    /// No such program on the PATH.
    Missing,
    /// It answered with a failure.
    Failed,
    /// It did not answer in time.
    TimedOut,
    /// It could not be started, or said nothing that looks like a version.
    Unreadable,
}

/// One tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tool {
    /// How asking went.
    pub status: ToolStatus,
    /// The version that it says; `null` where it was not learned.
    pub version: Option<String>,
}

/// One lock file or other input whose content decides what is built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LockFile {
    /// SHA-256 of its content; `null` when it is missing or cannot be read.
    pub sha256: Option<String>,
}

/// What must be equal. All maps are sorted by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Identity {
    /// The operating system.
    pub os: Os,
    /// The processor's architecture: `x86_64`.
    pub arch: String,
    /// The C library; `null` where it could not be learned.
    pub libc: Option<Libc>,
    /// Tools by name.
    pub tools: BTreeMap<String, Tool>,
    /// Lock files by path, relative to the captured folder.
    pub locks: BTreeMap<String, LockFile>,
    /// Variables that were named to be recorded with their values; `null` where unset.
    pub env: BTreeMap<String, Option<String>>,
    /// The raw bytes of those values that are not UTF-8, beside their lossy text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub env_base64: BTreeMap<String, String>,
    /// Required variables: whether they are set. Their values are not recorded.
    pub required_env: BTreeMap<String, bool>,
    /// The seed of the run, from the caller.
    pub seed: Option<String>,
}

/// What is worth knowing. It differs freely.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Observed {
    /// The kernel's release, as `uname -r` says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kernel: Option<String>,
    /// The processor's model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_model: Option<String>,
    /// Processors that this process may use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpus: Option<u64>,
    /// Memory of the machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_bytes: Option<u64>,
    /// Whether variables are set that change how programs behave (`LD_PRELOAD`,
    /// `NODE_OPTIONS`...); their values are not recorded.
    pub hooks: BTreeMap<String, bool>,
    /// Where each tool was found, and its answer's first line.
    pub tools: BTreeMap<String, ToolSeen>,
}

/// A tool as it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ToolSeen {
    /// The program that was started; `null` when there is none.
    pub program: Option<String>,
    /// What it was started with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<String>,
    /// The line of its answer that names the version, at most 200 characters; `null` when
    /// it gave none.
    pub answer: Option<String>,
}

/// The environment of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Env {
    /// Always `env.v1`.
    pub schema: EnvTag,
    /// SHA-256 of the identity, see [`Env::sign`].
    pub signature_sha256: String,
    /// What must be equal.
    pub identity: Identity,
    /// What is worth knowing.
    pub observed: Observed,
    /// What was noticed: a required variable that is not set, a tool that hangs...
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<EnvFinding>,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

tag!(EnvTag, Env, "env.v1");

/// Something about the environment that needs a look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EnvFinding {
    /// A stable kebab-case code.
    pub code: String,
    /// The variable, tool or file that it concerns.
    pub name: String,
}

/// The prefix that keeps this digest from ever being one of something else.
const DOMAIN: &[u8] = b"runproof/env.v1/identity\0";

impl Env {
    /// The signature: SHA-256 of a domain prefix and the identity in canonical JSON
    /// (RFC 8785; the identity holds no numbers).
    pub fn sign(identity: &Identity) -> String {
        // Plain maps and strings: it always serialises.
        Env::sign_value(&serde_json::to_value(identity).unwrap_or_default())
    }

    /// The same for an identity as it was read, members of later versions included.
    pub fn sign_value(identity: &serde_json::Value) -> String {
        use sha2::Digest as _;
        let mut text = DOMAIN.to_vec();
        crate::canonical::write(identity, &mut text);
        let mut hex = String::with_capacity(64);
        for byte in sha2::Sha256::digest(&text) {
            hex.push(char::from(b"0123456789abcdef"[usize::from(byte >> 4)]));
            hex.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
        }
        hex
    }
}

/// Which part of the environment a difference is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EnvPart {
    /// It must be equal.
    Identity,
    /// It is only worth knowing.
    Observed,
}

/// One difference between two environments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EnvDifference {
    /// A stable kebab-case code: `tool-version-changed`, `lock-changed`...
    pub code: String,
    /// Whether it makes the environments different.
    pub part: EnvPart,
    /// The variable, tool, file or member that it concerns.
    pub name: String,
    /// What the baseline says; `null` where it has nothing.
    pub baseline: Option<String>,
    /// What is there now; `null` where there is nothing.
    pub current: Option<String>,
}

/// A comparison of two environments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EnvCheck {
    /// Always `env-check.v1`.
    pub schema: EnvCheckTag,
    /// Whether the identities are equal and nothing that is required is missing.
    pub matches: bool,
    /// The baseline's signature.
    pub baseline_signature_sha256: String,
    /// The current signature.
    pub current_signature_sha256: String,
    /// All differences: identity first, then by code and name.
    pub differences: Vec<EnvDifference>,
    /// The caller's labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

tag!(EnvCheckTag, EnvCheck, "env-check.v1");

#[cfg(test)]
mod tests {
    use super::{Env, Identity, Tool, ToolStatus};

    #[test]
    fn the_signature_is_that_of_the_canonical_text() {
        let mut identity = Identity { arch: "x86_64".to_owned(), ..Identity::default() };
        let tool = Tool { status: ToolStatus::TimedOut, version: None };
        identity.tools.insert("b".to_owned(), tool.clone());
        identity.tools.insert("a".to_owned(), tool);
        // printf 'runproof/env.v1/identity\0{"arch":...}' | sha256sum
        let text = concat!(
            "runproof/env.v1/identity\0",
            r#"{"arch":"x86_64","env":{},"libc":null,"locks":{},"#,
            r#""os":{"family":"","id":null,"version":null},"required_env":{},"seed":null,"#,
            r#""tools":{"a":{"status":"timed-out","version":null},"b":{"status":"timed-out","version":null}}}"#
        );
        let expected = {
            use sha2::Digest as _;
            let digest = sha2::Sha256::digest(text.as_bytes());
            digest.iter().map(|b| format!("{b:02x}")).collect::<String>()
        };
        assert_eq!(Env::sign(&identity), expected);
        identity.arch.push('x');
        assert_ne!(Env::sign(&identity), expected);
    }

    #[test]
    fn members_of_later_versions_count() {
        let value = serde_json::json!({"arch": "x", "later": 1});
        assert_ne!(Env::sign_value(&value), Env::sign_value(&serde_json::json!({"arch": "x"})));
    }
}
