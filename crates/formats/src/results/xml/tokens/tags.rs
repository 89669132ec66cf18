//! Tags: where they end, what they hold, what they open and close.

use super::{DEPTH, Events, Mode, TAG_LIMIT, Tokens};
use crate::results::book::Place;
use crate::results::xml::Problem;
use crate::results::xml::attributes::{Attributes, scan};
use memchr::{memchr, memchr2, memchr3};

impl Tokens {
    pub(super) fn tag(&mut self, events: &mut impl Events, mut scanned: usize, mut quote: u8) -> bool {
        let rest = &self.buffer.as_bytes()[self.at + 1..];
        // Nearly every tag ends at its first `>`, which its attributes confirm.
        if scanned == 1
            && let Some(end) = memchr(b'>', rest)
            && self.whole_tag(events, self.at + end + 2, true)
        {
            return true;
        }
        loop {
            let rest = &self.buffer.as_bytes()[self.at + scanned..];
            let found = if quote == 0 { memchr3(b'>', b'"', b'\'', rest) } else { memchr(quote, rest) };
            let Some(found) = found else {
                scanned += rest.len();
                break;
            };
            let byte = rest[found];
            scanned += found + 1;
            if quote != 0 {
                quote = 0;
                self.dropping = false;
            } else if byte == b'>' {
                let end = self.at + scanned;
                return self.whole_tag(events, end, false);
            } else {
                quote = byte;
            }
        }
        if scanned > TAG_LIMIT {
            if quote != 0 {
                // The middle of a value that is too long is dropped as it comes.
                if !self.dropping {
                    self.dropping = true;
                    let place = self.place(self.at);
                    events.problem(Problem::TagCut, place);
                }
                let mut cut = self.at + TAG_LIMIT;
                while !self.buffer.is_char_boundary(cut) {
                    cut -= 1;
                }
                self.place(self.buffer.len());
                let dropped = self.buffer.len() - cut;
                self.base += dropped as u64;
                self.buffer.truncate(cut);
                self.counted = cut;
                scanned = cut - self.at;
            } else {
                // No quotes and no end: this was no tag.
                let place = self.place(self.at);
                events.problem(Problem::BareLess, place);
                self.mode = Mode::Content;
                self.at += 1;
                return true;
            }
        }
        self.mode = Mode::Tag { scanned, quote };
        false
    }

    /// The tag that lies between `at` and `end`. `guessed`: whether its end may lie further
    /// on, because a `>` inside of quotes was taken for it; then nothing is done, and `false`
    /// comes back.
    fn whole_tag(&mut self, events: &mut impl Events, end: usize, guessed: bool) -> bool {
        let from = self.at;
        let place = self.place(from);
        // Owned by nothing else while the events run; put back below.
        let buffer = std::mem::take(&mut self.buffer);
        let body = &buffer[from + 1..end - 1];
        let done = match body.strip_prefix('/') {
            Some(name) if guessed && has_quotes(name) => false,
            Some(name) => {
                self.end_tag(events, local(name.trim()), place);
                true
            }
            None => self.start_tag(events, body, guessed, place),
        };
        self.buffer = buffer;
        if done {
            self.at = end;
            self.mode = Mode::Content;
        }
        done
    }

    fn start_tag(&mut self, events: &mut impl Events, body: &str, guessed: bool, place: Place) -> bool {
        let (body, empty) = match body.strip_suffix('/') {
            Some(body) => (body, true),
            None => (body, false),
        };
        let name_end = body.bytes().position(|b| b.is_ascii_whitespace()).unwrap_or(body.len());
        let name = &body[..name_end];
        let mut spans = std::mem::take(&mut self.spans);
        spans.clear();
        let problem = scan(body, name_end, &mut spans);
        let doubtful = guessed && (problem == Some(Problem::BadAttribute) || has_quotes(name));
        if !doubtful {
            let found = Attributes { list: &spans, text: body };
            self.element(events, local(name), &found, empty, problem, place);
        }
        self.spans = spans;
        !doubtful
    }

    fn element(
        &mut self,
        events: &mut impl Events,
        name: &str,
        attributes: &Attributes<'_>,
        empty: bool,
        problem: Option<Problem>,
        place: Place,
    ) {
        if self.starts.len() >= DEPTH || self.too_deep > 0 {
            if self.too_deep == 0 {
                events.problem(Problem::TooDeep, place);
            }
            if !empty {
                self.too_deep += 1;
            }
            return;
        }
        events.start(name, attributes, place);
        if let Some(problem) = problem {
            events.problem(problem, place);
        }
        if empty {
            events.end(name, place);
            if self.starts.is_empty() {
                events.document_end(place);
            }
        } else {
            self.starts.push(self.names.len());
            self.names.push_str(name);
        }
    }

    fn end_tag(&mut self, events: &mut impl Events, name: &str, place: Place) {
        if self.too_deep > 0 {
            // Inside of what is passed over, names are not known: ends are counted.
            self.too_deep -= 1;
            return;
        }
        let top = self.starts.last().map(|s| &self.names[*s..]);
        if top == Some(name) {
            self.pop(events, place);
            return;
        }
        let mut end = self.names.len();
        let open = self.starts.iter().rposition(|start| {
            let same = &self.names[*start..end] == name;
            end = *start;
            same
        });
        match open {
            None => events.problem(Problem::StrayEnd, place),
            Some(level) => {
                events.problem(Problem::Unclosed, place);
                while self.starts.len() > level {
                    self.pop(events, place);
                }
            }
        }
    }

    pub(super) fn pop(&mut self, events: &mut impl Events, place: Place) {
        let Some(start) = self.starts.pop() else { return };
        events.end(&self.names[start..], place);
        self.names.truncate(start);
        if self.starts.is_empty() {
            events.document_end(place);
        }
    }
}

/// A name without its namespace prefix.
fn local(name: &str) -> &str {
    match memchr(b':', name.as_bytes()) {
        Some(at) => &name[at + 1..],
        None => name,
    }
}

fn has_quotes(text: &str) -> bool {
    memchr2(b'"', b'\'', text.as_bytes()).is_some()
}
