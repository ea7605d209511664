#include "properties/causal/instances/graph_instance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "properties/attack/coordinates.hpp"
#include "properties/causal/instances/forest_charts.hpp"
#include "properties/claim/instance_kind.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/markov/enumerate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::kNoParent;
using markov::Position;

// The tree below v as nested brackets, children sorted: equal for trees that differ by order alone.
std::string shape_below(const CausalForest& forest, Position v) {
  std::vector<std::string> children;
  for (Position k = 0; k < forest.size(); ++k) {
    if (forest.parent(k) == v) children.push_back(shape_below(forest, k));
  }
  std::sort(children.begin(), children.end());
  std::string shape = "(";
  for (const auto& child : children) shape += child;
  return shape + ")";
}

// The first forest of each shape.
std::vector<CausalForest> unordered_forests(int nodes) {
  if (nodes == 0) return {};
  std::set<std::string> seen;
  std::vector<CausalForest> kept;
  for (auto& forest : markov::every_forest(nodes)) {
    if (seen.insert(shape_below(forest, kNoParent)).second) kept.push_back(std::move(forest));
  }
  return kept;
}

const std::vector<Rational>& smoothings() {
  static const std::vector<Rational> all{Rational(0), Rational(1, 100), Rational(1, 3)};
  return all;
}

std::vector<GraphInstance> with_smoothings(const std::vector<CausalForest>& forests) {
  std::vector<GraphInstance> graphs;
  for (const auto& forest : forests) {
    for (const Rational& epsilon : smoothings()) graphs.push_back({forest, epsilon});
  }
  return graphs;
}

claim::Domain<GraphInstance> family(std::string name, std::string description,
                                    std::vector<GraphInstance> graphs,
                                    std::vector<attack::Chart<GraphInstance>> charts) {
  auto all = std::make_shared<const std::vector<GraphInstance>>(std::move(graphs));
  claim::Domain<GraphInstance> domain;
  domain.name = std::move(name);
  domain.description = std::move(description);
  domain.scope = claim::Scope::region;  // each case covers a continuum of chains
  domain.cases = std::ssize(*all);
  domain.charts = std::move(charts);
  domain.at = [all](std::int64_t index, const claim::CaseKey&) {
    return (*all)[static_cast<std::size_t>(index)];
  };
  return domain;
}

// The smoothing is the coordinate: zero over a tenth of it, then 1/1000 to 10 by its logarithm.
// Moves touch nodes from `first` on.
attack::Chart<GraphInstance> chart_of(const CausalForest& forest, Position first, int most_nodes) {
  return {"parents " + to_text(forest), 1,
          [forest](const double* unit, attack::Level level) {
            constexpr double kZero = 0.1;
            if (*unit < kZero) return GraphInstance{forest, Rational(0)};
            const double rest = (*unit - kZero) / (1 - kZero);
            return GraphInstance{forest, attack::scaled(rest, 1 / attack::kMostSkew, 10, level)};
          },
          [forest, first, most_nodes] {
            std::vector<attack::Chart<GraphInstance>> charts;
            for (const CausalForest& near : one_move_away(forest, most_nodes)) {
              const bool kept = near.size() >= std::max(first, 3) &&
                                std::equal(near.parents().begin(), near.parents().begin() + first,
                                           forest.parents().begin());
              if (kept) charts.push_back(chart_of(near, first, most_nodes));
            }
            return charts;
          }};
}

std::vector<attack::Chart<GraphInstance>> graph_charts(int longest) {
  std::vector<attack::Chart<GraphInstance>> charts;
  for (const CausalForest& forest : named_forests(3, longest - 1)) {
    charts.push_back(chart_of(forest, 0, longest - 1));
  }
  return charts;
}

CausalForest with_parents_of(const CausalForest& forest, const std::vector<Position>& order) {
  std::vector<Position> place(order.size());
  for (std::size_t k = 0; k < order.size(); ++k) place[order[k]] = static_cast<Position>(k);
  std::vector<Position> parents;
  for (const Position node : order) {
    parents.push_back(forest.is_root(node) ? kNoParent : place[forest.parent(node)]);
  }
  return CausalForest(parents);
}

}  // namespace

claim::ProfiledDomain<GraphInstance> every_graph(LengthExtents lengths) {
  return [lengths](claim::Profile profile) {
    const int longest = domain::in_profile(lengths, profile);
    return family("graphs",
                  fmt::format("every forest with T = 4 to {} up to the order of its nodes × "
                              "smoothing 0, 1/100, 1/3, each for all two-state chains",
                              longest),
                  graphs_up_to(longest), graph_charts(longest));
  };
}

std::vector<GraphInstance> graphs_up_to(int longest) {
  std::vector<CausalForest> forests;
  for (int nodes = 3; nodes < longest; ++nodes) {
    for (auto& forest : unordered_forests(nodes)) forests.push_back(std::move(forest));
  }
  return with_smoothings(forests);
}

