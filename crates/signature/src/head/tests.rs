//! Failures as runners print them, cut into parts.

use super::{Failure, Head, Sort, cut};

fn text(text: &str) -> Head {
    cut(Failure { text: Some(text), ..Failure::default() })
}

fn check(head: &Head, kind: &str, message: &str, site: &str) {
    assert_eq!(
        (head.kind.as_str(), head.message.as_str(), head.site.as_deref().unwrap_or("")),
        (kind, message, site)
    );
}

#[test]
fn python() {
    let h = text(
        "Traceback (most recent call last):\n  File \"/app/shop/cli.py\", line 3, in main\n    charge(0)\n  File \"/app/shop/pay.py\", line 12, in charge\n    raise ValueError(f\"no price for {x}\")\nValueError: no price for 0\n",
    );
    check(&h, "ValueError", "no price for 0", "pay.py:charge");
}

#[test]
fn pytest() {
    let h = text(
        "def test_total():\n>       assert total([1, 2]) == 4\nE       assert 3 == 4\nE        +  where 3 = total([1, 2])\n\ntests/test_shop.py:12: AssertionError\n",
    );
    assert_eq!(h.message, "assert 3 == 4\nwhere 3 = total(0)");
    assert_eq!((h.sort, h.site.as_deref()), (Sort::Assertion, Some("test_shop.py")));
}

#[test]
fn java_with_causes() {
    let h = cut(Failure {
        kind: Some("java.lang.IllegalStateException"),
        message: None,
        text: Some(
            "java.lang.IllegalStateException: cannot start\n\tat com.example.App.start(App.java:3)\n\tat com.example.AppTest.starts(AppTest.java:9)\nCaused by: java.net.BindException: Address already in use\n\tat java.base/sun.nio.ch.Net.bind(Net.java:1)\n\t... 40 more\n",
        ),
    });
    check(
        &h,
        "IllegalStateException",
        "cannot start\ncaused by java.net.BindException: Address already in use",
        "App.java:App.start",
    );
}

#[test]
fn rust_in_both_layouts() {
    let new = text(
        "thread 'tests::adds' (123) panicked at src/lib.rs:10:9:\nassertion `left == right` failed\n  left: 4\n right: 5\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n",
    );
    check(&new, "panic", "assertion `left == right` failed\nleft: 0\nright: 0", "lib.rs");
    let old = text(
        "thread 'main' panicked at 'index out of bounds: the len is 3 but the index is 7', src/main.rs:4:5\nnote: run with `RUST_BACKTRACE=1`\n",
    );
    check(&old, "panic", "index out of bounds: the len is 3 but the index is 7", "main.rs");
}

#[test]
fn go_panics() {
    let h = text(
        "panic: runtime error: index out of range [5] with length 3 [recovered]\n\tpanic: runtime error: index out of range [5] with length 3\n\ngoroutine 7 [running]:\ntesting.tRunner.func1.2({0x1, 0x2})\n\t/usr/local/go/src/testing/testing.go:1632 +0x230\nexample.com/shop.Pick(...)\n\t/app/shop/shop.go:9 +0x1d\n",
    );
    assert_eq!((h.kind.as_str(), h.site.as_deref()), ("panic", Some("shop.go:shop.Pick")));
}

#[test]
fn node() {
    let h = text(
        "TypeError: Cannot read properties of undefined (reading 'price')\n    at charge (/app/src/pay.js:3:11)\n    at node:internal/main:1:2\n\nNode.js v22.1.0\n",
    );
    check(&h, "TypeError", "Cannot read properties of undefined (reading 'price')", "pay.js:charge");
}

#[test]
fn a_filler_message_gives_way_to_the_text() {
    let h = cut(Failure {
        kind: Some("failure"),
        message: Some("Failed"),
        text: Some("    pay_test.go:12: Total() = 3, want 4\n"),
    });
    assert!(h.message.contains("Total()"), "{h:?}");
}
