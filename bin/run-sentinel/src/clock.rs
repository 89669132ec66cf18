//! Two clocks: one to measure with, one to show.
//!
//! Everything that decides goes by milliseconds since boot; the wall clock is only
//! written down. Code that needs the time is handed a [`Now`], so that tests set both.

use record::Ms;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// One instant on both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Now {
    /// Nanoseconds since boot.
    pub(crate) boot_ns: u64,
    /// Nanoseconds since 1970 by the wall clock; negative before.
    pub(crate) wall_ns: i128,
}

impl Now {
    /// Reads both clocks.
    pub(crate) fn read() -> Now {
        let wall_ns = match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => i128::try_from(since.as_nanos()).unwrap_or(0),
            Err(before) => -i128::try_from(before.duration().as_nanos()).unwrap_or(0),
        };
        Now { boot_ns: crate::sys::boot_nanos(), wall_ns }
    }

    /// RFC 3339 in UTC with milliseconds, or the epoch where the clock is set to a time
    /// that has no such form.
    pub(crate) fn at(self) -> String {
        instant(self.wall_ns)
    }

    /// Milliseconds since boot, whole microseconds.
    pub(crate) fn boot_ms(self) -> Ms {
        ms(self.boot_ns)
    }
}

/// Milliseconds with at most three decimals: finer is noise here and costs bytes.
pub(crate) fn ms(nanos: u64) -> Ms {
    Ms::from_nanos(i128::from(nanos / 1000 * 1000)).unwrap_or_else(zero)
}

/// A duration as milliseconds.
pub(crate) fn ms_of(duration: Duration) -> Ms {
    ms(nanos_of(duration))
}

/// A duration in nanoseconds, at most 584 years.
pub(crate) fn nanos_of(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

fn zero() -> Ms {
    // Zero is finite.
    Ms::from_nanos(0).unwrap_or_else(|| unreachable!())
}

fn instant(wall_ns: i128) -> String {
    let at =
        time::OffsetDateTime::from_unix_timestamp_nanos(wall_ns).unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
        at.millisecond()
    )
}

/// The wall-clock nanoseconds of an instant in a state; `None` when it is not RFC 3339.
pub(crate) fn wall_of(text: &str) -> Option<i128> {
    let format = &time::format_description::well_known::Rfc3339;
    let at = time::OffsetDateTime::parse(text, format).ok()?;
    Some(at.unix_timestamp_nanos())
}

#[cfg(test)]
mod tests {
    use super::{Now, wall_of};

    #[test]
    fn an_instant_reads_back() {
        // date -u -d @1700000000 gives 2023-11-14 22:13:20.
        let now = Now { boot_ns: 1_234_567_890, wall_ns: 1_700_000_000_987_654_321 };
        assert_eq!(now.at(), "2023-11-14T22:13:20.987Z");
        assert_eq!(wall_of(&now.at()), Some(1_700_000_000_987_000_000));
        assert!((now.boot_ms().get() - 1_234.567).abs() < 1e-9);
        assert_eq!(wall_of("yesterday"), None);
    }

    #[test]
    fn a_clock_before_1970_and_one_beyond_all_years_do_no_harm() {
        let mut now = Now { boot_ns: 0, wall_ns: -1_000_000 };
        assert_eq!(now.at(), "1969-12-31T23:59:59.999Z");
        now.wall_ns = i128::MAX;
        assert_eq!(now.at(), "1970-01-01T00:00:00.000Z");
    }
}
