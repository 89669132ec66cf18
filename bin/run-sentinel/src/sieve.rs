//! Lines that no recogniser can have any use for, told at memory speed.
//!
//! Most of what a run prints is not about tests. The recogniser looks at each line in
//! many ways; this sieve looks at its first bytes and at whether one of a few words
//! is anywhere in it, and lets pass whatever might matter. It errs only in letting too much
//! pass: a test holds it against the recogniser itself on every recorded output.

use aho_corasick::packed::Searcher;
use aho_corasick::{AhoCorasick, Input, Span};

/// What makes a line worth a look wherever it stands: a path of names, a service message,
/// prove's dots, go's verdict behind what a test printed last. The escape byte is another.
const ANYWHERE: [&str; 4] = ["::", "##teamcity[", " ..", "--- "];
const ESCAPE: u8 = 0x1b;

/// How the words are found, all in one pass.
#[derive(Debug)]
enum Words {
    Vectors(Searcher),
    /// On processors that have none.
    Automaton(AhoCorasick),
}

/// The sieve.
#[derive(Debug)]
pub(crate) struct Sieve {
    words: Option<Words>,
}

impl Sieve {
    pub(crate) fn new() -> Sieve {
        let words = Searcher::new(ANYWHERE).map(Words::Vectors);
        Sieve { words: words.or_else(Sieve::automaton) }
    }

    fn automaton() -> Option<Words> {
        AhoCorasick::new(ANYWHERE).ok().map(Words::Automaton)
    }

    /// Where the next word begins, from `from` on; the length where none does.
    fn word(&self, bytes: &[u8], from: usize) -> usize {
        let span = Span::from(from..bytes.len());
        let found = match &self.words {
            Some(Words::Vectors(words)) => words.find_in(bytes, span),
            Some(Words::Automaton(words)) => words.find(Input::new(bytes).span(span)),
            // Four short words always make an automaton; if they did not, all would matter.
            None => return from,
        };
        found.map_or(bytes.len(), |found| found.start())
    }

    /// Hands out the stretches of whole lines that may matter, in order.
    pub(crate) fn sift(&self, bytes: &[u8], mut take: impl FnMut(&[u8])) {
        let escape = |from: usize| memchr::memchr(ESCAPE, &bytes[from..]).map_or(bytes.len(), |at| from + at);
        let (mut next_word, mut next_escape) = (self.word(bytes, 0), escape(0));
        let mut kept = None;
        let mut start = 0;
        let unended = (bytes.last().is_some_and(|last| *last != b'\n')).then_some(bytes.len());
        for end in memchr::memchr_iter(b'\n', bytes).map(|at| at + 1).chain(unended) {
            if next_word < start {
                next_word = self.word(bytes, start);
            }
            if next_escape < start {
                next_escape = escape(start);
            }
            let matters = next_word < end || next_escape < end || begins_well(&bytes[start..end]);
            match (matters, kept) {
                (true, None) => kept = Some(start),
                (false, Some(from)) => {
                    take(&bytes[from..start]);
                    kept = None;
                }
                _ => {}
            }
            start = end;
        }
        if let Some(from) = kept {
            take(&bytes[from..]);
        }
    }
}

