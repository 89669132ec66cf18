import time
import unittest


class ShopTest(unittest.TestCase):
    def test_converts(self):
        self.assertEqual(1000 * 109 // 100, 1090)

    def test_rounding_fails(self):
        time.sleep(0.01)
        self.assertEqual(333 * 109 // 100, 363, "rounding went wrong")

    def test_uncaught_error(self):
        raise KeyError("no rate for zzz")

    @unittest.skip("needs the rate service")
    def test_skipped(self):
        raise AssertionError("never runs")

    @unittest.expectedFailure
    def test_expected_failure(self):
        self.assertEqual(1, 2)

    @unittest.expectedFailure
    def test_unexpected_pass(self):
        self.assertEqual(1, 1)

    def test_unicode_and_control_fails(self):
        self.fail("message with \x1b[31mred\x1b[0m, bell \x07, ]]> and <b>&amp;</b> 日本語 🦀")

    def test_subtests(self):
        for n in range(3):
            with self.subTest(n=n):
                self.assertNotEqual(n, 1)


class BrokenSetUp(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise ConnectionError("database is not reachable: connect to db.test:5432 refused")

    def test_never_runs(self):
        pass
