#include <benchmark/benchmark.h>

static void Sum(benchmark::State& state) {
  for (auto _ : state) {
    long total = 0;
    for (long i = 0; i < state.range(0); i++) benchmark::DoNotOptimize(total += i * i);
  }
}
BENCHMARK(Sum)->Arg(100)->Arg(10000)->Unit(benchmark::kMicrosecond);
BENCHMARK_MAIN();
