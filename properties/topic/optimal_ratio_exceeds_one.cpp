// The optimum of stage 2 prefers the own topic.
#include "properties/topic/topic_matrices.hpp"
#include "properties/topic/topic_sites.hpp"
#include "theory/topic/attention.hpp"
#include "theory/topic/symmetric_attention.hpp"

namespace lemmascope::topic {
namespace {

// kappa = 1: [MASK] keys are weighed like other tokens. A width of 10^-12 decides every question
// here.
OptimalRatio best_of(const TopicInstance& instance) {
  return optimal_ratio(instance.at, Rational(1), parse_rational("1e-12"));
}

claim::Relation<Interval> exceeds_one(const TopicInstance& instance) {
  return claim::is_greater(best_of(instance).ratio, Interval(1));
}

// Other route: the loss of the optimum is below uniform attention's, both from the closed loss; and
// where documents can be enumerated the slope at uniform attention is negative.
claim::CaseOutcome beats_uniform_attention(const TopicInstance& instance) {
  claim::Findings<Interval> findings;
  const Interval uniform(symmetric_attention_loss(instance.at, Rational(1), Rational(1)));
  findings.add(claim::is_less(best_of(instance).loss, uniform));
  if (instance.at.topics() <= 6) {
    findings.add(claim::is_less(Interval(propagated_gradient(instance)(1, 1)), Interval(0)));
  }
  return findings.outcome();
}

claim::Relation<Interval> is_below_one(const TopicInstance& instance) {
  return claim::is_less(best_of(instance).ratio, Interval(1));
}

claim::Relation<Interval> is_below_tau(const TopicInstance& instance) {
  return claim::is_less(best_of(instance).ratio, Interval(instance.at.topics_per_document()));
}

}  // namespace

claim::Claim optimal_ratio_exceeds_one_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/optimal-ratio-exceeds-one")
      .states(
          "When documents have several topics but not all, some shown tokens are not true words (q "
          "< "
          "1) and words are sometimes shown correctly, the best "
          "symmetric attention gives a token of the own topic more than one of another topic.")
      .latex(R"(\rho^*>1\quad(1<\tau<T,\ p_c>0,\ q<1))")
      .from({kTopicPaper, kAttentionTheorem})
      .formally(
          "rho* is the minimiser of L(rho, kappa = 1) over all rho > 0: critical points counted "
          "and isolated by Sturm's theorem in rationals, their losses compared as enclosures.")
      .differs(
          "derived here for the symmetric family; the paper's statement may be a two-sided bound "
          "in tau and T. Global optimality over all asymmetric scores is not claimed")
      .uncertain("form, constants and size conditions of the printed bound")
      .assumes(fewer_topics_per_document())
      .assumes(several_topics_per_document())
      .assumes(correct_words_shown())
      .assumes(something_masked())
      .uses({"topic/first-attention-step-is-contrast"})
      .tagged({"topic", "attention"})
      .over(every_small_model())
      .over(large_models())
      .mathematics({"theory/topic/symmetric_attention.hpp: optimal_ratio"})
      .tested_by({"tests/theory/topic/symmetric_attention_test.cpp: "
                  "OptimalRatio.ExceedsOneWhenWordsAreShownCorrectlyInDocumentsOfSeveralTopics"})
      .law(claim::Evidence::interval, once(exceeds_one))
      .confirmed_by(
          "its loss is below uniform attention's and the slope at uniform attention is negative",
          beats_uniform_attention)
      .values_uncompared(
          "the ratio is isolated by one route; the other compares losses and a slope")
      .twin("the own topic gets less", once(is_below_one))
      .twin("the ratio stays below tau", once(is_below_tau))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
