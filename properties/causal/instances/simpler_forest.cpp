// Shrinking of forests and priors, and with them of whole instances.
#include <algorithm>

#include "properties/causal/instances/forest_instance.hpp"
#include "properties/markov/simpler_chain.hpp"

namespace lemmascope::claim {
namespace {

using causal::ForestInstance;
using markov::CausalForest;
using markov::kNoParent;
using markov::Position;
using markov::Prior;

// The forest without node k; its children move up to its parent.
CausalForest without_node(const CausalForest& forest, Position k) {
  std::vector<Position> parents;
  auto renamed = [&](Position p) { return p > k ? p - 1 : p; };
  for (Position i = 0; i < forest.size(); ++i) {
    if (i == k) continue;
    const Position p = forest.parent(i) == k ? forest.parent(k) : forest.parent(i);
    parents.push_back(p == kNoParent ? kNoParent : renamed(p));
  }
  return CausalForest(parents);
}

CausalForest without_edge(const CausalForest& forest, Position child) {
  std::vector<Position> parents(forest.parents().begin(), forest.parents().end());
  parents[child] = kNoParent;
  return CausalForest(parents);
}

// Is this prior the orbit of its first chain?
bool is_orbit(const Prior& prior) {
  const Prior orbit = Prior::orbit(prior.atoms().front().chain);
  if (orbit.atoms().size() != prior.atoms().size()) return false;
  return std::all_of(prior.atoms().begin(), prior.atoms().end(), [&](const Prior::Atom& a) {
    return std::any_of(orbit.atoms().begin(), orbit.atoms().end(), [&](const Prior::Atom& b) {
      return a.weight == b.weight && a.chain.matrix() == b.chain.matrix();
    });
  });
}

std::vector<Prior> simpler_priors(const Prior& prior) {
  std::vector<Prior> simpler;
  const auto& atoms = prior.atoms();
  if (atoms.size() == 1) {
    for (auto& chain : markov::simpler_chains(atoms.front().chain)) {
      simpler.push_back(Prior::single(std::move(chain)));
    }
    return simpler;
  }
  for (const auto& atom : atoms) simpler.push_back(Prior::single(atom.chain));
  if (is_orbit(prior)) {
    for (const auto& chain : markov::simpler_chains(atoms.front().chain)) {
      simpler.push_back(Prior::orbit(chain));
    }
  }
  return simpler;
}

}  // namespace

std::vector<ForestInstance> InstanceTraits<ForestInstance>::simpler(
    const ForestInstance& instance) {
  std::vector<ForestInstance> simpler;
  const CausalForest& forest = instance.forest;
  if (forest.size() > 1) {
    for (Position k = forest.size() - 1; k >= 0; --k) {
      simpler.push_back({without_node(forest, k), instance.tables});
    }
  }
  for (Position i = forest.size() - 1; i >= 0; --i) {
    if (!forest.is_root(i)) simpler.push_back({without_edge(forest, i), instance.tables});
  }
  for (auto& prior : simpler_priors(instance.prior())) {
    simpler.push_back(causal::forest_instance(forest, std::move(prior)));
  }
  return simpler;
}

}  // namespace lemmascope::claim
