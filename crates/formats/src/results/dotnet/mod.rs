//! The native XML of .NET's runners: Visual Studio's TRX, NUnit 2 and 3, xUnit.net.

mod nunit;
mod trx;
mod xunit;

pub use nunit::NunitMachine;
pub use trx::TrxMachine;
pub use xunit::XunitMachine;

use super::ident;
use super::xml::Attributes;
use crate::text::{HeadTail, clean};
use record::{Failure, Test};

/// The text of open elements that are of interest; one buffer at a time.
#[derive(Default)]
struct Text {
    wanted: bool,
    kept: HeadTail,
}

impl Text {
    fn begin(&mut self, limit: usize) {
        self.wanted = true;
        self.kept = HeadTail::new(limit);
    }

    fn push(&mut self, text: &str) {
        if self.wanted {
            self.kept.push(text.as_bytes());
        }
    }

    /// What was collected, trimmed of line ends; `None` when it is blank.
    fn end(&mut self) -> Option<(String, bool)> {
        self.wanted = false;
        let text = self.kept.text();
        let cut = self.kept.is_cut();
        let text = text.trim_end().trim_start_matches(['\n', '\r']);
        (!text.trim().is_empty()).then(|| (text.to_owned(), cut))
    }
}

fn get(attributes: &Attributes<'_>, name: &str) -> Option<String> {
    attributes.get(name).map(|v| clean(&v).0.into_owned()).filter(|v| !v.is_empty())
}

/// `dotnet:Namespace.Class::Method(arguments)`: the class and what stands behind it in the
/// full name.
fn identify(test: &mut Test, class: Option<&str>, full: &str) {
    // An assembly-qualified class name goes on behind a comma.
    let class = class.map(|c| c.split(',').next().unwrap_or(c).trim());
    let name = match class {
        Some(class) => full.strip_prefix(class).and_then(|t| t.strip_prefix('.')).unwrap_or(full),
        None => full,
    };
    let (class, name) = match class {
        Some(class) => (Some(class), name),
        // Without a class the last dot before the arguments parts the two.
        None => {
            let head = full.find('(').unwrap_or(full.len());
            match full[..head].rfind('.') {
                Some(at) => (Some(&full[..at]), &full[at + 1..]),
                None => (None, full),
            }
        }
    };
    test.class = class.map(str::to_owned);
    test.name = name.to_owned();
    let (class, name) = (test.class.clone(), test.name.clone());
    ident::set(test, "dotnet", class.as_deref().into_iter().chain([name.as_str()]));
}

/// `in /path/File.cs:line 42` in a stack trace.
fn location(test: &mut Test, trace: &str) {
    for line in trace.lines() {
        let Some((head, number)) = line.rsplit_once(":line ") else { continue };
        let Some((_, file)) = head.rsplit_once(" in ") else { continue };
        if let Ok(number) = number.trim().parse() {
            test.file = Some(file.to_owned());
            test.line = Some(number);
            return;
        }
    }
}

/// A failure out of its message and trace.
fn failure(message: Option<String>, trace: Option<(String, bool)>, kind: Option<String>) -> Failure {
    let (text, truncated) = trace.map_or((None, false), |(text, cut)| (Some(text), cut));
    Failure { kind, message, text, count: 1, truncated }
}
