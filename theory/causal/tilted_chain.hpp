// Message passing on the tilted Markov chain graph, where everything is a power of one tilted
// matrix.
#pragma once

#include "theory/causal/tilted_sequence.hpp"

namespace lemmascope::causal {

/// Accumulates TiltedSums for the chain graph s_1 -> ... -> s_n with a query. One object holds the
/// scratch space; `add` may be called any number of times. O(S^2 n + S n^2) operations a call, no
/// division and, for z > 0, no subtraction.
template <class Node, class Number>
class TiltedChain {
 public:
  TiltedChain(const FlatChain<Number>& chain, int nodes)
      : chain_(chain),
        states_(chain.states),
        nodes_(nodes),
        forward_(size(), Node(0)),
        forward_slope_(size(), Node(0)),
        after_(size(), Node(0)),
        after_slope_(size(), Node(0)),
        reach_(size(), Node(0)),
        scaled_(states_, Node(0)) {}

  void add(int marked, const Node& z, const Node& weight, TiltedSums<Node>& sums) {
    run_forward(marked, z);
    run_backward(marked, z);
    for (int j = 0; j < nodes_; ++j) {
      add_single(j, marked, z, weight, sums);
      for (int i = j; i < nodes_; ++i) add_pair(i, j, marked, sums);
    }
    add_query(marked, z, weight, sums);
  }

 private:
  std::size_t size() const { return static_cast<std::size_t>(states_) * nodes_; }
  Node* at(std::vector<Node>& table, int position) { return table.data() + position * states_; }

  // forward(j, s) = E[z^{n_1..j} 1(s_j = s)] and its z d/dz.
  void run_forward(int marked, const Node& z) {
    Node* first = at(forward_, 0);
    Node* slope = at(forward_slope_, 0);
    for (int s = 0; s < states_; ++s) {
      first[s] = Node(chain_.stationary[s]);
      slope[s] = Node(0);
    }
    first[marked] = first[marked] * z;
    slope[marked] = first[marked];
    for (int j = 1; j < nodes_; ++j) {
      const Node* before = at(forward_, j - 1);
      const Node* before_slope = at(forward_slope_, j - 1);
      Node* now = at(forward_, j);
      Node* now_slope = at(forward_slope_, j);
      for (int t = 0; t < states_; ++t) {
        Node sum(0);
        Node sum_slope(0);
        for (int s = 0; s < states_; ++s) {
          sum += before[s] * chain_.step(s, t);
          sum_slope += before_slope[s] * chain_.step(s, t);
        }
        now[t] = sum;
        now_slope[t] = sum_slope;
      }
      now[marked] = now[marked] * z;
      now_slope[marked] = now_slope[marked] * z + now[marked];
    }
  }

  // With W = diag(z at the marked token): after(d) = (pi W)^d 1, its z d/dz, and reach(d) = (pi
  // W)^d e_m.
  void run_backward(int marked, const Node& z) {
    for (int s = 0; s < states_; ++s) {
      after_[s] = Node(1);
      after_slope_[s] = Node(0);
      reach_[s] = Node(s == marked ? 1 : 0);
    }
    for (int d = 1; d < nodes_; ++d) {
      const Node tilted_after = at(after_, d - 1)[marked] * z;
      const Node tilted_slope = at(after_slope_, d - 1)[marked] * z + tilted_after;
      const Node tilted_reach = at(reach_, d - 1)[marked] * z;
      for (int s = 0; s < states_; ++s) {
        Node sum = tilted_after * chain_.step(s, marked);
        Node sum_slope = tilted_slope * chain_.step(s, marked);
        Node sum_reach = tilted_reach * chain_.step(s, marked);
        for (int t = 0; t < states_; ++t) {
          if (t == marked) continue;
          sum += at(after_, d - 1)[t] * chain_.step(s, t);
          sum_slope += at(after_slope_, d - 1)[t] * chain_.step(s, t);
          sum_reach += at(reach_, d - 1)[t] * chain_.step(s, t);
        }
        at(after_, d)[s] = sum;
        at(after_slope_, d)[s] = sum_slope;
        at(reach_, d)[s] = sum_reach;
      }
    }
  }

  // Leaves weight phi(s) forward(j, s) in `scaled_` for the pairs of this j.
  void add_single(int j, int marked, const Node& z, const Node& weight, TiltedSums<Node>& sums) {
    const Node* after = at(after_, nodes_ - 1 - j);
    const Node* after_slope = at(after_slope_, nodes_ - 1 - j);
    const Node* slope = at(forward_slope_, j);
    Node sum(0);
    for (int s = 0; s < states_; ++s) {
      Node factor = weight * chain_.step(s, marked);
      if (s == marked) factor = factor * z;
      scaled_[s] = factor * at(forward_, j)[s];
      sum += factor * slope[s] * after[s] + scaled_[s] * after_slope[s];
      if (s == marked) sum += scaled_[s] * after[s];
    }
    sums.singles[j] += sum;
    sums.row(nodes_)[j] += scaled_[marked] * after[marked];
  }

  void add_pair(int i, int j, int marked, TiltedSums<Node>& sums) {
    const Node* reach = at(reach_, i - j);
    Node sum(0);
    for (int s = 0; s < states_; ++s) sum += scaled_[s] * reach[s];
    sums.row(i)[j] += sum * at(after_, nodes_ - 1 - i)[marked];
  }

  // The query at both ends: E[z^n] and its z d/dz with phi.
  void add_query(int marked, const Node& z, const Node& weight, TiltedSums<Node>& sums) {
    Node total(0);
    Node slope(0);
    for (int s = 0; s < states_; ++s) {
      total += at(forward_, nodes_ - 1)[s];
      slope += at(forward_slope_, nodes_ - 1)[s];
    }
    for (int s = 0; s < states_; ++s) {
      Node factor = weight * chain_.step(s, marked);
      if (s == marked) factor = factor * z;
      sums.singles[nodes_] += factor * slope;
      if (s == marked) {
        sums.singles[nodes_] += factor * total;
        sums.row(nodes_)[nodes_] += factor * total;
      }
    }
  }

  const FlatChain<Number>& chain_;
  int states_;
  int nodes_;
  std::vector<Node> forward_;
  std::vector<Node> forward_slope_;
  std::vector<Node> after_;
  std::vector<Node> after_slope_;
  std::vector<Node> reach_;
  std::vector<Node> scaled_;
};

}  // namespace lemmascope::causal
