// The first step of attention away from uniform.
#include "properties/topic/topic_matrices.hpp"
#include "properties/topic/topic_sites.hpp"
#include "theory/topic/attention.hpp"
#include "theory/topic/first_step.hpp"

namespace lemmascope::topic {
namespace {

// Wrong: one per cent more.
Matrix<Rational> one_per_cent_more(const TopicInstance& instance) {
  return first_gradient(instance) * Rational(101, 100);
}

// Wrong: [MASK] queries learn like words.
Matrix<Rational> mask_learns(const TopicInstance& instance) {
  BlockValues<Rational> blocks = first_attention_gradient(instance.at);
  blocks.mask_row = blocks.different_topic;
  return block_matrix(instance.at, blocks);
}

// Wrong: random words carry signal as well.
Matrix<Rational> random_words_help(const TopicInstance& instance) {
  const TopicParameters& at = instance.at;
  return first_gradient(instance) * Rational(1 + at.random());
}

// Other route: the slope of the loss in one score by a symmetric difference of exact losses. The
// loss is smooth in the weight w = e^B, so (L(1+h) - L(1-h)) / 2h differs from the slope by O(h^2):
// with h = 2^-20 and losses whose third derivative is of order one the difference is below 2^-30.
claim::CaseOutcome slopes_of_the_loss(const TopicInstance& instance) {
  const Matrix<Rational> value = limit_value(instance);
  const Matrix<Rational> gradient = first_gradient(instance);
  const Rational h(1, 1 << 20);
  claim::Findings<Rational> findings;
  for (const auto& [key, query] :
       {std::pair<Token, Token>{1, 1}, {instance.at.words(), 1}, {0, 1}, {1, 0}}) {
    auto up = uniform_attention(instance.at);
    auto down = up;
    up(key, query) += h;
    down(key, query) -= h;
    const Rational slope =
        (attention_loss(instance.at, value, up) - attention_loss(instance.at, value, down)) /
        (2 * h);
    findings.add(
        claim::at_most(Rational(abs(Rational(slope - gradient(key, query)))), Rational(1, 1 << 30)),
        claim::site("key", static_cast<int>(key), "query", static_cast<int>(query)));
  }
  return findings.outcome();
}

}  // namespace

claim::Claim first_attention_step_is_contrast_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/first-attention-step-is-contrast")
      .states(
          "At uniform attention the gradient of the scores is -g within topics, g/(T-1) between "
          "them and zero at [MASK]; with p_c > 0 and tau > 1, g > 0 and attention to the own topic "
          "rises first.")
      .latex(
          R"(\nabla_BL=-\frac{gK}{T-1}P_c,\quad g=\frac{2p_c(\tau-1)}{T\tau qv^2}\Bigl(\frac q{\tau v}+\frac{p_mp_r}K\Bigr))")
      .from({kTopicPaper, kAttentionTheorem})
      .formally(
          "On the limit value matrix, squared loss at selected positions; equal to "
          "back-propagation through every topic set, query and label, exactly.")
      .differs(
          "derived here; it explains the direction of the theorem's statement, the paper treats "
          "the optimum")
      .uncertain(kWordingUncertain)
      .assumes(fewer_topics_per_document())
      .uses({"topic/value-matrix-limit-is-least-norm", "topic/only-topic-mass-matters"})
      .tagged({"topic", "attention"})
      .over(every_small_model())
      .over(sampled_models())
      .mathematics({"theory/topic/first_step.hpp: first_attention_gradient"})
      .tested_by(
          {"tests/theory/topic/attention_test.cpp: FirstAttentionGradient.EqualsBackPropagation"})
      .law(claim::Evidence::exact, equal_entries(first_gradient, propagated_gradient))
      .confirmed_by("slopes of the exact loss in single scores", slopes_of_the_loss)
      .values_uncompared(
          "the two sides of the law are the two routes: closed form and back-propagation")
      .twin("one per cent more", equal_entries(one_per_cent_more, propagated_gradient))
      .twin("[MASK] keys learn too", equal_entries(mask_learns, propagated_gradient))
      .twin("random words carry signal", equal_entries(random_words_help, propagated_gradient))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
