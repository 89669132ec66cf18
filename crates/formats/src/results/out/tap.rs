//! TAP 14: one point a test, by the attempt that decides; earlier attempts are comments.

use super::{Group, Writer};
use record::{Kind, Status, Test};

/// The writer. The plan stands at the end, where it is known.
#[derive(Default)]
pub struct TapWriter {
    group: Group,
    count: u64,
    begun: bool,
}

impl TapWriter {
    /// For a new document.
    pub fn new() -> TapWriter {
        TapWriter::default()
    }

    fn begin(&mut self, out: &mut Vec<u8>) {
        if !self.begun {
            self.begun = true;
            out.extend_from_slice(b"TAP version 14\n");
        }
    }

    fn write(&mut self, group: &[Test], out: &mut Vec<u8>) {
        let Some((last, earlier)) = group.split_last() else { return };
        if last.kind == Kind::Container {
            return;
        }
        self.begin(out);
        for test in earlier {
            let message = test.failure.as_ref().and_then(|f| f.message.as_deref()).unwrap_or("");
            let line =
                format!("# {}, attempt {}: {} {message}", test.test_id, test.attempt, test.status.word());
            push_line(&line, out);
        }
        self.count += 1;
        let reason = last.failure.as_ref().and_then(|f| f.message.as_deref()).unwrap_or("");
        let (ok, directive) = match last.status {
            Status::Pass => ("ok", None),
            Status::Fail | Status::Error | Status::Incomplete | Status::Unknown => ("not ok", None),
            Status::Skip => ("ok", Some("SKIP")),
            Status::Xfail => ("not ok", Some("TODO")),
            Status::Xpass => ("ok", Some("TODO")),
        };
        let mut line = format!("{ok} {} - {}", self.count, escape(&last.test_id));
        if let Some(directive) = directive {
            line.push_str(&format!(" # {directive} {}", escape(reason)));
        }
        push_line(line.trim_end(), out);
        let bad = last.status.is_bad() || last.status == Status::Unknown;
        if !bad && last.duration_ms.is_none() {
            return;
        }
        out.extend_from_slice(b"  ---\n");
        if let Some(ms) = last.duration_ms {
            out.extend_from_slice(format!("  duration_ms: {}\n", ms.get()).as_bytes());
        }
        if bad {
            push_line(&format!("  severity: {}", last.status.word()), out);
            if let Some(failure) = &last.failure {
                scalar("type", failure.kind.as_deref(), out);
                scalar("message", failure.message.as_deref(), out);
                scalar("stack", failure.text.as_deref(), out);
            }
            if let (Some(file), Some(line)) = (&last.file, last.line) {
                scalar("at", Some(&format!("{file}:{line}:1")), out);
            }
        }
        out.extend_from_slice(b"  ...\n");
    }
}

impl Writer for TapWriter {
    fn test(&mut self, test: &Test, out: &mut Vec<u8>) {
        let done = self.group.push(test);
        self.write(&done, out);
    }

    fn finish(&mut self, out: &mut Vec<u8>) {
        let done = self.group.take();
        self.write(&done, out);
        self.begin(out);
        out.extend_from_slice(format!("1..{}\n", self.count).as_bytes());
    }
}

/// A description or reason: `\` and `#` would mean something.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('#', "\\#")
}

/// One line, whatever line ends stand in it.
fn push_line(line: &str, out: &mut Vec<u8>) {
    let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    out.extend_from_slice(line.as_bytes());
    out.push(b'\n');
}

/// `key: "value"` or a block of lines.
fn scalar(key: &str, value: Option<&str>, out: &mut Vec<u8>) {
    let Some(value) = value.filter(|v| !v.is_empty()) else { return };
    if !value.contains('\n') {
        push_line(&format!("  {key}: {}", serde_json::Value::from(value)), out);
        return;
    }
    push_line(&format!("  {key}: |-"), out);
    for line in value.lines() {
        push_line(&format!("    {line}"), out);
    }
}
