// Stage 2 with hard adjacency, exactly and at any length: which counts the loss depends on, their
// joint law by dynamic programming, and the loss and its slope in the match strength.
//
// Hard adjacency is the end of stage 1: A1 one-hot on the parent for every node that has one, and
// zero rows (uniform attention over the position itself and everything before) for roots and for
// the query. With A2 = beta I the score of a key is beta 1(s_{p(i)} = q) for a node with a parent,
// beta c_i / (i + 1) for a root at 0-based position i whose prefix s_0..s_i holds c_i copies of the
// query token q (so the root at position 0 scores beta 1(s_0 = q)), and beta N_q / T for the query
// key, N_q counting the query itself (or beta, if the query attends to itself).
#pragma once

#include <vector>

#include "theory/markov/causal_graph.hpp"
#include "theory/markov/prior.hpp"

namespace lemmascope::causal {

/// What the first layer shows the query key. The construction leaves its row of A1 at zero (uniform
/// over all T positions); stage 1 trained at finite length drives it towards itself, because K_TT >
/// 0.
enum class QueryAttention { uniform, itself };

/// What f_{s'} depends on for one query token q and one target token s', and how likely it is.
template <Field N>
struct HardAdjacencyTerm {
  /// A root after position 0, in order of position: copies of q in its prefix, and is its token s'?
  struct Root {
    int position = 0;
    int copies = 0;
    bool is_target = false;
    auto operator<=>(const Root&) const = default;
  };

  bool query_is_target = false;  ///< q = s'
  int queries = 0;               ///< copies of q among the nodes
  int matched = 0;  ///< keys of score beta: nodes whose parent token is q (position 0: its own)
  int matched_target = 0;    ///< of these, nodes with token s'
  int unmatched_target = 0;  ///< nodes of score 0 with token s'
  std::vector<Root> roots;   ///< empty for every tree, so for the chain
  N weight{0};               ///< (1/S) E_pi[ pi(s'|q) P(these counts) ], summed over q and s'
};

/// The law of the counts on one forest under a finite prior; the weights sum to one.
template <Field N>
struct HardAdjacencyLaw {
  int length = 0;  ///< T
  QueryAttention query_attention = QueryAttention::uniform;
  int two_valued_nodes = 0;  ///< nodes that are scored 0 or beta: all but the later roots
  std::vector<HardAdjacencyTerm<N>> terms;
};

/// By dynamic programming in the order of positions over (tokens of nodes that still await
/// children, counts so far). Polynomial in T on trees in which few nodes await children at a time
/// (O(T^4) for the chain); every root after position 0 multiplies the number of states by up to
/// twice its position, because its uniform attention remembers its own prefix count. Exact for
/// Rational. Chains that are relabellings of each other are evaluated once. Throws
/// PreconditionError for forests of more than 120 nodes (counts are packed into bytes).
template <Field N>
HardAdjacencyLaw<N> hard_adjacency_law(const markov::Prior& prior,
                                       const markov::CausalForest& forest,
                                       QueryAttention query = QueryAttention::uniform);

template <Field N>
struct LossAndSlope {
  N loss{0};
  N slope{0};  ///< dL/dbeta
};

/// L(beta) = E[-sum_{s'} pi(s'|s_T) log(f_{s'} + eps)] and its derivative. Throws PreconditionError
/// unless epsilon > 0.
template <Elementary N>
LossAndSlope<N> stage_two_loss(const HardAdjacencyLaw<N>& law, const N& match,
                               const Rational& epsilon);

/// E|f_{s'} - pi(s'|q)| for every query token q (row) and target token s' (column) on sequences of
/// one chain that need not be in any prior: how far the trained predictor is from an unseen chain.
/// The expected supremum over s' lies between the largest entry of a row and the sum of the row.
/// Exact expectation by the same dynamic programme. Offered for double, Real50 and Interval.
template <Elementary N>
Matrix<N> expected_prediction_error(const markov::Chain& chain, const markov::CausalForest& forest,
                                    const N& match, QueryAttention query = QueryAttention::uniform);

/// Match strength after each step of stage 2 under a permutation-symmetric prior of `states`
/// states, where A2 moves along I - 1 1^T / S: beta += -eta slope / (S - 1). The start comes first.
template <Elementary N>
std::vector<N> stage_two_descent(const HardAdjacencyLaw<N>& law, int states, const N& initial_match,
                                 const N& step_size, long steps, const Rational& epsilon);

/// The zero of the slope between `low` and `high` by bisection to `rounds` halvings: the match
/// strength of least loss if the loss is unimodal there. Throws PreconditionError unless the slope
/// is negative at `low` and positive at `high`. Offered for double and Real50.
template <Elementary N>
N best_match(const HardAdjacencyLaw<N>& law, const Rational& epsilon, N low, N high, int rounds);

}  // namespace lemmascope::causal
