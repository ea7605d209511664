// Expected to be refuted: the two are not identifiable in stage 2.
#include "properties/topic/topic_matrices.hpp"
#include "properties/topic/topic_sites.hpp"

namespace lemmascope::topic {
namespace {

// Descent lowers B by the gradient: the smaller gradient gains more attention.
claim::Relation<Rational> same_word_gains_more(const TopicInstance& instance) {
  const Matrix<Rational> gradient = propagated_gradient(instance);
  return claim::is_less(gradient(1, 1), gradient(2, 1));
}

claim::Relation<Rational> same_word_gains_more_in_closed_form(const TopicInstance& instance) {
  const Matrix<Rational> gradient = first_gradient(instance);
  return claim::is_less(gradient(1, 1), gradient(2, 1));
}

claim::Relation<Rational> same_topic_gains_more_than_others(const TopicInstance& instance) {
  const Matrix<Rational> gradient = propagated_gradient(instance);
  return claim::is_less(gradient(2, 1), gradient(instance.at.words(), 1));
}

}  // namespace

claim::Claim same_word_attention_exceeds_same_topic_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/same-word-attention-exceeds-same-topic")
      .states(
          "On a block value matrix training gives the same word more attention than another word "
          "of its topic (expected to be refuted: the loss cannot tell them apart).")
      .latex(R"(A(\text{same word})>A(\text{same topic}))")
      .from({kTopicPaper, kAttentionTheorem})
      .formally(
          "The gradient at uniform attention; by topic/only-topic-mass-matters no later step can "
          "separate them either while the two start equal.")
      .differs(
          "the paper orders same word, same topic, different topic; only topic against other "
          "topics is identifiable with a frozen block matrix")
      .uncertain("whether the printed statement separates the two")
      .assumes(fewer_topics_per_document())
      .assumes(several_words_per_topic())
      .assumes(several_topics_per_document())
      .assumes(correct_words_shown())
      .uses({"topic/only-topic-mass-matters"})
      .tagged({"topic", "attention"})
      .expects(claim::Verdict::refuted)
      .over(every_small_model())
      .mathematics({"theory/topic/first_step.hpp: first_attention_gradient"})
      .tested_by(
          {"tests/theory/topic/attention_test.cpp: FirstAttentionGradient.EqualsBackPropagation"})
      .law(claim::Evidence::exact, once(same_word_gains_more))
      .confirmed_by("the closed form of the gradient", once(same_word_gains_more_in_closed_form))
      .control("the same topic does gain on other topics", once(same_topic_gains_more_than_others))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
