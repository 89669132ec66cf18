package shop;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import java.util.HashMap;
import java.util.Map;
import org.junit.Assume;
import org.junit.Ignore;
import org.junit.Test;

public class ShopTest {
    static final Map<String, Integer> ATTEMPTS = new HashMap<>();

    /** Seeded chance, the same rule in every sample project. */
    static boolean fails(String name, long perMille) {
        int attempt = ATTEMPTS.merge(name, 1, Integer::sum);
        String seed = System.getenv().getOrDefault("SAMPLE_SEED", "1");
        long h = 0xcbf29ce484222325L;
        for (byte b : (name + ":" + seed + ":" + attempt).getBytes()) h = (h ^ (b & 0xff)) * 0x100000001b3L;
        h ^= h >>> 33;
        h *= 0xff51afd7ed558ccdL;
        h ^= h >>> 33;
        return Long.remainderUnsigned(h, 1000) < perMille;
    }

    static int convert(int cents, String currency) {
        switch (currency) {
            case "eur": return cents;
            case "usd": return cents * 109 / 100;
            default: throw new IllegalArgumentException("no rate for " + currency);
        }
    }

    @Test public void converts() { assertEquals(1090, convert(1000, "usd")); }

    @Test public void roundingFails() { assertEquals("rounding went wrong", 363, convert(333, "usd")); }

    @Test public void uncaughtError() { convert(1, "zzz"); }

    @Test @Ignore("needs the rate service") public void ignored() { fail(); }

    @Test public void assumption() { Assume.assumeTrue("no network here", false); }

    @Test(expected = IllegalArgumentException.class) public void expectedException() { convert(1, "xxx"); }

    @Test public void flakySometimes() { assertTrue("row is missing from orders.db", !fails("flaky_sometimes", 300)); }

    @Test public void flakyOften() { if (fails("flaky_often", 500)) throw new IllegalStateException("the order was c b a"); }

    @Test public void prints() {
        System.out.println("naïve café ✓ 日本語 🦀 \u001b[31mred\u001b[0m bell\u0007 ]]> &amp; <tag>");
        System.err.println("warn: low on ink");
    }

    @Test public void controlCharactersFail() { fail("message with \u001b[31mred\u001b[0m, nul \u0000, bell \u0007, ]]> and <b>&amp;</b> 日本語 🦀"); }

    @Test public void takesLong() throws Exception { Thread.sleep(1100); }
}
