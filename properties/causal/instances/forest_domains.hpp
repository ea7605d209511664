// Families and samples of forest instances, sized by profile.
#pragma once

#include "properties/causal/instances/forest_instance.hpp"
#include "properties/claim/domain.hpp"
#include "properties/markov/chain_instance.hpp"

namespace lemmascope::causal {

/// Which prior is built from an enumerated or drawn chain.
enum class PriorKind {
  single,       ///< that one chain
  symmetrised,  ///< its relabellings: permutation symmetric, mean not constant
  orbit,        ///< its row and column permutations: symmetric with constant mean
};

markov::Prior prior_of(PriorKind kind, const markov::Chain& chain);

/// How far a family reaches: forests on 2..nodes nodes, fractions with denominators up to
/// `denominator`.
struct Extent {
  int nodes;
  int denominator;
};

/// One extent per profile.
struct Extents {
  Extent quick;
  Extent pr;
  Extent nightly;
};

/// What the claims about the limiting gradient afford: a case takes microseconds.
inline constexpr Extents kLimitTwoStates{{5, 5}, {6, 6}, {7, 6}};
inline constexpr Extents kLimitThreeStates{{4, 4}, {5, 5}, {6, 6}};
/// What the exact gradient at finite length affords: a case takes milliseconds. Five nodes make T
/// = 6.
inline constexpr Extents kFiniteLengthTwoStates{{5, 3}, {5, 4}, {6, 5}};

/// Every forest on 2..nodes nodes times every two-state chain with denominators up to the extent's.
claim::ProfiledDomain<ForestInstance> every_forest_and_two_state_chain(
    PriorKind kind = PriorKind::single, Extents extents = kLimitTwoStates);

/// Denominators by profile.
struct Denominators {
  int quick, pr, nightly;
};

/// Numbers of nodes by profile, for families whose chains are fixed.
struct NodeExtents {
  int quick, pr, nightly;
};

/// Every forest on 2..nodes nodes times skewed two-state chains: nearly constant, nearly reducible
/// and nearly periodic ones, from a grid whose entries fall geometrically (1/1000, 1/100, 1/10 and
/// their complements; nightly also 1/10000 and 1/3). Families of small fractions never see these.
claim::ProfiledDomain<ForestInstance> every_forest_and_skewed_two_state_chain(PriorKind kind,
                                                                              NodeExtents nodes);
/// The skewed two-state chains alone, on the chain graph with `nodes` nodes.
claim::ProfiledDomain<ForestInstance> skewed_two_state_chains_on_a_chain(PriorKind kind, int nodes);
/// Every irreducible two-state chain with entries k/4, zeros included, on one edge.
claim::ProfiledDomain<ForestInstance> two_state_chains_with_zeros_alone();
/// Every two-state chain with denominators up to d on the chain graph with `nodes` nodes.
claim::ProfiledDomain<ForestInstance> two_state_chains_on_a_chain(PriorKind kind, int nodes,
                                                                  Denominators denominators);
/// The chain graph on 2..nodes nodes times every circulant chain of three states with positive
/// entries k/12: each row is the one before it, moved by one.
claim::ProfiledDomain<ForestInstance> every_chain_graph_and_circulant(PriorKind kind,
                                                                      NodeExtents nodes);

/// The chain graph on 2..nodes nodes times every two-state chain: the in-context Markov chain task.
claim::ProfiledDomain<ForestInstance> every_chain_graph_and_two_state_chain(PriorKind kind,
                                                                            Extents extents);

/// Every forest on 2..nodes nodes times every positive three-state chain with entries
/// k/denominator.
claim::ProfiledDomain<ForestInstance> every_forest_and_three_state_chain(
    PriorKind kind = PriorKind::single, Extents extents = kLimitThreeStates);

/// For claims about a chain alone: one edge, every two-state chain with denominators up to d, or
/// every positive three-state chain with entries k/d.
///   quick d=10 and 5; pr d=14 and 6; nightly d=20 and 7.
claim::ProfiledDomain<ForestInstance> every_two_state_chain_alone(Denominators denominators = {
                                                                      10, 14, 20});
claim::ProfiledDomain<ForestInstance> every_three_state_chain_alone();

/// Random forests on 2..12 nodes (each parent uniform among root and earlier positions) with random
/// chains on 2..4 states, entries k/d with d up to 24.
///   quick 100 cases; pr 1000; nightly 10000.
claim::ProfiledDomain<ForestInstance> sampled_forests_and_chains(
    PriorKind kind = PriorKind::single);

/// Random forests on 2..5 nodes with priors of two or three random chains, all weights different: a
/// route that forgets them agrees with one that does not on no case.
///   quick 30 cases; pr 300; nightly 3000.
claim::ProfiledDomain<ForestInstance> sampled_forests_and_mixtures();

/// The chains of `sampled_forests_and_chains()`, case by case, for claims about a chain alone.
claim::ProfiledDomain<markov::ChainInstance> chains_of_sampled_forests();

}  // namespace lemmascope::causal
