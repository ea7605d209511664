#include "theory/causal/near_independence.hpp"

#include <gtest/gtest.h>

#include "theory/causal/leading_gradient.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Position;

Direction direction(const std::vector<Rational>& law, const std::vector<int>& halves) {
  const auto states = static_cast<Eigen::Index>(law.size());
  Direction result{Vector<Rational>(states), Matrix<Rational>(states, states)};
  for (Eigen::Index s = 0; s < states; ++s) {
    result.law[s] = law[static_cast<std::size_t>(s)];
    for (Eigen::Index t = 0; t < states; ++t) {
      result.deviation(s, t) = Rational(halves[static_cast<std::size_t>(s * states + t)], 2);
    }
  }
  return result;
}

Direction two_states(const Rational& first) {
  return direction({first, Rational(1 - first)}, {1, -1, -1, 1});
}
Direction three_states(const Rational& a, const Rational& b, const Rational& c) {
  return direction({a, b, c}, {2, -2, 0, -2, 0, 2, 0, 2, -2});
}

Rational gamma(const Direction& at, std::vector<Position> parents, const Rational& epsilon,
               Position i, Position j) {
  const CausalForest forest(std::move(parents));
  return second_order_coefficient(forest, {i, forest.parent(i), j}, at, epsilon);
}

TEST(SecondOrderCoefficient, HasTheReferenceValues) {
  const Rational hundredth(1, 100), third(1, 3);
  const auto even = two_states(Rational(1, 2));
  EXPECT_EQ(gamma(even, {-1, 0, 0}, 0, 2, 1), Rational(1, 2));
  EXPECT_EQ(gamma(even, {-1, 0, 1, 1}, hundredth, 3, 0), Rational(515, 1281));
  EXPECT_EQ(gamma(two_states(Rational(1, 4)), {-1, 0, 0, 1, 1}, third, 3, 2),
            Rational(4391, 26880));
  EXPECT_EQ(gamma(two_states(Rational(1, 10)), {-1, 0, -1, 2, 2}, 0, 3, 1),
            Rational(46851, 200000));
  EXPECT_EQ(gamma(three_states(third, third, third), {-1, 0, 0, 0}, 0, 2, 1), Rational(17, 18));
  EXPECT_EQ(gamma(three_states(Rational(1, 2), third, Rational(1, 6)), {-1, 0, 0, 1}, third, 3, 2),
            Rational(38123, 53856));
}

TEST(SecondOrderCoefficient, IsTheSecondDerivativeOfTheDefinition) {
  const CausalForest forest({-1, 0, -1, 0});
  const auto at = three_states(Rational(1, 2), Rational(1, 3), Rational(1, 6));
  for (const Position j : {1, 2}) {
    const RivalPlace place{3, 0, j};
    const auto series = margin_series(forest, place, at, {Rational(1, 3)}).front();
    EXPECT_EQ(series.constant, Rational(0));
    EXPECT_EQ(series.linear, Rational(0));
    EXPECT_EQ(series.quadratic, second_order_coefficient(forest, place, at, Rational(1, 3)));
  }
}

std::vector<RivalPlace> rivals_of(const CausalForest& forest) {
  std::vector<RivalPlace> all;
  for (Position i = 0; i < forest.size(); ++i) {
    for (Position j = 0; j < forest.size() && !forest.is_root(i); ++j) {
      if (j == i || j == forest.parent(i) || !can_be_earlier(forest, i, j)) continue;
      all.push_back({i, forest.parent(i), j});
    }
  }
  return all;
}

TEST(BothRoutes, AreTheirSumsOverEverySequence) {
  const auto skewed = two_states(Rational(1, 4));
  const auto of_three = three_states(Rational(1, 2), Rational(1, 3), Rational(1, 6));
  for (const auto& parents : std::vector<std::vector<Position>>{
           {-1, 0, 1, 1}, {-1, 0, -1, 2, 2}, {-1, -1, 1, 0}, {-1, 0, 0, 1, 1}}) {
    const CausalForest forest(parents);
    for (const auto& at : {skewed, of_three}) {
      if (at.law.size() == 3 && forest.size() == 5) continue;  // slow by enumeration
      for (const RivalPlace& place : rivals_of(forest)) {
        const std::vector<Rational> smoothings{0, Rational(1, 7)};
        const auto series = margin_series(forest, place, at, smoothings);
        for (std::size_t k = 0; k < smoothings.size(); ++k) {
          const auto summed = margin_series_by_enumeration(forest, place, at, smoothings[k]);
          EXPECT_EQ(series[k].constant, summed.constant);
          EXPECT_EQ(series[k].linear, summed.linear);
          EXPECT_EQ(series[k].quadratic, summed.quadratic);
          EXPECT_EQ(second_order_coefficient(forest, place, at, smoothings[k]),
                    second_order_coefficient_by_enumeration(forest, place, at, smoothings[k]));
        }
      }
    }
  }
}

TEST(SelfMargin, IsTheMarginOverThePositionItselfOfIndependentTokens) {
  for (const Rational& epsilon : {Rational(0), Rational(1, 100), Rational(1, 3)}) {
    Matrix<Rational> rows(3, 3);
    Vector<Rational> law(3);
    for (int s = 0; s < 3; ++s) {
      for (int t = 0; t < 3; ++t) rows(s, t) = law[t] = Rational(t + 1, 6);
    }
    const Matrix<Rational> k =
        drive_by_enumeration<Rational>(markov::Chain(rows), CausalForest({-1, 0, 0, -1}), epsilon);
    EXPECT_EQ(self_margin_at_independence(law, 5, epsilon), k(2, 0) - k(2, 2));
  }
}

TEST(Direction, RefusesATokenThatNeverFollows) {
  Matrix<Rational> rows(2, 2);
  rows << 1, 0, 1, 0;
  EXPECT_THROW(direction_to(markov::Chain(rows)), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::causal
