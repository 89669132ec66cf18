package shop;

import static org.junit.jupiter.api.Assertions.*;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.*;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShopTest {
    static int convert(int cents, String currency) {
        switch (currency) {
            case "eur": return cents;
            case "usd": return cents * 109 / 100;
            default: throw new IllegalArgumentException("no rate for " + currency);
        }
    }

    @Test void converts() { assertEquals(1090, convert(1000, "usd")); }

    @Test @DisplayName("rounding ✓ goes <wrong>") void roundingFails() { assertEquals(363, convert(333, "usd"), "rounding went wrong"); }

    @Test void twoFailures() { assertAll("both", () -> assertEquals(1, 2), () -> assertEquals("a", "b")); }

    @Test void uncaughtError() { convert(1, "zzz"); }

    @Test @Disabled("needs the rate service") void disabled() {}

    @Test void assumption() { assumeTrue(false, "no network here"); }

    @ParameterizedTest @ValueSource(strings = {"eur", "usd", "a::b"}) void table(String currency) { assertTrue(convert(100, currency) > 0); }

    @RepeatedTest(3) void repeated() {}

    @TestFactory Stream<DynamicTest> dynamic() {
        return Stream.of("one", "two").map(n -> DynamicTest.dynamicTest("dynamic " + n, () -> assertEquals("one", n)));
    }

    @Test void prints(TestReporter reporter) {
        System.out.println("naïve café ✓ 日本語 🦀 \u001b[31mred\u001b[0m bell\u0007 ]]> &amp; <tag>");
        reporter.publishEntry("key", "value");
    }

    @Test void controlCharactersFail() { fail("message with \u001b[31mred\u001b[0m, nul \u0000, bell \u0007, ]]> and <b>&amp;</b> 日本語 🦀"); }

    @Nested class Cart {
        @Test void empty() {}

        @Nested class Discount {
            @Test void tooMuch() { assertEquals(100, 110); }
        }
    }

    static class BrokenSetUp {
        @BeforeAll static void setUp() { throw new IllegalStateException("database is not reachable: connect to db.test:5432 refused"); }

        @Test void neverRuns() {}
    }
}
