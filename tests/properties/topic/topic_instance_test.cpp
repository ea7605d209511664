// Topic models as instances of claims: what they are made of, how they shrink, which are drawn.
#include "properties/topic/topic_instance.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <nlohmann/json.hpp>
#include <set>

#include "properties/topic/topic_domains.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

using Traits = claim::InstanceTraits<TopicInstance>;

/// Everything of an instance as one comparable text.
std::string text_of(const TopicInstance& instance) { return Traits::to_json(instance).dump(); }

TopicInstance rich() {
  return {TopicParameters(6, 2, 3, Rational(7, 20), Rational(2, 9), Rational(3, 11)),
          Rational(2, 3), 150, Rational(5, 2), 7};
}

TEST(TopicInstance, IsReadBackFromItsJson) {
  const nlohmann::json written = Traits::to_json(rich());
  EXPECT_EQ(Traits::to_json(Traits::from_json(written)), written);
  EXPECT_EQ(written.at("mask"), "7/20");
  EXPECT_EQ(Traits::summary(rich()), "T=6,v=2,tau=3");
}

TEST(TopicInstance, RefusesWhatIsNoModel) {
  nlohmann::json broken = Traits::to_json(rich());
  broken.erase("mask");
  EXPECT_THROW(Traits::from_json(broken), PreconditionError);
  broken = Traits::to_json(rich());
  broken["topics_per_document"] = 7;
  EXPECT_THROW(Traits::from_json(broken), PreconditionError);
}

/// Sizes and denominators: what shrinking makes smaller, most important first.
std::vector<Rational> size_of(const TopicInstance& instance) {
  const TopicParameters& at = instance.at;
  const auto complexity = [](const Rational& x) {
    return Rational(denominator(x)) + x / 1000000;  // denominator first, then the value
  };
  return {Rational(at.topics()),
          Rational(at.words_per_topic()),
          Rational(at.topics_per_document()),
          complexity(at.mask()),
          complexity(at.correct()),
          complexity(at.random()),
          complexity(instance.mask_weight),
          Rational(instance.length)};
}

TEST(TopicInstance, ShrinksToSmallerModelsOnly) {
  const auto from = size_of(rich());
  const auto simpler = Traits::simpler(rich());
  EXPECT_FALSE(simpler.empty());
  for (const TopicInstance& next : simpler) {
    const auto to = size_of(next);
    int smaller = 0;
    for (std::size_t k = 0; k < to.size(); ++k) {
      EXPECT_LE(to[k], from[k]) << text_of(next);
      smaller += to[k] < from[k] ? 1 : 0;
    }
    EXPECT_GE(smaller, 1) << text_of(next);
  }
}

TEST(TopicInstance, ShrinkingReachesTheSmallestModelAndEnds) {
  // Always taking the first candidate ends, because every step makes something smaller.
  TopicInstance instance = rich();
  int steps = 0;
  for (auto next = Traits::simpler(instance); !next.empty(); next = Traits::simpler(instance)) {
    instance = next.front();
    ASSERT_LT(++steps, 200);
  }
  EXPECT_EQ(instance.at.topics(), 2);
  EXPECT_EQ(instance.at.words_per_topic(), 1);
  EXPECT_EQ(instance.at.topics_per_document(), 1);
  EXPECT_EQ(instance.at.mask(), 0);
  EXPECT_EQ(instance.at.correct(), 0);
  EXPECT_EQ(instance.mask_weight, 0);
  EXPECT_LE(instance.length, 2);
}

TEST(ArbitraryMatrix, IsFixedByTheVariationAndWithinItsRange) {
  TopicInstance one = rich();
  TopicInstance other = rich();
  other.variation = 8;
  EXPECT_EQ(arbitrary_matrix(one, 4, 5), arbitrary_matrix(one, 4, 5));
  EXPECT_NE(arbitrary_matrix(one, 4, 5), arbitrary_matrix(other, 4, 5));
  const Matrix<Rational> matrix = arbitrary_matrix(one, 30, 30);
  std::set<Rational> values(matrix.data(), matrix.data() + matrix.size());
  EXPECT_EQ(values.size(), 25U) << "nine hundred entries over 25 values meet every one";
  EXPECT_EQ(*values.begin(), -2);
  EXPECT_EQ(*values.rbegin(), 2);
  const Matrix<Rational> weights = arbitrary_weights(one);
  for (long k = 0; k < weights.size(); ++k) {
    EXPECT_GE(weights(k), Rational(1, 6));
    EXPECT_LE(weights(k), 2);
  }
}

TEST(EverySmallModel, IsEveryModelOfItsSizeOnce) {
  const auto domain = every_small_model()(claim::Profile::quick);
  // (T, v, tau): 1 x 3 at T = 2, 2 x 2 at T = 3, 3 x 1 at T = 4; two p_m; BERT and ten splits.
  EXPECT_EQ(domain.cases, (3 + 4 + 3) * 2 * 11);
  std::set<std::string> seen;
  for (std::int64_t k = 0; k < domain.cases; ++k) {
    TopicInstance instance = domain.at(k, {});
    EXPECT_LT(instance.at.topics_per_document(), instance.at.topics());
    EXPECT_LE(instance.at.words(), 6);
    instance.variation = 0;
    instance.length = 0;
    instance.penalty = instance.mask_weight = 0;
    EXPECT_TRUE(seen.insert(text_of(instance)).second) << text_of(instance);
  }
  EXPECT_GT(every_small_model()(claim::Profile::pr).cases, domain.cases);
  EXPECT_EQ(some_small_models()(claim::Profile::quick).cases, (domain.cases + 7) / 8);
}

TEST(SampledModels, AreFixedByTheKeyAndWithinTheirSizes) {
  const auto domain = sampled_models()(claim::Profile::quick);
  std::set<std::string> seen;
  for (std::int64_t k = 0; k < domain.cases; ++k) {
    const auto key = claim::case_key(20240222, "test", domain.name, k);
    const TopicInstance instance = domain.at(k, key);
    EXPECT_EQ(text_of(instance), text_of(domain.at(k, key)));
    EXPECT_LT(instance.at.topics_per_document(), instance.at.topics());
    EXPECT_LE(instance.at.words(), 12);
    EXPECT_GT(instance.at.mask(), 0);
    EXPECT_LT(instance.at.mask(), 1);
    EXPECT_GE(instance.length, 2);
    seen.insert(text_of(instance));
  }
  EXPECT_EQ(static_cast<std::int64_t>(seen.size()), domain.cases);
}

TEST(LargeModels, AreEveryCombinationOfTheirSizes) {
  const auto domain = large_models({10, 1000})(claim::Profile::quick);
  EXPECT_EQ(domain.cases, 2 * 2 * 2 * 2 * 3);
  EXPECT_EQ(domain.at(domain.cases - 1, {}).at.topics(), 1000);
}

}  // namespace
}  // namespace lemmascope::topic
