#include "properties/causal/instances/forest_charts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "properties/attack/coordinates.hpp"
#include "properties/markov/chain_charts.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Chain;
using markov::Position;
using markov::Prior;

/// How far moves may go.
struct Reach {
  PriorKind kind;
  int nodes;
  bool moves;
};

ForestChart chart_of(const CausalForest& forest, int states, const Reach& reach);

std::string name_of(const CausalForest& forest, const std::string& chains, PriorKind kind) {
  const char* prior = kind == PriorKind::single        ? ""
                      : kind == PriorKind::symmetrised ? ", relabelled"
                                                       : ", orbit";
  return fmt::format("parents {}, {}{}", to_text(forest), chains, prior);
}

ForestChart chart_of(const CausalForest& forest, int states, const Reach& reach) {
  ForestChart chart{name_of(forest, fmt::format("{} states", states), reach.kind),
                    markov::chain_dimension(states),
                    [=](const double* unit, attack::Level level) {
                      return forest_instance(
                          forest, prior_of(reach.kind, markov::chain_at(unit, states, level)));
                    },
                    {}};
  if (!reach.moves) return chart;
  chart.neighbours = [=] {
    std::vector<ForestChart> charts;
    for (const CausalForest& near : one_move_away(forest, reach.nodes)) {
      charts.push_back(chart_of(near, states, reach));
    }
    return charts;
  };
  return chart;
}

CausalForest binary_tree(int nodes) {
  std::vector<Position> parents{-1};
  for (Position i = 1; i < nodes; ++i) parents.push_back((i - 1) / 2);
  return CausalForest(parents);
}

// A star beside a root that comes first.
CausalForest star_beside_root(int nodes) {
  std::vector<Position> parents{-1, -1};
  while (static_cast<int>(parents.size()) < nodes) parents.push_back(1);
  return CausalForest(parents);
}

}  // namespace

std::vector<CausalForest> one_move_away(const CausalForest& forest, int most_nodes) {
  const std::vector<Position> parents(forest.parents().begin(), forest.parents().end());
  std::vector<CausalForest> near;
  for (Position p = -1; forest.size() < most_nodes && p < forest.size(); ++p) {
    near.push_back([&] {
      auto longer = parents;
      longer.push_back(p);
      return CausalForest(longer);
    }());
  }
  for (Position i = 1; i < forest.size(); ++i) {
    for (Position p = -1; p < i; ++p) {
      if (p == forest.parent(i)) continue;
      auto moved = parents;
      moved[static_cast<std::size_t>(i)] = p;
      near.emplace_back(moved);
    }
  }
  if (forest.size() > 2)
    near.emplace_back(std::vector<Position>(parents.begin(), parents.end() - 1));
  return near;
}

std::vector<CausalForest> named_forests(int least, int most) {
  std::vector<CausalForest> forests;
  for (int n = least; n <= most; ++n) {
    for (auto& forest : {CausalForest::star(n), CausalForest::chain(n), CausalForest::pairs(n),
                         binary_tree(n), star_beside_root(n)}) {
      if (std::find(forests.begin(), forests.end(), forest) == forests.end()) {
        forests.push_back(forest);
      }
    }
  }
  return forests;
}

std::vector<ForestChart> forest_charts(PriorKind kind, int nodes, int states) {
  std::vector<ForestChart> charts;
  for (const CausalForest& forest : named_forests(2, nodes)) {
    charts.push_back(chart_of(forest, states, {kind, nodes, true}));
  }
  return charts;
}

std::vector<ForestChart> chain_graph_charts(PriorKind kind, int least, int most, int states) {
  std::vector<ForestChart> charts;
  for (int n = least; n <= most; ++n) {
    charts.push_back(chart_of(CausalForest::chain(n), states, {kind, most, false}));
  }
  return charts;
}

ForestChart chart_with_zeros() {
  return {
      "one edge, 2 states, zeros included",
      2,
      [](const double* unit, attack::Level level) {
        // A tenth of a coordinate at each end stands for the end itself.
        auto entry = [&](double at) {
          return at < 0.1 ? Rational(0) : at > 0.9 ? Rational(1) : attack::probability(at, level);
        };
        return forest_instance(CausalForest::chain(2), Prior::single(markov::two_state_chain(
                                                           entry(unit[0]), entry(unit[1]))));
      },
      {}};
}

std::vector<ForestChart> circulant_charts(PriorKind kind, int nodes) {
  std::vector<ForestChart> charts;
  for (int n = 2; n <= nodes; ++n) {
    const CausalForest forest = CausalForest::chain(n);
    charts.push_back({name_of(forest, "circulant on 3 states", kind),
                      2,
                      [=](const double* unit, attack::Level level) {
                        return forest_instance(
                            forest, prior_of(kind, markov::circulant_at(unit, 3, level)));
                      },
                      {}});
  }
  return charts;
}

}  // namespace lemmascope::causal
