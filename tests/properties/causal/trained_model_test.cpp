// The end of training by dynamic programming, against the sum over sequences.
#include <gtest/gtest.h>

#include "properties/causal/trained_by_enumeration.hpp"
#include "properties/causal/training_sites.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Prior;

std::vector<Prior> priors() {
  const auto chain = markov::two_state_chain(Rational(3, 10), Rational(4, 10));
  const auto three = markov::parse_chain("1/2,3/10,1/5;1/10,3/5,3/10;1/4,1/4,1/2");
  return {Prior::single(chain), Prior::orbit(chain), Prior::single(three)};
}

TEST(LossGap, OverlapsTheSumOverEverySequence) {
  for (const Prior& prior : priors()) {
    for (const auto& forest :
         {CausalForest::chain(4), CausalForest::pairs(5), CausalForest::star(3)}) {
      const Interval fast = loss_gap<Interval>(prior, forest);
      const Interval slow = trained_by_enumeration<Interval>(prior, forest).loss_gap;
      EXPECT_TRUE(overlaps(fast, slow)) << to_text(fast) << " " << to_text(slow);
      EXPECT_TRUE(certainly_less(Interval(0), fast));
    }
  }
}

TEST(PredictionError, OverlapsTheSumOverEverySequence) {
  const Prior prior = priors().front();
  const CausalForest forest = CausalForest::chain(5);
  const auto fast = expected_prediction_error<Interval>(prior.atoms().front().chain, forest,
                                                        log(Interval(6)), QueryAttention::itself);
  const auto slow = trained_by_enumeration<Interval>(prior, forest).error;
  for (int q = 0; q < 2; ++q) {
    for (int s = 0; s < 2; ++s) EXPECT_TRUE(overlaps(fast(q, s), slow(q, s)));
    // Two tokens: the two errors of a prediction are one number.
    EXPECT_TRUE(overlaps(fast(q, 0), fast(q, 1)));
  }
}

}  // namespace
}  // namespace lemmascope::causal
