//! `flake-cluster explain`: which masks fired where, which frame decided.

use crate::failing;
use crate::signature_verb::signature;
use cli::{Cx, Error, Line};
use ndjson::{Lines, Next};
use record::Signature;
use signature::head::Failure;
use signature::{Options, Scanner, SigId, Signed, Signer, Span};
use std::ffi::OsString;
use std::fmt::Write as _;

pub(crate) fn run(cx: &Cx) -> Result<(), Error> {
    let operands = cx.args().operands();
    let words: Vec<String> = operands.iter().map(|w| w.to_string_lossy().into_owned()).collect();
    let mask_codes = cx.args().has("mask-codes");
    if let Ok(sig) = words[0].trim().parse::<SigId>() {
        if operands.len() < 2 {
            return Err(Error::usage(format!("{sig} is a hash: what it was made of must be looked up"))
                .hint("name files with test.v1 records after it, or with --text log files"));
        }
        return search(cx, sig, &operands[1..]);
    }
    if let Some(version) = signature::other_version(words[0].trim()) {
        return Err(Error::usage(format!(
            "{} is a signature of version {version}; this flake-cluster makes {}",
            words[0].trim(),
            signature::VERSION
        ))
        .hint(
            "sign the failure again: a change of the masks changes the version, never a group in silence",
        ));
    }
    let text = words.join(" ");
    if cx.args().has("failure") {
        let signed = Signer::new(mask_codes).sign(Failure { text: Some(&text), ..Failure::default() }, None);
        show_failure(cx, &signed)
    } else {
        show_line(cx, text.as_bytes())
    }
}

/// Explains the first failure or line in the files that has this signature.
fn search(cx: &Cx, sig: SigId, files: &[OsString]) -> Result<(), Error> {
    let mut signer = Signer::new(cx.args().has("mask-codes"));
    let mut scanner = line_scanner(cx);
    let text = cx.args().has("text");
    for operand in files {
        let source = cx.open(operand)?;
        let file = source.name.clone();
        let mut lines = Lines::new(source);
        loop {
            let line = match lines.next(&mut |_| Ok(())) {
                Ok(None) => break,
                Ok(Some(Next::Line(line))) => line,
                Ok(Some(Next::TooLong { .. })) => continue,
                Err(error) => return Err(Error::io(&file, &error)),
            };
            if text {
                if scanner.scan(line.bytes).id() == sig {
                    return show_line(cx, line.bytes);
                }
                continue;
            }
            let line = Line { file: &file, number: line.number, offset: line.offset, bytes: line.bytes };
            let Ok(outcome) = failing::outcome(&line) else { continue };
            if failing::failed(&outcome) {
                let signed = failing::sign(&mut signer, &outcome);
                if signed.sig == sig {
                    return show_failure(cx, &signed);
                }
            }
        }
    }
    cx.warn(format!("{sig} is in none of the files"));
    cx.answer_no();
    Ok(())
}

fn line_scanner(cx: &Cx) -> Scanner {
    Scanner::new(Options { mask_codes: cx.args().has("mask-codes"), keep_sources: false })
}

fn show_line(cx: &Cx, line: &[u8]) -> Result<(), Error> {
    let mut scanner = line_scanner(cx);
    let scan = scanner.scan(line);
    let record = signature(scan.id(), scan.encoded, scan.source, scan.spans);
    let mut said = String::new();
    let _ = writeln!(said, "sig       {}", record.sig);
    let _ = writeln!(said, "template  {}", record.template);
    masks(&mut said, scan.source, scan.spans);
    show(cx, &record, &said)
}

fn show_failure(cx: &Cx, signed: &Signed) -> Result<(), Error> {
    let head = &signed.head;
    let mut record = signature(signed.sig, &signed.encoded, head.message.as_bytes(), &signed.spans);
    record.kind = Some(head.kind.clone()).filter(|k| !k.is_empty());
    record.site.clone_from(&signed.site);
    let mut said = String::new();
    let or_none = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
    let _ = writeln!(said, "sig       {}", record.sig);
    let _ = writeln!(said, "type      {}", or_none(&head.kind));
    let _ = writeln!(said, "message   {}", or_none(&head.message.replace('\n', "\n          ")));
    let _ = writeln!(said, "template  {}", or_none(&record.template));
    for frame in &head.frames {
        let _ = writeln!(said, "frame     {}{}", frame.site(), if frame.in_app { "" } else { "  (library)" });
    }
    let _ = match (&signed.site, &head.site) {
        (Some(site), _) => {
            writeln!(said, "site      {site}: part of the id, since the message says too little by itself")
        }
        (None, Some(site)) => writeln!(said, "site      {site}: not part of the id, the message says enough"),
        (None, None) => writeln!(said, "site      none"),
    };
    masks(&mut said, head.message.as_bytes(), &signed.spans);
    show(cx, &record, &said)
}

/// Sentences, unless a format is asked for.
fn show(cx: &Cx, record: &Signature, said: &str) -> Result<(), Error> {
    match cx.args().text("format") {
        Some("ndjson" | "csv" | "table") => cx.out().emit(record),
        _ => cx.out().bytes(said.as_bytes()),
    }
}

fn masks(said: &mut String, source: &[u8], spans: &[Span]) {
    for s in spans {
        let value = String::from_utf8_lossy(&source[s.start..s.end]);
        let _ = writeln!(said, "mask      {:<9} {}..{} {value}", s.mask.word(), s.start, s.end);
    }
}
