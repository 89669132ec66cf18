//! Who a run is: its id, its machine, its seed.

use crate::clock::Now;
use crate::sys;
use record::run::Platform;
use std::fs::File;
use std::io::Read as _;

/// SplitMix64 over the seed and the number of the run, kept below 2^53 so that every JSON
/// reader keeps it whole.
pub(crate) fn next_seed(seed: u64, run: u64) -> u64 {
    let mut z = seed.wrapping_add(run.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (z ^ (z >> 31)) & ((1 << 53) - 1)
}

/// A version 7 UUID: sorts by time, unique by 74 random bits.
pub(crate) fn new_run_id(now: Now) -> String {
    let mut random = [0; 10];
    let filled = File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut random));
    if filled.is_err() {
        // Without a source of chance: the clock and the process id are still unique here.
        let mixed = now.boot_ns ^ (u64::from(std::process::id()) << 40);
        random[..8].copy_from_slice(&mixed.to_be_bytes());
    }
    let millis = (now.wall_ns / 1_000_000) as u64 & 0xFFFF_FFFF_FFFF;
    let a = (u16::from(random[0]) << 8 | u16::from(random[1])) & 0x0FFF | 0x7000;
    let b = (u16::from(random[2]) << 8 | u16::from(random[3])) & 0x3FFF | 0x8000;
    let mut tail = 0_u64;
    for byte in &random[4..] {
        tail = tail << 8 | u64::from(*byte);
    }
    format!("{:08x}-{:04x}-{a:04x}-{b:04x}-{tail:012x}", millis >> 16, millis & 0xFFFF)
}

/// This machine, as far as liveness needs it.
pub(crate) fn platform() -> Platform {
    Platform {
        os: std::env::consts::OS.to_owned(),
        arch: std::env::consts::ARCH.to_owned(),
        host: Some(host()),
        boot_id: sys::boot_id(),
    }
}

/// The host's name.
pub(crate) fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::{new_run_id, next_seed};
    use crate::clock::Now;

    #[test]
    fn seeds_of_runs_differ_and_are_exact_in_json() {
        let seeds: Vec<u64> = (1..100).map(|run| next_seed(12345, run)).collect();
        let mut distinct = seeds.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), seeds.len());
        assert!(seeds.iter().all(|seed| *seed < 1 << 53));
        assert_eq!(next_seed(12345, 1), next_seed(12345, 1));
    }

    #[test]
    fn a_run_id_is_a_uuid_of_version_7_and_sorts_by_time() {
        let at = |wall_ns| Now { boot_ns: 1, wall_ns };
        let early = new_run_id(at(1_700_000_000_000_000_000));
        let late = new_run_id(at(1_700_000_001_000_000_000));
        assert!(early < late);
        assert_eq!(early.len(), 36);
        assert_eq!(early.as_bytes()[14], b'7');
        assert!(matches!(early.as_bytes()[19], b'8' | b'9' | b'a' | b'b'));
        assert_ne!(early, new_run_id(at(1_700_000_000_000_000_000)));
    }
}
