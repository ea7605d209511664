// The model at the end of training, from its definition, sequence by sequence: the independent
// route to loss_gap and to the expected prediction error.
#pragma once

#include "theory/markov/causal_graph.hpp"
#include "theory/markov/prior.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::causal {

template <Elementary N>
struct TrainedModel {
  /// KL(pi || f~) averaged over the prior, every sequence and every query, f~ = (f + 1/T) / (1 +
  /// S/T).
  N loss_gap{0};
  /// E|f_{s'} - pi(s'|q)| for every query q (row) and target s' (column).
  Matrix<N> error;
};

/// Hard attention on parents and on the query itself (roots uniform) and beta = log T. S^T terms.
template <Elementary N>
TrainedModel<N> trained_by_enumeration(const markov::Prior& prior,
                                       const markov::CausalForest& forest);

}  // namespace lemmascope::causal
