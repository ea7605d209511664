// Real roots of polynomials in one and two variables, each with a proof that it is there and that
// none is missing: Sturm's theorem, and resultants where there are two unknowns.
#pragma once

#include <vector>

#include "theory/numeric/number.hpp"
#include "theory/numeric/polynomial.hpp"
#include "theory/regression/sparse_polynomial.hpp"

namespace lemmascope::regression {

/// [lower, upper] with exactly one root of the polynomial asked about.
using RootInterval = std::pair<Rational, Rational>;

Polynomial derivative_of(const Polynomial& polynomial);
Polynomial product_of(const Polynomial& a, const Polynomial& b);

/// Every real root, increasing, no wider than `width`; none for the zero polynomial.
std::vector<RootInterval> real_roots(const Polynomial& polynomial, const Rational& width);

/// The same by Descartes' rule of signs and bisection, an independent route and the faster one for
/// large degrees. Throws PreconditionError where a root is multiple (bisection does not end).
std::vector<RootInterval> real_roots_by_signs(const Polynomial& polynomial, const Rational& width);

/// Values over an interval, by Horner's rule from the middle: p(m) + (x - m) p'(x).
Interval enclosed(const Polynomial& polynomial, const Interval& x);
Interval enclosure_of(const RootInterval& root);

/// A minimiser and the least value.
struct Least {
  RootInterval at;
  Interval value;
};
/// Of a convex polynomial that is not constant. Throws PreconditionError unless its derivative has
/// just one real root.
Least least_of_convex(const Polynomial& polynomial);

/// The width to which minimisers are isolated: enclosures then have more than thirty digits.
Rational fine_width();

/// Coefficients in the second variable, each a polynomial in the first.
using Bivariate = std::vector<Polynomial>;
Bivariate bivariate(const SparsePolynomial<2>& polynomial);

/// A common zero of two polynomials.
struct CommonZero {
  Interval x, y;
};

/// Every real common zero of p and q, increasing in x: x is a root of the resultant, y comes from
/// the first subresultant. Throws PreconditionError where the two share a factor, or a zero is not
/// isolated by that (two at one x, or at infinity).
std::vector<CommonZero> common_zeros(const SparsePolynomial<2>& p, const SparsePolynomial<2>& q,
                                     const Rational& width);

/// The resultant of both in the second variable: a polynomial in the first.
Polynomial resultant(const Bivariate& p, const Bivariate& q);

}  // namespace lemmascope::regression