/// Whether a recogniser could want a line because of how it begins.
fn begins_well(line: &[u8]) -> bool {
    const LEVELS: [&[u8]; 6] = [b"INFO", b"DEBUG", b"WARN", b"TRACE", b"NOTICE", b"NOTE"];
    // A verdict may stand alone on a line.
    if line.len() <= 12 {
        return true;
    }
    match line[0] {
        // Words of libtest, TAP, go, pytest; anything that begins like them will do.
        b'o' => line.starts_with(b"ok"),
        b'n' => line.starts_with(b"not ok"),
        b't' => line.starts_with(b"test"),
        b'r' => line.starts_with(b"running"),
        b'e' => line.starts_with(b"error"),
        b'p' => line.starts_with(b"pa") || line.starts_with(b"pr"),
        b'f' => line.starts_with(b"fa"),
        b'c' => line.starts_with(b"collected"),
        b'i' => line.starts_with(b"ignored"),
        b'a'..=b'z' => false,
        // A plan: `1..3`.
        b'0'..=b'9' => line[..12].windows(2).any(|two| two == b".."),
        // Statuses are written in capitals; so are levels of logs.
        b'A'..=b'Z' if line[1].is_ascii_uppercase() => !LEVELS.iter().any(|level| line.starts_with(level)),
        b'A'..=b'Z' => {
            ["Bail", "Run", "Doc-", "Start", "Summ"].iter().any(|w| line.starts_with(w.as_bytes()))
        }
        // Indentation, marks, JSON, and all that is not ASCII.
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::Sieve;
    use formats::results::live::{Event, Live, Runner};
    use proptest::prelude::*;

    fn told(bytes: &[u8], sieve: bool) -> Vec<Event> {
        let mut live = Live::new(Runner::Auto);
        let mut events = Vec::new();
        let mut sink = |event: &Event| events.push(event.clone());
        if sieve {
            Sieve::new().sift(bytes, |piece| live.feed(piece, &mut sink));
        } else {
            live.feed(bytes, &mut sink);
        }
        live.finish(&mut sink);
        events
    }

    #[test]
    fn nothing_that_a_recorded_output_says_is_lost() {
        let mut folders = vec![testkit::repository().join("testdata")];
        let (mut files, mut events, mut lost) = (0, 0, Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("testdata is there").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let bytes = std::fs::read(&path).expect("a file of testdata");
                let want = told(&bytes, false);
                let got = told(&bytes, true);
                let first = (0..want.len().max(got.len())).find(|n| got.get(*n) != want.get(*n));
                if let Some(n) = first {
                    let (got, want) = (got.get(n), want.get(n));
                    lost.push(format!("{}: event {n}: {got:?} for {want:?}", path.display()));
                }
                files += 1;
                events += want.len();
            }
        }
        assert!(lost.is_empty(), "{}", lost.join("\n"));
        assert!(files > 50 && events > 1000, "{files} files with {events} events prove little");
    }

    #[test]
    fn without_the_vector_search_the_same_lines_pass() {
        let text = LINES.map(|line| format!("{line}\nan ordinary line\n")).concat();
        let sifted = |sieve: &Sieve| {
            let mut pieces = Vec::new();
            sieve.sift(text.as_bytes(), |piece| pieces.push(piece.to_vec()));
            pieces
        };
        let with = Sieve::new();
        let without = Sieve { words: Sieve::automaton() };
        assert!(matches!(with.words, Some(super::Words::Vectors(_))) || !cfg!(target_arch = "x86_64"));
        assert!(matches!(without.words, Some(super::Words::Automaton(_))));
        assert_eq!(sifted(&with), sifted(&without));
    }

    #[test]
    fn ordinary_lines_are_held_back() {
        let mut passed = Vec::new();
        let text = b"compiling the module\n2026-11-20 10:00:00 a line of a log\nINFO started\nok 1 - a\nlinking everything\n";
        Sieve::new().sift(text, |piece| passed.extend_from_slice(piece));
        assert_eq!(passed, b"ok 1 - a\n");
    }

    proptest! {
        #[test]
        fn lines_of_all_kinds_in_any_order(picks in prop::collection::vec((0..LINES.len(), 0..4_usize), 1..60)) {
            let mut text = String::new();
            for (line, noise) in picks {
                text += LINES[line];
                text.push('\n');
                text += ["", "an ordinary line of some length\n", "x\n", "   indented words here\n"][noise];
            }
            prop_assert_eq!(told(text.as_bytes(), true), told(text.as_bytes(), false));
        }
    }

    const LINES: [&str; 34] = [
        "=== RUN   TestA",
        "--- FAIL: TestA (0.02s)",
        "    --- PASS: TestA/x (0.01s)",
        "FAIL\tshop\t0.03s",
        "ok  \tshop\t0.030s",
        "panic: runtime error: index out of range",
        "fatal error: all goroutines are asleep",
        "{\"Action\":\"run\",\"Package\":\"shop\",\"Test\":\"TestB\"}",
        "     Running unittests src/lib.rs (target/debug/deps/shop-0123456789abcdef)",
        "running 2 tests",
        "test a::b ... ok",
        "test c ... noise",
        "ok",
        "FAILED",
        "ignored, for a long and good reason",
        "test c has been running for over 60 seconds",
        "error: could not compile `shop`",
        "        PASS [   0.005s] (1/2) shop::api a::b",
        "    Starting 2 tests across 1 binary",
        "1..12",
        "ok 1 - a first point",
        "not ok 2 - a second point # TODO later",
        "# Subtest: outer",
        "    ok 1 - inner point",
        "Bail out! the disk is gone",
        "t/run.t .. ",
        "collected 12 items / 2 deselected / 10 selected",
        "tests/test_a.py::test_x PASSED [ 50%]",
        "tests/test_a.py::test_y noise",
        "PASSED      [ 50%]",
        "INTERNALERROR> Traceback (most recent call last):",
        "PASS src/a.test.js",
        "    ✓ adds numbers (2 ms)",
        "##teamcity[testStarted name='a' flowId='1']",
    ];
}
