// Quadrature on [0, 1] against the weight z^exponent: the Gauss rule, whose weights are positive,
// and the rule through given rational nodes, which is exact arithmetic from end to end.
#pragma once

#include <vector>

#include "theory/numeric/number.hpp"

namespace lemmascope {

/// sum_k weights[k] P(nodes[k]) stands for the integral of z^exponent P(z) over [0, 1].
template <Field N>
struct QuadratureRule {
  std::vector<N> nodes;    ///< increasing, inside (0, 1)
  std::vector<N> weights;  ///< same length

  int size() const { return static_cast<int>(nodes.size()); }
};

/// The Gauss-Jacobi rule with `points` nodes for the weight z^exponent, exact for polynomials of
/// degree at most 2 points - 1. The nodes are the roots of the Jacobi polynomial P^(0, exponent)(2
/// z - 1), found by Newton steps from eigenvalues of the Jacobi matrix; the weights are 1 / (z (1 -
/// z) P'(z)^2) (Szego, Orthogonal Polynomials, 15.3.1, moved to [0, 1]). For double the rule is the
/// rounding of the 50-digit one, so nodes and weights carry one rounding error each. For Real<D>
/// expect D digits less a few. Offered for double, Real50, Real100 and Real200. Throws
/// PreconditionError unless points >= 1 and exponent > -1.
template <Elementary N>
QuadratureRule<N> gauss_jacobi(int points, const Rational& exponent);

/// The rule through the given nodes, exact for polynomials of degree below nodes.size(): its
/// weights are the integrals of z^exponent times the Lagrange polynomials, as exact fractions (of
/// either sign). Throws PreconditionError when nodes repeat, there is none, or exponent <= -1.
QuadratureRule<Rational> interpolatory_rule(std::vector<Rational> nodes, const Rational& exponent);

}  // namespace lemmascope
