#include "properties/causal/instances/forest_domains.hpp"

#include <fmt/format.h>

#include <array>

#include "properties/causal/instances/forest_charts.hpp"
#include "properties/domain/profiled.hpp"
#include "properties/markov/chain_domains.hpp"
#include "theory/markov/enumerate.hpp"

namespace lemmascope::causal {
namespace {

using claim::CaseKey;
using claim::Domain;
using claim::Profile;
using claim::ProfiledDomain;
using markov::CausalForest;
using markov::Chain;
using markov::Position;
using markov::Prior;

const char* suffix(PriorKind kind) {
  switch (kind) {
    case PriorKind::single:
      return "";
    case PriorKind::symmetrised:
      return "-symmetrised";
    case PriorKind::orbit:
      return "-orbit";
  }
  return "";
}

const char* words(PriorKind kind) {
  switch (kind) {
    case PriorKind::single:
      return "";
    case PriorKind::symmetrised:
      return ", as the prior of its relabellings";
    case PriorKind::orbit:
      return ", as the prior of its row and column permutations";
  }
  return "";
}

// Forests on 2..nodes nodes, smallest first.
std::vector<CausalForest> forests_up_to(int nodes) {
  std::vector<CausalForest> forests;
  for (int n = 2; n <= nodes; ++n) {
    for (auto& forest : markov::every_forest(n)) forests.push_back(std::move(forest));
  }
  return forests;
}

// For each forest all chains, so that the first failing case has a small graph.
Domain<ForestInstance> product(std::string name, std::string description,
                               std::vector<CausalForest> some_forests,
                               const std::vector<Chain>& chains, PriorKind kind,
                               std::vector<ForestChart> charts = {}) {
  auto forests = std::make_shared<const std::vector<CausalForest>>(std::move(some_forests));
  const int depth = forests->back().size() - 1;
  auto tables = std::make_shared<std::vector<std::shared_ptr<const PriorTables>>>();
  for (const Chain& chain : chains) {
    tables->push_back(std::make_shared<const PriorTables>(prior_of(kind, chain), depth));
  }
  Domain<ForestInstance> domain;
  domain.name = name + suffix(kind);
  domain.description = description + words(kind);
  domain.charts = std::move(charts);
  domain.scope = claim::Scope::family;
  domain.cases = static_cast<std::int64_t>(forests->size() * tables->size());
  domain.at = [forests, tables](std::int64_t index, const CaseKey&) {
    const auto i = static_cast<std::size_t>(index);
    return ForestInstance{(*forests)[i / tables->size()], (*tables)[i % tables->size()]};
  };
  return domain;
}

// Rows (x, 1-x), (y, 1-y) with x > y and x + y <= 1: every chain up to names of tokens and order of
// rows, which orbits contain anyway.
std::vector<Chain> skewed_two_state_chains(Profile profile) {
  std::vector<Rational> grid{Rational(1, 1000), Rational(1, 100), Rational(1, 10)};
  if (profile == Profile::nightly) {
    grid.push_back(Rational(1, 3));
    grid.insert(grid.begin(), Rational(1, 10000));
  }
  const std::size_t half = grid.size();
  for (std::size_t k = half; k-- > 0;) grid.push_back(1 - grid[k]);
  std::vector<Chain> chains;
  for (std::size_t a = 0; a < grid.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      if (grid[a] + grid[b] <= 1) chains.push_back(markov::two_state_chain(1 - grid[a], grid[b]));
    }
  }
  return chains;
}

std::vector<Chain> three_state_circulants(int denominator) {
  std::vector<Chain> chains;
  for (int a = 1; a < denominator; ++a) {
    for (int b = 1; a + b < denominator; ++b) {
      const std::array<Rational, 3> row{Rational(a, denominator), Rational(b, denominator),
                                        Rational(denominator - a - b, denominator)};
      Matrix<Rational> rows(3, 3);
      for (int s = 0; s < 3; ++s) {
        for (int t = 0; t < 3; ++t) rows(s, (s + t) % 3) = row[static_cast<std::size_t>(t)];
      }
      chains.emplace_back(rows);
    }
  }
  return chains;
}

std::vector<CausalForest> chain_graphs_up_to(int nodes) {
  std::vector<CausalForest> graphs;
  for (int n = 2; n <= nodes; ++n) graphs.push_back(CausalForest::chain(n));
  return graphs;
}

constexpr domain::CaseCounts kSamples{100, 1000, 10000};
constexpr domain::CaseCounts kMixtures{30, 300, 3000};

CausalForest random_forest(domain::Draw& draw, int most_nodes = 12) {
  std::vector<Position> parents;
  const int nodes = draw.in_range(2, most_nodes + 1);
  for (Position i = 0; i < nodes; ++i) parents.push_back(draw.in_range(-1, i));
  return CausalForest(parents);
}

ForestInstance random_instance(PriorKind kind, domain::Draw& draw) {
  // The orbit of a four-state chain has up to 576 members; three states keep a case in
  // milliseconds.
  const int most_states = kind == PriorKind::orbit ? 3 : 4;
  CausalForest forest = random_forest(draw);
  const Chain chain = markov::random_chain(draw.in_range(2, most_states + 1), draw);
  return forest_instance(std::move(forest), prior_of(kind, chain));
}

// Two or three chains with weights that all differ: what forgets them shows.
ForestInstance random_mixture(domain::Draw& draw) {
  constexpr int kMostNodes = 5;
  CausalForest forest = random_forest(draw, kMostNodes);
  const int states = draw.in_range(2, 4);
  const int count = draw.in_range(2, 4);
  std::vector<Prior::Atom> atoms;
  int parts = 0;
  for (int k = 0; k < count; ++k) parts += k + 1;
  for (int k = 0; k < count; ++k) {
    atoms.push_back({Rational(k + 1, parts), markov::random_chain(states, draw)});
  }
  return forest_instance(std::move(forest), Prior(std::move(atoms)));
}

}  // namespace

