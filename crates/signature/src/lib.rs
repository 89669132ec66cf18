//! Failure text to a stable signature, signatures to clusters, outcomes to flake rates.
//!
//! Two levels. **L1** ([`Scanner`], [`SigId`]) is stateless: a message's values are masked
//! and what is left is hashed; the same text has the same id on any machine, in any order,
//! in any window. **L2** ([`merge`]) looks at the set of signatures and merges those that
//! differ in a value the masks could not know, such as a user's name; it depends on the set
//! alone, never on the order of arrival or on time.
//!
//! Nothing here prints, reads a clock or keeps state between processes.

mod assertion;
mod class;
mod clean;
mod failure;
pub mod flake;
pub mod frames;
pub mod head;
pub mod infra;
mod masks;
pub mod merge;
mod places;
mod protect;
mod recall;
mod scan;
mod sig;
mod table;
mod template;
mod time;

pub use clean::{clean, is_dirty};
pub use failure::{Signed, Signer, message_of, type_and_site};
pub use masks::Mask;
pub use merge::ClusterId;
pub use recall::Recall;
pub use scan::{GAP, MAX_BYTES, MAX_TOKENS, Options, Scan, Scanner, Span, WILD};
pub use sig::{SigId, VERSION, other_version, template};
pub use table::{Count, Found, Limits, Overflow, Table};
