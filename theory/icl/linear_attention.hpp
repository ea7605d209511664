// Linear self-attention of any heads and layers on exact tokens: columns (x, y) of a matrix.
#pragma once

#include <vector>

#include "theory/numeric/number.hpp"

namespace lemmascope::icl {

/// One head; all four matrices act on whole tokens.
struct Head {
  Matrix<Rational> projection, value, key, query;  ///< P, W_V, W_K, W_Q
};
using Layer = std::vector<Head>;

Matrix<Rational> zero_matrix(Eigen::Index rows, Eigen::Index columns);

/// e + sum_h P_h W_V,h (sum_i e_i e_i^T) W_K,h^T W_Q,h e for each column e of `tokens`, with i over
/// the columns of `context`. Throws PreconditionError when sizes do not fit.
Matrix<Rational> attended(const Matrix<Rational>& tokens, const Matrix<Rational>& context,
                          const Layer& layer);

/// The layers one after the other; keys and values come from all tokens but the last, the query.
Matrix<Rational> after_layers(Matrix<Rational> tokens, const std::vector<Layer>& layers);

/// The same layer token by token: e_j + sum_h sum_i P W_V e_i (W_K e_i)^T (W_Q e_j).
Matrix<Rational> attended_token_by_token(const Matrix<Rational>& tokens,
                                         const Matrix<Rational>& context, const Layer& layer);

}  // namespace lemmascope::icl
