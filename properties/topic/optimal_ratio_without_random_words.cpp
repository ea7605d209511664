// A closed form of the optimal attention ratio: no random words, no attention on [MASK].
#include "properties/topic/topic_matrices.hpp"
#include "properties/topic/topic_sites.hpp"
#include "theory/topic/attention.hpp"
#include "theory/topic/symmetric_attention.hpp"

namespace lemmascope::topic {
namespace {

// The derivative in ln rho: the gradient summed over all pairs of words of one topic.
Rational slope_at(const TopicInstance& instance, const Rational& ratio) {
  const Matrix<Rational> gradient = attention_gradient(
      instance.at, limit_value(instance), symmetric_attention(instance.at, ratio, Rational(0)));
  Rational sum = 0;
  for (Token i = 1; i < instance.at.tokens(); ++i) {
    for (Token j = 1; j < instance.at.tokens(); ++j) {
      if (instance.at.topic_of(i) == instance.at.topic_of(j)) sum += gradient(i, j);
    }
  }
  return sum;
}

claim::Relation<Rational> slope_vanishes(const TopicInstance& instance) {
  return claim::equals(slope_at(instance, optimal_ratio_without_random(instance.at)), Rational(0));
}

// Other route: Sturm's isolation of the critical ratios of the closed loss.
claim::Relation<Rational> is_the_isolated_root(const TopicInstance& instance) {
  const auto roots = critical_ratios(instance.at, Rational(0), Rational(1, 1000000));
  const Rational closed = optimal_ratio_without_random(instance.at);
  const bool found = roots.size() == 1 && roots[0].lower < closed && closed <= roots[0].upper;
  return claim::equals(Rational(found ? 1 : 0), Rational(1));
}

claim::Relation<Rational> slope_vanishes_one_topic_later(const TopicInstance& instance) {
  const Rational q = instance.at.true_share();
  const Rational ratio = (1 + instance.at.topics_per_document() * q) / (1 - q);
  return claim::equals(slope_at(instance, ratio), Rational(0));
}

claim::Relation<Rational> slope_vanishes_one_per_cent_later(const TopicInstance& instance) {
  const Rational ratio = Rational(101, 100) * optimal_ratio_without_random(instance.at);
  return claim::equals(slope_at(instance, ratio), Rational(0));
}

}  // namespace

claim::Claim optimal_ratio_without_random_words_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/optimal-ratio-without-random-words")
      .states(
          "Without random words and attention on [MASK] the optimal ratio of attention within a "
          "topic to attention between topics is (1+(tau-1)q)/(1-q), for every T and v.")
      .latex(R"(\rho^*=\frac{1+(\tau-1)q}{1-q})")
      .from({kTopicPaper, kAttentionTheorem})
      .formally(
          "The back-propagated gradient, summed over pairs of one topic, vanishes there exactly. "
          "The ratio is finite only because the value matrix over-amplifies by 1/q.")
      .differs(
          "derived here; the theorem may be a two-sided bound lambda_1 tau <= ratio <= lambda_2 T")
      .uncertain("form, constants and size conditions of the printed bound")
      .assumes(fewer_topics_per_document())
      .assumes(several_topics_per_document())
      .assumes(no_random_words())
      .assumes(correct_words_shown())
      .uses({"topic/only-topic-mass-matters", "topic/value-matrix-limit-is-least-norm"})
      .tagged({"topic", "attention"})
      .over(every_small_model())
      .mathematics({"theory/topic/symmetric_attention.hpp: optimal_ratio_without_random"})
      .tested_by({"tests/theory/topic/symmetric_attention_test.cpp: "
                  "OptimalRatio.IsTheClosedFormWithoutRandomWordsAndMaskKeys"})
      .law(claim::Evidence::exact, once(slope_vanishes))
      .confirmed_by("Sturm's isolation of the critical ratios", once(is_the_isolated_root))
      .values_uncompared(
          "the law says that a slope vanishes; the other route isolates the ratio itself")
      .twin("one topic more in a document", once(slope_vanishes_one_topic_later))
      .twin("the ratio is one per cent more", once(slope_vanishes_one_per_cent_later))
      // p_r = 0 is a face of the parameters that charts do not reach.
      .attacked({0, 0, 0})
      .example({TopicParameters(3, 2, 2, Rational(3, 20), Rational(1, 10), Rational(0))});
}

}  // namespace lemmascope::topic
