// Polynomials with rational coefficients: interpolation and certain real roots.
#pragma once

#include <utility>
#include <vector>

#include "theory/numeric/rational.hpp"

namespace lemmascope {

/// Coefficients, constant term first. The zero polynomial may have any number of zero coefficients.
using Polynomial = std::vector<Rational>;

/// The value at x, by Horner's rule.
Rational evaluate(const Polynomial& polynomial, const Rational& x);

/// The polynomial of degree below samples.size() through every (x, y). Throws PreconditionError
/// when two samples share x or there is none.
Polynomial interpolate(const std::vector<std::pair<Rational, Rational>>& samples);

/// Disjoint intervals (lower, upper], each holding exactly one distinct root x > 0, increasing,
/// each no wider than `width`. Sturm's theorem counts, bisection narrows; an exact rational root
/// may come back as the upper end. Empty for the zero polynomial. Throws PreconditionError unless
/// width > 0.
std::vector<std::pair<Rational, Rational>> positive_roots(const Polynomial& polynomial,
                                                          const Rational& width);

}  // namespace lemmascope
