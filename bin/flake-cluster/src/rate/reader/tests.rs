//! The common way against the full reader: the same attempts, and the same words about all else.

use super::{Kept, Reader};
use cli::{Line, Take};
use proptest::prelude::*;
use signature::flake::Window;

/// Bytes in memory at once: short streams whole, long ones in parts.
const BLOCK: usize = 3000;

/// What becomes of an input.
#[derive(Debug, PartialEq)]
struct Done {
    review: String,
    about: String,
    unused: (u64, u64),
    /// Lines that were not used, with what was said.
    others: Vec<(u64, Take)>,
    lines: u64,
}

/// Reads as the inputs are read: what a block can take, then a line. Also how many lines a block
/// took.
fn read(mut reader: Reader, input: &[u8], block: usize) -> (Done, u64) {
    let mut kept = Kept::default();
    let mut others = Vec::new();
    let (mut at, mut lines, mut common) = (0, 0, 0);
    while at < input.len() {
        let (bytes, taken) = reader.block(&input[at..input.len().min(at + block)], 1000, &mut kept);
        at += bytes;
        lines += taken;
        common += taken;
        if at == input.len() {
            break;
        }
        let end = input[at..].iter().position(|&b| b == b'\n').map_or(input.len(), |n| at + n);
        lines += 1;
        let line = Line { file: "-", number: lines, offset: at as u64, bytes: &input[at..end] };
        match reader.line(&line, &mut kept) {
            Take::Used => {}
            take => others.push((lines, take)),
        }
        at = end + 1;
    }
    let done = Done {
        review: format!("{:?}", kept.history.review(&Window::All)),
        about: format!("{:?}", kept.about),
        unused: (reader.nameless, reader.unlabelled),
        others,
        lines,
    };
    (done, common)
}

/// Both ways; how many lines the common way took.
fn both(by: &str, variants: &[&str], input: &[u8]) -> u64 {
    let (fast, common) = read(Reader::of(by, variants, false), input, BLOCK);
    let mut reader = Reader::of(by, variants, false);
    reader.fast = None;
    let (full, none) = read(reader, input, BLOCK);
    assert_eq!(none, 0);
    assert_eq!(fast, full, "{by} {variants:?}: {}", String::from_utf8_lossy(input));
    common
}

const HEAD: &str = r#"{"schema":"test.v1","run_id":"r@","test_id":"a::b@","test_uid":"001122334455667@""#;

/// Lines of one kind, of which the first teaches the shape.
fn lines(tail: &str) -> String {
    (0..5).map(|i| format!("{HEAD}{tail}\n").replace('@', &i.to_string())).collect()
}

#[test]
fn common_lines_are_taken_by_the_block() {
    for tail in [
        r#","attempt":1,"status":"pass"}"#,
        r#","name":"b","attempt":@,"status":"skip","suite":["x","y@"],"kind":"test","file":null}"#,
        r#","attempt":1,"status":"xfail","labels":{"branch":"main","os":"l@"},"commit":"c@","started_at":"2026-11-2@T00:00:00Z"}"#,
        r#","attempt":1,"status":"unknown","failure":null,"file":"a@.rs","x":{"y":[1,@.5]}}"#,
        r#","attempt":1,"status":"xpass","suite":[],"labels":{},"failure":{"message":"m@"}}"#,
        r#","attempt":1,"status":"pass","suite":["a","b","c","d@"],"kind":"container"}"#,
        r#","attempt":1,"status":"pass","labels":{"owner":"@","pull_request":"@","a.b":"ä@"}} "#,
    ] {
        for by in ["test", "file", "label:os", "label:a.b"] {
            assert_eq!(both(by, &["os"], lines(tail).as_bytes()), 4, "{by}: {tail}");
        }
        both("suite", &[], lines(tail).as_bytes());
    }
}

