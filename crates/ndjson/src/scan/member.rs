//! Shapes of single members: for streams whose records have the same members in any order,
//! some of them missing.

use super::parse::{Extent, Token};
use super::path::Trie;
use super::piece::{Piece, Pieces, Value, base};
use super::window::Window;
use super::{Kind, Slot};

/// Places in the table; a member's place is told by the first four bytes of its name.
const TABLE: usize = 256;

/// Shapes of members with the same first bytes (`null` or a number, names alike).
const CHAIN: usize = 4;

/// Lines that are learnt at first; later only every sixteenth, since a stream whose members
/// differ all the time would be learnt for ever.
const LEARNT: u32 = 256;

/// The members of a stream.
#[derive(Clone, Debug)]
pub(super) struct Members {
    table: Vec<Vec<Member>>,
    /// What the table says, laid out for looking up: nothing tells which member comes next,
    /// so the way to it is waited for, and should be short.
    steps: Vec<Step>,
    /// The slots that no value fills, of members that have such.
    bases: Vec<Vec<(usize, Slot)>>,
    misses: u32,
}

/// One piece of a member. Those that members begin with come first, by their place in the
/// table.
#[derive(Clone, Copy, Debug)]
struct Step {
    piece: Piece,
    work: Work,
    /// The step behind, or the base of a last one, or [`NONE`].
    next: u32,
    /// Of a first step: that of the next member in the chain, or [`NONE`].
    other: u32,
}

/// What a step takes. One choice for all of it: each that cannot be foretold costs more
/// than a text to be read.
#[derive(Clone, Copy, Debug)]
enum Work {
    Fixed,
    Text,
    Number,
    Again,
    LastFixed,
    LastText,
    LastNumber,
    LastAgain,
}

/// No step, no base.
const NONE: u32 = u32::MAX;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Member {
    pieces: Pieces,
    /// The slots at and below it that no value fills: the member may stand in its object a
    /// second time.
    base: Vec<(usize, Slot)>,
}

impl Default for Members {
    fn default() -> Members {
        let mut members =
            Members { table: vec![Vec::new(); TABLE], steps: Vec::new(), bases: Vec::new(), misses: 0 };
        members.lay_out();
        members
    }
}

/// The place in the table for a member that begins with these bytes.
#[inline(always)]
fn place(head: [u8; 4]) -> usize {
    (u32::from_le_bytes(head).wrapping_mul(0x9e37_79b1) >> 24) as usize % TABLE
}

impl Members {
    /// Whether the next line through the full parser should be learnt.
    pub(super) fn wanted(&self) -> bool {
        self.misses < LEARNT || self.misses.is_multiple_of(16)
    }

    /// The end of the line, where all of its members are known.
    #[inline]
    pub(super) fn matched(&self, line: Window<'_>, slots: &mut [Slot]) -> Option<usize> {
        if line.byte(0) != b'{' {
            return None;
        }
        slots.iter_mut().for_each(|slot| *slot = Slot::default());
        let mut at = 1;
        loop {
            at = self.member(line, at, slots)?;
            match line.byte(at) {
                b',' if line.byte(at + 1) == b' ' => at += 2,
                b',' => at += 1,
                b'}' => return Some(at + 1).filter(|&end| line.ends(end)),
                _ => return None,
            }
            if !Window::reaches(at) {
                return None;
            }
        }
    }

    /// The end of the member at `from`.
    #[inline(always)]
    fn member(&self, line: Window<'_>, from: usize, slots: &mut [Slot]) -> Option<usize> {
        let mut first = place(line.chunk(from + 1));
        let (mut at, mut step) = (from, self.steps.get(first)?);
        // A value is filled in only behind a whole name, so members that do not match in
        // the end have touched no slots but those of this very member.
        loop {
            let piece = &step.piece;
            let tried = piece.fixed(line, at).and_then(|behind| match step.work {
                Work::Fixed => Some((behind, true)),
                Work::Text => Some((piece.text(line, behind, slots)?, true)),
                Work::Number => Some((piece.number(line, behind, slots)?, true)),
                Work::Again => {
                    piece.again(slots);
                    Some((behind, true))
                }
                Work::LastFixed => Some((behind, false)),
                Work::LastText => Some((piece.text(line, behind, slots)?, false)),
                Work::LastNumber => Some((piece.number(line, behind, slots)?, false)),
                Work::LastAgain => {
                    piece.again(slots);
                    Some((behind, false))
                }
            });
            match tried {
                Some((behind, true)) => (at, step) = (behind, self.steps.get(step.next as usize)?),
                Some((behind, false)) => {
                    if step.next != NONE {
                        self.fill(step.next, slots);
                    }
                    return Some(behind);
                }
                None => {
                    first = self.steps.get(first)?.other as usize;
                    (at, step) = (from, self.steps.get(first)?);
                }
            }
        }
    }

    /// Fills in what no value does.
    #[inline(never)]
    fn fill(&self, base: u32, slots: &mut [Slot]) {
        for (slot, base) in self.bases.get(base as usize).into_iter().flatten() {
            slots[*slot] = *base;
        }
    }

    /// Lays the table out.
    fn lay_out(&mut self) {
        let never = Step { piece: Piece::never(), work: Work::LastFixed, next: NONE, other: NONE };
        self.steps = vec![never; self.table.len()];
        self.bases.clear();
        for (place, chain) in self.table.iter().enumerate() {
            let mut first = place;
            for (at, member) in chain.iter().enumerate() {
                if at > 0 {
                    self.steps[first].other = self.steps.len() as u32;
                    first = self.steps.len();
                    self.steps.push(never);
                }
                let mut step = first;
                let mut pieces = member.pieces.as_slice().iter().peekable();
                while let Some(piece) = pieces.next() {
                    let last = pieces.peek().is_none();
                    self.steps[step].piece = *piece;
                    self.steps[step].work = match (piece.value, last) {
                        (Value::None, false) => Work::Fixed,
                        (Value::Text, false) => Work::Text,
                        (Value::Number, false) => Work::Number,
                        (Value::Again, false) => Work::Again,
                        (Value::None, true) => Work::LastFixed,
                        (Value::Text, true) => Work::LastText,
                        (Value::Number, true) => Work::LastNumber,
                        (Value::Again, true) => Work::LastAgain,
                    };
                    if !last {
                        self.steps[step].next = self.steps.len() as u32;
                        step = self.steps.len();
                        self.steps.push(never);
                    }
                }
                if !member.base.is_empty() {
                    self.steps[step].next = self.bases.len() as u32;
                    self.bases.push(member.base.clone());
                }
            }
        }
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
        let mut learnt = false;
        for extent in members {
            let (start, end) = (extent.start as usize, extent.end as usize);
            let Some(head) = line.get(start + 1..).and_then(|rest| rest.first_chunk()) else { continue };
            let chain = &mut self.table[place(*head)];
            if chain.len() == CHAIN {
                continue;
            }
            let below = extent.node.map_or_else(Vec::new, |node| trie.below(node));
            if let Some(member) = Member::of(line, extent, tokens, &below, slots)
                && !chain.contains(&member)
                && start < end
            {
                chain.push(member);
                learnt = true;
            }
        }
        if learnt {
            self.lay_out();
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
