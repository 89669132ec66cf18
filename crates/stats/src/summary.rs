//! What is said about a sample: extremes, moments, quantiles, and how sure they are.

use crate::decimal::Number;
use crate::harrell_davis::harrell_davis;
use crate::interval::{interval, need};
use crate::quantile::{Position, Quantile, Type, between, position};
use crate::sample::{Sample, Spare};
use crate::sketch::{Sketch, error_ratio};

/// How a quantile is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// One of the nine types of Hyndman and Fan.
    Type(Type),
    /// Harrell and Davis; exact samples only.
    HarrellDavis,
}

/// What is wanted.
#[derive(Clone, Debug)]
pub struct Request {
    /// The quantiles, in the order in which they are reported.
    pub quantiles: Vec<Quantile>,
    /// Their definition.
    pub method: Method,
    /// The confidence of the intervals, in 0..1.
    pub confidence: f64,
}

/// A confidence interval in units of the sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The lower end.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
    /// The probability that the quantile lies between, at least the one asked for.
    pub coverage: f64,
}

/// One quantile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Which one.
    pub quantile: Quantile,
    /// Its value; `None` for an empty sample, or Harrell-Davis on a sketch.
    pub value: Option<f64>,
    /// Its interval; `None` where the sample is too small for one.
    pub bounds: Option<Bounds>,
    /// Where there is no interval: how many values it would take. `None` beside
    /// `bounds: None`: no sample is large enough (the quantiles 0 and 1).
    pub need: Option<u64>,
}

/// A sample in numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// How many values.
    pub n: u64,
    /// The smallest.
    pub min: Option<f64>,
    /// The largest.
    pub max: Option<f64>,
    /// The arithmetic mean, correctly rounded.
    pub mean: Option<f64>,
    /// The standard deviation (n - 1), correctly rounded.
    pub sd: Option<f64>,
    /// Whether mean and sd are those of doubles nearest to some of the values.
    pub rounded: bool,
    /// The quantiles, in the order asked for.
    pub estimates: Vec<Estimate>,
    /// For a sketch: the bound on the relative error of the quantiles.
    pub error_ratio: Option<f64>,
    /// The sample's hash: see [`Sample::sha256`].
    pub sha256: [u8; 32],
}

/// Sorts the sample and says what is asked about it.
pub fn summarize(sample: &mut Sample, request: &Request, spare: &mut Spare) -> Summary {
    sample.sort(spare);
    let n = sample.count();
    let moments = sample.moments();
    let estimates = match sample.sketch() {
        None => request.quantiles.iter().map(|&q| exact(sample, q, request)).collect(),
        Some(sketch) => sketched(sketch, request),
    };
    let (min, max) = match sample.sketch() {
        Some(sketch) => (sketch.min(), sketch.max()),
        None => {
            let value = |rank| sample.at(rank).map(Number::to_f64);
            (value(0), n.checked_sub(1).and_then(value))
        }
    };
    Summary {
        n,
        min,
        max,
        mean: moments.mean(),
        sd: moments.sd(),
        rounded: moments.is_rounded(),
        estimates,
        error_ratio: sample.sketch().map(|s| error_ratio(s.precision())),
        sha256: sample.sha256(),
    }
}

fn exact(sample: &Sample, q: Quantile, request: &Request) -> Estimate {
    let n = sample.count();
    let value = match request.method {
        Method::Type(by) => {
            position(n, q, by).and_then(|at| Some(between(sample.at(at.lower)?, sample.at(at.upper)?, at)))
        }
        Method::HarrellDavis => harrell_davis(n, q, |rank| sample.at(rank).map_or(f64::NAN, Number::to_f64)),
    };
    let bounds = interval(n, q, request.confidence).and_then(|found| {
        let end = |rank| sample.at(rank).map(Number::to_f64);
        Some(Bounds { lower: end(found.lower)?, upper: end(found.upper)?, coverage: found.coverage })
    });
    let need = if bounds.is_none() { need(q, request.confidence) } else { None };
    Estimate { quantile: q, value, bounds, need }
}

