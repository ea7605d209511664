// Contraction: the exact singular-value decision against an SVD and against closed forms.
#include "theory/information/contraction.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <Eigen/SVD>
#include <cmath>

#include "tests/theory/markov/chains.hpp"
#include "theory/information/whitened_transition.hpp"
#include "theory/markov/stationary_law.hpp"

namespace lemmascope::information {
namespace {

using markov::Chain;
using testing::any_chain;

Truth exactly_within(const Chain& chain, const Rational& bound) {
  return contracts_within(chain, markov::stationary_law(chain), bound);
}

/// sigma_max(B)^2 by Eigen's SVD in double.
double largest_singular_value_squared(const Chain& chain) {
  const auto rounded = markov::in_arithmetic<double>(chain);
  const Matrix<double> b = whitened_transition(rounded, markov::stationary_law(rounded));
  const double sigma = Eigen::JacobiSVD<Matrix<double>>(b).singularValues()(0);
  return sigma * sigma;
}

TEST(ContractsWithin, IsSharpOnTwoStates) {
  // Two states: sigma_max(B) = |1 - a - b|, and the decision is exact on the boundary itself.
  for (const Chain& chain : testing::example_chains()) {
    if (chain.states() != 2) continue;
    const Rational lambda = 1 - chain(0, 1) - chain(1, 0);
    const Rational square = lambda * lambda;
    EXPECT_EQ(exactly_within(chain, square), Truth::yes) << to_text(chain);
    EXPECT_EQ(exactly_within(chain, square - parse_rational("1e-100")), Truth::no)
        << to_text(chain);
  }
}

TEST(ContractsWithin, IsSharpOnACirculantChain) {
  // Rows (1/5, 3/10, 1/2) shifted: B is normal, its non-zero eigenvalues are 1/5 + 3/10 w + 1/2 w^2
  // and the conjugate (w a cube root of one), of squared modulus a^2 + b^2 + c^2 - ab - bc - ca =
  // 7/100.
  const Chain circulant = testing::example_chains()[7];
  EXPECT_EQ(exactly_within(circulant, Rational(7, 100)), Truth::yes);
  EXPECT_EQ(exactly_within(circulant, Rational(7, 100) - parse_rational("1e-50")), Truth::no);
}

RC_GTEST_PROP(ContractsWithin, IsBracketedByTheSingularValuesInDouble, ()) {
  const Chain chain = any_chain(*rc::gen::inRange(2, 6));
  // A backward-stable SVD errs by a modest multiple of n u |B| with |B| <= 1, and forming B errs by
  // a few u relative to entries bounded by sqrt(mu_s / mu_t) <= 10^2 here. 1e-9 is beyond both by
  // five decades, and still separates: it asks the exact decision for nine digits.
  const Rational sigma2(largest_singular_value_squared(chain));
  const Rational gap = parse_rational("1e-9");
  RC_ASSERT(exactly_within(chain, sigma2 + gap) == Truth::yes);
  RC_ASSERT(exactly_within(chain, sigma2 - gap) == Truth::no);
}

RC_GTEST_PROP(ContractsWithin, EnclosuresDecideAwayFromTheBoundary, ()) {
  const Chain chain = any_chain(*rc::gen::inRange(2, 5));
  const auto enclosed = markov::in_arithmetic<Interval>(chain);
  const auto law = markov::stationary_law(enclosed);
  const Rational sigma2(largest_singular_value_squared(chain));
  const Rational gap = parse_rational("1e-9");
  RC_ASSERT(contracts_within(enclosed, law, Interval(Rational(sigma2 + gap))) == Truth::yes);
  RC_ASSERT(contracts_within(enclosed, law, Interval(Rational(sigma2 - gap))) == Truth::no);
}

TEST(ContractsWithin, EnclosuresSayUnknownOnTheBoundary) {
  const Chain chain = markov::parse_chain("7/10,3/10;4/10,6/10");
  const auto enclosed = markov::in_arithmetic<Interval>(chain);
  EXPECT_EQ(contracts_within(enclosed, markov::stationary_law(enclosed), Interval("0.09")),
            Truth::unknown);
}

RC_GTEST_PROP(ContractsWithin, TheDobrushinCoefficientBoundsTheSquaredSingularValue, ()) {
  const Chain chain = any_chain(*rc::gen::inRange(2, 6));
  RC_ASSERT(exactly_within(chain, dobrushin_coefficient(chain)) == Truth::yes);
}

TEST(DobrushinCoefficient, HasItsKnownValues) {
  EXPECT_EQ(dobrushin_coefficient(markov::parse_chain("7/10,3/10;4/10,6/10")), Rational(3, 10));
  EXPECT_EQ(dobrushin_coefficient(markov::parse_chain("0,1;1,0")), Rational(1));
  EXPECT_EQ(dobrushin_coefficient(markov::parse_chain("1/3,2/3;1/3,2/3")), Rational(0));
  EXPECT_EQ(dobrushin_coefficient(markov::parse_chain("1")), Rational(0));
}

RC_GTEST_PROP(DobrushinCoefficient, IsTheLargestDifferenceOfEventProbabilities, ()) {
  // Total variation is also max over events A of pi(A|s) - pi(A|s').
  const Chain chain = any_chain(*rc::gen::inRange(2, 5));
  const int n = chain.states();
  Rational largest = 0;
  for (int event = 0; event < (1 << n); ++event) {
    for (int s = 0; s < n; ++s) {
      for (int other = 0; other < n; ++other) {
        Rational difference = 0;
        for (int t = 0; t < n; ++t) {
          if ((event >> t) & 1) difference += chain(s, t) - chain(other, t);
        }
        if (largest < difference) largest = difference;
      }
    }
  }
  RC_ASSERT(dobrushin_coefficient(chain) == largest);
  RC_ASSERT(contains(dobrushin_coefficient(markov::in_arithmetic<Interval>(chain)), largest));
}

RC_GTEST_PROP(DobrushinCoefficient, IsAtMostOneMinusTheLowerBoundTimesStates, ()) {
  // pi >= gamma / S everywhere implies a coefficient of at most 1 - gamma.
  const Chain chain = any_chain(*rc::gen::inRange(2, 6));
  Rational smallest = 1;
  for (Eigen::Index k = 0; k < chain.matrix().size(); ++k) {
    if (chain.matrix()(k) < smallest) smallest = chain.matrix()(k);
  }
  RC_ASSERT(dobrushin_coefficient(chain) <= 1 - smallest * chain.states());
}

}  // namespace
}  // namespace lemmascope::information
