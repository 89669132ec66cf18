//! NUnit 3's `test-run` and NUnit 2's `test-results`.

use super::{Text, failure, get, identify, location};
use crate::number::{Seconds, lenient, plain};
use crate::results::book::{Book, Place, ms, set_started};
use crate::results::xml::{Attributes, Machine};
use crate::results::{Format, ident};
use record::{Excerpt, Failure, Kind, Status, Test};

/// The state between elements.
#[derive(Default)]
pub struct NunitMachine {
    suites: Vec<Suite>,
    case: Option<Box<Case>>,
    /// Elements inside of an assertion or failure.
    assertion: Option<Failed>,
    text: Text,
    declared: Option<u64>,
    seen: u64,
    old: bool,
}

#[derive(Default)]
struct Suite {
    name: String,
    full: Option<String>,
    fixture: bool,
    site: Option<String>,
    result: String,
    failed: Failed,
    place: Place,
    had_failure: bool,
}

#[derive(Clone, Default)]
struct Failed {
    message: Option<String>,
    trace: Option<(String, bool)>,
    result: Option<String>,
}

struct Case {
    test: Test,
    result: String,
    label: Option<String>,
    site: Option<String>,
    failed: Failed,
    any: bool,
    reason: Option<String>,
    assertions: Vec<Failed>,
    output: Option<Excerpt>,
    place: Place,
}

impl NunitMachine {
    fn case_start(&mut self, attributes: &Attributes<'_>, place: Place, book: &mut Book<'_>) {
        let mut test = book.blank(Format::Nunit, Some(if self.old { "nunit2" } else { "nunit3" }));
        let name = get(attributes, "name").unwrap_or_else(|| "<unnamed>".to_owned());
        let full = get(attributes, "fullname").unwrap_or_else(|| name.clone());
        let fixture = self.suites.iter().rev().find(|s| s.fixture);
        let class = get(attributes, "classname").or_else(|| {
            // NUnit 2 names the class only by the names of the suites around it.
            let parts: Vec<&str> = self
                .suites
                .iter()
                .filter(|s| s.full.is_some() || s.fixture)
                .map(|s| s.name.as_str())
                .collect();
            let joined = parts.join(".");
            let known = fixture.is_some() && full.strip_prefix(&joined).is_some_and(|t| t.starts_with('.'));
            known.then_some(joined)
        });
        identify(&mut test, class.as_deref(), &full);
        // A fixture with arguments: `Class(7).Method`. The arguments tell one fixture from
        // the other, so they belong to the id and not to the name.
        let head = full.strip_suffix(name.as_str()).and_then(|h| h.strip_suffix('.'));
        if let (Some(class), Some(head)) = (&class, head)
            && head.len() > class.len()
            && head.starts_with(class.as_str())
        {
            test.class = Some(class.clone());
            test.name.clone_from(&name);
            ident::set(&mut test, "dotnet", [head, name.as_str()]);
        }
        test.suite = self.suites.iter().map(|s| s.name.clone()).filter(|n| !n.is_empty()).collect();
        let raw = get(attributes, "duration").or_else(|| get(attributes, "time"));
        match raw.as_deref().and_then(lenient) {
            Some(Seconds::Plain(s)) => test.duration_ms = ms(s * 1e3),
            Some(Seconds::DecimalComma(s) | Seconds::Grouped(s)) => {
                test.duration_ms = ms(s * 1e3);
                test.raw_duration = raw;
            }
            Some(Seconds::Ambiguous { .. }) => {
                test.raw_duration = raw;
                test.warnings.push("time-ambiguous".to_owned());
                book.count("time-ambiguous");
            }
            None => {}
        }
        if let Some(start) = get(attributes, "start-time") {
            set_started(&mut test, &start, true);
        }
        let executed = get(attributes, "executed").is_none_or(|e| !e.eq_ignore_ascii_case("false"));
        let result = get(attributes, "result").unwrap_or_else(|| {
            let success = get(attributes, "success").map(|s| s.eq_ignore_ascii_case("true"));
            match (executed, success) {
                (false, _) => "Ignored",
                (_, Some(true)) => "Success",
                (_, Some(false)) => "Failure",
                _ => "",
            }
            .to_owned()
        });
        self.case = Some(Box::new(Case {
            test,
            result,
            label: get(attributes, "label"),
            site: get(attributes, "site"),
            failed: Failed::default(),
            any: false,
            reason: None,
            assertions: Vec::new(),
            output: None,
            place,
        }));
    }

