// The graph's side of dominance at finite length: whether the parent can lose is decided by
// degrees.
//
// With c = T (1 + eps) and deg the degree in the forest (children plus parent), a parent p of i can
// lose to an earlier position j under an orbit prior of two-state chains when
//   deg p - deg j > T (c - 1) / (2 c),
// and never otherwise as far as certified (properties/causal/parent_dominates_below_threshold.cpp).
// The number that decides is the corner value: the least factor in front of lambda^2 (1 - lambda).
#pragma once

#include <optional>

#include "theory/markov/causal_graph.hpp"
#include "theory/numeric/rational.hpp"

namespace lemmascope::causal {

/// Children plus parent of position i.
int degree(const markov::CausalForest& forest, markov::Position i);

/// A node i with a parent, and a rival j != parent that is no descendant of i: some order of the
/// same forest puts it before i. j may be i itself.
struct RivalPlace {
  markov::Position i, parent, j;
};

/// Is j an earlier rival of i in some order of the forest (not the parent, not i, not below i)?
bool can_be_earlier(const markov::CausalForest& forest, markov::Position i, markov::Position j);

/// deg parent - deg j.
int degree_surplus(const markov::CausalForest& forest, const RivalPlace& at);

/// The largest degree surplus over rivals that stand before their node in this order (j < i);
/// nothing when no node with a parent has such a rival.
std::optional<int> largest_degree_surplus(const markov::CausalForest& forest);

/// T (c - 1) / (2 c), c = T (1 + epsilon). Throws PreconditionError unless length >= 2 and
/// epsilon >= 0.
Rational degree_threshold(int length, const Rational& epsilon);

/// [T - 2 c surplus / (c - 1)] / (4 (c - 2) (c - 3)): positive exactly below the threshold. Throws
/// PreconditionError unless length >= 4 (for T = 3 and eps = 0 it would be infinite) and epsilon >=
/// 0.
Rational corner_value(int length, const Rational& epsilon, int surplus);

}  // namespace lemmascope::causal
