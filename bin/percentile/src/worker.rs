//! One worker: blocks of whole lines in, populations out.

use crate::blocks::Buffer;
use crate::filter::text_of;
use crate::groups::{Groups, Shared};
use crate::invalid::Invalid;
use crate::plan::{Input, Keep, Plan};
use crate::top::{Entry, Top};
use ndjson::scan::{Fault, Found, Kind, Scanner, Slot};
use stats::decimal::{NotNumber, Number, decimal_to_f64};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// Blocks between two looks at the memory.
const LOOK: u64 = 16;

/// Values that are brought to their populations together.
const BATCH: usize = 64;

/// Whole lines of one input.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// From 0, over all inputs.
    pub(crate) number: u64,
    /// Whether it is the first of its input.
    pub(crate) first: bool,
    pub(crate) bytes: Buffer,
}

/// What came of a block, for the one who keeps the input's order.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) number: u64,
    /// The buffer, to be used again.
    pub(crate) bytes: Buffer,
    /// Lines, blank ones too.
    pub(crate) lines: u64,
    /// Records that were looked at: used, invalid, filtered out.
    pub(crate) records: u64,
    pub(crate) bad: Vec<BadLine>,
    /// Records of other schemas, by schema.
    pub(crate) foreign: BTreeMap<String, u64>,
    /// Trailers that say that evidence is missing: their lines in the block, from 0.
    pub(crate) incomplete: Vec<u64>,
    /// Whether the last record is a trailer; `None` without records.
    pub(crate) ends_with_trailer: Option<bool>,
}

/// A line that cannot be used.
#[derive(Debug)]
pub(crate) struct BadLine {
    /// In its block, from 0.
    pub(crate) line: u64,
    pub(crate) reason: Reason,
    /// Its bytes, where rejects are kept.
    pub(crate) bytes: Vec<u8>,
}

/// Why.
#[derive(Debug)]
pub(crate) enum Reason {
    Fault(Fault),
    Invalid(Invalid),
    Number(NotNumber),
    TooLong(u64),
    Csv(String),
}

/// What the workers share.
#[derive(Debug, Default)]
pub(crate) struct Common {
    pub(crate) shared: Shared,
    /// Set once the values take more memory than they may.
    pub(crate) sketch: AtomicBool,
}

/// Reads blocks into the populations.
pub(crate) struct Worker<'p> {
    plan: &'p Plan,
    common: &'p Common,
    scanner: Scanner,
    groups: Groups<'p>,
    pub(crate) top: Top,
    /// The place of the only population, where there are no paths to group by.
    only: Option<usize>,
    sketching: bool,
    blocks: u64,
    schema_chosen: bool,
    /// Whether one path groups, and nothing else is asked of a record.
    direct: bool,
    /// Values read that are not in their populations yet.
    batch: Vec<Read>,
}

/// A value and the text of its group, as the scanner gave them.
#[derive(Clone, Copy)]
struct Read {
    by: Slot,
    mantissa: u64,
    scale: u8,
}

/// A value on its way into a sample.
#[derive(Clone, Copy)]
enum Value {
    Short(u64, u8),
    Number(Number),
    Invalid(Invalid),
}