/// All ranks of all quantiles in one walk over the buckets.
fn sketched(sketch: &Sketch, request: &Request) -> Vec<Estimate> {
    let n = sketch.count();
    let places: Vec<_> = request
        .quantiles
        .iter()
        .map(|&q| {
            let at = match request.method {
                Method::Type(by) => position(n, q, by),
                Method::HarrellDavis => None,
            };
            (q, at, interval(n, q, request.confidence))
        })
        .collect();
    let mut ranks: Vec<u64> = places
        .iter()
        .flat_map(|(_, at, found)| {
            let at = at.map(|at: Position| [at.lower, at.upper]);
            let found = found.map(|found| [found.lower, found.upper]);
            at.into_iter().chain(found).flatten()
        })
        .collect();
    ranks.sort_unstable();
    ranks.dedup();
    let values = sketch.at_ranks(&ranks);
    let value = |rank: u64| ranks.binary_search(&rank).ok().and_then(|at| values[at]);
    let (min, max) = (sketch.min().unwrap_or(0.0), sketch.max().unwrap_or(0.0));
    let ratio = error_ratio(sketch.precision());
    let estimate = |&(quantile, at, found): &(Quantile, Option<Position>, _)| {
        // Both neighbours are estimated: only then does the bound hold between them.
        let between = |at: Position| {
            let (low, high) = (value(at.lower)?, value(at.upper)?);
            Some(if low == high { low } else { low + (high - low) * at.weight() })
        };
        let bounds = Option::<crate::interval::Interval>::and_then(found, |found| {
            // The ends are order statistics within the sketch's error: widened by it.
            let (low, high) = (value(found.lower)?, value(found.upper)?);
            Some(Bounds {
                lower: least(low, ratio).max(min),
                upper: most(high, ratio).min(max),
                coverage: found.coverage,
            })
        });
        let need = if bounds.is_none() { need(quantile, request.confidence) } else { None };
        Estimate { quantile, value: at.and_then(between), bounds, need }
    };
    places.iter().map(estimate).collect()
}

/// The smallest value that an estimate may stand for: the error is relative to the value, not
/// to the estimate.
fn least(estimate: f64, ratio: f64) -> f64 {
    if estimate < 0.0 { estimate / (1.0 - ratio) } else { estimate / (1.0 + ratio) }
}

/// The largest one.
fn most(estimate: f64, ratio: f64) -> f64 {
    -least(-estimate, ratio)
}

#[cfg(test)]
mod tests {
    use super::{Method, Number, Request, summarize};

    use crate::quantile::{Quantile, Type};
    use crate::sample::{Sample, Spare};
    use proptest::prelude::*;

    fn request(percents: &[&str], method: Method) -> Request {
        let quantiles = percents.iter().map(|p| Quantile::percent(p).expect("fine")).collect();
        Request { quantiles, method, confidence: 0.95 }
    }

    const SEVEN: Method = Method::Type(Type::Seven);

    fn hundred() -> Sample {
        let mut sample = Sample::new();
        (1..=100).rev().for_each(|n| sample.push_short(n, 0));
        sample
    }

    #[test]
    fn a_hundred_values() {
        let want = request(&["50", "95", "99"], SEVEN);
        let got = summarize(&mut hundred(), &want, &mut Spare::default());
        assert_eq!((got.n, got.min, got.max, got.mean), (100, Some(1.0), Some(100.0), Some(50.5)));
        assert_eq!(got.sd, Some((10_100.0_f64 / 12.0).sqrt()));
        let values: Vec<_> = got.estimates.iter().map(|e| e.value).collect();
        assert_eq!(values, [Some(50.5), Some(95.05), Some(99.01)]);
        let p95 = got.estimates[1].bounds.expect("enough");
        assert_eq!((p95.lower, p95.upper), (90.0, 100.0));
        assert_eq!((got.estimates[2].bounds, got.estimates[2].need), (None, Some(368)));
        assert_eq!(got.error_ratio, None);
    }

