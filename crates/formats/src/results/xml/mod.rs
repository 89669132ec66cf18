//! The front that every XML format here reads through: bytes of any encoding in pieces of
//! any size, start tags, end tags and text out.
//!
//! It is our own, because the inputs are not well-formed XML: reports hold control
//! characters, bare `&`, wrong encodings, and end where the job was killed. It never
//! fails; what it had to repair it tells through [`Events::problem`]. Entities other than
//! the five predefined ones and character references are never expanded, a DOCTYPE is
//! passed over, and nothing outside of the input is ever looked at. Text is handed out in
//! pieces, so memory does not depend on the length of a text; a single tag is held up to
//! [`TAG_LIMIT`].

mod attributes;
mod decode;
mod entity;
mod machine;
mod tokens;

pub use attributes::Attributes;
pub use decode::Decoder;
pub use entity::{decode_into, needs_decoding};
pub use machine::{Machine, Xml};
pub use tokens::{Events, TAG_LIMIT, Tokens};

/// A repaired document tells each of these at most once, with its place and a count at
/// the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Problem {
    /// `&` that begins no reference; read as itself.
    BareAmpersand,
    /// `<` that begins no tag; read as itself.
    BareLess,
    /// A reference to an entity that XML does not predefine; kept as it stands.
    UndefinedEntity,
    /// A character reference to what is no character; U+FFFD.
    BadReference,
    /// An end tag that closes nothing that is open; passed over.
    StrayEnd,
    /// An end tag that closes an outer element while inner ones are open; they end too.
    Unclosed,
    /// An attribute without quotes or without a value; read as far as possible.
    BadAttribute,
    /// Elements nested deeper than is followed; passed over with all that is in them.
    TooDeep,
    /// A tag longer than is held; its attributes are cut.
    TagCut,
    /// An attribute's value longer than is used.
    ValueCut,
    /// Bytes that are not of the document's encoding; U+FFFD.
    InvalidBytes,
    /// Text outside of any element.
    StrayText,
    /// The input ended inside of an element.
    Truncated,
}

impl Problem {
    /// The code of the issue.
    pub fn code(self) -> &'static str {
        match self {
            Problem::BareAmpersand
            | Problem::BareLess
            | Problem::BadReference
            | Problem::StrayEnd
            | Problem::Unclosed
            | Problem::BadAttribute
            | Problem::StrayText => "malformed-xml",
            Problem::UndefinedEntity => "undefined-entity",
            Problem::TooDeep => "too-deep",
            Problem::TagCut | Problem::ValueCut => "attribute-cut",
            Problem::InvalidBytes => "invalid-encoding",
            Problem::Truncated => "truncated-input",
        }
    }

    /// What is said about it.
    pub fn message(self) -> &'static str {
        match self {
            Problem::BareAmpersand => "an & that begins no reference was read as itself",
            Problem::BareLess => "a < that begins no tag was read as itself",
            Problem::UndefinedEntity => {
                "a reference to an entity is kept as it stands, entities are never expanded"
            }
            Problem::BadReference => "a character reference names no character",
            Problem::StrayEnd => "an end tag closes nothing that is open",
            Problem::Unclosed => "an end tag closes an outer element while inner ones are open",
            Problem::BadAttribute => "an attribute is not of the form name=\"value\"",
            Problem::TooDeep => "elements nested too deep are passed over",
            Problem::ValueCut => "an attribute is longer than 64 KiB, the rest of it is left out",
            Problem::TagCut => "a tag is too long, its attributes are cut",
            Problem::InvalidBytes => "bytes that are not of the document's encoding were replaced",
            Problem::StrayText => "text outside of any element",
            Problem::Truncated => "the document ends inside of an element",
        }
    }

    /// Whether evidence may be missing, as opposed to oddly written.
    pub fn is_error(self) -> bool {
        matches!(
            self,
            Problem::StrayEnd
                | Problem::Unclosed
                | Problem::TooDeep
                | Problem::Truncated
                | Problem::StrayText
        )
    }
}
