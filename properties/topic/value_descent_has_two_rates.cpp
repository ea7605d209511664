// Gradient descent on the value matrix in closed form.
#include "properties/topic/topic_certificates.hpp"
#include "properties/topic/topic_matrices.hpp"
#include "properties/topic/topic_sites.hpp"
#include "theory/topic/value_descent.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

constexpr int kSteps = 6;
const Rational kStepSize(2, 3);

Matrix<Rational> closed_after(const TopicInstance& instance, int steps) {
  return block_matrix(
      instance.at, blocks_of(instance.at, descended_value_matrix(instance.at, kStepSize, steps)));
}

Matrix<Rational> closed_form(const TopicInstance& instance) {
  return closed_after(instance, kSteps);
}

Matrix<Rational> one_step_more(const TopicInstance& instance) {
  return closed_after(instance, kSteps + 1);
}

Matrix<Rational> iterated(const TopicInstance& instance) {
  return descend_value_matrix(limit_moments_by_topic_sets(instance.at), kStepSize, kSteps);
}

// Other route: the loss after the steps, from the two rates against the sum over topic sets and
// labels.
claim::Relation<Rational> loss_follows_the_rates(const TopicInstance& instance) {
  const auto value = descended_value_matrix(instance.at, kStepSize, kSteps);
  return claim::equals(risk_of(instance.at, value),
                       squared_risk_by_topic_sets(instance.at, iterated(instance)));
}

// Wrong: both directions at the rate of the contrast.
Matrix<Rational> one_rate(const TopicInstance& instance) {
  auto value = descended_value_matrix(instance.at, kStepSize, kSteps);
  value.unigram = value.contrast * instance.at.true_share() / mean_norm_squared(instance.at);
  return block_matrix(instance.at, blocks_of(instance.at, value));
}

}  // namespace

claim::Claim value_descent_has_two_rates_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/value-descent-has-two-rates")
      .states(
          "Gradient descent from zero learns the unigram direction at rate 2|n|^2 and the topic "
          "contrast at rate 2s, in closed form at every step.")
      .latex(
          R"(W_k=\tfrac1K\mathbf 1_wn^\top\tfrac{1-(1-2\eta|n|^2)^k}{|n|^2}+\tfrac{1-(1-2\eta s)^k}{q}P_c)")
      .from({kTopicPaper, "two-stage training, stage 1"})
      .formally("Six steps of size 2/3 with population gradients, exact; the loss as well.")
      .differs("derived here; the paper observes the stages in experiments")
      .uses({"topic/moments-have-two-directions"})
      .tagged({"topic", "training"})
      .proved_by({"topic/ValueDescentHasTwoRates"},
                 "The theorem is about the matrix at every step and any rate; the loss along the "
                 "way, which the law that runs compares as well, is not part of it.")
      .proved_in_part({"topic/CertifiedValue"})
      .certified_by(descent_certificates)
      .over(every_small_model())
      .over(sampled_models())
      .mathematics({"theory/topic/value_descent.hpp: descended_value_matrix"})
      .tested_by({"tests/theory/topic/value_descent_test.cpp: ValueDescent.LossFollowsTheTwoRates"})
      .law(claim::Evidence::exact, equal_entries(closed_form, iterated))
      .confirmed_by("the loss of the iterate against the two rates", once(loss_follows_the_rates))
      .values_uncompared("the two sides of the law are the two routes: closed form and iteration")
      .twin("one step more", equal_entries(one_step_more, iterated))
      .twin("one rate for both directions", equal_entries(one_rate, iterated))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
