//! Exact moments, quantiles, intervals, tests, sketches: plain numbers in and out.
//!
//! Nothing here reads a file, prints, or knows a record; everything is deterministic.

pub mod decimal;
pub mod moments;
pub mod nat;
pub mod special;
