// Homogeneous polynomials in the barycentric coordinates (a, b, c) of a triangle, with integer
// coefficients: one whose coefficients are non-negative is non-negative on the whole triangle,
// which is a proof over a continuum that needs no subdivision and no rounding.
#pragma once

#include <vector>

#include "theory/numeric/rational.hpp"

namespace lemmascope::causal {

/// The linear form p a + q b + r c.
struct TriangleForm {
  int a, b, c;
};

class TrianglePolynomial {
 public:
  /// Zero, of this degree.
  explicit TrianglePolynomial(int degree);
  static TrianglePolynomial constant(const Integer& value);

  int degree() const { return degree_; }
  /// The coefficient of a^(degree - b - c) b^b c^c.
  const Integer& at(int b, int c) const { return coefficients_[place(b, c)]; }
  const std::vector<Integer>& coefficients() const { return coefficients_; }

  /// Times a linear form; the degree grows by one.
  TrianglePolynomial times(const TriangleForm& form) const;
  TrianglePolynomial times(const Integer& factor) const;
  /// Adds a polynomial of the same degree. Throws PreconditionError on another degree.
  TrianglePolynomial& operator+=(const TrianglePolynomial& other);
  /// The same polynomial on the triangle, written with a higher degree (times (a + b + c)^k).
  TrianglePolynomial raised_to(int degree) const;
  /// Over b^power. Throws PreconditionError when a coefficient with a lower power of b is not zero.
  TrianglePolynomial over_b_to_the(int power) const;

  /// The least coefficient of any monomial.
  Integer least_coefficient() const;
  /// The value at barycentric coordinates (a, b, c).
  Rational value(const Rational& a, const Rational& b, const Rational& c) const;

 private:
  std::size_t place(int b, int c) const {
    return static_cast<std::size_t>(b * (2 * degree_ + 3 - b) / 2 + c);
  }
  int degree_;
  std::vector<Integer> coefficients_;
};

}  // namespace lemmascope::causal
