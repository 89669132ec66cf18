//! A tiny shop: the subject of the sample tests.

/// Seeded chance, the same rule in every sample project: FNV-1a 64 over
/// `name:seed:attempt` and one murmur finaliser.
pub fn draw(name: &str, attempt: u32) -> u64 {
    let seed = std::env::var("SAMPLE_SEED").unwrap_or_else(|_| "1".into());
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in format!("{name}:{seed}:{attempt}").bytes() {
        h = (h ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^ (h >> 33)
}

/// Whether this attempt of the named test fails.
pub fn fails(name: &str, per_mille: u64, attempt: u32) -> bool {
    draw(name, attempt) % 1000 < per_mille
}

/// Changes cents of one currency into another.
///
/// ```
/// assert_eq!(shop::convert(1000, "usd"), Ok(1090));
/// ```
///
/// ```should_panic
/// shop::convert(1, "xxx").unwrap();
/// ```
///
/// ```ignore
/// shop::convert(1, "never run");
/// ```
pub fn convert(cents: i64, currency: &str) -> Result<i64, String> {
    let rate = match currency {
        "eur" => 100,
        "usd" => 109,
        "gbp" => 86,
        other => return Err(format!("no rate for {other:?}")),
    };
    Ok(cents * rate / 100)
}

/// Adds.
///
/// ```
/// assert_eq!(shop::add(1, 2), 4, "this doctest fails");
/// ```
pub fn add(a: i64, b: i64) -> i64 {
    a + b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts() {
        assert_eq!(convert(1000, "usd"), Ok(1090));
    }

    #[test]
    fn rounding_fails() {
        assert_eq!(convert(333, "usd"), Ok(363), "rounding went wrong");
    }

    #[test]
    #[ignore = "needs the rate service"]
    fn ignored_with_reason() {
        panic!("never runs");
    }

    #[test]
    #[ignore]
    fn ignored() {
        panic!("never runs");
    }

    #[test]
    #[should_panic(expected = "no rate")]
    fn expected_panic() {
        convert(1, "xxx").unwrap();
    }

    #[test]
    #[should_panic]
    fn expected_panic_that_does_not_come() {
        convert(1, "eur").unwrap();
    }

    #[test]
    fn returns_an_error() -> Result<(), String> {
        convert(1, "zzz").map(|_| ())
    }

    mod cart {
        mod discount {
            #[test]
            fn ten_per_cent() {
                assert_eq!(super::super::add(900, -90), 810);
            }

            #[test]
            fn unwraps_nothing() {
                let nothing: Option<u8> = None;
                nothing.unwrap();
            }
        }
    }
}
