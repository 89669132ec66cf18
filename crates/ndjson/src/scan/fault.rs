//! What can be wrong with a line.

/// Where a line stops being JSON, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes before the place, from the line's beginning.
    pub at: usize,
    /// What is wrong there.
    pub why: Why,
}

/// Why a line is not a JSON object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It ends in the middle.
    Cut,
    /// Well-formed so far, but not an object.
    NotObject,
    /// Something after the object.
    Trailing,
    /// No value where one belongs.
    Value,
    /// `NaN` or `Infinity`, which JSON does not have.
    NotFinite,
    /// A number against the grammar (`01`, `1.`, `+1`).
    Number,
    /// No string where a member's name belongs.
    Name,
    /// No `:` after a name.
    Colon,
    /// Neither `,` nor `}`.
    Brace,
    /// Neither `,` nor `]`.
    Bracket,
    /// A control character inside of a string.
    Control,
    /// An unknown escape.
    Escape,
    /// A string that is not UTF-8.
    Utf8,
    /// Nested deeper than [`super::MAX_DEPTH`].
    Depth,
    /// Beyond the first 4 GiB of a block.
    TooLong,
}

impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Why::Cut => "cut off",
            Why::NotObject => "not a JSON object",
            Why::Trailing => "something after the object",
            Why::Value => "no value where one belongs",
            Why::NotFinite => "NaN and Infinity are not JSON",
            Why::Number => "not a JSON number",
            Why::Name => "no name where one belongs",
            Why::Colon => "no ':' after a name",
            Why::Brace => "neither ',' nor '}'",
            Why::Bracket => "neither ',' nor ']'",
            Why::Control => "a control character in a string",
            Why::Escape => "an unknown escape",
            Why::Utf8 => "not UTF-8",
            Why::Depth => "nested too deep",
            Why::TooLong => "too long",
        })
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "column {}: {}", self.at + 1, self.why)
    }
}

impl std::error::Error for Fault {}