    fn case_end(&mut self, book: &mut Book<'_>) {
        let Some(case) = self.case.take() else { return };
        let Case { mut test, result, label, site, failed, any, reason, assertions, output, place } = *case;
        self.seen += 1;
        test.status = match result.as_str() {
            // NUnit before 2.4 says nothing but that a case was executed.
            "" if any => Status::Fail,
            "" => Status::Pass,
            _ => status(&result, label.as_deref()),
        };
        test.raw_status = Some(match &label {
            Some(label) => format!("{result}:{label}"),
            None => result,
        })
        .filter(|word| !word.is_empty());
        if matches!(site.as_deref(), Some("SetUp" | "TearDown" | "Parent")) && test.status.is_bad() {
            test.status = Status::Error;
            if site.as_deref() != Some("TearDown") {
                test.kind = Kind::Setup;
            }
        }
        if self.old && failed.message.as_deref().is_some_and(|m| m.starts_with("TestFixtureSetUp failed")) {
            test.status = Status::Error;
            test.kind = Kind::Setup;
        }
        if let Some((trace, _)) = &failed.trace {
            location(&mut test, trace);
        }
        let single = failure(failed.message, failed.trace, None);
        let mut failures: Vec<Failure> = assertions
            .into_iter()
            .filter(|a| !matches!(a.result.as_deref(), Some("Passed" | "Warning" | "Inconclusive")))
            .map(|a| failure(a.message, a.trace, None))
            .collect();
        if any {
            // The failure sums its assertions up; alone they say the same.
            if failures.len() < 2 {
                failures.clear();
                failures.push(single);
            }
        } else if let Some(reason) = reason {
            failures.push(Failure { message: Some(reason), count: 1, ..Failure::default() });
        }
        let count = failures.len() as u64;
        test.failure = failures.first().cloned().map(|f| Failure { count, ..f });
        if failures.len() > 1 {
            test.failures = failures;
        }
        test.stdout = output;
        test.attempts = Some(1);
        test.is_final = Some(true);
        book.place(&mut test, place);
        book.emit(&mut test);
    }

    /// A fixture whose own set-up or tear-down failed is a record of its own.
    fn suite_end(&mut self, book: &mut Book<'_>) {
        let Some(suite) = self.suites.pop() else { return };
        let own = match suite.site.as_deref() {
            Some("SetUp" | "TearDown") => true,
            Some(_) => false,
            // NUnit 2 has no site; its fixtures' own errors begin with these words.
            None => suite.failed.message.as_deref().is_some_and(|m| {
                let m = m.trim_start();
                m.starts_with("SetUp : ") || m.starts_with("TearDown : ") || m.starts_with("TestFixtureSetUp")
            }),
        };
        if !own || !suite.had_failure {
            return;
        }
        let mut test = book.blank(Format::Nunit, Some(if self.old { "nunit2" } else { "nunit3" }));
        test.kind = Kind::Setup;
        test.suite = self.suites.iter().map(|s| s.name.clone()).filter(|n| !n.is_empty()).collect();
        let class = suite.full.clone().unwrap_or_else(|| {
            // NUnit 2 spells the full name by the suites around it.
            let outer = self.suites.iter().filter(|s| s.full.is_some() || s.fixture).map(|s| s.name.as_str());
            outer.chain([suite.name.as_str()]).collect::<Vec<_>>().join(".")
        });
        test.class = Some(class.clone());
        test.name = "<fixture>".to_owned();
        ident::set(&mut test, "dotnet", [class.as_str(), "<fixture>"]);
        test.status = Status::Error;
        test.raw_status = Some(suite.result);
        if let Some((trace, _)) = &suite.failed.trace {
            location(&mut test, trace);
        }
        test.failure = Some(failure(suite.failed.message, suite.failed.trace, None));
        test.attempts = Some(1);
        test.is_final = Some(true);
        book.place(&mut test, suite.place);
        book.emit(&mut test);
    }
}

