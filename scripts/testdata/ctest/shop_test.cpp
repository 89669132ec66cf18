#include <gtest/gtest.h>

#include <stdexcept>

static int convert(int cents, const char *currency)
{
    std::string c = currency;
    if (c == "eur") return cents;
    if (c == "usd") return cents * 109 / 100;
    throw std::runtime_error("no rate for " + c);
}

TEST(Price, Converts) { EXPECT_EQ(convert(1000, "usd"), 1090); }
TEST(Price, RoundingFails) { EXPECT_EQ(convert(333, "usd"), 363) << "rounding went wrong"; }
TEST(Price, TwoFailures)
{
    EXPECT_EQ(1, 2);
    EXPECT_STREQ("a", "b");
}
TEST(Price, Throws) { convert(1, "zzz"); }
TEST(Price, Skipped) { GTEST_SKIP() << "needs the rate service"; }
TEST(Price, DISABLED_Later) { FAIL(); }
TEST(Price, Records) { RecordProperty("cents", 1090); }
TEST(Output, ControlFails) { FAIL() << "message with \x1b[31mred\x1b[0m, bell \x07, ]]> and <b>&amp;</b> 日本語 🦀"; }

class Table : public testing::TestWithParam<const char *> {};
TEST_P(Table, Knows) { EXPECT_GT(convert(100, GetParam()), 0); }
INSTANTIATE_TEST_SUITE_P(Currencies, Table, testing::Values("eur", "usd", "<&>"));

class Broken : public testing::Test {
protected:
    static void SetUpTestSuite() { FAIL() << "database is not reachable: connect to db.test:5432 refused"; }
};
TEST_F(Broken, RunsAllTheSame) {}

template <typename T> class Typed : public testing::Test {};
typedef testing::Types<int, long> Kinds;
TYPED_TEST_SUITE(Typed, Kinds);
TYPED_TEST(Typed, IsZero) { EXPECT_EQ(TypeParam(), 0); }
