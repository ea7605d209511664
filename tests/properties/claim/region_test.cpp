// Covering a box by subdivision, on inequalities whose truth is known.
#include "properties/claim/region.hpp"

#include <gtest/gtest.h>

namespace lemmascope::claim {
namespace {

Region unit_square(int deepest = 8) {
  return {"square",
          "the unit square",
          {"x", "y"},
          {{Rational(0), Rational(0)}, {Rational(1), Rational(1)}},
          deepest};
}

Interval axis(const Box& box, int k) { return Interval::between(box.lower[k], box.upper[k]); }

RegionAnswer answer(Truth hypotheses, const Interval& margin) {
  return {hypotheses, less_equal(Interval(0), margin), margin};
}

TEST(Cover, ShowsAnInequalityWithRoom) {
  const auto result = cover(
      unit_square(),
      [](const Box& b) {
        return answer(Truth::yes, axis(b, 0) * axis(b, 0) + axis(b, 1) * axis(b, 1) + Interval(1));
      },
      {});
  EXPECT_EQ(result.verdict, Verdict::holds);
  EXPECT_EQ(result.scope, Scope::region);
  EXPECT_EQ(result.evidence, Evidence::interval);
}

TEST(Cover, RefutesWithABoxOnWhichItFailsEverywhere) {
  const auto result =
      cover(unit_square(),
            [](const Box& b) {
              return answer(Truth::yes, Interval(Rational(3, 2)) - axis(b, 0) - axis(b, 1));
            },
            {});
  EXPECT_EQ(result.verdict, Verdict::refuted);
  EXPECT_EQ(result.scope, Scope::instance);
}

TEST(Cover, LeavesAStraddlingBoundaryUndecidedAndSaysHowMuch) {
  // x^2 - 2xy + y^2 >= 0 is true with equality on the diagonal, where expanded enclosures straddle
  // zero.
  const auto result = cover(unit_square(4),
                            [](const Box& b) {
                              const Interval x = axis(b, 0), y = axis(b, 1);
                              return answer(Truth::yes, x * x - Interval(2) * x * y + y * y);
                            },
                            {});
  EXPECT_EQ(result.verdict, Verdict::undecided);
  EXPECT_NE(result.reason.find("of the area"), std::string::npos) << result.reason;
}

TEST(Cover, IgnoresWhatLiesOutsideTheHypotheses) {
  const auto result = cover(
      unit_square(),
      [](const Box& b) { return answer(less_equal(Interval(2), axis(b, 0)), Interval(-1)); }, {});
  EXPECT_EQ(result.verdict, Verdict::undecided);
  EXPECT_EQ(result.excluded.at("outside the hypotheses"), 1);
  EXPECT_NE(result.reason.find("vacuous"), std::string::npos);
}

}  // namespace
}  // namespace lemmascope::claim
