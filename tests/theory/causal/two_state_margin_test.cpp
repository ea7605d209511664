#include "theory/causal/two_state_margin.hpp"

#include <gtest/gtest.h>

#include "theory/causal/leading_gradient.hpp"
#include "theory/markov/enumerate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Position;

const Rational kHundredth(1, 100);

Rational margin_by_enumeration(const CausalForest& forest, Position i, Position j,
                               const Rational& epsilon, const Rational& x, const Rational& y) {
  const auto k = drive<Rational>(Prior::orbit(markov::two_state_chain(1 - x, y)), forest, epsilon,
                                 DriveMethod::enumeration);
  return k(i, forest.parent(i)) - k(i, j);
}

TEST(TwoStateMargin, IsTheMarginOfTheOrbitPriorForEveryForest) {
  for (const auto& forest : markov::every_forest(4)) {
    for (Position i = 1; i < forest.size(); ++i) {
      if (forest.is_root(i)) continue;
      for (Position j = 0; j <= i; ++j) {
        if (j == forest.parent(i)) continue;
        for (const Rational& epsilon : {Rational(0), Rational(1, 3)}) {
          const auto margin = two_state_margin(forest, {i, forest.parent(i), j}, epsilon);
          EXPECT_EQ(value(margin, Rational(3, 5), Rational(1, 7)),
                    margin_by_enumeration(forest, i, j, epsilon, Rational(3, 5), Rational(1, 7)));
        }
      }
    }
  }
}

TEST(TwoStateMargin, OfTheStarOfFiveIsNegativeAtTheKnownCounterexample) {
  const CausalForest star = CausalForest::star(5);
  const auto margin = two_state_margin(star, {3, 0, 1}, kHundredth);
  EXPECT_EQ(value(margin, Rational(1, 100), Rational(1, 1000)),
            parse_rational("-1886880095347761/1657698507543848000000"));
}

TEST(TwoStateMargin, TendsAtTheCornerToTheValueOfTheDegrees) {
  for (const auto& forest : markov::every_forest(4)) {
    for (Position i = 1; i < forest.size(); ++i) {
      for (Position j = 0; j < i; ++j) {
        if (!can_be_earlier(forest, i, j)) continue;
        const RivalPlace place{i, forest.parent(i), j};
        EXPECT_EQ(corner_limit(two_state_margin(forest, place, kHundredth)),
                  corner_value(5, kHundredth, degree_surplus(forest, place)));
      }
    }
  }
}

TEST(ExcessOverBound, HasOnlyNonNegativeCoefficientsButNotFivePerCentHigher) {
  const CausalForest chain = CausalForest::chain(5);
  const RivalPlace place{2, 1, 0};
  const auto margin = two_state_margin(chain, place, kHundredth);
  const Rational bound = corner_value(6, kHundredth, degree_surplus(chain, place));
  EXPECT_GE(excess_over_bound(margin, bound).least_coefficient(), 0);
  EXPECT_LT(excess_over_bound(margin, Rational(21, 20) * bound).least_coefficient(), 0);
}

TEST(DegreeThreshold, IsPassedByChainsAndTreesAndFailedByTheStarOfFive) {
  EXPECT_EQ(largest_degree_surplus(CausalForest::chain(5)), 1);
  EXPECT_EQ(largest_degree_surplus(CausalForest::pairs(6)), 0);
  EXPECT_EQ(largest_degree_surplus(CausalForest::star(5)), 3);
  EXPECT_GT(Rational(3), degree_threshold(6, kHundredth));
  EXPECT_EQ(Rational(2), degree_threshold(5, 0));
  EXPECT_FALSE(largest_degree_surplus(CausalForest::chain(2)));
}

TEST(TrianglePolynomial, RefusesAPowerThatDoesNotDivideIt) {
  const auto linear = TrianglePolynomial::constant(1).times(TriangleForm{1, 1, 0});
  EXPECT_THROW(linear.over_b_to_the(1), PreconditionError);
  EXPECT_EQ(linear.times(TriangleForm{0, 1, 0}).over_b_to_the(1).value(2, 3, 4), Rational(5));
}

}  // namespace
}  // namespace lemmascope::causal
