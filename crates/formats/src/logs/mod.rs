//! CI logs and timing formats into `segment.v1`.
