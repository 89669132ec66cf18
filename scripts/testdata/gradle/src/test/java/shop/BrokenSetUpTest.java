package shop;

import org.junit.BeforeClass;
import org.junit.Test;

public class BrokenSetUpTest {
    @BeforeClass public static void setUp() { throw new IllegalStateException("database is not reachable: connect to db.test:5432 refused"); }

    @Test public void neverRuns() {}
}