Prior prior_of(PriorKind kind, const Chain& chain) {
  switch (kind) {
    case PriorKind::single:
      return Prior::single(chain);
    case PriorKind::symmetrised:
      return Prior::symmetrised(chain);
    case PriorKind::orbit:
      return Prior::orbit(chain);
  }
  return Prior::single(chain);
}

ProfiledDomain<ForestInstance> every_forest_and_two_state_chain(PriorKind kind, Extents extents) {
  return [kind, extents](Profile profile) {
    const auto [nodes, denominator] = domain::in_profile(extents, profile);
    return product(
        "forests-and-two-state-chains",
        fmt::format(
            "every forest on 2 to {} nodes × every two-state chain with denominators up to {}",
            nodes, denominator),
        forests_up_to(nodes), markov::every_two_state_chain(denominator), kind,
        forest_charts(kind, nodes, 2));
  };
}

ProfiledDomain<ForestInstance> every_forest_and_skewed_two_state_chain(PriorKind kind,
                                                                       NodeExtents extents) {
  return [kind, extents](Profile profile) {
    const int nodes = domain::in_profile(extents, profile);
    return product("forests-and-skewed-two-state-chains",
                   fmt::format("every forest on 2 to {} nodes × two-state chains with entries down "
                               "to 1/{} on a geometric grid",
                               nodes, profile == Profile::nightly ? 10000 : 1000),
                   forests_up_to(nodes), skewed_two_state_chains(profile), kind,
                   forest_charts(kind, nodes, 2));
  };
}

ProfiledDomain<ForestInstance> skewed_two_state_chains_on_a_chain(PriorKind kind, int nodes) {
  return [kind, nodes](Profile profile) {
    return product(
        "skewed-two-state-chains",
        fmt::format("the chain graph on {} nodes × two-state chains with entries down to "
                    "1/{} on a geometric grid",
                    nodes, profile == Profile::nightly ? 10000 : 1000),
        {CausalForest::chain(nodes)}, skewed_two_state_chains(profile), kind,
        chain_graph_charts(kind, nodes, nodes, 2));
  };
}

ProfiledDomain<ForestInstance> two_state_chains_with_zeros_alone() {
  return [](Profile) {
    std::vector<Chain> chains;
    for (auto& chain : markov::every_grid_chain(2, 4)) {
      if (markov::is_irreducible(chain)) chains.push_back(std::move(chain));
    }
    return product("two-state-chains-with-zeros",
                   "every irreducible two-state chain with entries k/4, zeros included",
                   {CausalForest::chain(2)}, chains, PriorKind::single, {chart_with_zeros()});
  };
}

