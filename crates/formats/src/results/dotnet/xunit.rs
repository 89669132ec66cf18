//! xUnit.net's v2 format and its successors.

use super::{Text, failure, get, identify, location};
use crate::number::plain;
use crate::results::book::{Book, Place, ms, set_started};
use crate::results::xml::{Attributes, Machine};
use crate::results::{Format, ident};
use record::{Excerpt, Failure, Kind, Status, Test};

/// The state between elements.
#[derive(Default)]
pub struct XunitMachine {
    assembly: Option<String>,
    collection: Option<String>,
    case: Option<Box<Case>>,
    error: Option<(String, String, Place)>,
    kind: Option<String>,
    message: Option<String>,
    trace: Option<(String, bool)>,
    text: Text,
    declared: Option<u64>,
    seen: u64,
    names: Vec<String>,
}

struct Case {
    test: Test,
    result: String,
    reason: Option<String>,
    output: Option<Excerpt>,
    warnings: Vec<String>,
    failed: bool,
    place: Place,
}

impl XunitMachine {
    fn case_end(&mut self, book: &mut Book<'_>) {
        let Some(case) = self.case.take() else { return };
        let Case { mut test, result, reason, output, warnings, failed, place } = *case;
        self.seen += 1;
        test.status = match result.as_str() {
            "Pass" => Status::Pass,
            "Fail" => Status::Fail,
            "Skip" | "NotRun" => Status::Skip,
            _ => Status::Unknown,
        };
        test.raw_status = Some(result).filter(|r| !r.is_empty());
        if failed {
            if let Some((trace, _)) = &self.trace
                && test.file.is_none()
            {
                location(&mut test, trace);
            }
            test.failure = Some(failure(self.message.take(), self.trace.take(), self.kind.take()));
        } else if let Some(reason) = reason {
            test.failure = Some(Failure { message: Some(reason), count: 1, ..Failure::default() });
        }
        for (at, warning) in warnings.into_iter().enumerate() {
            test.properties.insert(format!("warning:{at}"), warning);
        }
        test.stdout = output;
        test.attempts = Some(1);
        test.is_final = Some(true);
        book.place(&mut test, place);
        book.emit(&mut test);
    }

    /// An error outside of any test: clean-up of a class, a collection, an assembly.
    fn error_end(&mut self, book: &mut Book<'_>) {
        let Some((kind, name, place)) = self.error.take() else { return };
        let mut test = book.blank(Format::Xunit, None);
        test.kind = Kind::Setup;
        test.suite = self.assembly.clone().into_iter().collect();
        test.name = format!("<{kind}>");
        test.class = Some(name.clone()).filter(|n| !n.is_empty());
        let label = test.name.clone();
        ident::set(
            &mut test,
            "dotnet",
            [name.as_str(), label.as_str()].into_iter().filter(|p| !p.is_empty()),
        );
        test.status = Status::Error;
        test.raw_status = Some(kind);
        test.failure = Some(failure(self.message.take(), self.trace.take(), self.kind.take()));
        test.attempts = Some(1);
        test.is_final = Some(true);
        book.place(&mut test, place);
        book.emit(&mut test);
    }
}

impl Machine for XunitMachine {
    fn start(&mut self, name: &str, attributes: &Attributes<'_>, place: Place, book: &mut Book<'_>) {
        match name {
            "assembly" => {
                // A path of the machine; its last part names the assembly.
                self.assembly =
                    get(attributes, "name").map(|n| n.rsplit(['/', '\\']).next().unwrap_or(&n).to_owned());
                if let Some(total) = get(attributes, "total").and_then(|t| t.parse::<u64>().ok()) {
                    *self.declared.get_or_insert(0) += total;
                }
            }
            "collection" | "class" => self.collection = get(attributes, "name"),
            "test" => {
                let mut test = book.blank(Format::Xunit, None);
                let full = get(attributes, "name").unwrap_or_else(|| "<unnamed>".to_owned());
                let class = get(attributes, "type");
                identify(&mut test, class.as_deref(), &full);
                test.suite = self.assembly.iter().chain(&self.collection).cloned().collect();
                test.duration_ms = get(attributes, "time").and_then(|t| plain(&t)).and_then(|s| ms(s * 1e3));
                if let Some(start) = get(attributes, "start-rtf") {
                    set_started(&mut test, &start, false);
                }
                test.file = get(attributes, "source-file");
                test.line = get(attributes, "source-line").and_then(|l| l.parse().ok());
                self.case = Some(Box::new(Case {
                    test,
                    result: get(attributes, "result").unwrap_or_default(),
                    reason: None,
                    output: None,
                    warnings: Vec::new(),
                    failed: false,
                    place,
                }));
            }
            "error" => {
                let get = |name| get(attributes, name).unwrap_or_default();
                self.error = Some((get("type"), get("name"), place));
            }
            "failure" => {
                self.kind = get(attributes, "exception-type");
                (self.message, self.trace) = (None, None);
                if let Some(case) = &mut self.case {
                    case.failed = true;
                }
            }
            "message" | "stack-trace" | "reason" | "warning" => self.text.begin(book.options.failure_limit),
            "output" if self.case.is_some() => self.text.begin(book.options.output_limit),
            "trait" => {
                if let (Some(case), Some(key), Some(value)) =
                    (&mut self.case, get(attributes, "name"), get(attributes, "value"))
                {
                    case.test.properties.insert(key, value);
                }
            }
            _ => {}
        }
        self.names.push(name.to_owned());
    }

    fn end(&mut self, name: &str, _: Place, book: &mut Book<'_>) {
        self.names.pop();
        match name {
            // v1 puts the message of a skipped test into an element inside of the reason.
            "message" if self.names.last().is_some_and(|n| n == "reason") => {
                let text = self.text.end();
                if let Some(case) = &mut self.case {
                    case.reason = text.map(|(t, _)| t);
                }
            }
            "message" => self.message = self.text.end().map(|(t, _)| t),
            "stack-trace" => self.trace = self.text.end(),
            "reason" if self.text.wanted => {
                let text = self.text.end();
                if let Some(case) = &mut self.case {
                    case.reason = text.map(|(t, _)| t);
                }
            }
            "warning" => {
                let text = self.text.end();
                if let Some(case) = &mut self.case {
                    case.warnings.extend(text.map(|(t, _)| t));
                }
            }
            "output" if self.text.wanted => {
                self.text.wanted = false;
                if let Some(case) = &mut self.case {
                    case.output = self.text.kept.excerpt();
                }
            }
            "test" => self.case_end(book),
            "error" => self.error_end(book),
            "assembly" => self.assembly = None,
            "collection" | "class" => self.collection = None,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        self.text.push(text);
    }

    fn wants_text(&self) -> bool {
        self.text.wanted
    }

    fn document_end(&mut self, place: Place, book: &mut Book<'_>) {
        if let Some(declared) = self.declared {
            *book.totals.declared.get_or_insert(0) += declared;
            book.compare("the assemblies", declared, self.seen, place);
        }
        *self = XunitMachine::default();
    }
}
