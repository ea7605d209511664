// One training from where its checkpoint stands to its end or until it is stopped.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sim/train/trainer.hpp"

namespace lemmascope::sim {

/// How to run; nothing here changes the result.
struct RunOptions {
  int threads = 1;
  /// Not empty: saved about every ten seconds and at the end; an existing file is continued.
  std::filesystem::path checkpoint = {};
  /// Called after every step; false stops there. May be empty.
  std::function<bool(const Progress&)> watch = {};
  /// Looked at within steps and evaluations; may be null.
  const StopFlag* stop = nullptr;
};

/// Runs the trainer, which was made with `options.threads` and `options.stop`. False when stopped:
/// then the curve may still be empty, and nothing was saved. Throws PreconditionError, saving
/// nothing, when a weight or a number of the curve is not finite: the training `name` diverged.
template <class F>
bool run_to_end(Trainer<F>& trainer, const std::string& name, const RunOptions& options);

/// The numbers of the last point, in the order that the experiment names them, after training it to
/// its end on this thread: a trial of a statistical claim.
template <class F>
std::vector<double> last_numbers(const Experiment<F>& experiment);

}  // namespace lemmascope::sim
