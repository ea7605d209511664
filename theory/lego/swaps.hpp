// The shortcut probe: two clauses exchange their elements.
#pragma once

#include "theory/lego/finite_group.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::lego {

/// The share of sequences g_1, ..., g_n for which exchanging g_i and g_j changes x_k = g_k ... g_1.
/// By complete enumeration. Throws PreconditionError unless 1 <= i < j <= n and 1 <= k <= n, and
/// beyond 10^7 sequences.
Rational share_changed_by_swap(const FiniteGroup& group, int clauses, int i, int j, int k);

/// 1 - (conjugacy classes) / |G|: the probability that two uniform elements do not commute.
Rational share_of_non_commuting_pairs(const FiniteGroup& group);

}  // namespace lemmascope::lego
