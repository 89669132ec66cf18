import ctypes
import os


def test_before_the_crash():
    assert True


def test_failing_before_the_crash():
    assert 1 == 2


def test_crashing():
    how = os.environ.get("SAMPLE_CRASH", "abort")
    print("about to crash:", how, flush=True)
    if how == "abort":
        os.abort()
    elif how == "exit":
        os._exit(3)
    elif how == "segfault":
        ctypes.string_at(0)


def test_after_the_crash():
    assert True
