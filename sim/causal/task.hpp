// The in-context tasks of arXiv 2402.14735 as sampling plans: which table row each token is drawn
// from.
#pragma once

#include <string>
#include <vector>

#include "theory/markov/causal_graph.hpp"

namespace lemmascope::causal {

/// The law of the transition rows of one sequence.
struct RowLaw {
  /// Rows are i.i.d. Dirichlet(concentration, ..., concentration).
  double concentration = 0.1;
  /// Each row is mixed with the uniform law in this share, so that every entry is at least share /
  /// states: the lower-bound assumption of the paper, and its unseen chains. 0 in the experiments.
  double uniform_share = 0;
  /// Not empty: a sequence has one of these chains instead, each as likely as the others (states x
  /// states, row-major, one chain after another; trees only).
  std::vector<double> fixed_chains;
};

/// How a node without parents is drawn in the several-parents task.
enum class RootLaw {
  uniform,    ///< as the task is stated
  dirichlet,  ///< as the authors' code draws it: from a row that is itself Dirichlet
};

/// A node's token is drawn from row `first_row + sum_j x[parents[j]] states^(k-1-j)` of the
/// sequence's table.
struct TaskNode {
  int first_row = 0;
  std::vector<markov::Position> parents;
};

/// What a root row of the table holds.
enum class RootRow { none, stationary, uniform };

/// One task: the tokens of a sequence, in order, and the row that is its soft label.
class Task {
 public:
  /// The single-parent task: positions 0..T-2 follow `forest` (roots are stationary), position T-1
  /// is an independent uniform query, the label is the query's row. T = forest.size() + 1. Throws
  /// PreconditionError unless 2 <= states <= 200, concentrations and shares are in range and
  /// fixed chains have positive rows that sum to one.
  static Task in_context_tree(const markov::CausalForest& forest, int states, const RowLaw& law);

  /// The several-parents task: every position 0..T-1 follows `dag`; one table of states^k Dirichlet
  /// rows for each in-degree k that occurs; the label is the row of the target, whose parents are
  /// given. T = dag.size().
  static Task in_context_dag(const markov::CausalDag& dag,
                             std::vector<markov::Position> target_parents, int states,
                             double concentration, RootLaw root_law);

  int states() const { return states_; }
  int length() const { return length_; }
  const RowLaw& law() const { return law_; }
  /// One for each token that is not a query.
  const std::vector<TaskNode>& nodes() const { return nodes_; }
  const TaskNode& target() const { return target_; }
  bool has_query() const { return static_cast<int>(nodes_.size()) < length_; }
  /// Rows drawn from the row law; the root row, if any, follows them.
  int drawn_rows() const { return drawn_rows_; }
  RootRow root_row() const { return root_row_; }
  int total_rows() const { return drawn_rows_ + (root_row_ == RootRow::none ? 0 : 1); }

 private:
  int states_ = 0;
  int length_ = 0;
  RowLaw law_;
  std::vector<TaskNode> nodes_;
  TaskNode target_;
  int drawn_rows_ = 0;
  RootRow root_row_ = RootRow::none;
};

/// One line that differs between tasks that draw different sequences.
std::string to_text(const Task& task);

}  // namespace lemmascope::causal
