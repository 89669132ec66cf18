//! Ties the tokenizer to a format: elements go to a [`Machine`], repairs become issues.

use super::{Attributes, Events, Problem, Tokens};
use crate::results::Parser;
use crate::results::book::{Book, Place};
use record::Severity;

/// A format over XML elements.
pub trait Machine {
    /// An element begins.
    fn start(&mut self, name: &str, attributes: &Attributes<'_>, place: Place, book: &mut Book<'_>);
    /// An element ends.
    fn end(&mut self, name: &str, place: Place, book: &mut Book<'_>);
    /// A piece of the innermost element's text.
    fn text(&mut self, text: &str);
    /// Whether that text is wanted.
    fn wants_text(&self) -> bool;
    /// A comment.
    fn comment(&mut self, _text: &str) {}
    /// The root element has ended.
    fn document_end(&mut self, place: Place, book: &mut Book<'_>);
    /// The input ends inside of the document; called before what is open ends.
    fn truncated(&mut self) {}
    /// The input has ended.
    fn finish(&mut self, _book: &mut Book<'_>) {}
}

/// A parser of a format over XML.
pub struct Xml<M> {
    tokens: Tokens,
    machine: M,
    told: Vec<(Problem, u64)>,
    last: Place,
}

impl<M: Machine> Xml<M> {
    /// With the machine of the format.
    pub fn new(machine: M) -> Xml<M> {
        Xml { tokens: Tokens::new(), machine, told: Vec::new(), last: Place::default() }
    }
}

impl<M: Machine> Parser for Xml<M> {
    fn feed(&mut self, bytes: &[u8], book: &mut Book<'_>) {
        let mut run = Run { machine: &mut self.machine, told: &mut self.told, last: &mut self.last, book };
        self.tokens.feed(bytes, &mut run);
    }

    fn finish(&mut self, book: &mut Book<'_>) {
        let mut run = Run { machine: &mut self.machine, told: &mut self.told, last: &mut self.last, book };
        self.tokens.finish(&mut run);
        self.machine.finish(book);
        // The first of each kind was written with its place; the trailer gets them all.
        for (problem, count) in &self.told {
            for _ in 1..*count {
                book.count(problem.code());
            }
        }
    }
}

struct Run<'r, 'b, M> {
    machine: &'r mut M,
    told: &'r mut Vec<(Problem, u64)>,
    last: &'r mut Place,
    book: &'r mut Book<'b>,
}

impl<M: Machine> Events for Run<'_, '_, M> {
    fn start(&mut self, name: &str, attributes: &Attributes<'_>, place: Place) {
        *self.last = place;
        self.machine.start(name, attributes, place, self.book);
    }

    fn end(&mut self, name: &str, place: Place) {
        self.machine.end(name, place, self.book);
    }

    fn text(&mut self, text: &str) {
        self.machine.text(text);
    }

    fn wants_text(&self) -> bool {
        self.machine.wants_text()
    }

    fn comment(&mut self, text: &str) {
        self.machine.comment(text);
    }

    fn problem(&mut self, problem: Problem, place: Place) {
        if problem == Problem::Truncated {
            self.machine.truncated();
        }
        if matches!(problem, Problem::Truncated | Problem::TooDeep) {
            self.book.totals.complete = false;
        }
        if let Some((_, count)) = self.told.iter_mut().find(|(p, _)| *p == problem) {
            // A hostile document may repeat one a billion times; saturation is enough.
            *count = (*count + 1).min(1_000_000);
            return;
        }
        self.told.push((problem, 1));
        let severity = if problem.is_error() { Severity::Error } else { Severity::Warning };
        self.book.issue(problem.code(), severity, problem.message(), place);
    }

    fn document_end(&mut self, place: Place) {
        self.machine.document_end(place, self.book);
        self.book.next_document();
    }
}
