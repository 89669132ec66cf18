//! go test's JSON and the other JSON formats: any bytes, cut anywhere, never panic and
//! give the same records for any cut.
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
    let format = match first % 9 {
        0 => Format::Libtest,
        1 => Format::Reportlog,
        2 => Format::Bep,
        3 => Format::Ctrf,
        4 => Format::Allure,
        5 => Format::Gtest,
        _ => Format::Go,
    };
    let step = usize::from(first) / 9 + 1;
    let whole = parse(format, bytes, 1 << 20);
    assert_eq!(whole.tests, parse(format, bytes, step).tests);
    for test in &whole.tests {
        serde_json::to_string(test).expect("every record is JSON");
    }
});
