// Expected to be refuted without its hypothesis: the signal for attention is carried by the
// selected positions that still show their word.
#include "properties/topic/topic_matrices.hpp"
#include "properties/topic/topic_sites.hpp"

namespace lemmascope::topic {
namespace {

claim::Relation<Rational> own_topic_gains(const Matrix<Rational>& gradient) {
  return claim::is_less(gradient(1, 1), gradient(gradient.rows() - 1, 1));
}

claim::Relation<Rational> by_back_propagation(const TopicInstance& instance) {
  return own_topic_gains(propagated_gradient(instance));
}

claim::Relation<Rational> by_closed_form(const TopicInstance& instance) {
  return own_topic_gains(first_gradient(instance));
}

}  // namespace

claim::Claim attention_learns_topics_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/attention-learns-topics")
      .states(
          "Whatever the masking law, descent from uniform attention turns to the own topic "
          "(expected to be refuted: not when p_c = 0).")
      .latex(R"(\partial L/\partial B_{\mathrm{same}}<\partial L/\partial B_{\mathrm{off}})")
      .from({kTopicPaper, kAttentionTheorem})
      .formally(
          "The gradient at uniform attention on the limit value matrix, over masking laws that "
          "include p_c = 0. At p_c = 0 uniform attention is a global optimum "
          "(topic/uniform-attention-is-optimal-without-correct-words).")
      .differs("the paper fixes p_c = 0.1; the necessity of p_c > 0 is ours")
      .assumes(fewer_topics_per_document())
      .assumes(several_topics_per_document())
      .assumes(positions_are_selected())
      .uses({"topic/first-attention-step-is-contrast"})
      .tagged({"topic", "attention", "necessary-assumption"})
      .expects(claim::Verdict::refuted)
      .over(every_small_model())
      .mathematics({"theory/topic/first_step.hpp: first_attention_gradient"})
      .tested_by({"tests/theory/topic/attention_test.cpp: "
                  "FirstAttentionGradient.IsAMultipleOfTheContrastProjector"})
      .law(claim::Evidence::exact, once(by_back_propagation))
      .confirmed_by("the closed form of the gradient", once(by_closed_form))
      .control("with p_c > 0 it does", once(by_back_propagation), {correct_words_shown()})
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
