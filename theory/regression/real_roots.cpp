#include "theory/regression/real_roots.hpp"

#include <algorithm>
#include <bit>

#include "theory/numeric/require.hpp"

namespace lemmascope::regression {
namespace {

void trim(Polynomial& polynomial) {
  while (!polynomial.empty() && polynomial.back() == 0) polynomial.pop_back();
}

int degree_of(const Polynomial& polynomial) { return static_cast<int>(polynomial.size()) - 1; }

/// p(-x).
Polynomial reflected(Polynomial polynomial) {
  for (std::size_t k = 1; k < polynomial.size(); k += 2) polynomial[k] = -polynomial[k];
  return polynomial;
}

/// The determinant, row by row over sets of columns: no division, so intervals stay narrow.
template <Field N>
N determinant(const Matrix<N>& matrix) {
  const auto n = static_cast<unsigned>(matrix.rows());
  std::vector<N> minors(std::size_t{1} << n, N(0));
  minors[0] = N(1);
  for (std::size_t set = 1; set < minors.size(); ++set) {
    const auto row = static_cast<Eigen::Index>(std::popcount(set)) - 1;
    N sum(0);
    int above = 0;  // columns of the set right of this one
    for (unsigned column = n; column-- > 0;) {
      if (!(set >> column & 1)) continue;
      const N term = matrix(row, column) * minors[set & ~(std::size_t{1} << column)];
      sum = above % 2 == 0 ? N(sum + term) : N(sum - term);
      ++above;
    }
    minors[set] = sum;
  }
  return minors.back();
}

/// Rows y^k p (k = n - 1 - j..0) and y^k q (k = m - 1 - j..0) at one x, m and n the degrees of p
/// and q in y; columns are powers of y, the highest first, the last one replaced by `last`.
template <Field N>
Matrix<N> sylvester(const std::vector<N>& p, const std::vector<N>& q, int j, int last) {
  const int m = static_cast<int>(p.size()) - 1, n = static_cast<int>(q.size()) - 1;
  const int size = m + n - 2 * j, top = m + n - 1 - j;
  Matrix<N> matrix(size, size);
  for (int row = 0; row < size; ++row) {
    const bool first = row < n - j;
    const int shift = first ? n - 1 - j - row : m - 1 - j - (row - (n - j));
    const std::vector<N>& of = first ? p : q;
    for (int column = 0; column < size; ++column) {
      const int power = (column + 1 == size ? last : top - column) - shift;
      const bool inside = power >= 0 && power < static_cast<int>(of.size());
      matrix(row, column) = inside ? of[power] : N(0);
    }
  }
  return matrix;
}

std::vector<Rational> at_x(const Bivariate& polynomial, const Rational& x) {
  std::vector<Rational> values;
  for (const Polynomial& coefficient : polynomial) values.push_back(evaluate(coefficient, x));
  return values;
}

std::vector<Interval> at_x(const Bivariate& polynomial, const Interval& x) {
  std::vector<Interval> values;
  for (const Polynomial& coefficient : polynomial) values.push_back(enclosed(coefficient, x));
  return values;
}

int degree_in_x(const Bivariate& polynomial) {
  int degree = 0;
  for (const Polynomial& coefficient : polynomial) {
    degree = std::max(degree, degree_of(coefficient));
  }
  return degree;
}

bool is_apart_from_zero(const Interval& value) { return !contains(value, Rational(0)); }

}  // namespace

Polynomial derivative_of(const Polynomial& polynomial) {
  Polynomial result;
  for (std::size_t k = 1; k < polynomial.size(); ++k) {
    result.push_back(polynomial[k] * static_cast<long>(k));
  }
  return result;
}

Polynomial product_of(const Polynomial& a, const Polynomial& b) {
  if (a.empty() || b.empty()) return {};
  Polynomial result(a.size() + b.size() - 1, Rational(0));
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) result[i + j] += a[i] * b[j];
  }
  return result;
}