claim::ProfiledDomain<GraphInstance> two_pairs_beside_every_graph(LengthExtents lengths) {
  return [lengths](claim::Profile profile) {
    const int longest = domain::in_profile(lengths, profile);
    const std::vector<Position> pairs{kNoParent, 0, kNoParent, 2};
    std::vector<CausalForest> forests{CausalForest(pairs)};
    for (int rest = 1; rest < longest - 4; ++rest) {
      for (const auto& forest : unordered_forests(rest)) {
        std::vector<Position> parents = pairs;
        for (Position k = 0; k < rest; ++k) {
          parents.push_back(forest.is_root(k) ? kNoParent : forest.parent(k) + 4);
        }
        forests.emplace_back(parents);
      }
    }
    return family("two-pairs-beside-graphs",
                  fmt::format("two pairs beside every forest (up to order) on the other nodes, T = "
                              "5 to {} × smoothing 0, 1/100, 1/3, each for all two-state chains",
                              longest),
                  with_smoothings(forests), {chart_of(forests.front(), 4, longest - 1)});
  };
}

std::vector<RivalPlace> rival_places(const CausalForest& forest) {
  std::vector<RivalPlace> places;
  for (Position i = 0; i < forest.size(); ++i) {
    for (Position j = 0; j < forest.size(); ++j) {
      if (can_be_earlier(forest, i, j)) places.push_back({i, forest.parent(i), j});
    }
  }
  return places;
}

std::vector<RivalPlace> self_places(const CausalForest& forest) {
  std::vector<RivalPlace> places;
  for (Position i = 0; i < forest.size(); ++i) {
    if (!forest.is_root(i)) places.push_back({i, forest.parent(i), i});
  }
  return places;
}

Reordered rival_first(const CausalForest& forest, const RivalPlace& at) {
  std::vector<Position> order, last;
  for (Position k = 0; k < forest.size(); ++k) {
    Position above = k;
    while (above != kNoParent && above != at.i) above = forest.parent(above);
    (above == at.i ? last : order).push_back(k);
  }
  order.insert(order.end(), last.begin(), last.end());
  const auto place = [&](Position node) {
    return static_cast<Position>(std::find(order.begin(), order.end(), node) - order.begin());
  };
  return {with_parents_of(forest, order), {place(at.i), place(at.parent), place(at.j)}};
}

}  // namespace lemmascope::causal

namespace lemmascope::claim {

using causal::GraphInstance;
using markov::CausalForest;
using markov::kNoParent;
using markov::Position;

std::string InstanceTraits<GraphInstance>::summary(const GraphInstance& instance) {
  return fmt::format("T={},S=2", instance.length());
}

nlohmann::json InstanceTraits<GraphInstance>::to_json(const GraphInstance& instance) {
  const auto parents = instance.forest.parents();
  return {{"parents", std::vector<int>(parents.begin(), parents.end())},
          {"epsilon", lemmascope::to_text(instance.epsilon)}};
}

GraphInstance InstanceTraits<GraphInstance>::from_json(const nlohmann::json& json) {
  try {
    GraphInstance instance{CausalForest(json.at("parents").get<std::vector<Position>>()),
                           parse_rational(json.at("epsilon").get<std::string>())};
    require(instance.epsilon >= 0, "a graph instance needs a smoothing of at least 0");
    return instance;
  } catch (const nlohmann::json::exception& failure) {
    refuse(fmt::format("the instance is not a forest with a smoothing: {}", failure.what()));
  }
}

std::vector<GraphInstance> InstanceTraits<GraphInstance>::simpler(const GraphInstance& instance) {
  std::vector<GraphInstance> simpler;
  const auto parents = instance.forest.parents();
  if (parents.size() > 3) {  // the threshold is for T >= 4
    for (Position k = instance.forest.size() - 1; k >= 0; --k) {
      std::vector<Position> fewer;
      for (Position i = 0; i < instance.forest.size(); ++i) {
        if (i == k) continue;
        const Position p = parents[i] == k ? parents[k] : parents[i];
        fewer.push_back(p > k ? p - 1 : p);
      }
      simpler.push_back({CausalForest(fewer), instance.epsilon});
    }
  }
  for (Position i = instance.forest.size() - 1; i >= 0; --i) {
    if (parents[i] == kNoParent) continue;
    std::vector<Position> cut(parents.begin(), parents.end());
    cut[i] = kNoParent;
    simpler.push_back({CausalForest(cut), instance.epsilon});
  }
  if (instance.epsilon != 0) simpler.push_back({instance.forest, Rational(0)});
  return simpler;
}

template const InstanceKind& kind_of<causal::GraphInstance>();

}  // namespace lemmascope::claim
