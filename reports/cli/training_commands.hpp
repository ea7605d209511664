// lemmascope train and reproduce: simulated training with live progress.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "properties/catalogue/training.hpp"
#include "properties/compute/option.hpp"
#include "reports/cli/console.hpp"

namespace lemmascope::report {

struct TrainOptions {
  std::string training;  ///< "some-task" or "mine/some-task"
  /// What was given of the training's own options, as read_options reads them.
  compute::OptionValues values;
  int jobs = 0;
  std::string output;  ///< out/train/TRAINING unless given
  bool json = false;
};
/// Exit code 3 when stopped before the end (Ctrl-C, SIGTERM): the same command continues.
int train(const TrainOptions& options, const Console& console);

/// What a training leaves behind.
struct TrainingDocuments {
  nlohmann::json training;  ///< training.json
  nlohmann::json page;      ///< what training.html is rendered from
};
/// `command` as command_of says it: "train some-task --length 6".
TrainingDocuments documents_of(const catalogue::TrainedRun& trained, const std::string& command);

struct ReproduceOptions {
  std::string figure;  ///< "fig1", "mine/fig1", or "all": every one that in_all names
  /// What was given of the figure's own options; with "all", each figure reads those it has.
  compute::OptionValues values;
  int jobs = 0;
  std::string output = "out/reproduce";
  bool json = false;
};
int reproduce(const ReproduceOptions& options, const Console& console);

}  // namespace lemmascope::report
