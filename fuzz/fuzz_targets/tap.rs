//! TAP and the other line formats in text: any bytes, cut anywhere, never panic and give
//! the same records for any cut.
#![no_main]

use formats::results::live::{Event, Live, Runner};
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
    let format = match first % 8 {
        0 => Format::Cargo,
        1 => Format::GoText,
        2 => Format::Teamcity,
        3 => Format::Nextest,
        _ => Format::Tap,
    };
    let step = usize::from(first) / 8 + 1;
    let whole = parse(format, bytes, 1 << 20);
    assert_eq!(whole.tests, parse(format, bytes, step).tests);
    let mut live = Live::new(Runner::Auto);
    for piece in bytes.chunks(step) {
        live.feed(piece, &mut |_: &Event| {});
    }
    live.finish(&mut |_: &Event| {});
});