impl<'p> Worker<'p> {
    pub(crate) fn new(plan: &'p Plan, common: &'p Common) -> Worker<'p> {
        Worker {
            plan,
            common,
            scanner: Scanner::new(&plan.paths()),
            groups: Groups::new(&common.shared),
            top: Top::new(plan.top),
            only: None,
            sketching: plan.keep == Keep::Sketch,
            blocks: 0,
            schema_chosen: plan.schema_chosen(),
            direct: plan.by.len() == 1 && plan.wheres.is_empty() && plan.top == 0,
            batch: Vec::with_capacity(BATCH),
        }
    }

    /// Takes one block in.
    pub(crate) fn block(&mut self, block: Block, input: Input) -> Outcome {
        let Block { number, first, bytes: buffer } = block;
        let mut outcome = Outcome { number, ..Outcome::default() };
        let bytes = buffer.bytes();
        let mut at = 0;
        if first && bytes.starts_with(b"\xef\xbb\xbf") {
            at = 3;
        }
        if input == Input::Numbers {
            self.numbers(bytes, at, &mut outcome);
        } else {
            self.records(bytes, at, &mut outcome);
        }
        outcome.bytes = buffer;
        self.blocks += 1;
        if self.blocks.is_multiple_of(LOOK) {
            self.look();
        }
        outcome
    }

    /// Keeps the memory within its bound: once the values take more, every worker
    /// sketches. More values never take less, so the end result is the same whenever this
    /// is noticed.
    fn look(&mut self) {
        let Keep::Auto(most) = self.plan.keep else { return };
        if self.sketching {
            return;
        }
        let mut bytes = 0;
        self.common.shared.each(|population| bytes += population.sample.bytes());
        if bytes > most {
            self.common.sketch.store(true, Ordering::Relaxed);
            self.common.shared.each(|population| population.sample.promote(self.plan.precision));
        }
        self.sketching = self.common.sketch.load(Ordering::Relaxed);
    }

    /// Ends the work: every value is in its population.
    pub(crate) fn end(mut self) -> Top {
        self.groups.settle();
        self.top
    }

    fn records(&mut self, bytes: &[u8], mut at: usize, outcome: &mut Outcome) {
        while at < bytes.len() {
            let step = self.scanner.next(bytes, at);
            let line = outcome.lines;
            outcome.lines += 1;
            match step.found {
                Found::Record if step.end - at <= self.plan.max_line => {
                    if self.usual(bytes) {
                        outcome.records += 1;
                        outcome.ends_with_trailer = Some(false);
                    } else if let Some(kind) = self.record(bytes, at, step.end, line, outcome)
                        && kind.fault().is_some()
                    {
                        self.bad(line, Reason::Invalid(kind), &bytes[at..step.end], outcome);
                    }
                }
                Found::Blank => {}
                Found::Record | Found::Bad(_) => {
                    let reason = match step.found {
                        Found::Bad(fault) if step.end - at <= self.plan.max_line => Reason::Fault(fault),
                        _ => Reason::TooLong((step.end - at) as u64),
                    };
                    outcome.records += 1;
                    outcome.ends_with_trailer = Some(false);
                    self.bad(line, reason, &bytes[at..step.end], outcome);
                }
            }
            at = step.next;
        }
        self.settle_batch(bytes);
    }

    fn bad(&self, line: u64, reason: Reason, bytes: &[u8], outcome: &mut Outcome) {
        let bytes = if self.plan.rejects { bytes.to_vec() } else { Vec::new() };
        outcome.bad.push(BadLine { line, reason, bytes });
    }

    /// Takes the value of a record as most are: a plain number, a text to group by, nothing
    /// else to look at. `false` for any other.
    #[inline(always)]
    fn usual(&mut self, bytes: &[u8]) -> bool {
        let [field, schema, unit, by, ..] = self.scanner.slots() else { return false };
        if !self.direct
            || field.kind != Kind::Short
            || unit.kind != Kind::Missing
            || !is_measured(schema, bytes)
        {
            return false;
        }
        if !matches!(by.kind, Kind::Text | Kind::Escaped) {
            return false;
        }
        self.batch.push(Read { by: *by, mantissa: field.mantissa, scale: field.scale });
        if self.batch.len() == self.batch.capacity() {
            self.settle_batch(bytes);
        }
        true
    }

    /// Brings the values of a batch into their populations.
    ///
    /// A line can be read only once the one before has been, while groups can be looked up
    /// independently of each other: apart, the processor does much of the latter at once.
    #[inline(never)]
    fn settle_batch(&mut self, bytes: &[u8]) {
        let sketch = self.sketching.then_some(self.plan.precision);
        for read in self.batch.drain(..) {
            if let Some(group) = self.groups.find_text(&read.by, bytes) {
                self.groups.push_short(group, read.mantissa, read.scale, sketch);
            }
        }
    }

    /// One record; the kind of what is wrong with its value.
    #[inline(never)]
    fn record(
        &mut self,
        bytes: &[u8],
        from: usize,
        end: usize,
        line: u64,
        outcome: &mut Outcome,
    ) -> Option<Invalid> {
        let plan = self.plan;
        let slots = self.scanner.slots();
        let [field, schema, unit, ..] = slots else { return None };
        outcome.records += 1;
        outcome.ends_with_trailer = Some(false);
        if !is_measured(schema, bytes)
            && let Some(foreign) = foreign(schema, field, bytes, self.schema_chosen)
        {
            if foreign == "parse-summary.v1" {
                let complete = complete(&bytes[from..end]);
                outcome.ends_with_trailer = Some(complete.is_some());
                if complete == Some(false) {
                    outcome.incomplete.push(line);
                }
            }
            *outcome.foreign.entry(foreign).or_default() += 1;
            return None;
        }
        let conditions = plan.wheres.iter().zip(&slots[plan.slots.wheres.clone()]);
        if !plan.wheres.is_empty() && !conditions.into_iter().all(|(w, slot)| w.keeps(slot, bytes)) {
            return None;
        }
        let mut value = match field.kind {
            Kind::Short => Value::Short(field.mantissa, field.scale),
            _ => value_of(field, bytes, plan.duration),
        };
        let mut grouping_unit = None;
        if unit.kind != Kind::Missing {
            match &plan.unit {
                None => grouping_unit = Some(unit),
                Some(ours) => {
                    let same =
                        !matches!(unit.kind, Kind::Text | Kind::Escaped) || *text_of(unit, bytes) == **ours;
                    if !same && !matches!(value, Value::Invalid(_)) {
                        value = Value::Invalid(Invalid::Unit);
                    }
                }
            }
        }
        let group = match self.only {
            Some(only) if grouping_unit.is_none() => only,
            _ => {
                let by = &slots[plan.slots.by.clone()];
                let group = self.groups.find(by, grouping_unit, bytes);
                if by.is_empty() && grouping_unit.is_none() {
                    self.only = Some(group);
                }
                group
            }
        };
        let place = (outcome.number, line);
        let uid = plan.slots.uid.map(|at| slots[at]);
        let uid = move || {
            Some(text_of(&uid.filter(|s| matches!(s.kind, Kind::Text | Kind::Escaped))?, bytes).into_owned())
        };
        Self::take(&mut self.groups, &mut self.top, self.sketching, plan, group, value, place, uid)
    }

    /// Puts a value into its population.
    #[inline]
    #[expect(clippy::too_many_arguments, reason = "parts of self, borrowed apart from the scanner")]
    fn take(
        groups: &mut Groups<'_>,
        top: &mut Top,
        sketching: bool,
        plan: &Plan,
        group: usize,
        value: Value,
        place: (u64, u64),
        uid: impl FnOnce() -> Option<String>,
    ) -> Option<Invalid> {
        let sketch = sketching.then_some(plan.precision);
        let number = match value {
            Value::Short(mantissa, scale) => {
                groups.push_short(group, mantissa, scale, sketch);
                if plan.top == 0 { 0.0 } else { decimal_to_f64(mantissa as i64, scale) }
            }
            Value::Number(number) => {
                groups.push(group, number, sketch);
                number.to_f64()
            }
            Value::Invalid(kind) => {
                groups.invalid(group, kind);
                return Some(kind);
            }
        };
        if plan.top > 0 && top.wants(number) {
            let name = groups.name(group);
            top.offer(Entry { value: number, name, place, uid: uid() });
        }
        None
    }

    /// Numbers, one a line.
    fn numbers(&mut self, bytes: &[u8], at: usize, outcome: &mut Outcome) {
        let group = self.groups.named(&[], None);
        let rest = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        for raw in rest.get(at..).unwrap_or_default().split(|b| *b == b'\n') {
            let line = outcome.lines;
            outcome.lines += 1;
            let text = raw.trim_ascii();
            if text.is_empty() {
                continue;
            }
            outcome.records += 1;
            outcome.ends_with_trailer = Some(false);
            let value = match Number::parse(text) {
                _ if raw.len() > self.plan.max_line => {
                    self.bad(line, Reason::TooLong(raw.len() as u64), raw, outcome);
                    continue;
                }
                Ok(number) if self.plan.duration && self.plan.field_given && number.is_negative() => {
                    Value::Invalid(Invalid::Negative)
                }
                Ok(number) => Value::Number(number),
                Err(why) => {
                    let kind = invalid(why);
                    self.groups.invalid(group, kind);
                    self.bad(line, Reason::Number(why), raw, outcome);
                    continue;
                }
            };
            let place = (outcome.number, line);
            let (groups, top) = (&mut self.groups, &mut self.top);
            let taken = Self::take(groups, top, self.sketching, self.plan, group, value, place, || None);
            if let Some(kind) = taken {
                self.bad(line, Reason::Invalid(kind), raw, outcome);
            }
        }
    }

    /// One row of a table: the field's text, the texts of the groups, the place.
    pub(crate) fn row(
        &mut self,
        field: Option<&[u8]>,
        by: &[record::percentile::GroupValue],
        unit: Option<&str>,
        uid: Option<&str>,
        place: (u64, u64),
    ) -> Option<Invalid> {
        let text = field.map(<[u8]>::trim_ascii).filter(|text| !text.is_empty());
        let mut value = match text.map(Number::parse) {
            None => Value::Invalid(Invalid::Missing),
            Some(Ok(number)) if self.plan.duration && number.is_negative() => {
                Value::Invalid(Invalid::Negative)
            }
            Some(Ok(number)) => Value::Number(number),
            Some(Err(why)) => Value::Invalid(invalid(why)),
        };
        let mut grouping_unit = None;
        match (&self.plan.unit, unit) {
            (Some(ours), Some(unit)) if ours != unit && !matches!(value, Value::Invalid(_)) => {
                value = Value::Invalid(Invalid::Unit);
            }
            (None, unit) => grouping_unit = unit,
            _ => {}
        }
        let group = self.groups.named(by, grouping_unit);
        let uid = || uid.map(str::to_owned);
        Self::take(&mut self.groups, &mut self.top, self.sketching, self.plan, group, value, place, uid)
    }
}

