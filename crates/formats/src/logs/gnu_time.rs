//! GNU time, which is also the `time` of shells that have none of their own.
//!
//! ```text
//! 0.00user 0.00system 0:00.25elapsed 0%CPU (0avgtext+0avgdata 1648maxresident)k
//!
//! \tCommand being timed: "make"
//! \tUser time (seconds): 0.00
//! \tSystem time (seconds): 0.00
//! \tElapsed (wall clock) time (h:mm:ss or m:ss): 0:00.25
//! \tExit status: 0
//! ```
//!
//! Held: the command of the long form, and its segment until the status.

use super::sink::{Line, Sink};
use super::tools::{Span, TIME, segment};
use record::{Ms, Segment, SegmentKind, SegmentStatus};

/// What its lines can be known by.
pub(super) const LITERALS: [&str; 7] = [
    "elapsed ",
    "Command exited with non-zero status ",
    "\tCommand being timed: ",
    "\tUser time (seconds): ",
    "\tSystem time (seconds): ",
    "\tElapsed (wall clock) time (h:mm:ss or m:ss): ",
    "\tExit status: ",
];

#[derive(Default)]
pub(super) struct GnuTime {
    command: Option<String>,
    user: Option<Span>,
    system: Option<Span>,
    /// The segment that only its status is missing from.
    open: Option<Segment>,
    /// The line of a failure, and what it says.
    failed: Option<(u64, String)>,
}

impl GnuTime {
    pub(super) fn line(&mut self, line: &Line<'_>, sink: &mut Sink<'_>) {
        let text = line.text.trim_end();
        if let Some(code) = text.strip_prefix(LITERALS[1]) {
            self.failed = Some((line.number, code.to_owned()));
        } else if let Some(rest) = text.strip_prefix(LITERALS[2]) {
            self.finish(sink);
            let bare = rest.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            self.command = Some(bare.unwrap_or(rest).to_owned());
        } else if let Some(rest) = text.strip_prefix(LITERALS[3]) {
            self.user = Span::seconds(rest);
        } else if let Some(rest) = text.strip_prefix(LITERALS[4]) {
            self.system = Span::seconds(rest);
        } else if let Some(rest) = text.strip_prefix(LITERALS[5]) {
            let Some((name, span)) = self.command.take().zip(clock(rest)) else { return };
            let (user, system) = (self.user.take(), self.system.take());
            self.open = Some(command(&name, span, user, system, line, sink));
        } else if let Some(code) = text.strip_prefix(LITERALS[6]) {
            let Some(mut segment) = self.open.take() else { return };
            segment.source.end_line = Some(line.number);
            give(segment, code, sink);
        } else if let Some((user, system, span)) = short(text) {
            let segment = command("time", span, Some(user), Some(system), line, sink);
            let failed = self.failed.take().filter(|(at, _)| at + 1 == line.number);
            match failed {
                Some((_, code)) => give(segment, &code, sink),
                None => sink.push(segment, TIME),
            }
        }
    }

    pub(super) fn finish(&mut self, sink: &mut Sink<'_>) {
        if let Some(segment) = self.open.take() {
            sink.push(segment, TIME);
        }
    }
}

fn command(
    name: &str,
    span: Span,
    user: Option<Span>,
    system: Option<Span>,
    line: &Line<'_>,
    sink: &mut Sink<'_>,
) -> Segment {
    let mut segment = segment(name, SegmentKind::Command, TIME, Some(span), line, sink);
    for (word, span) in [("user", user), ("sys", system)] {
        if let Some(ms) = span.and_then(|span| Ms::new(span.ms)) {
            segment.attributes.insert(format!("{word}_ms"), ms.get().to_string());
        }
    }
    segment
}

fn give(mut segment: Segment, code: &str, sink: &mut Sink<'_>) {
    if let Ok(number) = code.parse::<u8>() {
        segment.status = Some(if number == 0 { SegmentStatus::Success } else { SegmentStatus::Failure });
        if number > 0 {
            segment.attributes.insert("exit_code".to_owned(), number.to_string());
        }
    }
    sink.push(segment, TIME);
}

/// `0.00user 0.00system 0:00.25elapsed 0%CPU...`: user, system, elapsed.
fn short(text: &str) -> Option<(Span, Span, Span)> {
    let mut words = text.split(' ');
    let user = Span::seconds(words.next()?.strip_suffix("user")?)?;
    let system = Span::seconds(words.next()?.strip_suffix("system")?)?;
    let elapsed = clock(words.next()?.strip_suffix("elapsed")?)?;
    words.next()?.strip_suffix("CPU")?;
    Some((user, system, elapsed))
}

/// `m:ss.ss` or `h:mm:ss`.
fn clock(text: &str) -> Option<Span> {
    let (rest, seconds) = text.rsplit_once(':')?;
    let seconds = Span::seconds(seconds)?;
    let (hours, minutes) = rest.split_once(':').unwrap_or(("0", rest));
    let (hours, minutes) = (Span::seconds(hours)?, Span::seconds(minutes)?);
    Some(Span { ms: hours.ms * 3600.0 + minutes.ms * 60.0 + seconds.ms, ..seconds })
}
