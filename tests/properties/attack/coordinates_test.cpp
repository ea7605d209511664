// Coordinates of charts: exact, simple, and reaching the corners where theorems break.
#include "properties/attack/coordinates.hpp"

#include <gtest/gtest.h>

#include "properties/markov/chain_charts.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::attack {
namespace {

TEST(SimplestBetween, IsTheFractionOfLeastDenominator) {
  EXPECT_EQ(simplest_between(Rational(3, 10), Rational(4, 10)), Rational(1, 3));
  EXPECT_EQ(simplest_between(Rational(314, 100), Rational(315, 100)), Rational(22, 7));
  EXPECT_EQ(simplest_between(Rational(5, 2), Rational(7, 2)), Rational(3));
  EXPECT_EQ(simplest_between(Rational(2, 7), Rational(2, 7)), Rational(2, 7));
  EXPECT_EQ(simplest_between(Rational(0), Rational(1, 2)), Rational(0));
  EXPECT_THROW(simplest_between(Rational(1), Rational(1, 2)), PreconditionError);
}

TEST(SimplestBetween, BeatsEveryOtherFractionOfAGrid) {
  for (int a = 1; a < 40; ++a) {
    const Rational low(a, 41), high = low + Rational(1, 60);
    const Rational found = simplest_between(low, high);
    EXPECT_TRUE(low <= found && found <= high);
    for (int d = 1; d < denominator(found).convert_to<int>(); ++d) {
      for (int n = 0; n <= d; ++n) EXPECT_FALSE(low <= Rational(n, d) && Rational(n, d) <= high);
    }
  }
}

TEST(Probability, ReachesSkewedEndsAlikeAndTheMiddle) {
  EXPECT_EQ(probability(0.5, kFinest), Rational(1, 2));
  EXPECT_LT(probability(0, kFinest), Rational(1, 900));
  EXPECT_GT(probability(1, kFinest), Rational(899, 900));
  EXPECT_GT(probability(0, kFinest), Rational(0));
  for (const double unit : {0.01, 0.2, 0.37}) {
    for (Level level = 0; level <= kFinest; ++level) {
      EXPECT_EQ(probability(unit, level) + probability(1 - unit, level), Rational(1));
    }
  }
}

TEST(Probability, RisesWithItsCoordinate) {
  for (int k = 0; k < 64; ++k) {
    EXPECT_LE(probability(k / 64.0, kFinest), probability((k + 1) / 64.0, kFinest));
  }
}

TEST(Levels, CoarserOnesGiveSimplerFractions) {
  for (const double unit : {0.03, 0.21, 0.44}) {
    for (Level level = 0; level < kFinest; ++level) {
      EXPECT_LE(denominator(probability(unit, level)), denominator(probability(unit, level + 1)));
    }
  }
}

TEST(Shares, ArePositiveAndSumToOneAtEveryCorner) {
  for (int corner = 0; corner < 8; ++corner) {
    const double unit[] = {corner % 2 * 1.0, corner / 2 % 2 * 1.0, corner / 4 * 1.0};
    Rational sum(0);
    for (const Rational& share : shares(unit, 4, kFinest)) {
      EXPECT_GT(share, Rational(0));
      sum += share;
    }
    EXPECT_EQ(sum, Rational(1));
  }
}

TEST(Whole, GivesEveryNumberOfItsRange) {
  EXPECT_EQ(whole(0, 2, 5), 2);
  EXPECT_EQ(whole(0.26, 2, 5), 3);
  EXPECT_EQ(whole(1, 2, 5), 5);
}

TEST(ChainCoordinates, ReachNearlyReduciblePeriodicAndIndependentChains) {
  const Rational tiny(1, 500);
  const double reducible[] = {1, 0, 0}, periodic[] = {0, 1, 0}, independent[] = {0.3, 0.8, 1};
  const auto stays = markov::chain_at(reducible, 2, kFinest);
  EXPECT_LT(stays(0, 1), tiny);
  EXPECT_LT(stays(1, 0), tiny);
  const auto turns = markov::chain_at(periodic, 2, kFinest);
  EXPECT_LT(turns(0, 0), tiny);
  EXPECT_LT(turns(1, 1), tiny);
  const auto alike = markov::chain_at(independent, 2, kFinest);
  EXPECT_NE(alike(0, 0), alike(1, 0));
  EXPECT_LT(abs(Rational(alike(0, 0) - alike(1, 0))), tiny);
}

TEST(ChainCoordinates, GiveExactChainsEverywhere) {
  for (int states = 2; states <= 4; ++states) {
    for (int k = 0; k <= 10; ++k) {
      const std::vector<double> unit(static_cast<std::size_t>(markov::chain_dimension(states)),
                                     k / 10.0);
      for (Level level = 0; level <= kFinest; ++level) {
        EXPECT_EQ(markov::chain_at(unit.data(), states, level).states(), states)
            << "a chain refuses rows that do not sum to one";
      }
    }
  }
}

}  // namespace
}  // namespace lemmascope::attack
