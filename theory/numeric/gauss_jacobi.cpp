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
// Stegun 22.7.1 with alpha = 0), its coefficients computed once for all nodes:
//   P_n = (linear_n (2 z - 1) - shift_n) P_{n-1} - last_n P_{n-2}.
template <class N>
class ShiftedJacobi {
 public:
  ShiftedJacobi(int degree, const N& b) : degree_(degree), b_(b) {
    for (int n = 2; n <= degree; ++n) {
      const N sum = N(2 * n) + b;
      const N left = N(2 * n) * (N(n) + b) * (sum - N(2));
      linear_.push_back((sum - N(1)) * sum * (sum - N(2)) / left);
      shift_.push_back((sum - N(1)) * b * b / left);
      last_.push_back(N(2 * (n - 1)) * (N(n - 1) + b) * sum / left);
    }
  }

  ValueAndSlope<N> at(const N& z) const {
    ValueAndSlope<N> before{N(1), N(0)};
    ValueAndSlope<N> now{N(1) + (b_ + N(2)) * (z - N(1)), b_ + N(2)};
    if (degree_ == 0) return before;
    const N x = N(2) * z - N(1);
    for (std::size_t k = 0; k < linear_.size(); ++k) {
      const N factor = linear_[k] * x - shift_[k];
      const N doubled = linear_[k] + linear_[k];
      const ValueAndSlope<N> next{
          factor * now.value - last_[k] * before.value,
          factor * now.slope + doubled * now.value - last_[k] * before.slope};
      before = now;
      now = next;
    }
    return now;
  }

 private:
  int degree_;
  N b_;
  std::vector<N> linear_;
  std::vector<N> shift_;
  std::vector<N> last_;
};

// `steps` Newton steps: each doubles the correct digits of a guess with an absolute error of 1e-16,
// that is ten digits for a node of size 1e-6, the smallest of 500.
template <class N>
QuadratureRule<N> polished_rule(int points, const Rational& exponent, int steps) {
  const ShiftedJacobi<N> polynomial(points, from_rational<N>(exponent));
  QuadratureRule<N> rule;
  for (const double guess : root_guesses(points, to_double(exponent))) {
    N z(guess);
    for (int step = 0; step < steps; ++step) {
      const ValueAndSlope<N> at = polynomial.at(z);
      z -= at.value / at.slope;
    }
    const N slope = polynomial.at(z).slope;
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
    const QuadratureRule<Real50> fine = polished_rule<Real50>(points, exponent, 2);
    QuadratureRule<double> rule;
    for (int k = 0; k < points; ++k) {
      rule.nodes.push_back(fine.nodes[k].convert_to<double>());
      rule.weights.push_back(fine.weights[k].convert_to<double>());
    }
    return rule;
  } else {
    // 10, 20, 40, 80, 160, 320 digits.
    const int steps = std::same_as<N, Real50> ? 3 : (std::same_as<N, Real100> ? 4 : 5);
    return polished_rule<N>(points, exponent, steps);
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
