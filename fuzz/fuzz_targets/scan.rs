//! The field scanner: its fast ways against its full parser, and both against
//! `serde_json`, on blocks of any bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ndjson::scan::{Found, Path, Scanner};

fuzz_target!(|bytes: &[u8]| {
    let paths: Vec<Path> = ["a", "a.b", "b.0", "name", "duration_ms", "schema"]
        .iter()
        .map(|path| Path::parse(path).expect("a path"))
        .collect();
    let mut fast = Scanner::new(&paths);
    let mut full = Scanner::new(&paths).without_shapes();
    // A blank line keeps the others away from the block's end, where the scanner works on
    // copies; every second time it is left out.
    let padded = [bytes, b"\n", &[b' '; 5000]].concat();
    // Several times over: shapes are learnt from the first pass and used in the others.
    for bytes in [&padded, bytes, &padded, bytes] {
        let mut at = 0;
        while at < bytes.len() {
            let step = full.next(bytes, at);
            assert_eq!(fast.next(bytes, at), step);
            let line = &bytes[at..step.end];
            let json = serde_json::from_slice::<serde_json::Value>(line);
            match step.found {
                Found::Record => {
                    assert_eq!(fast.slots(), full.slots());
                    for slot in full.slots() {
                        assert!(slot.start <= slot.end && slot.end as usize <= step.end);
                    }
                    // Stricter than the grammar: numbers beyond a double, lone surrogates,
                    // deep nesting.
                    assert!(json.is_ok() || std::str::from_utf8(line).is_ok());
                }
                Found::Blank => assert!(json.is_err()),
                Found::Bad(fault) => {
                    assert!(fault.at <= line.len());
                    assert!(!json.is_ok_and(|value| value.is_object()), "{fault}");
                }
            }
            at = step.next;
        }
    }
});
