//! `variance ledger`: runs in, the next state of every metric out.
//!
//! The ledger is a file of `variance-state.v1`, one line a metric and run, only ever added
//! to. A metric's state follows from its own lines; lines that do not follow from those
//! before them are told. Writing replaces the file in one step and keeps every earlier
//! byte of it.

use crate::calibrate;
use crate::samples::{finding, rounded};
use cli::{Bad, Cx, Error, Take};
use record::Num;
use record::variance::{
    Calibration, Reference, SampleFinding, TrustState, Variance, VarianceState, VarianceStateTag,
};
use stats::ledger::{self, Run, State, Trust, fold};
use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;
use std::path::Path;

/// Fewer samples make a run invalid.
const MIN_N: u64 = 5;
/// Medians that a state carries along.
const HISTORY: usize = 30;
/// Findings that make a run invalid.
const INVALID: [&str; 6] =
    ["repeated-vector", "reordered-vector", "mixed-units", "not-native", "incomplete-input", "repeats-run"];

/// What the caller asks for.
pub(crate) struct Options {
    pub(crate) run_id: Option<String>,
    pub(crate) strict: bool,
    pub(crate) accept_made: bool,
    /// Beyond this drift from the pinned reference a metric is over budget.
    pub(crate) fail: f64,
    pub(crate) pin: bool,
    pub(crate) labels: record::Labels,
}

/// A metric's name in the ledger; the unit is not part of it, so that a changed unit is
/// seen as a change.
type Name = (record::Labels, String);

/// The lines of a ledger, by metric.
#[derive(Default)]
pub(crate) struct Ledger {
    lines: BTreeMap<Name, Vec<VarianceState>>,
}

impl Ledger {
    /// Takes an earlier line; what is wrong with it, when it does not follow from those
    /// before it.
    fn earlier(&mut self, line: VarianceState) -> Option<String> {
        let lines = self.lines.entry((line.group.clone(), line.field.clone())).or_default();
        let told = lines.iter().any(|l| l.run_id == line.run_id);
        let before = lines.last().map(state_of);
        let (state, _) = fold(before.as_ref(), &run_of(&line));
        let wrong = if told {
            Some(format!("run {:?} is in the ledger twice", line.run_id))
        } else if trust(state.trust) != line.state || state.streak != line.streak || state.runs != line.runs {
            Some(format!("run {:?}: its state does not follow from the lines before it", line.run_id))
        } else {
            None
        };
        if !told {
            lines.push(line);
        }
        wrong
    }

