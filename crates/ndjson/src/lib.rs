//! Lines in: blocks read, lines handed out with their number and offset, nothing copied.
//!
//! [`Lines`] promises: bounded memory (a line over the limit is streamed to a sink in
//! pieces and reported, never held), exact line numbers and byte offsets, the last line
//! with or without its newline, and a way to know that the next call will wait
//! ([`Lines::ready`]), so that output can be flushed before it.
//!
//! [`scan`] plucks named members out of lines of JSON, checking every byte on the way.

mod lines;
pub mod scan;

pub use lines::{DEFAULT_LIMIT, Line, Lines, Next};
