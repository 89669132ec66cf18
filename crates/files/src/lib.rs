//! Files done with care: atomic replacement, locks, walks, hashes, archives.
//!
//! Nothing here prints or reads a command line. Every error carries the path it is about
//! ([`PathError`]). The light parts ([`atomic`], [`lock`], [`order`]) are always there; the others
//! are switched on by the tools that need them: `hash` (SHA-256 of files), `tree` (sorted
//! walks that never follow a link), `archive` (reproducible zip).

#[cfg(feature = "archive")]
pub mod archive;
pub mod atomic;
mod error;
#[cfg(feature = "hash")]
pub mod hash;
pub mod lock;
#[cfg(any(feature = "hash", feature = "tree"))]
pub mod open;
pub mod order;
mod same;
#[cfg(feature = "hash")]
pub mod sums;
#[cfg(feature = "tree")]
pub mod tree;

pub use atomic::AtomicFile;
pub use error::{PathError, reason};
pub use lock::Lock;
pub use same::is_same;
