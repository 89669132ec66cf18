//! JSON by hand for the record that is written by the million: the same bytes that serde
//! writes, without its table look-up a byte. Strings are looked through eight bytes at a
//! time, and runs that need no escape are copied whole.

use crate::excerpt::Excerpt;
use crate::num::Ms;
use crate::source::{Labels, Producer, Source};
use crate::test::{Failure, Kind, Test};

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The high bit of every byte that cannot stand in a JSON string as it is: a quote, a
/// backslash, a control character. Bits above the lowest one may be set in error, since a
/// subtraction borrows upwards; the lowest one never is.
fn special(word: u64) -> u64 {
    let quote = word ^ (ONES * 0x22);
    let backslash = word ^ (ONES * 0x5c);
    let below = word.wrapping_sub(ONES * 0x20) & !word;
    let same = |w: u64| w.wrapping_sub(ONES) & !w;
    (below | same(quote) | same(backslash)) & HIGHS
}

/// How many bytes at the start of `text` stand in a JSON string as they are.
pub fn plain_run(text: &[u8]) -> usize {
    let word = |at: usize| -> u64 {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&text[at..at + 8]);
        u64::from_le_bytes(bytes)
    };
    let found = |at: usize| {
        let hits = special(word(at));
        (hits != 0).then(|| at + hits.trailing_zeros() as usize / 8)
    };
    if text.len() < 8 {
        return text.iter().position(|b| *b < 0x20 || matches!(b, b'"' | b'\\')).unwrap_or(text.len());
    }
    let mut at = 0;
    while at + 8 <= text.len() {
        if let Some(end) = found(at) {
            return end;
        }
        at += 8;
    }
    // The last bytes together with some that were looked at before.
    found(text.len() - 8).unwrap_or(text.len())
}

/// Appends `text` as a JSON string, with the escapes that serde_json writes.
pub(crate) fn string(text: &str, out: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    out.reserve(rest.len() + 2);
    out.push(b'"');
    loop {
        let run = plain_run(rest);
        out.extend_from_slice(&rest[..run]);
        let Some(byte) = rest.get(run) else { break };
        rest = &rest[run + 1..];
        let short = match byte {
            b'"' | b'\\' => *byte,
            b'\n' => b'n',
            b'\t' => b't',
            b'\r' => b'r',
            0x08 => b'b',
            0x0c => b'f',
            _ => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                let digits = [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]];
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(&digits);
                continue;
            }
        };
        out.extend_from_slice(&[b'\\', short]);
    }
    out.push(b'"');
}

/// Appends `value` in decimal.
pub(crate) fn number(value: u64, out: &mut Vec<u8>) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = value;
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

fn boolean(value: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(if value { b"true" } else { b"false" });
}

fn milliseconds(value: Ms, out: &mut Vec<u8>) -> serde_json::Result<()> {
    let whole = value.get() as u64;
    if whole as f64 == value.get() && whole < 1 << 53 {
        number(whole, out);
        return Ok(());
    }
    serde_json::to_writer(out, &value)
}

/// The members of one object after another: each call writes the comma, the name and the
/// value. `name` comes quoted, with its comma in front and its colon behind.
struct Members<'a>(&'a mut Vec<u8>);

impl Members<'_> {
    fn text(&mut self, name: &str, value: &str) {
        self.0.extend_from_slice(name.as_bytes());
        string(value, self.0);
    }

    /// A string that is written as `null` where it is missing.
    fn text_or_null(&mut self, name: &str, value: Option<&str>) {
        match value {
            Some(value) => self.text(name, value),
            None => self.null(name),
        }
    }

    /// A string that is left out where it is missing.
    fn some_text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    fn some_number(&mut self, name: &str, value: Option<u64>) {
        if let Some(value) = value {
            self.0.extend_from_slice(name.as_bytes());
            number(value, self.0);
        }
    }

    fn null(&mut self, name: &str) {
        self.0.extend_from_slice(name.as_bytes());
        self.0.extend_from_slice(b"null");
    }

    fn list(&mut self, name: &str, values: &[String]) {
        self.0.extend_from_slice(name.as_bytes());
        self.0.push(b'[');
        for (at, value) in values.iter().enumerate() {
            if at > 0 {
                self.0.push(b',');
            }
            string(value, self.0);
        }
        self.0.push(b']');
    }

    /// Labels, left out where there are none.
    fn labels(&mut self, name: &str, values: &Labels) {
        if values.is_empty() {
            return;
        }
        self.0.extend_from_slice(name.as_bytes());
        for (at, (key, value)) in values.iter().enumerate() {
            self.0.push(if at == 0 { b'{' } else { b',' });
            string(key, self.0);
            self.0.push(b':');
            string(value, self.0);
        }
        self.0.push(b'}');
    }

    fn excerpt(&mut self, name: &str, value: Option<&Excerpt>) {
        let Some(Excerpt { text, bytes_base64, bytes, truncated }) = value else { return };
        self.0.extend_from_slice(name.as_bytes());
        let open = self.0.len();
        self.some_text(",\"text\":", text.as_deref());
        self.some_text(",\"bytes_base64\":", bytes_base64.as_deref());
        self.some_number(",\"bytes\":", Some(*bytes));
        self.0.extend_from_slice(b",\"truncated\":");
        boolean(*truncated, self.0);
        self.0[open] = b'{';
        self.0.push(b'}');
    }
}

