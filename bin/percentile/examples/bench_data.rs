//! Data for measurements: the same bytes on every machine, from a counter and a mixer.
//!
//! `bench_data KIND LINES`, on standard output. KIND: `ndjson` (two members, the same shape
//! on every line), `shuffled` (five members in any order, escapes, nesting), `numbers`,
//! `csv`. About 800 groups of very different size; durations of 0.2 to 12000 ms, log-normal.

use std::io::Write as _;

/// splitmix64 (Steele, Lea, Flood 2014).
struct Mixer(u64);

impl Mixer {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The durations of 4096 equally likely ranks, in microseconds: interpolated in between,
/// so that no logarithm of a library decides about bytes.
fn durations() -> Vec<u64> {
    // The normal quantile by bisection of a sum that converges fast enough for 4 sigma.
    let below = |z: f64| {
        let (mut term, mut sum, mut k) = (z, z, 1.0);
        while term.abs() > 1e-17 {
            term *= z * z / (2.0 * k + 1.0);
            sum += term;
            k += 1.0;
        }
        0.5 + sum * (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt()
    };
    let quantile = |p: f64| {
        let (mut low, mut high) = (-6.0_f64, 6.0_f64);
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if below(middle) < p { low = middle } else { high = middle }
        }
        low
    };
    let micros = |rank: i32| {
        let z = quantile((f64::from(rank) + 0.5) / 4097.0);
        (92_057.0 * (0.83 * z).exp()).clamp(200.0, 12_000_000.0) as u64
    };
    (0..=4096).map(micros).collect()
}

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let kind = args.next().unwrap_or_default();
    let lines: u64 = args.next().and_then(|n| n.parse().ok()).unwrap_or(10_000_000);
    let durations = durations();
    let mut mixer = Mixer(4);
    let mut out = std::io::BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    if kind == "csv" {
        out.write_all(b"name,duration_ms\n")?;
    }
    for line in 0..lines {
        let share = mixer.share();
        // Squaring makes the first groups large and the last ones small.
        let group = (800.0 * share * share) as u64;
        let draw = mixer.next();
        let (rank, within) = ((draw >> 52) as usize, (draw >> 32) & 0xf_ffff);
        let (low, high) = (durations[rank], durations[rank + 1]);
        let micros = low + (high - low) * within / 0x10_0000;
        let (whole, rest) = (micros / 1000, micros % 1000);
        match kind.as_str() {
            "ndjson" => {
                writeln!(out, "{{\"name\":\"t{group}\",\"duration_ms\":{whole}.{rest:03}}}")?;
            }
            "numbers" => writeln!(out, "{whole}.{rest:03}")?,
            "csv" => writeln!(out, "t{group},{whole}.{rest:03}")?,
            "shuffled" => {
                let odd = draw & 7;
                let mut members = [
                    match odd {
                        0 => format!("\"name\":\"t\\u00{:02x}{}\"", b'0' + (group % 10) as u8, group / 10),
                        1 => format!("\"n\\u0061me\":\"t{}{}\"", group % 10, group / 10),
                        _ => format!("\"name\":\"t{}{}\"", group % 10, group / 10),
                    },
                    format!("\"duration_ms\":{whole}.{rest:03}"),
                    format!("\"suite\":[\"unit\",\"part {}\"]", draw & 3),
                    format!("\"source\":{{\"path\":\"a/b \\\"{odd}\\\".rs\",\"line\":{}}}", line % 1000),
                    "\"status\":\"pass\"".to_owned(),
                ];
                for at in (1..members.len()).rev() {
                    members.swap(at, (mixer.next() % (at as u64 + 1)) as usize);
                }
                writeln!(out, "{{{}}}", members.join(","))?;
            }
            other => {
                return Err(std::io::Error::other(format!(
                    "'{other}' is none of ndjson, shuffled, numbers, csv"
                )));
            }
        }
    }
    out.flush()
}