    /// Folds one summary; `Err` is the reason why it cannot be.
    fn next(
        &mut self,
        v: Variance,
        calibrations: &HashMap<Name, Calibration>,
        options: &Options,
    ) -> Result<(VarianceState, bool), String> {
        let Some(run_id) = options.run_id.clone().or(v.run_id.clone()) else {
            return Err("no run_id in it: --run-id names the run".to_owned());
        };
        let name = (v.group.clone(), v.field.clone());
        let lines = self.lines.entry(name.clone()).or_default();
        if let Some(known) = lines.iter().find(|l| l.run_id == run_id) {
            if known.samples_sha256 == v.samples_sha256 {
                return Ok((known.clone(), false));
            }
            return Err(format!("run {run_id:?} is in the ledger with other samples"));
        }
        let mut findings = v.findings.clone();
        // A handful of values may well come again; not all of a longer vector, and hardly
        // in another order.
        let copied = |l: &&VarianceState| l.n == v.n && v.n >= 3 && l.sorted_sha256 == v.sorted_sha256;
        let all_equal = findings.iter().any(|f| f.code == "all-equal");
        if let Some(copy) = lines.iter().find(copied).filter(|_| !all_equal) {
            let about = finding("repeats-run", &[("n", v.n as f64)]);
            findings.push(SampleFinding { name: Some(copy.run_id.clone()), ..about });
        }
        let unit = v.unit;
        let mut line = VarianceState {
            schema: VarianceStateTag,
            run_id,
            group: v.group,
            field: v.field,
            unit: unit.clone(),
            state: TrustState::Observe,
            reason: String::new(),
            streak: 0,
            recent_stable: Vec::new(),
            runs: 0,
            n: v.n,
            stable: run_is_stable(v.rsd_ratio, v.rsd_upper_ratio, options.strict),
            rsd_ratio: v.rsd_ratio,
            median: v.median,
            history: Vec::new(),
            pinned: None,
            rolling: None,
            drift_pinned_ratio: None,
            drift_rolling_ratio: None,
            over_budget: false,
            calibrated: calibrations
                .get(&name)
                .is_some_and(|c| c.usable && calibrate::fits(c, unit.as_deref(), v.env_sha256.as_deref()))
                || lines.last().is_some_and(|l| l.calibrated && l.env_sha256 == v.env_sha256),
            env_sha256: v.env_sha256,
            samples_sha256: v.samples_sha256,
            sorted_sha256: v.sorted_sha256,
            findings,
            labels: if options.labels.is_empty() { v.labels } else { options.labels.clone() },
        };
        if options.accept_made {
            line.findings.retain(|f| f.code != "not-native");
        }
        let before = lines.last().map(state_of);
        let run = Run { pin: options.pin, ..run_of(&line) };
        let (state, reason) = fold(before.as_ref(), &run);
        let anew = state.runs == 1;
        let over = |reference: &Option<ledger::Reference>| {
            let reference = reference.as_ref().filter(|r| r.median > 0.0)?;
            rounded(line.median?.get() / reference.median)
        };
        line.drift_pinned_ratio = over(&state.pinned);
        line.drift_rolling_ratio = before.as_ref().filter(|_| !anew).and_then(|b| over(&b.rolling));
        line.over_budget = line.drift_pinned_ratio.is_some_and(|d| d.get() > options.fail);
        line.state = trust(state.trust);
        reason.word().clone_into(&mut line.reason);
        line.streak = state.streak;
        line.recent_stable.clone_from(&state.recent);
        line.runs = state.runs;
        line.pinned = state.pinned.as_ref().and_then(written);
        line.rolling = state.rolling.as_ref().and_then(written);
        let history = lines.last().filter(|_| !anew).map(|l| l.history.as_slice()).unwrap_or_default();
        line.history = history.iter().copied().chain(line.median).collect();
        let extra = line.history.len().saturating_sub(HISTORY);
        line.history.drain(..extra);
        lines.push(line.clone());
        Ok((line, true))
    }

    /// The last line of every metric, sorted by metric.
    pub(crate) fn last(&self) -> Vec<&VarianceState> {
        self.lines.values().filter_map(|lines| lines.last()).collect()
    }
}

/// One run's own stability; two in a row are the ledger's business.
fn run_is_stable(rsd: Option<Num>, upper: Option<Num>, strict: bool) -> bool {
    (if strict { upper } else { rsd }).is_some_and(|r| r.get() < 0.05)
}

fn trust(state: Trust) -> TrustState {
    match state {
        Trust::Observe => TrustState::Observe,
        Trust::Warn => TrustState::Warn,
        Trust::Gate => TrustState::Gate,
    }
}

fn written(reference: &ledger::Reference) -> Option<Reference> {
    Some(Reference { run_id: reference.run.clone(), median: Num::new(reference.median)? })
}

/// The fold's state, out of a line.
fn state_of(line: &VarianceState) -> State {
    let reference = |r: &Option<Reference>| {
        r.as_ref().map(|r| ledger::Reference { run: r.run_id.clone(), median: r.median.get() })
    };
    State {
        trust: match line.state {
            TrustState::Observe => Trust::Observe,
            TrustState::Warn => Trust::Warn,
            TrustState::Gate => Trust::Gate,
        },
        streak: line.streak,
        recent: line.recent_stable.clone(),
        runs: line.runs,
        pinned: reference(&line.pinned),
        rolling: reference(&line.rolling),
        environment: line.env_sha256.clone(),
        unit: line.unit.clone(),
    }
}

