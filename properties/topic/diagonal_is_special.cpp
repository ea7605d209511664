// Expected to be refuted: in the limit model the same word is just another word of the topic.
#include "properties/topic/topic_matrices.hpp"
#include "properties/topic/topic_sites.hpp"

namespace lemmascope::topic {
namespace {

claim::Relation<Rational> diagonal_exceeds(const Matrix<Rational>& value) {
  return claim::is_greater(value(1, 1), value(1, 2));
}

claim::Relation<Rational> in_the_limit_model(const TopicInstance& instance) {
  return diagonal_exceeds(solved_ridge_value(instance));
}

claim::Relation<Rational> in_the_closed_form(const TopicInstance& instance) {
  return diagonal_exceeds(ridge_value(instance));
}

claim::Relation<Rational> at_finite_length(const TopicInstance& instance) {
  return diagonal_exceeds(finite_length_value(instance));
}

}  // namespace

claim::Claim diagonal_is_special_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/diagonal-is-special")
      .states(
          "In the infinite-document model the optimal value matrix gives a word more for itself "
          "than for another word of its topic (expected to be refuted).")
      .latex(R"(W_{ii}>W_{ij},\quad j\ne i,\ \mathrm{topic}(j)=\mathrm{topic}(i))")
      .from({kTopicPaper, kValueTheorem})
      .formally(
          "At the ridge optimum of the limit model, solved by elimination. The control shows that "
          "at finite length the diagonal is special whenever p_c > 0.")
      .differs(
          "the paper's figures show trained matrices at finite length; the negative statement is "
          "ours")
      .assumes(fewer_topics_per_document())
      .assumes(several_words_per_topic())
      .assumes(positions_are_selected())
      .uses({"topic/value-matrix-has-two-directions"})
      .tagged({"topic", "value-matrix"})
      .expects(claim::Verdict::refuted)
      .over(every_small_model())
      .mathematics({"theory/topic/value_matrix.hpp: ridge_value_matrix",
                    "theory/topic/value_matrix.hpp: solve_value_matrix"})
      .tested_by(
          {"tests/theory/topic/value_matrix_test.cpp: RidgeValueMatrix.SolvesTheNormalEquations"})
      .law(claim::Evidence::exact, once(in_the_limit_model))
      .confirmed_by("the same entries of the closed form", once(in_the_closed_form))
      .control("at finite length with p_c > 0 it is", once(at_finite_length),
               {correct_words_shown()})
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
