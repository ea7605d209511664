#include "properties/causal/instances/dag_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::claim {
namespace {

using causal::DagInstance;
using markov::CausalDag;
using markov::Position;
using Parents = std::vector<std::vector<Position>>;

Parents parents_of(const CausalDag& dag) {
  Parents parents;
  for (Position i = 0; i < dag.size(); ++i) {
    parents.emplace_back(dag.parents(i).begin(), dag.parents(i).end());
  }
  return parents;
}

// The DAG without node k and its edges.
CausalDag without_node(const CausalDag& dag, Position k) {
  Parents parents;
  for (Position i = 0; i < dag.size(); ++i) {
    if (i == k) continue;
    parents.emplace_back();
    for (const Position p : dag.parents(i)) {
      if (p != k) parents.back().push_back(p > k ? p - 1 : p);
    }
  }
  return CausalDag(parents);
}

bool has_target(const CausalDag& dag) { return !dag.parents(dag.size() - 1).empty(); }

}  // namespace

std::string InstanceTraits<DagInstance>::summary(const DagInstance& instance) {
  return fmt::format("T={},S={}", instance.length(), instance.states);
}

nlohmann::json InstanceTraits<DagInstance>::to_json(const DagInstance& instance) {
  return {{"dag", parents_of(instance.dag)}, {"states", instance.states}};
}

DagInstance InstanceTraits<DagInstance>::from_json(const nlohmann::json& json) {
  try {
    DagInstance instance{CausalDag(json.at("dag").get<Parents>()), json.at("states").get<int>()};
    require(instance.dag.size() >= 2 && has_target(instance.dag),
            "a DAG instance needs an input position and a target with a parent");
    require(instance.states >= 2, "a DAG instance needs at least two tokens");
    return instance;
  } catch (const nlohmann::json::exception&) {
    refuse(
        "the instance is not a DAG with a number of tokens: a member is missing or of another "
        "type");
  }
}

std::vector<DagInstance> InstanceTraits<DagInstance>::simpler(const DagInstance& instance) {
  std::vector<DagInstance> simpler;
  auto offer = [&](CausalDag dag, int states) {
    if (dag.size() >= 2 && has_target(dag)) simpler.push_back({std::move(dag), states});
  };
  for (Position k = instance.length() - 1; k >= 0; --k) {
    offer(without_node(instance.dag, k), instance.states);
  }
  if (instance.states > 2) offer(instance.dag, instance.states - 1);
  const Parents parents = parents_of(instance.dag);
  for (std::size_t i = 0; i < parents.size(); ++i) {
    for (std::size_t slot = 0; slot < parents[i].size(); ++slot) {
      Parents fewer = parents;
      fewer[i].erase(fewer[i].begin() + static_cast<std::ptrdiff_t>(slot));
      offer(CausalDag(fewer), instance.states);
    }
  }
  return simpler;
}

template const InstanceKind& kind_of<causal::DagInstance>();

}  // namespace lemmascope::claim
