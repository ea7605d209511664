// The parent's margin over a rival as one polynomial over all two-state chains at once.
//
// Chain ((x, 1-x), (y, 1-y)), lambda = x - y. Up to the names of the tokens and the order of the
// rows, which the orbit prior averages away, every chain has x >= y and x + y <= 1: a triangle with
// corners (0,0), (1,0), (1/2,1/2). In its barycentric coordinates (a, b, c)
//   x = b + c/2, 1 - x = a + c/2, y = c/2, 1 - y = a + b + c/2, lambda = b,
//   1 - lambda = a + c, 1 + lambda = a + 2b + c,
// the stationary laws are (y, 1-x)/(1-lambda), and for the swapped rows (x, 1-y)/(1+lambda). With R
// roots the prior mean of K_ip - K_ij (spec of the drive: leading_gradient.hpp) is therefore
//   scale P(a, b, c) / ((1-lambda)^R (1+lambda)^R),
// P homogeneous with integer coefficients.
#pragma once

#include "theory/causal/degree_threshold.hpp"
#include "theory/causal/triangle_polynomial.hpp"

namespace lemmascope::causal {

struct TwoStateMargin {
  TrianglePolynomial numerator{0};  ///< P
  Rational scale;                   ///< > 0
  int roots = 0;                    ///< R
};

/// By summing over the 2^n node sequences once. `at.j` may be `at.i` itself. Throws
/// PreconditionError when at.i is a root, a position is out of range, the forest has more than 16
/// nodes (2^16 sequences and a polynomial of degree about 30) or epsilon < 0.
TwoStateMargin two_state_margin(const markov::CausalForest& forest, const RivalPlace& at,
                                const Rational& epsilon);

/// The value of the margin at rows (x, 1-x), (y, 1-y) with x >= y, x + y <= 1.
Rational value(const TwoStateMargin& margin, const Rational& x, const Rational& y);

/// The numerator over lambda^2, which divides it for every rival but the node itself.
TrianglePolynomial over_lambda_squared(const TwoStateMargin& margin);

/// The numerator of (margin - factor lambda^2 (1 - lambda)) / lambda^2, up to a positive constant:
/// non-negative coefficients prove the bound margin >= factor lambda^2 (1 - lambda) for every
/// two-state chain.
TrianglePolynomial excess_over_bound(const TwoStateMargin& margin, const Rational& factor);

/// lim margin / lambda^2 as the chain tends to the corner x = y = 0.
Rational corner_limit(const TwoStateMargin& margin);

}  // namespace lemmascope::causal
