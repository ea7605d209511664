// Families and samples of DAGs with a target.
#include <fmt/format.h>

#include <algorithm>

#include "properties/causal/instances/dag_instance.hpp"
#include "properties/domain/profiled.hpp"

namespace lemmascope::causal {
namespace {

using claim::Profile;
using claim::ProfiledDomain;
using markov::CausalDag;
using markov::Position;
using Parents = std::vector<std::vector<Position>>;

// Every set of at most two positions below `node`, in increasing order; not empty if asked.
std::vector<std::vector<Position>> parent_sets(Position node, bool may_be_empty) {
  std::vector<std::vector<Position>> sets;
  if (may_be_empty) sets.push_back({});
  for (Position p = 0; p < node; ++p) sets.push_back({p});
  for (Position p = 0; p < node; ++p) {
    for (Position q = p + 1; q < node; ++q) sets.push_back({p, q});
  }
  return sets;
}

// Every DAG with `length` input positions: the product of the choices of each node.
void add_every_dag(int length, std::vector<DagInstance>& all) {
  std::vector<Parents> partial{{}};
  for (Position node = 0; node <= length; ++node) {
    std::vector<Parents> longer;
    for (const Parents& so_far : partial) {
      for (auto& set : parent_sets(node, node < length)) {
        longer.push_back(so_far);
        longer.back().push_back(std::move(set));
      }
    }
    partial = std::move(longer);
  }
  for (const Parents& parents : partial) all.push_back({CausalDag(parents), 2});
}

// Up to `most` parents for `node`, each earlier position tried once with an even chance.
std::vector<Position> random_parents(Position node, int most, domain::Draw& draw) {
  std::vector<Position> parents;
  for (Position p = node - 1; p >= 0 && static_cast<int>(parents.size()) < most; --p) {
    if (draw.in_range(0, 2) == 1) parents.push_back(p);
  }
  return parents;
}

DagInstance drawn_dag(domain::Draw& draw) {
  constexpr int kMostParents = 3;
  const int length = draw.in_range(3, 7);
  // 3^5 sequences of three tokens take a second; longer inputs have two.
  const int states = length <= 4 ? draw.in_range(2, 4) : 2;
  Parents parents;
  for (Position node = 0; node <= length; ++node)
    parents.push_back(random_parents(node, kMostParents, draw));
  if (parents.back().empty()) parents.back().push_back(draw.in_range(0, length));
  return {CausalDag(parents), states};
}

// Node i has the parents i-1, ..., i-order; nodes before the order's first have what there is.
DagInstance chain_of_order(int order, int length) {
  Parents parents;
  for (Position node = 0; node <= length; ++node) {
    parents.emplace_back();
    for (Position p = node - 1; p >= std::max(0, node - order); --p) parents.back().push_back(p);
  }
  return {CausalDag(parents), 2};
}

}  // namespace

ProfiledDomain<DagInstance> chains_of_higher_order() {
  return [](Profile profile) {
    const auto longest = static_cast<int>(domain::in_profile(domain::CaseCounts{7, 8, 9}, profile));
    std::vector<DagInstance> all;
    for (const int order : {2, 3}) {
      for (int length = order + 3; length <= longest; ++length) {
        all.push_back(chain_of_order(order, length));
      }
    }
    return domain::family_domain(
        "chains-of-higher-order",
        fmt::format("chains of order 2 and 3 on up to {} input positions and a target, two tokens, "
                    "at least two nodes that may vote; every sequence of each",
                    longest),
        std::move(all));
  };
}

ProfiledDomain<DagInstance> every_small_dag() {
  return [](Profile profile) {
    const auto longest = static_cast<int>(domain::in_profile(domain::CaseCounts{3, 4, 5}, profile));
    std::vector<DagInstance> all;
    for (int length = 1; length <= longest; ++length) add_every_dag(length, all);
    return domain::family_domain(
        "every-small-dag",
        fmt::format(
            "every DAG on 1 to {} input positions and a target, at most two parents a node, two "
            "tokens; every sequence of each",
            longest),
        std::move(all));
  };
}

ProfiledDomain<DagInstance> sampled_dags() {
  return [](Profile profile) {
    return domain::sampled_domain<DagInstance>(
        "sampled-dags",
        "random DAGs on 3 to 6 input positions and a target, at most three parents a node, 2 or 3 "
        "tokens; every sequence of each",
        domain::in_profile(domain::CaseCounts{6, 60, 600}, profile), drawn_dag);
  };
}

}  // namespace lemmascope::causal
