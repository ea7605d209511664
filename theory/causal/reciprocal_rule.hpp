// 1/(n + c) as a short sum of powers, which turns an expectation over counts into generating
// functions.
#pragma once

#include <vector>

#include "theory/numeric/number.hpp"

namespace lemmascope::causal {

/// Nodes and weights with sum_k weights[k] nodes[k]^n = 1 / (n + offset) for every n = 1..length.
/// Since 1/(n + c) = int_0^1 z^{n-1} z^c dz, any quadrature rule for the weight z^c that is exact
/// up to degree length - 1 gives one.
template <Field N>
struct ReciprocalRule {
  int length = 0;    ///< T, the largest count
  Rational epsilon;  ///< the smoothing of the loss; offset c = T epsilon
  std::vector<N> nodes;
  std::vector<N> weights;

  int size() const { return static_cast<int>(nodes.size()); }
};

/// The rule for sequences of `length` tokens and loss smoothing epsilon >= 0.
/// double, Real: ceil(T/2) Gauss-Jacobi nodes, all weights positive, so nothing cancels.
/// Rational: the T nodes 1..T, exact. Interval: T exact dyadic nodes near the Chebyshev points of
/// (0, 1), exactly computed weights enclosed, so the powers carry the only rounding. Throws
/// PreconditionError when length < 1 or epsilon < 0.
template <Field N>
ReciprocalRule<N> reciprocal_rule(int length, const Rational& epsilon);

}  // namespace lemmascope::causal
