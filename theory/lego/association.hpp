// How much attention softmax association leaks to tokens of another name.
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope::lego {

/// The share of tokens of another name when each of c copies of a token has score 1 and each of the
/// other T - c has 0, at weights q = e^beta and 1: (T - c) / (c q + T - c). Throws
/// PreconditionError unless 1 <= c <= T and q > 0.
Rational association_leak(int tokens, int copies, const Rational& factor);

/// The same by softmax over orthonormal codes: attention weights of a T x T score matrix, whose row
/// and columns belong to names 0 (the first c tokens) and others.
Rational association_leak_by_weights(int tokens, int copies, const Rational& factor);

/// An enclosure of (T - c) / (c e^beta + T - c).
Interval enclosed_association_leak(int tokens, int copies, const Rational& inverse_temperature);

/// The factor e^beta from which on the leak is at most `leak`: (T - c)(1 - leak) / (c leak). Throws
/// PreconditionError unless 0 < leak <= 1.
Rational factor_for_leak(int tokens, int copies, const Rational& leak);

}  // namespace lemmascope::lego
