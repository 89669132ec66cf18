//! What tells a group: values and a unit, as bytes that can be hashed and decoded again.

use crate::filter::text_of;
use ndjson::scan::{Kind, Slot};
use record::Num;
use record::percentile::{Group, GroupValue};
use stats::decimal::Number;

/// What tells a group: the values at the `--by` paths and the unit, as bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Key {
    /// The bytes are the text of the only path's value, and there is no unit.
    pub(super) plain: bool,
    pub(super) bytes: Box<[u8]>,
}

/// The parts of a key, decoded.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Name {
    pub(crate) values: Vec<GroupValue>,
    pub(crate) unit: Option<String>,
}

impl PartialOrd for Name {
    /// By the values in order (null, truth values, numbers, text), then by unit.
    fn partial_cmp(&self, other: &Name) -> Option<std::cmp::Ordering> {
        (&self.values, &self.unit).partial_cmp(&(&other.values, &other.unit))
    }
}

impl Name {
    /// The group as a record has it.
    pub(crate) fn group(&self, by: &[String]) -> Group {
        Group(by.iter().cloned().zip(self.values.iter().cloned()).collect())
    }
}

impl Key {
    /// The parts, decoded.
    pub(super) fn name(&self) -> Name {
        if self.plain {
            let text = String::from_utf8_lossy(&self.bytes).into_owned();
            return Name { values: vec![GroupValue::Text(text)], unit: None };
        }
        let mut rest = &*self.bytes;
        let mut take = |n: usize| {
            let (head, tail) = rest.split_at(n.min(rest.len()));
            rest = tail;
            head
        };
        let number = |bytes: &[u8]| bytes.try_into().map_or(0, u64::from_le_bytes);
        let text = |take: &mut dyn FnMut(usize) -> Vec<u8>| {
            let length = number(&take(8)) as usize;
            String::from_utf8_lossy(&take(length)).into_owned()
        };
        let mut take = |n: usize| take(n).to_vec();
        let has_unit = take(1) == [1];
        let unit = text(&mut take);
        let mut values = Vec::new();
        while let [tag] = take(1)[..] {
            values.push(match tag {
                b't' => GroupValue::Bool(true),
                b'f' => GroupValue::Bool(false),
                b'n' => {
                    let value = f64::from_bits(number(&take(8)));
                    Num::new(value).map_or(GroupValue::Null, GroupValue::Number)
                }
                b's' => GroupValue::Text(text(&mut take)),
                _ => GroupValue::Null,
            });
        }
        Name { values, unit: has_unit.then_some(unit) }
    }
}

/// A record's value at a `--by` path. Arrays and objects group by their text.
pub(super) fn value_of(slot: &Slot, line: &[u8]) -> GroupValue {
    match slot.kind {
        Kind::Missing | Kind::Null => GroupValue::Null,
        Kind::True => GroupValue::Bool(true),
        Kind::False => GroupValue::Bool(false),
        Kind::Short | Kind::Number => {
            let number = Number::parse(slot.of(line)).ok().and_then(|n| Num::new(n.to_f64()));
            number.map_or(GroupValue::Null, GroupValue::Number)
        }
        Kind::Text | Kind::Escaped | Kind::Array | Kind::Object => {
            GroupValue::Text(text_of(slot, line).into_owned())
        }
    }
}
