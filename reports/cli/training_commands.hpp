// lemmascope train and reproduce: simulated training with live progress.
#pragma once

#include <cstdint>
#include <string>

#include "reports/cli/console.hpp"

namespace lemmascope::report {

struct TrainOptions {
  std::string graph = "chain";  ///< chain, pairs, star or random
  int length = 20;              ///< T, the query included
  int states = 10;
  double concentration = 0.1;
  int steps = 4096;
  int batch = 1024;
  double learning_rate = 1;
  bool constant_rate = false;  ///< cosine decay otherwise
  std::uint64_t seed = 0;
  std::uint64_t graph_seed = 0;
  int jobs = 0;
  std::string output = "out/train";
  bool json = false;
};
int train(const TrainOptions& options, const Console& console);

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
