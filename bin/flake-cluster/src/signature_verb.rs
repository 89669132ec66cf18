//! `flake-cluster signature`: a filter that signs every failing attempt or line.

use crate::{failing, text};
use cli::{Cx, Error, Take};
use record::{Param, Signature, SignatureTag};
use signature::{Scan, SigId, Signer, Span, message_of, template};

/// Values that a record shows.
const PARAMS: usize = 16;
/// Bytes of a value that a record shows.
const VALUE: usize = 200;

pub(crate) fn run(cx: &Cx) -> Result<(), Error> {
    if cx.args().has("text") { lines(cx) } else { records(cx) }
}

fn lines(cx: &Cx) -> Result<(), Error> {
    let out = cx.out();
    let make = |number, scan: &Scan<'_>| {
        let mut record = signature(scan.id(), scan.encoded, scan.source, scan.spans);
        record.line = Some(number);
        record
    };
    text::mapped(cx, make, |_, _, record| out.emit(&record))
}

fn records(cx: &Cx) -> Result<(), Error> {
    let mut signer = Signer::new(cx.args().has("mask-codes"));
    let out = cx.out();
    cx.read_lines(|line| {
        let outcome = match failing::outcome(line) {
            Ok(outcome) => outcome,
            Err(Take::Foreign) => {
                // Only whole objects are passed on; the driver says what else is wrong.
                if serde_json::from_slice::<serde_json::Value>(line.bytes).is_ok_and(|v| v.is_object()) {
                    out.line(line.bytes)?;
                }
                return Ok(Take::Foreign);
            }
            Err(take) => return Ok(take),
        };
        out.line(line.bytes)?;
        if failing::failed(&outcome) {
            let signed = failing::sign(&mut signer, &outcome);
            let mut record =
                signature(signed.sig, &signed.encoded, signed.head.message.as_bytes(), &signed.spans);
            record.test_uid = Some(outcome.test_uid.to_string());
            record.run_id = outcome.run_id.as_deref().map(str::to_owned);
            record.attempt = Some(outcome.attempt);
            record.kind = Some(signed.head.kind.clone()).filter(|k| !k.is_empty());
            record.site = signed.site;
            out.emit(&record)?;
        }
        Ok(Take::Used)
    })?;
    Ok(())
}

/// The record of a scan.
pub(crate) fn signature(sig: SigId, encoded: &[u8], source: &[u8], spans: &[Span]) -> Signature {
    let params = spans
        .iter()
        .take(PARAMS)
        .map(|s| {
            let value = &source[s.start..s.end];
            let text = String::from_utf8_lossy(&value[..value.len().min(VALUE * 2)]);
            Param { mask: s.mask.word().to_owned(), value: signature::head::limit(&text, VALUE).to_owned() }
        })
        .collect();
    Signature {
        schema: SignatureTag,
        line: None,
        test_uid: None,
        run_id: None,
        attempt: None,
        sig: sig.to_string(),
        template: template(message_of(encoded)),
        params,
        kind: None,
        site: None,
    }
}
