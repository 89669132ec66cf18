//! Test harness of every tool; used in tests only.
//!
//! - [`Run`] runs a tool in an empty folder and checks output, messages and status every
//!   time; a failure is a full report: command, folder, status, both streams.
//! - [`run_cases`] runs `tests/cases/<name>/{cmd,in,out,err,code}`; with
//!   `RUNPROOF_BLESS=1` it writes what it saw, and `git diff` is the review.
//! - [`contract`] is the one table of bad input that every tool passes.
//! - [`check_records`] validates real output against `schemas/`.
//! - [`needs`] skips a test loudly where another program is missing.

mod cases;
mod contract;
mod run;
mod schema;

pub use cases::{run_case, run_cases};
pub use contract::{Contract, Want, contract};
pub use run::{Run, Seen, needs, on_terminal, repository, testdata};
pub use schema::{check_records, schema_files, schema_readme};
