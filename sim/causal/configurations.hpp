// The configurations of the paper's experiments, from the authors' released code.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/causal/reproduction.hpp"
#include "sim/transformer/model.hpp"
#include "theory/markov/causal_graph.hpp"

namespace lemmascope::causal {

/// One training to do. Exactly one of `forest` and `dag` is set.
struct Configuration {
  std::string name;
  std::optional<markov::CausalForest> forest;
  std::optional<markov::CausalDag> dag;
  std::vector<markov::Position> target_parents;
  Task task;
  /// Its number type is the precision of the training.
  std::variant<std::shared_ptr<const sim::Model<float>>, std::shared_ptr<const sim::Model<double>>>
      model;
  sim::TrainingPlan plan;
  int heads = 1;
};

/// All trainings of a figure; plans carry the root seed and the run of each.
std::vector<Configuration> configurations(Figure figure, const ReproductionOptions& options);

}  // namespace lemmascope::causal
