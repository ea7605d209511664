// Documents of finite length without a penalty: a unique optimum with a visible diagonal.
#include "properties/topic/topic_matrices.hpp"
#include "properties/topic/topic_sites.hpp"
#include "theory/numeric/product.hpp"
#include "theory/topic/finite_length.hpp"

namespace lemmascope::topic {
namespace {

Matrix<Rational> residual(const TopicInstance& instance) {
  const auto moments = finite_length_moments_by_topic_sets(instance.at, instance.length);
  return product(finite_length_value(instance), moments.second) - moments.cross;
}

// Wrong: the selected position does not attend itself (one position more, all of them others).
Matrix<Rational> one_position_longer(const TopicInstance& instance) {
  return block_matrix(instance.at, finite_length_value_matrix(instance.at, instance.length + 1));
}

// Wrong: the mask column of the limit model, in place of 1/K.
Matrix<Rational> limit_mask_column(const TopicInstance& instance) {
  BlockValues<Rational> blocks = finite_length_value_matrix(instance.at, instance.length);
  const Rational mu = instance.at.mask_share();
  blocks.mask_column = mu / ((1 - mu) * (1 - mu) + instance.at.words() * mu * mu);
  return block_matrix(instance.at, blocks);
}

}  // namespace

claim::Claim finite_length_value_matrix_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/finite-length-value-matrix")
      .states(
          "At finite document length, with two words or more, the unpenalised optimal value matrix "
          "is unique, its mask "
          "column is exactly 1/K, and three closed values fill the rest, the diagonal apart.")
      .latex(
          R"(W_N=\tfrac1K\mathbf 1_w\mathbf 1^\top+\beta_N P_c+\alpha_N\bigl(I_w-P_c-\tfrac1K\mathbf 1_w\mathbf 1_w^\top\bigr))")
      .from({kTopicPaper, "experiments: finite documents without weight decay"})
      .formally(
          "Positions are independent given S and the own position is attended; entries equal exact "
          "elimination on Sigma_N, C_N summed over topic sets (which themselves are tested against "
          "the enumeration of masked documents).")
      .differs(
          "the paper's theory takes long documents; the finite-length optimum and its closed form "
          "are derived here. One word a document that never shows its word determines nothing "
          "(topic/finite-length-optimum-is-unique)")
      .assumes(fewer_topics_per_document())
      .assumes(mask_tokens_shown())
      .assumes(shown_words_identify_values())
      .uses({"topic/moments-have-two-directions"})
      .tagged({"topic", "value-matrix", "finite-length"})
      .over(every_small_model())
      .over(sampled_models())
      .mathematics({"theory/topic/finite_length.hpp: finite_length_value_matrix"})
      .tested_by({"tests/theory/topic/finite_length_test.cpp: "
                  "FiniteLengthValueMatrix.SolvesTheNormalEquationsForAnyModelAndLength"})
      .law(claim::Evidence::exact, equal_entries(finite_length_value, solved_finite_length_value))
      .confirmed_by("the gradient W Sigma_N - C_N vanishes at the closed form",
                    equal_entries(residual, zero_matrix))
      .values_uncompared(
          "the two sides of the law are the two routes: closed form and linear solve")
      .twin("documents one position longer",
            equal_entries(one_position_longer, solved_finite_length_value))
      .twin("the mask column of the limit model",
            equal_entries(limit_mask_column, solved_finite_length_value))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
