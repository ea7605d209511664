// A single-parent task under a finite prior, sequence by sequence: what sampled data and trained
// networks are held against without any sampling error of its own.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "sim/causal/task.hpp"
#include "sim/transformer/batch.hpp"
#include "sim/transformer/model.hpp"
#include "theory/markov/causal_graph.hpp"
#include "theory/markov/prior.hpp"

namespace lemmascope::causal {

/// The atoms of a prior as the chains a sampler draws from, each as often as its weight asks: in
/// the least whole numbers that do. Throws PreconditionError when they make more than 4096 chains.
RowLaw row_law_of(const markov::Prior& prior);

/// One token sequence (the query last), how likely it is and the posterior predictive after it.
struct WeightedSequence {
  std::vector<int> tokens;
  Rational probability;
  Vector<Rational> predictive;
};

/// Every sequence, in lexicographic order; exact. S^T entries.
std::vector<WeightedSequence> every_sequence(const markov::Prior& prior,
                                             const markov::CausalForest& forest);

/// Expected losses over a task: sums over every sequence.
class TaskLosses {
 public:
  TaskLosses(const markov::Prior& prior, const markov::CausalForest& forest);

  /// The least loss of any predictor: the entropy of the posterior predictive.
  double posterior() const { return posterior_; }
  /// The least loss of any predictor that sees only how often each token occurs before the query,
  /// and the query: the plateau of a network that knows no edges.
  double unigram() const { return unigram_; }
  /// The loss of a network; sequences of equal probability are evaluated in one batch.
  template <class F>
  double of(const sim::Model<F>& model, std::span<const F> weights) const;

 private:
  double posterior_ = 0, unigram_ = 0;
  sim::Batch sequences_;  ///< sorted by probability; labels are posterior predictives
  std::vector<double> probability_;
};

/// The same object for the same prior and forest: built once per process.
std::shared_ptr<const TaskLosses> task_losses(const markov::Prior& prior,
                                              const markov::CausalForest& forest);

}  // namespace lemmascope::causal
