#include "theory/topic/embedding_certificate.hpp"

#include "theory/numeric/linear_system.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"
#include "theory/numeric/semidefinite.hpp"
#include "theory/topic/documents.hpp"
#include "theory/topic/solution_set.hpp"

namespace lemmascope::topic {
namespace {

Matrix<Rational> identity(Eigen::Index size) {
  Matrix<Rational> one = Matrix<Rational>::Constant(size, size, Rational(0));
  for (Eigen::Index i = 0; i < size; ++i) one(i, i) = 1;
  return one;
}

/// Exact: symmetric, and x^T A x >= 0 for every x.
bool is_semidefinite(const Matrix<Rational>& matrix) {
  return matrix == matrix.transpose() && is_positive_semidefinite(matrix) == Truth::yes;
}

bool is_zero(const Matrix<Rational>& matrix) {
  return matrix == Matrix<Rational>::Constant(matrix.rows(), matrix.cols(), Rational(0));
}

Matrix<Rational> range_basis(const Matrix<Rational>& matrix) {
  const RowEchelon echelon = reduce_rows(matrix);
  Matrix<Rational> basis(matrix.rows(), echelon.rank());
  for (int k = 0; k < echelon.rank(); ++k) basis.col(k) = matrix.col(echelon.pivots[k]);
  return basis;
}

/// X with A X S + S X A = B, entry by entry as one linear system.
Matrix<Rational> solve_lyapunov(const Matrix<Rational>& a, const Matrix<Rational>& s,
                                const Matrix<Rational>& b) {
  const auto n = a.rows();
  Matrix<Rational> system(n * n, n * n);
  Matrix<Rational> right(n * n, 1);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < n; ++j) {
      right(i * n + j, 0) = b(i, j);
      for (Eigen::Index k = 0; k < n; ++k) {
        for (Eigen::Index l = 0; l < n; ++l) {
          system(i * n + j, k * n + l) = a(i, k) * s(l, j) + s(i, k) * a(l, j);
        }
      }
    }
  }
  const Matrix<Rational> flat = solve(system, right);
  Matrix<Rational> x(n, n);
  for (Eigen::Index i = 0; i < n; ++i) x.row(i) = flat.middleRows(i * n, n).transpose();
  return x;
}

}  // namespace

Matrix<Rational> embedding_gradient(const Moments<Rational>& centred,
                                    const Matrix<Rational>& embedding, const Rational& lambda) {
  const Matrix<Rational> half = product(embedding, centred.second) - centred.cross;
  return Matrix<Rational>(half + half.transpose() + identity(half.rows()) * lambda);
}

bool is_penalised_optimum(const Moments<Rational>& centred, const Matrix<Rational>& embedding,
                          const Rational& lambda) {
  const Matrix<Rational> gradient = embedding_gradient(centred, embedding, lambda);
  return is_semidefinite(embedding) && is_semidefinite(gradient) &&
         is_zero(product(gradient, embedding));
}

Matrix<Rational> solve_penalised_embedding(const Moments<Rational>& centred,
                                           const Rational& lambda) {
  const Matrix<Rational> basis = range_basis(centred.cross);
  const Matrix<Rational> across = basis.transpose();
  const Matrix<Rational> gram = product(across, basis);
  const Matrix<Rational> second = product(across, product(centred.second, basis));
  const Matrix<Rational> cross = product(across, product(centred.cross, basis));
  const Matrix<Rational> right = cross + cross.transpose() - gram * lambda;
  Matrix<Rational> best = product(basis, product(solve_lyapunov(gram, second, right), across));
  if (!is_semidefinite(best)) {
    best = Matrix<Rational>::Constant(best.rows(), best.cols(), Rational(0));
  }
  require(is_penalised_optimum(centred, best, lambda),
          "the optimal embedding must be zero or have the range of C; found neither optimal");
  return best;
}

Matrix<Rational> least_trace_multiplier(const TopicParameters& at) {
  const Rational shown_words = 1 - at.mask_share();
  Vector<Rational> x = Vector<Rational>::Constant(at.tokens(), Rational(1 / shown_words));
  x(kMaskToken) = -at.mask_share() * at.words() / (shown_words * shown_words);
  return Matrix<Rational>(x * mean_shown_law(at).transpose() + contrast_projector(at));
}

bool is_least_trace_optimum(const TopicParameters& at, const Matrix<Rational>& embedding,
                            const Matrix<Rational>& multiplier) {
  const auto sets = every_topic_set(at.topics(), at.topics_per_document());
  Matrix<Rational> shown(sets.size(), at.tokens());
  for (std::size_t k = 0; k < sets.size(); ++k) {
    shown.row(k) = shown_token_law(at, sets[k]).transpose();
  }
  const Matrix<Rational> slack =
      identity(at.tokens()) - (multiplier + multiplier.transpose()) / Rational(2);
  const Vector<Rational> no_bias = Vector<Rational>::Constant(at.tokens(), Rational(0));
  return is_semidefinite(embedding) && fits_every_topic_set(at, embedding, no_bias) &&
         is_zero(product(multiplier, null_space(shown))) && is_semidefinite(slack) &&
         is_zero(product(slack, embedding));
}

}  // namespace lemmascope::topic
