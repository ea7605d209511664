// The selector of stage I of arXiv 2409.10559: weights c_S on sets of heads, of which only p_S =
// c_S^2 / sum c^2 counts; under the reward a sum_S p_S G_S they move as a replicator (D3).
#pragma once

#include <vector>

#include "theory/numeric/number.hpp"

namespace lemmascope::ngram {

/// c_S^2 / sum c^2. Throws PreconditionError when every weight is zero.
std::vector<Rational> selector_shares(const std::vector<Rational>& weights);

/// The gradient of a sum p_S G_S along c: (2 c_S / C) a (G_S - mean G).
std::vector<Rational> selector_gradient(const std::vector<Rational>& weights,
                                        const std::vector<Rational>& signals, const Rational& a);

/// p_S(t) from equal weights c_S(0) = start and constant signals: in proportion to exp(4 a G_S t /
/// C), C = |sets| start^2.
template <Elementary N>
std::vector<N> selector_after(const std::vector<Rational>& signals, const Rational& a,
                              const Rational& start, const Rational& time);

}  // namespace lemmascope::ngram