ProfiledDomain<ForestInstance> two_state_chains_on_a_chain(PriorKind kind, int nodes,
                                                           Denominators denominators) {
  return [kind, nodes, denominators](Profile profile) {
    const int denominator = domain::in_profile(denominators, profile);
    return product("two-state-chains-on-a-chain",
                   fmt::format("the chain graph on {} nodes × every two-state chain with "
                               "denominators up to {}",
                               nodes, denominator),
                   {CausalForest::chain(nodes)}, markov::every_two_state_chain(denominator), kind,
                   chain_graph_charts(kind, nodes, nodes, 2));
  };
}

ProfiledDomain<ForestInstance> every_chain_graph_and_circulant(PriorKind kind,
                                                               NodeExtents extents) {
  return [kind, extents](Profile profile) {
    const int nodes = domain::in_profile(extents, profile);
    constexpr int kDenominator = 12;
    return product("chain-graphs-and-circulants",
                   fmt::format("the chain graph on 2 to {} nodes × every circulant three-state "
                               "chain with entries k/{}",
                               nodes, kDenominator),
                   chain_graphs_up_to(nodes), three_state_circulants(kDenominator), kind,
                   circulant_charts(kind, nodes));
  };
}

ProfiledDomain<ForestInstance> every_chain_graph_and_two_state_chain(PriorKind kind,
                                                                     Extents extents) {
  return [kind, extents](Profile profile) {
    const auto [nodes, denominator] = domain::in_profile(extents, profile);
    return product(
        "chain-graphs-and-two-state-chains",
        fmt::format(
            "the chain graph on 2 to {} nodes × every two-state chain with denominators up to {}",
            nodes, denominator),
        chain_graphs_up_to(nodes), markov::every_two_state_chain(denominator), kind,
        chain_graph_charts(kind, 2, nodes, 2));
  };
}

ProfiledDomain<ForestInstance> every_forest_and_three_state_chain(PriorKind kind, Extents extents) {
  return [kind, extents](Profile profile) {
    const auto [nodes, denominator] = domain::in_profile(extents, profile);
    return product(
        "forests-and-three-state-chains",
        fmt::format(
            "every forest on 2 to {} nodes × every positive three-state chain with entries k/{}",
            nodes, denominator),
        forests_up_to(nodes), markov::every_positive_chain(3, denominator), kind,
        forest_charts(kind, nodes, 3));
  };
}

ProfiledDomain<ForestInstance> every_two_state_chain_alone(Denominators denominators) {
  return [denominators](Profile profile) {
    const int denominator = domain::in_profile(denominators, profile);
    return product("two-state-chains",
                   fmt::format("every two-state chain with denominators up to {}", denominator),
                   {CausalForest::chain(2)}, markov::every_two_state_chain(denominator),
                   PriorKind::single, chain_graph_charts(PriorKind::single, 2, 2, 2));
  };
}

ProfiledDomain<ForestInstance> every_three_state_chain_alone() {
  return [](Profile profile) {
    const int denominator = domain::in_profile(Denominators{5, 6, 7}, profile);
    return product("three-state-chains",
                   fmt::format("every positive three-state chain with entries k/{}", denominator),
                   {CausalForest::chain(2)}, markov::every_positive_chain(3, denominator),
                   PriorKind::single, chain_graph_charts(PriorKind::single, 2, 2, 3));
  };
}

ProfiledDomain<ForestInstance> sampled_forests_and_chains(PriorKind kind) {
  return [kind](Profile profile) {
    return domain::sampled_domain<ForestInstance>(
        std::string("sampled-forests-and-chains") + suffix(kind),
        fmt::format(
            "random forests on 2 to 12 nodes with random positive chains on 2 to {} states{}",
            kind == PriorKind::orbit ? 3 : 4, words(kind)),
        domain::in_profile(kSamples, profile),
        [kind](domain::Draw& draw) { return random_instance(kind, draw); });
  };
}

ProfiledDomain<ForestInstance> sampled_forests_and_mixtures() {
  return [](Profile profile) {
    return domain::sampled_domain<ForestInstance>(
        "sampled-forests-and-mixtures",
        "random forests on 2 to 5 nodes with priors of 2 or 3 random positive chains on 2 or 3 "
        "states, weights 1 : 2 or 1 : 2 : 3",
        domain::in_profile(kMixtures, profile), random_mixture);
  };
}

ProfiledDomain<markov::ChainInstance> chains_of_sampled_forests() {
  return domain::seen_as<markov::ChainInstance>(
      sampled_forests_and_chains(), [](const ForestInstance& at) {
        return markov::ChainInstance{at.prior().atoms().front().chain};
      });
}

}  // namespace lemmascope::causal
