#include "theory/numeric/gauss_jacobi.hpp"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <algorithm>

#include "theory/numeric/require.hpp"

namespace lemmascope {
namespace {

// Eigenvalues of the symmetric Jacobi matrix of P^(0,b) on [0, 1], the roots of P_m^(0,b)(2 z - 1)
// to about double precision: a guess that Newton's method polishes.
std::vector<double> root_guesses(int points, double b) {
  Eigen::VectorXd diagonal(points);
  Eigen::VectorXd off(std::max(points - 1, 0));
  for (int k = 0; k < points; ++k) {
    const double sum = 2 * k + b;
    // On [-1, 1]: b^2 / ((2k + b)(2k + b + 2)); the first is b / (b + 2), also in the limit b -> 0.
    const double centre = k == 0 ? b / (b + 2) : b * b / (sum * (sum + 2));
    diagonal[k] = 0.5 * (1 + centre);
  }
  for (int k = 1; k < points; ++k) {
    const double sum = 2 * k + b;
    // On [-1, 1] the square is 4 k^2 (k + b)^2 / ((2k + b)^2 (2k + b + 1)(2k + b - 1)).
    off[k - 1] = 0.5 * (2.0 * k * (k + b)) / (sum * std::sqrt((sum + 1) * (sum - 1)));
  }
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(diagonal, off, Eigen::EigenvaluesOnly);
  return {solver.eigenvalues().data(), solver.eigenvalues().data() + points};
}

template <class N>
struct ValueAndSlope {
  N value;
  N slope;
};

// P_m^(0,b)(2 z - 1) and its derivative in z by the three-term recurrence (Abramowitz and
// Stegun 22.7.1 with alpha = 0).
template <class N>
ValueAndSlope<N> shifted_jacobi(int degree, const N& b, const N& z) {
  ValueAndSlope<N> before{N(1), N(0)};
  ValueAndSlope<N> now{N(1) + (b + N(2)) * (z - N(1)), b + N(2)};
  if (degree == 0) return before;
  const N x = N(2) * z - N(1);
  for (int n = 2; n <= degree; ++n) {
    const N sum = N(2 * n) + b;
    const N left = N(2 * n) * (N(n) + b) * (sum - N(2));
    const N linear = (sum - N(1)) * sum * (sum - N(2)) / left;
    const N shift = (sum - N(1)) * b * b / left;
    const N last = N(2 * (n - 1)) * (N(n - 1) + b) * sum / left;
    const N factor = linear * x - shift;
    const ValueAndSlope<N> next{
        factor * now.value - last * before.value,
        factor * now.slope + N(2) * linear * now.value - last * before.slope};
    before = now;
    now = next;
  }
  return now;
}

template <class N>
QuadratureRule<N> polished_rule(int points, const Rational& exponent) {
  const N b = from_rational<N>(exponent);
  QuadratureRule<N> rule;
  for (const double guess : root_guesses(points, to_double(exponent))) {
    N z(guess);
    // Newton doubles the digits of a 1e-16 guess each time: 4 steps reach past 200 digits.
    for (int step = 0; step < 4; ++step) {
      const ValueAndSlope<N> at = shifted_jacobi(points, b, z);
      z -= at.value / at.slope;
    }
    const N slope = shifted_jacobi(points, b, z).slope;
    rule.weights.push_back(N(1) / (z * (N(1) - z) * slope * slope));
    rule.nodes.push_back(std::move(z));
  }
  return rule;
}

void require_rule(int points, const Rational& exponent) {
  if (points < 1) refuse(fmt::format("expected at least one quadrature node, found {}", points));
  if (exponent <= -1) {
    refuse("expected a weight exponent above -1, found " + to_text(exponent));
  }
}

}  // namespace

template <Elementary N>
QuadratureRule<N> gauss_jacobi(int points, const Rational& exponent) {
  require_rule(points, exponent);
  if constexpr (std::same_as<N, double>) {
    const QuadratureRule<Real50> fine = polished_rule<Real50>(points, exponent);
    QuadratureRule<double> rule;
    for (int k = 0; k < points; ++k) {
      rule.nodes.push_back(fine.nodes[k].convert_to<double>());
      rule.weights.push_back(fine.weights[k].convert_to<double>());
    }
    return rule;
  } else {
    return polished_rule<N>(points, exponent);
  }
}

QuadratureRule<Rational> interpolatory_rule(std::vector<Rational> nodes, const Rational& exponent) {
  const int points = static_cast<int>(nodes.size());
  require_rule(points, exponent);
  std::vector<Rational> product{1};  // coefficients of prod_k (z - z_k), constant first
  for (const Rational& node : nodes) {
    product.insert(product.begin(), Rational(0));
    for (std::size_t m = 0; m + 1 < product.size(); ++m) product[m] -= node * product[m + 1];
  }
  QuadratureRule<Rational> rule;
  for (const Rational& node : nodes) {
    // Horner division of the product by (z - node): the quotient's coefficients from the top, which
    // also evaluate the quotient at the node and integrate it.
    Rational coefficient = 0;
    Rational at_node = 0;
    Rational integral = 0;
    for (int m = points - 1; m >= 0; --m) {
      coefficient = product[m + 1] + node * coefficient;
      at_node = at_node * node + coefficient;
      integral += coefficient / (exponent + (m + 1));
    }
    require(at_node != 0, "expected distinct quadrature nodes, found a repeated one");
    rule.weights.push_back(integral / at_node);
  }
  rule.nodes = std::move(nodes);
  return rule;
}

#define LEMMASCOPE_GAUSS_JACOBI(N) template QuadratureRule<N> gauss_jacobi<N>(int, const Rational&);
LEMMASCOPE_GAUSS_JACOBI(double)
LEMMASCOPE_GAUSS_JACOBI(Real50)
LEMMASCOPE_GAUSS_JACOBI(Real100)
LEMMASCOPE_GAUSS_JACOBI(Real200)

}  // namespace lemmascope
