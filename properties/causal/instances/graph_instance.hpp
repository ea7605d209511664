// An instance of claims that speak about every two-state chain at once: a graph and a smoothing.
#pragma once

#include "properties/claim/domain.hpp"
#include "properties/claim/instance.hpp"
#include "theory/causal/degree_threshold.hpp"

namespace lemmascope::causal {

/// A forest on positions 0..T-2, in one of the orders in which parents come first; laws look at
/// every rival that some such order puts before its node.
struct GraphInstance {
  markov::CausalForest forest;
  Rational epsilon;

  int length() const { return forest.size() + 1; }
};

/// Lengths T reached by profile.
struct LengthExtents {
  int quick, pr, nightly;
};

/// Every forest on 3..T-1 nodes up to the order of its nodes, with loss smoothing 0, 1/100 and 1/3.
claim::ProfiledDomain<GraphInstance> every_graph(LengthExtents lengths);

/// The graphs of that family with T = 4 to `longest`.
std::vector<GraphInstance> graphs_up_to(int longest);

/// Two pairs p -> i and j -> j' beside every forest (up to order) on the remaining nodes, T = 5 up
/// to the extent, with the same smoothings.
claim::ProfiledDomain<GraphInstance> two_pairs_beside_every_graph(LengthExtents lengths);

/// A node, its parent and a rival for each place where dominance could fail.
std::vector<RivalPlace> rival_places(const markov::CausalForest& forest);
/// A node with its parent and itself as the rival, for each node with a parent.
std::vector<RivalPlace> self_places(const markov::CausalForest& forest);

/// The same forest in an order that puts at.j before at.i, and where the three stand there. Node
/// orders do not matter to any exact margin; this lets a route that reads K_ij for j < i see it.
struct Reordered {
  markov::CausalForest forest;
  RivalPlace at;
};
Reordered rival_first(const markov::CausalForest& forest, const RivalPlace& at);

}  // namespace lemmascope::causal

namespace lemmascope::claim {

template <>
struct InstanceTraits<causal::GraphInstance> {
  /// "T=5,S=2": laws look at all two-state chains.
  static std::string summary(const causal::GraphInstance& instance);
  static nlohmann::json to_json(const causal::GraphInstance& instance);
  static causal::GraphInstance from_json(const nlohmann::json& json);
  /// One node fewer, one edge fewer, no smoothing.
  static std::vector<causal::GraphInstance> simpler(const causal::GraphInstance& instance);
};

}  // namespace lemmascope::claim
