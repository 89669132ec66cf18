//! Schema tags: zero-sized types that write and demand one exact `name.vMAJOR`.

/// A type that is written as one line with its schema tag in front.
pub trait Record: serde::Serialize {
    /// The tag, for example `test.v1`.
    const SCHEMA: &'static str;

    /// Appends the record as JSON on one line, without a newline.
    ///
    /// # Errors
    /// When serde cannot write it.
    fn append_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        serde_json::to_writer(out, self)
    }
}

/// Every tag that belongs to runproof, sorted. A reader that has no use for one of these
/// stays silent; any other is worth a word.
pub const SCHEMAS: &[&str] = &[
    "alias.v1",
    "artifact.v1",
    "budget.v1",
    "calibration.v1",
    "chain-head.v1",
    "change-point.v1",
    "cluster.v1",
    "comparison.v1",
    "env-check.v1",
    "env-matrix.v1",
    "env-verdict.v1",
    "env.v1",
    "failfast-summary.v1",
    "flake-suite.v1",
    "flake.v1",
    "hash-check.v1",
    "hash.v1",
    "issue.v1",
    "label.v1",
    "pack.v1",
    "parse-summary.v1",
    "percentile-state.v1",
    "percentile.v1",
    "run-event.v1",
    "run-state.v1",
    "run-verdict.v1",
    "segment.v1",
    "signature.v1",
    "test.v1",
    "top.v1",
    "variance-state.v1",
    "variance.v1",
];

/// Declares a tag type and ties a record type to it:
/// `tag!(TestTag, Test, "test.v1")`. The record's first field is `pub schema: TestTag`. A
/// function behind it writes the record instead of serde.
macro_rules! tag {
    ($tag:ident, $record:ty, $text:literal $(, $write:path)?) => {
        #[doc = concat!("The tag `", $text, "`; always the record's first member.")]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct $tag;

        impl serde::Serialize for $tag {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str($text)
            }
        }

        impl<'de> serde::Deserialize<'de> for $tag {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                crate::tag::expect(from, $text).map(|()| $tag)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $tag {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($tag).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "const": $text })
            }
        }

        impl crate::Record for $record {
            const SCHEMA: &'static str = $text;
            $(
                fn append_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
                    $write(self, out)
                }
            )?
        }
    };
}
pub(crate) use tag;

pub(crate) fn expect<'de, D: serde::Deserializer<'de>>(from: D, want: &'static str) -> Result<(), D::Error> {
    struct Exactly(&'static str);
    impl serde::de::Visitor<'_> for Exactly {
        type Value = ();
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "the schema tag \"{}\"", self.0)
        }
        fn visit_str<E: serde::de::Error>(self, got: &str) -> Result<(), E> {
            if got == self.0 { Ok(()) } else { Err(E::invalid_value(serde::de::Unexpected::Str(got), &self)) }
        }
    }
    from.deserialize_str(Exactly(want))
}

/// The schema tag of a line, read without parsing the rest: records of ours begin with
/// `{"schema":"..."`, and only then is the fast way taken; any other object is looked
/// through by a full JSON parse. `None`: no string member of that name at the top level,
/// or not a JSON object.
pub fn schema_of(line: &[u8]) -> Option<std::borrow::Cow<'_, str>> {
    const HEAD: &[u8] = b"{\"schema\":\"";
    if let Some(rest) = line.strip_prefix(HEAD) {
        let end = rest.iter().position(|&b| b == b'"' || b == b'\\')?;
        if rest[end] == b'"' {
            return std::str::from_utf8(&rest[..end]).ok().map(Into::into);
        }
    }
    #[derive(serde::Deserialize)]
    struct Peek<'a> {
        #[serde(borrow, default)]
        schema: Option<std::borrow::Cow<'a, str>>,
    }
    serde_json::from_slice::<Peek<'_>>(line).ok()?.schema
}

#[cfg(test)]
mod tests {
    use super::schema_of;

    #[test]
    fn the_tag_is_found_wherever_it_stands() {
        assert_eq!(schema_of(br#"{"schema":"test.v1","a":1}"#).as_deref(), Some("test.v1"));
        assert_eq!(schema_of(br#"{ "a":1, "schema" : "x.v2" }"#).as_deref(), Some("x.v2"));
        assert_eq!(schema_of(br#"{"schema":"a\u002ev1"}"#).as_deref(), Some("a.v1"));
        assert_eq!(schema_of(br#"{"a":{"schema":"x.v1"}}"#), None);
        assert_eq!(schema_of(b"[1]"), None);
        assert_eq!(schema_of(b"{\"schema\":\"cut"), None);
    }
}
