// Reading, writing and rounding of exact fractions.
#include "theory/numeric/rational.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "tests/theory/numeric/fractions.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope {
namespace {

using ::testing::HasSubstr;

TEST(ParseRational, ReadsFractionsDecimalsAndExponentsExactly) {
  EXPECT_EQ(parse_rational("3/8"), Rational(3, 8));
  EXPECT_EQ(parse_rational("6/16"), Rational(3, 8));
  EXPECT_EQ(parse_rational("-2"), Rational(-2));
  EXPECT_EQ(parse_rational("+7/1"), Rational(7));
  EXPECT_EQ(parse_rational("0.125"), Rational(1, 8));
  EXPECT_EQ(parse_rational(".5"), Rational(1, 2));
  EXPECT_EQ(parse_rational("5."), Rational(5));
  EXPECT_EQ(parse_rational("1e-3"), Rational(1, 1000));
  EXPECT_EQ(parse_rational("-2.50E+2"), Rational(-250));
  EXPECT_EQ(parse_rational("0"), Rational(0));
  EXPECT_EQ(parse_rational("-0"), Rational(0));
}

TEST(ParseRational, ReadsLeadingZerosAsDecimalNotOctal) {
  EXPECT_EQ(parse_rational("010/08"), Rational(10, 8));
  EXPECT_EQ(parse_rational("0.010"), Rational(1, 100));
  EXPECT_EQ(parse_rational("1e008"), Rational(100000000));
}

TEST(ParseRational, IsExactFarBeyondDouble) {
  EXPECT_EQ(parse_rational("1e-400") * parse_rational("1e400"), Rational(1));
  EXPECT_EQ(parse_rational("0.1") + parse_rational("0.2"), parse_rational("0.3"));
}

TEST(ParseRational, RefusesEverythingElseAndSaysWhat) {
  for (const char* text : {"",         "-",
                           "+",        ".",
                           "e5",       "nan",
                           "inf",      "-inf",
                           "1/0",      "1/00",
                           "1/",       "/2",
                           "1/-2",     "1/2/3",
                           "1.5/2",    "1/2.5",
                           "1e",       "1e+",
                           "1e1.5",    "0x10",
                           "1 ",       " 1",
                           "1,5",      "--1",
                           "1e100001", "1e999999999999999999999"}) {
    try {
      const Rational value = parse_rational(text);
      ADD_FAILURE() << '"' << text << "\" was read as " << value;
    } catch (const PreconditionError& error) {
      EXPECT_THAT(error.what(), HasSubstr("expected a number such as 3/8, -2, 0.125 or 1e-3"));
      EXPECT_THAT(error.what(), HasSubstr(fmt::format("found \"{}\"", text)));
      EXPECT_THAT(error.place(), HasSubstr("rational.cpp:"));
    }
  }
}

RC_GTEST_PROP(ParseRational, ReadsBackWhatToTextWrote, ()) {
  const Rational value = *testing::any_fraction();
  RC_ASSERT(parse_rational(to_text(value)) == value);
}

RC_GTEST_PROP(ToDouble, IsAsNearAsItsNeighbours, ()) {
  const Rational value = *testing::any_fraction();
  const double rounded = to_double(value);
  const Rational error = abs(Rational(testing::exact(rounded) - value));
  for (const double neighbour :
       {std::nextafter(rounded, -HUGE_VAL), std::nextafter(rounded, HUGE_VAL)}) {
    RC_ASSERT(error <= abs(Rational(testing::exact(neighbour) - value)));
  }
}

RC_GTEST_PROP(ToDouble, ReturnsEveryDoubleItIsGiven, (double value)) {
  RC_PRE(std::isfinite(value));
  RC_ASSERT(to_double(testing::exact(value)) == value);
}

TEST(ToDouble, KeepsTheRangeOfDouble) {
  EXPECT_EQ(to_double(parse_rational("1e-300")), 1e-300);
  EXPECT_EQ(to_double(parse_rational("-1e300")), -1e300);
  EXPECT_EQ(to_double(parse_rational("1e400")), HUGE_VAL);
  EXPECT_EQ(to_double(parse_rational("1e-400")), 0.0);
}

}  // namespace
}  // namespace lemmascope
