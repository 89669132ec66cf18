//! What is promised about intervals and sketches, tried on random distributions. Draws come
//! from a fixed seed, so the tests cannot fail now and then.

use runproof_stats::interval::interval;
use runproof_stats::quantile::Quantile;
use runproof_stats::sketch::{Sketch, error_ratio};

/// splitmix64 (Steele, Lea, Flood 2014).
struct Draw(u64);

impl Draw {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Between 0 and 1, never either.
    fn share(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.share().ln()).sqrt() * (2.0 * std::f64::consts::PI * self.share()).cos()
    }
}

/// A distribution's name and its quantile function: what it draws at a share.
type Shape = (&'static str, fn(f64) -> f64);

const SHAPES: [Shape; 4] = [
    ("exponential", |p| -(-p).ln_1p()),
    ("heavy-tailed", |p| (1.0 - p).powf(-0.8)),
    ("bimodal", |p| if p < 0.7 { 10.0 + p } else { 100.0 * p }),
    ("ties", |p| (p * 8.0).floor()),
];

#[test]
fn intervals_cover_as_often_as_they_say() {
    const TRIALS: u32 = 4000;
    let mut draw = Draw(1);
    for (percent, n) in [("50", 6), ("50", 40), ("90", 60), ("95", 100), ("99", 400), ("10", 50)] {
        let q = Quantile::percent(percent).expect("a percentage");
        let found = interval(n, q, 0.95).expect("large enough");
        for (name, shape) in SHAPES {
            let truth = shape(q.to_f64());
            let mut covered = 0_u32;
            for _ in 0..TRIALS {
                let mut sample: Vec<f64> = (0..n).map(|_| shape(draw.share())).collect();
                sample.sort_by(f64::total_cmp);
                let at = |rank: u64| sample[usize::try_from(rank).expect("small")];
                covered += u32::from(at(found.lower) <= truth && truth <= at(found.upper));
            }
            let seen = f64::from(covered) / f64::from(TRIALS);
            // Four standard errors of the simulation.
            let error = 4.0 * (found.coverage * (1.0 - found.coverage) / f64::from(TRIALS)).sqrt();
            assert!(seen >= found.coverage - error, "{name} p{percent} n {n}: {seen} of {found:?}");
            if name != "ties" {
                assert!(seen <= found.coverage + error, "{name} p{percent} n {n}: {seen} of {found:?}");
            }
        }
    }
}

#[test]
fn the_sketch_keeps_its_bound_on_a_hundred_thousand_distributions() {
    let mut draw = Draw(2);
    let mut worst = 0.0_f64;
    for trial in 0..100_000_u32 {
        let precision = 4 + (draw.bits() % 9) as u8;
        let (centre, spread) = (draw.normal() * 20.0, draw.share() * 5.0);
        let n = 1 + draw.bits() % 24;
        let mut sample: Vec<f64> = (0..n)
            .map(|_| match trial % 5 {
                0 => (centre + spread * draw.normal()).exp(),
                1 => centre + spread * draw.normal(),
                2 => (centre * 2.0).exp2() * (1.0 + draw.share() * 1e-3),
                3 => (draw.share() * spread * 10.0).floor(),
                _ => f64::from_bits(draw.bits() & !(0x7fff << 52) | (draw.bits() % 2046 + 1) << 52),
            })
            .collect();
        let mut sketch = Sketch::new(precision);
        sample.iter().for_each(|&value| sketch.add(value));
        sample.sort_by(f64::total_cmp);
        let ranks: Vec<u64> = (0..n).collect();
        let bound = error_ratio(precision);
        for (got, want) in sketch.at_ranks(&ranks).into_iter().zip(&sample) {
            let got = got.expect("in range");
            if want.abs() < f64::MIN_POSITIVE {
                assert!(got.abs() < f64::MIN_POSITIVE, "{got} for {want}");
                continue;
            }
            // Scaled down first: the difference of two huge doubles must not overflow.
            let share = (got / 4.0 - want / 4.0).abs() / (want / 4.0).abs() / bound;
            assert!(share <= 1.0 + 1e-9, "{got:e} for {want:e} at {precision}: {share} of the bound");
            worst = worst.max(share);
        }
    }
    // The bound is tight: something comes near it.
    assert!(worst > 0.99, "{worst}");
}
