// The optimal ratio for many topics: linear in tau, constant in T.
#include "properties/topic/topic_sites.hpp"
#include "theory/topic/symmetric_attention.hpp"

namespace lemmascope::topic {
namespace {

TopicParameters with_topics(const TopicInstance& instance, int topics) {
  const TopicParameters& at = instance.at;
  return {topics,    at.words_per_topic(), at.topics_per_document(),
          at.mask(), at.correct(),         at.random()};
}

Interval ratio_at(const TopicInstance& instance, int topics) {
  // A width of 10^-12 is far below every distance asked about.
  return optimal_ratio(with_topics(instance, topics), instance.mask_weight, parse_rational("1e-12"))
      .ratio;
}

Interval limit_of(const TopicInstance& instance) {
  return Interval(many_topics_ratio(instance.at, instance.mask_weight));
}

// At T = 10^9 what is left is of order 10^3 / T for these models; 1/1000 is a thousand times that.
claim::Relation<Interval> is_close_at_a_thousand_million(const TopicInstance& instance) {
  return claim::is_less(abs(ratio_at(instance, 1000000000) - limit_of(instance)),
                        Interval("1/1000"));
}

// Other route: the error falls like 1/T, so from 10^6 to 10^8 topics it falls at least fiftyfold.
claim::Relation<Interval> error_falls_like_one_over_t(const TopicInstance& instance) {
  const Interval near = abs(ratio_at(instance, 1000000) - limit_of(instance));
  const Interval nearer = abs(ratio_at(instance, 100000000) - limit_of(instance));
  return claim::is_less(nearer * Interval(50), near);
}

claim::Relation<Interval> is_one_topic_off(const TopicInstance& instance) {
  const TopicParameters& at = instance.at;
  const TopicParameters other(at.topics(), at.words_per_topic(), at.topics_per_document() + 1,
                              at.mask(), at.correct(), at.random());
  return claim::is_less(abs(ratio_at(instance, 1000000000) -
                            Interval(many_topics_ratio(other, instance.mask_weight))),
                        Interval("1/1000"));
}

}  // namespace

claim::Claim ratio_tends_to_many_topics_limit_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/ratio-tends-to-many-topics-limit")
      .states(
          "As the number of topics grows the optimal attention ratio tends to a constant that "
          "grows linearly with tau and does not depend on v.")
      .latex(
          R"(\rho^*\to\frac{q(\tau-1+c)+\frac{\tau-1}{\tau-1+c}}{1-q},\quad c=\tau(p_mp_r+\kappa\mu)/q)")
      .from({kTopicPaper, kAttentionTheorem})
      .formally(
          "At T = 10^9 the global minimiser over rho > 0 is within 1/1000 of the limit; Sturm's "
          "theorem and intervals.")
      .differs("derived here; consistent with a bound lambda_1 tau <= ratio <= lambda_2 T")
      .uncertain("form, constants and size conditions of the printed bound")
      .assumes(several_topics_per_document())
      .assumes(correct_words_shown())
      .assumes(something_masked())
      .uses({"topic/optimal-ratio-exceeds-one"})
      .tagged({"topic", "attention"})
      .over(large_models({10}))
      .mathematics({"theory/topic/symmetric_attention.hpp: many_topics_ratio",
                    "theory/topic/symmetric_attention.hpp: optimal_ratio"})
      .tested_by({"tests/theory/topic/symmetric_attention_test.cpp: "
                  "OptimalRatio.TendsToTheManyTopicsLimitLikeOneOverT"})
      .law(claim::Evidence::interval, once(is_close_at_a_thousand_million))
      .confirmed_by("the error falls fiftyfold from 10^6 to 10^8 topics",
                    once(error_falls_like_one_over_t))
      .values_uncompared("the other route asks the same of other numbers of topics")
      .twin("one topic more in a document", once(is_one_topic_off))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
