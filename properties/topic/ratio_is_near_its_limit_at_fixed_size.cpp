// Expected to be refuted: how many topics are many depends on the masking law.
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

// At T = 10^9 what is left is of order 10^3 / T for the models of `large_models`.
claim::Relation<Interval> is_close_at_a_thousand_million(const TopicInstance& instance) {
  return claim::is_less(abs(ratio_at(instance, 1000000000) - limit_of(instance)),
                        Interval("1/1000"));
}

// Other route, by exact losses at T = 10^9: the loss falls at 1/1000 below the limit and rises at
// 1/1000 above it.
claim::CaseOutcome loss_turns_near_the_limit(const TopicInstance& instance) {
  const TopicParameters at = with_topics(instance, 1000000000);
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

}  // namespace

claim::Claim ratio_is_near_its_limit_at_fixed_size_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/ratio-is-near-its-limit-at-fixed-size")
      .states(
          "At a thousand million topics the optimal attention ratio is within 1/1000 of its limit, "
          "whatever the masking law, tau and kappa (expected to be refuted: not for small p_c or "
          "large tau).")
      .latex(R"(|\rho^*(T)-\rho^*(\infty)|<10^{-3}\quad(T=10^9))")
      .from({kTopicPaper, kAttentionTheorem})
      .formally(
          "The global minimiser over rho > 0 by Sturm's theorem, against the closed form of the "
          "limit; p_c down to 10^-6, tau up to 200, kappa up to 100.")
      .differs("the limit is derived here; what holds is topic/ratio-tends-to-many-topics-limit")
      .uncertain("form, constants and size conditions of the printed bound")
      .assumes(several_topics_per_document())
      .assumes(correct_words_shown())
      .assumes(something_masked())
      .uses({"topic/optimal-ratio-exceeds-one"})
      .tagged({"topic", "attention", "necessary-assumption"})
      .expects(claim::Verdict::refuted)
      .over(slow_large_models())
      .mathematics({"theory/topic/symmetric_attention.hpp: many_topics_ratio",
                    "theory/topic/symmetric_attention.hpp: optimal_ratio"})
      .tested_by({"tests/theory/topic/symmetric_attention_test.cpp: "
                  "OptimalRatio.TendsToTheManyTopicsLimitLikeOneOverT"})
      .law(claim::Evidence::interval, once(is_close_at_a_thousand_million))
      .confirmed_by("the exact loss falls 1/1000 below the limit and rises 1/1000 above it",
                    loss_turns_near_the_limit)
      .values_uncompared("the other route evaluates the loss on both sides of the limit")
      .control(
          "for p_c >= 1/100, tau <= 10 and kappa <= 10 it is", once(is_close_at_a_thousand_million),
          {{"moderate numbers", "p_c >= 1/100, tau <= 10, kappa <= 10",
            [](const TopicInstance& instance) {
              return truth(instance.at.correct() >= Rational(1, 100) &&
                           instance.at.topics_per_document() <= 10 && instance.mask_weight <= 10);
            }}})
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
