// The population loss of the reduced model and its gradients at any weights, by enumerating
// sequences.
//
// L = E_{pi, s} [ - sum_{s'} pi(s'|s_T) log(f_{s'} + eps) ] over a finite prior, the forest and a
// uniform query. With y = pi(.|s_T), w_i = sum_{s'} y_{s'} / (f_{s'} + eps) (1(s_i = s') - f_{s'})
// and R_j = A2[s_T, s_j]:
//   dL/dA1_ij = -E[ p_i w_i a_ij (R_j - a_i . R) ],   dL/dA2 = -E[ sum_i p_i w_i x_T (X^T a_i)^T ].
// Sequences that share a prefix share its probability, its exponentials and, on the way back, its
// sums: about S^(T-1) S^2 operations and S^T exponentials instead of S^T T^2 of each.
#pragma once

#include <vector>

#include "theory/causal/reduced_model.hpp"
#include "theory/markov/prior.hpp"

namespace lemmascope::causal {

using markov::Prior;

/// The loss in nats and its derivatives. dA1 is lower triangular T x T with rows that sum to zero;
/// the rows of dA2 (S x S) sum to zero as well, since adding a constant to a row of A2 moves every
/// score alike.
template <Field N>
struct PopulationGradient {
  N loss{0};
  Matrix<N> position_scores;  ///< dL/dA1
  Matrix<N> token_match;      ///< dL/dA2
  Matrix<N> pull;             ///< E[p_i w_i R_j], lower triangular: dL/dA1_i = -J(a_i) pull_i
};

/// The gradient of L(A1, match * I) under a permutation-symmetric prior.
template <Field N>
struct SymmetricGradient {
  N loss{0};
  Matrix<N> position_scores;  ///< dL/dA1
  N match_slope{0};           ///< dL/dmatch, the trace of dL/dA2
  Matrix<N> pull;             ///< E[p_i w_i R_j], as in PopulationGradient
};

/// A forest, a prior and a loss smoothing, prepared for many gradients. Offered for double, Real50,
/// Real100 and Interval.
template <Elementary N>
class PopulationTask {
 public:
  /// One chain of the prior in the arithmetic of the computation; `weight` includes the 1/S of the
  /// query.
  struct Atom {
    N weight;
    markov::TransitionMatrix<N> chain;
    Vector<N> stationary;
  };

  /// Throws PreconditionError unless epsilon > 0: f_{s'} = 0 whenever s' does not occur, and the
  /// loss is then infinite at 0.
  PopulationTask(CausalForest forest, const Prior& prior, const Rational& epsilon);

  int length() const { return forest_.size() + 1; }
  int states() const { return states_; }
  const CausalForest& forest() const { return forest_; }
  const std::vector<Atom>& atoms() const { return atoms_; }
  const N& epsilon() const { return epsilon_; }
  bool is_permutation_symmetric() const { return is_permutation_symmetric_; }

  /// Loss and gradients at any A1 (T x T) and A2 (S x S), in Interval an enclosure over every
  /// weight in the given intervals. Throws PreconditionError when sizes differ.
  PopulationGradient<N> gradient(const ReducedWeights<N>& weights) const;

  /// The same at A2 = match * I for a permutation-symmetric prior, from one sequence for each class
  /// of relabelled ones (up to S! times cheaper). Then dL/dA2 = match_slope / (S - 1) (I - 1 1^T /
  /// S). Throws PreconditionError when the prior is not permutation symmetric.
  SymmetricGradient<N> symmetric_gradient(const Matrix<N>& position_scores, const N& match) const;

 private:
  CausalForest forest_;
  int states_;
  N epsilon_;
  bool is_permutation_symmetric_;
  std::vector<Atom> atoms_;
};

/// PopulationTask(forest, prior, epsilon).gradient(weights), for a single gradient.
template <Elementary N>
PopulationGradient<N> population_gradient(const ReducedWeights<N>& weights,
                                          const CausalForest& forest, const Prior& prior,
                                          const Rational& epsilon);

/// PopulationTask(forest, prior, epsilon).symmetric_gradient(position_scores, match).
template <Elementary N>
SymmetricGradient<N> symmetric_population_gradient(const Matrix<N>& position_scores, const N& match,
                                                   const CausalForest& forest, const Prior& prior,
                                                   const Rational& epsilon);

}  // namespace lemmascope::causal
