import time

from shop.chance import draw, fails

ATTEMPTS = {}


def attempt(name):
    ATTEMPTS[name] = ATTEMPTS.get(name, 0) + 1
    return ATTEMPTS[name]


def test_flaky_rare():
    """fails in about 1 run of 10"""
    n = attempt("flaky rare")
    port = 30000 + draw("flaky rare", n) % 20000
    if fails("flaky rare", 0.1, n):
        raise TimeoutError(f"no answer from 127.0.0.1:{port} after {1500 + port % 97} ms")


def test_flaky_sometimes():
    """fails in about 3 runs of 10"""
    n = attempt("flaky_sometimes")
    key = f"{draw('flaky_sometimes', n):016x}"
    time.sleep(0.002)
    assert not fails("flaky_sometimes", 0.3, n), f"row {key} is missing from /tmp/shop-{key[:8]}/orders.db"


def test_flaky_often():
    """fails in about 5 runs of 10"""
    n = attempt("flaky_often")
    seen = ["a", "b", "c"]
    if fails("flaky_often", 0.5, n):
        seen.reverse()
    assert seen == ["a", "b", "c"]


def test_timing_varies():
    """never fails; its time differs between runs"""
    time.sleep(0.001 + (draw("timing", 1) % 20) / 1000)
