//! Numbers that can stand in a record: finite, never `-0`, whole values without `.0`.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The largest integer below which every integer is exact in every JSON reader: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A finite number, written with the fewest digits that read back to the same value.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Num(f64);

/// A time in milliseconds: finite, at most six decimals (nanoseconds).
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Ms(f64);

impl Num {
    /// `None` for NaN and the infinities: an unknown value is absent, not a number.
    pub fn new(value: f64) -> Option<Num> {
        // Adding zero turns -0.0 into 0.0 and changes nothing else.
        value.is_finite().then_some(Num(value + 0.0))
    }

    /// The value.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Ms {
    /// Rounds to six decimals; `None` for NaN and the infinities.
    pub fn new(value: f64) -> Option<Ms> {
        if !value.is_finite() {
            return None;
        }
        let micro = value * 1e6;
        let rounded = if micro.abs() < EXACT { micro.round() / 1e6 } else { value };
        Some(Ms(rounded + 0.0))
    }

    /// From whole nanoseconds, exactly.
    pub fn from_nanos(nanos: i128) -> Option<Ms> {
        Ms::new(nanos as f64 / 1e6)
    }

    /// Milliseconds.
    pub fn get(self) -> f64 {
        self.0
    }
}

fn write<S: Serializer>(value: f64, to: S) -> Result<S::Ok, S::Error> {
    if value.fract() == 0.0 && value.abs() < EXACT {
        to.serialize_i64(value as i64)
    } else {
        to.serialize_f64(value)
    }
}

impl Serialize for Num {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        write(self.0, to)
    }
}

impl Serialize for Ms {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        write(self.0, to)
    }
}

impl<'de> Deserialize<'de> for Num {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Num, D::Error> {
        let value = f64::deserialize(from)?;
        Num::new(value).ok_or_else(|| de::Error::custom("a number that is not finite"))
    }
}

impl<'de> Deserialize<'de> for Ms {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Ms, D::Error> {
        let value = f64::deserialize(from)?;
        Ms::new(value).ok_or_else(|| de::Error::custom("a time that is not finite"))
    }
}

#[cfg(feature = "schema")]
mod schema {
    macro_rules! number {
        ($type:ty, $name:literal) => {
            impl schemars::JsonSchema for $type {
                fn inline_schema() -> bool {
                    true
                }
                fn schema_name() -> std::borrow::Cow<'static, str> {
                    $name.into()
                }
                fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                    schemars::json_schema!({ "type": "number" })
                }
            }
        };
    }
    number!(super::Num, "Num");
    number!(super::Ms, "Ms");
}

#[cfg(test)]
mod tests {
    use super::{Ms, Num};

    fn json<T: serde::Serialize>(value: T) -> String {
        serde_json::to_string(&value).expect("numbers always serialise")
    }

    #[test]
    fn whole_values_have_no_fraction_and_zero_has_no_sign() {
        assert_eq!(json(Num::new(310.0)), "310");
        assert_eq!(json(Num::new(-0.0)), "0");
        assert_eq!(json(Num::new(0.1)), "0.1");
        assert_eq!(json(Num::new(1e300)), "1e300".replace("1e300", "1e+300"));
    }

    #[test]
    fn what_is_not_finite_is_absent() {
        assert_eq!(json(Num::new(f64::NAN)), "null");
        assert_eq!(json(Ms::new(f64::INFINITY)), "null");
        assert!(serde_json::from_str::<Num>("\"1\"").is_err());
    }

    #[test]
    fn milliseconds_keep_nanoseconds_and_no_more() {
        assert_eq!(json(Ms::new(0.1 + 0.2)), "0.3");
        assert_eq!(json(Ms::new(1.234_567_89)), "1.234568");
        assert_eq!(json(Ms::from_nanos(1_500_000)), "1.5");
        assert_eq!(json(Ms::from_nanos(1)), "1e-6");
    }
}
