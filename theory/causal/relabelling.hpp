// Chains that differ only by the names of their tokens.
#pragma once

#include <vector>

#include "theory/markov/prior.hpp"

namespace lemmascope::causal {

/// The atoms of a prior with chains that are relabellings of each other merged: the first of each
/// class, with the weight of the class, in order of first appearance. Any quantity that does not
/// change when the tokens are renamed has the same mean over both. Classes are searched for up to
/// six states (S! relabellings each); beyond that only equal chains are merged.
std::vector<markov::Prior::Atom> merged_by_relabelling(const markov::Prior& prior);

}  // namespace lemmascope::causal
