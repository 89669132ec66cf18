//! Dotted paths, and the tree in which a set of them is looked up.

use super::Slot;

/// A path to a member: names from the outside in; a number is also an array's index.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path {
    names: Vec<String>,
}

/// Why a text is not a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathError {
    /// Nothing between two dots, or nothing at all.
    Empty,
    /// A backslash before something else than `.` or `\`.
    Escape,
    /// More names than objects may be nested.
    Deep,
}

impl std::fmt::Display for PathError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            PathError::Empty => "a name in the path is empty",
            PathError::Escape => "a backslash stands before '.' or '\\' only",
            PathError::Deep => "the path is too deep",
        })
    }
}

impl std::error::Error for PathError {}

impl Path {
    /// Reads `a.b.c`; a dot that belongs to a name is written `\.`, a backslash `\\`.
    ///
    /// # Errors
    /// See [`PathError`].
    pub fn parse(text: &str) -> Result<Path, PathError> {
        let mut names = vec![String::new()];
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            let Some(name) = names.last_mut() else { break };
            match c {
                '.' => names.push(String::new()),
                '\\' => match chars.next() {
                    Some(c @ ('.' | '\\')) => name.push(c),
                    _ => return Err(PathError::Escape),
                },
                c => name.push(c),
            }
        }
        if names.iter().any(String::is_empty) {
            return Err(PathError::Empty);
        }
        if names.len() > super::MAX_DEPTH as usize {
            return Err(PathError::Deep);
        }
        Ok(Path { names })
    }

    /// A path of one name, taken as it is.
    pub fn name(name: &str) -> Path {
        Path { names: vec![name.to_owned()] }
    }

    /// The innermost name.
    pub fn last(&self) -> &str {
        self.names.last().map_or("", String::as_str)
    }

    /// The path of another member of the same object.
    #[must_use]
    pub fn sibling(&self, name: &str) -> Path {
        let mut names = self.names.clone();
        if let Some(last) = names.last_mut() {
            name.clone_into(last);
        }
        Path { names }
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, name) in self.names.iter().enumerate() {
            if at > 0 {
                f.write_str(".")?;
            }
            f.write_str(&name.replace('\\', "\\\\").replace('.', "\\."))?;
        }
        Ok(())
    }
}

/// A node of the tree: [`Trie::ROOT`] is the object of the line itself.
pub(super) type Node = u32;

/// A set of paths as a tree.
#[derive(Clone, Debug)]
pub(super) struct Trie {
    nodes: Vec<Place>,
}

#[derive(Clone, Debug, Default)]
struct Place {
    /// By name; few, so a list.
    children: Vec<(Box<[u8]>, Option<u64>, Node)>,
    slots: Vec<usize>,
}

impl Trie {
    pub(super) const ROOT: Node = 0;

    pub(super) fn new(paths: &[Path]) -> Trie {
        let mut trie = Trie { nodes: vec![Place::default()] };
        for (slot, path) in paths.iter().enumerate() {
            let mut at = Trie::ROOT;
            for name in &path.names {
                at = trie.child(at, name.as_bytes()).unwrap_or_else(|| trie.add(at, name));
            }
            trie.nodes[at as usize].slots.push(slot);
        }
        trie
    }

    fn add(&mut self, at: Node, name: &str) -> Node {
        let node = self.nodes.len() as Node;
        // An index is written without sign and leading zeros.
        let index = name.parse().ok().filter(|n: &u64| n.to_string() == name);
        self.nodes.push(Place::default());
        self.nodes[at as usize].children.push((name.as_bytes().into(), index, node));
        node
    }

    /// The node for a member's name.
    #[inline]
    pub(super) fn child(&self, at: Node, name: &[u8]) -> Option<Node> {
        let children = &self.nodes[at as usize].children;
        children.iter().find(|(n, _, _)| **n == *name).map(|(_, _, node)| *node)
    }

    /// The node for an array's element.
    pub(super) fn element(&self, at: Node, index: u64) -> Option<Node> {
        let children = &self.nodes[at as usize].children;
        children.iter().find(|(_, i, _)| *i == Some(index)).map(|(_, _, node)| *node)
    }

    /// Whether anything below the node is wanted.
    #[inline]
    pub(super) fn has_children(&self, at: Node) -> bool {
        !self.nodes[at as usize].children.is_empty()
    }

    /// The slots that want the value at the node.
    #[inline]
    pub(super) fn slots(&self, at: Node) -> &[usize] {
        &self.nodes[at as usize].slots
    }

    /// The slots at and below a node.
    pub(super) fn below(&self, at: Node) -> Vec<usize> {
        let place = &self.nodes[at as usize];
        let mut slots = place.slots.clone();
        for (_, _, node) in &place.children {
            slots.extend(self.below(*node));
        }
        slots
    }

    /// Empties the slots at and below a node: its member stands there a second time.
    pub(super) fn reset(&self, at: Node, slots: &mut [Slot]) {
        let place = &self.nodes[at as usize];
        for &slot in &place.slots {
            slots[slot] = Slot::default();
        }
        for (_, _, node) in &place.children {
            self.reset(*node, slots);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Path, PathError};

    #[test]
    fn paths_and_their_spelling() {
        for text in ["a", "a.b", r"labels.os\.name", r"a\\b.0", "ä.漢"] {
            assert_eq!(Path::parse(text).map(|p| p.to_string()), Ok(text.to_owned()));
        }
        assert_eq!(Path::parse(r"x.a\.b").map(|p| p.last().to_owned()), Ok("a.b".to_owned()));
        for (text, why) in [
            ("", PathError::Empty),
            ("a..b", PathError::Empty),
            (".a", PathError::Empty),
            ("a.", PathError::Empty),
            (r"a\b", PathError::Escape),
            (r"a\", PathError::Escape),
        ] {
            assert_eq!(Path::parse(text), Err(why), "{text}");
        }
        assert_eq!(Path::parse(&vec!["a"; 200].join(".")), Err(PathError::Deep));
        let sibling = Path::parse("a.b.value").map(|p| p.sibling("unit").to_string());
        assert_eq!(sibling.as_deref(), Ok("a.b.unit"));
    }
}
