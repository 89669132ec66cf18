//! Exact moments, quantiles, intervals, tests, sketches: plain numbers in and out.
//!
//! Nothing here reads a file, prints, or knows a record; everything is deterministic.

pub mod authenticity;
pub mod bootstrap;
pub mod changepoint;
pub mod compare;
pub mod decimal;
pub mod distribution;
pub mod gate;
pub mod harrell_davis;
pub mod histogram;
pub mod interval;
pub mod ledger;
pub mod moments;
pub mod multiplicity;
pub mod nat;
pub mod proportion;
pub mod quantile;
pub mod ranktest;
pub mod robust;
pub mod sample;
pub mod session;
pub mod sketch;
pub mod sort;
pub mod special;
pub mod summary;
pub mod trend;
