// The templates aa and ab of length two once more: another route to their kernel matrix, and the
// quantities that its determinant is made of.
//
// N = gamma^2/2 (1 1^T + G) with G_ij = E[h_i h_j] over D ~ N(0, 2), where h_1 = tanh(beta gamma
// D/2) and h_2 = E_g tanh((beta (sqrt 2 g + gamma D) - a)/2); so det(1 1^T + G) = det G + E(h_1 -
// h_2)^2.
#pragma once

#include "theory/templates/lattice_plan.hpp"

namespace lemmascope::templates {

/// E h_1^2, E h_1 h_2, E h_2^2 and E(h_1 - h_2)^2 as enclosures.
struct SameOrDifferent {
  Interval first, mixed, second, difference;

  Interval gram_determinant() const { return first * second - mixed * mixed; }
  /// det(1 1^T + G).
  Interval determinant() const { return gram_determinant() + difference; }
};

/// About `digits` digits, from nested sums over half-integer lattices of the standard normal D/sqrt
/// 2 and g, each with a step of its own and tanh at every node: another lattice and another
/// integrand than attention_kernel.hpp's. Throws PreconditionError as lattice_plan does.
SameOrDifferent same_or_different(const KernelParameters& parameters, int digits);

}  // namespace lemmascope::templates
