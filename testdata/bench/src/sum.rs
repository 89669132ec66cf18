use criterion::{Criterion, black_box, criterion_group, criterion_main};

fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("sum");
    for n in [100u64, 10_000] {
        group.bench_function(format!("n={n}"), |b| {
            b.iter(|| (0..black_box(n)).map(|i| i.wrapping_mul(i)).fold(0, u64::wrapping_add))
        });
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