fn failure(value: &Failure, out: &mut Vec<u8>) {
    let Failure { kind, message, text, count, truncated } = value;
    let open = out.len();
    let mut members = Members(out);
    members.some_text(",\"type\":", kind.as_deref());
    members.some_text(",\"message\":", message.as_deref());
    members.some_text(",\"text\":", text.as_deref());
    members.some_number(",\"count\":", Some(*count));
    out.extend_from_slice(b",\"truncated\":");
    boolean(*truncated, out);
    // The first member's comma is where the object opens.
    out[open] = b'{';
    out.push(b'}');
}

fn producer(value: &Producer, out: &mut Vec<u8>) {
    let Producer { format, dialect, tool, version } = value;
    let mut members = Members(out);
    members.text("{\"format\":", format);
    members.some_text(",\"dialect\":", dialect.as_deref());
    members.some_text(",\"tool\":", tool.as_deref());
    members.some_text(",\"version\":", version.as_deref());
    out.push(b'}');
}

fn source(value: &Source, out: &mut Vec<u8>) {
    let Source { path, path_base64, line, end_line, offset, doc_index, ordinal } = value;
    let mut members = Members(out);
    members.text("{\"path\":", path);
    members.some_text(",\"path_base64\":", path_base64.as_deref());
    members.some_number(",\"line\":", *line);
    members.some_number(",\"end_line\":", *end_line);
    members.some_number(",\"offset\":", *offset);
    members.some_number(",\"doc_index\":", *doc_index);
    members.some_number(",\"ordinal\":", *ordinal);
    out.push(b'}');
}

impl Test {
    /// Appends the record as JSON: the bytes that serde_json writes for it.
    ///
    /// # Errors
    /// When a number cannot be written, which no number of a record does.
    pub fn write_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let Test {
            schema: _,
            run_id,
            test_id,
            test_uid,
            suite,
            class,
            name,
            kind,
            file,
            line,
            attempt,
            attempts,
            is_final,
            status,
            raw_status,
            duration_ms,
            raw_duration,
            started_at,
            started_at_tz,
            raw_started_at,
            failure: first,
            failures,
            stdout,
            stderr,
            properties,
            commit,
            producer: made_by,
            source: place,
            labels,
            warnings,
        } = self;
        let mut members = Members(out);
        members.text_or_null("{\"schema\":\"test.v1\",\"run_id\":", run_id.as_deref());
        members.text(",\"test_id\":", test_id);
        members.text(",\"test_uid\":", test_uid);
        members.list(",\"suite\":", suite);
        members.text_or_null(",\"class\":", class.as_deref());
        members.text(",\"name\":", name);
        members.text(",\"kind\":", kind_word(*kind));
        members.some_text(",\"file\":", file.as_deref());
        members.some_number(",\"line\":", *line);
        members.some_number(",\"attempt\":", Some(*attempt));
        match attempts {
            Some(_) => members.some_number(",\"attempts\":", *attempts),
            None => members.null(",\"attempts\":"),
        }
        members.0.extend_from_slice(match is_final {
            Some(true) => b",\"final\":true",
            Some(false) => b",\"final\":false",
            None => b",\"final\":null",
        });
        members.text(",\"status\":", status.word());
        members.text_or_null(",\"raw_status\":", raw_status.as_deref());
        match duration_ms {
            Some(duration) => {
                members.0.extend_from_slice(b",\"duration_ms\":");
                milliseconds(*duration, members.0)?;
            }
            None => members.null(",\"duration_ms\":"),
        }
        members.some_text(",\"raw_duration\":", raw_duration.as_deref());
        members.some_text(",\"started_at\":", started_at.as_deref());
        members.some_text(",\"started_at_tz\":", started_at_tz.as_deref());
        members.some_text(",\"raw_started_at\":", raw_started_at.as_deref());
        if let Some(first) = first {
            members.0.extend_from_slice(b",\"failure\":");
            failure(first, members.0);
        }
        for (at, each) in failures.iter().enumerate() {
            members.0.extend_from_slice(if at == 0 { b",\"failures\":[" } else { b"," });
            failure(each, members.0);
        }
        if !failures.is_empty() {
            members.0.push(b']');
        }
        members.excerpt(",\"stdout\":", stdout.as_ref());
        members.excerpt(",\"stderr\":", stderr.as_ref());
        members.labels(",\"properties\":", properties);
        members.some_text(",\"commit\":", commit.as_deref());
        members.0.extend_from_slice(b",\"producer\":");
        producer(made_by, members.0);
        members.0.extend_from_slice(b",\"source\":");
        source(place, members.0);
        members.labels(",\"labels\":", labels);
        if !warnings.is_empty() {
            members.list(",\"warnings\":", warnings);
        }
        members.0.push(b'}');
        Ok(())
    }
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Test => "test",
        Kind::Container => "container",
        Kind::Build => "build",
        Kind::Setup => "setup",
    }
}

#[cfg(test)]
mod tests;
