// Small trainings of the full disentangled transformer, as the statistical claims repeat them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "properties/statistics/trials.hpp"
#include "sim/train/optimiser.hpp"
#include "theory/markov/causal_graph.hpp"
#include "theory/markov/prior.hpp"

namespace lemmascope::causal {

/// One training from zero weights, as in the paper's single-parent experiments but smaller; by
/// plain SGD unless said otherwise.
struct SmallTraining {
  int states = 3;
  double concentration = 0.1;
  sim::Optimiser optimiser{.learning_rate = 2};
  int batch = 128;
  int steps = 512;
  int evaluate_every = 32;
  int evaluation_size = 512;
  /// Tokens are drawn on this graph; attention is scored on `scored` (usually the same).
  markov::CausalForest graph;
  markov::CausalForest scored;
  /// Not null: chains come from this prior instead of having Dirichlet rows, and losses are
  /// expected ones.
  std::shared_ptr<const markov::Prior> prior = nullptr;
};

/// The same in words, for claim records: all but the graph and the prior.
std::string in_words(const SmallTraining& training);

inline constexpr int kSmallNodes = 7;

/// The graphs the claims train on: the Markov chain, and no edge at all (independent tokens,
/// attention scored as if they were a chain).
SmallTraining on_chain();
SmallTraining on_independent_tokens();

/// What a training looks like at an evaluation.
struct TrainingState {
  int step = 0;
  double test_loss = 0;
  /// First-layer attention to the parent, mean over the scored non-roots (position block only).
  double parent_attention = 0;
  /// Is the parent the argmax over j <= i in every scored non-root row?
  bool argmax_is_parent = false;
  /// The argmax over j <= i of every position i of the graph.
  std::vector<markov::Position> argmax;
};

struct TrainingRecord {
  std::vector<TrainingState> states;  ///< in order, the start first
  /// Losses of fixed predictors on the same evaluation set.
  double unigram_loss = 0;  ///< smoothed frequencies of the sequence's own tokens
  double count_loss = 0;    ///< root-aware conditional counts with the prior's concentration
  /// With a finite prior: the expected loss of the final weights on the scored graph, a sum over
  /// every sequence.
  double expected_loss = 0;
  /// Loss of the final weights on the scored graph with unseen chains (every entry at least 1/10
  /// for S = 3), and the unigram predictor's loss on them.
  double unseen_loss = 0;
  double unseen_unigram_loss = 0;
  /// Hashes of the first sequences of a training batch and of both evaluation sets, alike in
  /// number.
  std::uint64_t trained_on = 0, evaluated_on = 0, unseen_on = 0;

  const TrainingState& last() const { return states.back(); }
  /// Half-way between the unigram predictor and the root-aware counts: below it the network
  /// conditions on more than its own token frequencies. (A trained unigram predictor can beat the
  /// fixed unigram line.)
  double halfway_loss() const { return (unigram_loss + count_loss) / 2; }
};

/// Runs the training with one thread (trials are what runs in parallel). Deterministic in the key,
/// so that claims about the same trainings share them: a record is computed once per process.
std::shared_ptr<const TrainingRecord> train(const SmallTraining& training,
                                            const statistics::TrialKey& key);

/// The random forest of trial `key` by the many-graphs recipe (roots with probability one half),
/// redrawn until it has an edge.
markov::CausalForest trial_forest(int nodes, const statistics::TrialKey& key);

}  // namespace lemmascope::causal
