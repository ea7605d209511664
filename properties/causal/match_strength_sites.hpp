// Where laws about the gradient at a finite match strength are read off: enclosures of -dL/dA1 at
// A1 = 0, A2 = I/10.
#pragma once

#include "properties/causal/instances/forest_instance.hpp"
#include "properties/claim/claim_about.hpp"

namespace lemmascope::causal {

/// Descent towards the parent and towards another allowed position: enclosures of -dL/dA1.
struct Descent {
  markov::Position i, j;
  Interval parent, rival;
  claim::Site where() const { return claim::site("i", i, "j", j); }
};
using DescentLaw = claim::Relation<Interval> (*)(const Descent&);

/// The law at every node with a parent and every other allowed position, the node included.
/// `by_relabelling_classes` takes one sequence for each relabelling class (permutation-symmetric
/// priors only), otherwise every sequence and chain is summed.
claim::Evaluation<ForestInstance> at_every_descent(DescentLaw law, bool by_relabelling_classes);

inline constexpr const char* kEveryDescentRoute =
    "the same gradient summed over every sequence and every chain of the prior";

}  // namespace lemmascope::causal
