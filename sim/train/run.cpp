#include "sim/train/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

using Clock = std::chrono::steady_clock;

/// Seconds between two saves of a running training.
constexpr double kSaveEvery = 10;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Before anything is saved: a diverged state would be resumed again and again.
template <class F>
void require_finite(const Trainer<F>& trainer, const std::string& name) {
  const auto weights = trainer.weights();
  const auto is_finite = [](auto value) { return std::isfinite(value); };
  const bool finite = std::all_of(weights.begin(), weights.end(), is_finite);
  const std::vector<double>& numbers = trainer.curve().back().numbers;
  const auto bad = std::find_if_not(numbers.begin(), numbers.end(), is_finite);
  const std::string why =
      bad == numbers.end()
          ? "some weight is not finite"
          : fmt::format(
                "the {} is {}{}",
                trainer.experiment().numbers()[static_cast<std::size_t>(bad - numbers.begin())],
                *bad, finite ? "" : ", some weight not finite");
  require(finite && bad == numbers.end(),
          fmt::format("training '{}' diverged: {} at step {}; try a smaller learning rate", name,
                      why, trainer.step()));
}

}  // namespace

template <class F>
bool run_to_end(Trainer<F>& trainer, const std::string& name, const RunOptions& options) {
  const bool saves = !options.checkpoint.empty();
  if (saves && std::filesystem::exists(options.checkpoint)) trainer.resume(options.checkpoint);
  Clock::time_point saved = Clock::now();
  const auto after_step = [&](const Progress& progress) {
    if (progress.point.step == progress.step) require_finite(trainer, name);
    if (saves && seconds_since(saved) >= kSaveEvery) {
      require_finite(trainer, name);
      trainer.save(options.checkpoint);
      saved = Clock::now();
    }
    return !options.watch || options.watch(progress);
  };
  trainer.advance(trainer.experiment().plan().steps(), after_step, after_step);
  if (trainer.curve().empty()) return false;
  require_finite(trainer, name);
  if (saves) trainer.save(options.checkpoint);
  return trainer.finished();
}

template <class F>
std::vector<double> last_numbers(const Experiment<F>& experiment) {
  Trainer<F> trainer(experiment);
  trainer.advance(experiment.plan().steps());
  return trainer.curve().back().numbers;
}

template bool run_to_end(Trainer<float>&, const std::string&, const RunOptions&);
template bool run_to_end(Trainer<double>&, const std::string&, const RunOptions&);
template std::vector<double> last_numbers(const Experiment<float>&);
template std::vector<double> last_numbers(const Experiment<double>&);

}  // namespace lemmascope::sim
