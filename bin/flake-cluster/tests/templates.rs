//! How many templates have their spaces where real messages have them.

use signature::{GAP, Options, Scanner, Span, WILD, template};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The messages of the labelled failures, line by line, and those of the systems, each with its source.
fn messages() -> Vec<(String, String)> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let read =
        |path: &Path| std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut all = Vec::new();
    for line in read(&data.join("failures/set.ndjson")).lines() {
        let record: serde_json::Value = serde_json::from_str(line).expect("a record");
        let text = record["text"].as_str().expect("a text");
        all.extend(text.lines().map(|l| ("failures".to_owned(), l.to_owned())));
    }
    let systems = std::fs::read_dir(data.join("systems/dev")).expect("a folder");
    for path in
        systems.map(|entry| entry.expect("an entry").path()).filter(|p| p.extension() == Some("tsv".as_ref()))
    {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let lines = read(&path);
        all.extend(lines.lines().filter_map(|l| Some((name.clone(), l.split_once('\t')?.1.to_owned()))));
    }
    all.retain(|(_, message)| !message.trim().is_empty());
    all
}

/// Before which tokens but the first white space stands in a text that has all of them. What a
/// wildcard has swallowed may stand between.
fn spaces(tokens: &[&[u8]], text: &[u8], wild: &mut dyn Iterator<Item = (usize, usize)>) -> Vec<bool> {
    let mut at = 0;
    let mut out = Vec::new();
    for token in tokens {
        let (start, end) = match *token {
            [WILD] => wild.next().expect("a span for every wildcard"),
            token => {
                let found = text[at..].windows(token.len()).position(|w| w == token);
                let start = at
                    + found
                        .unwrap_or_else(|| panic!("{:?} in {:?}", token.escape_ascii(), text.escape_ascii()));
                (start, start + token.len())
            }
        };
        out.push(text[at..start].last().is_some_and(u8::is_ascii_whitespace));
        at = end;
    }
    out.drain(..1.min(out.len()));
    out
}

#[test]
fn most_templates_have_the_spaces_of_a_message() {
    let mut scanner = Scanner::new(Options { mask_codes: false, keep_sources: false });
    // By source and tokens: the spacings of the messages.
    let mut seen: BTreeMap<(String, Vec<u8>), BTreeSet<Vec<bool>>> = BTreeMap::new();
    for (source, message) in messages() {
        let scan = scanner.scan(message.as_bytes());
        // Before what is not there, the message has no space to compare with.
        if scan.cut || message.trim_end().ends_with(':') {
            continue;
        }
        let tokens: Vec<&[u8]> = scan.encoded.split(|&b| b == GAP).filter(|t| !t.is_empty()).collect();
        let spacing = spaces(&tokens, scan.source, &mut scan.spans.iter().map(|s: &Span| (s.start, s.end)));
        seen.entry((source, scan.encoded.to_vec())).or_default().insert(spacing);
    }
    let mut good = 0;
    for ((_, encoded), spacings) in &seen {
        let tokens: Vec<&[u8]> = encoded.split(|&b| b == GAP).filter(|t| !t.is_empty()).collect();
        let shown = template(encoded).into_bytes();
        let mut from = 0;
        let mut wild = std::iter::from_fn(|| {
            let start = from + shown[from..].windows(3).position(|w| w == b"<*>")?;
            from = start + 3;
            Some((start, from))
        });
        good += usize::from(spacings.contains(&spaces(&tokens, &shown, &mut wild)));
    }
    let share = good as f64 / seen.len() as f64;
    assert!(seen.len() > 3000 && share >= 0.82, "{good} of {}: {share:.3}", seen.len());
}
