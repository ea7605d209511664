// The limit of a vanishing penalty: block-wise, and exactly 1/(qv) larger within a topic.
#include "properties/topic/topic_certificates.hpp"
#include "properties/topic/topic_matrices.hpp"
#include "properties/topic/topic_sites.hpp"
#include "theory/numeric/linear_system.hpp"
#include "theory/numeric/product.hpp"
#include "theory/topic/solution_set.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

Matrix<Rational> least_norm(const TopicInstance& instance) {
  return least_norm_value_matrix(instance.at);
}

// Other route: it fits every topic set, and its rows are orthogonal to everything that is never
// shown.
claim::Relation<Rational> fits_and_has_no_unseen_part(const TopicInstance& instance) {
  const Matrix<Rational> value = limit_value(instance);
  const Matrix<Rational> unseen = null_space(limit_moments_by_topic_sets(instance.at).second);
  const Vector<Rational> no_bias = Vector<Rational>::Constant(instance.at.tokens(), Rational(0));
  const Matrix<Rational> wasted = product(value, unseen);
  const bool good = fits_every_topic_set(instance.at, value, no_bias) && wasted.isZero(Rational(0));
  return claim::equals(Rational(good ? 1 : 0), Rational(1));
}

Matrix<Rational> masks_ignored(const TopicInstance& instance) {
  BlockValues<Rational> blocks = limit_value_matrix(instance.at);
  blocks.mask_column = 0;
  return block_matrix(instance.at, blocks);
}

Matrix<Rational> gap_without_q(const TopicInstance& instance) {
  BlockValues<Rational> blocks = limit_value_matrix(instance.at);
  blocks.same_topic = blocks.different_topic + Rational(1, instance.at.words_per_topic());
  blocks.same_word = blocks.same_topic;
  return block_matrix(instance.at, blocks);
}

}  // namespace

claim::Claim value_matrix_limit_is_least_norm_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/value-matrix-limit-is-least-norm")
      .states(
          "As the penalty vanishes the optimal value matrix tends to a block matrix: one value on "
          "the mask column, one within topics and one between, 1/(qv) apart, whatever tau.")
      .latex(
          R"(W_{i0}=\frac{\mu}{(1-\mu)^2+K\mu^2},\quad W_{\mathrm{off}}=\frac{1-\mu}{K((1-\mu)^2+K\mu^2)}-\frac1{Kq},\quad W_{\mathrm{same}}=W_{\mathrm{off}}+\frac1{qv})")
      .from({kTopicPaper, kValueTheorem})
      .formally(
          "The closed form equals P (B^T B)^-1 B^T, the solution of W m(S) = p(S) of least "
          "Frobenius norm from a basis B of the shown laws; exact.")
      .differs(
          "derived here; the packaging by constants c1, c2, c3 that the paper may use gives the "
          "same matrix (tested)")
      .uncertain(kWordingUncertain)
      .assumes(fewer_topics_per_document())
      .uses({"topic/value-matrix-has-two-directions"})
      .tagged({"topic", "value-matrix"})
      .proved_by({"topic/LimitValueMatrixIsLeastNorm"},
                 "The theorem states least norm and the limit itself; the law that runs compares "
                 "entries with a formula of linear algebra.")
      .proved_in_part({"topic/CertifiedValue"})
      .certified_by(limit_certificates)
      .over(every_small_model())
      .over(sampled_models())
      .mathematics({"theory/topic/value_matrix.hpp: limit_value_matrix"})
      .tested_by(
          {"tests/theory/topic/value_matrix_test.cpp: LimitValueMatrix.IsTheLeastNormSolution"})
      .law(claim::Evidence::exact, equal_entries(limit_value, least_norm))
      .confirmed_by("it fits every topic set and its rows lie in the span of the shown laws",
                    once(fits_and_has_no_unseen_part))
      .values_uncompared(
          "the two sides of the law are the two routes: closed form and least-norm solve")
      .twin("[MASK] keys carry no value", equal_entries(masks_ignored, least_norm))
      .twin("the gap is 1/v", equal_entries(gap_without_q, least_norm))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
