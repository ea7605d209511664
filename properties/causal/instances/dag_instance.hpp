// An instance of claims about the multi-parent construction: a DAG whose last node is the target.
#pragma once

#include "properties/claim/domain.hpp"
#include "properties/claim/instance.hpp"
#include "theory/markov/causal_graph.hpp"

namespace lemmascope::causal {

/// Nodes 0..T-1 are the input, node T the target; every sequence over `states` tokens is looked at.
struct DagInstance {
  markov::CausalDag dag;
  int states = 2;

  int length() const { return dag.size() - 1; }
};

/// Every DAG on 1..T input positions and a target, at most two parents a node, the target at least
/// one, over two tokens.
///   quick T=3; pr T=4; nightly T=5.
claim::ProfiledDomain<DagInstance> every_small_dag();
/// Random DAGs with T from 3 to 6, at most three parents a node, over 2 or 3 tokens.
///   quick 6 cases; pr 60; nightly 600.
claim::ProfiledDomain<DagInstance> sampled_dags();
/// Chains of order two and three, long enough that several nodes have the target's in-degree.
claim::ProfiledDomain<DagInstance> chains_of_higher_order();

}  // namespace lemmascope::causal

namespace lemmascope::claim {

template <>
struct InstanceTraits<causal::DagInstance> {
  static std::string summary(const causal::DagInstance& instance);
  static nlohmann::json to_json(const causal::DagInstance& instance);
  static causal::DagInstance from_json(const nlohmann::json& json);
  /// One input position dropped with its edges, one token fewer, one edge fewer.
  static std::vector<causal::DagInstance> simpler(const causal::DagInstance& instance);
};

}  // namespace lemmascope::claim
