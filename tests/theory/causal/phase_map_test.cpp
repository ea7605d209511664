#include "theory/causal/phase_map.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "reference_values.hpp"
#include "small_instances.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::in_arithmetic;

const Rational kHundredth(1, 100);

TEST(DominanceMargins, AreTheLeastDifferenceOverRivals) {
  Matrix<Rational> k = Matrix<Rational>::Constant(4, 4, Rational(0));
  k(1, 0) = 5;
  k(1, 1) = 1;  // margin over itself 4
  k(2, 1) = 3;
  k(2, 0) = Rational(5, 2);   // margin over an earlier rival 1/2
  k(2, 2) = Rational(11, 4);  // over itself 1/4
  const auto margins = dominance_margins(k, CausalForest::chain(3), 2);
  ASSERT_TRUE(margins.strict && margins.with_self);
  EXPECT_EQ(margins.strict->value, Rational(1));
  EXPECT_EQ(margins.strict->node, 2);
  EXPECT_EQ(margins.strict->rival, 0);
  EXPECT_EQ(margins.with_self->value, Rational(1, 2));
  EXPECT_EQ(margins.with_self->rival, 2);
}

TEST(DominanceMargins, AreAbsentWithoutRivals) {
  const Matrix<Rational> k = Matrix<Rational>::Constant(3, 3, Rational(0));
  const auto margins = dominance_margins(k, CausalForest::chain(2), 2);
  EXPECT_FALSE(margins.strict);
  EXPECT_TRUE(margins.with_self);
  EXPECT_EQ(dominates<Rational>(margins.strict), Truth::yes);
  EXPECT_EQ(dominates<Rational>(margins.with_self), Truth::no);
}

TEST(DominanceMargins, InIntervalsEncloseTheExactOnes) {
  for (const SmallInstance& instance : small_instances(40, 3, 5, 12)) {
    SCOPED_TRACE(instance.name());
    const int states = instance.chain.states();
    const auto exact =
        dominance_margins(drive_by_quadrature(instance.chain, instance.forest, instance.epsilon),
                          instance.forest, states);
    const auto enclosed =
        dominance_margins(drive_by_quadrature(in_arithmetic<Interval>(instance.chain),
                                              instance.forest, instance.epsilon),
                          instance.forest, states);
    ASSERT_EQ(exact.with_self.has_value(), enclosed.with_self.has_value());
    if (exact.with_self) {
      EXPECT_TRUE(contains(enclosed.with_self->value, exact.with_self->value));
    }
    if (exact.strict) {
      EXPECT_TRUE(contains(enclosed.strict->value, exact.strict->value));
    }
  }
}

TEST(PhaseCell, CountsChainsAsTheExactMarginsDo) {
  SmallRandom random(71);
  for (const char* family : {"chain", "pairs", "star", "binary-tree"}) {
    const CausalForest forest = graph_family(family, 6);
    std::vector<markov::Chain> chains;
    int strict = 0;
    int with_self = 0;
    for (int k = 0; k < 12; ++k) {
      const markov::Chain chain = random_chain(random, 2);
      chains.push_back(chain);
      const auto margins =
          dominance_margins(drive_by_quadrature(chain, forest, kHundredth), forest, 2);
      strict += dominates<Rational>(margins.strict) == Truth::yes;
      with_self += dominates<Rational>(margins.with_self) == Truth::yes;
    }
    const auto cell = phase_cell(forest, chains, reciprocal_rule<double>(7, kHundredth));
    EXPECT_EQ(cell.chains, 12);
    EXPECT_EQ(cell.strict_holds, strict) << family;
    EXPECT_EQ(cell.with_self_holds, with_self) << family;
    EXPECT_EQ(cell.least_with_self > 0, with_self == 12);
  }
}