fn invalid(why: NotNumber) -> Invalid {
    match why {
        NotNumber::Empty => Invalid::Missing,
        NotNumber::NotFinite => Invalid::NotFinite,
        NotNumber::Beyond => Invalid::OutOfRange,
        NotNumber::Syntax => Invalid::Text,
    }
}

/// The value in a slot that is not a short number.
#[inline(never)]
fn value_of(slot: &Slot, bytes: &[u8], duration: bool) -> Value {
    Value::Invalid(match slot.kind {
        Kind::Short | Kind::Number => match Number::parse(slot.of(bytes)) {
            Ok(number) if duration && number.is_negative() => Invalid::Negative,
            Ok(number) => return Value::Number(number),
            Err(why) => invalid(why),
        },
        Kind::Missing => Invalid::Missing,
        Kind::Null => Invalid::Null,
        Kind::True | Kind::False => Invalid::Boolean,
        Kind::Array | Kind::Object => Invalid::Nested,
        Kind::Text | Kind::Escaped => match Number::parse(slot.of(bytes)) {
            Err(NotNumber::NotFinite) => Invalid::NotFinite,
            _ => Invalid::Text,
        },
    })
}

/// Whether values are taken from records of the schema in any case.
#[inline(always)]
fn is_measured(schema: &Slot, bytes: &[u8]) -> bool {
    schema.kind == Kind::Missing || matches!(schema.of(bytes), b"test.v1" | b"segment.v1")
}

/// The schema, where the record is none that values are taken from: a schema that nobody
/// here knows, or one of ours that has no such member.
fn foreign(schema: &Slot, field: &Slot, bytes: &[u8], chosen: bool) -> Option<String> {
    if chosen || !matches!(schema.kind, Kind::Text | Kind::Escaped) {
        return None;
    }
    let name = text_of(schema, bytes);
    let ours = record::SCHEMAS.contains(&&*name);
    (!ours || field.kind == Kind::Missing).then(|| name.into_owned())
}

/// What a trailer says.
fn complete(line: &[u8]) -> Option<bool> {
    let mut scanner = Scanner::new(&[ndjson::scan::Path::name("complete")]);
    match scanner.line(line).ok()?.first()?.kind {
        Kind::True => Some(true),
        Kind::False => Some(false),
        _ => None,
    }
}
