//! Fixed bytes and the values between them: what shapes of lines and of members are made
//! of.

use super::parse::Token;
use super::window::Window;
use super::{Kind, Slot};

/// Fixed bytes and the value behind them, in one row of memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Up to 16 bytes, to be compared at once.
    bytes: u128,
    mask: u128,
    length: u32,
    pub(super) value: Value,
    /// Where the value goes: the last slot is that of values that nobody wants, since to
    /// ask for each of them whether somebody does would take longer than to put it there.
    slot: u32,
    /// Where a value was put before that is wanted again.
    from: u32,
}

/// What stands behind the fixed bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing: more fixed bytes, or the end.
    None,
    /// A string's text and its closing quote.
    Text,
    Number,
    /// The value before, for another slot.
    Again,
}

/// What a checked line, or a member of one, consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pieces(Vec<Piece>);

impl Piece {
    fn new(fixed: &[u8]) -> Piece {
        let mut bytes = [0; 16];
        let mut mask = [0; 16];
        for (at, &byte) in fixed.iter().take(16).enumerate() {
            bytes[at] = byte;
            mask[at] = 0xff;
        }
        Piece {
            bytes: u128::from_le_bytes(bytes),
            mask: u128::from_le_bytes(mask),
            length: fixed.len().min(16) as u32,
            value: Value::None,
            slot: 0,
            from: 0,
        }
    }

    /// A piece for where none is known. It stands only before newlines, where no member
    /// does, and has no bytes itself.
    pub(super) fn never() -> Piece {
        Piece { length: 0, ..Piece::new(&[b'\n'; 16]) }
    }

    /// The place behind the fixed bytes, where they stand at `at`.
    #[inline(always)]
    pub(super) fn fixed(&self, line: Window<'_>, at: usize) -> Option<usize> {
        let stands = (u128::from_le_bytes(line.chunk(at)) ^ self.bytes) & self.mask == 0;
        stands.then_some(at + self.length as usize)
    }

    /// The place behind a text that begins at `at`; it goes to its slot. The checks are
    /// those of the full parser. The place may be out of reach; then it means nothing.
    #[inline(always)]
    pub(super) fn text(&self, line: Window<'_>, at: usize, slots: &mut [Slot]) -> Option<usize> {
        line.string(at, slots.get_mut(self.slot as usize)?)
    }

    /// The same for a number.
    #[inline(always)]
    pub(super) fn number(&self, line: Window<'_>, at: usize, slots: &mut [Slot]) -> Option<usize> {
        line.number(at, slots.get_mut(self.slot as usize)?)
    }

    /// Puts the value before into another slot, too.
    pub(super) fn again(&self, slots: &mut [Slot]) {
        slots[self.slot as usize] = slots[self.from as usize];
    }
}

/// How the slots stood at the end, for one of them: what has to be there before the values
/// are filled in. `None` for an array or an object, whose range the values cannot tell.
pub(super) fn base(slot: &Slot) -> Option<Slot> {
    match slot.kind {
        Kind::Array | Kind::Object => None,
        Kind::Missing | Kind::Null | Kind::True | Kind::False => {
            Some(Slot { kind: slot.kind, ..Slot::default() })
        }
        _ => Some(Slot::default()),
    }
}

impl Pieces {
    /// The pieces of checked bytes `line[from..end]`, whose values are `tokens`; each of
    /// the slots that holds one of the values gets that of the next line.
    pub(super) fn of(
        line: &[u8],
        from: usize,
        end: usize,
        tokens: &[Token],
        slots: &[Slot],
    ) -> Option<Pieces> {
        let mut pieces = Vec::new();
        let mut done = from;
        let (_, slots) = slots.split_last()?;
        let nowhere = slots.len() as u32;
        for token in tokens {
            pieces.extend(line.get(done..token.start as usize)?.chunks(16).map(Piece::new));
            let text = token.kind == Kind::Text;
            let holds = |slot: &Slot| {
                slot.start == token.start
                    && matches!(slot.kind, Kind::Short | Kind::Number | Kind::Text | Kind::Escaped)
            };
            let mut wanted = (0_u32..).zip(slots).filter(|(_, slot)| holds(slot)).map(|(at, _)| at);
            // Something always stands before a value: a brace, a bracket, a colon, a comma.
            let last = pieces.last_mut()?;
            last.value = if text { Value::Text } else { Value::Number };
            last.slot = wanted.next().unwrap_or(nowhere);
            let from = last.slot;
            pieces.extend(wanted.map(|slot| Piece { value: Value::Again, slot, from, ..Piece::new(b"") }));
            done = token.end as usize + usize::from(text);
        }
        pieces.extend(line.get(done..end)?.chunks(16).map(Piece::new));
        Some(Pieces(pieces))
    }

    /// The end of what stands at `at`, where it has these pieces; its values fill the
    /// slots.
    #[inline(always)]
    pub(super) fn matched(&self, line: Window<'_>, mut at: usize, slots: &mut [Slot]) -> Option<usize> {
        for piece in &self.0 {
            at = piece.fixed(line, at)?;
            match piece.value {
                Value::None => {}
                Value::Text => at = piece.text(line, at, slots)?,
                Value::Number => at = piece.number(line, at, slots)?,
                Value::Again => piece.again(slots),
            }
        }
        Some(at)
    }

    /// One after the other; there is at least one.
    pub(super) fn as_slice(&self) -> &[Piece] {
        &self.0
    }
}
