// Statistics of tokens from their inner products alone: the centred scatter without itself.
#pragma once

#include "theory/numeric/product.hpp"
#include "theory/signal/uniform_gradients.hpp"

namespace lemmascope::signal {

/// statistics_of from G = X X^T: tr C = tr H G, |C|^2 = |H G H|^2 with H = I - 1 1^T / n, |mean|^2
/// = 1^T G 1 / n^2.
inline TokenStatistics statistics_by_gram(const Matrix<Rational>& input) {
  const auto n = input.rows();
  const Matrix<Rational> gram = product(input, Matrix<Rational>(input.transpose()));
  Matrix<Rational> centring = Matrix<Rational>::Constant(n, n, Rational(-1, n));
  for (int i = 0; i < n; ++i) centring(i, i) += 1;
  const Matrix<Rational> centred = product(product(centring, gram), centring);
  TokenStatistics at{static_cast<int>(n), static_cast<int>(input.cols()),
                     Rational(0),         Rational(0),
                     Rational(0),         Rational(0)};
  for (int i = 0; i < n; ++i) {
    at.squared_norm += gram(i, i);
    at.trace += centred(i, i);
    for (int j = 0; j < n; ++j) {
      at.squared_mean += gram(i, j) / (Rational(n) * n);
      at.squared_scatter += centred(i, j) * centred(i, j);
    }
  }
  return at;
}

}  // namespace lemmascope::signal
