// Latent causal graphs over positions: forests (at most one parent) and DAGs (several).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lemmascope::markov {

/// A position of a sequence, 0-based.
using Position = int;
/// The parent of a root.
inline constexpr Position kNoParent = -1;

/// How two positions of one tree are related: `first` is `up` steps below their lowest common
/// ancestor, `second` is `down` steps below it.
struct Kinship {
  int up = 0;
  int down = 0;
  Position ancestor = 0;
  bool operator==(const Kinship&) const = default;
};

/// A forest on positions 0..size()-1 in which every parent is earlier than its child. In the
/// single-parent task of arXiv 2402.14735 these are positions 1..T-1; the query T is not a node.
class CausalForest {
 public:
  /// Throws PreconditionError naming the position when a parent is not earlier (this covers cycles)
  /// or out of range, or when there is no node.
  explicit CausalForest(std::vector<Position> parents);

  static CausalForest chain(int nodes);
  /// Roots at even positions, each the parent of the next position.
  static CausalForest pairs(int nodes);
  /// Every node a child of position 0.
  static CausalForest star(int nodes);

  int size() const { return static_cast<int>(parents_.size()); }
  Position parent(Position i) const { return parents_[i]; }
  bool is_root(Position i) const { return parents_[i] == kNoParent; }
  std::span<const Position> parents() const { return parents_; }
  int root_count() const;
  int edge_count() const { return size() - root_count(); }
  /// Steps to the root of the tree of i.
  int depth(Position i) const { return depths_[i]; }
  /// Nothing when i and j are in different trees. Kinship of (first, second).
  std::optional<Kinship> kinship(Position first, Position second) const;
  /// Leaves of the tree with the most leaves (the denominator of the effective length T_eff of
  /// arXiv 2402.14735).
  int most_leaves_in_a_tree() const;

  bool operator==(const CausalForest& other) const { return parents_ == other.parents_; }

 private:
  std::vector<Position> parents_;
  std::vector<int> depths_;
};

/// "-1,0,1", the form read by --parents.
std::string to_text(const CausalForest& forest);

/// A DAG on positions in which every parent is earlier than its child; parents are ordered tuples
/// (the multi-parent task).
class CausalDag {
 public:
  /// Throws PreconditionError when a parent is not earlier, out of range or repeated.
  explicit CausalDag(std::vector<std::vector<Position>> parents);
  explicit CausalDag(const CausalForest& forest);

  int size() const { return static_cast<int>(parents_.size()); }
  std::span<const Position> parents(Position i) const { return parents_[i]; }
  int max_parents() const;

  bool operator==(const CausalDag& other) const { return parents_ == other.parents_; }

 private:
  std::vector<std::vector<Position>> parents_;
};

}  // namespace lemmascope::markov
