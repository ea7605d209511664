#include "theory/graphdepth/attention_stack.hpp"

#include <algorithm>

#include "theory/graphdepth/contraction.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::graphdepth {

Vector<Rational> uniform_on(const Substructure& substructure, int n) {
  require(!substructure.empty(), "expected a substructure of at least one position");
  Vector<Rational> law = Vector<Rational>::Constant(n, Rational(0));
  for (const int position : substructure) {
    if (position < 0 || position >= n || law[position] != 0) {
      refuse(fmt::format("expected different positions from 1 to {}, found {}", n, position + 1));
    }
    law[position] = Rational(1, substructure.size());
  }
  return law;
}

std::vector<Rational> distances(const std::vector<Matrix<Rational>>& layers,
                                const Substructure& first, const Substructure& second) {
  require(!layers.empty(), "expected at least one layer of attention");
  const int n = static_cast<int>(layers.front().rows());
  // mu^T A_l ... A_1 = (A_1^T ... A_l^T mu)^T: the last layer is read first, so every depth anew.
  std::vector<Rational> all;
  for (std::size_t depth = 0; depth <= layers.size(); ++depth) {
    Vector<Rational> a = uniform_on(first, n), b = uniform_on(second, n);
    for (std::size_t l = depth; l > 0; --l) {
      const Matrix<Rational> reads = layers[l - 1].transpose();
      require(reads.rows() == n && reads.cols() == n, "expected layers of one size");
      a = product(reads, a);
      b = product(reads, b);
    }
    all.push_back(distance(a, b));
  }
  return all;
}

std::vector<Rational> distance_bounds(const std::vector<Matrix<Rational>>& layers,
                                      const Substructure& first, const Substructure& second) {
  require(!layers.empty(), "expected at least one layer of attention");
  const int n = static_cast<int>(layers.front().rows());
  std::vector<Rational> all{distance(uniform_on(first, n), uniform_on(second, n))};
  for (const auto& layer : layers) all.push_back(all.back() * contraction(layer));
  return all;
}

Matrix<Rational> with_residual(const Matrix<Rational>& attention, const Rational& share) {
  Matrix<Rational> mixed = attention * share;
  for (int i = 0; i < attention.rows(); ++i) mixed(i, i) += 1 - share;
  return mixed;
}

Matrix<Rational> with_global(const Matrix<Rational>& attention, const Rational& share) {
  Matrix<Rational> mixed = attention * Rational(1 - share);
  for (Eigen::Index e = 0; e < mixed.size(); ++e) mixed.data()[e] += share / mixed.cols();
  return mixed;
}

bool is_local(const Matrix<Rational>& attention, const Substructure& substructure) {
  const auto inside = [&](int k) {
    return std::find(substructure.begin(), substructure.end(), k) != substructure.end();
  };
  for (const int i : substructure) {
    for (int k = 0; k < attention.cols(); ++k) {
      if (!inside(k) && attention(i, k) != 0) return false;
    }
  }
  return true;
}

}  // namespace lemmascope::graphdepth
