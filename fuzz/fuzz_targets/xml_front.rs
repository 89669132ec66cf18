//! The XML front and every format behind it: any bytes, cut anywhere, never panic, give
//! the same records for any cut, and keep the tokenizer's promise of balanced events.
#![no_main]

use formats::results::{Book, Collected, Format, Options, read};
use libfuzzer_sys::fuzz_target;

fn parse(format: Format, bytes: &[u8], step: usize) -> Collected {
    let options = Options { output_limit: 64, failure_limit: 64, ..Options::default() };
    let mut kept = Collected::default();
    let mut book = Book::new(&options, "-", &mut kept);
    let mut parser = read::parser(format);
    for piece in bytes.chunks(step) {
        parser.feed(piece, &mut book);
    }
    parser.finish(&mut book);
    kept
}

fuzz_target!(|data: &[u8]| {
    let Some((&first, bytes)) = data.split_first() else { return };
    let format = match first % 5 {
        0 => Format::Trx,
        1 => Format::Nunit,
        2 => Format::Xunit,
        3 => Format::Robot,
        _ => Format::Junit,
    };
    let whole = parse(format, bytes, 1 << 20);
    let step = usize::from(first) / 5 % 13 + 1;
    assert_eq!(whole.tests, parse(format, bytes, step).tests);
    for test in &whole.tests {
        assert!(!test.name.is_empty() || format != Format::Junit);
        serde_json::to_string(test).expect("every record is JSON");
    }
});
