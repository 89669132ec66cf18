//! TAP and the other line formats in text: any bytes, cut anywhere, never panic and give
//! the same records for any cut; the live recogniser takes them, too.
#![no_main]

mod common;

use formats::results::Format;
use formats::results::live::{Event, Live, Runner};
use libfuzzer_sys::fuzz_target;

const FORMATS: [Format; 8] = [
    Format::Cargo,
    Format::GoText,
    Format::Teamcity,
    Format::Nextest,
    // Of many shapes, and so given more of the time.
    Format::Tap,
    Format::Tap,
    Format::Tap,
    Format::Tap,
];

fuzz_target!(|data: &[u8]| {
    let Some((&first, bytes)) = data.split_first() else { return };
    common::check(data, &FORMATS);
    let mut live = Live::new(Runner::Auto);
    for piece in bytes.chunks(usize::from(first) / FORMATS.len() + 1) {
        live.feed(piece, &mut |_: &Event| {});
    }
    live.finish(&mut |_: &Event| {});
});
