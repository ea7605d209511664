// Expected to be refuted: limits do not commute. Long documents without a penalty do not reach the
// matrix of infinite documents with a vanishing one.
#include "properties/topic/topic_matrices.hpp"
#include "properties/topic/topic_sites.hpp"
#include "theory/topic/finite_length.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

constexpr long kLongDocument = 1000000000;

// Entry by entry: with one word a topic there is no pair of two words of one topic to compare.
claim::Relation<Rational> within_a_thousandth(const Matrix<Rational>& value,
                                              const Matrix<Rational>& target) {
  // 1/1000 is a thousand times what is left at N = 10^9 for every model here (the control shows it)
  // and far below the distance between the two limits.
  const Matrix<Rational> distance = value - target;
  Rational largest = 0;
  for (Eigen::Index k = 0; k < distance.size(); ++k) {
    largest = std::max(largest, Rational(abs(distance(k))));
  }
  return claim::at_most(largest, Rational(1, 1000));
}

Matrix<Rational> long_document_value(const TopicInstance& instance) {
  return block_matrix(instance.at, finite_length_value_matrix(instance.at, kLongDocument));
}

claim::Relation<Rational> close_to_the_limit_optimum(const TopicInstance& instance) {
  return within_a_thousandth(long_document_value(instance), limit_value(instance));
}

// Other route: solve at a long length instead of using the closed form, against the least-norm
// solution.
claim::Relation<Rational> solved_close_to_the_limit_optimum(const TopicInstance& instance) {
  const Matrix<Rational> solved = solve_value_matrix(
      finite_length_moments_by_topic_sets(instance.at, kLongDocument), Rational(0));
  return within_a_thousandth(solved, least_norm_value_matrix(instance.at));
}

claim::Relation<Rational> close_to_the_long_document_optimum(const TopicInstance& instance) {
  return within_a_thousandth(long_document_value(instance),
                             block_matrix(instance.at, long_document_value_matrix(instance.at)));
}

}  // namespace

claim::Claim finite_length_tends_to_limit_optimum_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/finite-length-tends-to-limit-optimum")
      .states(
          "The optimal value matrix of long documents tends to the optimum of the "
          "infinite-document model (expected to be refuted: it keeps a diagonal of p_c/(1-mu)).")
      .latex(R"(\lim_{N\to\infty}W_N=\lim_{\lambda\to0}W_\lambda)")
      .from({kTopicPaper, "the passage from the theory to experiments without weight decay"})
      .formally("At N = 10^9 every entry is within 1/1000 of the limit optimum; exact rationals.")
      .differs(
          "the paper does not state it; it is what one would assume when comparing experiment and "
          "theory")
      .assumes(fewer_topics_per_document())
      .assumes(mask_tokens_shown())
      .uses({"topic/finite-length-value-matrix"})
      .tagged({"topic", "value-matrix", "finite-length"})
      .expects(claim::Verdict::refuted)
      .over(every_small_model())
      .mathematics({"theory/topic/finite_length.hpp: long_document_value_matrix",
                    "theory/topic/value_matrix.hpp: least_norm_value_matrix"})
      .tested_by({"tests/theory/topic/finite_length_test.cpp: "
                  "FiniteLengthValueMatrix.TendsToTheLongDocumentMatrixAndNotToTheLimitOne"})
      .law(claim::Evidence::exact, once(close_to_the_limit_optimum))
      .confirmed_by("elimination on the moments of the long document",
                    once(solved_close_to_the_limit_optimum))
      .control("it tends to the long-document optimum with the diagonal",
               once(close_to_the_long_document_optimum))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
