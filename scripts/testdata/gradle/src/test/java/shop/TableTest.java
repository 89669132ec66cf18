package shop;

import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

@RunWith(Parameterized.class)
public class TableTest {
    @Parameterized.Parameters(name = "{0} -> {1}")
    public static List<Object[]> rates() { return Arrays.asList(new Object[][] {{"eur", 1000}, {"usd", 1090}, {"usd", 1091}}); }

    @Parameterized.Parameter(0) public String currency;
    @Parameterized.Parameter(1) public int want;

    @Test public void converts() { assertEquals(want, ShopTest.convert(1000, currency)); }
}
