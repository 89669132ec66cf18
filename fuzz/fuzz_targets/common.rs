//! What the targets of result formats share.

use formats::results::{Book, Collected, Format, Options, read};

/// Everything that `bytes`, handed over in pieces of `step` bytes, give.
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

/// The first byte chooses the format and the size of the pieces; for any size the records
/// are the same, and each can be written. `None` for an input of no bytes.
pub fn check(data: &[u8], formats: &[Format]) -> Option<(Format, Collected)> {
    let (&first, bytes) = data.split_first()?;
    let first = usize::from(first);
    let format = formats[first % formats.len()];
    let whole = parse(format, bytes, 1 << 20);
    let pieces = parse(format, bytes, first / formats.len() + 1);
    assert_eq!(whole.tests, pieces.tests);
    assert_eq!(whole.issues, pieces.issues);
    let mut line = Vec::new();
    for test in &whole.tests {
        line.clear();
        test.write_json(&mut line).expect("every record can be written");
        let back: record::Test = serde_json::from_slice(&line).expect("every record is JSON");
        assert_eq!(&back, test);
    }
    Some((format, whole))
}