// Margins far below what double precision resolves: chains that are nearly independent, whose
// margins go with the square of the second eigenvalue.
TEST(PhaseCell, CountsMarginsFarBelowRoundingAsTheExactOnesAre) {
  const CausalForest forest({-1, -1, 1, 2, 2});
  std::vector<markov::Chain> chains;
  int strict = 0, with_self = 0, below_rounding = 0;
  for (const char* tiny : {"1e-6", "1e-9", "1e-12", "1e-15", "1e-18"}) {
    for (const char* other : {"1/2", "1/3", "1/50"}) {
      const markov::Chain chain = markov::two_state_chain(
          parse_rational(other), Rational(1 - parse_rational(other) - parse_rational(tiny)));
      chains.push_back(chain);
      const auto margins =
          dominance_margins(drive_by_quadrature(chain, forest, kHundredth), forest, 2);
      strict += dominates<Rational>(margins.strict) == Truth::yes;
      with_self += dominates<Rational>(margins.with_self) == Truth::yes;
      below_rounding += abs(margins.strict->value) < parse_rational("1e-15");
    }
  }
  EXPECT_GT(below_rounding, 3);  // else this test says nothing
  const auto cell = phase_cell(forest, chains, reciprocal_rule<double>(6, kHundredth));
  EXPECT_EQ(cell.strict_holds, strict);
  EXPECT_EQ(cell.with_self_holds, with_self);
  EXPECT_EQ(cell.strict_undecided, 0);
  EXPECT_EQ(cell.with_self_undecided, 0);
}

TEST(PhaseCell, ErrorBoundCoversDoublePrecision) {
  SmallRandom random(72);
  for (const int states : {2, 3}) {
    const CausalForest forest = graph_family("binary-tree", 7);
    for (int k = 0; k < 6; ++k) {
      const markov::Chain chain = random_chain(random, states);
      const auto exact = drive_by_quadrature(chain, forest, kHundredth);
      const auto rounded = drive_in_lanes(in_arithmetic<double>(chain), forest,
                                          reciprocal_rule<double>(8, kHundredth), 1);
      for (Eigen::Index e = 0; e < exact.size(); ++e) {
        // A margin has two entries.
        const Rational error =
            2 * states * abs(Rational(Rational(rounded.data()[e]) - exact.data()[e]));
        EXPECT_LE(error, Rational(margin_error_bound(8, states)));
      }
    }
  }
}

TEST(PhaseCell, HasNoMarginWhereThereIsNoRival) {
  const std::vector<markov::Chain> chains{reference_pi2()};
  const auto cell =
      phase_cell(CausalForest::chain(2), chains, reciprocal_rule<double>(3, kHundredth));
  EXPECT_TRUE(std::isnan(cell.least_strict));
  EXPECT_FALSE(std::isnan(cell.least_with_self));
}

TEST(SmallestFailingLength, IsTheFirstLengthWhoseExactMarginIsNotPositive) {
  const markov::Chain sticky = markov::two_state_chain(Rational(1, 5), Rational(3, 10));
  const auto failure = smallest_failing_length(sticky, "chain", kHundredth, 2, 12, true);
  ASSERT_TRUE(failure);
  EXPECT_LE(failure->margins.with_self->value, Rational(0));
  for (int length = 2; length < failure->length; ++length) {
    const CausalForest forest = CausalForest::chain(length - 1);
    const auto margins =
        dominance_margins(drive_by_enumeration(sticky, forest, kHundredth), forest, 2);
    EXPECT_EQ(dominates<Rational>(margins.with_self), Truth::yes);
  }
}

// Over strictly earlier positions, too, a single chain can fail, as soon as there is a rival: here
// at T = 4.
TEST(SmallestFailingLength, IsFourForANearlyMemorylessChainOverEarlierPositions) {
  const markov::Chain chain = markov::parse_chain("6/11,5/11;5/11,6/11");
  const auto failure = smallest_failing_length(chain, "chain", kHundredth, 2, 8, false);
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->length, 4);
  const CausalForest forest = CausalForest::chain(3);
  const auto confirmed =
      dominance_margins(drive_by_enumeration(chain, forest, kHundredth), forest, 2);
  EXPECT_EQ(confirmed.strict->value, failure->margins.strict->value);
  EXPECT_LT(confirmed.strict->value, Rational(0));
}

TEST(GraphFamily, RefusesAnUnknownName) {
  EXPECT_THROW(graph_family("ring", 4), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::causal
