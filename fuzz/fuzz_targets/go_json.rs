//! go test's JSON and the other JSON formats: any bytes, cut anywhere, never panic and
//! give the same records for any cut.
#![no_main]

mod common;

use formats::results::Format;
use libfuzzer_sys::fuzz_target;

const FORMATS: [Format; 9] = [
    Format::Libtest,
    Format::Reportlog,
    Format::Bep,
    Format::Ctrf,
    Format::Allure,
    Format::Gtest,
    // The one that the target is named for gets a third of the time.
    Format::Go,
    Format::Go,
    Format::Go,
];

fuzz_target!(|data: &[u8]| {
    common::check(data, &FORMATS);
});
