//! `--where`: which records count.

use ndjson::scan::{Kind, Path, Slot, unescape};
use stats::decimal::Number;
use std::borrow::Cow;

/// One condition; a record must keep all of them.
#[derive(Clone, Debug)]
pub(crate) struct Where {
    pub(crate) path: Path,
    op: Op,
    text: String,
    number: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Op {
    Is,
    IsNot,
    Less,
    LessOrIs,
    More,
    MoreOrIs,
}

const OPS: [(&str, Op); 6] = [
    ("!=", Op::IsNot),
    ("<=", Op::LessOrIs),
    (">=", Op::MoreOrIs),
    ("<", Op::Less),
    (">", Op::More),
    ("=", Op::Is),
];

impl Where {
    /// Reads `PATH=VALUE`, `PATH!=VALUE`, `PATH<NUMBER` and the like.
    pub(crate) fn parse(text: &str) -> Result<Where, String> {
        let (at, (sign, op)) = text
            .char_indices()
            .find_map(|(at, _)| Some((at, *OPS.iter().find(|(sign, _)| text[at..].starts_with(sign))?)))
            .ok_or("PATH=VALUE, PATH!=VALUE or PATH<NUMBER is wanted")?;
        let path = Path::parse(&text[..at]).map_err(|e| e.to_string())?;
        let value = &text[at + sign.len()..];
        let number = Number::parse(value.as_bytes()).ok().map(Number::to_f64);
        if number.is_none() && !matches!(op, Op::Is | Op::IsNot) {
            return Err(format!("'{value}' is not a number"));
        }
        Ok(Where { path, op, text: value.to_owned(), number })
    }

    /// Whether a value keeps the condition.
    pub(crate) fn keeps(&self, slot: &Slot, line: &[u8]) -> bool {
        if slot.is_number() {
            let ours = Number::parse(slot.of(line)).map(Number::to_f64);
            return match (ours, self.number) {
                (Ok(ours), Some(theirs)) => self.compares(ours, theirs),
                _ => self.op == Op::IsNot,
            };
        }
        let same = match slot.kind {
            Kind::Text | Kind::Escaped => *text_of(slot, line) == *self.text,
            Kind::True => self.text == "true",
            Kind::False => self.text == "false",
            Kind::Null => self.text == "null",
            _ => false,
        };
        self.decides(same)
    }

    /// The same for a field of text, as CSV has it.
    pub(crate) fn keeps_text(&self, text: &str) -> bool {
        match (Number::parse(text.as_bytes()).map(Number::to_f64), self.number) {
            (Ok(ours), Some(theirs)) => self.compares(ours, theirs),
            _ => self.decides(text == self.text),
        }
    }

    fn compares(&self, ours: f64, theirs: f64) -> bool {
        match self.op {
            Op::Is => ours == theirs,
            Op::IsNot => ours != theirs,
            Op::Less => ours < theirs,
            Op::LessOrIs => ours <= theirs,
            Op::More => ours > theirs,
            Op::MoreOrIs => ours >= theirs,
        }
    }

    fn decides(&self, same: bool) -> bool {
        match self.op {
            Op::Is => same,
            Op::IsNot => !same,
            _ => false,
        }
    }
}

/// A string's text.
pub(crate) fn text_of<'a>(slot: &Slot, line: &'a [u8]) -> Cow<'a, str> {
    if slot.kind == Kind::Escaped {
        let mut text = String::new();
        unescape(slot.of(line), &mut text);
        return Cow::Owned(text);
    }
    String::from_utf8_lossy(slot.of(line))
}

#[cfg(test)]
mod tests {
    use super::Where;
    use ndjson::scan::Scanner;

    fn keeps(condition: &str, line: &str) -> bool {
        let condition = Where::parse(condition).expect("a condition");
        let mut scanner = Scanner::new(std::slice::from_ref(&condition.path));
        let slot = scanner.line(line.as_bytes()).expect("an object")[0];
        condition.keeps(&slot, line.as_bytes())
    }

    #[test]
    fn conditions_on_every_kind_of_value() {
        let line = r#"{"s":"p\u0061ss","n":1.50,"b":true,"z":null,"o":{"i":3},"a":[1]}"#;
        for (condition, want) in [
            ("s=pass", true),
            ("s!=pass", false),
            ("s!=fail", true),
            ("n=1.5", true),
            ("n<=1.5", true),
            ("n<1.5", false),
            ("n>1", true),
            ("n>=2", false),
            ("n!=1.5", false),
            ("b=true", true),
            ("b!=false", true),
            ("z=null", true),
            ("o.i=3", true),
            ("s<3", false),
            ("none=1", false),
            ("none!=1", true),
            ("none<1", false),
            ("a=1", false),
        ] {
            assert_eq!(keeps(condition, line), want, "{condition}");
        }
    }

    #[test]
    fn conditions_that_are_none() {
        for text in ["", "a", "=x", "a<b", "a>=", "a..b=1"] {
            assert!(Where::parse(text).is_err(), "{text}");
        }
        assert!(Where::parse("a=").is_ok(), "an empty text is a value");
    }

    #[test]
    fn text_fields_compare_as_numbers_where_both_are() {
        let keeps = |c: &str, t: &str| Where::parse(c).expect("a condition").keeps_text(t);
        assert!(keeps("a=1.0", "1") && keeps("a<2", "1.5") && keeps("a=x", "x") && !keeps("a<2", "x"));
    }
}
