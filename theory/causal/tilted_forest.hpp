// Message passing on a tilted forest: every table is a conditional law of the tilted sequence.
#pragma once

#include <algorithm>

#include "theory/causal/tilted_sequence.hpp"

namespace lemmascope::causal {

/// a / b where b is a sum of non-negative terms that also bound a: zero when b underflowed to zero.
/// Then the whole term carries a probability below the smallest double.
template <class Node>
Node guarded_quotient(const Node& a, const Node& b) {
  if constexpr (requires { quotient_or_zero(a, b); }) {
    return quotient_or_zero(a, b);
  } else {
    return a / b;
  }
}

/// Accumulates TiltedSums on any forest. One object holds the scratch space of O(S (n + sum of
/// depths)) nodes. O(S^2 (n + sum of depths) + S n^2) operations a call.
///
/// Notation of the comments: U_v(t) is the tilted weight of the subtree of v given s_v = t (its own
/// tilt included), m_v(t) = sum_t' pi(t'|t) U_v(t') the message v sends to its parent, and P, E the
/// tilted law of the tree, normalised.
template <class Node, class Number>
class TiltedForest {
 public:
  TiltedForest(const FlatChain<Number>& chain, const markov::CausalForest& forest)
      : chain_(chain),
        forest_(forest),
        states_(chain.states),
        nodes_(forest.size()),
        inside_(size(), Node(0)),
        message_(size(), Node(0)),
        marginal_(size(), Node(0)),
        below_(size(), Node(0)),
        passed_(size(), Node(0)),
        elsewhere_(size(), Node(0)),
        phi_(states_, Node(0)),
        scratch_(states_, Node(0)),
        root_(nodes_, 0),
        tree_total_(nodes_, Node(0)),
        tree_count_(nodes_, Node(0)) {
    lay_out_paths();
  }

  void add(int marked, const Node& z, const Node& weight, TiltedSums<Node>& sums) {
    upward(marked, z);
    downward();
    Node total = weight;  // weight * E[z^n]
    Node count(0);        // tilted mean of n
    for (int v = 0; v < nodes_; ++v) {
      if (!forest_.is_root(v)) continue;
      total = total * tree_total_[v];
      count += tree_count_[v];
    }
    for (int s = 0; s < states_; ++s) phi_[s] = total * chain_.step(s, marked);
    phi_[marked] = phi_[marked] * z;
    for (int v = 0; v < nodes_; ++v) fill_path(v, marked);
    for (int j = 0; j < nodes_; ++j) add_single(j, marked, count, sums);
    for (int i = 0; i < nodes_; ++i) add_row(i, marked, sums);
    add_query(marked, count, sums);
  }

  /// Nothing: `add` counts every position in singles. (The chain defers part of them.)
  void finish(TiltedSums<Node>&) const {}

 private:
  std::size_t size() const { return static_cast<std::size_t>(states_) * nodes_; }
  Node* at(std::vector<Node>& table, int v) { return table.data() + v * states_; }

  // Path tables: for node v and each ancestor level 0..depth(v), one row of S entries. join_(i, j)
  // is the depth of the lowest common ancestor of j < i, or -1 for different trees.
  void lay_out_paths() {
    std::size_t rows = 0;
    for (int v = 0; v < nodes_; ++v) {
      path_start_.push_back(rows);
      rows += static_cast<std::size_t>(forest_.depth(v)) + 1;
      root_[v] = forest_.is_root(v) ? v : root_[forest_.parent(v)];
      for (int j = 0; j < v; ++j) join_.push_back(join_depth(v, j));
      join_.push_back(forest_.depth(v));
    }
    hits_.assign(rows * states_, Node(0));
    votes_.assign(rows * states_, Node(0));
  }

  int join_depth(int i, int j) const {
    const int parent = forest_.parent(i);
    if (parent == markov::kNoParent) return -1;
    return *join_row(std::max(parent, j), std::min(parent, j));
  }
  const int* join_row(int i, int j) const {
    return join_.data() + static_cast<std::size_t>(i) * (i + 1) / 2 + j;
  }
  Node* path_row(std::vector<Node>& table, int v, int level) {
    return table.data() + (path_start_[v] + level) * states_;
  }

  // U and m; passed_(v, t) = E[marked tokens in the subtree of v | s_parent = t]; below_(v, t) the
  // same given s_v = t.
  void upward(int marked, const Node& z) {
    for (int v = 0; v < nodes_; ++v) {
      for (int t = 0; t < states_; ++t) {
        at(inside_, v)[t] = Node(1);
        at(below_, v)[t] = Node(0);
      }
      at(inside_, v)[marked] = z;
      at(below_, v)[marked] = Node(1);
    }
    for (int v = nodes_ - 1; v >= 0; --v) {  // children come after their parent
      if (forest_.is_root(v)) continue;
      const int parent = forest_.parent(v);
      const Node* inside = at(inside_, v);
      const Node* below = at(below_, v);
      for (int t = 0; t < states_; ++t) {
        Node sum(0);
        Node count(0);
        for (int u = 0; u < states_; ++u) {
          const Node joint = inside[u] * chain_.step(t, u);
          sum += joint;
          count += joint * below[u];
        }
        at(message_, v)[t] = sum;
        at(passed_, v)[t] = guarded_quotient(count, sum);
        at(inside_, parent)[t] = at(inside_, parent)[t] * sum;
        at(below_, parent)[t] += at(passed_, v)[t];
      }
    }
  }

