#include "theory/causal/bayes.hpp"

#include <gtest/gtest.h>

#include <boost/math/special_functions/digamma.hpp>
#include <vector>

#include "printed_digits.hpp"
#include "reference_values.hpp"
#include "small_instances.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Prior;

TEST(OracleLoss, GivesThePrintedDigits) {
  EXPECT_TRUE(agrees_with_print(oracle_loss<Interval>(Prior::single(reference_pi2())),
                                "0.6419379845320749495112", 22));
  EXPECT_TRUE(agrees_with_print(dirichlet_oracle_loss<Interval>(3, Rational(1, 10)),
                                "0.254564051544277", 15));
  EXPECT_TRUE(agrees_with_print(dirichlet_oracle_loss<Interval>(5, Rational(1, 10)),
                                "0.460244914389653", 15));
  EXPECT_TRUE(agrees_with_print(dirichlet_oracle_loss<Interval>(10, Rational(1, 10)),
                                "0.846539275509544", 15));
}

TEST(OracleLoss, OfDirichletRowsIsAHarmonicSumForWholeConcentrations) {
  // psi(n + 1) - psi(m + 1) = 1/(m + 1) + ... + 1/n.
  for (int states = 1; states <= 6; ++states) {
    for (int alpha = 1; alpha <= 4; ++alpha) {
      Rational sum = 0;
      for (int k = alpha + 1; k <= states * alpha; ++k) sum += Rational(1, k);
      const Interval loss = dirichlet_oracle_loss<Interval>(states, Rational(alpha));
      EXPECT_TRUE(contains(loss, sum) && is_narrow(loss));
    }
  }
}

TEST(Digamma, AgreesWithBoost) {
  SmallRandom random(41);
  for (int round = 0; round < 50; ++round) {
    const Rational x(1 + random.below(2000), 1 + random.below(200));
    const Real50 expected = boost::math::digamma(from_rational<Real50>(x));
    const Real50 found = digamma<Real50>(x);
    // Both are sums of about 80 terms below 2 + |log x| in size, rounded at 50 digits.
    EXPECT_LT(abs(Real50(found - expected)), Real50(1e-45)) << to_text(x);
  }
}

TEST(CountEstimate, CountsNodesWhoseParentShowsTheQueryToken) {
  // Nodes 0..4: parents -1, 0, 0, -1, 3; tokens 1, 0, 1, 0, 1 and the query 1.
  const CausalForest forest({-1, 0, 0, -1, 3});
  const std::vector<int> tokens{1, 0, 1, 0, 1, 1};
  const auto skipped = count_estimate<Rational>(forest, tokens, 2, Rational(1, 2));
  EXPECT_EQ(skipped[0], Rational(1, 2));  // one 0 and one 1 after a 1
  EXPECT_EQ(skipped[1], Rational(1, 2));
  // The last node shows 1 = query, so both roots (tokens 1 and 0) are counted as well.
  const auto authors =
      count_estimate<Rational>(forest, tokens, 2, Rational(1, 10), RootCounting::last_token);
  EXPECT_EQ(authors[0], Rational(21, 42));
  const std::vector<int> other{1, 0, 1, 1, 0, 1};  // the last node shows 0: roots are not counted
  EXPECT_EQ(count_estimate<Rational>(forest, other, 2, Rational(1, 2), RootCounting::last_token),
            count_estimate<Rational>(forest, other, 2, Rational(1, 2)));
}

