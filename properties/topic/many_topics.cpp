#include "properties/topic/many_topics.hpp"

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

}  // namespace

claim::Relation<Interval> is_close_to_limit(const TopicInstance& instance,
                                            const TopicParameters& limit_at) {
  const Interval limit(many_topics_ratio(limit_at, instance.mask_weight));
  return claim::is_less(abs(ratio_at(instance, kThousandMillionTopics) - limit),
                        Interval("1/1000"));
}

claim::Relation<Interval> is_close_at_a_thousand_million(const TopicInstance& instance) {
  return is_close_to_limit(instance, instance.at);
}

claim::CaseOutcome loss_turns_near_the_limit(const TopicInstance& instance) {
  const TopicParameters at = with_topics(instance, kThousandMillionTopics);
  const Rational limit = many_topics_ratio(instance.at, instance.mask_weight);
  const Rational step(1, 1000000), distance(1, 1000);
  const auto rise = [&](const Rational& ratio) {
    return Rational(symmetric_attention_loss(at, Rational(ratio + step), instance.mask_weight) -
                    symmetric_attention_loss(at, Rational(ratio - step), instance.mask_weight));
  };
  claim::Findings<Rational> findings;
  findings.add(claim::is_less(rise(limit - distance), Rational(0)));
  findings.add(claim::is_greater(rise(limit + distance), Rational(0)));
  return findings.outcome();
}

claim::Hypothesis<TopicInstance> moderate_numbers() {
  return {"moderate numbers", "p_c >= 1/100, q <= 99/100, tau <= 10, kappa <= 10",
          [](const TopicInstance& instance) {
            return truth(instance.at.correct() >= Rational(1, 100) &&
                         instance.at.true_share() <= Rational(99, 100) &&
                         instance.at.topics_per_document() <= 10 && instance.mask_weight <= 10);
          }};
}

}  // namespace lemmascope::topic
