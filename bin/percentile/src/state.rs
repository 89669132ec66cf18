//! States: populations as records that travel, and back.

use crate::groups::{Name, Population};
use crate::invalid::Counts;
use crate::report::hex;
use record::percentile::{Mode, PercentileState, PercentileStateTag, StateInteger, StateSums};
use record::{Labels, Num};
use stats::decimal::{Decimal, Number};
use stats::moments::Sums;
use stats::sample::{Sample, Spare};
use stats::sketch::Parts;

/// Values in one record: a line of it stays well below the longest line that is read.
const MOST: usize = 500_000;

/// What the records are about.
pub(crate) struct About<'a> {
    pub(crate) by: &'a [String],
    pub(crate) field: &'a str,
    pub(crate) unit: Option<&'a str>,
    pub(crate) complete: bool,
    pub(crate) labels: &'a Labels,
}

/// Writes all populations, by name; one of very many values as several records, each a
/// state of its own.
pub(crate) fn write<E>(
    groups: Vec<Population>,
    about: &About<'_>,
    mut emit: impl FnMut(&PercentileState) -> Result<(), E>,
) -> Result<(), E> {
    let mut all: Vec<_> = groups.into_iter().map(|p| (p.name(), p)).collect();
    all.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(std::cmp::Ordering::Equal));
    let mut spare = Spare::default();
    for (name, mut population) in all {
        population.sample.sort(&mut spare);
        let mut invalid = Some(population.invalid);
        for part in parts(population.sample, &mut spare) {
            emit(&record(&name, &part, &invalid.take().unwrap_or_default(), about))?;
        }
    }
    Ok(())
}

/// A sorted sample in pieces that fit a line. A sketch is one piece; so is a sample of
/// doubles, whose sums cannot be told apart by value.
fn parts(sample: Sample, spare: &mut Spare) -> Vec<Sample> {
    if sample.count() <= MOST as u64 || sample.sums().is_some() {
        return vec![sample];
    }
    let mut parts = Vec::new();
    let mut numbers = sample.numbers().into_iter().flatten().peekable();
    while numbers.peek().is_some() {
        let mut part = Sample::new();
        numbers.by_ref().take(MOST).for_each(|number| part.push(number));
        part.sort(spare);
        parts.push(part);
    }
    parts
}

fn record(name: &Name, sample: &Sample, invalid: &Counts, about: &About<'_>) -> PercentileState {
    let mut state = PercentileState {
        schema: PercentileStateTag,
        group: name.group(about.by),
        field: about.field.to_owned(),
        unit: name.unit.as_deref().or(about.unit).map(str::to_owned),
        mode: Mode::Exact,
        n: sample.count(),
        invalid: invalid.by_name(),
        complete: about.complete,
        scale: None,
        integers: None,
        doubles: None,
        precision: None,
        min: None,
        max: None,
        zeros: None,
        above: None,
        below: None,
        sums: sample.sums().map(|sums| StateSums {
            scale: sums.scale,
            sum: sums.sum,
            squares: sums.squares,
            doubles: sums.doubles,
            double_sum: sums.double_sum,
            double_squares: sums.double_squares,
        }),
        sha256: hex(&sample.sha256()),
        labels: about.labels.clone(),
    };
    if let Some(sketch) = sample.sketch() {
        let parts = sketch.parts();
        state.mode = Mode::Sketch;
        state.precision = Some(parts.precision);
        state.min = parts.min.and_then(Num::new);
        state.max = parts.max.and_then(Num::new);
        state.zeros = Some(parts.zeros);
        state.above = Some(parts.above);
        state.below = Some(parts.below);
    } else if state.sums.is_some() {
        let numbers = sample.numbers().into_iter().flatten();
        state.doubles = Some(numbers.filter_map(|n| Num::new(n.to_f64())).collect());
    } else {
        let scale = sample.scale();
        let mut before = 0;
        let delta = |number| {
            let Number::Plain(decimal) = number else { return None };
            let now = i128::from(decimal.mantissa_at(scale)?);
            let delta = now - before;
            before = now;
            Some(StateInteger(delta))
        };
        state.scale = Some(scale);
        state.integers = Some(sample.numbers().into_iter().flatten().filter_map(delta).collect());
    }
    state
}

/// The sample of a record; what is wrong with one that is not whole.
pub(crate) fn read(state: &PercentileState) -> Result<Sample, String> {
    let sums = state.sums.as_ref().map(|sums| Sums {
        n: state.n,
        scale: sums.scale,
        sum: sums.sum.clone(),
        squares: sums.squares.clone(),
        doubles: sums.doubles,
        double_sum: sums.double_sum.clone(),
        double_squares: sums.double_squares.clone(),
    });
    let need_sums = || sums.as_ref().ok_or("no sums");
    let mut sample = match (&state.integers, &state.doubles, &state.above, &state.below) {
        (Some(integers), None, None, None) => {
            let scale = state.scale.ok_or("integers without their scale")?;
            let mut sample = Sample::new();
            let mut now = 0_i128;
            for StateInteger(delta) in integers {
                now = now.checked_add(*delta).ok_or("an integer is out of range")?;
                let mantissa = i64::try_from(now).map_err(|_| "an integer is out of range")?;
                let decimal = Decimal::new(mantissa, scale.into()).ok_or("an integer is out of range")?;
                sample.push(Number::Plain(decimal));
            }
            sample
        }
        (None, Some(doubles), None, None) => {
            let values = doubles.iter().map(|v| v.get()).collect();
            Sample::from_doubles(values, need_sums()?).ok_or("values and sums contradict each other")?
        }
        (None, None, Some(above), Some(below)) => {
            let parts = Parts {
                precision: state.precision.ok_or("a sketch without its precision")?,
                min: state.min.map(Num::get),
                max: state.max.map(Num::get),
                zeros: state.zeros.unwrap_or(0),
                above: above.clone(),
                below: below.clone(),
            };
            Sample::from_sketch(&parts, need_sums()?).ok_or("a sketch that contradicts itself")?
        }
        _ => return Err("one of integers, doubles and above with below is wanted".to_owned()),
    };
    sample.sort(&mut Spare::default());
    if sample.count() != state.n {
        return Err(format!("{} values where n is {}", sample.count(), state.n));
    }
    if hex(&sample.sha256()) != state.sha256 {
        return Err("the hash does not fit: the state was changed or cut".to_owned());
    }
    Ok(sample)
}
