// Dominance near independence: the first order of K_ip - K_ij that does not vanish there.
//
// Chains pi = 1 u^T + delta E whose rows E_s sum to zero and average to zero, under the prior of
// all orders of the rows. Then E[E_s E_t^T] = kappa(s, t) C with C = (1/S) sum_s E_s E_s^T and
// kappa(s, t) = (S 1[s = t] - 1)/(S - 1); the orders delta^0 and delta^1 of E K_ip - E K_ij vanish
// for every rival j that can stand before i, and the coefficient of delta^2 is
//   Gamma = E{ X [ sum_{s'} g(s') sum_e kappa(q, s_a) C(s', s_b)/u(s_b)
//              + sum_{s'} u(s') g(s') sum_{e<e'} kappa(s_a, s_a') C(s_b, s_b')/(u(s_b) u(s_b')) ]
//              },
// X = 1[s_p = q] - 1[s_j = q], q uniform, nodes independent with law u, g(s') = (1[s_i = s'] -
// mu-hat(s'))/(mu-hat(s') + eps), and e = (a -> b) the edges of the forest with two virtual
// ancestors above each root, drawn from u and not counted in mu-hat: they carry the stationary law
// u^T (I + delta E + delta^2 E^2).
#pragma once

#include <vector>

#include "theory/causal/degree_threshold.hpp"
#include "theory/markov/transition_matrix.hpp"

namespace lemmascope::causal {

/// A direction through an independent law: u positive, deviations with rows and columns that sum to
/// zero.
struct Direction {
  Vector<Rational> law;        ///< u
  Matrix<Rational> deviation;  ///< E
};

/// The direction from independence to a chain: u its mean row, E = pi - 1 u^T (so delta = 1 is the
/// chain itself). Throws PreconditionError when a column of the chain is zero.
Direction direction_to(const markov::Chain& chain);

/// Gamma. Polynomial in the number of nodes: a summand names at most seven nodes, and the others
/// enter through the count of one token. Throws PreconditionError when at.i is a root or at.j
/// cannot stand before it.
Rational second_order_coefficient(const markov::CausalForest& forest, const RivalPlace& at,
                                  const Direction& direction, const Rational& epsilon);
/// The same of several rivals: what they have in common is summed once.
std::vector<Rational> second_order_coefficients(const markov::CausalForest& forest,
                                                const std::vector<RivalPlace>& places,
                                                const Direction& direction,
                                                const Rational& epsilon);
/// The same summed over the S^n node sequences and the query; virtual ancestors are averaged in
/// closed form.
Rational second_order_coefficient_by_enumeration(const markov::CausalForest& forest,
                                                 const RivalPlace& at, const Direction& direction,
                                                 const Rational& epsilon);

/// The first three coefficients of E K_ip - E K_ij as a series in delta, from the definition of K
/// with every probability a truncated series, averaged over the S! orders of the rows. Independent
/// of the formula above.
struct SecondOrderSeries {
  Rational constant, linear, quadratic;
};
/// For each smoothing; the counts of each token are passed up the forest: S! S^4 n^2 products.
std::vector<SecondOrderSeries> margin_series(const markov::CausalForest& forest,
                                             const RivalPlace& at, const Direction& direction,
                                             const std::vector<Rational>& epsilons);
/// By summing over the S^n node sequences and the query.
SecondOrderSeries margin_series_by_enumeration(const markov::CausalForest& forest,
                                               const RivalPlace& at, const Direction& direction,
                                               const Rational& epsilon);

/// E K_ip - E K_ii at independence: (1/S) sum_q u_q^2 (1 - u_q) E[D(1 + Bin(T - 3, u_q))], D(k) =
/// T/(k + T eps) - T/(k + 1 + T eps) > 0. Throws PreconditionError unless length >= 3.
Rational self_margin_at_independence(const Vector<Rational>& law, int length,
                                     const Rational& epsilon);

}  // namespace lemmascope::causal
