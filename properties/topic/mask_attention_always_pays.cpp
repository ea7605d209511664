// Expected to be refuted: where nearly every selected word is shown, [MASK] keys are best ignored.
#include "properties/topic/topic_sites.hpp"
#include "theory/topic/symmetric_attention.hpp"

namespace lemmascope::topic {
namespace {

// A little attention to [MASK], small against every curvature of these models.
Rational little() { return Rational(1, 1000); }

// The best loss without attention to [MASK], and the loss with a little at the same rho.
claim::Relation<Interval> a_little_attention_helps(const TopicInstance& instance) {
  const auto best = optimal_ratio(instance.at, Rational(0), parse_rational("1e-30"));
  const Interval with =
      symmetric_attention_loss(enclosed(instance), best.ratio, Interval(little()));
  return claim::is_less(with, best.loss);
}

// Other route: the best loss over rho, with a little and with a tenth of full attention to [MASK].
claim::CaseOutcome some_attention_helps(const TopicInstance& instance) {
  const Rational width = parse_rational("1e-30");
  const Interval without = optimal_ratio(instance.at, Rational(0), width).loss;
  claim::Findings<Interval> findings;
  findings.add(claim::is_less(optimal_ratio(instance.at, little(), width).loss, without));
  return findings.outcome();
}

}  // namespace

claim::Claim mask_attention_always_pays_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/mask-attention-always-pays")
      .states(
          "Whatever the masking law, the best symmetric attention gives [MASK] keys some weight "
          "(expected to be refuted: with nearly every selected word shown the optimum has kappa = "
          "0).")
      .latex(R"(\min_\rho L(\rho,\kappa)<\min_\rho L(\rho,0)\quad\text{for small }\kappa>0)")
      .from({kTopicPaper, kAttentionTheorem})
      .formally(
          "At the global optimum over rho with kappa = 0 the loss falls when kappa grows to "
          "1/1000; enclosures, random words shown so that the optimum over rho exists.")
      .differs(
          "not in the paper. It shows why topic/joint-optimum-is-stationary assumes an interior "
          "optimum")
      .assumes(fewer_topics_per_document())
      .assumes(several_topics_per_document())
      .assumes(correct_words_shown())
      .assumes(mask_tokens_shown())
      .assumes({"p_r > 0", "random words are shown",
                [](const TopicInstance& instance) { return truth(instance.at.random() > 0); }})
      .uses({"topic/optimal-ratio-exceeds-one"})
      .tagged({"topic", "attention", "necessary-assumption"})
      .expects(claim::Verdict::refuted)
      .over(extreme_models())
      .mathematics({"theory/topic/symmetric_attention.hpp: symmetric_attention_loss"})
      .tested_by({"tests/theory/topic/symmetric_attention_test.cpp: "
                  "SymmetricAttentionLoss.EqualsTheSumOverDocumentsAndQueries"})
      .law(claim::Evidence::interval, once(a_little_attention_helps))
      .confirmed_by("the best losses over rho, without and with a little attention to [MASK]",
                    some_attention_helps)
      .values_uncompared("the two routes compare losses at other points")
      .control("with p_c <= 1/2 it does", once(a_little_attention_helps),
               {{"p_c <= 1/2", "at most half of the selected words are shown",
                 [](const TopicInstance& instance) {
                   return truth(instance.at.correct() <= Rational(1, 2));
                 }}})
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
