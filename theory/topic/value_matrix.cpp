#include "theory/topic/value_matrix.hpp"

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/linear_system.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/documents.hpp"
#include "theory/topic/require_contrast.hpp"

namespace lemmascope::topic {
namespace {

constexpr const char* kLimit = "the value matrix in the limit lambda -> 0";

/// (s/q) / (s + lambda), and 0 without contrast (also in the limit lambda -> 0).
template <Field N>
N ridge_contrast(const TopicParametersOf<N>& at, const N& lambda) {
  if (less(lambda, N(0)) == Truth::yes) {
    refuse(fmt::format("the penalty lambda must not be negative; found {}", to_text(lambda)));
  }
  if (at.topics_per_document() == at.topics()) return N(0);
  const N s = contrast_strength(at);
  return s / at.true_share() / (s + lambda);
}

/// Same-topic entries exceed different-topic ones by 1/(q v).
template <Field N>
BlockValues<N> with_gap(const TopicParametersOf<N>& at, BlockValues<N> blocks) {
  blocks.same_topic = blocks.different_topic + N(1) / (at.true_share() * N(at.words_per_topic()));
  blocks.same_word = blocks.same_topic;
  return blocks;
}

/// m(S) and p(S) of every topic set, side by side.
struct DocumentColumns {
  Matrix<Rational> shown;
  Matrix<Rational> label;
};

DocumentColumns document_columns(const TopicParameters& at) {
  const auto sets = every_topic_set(at.topics(), at.topics_per_document());
  DocumentColumns columns{Matrix<Rational>(at.tokens(), sets.size()),
                          Matrix<Rational>(at.tokens(), sets.size())};
  for (std::size_t k = 0; k < sets.size(); ++k) {
    columns.shown.col(k) = shown_token_law(at, sets[k]);
    columns.label.col(k) = true_word_law(at, sets[k]);
  }
  return columns;
}

}  // namespace

template <Field N>
SpectralValueMatrix<N> ridge_value_matrix(const TopicParametersOf<N>& at, const N& lambda) {
  const N contrast = ridge_contrast(at, lambda);
  return {N(1) / (mean_norm_squared(at) + lambda), contrast};
}

template <Field N>
BlockValues<N> limit_value_matrix(const TopicParametersOf<N>& at) {
  require_contrast(at, kLimit);
  const N mu = at.mask_share();
  const N words = static_cast<N>(at.words());
  const N denominator = (N(1) - mu) * (N(1) - mu) + words * mu * mu;
  BlockValues<N> blocks;
  blocks.mask_column = mu / denominator;
  blocks.different_topic = (N(1) - mu) / (words * denominator) - N(1) / (words * at.true_share());
  return with_gap(at, blocks);
}

template <Field N>
BlockValues<N> limit_value_matrix_by_constants(const TopicParametersOf<N>& at) {
  require_contrast(at, kLimit);
  const N mu = at.mask_share();
  require(less(N(0), mu) != Truth::no,
          "the constants c1, c2 divide by mu: the share of [MASK] tokens must be positive");
  const N words = static_cast<N>(at.words());
  const N c1 = at.random_share() / (mu * at.true_share() * words);
  const N c2 = (N(1) - mu) / mu;
  const N c3 = N(1) / at.true_share();
  const N denominator = c2 * c2 + words;
  BlockValues<N> blocks;
  blocks.mask_column = (c2 * c3 - c1 * words) / denominator;
  blocks.different_topic = -(c1 * c2 + c3) / denominator;
  return with_gap(at, blocks);
}

template <Field N>
SpectralValueMatrix<N> ridge_value_matrix_with_bias(const TopicParametersOf<N>& at,
                                                    const N& lambda) {
  return {N(0), ridge_contrast(at, lambda)};
}

template <Field N>
N squared_risk(const Moments<N>& moments, const Matrix<N>& value) {
  const Matrix<N> residual = product(value, moments.second) - moments.cross - moments.cross;
  return N(residual.cwiseProduct(value).sum()) + N(1);
}

template <Field N>
N squared_risk_by_topic_sets(const TopicParametersOf<N>& at, const Matrix<N>& value) {
  const auto sets = every_topic_set(at.topics(), at.topics_per_document());
  N total(0);
  for (const TopicSet& set : sets) {
    const Vector<N> output = product(value, shown_token_law(at, set));
    const Vector<N> label = true_word_law(at, set);
    for (Token word = 1; word < at.tokens(); ++word) {
      Vector<N> error = output;
      error(word) -= N(1);
      total += label(word) * N(error.squaredNorm());
    }
  }
  return total / static_cast<N>(static_cast<long>(sets.size()));
}

Matrix<Rational> solve_value_matrix(const Moments<Rational>& moments, const Rational& lambda) {
  Matrix<Rational> penalised = moments.second;
  for (int i = 0; i < penalised.rows(); ++i) penalised(i, i) += lambda;
  return solve(penalised, moments.cross.transpose()).transpose();
}

Matrix<Rational> solve_value_matrix_by_documents(const TopicParameters& at,
                                                 const Rational& lambda) {
  require(lambda > 0, "solving through the documents needs a penalty lambda > 0");
  const auto [shown, label] = document_columns(at);
  const Matrix<Rational> across = shown.transpose();
  Matrix<Rational> system = product(across, shown);
  for (Eigen::Index k = 0; k < system.rows(); ++k) {
    system(k, k) += lambda * static_cast<long>(system.rows());
  }
  return product(label, solve(system, across));
}

Matrix<Rational> least_norm_value_matrix(const TopicParameters& at) {
  const auto [shown, label] = document_columns(at);
  const RowEchelon echelon = reduce_rows(shown);
  Matrix<Rational> basis(at.tokens(), echelon.rank());
  Matrix<Rational> target(at.tokens(), echelon.rank());
  for (int k = 0; k < echelon.rank(); ++k) {
    basis.col(k) = shown.col(echelon.pivots[k]);
    target.col(k) = label.col(echelon.pivots[k]);
  }
  const Matrix<Rational> gram = product(Matrix<Rational>(basis.transpose()), basis);
  return product(target, solve(gram, basis.transpose()));
}

#define LEMMASCOPE_INSTANTIATE(N)                                                            \
  template SpectralValueMatrix<N> ridge_value_matrix(const TopicParametersOf<N>&, const N&); \
  template BlockValues<N> limit_value_matrix(const TopicParametersOf<N>&);                   \
  template BlockValues<N> limit_value_matrix_by_constants(const TopicParametersOf<N>&);      \
  template SpectralValueMatrix<N> ridge_value_matrix_with_bias(const TopicParametersOf<N>&,  \
                                                               const N&);                    \
  template N squared_risk(const Moments<N>&, const Matrix<N>&);                              \
  template N squared_risk_by_topic_sets(const TopicParametersOf<N>&, const Matrix<N>&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::topic
