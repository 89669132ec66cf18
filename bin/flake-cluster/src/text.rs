//! Input as plain lines: every line is a message, a blank one too.
//!
//! Lines are taken in batches; the batches of one round are scanned side by side and taken in the order of the input, so that the number
//! of threads changes nothing but the time.

use cli::{Bad, Cx, Error};
use ndjson::{Lines, Next};
use signature::{Options, Scan, Scanner, SigId};
use std::collections::HashSet;

/// Bytes of a batch.
const BATCH: usize = 512 << 10;

#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    /// Number over all inputs and end of each line.
    lines: Vec<(u64, usize)>,
}

impl Batch {
    fn clear(&mut self) {
        self.bytes.clear();
        self.lines.clear();
    }

    fn each(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let mut start = 0;
        self.lines.iter().map(move |&(number, end)| {
            let line = &self.bytes[start..end];
            start = end;
            (number, line)
        })
    }
}

/// What one thread keeps from line to line.
struct Worker {
    scanner: Scanner,
    seen: HashSet<SigId>,
}

/// Signatures whose tokens a worker remembers to have given already.
const SEEN: usize = 1 << 16;

/// A signature, with its tokens when this worker has not given them lately.
pub(crate) struct Signed {
    pub(crate) sig: SigId,
    pub(crate) encoded: Option<Box<[u8]>>,
}

impl Worker {
    /// The scan's id, with its tokens unless they were given before.
    fn sign(seen: &mut HashSet<SigId>, scan: &Scan<'_>) -> Signed {
        let sig = scan.id();
        if seen.len() >= SEEN {
            seen.clear();
        }
        Signed { sig, encoded: seen.insert(sig).then(|| scan.encoded.into()) }
    }
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
    take: impl FnMut(u64, &[u8], Signed) -> Result<(), Error>,
) -> Result<(), Error> {
    scanned(cx, false, |worker, _, line| Worker::sign(&mut worker.seen, &worker.scanner.scan(line)), take)
}

/// The same with anything made from a scan; what comes in a stream goes out at once.
pub(crate) fn mapped<T: Send>(
    cx: &Cx,
    make: impl Fn(u64, &Scan<'_>) -> T + Sync,
    take: impl FnMut(u64, &[u8], T) -> Result<(), Error>,
) -> Result<(), Error> {
    scanned(cx, true, |worker, number, line| make(number, &worker.scanner.scan(line)), take)
}

fn scanned<T: Send>(
    cx: &Cx,
    eager: bool,
    work: impl Fn(&mut Worker, u64, &[u8]) -> T + Sync,
    mut take: impl FnMut(u64, &[u8], T) -> Result<(), Error>,
) -> Result<(), Error> {
    let threads = cx.threads();
    let mut workers: Vec<Worker> =
        (0..threads).map(|_| Worker { scanner: Scanner::new(options(cx)), seen: HashSet::new() }).collect();
    let mut batches: Vec<Batch> = (0..threads).map(|_| Batch::default()).collect();
    let mut round = |batches: &mut [Batch]| -> Result<(), Error> {
        let used = batches.iter().filter(|b| !b.lines.is_empty()).count();
        let run = |worker: &mut Worker, batch: &Batch| -> Vec<T> {
            batch.each().map(|(number, line)| work(worker, number, line)).collect()
        };
        let results: Vec<Vec<T>> = if used <= 1 {
            vec![run(&mut workers[0], &batches[0])]
        } else {
            std::thread::scope(|scope| {
                let running: Vec<_> = workers
                    .iter_mut()
                    .zip(&batches[..used])
                    .map(|(worker, batch)| {
                        let run = &run;
                        scope.spawn(move || run(worker, batch))
                    })
                    .collect();
                running
                    .into_iter()
                    .map(|r| r.join().unwrap_or_else(|e| std::panic::resume_unwind(e)))
                    .collect()
            })
        };
        for (batch, results) in batches.iter().zip(results) {
            for ((number, line), result) in batch.each().zip(results) {
                take(number, line, result)?;
            }
        }
        batches.iter_mut().for_each(Batch::clear);
        Ok(())
    };
    let mut number = 0;
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
            if streams && !lines.ready() && !batches[0].lines.is_empty() {
                round(&mut batches)?;
                current = 0;
            }
            match lines.next(&mut |_| Ok(())) {
                Ok(None) => break,
                Ok(Some(Next::Line(line))) => {
                    number += 1;
                    let batch = &mut batches[current];
                    batch.bytes.extend_from_slice(line.bytes);
                    batch.lines.push((number, batch.bytes.len()));
                    if batch.bytes.len() >= BATCH || batch.lines.len() >= BATCH / 16 {
                        current += 1;
                    }
                    if current == threads {
                        round(&mut batches)?;
                        current = 0;
                    }
                }
                Ok(Some(Next::TooLong { number: at, bytes, .. })) => {
                    number += 1;
                    let reason = format!("the line is too long: {bytes} bytes; --max-line raises the limit");
                    cx.bad(Bad { file: &file, line: Some(at), reason: &reason, bytes: b"" })?;
                }
                Err(error) => {
                    cx.error(&Error::io(&file, &error));
                    break;
                }
            }
        }
    }
    round(&mut batches)
}
