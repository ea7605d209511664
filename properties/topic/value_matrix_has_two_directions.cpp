// The ridge optimum of stage 1 for every penalty.
#include "properties/topic/topic_certificates.hpp"
#include "properties/topic/topic_matrices.hpp"
#include "properties/topic/topic_sites.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

Matrix<Rational> residual_of_closed_form(const TopicInstance& instance) {
  return ridge_residual(instance, ridge_value(instance));
}

Matrix<Rational> blocks_with(const TopicInstance& instance, SpectralValueMatrix<Rational> value) {
  return block_matrix(instance.at, blocks_of(instance.at, value));
}

// Wrong: the unigram direction is not shrunk.
Matrix<Rational> unigram_not_shrunk(const TopicInstance& instance) {
  auto value = ridge_value_matrix(instance.at, instance.penalty);
  value.unigram = 1 / mean_norm_squared(instance.at);
  return blocks_with(instance, value);
}

// Wrong: the contrast learns q instead of 1/q.
Matrix<Rational> contrast_times_q(const TopicInstance& instance) {
  auto value = ridge_value_matrix(instance.at, instance.penalty);
  value.contrast *= instance.at.true_share() * instance.at.true_share();
  return blocks_with(instance, value);
}

}  // namespace

claim::Claim value_matrix_has_two_directions_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/value-matrix-has-two-directions")
      .states(
          "For every L2 penalty the optimal value matrix under uniform attention is a unigram part "
          "plus a multiple of the topic-contrast projector.")
      .latex(
          R"(W_\lambda=\frac1K\frac{\mathbf 1_w n^\top}{|n|^2+\lambda}+\frac{s/q}{s+\lambda}P_c)")
      .from({kTopicPaper, kValueTheorem})
      .formally(
          "f = W m, one-hot words, identity decoder, E|f-e_x|^2 + lambda |W|_F^2; entries equal "
          "exact elimination on moments summed over topic sets.")
      .differs(
          "the closed form for every lambda is derived here; the paper states the block structure")
      .uncertain(kWordingUncertain)
      .uncertain("that the theorem is about the squared loss")
      .uses({"topic/moments-have-two-directions"})
      .tagged({"topic", "value-matrix"})
      .proved_by({"topic/RidgeValueMatrixIsOptimal"},
                 "The theorem states optimality itself and that no other matrix is as good; the "
                 "law that runs compares entries with exact elimination.")
      .proved_in_part({"topic/CertifiedValue"})
      .certified_by(ridge_certificates)
      .over(every_small_model())
      .over(sampled_models())
      .mathematics({"theory/topic/value_matrix.hpp: ridge_value_matrix"})
      .tested_by(
          {"tests/theory/topic/value_matrix_test.cpp: RidgeValueMatrix.SolvesTheNormalEquations"})
      .law(claim::Evidence::exact, equal_entries(ridge_value, solved_ridge_value))
      .confirmed_by("the gradient W (Sigma + lambda I) - C vanishes at the closed form",
                    equal_entries(residual_of_closed_form, zero_matrix))
      .values_uncompared(
          "the two sides of the law are the two routes: closed form and linear solve")
      .twin("the unigram direction is not shrunk",
            equal_entries(unigram_not_shrunk, solved_ridge_value))
      .twin("the contrast is q, not 1/q", equal_entries(contrast_times_q, solved_ridge_value))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