/// What the fold sees of a run, out of a line.
fn run_of(line: &VarianceState) -> Run<'_> {
    Run {
        id: &line.run_id,
        valid: line.n >= MIN_N && !line.findings.iter().any(|f| INVALID.contains(&f.code.as_str())),
        stable: line.stable,
        calibrated: line.calibrated,
        environment: line.env_sha256.as_deref(),
        unit: line.unit.as_deref(),
        median: line.median.map(Num::get),
        pin: line.pinned.as_ref().is_some_and(|p| p.run_id == line.run_id),
    }
}

/// Reads the ledger: its bytes, and its lines. A missing file is an empty ledger.
fn earlier(cx: &Cx, path: &Path, ledger: &mut Ledger) -> Result<Vec<u8>, Error> {
    let name = path.display().to_string();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io(&name, &error)),
    };
    for (i, line) in bytes.split(|b| *b == b'\n').enumerate() {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let reason = match record::schema_of(line).as_deref() {
            Some("variance-state.v1") => match serde_json::from_slice(line) {
                Ok(line) => ledger.earlier(line),
                Err(error) => Some(cli::json_reason(&error)),
            },
            Some(_) => None,
            None => Some("not a record: cut in mid-line?".to_owned()),
        };
        if let Some(reason) = reason {
            cx.bad(Bad { file: &name, line: Some(i as u64 + 1), reason: &reason, bytes: line })?;
        }
    }
    Ok(bytes)
}

/// Folds the summaries of all operands; the ledger, and the new lines.
///
/// # Errors
/// When reading or writing fails, or bad input is to stop the run.
pub(crate) fn run(
    cx: &Cx,
    path: &Path,
    append: bool,
    options: &Options,
    mut each: impl FnMut(&VarianceState) -> Result<(), Error>,
) -> Result<Ledger, Error> {
    // Two runs that end at once must not lose each other's lines.
    let lock = if append {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".lock");
        let lock = files::Lock::acquire(&beside);
        Some(lock.map_err(|e| Error::io(Path::new(&beside).display(), &e.source))?)
    } else {
        None
    };
    let mut ledger = Ledger::default();
    let old = earlier(cx, path, &mut ledger)?;
    let mut calibrations: HashMap<Name, Calibration> = HashMap::new();
    let mut summaries: Vec<(String, u64, Vec<u8>, Variance)> = Vec::new();
    cx.read_lines(|line| {
        Ok(match line.schema().as_deref() {
            Some("variance.v1") => match line.parse::<Variance>() {
                Ok(v) => {
                    summaries.push((line.file.to_owned(), line.number, line.bytes.to_vec(), v));
                    Take::Used
                }
                Err(reason) => Take::Bad(reason),
            },
            Some("calibration.v1") => match line.parse::<Calibration>() {
                Ok(c) => {
                    calibrations.insert((c.group.clone(), c.field.clone()), c);
                    Take::Used
                }
                Err(reason) => Take::Bad(reason),
            },
            _ => Take::Foreign,
        })
    })?;
    let mut added = Vec::new();
    for (file, number, bytes, v) in summaries {
        match ledger.next(v, &calibrations, options) {
            Ok((line, new)) => {
                each(&line)?;
                if new {
                    let text = serde_json::to_vec(&line);
                    added.extend(text.map_err(|e| Error::input(format!("variance-state.v1: {e}")))?);
                    added.push(b'\n');
                }
            }
            Err(reason) => {
                cx.bad(Bad { file: &file, line: Some(number), reason: &reason, bytes: &bytes })?;
            }
        }
    }
    if append && !added.is_empty() {
        let failed = |e: files::PathError| Error::io(path.display(), &e.source);
        let mut to = files::AtomicFile::create(path).map_err(failed)?;
        let between: &[u8] = if old.last().is_some_and(|b| *b != b'\n') { b"\n" } else { b"" };
        for part in [old.as_slice(), between, &added] {
            to.write_all(part).map_err(|e| Error::io(path.display(), &e))?;
        }
        to.commit().map_err(failed)?;
    }
    drop(lock);
    Ok(ledger)
}
