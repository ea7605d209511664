// What claims about training share: gaps, step counts, fits and hand-written checks.
#include "properties/causal/training_sites.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

TEST(LeastParentGap, IsTheSmallestMarginOverAllEdgesSelfIncluded) {
  Matrix<Rational> k = Matrix<Rational>::Zero(4, 4);
  k(1, 0) = 3, k(1, 1) = 1;               // gap 2 over itself
  k(2, 0) = 2, k(2, 1) = 5, k(2, 2) = 4;  // gap 1 over itself
  EXPECT_EQ(least_parent_gap(k, markov::CausalForest::chain(3)), Rational(1));
}

TEST(LeastParentGap, NeedsAnEdge) {
  const Matrix<Rational> k = Matrix<Rational>::Zero(3, 3);
  EXPECT_THROW(least_parent_gap(k, markov::CausalForest({-1, -1})), PreconditionError);
}

TEST(StepsToParent, AreTheTimeBoundOverTheRate) {
  const ForestInstance at = two_state_orbit_on_three_positions();
  // (3 + 4 + 2 ln 12) / (1/2) = 23.94 in time, at rate 2.
  EXPECT_EQ(steps_to_parent(at, Rational(1, 2), Rational(1, 4)), 12);
}

TEST(FittedExponent, RecoversAPower) {
  const std::vector<double> x{1, 2, 4, 8};
  // Powers of two are exact in double and in log2, and their logarithms are multiples of one
  // number.
  const std::vector<double> y{8, 2, 0.5, 0.125};
  EXPECT_DOUBLE_EQ(fitted_exponent(x, y), -2);
}

TEST(Concluded, CarriesTheVerdictOfItsRelations) {
  claim::Findings<Rational> good, bad;
  good.add(claim::is_less(Rational(1), Rational(2)));
  bad.add(claim::is_less(Rational(2), Rational(1)));
  auto verdict = [](const claim::Findings<Rational>& findings) {
    return concluded("x", "y", claim::Evidence::exact, claim::Scope::family, 3, findings.outcome());
  };
  EXPECT_EQ(verdict(good).verdict, claim::Verdict::holds);
  EXPECT_EQ(verdict(good).met, 3);
  EXPECT_EQ(verdict(bad).verdict, claim::Verdict::refuted);
  EXPECT_FALSE(verdict(bad).reason.empty());
}

TEST(GammaAtLeast, ReadsTheSmallerOfBothConstants) {
  const auto met = gamma_at_least(Rational(1, 4)).met;
  // lambda = 3/10 and 2 min pi = 3/5.
  EXPECT_EQ(met(two_state_chain_on_three_positions()), Truth::yes);
  EXPECT_EQ(gamma_at_least(Rational(1, 3)).met(two_state_chain_on_three_positions()), Truth::no);
}

}  // namespace
}  // namespace lemmascope::causal
