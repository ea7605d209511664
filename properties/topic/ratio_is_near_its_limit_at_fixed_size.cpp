// Expected to be refuted: how many topics are many depends on the masking law.
#include "properties/topic/many_topics.hpp"

namespace lemmascope::topic {

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
      .control("for p_c >= 1/100, q <= 99/100, tau <= 10 and kappa <= 10 it is",
               once(is_close_at_a_thousand_million), {moderate_numbers()})
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
