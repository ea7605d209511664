// lemmascope train and reproduce: simulated training with live progress.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "reports/cli/console.hpp"

namespace lemmascope::causal {
struct Configuration;
}

namespace lemmascope::report {

struct TrainOptions {
  /// chain, pairs, star or random: the single-parent task; dag: two random earlier parents each.
  std::string graph = "chain";
  int length = 20;  ///< T, the query included
  int states = 10;
  double concentration = 0.1;
  int steps = 1 << 15;  ///< enough to learn chains, pairs and random forests, in seconds
  int batch = 1024;
  std::optional<int> heads;  ///< of the first layer; as many as a node has parents unless given
  std::string precision = "float";  ///< or double
  std::string optimiser;            ///< sgd or adamw; as in the paper unless given: adamw for dag
  std::optional<double> learning_rate;  ///< as in the paper unless given: sgd 1, adamw 0.01
  double weight_decay = 0;
  bool constant_rate = false;  ///< cosine decay otherwise
  std::uint64_t seed = 0;
  std::uint64_t graph_seed = 0;
  int jobs = 0;
  std::string output;  ///< out/train/GRAPH unless given
  bool json = false;
};
/// Exit code 3 when stopped before the end (Ctrl-C, SIGTERM): the same command continues.
int train(const TrainOptions& options, const Console& console);
/// What `train` trains with these options. Throws PreconditionError on what does not fit.
causal::Configuration configuration_of(const TrainOptions& options);

struct ReproduceOptions {
  std::string figure;  ///< fig2, fig5, fig6, fig7, fig8, fig9 or all
  bool quick = false;
  int seeds = 1;
  std::uint64_t seed = 0;
  int jobs = 0;
  std::string output = "out/reproduce";
  bool json = false;
};
int reproduce(const ReproduceOptions& options, const Console& console);

}  // namespace lemmascope::report
