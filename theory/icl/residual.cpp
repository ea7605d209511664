#include "theory/icl/residual.hpp"

#include <algorithm>

#include "theory/numeric/require.hpp"
#include "theory/regression/real_roots.hpp"

namespace lemmascope::icl {
namespace {

/// 1 - rate * lambda * phi^2.
Polynomial factor_of(const Rational& rate, const Polynomial& phi) {
  Polynomial factor =
      regression::product_of({Rational(0), Rational(-rate)}, regression::product_of(phi, phi));
  factor[0] += 1;
  return factor;
}

}  // namespace

Polynomial residual_polynomial(const std::vector<LayerRates>& layers) {
  Polynomial rho{Rational(1)}, phi{Rational(1)};
  for (const LayerRates& layer : layers) {
    rho = regression::product_of(rho, factor_of(layer.step, phi));
    phi = regression::product_of(phi, factor_of(layer.gamma, phi));
  }
  while (rho.size() > 1 && rho.back() == 0) rho.pop_back();
  return rho;
}

Rational residual_at(const std::vector<LayerRates>& layers, const Rational& eigenvalue) {
  Rational rho(1), phi(1);
  for (const LayerRates& layer : layers) {
    const Rational moved = eigenvalue * phi * phi;
    rho *= 1 - layer.step * moved;
    phi *= 1 - layer.gamma * moved;
  }
  return rho;
}

Vector<Rational> applied(const Polynomial& polynomial, const Matrix<Rational>& matrix,
                         const Vector<Rational>& x) {
  Vector<Rational> value = x * Rational(0);
  for (std::size_t k = polynomial.size(); k-- > 0;) value = matrix * value + x * polynomial[k];
  return value;
}

Rational mapped_eigenvalue(const Rational& eigenvalue, const Rational& gamma) {
  const Rational factor = 1 - gamma * eigenvalue;
  return eigenvalue * factor * factor;
}

Rational mapped_condition(const Rational& low, const Rational& high, const Rational& gamma) {
  require(0 < low && low <= high && gamma > 0 && gamma * high < 1,
          "expected 0 < low <= high < 1 / gamma");
  // f rises up to 1 / (3 gamma) and falls to zero at 1 / gamma.
  const Rational top = 1 / (3 * gamma);
  const Rational ends[] = {mapped_eigenvalue(low, gamma), mapped_eigenvalue(high, gamma)};
  Rational most = std::max(ends[0], ends[1]);
  if (low < top && top < high) most = mapped_eigenvalue(top, gamma);
  return most / std::min(ends[0], ends[1]);
}

std::vector<Rational> roll_out(const Matrix<Rational>& covariance, const Rational& step, int most) {
  const auto d = covariance.rows();
  Matrix<Rational> left = Matrix<Rational>::Constant(d, d, Rational(0));
  for (Eigen::Index i = 0; i < d; ++i) left(i, i) = 1;
  const Matrix<Rational> once = left - covariance * step;
  std::vector<Rational> all;
  for (int steps = 0; steps <= most; ++steps) {
    Rational squared(0);
    for (Eigen::Index e = 0; e < left.size(); ++e) squared += left.data()[e] * left.data()[e];
    all.push_back(squared);
    left = once * left;
  }
  return all;
}

}  // namespace lemmascope::icl
