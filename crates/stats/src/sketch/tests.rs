use super::{MAX_BUCKETS, Sketch, error_ratio};
use proptest::prelude::*;

fn of(precision: u8, values: &[f64]) -> Sketch {
    let mut sketch = Sketch::new(precision);
    values.iter().for_each(|&v| sketch.add(v));
    sketch
}

/// Every rank's estimate keeps the bound.
fn check(sketch: &Sketch, values: &[f64]) {
    let mut sorted: Vec<f64> = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let ranks: Vec<u64> = (0..sorted.len() as u64).collect();
    let bound = error_ratio(sketch.precision()) * (1.0 + 1e-12);
    for (got, want) in sketch.at_ranks(&ranks).into_iter().zip(&sorted) {
        let got = got.expect("in range");
        let small = want.abs() < f64::MIN_POSITIVE;
        assert!(
            (got - want).abs() <= bound * want.abs() || small && got.abs() < f64::MIN_POSITIVE,
            "{got:e} for {want:e} at precision {}",
            sketch.precision()
        );
    }
    assert_eq!(sketch.at_ranks(&[sorted.len() as u64]), [None]);
}

#[test]
fn the_published_bounds() {
    for (p, bound) in [(5, 0.015_384), (6, 0.007_751), (7, 0.003_891), (8, 0.001_949)] {
        assert!((error_ratio(p) - bound).abs() < 1e-6, "p {p}");
    }
}

#[test]
fn edges_extremes_and_signs() {
    let values = [0.0, -0.0, 5e-324, -1.0, -1e-300, 1.0, 1e300, f64::MAX, f64::MIN, f64::MIN_POSITIVE];
    for p in 4..=12 {
        check(&of(p, &values), &values);
    }
    assert_eq!(Sketch::new(8).at_ranks(&[0]), [None]);
    assert_eq!(of(8, &[f64::NAN, f64::INFINITY]).count(), 0);
    assert_eq!(of(8, &[3.7]).at_ranks(&[0]), [Some(3.7)]);
}

#[test]
fn a_counter_goes_around_without_losing_count() {
    let mut sketch = Sketch::new(8);
    for _ in 0..200_000 {
        sketch.add(10.0);
    }
    sketch.add(20.0);
    sketch.add(1.0);
    assert_eq!(sketch.parts().above.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [1, 200_000, 1]);
    assert_eq!(sketch.above.filled, 3);
    let mut twice = sketch.clone();
    twice.merge(&sketch);
    assert_eq!(twice.parts().above[1].1, 400_000);
    assert_eq!(Sketch::from_parts(&twice.parts()).expect("valid").parts(), twice.parts());
}

#[test]
fn too_many_buckets_halve_the_precision() {
    let mut sketch = Sketch::new(12);
    let mut value = 1e-200_f64;
    for _ in 0..3 * MAX_BUCKETS {
        value *= 1.0 + 1.0 / 4096.0;
        sketch.add(value);
    }
    // 69 octaves: 70 thousand buckets at 10 bits, half of that at 9.
    assert_eq!(sketch.precision(), 9);
    assert!(sketch.above.filled <= MAX_BUCKETS);
    let mut parts = sketch.parts();
    parts.above[3].1 = 0;
    assert!(Sketch::from_parts(&parts).is_none(), "an empty bucket is not canonical");
}

fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => (-4_f64..14.0).prop_map(f64::exp2),
        1 => any::<f64>().prop_filter("finite", |v| v.is_finite()),
        1 => Just(0.0),
        1 => (-50_i32..50).prop_map(f64::from),
    ]
}

proptest! {
    #[test]
    fn the_bound_holds(values in proptest::collection::vec(any_value(), 1..200), p in 4_u8..=12) {
        check(&of(p, &values), &values);
    }

    #[test]
    fn any_partition_and_tree_give_the_same_parts(
        values in proptest::collection::vec(any_value(), 0..200),
        owner in proptest::collection::vec(0_usize..5, 200),
        p in 4_u8..=12,
    ) {
        let serial = of(p, &values);
        let mut shards = vec![Sketch::new(p); 5];
        for (value, &owner) in values.iter().zip(&owner) { shards[owner].add(*value); }
        let mut left = shards[0].clone();
        for shard in &shards[1..] { left.merge(shard); }
        let mut right = shards[4].clone();
        let mut inner = shards[3].clone();
        inner.merge(&shards[1]);
        right.merge(&shards[2]);
        right.merge(&inner);
        right.merge(&shards[0]);
        prop_assert_eq!(left.parts(), serial.parts());
        prop_assert_eq!(right.parts(), serial.parts());
        prop_assert_eq!(Sketch::from_parts(&serial.parts()).expect("valid").parts(), serial.parts());
    }

    #[test]
    fn coarsening_is_counting_coarsely(values in proptest::collection::vec(any_value(), 0..200), p in 4_u8..=12, q in 4_u8..=12) {
        let mut merged = of(p, &values);
        merged.merge(&of(q, &values));
        let both: Vec<f64> = values.iter().chain(&values).copied().collect();
        prop_assert_eq!(merged.parts(), of(p.min(q), &both).parts());
        let mut coarse = of(p, &values);
        coarse.coarsen_to(q);
        prop_assert_eq!(coarse.parts(), of(p.min(q), &values).parts());
    }
}
