//! Reading: the operands in order, or standard input; records line by line.

use crate::cx::{Bad, Cx};
use crate::error::{Error, Status};
use crate::out::Out;
use crate::term::Progress;
use ndjson::{Lines, Next};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// An opened input. Reading it flushes the output first, so that nothing waits in a buffer
/// while the tool waits for more, and draws the progress line.
pub struct Source {
    /// The operand as given; `-` is standard input. Not UTF-8: lossy.
    pub name: String,
    /// The path; `None` for standard input.
    pub path: Option<PathBuf>,
    /// Its size, for a regular file.
    pub size: Option<u64>,
    from: File,
    out: Out,
    bytes: Rc<Cell<u64>>,
    failed: Rc<Cell<bool>>,
    progress: Rc<RefCell<Progress>>,
}

impl Source {
    /// Gives the opened file away, for readers that do their own blocks; the output is then
    /// no longer flushed before each read.
    pub fn into_file(self) -> File {
        self.from
    }

    /// A handle on the count of bytes read so far.
    pub fn bytes(&self) -> Rc<Cell<u64>> {
        Rc::clone(&self.bytes)
    }
}

impl Read for Source {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        // A failure to write comes back at the next record or at the end, with its own
        // place; here it only must not look like one of reading.
        if self.out.flush().is_err() {
            self.failed.set(true);
        }
        let n = self.from.read(to)?;
        let bytes = self.bytes.get() + n as u64;
        self.bytes.set(bytes);
        self.progress.borrow_mut().tick(|| amount(bytes, self.size));
        Ok(n)
    }
}

/// One line of input, with where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The input's name.
    pub file: &'a str,
    /// From 1.
    pub number: u64,
    /// Bytes before it in its file.
    pub offset: u64,
    /// The bytes without the newline (a byte-order mark at the start of a file removed).
    pub bytes: &'a [u8],
}

impl<'a> Line<'a> {
    /// The schema tag, where the line is an object that has one.
    pub fn schema(&self) -> Option<Cow<'a, str>> {
        record::schema_of(self.bytes)
    }

    /// The line as a record.
    ///
    /// # Errors
    /// What is wrong with it, for [`Take::Bad`].
    pub fn parse<T: serde::Deserialize<'a>>(&self) -> Result<T, String> {
        serde_json::from_slice(self.bytes).map_err(|e| json_reason(&e))
    }
}

/// What is wrong with a line of JSON, with the column and without the line, which is always 1.
pub fn json_reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let text = text.replace(&place, "");
    match error.classify() {
        serde_json::error::Category::Eof => format!("cut off at column {}: {text}", error.column()),
        _ => format!("column {}: {text}", error.column()),
    }
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Take {
    /// It was used.
    Used,
    /// It is of a schema that this verb has no use for; counted by name.
    Foreign,
    /// It is malformed, for this reason.
    Bad(String),
    /// It was used, and no more are wanted.
    Stop,
}

/// Takes the lines of the inputs in.
pub trait Sink {
    /// Takes whole lines (each with its newline) from the beginning of `block`, which may end
    /// within a line: as many as it can without a word about any of them. They must be well-formed
    /// records of its own and no trailers, none longer than `limit` bytes. How many bytes and
    /// lines those are; the line after them comes to [`Sink::line`].
    fn block(&mut self, block: &[u8], limit: usize) -> (usize, u64) {
        let _ = (block, limit);
        (0, 0)
    }

    /// Takes a line.
    ///
    /// # Errors
    /// What must end the run.
    fn line(&mut self, line: &Line<'_>) -> Result<Take, Error>;
}

impl<F: FnMut(&Line<'_>) -> Result<Take, Error>> Sink for F {
    fn line(&mut self, line: &Line<'_>) -> Result<Take, Error> {
        self(line)
    }
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Inputs that were opened.
    pub files: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Lines, blank ones not counted.
    pub lines: u64,
    /// Lines that were used.
    pub used: u64,
    /// Lines of schemas without use here, by schema; no schema at all is the empty name.
    pub foreign: BTreeMap<String, u64>,
    /// Lines that were refused.
    pub rejected: u64,
    /// `false`: an input could not be read, a trailer says that evidence is missing, or
    /// `--require-complete` and a stream has no trailer at its end.
    pub complete: bool,
}

const STDIN: &str = "-";

impl Cx {
    /// Opens the operands one after another; without any, standard input. One that cannot
    /// be opened is told, remembered for the status, and left out; what was read is then
    /// not complete ([`Cx::is_complete`]).
    ///
    /// # Errors
    /// When standard input is needed and is a terminal (status 2).
    pub fn sources(&self) -> Result<impl Iterator<Item = Source> + '_, Error> {
        let operands = self.args().operands();
        let stdin = [OsStr::new(STDIN).to_owned()];
        let given: Vec<_> = if operands.is_empty() { stdin.to_vec() } else { operands.to_vec() };
        if operands.is_empty() && io::stdin().is_terminal() {
            return Err(Error::usage("no input: name a file, or pipe something in")
                .hint(format!("{} --help; '-' reads from the terminal", self.tool().name)));
        }
        Ok(given.into_iter().filter_map(move |operand| match self.open(&operand) {
            Ok(source) => Some(source),
            Err(error) => {
                self.error(&error);
                self.complete.set(false);
                None
            }
        }))
    }

