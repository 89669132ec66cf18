using System;
using NUnit.Framework;

namespace Shop.Tests {
    [TestFixture] public class PriceTest {
        [Test] public void Converts() { Assert.AreEqual(1090, 1000 * 109 / 100); }
        [TestCase("eur", 100)] [TestCase("usd", 109)] [TestCase("¥en <&>", 0)] public void Table(string currency, int rate) { Assert.Greater(rate, 0); }
        [Test] public void RoundingFails() { Assert.AreEqual(363, 333 * 109 / 100, "rounding went wrong"); }
        [Test] public void Throws() { throw new ArgumentException("no rate for zzz"); }
        [Test, Ignore("needs the rate service")] public void Ignored() {}
        [Test] public void Inconclusive() { Assert.Inconclusive("no network here"); }
        [Test] public void ControlFails() { Assert.Fail("message with \u001b[31mred\u001b[0m, bell \u0007, ]]> and <b>&amp;</b> 日本語"); }
        [Test, ExpectedException(typeof(ArgumentException))] public void Expected() { throw new ArgumentException("as expected"); }
    }
    [TestFixture] public class BrokenSetUpTest {
        [TestFixtureSetUp] public void SetUp() { throw new InvalidOperationException("database is not reachable: connect to db.test:5432 refused"); }
        [Test] public void NeverRuns() {}
    }
}
