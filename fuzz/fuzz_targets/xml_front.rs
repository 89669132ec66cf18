//! The XML front and every format behind it: any bytes, cut anywhere, never panic and give
//! the same records for any cut.
#![no_main]

mod common;

use formats::results::Format;
use libfuzzer_sys::fuzz_target;

const FORMATS: [Format; 5] = [Format::Trx, Format::Nunit, Format::Xunit, Format::Robot, Format::Junit];

fuzz_target!(|data: &[u8]| {
    let Some((format, whole)) = common::check(data, &FORMATS) else { return };
    for test in &whole.tests {
        assert!(!test.name.is_empty() || format != Format::Junit);
    }
});
