#include "theory/causal/triangle_polynomial.hpp"

#include <algorithm>

#include "theory/numeric/interruption.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

Rational power(const Rational& base, int exponent) {
  Rational result = 1;
  for (int k = 0; k < exponent; ++k) result *= base;
  return result;
}

}  // namespace

TrianglePolynomial::TrianglePolynomial(int degree)
    : degree_(degree), coefficients_(static_cast<std::size_t>((degree + 1) * (degree + 2) / 2)) {}

TrianglePolynomial TrianglePolynomial::constant(const Integer& value) {
  TrianglePolynomial result(0);
  result.coefficients_[0] = value;
  return result;
}

TrianglePolynomial TrianglePolynomial::times(const TriangleForm& form) const {
  give_up_if_asked();
  TrianglePolynomial result(degree_ + 1);
  for (int b = 0; b <= degree_; ++b) {
    for (int c = 0; b + c <= degree_; ++c) {
      const Integer& here = at(b, c);
      if (here == 0) continue;
      if (form.a != 0) result.coefficients_[result.place(b, c)] += form.a * here;
      if (form.b != 0) result.coefficients_[result.place(b + 1, c)] += form.b * here;
      if (form.c != 0) result.coefficients_[result.place(b, c + 1)] += form.c * here;
    }
  }
  return result;
}

TrianglePolynomial TrianglePolynomial::times(const Integer& factor) const {
  TrianglePolynomial result = *this;
  for (Integer& coefficient : result.coefficients_) coefficient *= factor;
  return result;
}

TrianglePolynomial& TrianglePolynomial::operator+=(const TrianglePolynomial& other) {
  require(degree_ == other.degree_, "expected polynomials of one degree");
  for (std::size_t k = 0; k < coefficients_.size(); ++k) coefficients_[k] += other.coefficients_[k];
  return *this;
}

TrianglePolynomial TrianglePolynomial::raised_to(int degree) const {
  require(degree >= degree_, "expected a degree that is not lower");
  TrianglePolynomial result = *this;
  while (result.degree_ < degree) result = result.times(TriangleForm{1, 1, 1});
  return result;
}

TrianglePolynomial TrianglePolynomial::over_b_to_the(int power) const {
  require(power <= degree_, "expected a power of b that is at most the degree");
  TrianglePolynomial result(degree_ - power);
  for (int b = 0; b <= degree_; ++b) {
    for (int c = 0; b + c <= degree_; ++c) {
      if (b >= power) {
        result.coefficients_[result.place(b - power, c)] = at(b, c);
      } else {
        require(at(b, c) == 0, "expected a polynomial that this power of b divides");
      }
    }
  }
  return result;
}

Integer TrianglePolynomial::least_coefficient() const {
  return *std::min_element(coefficients_.begin(), coefficients_.end());
}

Rational TrianglePolynomial::value(const Rational& a, const Rational& b, const Rational& c) const {
  Rational sum = 0;
  for (int i = 0; i <= degree_; ++i) {
    for (int j = 0; i + j <= degree_; ++j) {
      if (at(i, j) == 0) continue;
      sum += at(i, j) * power(a, degree_ - i - j) * power(b, i) * power(c, j);
    }
  }
  return sum;
}

}  // namespace lemmascope::causal
