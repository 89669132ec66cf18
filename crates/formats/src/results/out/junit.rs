//! JUnit XML. Attempts are written as Surefire does, so that others see one test case a
//! test; containers, which others would count as tests, stand in a property of the suite.

use super::{Group, Writer};
use record::{Excerpt, Failure, Kind, Status, Test};

/// The writer.
#[derive(Default)]
pub struct JunitWriter {
    group: Group,
    begun: bool,
    suite: Option<Vec<String>>,
}

impl JunitWriter {
    /// For a new document.
    pub fn new() -> JunitWriter {
        JunitWriter::default()
    }

    fn begin(&mut self, out: &mut Vec<u8>) {
        if !self.begun {
            self.begun = true;
            out.extend_from_slice(
                b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"runproof\">\n",
            );
        }
    }

    fn write(&mut self, group: &[Test], out: &mut Vec<u8>) {
        let Some(first) = group.first() else { return };
        self.begin(out);
        if self.suite.as_ref() != Some(&first.suite) {
            if self.suite.is_some() {
                out.extend_from_slice(b"</testsuite>\n");
            }
            out.extend_from_slice(b"<testsuite");
            attribute("name", &first.suite.join(" > "), out);
            out.extend_from_slice(b">\n");
            self.suite = Some(first.suite.clone());
        }
        let last = group.len() - 1;
        let retried = first.kind != Kind::Container
            && group.len() > 1
            && group[last].is_final == Some(true)
            && group[0].attempt == 1;
        let earlier_bad = group[..last].iter().all(|t| matches!(t.status, Status::Fail | Status::Error));
        let last_bad = matches!(group[last].status, Status::Fail | Status::Error);
        if retried && earlier_bad && group[last].status == Status::Pass {
            case(&group[last], &group[..last], "flaky", out);
        } else if retried && earlier_bad && last_bad {
            case(&group[0], &group[1..], "rerun", out);
        } else {
            for test in group {
                if test.kind == Kind::Container {
                    out.extend_from_slice(b"<properties><property name=\"runproof\"");
                    blob("runproof", test, &[], out);
                    out.extend_from_slice(b"/></properties>\n");
                } else {
                    case(test, &[], "", out);
                }
            }
        }
    }
}

impl Writer for JunitWriter {
    fn test(&mut self, test: &Test, out: &mut Vec<u8>) {
        let done = self.group.push(test);
        self.write(&done, out);
    }

    fn finish(&mut self, out: &mut Vec<u8>) {
        let done = self.group.take();
        self.write(&done, out);
        self.begin(out);
        if self.suite.is_some() {
            out.extend_from_slice(b"</testsuite>\n");
        }
        out.extend_from_slice(b"</testsuites>\n");
    }
}

/// Texts that stand in elements, and so not in our own attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InElement {
    Failure,
    Out,
    Err,
}

fn case(test: &Test, others: &[Test], word: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<testcase");
    attribute("name", &test.name, out);
    attribute("classname", test.class.as_deref().unwrap_or(""), out);
    if let Some(file) = &test.file {
        attribute("file", file, out);
    }
    if let Some(line) = test.line {
        attribute("line", &line.to_string(), out);
    }
    timing(test, out);
    let texts = texts(test);
    blob("runproof", test, &texts, out);
    out.push(b'>');
    let element = match test.status {
        Status::Error | Status::Incomplete => Some("error"),
        Status::Fail => Some("failure"),
        Status::Skip | Status::Xfail => Some("skipped"),
        Status::Pass | Status::Xpass | Status::Unknown => None,
    };
    if let Some(element) = element {
        let failures: Vec<&Failure> = if test.failures.is_empty() {
            test.failure.iter().collect()
        } else {
            test.failures.iter().collect()
        };
        if failures.is_empty() {
            open(element, None, out);
            close(element, out);
        }
        for failure in failures {
            open(element, Some(failure), out);
            text(failure.text.as_deref().unwrap_or(""), out);
            close(element, out);
        }
    }
    for other in others {
        let error = if other.status == Status::Error { "Error" } else { "Failure" };
        let element = format!("{word}{error}");
        let texts = self::texts(other);
        out.push(b'<');
        out.extend_from_slice(element.as_bytes());
        if let Some(failure) = &other.failure {
            failure_attributes(failure, out);
        }
        timing(other, out);
        blob("runproof", other, &texts, out);
        out.push(b'>');
        if let Some(trace) = other.failure.as_ref().and_then(|f| f.text.as_deref()) {
            out.extend_from_slice(b"<stackTrace>");
            text(trace, out);
            out.extend_from_slice(b"</stackTrace>");
        }
        output(other, out);
        close(&element, out);
    }
    output(test, out);
    out.extend_from_slice(b"</testcase>\n");
}

