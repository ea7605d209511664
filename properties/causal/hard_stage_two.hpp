// Stage 2 on a tree as its claims compare it: losses and slopes of hard attention by counting, of
// hard and soft attention by summing over every sequence.
#pragma once

#include "properties/causal/forest_sites.hpp"
#include "theory/causal/stage_two_loss.hpp"

namespace lemmascope::causal {

/// Loss and slope in beta at smoothing 1/T with every node on its parent and the query on itself.
template <Elementary N>
LossAndSlope<N> hard_by_counting(const ForestInstance& at, const N& match);

/// How attention leaks from a target: evenly, or nine tenths of it to the first other entry.
enum class Leak { even, uneven };

/// The same by summing over every sequence, every row losing the share `leak` of its attention (0:
/// so little that the digits of N do not see it). Permutation-symmetric priors.
template <Elementary N>
LossAndSlope<N> soft_by_enumeration(const ForestInstance& at, const N& match, const Rational& leak,
                                    Leak how);

/// Position 0 is the only root.
claim::Hypothesis<ForestInstance> tree();

}  // namespace lemmascope::causal