    /// Opens one input by name; `-` is standard input.
    ///
    /// # Errors
    /// When it cannot be opened, or is a folder (status 4).
    pub fn open(&self, operand: &OsStr) -> Result<Source, Error> {
        let source = |from, name, path, size| Source {
            name,
            path,
            size,
            from,
            out: self.out(),
            bytes: Rc::default(),
            failed: Rc::default(),
            progress: Rc::clone(&self.progress),
        };
        if operand == STDIN {
            use std::os::fd::AsFd as _;
            let from =
                io::stdin().as_fd().try_clone_to_owned().map_err(|e| Error::io("standard input", &e))?;
            return Ok(source(File::from(from), STDIN.to_owned(), None, None));
        }
        let path = Path::new(operand);
        let name = path.display().to_string();
        let from = File::open(path).map_err(|e| Error::io(&name, &e))?;
        let about = from.metadata().map_err(|e| Error::io(&name, &e))?;
        if about.is_dir() {
            return Err(Error::io(&name, &io::Error::from_raw_os_error(21)));
        }
        let size = about.is_file().then_some(about.len());
        Ok(source(from, name, Some(path.to_owned()), size))
    }

    /// Gives every line of every input to `each`, and keeps the contract around it: blank
    /// lines are left out; malformed ones follow `--bad-input` and `--rejects`; a line over
    /// `--max-line` is never held; a line of foreign schema is checked to be a JSON object
    /// and counted; trailers are watched; the status is remembered.
    ///
    /// # Errors
    /// What `each` gives, and whatever must end the run. An input that fails in the middle
    /// is told and remembered, and the next one is read.
    pub fn read_lines(&self, mut each: impl FnMut(&Line<'_>) -> Result<Take, Error>) -> Result<Seen, Error> {
        self.read_from(self.sources()?, &mut each)
    }

    /// The same for a sink that can take many lines at once.
    ///
    /// # Errors
    /// See [`Cx::read_lines`].
    pub fn read_into(&self, sink: &mut dyn Sink) -> Result<Seen, Error> {
        self.read_from(self.sources()?, sink)
    }

    /// The same for one file that is no operand.
    ///
    /// # Errors
    /// See [`Cx::read_lines`]; and when the file cannot be opened.
    pub fn read_file(&self, path: &Path, sink: &mut dyn Sink) -> Result<Seen, Error> {
        self.read_from(std::iter::once(self.open(path.as_os_str())?), sink)
    }

    fn read_from(&self, sources: impl Iterator<Item = Source>, sink: &mut dyn Sink) -> Result<Seen, Error> {
        let mut seen = Seen { complete: true, ..Seen::default() };
        let before = self.rejected();
        for source in sources {
            seen.files += 1;
            if self.read_source(source, &mut seen, sink)? {
                break;
            }
        }
        seen.rejected = self.rejected() - before;
        let unknown: Vec<String> = seen
            .foreign
            .iter()
            .filter(|(schema, _)| !schema.is_empty() && !record::SCHEMAS.contains(&schema.as_str()))
            .map(|(schema, n)| format!("{schema} ({n})"))
            .collect();
        if !unknown.is_empty() {
            self.warn(format!("records of unknown schema, not used: {}", unknown.join(", ")));
        }
        if !seen.complete {
            self.complete.set(false);
            self.raise(Status::BadInput);
        }
        seen.complete = self.is_complete();
        Ok(seen)
    }

    /// Whether `each` asked to stop.
    fn read_source(&self, source: Source, seen: &mut Seen, sink: &mut dyn Sink) -> Result<bool, Error> {
        let file = source.name.clone();
        let size = source.size;
        let failed = Rc::clone(&source.failed);
        let limit = self
            .args()
            .size("max-line")
            .map_or(ndjson::DEFAULT_LIMIT, |n| usize::try_from(n).unwrap_or(usize::MAX));
        let mut lines = Lines::with_limit(source, limit);
        // The last record of the stream so far is a trailer that says complete.
        let mut closed_well = None;
        let mut stop = false;
        loop {
            let (bytes, taken) = sink.block(lines.ahead(), limit);
            if taken > 0 {
                lines.pass(bytes, taken);
                seen.lines += taken;
                seen.used += taken;
                closed_well = None;
            }
            if !lines.ready() {
                let done = lines.position();
                self.progress.borrow_mut().tick(|| progress(seen.bytes + done, seen.lines, size));
                // Surfaces a reader downstream that has left while this tool writes nothing.
                if failed.get() {
                    self.out().flush()?;
                }
            }
            let mut unkept = Ok(());
            let next = lines.next(&mut |piece| {
                if unkept.is_ok() {
                    unkept = self.reject(piece);
                }
                Ok(())
            });
            unkept?;
            let line = match next {
                Ok(None) => break,
                Ok(Some(Next::Line(line))) => line,
                Ok(Some(Next::TooLong { number, bytes, .. })) => {
                    self.reject(b"\n")?;
                    seen.lines += 1;
                    let reason = format!("the line is too long: {bytes} bytes; --max-line raises the limit");
                    self.bad(Bad { file: &file, line: Some(number), reason: &reason, bytes: b"" })?;
                    continue;
                }
                Err(error) => {
                    self.error(&Error::io(&file, &error));
                    seen.complete = false;
                    break;
                }
            };
            if line.is_blank() {
                continue;
            }
            let bytes = match line.number {
                1 => line.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line.bytes),
                _ => line.bytes,
            };
            seen.lines += 1;
            let number = line.number;
            let line = Line { file: &file, number, offset: line.offset, bytes };
            let trailer = trailer(&line);
            if let Some(complete) = trailer {
                if !complete {
                    self.warn(format!("{file}:{number}: the trailer says that the stream is incomplete"));
                    seen.complete = false;
                }
                closed_well = Some(complete);
            } else {
                closed_well = None;
            }
            match sink.line(&line)? {
                Take::Used => seen.used += 1,
                Take::Foreign => match object(bytes) {
                    Ok(()) => {
                        let schema = line.schema().unwrap_or_default();
                        *seen.foreign.entry(schema.into_owned()).or_default() += 1;
                    }
                    Err(reason) => {
                        self.bad(Bad { file: &file, line: Some(number), reason: &reason, bytes })?;
                    }
                },
                Take::Bad(reason) => {
                    self.bad(Bad { file: &file, line: Some(number), reason: &reason, bytes })?;
                }
                Take::Stop => {
                    seen.used += 1;
                    stop = true;
                    break;
                }
            }
        }
        seen.bytes += lines.position();
        if self.args().has("require-complete") && !stop && closed_well.is_none() {
            self.warn(format!("{file}: no parse-summary.v1 at the end: the stream may be cut"));
            seen.complete = false;
        }
        Ok(stop)
    }
}

