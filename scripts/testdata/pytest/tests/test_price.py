import sys

import pytest

from shop import PriceError, convert


@pytest.mark.parametrize("currency, want", [("eur", 1000), ("usd", 1090), ("gbp", 860), ("¥en", 162300)])
def test_convert(currency, want):
    assert convert(1000, currency) == want


@pytest.mark.parametrize("text", ["a::b", "x[1]", "tab\there", "naïve ✓", "", "path/to"])
def test_odd_parameter(text):
    assert isinstance(text, str)


def test_unknown_currency():
    with pytest.raises(PriceError, match="no rate"):
        convert(1, "xxx")


def test_rounding_fails():
    assert convert(333, "usd") == 363, "rounding went wrong"


def test_uncaught_error_fails():
    convert(1, "zzz")


@pytest.mark.skip(reason="needs the rate service")
def test_skip_with_reason():
    raise AssertionError("never runs")


@pytest.mark.skipif(sys.version_info > (3,), reason="only for Python 2 & <older>")
def test_skip_on_condition():
    raise AssertionError("never runs")


def test_skip_inside():
    pytest.skip("found no network")


@pytest.mark.xfail(reason="bug 17: negative prices")
def test_expected_failure():
    assert convert(-1, "usd") == -1


@pytest.mark.xfail(reason="bug 18, fixed meanwhile")
def test_unexpected_pass():
    assert convert(100, "eur") == 100


@pytest.mark.xfail(strict=True, reason="bug 19, fixed meanwhile, strict")
def test_unexpected_pass_strict():
    assert convert(100, "eur") == 100
