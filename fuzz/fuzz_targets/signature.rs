//! Any bytes as messages and as a failure's text: no panic, no loop, and the laws of the
//! signature: the same text has the same id, a steady message that of every other with other digits,
//! and the merge is a partition whatever the order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signature::head::Failure;
use signature::merge::{Row, merge};
use signature::{MAX_TOKENS, Options, Recall, Scanner, SigId, Signer, template};
use std::collections::BTreeMap;

fuzz_target!(|data: &[u8]| {
    let Some((&flags, data)) = data.split_first() else { return };
    let options = Options { mask_codes: flags & 1 != 0, keep_sources: flags & 2 != 0 };
    let mut scanner = Scanner::new(options);
    let mut recall: Recall<SigId> = Recall::default();
    let mut rows: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
    for line in data.split(|&b| b == b'\n') {
        let scan = scanner.scan(line);
        let id = scan.id();
        assert!(scan.spans.iter().all(|s| s.start <= s.end && s.end <= scan.source.len()));
        assert!(scan.spans.windows(2).all(|w| w[0].end <= w[1].start));
        let encoded = scan.encoded.to_vec();
        assert_eq!(encoded.iter().filter(|&&b| b == signature::WILD).count(), scan.spans.len());
        assert!(encoded.split(|&b| b == signature::GAP).count() <= MAX_TOKENS + 3);
        let _ = template(&encoded);
        assert_eq!(Scanner::new(options).scan(line).id(), id);
        assert_eq!(Scanner::new(options).unnamed().scan(line).encoded, encoded);
        let digits = |shift: u8| -> Vec<u8> {
            let other = |&b: &u8| if b.is_ascii_digit() { b'0' + (b - b'0' + shift) % 10 } else { b };
            line.iter().map(other).collect()
        };
        let recalled = !options.keep_sources && line.iter().all(|b| b.is_ascii() && !b"\x1b\r\\".contains(b));
        if recalled && scan.steady {
            let spans = scan.spans.to_vec();
            for shift in 1..10 {
                let other = digits(shift);
                let mut scanner = Scanner::new(options);
                let turned = scanner.scan(&other);
                assert_eq!((turned.encoded, turned.spans, turned.steady), (&encoded[..], &spans[..], true));
            }
        }
        match recall.get(line) {
            Some(known) => assert_eq!(known, id),
            None if recalled && scan.steady => recall.keep(id),
            None => {}
        }
        *rows.entry(encoded).or_default() += 1;
    }
    let rows: Vec<Row<'_>> = rows.iter().map(|(e, n)| Row { sig: SigId::of(e), encoded: e, count: *n }).collect();
    let there = merge(&rows);
    let mut all: Vec<usize> = there.iter().flat_map(|c| c.members.clone()).collect();
    all.sort_unstable();
    assert_eq!(all, (0..rows.len()).collect::<Vec<_>>());
    let turned: Vec<Row<'_>> = rows.iter().rev().copied().collect();
    let ids = |clusters: Vec<signature::merge::Cluster>| clusters.into_iter().map(|c| c.id).collect::<Vec<_>>();
    assert_eq!(ids(there), ids(merge(&turned)));
    let text = String::from_utf8_lossy(data);
    let failure = Failure { text: Some(&text), ..Failure::default() };
    let signed = Signer::new(options.mask_codes).sign(failure, None);
    assert_eq!(Signer::new(options.mask_codes).sign(failure, None).sig, signed.sig);
});
