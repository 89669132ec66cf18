import logging
import sys


def test_prints_a_lot():
    for i in range(40):
        print(f"line {i:04d} of a chatty test, with some padding to make it real")
    print("warn: low on ink", file=sys.stderr)


def test_unicode_and_control_output_passes():
    print("naïve café ✓ 日本語 🦀 \x1b[31mred\x1b[0m bell\x07 nul\x00 cr\rback ]]> &amp; <tag>")
    logging.getLogger("shop").warning("a warning with \x1b[1mbold\x1b[0m")


def test_unicode_and_control_output_fails():
    print("before the failure: ünïcode \x1b[32mgreen\x1b[0m")
    assert False, "message with \x1b[31mred\x1b[0m, nul \x00, bell \x07, ]]> and <b>&amp;</b> 日本語 🦀"
