import pytest


class TestCart:
    def test_total(self, cart):
        assert cart.total() == 1359

    def test_unreachable_database(self, database):
        assert database

    def test_teardown_error_after_pass(self, leaky):
        assert leaky

    def test_two_failures_call_and_teardown(self, leaky):
        assert leaky == "nothing"

    class TestDiscount:
        @pytest.mark.parametrize("percent", [0, 10, 100])
        def test_discount(self, cart, percent):
            assert cart.total(percent) == 1359 - 1359 * percent // 100

        def test_multi_line_difference_fails(self, cart):
            assert [line[0] for line in cart.lines] == ["pen", "ink", "paper"]
