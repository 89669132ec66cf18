//! `flake-cluster explain`: which masks fired where, which frame decided.

use crate::signature_verb::signature;
use cli::{Cx, Error, Format};
use signature::head::Failure;
use signature::{Options, Scanner, Signer, Span};
use std::fmt::Write as _;

pub(crate) fn run(cx: &Cx) -> Result<(), Error> {
    let words: Vec<String> = cx.args().operands().iter().map(|w| w.to_string_lossy().into_owned()).collect();
    let text = words.join(" ");
    let mask_codes = cx.args().has("mask-codes");
    let mut said = String::new();
    let record = if cx.args().has("failure") {
        let signed = Signer::new(mask_codes).sign(Failure { text: Some(&text), ..Failure::default() }, None);
        let head = &signed.head;
        let mut record = signature(signed.sig, &signed.encoded, head.message.as_bytes(), &signed.spans);
        record.kind = Some(head.kind.clone()).filter(|k| !k.is_empty());
        record.site.clone_from(&signed.site);
        let _ = writeln!(said, "sig       {}", record.sig);
        let _ = writeln!(said, "type      {}", if head.kind.is_empty() { "none" } else { &head.kind });
        let _ = writeln!(said, "message   {}", head.message.replace('\n', "\n          "));
        let _ = writeln!(said, "template  {}", record.template);
        for frame in &head.frames {
            let _ =
                writeln!(said, "frame     {}{}", frame.site(), if frame.in_app { "" } else { "  (library)" });
        }
        match (&signed.site, &head.site) {
            (Some(site), _) => {
                let _ = writeln!(
                    said,
                    "site      {site}: the message says too little by itself, so this is part of the id"
                );
            }
            (None, Some(site)) => {
                let _ = writeln!(said, "site      {site}: not part of the id, the message says enough");
            }
            (None, None) => said.push_str("site      none\n"),
        }
        masks(&mut said, head.message.as_bytes(), &signed.spans);
        record
    } else {
        let mut scanner = Scanner::new(Options { mask_codes, keep_sources: false });
        let scan = scanner.scan(text.as_bytes());
        let record = signature(scan.id(), scan.encoded, scan.source, scan.spans);
        let _ = writeln!(said, "sig       {}", record.sig);
        let _ = writeln!(said, "template  {}", record.template);
        masks(&mut said, scan.source, scan.spans);
        record
    };
    match (cx.args().text("format"), cx.out().format()) {
        (Some("ndjson" | "csv" | "table"), Format::Ndjson | Format::Csv | Format::Table) => {
            cx.out().emit(&record)
        }
        _ => cx.out().bytes(said.as_bytes()),
    }
}

fn masks(said: &mut String, source: &[u8], spans: &[Span]) {
    for s in spans {
        let value = String::from_utf8_lossy(&source[s.start..s.end]);
        let _ = writeln!(said, "mask      {:<9} {}..{} {value}", s.mask.word(), s.start, s.end);
    }
}
