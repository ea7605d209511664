// The optimal ratio for many topics: linear in tau, constant in T.
#include "properties/topic/many_topics.hpp"

namespace lemmascope::topic {
namespace {

claim::Relation<Interval> is_one_topic_off(const TopicInstance& instance) {
  const TopicParameters& at = instance.at;
  const TopicParameters other(at.topics(), at.words_per_topic(), at.topics_per_document() + 1,
                              at.mask(), at.correct(), at.random());
  return is_close_to_limit(instance, other);
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
          "At T = 10^9 the global minimiser over rho > 0 is within 1/1000 of the limit, for p_c >= "
          "1/100, q <= 99/100, tau <= 10 and kappa <= 10; Sturm's theorem and intervals.")
      .differs(
          "derived here; consistent with a bound lambda_1 tau <= ratio <= lambda_2 T. How far the "
          "limit is depends on p_c, q, tau and kappa: without bounds on them no distance at a "
          "fixed T "
          "will do (topic/ratio-is-near-its-limit-at-fixed-size)")
      .uncertain("form, constants and size conditions of the printed bound")
      .assumes(several_topics_per_document())
      .assumes(correct_words_shown())
      .assumes(something_masked())
      .assumes(moderate_numbers())
      .uses({"topic/optimal-ratio-exceeds-one"})
      .tagged({"topic", "attention"})
      .over(large_models({10}))
      .mathematics({"theory/topic/symmetric_attention.hpp: many_topics_ratio",
                    "theory/topic/symmetric_attention.hpp: optimal_ratio"})
      .tested_by({"tests/theory/topic/symmetric_attention_test.cpp: "
                  "OptimalRatio.TendsToTheManyTopicsLimitLikeOneOverT"})
      .law(claim::Evidence::interval, once(is_close_at_a_thousand_million))
      .confirmed_by("the exact loss falls 1/1000 below the limit and rises 1/1000 above it",
                    loss_turns_near_the_limit)
      .values_uncompared("the law bounds a distance to the limit; the other route compares losses")
      .twin("one topic more in a document", once(is_one_topic_off))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
