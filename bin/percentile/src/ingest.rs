//! Reading: inputs into blocks, blocks to workers, what they found back in input order.

use crate::blocks::{Blocks, Buffer, Piece};
use crate::groups::Population;
use crate::plan::{Input, Keep, Plan};
use crate::table;
use crate::top::{Entry, Top};
use crate::worker::{BadLine, Block, Common, Outcome, Reason, Worker};
use cli::sniff::{self, Formats, Told};
use cli::{Bad, Cx, Error, Source};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};

/// Everything that was read.
pub(crate) struct Taken {
    pub(crate) groups: Vec<Population>,
    pub(crate) top: Vec<Entry>,
    pub(crate) order: Places,
    /// Records looked at.
    pub(crate) records: u64,
    pub(crate) foreign: BTreeMap<String, u64>,
    pub(crate) complete: bool,
    /// Whether any input was something else than bare numbers.
    pub(crate) named: bool,
}

/// Where blocks begin: for the lines of single records.
#[derive(Default)]
pub(crate) struct Places {
    inputs: Vec<String>,
    /// By block number: the input, and its lines before the block.
    starts: Vec<(usize, u64)>,
}

impl Places {
    /// The input's name and the line in it, from 1.
    pub(crate) fn of(&self, (block, line): (u64, u64)) -> (&str, u64) {
        let (input, before) = self.starts.get(block as usize).copied().unwrap_or_default();
        (self.inputs.get(input).map_or("", String::as_str), before + line + 1)
    }
}

/// Takes outcomes in any order and deals with them in that of the input.
struct Order<'c> {
    cx: &'c Cx,
    places: Places,
    waiting: BTreeMap<u64, Outcome>,
    next: u64,
    /// The input of the last outcome, and its lines so far.
    input: usize,
    lines: u64,
    closed_well: bool,
    records: u64,
    foreign: BTreeMap<String, u64>,
    complete: bool,
    /// Buffers to be filled again.
    free: Vec<Buffer>,
}

impl<'c> Order<'c> {
    fn new(cx: &'c Cx) -> Order<'c> {
        Order {
            cx,
            places: Places::default(),
            waiting: BTreeMap::new(),
            next: 0,
            input: usize::MAX,
            lines: 0,
            closed_well: true,
            records: 0,
            foreign: BTreeMap::new(),
            complete: true,
            free: Vec::new(),
        }
    }

    /// Begins the next input.
    fn open(&mut self, name: &str) {
        self.places.inputs.push(name.to_owned());
    }

    /// The number of the next block of the input begun last.
    fn number(&mut self) -> u64 {
        self.places.starts.push((self.places.inputs.len() - 1, 0));
        self.places.starts.len() as u64 - 1
    }

    fn buffer(&mut self) -> Buffer {
        self.free.pop().unwrap_or_default()
    }

    fn push(&mut self, mut outcome: Outcome) -> Result<(), Error> {
        // At once: while one worker is held up, any number of outcomes may have to wait for
        // its own, but not in the memory of their blocks.
        let buffer = std::mem::take(&mut outcome.bytes);
        if self.free.len() < 4 {
            self.free.push(buffer);
        }
        self.waiting.insert(outcome.number, outcome);
        while let Some(outcome) = self.waiting.remove(&self.next) {
            self.next += 1;
            self.settle(outcome)?;
        }
        Ok(())
    }

    fn settle(&mut self, mut outcome: Outcome) -> Result<(), Error> {
        let Some(start) = self.places.starts.get_mut(outcome.number as usize) else { return Ok(()) };
        if start.0 != self.input {
            self.end();
            self.input = self.places.starts[outcome.number as usize].0;
            self.lines = 0;
            self.closed_well = false;
        }
        self.places.starts[outcome.number as usize].1 = self.lines;
        let file = self.places.inputs.get(self.input).cloned().unwrap_or_default();
        for bad in &outcome.bad {
            let reason = match &bad.reason {
                Reason::Fault(fault) => fault.to_string(),
                Reason::Invalid(kind) => kind.fault().unwrap_or(kind.name()).to_owned(),
                Reason::Number(why) => why.to_string(),
                Reason::TooLong(bytes) => {
                    format!("the line is too long: {bytes} bytes; --max-line raises the limit")
                }
                Reason::Csv(why) => why.clone(),
            };
            let line = Some(self.lines + bad.line + 1);
            self.cx.bad(Bad { file: &file, line, reason: &reason, bytes: &bad.bytes })?;
        }
        for line in &outcome.incomplete {
            let line = self.lines + line + 1;
            self.cx.warn(format!("{file}:{line}: the trailer says that the stream is incomplete"));
            self.complete = false;
        }
        self.closed_well = outcome.ends_with_trailer.unwrap_or(self.closed_well);
        self.lines += outcome.lines;
        self.records += outcome.records;
        for (schema, n) in std::mem::take(&mut outcome.foreign) {
            *self.foreign.entry(schema).or_default() += n;
        }
        Ok(())
    }

    /// Ends an input.
    fn end(&mut self) {
        if !self.closed_well && self.cx.args().has("require-complete") {
            let file = self.places.inputs.get(self.input).map_or("", String::as_str);
            self.cx.warn(format!("{file}: no parse-summary.v1 at the end: the stream may be cut"));
            self.complete = false;
        }
        self.closed_well = true;
    }
}

/// Workers in threads of their own, beside the one of the thread that reads.
struct There {
    jobs: std::sync::mpsc::SyncSender<(Block, Input)>,
    done: Receiver<Outcome>,
    under_way: usize,
    most: usize,
}

impl There {
    fn one(&mut self, order: &mut Order<'_>) -> Result<(), Error> {
        let outcome = self.done.recv().map_err(|_| failed())?;
        self.under_way -= 1;
        order.push(outcome)
    }