#[test]
fn all_else_is_left_to_the_full_reader() {
    for tail in [
        r#","attempt":1,"status":"fail","failure":{"message":"lost @"}}"#,
        r#","attempt":1.0,"status":"pass"}"#,
        r#","attempt":-1,"status":"pass"}"#,
        r#","attempt":1,"status":"passed"}"#,
        r#","attempt":1,"status":"pass","suite":[@]}"#,
        r#","attempt":1,"status":"pass","suite":null}"#,
        r#","attempt":1,"status":"pass","labels":{"a":1}}"#,
        r#","attempt":1,"status":"pass","labels":null}"#,
        r#","attempt":1,"status":"pass","name":null}"#,
        r#","attempt":1,"status":"pass","kind":"suite"}"#,
        r#","attempt":1,"status":"pass","status":"pass"}"#,
        r#","attempt":1,"status":"pass","labels":{},"labels":{}}"#,
        r#","attempt":1,"status":"pass","file":"a\u00e4"}"#,
        r#","attempt":1,"status":"pass","labels":{"a":"\ud800"}}"#,
        r#","attempt":1,"status":"pass"} x"#,
        r#","attempt":1}"#,
    ] {
        assert_eq!(both("test", &[], lines(tail).as_bytes()), 0, "{tail}");
    }
    // Of a good shape, and yet not good.
    for (from, to) in [
        ("\"pass\"", "\"fine\""),
        ("test.v1", "test.v2"),
        ("\"attempt\":1", "\"attempt\":1e0"),
        ("\"attempt\":1", "\"attempt\":99999999999999999999"),
        ("a::b3", "a\tb3"),
        ("a::b3", "a\\ud8003"),
        ("main3", "\\ud8003"),
    ] {
        let tail = r#","attempt":1,"status":"pass","labels":{"branch":"main@"}}"#;
        let input = lines(tail);
        let (first, last) = input.split_at(input.len() / 2);
        both("test", &[], [first, &last.replace(from, to)].concat().as_bytes());
    }
    let mut input = lines(r#","attempt":1,"status":"pass"}"#).into_bytes();
    let at = input.iter().rposition(|&b| b == b':').expect("a colon") - 40;
    input[at] = 0xff;
    both("test", &[], &input);
}

/// A member, right or not.
fn member() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        8 => "[a-c]{1,2}",
        1 => Just("ä".to_owned()),
        1 => Just("\\n".to_owned()),
        1 => Just("\\ud800".to_owned()),
    ];
    let string = text.prop_map(|t| format!("\"{t}\""));
    let value = prop_oneof![
        8 => string,
        1 => Just("null".to_owned()),
        1 => (0..3u8).prop_map(|n| n.to_string()),
        1 => Just("{\"b\":\"x\"}".to_owned()),
        1 => Just("[\"s\",\"t\"]".to_owned()),
        1 => Just("[\"s\",\"t\",\"u\"]".to_owned()),
    ];
    let name = prop_oneof![
        Just("name"),
        Just("suite"),
        Just("kind"),
        Just("file"),
        Just("commit"),
        Just("labels"),
        Just("x"),
        Just("failure"),
        Just("status"),
        Just("started_at"),
    ];
    (name, value).prop_map(|(name, value)| format!(",\"{name}\":{value}"))
}

proptest! {
    /// Streams of a few kinds of lines in turns, each with values of its own.
    #[test]
    fn the_common_way_is_the_full_way(
        tails in proptest::collection::vec(proptest::collection::vec(member(), 0..4), 1..5),
        lines in proptest::collection::vec((0..5usize, 0..4u8, 0..7usize), 1..40),
        by in prop_oneof![Just("test"), Just("suite"), Just("file"), Just("label:b")],
        variant: bool,
    ) {
        let statuses = ["pass", "pass", "skip", "fail", "xpass", "unknown", "odd"];
        let mut input = String::new();
        for (kind, value, status) in lines {
            let tail = tails[kind % tails.len()].concat().replace("\"a", &format!("\"a{value}"));
            let head = HEAD.replace('@', &value.to_string());
            input += &format!("{head},\"attempt\":{value},\"status\":\"{}\"{tail}}}\n", statuses[status]);
        }
        both(by, if variant { &["b"] } else { &[] }, input.as_bytes());
    }
}
