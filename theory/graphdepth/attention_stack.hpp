// Layers of attention over a graph and what two substructures still read differently after them.
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope::graphdepth {

/// Positions from 0.
using Substructure = std::vector<int>;

/// mu_S: 1/|S| on S. Throws PreconditionError unless S is a non-empty set of positions below n.
Vector<Rational> uniform_on(const Substructure& substructure, int n);

/// delta_l for l = 0, ..., L: the total variation between mu_S^T A_l ... A_1 and the same of S'.
/// The first matrix of `layers` is A_1, which acts on the features first.
std::vector<Rational> distances(const std::vector<Matrix<Rational>>& layers,
                                const Substructure& first, const Substructure& second);

/// delta_0 prod_{k <= l} tau(A_k) for l = 0, ..., L.
std::vector<Rational> distance_bounds(const std::vector<Matrix<Rational>>& layers,
                                      const Substructure& first, const Substructure& second);

/// (1 - a) I + a A: a layer with residual of which the attention branch has share a.
Matrix<Rational> with_residual(const Matrix<Rational>& attention, const Rational& share);

/// (1 - e) A + e 1 1^T / n.
Matrix<Rational> with_global(const Matrix<Rational>& attention, const Rational& share);

/// Does the attention keep to the substructure: no weight from it to other positions?
bool is_local(const Matrix<Rational>& attention, const Substructure& substructure);

}  // namespace lemmascope::graphdepth
