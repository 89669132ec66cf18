//! Any bytes as a log: nothing panics, every record serialises, ids are unique, parents
//! are there, and pieces of any size give the same records.
#![no_main]

use formats::logs::{Item, Options, parse};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeSet;
use std::io::{self, Read};

struct Pieces<'a>(&'a [u8], usize);

impl Read for Pieces<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.1.min(self.0.len()).min(to.len());
        to[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

fn items(from: impl Read) -> Vec<Item> {
    let options = Options { path: "x.log".to_owned(), ..Options::default() };
    let mut items = Vec::new();
    let _ = parse(from, &options, &mut |item| {
        items.push(item);
        Ok::<(), ()>(())
    });
    items
}

fuzz_target!(|data: &[u8]| {
    let Some((&size, text)) = data.split_first() else { return };
    let whole = items(text);
    // A gzip stream decodes in its own pieces.
    if !text.starts_with(&[0x1f, 0x8b]) {
        assert_eq!(whole, items(Pieces(text, usize::from(size) + 1)));
    }
    let mut ids = BTreeSet::new();
    for item in &whole {
        if let Item::Segment(segment) = item {
            assert!(ids.insert(&segment.segment_id), "an id is given twice");
            assert!(!segment.name.is_empty());
        }
    }
    for item in &whole {
        if let Item::Segment(segment) = item
            && let Some(parent) = &segment.parent_id
        {
            assert!(ids.contains(parent), "a parent is missing");
        }
    }
});
