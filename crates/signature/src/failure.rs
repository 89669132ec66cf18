//! A test's failure to its signature: the parts of [`crate::head`] through the scanner.

use crate::head::{self, Failure, Head, Sort};
use crate::merge::PART;
use crate::scan::{GAP, Options, Scanner, Span, WILD};
use crate::sig::{SigId, template};

/// A failure's signature and what it was made of.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The id.
    pub sig: SigId,
    /// Type, message and site, [`PART`] between them.
    pub encoded: Vec<u8>,
    /// The parts before masking.
    pub head: Head,
    /// The frame that is part of the signature; only where the message alone says too little.
    pub site: Option<String>,
    /// The masked values, pointing into `head.message`.
    pub spans: Vec<Span>,
}

impl Signed {
    /// The message's template, without type and site.
    pub fn template(&self) -> String {
        template(message_of(&self.encoded))
    }
}

/// The message's tokens in a failure's encoding.
pub fn message_of(encoded: &[u8]) -> &[u8] {
    encoded.split(|&b| b == PART).nth(1).unwrap_or(encoded)
}

/// The type and the site in a failure's encoding; nothing for text.
pub fn type_and_site(encoded: &[u8]) -> (Option<String>, Option<String>) {
    let mut parts = encoded.split(|&b| b == PART);
    let (kind, message, site) = (parts.next(), parts.next(), parts.next());
    let text = |p: Option<&[u8]>| {
        p.filter(|p| !p.is_empty() && message.is_some()).map(|p| String::from_utf8_lossy(p).into_owned())
    };
    (text(kind), text(site))
}

/// Signs failures; keeps its buffers from one to the next.
#[derive(Debug)]
pub struct Signer(Scanner);

impl Signer {
    /// A signer that keeps codes unless `mask_codes`.
    pub fn new(mask_codes: bool) -> Self {
        Signer(Scanner::new(Options { mask_codes, keep_sources: true }))
    }

    /// The signature of a failure. `test` stands in for the site where the message says too
    /// little and there is no trace: an assertion that failed is not the same cause in two
    /// tests; a time-out, a crash or a lost machine may well be.
    pub fn sign(&mut self, failure: Failure<'_>, test: Option<&str>) -> Signed {
        let head = head::cut(failure);
        let scan = self.0.scan(head.message.as_bytes());
        let site = if is_generic(scan.encoded) {
            let shared = matches!(head.sort, Sort::Timeout | Sort::Crash | Sort::Infra);
            head.site.clone().or_else(|| test.filter(|_| !shared).map(str::to_owned))
        } else {
            None
        };
        let clean = |text: &str| text.bytes().filter(|b| *b >= b' ').collect::<Vec<u8>>();
        let mut encoded = clean(&head.kind);
        encoded.push(PART);
        encoded.extend_from_slice(scan.encoded);
        encoded.push(PART);
        encoded.extend_from_slice(&clean(site.as_deref().unwrap_or("")));
        Signed { sig: SigId::of(&encoded), spans: scan.spans.to_vec(), encoded, site, head }
    }
}

/// Whether a masked message says too little to be a cause by itself.
fn is_generic(encoded: &[u8]) -> bool {
    let mut words = 0;
    let mut text = String::new();
    for token in encoded.split(|&b| b == GAP) {
        if token.iter().any(u8::is_ascii_alphanumeric) && token != [WILD] {
            let token = String::from_utf8_lossy(token).to_ascii_lowercase();
            let token = token.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            words += usize::from(!LABEL_WORDS.contains(&token));
            text.push_str(token);
            text.push(' ');
        }
    }
    words < 2 || PHRASES.iter().any(|p| text.contains(p))
}

/// Words of assertions that say nothing about what was asserted.
const LABEL_WORDS: &[&str] = &[
    "expected",
    "actual",
    "received",
    "got",
    "want",
    "wanted",
    "left",
    "right",
    "but",
    "was",
    "assert",
    "assertion",
    "failed",
    "error",
    "failure",
    "to",
    "be",
    "equal",
    "equals",
    "not",
    "true",
    "false",
    "none",
    "null",
    "nil",
    "undefined",
    "is",
    "that",
    "and",
    "or",
    "in",
    "of",
    "the",
    "a",
    "an",
    "should",
    "have",
    "same",
    "value",
    "values",
    "deeply",
    "strictly",
    "these",
    "which",
    "exception",
    "test",
    "assertionerror",
    "where",
    "expect",
];

/// Phrases of failures that say nothing about where they come from.
const PHRASES: &[&str] = &[
    "assertion failed",
    "assertion left",
    "timed out",
    "deadline exceeded",
    "exit status",
    "exit code",
    "expected true",
    "expected false",
    "on a none value",
    "null pointer",
    "nil pointer dereference",
    "index out of",
    "object reference not set",
    "segmentation fault",
    "stack overflow",
    "list index out of range",
];
