//! Fixed bytes and the values between them: what shapes of lines and of members are made
//! of.

use super::parse::Token;
use super::token;
use super::{Kind, Slot};

/// Fixed bytes and the value behind them, in one row of memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// Up to 16 bytes, to be compared at once.
    bytes: u128,
    mask: u128,
    length: u32,
    value: Value,
    /// Where the value goes.
    slot: u32,
}

/// What stands behind the fixed bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    /// Nothing: more fixed bytes, or the end.
    None,
    /// A string's text and its closing quote.
    Text,
    Number,
    /// The value before, for another slot.
    Again,
}

/// The slot of a value that nobody wants.
const NOWHERE: u32 = u32::MAX;

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
            slot: NOWHERE,
        }
    }

    #[inline]
    fn stands_at(&self, block: &[u8], at: usize) -> bool {
        let word = match block.get(at..).and_then(|rest| rest.first_chunk::<16>()) {
            Some(chunk) => u128::from_le_bytes(*chunk),
            None => return self.stands_at_end(block, at),
        };
        (word ^ self.bytes) & self.mask == 0
    }

    #[cold]
    fn stands_at_end(&self, block: &[u8], at: usize) -> bool {
        let want = self.bytes.to_le_bytes();
        block.get(at..).is_some_and(|rest| rest.starts_with(&want[..self.length as usize]))
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
            last.slot = wanted.next().unwrap_or(NOWHERE);
            pieces.extend(wanted.map(|slot| Piece { value: Value::Again, slot, ..Piece::new(b"") }));
            done = token.end as usize + usize::from(text);
        }
        pieces.extend(line.get(done..end)?.chunks(16).map(Piece::new));
        Some(Pieces(pieces))
    }

    /// The end of what stands at `at`, where it has these pieces; its values fill the
    /// slots. Values are checked as the full parser checks them.
    #[inline]
    pub(super) fn matched(&self, block: &[u8], mut at: usize, slots: &mut [Slot]) -> Option<usize> {
        let mut slot = Slot::default();
        for piece in &self.0 {
            if !piece.stands_at(block, at) {
                return None;
            }
            at += piece.length as usize;
            match piece.value {
                Value::None => continue,
                Value::Text => {
                    let (end, escaped) = token::string(block, at).ok()?;
                    let kind = if escaped { Kind::Escaped } else { Kind::Text };
                    slot = Slot { kind, start: at as u32, end: end as u32, ..Slot::default() };
                    at = end + 1;
                }
                Value::Number => {
                    slot = token::number(block, at).ok()?;
                    at = slot.end as usize;
                }
                Value::Again => {}
            }
            if let Some(place) = slots.get_mut(piece.slot as usize) {
                *place = slot;
            }
        }
        Some(at)
    }
}
