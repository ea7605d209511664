// How far softmax moves when its scores are rounded. Everything is exact in the masses e^{z_i} and
// the factor q = e^delta.
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope::plasticity {

/// sum_i |p_i - p'_i| for p_i = m_i / sum m and p'_i = m_i f_i / sum m f: scores moved by ln f_i.
/// Throws PreconditionError unless masses and factors are positive and equally many.
Rational softmax_distance(const Vector<Rational>& masses, const Vector<Rational>& factors);

/// 2 (q - 1) / (q + 1) = 2 tanh(delta / 2) with q = e^delta: the largest distance when no score
/// moves by more than delta. Throws PreconditionError unless q >= 1.
Rational largest_softmax_distance(const Rational& factor);

/// An enclosure of 2 tanh(delta / 2). Throws PreconditionError unless delta >= 0.
Interval quantisation_bound(const Rational& delta);

}  // namespace lemmascope::plasticity
