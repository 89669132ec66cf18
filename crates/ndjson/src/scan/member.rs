//! Shapes of single members: for streams whose records have the same members in any order,
//! some of them missing.

use super::parse::{Extent, Token};
use super::path::Trie;
use super::piece::{Pieces, base};
use super::{Kind, Slot};

/// Places in the table; a member's place is told by its first four bytes.
const TABLE: usize = 64;

/// Shapes of members with the same first bytes (`null` or a number, names alike).
const CHAIN: usize = 4;

/// Lines that are learnt at first; later only every sixteenth, since a stream whose members
/// differ all the time would be learnt for ever.
const LEARNT: u32 = 256;

/// The members of a stream.
#[derive(Clone, Debug)]
pub(super) struct Members {
    table: Vec<Vec<Member>>,
    misses: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Member {
    pieces: Pieces,
    /// The slots at and below it that no value fills: the member may stand in its object a
    /// second time.
    base: Vec<(usize, Slot)>,
}

impl Default for Members {
    fn default() -> Members {
        Members { table: vec![Vec::new(); TABLE], misses: 0 }
    }
}

/// The place in the table for what stands at `at`.
#[inline]
fn place(block: &[u8], at: usize) -> usize {
    let head = block.get(at..).and_then(|rest| rest.first_chunk::<4>());
    let head = head.map_or(0, |head| u32::from_le_bytes(*head));
    (head.wrapping_mul(0x9e37_79b1) >> 26) as usize % TABLE
}

impl Members {
    /// Whether the next line through the full parser should be learnt.
    pub(super) fn wanted(&self) -> bool {
        self.misses < LEARNT || self.misses.is_multiple_of(16)
    }

    /// The end of the line at `from`, where all of its members are known.
    #[inline]
    pub(super) fn matched(&self, block: &[u8], from: usize, slots: &mut [Slot]) -> Option<usize> {
        if block.get(from) != Some(&b'{') {
            return None;
        }
        slots.iter_mut().for_each(|slot| *slot = Slot::default());
        let mut at = from + 1;
        loop {
            at = self.member(block, at, slots)?;
            match block.get(at) {
                Some(b',') => {
                    at += 1;
                    at += usize::from(block.get(at) == Some(&b' '));
                }
                Some(b'}') => {
                    return match block.get(at + 1) {
                        Some(b'\n') | None => Some(at + 1),
                        Some(_) => None,
                    };
                }
                _ => return None,
            }
        }
    }

    #[inline]
    fn member(&self, block: &[u8], at: usize, slots: &mut [Slot]) -> Option<usize> {
        // A value is filled in only behind a whole name, so members that do not match in
        // the end have touched no slots but those of this very member.
        self.table[place(block, at)].iter().find_map(|member| {
            let end = member.pieces.matched(block, at, slots)?;
            for (slot, base) in &member.base {
                slots[*slot] = *base;
            }
            Some(end)
        })
    }

    /// Remembers the members of a line that went through the full parser.
    pub(super) fn learn(
        &mut self,
        line: &[u8],
        tokens: &[Token],
        members: &[Extent],
        trie: &Trie,
        slots: &[Slot],
    ) {
        self.misses = self.misses.wrapping_add(1);
        for extent in members {
            let (start, end) = (extent.start as usize, extent.end as usize);
            let chain = &mut self.table[place(line, start)];
            if chain.len() == CHAIN {
                continue;
            }
            let below = extent.node.map_or_else(Vec::new, |node| trie.below(node));
            if let Some(member) = Member::of(line, extent, tokens, &below, slots)
                && !chain.contains(&member)
                && start < end
            {
                chain.push(member);
            }
        }
    }
}

impl Member {
    fn of(line: &[u8], extent: &Extent, tokens: &[Token], below: &[usize], slots: &[Slot]) -> Option<Member> {
        let inside = |start: u32| (extent.start..extent.end).contains(&start);
        let tokens: Vec<Token> = tokens.iter().copied().filter(|t| inside(t.start)).collect();
        // Where the member stands twice, the slots hold the other one.
        let whole = |slot: &Slot| {
            !matches!(slot.kind, Kind::Short | Kind::Number | Kind::Text | Kind::Escaped)
                || inside(slot.start)
        };
        if extent.repeated || !below.iter().all(|&at| whole(&slots[at])) {
            return None;
        }
        let mut unfilled = Vec::new();
        for at in below.iter().copied() {
            let base = base(&slots[at])?;
            if matches!(slots[at].kind, Kind::Missing | Kind::Null | Kind::True | Kind::False) {
                unfilled.push((at, base));
            }
        }
        let pieces = Pieces::of(line, extent.start as usize, extent.end as usize, &tokens, slots)?;
        Some(Member { pieces, base: unfilled })
    }
}
