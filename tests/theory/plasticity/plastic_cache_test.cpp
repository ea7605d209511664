#include "theory/plasticity/plastic_cache.hpp"

#include <gtest/gtest.h>

#include "reference_task.hpp"
#include "theory/attention/attention.hpp"
#include "theory/numeric/require.hpp"
#include "theory/plasticity/fast_weights.hpp"

namespace lemmascope::plasticity {
namespace {

TEST(PlasticLayers, HoldTheKeysAndTheValuesOnceEveryGateHasOpened) {
  const AssociationTask task = reference_task();
  const auto layers = plastic_layers(task, 3);
  EXPECT_EQ(layers.first, task.keys);
  EXPECT_EQ(Matrix<Rational>(layers.second.transpose()), task.values);
}

TEST(PlasticLayers, AreEmptyWhereNoGateHasOpened) {
  const auto layers = plastic_layers(reference_task(), 1);
  for (int t = 1; t < 3; ++t) {
    EXPECT_EQ(layers.second(0, t), 0);
    for (int j = 0; j < 2; ++j) EXPECT_EQ(layers.first(t, j), 0);
  }
  EXPECT_EQ(layers.first(0, 1), 2);
}

TEST(CacheOutputs, AreAttentionForEveryNormaliser) {
  const AssociationTask task = reference_task();
  EXPECT_EQ(cache_outputs<Rational>(task, unnormalised), linear_attention(task));
  for (const auto& f : {shares_of_powers, shares_of_squares}) {
    EXPECT_EQ(cache_outputs<Rational>(task, f), attention_outputs<Rational>(task, f));
  }
}

TEST(CacheOutputs, EncloseSoftmaxAttention) {
  const auto task = enclosed(reference_task());
  const auto softmax = [](const Vector<Interval>& z) { return attention::softmax(z); };
  const auto cached = cache_outputs<Interval>(task, softmax);
  const auto attended = attention_outputs<Interval>(task, softmax);
  for (int t = 0; t < 3; ++t) EXPECT_TRUE(overlaps(cached(t, 0), attended(t, 0)));
  // Scores 2 and 6, values 2 and -1: by hand -1 + 3 / (1 + e^4).
  const Interval by_hand = Interval(3) / (Interval(1) + exp(Interval(4))) - Interval(1);
  EXPECT_TRUE(overlaps(cached(1, 0), by_hand));
  EXPECT_TRUE(certainly_less(cached(1, 0), Interval("-94/100")));
}

TEST(CacheOutputs, GiveUnwrittenRowsMassWhenTheNormaliserSeesThem) {
  // After one token with score 3: 2^3 against two empty rows of 2^0.
  EXPECT_EQ(cache_outputs<Rational>(reference_task(), shares_of_powers, Rows::all)(0, 0),
            Rational(2 * 8, 10));
}

TEST(SharesOfPowers, AreSoftmaxAtLogTwo) {
  Vector<Rational> scores(3);
  scores << 1, -1, 0;
  const auto shares = shares_of_powers(scores);
  EXPECT_EQ(shares[0], Rational(4, 7));
  EXPECT_EQ(shares[1], Rational(1, 7));
  scores[0] = Rational(1, 2);
  EXPECT_THROW(shares_of_powers(scores), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::plasticity
