// Attention whose scores lie in [-B, B]: how much it contracts at least, whatever the number of
// positions.
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope::graphdepth {

/// (q^2 - 1) / (q^2 + 1) = tanh B with q = e^B: the largest contraction coefficient of softmax with
/// scores in [-B, B]. Throws PreconditionError unless q >= 1.
Rational largest_contraction(const Rational& factor);

/// An enclosure of tanh B. Throws PreconditionError unless B >= 0.
Interval hyperbolic_tangent(const Rational& bound);

/// ln e / ln tanh B: layers after which (tanh B)^L = e. Throws PreconditionError unless B > 0 and 0
/// < e < 1, and where tanh B cannot be told from one.
Interval layers_until(const Rational& bound, const Rational& tolerance);

/// Softmax of scores z whose masses e^z are given: each row over its sum.
Matrix<Rational> attention_of_masses(const Matrix<Rational>& masses);

}  // namespace lemmascope::graphdepth