impl Machine for NunitMachine {
    fn start(&mut self, name: &str, attributes: &Attributes<'_>, place: Place, book: &mut Book<'_>) {
        match name {
            "test-run" => {
                self.declared = get(attributes, "total")
                    .or_else(|| get(attributes, "testcasecount"))
                    .and_then(|t| t.parse().ok());
            }
            "test-results" => {
                self.old = true;
                let number = |key| get(attributes, key).and_then(|t| plain(&t)).unwrap_or(0.0);
                // What was not run stands beside the total here.
                self.declared = Some((number("total") + number("not-run")) as u64);
            }
            "test-suite" => self.suites.push(Suite {
                name: get(attributes, "name").unwrap_or_default(),
                full: get(attributes, "fullname").or_else(|| {
                    let kind = get(attributes, "type");
                    (kind.as_deref() == Some("Namespace"))
                        .then(|| get(attributes, "name").unwrap_or_default())
                }),
                fixture: get(attributes, "type").is_some_and(|t| t.contains("Fixture")),
                site: get(attributes, "site"),
                result: get(attributes, "result").unwrap_or_default(),
                place,
                ..Suite::default()
            }),
            "test-case" => self.case_start(attributes, place, book),
            "assertion" => {
                self.assertion = Some(Failed { result: get(attributes, "result"), ..Failed::default() });
            }
            "failure" => match (&mut self.case, self.suites.last_mut()) {
                (Some(case), _) => case.any = true,
                (None, Some(suite)) => suite.had_failure = true,
                _ => {}
            },
            "message" | "stack-trace" => self.text.begin(book.options.failure_limit),
            "output" if self.case.is_some() => self.text.begin(book.options.output_limit),
            "property" => {
                if let (Some(case), Some(key), Some(value)) =
                    (&mut self.case, get(attributes, "name"), get(attributes, "value"))
                {
                    case.test.properties.insert(key, value);
                }
            }
            "category" => {
                if let (Some(case), Some(value)) = (&mut self.case, get(attributes, "name")) {
                    case.test.properties.insert(format!("category:{value}"), "true".to_owned());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str, _: Place, book: &mut Book<'_>) {
        match name {
            "message" | "stack-trace" => {
                let text = self.text.end();
                let target = match (&mut self.assertion, &mut self.case, self.suites.last_mut()) {
                    (Some(assertion), _, _) => Some(assertion),
                    (None, Some(case), _) if case.any => Some(&mut case.failed),
                    (None, Some(case), _) => {
                        if name == "message" {
                            case.reason = text.map(|(t, _)| t);
                        }
                        return;
                    }
                    (None, None, Some(suite)) if suite.had_failure => Some(&mut suite.failed),
                    _ => None,
                };
                let Some(target) = target else { return };
                if name == "message" {
                    target.message = text.map(|(t, _)| t);
                } else {
                    target.trace = text;
                }
            }
            "assertion" => {
                if let (Some(assertion), Some(case)) = (self.assertion.take(), &mut self.case) {
                    case.assertions.push(assertion);
                }
            }
            "output" if self.text.wanted => {
                self.text.wanted = false;
                if let Some(case) = &mut self.case {
                    case.output = self.text.kept.excerpt();
                }
            }
            "test-case" => self.case_end(book),
            "test-suite" => self.suite_end(book),
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
            book.compare("the run", declared, self.seen, place);
        }
        *self = NunitMachine::default();
    }
}

fn status(result: &str, label: Option<&str>) -> Status {
    match (result, label) {
        ("Failed", Some("Error" | "Cancelled" | "Invalid")) => Status::Error,
        ("Passed" | "Success" | "Warning", _) => Status::Pass,
        ("Failed" | "Failure", _) => Status::Fail,
        ("Error" | "Cancelled" | "NotRunnable", _) => Status::Error,
        ("Skipped" | "Ignored", _) => Status::Skip,
        _ => Status::Unknown,
    }
}
