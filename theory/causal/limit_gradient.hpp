// The gradient of the first attention matrix in the limit of long sequences, and the chi-squared
// information it encodes (arXiv 2402.14735, proof of Theorem 4.4).
#pragma once

#include <vector>

#include "theory/markov/causal_graph.hpp"
#include "theory/markov/prior.hpp"
#include "theory/markov/transition_matrix.hpp"

namespace lemmascope::causal {

/// The two tables from which every entry of the limiting gradient of one chain is read. For a key j
/// that is `up` steps below the lowest common ancestor and a query i that is `down` steps below it,
/// with P = P(s_j, s_i):
///   drive(up, down)       = sum_{s,s'} (pi(s'|s) / mu(s')) P(s, s') - 1,  the limit g_ij of S
///   K_ij; information(up, down) = sum_{s,s'} P(s, s')^2 / (mu(s) mu(s')) - 1,   the chi-squared
///   information.
/// A pair's entry depends on the graph only through these two depths; pairs in different trees have
/// both equal to zero.
template <Field N>
class KinshipTable {
 public:
  /// Depths 0..max_depth. Throws PreconditionError for a reducible chain.
  KinshipTable(const markov::TransitionMatrix<N>& chain, int max_depth);

  int max_depth() const { return max_depth_; }
  const N& drive(int up, int down) const { return drive_[index(up, down)]; }
  const N& information(int up, int down) const { return information_[index(up, down)]; }
  /// g_ii = tr(pi) - 1.
  const N& self_drive() const { return drive_[0]; }
  const Vector<N>& stationary() const { return stationary_; }

 private:
  std::size_t index(int up, int down) const {
    return static_cast<std::size_t>(up * (max_depth_ + 1) + down);
  }
  int max_depth_;
  Vector<N> stationary_;
  std::vector<N> drive_;
  std::vector<N> information_;
};

extern template class KinshipTable<Rational>;
extern template class KinshipTable<Interval>;
extern template class KinshipTable<double>;

/// The entry g_ij of one chain from the joint law P of (key token s_j, query token s_i):
/// sum_{s,s'} (pi(s'|s) / mu(s')) P(s, s') - 1.
template <Field N>
N limiting_drive(const Matrix<N>& joint, const Matrix<N>& pi, const Vector<N>& mu);

/// g_ij for j <= i on a forest, the mean over the prior: lower triangular, nodes x nodes. The
/// diagonal is E[tr pi] - 1; entries of unrelated pairs are zero. -dL/dA1_i is (beta0 / (T S))
/// J(a_i) g_i to leading order as T grows.
Matrix<Rational> limit_gradient(const markov::CausalForest& forest, const markov::Prior& prior);

/// The same from the pair law of every pair of positions, related or not: nothing is zero by
/// definition.
Matrix<Rational> limit_gradient_by_pair_laws(const markov::CausalForest& forest,
                                             const markov::Prior& prior);

/// The same by summing over all S^nodes token sequences with their exact probabilities: an
/// independent route that knows nothing of common ancestors. For small forests.
Matrix<Rational> limit_gradient_by_enumeration(const markov::CausalForest& forest,
                                               const markov::Prior& prior);

/// I_chi2(s_j; s_i) for j <= i by enumeration of sequences, for one chain.
Matrix<Rational> chi2_information_by_enumeration(const markov::CausalForest& forest,
                                                 const markov::Chain& chain);

}  // namespace lemmascope::causal
