//! Input as plain lines: every line is a message, a blank one too.
//!
//! Lines are taken in batches; the batches of one round are scanned side by side and taken
//! in the order of the input, so that the number of threads changes nothing but the time.

use cli::{Bad, Cx, Error};
use foldhash::fast::RandomState;
use memchr::{memchr_iter, memrchr};
use ndjson::{Lines, Next};
use signature::{Options, Recall, Scan, Scanner, SigId, Span};
use std::collections::HashMap;

/// Bytes of a batch: enough that to start a thread for it costs nothing beside it.
const BATCH: usize = 1 << 20;

/// Lines that follow each other, each with its newline.
#[derive(Default)]
pub(crate) struct Batch {
    bytes: Vec<u8>,
    /// The number of the first over all inputs.
    first: u64,
    lines: u64,
}

impl Batch {
    fn clear(&mut self) {
        self.bytes.clear();
        self.lines = 0;
    }

    fn is_full(&self) -> bool {
        self.bytes.len() >= BATCH
    }

    /// Adds whole lines, the first of them being number `number`, which follows those that are in it.
    fn add(&mut self, number: u64, bytes: &[u8], lines: u64) {
        if self.lines == 0 {
            self.first = number;
        }
        self.bytes.extend_from_slice(bytes);
        self.lines += lines;
    }

    /// The lines with their numbers.
    pub(crate) fn each(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let mut start = 0;
        (self.first..).zip(memchr_iter(b'\n', &self.bytes)).map(move |(number, end)| {
            let line = &self.bytes[start..end];
            start = end + 1;
            (number, line)
        })
    }
}

/// What is worked out once for each signature that a thread meets.
const KNOWN: usize = 1 << 16;
/// Bytes of the tokens of those.
const KNOWN_BYTES: usize = 8 << 20;
/// Spans that are kept for lines to be recalled.
const SPANS: usize = 1 << 17;

/// By a message's tokens, what follows from them.
struct Known<K> {
    places: HashMap<Box<[u8]>, u32, RandomState>,
    known: Vec<K>,
    bytes: usize,
}

impl<K> Known<K> {
    /// Whether what is known has to go before more is learnt.
    fn is_full(&self) -> bool {
        self.known.len() >= KNOWN || self.bytes >= KNOWN_BYTES
    }

    /// The place of what is known of these tokens, worked out when they come for the first time
    /// (or again after very many others), which the second value says.
    fn place(&mut self, encoded: &[u8], learn: impl FnOnce(&[u8]) -> K) -> (u32, bool) {
        if let Some(&place) = self.places.get(encoded) {
            return (place, false);
        }
        if self.is_full() {
            *self = Known::default();
        }
        let place = self.known.len() as u32;
        self.places.insert(encoded.into(), place);
        self.bytes += encoded.len();
        self.known.push(learn(encoded));
        (place, true)
    }
}

impl<K> Default for Known<K> {
    fn default() -> Self {
        Known { places: HashMap::default(), known: Vec::new(), bytes: 0 }
    }
}

/// What one thread keeps from line to line: its scanner, what is known of tokens, and what was found
/// for the shapes of lines.
pub(crate) struct Worker<K, V = ()> {
    scanner: Scanner,
    known: Known<K>,
    recall: Recall<V>,
    /// Those of recalled lines.
    spans: Vec<Span>,
}

/// Where a worker has what belongs to a line of a shape that it has seen.
#[derive(Clone, Copy, Default)]
pub(crate) struct Place {
    known: u32,
    spans: u32,
    count: u32,
}

impl<K, V: Copy + Default> Worker<K, V> {
    fn new(scanner: Scanner) -> Self {
        Worker { scanner, known: Known::default(), recall: Recall::default(), spans: Vec::new() }
    }

    /// Scans a line, and gives what is known of its tokens; `learn` works that out when it is not
    /// known, which the last value says.
    pub(crate) fn scan<'a>(
        &'a mut self,
        line: &'a [u8],
        learn: impl FnOnce(&[u8]) -> K,
    ) -> (Scan<'a>, &'a K, bool) {
        let scan = self.scanner.scan(line);
        let (place, fresh) = self.known.place(scan.encoded, learn);
        (scan, &self.known.known[place as usize], fresh)
    }
}

impl<K> Worker<K, Place> {
    /// The spans of a line, what they point into, and what is known of its tokens.
    pub(crate) fn spans<'a>(
        &'a mut self,
        line: &'a [u8],
        learn: impl FnOnce(&[u8]) -> K,
    ) -> (&'a [Span], &'a [u8], &'a K) {
        if let Some(Place { known, spans, count }) = self.recall.get(line) {
            let spans = &self.spans[spans as usize..][..count as usize];
            return (spans, line, &self.known.known[known as usize]);
        }
        let scan = self.scanner.scan(line);
        if self.known.is_full() || self.spans.len() >= SPANS {
            // Places lead there.
            self.known = Known::default();
            self.recall = Recall::default();
            self.spans.clear();
        }
        let (known, _) = self.known.place(scan.encoded, learn);
        if scan.steady {
            let (spans, count) = (self.spans.len() as u32, scan.spans.len() as u32);
            self.spans.extend_from_slice(scan.spans);
            self.recall.keep(Place { known, spans, count });
        }
        (scan.spans, scan.source, &self.known.known[known as usize])
    }
}

/// A signature, with its tokens when its worker has not given them lately.
pub(crate) struct Signed {
    pub(crate) sig: SigId,
    /// Bytes of its line.
    len: usize,
    pub(crate) encoded: Option<Box<[u8]>>,
}

