// Expected squared norms of the gradients of an attention layer whose attention is uniform, in
// closed form.
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope::signal {

/// Widths and variances of the weights: W_Q and W_K are d x `key`, W_V is d x `value`, entries
/// independent with mean zero.
struct Weights {
  int key = 1;    ///< d_k
  int value = 1;  ///< d_v
  Rational query_variance{1}, key_variance{1}, value_variance{1};
};

/// What the formulas need of n tokens, the rows x_i of X.
struct TokenStatistics {
  int tokens, width;         ///< n, d
  Rational squared_norm;     ///< |X|_F^2
  Rational squared_mean;     ///< |mean token|^2
  Rational trace;            ///< tr C of the centred scatter C = X^T X - n mean mean^T
  Rational squared_scatter;  ///< |C|_F^2
};

/// The mean token, and the centred scatter C (d x d).
Vector<Rational> mean_token(const Matrix<Rational>& input);
Matrix<Rational> centred_scatter(const Matrix<Rational>& input);

/// From C itself. Throws PreconditionError when there is no token.
TokenStatistics statistics_of(const Matrix<Rational>& input);

/// sum_i,a,b,c (dS_ia / dW_bc)^2 for S = A X W_V, A = 1 1^T / n: n d_v |mean|^2. No expectation.
Rational value_gradient(const TokenStatistics& at, const Weights& weights);
/// E |dS/dW_Q|^2 = sigma_v^2 sigma_k^2 (d_v / n^2) |X|^2 |C|^2, with scores over sqrt(d_k).
Rational query_gradient(const TokenStatistics& at, const Weights& weights);
/// The same for W_K: sigma_q^2 in place of sigma_k^2.
Rational key_gradient(const TokenStatistics& at, const Weights& weights);
/// E |dS/dX|^2 = sigma_q^2 sigma_k^2 sigma_v^2 (d_v / n^2) ((n d + 2) |C|^2 + d tr C |X|^2) + d d_v
/// sigma_v^2.
Rational input_gradient(const TokenStatistics& at, const Weights& weights);

}  // namespace lemmascope::signal