fn timing(test: &Test, out: &mut Vec<u8>) {
    if let Some(ms) = test.duration_ms {
        // Nine digits: nanoseconds, never an exponent.
        let seconds = format!("{:.9}", ms.get() / 1e3);
        let seconds = seconds.trim_end_matches('0').trim_end_matches('.');
        attribute("time", seconds, out);
    }
    if let Some(started) = &test.started_at {
        attribute("timestamp", started, out);
    }
}

fn open(element: &str, failure: Option<&Failure>, out: &mut Vec<u8>) {
    out.push(b'<');
    out.extend_from_slice(element.as_bytes());
    if let Some(failure) = failure {
        failure_attributes(failure, out);
    }
    out.push(b'>');
}

fn failure_attributes(failure: &Failure, out: &mut Vec<u8>) {
    if let Some(message) = &failure.message {
        attribute("message", message, out);
    }
    if let Some(kind) = &failure.kind {
        attribute("type", kind, out);
    }
}

fn close(element: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(b"</");
    out.extend_from_slice(element.as_bytes());
    out.push(b'>');
}

fn output(test: &Test, out: &mut Vec<u8>) {
    for (kept, element) in [(&test.stdout, "system-out"), (&test.stderr, "system-err")] {
        if let Some(kept) = kept.as_ref().and_then(|k| k.text.as_deref()) {
            open(element, None, out);
            text(kept, out);
            close(element, out);
        }
    }
}

/// Which texts come back from an element exactly as they went in.
fn texts(test: &Test) -> Vec<InElement> {
    let mut found = Vec::new();
    let shown = matches!(
        test.status,
        Status::Fail | Status::Error | Status::Incomplete | Status::Skip | Status::Xfail
    );
    let failure = test.failure.as_ref().and_then(|f| f.text.as_deref());
    if shown && test.failures.is_empty() && failure.is_some_and(survives) {
        found.push(InElement::Failure);
    }
    for (which, kept) in [(InElement::Out, &test.stdout), (InElement::Err, &test.stderr)] {
        if kept.as_ref().and_then(|k| k.text.as_deref()).is_some_and(survives) {
            found.push(which);
        }
    }
    found
}

/// Whether a reader gives the text back as it is: it holds no character that XML forbids
/// or that is cleaned away. Others are written, too, and stand in the attribute as well.
fn survives(text: &str) -> bool {
    let plain = |c: char| !c.is_control() || c == '\n' || c == '\t';
    !text.is_empty() && text.chars().all(|c| plain(c) && !matches!(c, '\u{fffe}' | '\u{ffff}'))
}

/// The whole record but for the texts that stand in elements.
fn blob(name: &str, test: &Test, texts: &[InElement], out: &mut Vec<u8>) {
    let mut bare = test.clone();
    let without = |kept: &mut Option<Excerpt>| {
        if let Some(kept) = kept {
            kept.text = None;
        }
    };
    for which in texts {
        match which {
            InElement::Failure => {
                if let Some(failure) = &mut bare.failure {
                    failure.text = None;
                }
            }
            InElement::Out => without(&mut bare.stdout),
            InElement::Err => without(&mut bare.stderr),
        }
    }
    // A record always serialises: it holds no map with other keys than text.
    let json = serde_json::to_string(&bare).unwrap_or_default();
    out.push(b' ');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"='");
    for c in json.chars() {
        match c {
            '\'' => out.extend_from_slice(b"&apos;"),
            '<' => out.extend_from_slice(b"&lt;"),
            '&' => out.extend_from_slice(b"&amp;"),
            c => put(c, out),
        }
    }
    out.push(b'\'');
}

fn attribute(name: &str, value: &str, out: &mut Vec<u8>) {
    out.push(b' ');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"=\"");
    for c in value.chars() {
        match c {
            '"' => out.extend_from_slice(b"&quot;"),
            '<' => out.extend_from_slice(b"&lt;"),
            '>' => out.extend_from_slice(b"&gt;"),
            '&' => out.extend_from_slice(b"&amp;"),
            // A raw line end would become a space.
            '\n' => out.extend_from_slice(b"&#10;"),
            '\t' => out.extend_from_slice(b"&#9;"),
            '\r' => out.extend_from_slice(b"&#13;"),
            c => put(c, out),
        }
    }
    out.push(b'"');
}

fn text(value: &str, out: &mut Vec<u8>) {
    for c in value.chars() {
        match c {
            '<' => out.extend_from_slice(b"&lt;"),
            '>' => out.extend_from_slice(b"&gt;"),
            '&' => out.extend_from_slice(b"&amp;"),
            '\r' => out.extend_from_slice(b"&#13;"),
            c => put(c, out),
        }
    }
}

/// A character; those that XML forbids become U+FFFD.
fn put(c: char, out: &mut Vec<u8>) {
    let c = match c {
        '\n' | '\t' => c,
        '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        c => c,
    };
    let mut bytes = [0; 4];
    out.extend_from_slice(c.encode_utf8(&mut bytes).as_bytes());
}
