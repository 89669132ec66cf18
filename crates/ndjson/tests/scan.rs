//! The scanner against `serde_json`, and its fast way against its full parser.

use proptest::prelude::*;
use runproof_ndjson::scan::{Fault, Found, Kind, MAX_DEPTH, Path, Scanner, Slot, Why, unescape};
use serde_json::Value;

fn paths(texts: &[&str]) -> Vec<Path> {
    texts.iter().map(|t| Path::parse(t).expect("a path")).collect()
}

fn scanner(texts: &[&str]) -> Scanner {
    Scanner::new(&paths(texts))
}

/// A blank line behind a block: long enough that no line before it stands near the end,
/// where the scanner works on a copy.
fn pad(block: &mut Vec<u8>) {
    block.extend([b' '; 5000]);
    block.push(b'\n');
}

/// A slot as a JSON value.
fn value(slot: &Slot, bytes: &[u8]) -> Option<Value> {
    let raw = slot.of(bytes);
    Some(match slot.kind {
        Kind::Missing => return None,
        Kind::Null => Value::Null,
        Kind::False => Value::Bool(false),
        Kind::True => Value::Bool(true),
        Kind::Text => Value::String(String::from_utf8(raw.to_vec()).expect("checked")),
        Kind::Escaped => {
            let mut text = String::new();
            unescape(raw, &mut text);
            Value::String(text)
        }
        Kind::Short => {
            let text = format!("{}e-{}", slot.mantissa, slot.scale);
            let ours: f64 = text.parse().expect("a number");
            let theirs: f64 = std::str::from_utf8(raw).expect("ascii").parse().expect("a number");
            assert_eq!(ours, theirs, "{}", String::from_utf8_lossy(raw));
            serde_json::from_slice(raw).expect("checked")
        }
        Kind::Number | Kind::Array | Kind::Object => serde_json::from_slice(raw).expect("checked"),
    })
}

fn pluck(line: &str, wanted: &[&str]) -> Vec<Option<Value>> {
    let mut scanner = scanner(wanted);
    let slots = scanner.line(line.as_bytes()).unwrap_or_else(|e| panic!("{line}: {e}"));
    slots.iter().map(|s| value(s, line.as_bytes())).collect()
}

