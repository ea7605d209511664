// Validation and ancestry of causal graphs.
#include "theory/markov/causal_graph.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "theory/numeric/require.hpp"

namespace lemmascope::markov {
namespace {

/// A parent before its child rules cycles out, so this is the only check a graph needs.
void require_earlier(Position parent, Position child, Position lowest) {
  if (parent >= lowest && parent < child) return;
  if (lowest == child) {
    refuse(fmt::format("position {}: expected no parent (nothing is earlier), found {}", child,
                       parent));
  }
  refuse(fmt::format("position {}: expected a parent in {}..{} ({}), found {}", child, lowest,
                     child - 1, lowest == kNoParent ? "earlier, or -1 for a root" : "earlier",
                     parent));
}

void require_nodes(std::size_t nodes) {
  require(nodes > 0, "expected a causal graph with at least one position, found none");
}

std::vector<Position> parents_by(int nodes, Position (*rule)(Position)) {
  if (nodes < 1) refuse(fmt::format("expected at least one position, found {}", nodes));
  std::vector<Position> parents(nodes);
  for (Position i = 0; i < nodes; ++i) parents[i] = rule(i);
  return parents;
}

}  // namespace

CausalForest::CausalForest(std::vector<Position> parents) : parents_(std::move(parents)) {
  require_nodes(parents_.size());
  depths_.resize(parents_.size());
  for (Position i = 0; i < size(); ++i) {
    require_earlier(parents_[i], i, kNoParent);
    depths_[i] = is_root(i) ? 0 : depths_[parents_[i]] + 1;
  }
}

CausalForest CausalForest::chain(int nodes) {
  return CausalForest(parents_by(nodes, [](Position i) { return i - 1; }));
}

CausalForest CausalForest::pairs(int nodes) {
  return CausalForest(parents_by(nodes, [](Position i) { return i % 2 == 0 ? kNoParent : i - 1; }));
}

CausalForest CausalForest::star(int nodes) {
  return CausalForest(parents_by(nodes, [](Position i) { return i == 0 ? kNoParent : 0; }));
}

int CausalForest::root_count() const {
  return static_cast<int>(std::count(parents_.begin(), parents_.end(), kNoParent));
}

std::optional<Kinship> CausalForest::kinship(Position first, Position second) const {
  Kinship result;
  Position a = first;
  Position b = second;
  // A parent is earlier than its child, so the later of the two can never be an ancestor of the
  // other.
  while (a != b) {
    Position& later = a > b ? a : b;
    ++(a > b ? result.up : result.down);
    later = parents_[later];
    if (later == kNoParent) return std::nullopt;
  }
  result.ancestor = a;
  return result;
}

int CausalForest::most_leaves_in_a_tree() const {
  std::vector<bool> has_child(parents_.size(), false);
  std::vector<Position> root(parents_.size());
  for (Position i = 0; i < size(); ++i) {
    root[i] = is_root(i) ? i : root[parents_[i]];
    if (!is_root(i)) has_child[parents_[i]] = true;
  }
  std::vector<int> leaves(parents_.size(), 0);
  for (Position i = 0; i < size(); ++i) {
    if (!has_child[i]) ++leaves[root[i]];
  }
  return *std::max_element(leaves.begin(), leaves.end());
}

std::string to_text(const CausalForest& forest) {
  return fmt::format("{}", fmt::join(forest.parents(), ","));
}

CausalDag::CausalDag(std::vector<std::vector<Position>> parents) : parents_(std::move(parents)) {
  require_nodes(parents_.size());
  for (Position i = 0; i < size(); ++i) {
    for (const Position parent : parents_[i]) {
      require_earlier(parent, i, 0);
      if (std::count(parents_[i].begin(), parents_[i].end(), parent) > 1) {
        refuse(fmt::format("position {}: expected distinct parents, found {} twice", i, parent));
      }
    }
  }
}

CausalDag::CausalDag(const CausalForest& forest) : parents_(forest.size()) {
  for (Position i = 0; i < size(); ++i) {
    if (!forest.is_root(i)) parents_[i].push_back(forest.parent(i));
  }
}

int CausalDag::max_parents() const {
  std::size_t most = 0;
  for (const auto& parents : parents_) most = std::max(most, parents.size());
  return static_cast<int>(most);
}

}  // namespace lemmascope::markov