    /// Values at the upper end of their bucket are the furthest from what stands for them.
    #[test]
    fn a_sketched_interval_reaches_to_the_edge_of_its_buckets() {
        for sign in [1.0, -1.0] {
            let mut sample = Sample::new();
            for i in 0..1200 {
                let octave = f64::from(1 << (i % 3));
                sample.push(Number::from_f64(sign * octave * (1.0625 - 1e-9)).expect("finite"));
            }
            let want = request(&["10", "50", "90"], SEVEN);
            let sure = summarize(&mut sample.clone(), &want, &mut Spare::default());
            sample.promote(4);
            let rough = summarize(&mut sample, &want, &mut Spare::default());
            for (a, b) in sure.estimates.iter().zip(&rough.estimates) {
                let (a, b) = (a.bounds.expect("enough"), b.bounds.expect("enough"));
                assert!(b.lower <= a.lower && b.upper >= a.upper, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn nothing_gives_nothing() {
        let want = request(&["50", "100"], Method::HarrellDavis);
        let got = summarize(&mut Sample::new(), &want, &mut Spare::default());
        assert_eq!((got.n, got.min, got.mean, got.sd), (0, None, None, None));
        assert!(got.estimates.iter().all(|e| e.value.is_none() && e.bounds.is_none()));
        assert_eq!((got.estimates[0].need, got.estimates[1].need), (Some(6), None));
    }

    proptest! {
        #[test]
        fn a_sketch_says_what_the_values_say(
            values in proptest::collection::vec(1_u64..3_000_000, 1100..1400),
            p in 4_u8..=12,
            by in 1_u8..=9,
        ) {
            let mut sample = Sample::new();
            values.iter().for_each(|&v| sample.push_short(v, 3));
            let mut rough = sample.clone();
            rough.promote(p);
            let want = request(&["0", "1", "50", "90", "99", "99.9", "100"], Method::Type(Type::new(by).expect("1 to 9")));
            let sure = summarize(&mut sample, &want, &mut Spare::default());
            let rough = summarize(&mut rough, &want, &mut Spare::default());
            let bound = rough.error_ratio.expect("a sketch") * (1.0 + 1e-9);
            prop_assert_eq!((rough.min, rough.max, rough.mean, rough.sd), (sure.min, sure.max, sure.mean, sure.sd));
            for (a, b) in sure.estimates.iter().zip(&rough.estimates) {
                let (x, y) = (a.value.expect("not empty"), b.value.expect("not empty"));
                prop_assert!((x - y).abs() <= bound * x, "{x} and {y}");
                prop_assert_eq!(a.need, b.need);
                if let (Some(a), Some(b)) = (a.bounds, b.bounds) {
                    prop_assert!(b.lower <= a.lower * (1.0 + 1e-12) && b.upper * (1.0 + 1e-12) >= a.upper);
                    prop_assert_eq!(a.coverage, b.coverage);
                }
            }
        }

        #[test]
        fn estimates_stay_inside_of_the_sample(values in proptest::collection::vec(any::<i32>(), 1..50), q in 0_u32..=100) {
            let mut sample = Sample::new();
            for v in &values { sample.push(Number::parse(v.to_string().as_bytes()).expect("a number")); }
            let q = q.to_string();
            let methods = (1..=9).filter_map(Type::new).map(Method::Type).chain([Method::HarrellDavis]);
            for method in methods {
                let got = summarize(&mut sample, &request(&[&q], method), &mut Spare::default());
                let value = got.estimates[0].value.expect("not empty");
                prop_assert!(Some(value) >= got.min && Some(value) <= got.max);
            }
        }
    }
}
