use std::time::Duration;

use shop::{draw, fails};

/// nextest says which attempt this is; cargo test has no retries.
fn attempt() -> u32 {
    std::env::var("NEXTEST_ATTEMPT").ok().and_then(|n| n.parse().ok()).unwrap_or(1)
}

#[test]
fn flaky_rare() {
    let port = 30000 + draw("flaky rare", attempt()) % 20000;
    if fails("flaky rare", 100, attempt()) {
        panic!("no answer from 127.0.0.1:{port} after {} ms", 1500 + port % 97);
    }
}

#[test]
fn flaky_sometimes() {
    let key = format!("{:016x}", draw("flaky_sometimes", attempt()));
    std::thread::sleep(Duration::from_millis(2));
    assert!(!fails("flaky_sometimes", 300, attempt()), "row {key} is missing from /tmp/shop-{}/orders.db", &key[..8]);
}

#[test]
fn flaky_often() {
    let mut seen = vec!["a", "b", "c"];
    if fails("flaky_often", 500, attempt()) {
        seen.reverse();
    }
    assert_eq!(seen, ["a", "b", "c"]);
}

#[test]
fn timing_varies() {
    std::thread::sleep(Duration::from_millis(1 + draw("timing", 1) % 20));
}