std::vector<RootInterval> real_roots(const Polynomial& polynomial, const Rational& width) {
  std::vector<RootInterval> all;
  const auto negative = positive_roots(reflected(polynomial), width);
  for (auto root = negative.rbegin(); root != negative.rend(); ++root) {
    all.emplace_back(-root->second, -root->first);
  }
  const bool zero = std::all_of(polynomial.begin(), polynomial.end(),
                                [](const Rational& coefficient) { return coefficient == 0; });
  if (!zero && polynomial.front() == 0) all.emplace_back(Rational(0), Rational(0));
  for (auto& root : positive_roots(polynomial, width)) all.push_back(std::move(root));
  return all;
}

Interval enclosure_of(const RootInterval& root) {
  return Interval::between(root.first, root.second);
}

Interval enclosed(const Polynomial& polynomial, const Interval& x) {
  const auto horner = [](const Polynomial& p, const Interval& at) {
    Interval value(0);
    for (std::size_t k = p.size(); k-- > 0;) value = value * at + Interval(p[k]);
    return value;
  };
  const Interval middle(x.middle());
  return horner(polynomial, middle) + (x - middle) * horner(derivative_of(polynomial), x);
}

Rational fine_width() { return parse_rational("1e-45"); }

Least least_of_convex(const Polynomial& polynomial) {
  const auto roots = real_roots(derivative_of(polynomial), fine_width());
  require(roots.size() == 1, "expected a polynomial with one critical point");
  return {roots[0], enclosed(polynomial, enclosure_of(roots[0]))};
}

Bivariate bivariate(const SparsePolynomial<2>& polynomial) {
  Bivariate result;
  for (const auto& [exponents, coefficient] : polynomial.terms()) {
    const auto [i, j] = exponents;
    if (static_cast<int>(result.size()) <= j) result.resize(j + 1);
    if (static_cast<int>(result[j].size()) <= i) result[j].resize(i + 1, Rational(0));
    result[j][i] = coefficient;
  }
  return result;
}

Polynomial resultant(const Bivariate& p, const Bivariate& q) {
  require(p.size() >= 2 && q.size() >= 2, "expected two polynomials in the second variable");
  const int degree = degree_in_x(p) * static_cast<int>(q.size() - 1) +
                     degree_in_x(q) * static_cast<int>(p.size() - 1);
  std::vector<std::pair<Rational, Rational>> samples;
  for (int k = 0; k <= degree + 1; ++k) {
    const Rational x(k % 2 == 0 ? k / 2 : -(k + 1) / 2, 4);
    samples.emplace_back(x, determinant(sylvester(at_x(p, x), at_x(q, x), 0, 0)));
  }
  const auto [beyond, value] = samples.back();
  samples.pop_back();
  Polynomial result = interpolate(samples);
  require(evaluate(result, beyond) == value, "the resultant has a higher degree than it can have");
  trim(result);
  return result;
}

std::vector<CommonZero> common_zeros(const SparsePolynomial<2>& p, const SparsePolynomial<2>& q,
                                     const Rational& width) {
  const Bivariate first = bivariate(p), second = bivariate(q);
  const Polynomial eliminated = resultant(first, second);
  require(!eliminated.empty(), "the two polynomials share a factor");
  std::vector<CommonZero> all;
  for (const RootInterval& root : real_roots_by_signs(eliminated, width)) {
    const Interval x = enclosure_of(root);
    const auto at_first = at_x(first, x), at_second = at_x(second, x);
    require(is_apart_from_zero(at_first.back()) || is_apart_from_zero(at_second.back()),
            "a common zero may lie at infinity");
    const Interval slope = determinant(sylvester(at_first, at_second, 1, 1));
    const Interval constant = determinant(sylvester(at_first, at_second, 1, 0));
    require(is_apart_from_zero(slope), "two common zeros may share their first coordinate");
    all.push_back({x, -constant / slope});
  }
  return all;
}

}  // namespace lemmascope::regression
