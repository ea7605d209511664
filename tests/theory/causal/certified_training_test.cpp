#include "theory/causal/certified_training.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "theory/causal/log_integral_loss.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::Chain;

Chain chain_of_the_examples() { return markov::two_state_chain(Rational(3, 10), Rational(4, 10)); }

TEST(LogIntegralLoss, EnclosesTheLossAndSlopeOfTheCountingProgramme) {
  for (const auto& tree :
       {CausalForest::chain(5), CausalForest::star(4), CausalForest({-1, 0, 0, 1, 1})}) {
    const Prior prior = Prior::orbit(chain_of_the_examples());
    const auto law = hard_adjacency_law<Interval>(prior, tree, QueryAttention::itself);
    for (const Rational& beta : {Rational(1, 2), Rational(5, 2)}) {
      const Rational epsilon(1, tree.size() + 1);
      const auto counted = stage_two_loss(law, Interval(beta), epsilon);
      const auto integral = hard_loss_by_integral(prior, tree, Interval(beta), epsilon);
      EXPECT_TRUE(overlaps(counted.loss, integral.loss));
      EXPECT_TRUE(overlaps(counted.slope, integral.slope));
      // Width: the error of the rule, 8e-9 and 104e-9, and a left tail below 1e-8.
      EXPECT_LT(integral.loss.radius(), Real50("2e-8"));
      EXPECT_LT(integral.slope.radius(), Real50("13e-8"));
    }
  }
}

TEST(LogIntegralLoss, RefusesLaterRoots) {
  EXPECT_THROW(hard_loss_by_integral(Prior::single(chain_of_the_examples()), CausalForest::pairs(4),
                                     Interval(1), Rational(1, 5)),
               PreconditionError);
}

TEST(DriveRemainder, VanishesWithTheMatchStrengthAndDoesNotSeeTheSmoothing) {
  const CausalForest chain = CausalForest::chain(5);
  const auto prior = shift_representatives(chain_of_the_examples());
  const auto k = drive<Interval>(prior, chain, Rational(1, 1000000));
  const auto rho = drive_remainder(k, 2, Rational(1, 1000), Rational(1, 1000000));
  // (e^b - 1)(K + 1/2) + (e^{2b} - 1)/2 at most, |K| below one.
  EXPECT_TRUE(certainly_less(rho(3, 1), Interval("1/200")));
  EXPECT_TRUE(certainly_less(Interval(0), rho(3, 1)));
}

// Rows driven against the bound as hard as a gap allows: every rival but one at the top.
TEST(MissingAttention, BoundsTheAttentionOfARowWhoseGapIsMet) {
  const Real50 gap(Rational(1, 4));
  const Rational rate(8);
  for (const int entries : {2, 5, 9}) {
    std::vector<double> scores(static_cast<std::size_t>(entries), 0.0);
    for (long n = 0; n < 60; ++n) {
      double total = 0;
      for (const double s : scores) total += std::exp(s);
      const double parent = std::exp(scores[0]) / total;
      if (n > 0) {  // at the start both are the same number, rounded differently
        EXPECT_LE(Real50(1 - parent), missing_attention(entries, gap, rate, n));
      }
      for (std::size_t j = 0; j < scores.size(); ++j) {
        const double a = std::exp(scores[j]) / total;
        const double fitness = (j == 0 ? 0.25 : 0.0) - parent * 0.25;
        scores[j] += to_double(rate) * a * fitness;
      }
    }
  }
}

TEST(CertifiedTraining, ContainsTheExactTrainingOfTheChainAtLengthSix) {
  // eta1 = 951943 at beta0 = 1/1000: kappa = eta1 beta0 / T; exact: beta = 1.06260, loss 0.443296
  // without the normaliser, log(1 + 2/6) more with it.
  const auto result =
      certified_training(shift_representatives(chain_of_the_examples()), CausalForest::chain(5),
                         {Rational(1, 1000), Rational(951943, 6000), 152, Rational(4), 20});
  EXPECT_LT(result.match_lower, Real50("1.06260"));
  EXPECT_GT(result.match_upper, Real50("1.06261"));
  EXPECT_GT(result.match_lower, Real50("0.87"));
  EXPECT_LT(result.match_upper, Real50("1.28"));
  const Interval oracle = Interval("0.6419379845320749495112");
  const Interval loss = result.gap + oracle - log(Interval("4/3"));
  EXPECT_TRUE(certainly_less(Interval("0.443296"), loss));
  // The bound holds for every beta of the range, so it lies above that at the exact one, 0.445574.
  EXPECT_TRUE(certainly_less(loss, Interval("0.46"))) << loss;
}

TEST(CertifiedTraining, RefusesAPriorWithoutDominanceAndTooLargeAMatchStrength) {
  const TrainingSettings settings{Rational(1, 10), Rational(100), 10, Rational(1), 1};
  EXPECT_THROW(certified_training(shift_representatives(chain_of_the_examples()),
                                  CausalForest::chain(5), settings),
               PreconditionError);
}

}  // namespace
}  // namespace lemmascope::causal