    /// Hands a block over; gives it back while all have enough to do.
    fn offer(&mut self, block: Block, input: Input, order: &mut Order<'_>) -> Result<Option<Block>, Error> {
        while let Ok(outcome) = self.done.try_recv() {
            self.under_way -= 1;
            order.push(outcome)?;
        }
        if self.under_way >= self.most {
            return Ok(Some(block));
        }
        self.jobs.send((block, input)).map_err(|_| failed())?;
        self.under_way += 1;
        Ok(None)
    }
}

fn failed() -> Error {
    Error::io("worker", &std::io::Error::other("a thread ended early"))
}

/// Reads all inputs.
pub(crate) fn ingest(cx: &Cx, plan: &Plan) -> Result<Taken, Error> {
    // A stop at the first bad line must not depend on which worker is ahead.
    let threads = if cx.args().text("bad-input") == Some("stop") { 1 } else { cx.threads() };
    let common = Common::default();
    let mut order = Order::new(cx);
    let mut here = Worker::new(plan, &common);
    let mut named = false;
    let mut tops = Vec::new();
    if threads == 1 {
        read(cx, plan, &mut order, &mut named, None, &mut here)?;
    } else {
        // The thread that reads works too: what it has just read is in its processor's cache,
        // and no thread is left over that would have to be woken for every block.
        let beside = threads - 1;
        let most = beside + 2;
        let (jobs, waiting) = sync_channel(most);
        let (finished, done) = channel();
        let waiting = Mutex::new(waiting);
        std::thread::scope(|scope| -> Result<(), Error> {
            let handles: Vec<_> = (0..beside)
                .map(|_| {
                    let (done, waiting) = (finished.clone(), &waiting);
                    let worker = Worker::new(plan, &common);
                    scope.spawn(move || work(worker, waiting, &done))
                })
                .collect();
            drop(finished);
            let mut there = There { jobs, done, under_way: 0, most };
            let result = read(cx, plan, &mut order, &mut named, Some(&mut there), &mut here);
            // Without a sender the workers end, whatever happened.
            let There { jobs, .. } = there;
            drop(jobs);
            for handle in handles {
                tops.push(handle.join().map_err(|_| failed())?);
            }
            result
        })?;
    }
    order.end();
    let mut top = here.end();
    tops.into_iter().for_each(|other| top.merge(other));
    let mut sketch = plan.keep == Keep::Sketch || common.sketch.load(Ordering::Relaxed);
    let mut groups = common.shared.into_all();
    if let Keep::Auto(most) = plan.keep {
        sketch |= groups.iter().map(|p| p.sample.bytes()).sum::<u64>() > most;
    }
    if sketch {
        groups.iter_mut().for_each(|p| p.sample.promote(plan.precision));
    }
    Ok(Taken {
        groups,
        top: top.into_sorted(),
        order: order.places,
        records: order.records,
        foreign: order.foreign,
        complete: order.complete,
        named,
    })
}

/// A worker's thread: blocks as they come, until there are no more.
fn work(mut worker: Worker<'_>, waiting: &Mutex<Receiver<(Block, Input)>>, done: &Sender<Outcome>) -> Top {
    loop {
        let job = waiting.lock().map_or(None, |jobs| jobs.recv().ok());
        let Some((block, input)) = job else { return worker.end() };
        if done.send(worker.block(block, input)).is_err() {
            return worker.end();
        }
    }
}

fn read(
    cx: &Cx,
    plan: &Plan,
    order: &mut Order<'_>,
    named: &mut bool,
    mut there: Option<&mut There>,
    here: &mut Worker<'_>,
) -> Result<(), Error> {
    let mut input = plan.input;
    for source in cx.sources()? {
        let name = source.name.clone();
        let mut blocks = Blocks::new(source, plan.max_line);
        order.open(&name);
        if input == Input::Auto {
            match blocks.peek(detect) {
                Ok(Some(told)) => input = told,
                // Nothing but blank lines.
                Ok(None) => {}
                Err(error) => {
                    cx.error(&Error::io(&name, &error));
                    order.complete = false;
                    continue;
                }
            }
        }
        *named |= input != Input::Numbers;
        if input == Input::Csv {
            // Rows may hold newlines: one reader, in order, after all blocks before.
            if let Some(there) = &mut there {
                while there.under_way > 0 {
                    there.one(order)?;
                }
            }
            csv(cx, order, &name, blocks, here, plan)?;
            continue;
        }
        let mut first = true;
        loop {
            let mut bytes = order.buffer();
            let mut long = Vec::new();
            let keep = plan.rejects;
            let next = blocks.next(&mut bytes, &mut |piece| {
                if keep {
                    long.extend_from_slice(piece);
                }
            });
            let number = match next {
                Ok(None) => break,
                Ok(Some(_)) => order.number(),
                Err(error) => {
                    cx.error(&Error::io(&name, &error));
                    order.complete = false;
                    break;
                }
            };
            if let Ok(Some(Piece::TooLong(length))) = next {
                let bad = BadLine { line: 0, reason: Reason::TooLong(length), bytes: long };
                order.push(Outcome { number, lines: 1, records: 1, bad: vec![bad], ..Outcome::default() })?;
            } else {
                let block = Block { number, first, bytes };
                let mine = match &mut there {
                    Some(there) => there.offer(block, input, order)?,
                    None => Some(block),
                };
                if let Some(block) = mine {
                    order.push(here.block(block, input))?;
                }
            }
            first = false;
        }
    }
    if let Some(there) = there {
        while there.under_way > 0 {
            there.one(order)?;
        }
    }
    Ok(())
}

fn csv(
    cx: &Cx,
    order: &mut Order<'_>,
    name: &str,
    blocks: Blocks<Source>,
    here: &mut Worker<'_>,
    plan: &Plan,
) -> Result<(), Error> {
    let mut rows = match table::Rows::open(blocks, plan) {
        Ok(rows) => rows,
        Err(error) => {
            cx.error(&Error::input(format!("{name}: {error}")));
            return Ok(());
        }
    };
    loop {
        let number = order.number();
        match rows.chunk(number, here) {
            Ok((outcome, more)) => {
                order.push(outcome)?;
                if !more {
                    return Ok(());
                }
            }
            Err(error) => {
                cx.error(&Error::io(name, &error));
                order.complete = false;
                return order.push(Outcome { number, ..Outcome::default() });
            }
        }
    }
}

/// No formats of its own.
struct Known;

impl Formats for Known {
    type Foreign = Infallible;
}

/// What an input is, by its first lines; `None` when more of it is needed.
fn detect(head: &[u8], more: bool) -> Option<Input> {
    Some(match sniff::tell::<Known>(head, more)? {
        Told::Ndjson => Input::Ndjson,
        Told::Numbers => Input::Numbers,
        Told::Csv => Input::Csv,
        Told::Foreign(never) => match never {},
    })
}

#[cfg(test)]
mod tests {
    use super::detect;
    use crate::plan::Input;

    #[test]
    fn inputs_are_told_by_their_first_lines() {
        for (head, want) in [
            (&b"{\"a\":1}\n"[..], Some(Input::Ndjson)),
            (b"\n \n{\"a\":1}", Some(Input::Ndjson)),
            (b"\xef\xbb\xbf{}", Some(Input::Ndjson)),
            (b"12.5\n13\n", Some(Input::Numbers)),
            (b"-1e-3", Some(Input::Numbers)),
            (b"NaN\n1\n", Some(Input::Numbers)),
            (b"name,duration_ms\na,1\n", Some(Input::Csv)),
            (b"duration_ms\n1\n", Some(Input::Csv)),
            (b"\"a b\",c\n", Some(Input::Csv)),
            (b"\x00\x01 odd", Some(Input::Ndjson)),
            (b"garbage\n{\"a\":1}\n", Some(Input::Ndjson)),
            (b"", None),
        ] {
            assert_eq!(detect(head, false), want, "{}", String::from_utf8_lossy(head));
        }
    }
}
