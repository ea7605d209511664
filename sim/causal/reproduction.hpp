// The paper's figures, trained again: the authors' configurations and quick ones, as data for a
// report. Nothing is drawn here.
#pragma once

#include <cmath>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/causal/count_estimators.hpp"
#include "sim/causal/task.hpp"
#include "sim/train/run.hpp"

namespace lemmascope::causal {

/// Figures of arXiv 2402.14735. 2 and 6 show the same trainings (weights, curves), and so do 5
/// and 7.
enum class Figure { fig2, fig5, fig6, fig7, fig8, fig9 };

/// "fig2", ...; throws PreconditionError for another text.
Figure parse_figure(const std::string& text);
std::string to_text(Figure figure);

/// A horizontal line of a loss plot, evaluated on the run's own held-out set.
struct ReferenceLine {
  std::string name;         ///< for example "counts of matching parents"
  std::string description;  ///< what it is, and what is known to be wrong with it
  MeanLoss loss;
};

/// A trained weight matrix, dense and row-major. Row and column blocks, if any, are named by
/// `row_blocks` and `column_blocks` with their sizes, so that a heatmap can be ruled into token and
/// position parts.
struct WeightMatrix {
  struct BlockName {
    std::string name;
    int size = 0;
  };
  std::string name;
  int rows = 0;
  int columns = 0;
  std::vector<float> entries;
  std::vector<BlockName> row_blocks;
  std::vector<BlockName> column_blocks;
};

/// One point of a run's curve.
struct RunPoint {
  std::int64_t step = 0;
  double training_loss = 0;
  double test_loss = 0;
  double parent_attention = 0;
  bool operator==(const RunPoint&) const = default;
};

/// One training of one figure.
struct ReproductionRun {
  std::string name;  ///< "chain", "pairs", "random forest", "graph 7", ...
  std::vector<std::vector<markov::Position>> parents;  ///< of each position; empty for roots
  std::vector<markov::Position> target_parents;        ///< several-parents task only
  int states = 0;
  int length = 0;
  int heads = 0;
  std::string precision = "float";  ///< or "double"
  std::uint64_t root_seed = 0;
  std::uint32_t run = 0;
  sim::TrainingPlan plan;
  std::string optimiser;
  std::vector<RunPoint> curve;
  std::vector<ReferenceLine> lines;
  std::vector<WeightMatrix> weights;
  /// First-layer attention of each head, length x length: from the position x position block of A1,
  /// or, for the standard transformer, averaged over held-out sequences.
  std::vector<std::vector<double>> attention;
  /// The same in the course of the training, where the network has an attention of its own.
  struct Snapshot {
    std::int64_t step = 0;
    std::vector<std::vector<float>> attention;
  };
  std::vector<Snapshot> snapshots;
  /// Attention to the parent of each position, -1 for roots (single-parent tasks); the largest that
  /// any head gives.
  std::vector<double> parent_attention;
  /// Mean over the edges of the graph of the largest attention that any head gives to the parent; 0
  /// without edges.
  double mean_parent_attention = 0;
  /// [head][k]: mean attention to the k-th parent (several-parents tasks).
  std::vector<std::vector<double>> head_parent_attention;
  double concentration = 0;     ///< of the Dirichlet rows
  std::int64_t steps_done = 0;  ///< fewer than the plan's when stopped
  double final_loss = 0;
  double seconds = 0;
};

/// A number the paper or its code prints, and ours beside it.
struct ComparedNumber {
  std::string what;
  double published = 0;
  double ours = 0;
  std::string source;  ///< where the published number comes from
  /// Of ours and of the published one, as far as it is known: a standard error, or that of reading
  /// a number off a figure. What is not known is named in `source`.
  double our_error = 0, published_error = 0;

  double combined_error() const { return std::hypot(our_error, published_error); }
  /// Apart by no more than two combined errors.
  bool agrees() const { return std::abs(ours - published) <= 2 * combined_error(); }
};

struct Reproduction {
  Figure figure = Figure::fig9;
  bool quick = false;
  std::vector<ReproductionRun> runs;
  std::vector<ComparedNumber> numbers;
  std::vector<std::string> remarks;  ///< differences from the paper's configuration
  bool finished = true;              ///< false when stopped: then `numbers` is empty
  double seconds = 0;
};

/// What a watcher sees: which run of how many, and its progress.
struct ReproductionProgress {
  std::string run;
  int index = 0;
  int count = 0;
  const sim::Progress& progress;
};

struct ReproductionOptions {
  bool quick = false;
  std::uint64_t root_seed = 0;
  /// Independent repetitions with runs root_run, root_run + 1, ...
  std::uint32_t first_run = 0;
  int seeds = 1;
  int threads = 1;
  /// Not empty: state is saved here about every ten seconds, and an existing file is continued.
  std::filesystem::path checkpoint_folder;
  /// Called after every step; returning false stops there, and what is finished is returned.
  std::function<bool(const ReproductionProgress&)> watch;
  /// Looked at within steps and evaluations; may be null.
  const sim::StopFlag* stop = nullptr;
};

struct Configuration;

struct TrainedRun {
  ReproductionRun run;
  bool finished = true;  ///< false: it was stopped
};
/// Trains one configuration and reads off what the figures show. Nothing when stopped before the
/// first evaluation. Throws PreconditionError when it diverges.
std::optional<TrainedRun> train_configuration(const Configuration& configuration,
                                              const sim::RunOptions& options);

/// Trains everything the figure shows.
Reproduction reproduce(Figure figure, const ReproductionOptions& options);

}  // namespace lemmascope::causal
