//! `flake-cluster signature`: a filter that signs every failing attempt or line.

use crate::text::{Batch, Place, Worker};
use crate::{failing, text};
use cli::{Cx, Error, Format, Take};
use record::{Param, Signature, SignatureTag, lines};
use signature::{SigId, Signer, Span, message_of, template};
use std::borrow::Cow;

/// Values that a record shows.
const PARAMS: usize = 16;
/// Bytes of a value that a record shows.
const VALUE: usize = 200;

pub(crate) fn run(cx: &Cx) -> Result<(), Error> {
    if !cx.args().has("text") {
        records(cx)
    } else if cx.out().format() == Format::Ndjson {
        written(cx)
    } else {
        shown(cx)
    }
}

/// Every line's record as bytes, made by the thread that has scanned it.
fn written(cx: &Cx) -> Result<(), Error> {
    let work = |worker: &mut Worker<Vec<u8>, Place>, batch: &Batch| {
        let mut out = Vec::new();
        for (number, line) in batch.each() {
            let middle = |encoded: &[u8]| lines::signature_middle(SigId::of(encoded), &template(encoded));
            let (spans, source, middle) = worker.spans(line, middle);
            let params = spans.iter().take(PARAMS).map(|s| (s.mask.word(), value(&source[s.start..s.end])));
            lines::signature(&mut out, number, middle, params);
        }
        out
    };
    let out = cx.out();
    text::mapped(cx, work, |bytes| out.bytes(&bytes))
}

/// The same as records, for tables and CSV.
fn shown(cx: &Cx) -> Result<(), Error> {
    let work = |worker: &mut Worker<SigId, ()>, batch: &Batch| -> Vec<Signature> {
        let one = |(number, line)| {
            let (scan, &sig, _) = worker.scan(line, SigId::of);
            let mut record = signature(sig, scan.encoded, scan.source, scan.spans);
            record.line = Some(number);
            record
        };
        batch.each().map(one).collect()
    };
    let out = cx.out();
    text::mapped(cx, work, |records| records.iter().try_for_each(|r| out.emit(r)))
}

/// A masked value as it is shown.
fn value(bytes: &[u8]) -> Cow<'_, str> {
    match String::from_utf8_lossy(&bytes[..bytes.len().min(VALUE * 2)]) {
        Cow::Borrowed(text) => Cow::Borrowed(signature::head::limit(text, VALUE)),
        Cow::Owned(text) => Cow::Owned(signature::head::limit(&text, VALUE).to_owned()),
    }
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
        .map(|s| Param { mask: s.mask.word().to_owned(), value: value(&source[s.start..s.end]).into_owned() })
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