#[test]
fn members_are_plucked_wherever_they_stand() {
    let line = r#" {"a":1, "b" : {"c":"x","d":[10,{"e":2.5}],"c.d":true} ,"f":null,"":3}"#;
    let wanted = ["a", "b.c", "b.d.0", "b.d.1.e", r"b.c\.d", "f", "none", "b.none", "a.b"];
    let got = pluck(line, &wanted);
    let want: Vec<Option<Value>> = vec![
        Some(1.into()),
        Some("x".into()),
        Some(10.into()),
        Some(2.5.into()),
        Some(true.into()),
        Some(Value::Null),
        None,
        None,
        None,
    ];
    assert_eq!(got, want);
    assert_eq!(pluck(line, &["b.d"]), vec![serde_json::from_str(r#"[10,{"e":2.5}]"#).ok()]);
}

#[test]
fn names_and_values_may_be_escaped() {
    let line = r#"{"dur\u0061tion":7,"n\"m":"a\tb\u20ac"}"#;
    assert_eq!(pluck(line, &["duration", "n\"m"]), vec![Some(7.into()), Some("a\tb€".into())]);
}

#[test]
fn the_last_of_two_equal_members_counts() {
    assert_eq!(pluck(r#"{"a":1,"a":2}"#, &["a"]), vec![Some(2.into())]);
    assert_eq!(pluck(r#"{"a":{"b":1},"a":{"c":2}}"#, &["a.b", "a.c"]), vec![None, Some(2.into())]);
    assert_eq!(pluck(r#"{"a":{"b":1},"a":5}"#, &["a.b", "a"]), vec![None, Some(5.into())]);
    // The same through a remembered shape.
    let mut scanner = scanner(&["a"]);
    for n in 0..5 {
        let line = format!(r#"{{"a":{n},"a":{}}}"#, n + 1);
        let slot = scanner.line(line.as_bytes()).expect("fine")[0];
        assert_eq!(slot.mantissa, n + 1);
    }
}

#[test]
fn wrong_json_is_found_and_named() {
    let depth = "[".repeat(MAX_DEPTH as usize);
    for (line, at, why) in [
        ("{", 1, Why::Cut),
        (r#"{"a""#, 4, Why::Cut),
        (r#"{"a":1"#, 6, Why::Cut),
        (r#"{"a":"x"#, 7, Why::Cut),
        (r#"{"a":tru"#, 8, Why::Cut),
        (r#"{"a":trux}"#, 8, Why::Value),
        (r#"{"a":1}}"#, 7, Why::Trailing),
        (r#"{"a":1} x"#, 8, Why::Trailing),
        (r#"{"a":1,}"#, 7, Why::Name),
        (r#"{a:1}"#, 1, Why::Name),
        (r#"{"a" 1}"#, 5, Why::Colon),
        (r#"{"a":1 "b":2}"#, 7, Why::Brace),
        (r#"{"a":[1 2]}"#, 8, Why::Bracket),
        (r#"{"a":[1,]}"#, 8, Why::Value),
        (r#"{"a":}"#, 5, Why::Value),
        (r#"{"a":NaN}"#, 5, Why::NotFinite),
        (r#"{"a":-Infinity}"#, 6, Why::NotFinite),
        (r#"{"a":01}"#, 6, Why::Number),
        (r#"{"a":1.}"#, 7, Why::Number),
        (r#"{"a":+1}"#, 5, Why::Value),
        (r#"{"a":"\q"}"#, 7, Why::Escape),
        ("{\"a\":\"\t\"}", 6, Why::Control),
        ("[1]", 0, Why::NotObject),
        ("\"x\"", 0, Why::NotObject),
        ("12", 0, Why::NotObject),
        ("x", 0, Why::Value),
        (&format!("{{\"a\":{depth}"), 5 + MAX_DEPTH as usize - 1, Why::Depth),
    ] {
        let got = scanner(&["a"]).line(line.as_bytes()).map(<[Slot]>::to_vec);
        assert_eq!(got, Err(Fault { at, why }), "{line}");
    }
    let bytes = b"{\"a\":\"x\xffy\"}";
    let got = scanner(&["a"]).line(bytes).map(<[Slot]>::to_vec);
    assert_eq!(got, Err(Fault { at: 7, why: Why::Utf8 }));
    let text = scanner(&["a"]).line(b"{\"a\":1").expect_err("cut").to_string();
    assert_eq!(text, "column 7: cut off");
}

#[test]
fn a_remembered_shape_accepts_nothing_more() {
    let good = r#"{"name":"a","duration_ms":1.5,"ok":true}"#;
    for bad in [
        r#"{"name":"a","duration_ms":1.5,"ok":true} x"#,
        r#"{"name":"a","duration_ms":01.5,"ok":true}"#,
        r#"{"name":"a","duration_ms":1.,"ok":true}"#,
        r#"{"name":"a\x","duration_ms":1.5,"ok":true}"#,
        "{\"name\":\"a\u{1}\",\"duration_ms\":1.5,\"ok\":true}",
        r#"{"name":"a","duration_ms":1.5.5,"ok":true}"#,
        r#"{"name":"a","duration_ms":1.5e,"ok":true}"#,
        r#"{"name":"a","duration_ms":1.5,"ok":true"#,
        r#"{"name":"a","duration_ms":1.5,"#,
        r#"{"name":"a"#,
        r#"{"name":"#,
        r#"{"name":"a","duration_ms":"1.5","ok":true"#,
        r#"{"name":"a","duration_ms":,"ok":true}"#,
    ] {
        let mut scanner = scanner(&["name", "duration_ms", "ok"]);
        scanner.line(good.as_bytes()).expect("good");
        scanner.line(good.as_bytes()).expect("good");
        assert!(scanner.line(bad.as_bytes()).is_err(), "{bad}");
        let mut block = format!("{good}\n{bad}\n{good}\n").into_bytes();
        let length = block.len();
        for padded in [false, true] {
            if padded {
                pad(&mut block);
            }
            let first = scanner.next(&block, 0);
            let second = scanner.next(&block, first.next);
            assert!(matches!(second.found, Found::Bad(_)), "{bad}");
            assert_eq!(second.end, good.len() + 1 + bad.len());
            let third = scanner.next(&block, second.next);
            assert_eq!((third.found, third.next), (Found::Record, length));
        }
    }
}

#[test]
fn blocks_are_walked_line_by_line() {
    let block = b"\n  \r\n{\"a\":1}\r\n{\"a\":2}\nx\n{\"a\":3}";
    let mut scanner = scanner(&["a"]);
    let mut seen = Vec::new();
    let mut at = 0;
    while at < block.len() {
        let step = scanner.next(block, at);
        let kind = match step.found {
            Found::Record => scanner.slots()[0].mantissa,
            Found::Blank => 100,
            Found::Bad(_) => 200,
        };
        seen.push((kind, step.end));
        at = step.next;
    }
    assert_eq!(seen, [(100, 0), (100, 4), (1, 13), (2, 21), (200, 23), (3, 31)]);
}

#[test]
fn members_that_share_a_place_in_the_table_keep_their_slots() {
    // Nearly as many names as places, so that several share one; every line has another
    // order.
    let names: Vec<String> = (10..70).map(|n| n.to_string()).collect();
    let wanted: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut with = scanner(&wanted);
    let mut without = scanner(&wanted).without_shapes();
    for line in 0..400_usize {
        let members: Vec<String> = (0..20)
            .map(|n| (line * 7 + n * (2 * line + 1)) % names.len())
            .map(|n| format!("\"{}\":{}", names[n], ["1.5", "null", "\"t\"", "true"][n % 4]))
            .collect();
        let text = format!("{{{}}}", members.join(","));
        let fast = with.line(text.as_bytes()).map(<[Slot]>::to_vec);
        assert_eq!(fast, without.line(text.as_bytes()).map(<[Slot]>::to_vec), "{text}");
    }
}

#[test]
fn lines_longer_than_the_fast_way_reaches() {
    let kinds: [fn(usize) -> String; 5] = [
        |n| format!(r#"{{"a":"{}","b":1.5}}"#, "x".repeat(n)),
        |n| format!(r#"{{"a":"{}\n","b":1.5}}"#, "\\\"".repeat(n / 2)),
        |n| format!(r#"{{"b":1.5,"a":"{}"}}"#, "ä".repeat(n / 2)),
        |n| format!(r#"{{"b":{}.5,"a":"x"}}"#, "1".repeat(n)),
        |n| format!(r#"{{"a":"x"{}"b":1.5}}"#, r#","c":null,"#.repeat(1 + n / 10).replace(",,", ",")),
    ];
    for (kind, line) in kinds.iter().enumerate() {
        let mut with = scanner(&["a", "b"]);
        let mut without = scanner(&["a", "b"]).without_shapes();
        for length in (4050..4130).chain([10, 8000, 4090, 20_000]) {
            // The same line behind it: what stands there must not be taken for its rest.
            let mut block = format!("{0}\n{0}\n{0}", line(length)).into_bytes();
            for cut in [false, true] {
                if cut {
                    block.truncate(block.len() - 2);
                } else if length % 2 == 0 {
                    pad(&mut block);
                }
                let mut at = 0;
                while at < block.len() {
                    let fast = with.next(&block, at);
                    assert_eq!(fast, without.next(&block, at), "{kind}: {length}");
                    if fast.found == Found::Record {
                        assert_eq!(with.slots(), without.slots(), "{kind}: {length}");
                    }
                    at = fast.next;
                }
            }
        }
    }
}

#[test]
fn a_value_that_two_paths_want() {
    let wanted = paths(&["a", "a", "b", "a"]);
    let mut with = Scanner::new(&wanted);
    let mut without = Scanner::new(&wanted).without_shapes();
    for line in 0..600 {
        let (a, b) = (format!("\"a\":{line}.5"), format!("\"b\":\"t{line}\""));
        let text = if line % 3 == 0 { format!("{{{a},{b}}}") } else { format!("{{{b},\"c{line}\":1,{a}}}") };
        let fast = with.line(text.as_bytes()).map(<[Slot]>::to_vec);
        assert_eq!(fast, without.line(text.as_bytes()).map(<[Slot]>::to_vec), "{text}");
    }
}

/// JSON text of many kinds, with odd white space and escapes.
fn json() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        "[ -~äß漢😀]{0,12}".prop_map(|s| serde_json::to_string(&s).expect("text")),
        Just(r#""\u00e4\n\ud83d\ude00""#.to_owned()),
    ];
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("false".to_owned()),
        any::<i64>().prop_map(|n| n.to_string()),
        (0_u32..100_000_000).prop_map(|n| format!("{}.{:03}", n / 1000, n % 1000)),
        any::<f64>().prop_filter("finite", |f| f.is_finite()).prop_map(|f| format!("{f:e}")),
        text,
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|v| format!("[{}]", v.join(" ,"))),
            proptest::collection::vec(("[a-c]", inner), 0..4).prop_map(|members| {
                let members: Vec<String> = members.iter().map(|(k, v)| format!("\"{k}\" : {v}")).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

fn object() -> impl Strategy<Value = String> {
    proptest::collection::vec(("[a-c]", json()), 0..5).prop_map(|members| {
        let members: Vec<String> = members.iter().map(|(k, v)| format!("\"{k}\":{v}")).collect();
        format!("{{{}}}", members.join(","))
    })
}

/// A line with every value that is a string or a number made the same.
fn skeleton(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' => {
                let mut end = 1;
                while rest.as_bytes()[end] != b'"' {
                    end += 1 + usize::from(rest.as_bytes()[end] == b'\\');
                }
                end + 1
            }
            '-' | '0'..='9' => rest.find(|c: char| !"+-.eE0123456789".contains(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let (token, behind) = rest.split_at(end);
        let name = first == '"' && behind.trim_start().starts_with(':');
        match first {
            '"' if !name => out.push('"'),
            '-' | '0'..='9' => out.push('0'),
            _ => out.push_str(token),
        }
        rest = behind;
    }
    out
}

#[test]
fn the_shape_of_a_line_tells_its_names_and_types() {
    let kinds = [
        r#"{"a":"@","b":@,"c":[@,"@"]}"#,
        r#"{"a":"@","b":@,"c":[@,"@"] }"#,
        r#"{"a":"@","b":@,"c":null}"#,
        r#"{"b":@,"a":"@\n"}"#,
        r#"{"a":"@","b":"@"}"#,
        r#"{"a":{"b":-@.5e1}}"#,
    ];
    let mut scanner = scanner(&["a", "b"]).with_shapes(kinds.len());
    let mut known = std::collections::BTreeMap::new();
    for n in 0..120 {
        let line = kinds[n * 7 % 11 % kinds.len()].replace('@', &n.to_string());
        scanner.line(line.as_bytes()).expect("a record");
        let shape = scanner.shape();
        // An object that is wanted as a whole has none.
        assert_eq!(shape.is_none(), line.starts_with(r#"{"a":{"#), "{line}");
        if let Some(shape) = shape {
            let skeleton = skeleton(&line);
            assert_eq!(known.entry(shape).or_insert_with(|| skeleton.clone()), &skeleton, "{line}");
        }
    }
    assert_eq!(known.len(), kinds.len() - 1);
    assert!(scanner.line(b"{\"a\":}").is_err());
    assert_eq!(scanner.shape(), None);
}

/// The member at a path of plain names, as `serde_json` has it.
fn pointer(root: &Value, path: &str) -> Option<Value> {
    root.pointer(&format!("/{}", path.replace('.', "/"))).cloned()
}

const WANTED: [&str; 6] = ["a", "b", "a.b", "c.1", "b.a.c", "a.0.a"];

/// Both parsers on one line: the same verdict and the same members.
fn agree(scanner: &mut Scanner, line: &[u8]) -> Result<(), TestCaseError> {
    let theirs: Result<Value, _> = serde_json::from_slice(line);
    match scanner.line(line) {
        Ok(slots) => {
            let root = theirs.expect("what the scanner takes is JSON");
            prop_assert!(root.is_object());
            for (slot, path) in slots.iter().zip(WANTED) {
                prop_assert_eq!(value(slot, line), pointer(&root, path), "{}", path);
            }
        }
        Err(fault) => {
            prop_assert!(fault.at <= line.len());
            // serde_json refuses numbers beyond a double and half surrogates, which are
            // JSON by its grammar; nothing that it takes may be refused here.
            prop_assert!(!theirs.is_ok_and(|v| v.is_object()), "{}", fault);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn well_formed_lines_give_what_serde_json_gives(lines in proptest::collection::vec(object(), 1..8)) {
        let mut with = scanner(&WANTED);
        let mut without = scanner(&WANTED).without_shapes();
        for line in lines.iter().chain(&lines).chain(&lines) {
            prop_assert!(with.line(line.as_bytes()).is_ok(), "{}", line);
            agree(&mut with, line.as_bytes())?;
            agree(&mut without, line.as_bytes())?;
        }
    }

    #[test]
    fn a_changed_byte_gets_the_same_verdict(
        line in object(),
        at in any::<prop::sample::Index>(),
        byte: u8,
        cut in any::<bool>(),
    ) {
        let mut with = scanner(&WANTED);
        let mut without = scanner(&WANTED).without_shapes();
        let _ = with.line(line.as_bytes());
        let mut bytes = line.into_bytes();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at); } else { bytes[at] = byte; }
        prop_assume!(!bytes.contains(&b'\n'));
        let fast = with.line(&bytes).map(<[Slot]>::to_vec);
        let full = without.line(&bytes).map(<[Slot]>::to_vec);
        prop_assert_eq!(fast, full);
        // A number beyond a double and half a surrogate pair are JSON by its grammar, but
        // not for serde_json.
        if let Err(e) = serde_json::from_slice::<Value>(&bytes) {
            let e = e.to_string();
            let stricter = ["out of range", "surrogate", "end of hex escape"];
            prop_assume!(!stricter.iter().any(|s| e.contains(s)));
        }
        agree(&mut with, &bytes)?;
    }

    #[test]
    fn known_members_in_any_order_give_the_same_slots(
        members in proptest::collection::vec(("[a-d]|[a-z]{2,20}|name|duration", json()), 1..12),
        orders in proptest::collection::vec(proptest::collection::vec(any::<prop::sample::Index>(), 0..12), 1..12),
        space: bool,
        padded: bool,
        change in proptest::option::of((any::<prop::sample::Index>(), any::<u8>())),
    ) {
        // Every name is wanted, too: no member may touch the slot of another.
        let wanted: Vec<&str> =
            WANTED.into_iter().chain(members.iter().map(|(name, _)| name.as_str())).collect();
        let mut with = scanner(&wanted);
        let mut without = scanner(&wanted).without_shapes();
        let mut block = Vec::new();
        for order in &orders {
            let line: Vec<String> = order
                .iter()
                .map(|at| &members[at.index(members.len())])
                .map(|(name, value)| format!("\"{name}\":{value}"))
                .collect();
            let between = if space { ", " } else { "," };
            block.extend(format!("{{{}}}\n", line.join(between)).into_bytes());
        }
        if let Some((at, byte)) = change {
            let at = at.index(block.len());
            block[at] = byte;
        }
        if padded {
            pad(&mut block);
        }
        let mut at = 0;
        while at < block.len() {
            let fast = with.next(&block, at);
            let full = without.next(&block, at);
            prop_assert_eq!(fast, full);
            if full.found == Found::Record {
                prop_assert_eq!(with.slots(), without.slots());
                let line = &block[at..full.end];
                let root: Result<Value, _> = serde_json::from_slice(line);
                if let Ok(root) = root {
                    for (slot, path) in with.slots().iter().zip(&wanted) {
                        prop_assert_eq!(value(slot, &block), pointer(&root, path), "{}", path);
                    }
                }
            }
            at = full.next;
        }
    }

    #[test]
    fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        let mut scanner = scanner(&WANTED);
        let mut at = 0;
        while at < bytes.len() {
            let step = scanner.next(&bytes, at);
            prop_assert!(step.next > at && step.end <= step.next);
            at = step.next;
        }
    }
}
