//! The full parser: JSON's grammar, members plucked on the way.

use super::fault::{Fault, Why};
use super::path::{Node, Trie};
use super::token;
use super::{Kind, MAX_DEPTH, Slot};

/// A value that differs from line to line: where it stands, and what it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: u32,
    pub(super) end: u32,
    /// [`Kind::Text`] for any string, [`Kind::Number`] for any number.
    pub(super) kind: Kind,
}

/// A member of the outermost object: from its name's quote to the end of its value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Its node, where anything at or below it is wanted.
    pub(super) node: Option<Node>,
    /// Whether another member of the line has the same node.
    pub(super) repeated: bool,
}

/// What a line is made of, for those who remember it.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) tokens: Vec<Token>,
    pub(super) members: Vec<Extent>,
}

/// A line with more values than this is not worth remembering.
const MOST_TOKENS: usize = 64;

pub(super) struct Parse<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: u32,
    trie: &'a Trie,
    slots: &'a mut [Slot],
    layout: Option<Layout>,
}

type Done<T> = Result<T, Fault>;

impl<'a> Parse<'a> {
    /// A parser of `bytes[from..]`.
    pub(super) fn new(
        bytes: &'a [u8],
        from: usize,
        trie: &'a Trie,
        slots: &'a mut [Slot],
        record: bool,
    ) -> Parse<'a> {
        let layout = record.then(Layout::default);
        Parse { bytes, at: from, depth: 0, trie, slots, layout }
    }

    /// What the line is made of, where that was to be recorded.
    pub(super) fn into_layout(self) -> Option<Layout> {
        self.layout
    }

    /// One object, white space around it.
    pub(super) fn document(&mut self) -> Done<()> {
        self.space();
        let object = self.peek() == Some(b'{');
        let from = self.at;
        self.value(Some(Trie::ROOT))?;
        self.space();
        if self.at < self.bytes.len() {
            return self.fail(Why::Trailing);
        }
        if object { Ok(()) } else { Err(Fault { at: from, why: Why::NotObject }) }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// A fault here; at the line's end it is that the line is cut.
    fn fail<T>(&self, why: Why) -> Done<T> {
        let why = if self.at >= self.bytes.len() { Why::Cut } else { why };
        Err(Fault { at: self.at, why })
    }

    #[inline]
    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.peek() {
            self.at += 1;
        }
    }

    fn value(&mut self, node: Option<Node>) -> Done<()> {
        let slot = match self.peek() {
            Some(b'"') => self.text(true)?,
            Some(b'-' | b'0'..=b'9') => {
                let slot = token::number(self.bytes, self.at).map_err(fault)?;
                self.at = slot.end as usize;
                self.token(slot, Kind::Number);
                slot
            }
            Some(b'{') => self.nested(node, Kind::Object)?,
            Some(b'[') => self.nested(node, Kind::Array)?,
            Some(b't') => self.word(b"true", Kind::True)?,
            Some(b'f') => self.word(b"false", Kind::False)?,
            Some(b'n') => self.word(b"null", Kind::Null)?,
            Some(b'N' | b'I') => {
                let rest = self.bytes.get(self.at..).unwrap_or_default();
                let special = rest.starts_with(b"NaN") || rest.starts_with(b"Infinity");
                return self.fail(if special { Why::NotFinite } else { Why::Value });
            }
            _ => return self.fail(Why::Value),
        };
        if let Some(node) = node {
            for &wanted in self.trie.slots(node) {
                self.slots[wanted] = slot;
            }
        }
        Ok(())
    }

    fn token(&mut self, slot: Slot, kind: Kind) {
        if let Some(layout) = &mut self.layout {
            if layout.tokens.len() == MOST_TOKENS {
                self.layout = None;
            } else {
                layout.tokens.push(Token { start: slot.start, end: slot.end, kind });
            }
        }
    }

    /// Records a member of the outermost object.
    fn extent(&mut self, start: usize, node: Option<Node>) {
        if self.depth != 1 {
            return;
        }
        let end = self.at as u32;
        if let Some(layout) = &mut self.layout {
            let mut repeated = false;
            for other in layout.members.iter_mut().filter(|m| node.is_some() && m.node == node) {
                other.repeated = true;
                repeated = true;
            }
            layout.members.push(Extent { start: start as u32, end, node, repeated });
        }
    }

    /// A string; its slot covers the text between the quotes.
    fn text(&mut self, value: bool) -> Done<Slot> {
        let start = self.at + 1;
        let (end, escaped) = token::string(self.bytes, start).map_err(fault)?;
        self.at = end + 1;
        let kind = if escaped { Kind::Escaped } else { Kind::Text };
        let slot = Slot { kind, start: start as u32, end: end as u32, ..Slot::default() };
        if value {
            self.token(slot, Kind::Text);
        }
        Ok(slot)
    }

    fn word(&mut self, word: &[u8], kind: Kind) -> Done<Slot> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let same = rest.iter().zip(word).take_while(|(a, b)| a == b).count();
        self.at += same;
        if same < word.len() {
            return self.fail(Why::Value);
        }
        Ok(Slot { kind, ..Slot::default() })
    }

    fn nested(&mut self, node: Option<Node>, kind: Kind) -> Done<Slot> {
        if self.depth == MAX_DEPTH {
            return self.fail(Why::Depth);
        }
        self.depth += 1;
        let start = self.at;
        self.at += 1;
        let node = node.filter(|&n| self.trie.has_children(n));
        if kind == Kind::Object {
            self.object(node)?;
        } else {
            self.array(node)?;
        }
        self.depth -= 1;
        Ok(Slot { kind, start: start as u32, end: self.at as u32, ..Slot::default() })
    }

    fn object(&mut self, node: Option<Node>) -> Done<()> {
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return self.fail(Why::Name);
            }
            let start = self.at;
            let name = self.text(false)?;
            let child = node.and_then(|node| self.member(node, name));
            self.space();
            if self.peek() != Some(b':') {
                return self.fail(Why::Colon);
            }
            self.at += 1;
            self.space();
            if let Some(child) = child {
                self.trie.reset(child, self.slots);
            }
            self.value(child)?;
            self.extent(start, child);
            self.space();
            match self.peek() {
                Some(b',') => {
                    self.at += 1;
                    self.space();
                }
                Some(b'}') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return self.fail(Why::Brace),
            }
        }
    }

    fn member(&self, node: Node, name: Slot) -> Option<Node> {
        let bytes = name.of(self.bytes);
        if name.kind == Kind::Escaped {
            let mut plain = String::new();
            token::unescape(bytes, &mut plain);
            return self.trie.child(node, plain.as_bytes());
        }
        self.trie.child(node, bytes)
    }

    fn array(&mut self, node: Option<Node>) -> Done<()> {
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        let mut index = 0;
        loop {
            self.value(node.and_then(|node| self.trie.element(node, index)))?;
            index += 1;
            self.space();
            match self.peek() {
                Some(b',') => {
                    self.at += 1;
                    self.space();
                }
                Some(b']') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return self.fail(Why::Bracket),
            }
        }
    }
}

fn fault((at, why): (usize, Why)) -> Fault {
    Fault { at, why }
}
