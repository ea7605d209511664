// Message passing on the tilted Markov chain graph, where everything is a power of one tilted
// matrix.
#pragma once

#include <algorithm>

#include "theory/causal/tilted_sequence.hpp"

namespace lemmascope::causal {

/// Accumulates TiltedSums for the chain graph s_1 -> ... -> s_n with a query. One object holds the
/// scratch space; `add` may be called any number of times. O(S^2 n + S n^2) operations a call, no
/// division and, for z > 0, no subtraction. With `columns`, the pairs (i, j) and singles(j) of
/// these j alone, in O(S^2 n + S n c) operations for c of them: the others are left as they were.
template <class Node, class Number>
class TiltedChain {
 public:
  TiltedChain(const FlatChain<Number>& chain, int nodes)
      : TiltedChain(chain, nodes, Columns{0, nodes + 1}) {}
  TiltedChain(const FlatChain<Number>& chain, int nodes, Columns columns)
      : chain_(chain),
        first_(columns.first),
        past_(std::min(columns.past, nodes)),
        states_(chain.states),
        nodes_(nodes),
        forward_(size(), Node(0)),
        forward_slope_(size(), Node(0)),
        after_(size(), Node(0)),
        reach_(size(), Node(0)),
        scaled_(size(), Node(0)),
        tilted_(2 * static_cast<std::size_t>(states_), Node(0)),
        phi_(states_, Node(0)),
        tail_(nodes_, Node(0)) {}

  void add(int marked, const Node& z, const Node& weight, TiltedSums<Node>& sums) {
    run_forward(marked, z);
    run_backward(marked, z);
    for (int s = 0; s < states_; ++s) phi_[s] = weight * chain_.step(s, marked);
    phi_[marked] = phi_[marked] * z;
    for (int j = first_; j < past_; ++j) add_single(j, marked, sums);
    add_pairs(sums);
    add_query(marked, sums);
  }

  /// Once, after the last `add`: `add` leaves in singles(j) the marked tokens among positions 0..j
  /// only, because those after j, query included, are the column j of the pairs.
  void finish(TiltedSums<Node>& sums) const {
    for (int i = 1; i <= nodes_; ++i) {
      for (int j = first_; j < std::min(i, past_); ++j) sums.singles[j] += sums.row(i)[j];
    }
  }

 private:
  // Sums kept in registers at a time: rows of the transition matrix in the recursions, and
  // positions j by lags i - j in the pairs. Chosen for 32 vector registers; any values are right.
  static constexpr int kRows = 4;
  static constexpr int kPositions = 2;
  static constexpr int kLags = 4;

  std::size_t size() const { return static_cast<std::size_t>(states_) * nodes_; }
  Node* at(std::vector<Node>& table, int position) {
    return table.data() + static_cast<std::size_t>(position) * states_;
  }

  // out_c = in_c pi (forward) or pi in_c (backward) for all columns c at once, `Rows` entries
  // together.
  template <bool forward, int Rows, int Columns>
  void multiply_rows(int first, Node* const (&in)[Columns], Node* const (&out)[Columns]) {
    Node sum[Rows][Columns];
    for (int r = 0; r < Rows; ++r) {
      for (int c = 0; c < Columns; ++c) sum[r][c] = Node(0);
    }
    for (int s = 0; s < states_; ++s) {
      for (int r = 0; r < Rows; ++r) {
        const Number& step = forward ? chain_.step(s, first + r) : chain_.step(first + r, s);
        for (int c = 0; c < Columns; ++c) sum[r][c] += in[c][s] * step;
      }
    }
    for (int r = 0; r < Rows; ++r) {
      for (int c = 0; c < Columns; ++c) out[c][first + r] = sum[r][c];
    }
  }

  template <bool forward, int Columns>
  void multiply(Node* const (&in)[Columns], Node* const (&out)[Columns]) {
    int row = 0;
    for (; row + kRows <= states_; row += kRows) {
      multiply_rows<forward, kRows>(row, in, out);
    }
    for (; row < states_; ++row) multiply_rows<forward, 1>(row, in, out);
  }

  // forward(j, s) = E[z^{n_0..j} 1(s_j = s)] and its z d/dz, which counts the marked tokens up to
  // j.
  void run_forward(int marked, const Node& z) {
    for (int s = 0; s < states_; ++s) {
      forward_[s] = Node(chain_.stationary[s]);
      forward_slope_[s] = Node(0);
    }
    tilt_forward(0, marked, z);
    for (int j = 1; j < nodes_; ++j) {
      Node* const in[] = {at(forward_, j - 1), at(forward_slope_, j - 1)};
      Node* const out[] = {at(forward_, j), at(forward_slope_, j)};
      multiply<true>(in, out);
      tilt_forward(j, marked, z);
    }
  }

