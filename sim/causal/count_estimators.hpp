// In-context count estimators: the predictions a trained network is compared with.
#pragma once

#include <vector>

#include "sim/causal/task.hpp"
#include "sim/transformer/batch.hpp"

namespace lemmascope::causal {

/// Mean and standard error of a loss over held-out sequences.
struct MeanLoss {
  double mean = 0;
  double standard_error = 0;
  int count = 0;
};

/// Which counts predict the target.
enum class CountRule {
  /// alpha + number of nodes of the target's in-degree whose parents' tokens equal the target's
  /// parents' tokens.
  matching_parents,
  /// The line the authors label "Bayes" in the single-parent figures: `seq[dag] == s` with dag = -1
  /// reads the last
  /// tree token, so every root is counted as if that token were its parent.
  authors_single_parent,
  /// The several-parents figure's "One NN": only the last parent must match.
  last_parent_only,
};

/// The normalised counts of one sequence; `out` has states entries. Tasks without a matching rule
/// (the authors' line on a DAG task, last parent on roots) throw PreconditionError.
std::vector<double> count_prediction(const Task& task, CountRule rule, sim::BatchView batch,
                                     int sequence);

/// - sum_s y_s log prediction_s, averaged over the batch.
MeanLoss count_loss(const Task& task, CountRule rule, sim::BatchView batch);

/// Smoothed frequencies of all tokens before the query: the best a predictor without causal
/// structure can do by counting. The smoothing constant is the best on a grid for this batch.
MeanLoss unigram_loss(const Task& task, sim::BatchView batch);

/// The loss of a predictor that knows the row: the mean entropy of the labels.
MeanLoss oracle_loss(sim::BatchView batch);

}  // namespace lemmascope::causal
