use super::{KEPT_EXACT, Sample, Spare, Store};
use crate::decimal::Number;
use proptest::prelude::*;

fn number(text: &str) -> Number {
    Number::parse(text.as_bytes()).expect("a number")
}

fn of(texts: &[&str]) -> Sample {
    let mut sample = Sample::new();
    texts.iter().for_each(|t| sample.push(number(t)));
    sample.sort(&mut Spare::default());
    sample
}

fn sorted(texts: &[&str]) -> Vec<f64> {
    of(texts).numbers().expect("exact").map(Number::to_f64).collect()
}

#[test]
fn values_are_packed_as_tightly_as_they_allow() {
    assert!(matches!(of(&["1.5", "0.001", "4294967"]).store, Store::Small(_)));
    assert!(matches!(of(&["0.001", "4294967.296"]).store, Store::Large(_)));
    assert!(matches!(of(&["-1"]).store, Store::Large(_)));
    assert!(matches!(of(&["1e-18", "10"]).store, Store::Doubles(..)));
    assert!(matches!(of(&["10", "1e-18"]).store, Store::Doubles(..)));
    assert!(matches!(of(&["1", "1e30"]).store, Store::Doubles(..)));
    assert_eq!(sorted(&["3", "0.25", "10.125", "-7"]), [-7.0, 0.25, 3.0, 10.125]);
    assert_eq!(sorted(&["3", "1e300", "-0", "2.5"]), [0.0, 2.5, 3.0, 1e300]);
}

#[test]
fn the_spelling_of_a_value_does_not_show() {
    let mut short = Sample::new();
    short.push_short(1500, 3);
    short.push_short(25, 1);
    short.push_short(3, 0);
    short.sort(&mut Spare::default());
    assert_eq!(short.sha256(), of(&["3.000", "1.5", "25e-1"]).sha256());
    assert_eq!(short.scale(), 1);
}

#[test]
fn few_values_are_never_a_sketch() {
    let mut sample = Sample::new();
    for n in 0..KEPT_EXACT {
        sample.push_short(n, 0);
    }
    sample.promote(8);
    assert!(sample.sketch().is_none());
    sample.push_short(5, 0);
    sample.promote(8);
    assert!(sample.sketch().is_some());
    assert_eq!(sample.count(), KEPT_EXACT + 1);
}

#[test]
fn a_sketch_comes_back_from_its_parts() {
    let mut sample = Sample::new();
    for n in 0..3000_u64 {
        sample.push_short(n * 17 % 1009, 2);
    }
    sample.push(number("-1e-30"));
    sample.promote(6);
    let sketch = sample.sketch().expect("large enough");
    let back = Sample::from_sketch(&sketch.parts(), &sample.sums().expect("carried"));
    assert_eq!(back.expect("valid").sha256(), sample.sha256());
}

proptest! {
    #[test]
    fn the_order_stays_until_it_is_sorted(texts in proptest::collection::vec(literal(), 0..80)) {
        let numbers: Vec<Number> = texts.iter().map(|t| number(t)).collect();
        let mut sample = Sample::new();
        numbers.iter().for_each(|&n| sample.push(n));
        let mut want: Vec<f64> = numbers.iter().map(|n| n.to_f64()).collect();
        prop_assert_eq!(sample.values(), want.clone());
        let sorted = sample.sorted(&mut Spare::default());
        want.sort_by(f64::total_cmp);
        prop_assert_eq!(sorted.values(), want);
        prop_assert_eq!(sorted.sha256(), of(&texts.iter().map(String::as_str).collect::<Vec<_>>()).sha256());
    }
}

fn literal() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => (0_u32..1_000_000).prop_map(|m| format!("{}.{:03}", m / 1000, m % 1000)),
        3 => (0_u32..5000).prop_map(|m| m.to_string()),
        1 => any::<i32>().prop_map(|m| m.to_string()),
        1 => (any::<i64>(), 0_u32..25).prop_map(|(m, s)| format!("{m}e-{s}")),
        1 => any::<f64>().prop_filter("finite", |v| v.is_finite()).prop_map(|v| format!("{v:e}")),
    ]
}

proptest! {
    #[test]
    fn any_partition_and_tree_give_the_same_hash(
        texts in proptest::collection::vec(literal(), 0..60),
        owner in proptest::collection::vec(0_usize..4, 60),
        copies in prop_oneof![9 => Just(1_usize), 1 => Just(40)],
        precision in 4_u8..=12,
        sketch: bool,
    ) {
        let fill = |mine: &dyn Fn(usize) -> bool| {
            let mut sample = Sample::new();
            for _ in 0..copies {
                for (at, text) in texts.iter().enumerate().filter(|(at, _)| mine(*at)) {
                    // Some by the short way, as the scanner gives them.
                    match text.split_once('.') {
                        Some((a, b)) if text.len() < 9 && !text.contains('e') && at % 2 == 0 => {
                            let digits = format!("{a}{b}").parse().expect("digits");
                            sample.push_short(digits, u8::try_from(b.len()).expect("short"));
                        }
                        _ => sample.push(number(text)),
                    }
                    if sketch && sample.count() > KEPT_EXACT { sample.promote(precision); }
                }
            }
            sample
        };
        let finish = |mut sample: Sample| {
            if sketch { sample.promote(precision); }
            sample.sort(&mut Spare::default());
            (sample.count(), sample.sha256(), sample.moments().sums(), sample.bytes())
        };
        let serial = finish(fill(&|_| true));
        let shard = |n: usize| fill(&|at| owner[at] == n);
        let mut left = shard(0);
        for n in 1..4 { left.merge(shard(n)); }
        let mut inner = shard(3);
        inner.merge(shard(1));
        let mut right = shard(2);
        right.merge(inner);
        right.merge(shard(0));
        let bytes = |t: (u64, [u8; 32], crate::moments::Sums, u64)| {
            // The memory of a sketch is what it grew to; that of values is exact.
            if sketch { (t.0, t.1, t.2, 0) } else { t }
        };
        let serial = bytes(serial);
        prop_assert_eq!(&bytes(finish(left)), &serial);
        prop_assert_eq!(&bytes(finish(right)), &serial);
    }
}