fn progress(bytes: u64, lines: u64, size: Option<u64>) -> String {
    format!("{}, {lines} lines", amount(bytes, size))
}

/// How much of an input was read, and of how much where that is known.
fn amount(bytes: u64, size: Option<u64>) -> String {
    let read = crate::term::human_bytes(bytes);
    match size {
        Some(size) if size > 0 && bytes <= size => format!("{read} of {}", crate::term::human_bytes(size)),
        _ => read,
    }
}

/// `Some(complete)` for a `parse-summary.v1`.
fn trailer(line: &Line<'_>) -> Option<bool> {
    // Every other record leaves after a comparison of a few bytes.
    const HEAD: &[u8] = b"{\"schema\":\"";
    if line.bytes.starts_with(HEAD) && !line.bytes[HEAD.len()..].starts_with(b"parse-summary.v1\"") {
        return None;
    }
    if line.schema().as_deref() != Some("parse-summary.v1") {
        return None;
    }
    #[derive(serde::Deserialize)]
    struct Complete {
        complete: bool,
    }
    serde_json::from_slice::<Complete>(line.bytes).ok().map(|c| c.complete)
}

/// Whether the line is one JSON object and nothing else.
fn object(bytes: &[u8]) -> Result<(), String> {
    let first = bytes.iter().find(|b| !b.is_ascii_whitespace());
    match serde_json::from_slice::<serde::de::IgnoredAny>(bytes) {
        Err(error) => Err(json_reason(&error)),
        Ok(_) if std::str::from_utf8(bytes).is_err() => Err("not UTF-8".to_owned()),
        Ok(_) if first != Some(&b'{') => Err("not a JSON object".to_owned()),
        Ok(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, json_reason, object, trailer};

    #[test]
    fn only_whole_objects_are_records() {
        assert_eq!(object(br#" {"a":1} "#), Ok(()));
        assert_eq!(object(b"[1]"), Err("not a JSON object".to_owned()));
        assert!(object(br#"{"a":1} x"#).is_err());
        assert!(object(b"{\"a\":\"\xff\"}").is_err());
        let cut = object(br#"{"a":"#).expect_err("cut");
        assert!(cut.starts_with("cut off at column 5"), "{cut}");
    }

    #[test]
    fn reasons_name_the_column_and_not_the_line() {
        let error = serde_json::from_str::<u8>("\"x\"").expect_err("not a number");
        assert_eq!(json_reason(&error), "column 3: invalid type: string \"x\", expected u8");
    }

    #[test]
    fn trailers_are_known_in_any_member_order() {
        let line = |bytes| Line { file: "-", number: 1, offset: 0, bytes };
        assert_eq!(trailer(&line(br#"{"schema":"parse-summary.v1","complete":false}"#)), Some(false));
        assert_eq!(trailer(&line(br#"{"complete":true,"schema":"parse-summary.v1"}"#)), Some(true));
        assert_eq!(trailer(&line(br#"{"schema":"test.v1","complete":true}"#)), None);
    }
}
