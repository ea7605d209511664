// The tilted sequence: every occurrence of one marked token, query included, weighted by z. Its
// pair marginals are polynomials in z whose coefficients sort sequences by the count of the marked
// token.
//
// What the accumulators below add up, for one marked token m, one node z and one weight, with
// phi(s) = pi(m|s) z^{1(s=m)} (target m and query s) and n the number of marked tokens among the
// nodes:
//   pairs(i, j)  += weight sum_s phi(s) E[z^n 1(s_i = m) 1(s_j = s)]           for nodes j <= i,
//   singles(j)   += weight sum_s phi(s) E[N z^n 1(s_j = s)],  N = n + 1(s = m),
// and likewise for the query, whose token is s itself. Then, summed over m and the nodes of a rule
// for 1/(n + T eps), K_ij = (T pairs(i, j) - singles(j)) / S.
//
// (An accumulator is finished once at the end, see its `finish`.)
//
// The number type of z may be wider than that of the chain (SIMD lanes against double): Node below.
#pragma once

#include <vector>

#include "theory/markov/causal_graph.hpp"
#include "theory/markov/transition_matrix.hpp"

namespace lemmascope::causal {

/// A chain and its stationary law in flat storage, row by row.
template <class Number>
struct FlatChain {
  int states = 0;
  std::vector<Number> transition;  ///< entry s * states + t is pi(t|s)
  std::vector<Number> stationary;

  const Number& step(int from, int to) const { return transition[from * states + to]; }
};

/// Positions first, first + 1, ..., past - 1.
struct Columns {
  int first = 0, past = 0;
};

/// Sums over marked tokens and nodes. `pairs` holds the lower triangle row by row, T rows.
template <class Node>
struct TiltedSums {
  std::vector<Node> pairs;
  std::vector<Node> singles;

  explicit TiltedSums(int length)
      : pairs(static_cast<std::size_t>(length) * (length + 1) / 2, Node(0)),
        singles(static_cast<std::size_t>(length), Node(0)) {}

  Node* row(int i) { return pairs.data() + static_cast<std::size_t>(i) * (i + 1) / 2; }
  const Node* row(int i) const { return pairs.data() + static_cast<std::size_t>(i) * (i + 1) / 2; }
};

}  // namespace lemmascope::causal