  void tilt_forward(int j, int marked, const Node& z) {
    Node& value = at(forward_, j)[marked];
    Node& slope = at(forward_slope_, j)[marked];
    value = value * z;
    slope = slope * z + value;
  }

  // With W = diag(z at the marked token): after(d) = (pi W)^d 1 and reach(d) = (pi
  // W)^d e_m.
  void run_backward(int marked, const Node& z) {
    for (int s = 0; s < states_; ++s) {
      after_[s] = Node(1);
      reach_[s] = Node(s == marked ? 1 : 0);
    }
    Node* const in[] = {tilted_.data(), tilted_.data() + states_};
    for (int d = 1; d < nodes_; ++d) {
      for (int s = 0; s < states_; ++s) {
        in[0][s] = at(after_, d - 1)[s];
        in[1][s] = at(reach_, d - 1)[s];
      }
      in[0][marked] = in[0][marked] * z;
      in[1][marked] = in[1][marked] * z;
      Node* const out[] = {at(after_, d), at(reach_, d)};
      multiply<false>(in, out);
    }
    for (int i = 0; i < nodes_; ++i) tail_[i] = at(after_, nodes_ - 1 - i)[marked];
  }

  // Leaves phi(s) forward(j, s) in `scaled_` for the pairs of this j.
  void add_single(int j, int marked, TiltedSums<Node>& sums) {
    const Node* forward = at(forward_, j);
    const Node* slope = at(forward_slope_, j);
    const Node* after = at(after_, nodes_ - 1 - j);
    Node* scaled = at(scaled_, j);
    Node sum(0);
    for (int s = 0; s < states_; ++s) {
      scaled[s] = phi_[s] * forward[s];
      sum += phi_[s] * slope[s] * after[s];
    }
    sums.singles[j] += sum;
    sums.row(nodes_)[j] += scaled[marked] * after[marked];
  }

  void add_pairs(TiltedSums<Node>& sums) {
    int j = first_;
    for (; j + kPositions <= past_; j += kPositions) {
      const int lags =
          nodes_ - (j + kPositions - 1);  // lags that exist for every position of the block
      int d = 0;
      for (; d + kLags <= lags; d += kLags) add_pair_block<kPositions, kLags>(j, d, sums);
      for (; d < lags; ++d) add_pair_block<kPositions, 1>(j, d, sums);
      for (int position = j; position < j + kPositions; ++position) {
        for (int lag = lags; position + lag < nodes_; ++lag) {
          add_pair_block<1, 1>(position, lag, sums);
        }
      }
    }
    for (; j < past_; ++j) {
      for (int d = 0; j + d < nodes_; ++d) add_pair_block<1, 1>(j, d, sums);
    }
  }

  template <int Positions, int Lags>
  void add_pair_block(int j, int d, TiltedSums<Node>& sums) {
    Node sum[Positions][Lags];
    for (int a = 0; a < Positions; ++a) {
      for (int b = 0; b < Lags; ++b) sum[a][b] = Node(0);
    }
    const Node* scaled = at(scaled_, j);
    const Node* reach = at(reach_, d);
    for (int s = 0; s < states_; ++s) {
      for (int a = 0; a < Positions; ++a) {
        for (int b = 0; b < Lags; ++b) {
          sum[a][b] += scaled[a * states_ + s] * reach[b * states_ + s];
        }
      }
    }
    for (int a = 0; a < Positions; ++a) {
      for (int b = 0; b < Lags; ++b) {
        const int i = j + a + d + b;
        sums.row(i)[j + a] += sum[a][b] * tail_[i];
      }
    }
  }

  // The query at both ends: E[z^n] and its z d/dz with phi.
  void add_query(int marked, TiltedSums<Node>& sums) {
    Node total(0);
    Node slope(0);
    Node votes(0);
    for (int s = 0; s < states_; ++s) {
      total += at(forward_, nodes_ - 1)[s];
      slope += at(forward_slope_, nodes_ - 1)[s];
      votes += phi_[s];
    }
    const Node both = phi_[marked] * total;
    sums.singles[nodes_] += votes * slope + both;
    sums.row(nodes_)[nodes_] += both;
  }

  const FlatChain<Number>& chain_;
  int first_, past_;  ///< the columns j, query left out
  int states_;
  int nodes_;
  std::vector<Node> forward_;
  std::vector<Node> forward_slope_;
  std::vector<Node> after_;
  std::vector<Node> reach_;
  std::vector<Node> scaled_;  ///< phi(s) forward(j, s)
  std::vector<Node> tilted_;  ///< one step's two columns with their tilt
  std::vector<Node> phi_;
  std::vector<Node> tail_;  ///< after(n - 1 - i) at the marked token
};

}  // namespace lemmascope::causal
