//! Foreign formats in: test results and CI logs become records.
//!
//! Parsers here never print and never open a file: they take bytes or a reader and push
//! records into a sink. All of them stream; what has to wait for a later part of the
//! input is bounded and said where it happens.

pub mod instant;
pub mod logs;
pub mod number;
pub mod results;
pub mod text;
