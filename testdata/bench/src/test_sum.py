def total(n):
    return sum(i * i for i in range(n))


def test_small(benchmark):
    assert benchmark.pedantic(total, args=(100,), rounds=12, iterations=20) == 328350


def test_large(benchmark):
    assert benchmark.pedantic(total, args=(10000,), rounds=12, iterations=3) == 333283335000