/// The options of text: whole paths are masked.
pub(crate) fn options(cx: &Cx) -> Options {
    Options { mask_codes: cx.args().has("mask-codes"), keep_sources: false }
}

/// Gives the signature of every line of every input to `take`, in order, with the line and
/// its number over all inputs. A line over `--max-line` is bad input, and has its number
/// all the same.
pub(crate) fn signed(
    cx: &Cx,
    mut take: impl FnMut(u64, &[u8], Signed) -> Result<(), Error>,
) -> Result<(), Error> {
    let sign = |worker: &mut Worker<SigId, SigId>, batch: &Batch| -> Vec<Signed> {
        let one = |(_, line): (u64, &[u8])| {
            let len = line.len();
            if let Some(sig) = worker.recall.get(line) {
                return Signed { sig, len, encoded: None };
            }
            let (scan, &sig, fresh) = worker.scan(line, SigId::of);
            let (steady, encoded) = (scan.steady, fresh.then(|| scan.encoded.into()));
            if steady {
                worker.recall.keep(sig);
            }
            Signed { sig, len, encoded }
        };
        batch.each().map(one).collect()
    };
    let new = || Worker::new(Scanner::new(options(cx)).unnamed());
    batched(cx, false, new, sign, |batch, signed| {
        let mut rest = &batch.bytes[..];
        for (number, signed) in (batch.first..).zip(signed) {
            let (line, after) = rest.split_at(signed.len);
            rest = after.get(1..).unwrap_or_default();
            take(number, line, signed)?;
        }
        Ok(())
    })
}

/// Gives what `work` makes of each batch to `take`, in order. What comes in a stream goes out at
/// once.
pub(crate) fn mapped<K: Send, V: Copy + Default + Send, R: Send>(
    cx: &Cx,
    work: impl Fn(&mut Worker<K, V>, &Batch) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), Error>,
) -> Result<(), Error> {
    let new = || Worker::new(Scanner::new(options(cx)));
    batched(cx, true, new, work, |_, made| take(made))
}

fn batched<K: Send, V: Send, R: Send>(
    cx: &Cx,
    eager: bool,
    new: impl Fn() -> Worker<K, V>,
    work: impl Fn(&mut Worker<K, V>, &Batch) -> R + Sync,
    mut take: impl FnMut(&Batch, R) -> Result<(), Error>,
) -> Result<(), Error> {
    let threads = cx.threads();
    let mut workers: Vec<Worker<K, V>> = (0..threads).map(|_| new()).collect();
    let mut batches: Vec<Batch> = (0..threads).map(|_| Batch::default()).collect();
    let mut round = |batches: &mut [Batch]| -> Result<(), Error> {
        let used = batches.iter().filter(|b| b.lines > 0).count();
        let results: Vec<R> = if used <= 1 {
            vec![work(&mut workers[0], &batches[0])]
        } else {
            std::thread::scope(|scope| {
                let mut pairs = workers.iter_mut().zip(&batches[..used]);
                let mine = pairs.next();
                let running: Vec<_> = pairs
                    .map(|(worker, batch)| {
                        let work = &work;
                        scope.spawn(move || work(worker, batch))
                    })
                    .collect();
                let first = mine.map(|(worker, batch)| work(worker, batch));
                let others =
                    running.into_iter().map(|r| r.join().unwrap_or_else(|e| std::panic::resume_unwind(e)));
                first.into_iter().chain(others).collect()
            })
        };
        for (batch, result) in batches.iter().zip(results) {
            take(batch, result)?;
        }
        batches.iter_mut().for_each(Batch::clear);
        Ok(())
    };
    let mut number = 0;
    // The batch that is being filled; those before it are full.
    let mut current = 0;
    for source in cx.sources()? {
        let file = source.name.clone();
        let streams = eager && source.size.is_none();
        let limit = cx
            .args()
            .size("max-line")
            .map_or(ndjson::DEFAULT_LIMIT, |n| usize::try_from(n).unwrap_or(usize::MAX));
        let mut lines = Lines::with_limit(source, limit);
        loop {
            // Of a stream nothing waits in a batch while the tool waits for more.
            if streams && !lines.ready() && batches[0].lines > 0 {
                round(&mut batches)?;
                current = 0;
            }
            let batch = &mut batches[current];
            // A line over the limit needs more bytes than that.
            let whole = memrchr(b'\n', lines.ahead()).filter(|&at| at <= limit);
            if let Some(at) = whole {
                let block = &lines.ahead()[..=at];
                let count = memchr_iter(b'\n', block).count() as u64;
                batch.add(number + 1, block, count);
                number += count;
                lines.pass(at + 1, count);
            } else {
                match lines.next(&mut |_| Ok(())) {
                    Ok(None) => break,
                    Ok(Some(Next::Line(line))) => {
                        number += 1;
                        batch.add(number, line.bytes, 0);
                        batch.add(number, b"\n", 1);
                    }
                    Ok(Some(Next::TooLong { number: at, bytes, .. })) => {
                        number += 1;
                        let reason =
                            format!("the line is too long: {bytes} bytes; --max-line raises the limit");
                        cx.bad(Bad { file: &file, line: Some(at), reason: &reason, bytes: b"" })?;
                        // The lines of a batch follow each other.
                        current += usize::from(batch.lines > 0);
                    }
                    Err(error) => {
                        cx.error(&Error::io(&file, &error));
                        break;
                    }
                }
            }
            current += usize::from(batches.get(current).is_some_and(Batch::is_full));
            if current == threads {
                round(&mut batches)?;
                current = 0;
            }
        }
    }
    round(&mut batches)
}