  // marginal_(v, t) = P(s_v = t); elsewhere_(v, t) = E[marked tokens outside the subtree of v | s_v
  // = t].
  void downward() {
    for (int v = 0; v < nodes_; ++v) {
      if (forest_.is_root(v)) {
        start_tree(v);
      } else {
        step_down(v);
      }
    }
  }

  void start_tree(int v) {
    Node total(0);
    for (int t = 0; t < states_; ++t) {
      at(marginal_, v)[t] = at(inside_, v)[t] * chain_.stationary[t];
      at(elsewhere_, v)[t] = Node(0);
      total += at(marginal_, v)[t];
    }
    Node count(0);
    for (int t = 0; t < states_; ++t) {
      at(marginal_, v)[t] = guarded_quotient(at(marginal_, v)[t], total);
      count += at(marginal_, v)[t] * at(below_, v)[t];
    }
    tree_total_[v] = total;
    tree_count_[v] = count;
  }

  // P(s_v = t) = sum_u P(s_p = u) / m_v(u) pi(t|u) U_v(t).
  void step_down(int v) {
    const int parent = forest_.parent(v);
    for (int u = 0; u < states_; ++u) {
      scratch_[u] = guarded_quotient(at(marginal_, parent)[u], at(message_, v)[u]);
    }
    for (int t = 0; t < states_; ++t) {
      Node sum(0);
      Node count(0);
      for (int u = 0; u < states_; ++u) {
        const Node joint = scratch_[u] * chain_.step(u, t);
        sum += joint;
        count += joint * (at(elsewhere_, parent)[u] + (at(below_, parent)[u] - at(passed_, v)[u]));
      }
      at(marginal_, v)[t] = sum * at(inside_, v)[t];
      at(elsewhere_, v)[t] = guarded_quotient(count, sum);
    }
  }

  // For each ancestor a of v: hits = P(s_v = marked | s_a = t), votes = E[phi(s_v) | s_a = t].
  void fill_path(int v, int marked) {
    int level = forest_.depth(v);
    Node* hits = path_row(hits_, v, level);
    Node* votes = path_row(votes_, v, level);
    for (int t = 0; t < states_; ++t) {
      hits[t] = Node(t == marked ? 1 : 0);
      votes[t] = phi_[t];
    }
    for (int child = v; level > 0; --level, child = forest_.parent(child)) {
      const Node* hits_below = path_row(hits_, v, level);
      const Node* votes_below = path_row(votes_, v, level);
      const Node* inside = at(inside_, child);
      for (int t = 0; t < states_; ++t) {
        Node hit(0);
        Node vote(0);
        for (int u = 0; u < states_; ++u) {
          const Node joint = inside[u] * chain_.step(t, u);
          hit += joint * hits_below[u];
          vote += joint * votes_below[u];
        }
        path_row(hits_, v, level - 1)[t] = guarded_quotient(hit, at(message_, child)[t]);
        path_row(votes_, v, level - 1)[t] = guarded_quotient(vote, at(message_, child)[t]);
      }
    }
  }

  void add_single(int j, int marked, const Node& count, TiltedSums<Node>& sums) {
    const Node others = count - tree_count_[root_[j]];
    Node sum(0);
    for (int s = 0; s < states_; ++s) {
      Node counted = at(below_, j)[s] + at(elsewhere_, j)[s] + others;
      if (s == marked) counted += Node(1);
      sum += phi_[s] * at(marginal_, j)[s] * counted;
    }
    sums.singles[j] += sum;
    sums.row(nodes_)[j] += phi_[marked] * at(marginal_, j)[marked];
  }

  // Given s_a at the lowest common ancestor a, the tokens of i and j are independent.
  void add_row(int i, int marked, TiltedSums<Node>& sums) {
    const int depth = forest_.depth(i);
    int ancestor = i;
    for (int level = depth; level >= 0; --level) {
      const Node* marginal = at(marginal_, ancestor);
      Node* hits = path_row(hits_, i, level);  // no longer needed without the marginal
      for (int t = 0; t < states_; ++t) hits[t] = hits[t] * marginal[t];
      if (level > 0) ancestor = forest_.parent(ancestor);
    }
    for (int j = 0; j <= i; ++j) {
      const int level = *join_row(i, j);
      Node sum(0);
      if (level >= 0) {
        const Node* hits = path_row(hits_, i, level);
        const Node* votes = path_row(votes_, j, level);
        for (int t = 0; t < states_; ++t) sum += hits[t] * votes[t];
      } else {
        for (int s = 0; s < states_; ++s) sum += phi_[s] * at(marginal_, j)[s];
        sum = sum * at(marginal_, i)[marked];
      }
      sums.row(i)[j] += sum;
    }
  }

  void add_query(int marked, const Node& count, TiltedSums<Node>& sums) {
    for (int s = 0; s < states_; ++s) sums.singles[nodes_] += phi_[s] * count;
    sums.singles[nodes_] += phi_[marked];
    sums.row(nodes_)[nodes_] += phi_[marked];
  }

  const FlatChain<Number>& chain_;
  const markov::CausalForest& forest_;
  int states_;
  int nodes_;
  std::vector<Node> inside_;
  std::vector<Node> message_;
  std::vector<Node> marginal_;
  std::vector<Node> below_;
  std::vector<Node> passed_;
  std::vector<Node> elsewhere_;
  std::vector<Node> phi_;
  std::vector<Node> scratch_;
  std::vector<int> root_;
  std::vector<Node> tree_total_;
  std::vector<Node> tree_count_;
  std::vector<std::size_t> path_start_;
  std::vector<int> join_;
  std::vector<Node> hits_;
  std::vector<Node> votes_;
};

}  // namespace lemmascope::causal
