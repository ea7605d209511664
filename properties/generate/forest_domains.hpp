// Families and samples of forest instances, sized by profile.
#pragma once

#include "properties/claim/domain.hpp"
#include "properties/generate/forest_instance.hpp"

namespace lemmascope::generate {

/// Which prior is built from an enumerated or drawn chain.
enum class PriorKind {
  single,       ///< that one chain
  symmetrised,  ///< its relabellings: permutation symmetric, mean not constant
  orbit,        ///< its row and column permutations: symmetric with constant mean
};

/// Every forest on 2..n nodes times every two-state chain with denominators up to d.
///   quick n=5, d=5; pr n=6, d=6; nightly n=7, d=6.
claim::ProfiledDomain<ForestInstance> every_forest_and_two_state_chain(PriorKind kind = PriorKind::single);

/// Every forest on 2..n nodes times every three-state chain with entries k/d, k >= 1.
///   quick n=4, d=4; pr n=5, d=5; nightly n=6, d=6.
claim::ProfiledDomain<ForestInstance> every_forest_and_three_state_chain(
    PriorKind kind = PriorKind::single);

/// For claims about a chain alone: one edge, every two-state chain with denominators up to d, or every
/// positive three-state chain with entries k/d.
///   quick d=10 and 5; pr d=14 and 6; nightly d=20 and 7.
claim::ProfiledDomain<ForestInstance> every_two_state_chain_alone();
claim::ProfiledDomain<ForestInstance> every_three_state_chain_alone();

/// Random forests on 2..12 nodes (each parent uniform among root and earlier positions) with random chains
/// on 2..4 states, entries k/d with d up to 24.
///   quick 100 cases; pr 1000; nightly 10000.
claim::ProfiledDomain<ForestInstance> sampled_forests_and_chains(PriorKind kind = PriorKind::single);

}  // namespace lemmascope::generate