TEST(PosteriorPredictive, IsTheRatioOfJointProbabilities) {
  for (const SmallInstance& instance : small_instances(10, 3, 3, 77)) {
    SCOPED_TRACE(instance.name());
    const Prior prior = instance.chain.states() == 2 ? Prior::orbit(instance.chain)
                                                     : Prior::symmetrised(instance.chain);
    // The target as one more node below the query would be: P(tokens, target) / P(tokens), where
    // the query's own law cancels.
    std::vector<std::vector<int>> all;
    for_each_task_sequence(
        instance.chain, instance.forest,
        [&](const std::vector<int>& tokens, const Rational&) { all.push_back(tokens); });
    std::vector<std::vector<Rational>> joint(
        all.size(), std::vector<Rational>(instance.chain.states(), Rational(0)));
    for (const Prior::Atom& atom : prior.atoms()) {
      std::size_t k = 0;
      for_each_task_sequence(atom.chain, instance.forest,
                             [&](const std::vector<int>& tokens, const Rational& p) {
                               for (int s = 0; s < atom.chain.states(); ++s) {
                                 joint[k][s] += atom.weight * p * atom.chain(tokens.back(), s);
                               }
                               ++k;
                             });
    }
    for (std::size_t k = 0; k < all.size(); ++k) {
      Rational total = 0;
      for (const Rational& entry : joint[k]) total += entry;
      const auto predictive = posterior_predictive<Rational>(prior, instance.forest, all[k]);
      for (int s = 0; s < instance.chain.states(); ++s) {
        EXPECT_EQ(predictive[s], Rational(joint[k][s] / total));
      }
    }
  }
}

TEST(BayesLosses, AreOrderedAsInformationRequires) {
  for (const SmallInstance& instance : small_instances(12, 3, 4, 99)) {
    SCOPED_TRACE(instance.name());
    const Prior prior = instance.chain.states() == 2 ? Prior::orbit(instance.chain)
                                                     : Prior::symmetrised(instance.chain);
    const auto losses = bayes_losses<Interval>(prior, instance.forest, Rational(1, 10));
    EXPECT_TRUE(certainly_less(losses.oracle, losses.posterior));
    EXPECT_TRUE(certainly_less(losses.posterior, losses.counts));
    EXPECT_TRUE(certainly_less(losses.posterior, losses.authors_line));
    EXPECT_TRUE(is_narrow(losses.posterior));
  }
}

TEST(BayesLosses, OfASingleChainAreAllItsOracle) {
  const Prior prior = Prior::single(reference_pi3());
  const auto losses = bayes_losses<Interval>(prior, CausalForest::chain(3), Rational(1, 10));
  EXPECT_TRUE(overlaps(losses.posterior, losses.oracle) && is_narrow(losses.posterior));
}

// With concentrated rows, as Dirichlet(1/10) draws them, counting roots costs; the more roots the
// more.
TEST(BayesLosses, TheAuthorsLineIsTooHighForConcentratedRows) {
  const Prior prior = Prior::orbit(markov::parse_chain("19/20,1/20;1/10,9/10"));
  const auto chain = bayes_losses<Interval>(prior, CausalForest::chain(7), Rational(1, 10));
  const auto pairs = bayes_losses<Interval>(prior, CausalForest::pairs(7), Rational(1, 10));
  EXPECT_TRUE(certainly_less(chain.counts, chain.authors_line));
  EXPECT_TRUE(certainly_less(pairs.counts, pairs.authors_line));
  EXPECT_TRUE(certainly_less(chain.authors_line - chain.counts, pairs.authors_line - pairs.counts));
}

// It is not a theorem: where alpha = 1/10 smooths too little, the spurious counts act as more
// smoothing.
TEST(BayesLosses, TheAuthorsLineIsLowerThanTheCountsForNearlyUniformRows) {
  const Prior prior = Prior::orbit(reference_pi2());
  const auto losses = bayes_losses<Interval>(prior, CausalForest::pairs(7), Rational(1, 10));
  EXPECT_TRUE(certainly_less(losses.authors_line, losses.counts));
}

TEST(Bayes, RefusesTokensThatDoNotFit) {
  const Prior prior = Prior::single(reference_pi2());
  const CausalForest forest = CausalForest::chain(2);
  EXPECT_THROW(posterior_predictive<Rational>(prior, forest, std::vector<int>{0, 1}),
               PreconditionError);
  EXPECT_THROW(posterior_predictive<Rational>(prior, forest, std::vector<int>{0, 1, 2}),
               PreconditionError);
  EXPECT_THROW(count_estimate<Rational>(forest, std::vector<int>{0, 1, 1}, 2, Rational(0)),
               PreconditionError);
}

}  // namespace
}  // namespace lemmascope::causal
